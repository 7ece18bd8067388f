"""The diagram as SVG: in a page (styled by the site's sheet) or as a file of its own.

Side is told by place and colour, kind by shape, brokerage by size; nothing hangs on colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from graph.network.drawing.layout import (
    BAND_FONT,
    CHINA_INNER,
    CHINA_OUTER,
    EU_INNER,
    EU_OUTER,
    FONT,
    OTHERS,
    WIDTH,
    Band,
    Line,
    Node,
    Picture,
)
from graph.network.drawing.look import PALETTE, Shades, words_of
from graph.network.drawing.text import width
from graph.network.model.ties import UNKNOWN
from graph.network.telling.sentences import Speaker

# Blue and vermilion keep apart for every common form of colour vision (after Okabe & Ito 2008).
NO_GROUP = "#9aa4ae"
COLOURS = {"eu": "#0069b4", "china": "#bf4a00", OTHERS: "#66707a"}
STYLE = """
text { font-family: "DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Liberation Sans", sans-serif }
.paper { fill: #fff } .band { fill: #f4f6f8 } .band.even { fill: #fff }
.band-name, .head, .legend, .foot { fill: #4d5b69; font-size: 12px }
.band-name { font-size: 11px }
.head { font-weight: bold; font-size: 14px; fill: #16202b } .title { font-size: 15px }
.tie { fill: none; stroke: #5b6673; stroke-opacity: .3 } .tie.cross { stroke-opacity: .55 }
.tie.undated { stroke-dasharray: 4 3 } .many .tie { stroke-opacity: .08 }
.many .tie.cross { stroke-opacity: .14 }
.mark { stroke: #fff; stroke-width: 1 } .eu .mark { fill: #0069b4 } .china .mark { fill: #bf4a00 }
.other .mark { fill: #66707a } .ring .mark { fill: #fff; stroke-width: 2 }
.eu.ring .mark { stroke: #0069b4 } .china.ring .mark { stroke: #bf4a00 }
.other.ring .mark { stroke: #66707a }
.label { font-size: 12px; fill: #16202b; paint-order: stroke; stroke: #fff; stroke-width: 2.5px;
  stroke-linejoin: round }
"""

STYLE += "\n".join(
    f".shade-{at} .mark {{ fill: {colour} }} "
    f".shade-{at}.ring .mark {{ fill: #fff; stroke: {colour} }}"
    for at, colour in enumerate(PALETTE)
)
STYLE += f"\n.shade-none .mark {{ fill: {NO_GROUP} }}\n"
STYLE += """
.form .mark { fill: #16202b } .form.ring .mark { fill: #fff; stroke: #16202b; stroke-width: 2 }
"""
FORM = "form"
"""The class of a shape in the legend, where it stands for no side and no group."""
LEGEND_SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "cross", "ring")
MANY_LINES = 1500
"""Beyond so many ties they are drawn paler, or they would make one black field."""
Link = Callable[[str], str]


def colour_side(side: str) -> str:
    """Return ``eu``, ``china`` or ``other``: the sides that have a colour."""
    return side if side in ("eu", "china") else OTHERS


def colour_class(node: Node) -> str:
    """Return the class that gives an actor its colour: its side, or the group that is told."""
    if node.shade is None:
        return colour_side(node.side)
    return f"shade-{node.shade}" if node.shade >= 0 else "shade-none"


def colour_of(node: Node) -> str:
    """Return the colour of an actor, for files without a style sheet."""
    if node.shade is None:
        return COLOURS[colour_side(node.side)]
    return PALETTE[node.shade] if node.shade >= 0 else NO_GROUP


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def mark(shape: str, x: float, y: float, radius: float) -> str:
    """Return the SVG element of a shape about as large to the eye as a circle of that radius.

    A ``patch`` is no actor: it shows a colour in the legend.
    """
    if shape in ("circle", "ring"):
        return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    if shape == "patch":
        return (
            f'<rect class="mark" x="{x - radius * 1.3:.1f}" y="{y - radius * 0.8:.1f}" '
            f'width="{radius * 2.6:.1f}" height="{radius * 1.6:.1f}" rx="2"/>'
        )
    if shape == "square":
        half = radius * 0.89
        return (
            f'<rect class="mark" x="{x - half:.1f}" y="{y - half:.1f}" '
            f'width="{2 * half:.1f}" height="{2 * half:.1f}"/>'
        )
    if shape == "cross":
        a, b = radius * 1.1, radius * 0.42
        corners = [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b)]
        corners += [(-px, -py) for px, py in corners]
        points = _points((x + px, y + py) for px, py in corners)
        return f'<polygon class="mark" points="{points}"/>'
    sides, turn, scale = {
        "diamond": (4, 0.0, 1.2),
        "triangle": (3, -90.0, 1.28),
        "hexagon": (6, 0.0, 1.08),
    }[shape]
    points = _points(
        (
            x + radius * scale * math.cos(math.radians(turn + 360.0 / sides * at)),
            y + radius * scale * math.sin(math.radians(turn + 360.0 / sides * at)),
        )
        for at in range(sides)
    )
    return f'<polygon class="mark" points="{points}"/>'


def drawing(picture: Picture, speaker: Speaker, node_link: Link | None = None) -> str:
    """Return the inside of the diagram: bands, ties, actors. ``node_link`` gives actors an address.

    Every text is escaped. Ties and actors carry ``data-`` attributes for the page's filters.
    """
    parts = [*map(_band, picture.bands, range(len(picture.bands)))]
    low = [band.top for band in picture.bands if band.topic in (OTHERS, UNKNOWN)]
    bottom = min(low, default=picture.height - 8)
    if picture.nodes:
        middle = (EU_OUTER + EU_INNER) / 2, (CHINA_OUTER + CHINA_INNER) / 2
        for x, side in zip(middle, ("eu", "china"), strict=True):
            parts.append(
                f'<text class="head" x="{x:.0f}" y="26" text-anchor="middle">'
                f"{escape(speaker.side(side))}</text>"
            )
    # In the order of reading: by band, side, and from the top down.
    order = sorted(picture.nodes, key=lambda node: (node.y, node.x, node.iri))
    many = " many" if len(picture.lines) > MANY_LINES else ""
    parts.append(f'<g class="ties{many}" aria-hidden="true" data-bottom="{bottom:.0f}">')
    if many and node_link is not None:
        parts += _bundles(picture.lines, order)
    else:
        parts += [_line(line, node_link is not None) for line in picture.lines]
    parts.append("</g>")
    parts.append('<g class="nodes">')
    parts += [_node(node, speaker, node_link) for node in order]
    parts.append("</g>")
    # A line break between two elements is one more node of a page.
    return ("\n" if node_link is None else "").join(parts)


def _band(band: Band, at: int) -> str:
    even = " even" if at % 2 else ""
    lines = "".join(
        f'<text class="band-name" x="8" y="{band.top + 15 + number * (BAND_FONT + 3):.1f}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(band.lines)
    )
    high = band.bottom - band.top
    return (
        f'<rect class="band{even}" x="0" y="{band.top:.1f}" width="100%" height="{high:.1f}"/>'
        + lines
    )


def _line(line: Line, on_page: bool) -> str:
    tie = line.tie
    data = {
        "data-a": tail(tie.a),
        "data-b": tail(tie.b),
        "data-from": (tie.start or "")[:4],
        "data-to": (tie.end or tie.start or "")[:4],
    }
    if not on_page:
        # The page has them in the panel; here they would be a tenth of thousands of lines.
        data["data-kinds"] = " ".join(sorted(tie.kinds))
        data["data-confidence"] = f"{tie.confidence:.2f}"
    attributes = " ".join(f"{key}={quoteattr(value)}" for key, value in data.items() if value)
    cross = (" cross" if line.cross else "") + (" undated" if tie.undated else "")
    return f'<path class="tie{cross}" stroke-width="{line.stroke}" d="{line.path}" {attributes}/>'


def _bundles(lines: Iterable[Line], nodes: Sequence[Node]) -> Iterator[str]:
    """Yield many ties in few paths: those that are drawn alike and begin in one year together.

    Thousands of elements take a browser seconds, and none of them could be hit. ``data-ends`` has
    the places of both ends among the actors, tie by tie, in the order of the curves.
    """
    place = {node.iri: at for at, node in enumerate(nodes)}
    held: dict[tuple[bool, float, str, str], list[Line]] = {}
    for line in lines:
        start, end = (line.tie.start or "")[:4], (line.tie.end or "")[:4]
        stroke = next(width for least, width in STROKES if line.stroke >= least)
        held.setdefault((line.cross, stroke, start, "" if start else end), []).append(line)
    for (cross, stroke, start, end), found in sorted(held.items(), key=lambda entry: entry[0]):
        classes = "tie bundle" + (" cross" if cross else "") + ("" if start or end else " undated")
        years = f' data-from="{start}"' if start else f' data-to="{end}"' if end else ""
        ends = " ".join(f"{place[line.tie.a]} {place[line.tie.b]}" for line in found)
        curves = "".join(line.path for line in found)
        yield (
            f'<path class="{classes}" stroke-width="{stroke}" d="{curves}"{years} '
            f'data-ends="{ends}"/>'
        )


STROKES = ((1.6, 2.0), (1.0, 1.2), (0.0, 0.8))
"""How wide ties are drawn in bundles: from which width on, and how wide."""


def tail(iri: str) -> str:
    """Return the ``segment/slug`` of an IRI of the graph, for short attributes."""
    return "/".join(iri.rsplit("/", 2)[-2:])


def described(node: Node, speaker: Speaker) -> str:
    """Return what a screen reader says of an actor: name, side, number of ties."""
    ties = speaker.say("node.ties", node.ties)
    comma = "，" if speaker.language == "zh" else ", "
    return comma.join((node.name, speaker.side(node.side), ties))


def _node(node: Node, speaker: Speaker, node_link: Link | None) -> str:
    title = escape(described(node, speaker))
    tag = speaker.tag_of(node.iri)
    language = f" lang={quoteattr(tag)}" if tag else ""
    label = (
        f'<text class="label"{language} x="{node.label_x:.1f}" y="{node.y + FONT * 0.36:.1f}" '
        f'text-anchor="{node.anchor}">{escape(node.label)}</text>'
        if node.label
        else ""
    )
    classes = f"node {colour_class(node)} {node.shape}"
    inside = f"<title>{title}</title>{mark(node.shape, node.x, node.y, node.radius)}{label}"
    data = f"data-id={quoteattr(tail(node.iri))} data-name={quoteattr(node.name)}"
    if node_link is None:
        return f'<g class="{classes}" {data}>{inside}</g>'
    return f'<a class="{classes}" {data} href={quoteattr(node_link(node.iri))}>{inside}</a>'


def _text(name: str, x: float, y: float, words: str) -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def legend_entries(speaker: Speaker, groups: Shades | None) -> list[tuple[str, str, str]]:
    """Return (shape, class of the colour, words) of the legend: sides or groups, then shapes.

    Colours are patches and shapes have no side's colour, so that no two entries look the same.
    """
    if groups is None:
        sides = ("eu", "china", OTHERS)
        entries = [("patch", colour_side(s), speaker.say(f"legend.{s}")) for s in sides]
    else:
        entries = [("patch", f"shade-{at}", name) for at, name in enumerate(groups.names)]
        if groups.rest:
            entries.append(("patch", "shade-none", speaker.say("look.grey", groups.rest)))
    return entries + [(shape, FORM, speaker.say(f"legend.{shape}")) for shape in LEGEND_SHAPES]


def how_to_read(picture: Picture, speaker: Speaker) -> list[str]:
    """Return what places, sizes and bands of a picture say, in sentences."""
    what = speaker.say(words_of(picture.look.bands))
    said = [speaker.say("legend.how", None, what=what)]
    return said + [speaker.say("legend.crowded")] * picture.crowded


def legend(picture: Picture, speaker: Speaker, y: float) -> tuple[str, float]:
    """Return the legend as SVG, and the y below it."""
    parts: list[str] = []
    x, top = 12.0, y
    for shape, colour, words in legend_entries(speaker, picture.shades):
        wide = width(words, FONT) + 34.0
        if x + wide > WIDTH - 10.0:
            x, y = 12.0, y + 20.0
        parts.append(
            f'<g class="{colour} {shape}">{mark(shape, x + 7, y, 5.5)}</g>'
            f'<text class="legend" x="{x + 17:.1f}" y="{y + 4:.1f}">{escape(words)}</text>'
        )
        x += wide
    y += 6.0
    for sentence in how_to_read(picture, speaker):
        y += 16.0
        parts.append(f'<text class="legend" x="12" y="{y:.1f}">{escape(sentence)}</text>')
    return f'<g class="key" data-top="{top:.0f}">' + "".join(parts) + "</g>", y + 10.0


def page_svg(picture: Picture, speaker: Speaker, node_link: Link) -> str:
    """Return the diagram for a page: no style of its own, actors are links."""
    view = f"0 0 {picture.width:.0f} {picture.height:.0f}"
    return (
        f'<svg class="network" viewBox="{view}" role="group" '
        f"aria-label={quoteattr(speaker.say('diagram.label'))}>\n"
        f"{drawing(picture, speaker, node_link)}\n</svg>"
    )


def file_svg(picture: Picture, speaker: Speaker, title: str, foot: str) -> str:
    """Return the diagram as a file: title, legend, and a foot that says what it shows.

    ``foot`` holds the date of the data, the filter and the source, one line each.
    """
    under = picture.height + 22.0
    key, bottom = legend(picture, speaker, under)
    lines = foot.split("\n")
    for number, line in enumerate(lines):
        key += (
            f'<text class="foot" x="12" y="{bottom + 12 + number * 15:.1f}">{escape(line)}</text>'
        )
    high = bottom + 15.0 * len(lines) + 14.0
    shift = 30.0
    wide = picture.width
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high + shift:.0f}" '
        f'width="{wide:.0f}" height="{high + shift:.0f}" role="img" '
        f'aria-labelledby="title" lang={quoteattr(speaker.language)}>\n'
        f'<title id="title">{escape(title)}</title>\n<style>{STYLE}</style>\n'
        '<rect class="paper" width="100%" height="100%"/>\n'
        f'<text class="head title" x="12" y="24">{escape(title)}</text>\n'
        f'<g transform="translate(0 {shift:.0f})">\n{drawing(picture, speaker)}\n{key}\n</g>\n'
        "</svg>\n"
    )
