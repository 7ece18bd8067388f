"""Every term of the ontology is complete, and what drives the reader is consistent."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef

from graph.iris import EUCN, VOCABULARY
from graph.paths import ONTOLOGY, SOURCES

TERMS = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
ALL = sorted({str(s) for kind in KINDS for s in TERMS.subjects(RDF.type, kind)})
RECORD = sorted(str(s) for s in TERMS.subjects(EUCN.inRecords, Literal(True)))


def local(iri: str) -> str:
    return iri.removeprefix(str(EUCN))


@pytest.mark.parametrize("iri", ALL, ids=local)
def test_term_is_complete(iri: str) -> None:
    term = URIRef(iri)
    labels = list(TERMS.objects(term, RDFS.label))
    assert sorted(str(v.language) for v in labels if isinstance(v, Literal)) == ["de", "en", "zh"]
    assert all(str(v).strip() for v in labels)
    comments = list(TERMS.objects(term, RDFS.comment))
    assert sorted(str(v.language) for v in comments if isinstance(v, Literal)) == ["de", "en", "zh"]
    assert len(list(TERMS.objects(term, SKOS.example))) == 1
    assert TERMS.value(term, RDFS.isDefinedBy) == URIRef("https://w3id.org/eucn/ontology")


def test_every_term_used_is_declared() -> None:
    used = {str(x) for triple in TERMS for x in triple if str(x).startswith(str(EUCN))}
    assert used - {str(EUCN)} - set(ALL) == set()


def test_classes_of_the_design_are_there() -> None:
    """The six main classes and those beside them, as DESIGN names them."""
    named = {local(iri) for iri in ALL}
    assert {"Project", "Partner", "Cluster", "Agreement", "Dialogue", "Event"} <= named
    assert {
        "ClusterPartnership", "Participation", "AgreementAction", "DialogueSession", "Programme",
        "Policy", "Initiative", "Person", "Place", "Figure", "Outcome", "SourceDocument", "Claim",
    } <= named  # fmt: skip
    assert (EUCN.Cluster, RDFS.subClassOf, EUCN.Organization) in TERMS
    # Partner is a role: worked out, with no ids of its own.
    assert (EUCN.Partner, EUCN.derived, Literal(True)) in TERMS
    assert TERMS.value(EUCN.Partner, EUCN.idSegment) is None
    assert (EUCN.DialogueSession, RDFS.subClassOf, EUCN.Event) in TERMS
    above = set(TERMS.transitive_objects(EUCN.ClusterPartnership, RDFS.subClassOf))
    assert EUCN.Partner not in above


def test_id_segments_are_unique() -> None:
    segments = Counter(str(o) for o in TERMS.objects(None, EUCN.idSegment))
    assert [s for s, n in segments.items() if n > 1] == []


@pytest.mark.parametrize("iri", RECORD, ids=local)
def test_record_key_says_what_its_values_are(iri: str) -> None:
    prop = URIRef(iri)
    ranges = list(TERMS.objects(prop, RDFS.range))
    assert len(ranges) == 1
    kind = OWL.ObjectProperty if _is_object(ranges[0]) else OWL.DatatypeProperty
    assert (prop, RDF.type, kind) in TERMS
    used_on = list(TERMS.objects(prop, EUCN.usedOn))
    assert used_on
    assert all((c, RDF.type, OWL.Class) in TERMS for c in used_on)
    if ranges[0] == SKOS.Concept and local(iri) != "kind":
        assert TERMS.value(prop, EUCN.valueScheme) is not None
    if TERMS.value(prop, EUCN.inOwnWords):
        assert ranges[0] == RDF.langString
        assert TERMS.value(prop, EUCN.verbatim) is None


def _is_object(range_: object) -> bool:
    text = str(range_)
    literal = text.startswith("http://www.w3.org/2001/XMLSchema#") or text in {
        str(RDFS.Literal),
        str(RDF.langString),
    }
    return not literal


def test_range_includes_lie_below_the_range() -> None:
    for prop, included in TERMS.subject_objects(EUCN.rangeIncludes):
        above = set(TERMS.transitive_objects(included, RDFS.subClassOf))
        assert TERMS.value(prop, RDFS.range) in above, (prop, included)


def test_who_can_act_has_one_class() -> None:
    """One superclass where a property once listed six; what acts only now and then can be it."""
    actors = set(TERMS.transitive_subjects(RDFS.subClassOf, EUCN.Actor))
    assert {EUCN.Organization, EUCN.Person, EUCN.ClusterPartnership, EUCN.Cluster} <= actors
    assert set(TERMS.subjects(EUCN.canBe, EUCN.Actor)) == {
        EUCN.Initiative,
        EUCN.Programme,
        EUCN.Project,
    }
    for key in ("participant", "partner", "coordinator", "organiser", "host", "fundedBy", "with"):
        assert TERMS.value(EUCN[key], RDFS.range) == EUCN.Actor


def test_nodes_link_back() -> None:
    """A node property names the node's class and the property back, its inverse."""
    node_properties = list(TERMS.subject_objects(EUCN.nodeClass))
    assert len(node_properties) == 8
    for prop, node_class in node_properties:
        link = TERMS.value(prop, EUCN.nodeLink)
        assert link is not None
        assert TERMS.value(prop, RDFS.range) == node_class
        assert (link, OWL.inverseOf, prop) in TERMS
        assert (link, EUCN.usedOn, node_class) in TERMS


