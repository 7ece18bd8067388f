"""Fill a store somewhere else with a built graph.

A remote store is filled graph by graph, by the SPARQL 1.1 Graph Store Protocol (PUT, then POST for
what is too long for one request) or by SPARQL 1.1 Update in batches. Each graph's digest is noted
in the store when the graph is whole, so a load that broke off goes on where it was, and one that
is repeated changes nothing. Beside the named graphs a merge of them is loaded, in which each
statement stands once: it is the default graph of the queries (see ``graph.store.engines``).
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat
from SPARQLWrapper import BASIC, DIGEST, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.iris import BASE
from graph.store.errors import StoreError
from graph.store.layout import MANIFEST, read_manifest
from graph.store.remote import DATASET, MERGED_GRAPH, STATE_GRAPH, RemoteStore

DCT = "http://purl.org/dc/terms/"
DIGEST_OF = BASE + "ontology#sha256"
GENID = BASE + ".well-known/genid/"
CHUNK = 4 << 20
"""Bytes of N-Triples in one request by the Graph Store Protocol."""
BATCH = 250
"""Statements in one INSERT DATA: Virtuoso compiles them to SQL and refuses some thousands."""
_SECONDS = 300

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Target:
    """Where and how to write.

    ``graph_store`` is the address of the Graph Store Protocol and wins; else ``update`` takes
    SPARQL Update. ``digest`` chooses Digest authentication instead of Basic.
    """

    query: str
    update: str = ""
    graph_store: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    digest: bool = False


@dataclass
class Loaded:
    """What a load did: graphs written, left as they were, and removed; statements written."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    statements: int = 0


def read(path: Path, graph: str | None = None) -> dict[str, list[bytes]]:
    """Return statements of an RDF file as sorted N-Triples lines, by named graph.

    Statements outside a named graph go into ``graph``; blank nodes become IRIs, so that they are
    the same in every request. Raises StoreError for what is not RDF or has no place to go.
    """
    format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format is None:
        raise StoreError(f"{path}: no RDF syntax is known by the suffix '{path.suffix}'.")
    lines: dict[str, set[bytes]] = {}
    mark = hashlib.sha256(str(path.name).encode()).hexdigest()[:8]
    if graph is not None:
        try:
            NamedNode(graph)
        except ValueError as error:
            raise StoreError(
                f"--graph '{graph}': {error}; a graph is named by an IRI such as "
                "https://example.org/graph."
            ) from error
    try:
        for quad in pyoxigraph.parse(path=str(path), format=format, base_iri=BASE):
            name = quad.graph_name
            if isinstance(name, NamedNode):
                into = name.value
            elif graph is not None:
                into = graph
            else:
                raise StoreError(f"{path}: some statements are in no graph; name one with --graph.")
            lines.setdefault(into, set()).add(_line(quad, mark))
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: {error}") from error
    return {name: sorted(found) for name, found in sorted(lines.items())}


def nquads(graphs: dict[str, list[bytes]]) -> bytes:
    """Return the statements as sorted N-Quads, the form that ``graph.store.versions`` takes."""
    lines = [
        line[:-3] + f" <{name}> .\n".encode() for name, found in graphs.items() for line in found
    ]
    return b"".join(sorted(lines))


