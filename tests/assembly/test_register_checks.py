"""Registers are checked part by part: what is told is what a check of the whole tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from rdflib import RDF

from graph.assembly.register_checks import Check, check_registers
from graph.importing.keeping import write_tables
from graph.paths import ONTOLOGY, SHAPES
from graph.registers.importing import import_cordis
from graph.registers.layers import register_layers
from graph.registers.report import Report
from graph.store.lines import place
from graph.validation.evidence import Rows, check_rows
from graph.validation.finding import Finding
from graph.validation.statements import Statements
from tests.registers import small

EUCN = b"https://w3id.org/eucn/ontology#"
WHOLE = 10**9


@pytest.fixture(scope="module")
def mappings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layer of Chinese places and topics, which registers refer to."""
    data = tmp_path_factory.mktemp("mappings") / "data.nq"
    data.write_bytes(b"".join(sorted(set(register_layers("2026-11-28")[0].lines()))))
    return data


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("tables")
    (made,) = import_cordis([small.zipped(folder / "download.zip")], Report(), rules=("all",))
    tables = folder / made.declaration.dataset
    write_tables(tables, made)
    layer = register_layers("2026-11-28", [tables])[-1]
    return sorted(set(layer.lines()))


def check(
    path: Path, mappings: Path, lines: list[bytes], at_a_time: int, processes: int = 1
) -> list[Finding]:
    data = path / "data.nq"
    data.write_bytes(b"".join(sorted(lines)))
    layers = {"register/mappings": mappings, "register/small": data}
    asked = Check(layers, [], frozenset(), ONTOLOGY, SHAPES)
    return sorted(check_registers(asked, at_a_time, processes)["register/small"], key=str)


def test_a_sound_register_has_no_fault(lines: list[bytes], mappings: Path, tmp_path: Path) -> None:
    found = check(tmp_path, mappings, lines, 200_000)
    assert [str(one) for one in found if one.severity == "Violation"] == []


def _broken(lines: list[bytes]) -> Iterator[bytes]:
    """A label and a class less, a row that is not there, a link to nowhere, no participants."""
    for line in lines:
        if b"/id/project/cordis-900000001> " in line and b"core#prefLabel> " in line:
            continue
        if line.startswith(b"<https://w3id.org/eucn/id/organization/pic-999000002>") and (
            b"22-rdf-syntax-ns#type>" in line
        ):
            continue
        if line.startswith(b"<https://w3id.org/eucn/id/row/") and b"900000003-999000003" in line:
            continue
        if b"/id/participation/cordis-900000002" in line.split(b" ", 1)[0]:
            line = line.replace(b"/id/project/cordis-900000002>", b"/id/project/cordis-1>")
        if b"#euContribution> " in line and line.startswith(b"<https://w3id.org/eucn/id/project/"):
            line = re.sub(rb'"[0-9.]+"', b'"0.01"', line)
        yield line.replace(EUCN + b"acronym>", EUCN + b"acronim>")
    # What compares things finds them wherever they stand: a circle, an identifier of two.
    part = b"<https://w3id.org/eucn/id/organization/pic-%s> <%spartOf> "
    part += b"<https://w3id.org/eucn/id/organization/pic-%s> <%s> .\n"
    graph = b"https://w3id.org/eucn/graph/cordis-horizon-europe"
    yield part % (b"999000001", EUCN, b"999000003", graph)
    yield part % (b"999000003", EUCN, b"999000001", graph)
    shared = next(line for line in lines if b"/id/identifier/pic-999000001> " in line)
    yield b"<https://w3id.org/eucn/id/organization/pic-999000003> <%sidentifier> %s <%s> .\n" % (
        EUCN,
        shared.partition(b" ")[0],
        graph,
    )


