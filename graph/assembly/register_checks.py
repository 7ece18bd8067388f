"""Checking the layers of registers: with the shapes and rules of records, part by part.

A register may have millions of statements, and a shape engine needs gigabytes for them at once.
Every shape and rule is about one thing, what that thing is said to have, and of which class its
values are; so things are checked some hundred thousand statements at a time, with what else is
asked of those they name beside them. All registers go together: what two of them say of one thing
is checked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import merge
from itertools import groupby, pairwise
from pathlib import Path

from rdflib import RDF

from graph import iris
from graph.assembly.expand import told
from graph.assembly.graphs import ontology_quads
from graph.assembly.layers import Making, checked
from graph.assembly.register_lines import parts_of
from graph.processes import Begun, processors
from graph.store.layers import Evidence, Kind, Layer
from graph.store.lines import within
from graph.validation.check import statements_beside_shapes, together_beside_shapes
from graph.validation.declared import declared
from graph.validation.evidence import check_keys, check_rows
from graph.validation.finding import Finding
from graph.validation.names import check_subjects
from graph.validation.statements import Statements

AT_A_TIME = 300_000
"""Statements that are checked together: the engine takes half a gigabyte for them."""

_TYPE = f"<{RDF.type}>".encode()
_SHAPES = ("document.ttl", "union.ttl", "values.ttl", "concepts.ttl")
_OF_ROWS = "registers.ttl"
_BACKWARDS = re.compile(r"sh:inversePath eucn:(\w+)")
_MAY_BE_LEFT_OUT = {"Participation-role", "Participation-role-missing", "Organization-kind"}
"""What a register leaves out where it does not know: no line of a record would add it."""


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


def check_registers(
    check: Check, at_a_time: int = AT_A_TIME, pieces: int = 0
) -> dict[str, list[Finding]]:
    """Return the validation report of each layer of a register, by its name.

    A fault is told with the graph it stands in. Several rows may be about one thing, and a
    register may leave a role out: unlike in a record, neither is a fault. What is large is checked
    in ``pieces`` (as many as its size asks for) on all processors.
    """
    findings: dict[str, list[Finding]] = {name: [] for name in check.registers}
    beside = _Beside.read(check)
    known = b"".join([*_classes_of(check.records), _terms(check.ontology)])
    size = sum(data.stat().st_size for data in check.registers.values())
    some = _pieces(check, pieces or size // _PIECE + 1)
    each = processors() if len(some) > 1 else 1
    runs = [partial(_checked, check, at_a_time, beside, known, some[n::each]) for n in range(each)]
    with ExitStack() as running:
        begun = [
            running.enter_context(Begun(run, "validating the registers", threads=True))
            for run in runs[1:]
        ]
        reports = [runs[0](), *(one.result() for one in begun)]
    for report in reports:
        for name, found in report.items():
            findings[name] += found
    for name, data in check.registers.items():
        for stated in sorted(beside.stated[name]):
            findings[name] += check_rows(_Lines(data), stated.decode())
    return {name: list(dict.fromkeys(found)) for name, found in findings.items()}


_PIECE = 64 << 20
"""Bytes of N-Quads in a piece."""
_Piece = tuple[bytes, bytes]
"""The first subject, and that of the next piece; empty at both ends."""


def _pieces(check: Check, count: int) -> list[_Piece]:
    """Return about so many pieces of all registers, by subject."""
    if count < 2:
        return [(b"", b"")]
    largest = max(check.registers.values(), key=lambda data: data.stat().st_size)
    firsts = set()
    with largest.open("rb") as stream:
        for number in range(1, count):
            stream.seek(largest.stat().st_size * number // count)
            stream.readline()
            firsts.add(stream.readline().partition(b" ")[0])
    borders = [b"", *sorted(firsts - {b""}), b""]
    return list(pairwise(borders))


def _checked(
    check: Check, at_a_time: int, beside: _Beside, known: bytes, pieces: list[_Piece]
) -> dict[str, list[Finding]]:
    """Return what is wrong in some pieces, but for rows, by layer."""
    findings: dict[str, list[Finding]] = {name: [] for name in check.registers}
    outside = {str(iris.resource(name)) for name in check.told}
    for some in (some for piece in pieces for some in _some(check, at_a_time, piece)):
        for name, lines in some.lines.items():
            statements = Statements(b"".join(lines))
            texts = statements_beside_shapes(statements, Evidence.ROW, check.ontology)
            findings[name] += map(_as_it_says, texts)
            findings[name] += together_beside_shapes(statements, check.ontology)
            findings[name] += check_subjects(statements, declared(check.ontology))
            findings[name] += check_keys(statements)
        found = _shaped(check, some, beside, known)
        for one in found:
            about = str(iris.resource(one.focus))
            if about in some.home and about not in outside:
                name, graph = some.home[about]
                findings[name].append(replace(one, graph=iris.short(graph)))
    return findings


def _shaped(check: Check, some: _Some, beside: _Beside, known: bytes) -> list[Finding]:
    """Return what the shapes find, also in what stands beside."""
    own = b"".join([*some.stated, *beside.of(some), known])
    found = checked(check.shapes, _SHAPES, own, "registers", {}, _fits_registers)
    rows = b"".join([*some.rows, *beside.rows_of(some)])
    return found + checked(check.shapes, [_OF_ROWS], own + rows, "registers", {})


@dataclass
class _Some:
    """Some things of the registers, with all that is said of them."""

    lines: dict[str, list[bytes]] = field(default_factory=dict)
    """By layer."""
    stated: set[bytes] = field(default_factory=set)
    """Triples, but those of rows."""
    rows: set[bytes] = field(default_factory=set)
    values: set[bytes] = field(default_factory=set)
    """IRIs that they name."""
    things: set[bytes] = field(default_factory=set)
    home: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Layer and graph that state something of a thing; the newest register first."""
    size: int = 0

    def take(self, layer: str, lines: list[bytes]) -> None:
        """Take what a layer says of one thing."""
        self.lines.setdefault(layer, []).extend(lines)
        self.size += len(lines)
        for line in lines:
            subject, predicate, value, graph = parts_of(line)
            triple = b"%s %s %s .\n" % (subject, predicate, value)
            (self.rows if graph.endswith(b"/rows") else self.stated).add(triple)
            self.things.add(subject)
            if value.startswith(b"<") and predicate != _TYPE:
                self.values.add(value)
            if not graph.endswith(b"/derived"):
                self.home.setdefault(subject[1:-1].decode(), (layer, graph.decode()))


