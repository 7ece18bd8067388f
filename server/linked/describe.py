"""What the graph says about one IRI: its statements, who points to it, claims and labels.

Gathered once, for the page and for every RDF syntax alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Identifier

from graph.iris import EUCN
from graph.languages import base_language, choose
from graph.store import Store
from graph.store.terms import reference

PER_PAGE = 5000
"""Statements of one page of a description; the rest are on the pages that follow."""
INCOMING_PER_PAGE = 1000
"""Statements about others that point here, on one page."""
CLAIMS_PER_PAGE = 3000
_BATCH = 400
_ABOUT = f"{RDF.subject.n3()}, {RDF.object.n3()}"

_OUTGOING = (
    "SELECT ?g ?p ?o {{ GRAPH ?g {{ {iri} ?p ?o }} }} ORDER BY ?p ?o ?g LIMIT {most} OFFSET {first}"
)
_INCOMING = (
    "SELECT ?g ?s ?p {{ GRAPH ?g {{ ?s ?p {iri} FILTER(?p NOT IN ("
    + _ABOUT
    + ")) }} }} ORDER BY ?p ?s ?g LIMIT {most} OFFSET {first}"
)
_CLAIMS_ABOUT = (
    "SELECT DISTINCT ?claim {{ {{ ?claim {about} {iri} }} UNION "
    "{{ VALUES ?claim {{ {iri} }} ?claim {about} ?any }} }} "
    "ORDER BY ?claim LIMIT {most} OFFSET {first}"
)
_TARGETS = f"<http://www.w3.org/ns/oa#hasTarget>|{EUCN.subjectNamedAt.n3()}"
_CLAIM_PARTS = (
    "{{ VALUES ?s {{ {claims} }} GRAPH ?g {{ ?s ?p ?o }} }}",
    "{{ VALUES ?c {{ {claims} }} GRAPH ?g {{ ?c " + _TARGETS + " ?s . ?s ?p ?o }} }}",
    "{{ VALUES ?c {{ {claims} }} GRAPH ?g {{ ?c " + _TARGETS + " ?t . "
    "?t <http://www.w3.org/ns/oa#hasSelector> ?s . ?s ?p ?o }} }}",
)
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?g ?s ?p ?o {{ VALUES ?s {{ {iris} }} VALUES ?p {{ skos:prefLabel rdfs:label }}
  GRAPH ?g {{ ?s ?p ?o }} }}
"""
Row = tuple[str, str, str, Identifier]


@dataclass(frozen=True)
class Claim:
    """One document's word for a statement: where it stands, and how sure it is."""

    iri: str
    document: str
    start: int | None
    end: int | None
    section: str
    confidence: str


@dataclass
class Fact:
    """A value of a property, the graphs it stands in and the claims behind it."""

    value: Identifier
    graphs: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


@dataclass
class Description:
    """Everything about one IRI.

    ``rows`` are (graph, subject, predicate, object): what a serialiser writes. ``facts`` and
    ``incoming`` are by property; ``labels`` are by IRI and language. ``more`` tells that the pages
    after ``page`` have more of it.
    """

    iri: str
    rows: list[Row]
    facts: dict[str, list[Fact]]
    incoming: dict[str, list[str]]
    page: int
    more: bool
    labels: dict[str, dict[str, str]]

    @property
    def graphs(self) -> list[str]:
        """Return the named graphs that say something with this IRI as subject."""
        return sorted({graph for graph, subject, _, _ in self.rows if subject == self.iri})

    def label(self, iri: str, language: str = "en") -> str:
        """Return a name for an IRI: in the language, else in English, else any, else its last
        part.
        """
        iri = str(iri)  # an rdflib IRI is a string that equals no plain one
        last = iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
        return choose(self.labels.get(iri, {}), language, last)


def describe(store: Store, iri: str, page: int = 1) -> Description | None:
    """Return a page of what the store says about ``iri``; None where there is nothing on it."""
    name = reference(iri)
    if name is None:
        return None
    said, more = _slice(store, _OUTGOING, PER_PAGE, page, iri=name)
    # Sorted here as well: how servers sort literals differs.
    rows: list[Row] = sorted(
        ((str(row["g"]), iri, str(row["p"]), row["o"]) for row in said),
        key=lambda row: (row[2], str(row[3]), row[0]),
    )
    pointing, more_pointing = _slice(store, _INCOMING, INCOMING_PER_PAGE, page, iri=name)
    node = URIRef(iri)
    rows += [(str(r["g"]), str(r["s"]), str(r["p"]), node) for r in pointing]
    claimed, more_claims = _claim_rows(store, name, page)
    if not rows and not claimed:
        return None
    rows += claimed
    named = _labels(store, rows)
    rows = list(dict.fromkeys(rows + named))
    return Description(
        iri,
        rows,
        _facts(iri, rows, _claims(claimed)),
        _incoming(iri, rows),
        page,
        more or more_pointing or more_claims,
        _by_language(named),
    )


