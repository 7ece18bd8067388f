"""The vocabularies are well-formed SKOS with labels in three languages."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from graph.iris import EUCN, VOCABULARY
from graph.network.measures.gap import GROUP_OF
from graph.network.telling.wording import phrases
from graph.paths import ONTOLOGY

NAMES = sorted(path.stem for path in (ONTOLOGY / "vocabularies").glob("*.ttl"))


@pytest.mark.parametrize("name", NAMES)
def test_vocabulary_is_well_formed(name: str, vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies[name]
    scheme = URIRef(f"{VOCABULARY}{name}/")
    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
    assert _languages(graph, scheme) == ["de", "en", "zh"]
    assert _languages(graph, scheme, SKOS.definition) == ["de", "en", "zh"]
    assert graph.value(scheme, DCTERMS.license) is not None
    assert graph.value(scheme, OWL.versionInfo) is not None
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        notation = str(concept).removeprefix(str(scheme))
        assert [str(n) for n in graph.objects(concept, SKOS.notation)] == [notation]
        assert set(graph.objects(concept, SKOS.inScheme)) == {scheme}
        assert _languages(graph, concept) == ["de", "en", "zh"]
        assert _languages(graph, concept, SKOS.definition) == ["de", "en", "zh"], notation
        broader = set(graph.objects(concept, SKOS.broader))
        top = (concept, SKOS.topConceptOf, scheme) in graph
        assert top == ((scheme, SKOS.hasTopConcept, concept) in graph)
        assert top != bool(broader), f"{notation}: either a top concept or below another"
        assert broader <= concepts
        assert concept not in set(graph.transitive_objects(concept, SKOS.broader)) - {concept}


def _languages(graph: Graph, subject: Node, kind: URIRef = SKOS.prefLabel) -> list[str]:
    labels = graph.objects(subject, kind)
    return sorted(str(v.language) for v in labels if isinstance(v, Literal) and str(v).strip())


@pytest.mark.parametrize("name", NAMES)
def test_labels_tell_concepts_apart(name: str, vocabularies: dict[str, Graph]) -> None:
    labels = Counter(
        v for s, v in vocabularies[name].subject_objects(SKOS.prefLabel) if not str(s).endswith("/")
    )
    assert [str(label) for label, n in labels.items() if n > 1] == []


def test_broader_has_no_cycle(vocabularies: dict[str, Graph]) -> None:
    graph = vocabularies["topic"]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        seen = set()
        current: Node | None = concept
        while current is not None:
            assert current not in seen, concept
            seen.add(current)
            current = graph.value(current, SKOS.broader)


def test_topics_have_nine_bands(vocabularies: dict[str, Graph]) -> None:
    """The diagrams give each top topic a band; more than nine are not readable."""
    tops = set(vocabularies["topic"].objects(URIRef(f"{VOCABULARY}topic/"), SKOS.hasTopConcept))
    assert len(tops) == 9


def test_shortcuts_of_roles_are_derived_properties(
    vocabularies: dict[str, Graph], terms: Graph
) -> None:
    shortcuts = set(vocabularies["role"].objects(None, EUCN.shortcut))
    assert {EUCN.coordinator, EUCN.organiser, EUCN.signatory, EUCN.partner} <= shortcuts
    # A document can say these two as well.
    for shortcut in shortcuts - {EUCN.member, EUCN.fundedBy}:
        assert (shortcut, EUCN.derived, Literal(True)) in terms
    # Giving money, watching over or being addressed does not make a partner.
    for role in ("funder", "overseer", "target", "publisher"):
        concept = URIRef(f"{VOCABULARY}role/{role}")
        assert (concept, EUCN.shortcut, EUCN.partner) not in vocabularies["role"]


def test_kinds_of_gaps_are_those_of_the_analysis(vocabularies: dict[str, Graph]) -> None:
    """The vocabulary says what the pages say, and puts each kind below its group."""
    graph = vocabularies["gap-kind"]
    for kind, group in GROUP_OF.items():
        concept = VOCABULARY[f"gap-kind/{kind}"]
        assert (concept, SKOS.broader, VOCABULARY[f"gap-kind/{group}"]) in graph
        for language in ("en", "de", "zh"):
            said = Literal(phrases(language)[f"gap-kind.{kind}"], lang=language)
            assert (concept, SKOS.prefLabel, said) in graph
            said = Literal(phrases(language)[f"gap-group.{group}"], lang=language)
            assert (VOCABULARY[f"gap-kind/{group}"], SKOS.prefLabel, said) in graph
