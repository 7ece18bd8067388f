"""The counts that VoID asks for, as numbers that add up.

Each is a sum over things: what a thing brings follows from its own statements, from the classes of
what they name and from whether it is a value anywhere. So a tally is brought up to date by what the
things of changed statements brought before and bring now; all others stay as they were counted.
"""

from __future__ import annotations

import json
import mmap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType

import pyoxigraph
from rdflib import RDF, XSD

from graph.iris import EUCN, WELL_KNOWN

TYPE = f"<{RDF.type}>".encode()
_DOCUMENT = f"<{EUCN.SourceDocument}>".encode()
_OWN = f"<{WELL_KNOWN}".encode()
_STRING, _LANGUAGE = f"<{XSD.string}>".encode(), f"<{RDF.langString}>".encode()
MANY = 3_000
"""Things from which counting all anew is quicker than bringing a tally up to date."""


def parts(line: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    """Return the four terms of a line of N-Quads; None in a graph that describes the dataset."""
    subject, predicate, rest = line.split(b" ", 2)
    value, graph = rest.rstrip()[:-2].rsplit(b" ", 1)
    return None if describes_the_dataset(graph) else (subject, predicate, value, graph)


def describes_the_dataset(graph: bytes) -> bool:
    """Return whether a graph describes the dataset, and is not counted."""
    return graph.startswith(_OWN)


def datatype(literal: bytes) -> bytes:
    """Return the IRI of the datatype of a literal, as N-Quads write both."""
    end = literal[literal.rfind(b'"') + 1 :]
    if end.startswith(b"^^"):
        return end[2:]
    return _LANGUAGE if end.startswith(b"@") else _STRING


@dataclass
class Tally:
    """Counts of the merge of all graphs, in which each statement stands once.

    Terms are as N-Quads write them.
    """

    whole: Counter[str] = field(default_factory=Counter)
    """Triples, subjects, objects, entities (things with a class)."""
    by_property: Counter[tuple[bytes, str]] = field(default_factory=Counter)
    """By property: triples, subjects, objects."""
    by_class: Counter[bytes] = field(default_factory=Counter)
    """Things by class."""
    in_class: Counter[tuple[bytes, bytes, str]] = field(default_factory=Counter)
    """By class of the subject and property: triples, subjects."""
    links: Counter[tuple[bytes, bytes, bytes]] = field(default_factory=Counter)
    """Triples by class of the subject, property, and class or datatype of the object."""
    graphs: Counter[bytes] = field(default_factory=Counter)
    """Statements by graph; one that stands in two graphs counts in both."""

    def totals(self) -> dict[str, int]:
        """Return the counts of the whole by their local names in VoID."""
        return {
            "triples": self.whole["triples"],
            "entities": self.whole["entities"],
            "classes": len(self.by_class),
            "properties": len({name for name, _ in self.by_property}),
            "distinctSubjects": self.whole["subjects"],
            "distinctObjects": self.whole["objects"],
            "documents": self.by_class.get(_DOCUMENT, 0),
        }

    def properties(self) -> dict[bytes, tuple[int, int, int]]:
        """Return statements, distinct subjects and distinct objects by property."""
        names = {name for name, _ in self.by_property}
        return {
            name: (
                self.by_property[name, "triples"],
                self.by_property[name, "subjects"],
                self.by_property[name, "objects"],
            )
            for name in names
        }

    def within(self) -> dict[tuple[bytes, bytes], tuple[int, int]]:
        """Return statements and distinct subjects by class of their subject and property."""
        pairs = {(kind, name) for kind, name, _ in self.in_class}
        return {
            pair: (self.in_class[*pair, "triples"], self.in_class[*pair, "subjects"])
            for pair in pairs
        }

    def dumps(self) -> bytes:
        """Return the tally as JSON."""
        return json.dumps([sorted(_texts(counts)) for counts in self._all()]).encode()

    @classmethod
    def loads(cls, text: bytes) -> Tally:
        """Read what ``dumps`` wrote. Raises ValueError for anything else."""
        tally = cls()
        for counts, rows in zip(tally._all(), json.loads(text), strict=True):
            for *key, last, count in rows:
                names = tuple(one.encode() for one in key)
                if counts is tally.whole:
                    tally.whole[last] = count
                elif counts is tally.by_class or counts is tally.graphs:
                    counts[last.encode()] = count
                elif counts is tally.links:
                    counts[*names, last.encode()] = count
                else:
                    counts[*names, last] = count
        return tally

    def move(self, other: Tally, sign: int) -> None:
        """Add what another tally counted (1), or take it out (-1)."""
        for ours, theirs in zip(self._all(), other._all(), strict=True):
            for key, count in theirs.items():
                left = ours[key] + sign * count
                ours[key] = left
                if not left:
                    del ours[key]

    def _all(self) -> Sequence[Counter[object]]:
        return (  # type: ignore[return-value]  # counters of several kinds of keys
            self.whole,
            self.by_property,
            self.by_class,
            self.in_class,
            self.links,
            self.graphs,
        )


def _texts(counts: Counter[object]) -> Iterator[list[str | int]]:
    for key, count in counts.items():
        several = key if isinstance(key, tuple) else (key,)
        yield [*(one.decode() if isinstance(one, bytes) else one for one in several), count]


class Statements:
    """The statements of some layers, to be asked by subject and by value.

    A context manager. By subject they come from the layers' sorted files, as they were written; the
    index, which writes some numbers in another way, only tells whose files to look into.
    """

    def __init__(self, files: Iterable[Path], index: pyoxigraph.Store) -> None:
        self._files = list(files)
        self._index = index
        self._said: dict[bytes, set[tuple[bytes, bytes]]] = {}

    def __enter__(self) -> Statements:
        self._maps: list[mmap.mmap] = []
        with ExitStack() as opened:
            for path in self._files:
                if path.stat().st_size:
                    stream = opened.enter_context(path.open("rb"))
                    self._maps.append(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for one in self._maps:
            one.close()

    def about(self, subject: bytes) -> set[tuple[bytes, bytes]]:
        """Return property and value of each statement about a thing."""
        known = self._said.get(subject)
        if known is None:
            known = self._said[subject] = {
                (found[1], found[2])
                for lines in self._maps
                for line in _beginning(lines, subject + b" ")
                if (found := parts(line)) is not None
            }
        return known

    def kinds(self, thing: bytes) -> list[bytes]:
        """Return the classes of a thing."""
        return [value for name, value in self.about(thing) if name == TYPE]

    def naming(self, thing: bytes) -> set[bytes]:
        """Return the things that may have a statement with this value."""
        quads = self._index.quads_for_pattern(None, None, _term(thing), None)
        return {str(quad.subject).encode() for quad in quads}

    def says(self, predicate: bytes | None, value: bytes) -> bool:
        """Return whether anything has this value, of this property if one is given."""
        name = pyoxigraph.NamedNode(predicate[1:-1].decode()) if predicate else None
        seen = set()
        for quad in self._index.quads_for_pattern(None, name, _term(value), None):
            subject = str(quad.subject).encode()
            if subject in seen:
                continue
            seen.add(subject)
            if any(one == value and predicate in (None, p) for p, one in self.about(subject)):
                return True
        return False

    def brought(self, thing: bytes) -> Tally:
        """Return what a thing counts for, as a subject."""
        tally = Tally()
        said = self.about(thing)
        if not said:
            return tally
        kinds = self.kinds(thing)
        tally.whole.update(triples=len(said), subjects=1, entities=bool(kinds))
        tally.by_class.update(kinds)
        of: Counter[bytes] = Counter(name for name, _ in said)
        for name, count in of.items():
            tally.by_property[name, "triples"] = count
            tally.by_property[name, "subjects"] = 1
            for kind in kinds:
                tally.in_class[kind, name, "triples"] = count
                tally.in_class[kind, name, "subjects"] = 1
        for name, value in said if kinds else ():
            targets = [datatype(value)] if value.startswith(b'"') else self.kinds(value)
            for kind in kinds:
                for target in targets:
                    tally.links[kind, name, target] += 1
        return tally


def _beginning(lines: mmap.mmap, prefix: bytes) -> Iterator[bytes]:
    """Yield the lines of a sorted file that begin with a prefix."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", middle) + 1
        if lines[middle : middle + len(prefix)] < prefix:
            low = end
        else:
            high = middle
    while lines[low : low + len(prefix)] == prefix:
        end = lines.find(b"\n", low) + 1
        yield lines[low:end]
        low = end


@cache
def _term(text: bytes) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    (found,) = pyoxigraph.parse(b"<a:a> <a:a> %s ." % text, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(found.object, pyoxigraph.NamedNode | pyoxigraph.Literal)
    return found.object


def brought_up_to_date(
    tally: Tally, old: Statements, new: Statements, changed: Iterable[bytes]
) -> Tally | None:
    """Return the tally of ``new`` from that of ``old`` and the lines that went or came.

    None where so much changed that all is to be counted anew. The statements by graph are those
    of the old one: layers know theirs.
    """
    things: set[bytes] = set()
    values: set[tuple[bytes, bytes]] = set()
    for line in changed:
        found = parts(line)
        if found is None:
            continue
        subject, name, value, _ = found
        values.add((name, value))
        things.add(subject)
        if name == TYPE and len(things) <= MANY:
            # Whatever names it, names a thing of another class.
            things |= old.naming(subject) | new.naming(subject)
        if len(things) > MANY:
            return None
    result = Tally()
    result.move(tally, 1)
    for thing in things:
        result.move(old.brought(thing), -1)
        result.move(new.brought(thing), 1)
    for name, value in values:
        for place, sign in ((old, -1), (new, 1)):
            one = Tally()
            one.by_property[name, "objects"] = int(place.says(name, value))
            result.move(one, sign)
    for value in {value for _, value in values}:
        for place, sign in ((old, -1), (new, 1)):
            one = Tally()
            one.whole["objects"] = int(place.says(None, value))
            result.move(one, sign)
    return result
