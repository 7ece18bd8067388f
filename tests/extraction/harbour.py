"""A text about two ports and a project, and its review, for tests of what reviews write."""

from __future__ import annotations

from pathlib import Path

from graph.extraction.documents import read
from graph.extraction.matching import Known
from graph.extraction.review import Review
from graph.records.schema import load_schema

TEXT = (
    "The HARBOUR project is coordinated by the Port of Ghent (Belgium). It began in March 2021.\n"
    "Ningbo Port Group is a partner of HARBOUR. The budget is 2 million euros.\n"
)
SCHEMA = load_schema()


def opened(folder: Path) -> Review:
    return Review.open(read(folder / "harbour.txt"), SCHEMA, Known(None, folder), folder)
