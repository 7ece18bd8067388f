"""Everything the graph says about one entity, with the claim behind each statement.

A statement is one triple; its evidence is every claim that makes it, one per document. A
relation is a node (participation, membership, post, action, cooperation) told with its own
statements, seen from either end: a project's participations, a partner's participations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import PROV, RDF
from rdflib.term import Identifier

from graph.catalogue.queries import Row, run, run_iris
from graph.catalogue.rows import RegisterRow, RowStatement, read_row_statements
from graph.iris import EUCN
from graph.store import Store

PER_PAGE = 100
"""Nodes of relation told on one page; the rest are on the pages that follow."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a passage stands: characters of the document's text, end exclusive.

    ``page`` is None in a document without pages.
    """

    start: int
    end: int
    section: str = ""
    page: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class Evidence:
    """One claim: which document says it, where, how sure it is and how it was obtained.

    Where a register says it, ``row`` is the row, ``claim`` its IRI and ``document`` that of the
    data set. ``named`` are second places, where the subject is named.
    """

    claim: str
    document: str
    confidence: float | None = None
    method: str = ""
    obtained: str = ""
    rank: str = ""
    contradicted: bool = False
    places: list[Place] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    named: list[Place] = field(default_factory=list)
    row: RegisterRow | None = None


@dataclass(slots=True)
class Statement:
    """One triple about an entity or node, with the claims that make it."""

    subject: str
    predicate: str
    object: Identifier
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return the local name of the property where it is one of ours, else its IRI."""
        return self.predicate.removeprefix(str(EUCN))


@dataclass(slots=True)
class Relation:
    """A node of relation seen from one of its ends.

    ``link`` is the local name of the property that leads to the node (``participation``) or from
    it to the entity (``participant``); ``inverse`` tells that the entity is the object of ``link``.
    """

    node: str
    link: str
    inverse: bool
    statements: dict[str, list[Statement]] = field(default_factory=dict)

    def first(self, key: str) -> Identifier | None:
        """Return the value of a property of the node, or None."""
        found = self.statements.get(key)
        return found[0].object if found else None

    @property
    def evidence(self) -> list[Evidence]:
        """Return the claims about the node, those about its main property first.

        What a node has was mostly said in one place: of claims that share document, places and
        reasons only the first is given.
        """
        unique: dict[object, Evidence] = {}
        order = ["participant", "member", "holder", "with", "summary", "kind", "date"]
        rank = {key: number for number, key in enumerate(order)}
        keys = sorted(self.statements, key=lambda key: (rank.get(key, len(rank)), key))
        for key in keys:
            for statement in self.statements[key]:
                for one in statement.evidence:
                    place = one.claim if one.row else ""
                    same = (one.document, place, *one.places, *one.reasons, *one.notes)
                    unique.setdefault(same, one)
        return list(unique.values())


