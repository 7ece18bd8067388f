"""Counting the statements of N-Quads by class, property and graph, as VoID asks.

Terms become numbers and statements columns of numbers: a million statements are counted in
seconds, where sets of terms would take minutes of memory and time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.tally import TYPE, Tally, datatype, describes_the_dataset

Numbers = NDArray[np.int64]


_BLOCK = 500_000
"""Statements that are counted together by the classes of their subjects."""


@dataclass(frozen=True)
class Counted:
    """The statements of the merge of all graphs as three columns, each statement once.

    A number stands for a term: its place in ``terms``.
    """

    terms: list[bytes]
    """Terms as N-Quads write them."""
    subjects: Numbers
    predicates: Numbers
    objects: Numbers
    by_graph: dict[bytes, int]
    """Statements by graph; one that stands in two graphs counts in both."""

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Counted:
        """Read N-Quads lines but those of the graphs that describe the dataset."""
        numbers: dict[bytes, int] = {}
        number = numbers.setdefault
        subjects, predicates, objects = array("q"), array("q"), array("q")
        graphs: dict[bytes, int] = defaultdict(int)
        own: dict[bytes, bool] = {}
        last, place = b"", -1
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            value, graph = rest[: rest.rindex(b" .")].rsplit(b" ", 1)
            left_out = own.get(graph)
            if left_out is None:
                left_out = own[graph] = describes_the_dataset(graph)
            if left_out:
                continue
            graphs[graph] += 1
            if subject != last:  # what is said of a thing stands together
                last, place = subject, number(subject, len(numbers))
            subjects.append(place)
            predicates.append(number(predicate, len(numbers)))
            objects.append(number(value, len(numbers)))
        s, p, o = (np.array(column, dtype=np.int64) for column in (subjects, predicates, objects))
        del subjects, predicates, objects
        size = max(len(numbers), 1)
        # Two numbers in one: unlike three, they cannot grow beyond 64 bits.
        pairs, pair = np.unique(s * size + p, return_inverse=True)
        whole = np.unique(pair * size + o)
        s, p = np.divmod(pairs[whole // size], size)
        return cls(list(numbers), s, p, whole % size, dict(graphs))

    def tally(self) -> Tally:
        """Return all counts."""
        tally = Tally()
        tally.whole["triples"] = len(self.subjects)
        tally.whole["subjects"] = len(np.unique(self.subjects))
        tally.whole["objects"] = len(np.unique(self.objects))
        tally.whole["entities"] = len(np.unique(self._typed[0]))
        for name, counts in self._properties().items():
            for of, count in zip(("triples", "subjects", "objects"), counts, strict=True):
                tally.by_property[name, of] = count
        tally.by_class.update(self._by(self._typed[1]))
        for (kind, name), (triples, subjects) in self._within().items():
            tally.in_class[kind, name, "triples"] = triples
            tally.in_class[kind, name, "subjects"] = subjects
        tally.links.update(self._towards())
        tally.graphs.update(self.by_graph)
        return tally

    def _properties(self) -> dict[bytes, tuple[int, int, int]]:
        """Return statements, distinct subjects and distinct objects by property."""
        every = self._by(self.predicates)
        subjects = self._by(self._distinct(self.predicates, self.subjects))
        objects = self._by(self._distinct(self.predicates, self.objects))
        return {name: (count, subjects[name], objects[name]) for name, count in every.items()}

    def _blocks(self) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Yield the three columns part by part, all statements of a thing in one part.

        A thing has several classes, so that what is counted by them takes several times the memory
        of the statements.
        """
        begin, size = 0, len(self.subjects)
        while begin < size:
            last = self.subjects[min(begin + _BLOCK, size) - 1]
            end = int(np.searchsorted(self.subjects, last, side="right"))
            yield self.subjects[begin:end], self.predicates[begin:end], self.objects[begin:end]
            begin = end

    def _within(self) -> dict[tuple[bytes, bytes], tuple[int, int]]:
        """Return statements and distinct subjects by class of their subject and property."""
        size = len(self.terms)
        found: dict[tuple[bytes, bytes], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for subjects, predicates, _ in self._blocks():
            rows, kinds = self._kinds(subjects)
            outer = kinds * size + predicates[rows]
            pairs, pair_of, counts = np.unique(outer, return_inverse=True, return_counts=True)
            each = np.unique(pair_of * size + subjects[rows]) // max(size, 1)
            things = np.bincount(each, minlength=len(pairs))
            for pair, triples, count in zip(pairs, counts, things, strict=True):
                name = self._pair(pair)
                before = found[name]
                found[name] = before[0] + int(triples), before[1] + int(count)
        return found

    def _towards(self) -> dict[tuple[bytes, bytes, bytes], int]:
        """Return statements by class of the subject, property, and class or datatype of the
        object.
        """
        size = len(self.terms)
        found: dict[tuple[bytes, bytes, bytes], int] = defaultdict(int)
        datatypes = self._datatypes()
        known: list[bytes] = sorted(set(datatypes.values()))
        codes = {name: code for code, name in enumerate(known)}
        of_term = np.full(size, -1)
        for term, name in datatypes.items():
            of_term[term] = codes[name]
        for subjects, predicates, objects in self._blocks():
            rows, kinds = self._kinds(subjects)
            literal = of_term[objects[rows]]
            outer = kinds * size + predicates[rows]
            for name, code in codes.items():
                each, counts = np.unique(outer[literal == code], return_counts=True)
                for pair, count in zip(each, counts, strict=True):
                    found[*self._pair(pair), name] += int(count)
            links, targets = self._kinds(objects[rows])
            pairs, pair_of = np.unique(outer, return_inverse=True)
            each, counts = np.unique(pair_of[links] * size + targets, return_counts=True)
            for both, count in zip(each, counts, strict=True):
                pair, target = divmod(int(both), size)
                found[*self._pair(pairs[pair]), self.terms[target]] += int(count)
        return found

    @cached_property
    def _typed(self) -> tuple[Numbers, Numbers]:
        """Return things and their classes: two columns, sorted by thing."""
        place = self._place(TYPE)
        rows = self.predicates == place
        return self.subjects[rows], self.objects[rows]

    def _kinds(self, things: Numbers) -> tuple[Numbers, Numbers]:
        """Return each class of each thing: the row of the thing, and the class."""
        typed, classes = self._typed
        first = np.searchsorted(typed, things, side="left")
        count = np.searchsorted(typed, things, side="right") - first
        rows = np.repeat(np.arange(len(things)), count)
        ends = np.cumsum(count)
        within = np.arange(len(rows)) - np.repeat(ends - count, count)
        return rows, classes[np.repeat(first, count) + within]

    def _datatypes(self) -> dict[int, bytes]:
        used = np.unique(self.objects)
        return {
            int(place): datatype(self.terms[place])
            for place in used
            if self.terms[place].startswith(b'"')
        }

    def _distinct(self, left: Numbers, right: Numbers) -> Numbers:
        """Return the left of each distinct pair."""
        size = max(len(self.terms), 1)
        return np.unique(left * size + right) // size

    def _by(self, column: Numbers) -> dict[bytes, int]:
        places, counts = np.unique(column, return_counts=True)
        return {self.terms[place]: int(n) for place, n in zip(places, counts, strict=True)}

    def _pair(self, pair: np.int64) -> tuple[bytes, bytes]:
        left, right = divmod(int(pair), len(self.terms))
        return self.terms[left], self.terms[right]

    def _place(self, term: bytes) -> int:
        try:
            return self.terms.index(term)
        except ValueError:
            return -1
