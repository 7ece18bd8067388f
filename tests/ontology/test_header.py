"""What the ontology says of itself: version, makers, dates, licence, profile, shapes."""

from __future__ import annotations

import pytest
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.reference.published import ONTOLOGY_IRI, present_version, published

ONTOLOGY_NODE = URIRef(ONTOLOGY_IRI)
LANGUAGES = {"en", "de", "zh"}


def test_header_has_what_miro_and_fair_ask_for(terms: Graph) -> None:
    for predicate in (
        DC.creator, DC.publisher, DCTERMS.created, DCTERMS.modified, DCTERMS.license,
        DCTERMS.bibliographicCitation, OWL.versionIRI, OWL.priorVersion, OWL.versionInfo,
        SH.shapesGraph,
    ):  # fmt: skip
        assert (ONTOLOGY_NODE, predicate, None) in terms, predicate
    for predicate in (DCTERMS.title, RDFS.label, RDFS.comment, SKOS.scopeNote):
        found = {text.language for text in terms.objects(ONTOLOGY_NODE, predicate)}  # type: ignore[attr-defined]
        assert found == LANGUAGES, predicate


def test_versions_agree_and_the_one_before_is_kept(terms: Graph) -> None:
    assert str(terms.value(ONTOLOGY_NODE, OWL.versionInfo)) == present_version()
    before = terms.value(ONTOLOGY_NODE, OWL.priorVersion)
    kept = published(str(before).removeprefix(f"{ONTOLOGY_IRI}/"))
    assert kept is not None
    assert f"<{before}>".encode() in kept


# The declared profile, RDFS-Plus: what of OWL is used in axioms.
ALLOWED = {
    OWL.disjointWith, OWL.inverseOf, OWL.deprecated, OWL.versionIRI, OWL.priorVersion,
    OWL.versionInfo, OWL.incompatibleWith,
}  # fmt: skip
KINDS = {
    OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
    OWL.SymmetricProperty, OWL.TransitiveProperty,
}  # fmt: skip


@pytest.mark.parametrize("name", ["eucn.ttl", "axioms.ttl", "alignments.ttl"])
def test_nothing_beyond_the_declared_profile(name: str) -> None:
    graph = Graph().parse(ONTOLOGY / name, format="turtle")
    used = {p for p in graph.predicates() if str(p).startswith(str(OWL))}
    assert used <= ALLOWED
    kinds = {o for o in graph.objects(None, RDF.type) if str(o).startswith(str(OWL))}
    assert kinds <= KINDS


def test_stated_exceptions_to_owl_dl_are_there(terms: Graph) -> None:
    """The note names them: if one goes, the note changes."""
    assert set(terms.subjects(RDFS.range, RDFS.Resource))
    assert set(terms.subjects(RDFS.range, RDFS.Literal))
    assert (EUCN.name, RDF.type, OWL.DatatypeProperty) in terms
