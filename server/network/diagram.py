"""``/network``: the diagram with its filters, the table of ties, the files, the matrix."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from graph.iris import ID
from graph.network.drawing.export import TIE_COLUMNS, tie_rows
from graph.network.drawing.files import FORMATS, write
from graph.network.drawing.layout import LARGE, picture
from graph.network.drawing.look import (
    ALL_TIES,
    BANDS,
    COLOURINGS,
    CROSS,
    Shades,
    ties_of,
    words_of,
)
from graph.network.drawing.svg import how_to_read, legend_entries, mark, page_svg, tail
from graph.network.measures.breaks import spans_of
from graph.network.measures.keeping import made_by
from graph.network.measures.matrix import matrix
from graph.network.model.filters import Filter
from graph.network.model.ties import Tie
from graph.network.telling.rows import described_filter
from server.i18n import language
from server.linked.keeping import send_kept
from server.network.choices import choices
from server.network.overview import glance, sources
from server.network.view import SHEETS, View, json_answer, sheet_answer, view
from server.site.asked import check_value
from server.site.frame import store

TABLE_ROWS = 100
"""Ties in the table of the page; the CSV has all."""


def network() -> str:
    """Show the network: a diagram, or for a large one the overview and ways to a smaller view."""
    shown = view("view")
    analysis = shown.analysis
    entries = ties_of(analysis, shown.look)
    large = is_large(shown)
    rows = table_rows(entries)
    svg = Markup("")
    drawn = None
    if analysis.actors and not large:
        drawn = picture(analysis, shown.speaker, shown.look)
        svg = Markup(page_svg(drawn, shown.speaker, lambda iri: actor_address(shown, iri)))
    return render_template(
        "network/network.html",
        view=shown,
        svg=svg,
        large=large,
        drawn=drawn,
        undated=sum(tie.undated for tie, _ in entries) if drawn else 0,
        overview=glance(shown) if large else None,
        looks=looks(shown),
        cross=shown.look.ties == CROSS,
        choices=choices(shown),
        rows=rows,
        spans=spans_of(analysis, (row["tie"] for row in rows)),
        total=len(entries),
        legend=legend(shown, drawn.shades if drawn else None),
        formats=[name for name in FORMATS if name not in ("csv", "json")],
        limit=LARGE,
        sources=sources(shown),
    )


def is_large(shown: View) -> bool:
    """Return whether a view has more actors than can be read at once, and was not asked for all."""
    asked = request.args.get("view", "")
    check_value("view", asked, ("all",))
    return len(shown.analysis.actors) > LARGE and asked != "all"


def looks(shown: View) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what colours and bands can tell: (value, name, chosen)."""
    return {
        name: [(value, shown.speaker.say(words_of(value)), value == chosen) for value in values]
        for name, values, chosen in (
            ("colour", COLOURINGS, shown.look.colour),
            ("bands", BANDS, shown.look.bands),
        )
    }


def actor_address(shown: View, iri: str) -> str:
    """Return the address of an actor's evidence in this view."""
    return shown.address("/network/actor", id=tail(iri))


def table_rows(entries: Iterable[tuple[Tie, bool]]) -> list[dict[str, Any]]:
    """Return the first ties for the table, those between the sides first, then by weight."""
    first = nsmallest(
        TABLE_ROWS, entries, key=lambda entry: (not entry[1], -entry[0].weight, entry[0].key)
    )
    return [
        {"tie": tie, "cross": cross, "a": tail(tie.a), "b": tail(tie.b)} for tie, cross in first
    ]


def legend(shown: View, groups: Shades | None) -> list[tuple[str, Markup, str]]:
    """Return the legend: classes, drawing and words of each entry."""
    return [
        (f"{colour} {shape}", Markup(mark(shape, 8.0, 8.0, 5.6)), words)
        for shape, colour, words in legend_entries(shown.speaker, groups)
    ]


def file(format: str) -> BaseResponse:
    """Answer with the network as a file; the same view as the page with the same address."""
    if format not in (*FORMATS, "xlsx"):
        abort(404)
    shown = view("view")
    if shown.problems:
        abort(400, " ".join(shown.problems))
    sheet = "xlsx" if format == "xlsx" else request.args.get("format", "")
    if format in ("csv", "xlsx") and sheet in SHEETS:
        rows = tie_rows(shown.analysis, shown.speaker, shown.look)
        return sheet_answer(sheet, rows, TIE_COLUMNS, "eu-china-network")

    def made() -> bytes:
        return write(shown.analysis, shown.speaker, format, shown.look)

    kind = FORMATS[format] if format == "png" else f"{FORMATS[format]}; charset=utf-8"
    if shown.chosen == Filter() and shown.look == ALL_TIES:
        # Of a whole register this takes many times as long as a request has: it is made once.
        name = f"eu-china-network~{language()}~{made_by()[:12]}.{format}"
        answer: BaseResponse = send_kept(store(), name, kind, made)
    else:
        answer = Response(made(), content_type=kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="eu-china-network.{format}"'
    if format == "html":
        # Served to be saved: never run under this site's name, should it be opened in place.
        answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def matrix_page() -> str | Response:
    """Show topics by countries: activities that join the EU and China."""
    shown = view()
    found = matrix(shown.analysis)
    rows = [
        {
            "topic": topic,
            "name": shown.speaker.name(topic) if topic else shown.speaker.say("band.none"),
            "cells": [
                (country, found.cells.get((topic, country), 0)) for country in found.countries
            ],
        }
        for topic in found.topics
    ]
    format = request.args.get("format", "")
    if format in (*SHEETS, "json"):
        flat = [
            {"topic": row["name"], **dict(row["cells"])}  # type: ignore[arg-type]
            for row in rows
        ]
        if format != "json":
            return sheet_answer(format, flat, ("topic", *found.countries), "topics-by-country")
        return json_answer(
            {
                "built": shown.analysis.network.built,
                "definition": _(
                    "Activities involving the EU and China, by topic and country or territory."
                ),
                "filter": described_filter(shown.analysis),
                "rows": flat,
            }
        )
    names = {code: shown.speaker.name(f"{ID}country/{code}") for code in found.countries}
    return render_template(
        "network/matrix.html", view=shown, rows=rows, countries=names, matrix=found
    )


def register(app: Flask) -> None:
    """Add the diagram's pages to ``app``."""
    app.add_url_rule("/network", "network", network)
    app.add_url_rule("/network/matrix", "network_matrix", matrix_page)
    app.add_url_rule("/network/file/eu-china-network.<format>", "network_file", file)
    app.jinja_env.globals.update(short_id=tail, how_to_read=how_to_read)
