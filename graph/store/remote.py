"""A store somewhere else: any SPARQL 1.1 endpoint, asked through SPARQLWrapper."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph
from rdflib import Graph
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.iris import BASE
from graph.store import formats, terms
from graph.store.cutting import Bounded, cut_graph, cut_results, finish_graph
from graph.store.errors import (
    GraphUnknown,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    StoreTimeout,
)
from graph.store.guard import Checked, check, syntax_error
from graph.store.model import Result

DATASET = BASE + "dataset"
STATE_GRAPH = BASE + "graph/store"
"""Graph in which ``eucn load`` leaves the build id and its date."""

SECONDS = 30.0
FRESH = 10.0
"""Seconds for which the remote store's build id and list of graphs are believed."""

_STATE = f"""SELECT ?build ?built WHERE {{ GRAPH <{STATE_GRAPH}> {{
  <{DATASET}> <http://purl.org/dc/terms/identifier> ?build ;
    <http://purl.org/dc/terms/modified> ?built }} }}"""
_VENDOR = ("<bif:", "<sql:", "<java:", "<file:")
"""Function namespaces that reach below SPARQL in some servers (Virtuoso, Jena)."""


class RemoteStore:
    """An endpoint by its address; read only, guarded like the local store."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self.address = address
        self.seconds = seconds
        self._lock = threading.Lock()
        self._seen = float("-inf")
        self._version = ""
        self._built = datetime.now(UTC)
        self._graphs: frozenset[str] = frozenset()
        self._needs_graphs = False

    @property
    def version(self) -> str:
        """The build id that ``eucn load`` left, else a hash of what the store says of itself."""
        self._refresh()
        return self._version

    @property
    def built(self) -> datetime:
        """When the loaded graph was built; the moment of opening where nobody left it."""
        self._refresh()
        return self._built

    def graphs(self) -> frozenset[str]:
        """IRIs of the named graphs."""
        self._refresh()
        return self._graphs

    def select(self, query: str) -> list[dict[str, terms.Identifier]]:
        """Rows as rdflib terms."""
        return terms.rows(json.loads(self.query_bytes(query, "json")))

    def ask(self, query: str) -> bool:
        """Answer of an ASK query."""
        return bool(json.loads(self.query_bytes(query, "json"))["boolean"])

    def construct(self, query: str) -> Graph:
        """Graph of a CONSTRUCT or DESCRIBE query."""
        return terms.graph(self.query_bytes(query, "nt"))

    def query_bytes(
        self,
        query: str,
        format: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """The whole answer, serialised."""
        return self.answer(query, format, default_graphs, named_graphs).body

    def answer(
        self,
        query: str,
        format: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        limit: int | None = None,
        seconds: float | None = None,
    ) -> Result:
        """The answer; fetched as JSON or N-Triples, which every server has, and rewritten here."""
        checked = check(query)
        if formats.offered(checked.form).get(format) is None:
            raise ValueError(f"A {checked.form} query has no {format} answer.")
        error = syntax_error(query)
        if error is not None:
            raise error
        if any(word in query.lower() for word in _VENDOR):
            raise QueryRefused("Functions of one vendor's server are refused.")
        self._refuse_outside(checked, default_graphs, named_graphs)
        if not (default_graphs or named_graphs or checked.default is not None):
            self._refresh()
            if self._needs_graphs:
                default_graphs = named_graphs = sorted(self._graphs)
        select = checked.form in ("SELECT", "ASK")
        body = self._fetch(
            query,
            "application/sparql-results+json" if select else "application/n-triples",
            default_graphs,
            named_graphs,
            seconds,
        )
        return self._rewrite(body, checked.form, format, limit)

    def dump(self, graphs: Iterable[str] | None = None) -> bytes:
        """N-Quads of the named graphs (of all of them by default)."""
        parts: list[bytes] = []
        for name in sorted(self._graphs_now() if graphs is None else graphs):
            body = self.query_bytes(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", "nt"
            )
            mark = f" <{name}> .\n".encode()
            parts += [line[:-2] + mark for line in body.splitlines() if line.endswith(b" .")]
        return b"".join(parts)

    def _graphs_now(self) -> frozenset[str]:
        self._refresh()
        return self._graphs

    def _refuse_outside(
        self, checked: Checked, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> None:
        wanted = {*default_graphs, *named_graphs, *(checked.default or ()), *(checked.named or ())}
        if wanted and (outside := wanted - self._graphs_now()):
            raise GraphUnknown(f"There is no graph <{min(outside)}> here.")

    def _refresh(self) -> None:
        with self._lock:
            if time.monotonic() - self._seen < FRESH:
                return
            listed = self._json("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
            self._graphs = frozenset(row["g"]["value"] for row in listed)
            state = self._json(_STATE)
            if state:
                self._version = state[0]["build"]["value"]
                self._built = _moment(state[0]["built"]["value"])
            else:
                self._version = f"remote-{len(self._graphs)}"
            union = self._fetch("ASK { ?s ?p ?o }", "application/sparql-results+json")
            # Some servers keep the default graph apart: then every graph is named in the call.
            self._needs_graphs = not json.loads(union)["boolean"] and bool(self._graphs)
            self._seen = time.monotonic()

    def _json(self, query: str) -> list[dict[str, Any]]:
        body = self._fetch(query, "application/sparql-results+json")
        found: list[dict[str, Any]] = json.loads(body)["results"]["bindings"]
        return found

    def _fetch(
        self,
        query: str,
        media: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        seconds: float | None = None,
    ) -> bytes:
        wrapper = SPARQLWrapper(self.address, agent="eucn")
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.addCustomHttpHeader("Accept", media)
        wrapper.setQuery(query)
        # Whole seconds only: SPARQLWrapper's own check.
        wrapper.setTimeout(max(1, round(seconds or self.seconds)))
        for name in default_graphs:
            wrapper.addParameter("default-graph-uri", name)
        for name in named_graphs:
            wrapper.addParameter("named-graph-uri", name)
        try:
            body: bytes = wrapper.query().response.read()
        except TimeoutError as error:
            raise StoreTimeout(f"{self.address} did not answer in time.") from error
        except SPARQLWrapperException as error:
            if type(error).__name__ == "QueryBadFormed":
                raise QuerySyntaxError(f"{self.address} refused the query.") from error
            raise StoreError(f"{self.address} answered with an error.") from error
        except (URLError, HTTPError, OSError) as error:
            if isinstance(getattr(error, "reason", None), socket.timeout | TimeoutError):
                raise StoreTimeout(f"{self.address} did not answer in time.") from error
            raise StoreError(f"{self.address} cannot be reached: {error}.") from error
        return body

    @staticmethod
    def _rewrite(body: bytes, form: str, format: str, limit: int | None) -> Result:
        sink = Bounded(limit)
        if form == "ASK" or form == "SELECT":
            parsed = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
            writer = formats.result_writer(format)
            try:
                parsed.serialize(sink, format=writer)  # type: ignore[arg-type]
            except OSError:
                if not sink.full:
                    raise
                cut = cut_results(sink.body, format, sink.limit or 0)
                return Result(cut, form, format, True)
            return Result(sink.body, form, format)
        if limit is not None and len(body) > limit:
            cut = finish_graph(cut_graph(body[:limit]), format, limit)
            return Result(cut, form, format, True)
        quads = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)
        return Result(terms.pretty((quad.triple for quad in quads), format), form, format)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