def _some(check: Check, at_a_time: int, piece: _Piece) -> Iterator[_Some]:
    some = _Some()
    for parts in _things(check, piece):
        for layer, lines in parts:
            some.take(layer, lines)
        if some.size >= at_a_time:
            yield some
            some = _Some()
    yield some


def _things(check: Check, piece: _Piece) -> Iterator[list[tuple[str, list[bytes]]]]:
    """Yield, thing by thing, what each register says of it, in the order of the registers."""
    names = list(check.registers)
    with ExitStack() as open_files:
        streams = (
            _by_thing(
                within(open_files.enter_context(check.registers[name].open("rb", 1 << 20)), *piece),
                number,
            )
            for number, name in enumerate(names)
        )
        every = merge(*streams, key=lambda part: part[:2])
        for _, parts in groupby(every, key=lambda part: part[0]):
            yield [(names[number], lines) for _, number, lines in parts]


def _by_thing(lines: Iterable[bytes], number: int) -> Iterator[tuple[bytes, int, list[bytes]]]:
    for subject, about in groupby(lines, key=lambda line: line[: line.index(b" ")]):
        yield subject, number, list(about)


@dataclass
class _Beside:
    """What the shapes ask of things that are checked at another time than those that name them."""

    kinds: dict[bytes, tuple[bytes, ...]]
    """Classes by thing."""
    rows: dict[bytes, tuple[bytes, ...]]
    """Classes by row."""
    witnesses: dict[bytes, dict[bytes, bytes]]
    """By property and value one statement: that there is one is all that is asked backwards."""
    stated: dict[str, set[bytes]]
    """By layer the graphs of what it states."""

    @classmethod
    def read(cls, check: Check) -> _Beside:
        """Gather it from all registers."""
        texts = [(check.shapes / file).read_text("utf-8") for file in (*_SHAPES, _OF_ROWS)]
        backwards = {
            f"<{iris.EUCN}{name}>".encode() for text in texts for name in _BACKWARDS.findall(text)
        }
        made = cls({}, {}, {predicate: {} for predicate in backwards}, {})
        same: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        for name, data in check.registers.items():
            stated = made.stated.setdefault(name, set())
            with data.open("rb", 1 << 20) as lines:
                for subject, _, about in _by_thing(lines, 0):
                    classes, of_row = set[bytes](), set[bytes]()
                    for line in about:
                        predicate = line.split(b" ", 2)[1]
                        if predicate == _TYPE or predicate in backwards:
                            _, _, value, graph = parts_of(line)
                            if predicate != _TYPE:
                                made.witnesses[predicate].setdefault(value, subject)
                            else:
                                (of_row if graph.endswith(b"/rows") else classes).add(value)
                        if not line.endswith((b"/rows> .\n", b"/derived> .\n")):
                            stated.add(line[line.rfind(b" <") + 2 : -4])
                    for found, known in ((classes, made.kinds), (of_row, made.rows)):
                        if found:
                            both = tuple(sorted(found | set(known.get(subject, ()))))
                            known[subject] = same.setdefault(both, both)
        return made

    def of(self, some: _Some) -> Iterator[bytes]:
        """Yield the classes of what is named, and one statement of each kind that names it."""
        yield from _typed(self.kinds, some)
        for predicate, found in self.witnesses.items():
            for thing in some.things & found.keys():
                yield b"%s %s %s .\n" % (found[thing], predicate, thing)

    def rows_of(self, some: _Some) -> Iterator[bytes]:
        """Yield the classes of rows that are named."""
        yield from _typed(self.rows, some)


