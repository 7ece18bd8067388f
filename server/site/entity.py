"""The page of one entity: facts as a person would tell them, each with its source.

``render(iri)`` is called by whatever answers the IRI for a browser (server/linked/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from graph.catalogue import Entry, Name
from graph.catalogue.beside import Beside, beside
from graph.catalogue.classes import page_classes
from graph.catalogue.entity import (
    PER_PAGE,
    Dossier,
    Evidence,
    Relation,
    Statement,
    describe,
    read_claim,
)
from graph.catalogue.rows import ROW, read_row
from graph.iris import BASE, EUCN, GRAPH, ID
from graph.languages import base_language
from graph.network.model.ties import Tie
from graph.questions import with_prefixes
from graph.store.formats import GRAPHS
from server.i18n import language
from server.site import show
from server.site.data import BuildData, data
from server.site.diagrams import Ego, Timeline, ego, timeline
from server.site.docs import ontology
from server.site.frame import store
from server.site.positions import FAR, apart, positions

GLANCE = (
    "kind",
    "status",
    "ordinal",
    "sessionOf",
    "superEvent",
    "heldUnder",
    "partOfProject",
    "date",
    "startDate",
    "endDate",
    "durationYears",
    "frequency",
    "locatedIn",
    "country",
    "officeIn",
    "actsFor",
    "targetCountry",
    "grantNumber",
    "fundingEuro",
    "euContribution",
    "totalCost",
    "fundedUnder",
    "fundedBy",
    "issuedBy",
    "publisher",
    "workPackageLead",
    "deliverableNumber",
    "version",
    "language",
    "subOrganizationOf",
    "administeredBy",
    "partOf",
    "basedOn",
    "establishedBy",
    "establishes",
    "twinnedWith",
    "overseenBy",
    "reaffirmedAt",
    "generation",
    "audience",
    "value",
    "unit",
    "qualifier",
    "year",
    "period",
    "about",
    "footnote",
    "figureOf",
    "outcomeOf",
    "involves",
    "webAddress",
    "contactEmail",
    "topic",
    "priorityTopic",
)
"""Properties of the box "At a glance", in the order in which they are told."""

WORDS = ["objective", "activity", "theme", "opportunity", "context", "shortfall"]
"""Properties told in the graph's own words, each value a line."""

OTHERS = ["related", "mentions", "cites", "sourceTerm"]
"""Links that are told last."""

_UNTOLD = {"name", "acronym", "summary", "participation", "membership", "post", "action"}
_UNTOLD |= {"cooperation", "figure", "outcome", "amount", *GLANCE, *WORDS, *OTHERS}
_INTERNAL = ("http://www.w3.org/", "https://schema.org/", "http://purl.org/")

SECTIONS: dict[tuple[str, bool], object] = {
    ("action", False): _l("Steps"),
    ("participation", False): _l("Who takes part"),
    ("participant", True): _l("Takes part in"),
    ("membership", False): _l("Members"),
    ("member", True): _l("Member of"),
    ("cooperation", False): _l("Cooperates with"),
    ("with", True): _l("Cooperates with"),
    ("post", False): _l("People"),
    ("holder", True): _l("Functions"),
    ("outcome", False): _l("Outcomes"),
    ("amount", False): _l("Amounts of money"),
    ("figure", False): _l("Figures"),
}
"""Relations in the order in which they are told, with the heading of each."""

NAMED_BY: dict[str, object] = {
    "sessionOf": _l("Sessions"),
    "partOf": _l("Has part"),
    "superEvent": _l("Events within it"),
    "heldUnder": _l("Held in its frame"),
    "partOfProject": _l("Its events"),
    "fundedUnder": _l("Funded under it"),
    "fundedBy": _l("Funded by it"),
    "locatedIn": _l("Located there"),
    "country": _l("Belongs to it or is seated there"),
    "officeIn": _l("Offices there"),
    "targetCountry": _l("Directed at it"),
    "subOrganizationOf": _l("Its parts"),
    "mentions": _l("Mentioned by"),
    "basedOn": _l("Built on it"),
    "establishes": _l("Set up by"),
    "establishedBy": _l("Set up by it"),
    "issuedBy": _l("Issued by it"),
    "publisher": _l("Published by it"),
    "visited": _l("Visited by"),
    "callFor": _l("Calls for it"),
    "contributesTo": _l("Helped by"),
    "reportedBy": _l("Reported by it"),
    "about": _l("Figures about it"),
    "involves": _l("Involved in"),
}
"""Headings for the other end of a relation, so that they read right from there."""

