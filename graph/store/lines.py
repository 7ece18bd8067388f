"""Lines in order: sorted where they do not fit into memory, and found in a sorted file.

Lines compare byte by byte. The subject of a statement ends where a blank stands, which is less than
any byte of it, so that the order of statements is that of their subjects too.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

RUN = 1_000_000
"""Lines sorted in memory at a time; what is longer is sorted in runs on disk."""
_SAMPLE = 1000
"""One line in so many is remembered, to know about where the lines of a run are."""


def sorted_lines(lines: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    """Yield the lines sorted, each once; runs that do not fit into memory are merged from disk."""
    with tempfile.TemporaryDirectory(dir=folder) as aside, ExitStack() as open_files:
        runs: list[Path] = []
        sample: list[bytes] = []
        pending: list[bytes] = []
        for line in lines:
            pending.append(line)
            if len(pending) >= RUN:
                runs.append(_run(pending, Path(aside), len(runs)))
                sample += pending[::_SAMPLE]
                pending = []
        if not runs:
            yield from sorted(set(pending))
            return
        runs.append(_run(pending, Path(aside), len(runs)))
        sample += pending[::_SAMPLE]
        del pending
        files = [open_files.enter_context(run.open("rb", buffering=1 << 20)) for run in runs]
        yield from _merged(files, sample)


def _run(lines: list[bytes], folder: Path, number: int) -> Path:
    path = folder / f"{number:06}"
    lines.sort()
    with path.open("wb", buffering=1 << 20) as out:
        out.writelines(lines)
    return path


def _merged(runs: list[BinaryIO], sample: list[bytes]) -> Iterator[bytes]:
    """Merge sorted files stretch by stretch.

    Stretches of all runs that lie between the same two lines are sorted together in memory: the
    sort knows runs, and takes a quarter of the time of a merge line by line.
    """
    sample.sort()
    # A quarter of a run each, so that no more lines are held than while a run was sorted.
    step = max(1, RUN // _SAMPLE // 4)
    borders = [b"", *dict.fromkeys(sample[step::step]), b""]
    for first, after in pairwise(borders):
        stretch: list[bytes] = []
        for run in runs:
            begin, end = _stretch(run, first, after)
            run.seek(begin)
            stretch += run.read(end - begin).splitlines(keepends=True)
        yield from sorted(set(stretch))


def within(lines: BinaryIO, first: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of a sorted file from ``first`` on and before ``after``; empty: to the end.

    Both may be beginnings of lines.
    """
    begin, end = _stretch(lines, first, after)
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
