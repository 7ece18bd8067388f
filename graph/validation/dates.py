"""Dates as sources give them, a year, a month or a day, and whether they are in order."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph
from rdflib import XSD

from graph import iris
from graph.iris import EUCN
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements, Term

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?$")
_TYPES = {str(XSD.gYear), str(XSD.gYearMonth), str(XSD.date), str(XSD.dateTime)}
YEARS = range(800, 2200)
"""Years that a source of this graph can mean: the oldest universities, plans far ahead."""

DATED = ("startDate", "endDate", "date", "year", "obtainedOn", "euMemberFrom", "euMemberUntil")
BEGINS = {"signature", "conclusion", "launch", "establishment", "entry-into-force"}
BEGINS |= {"provisional-application"}
ENDS = {"end", "termination", "expiry"}
LATER = {"renewal", "extension", "amendment", "reaffirmation", "suspension"} | ENDS

Span = tuple[datetime.date, datetime.date]


def span(term: Term) -> Span | None:
    """Return the first and the last day that a date can mean; None for what is no date."""
    if not isinstance(term, pyoxigraph.Literal) or str(term.datatype.value) not in _TYPES:
        return None
    match = _DATE.match(term.value.partition("T")[0])
    if match is None or int(match[1]) not in range(1, 9999):
        return None
    year, month, day = int(match[1]), match[2], match[3]
    first, last = int(month or 1), int(month or 12)
    try:
        end = int(day or calendar.monthrange(year, last)[1])
        return datetime.date(year, first, int(day or 1)), datetime.date(year, last, end)
    except (ValueError, calendar.IllegalMonthError):
        return None


def check_years(statements: Statements) -> Iterator[Finding]:
    """Years that cannot be meant, such as 20199."""
    for key in DATED:
        for subject, value, graph in statements.pairs(str(EUCN[key])):
            if not isinstance(value, pyoxigraph.Literal):
                continue
            match = _DATE.match(value.value.partition("T")[0])
            if match and int(match[1]) not in YEARS:
                yield finding("year-out-of-range", subject, key, value, graph=graph)


def check_order(statements: Statements) -> Iterator[Finding]:
    """Ends before starts: in one graph always wrong, over several where all of them agree on it."""
    starts = _spans(statements, "startDate")
    ends = _spans(statements, "endDate")
    for subject in sorted(starts.keys() & ends.keys()):
        graphs = {graph for graph, _ in starts[subject]} | {graph for graph, _ in ends[subject]}
        wrong = False
        for graph in sorted(graphs):
            begun = [s for g, s in starts[subject] if g == graph]
            ended = [s for g, s in ends[subject] if g == graph]
            if begun and ended and _reversed(begun, ended):
                wrong = True
                yield finding("end-before-start", subject, "endDate", graph=graph)
        everywhere = [s for _, s in starts[subject]], [s for _, s in ends[subject]]
        if not wrong and _reversed(*everywhere):
            yield finding("end-before-start", subject, "endDate")


def _reversed(begun: list[Span], ended: list[Span]) -> bool:
    return max(last for _, last in ended) < min(first for first, _ in begun)


def _spans(statements: Statements, key: str) -> dict[str, list[tuple[str, Span]]]:
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for subject, value, graph in statements.pairs(str(EUCN[key])):
        days = span(value)
        if days:
            found[subject].append((graph, days))
    return found


def check_actions(statements: Statements) -> Iterator[Finding]:
    """Yield the steps of an agreement: dated, and its end not before its signature."""
    kinds = {node: value.rpartition("/")[2] for node, value in statements.links(str(EUCN.kind))}
    when: dict[str, list[Span]] = defaultdict(list)
    for key in ("date", "startDate"):
        for node, spans in _spans(statements, key).items():
            when[node] += [days for _, days in spans]
    steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, agreement in statements.links(str(EUCN.actionOf)):
        steps[agreement].append((kinds.get(node, ""), node))
        if not when.get(node):
            yield finding("action-without-date", node, "date")
    for agreement, actions in sorted(steps.items()):
        begun = [days for kind, node in actions if kind in BEGINS for days in when.get(node, ())]
        if not begun:
            continue
        first = min(days[0] for days in begun)
        for kind, node in sorted(actions):
            days = when.get(node)
            if kind in LATER and days and max(last for _, last in days) < first:
                severity = None if kind in ENDS else "Warning"
                yield finding(
                    "step-before-signature",
                    node,
                    "date",
                    agreement,
                    severity=severity,
                    step=kind,
                    agreement=iris.short(agreement),
                )


def check_within(statements: Statements) -> Iterator[Finding]:
    """Participations that begin after, or end before, what they are in."""
    starts, ends = _spans(statements, "startDate"), _spans(statements, "endDate")
    for node, thing in statements.links(str(EUCN.participationIn)):
        late = _first_after(starts.get(node), ends.get(thing))
        early = _first_after(starts.get(thing), ends.get(node))
        if late or early:
            yield finding("participation-outside", node, "startDate" if late else "endDate", thing)


def _first_after(
    begun: list[tuple[str, Span]] | None, ended: list[tuple[str, Span]] | None
) -> bool:
    return bool(begun and ended) and _reversed(
        [days for _, days in begun or ()], [days for _, days in ended or ()]
    )
