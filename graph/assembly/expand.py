"""Records to quads: one graph per document, one graph of claims beside it.

Every triple of a document graph has a claim with its place; see the
classes eucn:Claim and eucn:Passage of the ontology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from rdflib import OWL, PROV, RDF, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN
from graph.records.load import Sources
from graph.records.model import Evidence, Record, Statement
from graph.records.reader import CURATION
from graph.records.register import KIND_CONFIDENCE
from graph.records.schema import Kind, Schema
from graph.records.text import Span

OA = Namespace("http://www.w3.org/ns/oa#")
CLASS_WHY = "the class in which the records file it, by its name and by what the sources tell of it"
"""Why an entity is of its class, where no fact says so: no reason for a country does that."""
CLASS_CONFIDENCE = "0.9"
CLASS_NOTE = "The passage names it; the class in which it is filed is the reading of a curator."
"""How sure a class is that rests on a name, and why."""
NORMALISATION = "none: the characters of the file as UTF-8, newlines kept"
"""What was done to a document's text before places were counted in it."""


def expand(
    sources: Sources,
    claimed: Callable[[Statement], bool] = lambda statement: True,
    places: bool = True,
) -> Quads:
    """Return all statements of the records as quads, with the claims of those that are
    ``claimed``.

    ``places`` says whether the claims tell what supports them and where it stands.
    """
    quads = Quads()
    for record in sources.records:
        _record(quads, record, statements_of(sources, record), claimed, places)
        _about(quads, record)
    for entry in sources.register.values():
        if entry.replaced_by:
            old, new = iris.resource(entry.identifier), iris.resource(entry.replaced_by)
            quads.add(old, OWL.deprecated, Literal(True), iris.DERIVED_GRAPH)
            quads.add(old, DCTERMS.isReplacedBy, new, iris.DERIVED_GRAPH)
    return quads


def record_quads(sources: Sources, record: Record) -> Quads:
    """Return what one record brings: its document's graph and the graph of its claims."""
    quads = Quads()
    _record(quads, record, statements_of(sources, record), lambda statement: True)
    return quads


def told(sources: Sources) -> list[str]:
    """Return the ids that have a block in some record, sorted."""
    return sorted({identifier for record in sources.records for identifier in record.entities})


def statements_of(sources: Sources, record: Record) -> list[Statement]:
    """Return the statements of a record and a type for every entity it tells of."""
    entities = list(record.entities)
    if record.document == CURATION:
        # What only the register has can be named as a value, so it needs a type too.
        known = set(told(sources))
        entities += [
            identifier
            for identifier, entry in sources.register.items()
            if identifier not in known and not entry.replaced_by
        ]
    return [*_types(record, entities, sources.schema), *record.statements]


def _types(record: Record, entities: Iterable[str], schema: Schema) -> list[Statement]:
    """Return a type for every entity, with the place that tells best what it is."""
    facts: dict[str, list[Statement]] = {}
    links: dict[str, str] = {}
    for statement in record.statements:
        facts.setdefault(statement.subject, []).append(statement)
        if statement.key == "participationIn" and isinstance(statement.object, URIRef):
            target = schema.class_of(iris.identifier(statement.object) or "")
            if target and (name := schema.participation_class(target.name)):
                links[statement.subject] = name
    types = []
    nodes = {one.range for one in schema.properties.values() if one.kind is Kind.NODE}
    # A node is what the fact that made it says; where a record only adds to it, it is filed.
    named = {one.object for one in record.statements if isinstance(one.object, URIRef)}
    for identifier in entities:
        term = schema.class_of(identifier)
        if identifier not in facts or term is None:
            continue
        class_iri = schema.classes[links.get(identifier, term.name)].iri
        said = facts[identifier]
        made = iris.resource(identifier) in named and bool(nodes & term.ancestors)
        evidence = said[0].evidence if made else _of_class(said)
        evidence = replace(evidence, contradicts=False, cites=())
        types.append(
            replace(said[0], key="type", predicate=RDF.type, object=class_iri, evidence=evidence)
        )
    return types


