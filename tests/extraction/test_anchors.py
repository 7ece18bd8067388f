"""Passages of a changed document: moved, altered, vanished."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.extraction.anchors import anchored
from graph.records.model import Record
from graph.records.text import Span

OLD = (
    "Ghent began. HARBOUR began in March 2021. Ghent leads. It got 2 million euros. "
    "The end is open.\n"
)
NEW = "A new first line. Ghent began. HARBOUR began in April 2021. Nothing. Ghent leads.\n"


def record(*quotes: str) -> Record:
    made = Record(Path("x.yaml"), "document/x", "en")
    for quote in quotes:
        start = OLD.index(quote)
        digest = hashlib.sha256(quote.encode()).hexdigest()
        made.passages[Span(start, start + len(quote))] = digest
    return made


def outcomes(old: str | None, *quotes: str) -> dict[str, tuple[str, str]]:
    found = anchored(record(*quotes), NEW, old)
    return {OLD[a.old.start : a.old.end]: (a.outcome, a.after) for a in found}


def test_told_apart_with_the_old_text() -> None:
    assert outcomes(
        OLD, "HARBOUR began in March 2021", "Ghent leads", "It got 2 million euros"
    ) == {
        "HARBOUR began in March 2021": ("altered", "HARBOUR began in April 2021"),
        "Ghent leads": ("moved", "Ghent leads"),
        "It got 2 million euros": ("vanished", ""),
    }


def test_by_context_where_words_repeat() -> None:
    made = Record(Path("x.yaml"), "document/x", "en")
    start = OLD.index("Ghent leads")
    made.passages[Span(start, start + 5)] = hashlib.sha256(b"Ghent").hexdigest()
    (found,) = anchored(made, NEW, OLD)
    assert found.outcome == "moved"
    assert found.new is not None
    assert NEW[found.new.start :].startswith("Ghent leads")


def test_by_digest_without_the_old_text() -> None:
    assert outcomes(None, "HARBOUR began in March 2021", "Ghent leads") == {
        "HARBOUR began in March 2021": ("vanished", ""),
        "Ghent leads": ("moved", "Ghent leads"),
    }
