"""Where everything goes: the EU left, China right, a band for each wide topic, others below.

The nearer an actor is to the middle, the larger the share of its ties that joins the EU and
China. Everything is placed in rows, best brokers first, each with its label as one box that
touches no other box: no label lies on another label or on an actor. In a large view those without
a label stand closer (``crowd``). The same network always gives the same picture.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from graph.network.drawing.crowd import LARGEST, STEP, in_columns
from graph.network.drawing.look import ALL, ALL_TIES, TOPIC, YEAR, Look, Shades, shades, ties_of
from graph.network.drawing.text import shorten, width, wrap
from graph.network.measures.analysis import Analysis
from graph.network.model.projection import FloatArray
from graph.network.model.ties import CHINA, EU, UNKNOWN, Tie
from graph.network.telling.sentences import Speaker

WIDTH = 1000.0
TOP = 42.0
BAND_NAMES = 104.0
BAND_FONT = 11.0
EU_OUTER, EU_INNER = 314.0, 450.0
CHINA_INNER, CHINA_OUTER = 572.0, 708.0
FONT = 12.0
EU_LABEL_ROOM = 196.0
LABEL_ROOM = 272.0
LABEL_GAP = 4.0
LARGE = 400
LABELLED_WHEN_LARGE = 60
MOST_TIES = 6000
MOST_BANDS = 12

SHAPES = {
    "university": "circle",
    "faculty": "circle",
    "education-establishment": "circle",
    "research-institute": "square",
    "research-organisation": "square",
    "academy": "square",
    "museum": "square",
    "hospital": "square",
    "healthcare-organisation": "square",
    "company": "diamond",
    "cluster-organisation": "hexagon",
    "association": "hexagon",
    "network": "hexagon",
    "partnership": "hexagon",
    "chamber-of-commerce": "hexagon",
    "nonprofit-organisation": "hexagon",
    "foundation": "hexagon",
    "initiative": "cross",
    "programme": "cross",
    "project": "cross",
    "platform": "cross",
    "support-organisation": "cross",
    "technology-park": "cross",
    "research-funder": "ring",
    "": "ring",
}
PUBLIC = "triangle"


def shape_of(kind: str) -> str:
    """Return the shape of a kind of organisation; ministries, agencies and the like are public."""
    return SHAPES.get(kind, PUBLIC)


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture: centre, radius, and its label (empty when there is no room).

    ``shade`` is its group where groups are told by colour, -1 in none; None: the side is told.
    """

    iri: str
    name: str
    x: float
    y: float
    radius: float
    shape: str
    side: str
    band: str
    label: str = ""
    label_x: float = 0.0
    anchor: str = "start"
    ties: int = 0
    score: float = 0.0
    shade: int | None = None

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of the actor with its label."""
        left, right = self.x - self.radius, self.x + self.radius
        half = self.radius
        if self.label:
            wide = width(self.label, FONT)
            left = min(left, self.label_x - (wide if self.anchor == "end" else 0.0))
            right = max(right, self.label_x + (wide if self.anchor == "start" else 0.0))
            half = max(half, FONT * 0.6)
        return left, self.y - half, right, self.y + half


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in the picture: the path of a curve and how wide it is drawn."""

    tie: Tie
    path: str
    stroke: float
    cross: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A stripe of the picture: the topic (or 'other'), its name in lines, top and bottom."""

    topic: str
    lines: tuple[str, ...]
    top: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """The whole diagram; ``left_out`` counts ties that were too many to draw.

    ``shades`` are the groups that are told by colour, where they are; ``crowded`` says that some
    actors stand in columns; ``look`` is what was asked for.
    """

    width: float
    height: float
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    left_out: int = 0
    shades: Shades | None = None
    crowded: bool = False
    look: Look = ALL_TIES


OTHERS = "other"


_ROOM = {
    EU: (EU_OUTER, EU_INNER, 1.0),
    CHINA: (CHINA_INNER, CHINA_OUTER, 0.0),
    UNKNOWN: (EU_INNER, CHINA_INNER, 0.5),
    OTHERS: (EU_OUTER, CHINA_OUTER, 0.5),
}
"""Where the columns of a side stand in a large view: from, to, and at which end."""


@dataclass
class _Rows:
    """The free places of one side of one band: taken stretches, sorted, for each row."""

    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, left: float, right: float, span: int) -> int:
        """Return the first row from which ``span`` rows are free from left to right, and take
        it.
        """
        row = 0
        while not all(self._free(row + at, left, right) for at in range(span)):
            row += 1
        for at in range(span):
            insort(self.taken[row + at], (left, right))
        return row

    def _free(self, row: int, left: float, right: float) -> bool:
        while len(self.taken) <= row:
            self.taken.append([])
        stretches = self.taken[row]
        at = bisect_left(stretches, (left, right))
        before = stretches[at - 1][1] if at else -1.0
        after = stretches[at][0] if at < len(stretches) else WIDTH + 1.0
        return before <= left and right <= after


def picture(analysis: Analysis, speaker: Speaker, look: Look = ALL_TIES) -> Picture:
    """Lay out a view. Where not all ties are drawn, actors without any of them are left out.

    An empty view gives a picture without nodes. Labels are cut to fit; with more than ``LARGE``
    actors only the strongest brokers have one, and the others stand in columns below them.
    """
    count = len(analysis.actors)
    size = _sizes(analysis)
    own, names = _grouping(analysis, speaker, look.bands)
    coloured = shades(analysis, speaker, look.colour)
    chosen = ties_of(analysis, look)
    kept = set(range(count))
    if look.ties != ALL:
        kept = {analysis.at[end] for tie, _ in chosen for end in (tie.a, tie.b)}
    order = sorted(kept, key=lambda at: (-round(float(size[at]), 12), analysis.actors[at]))
    labelled = set(order if count <= LARGE else order[:LABELLED_WHEN_LARGE])
    row_height = 20.0 if count <= 150 else 18.0 if count <= LARGE else 11.0
    largest = 8.5 if count <= LARGE else 7.0
    smallest = 4.2 if count <= LARGE else 2.8
    radius = smallest + (largest - smallest) * np.sqrt(size)
    bands = _band_order(analysis, kept, own, ordered=look.bands == YEAR)
    rows: dict[tuple[str, str], _Rows] = {}
    crowds: dict[tuple[str, str], dict[int, Node]] = {}
    placed: dict[int, tuple[Node, str, float]] = {}
    for at in order:
        side = analysis.sides[at] if analysis.sides[at] in (EU, CHINA, UNKNOWN) else OTHERS
        band = own[at] if side in (EU, CHINA) else side
        node = _node(analysis, speaker, at, float(radius[at]), side, band, at in labelled)
        if coloured is not None:
            node = replace(node, shade=coloured.of.get(node.iri, -1))
        if at not in labelled:
            crowds.setdefault((band, side), {})[at] = node
            continue
        left, top, right, bottom = node.box()
        span = math.ceil((bottom - top) / row_height)
        row = rows.setdefault((band, side), _Rows()).place(left - 3.0, right + 3.0, span)
        placed[at] = (node, band, (row + span / 2) * row_height)
    depth = {place: len(held.taken) * row_height for place, held in rows.items()}
    for (band, side), crowd in crowds.items():
        above = below = depth.get((band, side), 0.0)
        wanted = {at: node.x for at, node in crowd.items()}
        for at, x, down in in_columns(wanted, *_ROOM.get(side, _ROOM[OTHERS])):
            radius_of = min(crowd[at].radius, LARGEST)
            placed[at] = (replace(crowd[at], x=x, radius=radius_of), band, above + down)
            below = max(below, above + down + STEP / 2)
        depth[band, side] = below
    tops, stripes = _stripes(bands, depth, names)
    nodes = {}
    for at in sorted(placed):
        node, band, down = placed[at]
        nodes[at] = replace(node, y=tops[band] + down)
    lines, left_out = _lines(analysis, nodes, chosen)
    height = (stripes[-1].bottom if stripes else TOP) + 8.0
    apart = told_apart(tuple(nodes.values()))
    return Picture(WIDTH, height, apart, lines, stripes, left_out, coloured, bool(crowds), look)


def _grouping(
    analysis: Analysis, speaker: Speaker, attribute: str
) -> tuple[list[str], dict[str, str]]:
    """Return the band of each actor, '' without one, and the names of the bands."""
    names = {band: speaker.say(f"band.{band}") for band in (OTHERS, UNKNOWN)}
    if attribute == TOPIC:
        names[""] = speaker.say("band.none")
        return analysis.bands, names | {
            band: speaker.name(band) for band in set(analysis.bands) if band
        }
    groups = shades(analysis, speaker, attribute, MOST_BANDS)
    assert groups is not None
    names[""] = speaker.say(f"look.rest.{attribute}")
    names |= {f"{at:02d}": name for at, name in enumerate(groups.names)}
    own = [f"{groups.of[iri]:02d}" if iri in groups.of else "" for iri in analysis.actors]
    return own, names


def told_apart(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Give actors whose names were cut to the same label the ends of their names besides."""
    held: dict[str, list[Node]] = {}
    for node in nodes:
        held.setdefault(node.label, []).append(node)
    labels: dict[str, str] = {}
    for label, same in held.items():
        if label and len(same) > 1:
            for number, node in enumerate(same, 1):
                room = width(label, FONT)
                end = node.name[-max(4, len(label) // 3) :].lstrip()
                mark = f" ({number})"
                head = shorten(node.name, FONT, max(room - width(end + mark, FONT), 24.0))
                labels[node.iri] = head.rstrip("…") + "…" + end
            if len({labels[node.iri] for node in same}) < len(same):
                for number, node in enumerate(same, 1):
                    mark = f" ({number})"
                    head = shorten(node.name, FONT, max(room - width(mark, FONT), 24.0))
                    labels[node.iri] = head + mark
    return tuple(replace(node, label=labels.get(node.iri, node.label)) for node in nodes)


def _sizes(analysis: Analysis) -> FloatArray:
    """Return 0 to 1 for each actor: brokerage between the sides, else betweenness."""
    if not analysis.actors:
        return np.zeros(0)
    score = analysis.bridging if float(analysis.bridging.max()) > 0 else analysis.betweenness
    top = float(score.max())
    return score / top if top > 0 else np.zeros(len(score))


def _band_order(
    analysis: Analysis, kept: set[int], own: list[str], ordered: bool = False
) -> list[str]:
    """Return the bands, the most populous first, then those in none, other and unknown.

    ``ordered``: in their own order.
    """
    held: dict[str, int] = {}
    rest: set[str] = set()
    for at in kept:
        if analysis.sides[at] in (EU, CHINA):
            held[own[at]] = held.get(own[at], 0) + 1
        else:
            rest.add(UNKNOWN if analysis.sides[at] == UNKNOWN else OTHERS)
    order = sorted(held, key=lambda band: (not band, 0 if ordered else -held[band], band))
    return [*order, *(band for band in (OTHERS, UNKNOWN) if band in rest)]


def _node(
    analysis: Analysis, speaker: Speaker, at: int, radius: float, side: str, band: str, named: bool
) -> Node:
    iri = analysis.actors[at]
    name = speaker.name(iri)
    share = float(analysis.cross_share[at])
    if side == EU:
        x = EU_OUTER + share * (EU_INNER - EU_OUTER)
    elif side == CHINA:
        x = CHINA_OUTER - share * (CHINA_OUTER - CHINA_INNER)
    elif side == UNKNOWN:
        # Under neither side: where it leans says nothing of where it belongs.
        x = (EU_INNER + CHINA_INNER) / 2
    else:
        x = EU_OUTER + _leaning(analysis, at) * (CHINA_OUTER - EU_OUTER)
    anchor = "end" if side == EU else "start"
    label = shorten(name, FONT, EU_LABEL_ROOM if side == EU else LABEL_ROOM) if named else ""
    gap = radius + LABEL_GAP
    return Node(
        iri=iri,
        name=name,
        x=x,
        y=0.0,
        radius=radius,
        shape=shape_of(analysis.view.actors[iri].kind),
        side=analysis.sides[at],
        band=band,
        label=label,
        label_x=x - gap if anchor == "end" else x + gap,
        anchor=anchor,
        ties=int(analysis.degree[at]),
        score=float(analysis.bridging[at]),
    )


def _leaning(analysis: Analysis, at: int) -> float:
    """Return where a third party stands: 0 all its ties to the EU, 1 all to China, 0.5 neither."""
    eu, china = (int(reached[at]) for reached in analysis.near)
    return china / (eu + china) if eu + china else 0.5


def _stripes(
    bands: list[str], depth: Mapping[tuple[str, str], float], names: Mapping[str, str]
) -> tuple[dict[str, float], tuple[Band, ...]]:
    y = TOP
    tops: dict[str, float] = {}
    stripes: list[Band] = []
    for band in bands:
        deep = max((high for (of, _), high in depth.items() if of == band), default=0.0)
        lines = tuple(wrap(names[band], BAND_FONT, BAND_NAMES - 12.0))
        high = max(deep, len(lines) * (BAND_FONT + 3.0)) + 10.0
        tops[band] = y + 5.0
        stripes.append(Band(band, lines, y, y + high))
        y += high
    return tops, tuple(stripes)


def _lines(
    analysis: Analysis, nodes: dict[int, Node], chosen: list[tuple[Tie, bool]]
) -> tuple[tuple[Line, ...], int]:
    drawn = chosen
    if len(chosen) > MOST_TIES:
        # As arrays: most of a register's ties are not drawn. Ties come in the order of their ends.
        across = np.array([cross for _, cross in chosen])
        weights = np.array([tie.weight for tie, _ in chosen])
        order = np.lexsort((-weights, ~across))[:MOST_TIES].tolist()
        drawn = [chosen[at] for at in order]
    lines = [
        Line(
            tie,
            curve(nodes[analysis.at[tie.a]], nodes[analysis.at[tie.b]]),
            round(min(3.2, 0.7 + tie.weight * 0.6), 2),
            cross,
        )
        for tie, cross in drawn
    ]
    # Ties within a side go below those that cross, weak ones below strong ones.
    lines.sort(key=lambda line: (line.cross, line.tie.weight, line.tie.key))
    return tuple(lines), len(chosen) - len(drawn)


def curve(one: Node, two: Node) -> str:
    """Return the path of a tie: level at both ends across the middle, a bow within a side."""
    if one.x > two.x:
        one, two = two, one
    if two.x - one.x > 60.0:
        bend = (two.x - one.x) * 0.45
        c1, c2 = one.x + bend, two.x - bend
    else:
        # Near each other: bow towards the middle of the picture, the further the longer.
        out = 14.0 + min(46.0, abs(two.y - one.y) * 0.22)
        out = out if (one.x + two.x) / 2 < WIDTH / 2 else -out
        c1, c2 = one.x + out, two.x + out
    return (
        f"M{one.x:.1f} {one.y:.1f}C{c1:.1f} {one.y:.1f} {c2:.1f} {two.y:.1f} "
        f"{two.x:.1f} {two.y:.1f}"
    )
