"""The embedded store: Oxigraph in this process, filled from a version folder."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph
from rdflib import Graph

from graph.store import formats, terms
from graph.store.engines import Answer, Engines, in_memory, on_disk
from graph.store.errors import AnswerTooLong, GraphUnknown, QuerySyntaxError, StoreError
from graph.store.guard import Checked, check, from_engine
from graph.store.layers import LAYERS, layers_of
from graph.store.layout import DATA, INDEX, Manifest, read_manifest, version_folder
from graph.store.model import Result
from graph.store.writing import Bounded, boolean, finished, whole_lines

_UNKNOWN = re.compile(r"custom function (<[^>]*>) is not supported")


class LocalStore:
    """A version folder, held in memory (the default) or read from its on-disk index."""

    def __init__(
        self,
        engines: Engines,
        manifest: Manifest,
        since: datetime | None = None,
        folder: Path | None = None,
    ) -> None:
        self._engines = engines
        self._folder = folder
        self.manifest = manifest
        self.since = since or manifest.moment
        self._graphs = frozenset(
            graph.value
            for graph in engines.named.named_graphs()
            if isinstance(graph, pyoxigraph.NamedNode)
        )

    @classmethod
    def open(cls, path: Path, disk: bool = False) -> LocalStore:
        """Open the current version at ``path``.

        ``disk`` reads the index on disk instead of loading into memory: slower to answer, but
        hardly anything is held. Raises StoreMissing, StoreError.
        """
        folder = version_folder(path)
        manifest = read_manifest(folder)
        try:
            # The link is made anew with every swap, and with one back to an older build too.
            since = datetime.fromtimestamp(int(path.lstat().st_mtime), UTC)
            if disk:
                return cls(on_disk(folder / INDEX), manifest, since, folder)
            engines = in_memory(folder / DATA, manifest.sha256, folder / INDEX)
            return cls(engines, manifest, since, folder)
        except (OSError, SyntaxError) as error:
            raise StoreError(
                f"The store in {folder} cannot be read ({error}): run `eucn build`."
            ) from error

    @property
    def version(self) -> str:
        """Return the build id."""
        return self.manifest.build

    @property
    def built(self) -> datetime:
        """Return when the graph was built."""
        return self.manifest.moment

    @property
    def folder(self) -> Path | None:
        """Return the folder of the version, None where it was made of engines alone."""
        return self._folder

    def graphs(self) -> frozenset[str]:
        """Return IRIs of the named graphs."""
        return self._graphs

    def layer_folder(self, name: str) -> Path | None:
        """Return the folder of a layer of this version; None where it has none of that name."""
        if self._folder is None:
            return None
        found = next((one for one in layers_of(self.manifest) if one.name == name), None)
        return self._folder.parent / LAYERS / found.folder if found else None

    def select(self, query: str) -> list[dict[str, terms.Identifier]]:
        """Return rows as rdflib terms.

        By way of the JSON serialiser, which lets other threads run; reading rows one by one
        beside a busy thread is a hundred times slower.
        """
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
        """Return the answer; ``seconds`` cannot be kept here. Raises AnswerTooLong."""
        try:
            return self._answer(check(query), format, default_graphs, named_graphs, limit)
        except BaseException as error:
            # A panic of the engine's comes as an exception that is no ``Exception``, and would end
            # the process; it has no class that could be named.
            if type(error).__name__ == "PanicException":
                raise StoreError(f"The engine failed on this query: {error}") from None
            raise

    def _answer(
        self,
        checked: Checked,
        format: str,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        limit: int | None,
    ) -> Result:
        if formats.offered(checked.form).get(format) is None:
            raise ValueError(f"A {checked.form} query has no {format} answer.")
        answer = self._run(checked, default_graphs, named_graphs)
        if isinstance(answer, pyoxigraph.QueryBoolean):
            body = boolean(bool(answer), format)
            return Result(body, checked.form, format)
        sink = Bounded(limit)
        if isinstance(answer, pyoxigraph.QueryTriples):
            return self._graph(checked, answer, format, sink)
        try:
            answer.serialize(sink, format=formats.result_writer(format))  # type: ignore[arg-type]
        except OSError as error:
            if not sink.full:
                raise StoreError(f"The query ended with an error: {error}") from error
            raise AnswerTooLong(sink.limit or 0, checked.form, sink.body) from None
        return Result(finished(sink.body, format), checked.form, format)

    def dump(self, graphs: Iterable[str] | None = None) -> bytes:
        """Return N-Quads of the named graphs (of all of them by default)."""
        out = io.BytesIO()
        for name in sorted(self._graphs if graphs is None else graphs):
            node = pyoxigraph.NamedNode(name)
            quads = self._engines.named.quads_for_pattern(None, None, None, node)
            pyoxigraph.serialize(quads, out, format=pyoxigraph.RdfFormat.N_QUADS)
        return out.getvalue()

    def _run(
        self, checked: Checked, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> Answer:
        for name in checked.unknown(default_graphs, named_graphs, self._graphs):
            # A graph that is not here is an empty one; nothing is fetched.
            try:
                pyoxigraph.NamedNode(name)
            except ValueError:
                raise GraphUnknown(f"<{name[:200]}> is no IRI, so it names no graph.") from None
        try:
            return self._engines.run(checked, default_graphs, named_graphs)
        except SyntaxError as error:
            raise from_engine(error, checked.text) from None
        except (OSError, RuntimeError, ValueError) as error:
            if unknown := _UNKNOWN.search(str(error)):
                raise QuerySyntaxError(f"There is no function {unknown[1]} here.") from None
            raise StoreError(f"The query ended with an error: {error}") from error

    @staticmethod
    def _graph(
        checked: Checked, answer: pyoxigraph.QueryTriples, format: str, sink: Bounded
    ) -> Result:
        if format in ("turtle", "trig", "rdfxml", "jsonld") or sink.limit is not None:
            first = "nt"  # can be cut anywhere, and rewritten with prefixes and no duplicates
        else:
            first = format
        try:
            answer.serialize(sink, format=formats.graph_writer(first))  # type: ignore[arg-type]
        except OSError as error:
            if not sink.full:
                raise StoreError(f"The query ended with an error: {error}") from error
            raise AnswerTooLong(sink.limit or 0, checked.form, whole_lines(sink.body)) from None
        body = sink.body
        if format not in ("nt", "nq"):
            parsed = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)
            body = terms.pretty((quad.triple for quad in parsed), format)
        return Result(body, checked.form, format)