def replaced_by(store: Store, iri: str) -> str | None:
    """Return the IRI that replaces a deprecated one, or None."""
    name = reference(iri)
    if name is None:
        return None
    rows = store.select(
        f"SELECT ?new {{ {name} {DCTERMS.isReplacedBy.n3()} ?new ; {OWL.deprecated.n3()} true }}"
    )
    return str(rows[0]["new"]) if rows else None


def _read(store: Store, query: str) -> list[Row]:
    return [
        (str(row["g"]), str(row["s"]), str(row["p"]), row["o"])
        for row in store.select(query)
        if "s" in row
    ]


def _slice(
    store: Store, query: str, size: int, page: int, **parts: str
) -> tuple[list[dict[str, Identifier]], bool]:
    """Return the rows of one page of an ordered query, and whether there are more after it."""
    first = (page - 1) * size
    found = store.select(query.format(most=size + 1, first=first, **parts))
    return found[:size], len(found) > size


def _claim_rows(store: Store, name: str, page: int) -> tuple[list[Row], bool]:
    """Return the claims about an IRI (or the claim that it is), with their passages and
    selectors; and whether there are more on the pages that follow.
    """
    about, more = _slice(
        store, _CLAIMS_ABOUT, CLAIMS_PER_PAGE, page, iri=name, about=RDF.subject.n3()
    )
    claims = [f"<{row['claim']}>" for row in about]
    found: list[Row] = []
    for start in range(0, len(claims), _BATCH):
        batch = " ".join(claims[start : start + _BATCH])
        for part in _CLAIM_PARTS:
            found += _read(store, "SELECT DISTINCT ?g ?s ?p ?o " + part.format(claims=batch))
    return found, more


def _labels(store: Store, rows: Iterable[Row]) -> list[Row]:
    """Label statements of every IRI that occurs, in every language there is."""
    wanted: dict[str, None] = {}
    for _, subject, predicate, value in rows:
        wanted[subject] = wanted[predicate] = None
        if isinstance(value, URIRef):
            wanted[str(value)] = None
    names = [ref for iri in wanted if (ref := reference(iri))]
    found: list[Row] = []
    for start in range(0, len(names), _BATCH):
        found += _read(store, _LABELS.format(iris=" ".join(names[start : start + _BATCH])))
    return found


def _claims(rows: Iterable[Row]) -> dict[tuple[str, Identifier], list[Claim]]:
    """Claims by the predicate and object they make."""
    said: dict[str, dict[str, list[Identifier]]] = {}
    for _, subject, predicate, value in rows:
        values = said.setdefault(subject, {}).setdefault(predicate, [])
        if value not in values:
            values.append(value)
    found: dict[tuple[str, Identifier], list[Claim]] = {}
    for subject, properties in said.items():
        if str(RDF.predicate) not in properties:
            continue
        place = _place(said, properties)
        claim = Claim(
            subject,
            str(_first(properties, "http://www.w3.org/ns/prov#wasDerivedFrom") or ""),
            *place,
            str(_first(properties, str(EUCN.confidence)) or ""),
        )
        key = (str(properties[str(RDF.predicate)][0]), properties[str(RDF.object)][0])
        found.setdefault(key, []).append(claim)
    return found


def _place(
    said: dict[str, dict[str, list[Identifier]]], properties: dict[str, list[Identifier]]
) -> tuple[int | None, int | None, str]:
    oa = "http://www.w3.org/ns/oa#"
    passage = said.get(str(_first(properties, oa + "hasTarget") or ""), {})
    selector = said.get(str(_first(passage, oa + "hasSelector") or ""), {})
    start, end = _first(selector, oa + "start"), _first(selector, oa + "end")
    section = _first(passage, str(EUCN.section))
    return (
        int(start) if start is not None else None,
        int(end) if end is not None else None,
        str(section or ""),
    )


def _first(properties: dict[str, list[Identifier]], name: str) -> Identifier | None:
    values = properties.get(name)
    return values[0] if values else None


def _facts(
    iri: str, rows: Iterable[Row], claims: dict[tuple[str, Identifier], list[Claim]]
) -> dict[str, list[Fact]]:
    found: dict[str, dict[Identifier, Fact]] = {}
    for graph, subject, predicate, value in rows:
        if subject != iri:
            continue
        fact = found.setdefault(predicate, {}).setdefault(value, Fact(value))
        if graph not in fact.graphs:
            fact.graphs.append(graph)
        fact.claims = claims.get((predicate, value), [])
    return {predicate: list(values.values()) for predicate, values in sorted(found.items())}


def _incoming(iri: str, rows: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    about = {str(RDF.subject), str(RDF.object), str(RDFS.label), str(SKOS.prefLabel)}
    for _, subject, predicate, value in rows:
        if str(value) == iri and isinstance(value, URIRef) and predicate not in about:
            found.setdefault(predicate, {})[subject] = None
    return {predicate: list(subjects) for predicate, subjects in sorted(found.items())}


def _by_language(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for _, subject, predicate, value in rows:
        if isinstance(value, Literal):
            language = base_language(value.language)
            texts = labels.setdefault(subject, {})
            if predicate == str(SKOS.prefLabel) or language not in texts:
                texts[language] = str(value)
    return labels
