"""Briefings: one printable page about a topic, a country or an organisation."""

from __future__ import annotations

from flask import Flask, abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graph.catalogue.briefing import brief, kind_of
from graph.iris import ID, VOCABULARY
from graph.network.measures.gap import COVERAGE
from graph.network.telling.sentences import Speaker
from server.i18n import href, language
from server.site.data import data

MOST_BROKERS = 5
MOST_GAPS = 8
MOST_LISTED = 60
"""Entities of a section that a briefing names; a longer list is no briefing."""


def section_titles() -> dict[str, str]:
    """Return the headings of a briefing by section."""
    return {
        "who": _("Participants"),
        "projects": _("Projects and initiatives"),
        "agreements": _("Agreements"),
        "dialogues": _("Dialogues"),
        "events": _("Events"),
        "frames": _("Programmes and policies"),
        "outcomes": _("Outcomes"),
        "figures": _("Figures"),
    }


def briefing() -> BaseResponse | str:
    """Answer ``/briefing?about=IRI``; without a subject, a page for choosing one."""
    build = data()
    asked = request.args.get("about", "").strip()
    named = request.args.get("name", "").strip()
    if named and not asked:
        hits = [h for h in build.index.find(named) if kind_of(build.catalogue, h.iri)]
        if hits:
            return redirect(href("/briefing", about=hits[0].iri))
        return _choose(named)
    if not asked:
        return _choose("")
    iri = asked if asked.startswith("http") else _full(asked)
    found = brief(build.catalogue, iri)
    if found is None:
        abort(404)
    members = {entry.iri for entry in found.entries} | {iri}
    speaker = Speaker(build.analysis.network, language())
    brokers = [
        one for one in build.brokers if one.iri in members and (one.functions or one.pairs_cut)
    ][:MOST_BROKERS]
    within = build.catalogue.with_narrower(iri) if found.kind == "topic" else {iri}
    gaps = [
        gap
        for gap in build.gaps
        if gap.group != COVERAGE and (set(gap.things) | gap.topics) & within
    ][:MOST_GAPS]
    sources = found.sources()
    return render_template(
        "site/briefing.html",
        briefing=found,
        titles=section_titles(),
        brokers=[(one, speaker.broker(one)) for one in brokers],
        gaps=[(gap, f"{speaker.gap(gap)} {speaker.closes(gap)}") for gap in gaps],
        sources=sources,
        numbers={iri: number for number, iri in enumerate(sources, 1)},
        most=MOST_LISTED,
    )


def _full(short: str) -> str:
    """Return the IRI for ``topic/health``, ``country/cn``, ``organization/x``."""
    return f"{VOCABULARY}{short}" if short.startswith("topic/") else f"{ID}{short}"


def _choose(named: str) -> str:
    build = data()
    countries = [one for one in build.catalogue.of_class("Country") if one.uses]
    countries.sort(key=lambda one: (-one.uses, one.iri))
    partners = sorted(
        build.catalogue.of_class("Partner", "Cluster"),
        key=lambda one: (-len(one.settings), one.iri),
    )
    topics = [one for one in build.catalogue.concepts_of("topic") if one.broader is None]
    return render_template(
        "site/briefing_choose.html",
        named=named,
        topics=topics,
        countries=countries[:24],
        partners=partners[:24],
    )


def register(app: Flask) -> None:
    """Add the briefing to ``app``."""
    app.add_url_rule("/briefing", "briefing", briefing)
