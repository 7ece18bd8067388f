"""``/gaps``: what the documents do not show, each gap with its query and the claims behind it."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template, request

from graph.network.measures.cache import gaps_of
from graph.network.measures.counted import Counted
from graph.network.measures.gap import COVERAGE, GROUPS, KINDS, by_group, slug
from graph.network.measures.gaps_in_network import MISSING_PER_ACTOR, MISSING_SHOWN
from graph.network.telling.results_rdf import gap_graph
from graph.network.telling.rows import GAP_COLUMNS, flat_gap, gap_row, gap_table
from graph.network.telling.sentences import Speaker
from server.network.choices import choices
from server.network.view import SHEETS, json_answer, sheet_answer, view
from server.site import querypage
from server.site.asked import read_several
from server.site.frame import store

SHOWN = 6
"""Gaps of a kind shown at once; the rest unfolds."""


NOTED = ("agreement-without-activity", "unnamed-counterpart")
"""Kinds of which it is said what is left out."""


def listed() -> str | Response:
    """Show the gaps of a view by kind, or give them as CSV, JSON or Turtle."""
    shown = view("only")
    only = read_several(request.args, "only", (*GROUPS, *KINDS))
    every = gaps_of(store(), shown.analysis)
    found = [gap for gap in every if not only or {gap.kind, gap.group} & only]
    format = request.args.get("format", "")
    if format == "ttl":
        text = gap_graph(shown.analysis, found, shown.speaker).serialize(format="turtle")
        return Response(text, content_type="text/turtle; charset=utf-8")
    if format in (*SHEETS, "json"):
        rows = [gap_row(gap, shown.speaker) for gap in found]
        if format != "json":
            return sheet_answer(format, list(map(flat_gap, rows)), GAP_COLUMNS, "gaps")
        return json_answer(gap_table(shown.analysis, shown.speaker, rows))
    chosen = shown.chosen
    return render_template(
        "network/gaps.html",
        view=shown,
        groups=by_group(found),
        total=len(found),
        collapsed=COVERAGE,
        only=only,
        choices=choices(shown),
        shown=SHOWN,
        noted=NOTED,
        per_actor=MISSING_PER_ACTOR,
        most_pairs=MISSING_SHOWN,
        by_actors=bool(
            chosen.side or chosen.country or chosen.kind or chosen.province or chosen.focus
        ),
    )


def asked(name: str) -> tuple[str, int]:
    """Show the query that returns one gap of a view, with its rows.

    At an address of its own: the names in it may be too many for an address with the query.
    """
    shown = view()
    found = next((g for g in gaps_of(store(), shown.analysis) if slug(g) == name), None)
    if found is None:
        abort(404)
    return querypage.answered(_told_in(shown.speaker, f"gap-kind.{found.kind}", found.text()))


def _told_in(speaker: Speaker, phrase: str, text: str) -> str:
    """Return a query under a comment in the language of the page: its tab is called after it."""
    if speaker.language == "en":
        return text
    lines = text.splitlines()
    said = next((at for at, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join([f"# {speaker.say(phrase)}", *lines[said:]]) + "\n"


def counts(name: str) -> tuple[str, int]:
    """Show the query that counts, year by year, what a source says is less than before."""
    shown = view()
    found = next((g for g in gaps_of(store(), shown.analysis) if slug(g) == name), None)
    counted = found.more.get("counted") if found else None
    if not isinstance(counted, Counted):
        abort(404)
    return querypage.answered(_told_in(shown.speaker, "gap.counted-query", counted.text()))


def register(app: Flask) -> None:
    """Add the page of gaps to ``app``."""
    app.add_url_rule("/gaps", "gaps", listed)
    app.add_url_rule("/gaps/<name>/query", "gap_query", asked)
    app.add_url_rule("/gaps/<name>/counts", "gap_counts", counts)
    app.jinja_env.globals["gap_slug"] = slug
