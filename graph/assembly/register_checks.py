"""Checking the layers of registers: with the shapes and rules of records, part by part.

A register may have millions of statements, and a shape engine needs gigabytes for them at once.
Nearly every shape and rule is about one thing, what that thing is said to have, and of which class
its values are; so things are checked some ten thousand statements at a time, with what else is
asked of those they name beside them. All registers go together: what two of them say of one thing
is checked as one. The rules that compare things (no circle, no identifier of two, no share above
the whole) are asked of a register as a whole, with the few properties that they read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.assembly.graphs import ontology_quads
from graph.assembly.register_asking import AT_A_TIME, Asking, Reports, Things
from graph.assembly.register_beside import Beside, Check
from graph.assembly.register_forms import Said, is_odd
from graph.processes import Begun
from graph.store.lines import place
from graph.validation.declared import declared
from graph.validation.evidence import Rows, check_rows
from graph.validation.finding import Finding
from graph.validation.identity import check_identifiers, check_identity
from graph.validation.statements import Statements
from graph.validation.structure import check_circles

__all__ = ["AT_A_TIME", "Check", "check_registers"]
_Rows = dict[tuple[str, str], Rows]
"""What was gathered of rows, by layer and graph."""


def check_registers(
    check: Check, at_a_time: int = AT_A_TIME, processes: int = 1, by_form: bool = True
) -> Reports:
    """Return the validation report of each layer of a register, by its name.

    A fault is told with the graph it stands in. Several rows may be about one thing, and a
    register may leave a role out: unlike in a record, neither is a fault. About ``at_a_time``
    bytes are checked together, by so many processes; ``by_form`` leaves out what is of the form
    of a sound thing.
    """
    findings: Reports = {name: [] for name in check.registers}
    rows: _Rows = {}
    beside = Beside.read(check)
    known = _terms(check.ontology)
    pieces = list(_pieces(list(check.registers.values()), at_a_time))
    each = min(processes, len(pieces))
    for name, lines in beside.linked.items():
        findings[name] += _compared(b"".join(lines), check.ontology)
    beside.linked.clear()
    runs = [partial(_checked, check, beside, known, pieces[n::each], by_form) for n in range(each)]
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
    check: Check, beside: Beside, known: bytes, pieces: list[_Piece], by_form: bool
) -> tuple[Reports, _Rows]:
    """Return what is wrong in some pieces, but for rows, and what was gathered of rows."""
    asking = Asking(check, beside, known)
    rows: _Rows = {}
    names = list(check.registers)
    for piece in pieces:
        things: Things = {}
        odd = not by_form
        for name, data, (begin, end) in zip(names, check.registers.values(), piece, strict=True):
            if begin == end:
                continue
            with data.open("rb") as stream:
                stream.seek(begin)
                text = stream.read(end - begin)
            odd = odd or is_odd(text)
            _part(name, text, things, rows, beside.concepts)
        asking.take(things, odd)
    asking.flush()
    return asking.findings, rows


def _part(name: str, text: bytes, things: Things, rows: _Rows, concepts: set[bytes]) -> None:
    """Part the lines of a register by thing, and gather what is asked of rows."""
    graphs: dict[bytes, Rows] = {}
    last = b""
    said: Said = []
    here: set[bytes] = set()
    end = b" "

    def gather() -> None:
        for graph in here:
            gathered = graphs.get(graph)
            if gathered is None:
                gathered = graphs[graph] = rows.setdefault((name, graph.decode()), Rows())
            gathered.take(last, said, graph, concepts)

    for line in text.split(b"\n"):
        if not line:
            continue
        subject, predicate, rest = line.split(b" ", 2)
        if subject != last:
            gather()
            last, said, here = subject, [], set()
            end = b" "
            things.setdefault(subject, []).append((name, said))
        said.append((predicate, rest))
        if not rest.endswith(end):
            end = rest[rest.rfind(b" <") :]
            if not end.endswith(b"/derived> ."):
                here.add(end[2:-3].removesuffix(b"/rows"))
    gather()


def _compared(nquads: bytes, ontology: Path) -> Iterator[Finding]:
    """Yield what is wrong between things, given what they are linked by."""
    statements = Statements(nquads, of_layer=True)
    yield from check_circles(statements)
    yield from check_identity(statements, declared(ontology))
    yield from check_identifiers(statements)


def _terms(ontology: Path) -> bytes:
    terms = ontology_quads(ontology)
    return terms.ntriples(list(terms.graphs))


@dataclass(frozen=True)
class _Lines:
    """The lines of a file, as often as they are asked for."""

    data: Path

    def __call__(self) -> Iterator[bytes]:
        with self.data.open("rb", 1 << 20) as lines:
            yield from lines
