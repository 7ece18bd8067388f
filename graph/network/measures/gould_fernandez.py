"""Gould-Fernandez brokerage: between which groups does an actor stand?

Gould, R. & Fernandez, R. (1989), Structures of mediation, Sociological Methodology 19, 89. An
actor j brokers i -> j -> k where i and k have no tie of their own. The *pattern* names the groups
of i, j and k in that order; it is shown beside the role's name because packages disagree on
which of the mixed roles is the gatekeeper.

Directed: A-A-A coordinator, B-A-B consultant, B-A-A gatekeeper, A-A-B representative,
B-A-C liaison (j always in group A, the middle). Without direction B-A-A and A-A-B are one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from graph.network.measures.structural_holes import closed_by_end, triangles
from graph.network.model.projection import FloatArray, Projection

COORDINATOR = "coordinator"
CONSULTANT = "consultant"
GATEKEEPER = "gatekeeper"
REPRESENTATIVE = "representative"
GATEKEEPER_OR_REPRESENTATIVE = "gatekeeper-representative"
LIAISON = "liaison"

DIRECTED_ROLES = (COORDINATOR, CONSULTANT, REPRESENTATIVE, GATEKEEPER, LIAISON)
ROLES = (COORDINATOR, CONSULTANT, GATEKEEPER_OR_REPRESENTATIVE, LIAISON)


def role_of(source: str, broker: str, target: str) -> str:
    """Return the role of the middle group of a directed pattern."""
    if source == broker == target:
        return COORDINATOR
    if source == target:
        return CONSULTANT
    if broker == target:
        return GATEKEEPER
    if source == broker:
        return REPRESENTATIVE
    return LIAISON


def undirected_role_of(one: str, broker: str, two: str) -> str:
    """Return the role of the middle group of a pattern without direction."""
    role = role_of(one, broker, two)
    return GATEKEEPER_OR_REPRESENTATIVE if role in (GATEKEEPER, REPRESENTATIVE) else role


def directed(arcs: Sequence[tuple[int, int]], groups: Sequence[str]) -> list[dict[str, int]]:
    """Count the directed roles of each actor: {role: open two-paths i -> j -> k, i not k}."""
    into: list[set[int]] = [set() for _ in groups]
    out: list[set[int]] = [set() for _ in groups]
    for source, target in arcs:
        if source != target:
            out[source].add(target)
            into[target].add(source)
    counts = [dict.fromkeys(DIRECTED_ROLES, 0) for _ in groups]
    for broker, group in enumerate(groups):
        for source in into[broker]:
            for target in out[broker]:
                if source != target and target not in out[source]:
                    counts[broker][role_of(groups[source], group, groups[target])] += 1
    return counts


@dataclass(frozen=True)
class Brokerage:
    """Open pairs of contacts by the groups of the pair: ``pairs[(g, h)]``, g <= h, one per
    actor.
    """

    groups: tuple[str, ...]
    pairs: Mapping[tuple[str, str], FloatArray]

    def patterns(self, actor: int) -> dict[tuple[str, str, str], int]:
        """Return {(group, the actor's group, group): open pairs}, the zeros left out."""
        mine = self.groups[actor]
        found = {
            (one, mine, two): round(float(counts[actor]))
            for (one, two), counts in self.pairs.items()
        }
        return {pattern: count for pattern, count in found.items() if count}

    def roles(self, actor: int) -> dict[str, int]:
        """Return {role: open pairs} for every role of ``ROLES``."""
        counts = dict.fromkeys(ROLES, 0)
        for pattern, count in self.patterns(actor).items():
            counts[undirected_role_of(*pattern)] += count
        return counts


def undirected(
    network: Projection, groups: Sequence[str], ignore: frozenset[str] = frozenset()
) -> Brokerage:
    """Count for each actor the unordered pairs of its contacts, by group, that have no tie.

    Contacts of an ignored group (side unknown) enter no pair. Raises ValueError if there is not
    one group for each actor.
    """
    if len(groups) != network.n:
        raise ValueError(f"{len(groups)} groups for {network.n} actors")
    matrix = network.adjacency(weighted=False)
    names = sorted(set(groups))
    member = np.array([[float(group == name) for name in names] for group in groups])
    member = member.reshape(network.n, len(names))
    near = np.asarray(matrix @ member).reshape(network.n, len(names))
    tied = _tied_pairs(network, matrix, member)
    pairs: dict[tuple[str, str], FloatArray] = {}
    for one in range(len(names)):
        for two in range(one, len(names)):
            if {names[one], names[two]} & ignore:
                continue
            every = near[:, one] * near[:, two]
            if one == two:
                found = (every - near[:, one] - tied[one, two]) / 2.0
            else:
                found = every - tied[one, two]
            pairs[(names[one], names[two])] = found
    return Brokerage(groups=tuple(groups), pairs=pairs)


@dataclass(frozen=True)
class RoleExpectation:
    """Expected number and standard deviation of each role of ``ROLES`` for a group's actors.

    The null model of Gould & Fernandez (1989), as the R package sna has it: every tie is there
    with the density d of the network, whoever is in which group. An open pair of contacts then
    comes up with q = d^2 (1 - d); two pairs that share one contact have the covariance
    d^3 (1 - d)^3. Groups of ``ignore`` enter no pair. The question it answers: are there more open
    pairs of this kind than so many ties among groups of these sizes give by chance?
    """

    expected: Mapping[tuple[str, str], float]
    deviation: Mapping[tuple[str, str], float]

    @classmethod
    def of(
        cls, network: Projection, groups: Sequence[str], ignore: frozenset[str] = frozenset()
    ) -> RoleExpectation:
        """Work it out for every group of a network."""
        n = network.n
        density = 2.0 * network.size / (n * (n - 1)) if n > 1 else 0.0
        chance = density**2 * (1.0 - density)
        shared = density**3 * (1.0 - density) ** 3
        sizes = Counter(group for group in groups if group not in ignore)
        expected: dict[tuple[str, str], float] = {}
        deviation: dict[tuple[str, str], float] = {}
        for mine in sorted(set(groups)):
            # The actor itself is no contact of its own.
            others = {g: size - (g == mine) for g, size in sizes.items()}
            for role in ROLES:
                pairs, meeting = _possible(others, mine, role)
                expected[mine, role] = pairs * chance
                variance = pairs * chance * (1.0 - chance) + 2.0 * meeting * shared
                deviation[mine, role] = math.sqrt(max(variance, 0.0))
        return cls(expected, deviation)

    def z(self, group: str, role: str, observed: int) -> float | None:
        """Return how many standard deviations a count is above the expected one; None without."""
        wide = self.deviation.get((group, role), 0.0)
        return (observed - self.expected[group, role]) / wide if wide > 0 else None


def _possible(sizes: Mapping[str, int], mine: str, role: str) -> tuple[float, float]:
    """Return the possible pairs of a role, and the pairs of such pairs that share one contact."""

    def partners(group: str, other: str) -> bool:
        return undirected_role_of(group, mine, other) == role

    pairs = meeting = 0.0
    for group, size in sizes.items():
        near = sum(
            count - (group == other) for other, count in sizes.items() if partners(group, other)
        )
        near = max(near, 0)
        pairs += size * near / 2.0
        meeting += size * near * (near - 1) / 2.0
    return pairs, meeting


def _tied_pairs(
    network: Projection, matrix: Any, member: FloatArray
) -> dict[tuple[int, int], FloatArray]:
    """Return by (group, group) the ordered pairs of contacts that are tied to each other.

    The largest group costs most and is not multiplied out: its own pairs are what all triangles
    leave over.
    """
    count = member.shape[1]
    tied: dict[tuple[int, int], FloatArray] = {}
    if not count:
        return tied
    largest = int(np.argmax(member.sum(axis=0)))
    rest = 2.0 * triangles(network)
    for one in range(count):
        if one == largest:
            continue
        found = closed_by_end(matrix, sparse.diags(member[:, one]), member)
        for two in range(count):
            tied[one, two] = tied[two, one] = found[:, two]
            rest = rest - found[:, two] * (2.0 if two == largest else 1.0)
    tied[largest, largest] = rest
    return tied
