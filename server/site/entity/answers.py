"""Answers for a browser: the page of an entity, a claim, a row of a register, a concept.

``render(iri)`` is called by whatever answers the IRI (server/linked/).
"""

from __future__ import annotations

from collections import defaultdict

from flask import Response, make_response, render_template

from graph.assembly.conflict_table import MONEY
from graph.catalogue import Entry
from graph.catalogue.classes import page_classes
from graph.catalogue.entity import read_claim
from graph.catalogue.rows import ROW, read_row
from graph.iris import BASE, ID
from server.i18n import language
from server.site.data import BuildData, data
from server.site.docs import ontology
from server.site.entity.order import (
    BY_THE_WAY,
    FORMATS,
    MOST_INCOMING,
    MOST_PARTS,
    MOST_TIES,
)
from server.site.entity.page import page, told_on
from server.site.entity.queries import (
    query_for,
    query_for_incoming,
    query_for_relations,
    query_for_rows,
)
from server.site.frame import store

MOST_ROW = 100
"""Things named on the page of a row."""


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
        return concept(build, iri) if known else None
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
            most_parts=MOST_PARTS,
            by_the_way=BY_THE_WAY,
            money_keys=MONEY,
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


def concept(build: BuildData, iri: str) -> Response:
    """Return the page of a concept: what it means, what is above and below, what has it."""
    shown = build.catalogue.concepts[iri]
    within = build.catalogue.with_narrower(iri)
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in build.catalogue.entries.values():
        used = entry.topics | entry.kinds | entry.sides | entry.statuses | entry.standings
        if not entry.hidden and used & within:
            grouped[entry.category].append(entry)
    for entries in grouped.values():
        entries.sort(key=lambda one: one.label(language()).text.casefold())
    narrower = [one for one in build.catalogue.concepts.values() if one.broader == iri]
    siblings = [one for one in build.catalogue.concepts.values() if one.scheme == shown.scheme]
    order = list(page_classes())
    return make_response(
        render_template(
            "site/concept.html",
            concept=shown,
            narrower=narrower,
            siblings=siblings,
            groups=sorted(
                grouped.items(),
                key=lambda one: (order.index(one[0]) if one[0] in order else 99, one[0]),
            ),
            most=MOST_INCOMING,
        )
    )
