"""What judgements make of a graph: one IRI for each thing, and what is part of what.

Invariants, tested with random judgements:

1. *Same* is an equivalence: who is the same as whom does not depend on the order in which
   judgements are read, nor on the direction in which they are written.
2. A person beats a machine: on a pair about which a person decided, no judgement of a machine
   counts; of several decisions of persons on a pair the last counts.
3. *Different* beats *same*: two things that are judged different are never one. Where a chain of
   *same* joins them nevertheless, that is an error that names every judgement of the chain.
4. The whole is another thing than its part: *part of* within one class, or in a circle, is an
   error that names the judgements.
5. The canonical IRI of a class is the documents' one, else that of ROR, else the lowest PIC.
6. *Unsure* joins nothing, and taking a judgement away leaves what there would be without it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from rdflib import URIRef

from graph import iris
from graph.errors import EucnError
from graph.identity.judgements import (
    DIFFERENT,
    PART_OF,
    SAME,
    UNSURE,
    WITHDRAWN,
    Judgement,
)

_ROR, _PIC, _OTHER_ROW = "organization/ror-", "organization/pic-", "organization/cordis-"
_PROJECT = "project/cordis-"


class Contradiction(EucnError):
    """Judgements that cannot all hold; ``judgements`` are those to choose from."""

    def __init__(self, message: str, judgements: Iterable[Judgement]) -> None:
        self.judgements = tuple(judgements)
        lines = [
            f"  {one.id}: {one.left} {one.relation} {one.right} "
            f"({one.decided_by}, {one.score:.2f}): {one.reason}"
            for one in self.judgements
        ]
        super().__init__("\n".join([message, *lines, "take one back with: eucn links undo ID"]))


@dataclass(frozen=True)
class Identity:
    """The outcome: ids that are replaced by others, and pairs of part and whole (canonical ids)."""

    replaced: dict[str, str]
    parts: tuple[tuple[str, str], ...]

    def canonical(self, identifier: str) -> str:
        """Return the canonical id of an id; itself where nothing was judged."""
        return self.replaced.get(identifier, identifier)

    def members(self) -> dict[str, tuple[str, ...]]:
        """Return each canonical id that stands for others, with those others."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier, canonical in sorted(self.replaced.items()):
            found[canonical].append(identifier)
        return {canonical: tuple(others) for canonical, others in found.items()}

    def iris(self) -> dict[URIRef, URIRef]:
        """Return IRIs that are replaced, with the canonical IRI of each."""
        return {iris.resource(old): iris.resource(new) for old, new in self.replaced.items()}

    def part_iris(self) -> list[tuple[URIRef, URIRef]]:
        """Part and whole as canonical IRIs, sorted."""
        return [(iris.resource(part), iris.resource(whole)) for part, whole in self.parts]


def canonical(judgements: Iterable[Judgement], only: Iterable[str] | None = None) -> Identity:
    """Apply judgements. Raises Contradiction.

    ``only`` names the ids that are in the graph: no other id becomes canonical, but two that are
    both the same as a third are one, whether the third is there or not (a record of ROR that no
    extract has).
    """
    present = None if only is None else frozenset(only)
    counting = effective(judgements)

    def there(identifier: str) -> bool:
        return present is None or identifier in present

    classes = _Classes(one for one in counting if one.relation == SAME)
    for one in counting:
        if one.relation != DIFFERENT or not (there(one.left) and there(one.right)):
            continue
        if classes.together(one.left, one.right):
            chain = classes.chain(one.left, one.right)
            raise Contradiction(
                f"{one.left} and {one.right} are judged different and joined as the same:",
                [one, *chain],
            )
    standing = {
        member: min(group, key=_preference)
        for every in classes.groups()
        if (group := [one for one in every if there(one)])
        for member in every
    }
    replaced = {old: new for old, new in standing.items() if old != new and there(old)}
    parts: dict[tuple[str, str], Judgement] = {}
    for one in counting:
        part, whole = standing.get(one.left, one.left), standing.get(one.right, one.right)
        if one.relation != PART_OF or not (there(one.left) and there(whole)):
            continue
        if part == whole:
            chain = classes.chain(one.left, one.right)
            raise Contradiction(
                f"{one.left} is judged a part of {one.right} and joined with it as the same:",
                [one, *chain],
            )
        parts.setdefault((part, whole), one)
    _no_circle(parts)
    return Identity(replaced, tuple(sorted(parts)))


