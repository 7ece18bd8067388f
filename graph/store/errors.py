"""What can go wrong between a query and its answer; each error says what to do."""

from __future__ import annotations

from graph.errors import CALL_WRONG, EucnError


class StoreError(EucnError):
    """Any failure of a store that is not the caller's fault."""


class StoreMissing(StoreError):
    """There is no built store where one was looked for."""


class StoreTimeout(StoreError):
    """A remote store did not answer within the time limit."""


class QueryRefused(EucnError):
    """A query that is well formed but asks for what this store never does."""

    exit_code = CALL_WRONG


class GraphUnknown(QueryRefused):
    """A dataset with a name that can be no graph's: it is no IRI."""


class AnswerTooLong(EucnError):
    """An answer that has more bytes than it may.

    ``part`` is what had been written when it was given up: SPARQL results that break off, or whole
    lines of N-Triples; ``form`` is the form of the query.
    """

    def __init__(self, limit: int, form: str, part: bytes) -> None:
        super().__init__(
            f"The answer has more than {limit} bytes, the limit here; add a LIMIT, ask for fewer "
            "columns, or take a file from /data/."
        )
        self.limit = limit
        self.form = form
        self.part = part

    def __reduce__(self) -> tuple[type[AnswerTooLong], tuple[int, str, bytes]]:
        return AnswerTooLong, (self.limit, self.form, self.part)


class AnswerUnwritable(EucnError):
    """An answer that holds what the format asked for has no way to write; another format has."""

    exit_code = CALL_WRONG


class QuerySyntaxError(EucnError):
    """A query that is not SPARQL.

    ``line`` and ``column`` count from 1 and are None where the parser gave no position.
    """

    exit_code = CALL_WRONG

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
