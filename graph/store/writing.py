"""Writing answers: with a bound, and what was written before it was passed.

Serialisers write into a ``Bounded`` sink, which ends the query when the limit is passed. An answer
that is cut is never sent as if it were one: what has been written is for the query page alone,
which shows its first rows and says that there are more.
"""

from __future__ import annotations

import csv
import io
import json
import re

from graph.sheets import marked, of_results
from graph.tables import csv_text

_JSON_ROW_END = re.compile(rb'\}\},\{"')


class Full(OSError):
    """The sink holds as much as it may."""


class Bounded:
    """A sink for serialised bytes that raises ``Full`` once more than ``limit`` have come."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self.parts: list[bytes] = []
        self.size = 0
        self.full = False

    def write(self, data: bytes) -> int:
        """Take ``data``; the last piece is kept whole, so a cut never falls into a character."""
        if self.full:
            raise Full
        self.parts.append(bytes(data))
        self.size += len(data)
        if self.limit is not None and self.size > self.limit:
            self.full = True
            raise Full
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def body(self) -> bytes:
        """Everything written so far."""
        return b"".join(self.parts)


def first_rows(part: bytes) -> bytes:
    """Return the beginning of SPARQL JSON results, closed behind the last whole row."""
    return part[: _last_json_row(part)] + b"]}}"


def whole_lines(part: bytes) -> bytes:
    """Return the beginning of N-Triples or N-Quads, up to the last whole statement."""
    return part[: part.rfind(b"\n") + 1]


_LIVE = re.compile(
    rb'(?:^|[,\n])"?(?:[=@\t\r]|\xef\xbc[\x8b\x8d\x9d\xa0]|[+-](?![\d.]*[,\r\n]))|(?:^|[,\n])"\n'
)


def harmless_csv(body: bytes) -> bytes:
    """Results in CSV without live formulas; read and written anew only where one may stand.

    So is a table of one column with an empty value: its row would be an empty line, which readers
    pass over.
    """
    head = body[: body.find(b"\n")]
    if _LIVE.search(body) is None and (b"," in head or b"\n\r\n" not in body):
        return body
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    if len(rows[0]) == 1:
        rows = [row or [""] for row in rows]
    return csv_text(rows).encode()


def finished(body: bytes, format: str) -> bytes:
    """Return serialised results as a client gets them. Raises TooLarge."""
    if format == "xlsx":
        return of_results(body)
    if not format.startswith("csv"):
        return body
    body = harmless_csv(body)
    if format == "csv":
        return body
    return marked(body, ";" if format == "csv-semicolon" else ",")


def boolean(answer: bool, format: str) -> bytes:
    """Return the answer to an ASK query in a results format."""
    if format == "xlsx":
        return of_results(json.dumps({"boolean": answer}).encode())
    if format == "tsv" or format.startswith("csv"):
        return b"true" if answer else b"false"
    text = "true" if answer else "false"
    if format == "json":
        return f'{{"head":{{}},"boolean":{text}}}'.encode()
    return (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head></head><boolean>{text}</boolean></sparql>"
    ).encode()


def _last_json_row(body: bytes) -> int:
    """Return position behind the last whole binding.

    The engine writes no white space, so rows part at ``}},{"``. Within a string value a quote is
    escaped, so the only look-alike is a value that ends in those brackets, ``…}},{"``; there the
    quote closes a string, and what follows is no variable name and colon.
    """
    start = body.find(b'"bindings":[') + len(b'"bindings":[')
    for match in reversed(list(_JSON_ROW_END.finditer(body, max(start, len(body) - (1 << 16))))):
        if re.match(rb'\w+":\{"type":"', body[match.end() : match.end() + 300]):
            return match.start() + 2
    for match in reversed(list(_JSON_ROW_END.finditer(body, start))):
        if re.match(rb'\w+":\{"type":"', body[match.end() : match.end() + 300]):
            return match.start() + 2
    return start
