"""What the extractor reads, for the check of records: it bears what the rules find."""

from __future__ import annotations

from graph.extraction.activity_words import ordinals_in
from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.near_days import told_days
from graph.records.evidence import Readings
from graph.records.text import Span


def _number(key: str, number: float, passage: str) -> bool:
    if key == "ordinal":
        return number in ordinals_in(passage)
    sums = {float(amount.value) for amount in find_amounts(passage)}
    return number in sums | {float(count) for _, _, count in find_counts(passage)}


def _day(value: str, text: str, spans: list[Span]) -> bool:
    """Return whether places give a day that none of them names: "on the second day"."""
    days = told_days(text, [(span.start, span.end) for span in spans])
    return any(day == value or day.startswith(value + "-") for day in days)


READINGS = Readings(_number, _day)