def fill(
    target: Target,
    graphs: dict[str, list[bytes]],
    build: str,
    built: date,
    progress: Progress = lambda text: None,
    beside: bool = False,
) -> Loaded:
    """Make the remote store hold these graphs, and no others that an earlier load left there.

    ``beside`` leaves the other graphs alone and adds to the merged graph: what a replaced graph
    said before stays in the merged one until the whole is loaded again, which is noted, so that
    the next load writes it anew.
    """
    writer: _Writer = _ByGraphStore(target) if target.graph_store else _ByUpdate(target)
    known = _digests(target)
    done = Loaded()
    merged = sorted({line for found in graphs.values() for line in found})
    wanted = graphs if beside else {**graphs, MERGED_GRAPH: merged}
    state = dict(known)
    if beside:
        progress(f"{MERGED_GRAPH}: {len(merged):,} statements more")
        if state.pop(MERGED_GRAPH, None) is not None:
            writer.replace(STATE_GRAPH, _state(state))
        writer.add(MERGED_GRAPH, merged)
    for name, lines in wanted.items():
        digest = hashlib.sha256(b"".join(lines)).hexdigest()
        if known.get(name) == digest:
            done.unchanged += 1
            continue
        progress(f"{name}: {len(lines):,} statements")
        if state.pop(name, None) is not None:
            writer.replace(STATE_GRAPH, _state(state))
        writer.replace(name, lines)
        state[name] = digest
        writer.replace(STATE_GRAPH, _state(state))
        done.written += 1
        done.statements += len(lines)
    for name in () if beside else known.keys() - wanted.keys():
        writer.replace(name, [])
        state.pop(name, None)
        done.removed += 1
    writer.replace(STATE_GRAPH, _state(state, build, built))
    return done


def load_file(
    file: Path,
    store: str,
    graph: str | None = None,
    progress: Progress = lambda text: None,
    *,
    graph_store: str = "",
    update: str = "",
    user: str = "",
    digest: bool = False,
    beside: bool = False,
) -> str:
    """Load a file into the store at an address; says what was done.

    ``beside`` leaves the other graphs of a store elsewhere alone. The password is read from
    EUCN_STORE_PASSWORD. Raises StoreError.
    """
    progress(f"reading {file}")
    graphs = read(file, graph)
    password = os.environ.get("EUCN_STORE_PASSWORD", "")
    target = Target(store, update, graph_store, user, password, digest)
    manifest = file.resolve().with_name(MANIFEST)
    if manifest.is_file():
        found = read_manifest(manifest.parent)
        build, built = found.build, found.moment.date()
    else:
        build = hashlib.sha256(nquads(graphs)).hexdigest()[:16]
        built = datetime.now(UTC).date()
    done = fill(target, graphs, build, built, progress, beside)
    return (
        f"{store}: {done.written} graphs written ({done.statements:,} statements), "
        f"{done.unchanged} unchanged, {done.removed} removed; build {build}"
    )


def _line(quad: Quad, mark: str) -> bytes:
    subject, value = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = NamedNode(f"{GENID}{mark}-{subject.value}")
    if isinstance(value, BlankNode):
        value = NamedNode(f"{GENID}{mark}-{value.value}")
    return f"{subject} {quad.predicate} {value} .\n".encode()


def _digests(target: Target) -> dict[str, str]:
    store = RemoteStore(target.query)
    rows = store.rows(f"SELECT ?g ?d WHERE {{ GRAPH <{STATE_GRAPH}> {{ ?g <{DIGEST_OF}> ?d }} }}")
    return {row["g"]["value"]: row["d"]["value"] for row in rows}


def _state(digests: dict[str, str], build: str = "", built: date | None = None) -> list[bytes]:
    lines = [f'<{name}> <{DIGEST_OF}> "{digest}" .\n' for name, digest in digests.items()]
    if build and built is not None:
        day = f'"{built.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'
        lines.append(f'<{DATASET}> <{DCT}identifier> "{build}" .\n')
        lines.append(f"<{DATASET}> <{DCT}modified> {day} .\n")
    return sorted(line.encode() for line in lines)


class _Writer:
    def replace(self, graph: str, lines: list[bytes]) -> None:
        """Make a graph hold just these lines."""
        raise NotImplementedError

    def add(self, graph: str, lines: list[bytes]) -> None:
        """Add lines to a graph."""
        raise NotImplementedError


