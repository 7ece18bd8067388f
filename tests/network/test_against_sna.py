"""Expected Gould-Fernandez roles: exactly as all networks together give them, and as R's sna does.

The package sna has directed ties: it counts each open pair of a network without direction in both
orders, and draws both directions of a tie independently. Its expected value and variance are
therefore twice ours (Gatekeeper and representative, which are one without direction: once).
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb, sqrt

import pytest

from graph.network.measures.gould_fernandez import ROLES, RoleExpectation, undirected_role_of
from graph.network.model.projection import from_edges

GROUPS = ["eu", "eu", "eu", "china", "china"]
EDGES = list(combinations(range(5), 2))


def of_all_networks(
    broker: int, density: Fraction, groups: list[str]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Return mean and variance of each role over every network there is, by its probability."""
    mean = {role: Fraction(0) for role in ROLES}
    square = {role: Fraction(0) for role in ROLES}
    for number in range(1 << len(EDGES)):
        there = {edge for at, edge in enumerate(EDGES) if number >> at & 1}
        chance = density ** len(there) * (1 - density) ** (len(EDGES) - len(there))
        counts = Counter(
            undirected_role_of(groups[one], groups[broker], groups[two])
            for one, two in combinations([n for n in range(5) if n != broker], 2)
            if "unknown" not in (groups[one], groups[two])
            and (one, two) not in there
            and {tuple(sorted((broker, one))), tuple(sorted((broker, two)))} <= there
        )
        for role in ROLES:
            mean[role] += chance * counts[role]
            square[role] += chance * counts[role] ** 2
    return {role: (mean[role], square[role] - mean[role] ** 2) for role in ROLES}


@pytest.mark.parametrize("last", ["china", "other", "unknown"])
def test_over_every_network_of_five_actors(last: str) -> None:
    groups = [*GROUPS[:4], last]
    observed = from_edges(5, EDGES[:4])
    found = RoleExpectation.of(observed, groups, frozenset({"unknown"}))
    for broker in (0, 3):
        exact = of_all_networks(broker, Fraction(4, 10), groups)
        for role, (mean, variance) in exact.items():
            key = (groups[broker], role)
            assert found.expected[key] == pytest.approx(float(mean))
            assert found.deviation[key] == pytest.approx(sqrt(variance))


def sna(sizes: dict[str, int], mine: str, d: Fraction) -> dict[str, tuple[Fraction, Fraction]]:
    """Return expected value and variance of w_I, w_O, b_IO and b_O as sna::brokerage has them."""
    q, c = d**2 * (1 - d), d**3 * (1 - d) ** 3
    n, rest = sizes[mine], [size for group, size in sizes.items() if group != mine]
    every = sum(sizes.values())
    expected = {
        "w_I": q * (n - 1) * (n - 2),
        "w_O": q * sum(k * (k - 1) for k in rest),
        "b_IO": q * (every - n) * (n - 1),
        "b_O": q * (sum(rest) ** 2 - sum(k * k for k in rest)),
    }
    shared = {
        "w_I": 2 * (n - 1) * (n - 2) * (n - 3),
        "w_O": 2 * sum(k * (k - 1) * (k - 2) for k in rest),
        "b_IO": 2 * ((n - 1) * comb(every - n, 2) + (every - n) * comb(n - 1, 2)),
        "b_O": 4 * sum(k * comb(every - k - n, 2) for k in rest),
    }
    return {role: (e, e * (1 - q) + shared[role] * c) for role, e in expected.items()}


NAMES = {"coordinator": "w_I", "consultant": "w_O", "gatekeeper-representative": "b_IO"}


@pytest.mark.parametrize("ties", [6, 40, 120])
def test_against_the_formulas_of_sna(ties: int) -> None:
    sizes = {"eu": 9, "china": 6, "other": 4, "hong-kong": 1}
    groups = [group for group, size in sizes.items() for _ in range(size)]
    edges = list(combinations(range(len(groups)), 2))
    found = RoleExpectation.of(from_edges(len(groups), edges[:ties]), groups)
    for mine in sizes:
        theirs = sna(sizes, mine, Fraction(ties, len(edges)))
        for role in ROLES:
            mean, variance = theirs[NAMES.get(role, "b_O")]
            twice = 1 if role == "gatekeeper-representative" else 2
            assert found.expected[mine, role] == pytest.approx(float(mean / twice))
            assert found.deviation[mine, role] == pytest.approx(sqrt(variance / twice))
