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
            first, last = max(low for low, _ in ranges), min(high for _, high in ranges)
            if first > last:
                first, last = min(low for low, _ in ranges), max(high for _, high in ranges)
            for predicate, day in ((earliest, first), (latest, last)):
                value = Literal(day.isoformat(), datatype=XSD.date)
                quads.add(subject, predicate, value, iris.DERIVED_GRAPH)
    _agreements(quads)


def _agreements(quads: Quads) -> None:
    """Bounds of agreements from their steps: the first that begins, the last that ends them.

    Which kinds of step do so, the vocabulary says (``eucn:bounds``).
    """
    marks = dict(quads.pairs(EUCN.bounds))
    steps: dict[tuple[URIRef, Term], list[URIRef]] = {}
    for step, agreement in quads.pairs(EUCN.actionOf):
        for kind in quads.resources(step, EUCN.kind):
            if kind in marks and isinstance(agreement, URIRef):
                steps.setdefault((agreement, marks[kind]), []).append(step)
    for (agreement, bound), found in steps.items():
        begins = bound == EUCN.startDate
        names = _START_BOUNDS if begins else _END_BOUNDS
        for source, target in zip(_START_BOUNDS, names, strict=True):
            days = [str(day) for step in found for day in quads.values(step, source)]
            if days and not quads.values(agreement, target):
                value = Literal(min(days) if begins else max(days), datatype=XSD.date)
                quads.add(agreement, target, value, iris.DERIVED_GRAPH)


_START_BOUNDS = (EUCN.earliestStart, EUCN.latestStart)
_END_BOUNDS = (EUCN.earliestEnd, EUCN.latestEnd)