def _typed(kinds: dict[bytes, tuple[bytes, ...]], some: _Some) -> Iterator[bytes]:
    for thing in some.values - some.things:
        for kind in kinds.get(thing, ()):
            yield b"%s %s %s .\n" % (thing, _TYPE, kind)


def _as_it_says(one: Finding) -> Finding:
    """Return a finding as a warning where a register can be meant as it says: a project is called
    TODO, another NULL.
    """
    return replace(one, severity="Warning") if one.rule == "name-of-nothing" else one


def _fits_registers(shape: str) -> bool:
    """Return whether a shape that asks something of records asks it of registers too."""
    return not shape.endswith("-single") and shape.rpartition("/")[2] not in _MAY_BE_LEFT_OUT


def _terms(ontology: Path) -> bytes:
    terms = ontology_quads(ontology)
    return terms.ntriples(list(terms.graphs))


def _classes_of(records: Iterable[Path]) -> Iterator[bytes]:
    """Of which class the things of the documents are: a register may name them."""
    term = f" <{RDF.type}> ".encode()
    for data in records:
        with data.open("rb") as stream:
            for line in stream:
                if term in line and not line.endswith(b"/claims> .\n"):
                    yield line[: line.rfind(b" <")] + b" .\n"


@dataclass(frozen=True)
class _Lines:
    """The lines of a file, as often as they are asked for."""

    data: Path

    def __call__(self) -> Iterator[bytes]:
        with self.data.open("rb", 1 << 20) as lines:
            yield from lines
