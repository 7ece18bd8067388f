"""Search: the result page with facets, and proposals for the query editor."""

from __future__ import annotations

import dataclasses

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _

from graph.catalogue import Entry, Hit, select_entries
from graph.catalogue.search import LONGEST
from graph.catalogue.values import short
from graph.iris import VOCABULARY
from graph.tables import Table
from server.i18n import language
from server.site import show
from server.site.asked import page_number, read_filters
from server.site.data import catalogue, data
from server.site.frame import built, local
from server.site.lists import FACET_TITLES, TABLE_FORMATS, as_file, described_filter

PAGE_SIZE = 30
"""Results on one page."""
ALL = 1_000_000
"""The page counts what is found, so that it asks for all of it."""
DEFINITION = "Entities and topics with a name like the question, best first."
PARTLY = "No entity has all words of the question; these have most of them, best first."


def _entry(hit: Hit) -> Entry | None:
    known = catalogue()
    if entry := known.entries.get(hit.iri):
        return entry
    concept = known.concepts.get(hit.iri)
    if concept is None:
        return None
    names = list(concept.others)
    return Entry(hit.iri, "Topic", dict(concept.labels), names=names, topics={hit.iri})


def search() -> Response | str:
    """Answer ``/search?q=…`` with facets; without a question, everything that passes the
    filters.
    """
    question = request.args.get("q", "").strip()[:LONGEST]
    filters = dataclasses.replace(read_filters(request.args, ("q", "name")), text="")
    known = catalogue()
    hits: dict[str, Hit] = {}
    if question:
        candidates = []
        for hit in data().index.find(question, ALL):
            if entry := _entry(hit):
                candidates.append(entry)
                hits[entry.iri] = hit
    elif filters.active():
        candidates = [one for one in known.entries.values() if not one.hidden]
    else:
        candidates = []
    code = language()
    selection = select_entries(known, candidates, filters, code)
    if not question:
        selection.entries.sort(key=lambda one: one.label(code).text.casefold())
    total = len(selection.entries)
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        when = built()
        rows = [
            {
                "id": one.iri,
                "name": one.label(language()).text,
                "class": one.category,
                "found": _found(hits.get(one.iri)),
                "match": _match(hits[one.iri]) if one.iri in hits else "",
                "score": round(hits[one.iri].score, 3) if one.iri in hits else None,
            }
            for one in selection.entries
        ]
        columns = ("id", "name", "class", "found", "match", "score")
        table = Table(
            when.date().isoformat() if when else "",
            PARTLY if any(hit.partly for hit in hits.values()) else DEFINITION,
            rows,
            columns,
            described_filter(),
        )
        return as_file(table, kind, "search")
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page_number(request.args)), pages)
    first = (page - 1) * PAGE_SIZE
    shown = selection.entries[first : first + PAGE_SIZE]
    return render_template(
        "site/search.html",
        question=question,
        filters=filters,
        selection=selection,
        found=[(one, hits.get(one.iri)) for one in shown],
        is_name=_is_name,
        sum_found=_sum_found,
        quantity_of=_quantity,
        total=total,
        first=first + 1,
        guessed=bool(hits) and all(hit.guessed for hit in hits.values()),
        partly=any(hit.partly for hit in hits.values()),
        page=page,
        pages=pages,
        facet_titles=FACET_TITLES,
        short=short,
    )


def _found(hit: Hit | None) -> str:
    """Return what a file says was found: the name, or the sum in digits."""
    if hit is None:
        return ""
    return str(hit.amount.amount) if hit.amount else hit.name


def _is_name(hit: Hit, entry: Entry) -> bool:
    """Return whether what was found is of the thing alone, not made of its name and another's."""
    own = {*entry.labels.values(), *entry.summaries.values(), *(one.text for one in entry.names)}
    return hit.name in own | entry.identifiers | entry.terms


def _notes() -> dict[str, str]:
    """Return what a proposal says of a find that is not as asked."""
    return {
        "exact": "",
        "similar": str(_("similar name")),
        "partly": str(_("not all words")),
    }


def _match(hit: Hit) -> str:
    """Return how a find answers the question: as asked, by a similar name, or in part."""
    return "partly" if hit.partly else "similar" if hit.guessed else "exact"


def _sum_found(hit: Hit | None) -> str:
    """Return the sum for which something was found, and whose it is in what."""
    if hit is None or hit.amount is None:
        return ""
    one = hit.amount
    told = {"amount": show.money(str(one.amount)), "what": show.plain_name(one.property)}
    if not one.within:
        return str(_("%(amount)s: %(what)s", **told))
    ends = {"whose": show.plain_name(one.thing), "within": show.plain_name(one.within)}
    return str(_("%(amount)s: %(what)s of %(whose)s in %(within)s", **told, **ends))


def _quantity(entry: Entry) -> str:
    """Return what a figure is: its number, of what, and how exactly; "" for anything else."""
    said = {"unit": "", "qualifier": ""}
    for iri in entry.units:
        scheme = iri.removeprefix(VOCABULARY).partition("/")[0]
        said[scheme] = iri
    values = sorted(entry.values)
    return show.quantity(values[0], **said) if len(values) == 1 and said["unit"] else ""


def suggest() -> Response:
    """Answer ``/search/suggest?q=…``: the first ten finds of the search, for fields and the query
    editor.
    """
    question = request.args.get("q", "").strip()[:LONGEST]
    found = []
    for hit in data().index.find(question, 10):
        if entry := _entry(hit):
            category, named = entry.category, entry.label(language())
            detail = str(_("Topic")) if category == "Topic" else show.class_name(category)
            found.append(
                {
                    "iri": entry.iri,
                    "label": named.text,
                    "lang": "" if named.language == language() else named.language,
                    "detail": detail,
                    "found": _sum_found(hit)
                    or _quantity(entry)
                    or (hit.name if _is_name(hit, entry) else ""),
                    "match": _match(hit),
                    "note": _notes()[_match(hit)],
                    "address": local(entry.iri),
                }
            )
    return jsonify(found)


def register(app: Flask) -> None:
    """Add the search pages to ``app``."""
    app.add_url_rule("/search", "search", search)
    app.add_url_rule("/search/suggest", "suggest", suggest)
