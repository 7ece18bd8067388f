"""What marked words give for a property: proposed in the form, never kept by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.dates import find_dates
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.extraction.sayable import Field, sayable
from graph.extraction.standing import ADDRESS, GRANT_NUMBER, MOST_TOKENS, Words, words_in
from graph.extraction.verify import DATES, SHORTCUTS
from graph.records.text import years_in
from graph.records.values import one_line


def suggested(review: Review, row: Mapping[str, Any], quote: str, labels: Words) -> tuple[str, str]:
    """Return value and class that words give for the property of ``row``; both may be empty."""
    key, words = str(row.get("property", "")), one_line(quote)
    field = _field(review, row)
    if field is not None and field.kind == "concept":
        return _word(labels.get(field.scheme, ()), words), ""
    if key == "durationYears":
        lengths = sorted(years_in(words) - {float(year) for year in range(1900, 2101)})
        return (f"{lengths[0]:g}" if lengths else ""), ""
    if key in DATES:
        dates = find_dates(words)
        if not dates:
            return "", ""
        last = dates[-1].last or dates[-1].first
        return (last if key == "endDate" else dates[0].first), ""
    if key in ("fundingEuro", "amount", "totalCost"):
        sums = find_amounts(words)
        return (sums[0].value if sums else ""), ""
    if key in ("attendance", "ordinal", "generation"):
        counts = find_counts(words)
        return (str(counts[0][2]) if counts else ""), ""
    if key == "grantNumber":
        number = GRANT_NUMBER.search(words)
        return (number[0] if number else ""), ""
    if key == "webAddress":
        address = ADDRESS.search(words)
        return (address[0] if address else ""), ""
    if key in ("name", "acronym"):
        inside = re.search(r"[(（]([^()（）]{2,80})[)）]", words)
        return (inside[1] if inside else words if len(words) < 80 else ""), ""
    wanted = SHORTCUTS[key][1] if key in SHORTCUTS else field.classes if field else ()
    if not wanted:
        return "", ""
    if wanted == ("Country",):
        found = next((n for n in sorted(countries(), key=len, reverse=True) if n in words), "")
        return found, "Country"
    if (best := _named(review, wanted, words, row)) is not None:
        return best.name, best.cls
    # A few words may be a name; a sentence is none.
    return (words if len(words.split()) <= MOST_TOKENS else ""), wanted[0]


def suggested_parts(
    review: Review, row: Mapping[str, Any], quote: str, labels: Words
) -> dict[str, Any]:
    """Return the parts of a participation, a post, a figure that marked words give."""
    field = _field(review, row)
    if field is None or field.kind != "node":
        return {}
    words = one_line(quote)
    found: dict[str, Any] = {}
    for part in (p for p in field.parts if p.usual):
        if part.kind == "thing" and (named := _named(review, part.classes, words, row)):
            found[part.key] = named.as_json()
        elif part.key == "role" and (word := _word(labels.get(part.scheme, ()), words)):
            found[part.key] = word
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


def _field(review: Review, row: Mapping[str, Any]) -> Field | None:
    subject = row.get("subject")
    cls = str(subject.get("class")) if isinstance(subject, dict) else ""
    return sayable(review.schema, cls).get(str(row.get("property")))


def _named(
    review: Review, classes: tuple[str, ...], words: str, row: Mapping[str, Any]
) -> Thing | None:
    """Return what of these classes the words name: the longest name, by its acronym too.

    Not the subject itself, and of several first what has not been said of it already.
    """
    subject = row.get("subject")
    about = str(subject.get("name")) if isinstance(subject, dict) else ""
    things: dict[Thing, str] = {}
    said: set[Thing] = set()
    for item in review.items.values():
        c = item.candidate
        if c.property is None:
            things.setdefault(c.subject, c.subject.name)
        elif c.property == "acronym" and re.search(
            rf"(?<!\w){re.escape(str(c.object))}(?!\w)", words
        ):
            things[c.subject] = str(c.object)
        elif c.subject.name == about and c.property == row.get("property"):
            said |= {c.object} if isinstance(c.object, Thing) else set()
    fit = [
        t for t, name in things.items() if t.cls in classes and name in words and t.name != about
    ]
    return max(fit, key=lambda t: (t not in said, len(t.name), t.name), default=None)


def _word(rows: Sequence[Sequence[str]], words: str) -> str:
    """Return the word of a vocabulary that marked words name by its longest label, else nothing."""
    return next(iter(words_in(rows, words)), "")
