"""Lists of entities: projects, partners, …; sortable, filterable, as page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from graph.catalogue import Catalogue, Entry, Filters, select_entries
from graph.catalogue.classes import list_pages, page_classes
from graph.catalogue.selection import (
    EDUCATION,
    UNIVERSITY,
    countries_of,
    on_topics,
    places_by_name,
    sort_entries,
)
from graph.catalogue.values import short
from graph.iris import EUCN
from graph.network.model.filters import STATES
from graph.network.model.ties import NOT_TAKING_PART
from graph.sheets import XLSX, workbook
from graph.store.formats import SHEETS
from graph.store.writing import finished
from graph.tables import Table
from server.i18n import language, punctuation
from server.site import show
from server.site.asked import check_names, check_order, page_number, read_filters
from server.site.data import catalogue, data
from server.site.doubled import by_country_itself, doubled, number_taking_part
from server.site.frame import built

PAGE_SIZE = 100
"""Rows of a list on one page; CSV and JSON have all of them."""


COLUMN_TITLES = {
    "name": _l("Name"),
    "class": _l("Class"),
    "kind": _l("Kind"),
    "side": _l("Side"),
    "country": _l("Country or territory"),
    "when": _l("When"),
    "places": _l("Place"),
    "topics": _l("Topics"),
    "functions": _l("Role"),
    "bodies": _l("Organisation"),
    "status": _l("Current status"),
    "programmes": _l("Programme"),
    "euContribution": _l("EU contribution (EUR)"),
    "coordinator": _l("Coordinator"),
    "partners": _l("Partners"),
    "fromChina": _l("From China"),
    "countries": _l("Countries or territories"),
    "settings": _l("Takes part in"),
    "onTopic": _l("On the topic by"),
    "uses": _l("Named by"),
    "evidence": _l("Claims and rows"),
}
NUMERIC = {"euContribution", "partners", "fromChina", "settings", "uses", "evidence"}
"""Columns of which the greatest come first."""
OWN_SHARE = {"euContribution": _l("EU contribution, own share (EUR)")}
"""What the money of an organisation is called."""

FACET_TITLES = {
    "class": _l("Class"),
    "kind": _l("Kind"),
    "country": _l("Country or territory"),
    "place": _l("Place"),
    "side": _l("Side"),
    "status": _l("Current status"),
    "topic": _l("Topic"),
    "money": _l("EU money, by the registers"),
    "document": _l("Source"),
}

OF_PARTICIPANTS = {
    "side": _l("Side of participants"),
    "country": _l("Participants from, or carried out in"),
}
"""What these filters are of a project, which has no seat of its own."""


def sort_keys(
    known: Catalogue, code: str, topics: frozenset[str] = frozenset()
) -> dict[str, Callable[[Entry], object]]:
    """Return how each column is sorted in a language, for a list narrowed to some topics."""

    places = places_by_name(known, code)

    @cache
    def folded(iri: str) -> str:
        return known.label(iri, code).text.casefold()

    def first(values: set[str]) -> str:
        return min(map(folded, values), default="")

    @cache
    def first_kind(kinds: frozenset[str]) -> str:
        """Return the kind that a list shows first; its other kinds follow."""
        return next(map(show.plain_name, show.sort_kinds(kinds)), "").casefold()

    return {
        "name": lambda one: places[one.iri],
        "class": lambda one: known.label(str(EUCN) + one.category, code).text,
        "kind": lambda one: first_kind(frozenset(one.kinds)),
        "side": lambda one: first(one.sides),
        "country": lambda one: first(one.countries),
        "when": lambda one: one.start or one.end or "",
        "places": lambda one: first(one.places),
        "topics": lambda one: first(one.topics),
        "functions": lambda one: first(one.functions),
        "bodies": lambda one: first(one.bodies),
        "status": lambda one: first(one.standings),
        "programmes": lambda one: first(one.programmes),
        "euContribution": lambda one: one.euro,
        "coordinator": lambda one: first(one.coordinators),
        "partners": lambda one: number_taking_part(data(), one),
        "fromChina": lambda one: number_taking_part(data(), one, "china"),
        "countries": lambda one: len(countries_of(known, one)),
        "settings": lambda one: len(one.settings),
        "onTopic": lambda one: len(on_topics(known, one, topics)[1]),
        "uses": lambda one: one.uses,
        "evidence": lambda one: one.evidence,
    }


def number_recorded(entry: Entry, side: str = "") -> int | None:
    """Return how many take part (of a side), None where nobody is recorded: no source says 0."""
    return number_taking_part(data(), entry, side) if number_taking_part(data(), entry) else None


def rows_of(
    entries: list[Entry], columns: tuple[str, ...], topics: frozenset[str] = frozenset()
) -> list[dict[str, object]]:
    """Return entities as rows for CSV and JSON, texts in the language of the page."""
    known = catalogue()

    def names(values: Iterable[str]) -> list[str]:
        return sorted(show.plain_name(iri) for iri in values)

    def reasons(one: Entry) -> list[str]:
        own, activities = on_topics(known, one, topics)
        return [*([str(_("its own topic"))] if own else []), *names(activities)]

    makers: dict[str, Callable[[Entry], object]] = {
        "name": lambda one: one.label(language()).text,
        "class": lambda one: one.category,
        "kind": lambda one: [show.kind_name(iri, one) for iri in show.sort_kinds(one.kinds)],
        "side": lambda one: names(one.sides),
        "country": lambda one: names(one.countries),
        "when": lambda one: one.date_text(),
        "places": lambda one: names(one.places),
        "topics": lambda one: names(one.topics),
        "functions": lambda one: names(one.functions),
        "bodies": lambda one: names(one.bodies),
        "status": lambda one: names(one.standings),
        "programmes": lambda one: names(one.programmes),
        "euContribution": lambda one: None if one.euro is None else float(one.euro),
        "coordinator": lambda one: names(one.coordinators),
        "partners": number_recorded,
        "fromChina": lambda one: number_recorded(one, "china"),
        "countries": lambda one: names(countries_of(known, one)),
        "settings": lambda one: len(one.settings),
        "onTopic": reasons,
        "uses": lambda one: one.uses,
        "evidence": lambda one: one.evidence,
    }
    return [
        {"id": entry.iri, **{name: makers[name](entry) for name in columns}} for entry in entries
    ]


ON_TOPIC = ("partners", "clusters")
"""Lists of organisations: a topic is also that of what they take part in."""

TABLE_FORMATS = ("csv", "json", *SHEETS)
"""What ``?format=`` of a list may say."""


def as_file(table: Table, kind: str, name: str) -> Response:
    """Return a table in one of TABLE_FORMATS; JSON is shown, the others are offered for saving."""
    if kind == "json":
        return Response(table.json(), mimetype="application/json")
    if kind == "xlsx":
        rows = ([row.get(column) for column in table.columns] for row in table.rows)
        answer = Response(workbook([(name, table.columns, rows)]), mimetype=XLSX)
    else:
        answer = Response(finished(table.csv().encode(), kind), mimetype="text/csv")
    suffix = "xlsx" if kind == "xlsx" else "csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def described_filter() -> dict[str, object]:
    """Return the arguments of the request that narrow a list, for the JSON of a table."""
    ignored = {"lang", "format", "page", "sort"}
    return {
        key: values if len(values) > 1 else values[0]
        for key, values in request.args.lists()
        if key not in ignored and any(values)
    }


def listing(path: str) -> Response | str:
    """Answer a list page, or its table in the format that ``?format=`` asks for."""
    chosen = list_pages()[path]
    known = catalogue()
    filters = read_filters(request.args)
    columns = chosen.columns
    if filters.topic and path in ON_TOPIC:
        columns = (*columns[:1], "onTopic", *columns[1:])
    check_order(request.args.get("sort", ""), columns)
    candidates = [one for one in known.of_class(*chosen.classes) if not one.hidden]
    selection = select_entries(known, candidates, filters, language(), chosen.facets, path)
    places = places_by_name(known, language())
    keys = {
        name: key
        for name, key in sort_keys(known, language(), filters.topic).items()
        if name in columns
    }
    ordered, order = sort_entries(
        sorted(selection.entries, key=lambda one: places[one.iri]),
        keys,
        request.args.get("sort", ""),
        chosen.sorted_by,
    )
    remarks = remarks_on(filters, path, ordered)
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        when = built()
        table = Table(
            when.date().isoformat() if when else "",
            punctuation().space.join([chosen.lead(language()), *remarks]),
            rows_of(ordered, columns, filters.topic),
            ("id", *columns),
            described_filter(),
        )
        return as_file(table, kind, path)
    if kind != "html":
        abort(404)
    pages = max(1, -(-len(ordered) // PAGE_SIZE))
    page = min(max(1, page_number(request.args)), pages)
    return render_template(
        "site/list.html",
        listing=chosen,
        title=chosen.title(language()),
        lead=chosen.lead(language()),
        columns=columns,
        programmes=data().programmes.programmes,
        remarks=remarks,
        selection=selection,
        entries=ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(ordered),
        everything=len(candidates),
        page=page,
        pages=pages,
        order=order,
        filters=filters,
        column_titles=COLUMN_TITLES | ({} if path == "projects" else OWN_SHARE),
        facet_titles=FACET_TITLES | (OF_PARTICIPANTS if path == "projects" else {}),
        numeric=NUMERIC,
        short=short,
        taking_part=number_recorded,
        from_china=lambda one: number_recorded(one, "china"),
        countries_of=lambda one: countries_of(known, one),
        on_topics=lambda one: on_topics(known, one, filters.topic),
    )


def remarks_on(filters: Filters, path: str, entries: list[Entry]) -> list[str]:
    """Return what a reader has to know of a list under its filters: how it was chosen."""
    said = []
    if filters.topic and path in ON_TOPIC:
        said.append(_reasons_told(filters.topic, entries))
    if path == "projects" and filters.country:
        said += _of_countries(filters.country, entries)
    if UNIVERSITY in filters.kind:
        said.append(
            _(
                "Registers know only “%(kind)s”: one counts as a university here if one of its "
                "names says so; for the others choose that kind.",
                kind=show.plain_name(EDUCATION),
            )
        )
    if filters.money and path != "projects":
        said.append(
            _(
                "Own share by the registers, net of what is passed on; organisations that no "
                "register lists in a project are left out."
            )
        )
    return said


def _of_countries(countries: frozenset[str], entries: list[Entry]) -> list[str]:
    """Return how many projects are in a list for the country alone, as a briefing counts them."""
    seated = sum(bool(countries & countries_of(data().catalogue, one)) for one in entries)
    if seated == len(entries):
        return []
    parts = [
        _("with a participant seated there: %(count)s", count=show.number(seated)),
        *by_country_itself(len(entries) - seated),
    ]
    counted = punctuation().semicolon.join(parts)
    return [
        str(
            _(
                "Of the projects (%(projects)s): %(list)s.",
                projects=show.number(len(entries)),
                list=counted,
            )
        )
    ]


def _reasons_told(topics: frozenset[str], entries: list[Entry]) -> str:
    """Return how many of the organisations are on some topics by what, as a briefing counts."""
    build, behind = data(), 0
    taking: dict[str, int] = {}
    for one in entries:
        _own, activities = on_topics(build.catalogue, one, topics)
        roles = [build.roles.get((iri, one.iri), set()) for iri in activities]
        state = any(kind.rpartition("/")[2] in STATES for kind in one.kinds)
        part = not state and not all(held and held <= NOT_TAKING_PART for held in roles)
        if part:
            taking[one.iri] = len(activities)
        behind += bool(activities) and not part
    twice = doubled(build.analysis.network, taking)
    said = str(
        _(
            "By the topics of what they take part in: %(taking)s; as a state, funder or target "
            "of such activities: %(behind)s; by their own topic alone: %(own)s.",
            taking=show.number(len(taking)),
            behind=show.number(behind),
            own=show.number(len(entries) - len(taking) - behind),
        )
    )
    if not twice:
        return said
    once = show.number(len(taking) - len(twice))
    more = _("Who takes part under several names counted once: %(count)s.", count=once)
    return str(punctuation().space.join([said, more]))


def topics() -> Response | str:
    """Answer the tree of topics with how many entities each has."""
    check_names(request.args, ())
    known = catalogue()
    counts: dict[str, dict[str, int]] = {}
    for entry in known.entries.values():
        if entry.hidden:
            continue
        for topic in entry.topics:
            by_class = counts.setdefault(topic, {})
            by_class[entry.category] = by_class.get(entry.category, 0) + 1
    concepts = known.concepts_of("topic")
    rows = [
        {
            "id": one.iri,
            "name": one.label(language()).text,
            "broader": one.broader,
            "entities": sum(counts.get(one.iri, {}).values()),
            "withNarrower": sum(
                sum(counts.get(below, {}).values()) for below in known.with_narrower(one.iri)
            ),
        }
        for one in concepts
    ]
    kind = request.args.get("format", "html")
    if kind in TABLE_FORMATS:
        when = built()
        definition = "Topics with the number of entities that have each of them."
        columns = ("id", "name", "broader", "entities", "withNarrower")
        table = Table(when.date().isoformat() if when else "", definition, rows, columns)
        return as_file(table, kind, "topics")
    return render_template("site/topics.html", rows=rows, counts=counts)


def list_of(category: str) -> tuple[str, str] | None:
    """Return path and title of the list that shows a class, None where there is none."""
    known = page_classes().get(category)
    path = next(iter(known.lists), None) if known else None
    return (path, list_pages()[path].title(language())) if path else None


def register(app: Flask) -> None:
    """Add the list pages to ``app``."""
    app.jinja_env.globals["list_of"] = list_of
    for path in (path for path, one in list_pages().items() if one.columns):
        app.add_url_rule(f"/{path}", f"list_{path}", lambda path=path: listing(path))
    app.add_url_rule("/topics", "list_topics", topics)
