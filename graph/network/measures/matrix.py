"""Topic by country: where organisations of a country share something across the two sides."""

from __future__ import annotations

from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.model.ties import CHINA, EU


@dataclass(frozen=True)
class Matrix:
    """``cells[(topic, country)]`` counts activities; rows and columns by their total, then name.

    Only activities with actors of both sides count. ``levels`` sorts counts into five shades.
    """

    topics: tuple[str, ...]
    countries: tuple[str, ...]
    cells: dict[tuple[str, str], int]

    def level(self, count: int) -> int:
        """Return 0 (none) to 4: quarters of the largest count."""
        largest = max(self.cells.values(), default=0)
        return 0 if not count else min(4, 1 + (4 * (count - 1)) // max(largest, 1))


def matrix(analysis: Analysis) -> Matrix:
    """Count, for each wide topic and country, the activities that join the EU and China."""
    members: dict[str, set[str]] = {}
    for link in analysis.view.links:
        members.setdefault(link.setting, set()).add(link.actor)
    cells: dict[tuple[str, str], int] = {}
    for iri, actors in members.items():
        setting = analysis.view.settings[iri]
        day = setting.start
        sides = {analysis.network.side_on(actor, day) for actor in actors}
        if not {EU, CHINA} <= sides:
            continue
        countries = {analysis.view.actors[actor].country for actor in actors}
        for topic in {analysis.view.band(topic) for topic in setting.topics} or {""}:
            for country in countries - {None}:
                cells[(topic, str(country))] = cells.get((topic, str(country)), 0) + 1
    topics: dict[str, int] = {}
    countries_total: dict[str, int] = {}
    for (topic, country), count in cells.items():
        topics[topic] = topics.get(topic, 0) + count
        countries_total[country] = countries_total.get(country, 0) + count
    return Matrix(
        tuple(sorted(topics, key=lambda topic: (not topic, -topics[topic], topic))),
        tuple(sorted(countries_total, key=lambda c: (c != "cn", -countries_total[c], c))),
        cells,
    )
