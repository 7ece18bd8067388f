"""Small pictures of entity pages: who is around an entity, and when things were.

Positions are worked out here; the templates draw them as SVG, so that the pictures need no
script, print well and are read by screen readers as lists of links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from graph.catalogue import Catalogue, Entry
from graph.catalogue.entity import Dossier
from graph.network.model.ties import Tie
from server.site.axis import axis

MOST_AROUND = 18
"""Neighbours drawn; more would not be legible."""
ACTORS = ("Partner", "Cluster", "Person", "Organization")
"""Classes that are drawn as circles; everything else is drawn as a square."""
SIDED = ("Partner", "Cluster", "Organization", "ClusterPartnership")
"""Classes that are on a side; one of them without a known side stands below, never under one."""
ROW = 26
"""Height of a row of the pictures, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A neighbour in the ego diagram; ``anchor`` is where its label ends or begins."""

    iri: str
    label: str
    side: str
    category: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Ego:
    """The ego diagram: width and height of the drawing, the centre and the neighbours.

    ``below`` is where those start that are on neither side, or on one that nobody states; 0
    without.
    """

    width: int
    height: int
    x: float
    y: float
    dots: tuple[Dot, ...]
    left_out: int
    below: float = 0.0

    @property
    def squares(self) -> bool:
        """Return whether something other than organisations and people is drawn."""
        return any(dot.category not in ACTORS for dot in self.dots)


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing on the timeline; ``x`` and ``width`` in units of the drawing."""

    iri: str
    label: str
    category: str
    dates: str
    x: float
    width: float
    y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline: the drawing's size, its things in order, marks for the years, and where the
    axis leaves years out.
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    breaks: tuple[float, ...] = ()


def _side(entry: Entry) -> str:
    tails = {side.rsplit("/", 1)[-1] for side in entry.sides}
    return "eu" if "eu" in tails else "china" if "china" in tails else "other"


