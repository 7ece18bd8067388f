"""The years in which two actors share something, with the breaks between them.

From the first start to the last end a tie may have had years in which nothing was going on: one
span would tell them as years of cooperation.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.network.measures.analysis import Analysis
from graph.network.model.ties import Link, Tie, merge_links, span_of

Span = tuple[str | None, str | None]


def spans_of(analysis: Analysis, ties: Iterable[Tie]) -> dict[str, tuple[Span, ...]]:
    """Return for each tie, by its key, what it spans; a full year without anything parts spans."""
    wanted = list(ties)
    ends = {end for tie in wanted if tie.count > 1 for end in (tie.a, tie.b)}
    links: dict[tuple[str, str], Link] = {}
    for link in analysis.shared_links:
        if link.actor in ends:
            key = (link.actor, link.setting)
            links[key] = merge_links(links[key], link) if key in links else link
    found: dict[str, tuple[Span, ...]] = {}
    for tie in wanted:
        if tie.count == 1:
            found[tie.key] = ((tie.start, tie.end),)
            continue
        shared = [
            span_of(
                analysis.view.settings[iri],
                *(links[end, iri] for end in (tie.a, tie.b) if (end, iri) in links),
            )
            for iri in tie.settings
        ]
        found[tie.key] = joined(shared) or ((tie.start, tie.end),)
    return found


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or follow one another within a year; an end of None is open."""
    dated = sorted(
        ((start or end or "", end) for start, end in spans if start or end),
        key=lambda span: (span[0], span[1] or _OPEN),
    )
    made: list[tuple[str, str | None]] = []
    for start, end in dated:
        if made and (made[-1][1] is None or int(start[:4]) - int(made[-1][1][:4]) <= 1):
            last = made[-1][1]
            open_ended = last is None or end is None
            made[-1] = (made[-1][0], None if open_ended else max(str(last), str(end)))
        else:
            made.append((start, end))
    return tuple(made)


_OPEN = "9999-12-31"
