"""Run one group of shapes on a few triples, with what they need of the ontology beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, SKOS, Graph
from rdflib.term import Node

from graph.paths import ONTOLOGY, SHAPES

PREFIXES = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix doc: <https://w3id.org/eucn/document/> .
@base <https://w3id.org/eucn/id/> .
""" + "".join(
    f"@prefix {path.stem}: <https://w3id.org/eucn/vocabulary/{path.stem}/> .\n"
    for path in (ONTOLOGY / "vocabularies").glob("*.ttl")
)


@dataclass(frozen=True)
class Result:
    """One result of validation."""

    severity: str
    message: str


@cache
def shapes(file: str) -> Graph:
    return Graph().parse(SHAPES / file, format="turtle")


@cache
def background() -> Graph:
    """Subclasses and the schemes of concepts: all that a shape reads of the ontology."""
    whole = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")
    for path in (ONTOLOGY / "vocabularies").glob("*.ttl"):
        whole.parse(path, format="turtle")
    small = Graph()
    for predicate in (RDFS.subClassOf, SKOS.inScheme):
        small += list(whole.triples((None, predicate, None)))
    small += list(whole.triples((None, RDF.type, SKOS.Concept)))
    return small


def targeted(file: str) -> set[Node]:
    """The shapes of a file that have a target of their own: the others are parts of these."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
    return {shape for target in targets for shape in shapes(file).subjects(target)}


def group(shape: Node) -> str:
    """The name before the hyphen: shapes of one group are tested together."""
    return str(shape).rsplit("/", 1)[1].partition("-")[0]


@cache
def one_group(file: str, name: str) -> Graph:
    """The shapes of a group with everything they are made of."""
    members = [shape for shape in targeted(file) if group(shape) == name]
    assert members, name
    graph = Graph()
    for shape in members:
        graph += shapes(file).cbd(shape)
    return graph


@pytest.fixture(scope="session")
def check() -> Callable[[str, str, str], list[Result]]:
    """Validate Turtle (without prefixes) against one group of shapes."""

    def run(file: str, name: str, turtle: str) -> list[Result]:
        data = Graph().parse(data=PREFIXES + turtle, format="turtle")
        for triple in background():
            data.add(triple)
        _, report, _ = pyshacl.validate(
            data, shacl_graph=one_group(file, name), inference="none", advanced=False
        )
        assert isinstance(report, Graph)
        return [
            Result(
                str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
                str(report.value(result, SH.resultMessage)),
            )
            for result in report.subjects(RDF.type, SH.ValidationResult)
        ]

    return run
