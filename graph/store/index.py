"""The index on disk that ``engines.on_disk`` reads: made anew, or the last one brought up to date.

The index holds the named graphs, and their merge as default graph beside them: on disk the default
graph has indexes of its own, so one copy serves both kinds of query. Beside a million statements
that stay, a changed record is some hundreds of statements: the files of the last index are shared
(links to what never changes) and the difference is applied.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat

from graph.processes import Begun, processors

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_CHUNK = 8 << 20
_STRETCH = 12 << 20
"""Bytes loaded together. They are sorted once for each order of the statements: what fits into the
caches of a processor takes a third less."""
_STRETCHES = 400
"""At most so many: each makes a file for each order, and a merge has all files of one open."""
_MERGED_AT_ONCE = 160 << 20
"""Bytes loaded together where the engine merges what it has after every second time."""
_LARGE = 256 << 20
"""Bytes from which on the index is made in a process of its own, whose memory is free afterwards:
what the engine has used once, it keeps."""


class Stretch(io.RawIOBase):
    """The lines of an N-Quads file between two places, read as a stream."""

    def __init__(self, data: Path, begin: int, end: int) -> None:
        self._source = data.open("rb")
        self._source.seek(begin)
        self._left = end - begin
        self._ready = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer (the protocol of ``io.RawIOBase``)."""
        if not self._ready and self._left > 0:
            chunk = self._source.read(min(_CHUNK, self._left))
            if len(chunk) < self._left:
                chunk += self._source.readline()
            self._left -= len(chunk)
            self._ready = self._told(chunk)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _told(self, chunk: bytes) -> bytes:
        return chunk

    def close(self) -> None:
        """Close the file as well."""
        self._source.close()
        super().close()


class WithoutGraphs(Stretch):
    """The same as N-Triples; by default of the whole file."""

    def __init__(self, data: Path, begin: int = 0, end: int | None = None) -> None:
        super().__init__(data, begin, data.stat().st_size if end is None else end)

    def _told(self, chunk: bytes) -> bytes:
        lines = chunk.split(b"\n")
        if not lines[-1]:
            lines.pop()
        return b" .\n".join([*(line[: line.rfind(b" <")] for line in lines), b""])


def write_index(data: Path, folder: Path, beside: bool = False) -> None:
    """Make an index of an N-Quads file.

    ``beside`` says that other work runs meanwhile, so that one processor is enough; else all are
    used. Raises OSError, SyntaxError for what is not N-Quads.
    """
    workers = 1 if beside else processors()
    if data.stat().st_size < _LARGE:
        _write(data, folder, workers)
        return
    write = partial(_write, data, folder, workers, merged_late=True)
    with Begun(write, "writing the index", fresh=True) as writing:
        writing.result()


def _write(data: Path, folder: Path, workers: int, merged_late: bool = False) -> None:
    """Write the index; ``merged_late`` merges what was loaded once and not again and again.

    The engine merges the files of every second stretch into all before them, which takes as long
    as loading them. It merges one order of the statements at a time, so that one processor does it:
    those of the named graphs while the default graph is loaded, and the rest at the end.
    """
    engine = pyoxigraph.Store(str(folder))
    if merged_late:
        _merging(rarely=True)

    def load(kind: type[Stretch], begin: int, end: int) -> None:
        triples = kind is WithoutGraphs
        with kind(data, begin, end) as lines:
            engine.bulk_load(
                io.BufferedReader(lines, _CHUNK),
                RdfFormat.N_TRIPLES if triples else RdfFormat.N_QUADS,
                # What was read once as N-Quads needs no second look.
                lenient=triples,
            )

    stretches = list(_stretches(data, _STRETCH if merged_late else _MERGED_AT_ONCE))
    with ThreadPoolExecutor(workers) as pool:
        for kind in (Stretch, WithoutGraphs):
            list(pool.map(partial(load, kind), *zip(*stretches, strict=True)))
            if merged_late:
                _merging(rarely=False)
    engine.flush()
    engine.optimize()


_MERGES = "rocksdb:low"
"""The name of the engine's threads that merge files."""


def _merging(rarely: bool) -> None:
    """Have the engine merge its files only where a processor has nothing else to do, or as usual
    (Linux).
    """
    if sys.platform != "linux":
        return
    policy = os.SCHED_IDLE if rarely else os.SCHED_OTHER
    for thread in Path("/proc/self/task").glob("*"):
        with contextlib.suppress(OSError):
            if (thread / "comm").read_text().strip() == _MERGES:
                os.sched_setscheduler(int(thread.name), policy, os.sched_param(0))


def _stretches(data: Path, size: int) -> Iterator[tuple[int, int]]:
    """Yield where the lines that are loaded together begin and end, in bytes."""
    whole = data.stat().st_size
    size = max(size, whole // _STRETCHES)
    begin = 0
    with data.open("rb") as stream:
        while begin < whole:
            stream.seek(min(begin + size, whole))
            stream.readline()
            end = stream.tell()
            yield begin, end
            begin = end


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
