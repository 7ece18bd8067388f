"""The interface every store answers to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rdflib import Graph
from rdflib.term import Identifier


@dataclass(frozen=True)
class Result:
    """A serialised answer.

    ``form`` is the query form (SELECT, ASK, CONSTRUCT, DESCRIBE), ``format`` a name of
    ``graph.store.formats``.
    """

    body: bytes
    form: str
    format: str


class Store(Protocol):
    """A built graph that can be asked, never changed.

    The default graph of a query is the union of all named graphs, unless the query or the
    caller names others. Queries that would write, or reach outside the store, are refused.
    """

    @property
    def version(self) -> str:
        """Return the build id: first 16 hex digits of the SHA-256 of the N-Quads."""

    @property
    def built(self) -> datetime:
        """Return when the graph was built (UTC)."""

    @property
    def since(self) -> datetime:
        """Return when this build took its place here (UTC): two builds may be of one day."""

    def graphs(self) -> frozenset[str]:
        """Return IRIs of the named graphs."""

    def select(self, query: str) -> list[dict[str, Identifier]]:
        """Return rows of a SELECT query, as rdflib terms by variable; unbound ones are absent."""

    def ask(self, query: str) -> bool:
        """Answer of an ASK query."""

    def construct(self, query: str) -> Graph:
        """Return graph of a CONSTRUCT or DESCRIBE query."""

    def query_bytes(
        self,
        query: str,
        format: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """Return the answer, serialised; raises ValueError where the query form has no such
        format.
        """

    def answer(
        self,
        query: str,
        format: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        limit: int | None = None,
        seconds: float | None = None,
    ) -> Result:
        """As ``query_bytes``; raises AnswerTooLong where it would have more than ``limit`` bytes.

        ``seconds`` ends a remote store's query with ``StoreTimeout``; a local one cannot be
        cancelled, so whoever serves it must be able to leave the process.
        """

    def dump(self, graphs: Iterable[str] | None = None) -> bytes:
        """Return N-Quads of the named graphs (of all of them by default)."""
