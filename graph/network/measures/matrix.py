"""Topic by country: where organisations of a country share something across the two sides."""

from __future__ import annotations

from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.measures.joint import joint


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
    found = joint(analysis)
    cells = {
        (topic, country): len(about & held)
        for topic, about in found.topics.items()
        for country, held in found.territories.items()
        if topic == analysis.view.band(topic) and country and about & held
    }
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