def test_every_vocabulary_named_exists() -> None:
    files = {path.stem for path in (ONTOLOGY / "vocabularies").glob("*.ttl")}
    for predicate in (EUCN.valueScheme, EUCN.kindScheme, EUCN.roleScheme):
        for scheme in TERMS.objects(None, predicate):
            assert str(scheme).startswith(str(VOCABULARY))
            assert str(scheme).removeprefix(str(VOCABULARY)).rstrip("/") in files


def test_derived_properties_are_no_record_keys_but_side() -> None:
    """The side is worked out, but a curator states it where the seat does not decide."""
    derived = set(TERMS.subjects(EUCN.derived, Literal(True)))
    assert {p for p in derived if (p, EUCN.inRecords, Literal(True)) in TERMS} == {EUCN.side}
    assert (EUCN.funder, OWL.deprecated, Literal(True)) in TERMS


def test_prefixes_are_declared_once_with_one_namespace() -> None:
    graph = Graph().parse(ONTOLOGY / "prefixes.ttl", format="turtle")
    declared = list(graph.objects(URIRef("https://w3id.org/eucn/ontology"), SH.declare))
    pairs = [(str(graph.value(d, SH.prefix)), str(graph.value(d, SH.namespace))) for d in declared]
    assert len(pairs) == len(dict(pairs)) == len({n for _, n in pairs})
    assert dict(pairs)["eucn"] == str(EUCN)
    assert dict(pairs)["schema"] == "https://schema.org/"
    assert all(isinstance(d, URIRef) for d in declared), "no blank nodes in the data"


def test_files_use_the_declared_namespaces() -> None:
    """A prefix of prefixes.ttl means the same in every Turtle file."""
    graph = Graph().parse(ONTOLOGY / "prefixes.ttl", format="turtle")
    declared = {
        str(graph.value(d, SH.prefix)): str(graph.value(d, SH.namespace))
        for d in graph.objects(None, SH.declare)
    }
    for path in ONTOLOGY.rglob("*.ttl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@prefix "):
                prefix, namespace = line.split()[1].rstrip(":"), line.split()[2].strip("<>")
                assert declared.get(prefix, namespace) == namespace, (path.name, prefix)


def test_no_blank_nodes_outside_the_shapes() -> None:
    """The ontology is loaded into the store, whose dump must be the same in every build."""
    for path in [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "vocabularies").glob("*.ttl")]:
        graph = Graph().parse(path, format="turtle")
        assert not [t for t in graph if any(isinstance(x, BNode) for x in t)], path.name


def test_examples_name_things_that_exist() -> None:
    """Ids in examples of things that documents tell of stand in the records."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.yaml"))
    told = {"project", "organization", "cluster", "event", "agreement", "dialogue", "initiative"}
    told |= {"programme", "policy", "cited-work"}
    missing = set()
    for term, example in TERMS.subject_objects(SKOS.example):
        for segment, slug in re.findall(r"\b([a-z-]+)/([a-z0-9-]+)", str(example)):
            if segment in told and not slug.startswith(("pic-", "ror-", "cordis-")):
                known = f"{segment}/{slug}" in written
                missing |= set() if known else {(local(str(term)), f"{segment}/{slug}")}
    assert missing == set()


# What no document tells yet has an example all the same.
UNTOLD = {"amount", "currency", "contactEmail"}


def test_examples_of_values_are_in_the_records() -> None:
    """An example ``key: value`` stands in a record, so that a query for it finds something."""
    records = [path.read_text(encoding="utf-8") for path in SOURCES.glob("*.yaml")]
    text = re.sub(r"\s+", " ", " ".join(records))
    missing = set()
    for _, example in TERMS.subject_objects(SKOS.example):
        found = re.fullmatch(r"(\w+): ([^{/]+)", str(example))
        if found and found[1] not in UNTOLD and (EUCN[found[1]], None, None) in TERMS:
            value = found[2].strip('"')
            if value not in text:
                missing.add(str(example))
    assert missing == set()
