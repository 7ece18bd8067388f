"""``/gaps``: what the documents do not show, each gap with its query and the claims behind it."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from graph.network.drawing.export import csv_of
from graph.network.measures.cache import gaps_of
from graph.network.measures.gaps import KINDS
from graph.network.model.reading import query
from graph.network.telling.results_rdf import gap_graph
from graph.network.telling.rows import GAP_COLUMNS, flat_gap, gap_row, table
from server.network.view import csv_answer, json_answer, view
from server.site.frame import store

SHOWN = 6
"""Gaps of a kind shown at once; the rest unfolds."""


def listed() -> str | Response:
    """Show the gaps of a view by kind, or give them as CSV, JSON or Turtle."""
    shown = view()
    only = {kind for kind in request.args.getlist("only") if kind in KINDS}
    every = gaps_of(store(), shown.analysis)
    found = [gap for gap in every if not only or gap.kind in only]
    format = request.args.get("format")
    if format == "ttl":
        text = gap_graph(shown.analysis, found, shown.speaker).serialize(format="turtle")
        return Response(text, content_type="text/turtle; charset=utf-8")
    if format in ("csv", "json"):
        rows = [gap_row(gap, shown.speaker) for gap in found]
        if format == "csv":
            return csv_answer(csv_of(list(map(flat_gap, rows)), GAP_COLUMNS), "gaps")
        return json_answer(table(shown.analysis, shown.speaker, "definition.gap", rows))
    by_kind = {kind: [gap for gap in found if gap.kind == kind] for kind in KINDS}
    return render_template(
        "network/gaps.html",
        view=shown,
        by_kind={kind: of for kind, of in by_kind.items() if of},
        kinds=KINDS,
        only=only,
        shown=SHOWN,
        query_text=query,
    )


def register(app: Flask) -> None:
    """Add the page of gaps to ``app``."""
    app.add_url_rule("/gaps", "gaps", listed)
