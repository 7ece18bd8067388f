"""Everything that the page of one entity tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup
from rdflib import Literal

from graph.catalogue import Entry, Name
from graph.catalogue.beside import Beside, beside
from graph.catalogue.entity import PER_PAGE, Dossier, Evidence, Statement, describe
from graph.catalogue.entries import Alike
from graph.network.measures.gap import COVERAGE
from graph.network.measures.gaps_in_network import of_one
from graph.network.model.ties import Tie
from graph.network.telling.sentences import Speaker
from server.i18n import language
from server.site import show
from server.site.asked import page_number
from server.site.data import BuildData, data
from server.site.diagrams import Ego, Timeline, ego, timeline
from server.site.entity import lines
from server.site.entity.order import (
    GLANCE,
    INTERNAL,
    MOST_GAPS,
    MOST_TIES,
    OTHERS,
    UNTOLD,
    WORDS,
)
from server.site.positions import FAR, apart, positions


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
    other_names: list[lines.Line]
    glance: list[tuple[str, list[Statement]]]
    words: list[tuple[str, list[Statement]]]
    sections: list[lines.Section]
    incoming: list[lines.Section]
    sources: dict[str, int]
    shown: Counter[str]
    """How many claims or rows of each source the page shows."""
    claims: int
    ego: Ego | None
    timeline: Timeline | None
    summary: list[Statement] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    whole: str = ""
    """The whole with which it counts in the network; "" where it counts as itself."""
    conflicts: list[Mapping[str, Any]] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    other_face: str = ""
    """The same as a party or as a place."""
    span: Span | None = None
    """None where one page tells everything."""
    brokering: str = ""
    """What it does between the sides, and why, where it is a broker."""
    alike: list[Alike] = field(default_factory=list)
    """What may be the same, and what it is a part of by a judgement."""
    parts: list[Alike] = field(default_factory=list)
    """What is a part of it by a judgement."""
    gaps: list[Markup] = field(default_factory=list)
    """What sources leave open about it, at most MOST_GAPS sentences."""


def _numbered(evidence: Iterable[Evidence]) -> dict[str, int]:
    """Return the documents of the page with their numbers, the curation last."""
    documents = dict.fromkeys(one.document for one in evidence)
    ordered = sorted(documents, key=lambda iri: (iri.endswith("/curation"), iri))
    return {iri: number for number, iri in enumerate(ordered, 1)}


def _shown(evidence: Iterable[Evidence]) -> Counter[str]:
    """Return how many claims or rows of each source there are, each once."""
    return Counter(one.document for one in {one.claim: one for one in evidence}.values())


def around(build: BuildData, entry: Entry) -> list[str]:
    """Return whom the picture shows: partners by strength of tie, else what is shared."""
    ties = build.ties_of(entry.iri)
    if ties:
        return [tie.b if tie.a == entry.iri else tie.a for tie in ties]
    return sorted(entry.partners or entry.settings)


def _once(key: str, told: list[Statement], dossier: Dossier) -> list[Statement]:
    """Return what is told of an entry under a key, without objectives that are main ones."""
    if key != "objective":
        return told
    main = {str(one.object) for one in dossier.statements.get("mainObjective", ())}
    return [one for one in told if str(one.object) not in main]


def page(build: BuildData, entry: Entry) -> EntityPage:
    """Return what the page of ``entry`` tells."""
    dossier = describe(build.store, entry.iri, page_number(request.args))
    glance = [(key, dossier.statements[key]) for key in GLANCE if key in dossier.statements]
    for key, statements in glance:
        if key == "kind":
            place = {iri: n for n, iri in enumerate(show.sort_kinds(entry.kinds))}
            statements.sort(key=lambda one: place.get(str(one.object), len(place)))
    words = [(key, dossier.statements[key]) for key in WORDS if key in dossier.statements]
    words = [(key, others) for key, told in words if (others := _once(key, told, dossier))]
    sections = lines.sections(dossier, build)
    hidden = {"latitude", "longitude", "position"} if (placed := _placed(dossier)) else set()
    if any("/place/" in place for place in entry.places):
        # The place has the town under its own name; a register writes SHANGAI.
        hidden.add("town")
    sections += placed
    for key in [*sorted(set(dossier.statements) - UNTOLD - hidden), *OTHERS]:
        if key in dossier.statements and not key.startswith(INTERNAL):
            told = lines.statement_lines(dossier.statements[key])
            sections.append(lines.Section(key, lines.key_label(key), told))
    evidence = dossier.all_evidence()
    other = _other_face(dossier)
    if other and entry.category in ("Country", "Place"):
        # A country as a place and as a party are one thing to a reader, and two in the graph.
        party = describe(build.store, other)
        for section in lines.sections(party, build):
            title = _("%(what)s, as a party", what=section.title)
            sections.append(lines.Section(f"party-{section.key}", title, section.lines))
        evidence += party.all_evidence()
    alike = build.catalogue.alike.get(entry.iri, [])
    return EntityPage(
        entry=entry,
        title=entry.label(language()),
        other_names=lines.names(entry, dossier),
        glance=glance,
        words=words,
        sections=sections,
        incoming=lines.incoming(dossier, build),
        sources=_numbered(evidence),
        shown=_shown(evidence),
        claims=len(evidence),
        ego=ego(build.catalogue, entry, around(build, entry), language()),
        timeline=timeline(build.catalogue, entry, dossier),
        summary=dossier.statements.get("summary", []),
        ties=build.ties_of(entry.iri)[: MOST_TIES + 1],
        whole=build.analysis.network.two_mode.wholes.get(entry.iri, ""),
        conflicts=build.conflicts_of(entry.iri),
        beside=_beside(build, entry, dossier),
        other_face=other,
        span=_span(dossier),
        brokering=_brokering(build, entry),
        gaps=_gaps(build, entry),
        alike=[one for one in alike if one.kind != "whole"],
        parts=[one for one in alike if one.kind == "whole"],
    )


def _brokering(build: BuildData, entry: Entry) -> str:
    found = next((one for one in build.brokers if one.iri == entry.iri), None)
    if found is None or not (found.functions or found.pairs_cut):
        return ""
    return Speaker(build.analysis.network, language()).broker(found)


def _gaps(build: BuildData, entry: Entry) -> list[Markup]:
    speaker = Speaker(build.analysis.network, language())
    there = (gap for gap in build.gaps if gap.group != COVERAGE and entry.iri in gap.things)
    found = [of_one(gap, entry.iri) for gap in there]
    said = [(show.said_of_gap(speaker, gap), speaker.doubles(gap)) for gap in found[:MOST_GAPS]]
    return [
        Markup("{} {}").format(sentence, show.told(doubles)) if doubles else sentence
        for sentence, doubles in said
    ]


def _placed(dossier: Dossier) -> list[lines.Section]:
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
    placed = [
        lines.Line(Literal(f"{lat:.5f}, {lon:.5f}"), [lines.Part(evidence=evidence)])
        for (lat, lon), evidence in sorted(found.items())
    ]
    return [lines.Section("position", title, placed)]


def _other_face(dossier: Dossier) -> str:
    """Return the party that stands for a place, or the place that a party stands for."""
    parties = sorted(dossier.incoming.get("actsFor", ()))
    return next(iter(parties + [str(one.object) for one in dossier.of("actsFor")]), "")


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
