"""Checking the layers of registers: with the shapes and rules of records, part by part.

A register may have millions of statements, and a shape engine needs gigabytes for them at once.
Nearly every shape and rule is about one thing, what that thing is said to have, and of which class
its values are; so things are checked some ten thousand statements at a time, with what else is
asked of those they name beside them. All registers go together: what two of them say of one thing
is checked as one. The rules that compare things (no circle, no identifier of two, no share above
the whole) are asked of a register as a whole, with the few properties that they read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rdflib import RDF

from graph import iris
from graph.assembly.expand import told
from graph.assembly.graphs import ontology_quads
from graph.assembly.layers import Making, checked
from graph.assembly.register_lines import parts_of
from graph.iris import EUCN
from graph.processes import Begun
from graph.store.layers import Evidence, Kind, Layer
from graph.store.lines import place, within
from graph.validation.check import statements_beside_shapes, together_beside_shapes
from graph.validation.dates import check_within
from graph.validation.declared import declared
from graph.validation.evidence import CONCEPTS, Rows, check_keys, check_rows
from graph.validation.finding import Finding
from graph.validation.identity import check_identifiers, check_identity
from graph.validation.names import check_subjects
from graph.validation.statements import Statements
from graph.validation.structure import CHAINS, check_circles
from graph.validation.values import check_shares

AT_A_TIME = 24 << 20
"""Bytes of N-Quads that are checked together, some 110,000 statements: what is checked takes twenty
times as much memory."""

_TYPE = f"<{RDF.type}>".encode()
_OF_THINGS = ("document.ttl", "union.ttl", "values.ttl", "concepts.ttl")
_OF_ROWS = ("registers.ttl",)
_SHAPES = (*_OF_THINGS, *_OF_ROWS)
_OF_REGISTERS = "/shape/registers/"
_IN_ROWS = tuple(f"{iris.ID}{kind}/" for kind in ("row", "dataset"))
"""What a graph of rows describes."""
_BACKWARDS = re.compile(r"sh:inversePath eucn:(\w+)")
_MAY_BE_LEFT_OUT = {"Participation-role", "Participation-role-missing", "Organization-kind"}
"""What a register leaves out where it does not know: no line of a record would add it."""
_LINKED = {
    f"<{name}>".encode()
    for name in (
        *(prop for properties in CHAINS.values() for prop in properties),
        *(EUCN.identifier, EUCN.membershipIn, EUCN.member),
    )
}
"""What is read of all things of a register together."""
_IN, _PROJECT = f"<{EUCN.participationIn}>".encode(), f"<{iris.ID}project/".encode()
_COMPARED = {f"<{name}>".encode() for name in (EUCN.euContribution, EUCN.startDate, EUCN.endDate)}
"""What a participation and what it is in have both."""
_VALUES = re.compile(rb"> (<[^>]*>) <[^>]*> \.\n")


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


Reports = dict[str, list[Finding]]
"""Findings by layer."""
_Rows = dict[tuple[str, str], Rows]
"""What was gathered of rows, by layer and graph."""


def check_registers(check: Check, at_a_time: int = AT_A_TIME, processes: int = 1) -> Reports:
    """Return the validation report of each layer of a register, by its name.

    A fault is told with the graph it stands in. Several rows may be about one thing, and a
    register may leave a role out: unlike in a record, neither is a fault. About ``at_a_time``
    bytes are checked together, by so many processes.
    """
    findings: Reports = {name: [] for name in check.registers}
    rows: _Rows = {}
    beside = _Beside.read(check)
    known = _terms(check.ontology)
    pieces = list(_pieces(list(check.registers.values()), at_a_time))
    each = min(processes, len(pieces))
    for name, lines in beside.linked.items():
        findings[name] += _compared(b"".join(lines), check.ontology)
    beside.linked.clear()
    runs = [partial(_checked, check, beside, known, pieces[n::each]) for n in range(each)]
    with ExitStack() as running:
        begun = [
            running.enter_context(Begun(run, "validating the registers", threads=True))
            for run in runs[1:]
        ]
        for report, part in [runs[0](), *(one.result() for one in begun)]:
            for name, found in report.items():
                findings[name] += found
            for key, gathered in part.items():
                rows.setdefault(key, Rows()).add(gathered)
    for (name, graph), gathered in sorted(rows.items()):
        if not gathered.sound:
            findings[name] += check_rows(_Lines(check.registers[name]), graph)
    return {name: list(dict.fromkeys(found)) for name, found in findings.items()}


_Piece = list[tuple[int, int]]
"""Where it begins and ends in the file of each register."""


def _pieces(files: list[Path], at_a_time: int) -> Iterator[_Piece]:
    """Part all registers by subject, so that all that is said of a thing is in one piece."""
    with ExitStack() as open_files:
        streams = [open_files.enter_context(path.open("rb")) for path in files]
        ends = [path.stat().st_size for path in files]
        borders = set()
        for stream, end in zip(streams, ends, strict=True):
            for position in range(0, end, max(1, at_a_time // 4)):
                stream.seek(position)
                stream.readline()
                borders.add(stream.readline().partition(b" ")[0])
        last = [0] * len(files)
        for border in sorted(borders - {b""}):
            here = [place(stream, border) for stream in streams]
            if sum(here) - sum(last) >= at_a_time:
                yield list(zip(last, here, strict=True))
                last = here
        yield list(zip(last, ends, strict=True))


def _checked(
    check: Check, beside: _Beside, known: bytes, pieces: list[_Piece]
) -> tuple[Reports, _Rows]:
    """Return what is wrong in some pieces, but for rows, and what was gathered of rows."""
    findings: Reports = {name: [] for name in check.registers}
    rows: _Rows = {}
    for piece in pieces:
        text, things, apart = [], set[str](), False
        for (name, data), (begin, end) in zip(check.registers.items(), piece, strict=True):
            if begin == end:
                continue
            with data.open("rb") as stream:
                stream.seek(begin)
                text.append(stream.read(end - begin))
            part = Statements(text[-1], of_layer=True)
            findings[name] += _beside_shapes(part, check.ontology)
            findings[name] += _within_wholes(text[-1], beside)
            things |= part.subjects()
            of_rows = {graph for graph in part.graphs if graph.endswith("/rows")}
            # Rows stand together: a piece may have nothing else.
            for graph in {*part.stated, *(one.removesuffix("/rows") for one in of_rows)}:
                gathered = rows.setdefault((name, graph), Rows())
                gathered.take(part, graph, beside.concepts)
            apart |= not all(thing.startswith(_IN_ROWS) for thing in part.subjects(of_rows))
        homes: dict[str, tuple[str, str] | None] = {}
        for one in _shaped(check, b"".join(text), things, apart, beside, known):
            if one.focus not in homes:
                homes[one.focus] = _home(check, str(iris.resource(one.focus)))
            if (home := homes[one.focus]) is not None:
                name, graph = home
                findings[name].append(replace(one, graph=iris.short(graph)))
    return findings, rows


def _beside_shapes(part: Statements, ontology: Path) -> Iterator[Finding]:
    """Yield what is wrong and no shape can say."""
    yield from map(_as_it_says, statements_beside_shapes(part, Evidence.ROW, ontology))
    yield from together_beside_shapes(part, ontology)
    yield from check_subjects(part, declared(ontology))
    yield from check_keys(part)


def _compared(nquads: bytes, ontology: Path) -> Iterator[Finding]:
    """Yield what is wrong between things, given what they are linked by."""
    statements = Statements(nquads, of_layer=True)
    yield from check_circles(statements)
    yield from check_identity(statements, declared(ontology))
    yield from check_identifiers(statements)


def _within_wholes(text: bytes, beside: _Beside) -> Iterator[Finding]:
    """Yield participations that do not fit into what they are in, which is described elsewhere."""
    lines, wholes = [], set[bytes]()
    for line in text.splitlines(keepends=True):
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _IN:
            wholes.add(rest[: rest.index(b" ")])
            lines.append(line)
        elif predicate in _COMPARED:
            lines.append(line)
    more = (line for whole in wholes for line in beside.wholes.get(whole, ()))
    # Those that stand in this very piece are there twice, and are read once.
    statements = Statements(b"".join([*lines, *more]), of_layer=True)
    yield from check_shares(statements)
    yield from check_within(statements)


def _shaped(
    check: Check, text: bytes, things: set[str], apart: bool, beside: _Beside, known: bytes
) -> list[Finding]:
    """Return what the shapes find about some things, given what else is asked of what they name.

    A row says nothing of the thing it is about, so both are asked at once; not where something
    stands among the rows that is none (``apart``), or it would count as stated.
    """
    about = things - {str(iris.resource(name)) for name in check.told}
    data = b"".join([text, *beside.of(text, things), known])

    def ask(files: tuple[str, ...], nquads: bytes) -> list[Finding]:
        return checked(
            check.shapes,
            files,
            nquads,
            "registers",
            {},
            about=about,
            syntax="nquads",
            asked=_fits_registers,
        )

    if not apart:
        return ask(_SHAPES, data)
    lines = data.splitlines(keepends=True)
    stated = b"".join(line for line in lines if not line.endswith(_ROWS))
    return [*ask(_OF_THINGS, stated), *ask(_OF_ROWS, data)]


def _home(check: Check, thing: str) -> tuple[str, str] | None:
    """Return layer and graph that state something of a thing; the newest register first."""
    subject = f"<{thing}>".encode()
    for name, data in check.registers.items():
        with data.open("rb") as stream:
            for line in within(stream, subject + b" ", subject + b"!"):
                *_, graph = parts_of(line)
                if not graph.endswith(b"/derived"):
                    return name, graph.decode()
    return None


@dataclass
class _Beside:
    """What is asked of things that are described elsewhere than what is checked."""

    kinds: dict[bytes, tuple[bytes, ...]]
    """Classes by thing."""
    witnesses: dict[bytes, dict[bytes, bytes]]
    """By property and value one statement: that there is one is all that is asked backwards."""
    concepts: set[str]
    """Concepts that registers state."""
    wholes: dict[bytes, list[bytes]]
    """Lines on money and dates by project."""
    linked: dict[str, list[bytes]]
    """By layer the lines of what is compared as a whole."""
    told: dict[bytes, list[bytes]]
    """Classes of things of the documents, as N-Triples by thing."""

    @classmethod
    def read(cls, check: Check) -> _Beside:
        """Gather it from all registers."""
        texts = [(check.shapes / file).read_text("utf-8") for file in _SHAPES]
        backwards = {
            f"<{iris.EUCN}{name}>".encode() for text in texts for name in _BACKWARDS.findall(text)
        }
        made = cls({}, {predicate: {} for predicate in backwards}, set(), {}, {}, {})
        for line in _classes_of(check.records):
            made.told.setdefault(line.partition(b" ")[0], []).append(line)
        kinds, witnesses = made.kinds, made.witnesses
        wanted = {_TYPE, *backwards, *_LINKED, *_COMPARED}
        same: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        values: dict[bytes, bytes] = {}
        for name, data in check.registers.items():
            linked = made.linked.setdefault(name, [])
            with data.open("rb", 1 << 20) as lines:
                for line in lines:
                    subject, predicate, rest = line.split(b" ", 2)
                    if predicate not in wanted:
                        continue
                    if predicate in _COMPARED:
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
                        made.concepts.add(subject[1:-1].decode())
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


_DERIVED = b"/derived> .\n"
_ROWS = b"/rows> .\n"


def _as_it_says(one: Finding) -> Finding:
    """Return a finding as a warning where a register can be meant as it says: a project is called
    TODO, another NULL.
    """
    return replace(one, severity="Warning") if one.rule == "name-of-nothing" else one


def _fits_registers(shape: str) -> bool:
    """Return whether a shape that asks something of records asks it of registers too."""
    if _OF_REGISTERS in shape:
        return True
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
