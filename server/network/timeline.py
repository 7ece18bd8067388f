"""``/timeline``: projects, agreements, dialogues and events along the years."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _

from graph.network.drawing.timeline import LANES, Thing, line, precise, select, things
from graph.network.model.filters import narrower
from graph.network.telling.sentences import Speaker
from server.i18n import language, punctuation
from server.network.choices import choices
from server.network.view import SHEETS, json_answer, sheet_answer, view
from server.site import show
from server.site.asked import read_several
from server.site.frame import store

COLUMNS = ("id", "name", "kind", "start", "end", "end_inferred", "announced", "last_step", "topics")


def told(thing: Thing, speaker: Speaker) -> str:
    """Say when something was, each date as precisely as its source; what a step was in brackets."""
    signs, said = punctuation(), []
    if thing.own:
        if thing.start and thing.end and thing.start == thing.end:
            said.append(speaker.span(*thing.start))
        elif thing.start and thing.end:
            ends = [speaker.span(*thing.start), speaker.span(*thing.end)]
            said.append(speaker.say("timeline.from-to", start=ends[0], end=ends[1]))
        elif thing.start:
            said.append(speaker.say("timeline.begun", date=speaker.span(*thing.start)))
        elif thing.end:
            said.append(speaker.say("timeline.ended", date=speaker.span(*thing.end)))
        if thing.inferred:
            said[-1] = speaker.say("timeline.inferred", dates=said[-1])
        if thing.announced:
            said[-1] = speaker.say("timeline.announced", dates=said[-1])
    for days in thing.dates:
        named = signs.comma.join(show.plain_name(step) for step in thing.steps.get(days, ()))
        date = speaker.span(*days)
        said.append(f"{date}{signs.opening}{named}{signs.closing}" if named else date)
    return signs.semicolon.join(said)


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
                "start": precise(thing.start) or None,
                "end": precise(thing.end) or None,
                "end_inferred": thing.inferred if thing.end else None,
                "announced": thing.announced,
                "last_step": precise(thing.dates[-1]) if thing.dates else None,
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
                    "Dates are as precise as in the source: year, month or day. An end is there "
                    "only where one is recorded; where only a curator infers it, that is told "
                    "beside it. What was only announced for a day that has passed is marked: "
                    "whether it took place is not recorded. The last step is that of an agreement "
                    "or the last recorded session of a dialogue; neither is an end."
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
        when=lambda thing: told(thing, speaker),
        undated=[thing for thing in found if not thing.spans],
        lanes=[(lane, speaker.say(f"kind.{lane}"), lane in lanes) for lane in LANES],
        choices=choices(shown),
    )


def register(app: Flask) -> None:
    """Add the timeline to ``app``."""
    app.add_url_rule("/timeline", "timeline", timeline)
