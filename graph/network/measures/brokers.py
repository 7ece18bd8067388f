"""Who brokers between Europe and China, by what it does and by where it stands: one row each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.network.measures.analysis import Analysis
from graph.network.measures.functions import Function, functions
from graph.network.measures.robustness import pairs_cut, parts_without
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
class Role:
    """Open pairs of contacts in a Gould-Fernandez role, beside what chance would give."""

    observed: int
    expected: float
    deviation: float
    z: float | None


@dataclass(frozen=True)
class Broker:
    """One actor with its scores. Scores that are not defined for it are None, never NaN.

    ``patterns`` maps ((side, side, side), the broker's in the middle) to open pairs of contacts.
    ``pairs_joined`` counts the pairs that no path, or no other shared contact, joins without it.
    ``pairs_through`` are the EU-Chinese pairs of the view that are joined through others only;
    ``functions`` what it does for both sides; ``parts`` what counts as it;
    ``member_only`` says that it has ties by memberships alone.
    ``claims`` and ``rows`` (of registers) are what it rests on;
    ``cut_eu`` and ``cut_china`` are the ends of all pairs that only paths through it join, of which
    ``pairs`` holds the first; ``cut_off`` are those that no path would join to the largest part of
    what is left without it. ``pairs_own`` are the pairs joined through others that it is in itself.
    """

    iri: str
    labels: Mapping[str, str]
    side: str
    country: str | None
    kind: str
    rank: int
    scores: Mapping[str, float | int | None]
    patterns: Mapping[tuple[str, str, str], int]
    roles: Mapping[str, Role]
    pairs: tuple[Pair, ...]
    pairs_cut: int
    pairs_only: int
    pairs_joined: int
    claims: tuple[str, ...]
    runs: int
    functions: tuple[Function, ...] = ()
    pairs_through: int = 0
    documents: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    member_only: bool = False
    cut_eu: tuple[str, ...] = ()
    cut_china: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()
    pairs_own: int = 0
    rows: tuple[str, ...] = ()

    @property
    def brokers(self) -> bool:
        """Return whether it does something for both sides, or lies between anyone."""
        return bool(self.functions or self.scores["betweenness"] or self.pairs_cut)

    @property
    def verdict(self) -> str:
        """Return ``more``, ``less`` or ``as`` its place among those in reach explains, or ''.

        5 % each way, in networks shuffled within islands.
        """
        p, low = self.scores["island_p"], self.scores["island_p_low"]
        if p is None or low is None:
            return ""
        return "more" if p <= LEVEL else "less" if low <= LEVEL else "as"

    @property
    def activity(self) -> int:
        """Return how much it does for both sides, over all kinds."""
        return sum(one.activity for one in self.functions)


Columns = Mapping[str, FloatArray]
Lists = Mapping[str, list[float]]
"""Columns as Python's numbers: taken one by one they are five times quicker than numpy's."""
Done = Mapping[str, tuple[Function, ...]]
ORDERS = (
    "activity",
    "between",
    "bridging",
    "betweenness",
    "two_mode_betweenness",
    "effective_size",
    "degree",
)


def brokers(analysis: Analysis, by: str = "between", undone: bool = True) -> list[Broker]:
    """Return all actors of a view, the strongest brokers first.

    ``by`` is one of ``ORDERS``; equal scores are ordered by betweenness, effective size and IRI.
    Raises ValueError for another order. An empty view gives an empty list. Without ``undone`` no
    identity is undone for the lowest and highest pairs between: that takes the longest.
    """
    done = functions(analysis)
    columns = scores_of(analysis, done, undone)
    order = order_of(analysis, columns, by)
    lists = _lists(columns)
    return [_broker(analysis, lists, done, at, rank) for rank, at in enumerate(order, start=1)]


def broker(analysis: Analysis, iri: str, by: str = "between") -> Broker | None:
    """Return the row of one actor, or None if it is not in the view."""
    at = analysis.at.get(iri)
    if at is None:
        return None
    done = functions(analysis)
    columns = scores_of(analysis, done)
    rank = order_of(analysis, columns, by).index(at) + 1
    return _broker(analysis, _lists(columns), done, at, rank)


def _lists(columns: Columns) -> Lists:
    return {name: values.tolist() for name, values in columns.items()}


def order_of(analysis: Analysis, columns: Columns, by: str) -> list[int]:
    """Return the places of the actors in the order of a score, the highest first."""
    if by not in ORDERS:
        raise ValueError(f"brokers can be ordered by {', '.join(ORDERS)}, not by {by}")
    keys = [columns[name].tolist() for name in (by, "betweenness", "effective_size")]
    actors = analysis.actors
    return sorted(
        range(len(actors)), key=lambda at: (*(-_sortable(key[at]) for key in keys), actors[at])
    )


def _sortable(value: float) -> float:
    # Rounded, so that sums that differ in their last bit do not decide the order.
    return round(value, 12) if not math.isnan(value) else -1.0


def scores_of(analysis: Analysis, done: Done, undone: bool = True) -> Columns:
    """Return every score by name, an array in the order of the actors; NaN: not defined."""
    test = analysis.comparison if analysis.shuffled else None
    island = analysis.island_comparison if analysis.shuffled else None
    untested = np.full(len(analysis.actors), np.nan)
    one, two = analysis.near, analysis.near_2
    low, high = analysis.undone if undone else (analysis.between, analysis.between)
    return {
        "activity": _activity(analysis, done),
        "between": analysis.between,
        "bridging": analysis.bridging,
        "island_expected": island.mean if island else untested,
        "island_sd": island.deviation if island else untested,
        "island_z": island.z if island else untested,
        "island_p": island.p if island else untested,
        "island_p_low": island.p_low if island else untested,
        "expected": test.mean if test else untested,
        "sd": test.deviation if test else untested,
        "z": test.z if test else untested,
        "p": test.p if test else untested,
        "p_low": test.p_low if test else untested,
        "between_low": low,
        "between_high": high,
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


def _activity(analysis: Analysis, held: Done) -> FloatArray:
    return np.array(
        [float(sum(one.activity for one in held.get(iri, ()))) for iri in analysis.actors]
    )


WHOLE_NUMBERS = frozenset(
    (
        "activity",
        *("degree", "activities", "cross_ties", "core", "community", "component"),
        *("reach_eu", "reach_china", "reach_eu_2", "reach_china_2"),
    )
)


def _broker(analysis: Analysis, lists: Lists, functions_of: Done, at: int, rank: int) -> Broker:
    iri = analysis.actors[at]
    actor = analysis.view.actors[iri]
    done = functions_of.get(iri, ())
    group, expected = analysis.sides[at], analysis.role_expectation
    split = analysis.splits.get(at)
    only: Sequence[tuple[int, int]] = analysis.only_contacts.get(at, ())
    cut = (
        pairs_cut(analysis.acting, at, analysis.eu, analysis.china)
        if split and split.pairs_lost
        else []
    )
    among = set(cut)
    others = [pair for pair in only if pair not in among] if among else only
    shown = [(pair, "cut") for pair in cut[:SHOWN_PAIRS]]
    shown += [(pair, "only-contact") for pair in others[: SHOWN_PAIRS - len(shown)]]
    scores: dict[str, float | int | None] = {}
    for name, values in lists.items():
        value = values[at]
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
        roles={
            role: Role(
                observed,
                expected.expected.get((group, role), 0.0),
                expected.deviation.get((group, role), 0.0),
                expected.z(group, role, observed),
            )
            for role, observed in analysis.brokerage.roles(at).items()
        },
        pairs=tuple(
            Pair(analysis.actors[eu], analysis.actors[china], how) for (eu, china), how in shown
        ),
        pairs_cut=len(cut),
        pairs_only=len(only),
        pairs_joined=len(cut) + len(others),
        claims=tuple(sorted({*analysis.claims.get(iri, ()), *(c for f in done for c in f.claims)})),
        runs=analysis.shuffled,
        functions=done,
        pairs_through=analysis.pairs.through - int(analysis.pairs.through_of[at]),
        documents=tuple(sorted(analysis.documents.get(iri, ()))),
        parts=actor.parts,
        cut_eu=tuple(dict.fromkeys(analysis.actors[eu] for eu, _ in cut)),
        cut_china=tuple(dict.fromkeys(analysis.actors[china] for _, china in cut)),
        cut_off=tuple(
            analysis.actors[one]
            for held in (parts_without(analysis.acting, at)[1:] if cut else ())
            for one in held
        ),
        pairs_own=int(analysis.pairs.through_of[at]),
        member_only=not analysis.acting_degree[at],
        rows=tuple(sorted({*analysis.rows.get(iri, ()), *(r for f in done for r in f.rows)})),
    )


def main_pattern(broker: Broker) -> tuple[str, str, str] | None:
    """Return the commonest pattern that joins different sides, or None without one."""
    mixed = {p: n for p, n in broker.patterns.items() if len(set(p)) > 1}
    if not mixed:
        return None
    best = max(mixed, key=lambda pattern: (mixed[pattern], pattern))
    # The broker's own group first, as people read it: EU - [EU] - China.
    return best if best[0] == broker.side or best[0] == EU else (best[2], best[1], best[0])
