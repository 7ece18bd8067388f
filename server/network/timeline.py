"""``/timeline``: projects, agreements, dialogues and events along the years."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _

from graph.network.drawing.timeline import LANES, line, select, things
from graph.network.model.filters import narrower
from server.i18n import language
from server.network.choices import choices
from server.network.view import SHEETS, json_answer, sheet_answer, view
from server.site.asked import read_several
from server.site.frame import store

COLUMNS = ("id", "name", "kind", "start", "end", "topics")


def timeline() -> str | Response:
    """Show what was when, or give it as CSV or JSON. Filters: kind (``lane``), topic, years."""
    shown = view("lane")
    speaker, chosen = shown.speaker, shown.chosen
    lanes = read_several(request.args, "lane", LANES)
    topics = narrower(shown.analysis.network.two_mode, chosen.topic)
    everything = things(store())
    found = select(everything, lanes, topics, chosen.year_from, chosen.year_to)
    format = request.args.get("format", "")
    if format in (*SHEETS, "json"):
        rows = [
            {
                "id": thing.iri,
                "name": thing.name(language()),
                "kind": thing.lane,
                "start": thing.spans[0][0] if thing.spans else None,
                "end": max(end for _, end in thing.spans) if thing.spans else None,
                "topics": sorted(speaker.name(topic) for topic in thing.topics),
            }
            for thing in found
        ]
        if format != "json":
            return sheet_answer(format, rows, COLUMNS, "timeline")
        return json_answer(
            {
                "built": shown.analysis.network.built,
                "definition": _(
                    "Shown are the earliest and latest day that the date in the source can mean."
                ),
                "filter": {"query": request.query_string.decode()},
                "rows": rows,
            }
        )
    return render_template(
        "network/timeline.html",
        view=shown,
        line=line(found, language()),
        found=found,
        undated=[thing for thing in found if not thing.spans],
        lanes=[(lane, speaker.say(f"kind.{lane}"), lane in lanes) for lane in LANES],
        choices=choices(shown),
    )


def register(app: Flask) -> None:
    """Add the timeline to ``app``."""
    app.add_url_rule("/timeline", "timeline", timeline)
