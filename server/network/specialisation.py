"""``/network/specialisation``: what countries and provinces stand out in, and what lies near."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from graph.network.drawing.export import csv_of
from graph.network.measures.specialisation import (
    COUNTRY,
    LEAST,
    PROVINCE,
    Specialisation,
    specialisation,
)
from graph.network.telling.rows import table
from graph.network.telling.year_tables import CELL_COLUMNS, cell_rows, size_rows, unit_name
from graph.per_build import PerBuild
from server.network.choices import choices
from server.network.view import csv_answer, json_answer, view
from server.site.frame import store

TOPICS_SHOWN = 14
UNITS = (COUNTRY, PROVINCE)
_found = PerBuild[Specialisation](24)


def page() -> str | Response:
    """Show the specialisation of a view by country or province, or give it as CSV or JSON."""
    shown = view()
    by = request.args.get("by", COUNTRY)
    by = by if by in UNITS else COUNTRY
    given = request.args.get("least", "")
    least = max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 5 else LEAST
    key = (store().version, shown.chosen.query(), by, least)
    found = _found.get(key, lambda: specialisation(shown.analysis, by, least))
    format = request.args.get("format")
    if format in ("csv", "json"):
        rows = cell_rows(found, shown.speaker)
        if format == "csv":
            return csv_answer(csv_of(rows, CELL_COLUMNS), f"specialisation-by-{by}")
        made = table(shown.analysis, shown.speaker, "definition.specialisation", rows)
        return json_answer(
            {**made, "least": least, "hidden": found.hidden, "sizes": size_rows(found)}
        )
    near = sorted(
        (cell for cell in found.cells.values() if cell.untouched),
        key=lambda cell: (-cell.density, cell.unit, cell.topic),
    )
    return render_template(
        "network/specialisation.html",
        view=shown,
        found=found,
        by=by,
        least=least,
        units=[(one, shown.speaker.say(f"specialisation.by.{one}"), one == by) for one in UNITS],
        names={unit: unit_name(found, unit, shown.speaker) for unit in found.units},
        sizes=[(size, unit_name(found, size.unit, shown.speaker)) for size in found.sizes],
        topics=found.topics[:TOPICS_SHOWN],
        near=near,
        choices=choices(shown),
    )


def register(app: Flask) -> None:
    """Add the page of specialisation to ``app``."""
    app.add_url_rule("/network/specialisation", "network_specialisation", page)
