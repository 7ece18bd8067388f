"""What registers count of what a source calls less than before: participations by year.

A source that says that fewer join than before gives no numbers. Where registers have projects on
what it speaks of, they do: how often actors from China take part, by the year in which the project
began. That is told beside the gap; it neither proves nor disproves the source, which is older.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import HORIZONTAL, bound
from graph.network.model.filters import narrower
from graph.network.model.reading import tail
from graph.network.model.ties import CHINA, NOT_TAKING_PART
from graph.questions import query

QUERY = "gaps/participations-by-year"
_LESS = re.compile(r"\b(fewer|less)\b", re.IGNORECASE)
"""How our own words, which are English, say that something was more before."""


@dataclass(frozen=True)
class Counted:
    """Participations from China on some topics by year; ``within`` are these and narrower ones."""

    topics: tuple[str, ...]
    within: tuple[str, ...]
    years: tuple[tuple[int, int], ...]

    def text(self) -> str:
        """Return the query that counts them."""
        return bound(query(QUERY), {"topic": self.within})


def counted(analysis: Analysis, thing: str, said: str, language: str) -> Counted | None:
    """Return what registers count of a shortfall; None where it is none of numbers, or they none.

    The whole network is counted, whatever a filter hides.
    """
    setting = analysis.network.things.get(thing)
    if language != "en" or not _LESS.search(said) or setting is None:
        return None
    two_mode = analysis.network.two_mode
    topics = {iri for iri in setting.topics if tail(two_mode.band(iri)) not in HORIZONTAL}
    within = narrower(two_mode, frozenset(topics))
    held: dict[int, set[str]] = {}
    for link in two_mode.links:
        about = two_mode.settings[link.setting]
        if not link.rows or about.kind != "project" or not about.start:
            continue
        if not about.topics & within or set(link.role.split()) & NOT_TAKING_PART:
            continue
        if (link.side or analysis.network.side_on(link.actor, about.start)) == CHINA:
            held.setdefault(int(about.start[:4]), set()).add(link.node)
    if not held:
        return None
    every = range(min(held), max(held) + 1)
    years = tuple((year, len(held.get(year, ()))) for year in every)
    return Counted(tuple(sorted(topics)), tuple(sorted(within)), years)
