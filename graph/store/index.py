"""The index on disk that ``engines.on_disk`` reads: made anew, or the last one brought up to date.

The index holds the named graphs, and their merge as default graph beside them: on disk the default
graph has indexes of its own, so one copy serves both kinds of query. Beside a million statements
that stay, a changed record is some hundreds of statements: the files of the last index are shared
(links to what never changes) and the difference is applied.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_GRAPH_NAME = re.compile(rb" <[^<>]*> \.$", re.MULTILINE)
_CHUNK = 8 << 20


class WithoutGraphs(io.RawIOBase):
    """The N-Quads of a file as N-Triples, read as a stream."""

    def __init__(self, data: Path) -> None:
        self._source = data.open("rb")
        self._ready = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer (the protocol of ``io.RawIOBase``)."""
        if not self._ready:
            chunk = self._source.read(_CHUNK) + self._source.readline()
            self._ready = _GRAPH_NAME.sub(b" .", chunk)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        """Close the file as well."""
        self._source.close()
        super().close()


def write_index(data: Path, folder: Path) -> None:
    """Make an index of an N-Quads file. Raises OSError, SyntaxError for what is not N-Quads."""
    engine = pyoxigraph.Store(str(folder))
    engine.bulk_load(path=str(data), format=RdfFormat.N_QUADS)
    with WithoutGraphs(data) as triples:
        engine.bulk_load(io.BufferedReader(triples, _CHUNK), format=RdfFormat.N_TRIPLES)
    engine.flush()
    engine.optimize()


def update_index(old: Path, folder: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    """Make the index ``folder`` of the index ``old`` and of lines that went and came.

    ``old`` stays as it is, also for those who read it. Raises OSError where it is no index.
    """
    pyoxigraph.Store.read_only(str(old)).backup(str(folder))
    engine = pyoxigraph.Store(str(folder))
    gone = list(_quads(removed))
    for quad in gone:
        engine.remove(quad)
    for quad in gone:
        triple = (quad.subject, quad.predicate, quad.object)
        if all(
            isinstance(found.graph_name, DefaultGraph)
            for found in engine.quads_for_pattern(*triple, None)
        ):
            engine.remove(Quad(*triple, DefaultGraph()))
    new = list(_quads(added))
    engine.extend(new)
    engine.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in new)
    engine.flush()


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    yield from pyoxigraph.parse(b"".join(lines), format=RdfFormat.N_QUADS)


def difference(old: Path | None, new: Path | None) -> tuple[list[bytes], list[bytes]]:
    """Return lines that only one of two sorted files has: those that went, those that came."""
    went: list[bytes] = []
    came: list[bytes] = []
    with io.BytesIO() as none:
        left = old.open("rb") if old else none
        right = new.open("rb") if new else none
        with left, right:
            a, b = left.readline() if old else b"", right.readline() if new else b""
            while a or b:
                if a == b:
                    a, b = left.readline(), right.readline()
                elif not b or (a and a < b):
                    went.append(a)
                    a = left.readline()
                else:
                    came.append(b)
                    b = right.readline()
    return went, came
