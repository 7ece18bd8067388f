"""Bounds of dates: the first and last day that a year, a month or a day can mean."""

from __future__ import annotations

import calendar
import datetime

from rdflib import XSD, Literal, URIRef

from graph import iris
from graph.assembly.quads import Quads, Term
from graph.iris import EUCN


def bounds(lexical: str) -> tuple[datetime.date, datetime.date]:
    """Return first and last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises ValueError for anything else.
    """
    parts = [int(part) for part in lexical.split("-")]
    match parts:
        case [year]:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        case [year, month]:
            last = calendar.monthrange(year, month)[1]
            return datetime.date(year, month, 1), datetime.date(year, month, last)
        case [year, month, day]:
            date = datetime.date(year, month, day)
            return date, date
    raise ValueError(lexical)


_STARTS = (EUCN.date, EUCN.startDate, EUCN.year)
_ENDS = (EUCN.date, EUCN.endDate, EUCN.year)


def derive_bounds(quads: Quads) -> None:
    """Earliest and latest start and end of everything that has a date.

    Where documents agree and one only says more precisely when, the bounds are the precise
    ones; where they contradict each other the bounds take in all of them.
    """
    for predicates, earliest, latest in (
        (_STARTS, EUCN.earliestStart, EUCN.latestStart),
        (_ENDS, EUCN.earliestEnd, EUCN.latestEnd),
    ):
        found: dict[URIRef, list[tuple[datetime.date, datetime.date]]] = {}
        for predicate in predicates:
            for subject, value in quads.pairs(predicate):
                found.setdefault(subject, []).append(bounds(str(value)))
        for subject, ranges in found.items():
            first, last = _taken_together(ranges)
            for predicate, day in ((earliest, first), (latest, last)):
                value = Literal(day.isoformat(), datatype=XSD.date)
                quads.add(subject, predicate, value, iris.DERIVED_GRAPH)
    _agreements(quads)


_Range = tuple[datetime.date, datetime.date]


def _taken_together(ranges: list[_Range]) -> _Range:
    """Return the days that all ranges share; of ranges that contradict each other all days."""
    first, last = max(low for low, _ in ranges), min(high for _, high in ranges)
    if first > last:
        return min(low for low, _ in ranges), max(high for _, high in ranges)
    return first, last


def _agreements(quads: Quads) -> None:
    """Bounds of agreements from their steps: the first that begins, the last that ends them.

    Which kinds of step do so, the vocabulary says (``eucn:bounds``). One step that is told with
    dates that contradict each other has bounds that take in all of them.
    """
    marks = dict(quads.pairs(EUCN.bounds))
    steps: dict[tuple[URIRef, Term], dict[URIRef, list[_Range]]] = {}
    for step, agreement in quads.pairs(EUCN.actionOf):
        days = [quads.values(step, bound) for bound in _START_BOUNDS]
        if not all(days) or not isinstance(agreement, URIRef):
            continue
        first, last = (datetime.date.fromisoformat(str(found[0])) for found in days)
        for kind in quads.resources(step, EUCN.kind):
            if kind in marks:
                kinds = steps.setdefault((agreement, marks[kind]), {})
                kinds.setdefault(kind, []).append((first, last))
    for (agreement, bound), kinds in steps.items():
        begins = bound == EUCN.startDate
        told = [_taken_together(ranges) for ranges in kinds.values()]
        for place, target in enumerate(_START_BOUNDS if begins else _END_BOUNDS):
            if not quads.values(agreement, target):
                day = (min if begins else max)(one[place] for one in told)
                value = Literal(day.isoformat(), datatype=XSD.date)
                quads.add(agreement, target, value, iris.DERIVED_GRAPH)


_START_BOUNDS = (EUCN.earliestStart, EUCN.latestStart)
_END_BOUNDS = (EUCN.earliestEnd, EUCN.latestEnd)
