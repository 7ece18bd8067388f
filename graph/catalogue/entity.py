"""Everything the graph says about one entity, with the claim behind each statement.

A statement is one triple; its evidence is every claim that makes it, one per document. A
relation is a node (participation, membership, post, action, cooperation) told with its own
statements, seen from either end: a project's participations, a partner's participations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib.term import Identifier

from graph.catalogue.queries import Row, run
from graph.iris import EUCN
from graph.store import Store

MOST_NODES = 600
"""More nodes than this are not told one by one; the page says so and links to a query."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a passage stands: characters of the document's text, end exclusive."""

    start: int
    end: int
    section: str = ""


@dataclass(slots=True)
class Evidence:
    """One claim: which document says it, where, how sure it is and how it was obtained.

    `named` are second places, where the subject is named; only `read_claim` fills them.
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


@dataclass(slots=True)
class Statement:
    """One triple about an entity or node, with the claims that make it."""

    subject: str
    predicate: str
    object: Identifier
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The local name of the property where it is one of ours, else its IRI."""
        return self.predicate.removeprefix(str(EUCN))


@dataclass(slots=True)
class Relation:
    """A node of relation seen from one of its ends.

    `link` is the local name of the property that leads to the node (`participation`) or from
    it to the entity (`participant`); `inverse` tells that the entity is the object of `link`.
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
        """Return every claim about the node, those about its main property first."""
        unique: dict[str, Evidence] = {}
        order = ["participant", "member", "holder", "with", "summary", "kind", "date"]
        keys = sorted(self.statements, key=lambda k: order.index(k) if k in order else len(order))
        for key in keys:
            for statement in self.statements[key]:
                for evidence in statement.evidence:
                    unique.setdefault(evidence.claim, evidence)
        return list(unique.values())


@dataclass(slots=True)
class Incoming:
    """Other entities that name this one, by property."""

    subject: str
    predicate: str
    claims: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Dossier:
    """All that is told about an entity."""

    iri: str
    statements: dict[str, list[Statement]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    incoming: list[Incoming] = field(default_factory=list)
    more_relations: int = 0

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
    """Return the claimed statements about some subjects: by subject, then by property.

    Values of one property are sorted by text, so that a page is the same at every build.
    """
    rows = run(store, "claims", sorted(set(subjects)))
    return _grouped(rows)


def _grouped(rows: list[Row]) -> dict[str, dict[str, list[Statement]]]:
    claims: dict[str, Evidence] = {}
    statements: dict[tuple[str, str, Identifier], Statement] = {}
    for row in rows:
        key = (str(row["subject"]), str(row["predicate"]), row["object"])
        statement = statements.get(key)
        if statement is None:
            statement = statements[key] = Statement(*key)
        claim = str(row["claim"])
        evidence = claims.get(claim)
        if evidence is None:
            evidence = claims[claim] = Evidence(claim, str(row["document"]))
            statement.evidence.append(evidence)
        _fill(evidence, row)
    grouped: dict[str, dict[str, list[Statement]]] = defaultdict(dict)
    for statement in sorted(statements.values(), key=lambda one: str(one.object)):
        statement.evidence.sort(key=lambda one: (one.document.endswith("/curation"), one.document))
        grouped[statement.subject].setdefault(statement.key, []).append(statement)
    return grouped


def _fill(evidence: Evidence, row: Row) -> None:
    if "confidence" in row:
        evidence.confidence = float(str(row["confidence"]))
    evidence.method = str(row.get("method", evidence.method))
    evidence.obtained = str(row.get("obtained", evidence.obtained))
    evidence.rank = str(row.get("rank", evidence.rank))
    evidence.contradicted = evidence.contradicted or str(row.get("contradicted")) == "true"
    for name, values in (
        ("reason", evidence.reasons),
        ("note", evidence.notes),
        ("cited", evidence.cited),
    ):
        if name in row and (text := str(row[name])) not in values:
            values.append(text)
    if "start" in row:
        place = Place(int(str(row["start"])), int(str(row["end"])), str(row.get("section", "")))
        if place not in evidence.places:
            evidence.places.append(place)
            evidence.places.sort()


_INVERSE = {"participant", "member", "holder", "with"}


def describe(store: Store, iri: str) -> Dossier:
    """Return what the graph says about `iri`; everything is empty for an IRI it does not know.

    Raises ValueError when `iri` is no IRI.
    """
    nodes: dict[str, Relation] = {}
    for row in run(store, "nodes", [iri]):
        link = str(row["link"]).removeprefix(str(EUCN))
        node = str(row["node"])
        nodes.setdefault(node, Relation(node, link, link in _INVERSE))
    shown = sorted(nodes)[:MOST_NODES]
    claims = read_claims(store, [iri, *shown])
    dossier = Dossier(iri, claims.pop(iri, {}), more_relations=len(nodes) - len(shown))
    for node in shown:
        nodes[node].statements = claims.get(node, {})
        dossier.relations.append(nodes[node])
    hidden = set(nodes)
    incoming: dict[tuple[str, str], Incoming] = {}
    for row in run(store, "incoming", [iri]):
        subject, predicate = str(row["subject"]), str(row["predicate"]).removeprefix(str(EUCN))
        if subject not in hidden and subject != iri:
            entry = incoming.setdefault((subject, predicate), Incoming(subject, predicate))
            entry.claims.append((str(row["claim"]), str(row["document"])))
    dossier.incoming = [incoming[key] for key in sorted(incoming)]
    return dossier


def read_claim(store: Store, claim: str) -> Statement | None:
    """Return the statement of one claim with its evidence, None for an unknown IRI.

    Raises ValueError when `claim` is no IRI.
    """
    subjects = {str(row["subject"]) for row in run(store, "claim", [claim])}
    for by_property in read_claims(store, subjects).values():
        for statements in by_property.values():
            for statement in statements:
                for evidence in statement.evidence:
                    if evidence.claim == claim:
                        statement.evidence = [evidence]
                        evidence.named = _named(store, claim)
                        return statement
    return None


def _named(store: Store, claim: str) -> list[Place]:
    rows = run(store, "claim", [claim])
    found = {Place(int(str(row["start"])), int(str(row["end"]))) for row in rows if "start" in row}
    return sorted(found)
