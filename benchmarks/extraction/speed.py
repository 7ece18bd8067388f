"""Time and memory of long texts: ``python -m benchmarks.extraction.speed [--pages 300]``.

A text of 55,000 characters, and a PDF whose pages hold the texts of the golds that rules were made
with, one page in ten in two columns. Processor time is told beside the clock: it is the same on a
busy machine. The fourth gold is not read.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import tempfile
import textwrap
import time
from pathlib import Path

from benchmarks.extraction.gold import FOLDERS, load
from benchmarks.extraction.pdf_maker import Line, make_pdf
from graph.extraction.documents import read
from graph.extraction.extract import extract

LINES = 50
"""Lines on a page: with 95 characters each the page of a report."""


def body(languages: tuple[str, ...] = ("en", "de", "fr", "it", "es")) -> list[str]:
    """The texts of the golds, paragraph by paragraph."""
    documents = [d for folder in FOLDERS.values() for d in load(None, folder)]
    return [
        p for d in documents if d.language in languages for p in d.text.split("\n") if p.strip()
    ]


def pages(count: int) -> list[list[Line]]:
    """Pages of a report; every tenth has two columns."""
    paragraphs = itertools.cycle(body())
    made: list[list[Line]] = []
    for number in range(count):
        columns = number % 10 == 9
        lines: list[str] = []
        while len(lines) < LINES * (2 if columns else 1):
            lines += [*textwrap.wrap(next(paragraphs), 44 if columns else 95), ""]
        page = [(50, 780 - 14 * at, line) for at, line in enumerate(lines[:LINES]) if line]
        if columns:
            page += [
                (310, 780 - 14 * at, line) for at, line in enumerate(lines[LINES:][:LINES]) if line
            ]
        made.append(page)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    chosen = parser.parse_args()
    text = "\n\n".join(itertools.islice(itertools.cycle(body(("en",))), 400))[:55_000]
    extract(text[:3000])  # what is made once: patterns and word lists
    for name in ("55,000 characters, English", "the same again"):
        clock, work = time.perf_counter(), time.process_time()
        found = extract(text)
        print(f"{name}: {time.process_time() - work:.1f} s of processor time, "
              f"{time.perf_counter() - clock:.1f} s by the clock, {len(found.candidates)} candidates")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(make_pdf(pages(chosen.pages)))
        told: list[str] = []
        clock, work = time.perf_counter(), time.process_time()
        document = read(path, told.append)
        read_in = time.process_time() - work
        found = extract(document.text, document.language)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{chosen.pages} pages, {len(document.text):,} characters: {time.process_time() - work:.1f} s of processor "
        f"time ({read_in:.1f} s of it reading the PDF), {time.perf_counter() - clock:.1f} s by the clock, "
        f"peak {peak:.0f} MB, {len(told)} messages of progress, {len(found.candidates)} candidates"
    )


if __name__ == "__main__":
    main()
