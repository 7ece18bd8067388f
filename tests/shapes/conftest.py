"""Run one group of shapes on a few triples, with what they need of the ontology beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pytest
import shacl
from rdflib import RDF, RDFS, SH, SKOS, Graph
from rdflib.term import Node

from graph.paths import ONTOLOGY, SHAPES

PREFIXES = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
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


def english(messages: Iterable[Node]) -> str:
    """The message in English, or the only one."""
    by_language = {getattr(message, "language", None): str(message) for message in messages}
    return by_language.get("en") or by_language[None]


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
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        small += list(whole.triples((None, RDF.type, kind)))
    for predicate in (SKOS.prefLabel, SKOS.broader):
        for concept in set(small.subjects(RDF.type, SKOS.Concept)):
            small += list(whole.triples((concept, predicate, None)))
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


@cache
def compiled(file: str, name: str) -> shacl.Shapes:
    return shacl.Shapes.from_text(one_group(file, name).serialize(format="nt"), "ntriples")


@cache
def background_lines() -> str:
    return background().serialize(format="nt")


@pytest.fixture(scope="session")
def check() -> Callable[[str, str, str], list[Result]]:
    """Validate Turtle (without prefixes) against one group of shapes.

    By the fast engine; test_two_engines.py holds pySHACL to the same answers.
    """

    def run(file: str, name: str, turtle: str) -> list[Result]:
        data = PREFIXES + turtle + "\n" + background_lines()
        report = compiled(file, name).validate_turtle(data, allow_warnings=True)
        asked = one_group(file, name)
        texts = {
            str(message): english(asked.objects(shape, SH.message))
            for shape, message in asked.subject_objects(SH.message)
        }
        return [Result(result.severity, texts[result.message]) for result in report.results]

    return run
