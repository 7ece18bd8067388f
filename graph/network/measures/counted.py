"""What registers count of what a source calls less than before: participations by year.

A source that says that fewer join than before gives no numbers. Where registers have projects on
what it speaks of, they do: how often actors from China take part, by the year in which the project
began. Where the source speaks of programmes, only projects count that a call, or a part of a
programme, on that pays for: a project on health under a call on nanoscopy is of no health
programme. That is told beside the gap; it neither proves nor disproves the source, which is older.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import HORIZONTAL, bound
from graph.network.model.filters import narrower
from graph.network.model.reading import Answering, tail
from graph.network.model.ties import CHINA, NOT_TAKING_PART
from graph.questions import query

QUERY = "gaps/participations-by-year"
OF_PROGRAMMES = "gaps/programme-participations-by-year"
PAID = "gaps/programme-projects"
_LESS = re.compile(r"\b(fewer|less)\b", re.IGNORECASE)
"""How our own words, which are English, say that something was more before."""
_PROGRAMME = re.compile(r"\bprogrammes?\b", re.IGNORECASE)
"""And that they speak of programmes, not of a field."""


@dataclass(frozen=True)
class Counted:
    """Participations from China on some topics by year; ``within`` are these and narrower ones.

    ``programmes`` says that only projects count that calls or programmes on these pay for.
    """

    topics: tuple[str, ...]
    within: tuple[str, ...]
    years: tuple[tuple[int, int], ...]
    programmes: bool = False

    def text(self) -> str:
        """Return the query that counts them."""
        return bound(query(OF_PROGRAMMES if self.programmes else QUERY), {"topic": self.within})


def counted(
    store: Answering, analysis: Analysis, thing: str, said: str, language: str
) -> Counted | None:
    """Return what registers count of a shortfall; None where it is none of numbers, or they none.

    The whole network is counted, whatever a filter hides, and every year that it has projects of
    registers in: a year without any is told as such.
    """
    setting = analysis.network.things.get(thing)
    if language != "en" or not _LESS.search(said) or setting is None:
        return None
    two_mode = analysis.network.two_mode
    topics = {iri for iri in setting.topics if tail(two_mode.band(iri)) not in HORIZONTAL}
    within = narrower(two_mode, frozenset(topics))
    if not within:
        return None
    programmes = bool(_PROGRAMME.search(said))
    paid = _paid(store, within) if programmes else frozenset()
    years: set[int] = set()
    held: dict[int, set[str]] = {}
    for link in two_mode.links:
        about = two_mode.settings[link.setting]
        if not link.rows or about.kind != "project" or not about.start:
            continue
        years.add(int(about.start[:4]))
        on = about.iri in paid if programmes else bool(about.topics & within)
        if not on or set(link.role.split()) & NOT_TAKING_PART:
            continue
        if (link.side or analysis.network.side_on(link.actor, about.start)) == CHINA:
            held.setdefault(int(about.start[:4]), set()).add(link.node)
    if not held:
        return None
    counts = tuple((year, len(held.get(year, ()))) for year in range(min(years), max(years) + 1))
    return Counted(tuple(sorted(topics)), tuple(sorted(within)), counts, programmes)


def _paid(store: Answering, topics: frozenset[str]) -> frozenset[str]:
    """Return the projects that calls or parts of programmes on some topics pay for."""
    asked = bound(query(PAID), {"topic": tuple(sorted(topics))})
    return frozenset(str(row["project"]) for row in store.select(asked))
