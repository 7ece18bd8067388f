"""The documents: what each contributed, which parts of its text carry statements; conflicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from graph.assembly.conflict_table import CURATION, INFERRED, KIND, MONEY, REGISTER, WHY, of_what
from graph.catalogue import Entry
from graph.catalogue.documents import Contribution
from graph.catalogue.registers import Brought
from graph.iris import DOCUMENT
from graph.tables import Table
from server.i18n import language, punctuation
from server.site import show
from server.site.asked import check_names, check_value, page_number
from server.site.data import catalogue, data
from server.site.frame import built
from server.site.lists import TABLE_FORMATS, as_file, described_filter

NAMED: dict[str, object] = {
    "http://publications.europa.eu/resource/authority/corporate-body/PUBL": _l(
        "Publications Office of the European Union"
    ),
    "https://ror.org/": "Research Organization Registry",
    "http://data.europa.eu/eli/dec/2011/833/oj": _l("Commission Decision 2011/833/EU"),
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
}
"""Publishers and licences of registers by the address that the data give."""


def named_link(address: str) -> Markup:
    """Return a link to a publisher or licence, by its name where it is known."""
    name = NAMED.get(address)
    if name is None:
        return show.link(address)
    return Markup('<a href="{}" rel="external nofollow">{}</a>').format(address, name)


PAGE_SIZE = 200
"""Claims of a document on one page."""
STRIP = 1000
"""Width of the strip that shows coverage, in units of the drawing."""
PLACED = ("claim", "subject", "property", "value", "start", "end", "section", "page", "confidence")
"""Columns of the claims of one document."""
COLUMNS = (
    "id",
    "name",
    "type",
    "date",
    "publisher",
    "licence",
    "rows",
    "claims",
    "entities",
    "characters",
    "share",
)
DEFINITION = (
    "Registers and documents with what they contributed: a register gives rows, a document claims. "
    "The date is that of the snapshot or of the document; share is of the characters of the text. "
    "JSON says of each register of how many things it states each property."
)


def _register_row(one: Brought) -> dict[str, object]:
    """Return a register as a row of the table of sources."""
    return {
        "id": one.dataset.iri,
        "name": one.dataset.title(language()),
        "type": "register",
        "date": one.dataset.snapshot,
        "publisher": [one.dataset.publisher] if one.dataset.publisher else [],
        "licence": one.dataset.licence,
        "rows": one.rows,
        "claims": None,
        "entities": None,
        "characters": None,
        "share": None,
        "states": [
            {
                "class": each.category.rpartition("#")[2],
                "property": each.property,
                "things": each.many,
                "of": each.all,
            }
            for each in one.covered
        ],
    }


def _document_row(entry: Entry, one: Contribution) -> dict[str, object]:
    """Return a document as a row of the table of sources."""
    return {
        "id": entry.iri,
        "name": entry.label(language()).text,
        "type": "document",
        "date": entry.date_text(),
        "publisher": [show.plain_name(iri) for iri in sorted(entry.publishers)],
        "licence": None,
        "rows": None,
        "claims": one.count(),
        "entities": sum(one.classes.values()),
        "characters": one.length,
        "share": round(one.share, 4) if one.share is not None else None,
    }


def strip(found: Contribution) -> list[tuple[float, float]]:
    """Return the covered stretches of a text as (x, width) on a strip of STRIP units."""
    if not found.length:
        return []
    scale = STRIP / found.length
    return [
        (round(start * scale, 2), round(max((end - start) * scale, 0.8), 2))
        for start, end in found.covered
    ]


def sources() -> Response | str:
    """Answer ``/sources``: each document with its contribution."""
    check_names(request.args, ())
    build = data()
    found = [(entry, build.contribution(entry.iri)) for entry in build.catalogue.documents()]
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        rows = [_register_row(one) for one in build.registers]
        rows += [_document_row(entry, one) for entry, one in found]
        when = built()
        table = Table(when.date().isoformat() if when else "", DEFINITION, rows, COLUMNS)
        return as_file(table, kind, "sources")
    return render_template(
        "site/sources.html", found=found, strip=strip, width=STRIP, registers=build.registers
    )


def source(slug: str) -> Response | str:
    """Answer ``/sources/{slug}``: the claims of one document in the order of its text."""
    build = data()
    entry = build.catalogue.entries.get(str(DOCUMENT) + slug)
    if entry is None:
        abort(404)
    check_names(request.args, ("property",))
    found = build.contribution(entry.iri)
    property_ = request.args.get("property", "")
    told = {one.predicate.rsplit("#", 1)[-1] for one in found.claims}
    check_value("property", property_, sorted(told))
    claims = [
        one
        for one in found.claims
        if not property_ or one.predicate.rsplit("#", 1)[-1] == property_
    ]
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        rows = [
            {
                "claim": one.claim,
                "subject": one.subject,
                "property": one.predicate,
                "value": str(one.object),
                "start": one.start,
                "end": one.end,
                "section": one.section,
                "page": one.page,
                "confidence": one.confidence,
            }
            for one in claims
        ]
        when = built()
        table = Table(
            when.date().isoformat() if when else "",
            "Claims of one document in the order of its text; positions count characters.",
            rows,
            PLACED,
            {"document": entry.iri, **described_filter()},
        )
        return as_file(table, kind, slug)
    pages = max(1, -(-len(claims) // PAGE_SIZE))
    page = min(max(1, page_number(request.args)), pages)
    return render_template(
        "site/source.html",
        entry=entry,
        found=found,
        slug=slug,
        claims=claims[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(claims),
        page=page,
        pages=pages,
        strip=strip(found),
        width=STRIP,
        passages=build.passages,
        properties=sorted({one.predicate for one in found.claims}),
        chosen=property_,
    )


def conflicts() -> Response | str:
    """Answer ``/conflicts``: statements that cannot all be true, each with its source."""
    check_names(request.args, ())
    table = data().conflicts
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        return as_file(table, kind, "conflicts")
    return render_template("site/conflicts.html", rows=table.rows)


def why_conflict(row: Mapping[str, Any]) -> str:
    """Return why the statements of a conflict do not go together; "" for two values of one."""
    return WHY.get(str(row.get("kind")), {}).get(language(), "")


def told_values(row: Mapping[str, Any]) -> str:
    """Return the values of a conflict in words, each with what kind of source gives it."""
    signs = punctuation()
    kinds = {CURATION: _("curator’s inference")}
    given: dict[str, list[str]] = {}
    one_property = len({one["property"] for one in row["values"]}) < 2
    for one in row["values"]:
        text = _plain_value(one["value"], one["property"])
        if not one_property:
            text = f"{told_property(row, one)}{signs.space}{text}"
        given.setdefault(text, []).append(kinds.get(one["document"], _("document")))
    for one in row["registers"]:
        text = _plain_value(one["value"], row["property"])
        given.setdefault(text, []).append(_("register"))
    return signs.comma.join(
        f"{text}{signs.opening}{signs.comma.join(dict.fromkeys(who))}{signs.closing}"
        for text, who in given.items()
    )


def told_property(row: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """Return the property of a value, with the document or thing that it is of where that is not
    what the row is about.
    """
    return of_what(row, one, language()).format(
        property=show.plain_name(one["property"]), thing=show.plain_name(one["about"])
    )


def _plain_value(text: str, property_: str) -> str:
    if property_.rpartition("#")[2] in MONEY:
        return show.money(text)
    if show.known_iri(text):
        return show.plain_name(text)
    return show.date_text(text) if _DAY.fullmatch(text) else text


def shown_value(text: str, property_: str = "") -> Markup:
    """Return a value of a conflict as a page shows it: a link, a date written out, an amount of
    money with its currency, or the text.
    """
    if property_.rpartition("#")[2] in MONEY:
        return escape(show.money(text))
    if show.known_iri(text):
        return show.link(text)
    if _DAY.fullmatch(text):
        return show.date(text)
    return escape(text)


_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def plural_classes(found: Contribution) -> list[tuple[str, int]]:
    """Return the classes that a document told about, the most frequent first."""
    return sorted(found.classes.items(), key=lambda one: (-one[1], one[0]))


def about_one_value(row: Mapping[str, Any]) -> bool:
    """Return whether values differ where one is expected: the graph has an ``eucn:Conflict``."""
    return row["kind"] in (KIND, REGISTER, INFERRED)


def register(app: Flask) -> None:
    """Add the pages of documents and conflicts to ``app``."""
    app.jinja_env.filters["classes_told"] = plural_classes
    app.jinja_env.globals["address_of"] = lambda iri: data().addresses.get(iri, "")
    app.jinja_env.globals["has_text"] = lambda iri: iri in data().passages
    app.jinja_env.globals["entry_of"] = lambda iri: catalogue().entries.get(iri)
    app.jinja_env.globals["named_link"] = named_link
    app.jinja_env.globals["about_one_value"] = about_one_value
    app.jinja_env.tests["about_one_value"] = about_one_value
    app.jinja_env.globals["why_conflict"] = why_conflict
    app.jinja_env.globals["told_property"] = told_property
    app.jinja_env.globals["shown_value"] = shown_value
    app.jinja_env.tests["is_curation"] = lambda iri: str(iri).endswith("/curation")
    app.add_url_rule("/sources", "sources", sources)
    app.add_url_rule("/sources/<slug>", "source", source)
    app.add_url_rule("/conflicts", "conflicts", conflicts)
