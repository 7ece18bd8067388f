"""A document that has changed: where its passages stand now, and which are gone.

A passage is found again by its words and, where these occur more than once, by what stands
around them. Three outcomes are told apart: it moved (same words elsewhere), it was altered
(nearly the same words: a person must look), it vanished. Where neither the old text nor quotes
are there, the digest of the passage still finds what only moved.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from graph.records.model import Record
from graph.records.text import Span

Outcome = Literal["same", "moved", "altered", "vanished"]
CONTEXT = 40
ALTERED = 75.0
"""Likeness (0 to 100) from which words count as the old ones altered."""


@dataclass(frozen=True)
class Anchor:
    """What became of one passage."""

    old: Span
    outcome: Outcome
    new: Span | None = None
    before: str = ""
    after: str = ""
    """The words then and now, where they are known."""
    facts: tuple[str, ...] = ()
    """What the record says with this passage."""


def anchored(record: Record, new: str, old: str | None = None) -> list[Anchor]:
    """Return every passage of a record in the new text of its document, in order."""
    quotes = _quotes(record, old)
    windows = _Windows(new)
    return [
        _anchor(
            span, record.passages[span], quotes.get(span), old, new, windows, _facts(record, span)
        )
        for span in sorted(record.passages)
    ]


def _quotes(record: Record, old: str | None) -> dict[Span, str]:
    if old is not None:
        return {span: old[span.start : span.end] for span in record.passages}
    return {
        s.evidence.at: s.evidence.quote
        for s in record.statements
        if s.evidence.at is not None and s.evidence.quote
    }


def _facts(record: Record, span: Span) -> tuple[str, ...]:
    told = [
        f"{s.subject} {s.key} {str(s.object).rpartition('/id/')[2]}"
        for s in record.statements
        if s.evidence.at == span
    ]
    return tuple(dict.fromkeys(told))


def _anchor(
    span: Span,
    digest: str,
    quote: str | None,
    old: str | None,
    new: str,
    windows: _Windows,
    facts: tuple[str, ...],
) -> Anchor:
    here = new[span.start : span.end]
    if _digest(here) == digest:
        return Anchor(span, "same", span, here, here, facts)
    if quote is None:
        found = windows.find(digest, span)
        words = new[found.start : found.end] if found else ""
        return Anchor(span, "moved" if found else "vanished", found, words, words, facts)
    pattern = r"\s+".join(map(re.escape, quote.split()))
    places = [Span(*m.span()) for m in re.finditer(pattern, new)]
    if places:
        best = max(places, key=lambda place: _around(span, place, old, new))
        return Anchor(span, "moved", best, quote, new[best.start : best.end], facts)
    return _altered(span, quote, new, facts)


def _around(span: Span, place: Span, old: str | None, new: str) -> float:
    """Return how alike the surroundings are; without the old text the nearest place wins."""
    near = -abs(place.start - span.start) / 1e6
    if old is None:
        return near
    from rapidfuzz import fuzz

    before = fuzz.ratio(
        old[max(0, span.start - CONTEXT) : span.start],
        new[max(0, place.start - CONTEXT) : place.start],
    )
    after = fuzz.ratio(old[span.end : span.end + CONTEXT], new[place.end : place.end + CONTEXT])
    return float(before + after) + near


def _altered(span: Span, quote: str, new: str, facts: tuple[str, ...]) -> Anchor:
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, new, score_cutoff=ALTERED)
    if found is None or len(quote) < 8:
        return Anchor(span, "vanished", None, quote, "", facts)
    start, end = found.dest_start, found.dest_end
    while start > 0 and new[start - 1].isalnum() and new[start - 1].isascii():
        start -= 1
    while end < len(new) and new[end].isalnum() and new[end].isascii():
        end += 1
    return Anchor(span, "altered", Span(start, end), quote, new[start:end], facts)


class _Windows:
    """Stretches of a text by digest, for each length computed once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.by_length: dict[int, dict[str, list[int]]] = {}

    def find(self, digest: str, span: Span) -> Span | None:
        """Return the stretch with a digest that lies nearest to a span."""
        length = span.end - span.start
        if length not in self.by_length:
            table: dict[str, list[int]] = {}
            for start in range(len(self.text) - length + 1):
                if start == 0 or not (
                    self.text[start - 1].isalnum() and self.text[start].isalnum()
                ):
                    table.setdefault(_digest(self.text[start : start + length]), []).append(start)
            self.by_length[length] = table
        starts = self.by_length[length].get(digest)
        if not starts:
            return None
        start = min(starts, key=lambda at: abs(at - span.start))
        return Span(start, start + length)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
