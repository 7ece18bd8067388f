"""Asking about the things of registers: rules and shapes, for one thing of each form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph import iris
from graph.assembly.layers import checked
from graph.assembly.register_beside import COMPARED, OF_ROWS, OF_THINGS, SHAPES, Beside, Check
from graph.assembly.register_forms import Form, Forms, Said
from graph.assembly.register_lines import parts_of
from graph.iris import EUCN
from graph.store.layers import Evidence
from graph.store.lines import within
from graph.validation.check import statements_beside_shapes, together_beside_shapes
from graph.validation.dates import check_within
from graph.validation.declared import declared
from graph.validation.evidence import check_keys
from graph.validation.finding import Finding
from graph.validation.names import check_subjects
from graph.validation.statements import Statements
from graph.validation.values import check_shares

AT_A_TIME = 24 << 20
"""Bytes of N-Quads that are checked together, some 110,000 statements: what is checked takes twenty
times as much memory."""
Reports = dict[str, list[Finding]]
"""Findings by layer."""
Things = dict[bytes, list[tuple[str, Said]]]
"""By thing what each register says of it."""

_OF_REGISTERS = "/shape/registers/"
_IN_ROWS = tuple(f"{iris.ID}{kind}/" for kind in ("row", "dataset"))
"""What a graph of rows describes."""
_MAY_BE_LEFT_OUT = {"Participation-role", "Participation-role-missing", "Organization-kind"}
"""What a register leaves out where it does not know: no line of a record would add it."""
_IN = f"<{EUCN.participationIn}>".encode()
_DISTINCT = {
    f"<{name}>".encode()
    for name in (
        *(EUCN.participant, EUCN.participationIn, EUCN.role, EUCN.startDate),
        *(EUCN.dataset, EUCN.file, EUCN.rowKey),
    )
}
"""What two participations, or two rows, may not have in common."""
_ROWS = b"/rows> .\n"


@dataclass(frozen=True)
class _Told:
    """A thing, and what each register says of it."""

    thing: bytes
    told: list[tuple[str, Said]]


class Asking:
    """Asks about things, those of a form that was found sound left out."""

    def __init__(self, check: Check, beside: Beside, known: bytes) -> None:
        self.findings: Reports = {name: [] for name in check.registers}
        self._check, self._beside, self._terms = check, beside, known
        self._forms = Forms(
            [check.shapes / file for file in SHAPES],
            known,
            beside.kinds,
            beside.told,
            beside.witnesses,
            beside.wholes,
        )
        self._sound: set[Form] = set()
        self._unsound: set[Form] = set()
        self._asked: dict[str, list[bytes]] = {name: [] for name in check.registers}
        """Lines that are to be asked about, by register."""
        self._first: dict[Form, bytes] = {}
        """The thing of each form that is among them."""
        self._waiting: dict[Form, list[_Told]] = {}
        """Others of these forms."""
        self._things: set[str] = set()
        self._size = 0

    def take(self, things: Things, odd: bool) -> None:
        """Take what is said of some things by each register, all of it; ``odd`` says that none of
        them has a form.
        """
        twice = set[bytes]() if odd else _doubles(things)
        for subject, told in things.items():
            said = told[0][1] if len(told) == 1 else [line for _, some in told for line in some]
            form = None if odd or subject in twice else self._forms.of(subject, said)
            if form in self._sound:
                continue
            thing = _Told(subject, told)
            self._size += sum(len(predicate) + len(rest) for predicate, rest in said)
            if form is None or form in self._unsound:
                self._ask(thing)
            elif form in self._first:
                self._waiting.setdefault(form, []).append(thing)
            else:
                self._first[form] = subject
                self._ask(thing)
        if self._size >= AT_A_TIME // 2:
            self.flush()

    def flush(self) -> None:
        """Ask about all that was taken so far."""
        while any(self._asked.values()):
            broken = self._ask_now()
            for form, thing in self._first.items():
                waiting = self._waiting.pop(form, [])
                if iris.short(thing[1:-1].decode()) not in broken:
                    self._sound.add(form)
                    continue
                self._unsound.add(form)
                for one in waiting:
                    self._ask(one)
            self._first.clear()
        self._size = 0

    def _ask(self, thing: _Told) -> None:
        for name, said in thing.told:
            start = thing.thing + b" "
            lines = (b"%s%s %s\n" % (start, predicate, rest) for predicate, rest in said)
            self._asked[name] += lines
        self._things.add(thing.thing[1:-1].decode())

    def _ask_now(self) -> set[str]:
        """Ask about what is to be asked, and note what is found; return what it is found about."""
        check, beside = self._check, self._beside
        text: list[bytes] = []
        things, apart = self._things, False
        found: list[tuple[str, Finding]] = []
        self._things = set()
        named = set[str]()
        for name, lines in self._asked.items():
            if not lines:
                continue
            text.append(b"".join(lines))
            lines.clear()
            # What rules ask of things that are named is of which classes they are.
            classes = beside.classes(text[-1], things, declared(check.ontology).classes)
            named |= {iris.short(thing) for thing, _ in classes}
            part = Statements(b"".join([text[-1], *(line for _, line in classes)]), of_layer=True)
            found += ((name, one) for one in _beside_shapes(part, check.ontology))
            found += ((name, one) for one in _within_wholes(text[-1], beside))
            of_rows = {graph for graph in part.graphs if graph.endswith("/rows")}
            apart |= not all(thing.startswith(_IN_ROWS) for thing in part.subjects(of_rows))
        for name, one in found:
            if one.focus not in named:
                self.findings[name].append(one)
        homes: dict[str, tuple[str, str] | None] = {}
        for one in _shaped(check, b"".join(text), things, apart, beside, self._terms):
            if one.focus not in homes:
                homes[one.focus] = _home(check, str(iris.resource(one.focus)))
            if (home := homes[one.focus]) is not None:
                name, graph = home
                self.findings[name].append(replace(one, graph=iris.short(graph)))
            found.append(("", one))
        return {one.focus for _, one in found}


def _doubles(things: Things) -> set[bytes]:
    """Return things that say the same as another: participations of one in the same role, rows of
    one key.
    """
    first: dict[tuple[bytes, ...], bytes] = {}
    found: set[bytes] = set()
    for subject, told in things.items():
        for _, said in told:
            key = tuple(_value(rest) for predicate, rest in said if predicate in _DISTINCT)
            if len(key) > 1 and (other := first.setdefault(key, subject)) != subject:
                found |= {subject, other}
    return found


def _value(rest: bytes) -> bytes:
    return rest[: rest.rfind(b" <")]


def _beside_shapes(part: Statements, ontology: Path) -> Iterator[Finding]:
    """Yield what is wrong and no shape can say."""
    yield from map(_as_it_says, statements_beside_shapes(part, Evidence.ROW, ontology))
    yield from together_beside_shapes(part, ontology)
    yield from check_subjects(part, declared(ontology))
    yield from check_keys(part)


def _within_wholes(text: bytes, beside: Beside) -> Iterator[Finding]:
    """Yield participations that do not fit into what they are in, which is described elsewhere."""
    lines, wholes = [], set[bytes]()
    for line in text.splitlines(keepends=True):
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _IN:
            wholes.add(rest[: rest.index(b" ")])
            lines.append(line)
        elif predicate in COMPARED:
            lines.append(line)
    more = (line for whole in wholes for line in beside.wholes.get(whole, ()))
    # Those that stand in this very piece are there twice, and are read once.
    statements = Statements(b"".join([*lines, *more]), of_layer=True)
    yield from check_shares(statements)
    yield from check_within(statements)


def _shaped(
    check: Check, text: bytes, things: set[str], apart: bool, beside: Beside, known: bytes
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
        return ask(SHAPES, data)
    lines = data.splitlines(keepends=True)
    stated = b"".join(line for line in lines if not line.endswith(_ROWS))
    return [*ask(OF_THINGS, stated), *ask(OF_ROWS, data)]


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
