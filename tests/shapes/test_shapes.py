"""Every shape passes its good case and refuses its bad ones; the shapes are SHACL."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import shacl
from rdflib import RDF, SH, Graph, Literal, URIRef

from graph.iris import EUCN
from graph.paths import ONTOLOGY, SHAPES
from tests.shapes import (
    cases_analysis,
    cases_claims,
    cases_concepts,
    cases_document,
    cases_registers,
    cases_subjects,
    cases_union,
    cases_values,
)
from tests.shapes.cases_union import Case
from tests.shapes.conftest import Result, english, group, one_group, shapes, targeted

Check = Callable[[str, str, str], list[Result]]

CASES: dict[str, dict[str, Case]] = {
    "union.ttl": cases_union.CASES,
    "claims.ttl": cases_claims.CASES,
    "document.ttl": cases_document.CASES,
    "values.ttl": cases_values.CASES,
    "registers.ttl": cases_registers.CASES,
    "subjects.ttl": cases_subjects.CASES,
    "concepts.ttl": cases_concepts.CASES,
    "analysis.ttl": cases_analysis.CASES,
}
ALL = [(file, name) for file, cases in CASES.items() for name in cases]


def names(file: str) -> set[str]:
    return {group(shape) for shape in targeted(file)}


def test_every_file_and_every_shape_has_a_case() -> None:
    assert {path.name for path in SHAPES.glob("*.ttl")} == set(CASES)
    for file, cases in CASES.items():
        assert names(file) == set(cases), file


@pytest.mark.parametrize(("file", "name"), ALL)
def test_good_case_passes(check: Check, file: str, name: str) -> None:
    good, _ = CASES[file][name]
    assert check(file, name, good) == []


@pytest.mark.parametrize(("file", "name"), ALL)
def test_bad_cases_are_refused_and_every_message_is_met(check: Check, file: str, name: str) -> None:
    _, bad = CASES[file][name]
    met = set()
    for turtle in bad:
        results = check(file, name, turtle)
        assert results, f"accepted: {turtle}"
        met |= {result.message for result in results}
    asked = one_group(file, name)
    told = set(asked.subjects(SH.message))
    assert met == {english(asked.objects(shape, SH.message)) for shape in told}


@cache
def shacl_of_shacl() -> shacl.Shapes:
    """The shapes that shapes have to fit, as pySHACL carries them."""
    path = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"
    return shacl.Shapes.from_text(path.read_text(encoding="utf-8"), "turtle")


@pytest.mark.parametrize("file", sorted(CASES))
def test_shapes_are_valid_shacl(file: str) -> None:
    """By the fast engine; a kind of node that is none would be told."""
    text = (SHAPES / file).read_text(encoding="utf-8")
    told = shacl_of_shacl().validate_turtle(text, allow_warnings=True).results
    assert [one.message for one in told] == []
    broken = text + "\n[] <http://www.w3.org/ns/shacl#nodeKind> 5 ."
    assert shacl_of_shacl().validate_turtle(broken, allow_warnings=True).results


@pytest.mark.parametrize("file", sorted(CASES))
def test_every_constraint_says_what_to_do_and_how_bad_it_is(file: str) -> None:
    graph = shapes(file)
    assert set(graph.subjects(RDF.type, SH.NodeShape)) <= targeted(file)
    for shape in targeted(file):
        message = english(graph.objects(shape, SH.message))
        assert len(message.split()) >= 5, (shape, message)
        languages = {message.language for message in graph.objects(shape, SH.message)}
        assert languages == {"en", "de", "zh"}, shape
        assert graph.value(shape, SH.severity) in (SH.Violation, SH.Warning)


def test_shapes_are_core() -> None:
    for file in CASES:
        graph = shapes(file)
        for advanced in (SH.sparql, SH.select, SH.js, SH.rule, SH.target):
            assert (None, advanced, None) not in graph


def test_every_class_has_a_shape() -> None:
    ontology = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")
    targets = set(shapes("union.ttl").objects(None, SH.targetClass))
    for file in ("claims.ttl", "registers.ttl"):
        targets |= set(shapes(file).objects(None, SH.targetClass))
    concrete = set(ontology.subjects(EUCN.idSegment)) | set(ontology.subjects(EUCN.forKind))
    concrete |= set(ontology.objects(None, EUCN.participationClass))
    assert len(concrete) > 30
    assert concrete - targets == set()


def test_single_properties_are_single_in_document_shapes() -> None:
    ontology = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")
    single = {
        p
        for p in ontology.subjects(EUCN.functionalInDocument, Literal(True))
        if (p, EUCN.inRecords, Literal(True)) in ontology
    }
    graph = shapes("document.ttl")
    limited = {graph.value(s, SH.path) for s in graph.subjects(SH.maxCount, Literal(1))}
    assert single <= limited
    assert URIRef(EUCN.startDate) in single
