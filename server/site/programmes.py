"""The projects of registers by programme: money to China, coordinators, actions, sizes."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from graph import questions
from graph.catalogue.programmes import COUNTED, MONEY
from graph.tables import Table
from server.site import show
from server.site.asked import check_names
from server.site.data import data
from server.site.frame import built
from server.site.lists import TABLE_FORMATS, as_file

TITLES: dict[str, tuple[object, object]] = {
    MONEY: (_l("EU money to China"), _l("Programme")),
    "coordinators": (_l("Coordinators by country or territory"), _l("Country or territory")),
    "actions": (_l("Projects by type of action"), _l("Type of action")),
    "sizes": (
        _l("Projects by the number of participations from China"),
        _l("Participations from China"),
    ),
}
"""The tables of the page: heading, and heading of the first column."""
MEASURES = {
    "projects": _l("Projects with participants from China"),
    "participations": _l("Participations from China"),
    "organisations": _l("Organisations from China"),
    "paid": _l("Participations with EU money"),
    "euro": _l("Net EU contribution, own share (EUR)"),
}
"""What is told of China under each programme."""
COLUMNS = ("table", "programme", "key", "name", "value")


def note() -> str:
    """Return what has to be known of all tables."""
    return str(
        _(
            "Counted from the registers, which hold projects with a participant in China or that "
            "name China, not all projects of a programme. China is mainland China, by the seat: "
            "the European Union Chamber of Commerce in China counts there too. The EU contribution "
            "is net. A project without a stated coordinator is in no country. An organisation is "
            "counted under each programme in whose projects it takes part, a part of another as "
            "itself."
        )
    )


def _order(name: str, key: str, counts: dict[str, int]) -> tuple[int, str]:
    if name == "sizes":
        return int(key), ""
    return -sum(counts.values()), show.plain_name(key).casefold()


def tables() -> dict[str, list[tuple[str, dict[str, int]]]]:
    """Return the counts of projects, in the order of each table."""
    counts = data().programmes.counts
    return {
        name: sorted(counts[name].items(), key=lambda one: _order(name, *one)) for name in COUNTED
    }


def rows() -> list[dict[str, object]]:
    """Return every number of the page as a row of a file: table, programme, what, and value."""
    build, found = data(), []
    for one in build.programmes.china:
        for measure, title in MEASURES.items():
            value = getattr(one, measure)
            told = float(value) if measure == "euro" else value
            found.append((MONEY, one.programme, measure, str(title), told))
    for name, lines in tables().items():
        for key, counts in lines:
            text = key if name == "sizes" else show.plain_name(key)
            found += [(name, iri, key, text, counts[iri]) for iri in sorted(counts)]
    return [dict(zip(COLUMNS, one, strict=True)) for one in found]


def page() -> Response | str:
    """Answer ``/programmes``, as a page or as a table in the format that is asked for."""
    check_names(request.args, ())
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        when = built()
        table = Table(when.date().isoformat() if when else "", note(), rows(), COLUMNS)
        return as_file(table, kind, "programmes")
    if kind != "html":
        abort(404)
    return render_template(
        "site/programmes.html",
        found=data().programmes,
        tables=tables(),
        titles=TITLES,
        measures=MEASURES,
        note=note(),
        query_of=lambda name: questions.query(f"site/programme-{name}"),
        title=_("Projects by programme"),
        key_name=lambda name, key: show.number(key) if name == "sizes" else show.name_of(key),
    )


def register(app: Flask) -> None:
    """Add the page to ``app``."""
    app.add_url_rule("/programmes", "programmes", page)
