"""Gaps that are computed on the network: unbridged groups, lapsed ties, likely missing ties."""

from __future__ import annotations

import datetime
import heapq
import math
from collections.abc import Iterable

import numpy as np

from graph.network.measures.analysis import Analysis
from graph.network.measures.robustness import neighbours
from graph.network.model.projection import IntArray
from graph.network.model.ties import OVER_AT_END, Tie

QUERY = "gaps/ties"
MISSING_SHOWN = 40

Found = tuple[tuple[str, ...], float, str, tuple[str, ...], dict[str, object]]


def unbridged(analysis: Analysis) -> Iterable[Found]:
    """Yield the groups (components of two actors and more) that no tie joins to the largest one.

    The score is the size of the group; the actors come with the best connected one first.
    """
    groups: dict[int, list[int]] = {}
    for at, number in enumerate(analysis.components):
        groups.setdefault(int(number), []).append(at)
    degree = analysis.degree
    sizes = {number: members for number, members in groups.items() if len(members) > 1}
    if len(sizes) < 2:
        return
    largest = _ordered(analysis, groups[0], degree)
    held = analysis.claims
    for number, members in sizes.items():
        if number == 0:
            continue
        ordered = _ordered(analysis, members, degree)
        claims = {claim for iri in ordered for claim in held.get(iri, ())}
        yield (
            tuple(ordered),
            float(len(members)),
            QUERY,
            tuple(sorted(claims)),
            {
                "size": len(members),
                "first": ordered[0],
                "eu": sum(analysis.eu[at] for at in members),
                "china": sum(analysis.china[at] for at in members),
                "largest": largest[0],
                "largest_size": len(groups[0]),
            },
        )


def _ordered(analysis: Analysis, members: list[int], degree: IntArray) -> list[str]:
    return [
        analysis.actors[at]
        for at in sorted(members, key=lambda at: (-int(degree[at]), analysis.actors[at]))
    ]


def lapsed(analysis: Analysis) -> Iterable[Found]:
    """Yield the EU-China ties whose last shared thing ended before the date of the data.

    The score is how many years before. Things that last (agreements, memberships, cooperation)
    lapse only with an end that a document states; so do things without a date.
    """
    as_of = analysis.network.as_of
    if not as_of:
        return
    for tie in analysis.cross_border_ties:
        end = _end(analysis, tie)
        if end is not None and end < as_of:
            days = datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(end)
            yield (
                (tie.a, tie.b),
                days.days / 365.25,
                QUERY,
                tie.claims,
                {"a": tie.a, "b": tie.b, "end": end, "settings": tie.settings, "as_of": as_of},
            )


def _end(analysis: Analysis, tie: Tie) -> str | None:
    """Return the last day on which the two shared anything, None where that has no end."""
    ends: list[str] = []
    for iri in tie.settings:
        setting = analysis.view.settings[iri]
        end = setting.end
        if end is None or (
            setting.kind not in OVER_AT_END and end[:7] == (setting.start or "")[:7]
        ):
            return None
        ends.append(end)
    return max(ends, default=None)


def missing(analysis: Analysis) -> Iterable[Found]:
    """Yield pairs (European, Chinese) without a tie that share contacts and topics.

    The score is the sum over shared contacts of 1/log(ties of the contact) (Adamic & Adar 2003,
    Social Networks 25, 211), times the number of shared topics. The highest ``MISSING_SHOWN`` only.
    """
    near = [set(contacts) for contacts in neighbours(analysis.projection)]
    degree = analysis.degree
    topics = topics_of(analysis)
    found: list[tuple[float, int, int, list[int], frozenset[str]]] = []
    # From the Chinese side: in a register it is the rare one, and the work grows with it.
    for two in np.flatnonzero(analysis.china).tolist():
        reached = {one for via in near[two] for one in near[via]} - near[two] - {two}
        for one in sorted(reached):
            common = topics[one] & topics[two]
            if analysis.eu[one] and common:
                shared = sorted(near[one] & near[two])
                # A shared contact has two ties at least, so its logarithm is above 0.
                score = sum(1.0 / math.log(int(degree[via])) for via in shared) * len(common)
                found.append((score, one, two, shared, common))
    best = heapq.nsmallest(MISSING_SHOWN, found, key=lambda e: (-round(e[0], 9), e[1], e[2]))
    held = analysis.claims
    for score, one, two, shared, common in best:
        ends = (analysis.actors[one], analysis.actors[two])
        contacts = tuple(analysis.actors[via] for via in shared)
        yield (
            ends,
            score,
            QUERY,
            tuple(sorted({claim for iri in (*ends, *contacts) for claim in held.get(iri, ())})),
            {"a": ends[0], "b": ends[1], "contacts": contacts, "topics": tuple(sorted(common))},
        )


def topics_of(analysis: Analysis) -> list[frozenset[str]]:
    """Return for each actor the topics of the settings that it shares with others."""
    topics: list[set[str]] = [set() for _ in analysis.actors]
    for link in analysis.shared_links:
        topics[analysis.at[link.actor]] |= analysis.view.settings[link.setting].topics
    return [frozenset(found) for found in topics]