class _ByGraphStore(_Writer):
    """SPARQL 1.1 Graph Store HTTP Protocol: PUT replaces (5.3), POST adds (5.5)."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.address = target.graph_store
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, target.graph_store, target.user, target.password)
        self.digest = urllib.request.HTTPDigestAuthHandler(passwords)
        self.challenge: dict[str, str] = {}

    def replace(self, graph: str, lines: list[bytes]) -> None:
        if not lines:
            self._send("DELETE", graph, None)
            return
        for number, body in enumerate(_chunks(lines, CHUNK)):
            self._send("POST" if number else "PUT", graph, body)

    def add(self, graph: str, lines: list[bytes]) -> None:
        for body in _chunks(lines, CHUNK):
            self._send("POST", graph, body)

    def _send(self, method: str, graph: str, body: bytes | None, again: bool = True) -> None:
        request = self._request(method, graph, body)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            if method == "DELETE" and error.code == 404:
                return
            if error.code == 401 and again and self.target.digest:
                self.challenge = {}  # the nonce was used up
                self._send(method, graph, body, again=False)
                return
            says = error.read(300).decode("utf-8", "replace").strip()
            raise StoreError(f"{self.address} answered {error.code}: {says}") from error
        except (urllib.error.URLError, OSError) as error:
            raise StoreError(f"{self.address} cannot be reached: {error}.") from error

    def _request(self, method: str, graph: str, body: bytes | None) -> urllib.request.Request:
        join = "&" if "?" in self.address else "?"
        request = urllib.request.Request(
            f"{self.address}{join}graph={quote(graph, safe='')}", data=body, method=method
        )
        # Virtuoso knows N-Triples only as Turtle, of which they are a part.
        request.add_header("Content-Type", "text/turtle")
        if not self.target.user:
            return request
        if self.target.digest:
            self.challenge = self.challenge or self._ask_challenge(request.full_url)
            answer = self.digest.get_authorization(request, self.challenge)
            request.add_header("Authorization", f"Digest {answer}")
        else:
            pair = f"{self.target.user}:{self.target.password}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
        return request

    @staticmethod
    def _ask_challenge(address: str) -> dict[str, str]:
        """Return the server's challenge, asked for without a body.

        A server that wants Digest authentication closes the connection on a long body that comes
        without it, before its answer can be read.
        """
        probe = urllib.request.Request(address, data=b"", method="PUT")
        try:
            with urllib.request.urlopen(probe, timeout=_SECONDS):
                return {}
        except urllib.error.HTTPError as error:
            header = error.headers.get("WWW-Authenticate", "")
        except (urllib.error.URLError, OSError) as error:
            raise StoreError(f"{address} cannot be reached: {error}.") from error
        items = urllib.request.parse_http_list(header.removeprefix("Digest ").strip())
        return dict(urllib.request.parse_keqv_list(items))


class _ByUpdate(_Writer):
    """SPARQL 1.1 Update: DROP, then INSERT DATA in batches."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def replace(self, graph: str, lines: list[bytes]) -> None:
        self._update(f"DROP SILENT GRAPH <{graph}>")
        self.add(graph, lines)

    def add(self, graph: str, lines: list[bytes]) -> None:
        for start in range(0, len(lines), BATCH):
            data = b"".join(lines[start : start + BATCH]).decode()
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data}}} }}")

    def _update(self, text: str) -> None:
        address = self.target.update or self.target.query
        wrapper = SPARQLWrapper(self.target.query, updateEndpoint=address, agent="eucn")
        wrapper.setMethod(POST)
        wrapper.setTimeout(_SECONDS)
        if self.target.user:
            wrapper.setHTTPAuth(DIGEST if self.target.digest else BASIC)
            wrapper.setCredentials(self.target.user, self.target.password)
        wrapper.setQuery(text)
        try:
            wrapper.query().response.read()
        except (SPARQLWrapperException, urllib.error.URLError, OSError) as error:
            says = " ".join(str(error).split())[:300]
            raise StoreError(f"{address} did not take the update: {says}") from error


def _chunks(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    chunk = io.BytesIO()
    for line in lines:
        if chunk.tell() + len(line) > size and chunk.tell():
            yield chunk.getvalue()
            chunk = io.BytesIO()
        chunk.write(line)
    yield chunk.getvalue()
