"""Counting the statements of N-Quads by class, property and graph, as VoID asks.

Terms become numbers and statements columns of numbers: a million statements are counted in
seconds, where sets of terms would take minutes of memory and time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.tally import TYPE, Tally, datatype, describes_the_dataset

Numbers = NDArray[np.int64]


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
        reading = Reading()
        reading.take(lines)
        return reading.counted()

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

    def _within(self) -> dict[tuple[bytes, bytes], tuple[int, int]]:
        """Return statements and distinct subjects by class of their subject and property."""
        kinds, predicates = self._kinds[self.subjects], self.predicates
        # The columns are sorted: what begins a pair of subject and property is a subject more.
        begins = np.ones(len(predicates), dtype=bool)
        begins[1:] = (np.diff(self.subjects) != 0) | (np.diff(predicates) != 0)
        found: dict[tuple[bytes, bytes], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for rows, of in ((kinds >= 0, 0), ((kinds >= 0) & begins, 1)):
            size = len(self.terms)
            pairs, counts = np.unique(kinds[rows] * size + predicates[rows], return_counts=True)
            for pair, count in zip(pairs, counts, strict=True):
                some, name = divmod(int(pair), size)
                for kind in self._classes[some]:
                    before = found[kind, self.terms[name]]
                    now = before[0] + int(count) * (not of), before[1] + int(count) * of
                    found[kind, self.terms[name]] = now
        return found

    def _towards(self) -> dict[tuple[bytes, bytes, bytes], int]:
        """Return statements by class of the subject, property, and class or datatype of the
        object.
        """
        datatypes = self._datatypes()
        known: list[bytes] = sorted(set(datatypes.values()))
        codes = {name: len(self._classes) + code for code, name in enumerate(known)}
        targets = [*self._classes, *([name] for name in known)]
        of_object = self._kinds.copy()
        for term, name in datatypes.items():
            of_object[term] = codes[name]
        properties, property_of = np.unique(self.predicates, return_inverse=True)
        kinds, towards = self._kinds[self.subjects], of_object[self.objects]
        rows = (kinds >= 0) & (towards >= 0)
        outer = kinds[rows] * len(properties) + property_of[rows]
        every = outer * len(targets) + towards[rows]
        found: dict[tuple[bytes, bytes, bytes], int] = defaultdict(int)
        for one, count in zip(*np.unique(every, return_counts=True), strict=True):
            pair, target = divmod(int(one), len(targets))
            some, place = divmod(pair, len(properties))
            predicate = self.terms[properties[place]]
            for kind in self._classes[some]:
                for other in targets[target]:
                    found[kind, predicate, other] += int(count)
        return found

    @cached_property
    def _typed(self) -> tuple[Numbers, Numbers]:
        """Return things and their classes: two columns, sorted by thing."""
        place = self._place(TYPE)
        rows = self.predicates == place
        return self.subjects[rows], self.objects[rows]

    @cached_property
    def _sets(self) -> tuple[Numbers, list[list[bytes]]]:
        """Return which classes each term has, as the number of a set of classes or -1, and the
        sets.

        There are some hundreds of these: a thing has several classes, and counting them one by one
        takes ten times as long.
        """
        typed, classes = self._typed
        starts = np.flatnonzero(np.diff(typed, prepend=-1))
        sets: dict[bytes, int] = {}
        numbers = [
            sets.setdefault(classes[begin:end].tobytes(), len(sets))
            for begin, end in pairwise([*starts, len(typed)])
        ]
        of_term = np.full(len(self.terms), -1)
        of_term[typed[starts]] = numbers
        members = (np.frombuffer(key, dtype=np.int64) for key in sets)
        return of_term, [[self.terms[place] for place in some] for some in members]

    @property
    def _kinds(self) -> Numbers:
        return self._sets[0]

    @property
    def _classes(self) -> list[list[bytes]]:
        return self._sets[1]

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

    def _place(self, term: bytes) -> int:
        try:
            return self.terms.index(term)
        except ValueError:
            return -1


class Reading:
    """Statements that were read so far, as numbers: more may be read later, or elsewhere."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._columns = array("q"), array("q"), array("q")
        self._graphs: dict[bytes, int] = defaultdict(int)

    def take(self, lines: Iterable[bytes]) -> None:
        """Read N-Quads lines but those of the graphs that describe the dataset."""
        numbers, graphs = self._numbers, self._graphs
        number = numbers.setdefault
        subjects, predicates, objects = self._columns
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

    def counted(self) -> Counted:
        """Return all that was read, each statement once."""
        s, p, o = (np.array(column, dtype=np.int64) for column in self._columns)
        size = max(len(self._numbers), 1)
        # Two numbers in one: unlike three, they cannot grow beyond 64 bits.
        pairs, pair = np.unique(s * size + p, return_inverse=True)
        whole = np.unique(pair * size + o)
        s, p = np.divmod(pairs[whole // size], size)
        return Counted(list(self._numbers), s, p, whole % size, dict(self._graphs))
