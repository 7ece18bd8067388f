"""The overview as SVG: countries left, topics between, provinces of China right.

Bars and boxes are as high as the activities are many, on one scale in the whole picture; a band
has its share of the bar at either end, and leads to the actors behind it. Two pictures are made,
one for wide and one for narrow windows, so that names can be read in both; a style sheet chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from graph.iris import ID
from graph.network.drawing.text import shorten, wrap
from graph.network.measures.overview import COUNTRIES, PROVINCES, REST, TOPICS, Column, Overview
from graph.network.telling.sentences import Speaker

Address = Callable[[str, str, str], str]
"""Makes the address behind (country, topic, province); empty ones are not chosen."""
ROOM = 640.0
"""Height that the column with the most activities is given."""
MOST_PER_ACTIVITY = 6.0


@dataclass(frozen=True)
class Frame:
    """Where the three columns stand; names end and begin beside the outer bars."""

    name: str
    width: float
    left: float
    middle: tuple[float, float]
    right: float
    bar: float
    font: float
    least: float


WIDE = Frame("wide", 1000.0, 176.0, (400.0, 580.0), 806.0, 9.0, 12.0, 16.0)
NARROW = Frame("narrow", 400.0, 96.0, (146.0, 252.0), 300.0, 5.0, 10.5, 14.0)


@dataclass
class _Box:
    """A row of a column: where its bar stands, and how far its bands reach on either side."""

    top: float
    height: float
    left: float = 0.0
    right: float = 0.0

    def take(self, side: str, share: float) -> tuple[float, float]:
        """Return where a band with a share of the bar begins, and its width; the next follows."""
        start, wide = float(getattr(self, side)), self.height * share
        setattr(self, side, start + wide)
        return start, wide


def name_of(speaker: Speaker, found: Column, key: str, where: str) -> str:
    """Return the name of a row."""
    if key == REST:
        return speaker.say("overview.others", len(found.rest))
    if not key:
        return speaker.say("band.none" if where == "topics" else f"overview.no-{where}")
    return speaker.name(f"{ID}country/{key}" if where == "countries" else key)


def overview_svg(found: Overview, speaker: Speaker, address: Address, frame: Frame = WIDE) -> str:
    """Return the picture; every text is escaped."""
    columns = {"countries": found.countries, "topics": found.topics, "provinces": found.provinces}
    largest = max(sum(one.activities.values()) for one in columns.values())
    unit = min(MOST_PER_ACTIVITY, ROOM / largest) if largest else 1.0
    wide = frame.middle[1] - frame.middle[0]
    names = {
        topic: wrap(_counted(speaker, found, topic), frame.font, wide - 8.0)
        for topic in found.topics.keys
    }
    # Names need room where a bar is lower than they are.
    least = {
        "countries": dict.fromkeys(found.countries.keys, frame.least),
        "topics": {k: len(names[k]) * (frame.font + 2.0) + 5.0 for k in found.topics.keys},
        "provinces": dict.fromkeys(found.provinces.keys, frame.least),
    }
    gap = 3.0
    rooms = {
        name: [max(least[name][key], unit * one.activities[key]) for key in one.keys]
        for name, one in columns.items()
    }
    high = max(sum(of) + gap * len(of) for of in rooms.values())
    boxes = {name: _stacked(one, rooms[name], unit, high, gap) for name, one in columns.items()}
    parts = _bands(found, speaker, address, frame, boxes)
    parts += _rows(found, speaker, address, frame, boxes, names)
    total = high + 34.0
    return (
        f'<svg class="overview {frame.name}" viewBox="0 0 {frame.width:.0f} {total:.0f}" '
        f'role="group" aria-label={quoteattr(speaker.say("overview.label"))}>\n'
        + "\n".join([*_heads(speaker, frame), *parts])
        + "\n</svg>"
    )


def _stacked(
    column: Column, rooms: list[float], unit: float, high: float, gap: float
) -> dict[str, _Box]:
    """Place the bars of a column, each in the middle of its room and as high as its number."""
    top = 30.0 + (high - sum(rooms) - gap * len(rooms)) / 2
    boxes = {}
    for key, room in zip(column.keys, rooms, strict=True):
        height = unit * column.activities[key]
        start = top + (room - height) / 2
        boxes[key] = _Box(start, height, start, start)
        top += room + gap
    return boxes


def _bands(
    found: Overview,
    speaker: Speaker,
    address: Address,
    frame: Frame,
    boxes: dict[str, dict[str, _Box]],
) -> list[str]:
    # Bands leave and reach a bar in the order of the column at their other end.
    left = [(c, t) for t in found.topics.keys for c in found.countries.keys]
    right = [(t, p) for p in found.provinces.keys for t in found.topics.keys]
    parts = ['<g class="flows">']
    for columns, pairs, counts, across in (
        ((COUNTRIES, TOPICS), left, found.left, (frame.left + frame.bar, frame.middle[0])),
        ((TOPICS, PROVINCES), right, found.right, (frame.middle[1], frame.right)),
    ):
        held = {pair: counts[pair] for pair in pairs if pair in counts}
        parts += _between(found, speaker, address, boxes, columns, held, across)
    return [*parts, "</g>"]


def _between(
    found: Overview,
    speaker: Speaker,
    address: Address,
    boxes: dict[str, dict[str, _Box]],
    columns: tuple[str, str],
    counts: dict[tuple[str, str], int],
    across: tuple[float, float],
) -> Iterator[str]:
    """Draw the bands from one column to the next."""
    first, second = columns
    leaving: Counter[str] = Counter()
    reaching: Counter[str] = Counter()
    for (one, two), count in counts.items():
        leaving[one] += count
        reaching[two] += count
    for (one, two), count in counts.items():
        begin = boxes[first][one].take("right", count / leaving[one])
        close = boxes[second][two].take("left", count / reaching[two])
        title = speaker.say(
            "overview.band",
            count,
            a=name_of(speaker, getattr(found, first), one, first),
            b=name_of(speaker, getattr(found, second), two, second),
        )
        chosen = {first: one, second: two}
        to = [chosen.get(column, "") for column in (COUNTRIES, TOPICS, PROVINCES)]
        side = "china" if second == PROVINCES else "eu" if one in found.member else "other"
        where = "" if {REST, ""} & {one, two} else address(*to)
        yield _band(across, begin, close, side, title, where)


def _band(
    across: tuple[float, float],
    begin: tuple[float, float],
    close: tuple[float, float],
    side: str,
    title: str,
    to: str,
) -> str:
    """Draw a band from one column to the next; ``begin`` and ``close`` are its ends: top, width."""
    (x1, x2), (y1, wide1), (y2, wide2) = across, begin, close
    middle = (x1 + x2) / 2
    wide1, wide2 = max(wide1, 0.4), max(wide2, 0.4)
    path = (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"v{wide2:.1f}C{middle:.1f} {y2 + wide2:.1f} {middle:.1f} {y1 + wide1:.1f} "
        f"{x1:.1f} {y1 + wide1:.1f}z"
    )
    drawn = f'<path class="flow {side}" d="{path}"><title>{escape(title)}</title></path>'
    # The rows are the stops of the Tab key: hundreds of bands would bury them.
    return f'<a href={quoteattr(to)} tabindex="-1">{drawn}</a>' if to else drawn


def _heads(speaker: Speaker, frame: Frame) -> list[str]:
    places = (
        (frame.left + frame.bar, "end", speaker.say("overview.head.eu")),
        (sum(frame.middle) / 2, "middle", speaker.say("overview.head.topics")),
        # In a narrow picture the heading is wider than what is right of the bar.
        (frame.width - 2.0, "end", speaker.say("overview.head.china"))
        if frame is NARROW
        else (frame.right, "start", speaker.say("overview.head.china")),
    )
    return [
        f'<text class="head" x="{x:.0f}" y="18" text-anchor="{anchor}">{escape(text)}</text>'
        for x, anchor, text in places
    ]


def _rows(
    found: Overview,
    speaker: Speaker,
    address: Address,
    frame: Frame,
    boxes: dict[str, dict[str, _Box]],
    names: dict[str, list[str]],
) -> list[str]:
    parts = ['<g class="rows">']
    for key, box in boxes["countries"].items():
        name = name_of(speaker, found.countries, key, "countries")
        parts.append(
            _row(
                f'<rect class="bar {"eu" if key in found.member else "other"}" '
                f'x="{frame.left:.1f}" y="{box.top:.1f}" width="{frame.bar}" '
                f'height="{box.height:.1f}"/>',
                _label(
                    *(frame, name, found.countries.activities[key], speaker, box, "end"),
                    short="" if key == REST else key.upper(),
                ),
                _title(speaker, name, found.countries.activities[key]),
                address(key, "", "") if key not in (REST, "") else "",
            )
        )
    for key, box in boxes["topics"].items():
        name = name_of(speaker, found.topics, key, "topics")
        x, wide = frame.middle[0], frame.middle[1] - frame.middle[0]
        lines = names[key]
        first = box.top + box.height / 2 - (len(lines) - 1) * (frame.font + 2.0) / 2
        text = "".join(
            f'<text class="row" x="{x + wide / 2:.1f}" '
            f'y="{first + at * (frame.font + 2.0) + frame.font * 0.36:.1f}" '
            f'text-anchor="middle" font-size="{frame.font}">{escape(line)}</text>'
            for at, line in enumerate(lines)
        )
        # A bar is as high as its number: where its name is higher, no line may run through that.
        low = " low" if box.height < len(lines) * (frame.font + 1.0) else ""
        rect = (
            f'<rect class="topic{low}" x="{x:.1f}" y="{box.top:.1f}" width="{wide:.1f}" '
            f'height="{box.height:.1f}" rx="3"/>'
        )
        title = _title(speaker, name, found.topics.activities[key])
        parts.append(_row(rect, text, title, address("", key, "") if key not in (REST, "") else ""))
    for key, box in boxes["provinces"].items():
        name = name_of(speaker, found.provinces, key, "provinces")
        parts.append(
            _row(
                f'<rect class="bar china" x="{frame.right:.1f}" y="{box.top:.1f}" '
                f'width="{frame.bar}" height="{box.height:.1f}"/>',
                _label(frame, name, found.provinces.activities[key], speaker, box, "start"),
                _title(speaker, name, found.provinces.activities[key]),
                address("", "", key) if key not in (REST, "") else "",
            )
        )
    return [*parts, "</g>"]


def _counted(speaker: Speaker, found: Overview, topic: str) -> str:
    count = speaker.number(found.topics.activities[topic])
    return f"{name_of(speaker, found.topics, topic, 'topics')} {count}"


def _title(speaker: Speaker, name: str, count: int) -> str:
    return speaker.say("overview.row", count, name=name)


def _label(
    frame: Frame, name: str, count: int, speaker: Speaker, box: _Box, anchor: str, short: str = ""
) -> str:
    """Write a name and its number; ``short`` where the name is too long: two may begin alike."""
    number = f" {speaker.number(count)}"
    x = frame.left - 5.0 if anchor == "end" else frame.right + frame.bar + 5.0
    room = frame.left - 7.0 if anchor == "end" else frame.width - x - 2.0
    fitting = shorten(name, frame.font, room - len(number) * frame.font * 0.65)
    text = (short if short and fitting != name else fitting) + number
    y = box.top + box.height / 2 + frame.font * 0.36
    return (
        f'<text class="row" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'font-size="{frame.font}">{escape(text)}</text>'
    )


def _row(shape: str, label: str, title: str, to: str) -> str:
    inside = f"<title>{escape(title)}</title>{shape}{label}"
    if not to:
        return f"<g>{inside}</g>"
    return f"<a href={quoteattr(to)} aria-label={quoteattr(title)}>{inside}</a>"
