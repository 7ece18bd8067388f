"""When things were: projects, agreements, dialogues and events on one line of years."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Literal

from graph.languages import choose
from graph.network.drawing.text import shorten, width
from graph.network.model.reading import Answering, tail
from graph.questions import query

LANES = ("project", "agreement", "dialogue", "event")
_LANE_OF = {
    "DialogueSession": "dialogue",
    "Project": "project",
    "Agreement": "agreement",
    "Dialogue": "dialogue",
    "Event": "event",
}

WIDTH = 1240.0
LEFT = 120.0
RIGHT = 1216.0
ROW = 20.0
TOP = 34.0
FONT = 11.0
LABEL_ROOM = 300.0
EARLY_SHARE = 0.16
CROWDED = 5
"""Dates in a year, and a fiftieth of all, from which on it is not drawn closer together."""


Days = tuple[str, str]
"""First and last day that a date can mean: a year, a month or a day."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with dates; each date as the first and last day that it can mean.

    ``start`` and ``end`` are its own, None where none is recorded: what an agreement did last is
    not its end. ``inferred`` says that only a curator says when it ended; ``announced`` that it was
    only planned for a time that has passed. ``dates`` are those of its steps or meetings, sorted;
    ``steps`` says which steps they were (IRIs of their kinds).
    """

    iri: str
    labels: Mapping[str, str]
    lane: str
    topics: frozenset[str]
    start: Days | None = None
    end: Days | None = None
    inferred: bool = False
    announced: bool = False
    dates: tuple[Days, ...] = ()
    steps: Mapping[Days, tuple[str, ...]] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Return whether it is told from when to when it was, beside its steps.

        Where its steps say both, they say it.
        """
        first, last = {days[0] for days in self.dates}, {days[1] for days in self.dates}
        begun = self.start is None or self.start[0] in first
        over = self.end is None or self.end[1] in last
        return not (begun and over and self.dates) and bool(self.start or self.end)

    @property
    def spans(self) -> tuple[Days, ...]:
        """Return the first and last day of each mark, sorted; none if undated.

        From its beginning to its end where both are recorded, else each alone.
        """
        found = set(self.dates)
        if self.start and self.end:
            found.add((self.start[0], max(self.end[1], self.start[1])))
        elif (one := self.start or self.end) and self.own:
            found.add(one)
        return tuple(sorted(found))

    def name(self, language: str) -> str:
        """Return the name for people, the end of the IRI where the graph has none."""
        return choose(self.labels, language) or tail(self.iri)


@dataclass(frozen=True, slots=True)
class Bar:
    """A thing in the picture: its marks (left, width) in a row, and its label."""

    thing: Thing
    y: float
    marks: tuple[tuple[float, float], ...]
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class Line:
    """The whole picture: lanes (kind, top, bottom), years (year, x) and bars.

    ``broken`` is where the scale changes: the years before it are drawn closer together. None
    where all years are as wide.
    """

    height: float
    lanes: tuple[tuple[str, float, float], ...]
    years: tuple[tuple[int, float], ...]
    bars: tuple[Bar, ...]
    broken: float | None = None


def things(store: Answering) -> list[Thing]:
    """Read everything that the timeline can show, by kind, date and IRI."""
    own: dict[str, dict[str, set[Days]]] = {}
    dates: dict[str, dict[Days, set[str]]] = {}
    labels: dict[str, dict[str, str]] = {}
    topics: dict[str, set[str]] = {}
    lanes: dict[str, str] = {}
    inferred: set[str] = set()
    announced: set[str] = set()
    for row in store.select(query("network/timeline")):
        iri, kind = str(row["thing"]), tail(row["class"])
        # A meeting is an event too; it stands with the dialogues.
        if lanes.get(iri) != "dialogue":
            lanes[iri] = _LANE_OF[kind]
        for which in ("start", "end"):
            if which in row:
                held = (str(row[which]), str(row[f"{which}Last"]))
                own.setdefault(iri, {}).setdefault(which, set()).add(held)
        if "first" in row:
            kinds = dates.setdefault(iri, {}).setdefault(
                (str(row["first"]), str(row["last"])), set()
            )
            kinds.update({str(row["step"])} if "step" in row else ())
        if "inferred" in row:
            inferred.add(iri)
        if "announced" in row:
            announced.add(iri)
        name = row.get("label")
        if isinstance(name, Literal):
            labels.setdefault(iri, {})[(name.language or "").split("-")[0]] = str(name)
        if "topic" in row:
            topics.setdefault(iri, set()).add(str(row["topic"]))
    found = [
        Thing(
            iri,
            labels.get(iri, {}),
            lane,
            frozenset(topics.get(iri, ())),
            start=_widest(own.get(iri, {}).get("start", set())),
            end=_widest(own.get(iri, {}).get("end", set())),
            inferred=iri in inferred,
            announced=iri in announced,
            dates=tuple(sorted(dates.get(iri, ()))),
            steps={
                days: tuple(sorted(kinds)) for days, kinds in dates.get(iri, {}).items() if kinds
            },
        )
        for iri, lane in lanes.items()
    ]
    return sorted(found, key=lambda t: (LANES.index(t.lane), t.spans or (("9", "9"),), t.iri))


def _widest(held: set[Days]) -> Days | None:
    """Return the days between which all that is recorded of a date lies."""
    if not held:
        return None
    return min(first for first, _ in held), max(last for _, last in held)


