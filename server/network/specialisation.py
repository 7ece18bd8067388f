"""``/network/specialisation``: what countries and provinces do more of than the mean."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from graph.network.measures.specialisation import (
    COUNTRY,
    LEAST,
    PROVINCE,
    Specialisation,
    specialisation,
)
from graph.network.telling.rows import table
from graph.network.telling.year_tables import (
    CELL_COLUMNS,
    cell_rows,
    said_rests,
    size_rows,
    unit_name,
)
from graph.per_build import PerBuild
from server.network.choices import choices
from server.network.view import SHEETS, json_answer, sheet_answer, view
from server.site.asked import check_value, read_number
from server.site.frame import store

TOPICS_SHOWN = 14
NEAR_SHOWN = 40
UNITS = (COUNTRY, PROVINCE)
PROJECT = "project"
"""The kind of tie that one can choose beside the table: a few stated cooperations of one cluster
weigh as much there as the projects of a country."""
_found = PerBuild[Specialisation](24)


def page() -> str | Response:
    """Show the specialisation of a view by country or province, or give it as CSV or JSON."""
    shown = view("by", "least")
    by = request.args.get("by", "") or COUNTRY
    check_value("by", by, UNITS)
    least = max(1, read_number(request.args, "least", LEAST))
    key = (store().version, shown.chosen.query(), by, least)
    found = _found.get(key, lambda: specialisation(shown.analysis, by, least))
    speaker = shown.speaker
    format = request.args.get("format", "")
    if format in (*SHEETS, "json"):
        rows = cell_rows(found, speaker)
        if format != "json":
            return sheet_answer(format, rows, CELL_COLUMNS, f"specialisation-by-{by}")
        made = table(shown.analysis, speaker, "definition.specialisation", rows)
        return json_answer(
            {**made, "least": least, "hidden": found.hidden, "sizes": size_rows(found, speaker)}
        )
    near = sorted(
        (cell for cell in found.cells.values() if cell.untouched),
        key=lambda cell: (-cell.density, cell.unit, cell.topic),
    )
    named = {topic for cell in near[:NEAR_SHOWN] for topic in (cell.topic, *cell.reasons)}
    # What is named as related below must be there to look at.
    topics = [t for at, t in enumerate(found.topics) if at < TOPICS_SHOWN or t in named]
    cells = [found.cells[unit, topic] for unit in found.units for topic in topics]
    return render_template(
        "network/specialisation.html",
        view=shown,
        found=found,
        by=by,
        least=least,
        projects_only=shown.chosen.tie == {PROJECT},
        units=[(one, speaker.say(f"specialisation.by.{one}"), one == by) for one in UNITS],
        names={unit: unit_name(found, unit, speaker) for unit in found.units},
        sizes=[
            (size, unit_name(found, size.unit, speaker), said_rests(size.rests, speaker, 1))
            for size in found.sizes
        ],
        topics=topics,
        above=sum(cell.above for cell in cells),
        on_one=sum(cell.hangs_on_one for cell in cells),
        rests=[
            (cell, said_rests(cell.rests, speaker))
            for cell in sorted(cells, key=lambda cell: (-cell.count, cell.unit, cell.topic))
            if cell.above and cell.rests
        ],
        example=max(
            (cell for cell in cells if cell.advantage is not None),
            key=lambda cell: (cell.count, cell.unit, cell.topic),
            default=None,
        ),
        near=near,
        near_shown=NEAR_SHOWN,
        choices=choices(shown),
    )


def register(app: Flask) -> None:
    """Add the page of specialisation to ``app``."""
    app.add_url_rule("/network/specialisation", "network_specialisation", page)
