"""What falls apart: articulation points, bridges, and the pairs that an actor alone holds together.

Articulation points and bridges after Hopcroft and Tarjan (1973), Comm. ACM 16, 372.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from scipy import sparse

from graph.network.model.projection import IntArray, Projection


@dataclass(frozen=True)
class Split:
    """What becomes of an actor's component without the actor.

    ``parts`` holds, for each part that is left, how many actors of the first and of the second
    group it has and how many actors in all.
    """

    actor: int
    parts: tuple[tuple[int, int, int], ...]

    @property
    def pairs_lost(self) -> int:
        """Return how many pairs (first group, second group) no path joins any more."""
        first = sum(part[0] for part in self.parts)
        second = sum(part[1] for part in self.parts)
        return first * second - sum(one * two for one, two, _ in self.parts)

    @property
    def all_pairs_lost(self) -> int:
        """Return how many pairs of actors of any group no path joins any more."""
        size = sum(part[2] for part in self.parts)
        return (size * size - sum(part[2] ** 2 for part in self.parts)) // 2


def splits(network: Projection, first: Sequence[bool], second: Sequence[bool]) -> list[Split]:
    """Return a ``Split`` for every articulation point, in the order of the actors.

    ``first`` and ``second`` say for each actor whether it is in the group (European, Chinese). One
    depth-first search finds all: below a child whose lowest reach is the actor itself lies a
    part that only the actor holds.
    """
    near = network.contacts
    order = [-1] * network.n
    low = [0] * network.n
    below = np.zeros((network.n, 3), dtype=np.int64)
    cut: dict[int, list[tuple[int, int, int]]] = {}
    root_of = [-1] * network.n
    clock = 0
    for root in range(network.n):
        if order[root] >= 0:
            continue
        stack: list[tuple[int, int, int]] = [(root, -1, 0)]
        while stack:
            actor, parent, at = stack.pop()
            if at == 0:
                order[actor] = low[actor] = clock
                clock += 1
                root_of[actor] = root
                below[actor] = (int(first[actor]), int(second[actor]), 1)
            else:
                # Back from the child that was visited last.
                child = near[actor][at - 1]
                low[actor] = min(low[actor], low[child])
                below[actor] += below[child]
                if low[child] >= order[actor]:
                    part = below[child]
                    cut.setdefault(actor, []).append((int(part[0]), int(part[1]), int(part[2])))
            while at < len(near[actor]):
                other = near[actor][at]
                at += 1
                if order[other] < 0:
                    stack.append((actor, parent, at))
                    stack.append((other, actor, 0))
                    break
                if other != parent:
                    low[actor] = min(low[actor], order[other])
    found = []
    for actor, parts in sorted(cut.items()):
        whole = below[root_of[actor]]
        held = np.array(parts).sum(axis=0)
        own = np.array([int(first[actor]), int(second[actor]), 1])
        rest = whole - held - own
        if rest[2]:
            parts = [*parts, (int(rest[0]), int(rest[1]), int(rest[2]))]
        if len(parts) > 1:
            found.append(Split(actor, tuple(parts)))
    return found


def bridges(network: Projection) -> list[tuple[int, int]]:
    """Return the ties whose removal would cut their component in two, as (a, b), a < b."""
    graph = network.graph()
    edges = graph.get_edgelist()
    return sorted((min(edges[at]), max(edges[at])) for at in graph.bridges())


def components(network: Projection) -> IntArray:
    """Return the component of each actor, numbered by size, the largest 0."""
    if not network.n:
        return np.zeros(0, dtype=np.int64)
    member = np.array(network.graph().connected_components().membership, dtype=np.int64)
    size = np.bincount(member)
    order = sorted(range(len(size)), key=lambda c: (-size[c], int(np.argmax(member == c))))
    rank = np.empty(len(size), dtype=np.int64)
    rank[order] = np.arange(len(size))
    return np.asarray(rank[member], dtype=np.int64)


def parts_without(network: Projection, actor: int) -> list[list[int]]:
    """Return the parts into which an actor's component falls without it, the largest first."""
    near = network.contacts
    seen = {actor}
    parts: list[list[int]] = []
    for start in near[actor]:
        if start in seen:
            continue
        seen.add(start)
        held, stack = [start], [start]
        while stack:
            for other in near[stack.pop()]:
                if other not in seen:
                    seen.add(other)
                    held.append(other)
                    stack.append(other)
        parts.append(sorted(held))
    return sorted(parts, key=lambda held: (-len(held), held))


