"""What is asked of things that are described elsewhere than what is checked of a register."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF

from graph import iris
from graph.assembly.expand import told
from graph.assembly.layers import Making
from graph.iris import EUCN
from graph.store.layers import Kind, Layer
from graph.validation.evidence import CONCEPTS
from graph.validation.structure import CHAINS

OF_THINGS = ("document.ttl", "union.ttl", "values.ttl", "concepts.ttl")
OF_ROWS = ("registers.ttl",)
SHAPES = (*OF_THINGS, *OF_ROWS)
_TYPE = f"<{RDF.type}>".encode()
_BACKWARDS = re.compile(r"sh:inversePath eucn:(\w+)")
_LINKED = {
    f"<{name}>".encode()
    for name in (
        *(prop for properties in CHAINS.values() for prop in properties),
        *(EUCN.identifier, EUCN.membershipIn, EUCN.member),
    )
}
"""What is read of all things of a register together."""
_PROJECT = f"<{iris.ID}project/".encode()
COMPARED = {f"<{name}>".encode() for name in (EUCN.euContribution, EUCN.startDate, EUCN.endDate)}
"""What a participation and what it is in have both."""
_VALUES = re.compile(rb"> (<[^>]*>) <[^>]*> \.\n")
_DERIVED = b"/derived> .\n"
_ROWS = b"/rows> .\n"


@dataclass(frozen=True)
class Check:
    """What is needed to check the registers, for a process of its own."""

    registers: dict[str, Path]
    """The N-Quads of each layer of a register, by its name: sorted, as a layer has them."""
    records: list[Path]
    """The N-Quads of the layers of the records."""
    told: frozenset[str]
    """Ids of the things that records tell of."""
    ontology: Path
    shapes: Path

    @classmethod
    def of(cls, making: Making, layers: Iterable[Layer], records: Iterable[Layer]) -> Check:
        """Take it from the layers of a build."""
        return cls(
            {one.name: making.shelf.data(one) for one in layers if one.kind == Kind.REGISTER},
            [making.shelf.data(one) for one in records],
            frozenset(told(making.sources)),
            making.ontology,
            making.shapes,
        )


@dataclass
class Beside:
    """What is asked of things that are described elsewhere than what is checked."""

    kinds: dict[bytes, tuple[bytes, ...]]
    """Classes by thing."""
    witnesses: dict[bytes, dict[bytes, bytes]]
    """By property and value one statement: that there is one is all that is asked backwards."""
    concepts: set[bytes]
    """Concepts that registers state."""
    wholes: dict[bytes, list[bytes]]
    """Lines on money and dates by project."""
    linked: dict[str, list[bytes]]
    """By layer the lines of what is compared as a whole."""
    told: dict[bytes, list[bytes]]
    """Classes of things of the documents, as N-Triples by thing."""

    @classmethod
    def read(cls, check: Check) -> Beside:
        """Gather it from all registers."""
        texts = [(check.shapes / file).read_text("utf-8") for file in SHAPES]
        backwards = {
            f"<{iris.EUCN}{name}>".encode() for text in texts for name in _BACKWARDS.findall(text)
        }
        made = cls({}, {predicate: {} for predicate in backwards}, set(), {}, {}, {})
        for line in _classes_of(check.records):
            made.told.setdefault(line.partition(b" ")[0], []).append(line)
        kinds, witnesses = made.kinds, made.witnesses
        wanted = {_TYPE, *backwards, *_LINKED, *COMPARED}
        same: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        values: dict[bytes, bytes] = {}
        for name, data in check.registers.items():
            linked = made.linked.setdefault(name, [])
            with data.open("rb", 1 << 20) as lines:
                for line in lines:
                    subject, predicate, rest = line.split(b" ", 2)
                    if predicate not in wanted:
                        continue
                    if predicate in COMPARED:
                        if subject.startswith(_PROJECT):
                            made.wholes.setdefault(subject, []).append(line)
                        continue
                    if predicate in _LINKED:
                        linked.append(line)
                        if predicate not in backwards:
                            continue
                    value, _, graph = rest.partition(b" ")
                    if predicate != _TYPE:
                        if not graph.endswith(_ROWS):
                            witnesses[predicate].setdefault(value, subject)
                        continue
                    known = kinds.get(subject, ())
                    if value not in known:
                        more = (*known, values.setdefault(value, value))
                        kinds[subject] = same.setdefault(more, more)
                    if value in CONCEPTS and not graph.endswith((_DERIVED, _ROWS)):
                        made.concepts.add(subject)
        return made

    def of(self, text: bytes, things: set[str]) -> Iterator[bytes]:
        """Yield the classes of what is named and not described in some N-Quads, and of what is one
        statement of each kind that names it.
        """
        subjects = {f"<{thing}>".encode() for thing in things}
        named = set(_VALUES.findall(text))
        for thing in named - subjects:
            for kind in self.kinds.get(thing, ()):
                yield b"%s %s %s .\n" % (thing, _TYPE, kind)
        for thing in self.told.keys() & (named | subjects):
            yield from self.told[thing]
        for predicate, found in self.witnesses.items():
            for thing in subjects & found.keys():
                yield b"%s %s %s .\n" % (found[thing], predicate, thing)

    def classes(
        self, text: bytes, things: Collection[str], known: Collection[str]
    ) -> list[tuple[str, bytes]]:
        """Return the classes of what is named in some N-Quads and is none of some things: each
        thing with a line that says it among what is derived.
        """
        found = []
        for value in set(_VALUES.findall(text)):
            thing = value[1:-1].decode()
            if thing in things:
                continue
            for kind in self.kinds.get(value, ()):
                if kind[1:-1].decode() in known:
                    line = b"%s %s %s <%s> .\n" % (value, _TYPE, kind, _ANYWHERE)
                    found.append((thing, line))
        return found


_ANYWHERE = str(iris.DERIVED_GRAPH).encode()


def _classes_of(records: Iterable[Path]) -> Iterator[bytes]:
    """Of which class the things of the documents are: a register may name them."""
    term = f" <{RDF.type}> ".encode()
    for data in records:
        with data.open("rb") as stream:
            for line in stream:
                if term in line and not line.endswith(b"/claims> .\n"):
                    yield line[: line.rfind(b" <")] + b" .\n"