def cut(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` signs, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _width(text: str) -> float:
    """Return how wide a text is, in small Latin letters; capitals and Chinese signs are wider."""
    return sum(2 if ord(sign) > 0x2E80 else 1.35 if sign.isupper() else 1 for sign in text)


def _cut_to_width(text: str, width: int) -> str:
    limit = len(text)
    while limit > 1 and _width(cut(text, limit)) > width:
        limit -= 1
    return cut(text, limit)


def _in_proportion(near: list[Entry]) -> list[Entry]:
    """Return the neighbours that are drawn, in their order: of each side the first of them, as many
    as its share of all, and at least one.
    """
    if len(near) <= MOST_AROUND:
        return near
    held: dict[str, list[Entry]] = defaultdict(list)
    for one in near:
        held[_side(one) if one.category in SIDED else one.category].append(one)
    places = dict.fromkeys(held, 1)
    for _ in range(MOST_AROUND - len(held)):
        # The side that is furthest below its share has the next place (Webster's method).
        open_ones = [side for side in held if places[side] < len(held[side])]
        side = max(open_ones, key=lambda one: len(held[one]) / (places[one] + 0.5))
        places[side] += 1
    kept = {one.iri for side, those in held.items() for one in those[: places[side]]}
    return [one for one in near if one.iri in kept]


def ego(catalogue: Catalogue, entry: Entry, around: list[str], language: str) -> Ego | None:
    """Return the picture of an entity among ``around`` (IRIs, the most important first).

    European neighbours stand on the left, Chinese ones on the right, all others in a place of
    their own below. Each side has its share of the places. None where nothing is around.
    """
    near = [catalogue.entries[iri] for iri in around if iri in catalogue.entries]
    if not near:
        return None
    shown = _in_proportion(near)
    left = [one for one in shown if _side(one) == "eu"]
    right = [one for one in shown if _side(one) == "china"]
    others = []
    for one in shown:
        if _side(one) != "other":
            continue
        if one.category in SIDED:
            others.append(one)
        else:
            # What is shared has no side.
            (left if len(left) <= len(right) else right).append(one)
    rows = max(len(left), len(right), 2 if left or right else 1)
    width, top = 760, rows * ROW + 24
    height = top + (len(others) * ROW + 20 if others else 0)
    dots = []
    for column, x, anchor in ((left, 270.0, "end"), (right, 490.0, "start")):
        gap = (top - 24) / max(len(column), 1)
        for place, one in enumerate(column):
            bend = abs(place - (len(column) - 1) / 2) / max(len(column) / 2, 1)
            shift = 34 * bend * bend
            text = one.label(language).text
            label = _cut_to_width(text, 36)
            dots.append(
                Dot(
                    one.iri,
                    label,
                    _side(one),
                    one.category,
                    round(x + (shift if anchor == "end" else -shift), 1),
                    round(12 + gap * (place + 0.5), 1),
                    anchor,
                )
            )
    for place, one in enumerate(others):
        text = one.label(language).text
        label = _cut_to_width(text, 52)
        y = round(top + 20 + ROW * (place + 0.5), 1)
        # Left of the lines that come down from the centre, which would run through it.
        dots.append(Dot(one.iri, label, "other", one.category, 360.0, y, "end"))
    return Ego(
        width,
        height,
        380.0,
        top / 2,
        tuple(dots),
        len(near) - len(shown),
        float(top + 12) if others else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Bridge:
    """The picture of the start page: actors of both sides as dots, their ties as curves.

    Dots are (x, y, radius, side); curves are (path, width of the line).
    """

    width: int
    height: int
    dots: tuple[tuple[float, float, float, str], ...]
    curves: tuple[tuple[str, float], ...]


MOST_BRIDGED = 15
"""Actors of each side in the picture of the start page."""


def bridge(ties: Iterable[Tie], sides: Mapping[str, str]) -> Bridge | None:
    """Return the strongest ties between the EU and China, None where there are none.

    ``sides`` gives ``eu`` or ``china`` for the actors to draw; those with the most ties are drawn.
    """
    crossing = [
        (tie.a, tie.b, tie.weight) if sides.get(tie.a) == "eu" else (tie.b, tie.a, tie.weight)
        for tie in ties
        if {sides.get(tie.a), sides.get(tie.b)} == {"eu", "china"}
    ]
    weights: dict[str, float] = defaultdict(float)
    for _, two, weight in crossing:
        weights[two] += weight
    kept = set(sorted(weights, key=lambda iri: (-weights[iri], iri))[:MOST_BRIDGED])
    crossing = [one for one in crossing if one[1] in kept]
    for one, _, weight in crossing:
        weights[one] += weight
    for two in weights.keys() - kept - {one for one, _, _ in crossing}:
        del weights[two]
    width, height = 460, 300
    places: dict[str, tuple[float, float]] = {}
    dots = []
    for side, x, bend in (("eu", 84.0, -1), ("china", 376.0, 1)):
        shown = [
            iri
            for iri in sorted(weights, key=lambda one: (-weights[one], one))
            if sides[iri] == side
        ][:MOST_BRIDGED]
        shown.sort()
        for number, iri in enumerate(shown):
            share = (number + 0.5) / len(shown)
            off = bend * 46 * (1 - (2 * share - 1) ** 2) - bend * 30
            places[iri] = (round(x + off, 1), round(14 + (height - 28) * share, 1))
            dots.append((*places[iri], round(3.5 + min(weights[iri], 12) ** 0.5 * 1.4, 1), side))
    curves = []
    joined: set[tuple[float, float]] = set()
    for one, two, weight in crossing:
        if one in places and two in places:
            (x1, y1), (x2, y2) = places[one], places[two]
            path = f"M{x1} {y1}C{x1 + 130:g} {y1} {x2 - 130:g} {y2} {x2} {y2}"
            curves.append((path, round(0.8 + min(weight, 2.0), 2)))
            joined |= {places[one], places[two]}
    shown_dots = tuple(dot for dot in dots if dot[:2] in joined)
    return Bridge(width, height, shown_dots, tuple(curves)) if curves else None


def _number(day: str, last: bool) -> float:
    """Return a date of any precision as years with a fraction; ``last`` takes its end."""
    parts = [int(part) for part in day.split("-")]
    year = parts[0]
    if len(parts) == 1:
        return year + (1.0 if last else 0.0)
    month = parts[1]
    if len(parts) == 2:
        return year + (month if last else month - 1) / 12
    at = date(year, month, parts[2]).timetuple().tm_yday
    return year + (at if last else at - 1) / 366


def timeline(catalogue: Catalogue, entry: Entry, dossier: Dossier) -> Timeline | None:
    """Return when the entity and what it takes part in were, None with fewer than two dates."""
    things: list[tuple[str, str, str]] = []
    seen = set()
    # That an organisation was founded in 1907 would leave no room for what it took part in.
    own = () if entry.category in _FOUNDED else (entry.iri,)
    near = [*own, *sorted(entry.settings)]
    every = entry.category in ("Dialogue", "Programme", "ClusterPartnership", "Cluster")
    for key, subjects in dossier.incoming.items():
        if every or key in _DATED:
            near += subjects
    for iri in near:
        one = catalogue.entries.get(iri)
        if one and iri not in seen and one.start and one.category not in _UNDATED | _FOUNDED:
            seen.add(iri)
            things.append((one.start, one.end or one.start, iri))
    for relation in dossier.relations:
        day = relation.first("date") or relation.first("startDate")
        if relation.link == "action" and day is not None:
            things.append((str(day), str(day), relation.node))
    if len(things) < 2:
        return None
    spans = []
    for start, end, iri in sorted(nlargest(_MOST_BARS, things)):
        try:
            finish = max(_number(end, True), _number(start, True))
            spans.append((_number(start, False), finish, iri, start))
        except ValueError:
            continue
    if len(spans) < 2:
        return None
    width, left = 640, 8
    years = axis([span[:2] for span in spans], left, width - left)
    bars = []
    for row, (begin, finish, iri, written) in enumerate(spans):
        one = catalogue.entries.get(iri)
        bars.append(
            Bar(
                iri,
                iri if one is None else "",
                one.category if one else "AgreementAction",
                one.date_text() if one else written,
                round(years.x(begin), 1),
                round(max(years.x(finish) - years.x(begin), 5), 1),
                30.0 + row * ROW,
            )
        )
    return Timeline(width, 36 + len(bars) * ROW, tuple(bars), years.marks(), years.breaks)


_MOST_BARS = 24
"""Things on a timeline, the latest; more would not be legible."""
_UNDATED = {"Figure", "Outcome", "CitedWork", "SourceDocument"}
"""Classes whose dates say nothing about when things were done together."""
_FOUNDED = {"Partner", "Organization", "Cluster"}
"""Classes whose own dates say since when they exist, and not when they did something."""
_DATED = {"sessionOf", "superEvent", "partOfProject", "heldUnder", "partOf", "locatedIn"}
