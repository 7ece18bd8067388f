"""Which topics a country or province is specialised in, and which lie near what it does already.

Counts are activities that join the EU and China, by unit and topic, as the overview counts them
(``joint``). The revealed comparative advantage (Balassa 1965) is the share of a topic in the
activities of a unit over its share in those of all units shown, added up: there an activity of
three countries counts three times, so that 1 is the mean of the units, weighted by their
activities. A unit is specialised in a topic where that is above 1 and enough activities stand
behind it; whether it would be with one activity on the topic fewer is told of each. Two topics of
which neither includes the other are related where units are specialised in both more often than by
chance: the probability index of van Eck & Waltman (2009) as Steijn (2017) mended it, the default of
the R package EconGeo (Balland), above 1. The relatedness density of a topic in a unit is the share
of the topics related to it in which the unit is specialised (Boschma, Balland & Kogler 2015), 0 to
100; a topic related to none has no density.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.network.measures.analysis import Analysis
from graph.network.measures.joint import joint
from graph.network.measures.resting import (
    Resting,
    members,
    of_activities,
    of_ties,
    only_documents,
)
from graph.network.model.projection import FloatArray
from graph.network.model.ties import CHINA, EU

LEAST = 5
"""Activities that a cell, its row and its column must have for its numbers to be shown."""
HALF = 50.0
LEAST_RELATED = 2
COUNTRY, PROVINCE = "country", "province"


def comparative_advantage(counts: FloatArray, sizes: FloatArray | None = None) -> FloatArray:
    """Return the share of each column in a row over its share in all; 0 for an empty row.

    ``sizes`` are what the shares of the rows are of, where that is not the sum of their counts:
    an activity on several topics is one activity.
    """
    rows = counts.sum(axis=1) if sizes is None else sizes
    total, rows, columns = rows.sum(), rows[:, None], counts.sum(axis=0, keepdims=True)
    expected = rows * columns / total if total else np.zeros_like(counts)
    return np.divide(counts, expected, out=np.zeros_like(counts), where=expected > 0)


def with_one_fewer(counts: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return for each cell its advantage if its row had one activity on its column fewer.

    That activity is missing from the cell, the row, the column and the whole, not elsewhere.
    """
    rows, columns = sizes[:, None] - 1.0, counts.sum(axis=0, keepdims=True) - 1.0
    expected = rows * columns / max(sizes.sum() - 1.0, 1.0)
    left = np.divide(counts - 1.0, expected, out=np.zeros_like(counts), where=expected > 0)
    return np.asarray(left, dtype=np.float64)