def _of_class(said: list[Statement]) -> Evidence:
    """Return what shows the class of an entity: its kind as the document tells it, else the
    surest fact of it, which names it and leaves the class to the curator.
    """
    sure = Decimal(CLASS_CONFIDENCE)
    if said[0].evidence.at is None:
        return Evidence(None, why=CLASS_WHY, confidence=KIND_CONFIDENCE)
    for one in said:
        if one.key == "kind" and Decimal(one.evidence.confidence) >= sure:
            best = one
            break
    else:
        best = max(
            said, key=lambda one: (Decimal(one.evidence.confidence), one.evidence.note is None)
        )
    confidence = format(min(sure, Decimal(best.evidence.confidence)), "f")
    return replace(best.evidence, confidence=confidence, note=CLASS_NOTE)


def _record(
    quads: Quads,
    record: Record,
    statements: list[Statement],
    claimed: Callable[[Statement], bool],
    places: bool = True,
) -> None:
    graph = iris.document_graph(record.document)
    quads.documents.add(graph)
    claims: dict[URIRef, list[Statement]] = {}
    for statement in statements:
        subject = iris.resource(statement.subject)
        quads.add(subject, statement.predicate, statement.object, graph)
        if claimed(statement):
            claims.setdefault(claim_iri(record.document, statement), []).append(statement)
    for claim, said in claims.items():
        _claim(quads, record, claim, said, places)


def _about(quads: Quads, record: Record) -> None:
    """What is known of a document itself: its graph, its length, its digest."""
    document, graph = iris.resource(record.document), iris.document_graph(record.document)
    derived = iris.DERIVED_GRAPH
    quads.add(document, RDF.type, EUCN.SourceDocument, derived)
    quads.add(document, EUCN.documentGraph, graph, derived)
    quads.add(graph, RDF.type, EUCN.DocumentGraph, derived)
    named = quads.values(document, EUCN.name) or quads.values(document, SKOS.prefLabel)
    if record.document == CURATION and not named:
        # A folder with a register alone has this document without any record of it.
        quads.add(document, SKOS.prefLabel, Literal("Curation", lang="en"), derived)
    if record.sha256 and record.characters is not None:
        quads.add(document, EUCN.sha256, Literal(record.sha256), derived)
        quads.add(document, EUCN.length, _integer(record.characters), derived)
        quads.add(document, EUCN.textNormalisation, Literal(NORMALISATION), derived)


def claim_iri(document: str, statement: Statement) -> URIRef:
    """Return the IRI of the claim a document makes with a triple.

    Made from document and triple alone, so that it stays when a place is corrected.
    """
    parts = (statement.subject, statement.predicate, statement.object.n3())
    return iris.ID[f"claim/{document.partition('/')[2]}-{iris.digest(*parts)}"]


def _integer(number: int) -> Literal:
    return _literal(str(number), XSD.integer)


@lru_cache(maxsize=1 << 14)
def _literal(text: str, datatype: URIRef | None = None, language: str | None = None) -> Literal:
    """Return a literal; one that was made is not made again, for that takes rdflib long."""
    return Literal(text, datatype=datatype, lang=language)


_TRUE = Literal(True)


def _claim(
    quads: Quads, record: Record, claim: URIRef, said: list[Statement], places: bool
) -> None:
    graph = iris.claims_graph(record.document)
    statement = said[0]

    def add(predicate: URIRef, value: URIRef | Literal) -> None:
        quads.add(claim, predicate, value, graph)

    add(RDF.type, EUCN.Claim)
    add(RDF.subject, iris.resource(statement.subject))
    add(RDF.predicate, statement.predicate)
    add(RDF.object, statement.object)
    add(PROV.wasDerivedFrom, iris.resource(record.document))
    add(EUCN.obtainedOn, _literal(record.obtained, XSD.date))
    add(EUCN.method, _method(record))
    # Said in several places, a statement is as sure as the clearest of them.
    add(EUCN.confidence, _share(max((s.evidence.confidence for s in said), key=Decimal)))
    for evidence in dict.fromkeys(s.evidence for s in said):
        if evidence.contradicts:
            add(EUCN.contradictedInDocument, _TRUE)
        if places:
            _evidence(quads, record, claim, evidence)