def effective(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that count: on each pair the last of a person's, else the machine's."""
    by_machine: dict[frozenset[str], list[Judgement]] = defaultdict(list)
    by_person: dict[frozenset[str], Judgement] = {}
    for one in judgements:
        if not one.by_person:
            by_machine[one.pair].append(one)
        elif one.relation == WITHDRAWN:
            by_person.pop(one.pair, None)
        else:
            by_person[one.pair] = one
    counting = [one for pair, some in by_machine.items() if pair not in by_person for one in some]
    return sorted([*counting, *by_person.values()], key=lambda one: one.id)


def settled(judgements: Iterable[Judgement]) -> tuple[list[Judgement], list[Judgement]]:
    """Return what can hold together, and the machine's judgements that had to give way.

    Of the judgements of a contradiction the weakest of the machine's gives way, again and again;
    a contradiction among persons alone is raised. For whoever makes judgements: what gives way is
    kept as unsure, so that assembly never meets a contradiction that no person made.
    """
    every = list(judgements)
    dropped: list[Judgement] = []
    try:
        canonical(every)
    except Contradiction:
        # Only what hangs together can contradict itself: thousands of judgements need not be
        # applied again for each that gives way.
        for some in _hanging_together(every):
            dropped += _giving_way(some)
    gone = {id(one) for one in dropped}
    return [one for one in every if id(one) not in gone], dropped


def _giving_way(judgements: list[Judgement]) -> list[Judgement]:
    holding, dropped = list(judgements), []
    while True:
        try:
            canonical(holding)
        except Contradiction as problem:
            machine = [one for one in problem.judgements if not one.by_person]
            if not machine:
                raise
            weakest = min(machine, key=lambda one: (one.score, one.id))
            holding.remove(weakest)
            dropped.append(weakest)
        else:
            return dropped


def _hanging_together(judgements: list[Judgement]) -> list[list[Judgement]]:
    """Return judgements in groups that have no thing in common."""
    classes = _Classes(judgements)
    found: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        found[classes.of(one.left)].append(one)
    return list(found.values())


def _preference(identifier: str) -> tuple[int, int, str]:
    """Return how much an id wants to be the canonical one, the least first."""
    if identifier.startswith(_ROR):
        return (1, 0, identifier)
    if identifier.startswith(_PIC):
        digits = re.sub(r"\D", "", identifier)
        return (2, int(digits or 0), identifier)
    if identifier.startswith((_OTHER_ROW, _PROJECT)):
        return (3, 0, identifier)
    return (0, 0, identifier)


class _Classes:
    """Classes of the same, with the judgements that join their members."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._beside: dict[str, list[tuple[str, Judgement]]] = defaultdict(list)
        self._root: dict[str, str] = {}
        for one in judgements:
            self._beside[one.left].append((one.right, one))
            self._beside[one.right].append((one.left, one))
            self._root[self.of(one.left)] = self.of(one.right)

    def of(self, identifier: str) -> str:
        """Return the member that stands for the class of a thing."""
        path = []
        while (above := self._root.setdefault(identifier, identifier)) != identifier:
            path.append(identifier)
            identifier = above
        for step in path:
            self._root[step] = identifier
        return identifier

    def together(self, a: str, b: str) -> bool:
        """Return whether two things are in one class."""
        return a == b or (a in self._root and b in self._root and self.of(a) == self.of(b))

    def groups(self) -> list[list[str]]:
        """Return the classes."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier in list(self._root):
            found[self.of(identifier)].append(identifier)
        return list(found.values())

    def chain(self, a: str, b: str) -> list[Judgement]:
        """Return the judgements of a shortest way from one member of a class to another."""
        came: dict[str, tuple[str, Judgement] | None] = {a: None}
        queue = deque([a])
        while queue and b not in came:
            here = queue.popleft()
            for other, judgement in sorted(self._beside[here], key=lambda step: step[1].id):
                if other not in came:
                    came[other] = (here, judgement)
                    queue.append(other)
        found: list[Judgement] = []
        step = came.get(b)
        while step is not None:
            found.append(step[1])
            step = came[step[0]]
        return found[::-1]


def _no_circle(parts: dict[tuple[str, str], Judgement]) -> None:
    above: dict[str, list[str]] = defaultdict(list)
    for part, whole in sorted(parts):
        above[part].append(whole)
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        # Each node of the circle stands right before what is above it.
        circle = [parts[pair] for pair in pairwise(reversed(error.args[1])) if pair in parts]
        circle = circle or [parts[pair] for pair in pairwise(error.args[1])]
        message = f"{error.args[1][0]} is judged a part of itself, in a circle:"
        raise Contradiction(message, circle) from None


def doubtful(
    judgements: Iterable[Judgement], identity: Identity, known: Iterable[str]
) -> list[tuple[URIRef, URIRef]]:
    """Return the pairs of which a person says that they may be one, as canonical IRIs, sorted.

    A machine that is unsure only has not found what it looked for. ``known`` are the ids that are
    in the graph.
    """
    present = frozenset(known)
    found = set()
    for one in effective(judgements):
        if one.relation == UNSURE and one.by_person and one.pair <= present:
            ends = sorted({identity.canonical(one.left), identity.canonical(one.right)})
            if len(ends) == 2:
                found.add((ends[0], ends[1]))
    return [(iris.resource(one), iris.resource(other)) for one, other in sorted(found)]
