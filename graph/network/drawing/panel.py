"""The yearly panel as a small chart: what stays and enters above the line, what leaves below."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from graph.network.measures.years import Flow

WIDTH, HEIGHT = 900.0, 190.0
LEFT, TOP, BOTTOM = 46.0, 12.0, 22.0


def chart(rows: Sequence[tuple[int, Flow]], label: str, titles: Sequence[str]) -> str:
    """Return the chart as SVG: a bar for each year, with a title for whoever cannot see it."""
    most = max((flow.there for _, flow in rows), default=0) or 1
    least = max((flow.leaving for _, flow in rows), default=0)
    unit = (HEIGHT - TOP - BOTTOM) / (most + least)
    zero = TOP + most * unit
    step = (WIDTH - LEFT - 6.0) / max(len(rows), 1)
    every = max(1, round(40.0 / step))
    parts = [
        f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}"/>',
        f'<text x="{LEFT - 6}" y="{TOP + 8:.1f}" text-anchor="end">{most:,}</text>',
        f'<text x="{LEFT - 6}" y="{zero + 4:.1f}" text-anchor="end">0</text>',
    ]
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
        parts.append(f"<g><title>{escape(title)}</title>{drawn}</g>")
        if at % every == 0:
            parts.append(
                f'<text x="{x + wide / 2:.1f}" y="{HEIGHT - 6:.1f}" '
                f'text-anchor="middle">{year}</text>'
            )
    return (
        f'<svg class="panel-chart" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" '
        f"aria-label={quoteattr(label)}>{''.join(parts)}</svg>"
    )