@pytest.mark.parametrize(("at_a_time", "processes"), [(40_000, 1), (100_000, 2)])
def test_parts_tell_what_the_whole_tells(
    lines: list[bytes], mappings: Path, tmp_path: Path, at_a_time: int, processes: int
) -> None:
    broken = list(_broken(lines))
    whole = check(tmp_path, mappings, broken, WHOLE)
    parts = check(tmp_path, mappings, broken, at_a_time, processes)
    wrong = [one for one in whole if one.severity == "Violation"]
    assert {"unknown-property", "row-not-described", "circle", ""} <= {one.rule for one in wrong}
    assert {"identifier-shared", "share-above-whole"} <= {one.rule for one in whole}
    # Of the shapes: a label, a class and a project less, each told where it is missed.
    assert len({(one.path, one.message) for one in wrong if not one.rule}) > 3

    def told(found: list[Finding]) -> set[tuple[str, ...]]:
        # How often a misspelled property is used is counted by part.
        return {
            (one.severity, one.focus, one.path, one.value, one.graph, one.rule) for one in found
        }

    assert told(parts) == told(whole)


def _one_row_less(lines: list[bytes]) -> Iterator[bytes]:
    rows = (line.split(b" ", 1)[0] for line in lines if line.startswith(_ROW))
    gone = next(rows)
    return (line for line in lines if not line.startswith(gone))


def _one_row_named_by_none(lines: list[bytes]) -> Iterator[bytes]:
    named = next(line for line in lines if b"#statedInRow> " in line)
    return (line for line in lines if line != named)


def _an_identifier_of_nothing(lines: list[bytes]) -> Iterator[bytes]:
    named = next(line for line in lines if b"#identifier> " in line)
    return (line for line in lines if line != named)


_ROW = b"<https://w3id.org/eucn/id/row/"
_TAKES_PART = b"<https://w3id.org/eucn/id/participation/"


@pytest.mark.parametrize(
    "change", [iter, _one_row_less, _one_row_named_by_none, _an_identifier_of_nothing]
)
def test_rows_gathered_part_by_part_tell_whether_all_is_sound(
    lines: list[bytes], change: Callable[[list[bytes]], Iterator[bytes]]
) -> None:
    changed = list(change(lines))
    whole = Statements(b"".join(changed))
    (graph,) = whole.stated
    found = list(check_rows(lambda: changed, graph))
    assert bool(found) is (change is not iter)
    gathered = Rows()
    things = [list(about) for _, about in groupby(changed, key=lambda line: line.split(b" ")[0])]
    concepts = {
        f"<{s}>".encode() for s, v, _ in whole.pairs(str(RDF.type)) if v.value.endswith("#Concept")
    }
    for n in range(3):
        part = Rows()
        for about in things[n::3]:
            split = [line.rstrip().split(b" ", 2) for line in about]
            said = [(predicate, rest) for _, predicate, rest in split]
            part.take(split[0][0], said, graph.encode(), concepts)
        gathered.add(part)
    assert gathered.sound is not bool(found)


def test_what_stands_among_the_rows_does_not_count_as_stated(
    lines: list[bytes], mappings: Path, tmp_path: Path
) -> None:
    of = next(line for line in lines if line.startswith(_TAKES_PART) and b"#participant> " in line)
    moved = of.replace(b"> .\n", b"/rows> .\n")
    broken = [line for line in lines if line != of] + [moved]
    found = check(tmp_path, mappings, broken, WHOLE)
    assert "participant" in {one.path for one in found if one.severity == "Violation"}


def test_a_place_in_a_sorted_file_is_found_for_every_subject(tmp_path: Path) -> None:
    subjects = [b"<urn:%s>" % name for name in (b"a", b"ab", b"b", b"b-b", b"d")]
    lines = sorted(s + b' <urn:p> "%d" .\n' % n for s in subjects for n in range(3))
    file = tmp_path / "data.nq"
    file.write_bytes(b"".join(lines))
    with file.open("rb") as stream:
        for subject in (*subjects, b"<urn:0>", b"<urn:c>", b"<urn:e>"):
            before = [line for line in lines if line.partition(b" ")[0] < subject]
            assert place(stream, subject) == len(b"".join(before)), subject
