"""``/network``: the diagram with its filters, the table of ties, the files, the matrix."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from graph.iris import ID
from graph.network.drawing.files import FORMATS, write
from graph.network.drawing.layout import LARGE, picture
from graph.network.drawing.svg import LEGEND_SHAPES, mark, page_svg, tail
from graph.network.measures.analysis import Analysis
from graph.network.measures.matrix import matrix
from graph.network.model.filters import Filter
from graph.network.model.ties import SETTING_KINDS
from graph.network.telling.rows import described_filter
from server.network.view import View, analysis_of, csv_answer, json_answer, view

TABLE_ROWS = 300
"""Ties in the table of the page; the CSV has all."""


def network() -> str:
    """Show the network: a diagram, or for a large one the ways to a smaller view."""
    shown = view()
    cross = request.args.get("ties", "all") == "cross"
    analysis = shown.analysis
    large = len(analysis.actors) > LARGE and request.args.get("view") != "all"
    svg = Markup("")
    left_out = 0
    if analysis.actors and not large:
        drawn = picture(analysis, shown.speaker, every_tie=not cross)
        left_out = drawn.left_out
        svg = Markup(page_svg(drawn, shown.speaker, lambda iri: actor_address(shown, iri)))
    return render_template(
        "network/network.html",
        view=shown,
        svg=svg,
        large=large,
        left_out=left_out,
        cross=cross,
        choices=choices(shown),
        rows=table_rows(analysis, cross)[:TABLE_ROWS],
        total=sum(analysis.cross) if cross else len(analysis.ties),
        legend=legend(),
        formats=[name for name in FORMATS if name not in ("csv", "json")],
        limit=LARGE,
    )


def actor_address(shown: View, iri: str) -> str:
    """Return the address of an actor's evidence in this view."""
    return shown.address("/network/actor", id=tail(iri))


def table_rows(analysis: Analysis, cross: bool) -> list[dict[str, Any]]:
    """Return the ties for the table, those between the sides first, then by weight."""
    rows = [
        {"tie": tie, "cross": is_cross, "a": tail(tie.a), "b": tail(tie.b)}
        for tie, is_cross in zip(analysis.ties, analysis.cross, strict=True)
        if is_cross or not cross
    ]
    return sorted(rows, key=lambda row: (not row["cross"], -row["tie"].weight, row["tie"].key))


def legend() -> list[tuple[str, Markup]]:
    """Return the shapes with their drawings, for the legend."""
    return [(shape, Markup(mark(shape, 8.0, 8.0, 5.6))) for shape in LEGEND_SHAPES]


def choices(shown: View) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what can be chosen: (value, name, chosen) for each filter, from the whole graph."""
    chosen, speaker = shown.chosen, shown.speaker
    whole = analysis_of(Filter())
    used = {topic for s in whole.view.settings.values() for topic in s.topics}
    topics = used | {whole.view.band(topic) for topic in used}
    countries = {a.country for a in whole.view.actors.values() if a.country}
    return {
        "side": [
            (side, speaker.side(side), side in chosen.side) for side in sorted(set(whole.sides))
        ],
        "tie": [
            (kind, speaker.say(f"kind.{kind}"), kind in chosen.tie)
            for kind in SETTING_KINDS
            if any(s.kind == kind for s in whole.view.settings.values())
        ],
        "topic": _named(shown, topics, chosen.topic),
        "country": sorted(
            (
                (code, speaker.name(f"{ID}country/{code}"), code in chosen.country)
                for code in countries
            ),
            key=lambda choice: choice[1],
        ),
        "document": _named(shown, whole.network.documents, chosen.document),
    }


def _named(shown: View, iris: Any, chosen: frozenset[str]) -> list[tuple[str, str, bool]]:
    found = [(iri.rsplit("/", 1)[-1], shown.speaker.name(iri), iri in chosen) for iri in iris]
    return sorted(found, key=lambda choice: choice[1].casefold())


def file(format: str) -> Response:
    """Answer with the network as a file; the same view as the page with the same address."""
    if format not in FORMATS:
        abort(404)
    shown = view()
    if shown.problems:
        abort(400, " ".join(shown.problems))
    cross = request.args.get("ties", "all") == "cross"
    body = write(shown.analysis, shown.speaker, format, every_tie=not cross)
    kind = FORMATS[format]
    answer = Response(body, content_type=kind if format == "png" else f"{kind}; charset=utf-8")
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
    format = request.args.get("format")
    if format in ("csv", "json"):
        flat = [
            {"topic": row["name"], **dict(row["cells"])}  # type: ignore[arg-type]
            for row in rows
        ]
        if format == "csv":
            from graph.network.drawing.export import csv_of

            return csv_answer(csv_of(flat, ("topic", *found.countries)), "topics-by-country")
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
    app.jinja_env.globals["short_id"] = tail
