"""``/network/years``: who and what enters, stays and leaves; before and after a year."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from markupsafe import Markup

from graph.catalogue.rows import datasets
from graph.network.drawing.panel import chart
from graph.network.measures.years import Flow, Panel, panel
from graph.network.telling.rows import table
from graph.network.telling.year_tables import (
    FLOWS,
    YEAR_COLUMNS,
    change_row,
    said_change,
    said_sources,
    source_rows,
    year_rows,
)
from graph.per_build import PerBuild
from server.i18n import language
from server.network.choices import choices
from server.network.view import SHEETS, View, json_answer, sheet_answer, view
from server.site.asked import read_year
from server.site.frame import store

_panels = PerBuild[Panel](24)


def years() -> str | Response:
    """Show the yearly panel of a view, or give it as CSV or JSON; ``split`` compares two spans."""
    shown = view("split")
    split = read_year(request.args, "split")
    key = (store().version, shown.chosen.query(), split)
    found = _panels.get(key, lambda: panel(shown.analysis, split))
    rows = year_rows(found)
    format = request.args.get("format", "")
    if format in SHEETS:
        return sheet_answer(format, rows, YEAR_COLUMNS, "years")
    told = selections(found, language())
    if format == "json":
        made = table(shown.analysis, shown.speaker, "definition.years", rows)
        return json_answer(
            {
                **made,
                "undated": found.undated,
                "announced": found.announced,
                "incomplete": found.incomplete,
                "sources": [
                    row | {"selection": told.get(row["dataset"], "")} for row in source_rows(found)
                ],
                "change": change_row(found),
            }
        )
    return render_template(
        "network/years.html",
        view=shown,
        found=found,
        said=said_sources(found, shown.speaker),
        selections=told,
        split=split or "",
        change=said_change(found, shown.speaker) if found.change else "",
        charts=[(name, Markup(drawn(shown, found, name))) for name in FLOWS] if found.years else [],
        begun=Markup(begun(shown, found)),
        choices=choices(shown),
    )


def selections(found: Panel, language: str) -> dict[str, str]:
    """Return how the projects of each data set were selected: years of two may not compare."""
    known = datasets(store())
    said = {
        s.dataset: known[s.dataset].selection(language) for s in found.spans if s.dataset in known
    }
    return {iri: text for iri, text in said.items() if text}


def drawn(shown: View, found: Panel, name: str) -> str:
    """Draw the flows of actors, ties or EU-China pairs."""
    rows: list[tuple[int, Flow]] = [(one.year, getattr(one, name)) for one in found.years]
    speaker = shown.speaker
    titles = [
        speaker.say(
            "years.bar",
            None,
            year=year,
            there=speaker.number(flow.there),
            entering=speaker.number(flow.entering),
            staying=speaker.number(flow.staying),
            leaving=speaker.number(flow.leaving),
        )
        for year, flow in rows
    ]
    marks = {
        span.first: speaker.say("years.mark", dataset=speaker.name(span.dataset))
        for span in found.spans
    }
    return chart(
        rows, speaker.say(f"years.{name}"), titles, marks, found.incomplete, speaker.number
    )


def begun(shown: View, found: Panel) -> str:
    """Draw how many projects of both sides begin in each year, '' where none is dated."""
    counts = {one.year: found.begun.get(one.year, 0) for one in found.years}
    if not any(counts.values()):
        return ""
    speaker = shown.speaker
    rows = [(year, Flow(count, 0, count, 0)) for year, count in counts.items()]
    titles = [f"{year}: {speaker.number(count)}" for year, count in counts.items()]
    label = speaker.say("years.begun")
    return chart(rows, label, titles, None, found.incomplete, speaker.number)


def register(app: Flask) -> None:
    """Add the page of the years to ``app``."""
    app.add_url_rule("/network/years", "network_years", years)
