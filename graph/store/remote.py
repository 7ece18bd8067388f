"""A store somewhere else: any SPARQL 1.1 endpoint, asked through SPARQLWrapper."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph
from rdflib import Graph
from SPARQLWrapper import CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.iris import BASE, digest
from graph.limits import MEMORY, SECONDS
from graph.store import formats, terms
from graph.store.errors import (
    AnswerTooLong,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    StoreTimeout,
)
from graph.store.guard import Checked, check, syntax_error
from graph.store.model import Result
from graph.store.writing import Bounded, boolean, finished, whole_lines

DATASET = BASE + "dataset"
STATE_GRAPH = BASE + "graph/store"
"""Graph in which ``eucn load`` leaves the build id and its date."""

MERGED_GRAPH = BASE + "graph/merged"
"""Graph in which it puts the merge of all others; the default graph of queries, where it is."""

NO_GRAPH = BASE + "graph/none"
"""The name of a graph that is nowhere: what a call names that means an empty dataset."""

PATIENCE = 10
"""How many times the time of a request its answer may take as a whole, as long as bytes come."""

FRESH = 10.0
"""Seconds for which the remote store's build id and list of graphs are believed."""

_STATE = f"""SELECT ?build ?built WHERE {{ GRAPH <{STATE_GRAPH}> {{
  <{DATASET}> <http://purl.org/dc/terms/identifier> ?build ;
    <http://purl.org/dc/terms/modified> ?built }} }}"""
_DIGESTS = f"SELECT ?g WHERE {{ GRAPH <{STATE_GRAPH}> {{ ?g <{BASE}ontology#sha256> ?digest }} }}"
_RESULTS = "application/sparql-results+json"
_TRIPLES = "text/turtle, application/n-triples;q=0.9"
"""Virtuoso has no application/n-triples; N-Triples are Turtle, so one parser reads both."""
_VENDOR_GRAPHS = (
    "http://localuriqaserver/sparql",
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
)
"""Graphs that Virtuoso brings along."""
_VENDOR = ("<bif:", "<sql:", "<java:", "<file:")
"""Function namespaces that reach below SPARQL in some servers (Virtuoso, Jena)."""


_NO_ANSWER = (ValueError, KeyError, TypeError, AttributeError, SyntaxError, RecursionError)


