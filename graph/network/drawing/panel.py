"""The yearly panel as a small chart: what stays and enters above the line, what leaves below."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from graph.network.measures.years import Flow

WIDTH, HEIGHT = 900.0, 190.0
LEFT, TOP, BOTTOM = 46.0, 12.0, 22.0
LINE = 15.0
ROOM = 30.0
"""Width of a step from which on each bar has its number."""


def chart(
    rows: Sequence[tuple[int, Flow]],
    label: str,
    titles: Sequence[str],
    marks: Mapping[int, str] | None = None,
    incomplete: int | None = None,
    number: Callable[[int], str] = str,
) -> str:
    """Return the chart as SVG: a bar for each year, with a title for whoever cannot see it.

    ``marks`` are words at the beginning of a year; a year that is ``incomplete`` is paler, with *.
    ``number`` writes the numbers of the axis and, where there is room, of each bar.
    """
    most = max((flow.there for _, flow in rows), default=0) or 1
    least = max((flow.leaving for _, flow in rows), default=0)
    # Words of marks stand above the bars, a line for each.
    top = TOP + LINE * (1 + len(marks or {}))
    high = HEIGHT + top - TOP
    unit = (HEIGHT - TOP - BOTTOM) / (most + least)
    zero = top + most * unit
    step = (WIDTH - LEFT - 6.0) / max(len(rows), 1)
    every = max(1, round(40.0 / step))
    parts = [
        f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}"/>',
    ]
    for value in ticks(most):
        y = zero - value * unit
        parts.append(
            f'<line class="tick" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>' * (value > 0)
            + f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(value)}</text>'
        )
    for at, ((year, flow), title) in enumerate(zip(rows, titles, strict=True)):
        x, wide = LEFT + at * step + step * 0.12, step * 0.76
        stay, enter, leave = (n * unit for n in (flow.staying, flow.entering, flow.leaving))
        bars = (
            ("stay", zero - stay, stay),
            ("enter", zero - stay - enter, enter),
            ("leave", zero, leave),
        )
        drawn = "".join(
            f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
            for name, y, high in bars
            if high
        )
        if flow.there and step >= ROOM:
            drawn += (
                f'<text x="{x + wide / 2:.1f}" y="{zero - stay - enter - 4:.1f}" '
                f'text-anchor="middle">{number(flow.there)}</text>'
            )
        part = year == incomplete
        faint = ' class="part"' if part else ""
        parts.append(f"<g{faint}><title>{escape(title)}</title>{drawn}</g>")
        # The label of the incomplete year takes the place of one right before it.
        crowded = incomplete is not None and 0 < incomplete - year < every
        if part or (at % every == 0 and not crowded):
            parts.append(
                f'<text x="{x + wide / 2:.1f}" y="{high - 6:.1f}" '
                f'text-anchor="middle">{year}{"*" if part else ""}</text>'
            )
    parts += _marks(rows, marks or {}, step, zero)
    return (
        f'<svg class="panel-chart" viewBox="0 0 {WIDTH:.0f} {high:.0f}" role="img" '
        f"aria-label={quoteattr(label)}>{''.join(parts)}</svg>"
    )


def ticks(most: int) -> list[int]:
    """Return round numbers from 0 up to ``most``, three to six of them where it is large enough."""
    size = 10 ** int(math.log10(most))
    most_steps = 5 if most > 4 else 4
    steps = (size // 5, size // 2, size, 2 * size)
    step = next(one for one in steps if one and most / one <= most_steps)
    return list(range(0, most + 1, step))


def _marks(
    rows: Sequence[tuple[int, Flow]], marks: Mapping[int, str], step: float, zero: float
) -> list[str]:
    """Draw a line before the bar of each marked year, with its words above, where there is room."""
    places = {year: LEFT + at * step for at, (year, _) in enumerate(rows)}
    parts = []
    for at, (year, said) in enumerate(sorted(marks.items())):
        if year in places:
            x, y = places[year], TOP + LINE * at
            end = x > WIDTH / 2
            parts.append(
                f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 8:.1f}" y2="{zero:.1f}"/>'
                f'<text x="{x + (-4 if end else 4):.1f}" y="{y:.1f}" '
                f'text-anchor="{"end" if end else "start"}">{escape(said)} {year}</text>'
            )
    return parts