@dataclass(slots=True)
class Dossier:
    """All that is told about an entity; of its nodes of relation, those of one page.

    ``relations_in_all`` counts them over all ``pages``. ``incoming`` are the other things that name
    the entity, by property (a local name of ours, else an IRI); ``incoming_counts`` says how many
    do, with its own nodes of relation.
    """

    iri: str
    statements: dict[str, list[Statement]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    incoming: dict[str, set[str]] = field(default_factory=dict)
    relations_in_all: int = 0
    page: int = 1
    incoming_counts: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Return how many pages tell everything."""
        return max(1, -(-self.relations_in_all // PER_PAGE))

    def of(self, *keys: str) -> list[Statement]:
        """Return the statements with some properties (local names), in that order."""
        return [statement for key in keys for statement in self.statements.get(key, [])]

    def all_evidence(self) -> list[Evidence]:
        """Return every claim of the page, each once."""
        unique: dict[str, Evidence] = {}
        for statements in self.statements.values():
            for statement in statements:
                unique.update((one.claim, one) for one in statement.evidence)
        for relation in self.relations:
            unique.update((one.claim, one) for one in relation.evidence)
        return list(unique.values())


def read_claims(store: Store, subjects: Iterable[str]) -> dict[str, dict[str, list[Statement]]]:
    """Return the statements about some subjects with their evidence: by subject, then by property.

    What documents claim and what registers state in their rows. Values of one property are sorted
    by text, so that a page is the same at every build.
    """
    wanted = sorted(set(subjects))
    properties: dict[str, dict[str, list[Identifier]]] = defaultdict(lambda: defaultdict(list))
    for row in run(store, "claims", wanted):
        properties[str(row["claim"])][str(row["key"])].append(row["value"])
    headings = {str(row["passage"]): row for row in run(store, "sections", wanted)}
    places: dict[str, list[Place]] = defaultdict(list)
    for row in run(store, "places", wanted):
        place = _place(row, headings.get(str(row["passage"]), {}))
        places[str(row["claim"])].append(place)
    named: dict[str, list[Place]] = defaultdict(list)
    for row in run(store, "named-places", wanted):
        named[str(row["claim"])].append(_place(row, row))
    return _grouped(properties, places, named, read_row_statements(store, wanted))


def _place(row: Row, heading: Row) -> Place:
    page = heading.get("page")
    return Place(
        int(str(row["start"])),
        int(str(row["end"])),
        str(heading.get("section", "")),
        None if page is None else int(str(page)),
    )


def _grouped(
    claims: Mapping[str, Mapping[str, list[Identifier]]],
    places: Mapping[str, list[Place]],
    named: Mapping[str, list[Place]],
    rows: Iterable[RowStatement] = (),
) -> dict[str, dict[str, list[Statement]]]:
    statements: dict[tuple[str, str, Identifier], Statement] = {}
    for claim, said in claims.items():
        if not all(str(key) in said for key in (RDF.subject, RDF.predicate, RDF.object)):
            continue
        key = (
            str(said[str(RDF.subject)][0]),
            str(said[str(RDF.predicate)][0]),
            said[str(RDF.object)][0],
        )
        if (statement := statements.get(key)) is None:
            statement = statements[key] = Statement(*key)
        told = _evidence(claim, said, sorted(places.get(claim, [])))
        told.named = sorted(named.get(claim, []))
        statement.evidence.append(told)
    for one in rows:
        key = (one.subject, one.predicate, one.object)
        statement = statements.setdefault(key, Statement(*key))
        statement.evidence += [Evidence(row.iri, row.dataset.iri, row=row) for row in one.rows]
    grouped: dict[str, dict[str, list[Statement]]] = defaultdict(dict)
    for statement in sorted(statements.values(), key=_order):
        statement.evidence.sort(
            key=lambda one: (one.document.endswith("/curation"), one.document, one.claim)
        )
        grouped[statement.subject].setdefault(statement.key, []).append(statement)
    return grouped


def _order(statement: Statement) -> tuple[str, ...]:
    return str(statement.object), statement.object.n3(), statement.predicate, statement.subject


def _evidence(claim: str, said: Mapping[str, list[Identifier]], places: list[Place]) -> Evidence:
    def texts(key: str) -> list[str]:
        return sorted(str(value) for value in said.get(key, []))

    def first(key: str) -> str:
        return next(iter(texts(key)), "")

    confidence = first(str(EUCN.confidence))
    return Evidence(
        claim,
        first(str(PROV.wasDerivedFrom)),
        float(confidence) if confidence else None,
        first(str(EUCN.method)),
        first(str(EUCN.obtainedOn)),
        first(str(EUCN.rank)),
        "true" in texts(str(EUCN.contradictedInDocument)),
        places,
        texts(str(EUCN.reason)),
        texts(str(EUCN.note)),
        texts(str(EUCN.citedSource)),
    )


_INVERSE = {"participant", "member", "holder", "with"}


def describe(store: Store, iri: str, page: int = 1) -> Dossier:
    """Return what the graph says about ``iri``; everything is empty for an IRI it does not know.

    ``page`` counts from 1 to the ``pages`` of the dossier; a larger number gives the
    last. Raises ValueError when ``iri`` is no IRI.
    """
    nodes: dict[str, Relation] = {}
    for row in run(store, "nodes", [iri]):
        link = str(row["link"]).removeprefix(str(EUCN))
        node = str(row["node"])
        nodes.setdefault(node, Relation(node, link, link in _INVERSE))
    dossier = Dossier(iri, relations_in_all=len(nodes))
    dossier.page = min(max(1, page), dossier.pages)
    first = (dossier.page - 1) * PER_PAGE
    shown = sorted(nodes)[first : first + PER_PAGE]
    claims = read_claims(store, [iri, *shown])
    dossier.statements = claims.pop(iri, {})
    for node in shown:
        nodes[node].statements = claims.get(node, {})
        dossier.relations.append(nodes[node])
    named: dict[str, set[str]] = defaultdict(set)
    for subject, predicate in run_iris(store, "incoming", iri):
        named[predicate.removeprefix(str(EUCN))].add(subject)
    dossier.incoming_counts = {key: len(subjects) for key, subjects in named.items()}
    dossier.incoming = {key: subjects - {iri, *nodes} for key, subjects in named.items()}
    return dossier


def read_claim(store: Store, claim: str) -> Statement | None:
    """Return the statement of one claim with its evidence, None for an unknown IRI.

    Raises ValueError when ``claim`` is no IRI.
    """
    subjects = {str(row["subject"]) for row in run(store, "claim", [claim])}
    for by_property in read_claims(store, subjects).values():
        for statements in by_property.values():
            for statement in statements:
                for evidence in statement.evidence:
                    if evidence.claim == claim:
                        statement.evidence = [evidence]
                        return statement
    return None
