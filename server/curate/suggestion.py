"""What marked words give for a property: proposed in the form, never kept by itself."""

from __future__ import annotations

import re
from typing import Any

from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.dates import find_dates
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.extraction.sayable import sayable
from graph.extraction.verify import DATES, SHORTCUTS
from graph.records.values import one_line

_CLASSES = {
    "fundedUnder": ("Programme",),
    "fundedBy": ("Partner",),
    "locatedIn": ("Place",),
    "country": ("Country",),
    "sessionOf": ("Dialogue",),
}


def suggested(review: Review, key: str, quote: str) -> tuple[str, str]:
    """Return value and class that words give for a property; both may be empty."""
    words = one_line(quote)
    if key in DATES:
        dates = find_dates(words)
        if not dates:
            return "", ""
        last = dates[-1].last or dates[-1].first
        return (last if key == "endDate" else dates[0].first), ""
    if key in ("fundingEuro", "amount", "totalCost"):
        sums = find_amounts(words)
        return (sums[0].value if sums else ""), ""
    if key in ("attendance", "ordinal", "durationYears", "generation"):
        counts = find_counts(words)
        return (str(counts[0][2]) if counts else ""), ""
    if key == "grantNumber":
        number = re.search(r"[0-9]{6,9}|[A-Z]{2,}[A-Z0-9/-]*[0-9]{3,}[A-Z0-9/-]*", words)
        return (number[0] if number else ""), ""
    if key == "webAddress":
        address = re.search(r"(?:https?://|www\.)\S+[\w/]", words)
        return (address[0] if address else ""), ""
    if key in ("name", "acronym"):
        inside = re.search(r"[(（]([^()（）]{2,80})[)）]", words)
        return (inside[1] if inside else words if len(words) < 80 else ""), ""
    wanted = SHORTCUTS[key][1] if key in SHORTCUTS else _CLASSES.get(key, ())
    if not wanted:
        return "", ""
    if wanted == ("Country",):
        found = next((n for n in sorted(countries(), key=len, reverse=True) if n in words), "")
        return found, "Country"
    named = [
        item.candidate.subject
        for item in review.items.values()
        if item.candidate.property is None
        and item.candidate.subject.cls in wanted
        and item.candidate.subject.name in words
    ]
    if named:
        best = max(named, key=lambda thing: len(thing.name))
        return best.name, best.cls
    return (words if len(words) < 80 else ""), wanted[0]


def suggested_parts(review: Review, row: dict[str, Any], quote: str) -> dict[str, Any]:
    """Return the parts of a participation, a post, a figure that marked words give."""
    subject = row.get("subject")
    cls = str(subject.get("class")) if isinstance(subject, dict) else ""
    field = sayable(review.schema, cls).get(str(row.get("property")))
    if field is None or field.kind != "node":
        return {}
    words = one_line(quote)
    about = str(subject.get("name")) if isinstance(subject, dict) else ""
    found: dict[str, Any] = {}
    for part in (p for p in field.parts if p.usual):
        if part.kind == "thing" and (named := _named(review, part.classes, words, about)):
            found[part.key] = named.as_json()
        elif part.key == "date" and (dates := find_dates(words)):
            found[part.key] = dates[0].first
        elif part.key in ("value", "fundingEuro"):
            sums, counts = find_amounts(words), find_counts(words)
            if sums:
                found[part.key] = sums[0].value
            elif counts and part.key == "value" and field.key == "figure":
                found[part.key] = str(counts[0][2])
    if field.key == "action" and "sign" in words.lower():
        found.setdefault("kind", "signature")
    return found


def _named(review: Review, classes: tuple[str, ...], words: str, about: str) -> Thing | None:
    """Return the longest name of these classes in the words, other than the subject's."""
    things = {i.candidate.subject for i in review.items.values() if i.candidate.property is None}
    fit = [t for t in things if t.cls in classes and t.name in words and t.name != about]
    return max(fit, key=lambda t: (len(t.name), t.name), default=None)