def precise(days: Days | None) -> str:
    """Write a date as precisely as its source does: 1998, 1998-12, 1998-12-01; else both bounds."""
    if days is None:
        return ""
    first, last = days
    if first == last:
        return first
    if (first[4:], last[4:]) == ("-01-01", "-12-31"):
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"
    length = calendar.monthrange(int(last[:4]), int(last[5:7]))[1]
    if first[8:] == "01" and int(last[8:]) == length:
        return first[:7] if first[:7] == last[:7] else f"{first[:7]}/{last[:7]}"
    return f"{first}/{last}"


def select(
    found: list[Thing],
    lanes: frozenset[str] = frozenset(),
    topics: frozenset[str] = frozenset(),
    year_from: int | None = None,
    year_to: int | None = None,
) -> list[Thing]:
    """Keep the things of some kinds, topics and years; an undated thing is in no span of years."""

    def passes(thing: Thing) -> bool:
        if (lanes and thing.lane not in lanes) or (topics and not thing.topics & topics):
            return False
        if year_from is None and year_to is None:
            return True
        return any(
            (year_to is None or int(start[:4]) <= year_to)
            and (year_from is None or int(end[:4]) >= year_from)
            for start, end in thing.spans
        )

    return [thing for thing in found if passes(thing)]


def line(found: list[Thing], language: str = "en") -> Line:
    """Lay the dated things out; labels stand beside their marks and touch no others.

    Where a few early dates would leave most of the line empty, the years before the first
    crowded one share ``EARLY_SHARE`` of it.
    """
    dated = [thing for thing in found if thing.spans]
    if not dated:
        return Line(TOP, (), (), ())
    place, years = _axis(dated)
    y = TOP
    lanes: list[tuple[str, float, float]] = []
    bars: list[Bar] = []
    for lane in LANES:
        members = [thing for thing in dated if thing.lane == lane]
        if not members:
            continue
        rows: list[list[tuple[float, float]]] = []
        for thing in members:
            marks = tuple(_mark(place, span) for span in thing.spans)
            text, x, anchor, taken = _labelled(thing, marks, language)
            row = _free_row(rows, taken)
            bars.append(Bar(thing, y + 14.0 + row * ROW, marks, text, x, anchor))
        high = len(rows) * ROW + 10.0
        lanes.append((lane, y, y + high))
        y += high
    broken = place.x(place.dense) if place.dense > place.first else None
    return Line(y + 6.0, tuple(lanes), years, tuple(bars), broken)


def _mark(place: _Axis, span: tuple[str, str]) -> tuple[float, float]:
    left, right = place.x(_number(span[0])), place.x(_number(span[1], end=True))
    return left, max(right - left, 4.0)


def _labelled(
    thing: Thing, marks: tuple[tuple[float, float], ...], language: str
) -> tuple[str, float, str, tuple[float, float]]:
    """Return label, its x and anchor, and the stretch that marks and label take together."""
    left, right = marks[0][0], max(x + wide for x, wide in marks)
    text = shorten(thing.name(language), FONT, LABEL_ROOM)
    wide = width(text, FONT)
    if right + 6 + wide <= RIGHT:
        return text, right + 6, "start", (left, right + 6 + wide)
    if left - 6 - wide >= LEFT:
        return text, left - 6, "end", (left - 6 - wide, right)
    text = shorten(text, FONT, max(RIGHT - right - 6, left - LEFT - 6, 40.0))
    if RIGHT - right > left - LEFT:
        return text, right + 6, "start", (left, RIGHT)
    return text, left - 6, "end", (LEFT, right)


def _free_row(rows: list[list[tuple[float, float]]], taken: tuple[float, float]) -> int:
    for at, row in enumerate(rows):
        if all(taken[1] + 10 < left or right + 10 < taken[0] for left, right in row):
            row.append(taken)
            return at
    rows.append([taken])
    return len(rows) - 1


@dataclass(frozen=True)
class _Axis:
    """Years to x: ``first`` to ``dense`` on the early stretch, ``dense`` to ``last`` on the
    rest.
    """

    first: float
    dense: float
    last: float

    def x(self, year: float) -> float:
        room = RIGHT - LEFT
        early = room * EARLY_SHARE if self.dense > self.first else 0.0
        if year < self.dense:
            return LEFT + early * (year - self.first) / (self.dense - self.first)
        return LEFT + early + (room - early) * (year - self.dense) / (self.last - self.dense)


def _number(date: str, end: bool = False) -> float:
    """Return a date as a year with a fraction; the last day of a span counts whole."""
    year, month, day = (int(part) for part in date[:10].split("-"))
    return year + ((month - 1) * 30.4375 + (day if end else day - 1)) / 365.25


def _axis(dated: list[Thing]) -> tuple[_Axis, tuple[tuple[int, float], ...]]:
    starts = sorted(int(start[:4]) for thing in dated for start, _ in thing.spans)
    first = starts[0]
    last = max(int(end[:4]) for thing in dated for _, end in thing.spans) + 1
    dense = first
    if last - first > 20:
        # The early part ends where nine tenths of the dates are still ahead.
        dense = min(starts[len(starts) // 10], last - 8)
        # A year with many of the dates is crowded too: its bars would lie left of the first mark.
        while starts.count(dense - 1) >= max(CROWDED, len(starts) // 50):
            dense -= 1
        dense = dense if dense - first > 5 else first
    axis = _Axis(float(first), float(dense), float(last))
    marks = [year for year in range(dense, last + 1) if axis.x(year) <= RIGHT]
    step = max(1, len(marks) // 14)
    early = [first] if dense > first else []
    return axis, tuple((year, axis.x(year)) for year in [*early, *marks[::step]])
