"""Registers in a build: the judgements applied, one name a language, everything with its row."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from graph.assembly.layers import Making, Registers, findings_of
from graph.assembly.registers import JUDGEMENTS, SHARED, make_registers
from graph.identity.judgements import Judgement, read_judgements
from graph.iris import ID
from graph.languages import LANGUAGES
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.records.load import load_sources
from graph.registers.declaration import declarations
from graph.store.layers import Kind, Layer, Shelf, layers_of
from graph.store.layout import read_manifest
from graph.store.reserving import versions_folder

PREF = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def shelf(build_with_registers: Path) -> Shelf:
    return Shelf(versions_folder(build_with_registers))


@pytest.fixture(scope="module")
def layers(build_with_registers: Path, shelf: Shelf) -> list[Layer]:
    """The layers of the build, with the reports that are kept beside them."""
    named = layers_of(read_manifest(build_with_registers.resolve()))
    return [found for one in named if (found := shelf.find(one.name, one.key))]


@pytest.fixture(scope="module")
def lines(layers: list[Layer], shelf: Shelf) -> list[str]:
    """What registers bring: their rows, and who is who."""
    theirs = [one for one in layers if one.name.startswith("register/") or one.name == JUDGEMENTS]
    assert len(theirs) == 5
    return [line for one in theirs for line in shelf.data(one).read_text().splitlines()]


def test_no_layer_breaks_a_shape(layers: list[Layer]) -> None:
    """Each was checked, and has its report."""
    registers = [one for one in layers if one.kind == Kind.REGISTER]
    assert len(registers) == 4
    assert any(one.findings for one in registers)
    found = [finding for one in layers for finding in findings_of(one)]
    assert [str(finding) for finding in found if finding.severity == "Violation"] == []


def shared_projects() -> list[Judgement]:
    """Return the judgements that a project of the documents is one of a register."""
    return [
        one
        for one in read_judgements()
        if one.right.startswith("project/cordis-") and one.relation == "same"
    ]


def test_a_project_of_documents_and_register_is_one_thing(lines: list[str]) -> None:
    """By its grant agreement; the IRI of the register leads to that of the documents."""
    assert shared_projects()
    for one in shared_projects():
        old, new = f"{ID}{one.right}>", f"{ID}{one.left}>"
        about = [line for line in lines if line.startswith(f"<{old}")]
        assert {line.split(" ")[1].rpartition("/")[2] for line in about} == {
            "isReplacedBy>",
            "owl#deprecated>",
        }
        number = one.right.removeprefix("project/cordis-")
        assert any(new in line and number in line for line in lines)


def test_one_preferred_label_for_each_language(lines: list[str]) -> None:
    """Of things that only registers know; the others are named with the documents."""
    labels = {line[: line.rfind(" <")] for line in lines if f"<{PREF}>" in line}
    found = Counter((line.split(" ")[0], line.rpartition('"@')[2].split(" ")[0]) for line in labels)
    assert [key for key, count in found.items() if count > 1] == []


def test_a_value_of_a_register_is_told_by_the_name_of_the_register(
    layers: list[Layer], shelf: Shelf
) -> None:
    """Where a register and a document disagree, in the reader's language."""
    derived = next(one for one in layers if one.kind == Kind.DERIVED)
    told = [
        line.split(" ", 2)[2]
        for line in shelf.data(derived).read_text().splitlines()
        if "/id/conflicting-value/" in line.split(" ", 1)[0] and "rdf-schema#label>" in line
    ]
    titles = declarations()["cordis-h2020"].title
    assert set(titles) == set(LANGUAGES)
    for title in titles.values():
        assert any(title in label for label in told), title
    assert not [label for label in told if "cordis-" in label]


def test_what_registers_say_of_the_documents_things_is_handed_over(
    layers: list[Layer], shelf: Shelf
) -> None:
    (shared,) = [one for one in layers if one.name == SHARED]
    assert not shared.merged
    text = shelf.data(shared).read_text()
    # The values of documents are ranked by the coordinator too.
    for one in shared_projects():
        for term in ("endDate", "coordinator"):
            assert f"<{ID}{one.left}> <https://w3id.org/eucn/ontology#{term}>" in text


def test_nothing_is_taken_in_unasked(tmp_path: Path) -> None:
    making = Making(load_sources(), Shelf(tmp_path / "shelf"), ONTOLOGY, SHAPES)
    assert make_registers(making, SOURCES, {}, tmp_path, extracts=False) == Registers([])


def test_names_without_language_and_participations_reach_what_registers_tell(
    lines: list[str],
) -> None:
    """Asked as a newcomer asks: half of the answers were missing without a word."""
    own = "<https://w3id.org/eucn/ontology#%s>"
    labelled, named, taken, nodes = set(), set(), set(), set()
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if predicate == f"<{PREF}>" and "/id/project/cordis-" in subject:
            labelled.add(subject)
        elif predicate == own % "anyName":
            named.add(subject)
            assert re.match(r'"(?:[^"\\]|\\.)*" <', value), value
        elif predicate == own % "participation":
            taken.add(value.split(" ")[0])
        elif predicate == own % "projectParticipation":
            nodes.add(value.split(" ")[0])
    assert labelled
    assert labelled <= named
    assert nodes
    assert nodes == taken