class RemoteStore:
    """An endpoint by its address; read only, guarded like the local store."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self.address = address
        self.seconds = seconds
        self._lock = threading.Lock()
        self._seen = float("-inf")
        self._version = ""
        self._since = datetime.now(UTC).replace(microsecond=0)
        self._built = datetime.now(UTC)
        self._graphs: frozenset[str] = frozenset()
        self._dataset: tuple[Sequence[str], Sequence[str]] = ((), ())

    def patient(self) -> RemoteStore:
        """Return the same store, asked as one who reads all there is: a request may take longer."""
        return RemoteStore(self.address, self.seconds * PATIENCE)

    @property
    def version(self) -> str:
        """Return the build id that ``eucn load`` left, else a hash of what the store says of
        itself.
        """
        self._refresh()
        return self._version

    @property
    def built(self) -> datetime:
        """Return when the loaded graph was built; the moment of opening where nobody left it."""
        self._refresh()
        return self._built

    @property
    def since(self) -> datetime:
        """Return when this build was first seen there."""
        self._refresh()
        return self._since

    def graphs(self) -> frozenset[str]:
        """Return IRIs of the named graphs."""
        self._refresh()
        return self._graphs

    def select(self, query: str) -> list[dict[str, terms.Identifier]]:
        """Return rows as rdflib terms."""
        return terms.rows(json.loads(self.query_bytes(query, "json")))

    def ask(self, query: str) -> bool:
        """Answer of an ASK query."""
        return bool(json.loads(self.query_bytes(query, "json"))["boolean"])

    def construct(self, query: str) -> Graph:
        """Return graph of a CONSTRUCT or DESCRIBE query."""
        return terms.graph(self.query_bytes(query, "nt"))

    def query_bytes(
        self,
        query: str,
        format: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """Return the whole answer, serialised."""
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
        """Return the answer; fetched as JSON or N-Triples, which every server has, and rewritten
        here.
        """
        checked = check(query)
        if formats.offered(checked.form).get(format) is None:
            raise ValueError(f"A {checked.form} query has no {format} answer.")
        error = syntax_error(checked.text)
        if error is not None:
            raise error
        if any(word in query.lower() for word in _VENDOR):
            raise QueryRefused("Vendor-specific functions are refused.")
        default_graphs, named_graphs = self._dataset_of(checked, default_graphs, named_graphs)
        select = checked.form in ("SELECT", "ASK")
        body = self._fetch(
            checked.bare,
            _RESULTS if select else _TRIPLES,
            default_graphs,
            named_graphs,
            seconds,
        )
        with self._garbage():
            if checked.form == "ASK":
                return Result(boolean(_asked(body), format), "ASK", format)
            return self._rewrite(body, checked.form, format, limit)

    def dump(self, graphs: Iterable[str] | None = None) -> bytes:
        """Return N-Quads of the named graphs (of all of them by default)."""
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

    def _dataset_of(
        self, checked: Checked, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Return the graphs to name in a call; only those there are, for some servers fetch others.

        They replace the query's own FROM clauses, which are not sent.
        """
        if not (default_graphs or named_graphs):
            if checked.default is None:
                self._refresh()
                return self._dataset
            default_graphs, named_graphs = checked.default, checked.named or ()
        known = self._graphs_now()
        default = [name for name in default_graphs if name in known]
        named = [name for name in named_graphs if name in known]
        # To name none would mean all of them, in the default graph and, to some, behind GRAPH.
        return default or [NO_GRAPH], named or [NO_GRAPH]

    def _refresh(self) -> None:
        with self._lock:
            if time.monotonic() - self._seen < FRESH:
                return
            before = self._version
            state = self.rows(_STATE)
            known = self.rows(_DIGESTS)
            if state:
                with self._garbage():
                    self._version = state[0]["build"]["value"]
                    self._built = _moment(state[0]["built"]["value"])
            # To list the graphs takes some servers long; a load leaves a note of them.
            listed = known or self.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
            with self._garbage():
                found = {row["g"]["value"] for row in listed}
                for name in found:
                    pyoxigraph.NamedNode(name)  # what is no IRI names no graph
            self._graphs = frozenset(found - {MERGED_GRAPH, STATE_GRAPH, *_VENDOR_GRAPHS})
            if not state:
                self._version = "remote-" + digest(self.address, *sorted(self._graphs))
            if before not in ("", self._version):
                self._since = datetime.now(UTC).replace(microsecond=0)
            self._dataset = self._default_dataset(MERGED_GRAPH in found)
            self._seen = time.monotonic()

    def _default_dataset(self, merged: bool) -> tuple[Sequence[str], Sequence[str]]:
        """Return the graphs to name in a call whose query names none."""
        graphs = sorted(self._graphs)
        if merged:
            return [MERGED_GRAPH], graphs
        union = self._fetch("ASK { ?s ?p ?o }", _RESULTS)
        with self._garbage():
            # Some servers keep the default graph apart: then every graph is named in the call.
            return ((), ()) if _asked(union) else (graphs, graphs)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return rows of a SELECT query of our own, as SPARQL JSON results have them."""
        body = self._fetch(query, _RESULTS)
        with self._garbage():
            found: list[dict[str, Any]] = json.loads(body)["results"]["bindings"]
            if not isinstance(found, list):
                raise ValueError
            return found

    @contextlib.contextmanager
    def _garbage(self) -> Iterator[None]:
        """Turn whatever comes of an answer that is none into one line that says so."""
        try:
            yield
        except _NO_ANSWER as error:
            raise StoreError(
                f"{self.address} did not answer as a SPARQL 1.1 endpoint does; "
                "its answer is broken, or no SPARQL result at all."
            ) from error

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
        wrapper.setReturnFormat(JSON if media == _RESULTS else TURTLE)
        wrapper.addCustomHttpHeader("Accept", media)
        # Relative IRIs mean the same everywhere; a BASE of the query's own comes later and wins.
        wrapper.setQuery(f"BASE <{BASE}>\n{query}")
        # SPARQLWrapper guesses by the first word that could be a form, also one of a comment, and
        # sends a query with "adds" in its comment as an update. What comes here was checked.
        wrapper.queryType = SELECT if media == _RESULTS else CONSTRUCT
        # Whole seconds only: SPARQLWrapper's own check.
        wrapper.setTimeout(max(1, round(seconds or self.seconds)))
        for name in default_graphs:
            wrapper.addParameter("default-graph-uri", name)
        for name in named_graphs:
            wrapper.addParameter("named-graph-uri", name)
        try:
            body = self._whole(wrapper.query().response, seconds or self.seconds)
        except TimeoutError as error:
            raise StoreTimeout(f"{self.address} did not answer in time.") from error
        except SPARQLWrapperException as error:
            if type(error).__name__ == "QueryBadFormed":
                raise QuerySyntaxError(f"{self.address} refused the query.") from error
            says = " ".join(str(error).split())[:300]
            raise StoreError(f"{self.address} answered with an error: {says}") from error
        except HTTPError as error:
            says = " ".join(error.read(300).decode("utf-8", "replace").split())
            raise StoreError(f"{self.address} answered {error.code}: {says}") from error
        except HTTPException as error:
            says = f"{self.address} broke off its answer ({type(error).__name__})."
            raise StoreError(says) from error
        except (URLError, OSError) as error:
            if isinstance(getattr(error, "reason", None), socket.timeout | TimeoutError):
                raise StoreTimeout(f"{self.address} did not answer in time.") from error
            raise StoreError(f"{self.address} cannot be reached: {error}.") from error
        except ValueError as error:
            raise StoreError(f"{self.address} is no address of a store: {error}.") from error
        return body

    def _whole(self, response: Any, seconds: float) -> bytes:
        """Return a body, unless it is without an end: too long, or of a few bytes now and then."""
        end = time.monotonic() + PATIENCE * seconds
        body = bytearray()
        while piece := response.read1(1 << 16):
            body += piece
            if len(body) > MEMORY:
                raise StoreError(f"{self.address} answered with more than {MEMORY >> 20} MB.")
            if time.monotonic() > end:
                raise StoreTimeout(f"{self.address} did not end its answer in time.")
        if response.length:
            raise IncompleteRead(bytes(body), response.length)
        return bytes(body)

    @staticmethod
    def _rewrite(body: bytes, form: str, format: str, limit: int | None) -> Result:
        sink = Bounded(limit)
        if form == "SELECT":
            body = _VIRTUOSO_BOOLEAN.sub(_as_boolean, body)
            parsed = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
            writer = formats.result_writer(format)
            try:
                parsed.serialize(sink, format=writer)  # type: ignore[arg-type]
            except OSError:
                if not sink.full:
                    raise
                raise AnswerTooLong(sink.limit or 0, form, sink.body) from None
            return Result(finished(sink.body, format), form, format)
        found = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE, base_iri=BASE)
        triples = [quad.triple for quad in found]
        if limit is not None and len(body) > limit:
            lines = terms.pretty(triples, "nt")
            raise AnswerTooLong(limit, form, whole_lines(lines[:limit]))
        return Result(terms.pretty(triples, format), form, format)


def _asked(body: bytes) -> bool:
    """Return the answer to an ASK; Virtuoso gives it as a row, whose value is 1 or which is
    missing.
    """
    found = json.loads(body)
    if "boolean" in found:
        return bool(found["boolean"])
    values = [cell["value"] for row in found["results"]["bindings"] for cell in row.values()]
    return values not in ([], ["0"])


_VIRTUOSO_BOOLEAN = re.compile(rb'(XMLSchema#boolean", "value": ")([01])"')
"""Virtuoso 7 says 1 and 0 where the data says true and false."""


def _as_boolean(match: re.Match[bytes]) -> bytes:
    return match[1] + (b"true" if match[2] == b"1" else b"false") + b'"'


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
