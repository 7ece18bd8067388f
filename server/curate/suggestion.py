"""What marked words give for a property: proposed in the form, never kept by itself."""

from __future__ import annotations

import re

from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.dates import find_dates
from graph.extraction.lexicon import countries
from graph.extraction.review import Review
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
    if key in ("attendance", "ordinal"):
        counts = find_counts(words)
        return (str(counts[0][2]) if counts else ""), ""
    if key == "grantNumber":
        number = re.search(r"[0-9]{6,9}|[A-Z]{2,}[A-Z0-9/-]*[0-9]{3,}[A-Z0-9/-]*", words)
        return (number[0] if number else ""), ""
    if key == "webAddress":
        address = re.search(r"(?:https?://|www\.)\S+[\w/]", words)
        return (address[0] if address else ""), ""
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