def relatedness(special: FloatArray, nested: FloatArray | None = None) -> FloatArray:
    """Return how much more often two columns come up in the same rows than by chance (1: so).

    ``special`` is 1 where a unit (row) is specialised in a topic (column). Pairs of columns that
    are 1 in ``nested`` are left out.
    """
    together = special.T @ special
    np.fill_diagonal(together, 0.0)
    if nested is not None:
        together[nested > 0.0] = 0.0
    size = together.sum(axis=0)
    total = size.sum()
    if not total:
        return np.zeros_like(together)
    one, two = size[:, None], size[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = one / total * (two / (total - one)) + two / total * (one / (total - two))
        found = together / (chance * total / 2.0)
    found[~np.isfinite(found)] = 0.0
    np.fill_diagonal(found, 0.0)
    return np.asarray(found, dtype=np.float64)


def density(special: FloatArray, related: FloatArray) -> FloatArray:
    """Return for each row and column the share (0 to 100) of related columns that the row has."""
    every = related.sum(axis=0)
    held = special @ related
    share = np.divide(100.0 * held, every, out=np.zeros_like(held), where=every > 0)
    return np.asarray(share, dtype=np.float64)


@dataclass(frozen=True)
class Cell:
    """A unit and a topic: activities, advantage, density, and the topics that the latter rests on.

    ``advantage`` is None where too few activities stand behind the cell, and ``one_fewer``, what
    is left of it with one activity fewer, where too few would. ``related`` counts the topics
    related to this one; of them the unit is specialised in ``reasons``, the closest first.
    ``rests`` names the organisation and the document behind more than a third of the activities.
    """

    unit: str
    topic: str
    count: int
    advantage: float | None
    density: float
    related: int
    reasons: tuple[str, ...]
    one_fewer: float | None = None
    rests: tuple[Resting, ...] = ()

    @property
    def above(self) -> bool:
        """Return whether the advantage is above 1 as it is shown, with two digits."""
        return _above(self.advantage)

    @property
    def hangs_on_one(self) -> bool:
        """Return whether it is above 1 and would not be with one activity fewer."""
        return self.above and not _above(self.one_fewer)

    @property
    def untouched(self) -> bool:
        """Return whether nothing is recorded although half of what is related is there.

        One related topic is no ground.
        """
        return self.count == 0 and self.density >= HALF and self.related >= LEAST_RELATED


def _above(advantage: float | None) -> bool:
    return advantage is not None and round(advantage, 2) > 1.0


@dataclass(frozen=True)
class Size:
    """A unit beside its size: organisations, activities with the other side, ties, and the ratio.

    ``centrality`` is the share of the unit's side in EU-China ties (by weight) over its share in
    the side's organisations: 1 is what its size alone gives. ``rests`` names the organisation and
    the document behind more than a third of ``strength``.
    """

    unit: str
    organisations: int
    activities: int
    strength: float
    centrality: float
    rests: tuple[Resting, ...] = ()


@dataclass(frozen=True)
class Specialisation:
    """All cells that enough activities stand behind, and the units by size.

    ``hidden`` counts the units that have fewer than ``least`` activities. ``counted`` are the
    activities of the units shown, added up, by topic, and ``all_counted`` those on any topic or
    none: what an advantage is divided by.
    """

    by: str
    least: int
    units: tuple[str, ...]
    topics: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    sizes: tuple[Size, ...]
    hidden: int
    counted: Mapping[str, int]
    all_counted: int

    def size(self, unit: str) -> int:
        """Return how many activities a unit has."""
        return next(size.activities for size in self.sizes if size.unit == unit)


def unit_of(analysis: Analysis, by: str) -> dict[str, str]:
    """Return the unit of each actor: its EU country, or its Chinese province."""
    actors = analysis.view.actors
    if by == COUNTRY:
        return {
            iri: str(actor.country)
            for iri, actor in actors.items()
            if actor.side == EU and actor.country
        }
    provinces = analysis.network.provinces
    return {
        iri: provinces[iri]
        for iri, actor in actors.items()
        if actor.side == CHINA and iri in provinces
    }


def specialisation(analysis: Analysis, by: str = COUNTRY, least: int = LEAST) -> Specialisation:
    """Return what the units of a view are specialised in. Raises ValueError for another unit.

    Units and topics with fewer than ``least`` activities are left out before anything is computed:
    their numbers would be noise.
    """
    if by not in (COUNTRY, PROVINCE):
        raise ValueError(f"specialisation is by {COUNTRY} or {PROVINCE}, not by {by}")
    units = unit_of(analysis, by)
    found = joint(analysis)
    held = found.countries if by == COUNTRY else found.provinces
    activities = {unit: held.get(unit, set()) for unit in units.values()}
    shown = sorted(unit for unit, of in activities.items() if len(of) >= least)
    about = {topic: of for topic, of in found.topics.items() if topic}
    by_topic = {t: sum(len(activities[u] & of) for u in shown) for t, of in about.items()}
    topics = sorted(
        (topic for topic, n in by_topic.items() if n >= least),
        key=lambda topic: (-by_topic[topic], topic),
    )
    table = np.array([[float(len(activities[u] & about[t])) for t in topics] for u in shown])
    table = table.reshape(len(shown), len(topics))
    of_unit = np.array([float(len(activities[u])) for u in shown])
    advantage, fewer = comparative_advantage(table, of_unit), with_one_fewer(table, of_unit)
    enough = table >= least
    # As it is shown: what reads 1.00 is not above it.
    special = ((np.round(advantage, 2) > 1.0) & enough).astype(np.float64)
    index = relatedness(special, _nested(analysis, topics))
    related = (index > 1.0).astype(np.float64)
    near = density(special, related)
    taking_part, alone = members(analysis, units), only_documents(analysis)
    cells = {
        (unit, topic): Cell(
            unit,
            topic,
            int(table[row, column]),
            float(advantage[row, column]) if enough[row, column] else None,
            float(near[row, column]),
            int(related[column].sum()),
            tuple(
                topics[at]
                for at in np.argsort(-index[column], kind="stable")
                if related[column][at] and special[row][at]
            ),
            float(fewer[row, column]) if table[row, column] > least else None,
            of_activities(unit, activities[unit] & about[topic], taking_part, alone)
            if enough[row, column]
            else (),
        )
        for row, unit in enumerate(shown)
        for column, topic in enumerate(topics)
    }
    sizes = _sizes(analysis, units, activities, of_ties(analysis, units, alone))
    return Specialisation(
        by,
        least,
        tuple(shown),
        tuple(topics),
        cells,
        sizes,
        len(activities) - len(shown),
        {topic: by_topic[topic] for topic in topics},
        int(of_unit.sum()),
    )


def _nested(analysis: Analysis, topics: list[str]) -> FloatArray:
    """Return 1 for each pair of topics of which one includes the other."""
    above = [analysis.view.wider({topic}) for topic in topics]
    found = [
        [float(one in above[b] or two in above[a]) for b, two in enumerate(topics)]
        for a, one in enumerate(topics)
    ]
    return np.array(found, dtype=np.float64).reshape(len(topics), len(topics))


def _sizes(
    analysis: Analysis,
    units: Mapping[str, str],
    activities: Mapping[str, set[str]],
    rests: Mapping[str, tuple[Resting, ...]],
) -> tuple[Size, ...]:
    organisations: dict[str, int] = {}
    for unit in units.values():
        organisations[unit] = organisations.get(unit, 0) + 1
    strength: dict[str, float] = dict.fromkeys(organisations, 0.0)
    for tie in analysis.cross_border_ties:
        for end in (tie.a, tie.b):
            if end in units:
                strength[units[end]] += tie.weight
    every, all_organisations = sum(strength.values()), sum(organisations.values())
    made = [
        Size(
            unit,
            count,
            len(activities.get(unit, ())),
            strength[unit],
            (strength[unit] / every) / (count / all_organisations) if every else 0.0,
            rests.get(unit, ()),
        )
        for unit, count in organisations.items()
    ]
    return tuple(sorted(made, key=lambda size: (-size.strength, size.unit)))
