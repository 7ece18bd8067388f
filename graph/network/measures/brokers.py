"""Who brokers between Europe and China: one row for each actor, with why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.network.measures.analysis import Analysis
from graph.network.measures.robustness import pairs_cut
from graph.network.model.projection import FloatArray
from graph.network.model.ties import EU

SHOWN_PAIRS = 200
LEVEL = 0.05


@dataclass(frozen=True)
class Pair:
    """A European and a Chinese actor (IRIs) and how the broker alone joins them.

    ``how`` is ``cut`` (no path is left without the broker) or ``only-contact`` (no other shared
    contact, though longer ways round may exist).
    """

    eu: str
    china: str
    how: str


@dataclass(frozen=True)
class Broker:
    """One actor with its scores. Scores that are not defined for it are None, never NaN.

    ``patterns`` maps ((side, side, side), the broker's in the middle) to open pairs of contacts.
    """

    iri: str
    labels: Mapping[str, str]
    side: str
    country: str | None
    kind: str
    rank: int
    scores: Mapping[str, float | int | None]
    patterns: Mapping[tuple[str, str, str], int]
    roles: Mapping[str, int]
    pairs: tuple[Pair, ...]
    pairs_cut: int
    pairs_only: int
    claims: tuple[str, ...]
    runs: int

    @property
    def brokers(self) -> bool:
        """Return whether it lies between anyone at all."""
        return bool(self.scores["betweenness"] or self.pairs_cut)

    @property
    def verdict(self) -> str:
        """Return ``more``, ``less`` or ``as`` its activities explain (5 % each way); ''
        untested.
        """
        p, low = self.scores["p"], self.scores["p_low"]
        if p is None or low is None:
            return ""
        return "more" if p <= LEVEL else "less" if low <= LEVEL else "as"


Columns = Mapping[str, FloatArray]
ORDERS = ("bridging", "betweenness", "two_mode_betweenness", "effective_size", "degree")


def brokers(analysis: Analysis, by: str = "bridging") -> list[Broker]:
    """Return all actors of a view, the strongest brokers first.

    ``by`` is one of ``ORDERS``; equal scores are ordered by betweenness, effective size and IRI.
    Raises ValueError for another order. An empty view gives an empty list.
    """
    columns = scores_of(analysis)
    order = order_of(analysis, columns, by)
    return [_broker(analysis, columns, at, rank) for rank, at in enumerate(order, start=1)]


def broker(analysis: Analysis, iri: str, by: str = "bridging") -> Broker | None:
    """Return the row of one actor, or None if it is not in the view."""
    at = analysis.at.get(iri)
    if at is None:
        return None
    columns = scores_of(analysis)
    return _broker(analysis, columns, at, order_of(analysis, columns, by).index(at) + 1)


def order_of(analysis: Analysis, columns: Columns, by: str) -> list[int]:
    """Return the places of the actors in the order of a score, the highest first."""
    if by not in ORDERS:
        raise ValueError(f"brokers can be ordered by {', '.join(ORDERS)}, not by {by}")
    return sorted(
        range(len(analysis.actors)),
        key=lambda at: (
            -_sortable(float(columns[by][at])),
            -_sortable(float(columns["betweenness"][at])),
            -_sortable(float(columns["effective_size"][at])),
            analysis.actors[at],
        ),
    )


def _sortable(value: float) -> float:
    # Rounded, so that sums that differ in their last bit do not decide the order.
    return round(value, 12) if not math.isnan(value) else -1.0


def scores_of(analysis: Analysis) -> Columns:
    """Return every score by name, an array in the order of the actors; NaN: not defined."""
    test = analysis.comparison if analysis.shuffled else None
    untested = np.full(len(analysis.actors), np.nan)
    one, two = analysis.near, analysis.near_2
    return {
        "bridging": analysis.bridging,
        "expected": test.mean if test else untested,
        "z": test.z if test else untested,
        "p": test.p if test else untested,
        "p_low": test.p_low if test else untested,
        "betweenness": analysis.betweenness,
        "two_mode_betweenness": analysis.two_mode_betweenness,
        "constraint": analysis.constraint,
        "effective_size": analysis.effective_size,
        "degree": analysis.degree.astype(np.float64),
        "strength": analysis.strength,
        "activities": analysis.activities,
        "cross_ties": analysis.cross_ties.astype(np.float64),
        "cross_share": analysis.cross_share,
        "reach_eu": one[0].astype(np.float64),
        "reach_china": one[1].astype(np.float64),
        "reach_eu_2": two[0].astype(np.float64),
        "reach_china_2": two[1].astype(np.float64),
        "core": analysis.cores.astype(np.float64),
        "community": analysis.communities.member.astype(np.float64),
        "firmness": analysis.communities.firmness,
        "component": analysis.components.astype(np.float64),
    }


WHOLE_NUMBERS = frozenset(
    (
        *("degree", "activities", "cross_ties", "core", "community", "component"),
        *("reach_eu", "reach_china", "reach_eu_2", "reach_china_2"),
    )
)


def _broker(analysis: Analysis, columns: Columns, at: int, rank: int) -> Broker:
    iri = analysis.actors[at]
    actor = analysis.view.actors[iri]
    split = analysis.splits.get(at)
    only = analysis.only_contacts.get(at, [])
    cut = (
        pairs_cut(analysis.projection, at, analysis.eu, analysis.china)
        if split and split.pairs_lost
        else []
    )
    joined = [(pair, "cut") for pair in cut]
    joined += [(pair, "only-contact") for pair in only if pair not in set(cut)]
    scores: dict[str, float | int | None] = {}
    for name, values in columns.items():
        value = float(values[at])
        if math.isnan(value):
            scores[name] = None
        else:
            scores[name] = round(value) if name in WHOLE_NUMBERS else value
    scores["pairs_lost"] = split.pairs_lost if split else 0
    scores["all_pairs_lost"] = split.all_pairs_lost if split else 0
    return Broker(
        iri=iri,
        labels=actor.labels,
        side=actor.side,
        country=actor.country,
        kind=actor.kind,
        rank=rank,
        scores=scores,
        patterns=analysis.brokerage.patterns(at),
        roles=analysis.brokerage.roles(at),
        pairs=tuple(
            Pair(analysis.actors[eu], analysis.actors[china], how)
            for (eu, china), how in joined[:SHOWN_PAIRS]
        ),
        pairs_cut=len(cut),
        pairs_only=len(only),
        claims=tuple(sorted(analysis.claims.get(iri, ()))),
        runs=analysis.shuffled,
    )


def main_pattern(broker: Broker) -> tuple[str, str, str] | None:
    """Return the commonest pattern that joins different sides, or None without one."""
    mixed = {p: n for p, n in broker.patterns.items() if len(set(p)) > 1}
    if not mixed:
        return None
    best = max(mixed, key=lambda pattern: (mixed[pattern], pattern))
    # The broker's own group first, as people read it: EU - [EU] - China.
    return best if best[0] == broker.side or best[0] == EU else (best[2], best[1], best[0])
