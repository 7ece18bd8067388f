"""Lines in order: sorted where they do not fit into memory, and found in a sorted file.

Lines compare byte by byte. The subject of a statement ends where a blank stands, which is less than
any byte of it, so that the order of statements is that of their subjects too.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import BinaryIO

RUN = 1_000_000
"""Lines sorted in memory at a time; what is longer is sorted in runs on disk."""
_SAMPLE = 1000
"""One line in so many is remembered, to know about where the lines of a run are."""


def sorted_lines(lines: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    """Yield the lines sorted, each once; runs that do not fit into memory are merged from disk."""
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        runs = Runs()
        for pending in _some(lines):
            if not runs.files and len(pending) < RUN:
                yield from sorted(set(pending))
                return
            runs.add(pending, Path(aside) / f"{len(runs.files):06}")
        yield from runs.merged()


@dataclass
class Runs:
    """Sorted files, whose lines together are to be read in order."""

    files: list[Path] = field(default_factory=list)
    sample: list[bytes] = field(default_factory=list)
    """Some of the lines, to know about where the others are."""

    @classmethod
    def of(cls, lines: Iterable[bytes], name: Path) -> Runs:
        """Sort lines into files whose names begin with ``name``."""
        made = cls()
        for some in _some(lines):
            made.add(some, name.parent / f"{name.name}.{len(made.files)}")
        return made

    def add(self, lines: list[bytes], path: Path) -> None:
        """Sort some lines, and write them to a file."""
        lines.sort()
        with path.open("wb", buffering=1 << 20) as out:
            out.writelines(lines)
        self.files.append(path)
        self.sample += lines[::_SAMPLE]

    def extend(self, other: Runs) -> None:
        """Take the files of another as well."""
        self.files += other.files
        self.sample += other.sample

    def merged(self, first: bytes = b"", after: bytes = b"") -> Iterator[bytes]:
        """Yield the lines from ``first`` on and before ``after`` sorted, each once; empty: all.

        Merged stretch by stretch: those of all files that lie between the same two lines are sorted
        together in memory. The sort knows runs, and takes a quarter of the time of a merge line by
        line.
        """
        with ExitStack() as open_files:
            runs = [open_files.enter_context(run.open("rb", 1 << 20)) for run in self.files]
            # A quarter of a run each, so that no more lines are held than while a run was sorted.
            step = max(1, RUN // _SAMPLE // 4)
            inside = (one for one in sorted(self.sample)[step::step] if first < one)
            inner = (one for one in inside if not after or one < after)
            for begin, end in pairwise([first, *dict.fromkeys(inner), after]):
                stretch: list[bytes] = []
                for run in runs:
                    start, stop = _stretch(run, begin, end)
                    run.seek(start)
                    stretch += run.read(stop - start).splitlines(keepends=True)
                yield from sorted(set(stretch))


def _some(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield as many lines as are sorted in memory at a time."""
    rest = iter(lines)
    while some := list(islice(rest, RUN)):
        yield some


def within(lines: BinaryIO, first: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of a sorted file from ``first`` on and before ``after``; empty: to the end.

    Both may be beginnings of lines.
    """
    return between(lines, *_stretch(lines, first, after))


def between(lines: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    """Yield the lines that begin from one place of a file on and before another, in bytes."""
    lines.seek(begin)
    for line in lines:
        if begin >= end:
            return
        begin += len(line)
        yield line


def _stretch(lines: BinaryIO, first: bytes, after: bytes) -> tuple[int, int]:
    end = place(lines, after) if after else lines.seek(0, os.SEEK_END)
    return place(lines, first), end


def place(lines: BinaryIO, wanted: bytes) -> int:
    """Return where the first line that is not before ``wanted`` begins in a sorted file."""
    if not wanted:
        return 0
    low, high = 0, lines.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        lines.seek(max(0, middle - 1))
        if middle:
            lines.readline()  # the rest of the line before
        start = lines.tell()
        line = lines.readline()
        if not line or line >= wanted:
            high = middle
        else:
            low = start + len(line)
    return low