_TOLD_FIRST = [
    "role",
    "kind",
    "value",
    "currency",
    "unit",
    "qualifier",
    "year",
    "period",
    "date",
    "actor",
    "startDate",
    "endDate",
    "locatedIn",
]

_FAR_END = {
    ("participation", False): "participant",
    ("participant", True): "participationIn",
    ("membership", False): "member",
    ("member", True): "membershipIn",
    ("cooperation", False): "with",
    ("with", True): "cooperatingPartner",
    ("post", False): "holder",
    ("holder", True): "postAt",
}

_MONEY = ("euContribution", "netEuContribution", "totalCost")
"""Amounts that a participation and a whole project can have."""

MOST_INCOMING = 40
"""Entities named under one heading of "Named by"; the rest is counted, and a query offered."""
FORMATS = [(f.title, f.suffix) for f in GRAPHS.values() if f.shown]
"""Data formats offered on a page: name and suffix of the address."""

MOST_TIES = 25
"""Strongest ties shown; the network page has all of them."""


@dataclass(slots=True)
class Part:
    """What a line says beside its subject: pairs of a label (may be empty) and a value."""

    details: list[tuple[str, Identifier]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    node: str = ""


@dataclass(slots=True)
class Line:
    """One line of a section: a subject, and what is said of it, part by part."""

    subject: Identifier | None
    parts: list[Part]
    side: str = ""

    @property
    def first_date(self) -> str:
        """Return the earliest date on the line, for its place in the order; ``9`` without one."""
        dates = [
            str(value)
            for part in self.parts
            for label, value in part.details
            if label and str(value)[:4].isdigit()
        ]
        return min(dates, default="9")


@dataclass(slots=True)
class Section:
    """A heading with its lines; ``more`` lines are not shown."""

    key: str
    title: object
    lines: list[Line]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Which of the relations a page tells, and which of how many pages it is."""

    first: int
    last: int
    total: int
    page: int
    pages: int


@dataclass(slots=True)
class EntityPage:
    """Everything that the template of an entity needs."""

    entry: Entry
    title: Name
    other_names: list[Line]
    glance: list[tuple[str, list[Statement]]]
    words: list[tuple[str, list[Statement]]]
    sections: list[Section]
    incoming: list[Section]
    sources: dict[str, int]
    claims: int
    ego: Ego | None
    timeline: Timeline | None
    summary: list[Statement] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    conflicts: list[Mapping[str, Any]] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    other_face: str = ""
    """The same as a party or as a place."""
    span: Span | None = None
    """None where one page tells everything."""


def _key_label(key: str) -> str:
    return show.plain_name(key if key.startswith("http") else str(EUCN) + key)


def _line(relation: Relation, build: BuildData) -> Line:
    """Tell a relation from the end where the reader is."""
    far = _FAR_END.get((relation.link, relation.inverse))
    subject = relation.first(far) if far else None
    part = Part([], relation.evidence, relation.node)
    line = Line(subject, [part])
    skip = {far, "participationIn", "membershipIn", "cooperatingPartner", "postAt", "actionOf"}
    skip |= {"figureOf", "outcomeOf", "amountOf", "participant", "member", "holder", "with"}
    if relation.link in ("figure", "outcome"):
        summary = relation.first("summary") or relation.first("name")
        line.subject = URIRef(relation.node)
        skip |= {"summary", "name", "about"}
        if summary is None:
            skip.add("kind")
    if (value := relation.first("value")) is not None and relation.link == "figure":
        unit, qualifier = (str(relation.first(key) or "") for key in ("unit", "qualifier"))
        part.details.append(("", Literal(show.quantity(value, unit, qualifier))))
        skip |= {"value", "unit", "qualifier"}
    order = _TOLD_FIRST
    keys = [key for key in order if key in relation.statements]
    keys += [key for key in sorted(relation.statements) if key not in order]
    for key in keys:
        if key in skip or key.startswith("http"):
            continue
        label = "" if key in ("role", "kind", "value", "unit", "qualifier") else _key_label(key)
        if key in _MONEY and "participant" in relation.statements:
            # On a line of a project's or partner's page one would take it for the whole project's.
            label = _("own share, %(what)s", what=label)
        part.details += [(label, one.object) for one in relation.statements[key]]
    if isinstance(line.subject, URIRef):
        other = build.catalogue.entries.get(str(line.subject))
        line.side = show.side_class(other.sides) if other and other.sides else ""
    return line


def _sort_key(line: Line) -> tuple[str, str]:
    name = show.plain_name(str(line.subject)) if isinstance(line.subject, URIRef) else ""
    return (line.first_date, name.casefold())


_ROLES_FIRST = ("coordinator", "lead", "organiser", "co-organiser", "host", "signatory", "party")
"""Roles in the order in which those who have them are told; the funder comes last."""


def _role_rank(line: Line) -> int:
    told = [str(value) for part in line.parts for _label, value in part.details]
    roles = {value.rpartition("/role/")[2] for value in told}
    ranks = [place for place, role in enumerate(_ROLES_FIRST) if role in roles]
    return min(ranks, default=len(_ROLES_FIRST) + ("funder" in roles))


def _merged(lines: list[Line], roles_first: bool = False) -> list[Line]:
    """Join the lines about one subject: a partner with three roles is told once."""
    found: dict[Identifier | str, Line] = {}
    ordered = sorted(lines, key=_sort_key)
    if roles_first:
        ordered.sort(key=_role_rank)
    for line in ordered:
        key = line.subject if line.subject is not None else line.parts[0].node
        if key in found:
            found[key].parts += line.parts
        else:
            found[key] = line
    return list(found.values())


def _sections(dossier: Dossier, build: BuildData) -> list[Section]:
    grouped: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    for relation in dossier.relations:
        if (relation.link, relation.inverse) in SECTIONS:
            grouped[relation.link, relation.inverse].append(_line(relation, build))
    sections: dict[str, Section] = {}
    for key, title in SECTIONS.items():
        if lines := grouped.get(key):
            text = str(title)
            section = sections.setdefault(text, Section(key[0], text, []))
            section.lines = _merged(section.lines + lines, key == ("participation", False))
    return list(sections.values())


def _statement_lines(statements: Iterable[Statement]) -> list[Line]:
    return [Line(one.object, [Part(evidence=one.evidence)]) for one in statements]


def _incoming(dossier: Dossier, build: BuildData) -> list[Section]:
    """Return who names an entity; what is not shown is counted, and found by a query."""
    grouped: dict[str, list[Line]] = defaultdict(list)
    for incoming in dossier.incoming:
        known = incoming.subject in build.catalogue.entries
        if not known or incoming.predicate.startswith("http"):
            continue
        grouped[incoming.predicate].append(Line(URIRef(incoming.subject), []))
    sections = []
    for key in sorted(grouped, key=lambda key: (key not in ("sessionOf", "partOf"), key)):
        lines = sorted(grouped[key], key=_sort_key)
        title = str(NAMED_BY[key]) if key in NAMED_BY else _key_label(key)
        more = dossier.incoming_counts.get(key, len(lines)) - min(len(lines), MOST_INCOMING)
        sections.append(Section(key, title, lines[:MOST_INCOMING], more))
    return sections


def _names(entry: Entry, dossier: Dossier) -> list[Line]:
    shown = entry.label(language()).text
    lines = []
    seen: set[tuple[str, str]] = set()
    for statement in dossier.of("name", "acronym"):
        text = statement.object
        tag = base_language(text.language) if isinstance(text, Literal) else ""
        if (str(text), tag) not in seen and (str(text) != shown or len(statement.evidence) > 0):
            seen.add((str(text), tag))
            lines.append(Line(text, [Part(evidence=statement.evidence)]))
    return lines


def _numbered(evidence: Iterable[Evidence]) -> dict[str, int]:
    """Return number the documents in the order of their first use on the page."""
    documents = dict.fromkeys(one.document for one in evidence)
    ordered = sorted(documents, key=lambda iri: (iri.endswith("/curation"), iri))
    return {iri: number for number, iri in enumerate(ordered, 1)}


def around(build: BuildData, entry: Entry) -> list[str]:
    """Return whom the picture shows: partners by strength of tie, else what is shared."""
    ties = build.ties_of(entry.iri)
    if ties:
        return [tie.b if tie.a == entry.iri else tie.a for tie in ties]
    return sorted(entry.partners or entry.settings)


def page(build: BuildData, entry: Entry) -> EntityPage:
    """Return what the page of ``entry`` tells."""
    dossier = describe(build.store, entry.iri, request.args.get("page", 1, type=int) or 1)
    glance = [(key, dossier.statements[key]) for key in GLANCE if key in dossier.statements]
    for key, statements in glance:
        if key == "kind":
            place = {iri: n for n, iri in enumerate(show.sort_kinds(entry.kinds))}
            statements.sort(key=lambda one: place.get(str(one.object), len(place)))
    words = [(key, dossier.statements[key]) for key in WORDS if key in dossier.statements]
    sections = _sections(dossier, build)
    hidden = {"latitude", "longitude"} if (placed := _placed(dossier)) else set()
    if any("/place/" in place for place in entry.places):
        # The place has the town under its own name; a register writes SHANGAI.
        hidden.add("town")
    sections += placed
    for key in [*sorted(set(dossier.statements) - _UNTOLD - hidden), *OTHERS]:
        if key in dossier.statements and not key.startswith(_INTERNAL):
            lines = _statement_lines(dossier.statements[key])
            sections.append(Section(key, _key_label(key), lines))
    evidence = dossier.all_evidence()
    other = _other_face(dossier)
    if other and entry.category in ("Country", "Place"):
        # A country as a place and as a party are one thing to a reader, and two in the graph.
        party = describe(build.store, other)
        for section in _sections(party, build):
            title = _("%(what)s, as a party", what=section.title)
            sections.append(Section(f"party-{section.key}", title, section.lines))
        evidence += party.all_evidence()
    return EntityPage(
        entry=entry,
        title=entry.label(language()),
        other_names=_names(entry, dossier),
        glance=glance,
        words=words,
        sections=sections,
        incoming=_incoming(dossier, build),
        sources=_numbered(evidence),
        claims=len(evidence),
        ego=ego(build.catalogue, entry, around(build, entry), language()),
        timeline=timeline(build.catalogue, entry, dossier),
        summary=dossier.statements.get("summary", []),
        ties=build.ties_of(entry.iri)[: MOST_TIES + 1],
        conflicts=build.conflicts_of(entry.iri),
        beside=_beside(build, entry, dossier),
        other_face=other,
        span=_span(dossier),
    )


def _placed(dossier: Dossier) -> list[Section]:
    """Return where an organisation lies; positions far apart are told as a disagreement."""
    found = positions(dossier)
    if not found:
        return []
    title = _("Position (latitude, longitude)")
    if (far := apart(found)) > FAR:
        title = _(
            "Position: sources disagree, %(km)s km apart (latitude, longitude)",
            km=show.number(round(far)),
        )
    lines = [
        Line(Literal(f"{lat:.5f}, {lon:.5f}"), [Part(evidence=evidence)])
        for (lat, lon), evidence in sorted(found.items())
    ]
    return [Section("position", title, lines)]


def _other_face(dossier: Dossier) -> str:
    """Return the party that stands for a place, or the place that a party stands for."""
    for incoming in dossier.incoming:
        if incoming.predicate == "actsFor":
            return incoming.subject
    return next((str(one.object) for one in dossier.of("actsFor")), "")


def _beside(build: BuildData, entry: Entry, dossier: Dossier) -> Beside:
    """Return what documents and registers say of a project; nothing for what is none."""
    if entry.category != "Project" or not entry.rows or not entry.documents:
        return Beside()
    entries = build.catalogue.entries
    wholes = {iri: entries[iri].parents for iri in entry.partners if iri in entries}
    return beside(dossier, wholes)


def _span(dossier: Dossier) -> Span | None:
    if dossier.pages == 1:
        return None
    first = (dossier.page - 1) * PER_PAGE
    return Span(
        first + 1,
        first + len(dossier.relations),
        dossier.relations_in_all,
        dossier.page,
        dossier.pages,
    )


def told_on(evidence: Iterable[Evidence]) -> list[str]:
    """Return the dates of the documents that make a claim, as written, each once, in order."""
    entries = data().catalogue.entries
    known = (entries.get(one.document) for one in evidence)
    return sorted({entry.date_text() for entry in known if entry} - {""})


def query_for(iri: str) -> str:
    """Return a query that shows every claim about an entity, for the query page."""
    return with_prefixes(
        "SELECT ?property ?value ?document ?confidence WHERE {\n"
        f"  ?claim rdf:subject <{iri}> ;\n"
        "         rdf:predicate ?property ;\n"
        "         rdf:object ?value ;\n"
        "         prov:wasDerivedFrom ?document ;\n"
        "         eucn:confidence ?confidence .\n"
        "}\nORDER BY ?property ?value"
    )


def query_for_rows(iri: str) -> str:
    """Return a query that shows what registers state of an entity, with the row."""
    return with_prefixes(
        "SELECT ?property ?value ?row ?page WHERE {\n"
        f"  <{iri}> eucn:statedInRow ?row .\n"
        "  ?row eucn:dataset ?dataset ; eucn:officialPage ?page .\n"
        f"  GRAPH ?graph {{ <{iri}> ?property ?value }}\n"
        f'  FILTER(STR(?graph) = CONCAT("{GRAPH}", STRAFTER(STR(?dataset), "/dataset/")))\n'
        "}\nORDER BY ?property ?value"
    )


def query_for_incoming(iri: str, key: str) -> str:
    """Return a query that lists everything that names an entity by a property."""
    predicate = key if key.startswith("http") else str(EUCN) + key
    return with_prefixes(
        f"SELECT DISTINCT ?thing WHERE {{\n  ?thing <{predicate}> <{iri}> .\n}}\nORDER BY ?thing"
    )


def query_for_relations(iri: str) -> str:
    """Return a query that lists every participation, membership and the like of an entity."""
    return with_prefixes(
        "SELECT DISTINCT ?relation ?property ?value WHERE {\n"
        f"  {{ ?relation ?link <{iri}> }} UNION {{ <{iri}> ?link ?relation }}\n"
        "  ?relation a eucn:Relation ; ?property ?value .\n"
        "}\nORDER BY ?relation ?property"
    )


def render(iri: str, status: int = 200) -> Response | None:
    """Return the page of an entity, or None for an IRI that is no entity of the build."""
    build = data()
    if iri == str(BASE) + "ontology":
        return make_response(ontology(), status)
    if iri.startswith(f"{ID}claim/"):
        return claim(build, iri)
    if iri.startswith(ROW):
        return row(build, iri)
    entry = build.catalogue.entries.get(iri)
    if entry is None:
        known = build.catalogue.concepts.get(iri)
        return _concept(build, iri) if known else None
    shown = page(build, entry)
    return make_response(
        render_template(
            "site/entity.html",
            page=shown,
            entry=entry,
            formats=FORMATS,
            query=query_for(iri) if entry.documents or not entry.rows else query_for_rows(iri),
            query_for_incoming=query_for_incoming,
            query_for_relations=query_for_relations,
            passages=build.passages,
            most_ties=MOST_TIES,
            told_on=told_on,
            cite_version=store().version,
            address="/" + iri.removeprefix(str(BASE)),
        ),
        status,
    )


def claim(build: BuildData, iri: str) -> Response | None:
    """Return the page of a claim: what is said, by which document, where; None if unknown."""
    statement = read_claim(build.store, iri)
    if statement is None:
        return None
    evidence = statement.evidence[0]
    return make_response(
        render_template(
            "site/claim.html",
            iri=iri,
            statement=statement,
            evidence=evidence,
            passages=build.passages,
            sources={evidence.document: 1},
            formats=FORMATS,
        )
    )


def row(build: BuildData, iri: str) -> Response | None:
    """Return the page of a row of a register: where it stands, what it describes."""
    found = read_row(build.store, iri)
    if found is None:
        return None
    one, described = found
    return make_response(
        render_template(
            "site/row.html", iri=iri, row=one, described=described, most=MOST_ROW, formats=FORMATS
        )
    )


MOST_ROW = 100
"""Things named on the page of a row."""


def _concept(build: BuildData, iri: str) -> Response:
    """Return the page of a concept: what it means, what is above and below, what has it."""
    concept = build.catalogue.concepts[iri]
    within = build.catalogue.with_narrower(iri)
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in build.catalogue.entries.values():
        used = entry.topics | entry.kinds | entry.sides | entry.statuses | entry.standings
        if not entry.hidden and used & within:
            grouped[entry.category].append(entry)
    for entries in grouped.values():
        entries.sort(key=lambda one: one.label(language()).text.casefold())
    narrower = [one for one in build.catalogue.concepts.values() if one.broader == iri]
    siblings = [one for one in build.catalogue.concepts.values() if one.scheme == concept.scheme]
    order = list(page_classes())
    return make_response(
        render_template(
            "site/concept.html",
            concept=concept,
            narrower=narrower,
            siblings=siblings,
            groups=sorted(
                grouped.items(),
                key=lambda one: (order.index(one[0]) if one[0] in order else 99, one[0]),
            ),
            most=MOST_INCOMING,
        )
    )
