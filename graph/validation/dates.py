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
from graph.numerals import whole
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements, Term

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?$", re.ASCII)
_TYPES = {str(XSD.gYear), str(XSD.gYearMonth), str(XSD.date), str(XSD.dateTime)}
YEARS = range(800, 2200)
"""Years that a source of this graph can mean: the oldest universities, plans far ahead."""

DATED: tuple[str, ...] = (
    *("startDate", "endDate", "date", "year", "obtainedOn", "euMemberFrom", "euMemberUntil"),
    *("signatureDate", "newSince", "changedSince", "goneSince"),
)
BEGINS = {"signature", "conclusion", "launch", "establishment", "entry-into-force"}
BEGINS |= {"provisional-application"}
ENDS = {"end", "termination", "expiry"}
AFTER_SIGNATURE = {"ratification", "entry-into-force"}
LATER = {"renewal", "extension", "amendment", "reaffirmation", "suspension"} | ENDS

Span = tuple[datetime.date, datetime.date]


def span(term: Term) -> Span | None:
    """Return the first and the last day that a date can mean; None for what is no date."""
    if not isinstance(term, pyoxigraph.Literal) or str(term.datatype.value) not in _TYPES:
        return None
    match = _DATE.match(term.value.partition("T")[0])
    if match is None or whole(match[1]) not in range(1, 9999):
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
            if match and whole(match[1]) not in YEARS:
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
    for subject, days in _spans(statements, "date").items():
        for graph, day in days:
            begun = [s for g, s in starts.get(subject, ()) if g == graph]
            ended = [s for g, s in ends.get(subject, ()) if g == graph]
            if (begun and _reversed(begun, [day])) or (ended and _reversed([day], ended)):
                yield finding("date-outside-span", subject, "date", graph=graph)


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
        signed = min(
            (d[0] for k, n in actions if k == "signature" for d in when.get(n, ())), default=first
        )
        ended = max((d[1] for k, n in actions if k in ENDS for d in when.get(n, ())), default=None)
        for kind, node in sorted(actions):
            days = when.get(node)
            if not days:
                continue
            if kind in LATER - ENDS and ended and min(begin for begin, _ in days) > ended:
                yield finding(
                    "step-after-end",
                    node,
                    "date",
                    agreement,
                    step=kind,
                    agreement=iris.short(agreement),
                )
            limit = signed if kind in AFTER_SIGNATURE else first
            if kind in LATER | AFTER_SIGNATURE and max(last for _, last in days) < limit:
                severity = "Warning" if kind in LATER - ENDS else None
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


RECENT = (EUCN.Project, EUCN.Event, EUCN.DialogueSession, EUCN.ProjectParticipation)
EARLY = 1900
"""Before this year a project or an event of EU-China cooperation is a slip (1019 for 2019)."""
_SPARE = 1.0
"""Years by which a length may differ from the dates: sources round, and prolong."""


def check_likely(statements: Statements) -> Iterator[Finding]:
    """Dates that are possible and hardly meant: too early, or against another number."""
    recent = set(map(str, RECENT))
    starts, ends = _spans(statements, "startDate"), _spans(statements, "endDate")
    for key, found in (("startDate", starts), ("endDate", ends)):
        for subject, spans in found.items():
            if recent & statements.types.get(subject, set()):
                for graph, (_, last) in spans:
                    if last.year < EARLY:
                        yield finding("year-unlikely", subject, key, graph=graph, year=last.year)
    for subject, value, graph in statements.pairs(str(EUCN.durationYears)):
        years = _number(value)
        begun = [s for g, s in starts.get(subject, ()) if g == graph]
        ended = [s for g, s in ends.get(subject, ()) if g == graph]
        if years is None or not begun or not ended:
            continue
        shortest = (ended[0][0] - begun[0][1]).days / 365.25
        longest = (ended[0][1] - begun[0][0]).days / 365.25
        if not shortest - _SPARE <= years <= longest + _SPARE:
            yield finding("duration-against-dates", subject, "durationYears", value, graph=graph)
    for subject, spans in _spans(statements, "signatureDate").items():
        if subject in ends and _reversed([s for _, s in spans], [s for _, s in ends[subject]]):
            yield finding("signed-after-end", subject, "signatureDate")


def _number(term: Term) -> float | None:
    try:
        return float(getattr(term, "value", ""))
    except ValueError:
        return None


def _first_after(
    begun: list[tuple[str, Span]] | None, ended: list[tuple[str, Span]] | None
) -> bool:
    return bool(begun and ended) and _reversed(
        [days for _, days in begun or ()], [days for _, days in ended or ()]
    )