def _evidence(quads: Quads, record: Record, claim: URIRef, evidence: Evidence) -> None:
    """What supports a claim at one place: on a node of its own, and summed up on the claim.

    A claim that a document makes in several places has all of their passages, headings and
    notes; which belong together, only the nodes tell.
    """
    graph = iris.claims_graph(record.document)
    node = evidence_iri(claim, evidence)
    quads.add(claim, EUCN.evidence, node, graph)
    quads.add(node, RDF.type, EUCN.Evidence, graph)
    quads.add(node, EUCN.confidence, _share(evidence.confidence), graph)
    quads.add(node, EUCN.method, _method(record), graph)
    said: list[tuple[URIRef, URIRef | Literal]] = []
    if evidence.at is not None:
        said.append((OA.hasTarget, _passage(quads, record, evidence.at, evidence.table)))
    for span in evidence.also:
        said.append((EUCN.subjectNamedAt, _passage(quads, record, span, False)))
    if evidence.why:
        said.append((EUCN.reason, Literal(evidence.why, lang="en")))
    if evidence.note:
        said.append((EUCN.note, Literal(evidence.note, lang="en")))
    for cited in evidence.cites:
        said.append((EUCN.citedSource, iris.resource(cited)))
    for predicate, value in said:
        quads.add(claim, predicate, value, graph)
        quads.add(node, predicate, value, graph)


def evidence_iri(claim: URIRef, evidence: Evidence) -> URIRef:
    """Return the IRI of a claim's evidence at one place: it stays while the places stay."""
    places = [str(span) for span in (evidence.at, *evidence.also) if span is not None]
    parts = (*places, evidence.why or "", evidence.note or "", *evidence.cites)
    return iris.ID[f"evidence/{claim.rpartition('/')[2]}-{iris.digest(*parts, length=8)}"]


def _method(record: Record) -> URIRef:
    """Return how the statements of a record were obtained: each record in one way."""
    return iris.concept("method", "curated" if record.document == CURATION else "read")


def _share(text: str) -> Literal:
    return _literal(format(Decimal(text).normalize(), "f"), XSD.decimal)


def _passage(quads: Quads, record: Record, span: Span, table: bool) -> URIRef:
    graph = iris.claims_graph(record.document)
    slug = f"{record.document.partition('/')[2]}-{span.start}-{span.end}"
    passage, selector = iris.ID[f"passage/{slug}"], iris.ID[f"selector/{slug}"]
    for predicate, value in (
        (RDF.type, EUCN.Passage),
        (RDF.type, OA.SpecificResource),
        (OA.hasSource, iris.resource(record.document)),
        (OA.hasSelector, selector),
        (EUCN.length, _integer(span.end - span.start)),
        (EUCN.sha256, _literal(record.passages[span])),
    ):
        quads.add(passage, predicate, value, graph)
    if heading := record.section(span.start):
        quads.add(passage, EUCN.section, _literal(heading, language=record.language), graph)
    if number := record.page(span.start):
        quads.add(passage, EUCN.page, _integer(number), graph)
    if table:
        quads.add(passage, EUCN.tableRow, _TRUE, graph)
    quads.add(selector, RDF.type, OA.TextPositionSelector, graph)
    quads.add(selector, OA.start, _integer(span.start), graph)
    quads.add(selector, OA.end, _integer(span.end), graph)
    return passage
