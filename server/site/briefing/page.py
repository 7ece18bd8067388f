"""Briefings: one sheet about a topic, a country or any entry, as page, Word file and PDF."""

from __future__ import annotations

from flask import Flask, Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graph.catalogue.briefing import WHOLE, brief, kind_of
from graph.catalogue.queries import run
from graph.catalogue.search import fold
from graph.iris import ID, VOCABULARY
from server.i18n import href, language
from server.problems import Problem
from server.site.briefing.files import FORMATS, Labels, as_docx, as_pdf
from server.site.briefing.parts import Sheet
from server.site.briefing.sheet import sheet
from server.site.data import BuildData, data
from server.site.standing import sources_until

NEAR = 6
"""Entries proposed where a briefing was asked for about something that is none."""


def briefing() -> BaseResponse | str:
    """Answer ``/briefing?about=IRI``; without a subject, a page for choosing one."""
    build = data()
    asked = request.args.get("about", "").strip()
    named = request.args.get("name", "").strip()
    if named and not asked:
        found_by_name = [hit for hit in build.index.find(named) if not hit.partly]
        hits = [hit for hit in found_by_name if kind_of(build.catalogue, hit.iri)]
        if hits:
            # Of all that is called exactly so, a topic is what briefings are most asked for about.
            topics = [
                hit
                for hit in hits
                if hit.iri in build.catalogue.concepts and fold(hit.name) == fold(named)
            ]
            return redirect(href("/briefing", about=(topics or hits)[0].iri))
        return _choose(named)
    if not asked:
        return _choose("")
    if asked == "graph":
        asked = WHOLE
    iri = asked if asked.startswith("http") else _full(asked)
    found = brief(build.catalogue, iri, lambda one: _neighbours(build, one))
    if found is None:
        words = iri.rstrip("/").rpartition("/")[2].replace("-", " ")
        return make_response(_choose(words), 404)
    made = sheet(build, found)
    kind = request.args.get("format", "html")
    if kind in FORMATS:
        return _file(made, kind)
    if kind != "html":
        raise Problem(400, "unknown-value", _("A briefing comes as html, docx or pdf."))
    return render_template("site/briefing.html", sheet=made, labels=labels(made))


def _neighbours(build: BuildData, iri: str) -> set[str]:
    return {str(row["other"]) for row in run(build.store, "neighbours", [iri])}


def labels(made: Sheet) -> Labels:
    """Return the words around a briefing in the language of the request."""
    return Labels(
        eyebrow=_("Briefing"),
        data=_(
            "From the EU-China cooperation graph: sources up to %(sources)s, data of %(date)s.",
            sources=sources_until(data()),
            date=made.day,
        )
        if made.day
        else _("From the EU-China cooperation graph."),
        numbers=_("In numbers"),
        follows=_("What follows"),
        sources=_("Sources"),
        more=_("and %(count)s more", count="{count}"),
        page=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        language=language(),
    )


def _file(made: Sheet, kind: str) -> Response:
    make = as_docx if kind == "docx" else as_pdf
    answer = Response(make(made, labels(made)), mimetype=FORMATS[kind])
    slug = made.iri.rstrip("/").rpartition("/")[2]
    answer.headers["Content-Disposition"] = f'attachment; filename="briefing-{slug}.{kind}"'
    return answer


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
    hits = build.index.find(named, 3 * NEAR) if named else []
    near = [hit.iri for hit in hits if kind_of(build.catalogue, hit.iri)][:NEAR]
    topics = [one for one in build.catalogue.concepts_of("topic") if one.broader is None]
    return render_template(
        "site/briefing_choose.html",
        named=named,
        near=near,
        topics=topics,
        countries=countries[:24],
        partners=partners[:24],
    )


def register(app: Flask) -> None:
    """Add the briefing to ``app``."""
    app.add_url_rule("/briefing", "briefing", briefing)
