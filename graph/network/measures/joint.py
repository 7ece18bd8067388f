"""The activities of both sides by country, province and topic: one rule for every page and file.

An activity in which actors of both sides take part counts once for each country and province that
takes part in it, and once for each of its topics and of those above them. So a topic includes its
narrower ones, as in every filter, and nothing can be added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.model.ties import CHINA, EU, OTHER, UNKNOWN

Sets = dict[str, set[str]]


@dataclass(frozen=True)
class Joint:
    """The activities of each country, province and topic; the key is '' where nobody says which.

    ``countries`` are those of actors that were not on China's side on the day, ``provinces`` those
    of actors that were, ``territories`` the countries of all actors. ``outside`` are the activities
    in which territories with a side of their own take part as well.
    """

    countries: Mapping[str, set[str]]
    provinces: Mapping[str, set[str]]
    territories: Mapping[str, set[str]]
    topics: Mapping[str, set[str]]
    outside: frozenset[str]


def joint(analysis: Analysis) -> Joint:
    """Sort the activities of both sides of a view."""
    countries: Sets = {}
    provinces: Sets = {}
    territories: Sets = {}
    topics: Sets = {}
    outside: set[str] = set()
    for link in analysis.view.links:
        iri = link.setting
        if iri not in analysis.across:
            continue
        setting = analysis.view.settings[iri]
        side = link.side or analysis.network.side_on(link.actor, link.start or setting.start)
        actor = analysis.view.actors[link.actor]
        territories.setdefault(actor.country or "", set()).add(iri)
        if side == CHINA:
            provinces.setdefault(actor.province or "", set()).add(iri)
        elif side in (EU, OTHER):
            countries.setdefault(actor.country or "", set()).add(iri)
        elif side != UNKNOWN:
            outside.add(iri)
    for iri in analysis.across:
        for topic in analysis.view.wider(analysis.view.settings[iri].topics) or {""}:
            topics.setdefault(topic, set()).add(iri)
    return Joint(countries, provinces, territories, topics, frozenset(outside))