def pairs_cut(
    network: Projection, actor: int, first: Sequence[bool], second: Sequence[bool]
) -> list[tuple[int, int]]:
    """List the pairs (first group, second group) that only paths through the actor join."""
    part = {one: at for at, held in enumerate(parts_without(network, actor)) for one in held}
    reached = sorted(part)
    others = [two for two in reached if second[two]]
    # By part, because most actors are in one large part, where nothing is cut.
    apart = {own: [two for two in others if part[two] != own] for own in set(part.values())}
    return [(one, two) for one in reached if first[one] for two in apart[part[one]]]


class Couples(Sequence[tuple[int, int]]):
    """Pairs of places, eight bytes each: of a network of thousands there are hundreds of thousands
    of them, and a list of tuples takes ten times as much.
    """

    __slots__ = ("_flat",)

    def __init__(self, flat: array[int]) -> None:
        self._flat = flat

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._flat) // 2

    @overload
    def __getitem__(self, at: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        """Return one of them, or a list of several."""
        places = range(len(self))[at]
        if isinstance(places, int):
            return self._flat[2 * places], self._flat[2 * places + 1]
        return [(self._flat[2 * one], self._flat[2 * one + 1]) for one in places]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield them in order."""
        return zip(self._flat[::2], self._flat[1::2], strict=True)

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence has the same pairs in the same order."""
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        """Return a number that equal ones share."""
        return hash(tuple(self))


def pairs_without_other_contact(
    network: Projection, first: Sequence[bool], second: Sequence[bool]
) -> dict[int, Couples]:
    """Return for each actor the pairs that have no tie and share this one contact only."""
    matrix = network.adjacency(weighted=False)
    ones = np.flatnonzero([bool(flag) for flag in first])
    twos = np.flatnonzero([bool(flag) for flag in second])
    to_twos = matrix[:, twos]
    shared = (matrix[ones] @ to_twos).tocoo()
    # The places of the contacts, added up instead of counted: where there is one, it is that one.
    numbered = matrix[ones] @ sparse.diags(np.arange(network.n, dtype=np.float64)) @ to_twos
    tied = matrix[ones][:, twos].tocsr()
    found: dict[int, array[int]] = {}
    single = np.flatnonzero(shared.data == 1.0)
    if not len(single):
        return {}
    rows, columns = shared.row[single], shared.col[single]
    free = np.asarray(tied[rows, columns]).ravel() == 0.0
    free &= ones[rows] != twos[columns]
    rows, columns = rows[free], columns[free]
    if not len(rows):
        return {}
    via = np.rint(np.asarray(numbered.tocsr()[rows, columns]).ravel()).astype(np.int64)
    order = np.lexsort((twos[columns], ones[rows]))
    for contact, one, two in zip(
        via[order].tolist(), ones[rows[order]].tolist(), twos[columns[order]].tolist(), strict=True
    ):
        found.setdefault(contact, array("i")).extend((one, two))
    return {contact: Couples(flat) for contact, flat in found.items()}


def reach(network: Projection, targets: Sequence[Sequence[bool]], steps: int) -> IntArray:
    """Return how many actors of each group (row) each actor reaches within ``steps`` ties.

    The actor itself does not count.
    """
    matrix = network.adjacency(weighted=False)
    member = np.array([[float(bool(flag)) for flag in target] for target in targets])
    member = member.reshape(len(targets), network.n)
    counts = np.zeros(member.shape, dtype=np.int64)
    rows = 1000
    for start in range(0, network.n, rows):
        block = slice(start, min(start + rows, network.n))
        found = matrix[block].copy()
        ahead = found
        for _ in range(steps - 1):
            ahead = ahead @ matrix
            ahead.data[:] = 1.0
            found = found + ahead
        found = found.tocsr()
        found.data[:] = 1.0
        own = np.asarray(found[np.arange(found.shape[0]), np.arange(block.start, block.stop)])
        near = np.asarray(found @ member.T).T - own.ravel() * member[:, block]
        counts[:, block] = np.rint(near).astype(np.int64)
    return counts
