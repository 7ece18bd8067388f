"""Registers in a build: the judgements applied, one name a language, everything with its row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.assembly.layers import Making, record_layers
from graph.assembly.register_checks import Check, check_registers
from graph.assembly.registers import Registers, make_registers
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.records.load import load_sources
from graph.store.layers import Shelf

PREF = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Making]:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    yield Making(load_sources(), shelf, ONTOLOGY, SHAPES)
    shelf.close()


@pytest.fixture(scope="module")
def registers(making: Making, tmp_path_factory: pytest.TempPathFactory) -> Registers:
    none = tmp_path_factory.mktemp("none")
    return make_registers(making, SOURCES, {}, none, extracts=True)


@pytest.fixture(scope="module")
def lines(making: Making, registers: Registers) -> list[str]:
    merged = [layer for layer in registers.layers if layer.merged]
    return [line for layer in merged for line in making.shelf.data(layer).read_text().splitlines()]


def test_no_layer_breaks_a_shape(making: Making, registers: Registers) -> None:
    reports = check_registers(Check.of(making, registers.layers, record_layers(making)))
    names = {layer.name for layer in registers.layers if layer.name.startswith("register/")}
    assert reports.keys() == names
    found = [finding for report in reports.values() for finding in report]
    assert [str(finding) for finding in found if finding.severity == "Violation"] == []


def test_a_project_of_documents_and_register_is_one_thing(lines: list[str]) -> None:
    """SENET by its grant agreement, 825904 in CORDIS; the other IRI leads to it."""
    old, new = "id/project/cordis-825904>", "id/project/senet>"
    about = [line for line in lines if line.startswith(f"<https://w3id.org/eucn/{old}")]
    assert {line.split(" ")[1].rpartition("/")[2] for line in about} == {
        "isReplacedBy>",
        "owl#deprecated>",
    }
    assert any(new in line and "825904" in line for line in lines)


def test_one_preferred_label_for_each_language(lines: list[str]) -> None:
    """Of things that only registers know; the others are named with the documents."""
    labels = {line[: line.rfind(" <")] for line in lines if f"<{PREF}>" in line}
    found = Counter((line.split(" ")[0], line.rpartition('"@')[2].split(" ")[0]) for line in labels)
    assert [key for key, count in found.items() if count > 1] == []


def test_what_registers_say_of_the_documents_things_is_handed_over(
    making: Making, registers: Registers
) -> None:
    assert registers.shared is not None
    assert not registers.shared.merged
    text = making.shelf.data(registers.shared).read_text()
    assert (
        "<https://w3id.org/eucn/id/project/senet> <https://w3id.org/eucn/ontology#endDate>" in text
    )
    # The values of documents are ranked by it too.
    assert (
        "<https://w3id.org/eucn/id/project/senet> <https://w3id.org/eucn/ontology#coordinator>"
        in text
    )


def test_nothing_is_taken_in_unasked(making: Making, tmp_path: Path) -> None:
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
