"""``/brokers``: who connects the two sides, why, and what would fall apart."""

from __future__ import annotations

from collections import Counter

from flask import Flask, Response, abort, render_template, request

from graph.iris import ID
from graph.network.measures.brokers import ORDERS, Broker, broker, brokers, main_pattern
from graph.network.measures.functions import (
    CONVENER_IN_CHINA,
    COORDINATOR,
    FUNCTIONS,
    Function,
    without_coordinator,
)
from graph.network.measures.gould_fernandez import undirected_role_of
from graph.network.telling.results_rdf import broker_graph
from graph.network.telling.rows import BROKER_COLUMNS, broker_row, flat_broker, table
from graph.network.telling.sentences import Speaker
from graph.network.telling.wording import phrases
from server.network.choices import choices
from server.network.view import SHEETS, View, json_answer, sheet_answer, view
from server.site.asked import check_value

SCORES = (
    *("activity", "between", "bridging", "island_expected", "island_z", "island_p", "z", "p"),
    *("between_low", "between_high", "betweenness", "constraint", "effective_size", "degree"),
    *("cross_ties", "activities"),
)
ALL_SCORES = (
    *("activity", "between", "bridging", "island_expected", "island_sd", "island_z", "island_p"),
    *("expected", "sd", "z", "p", "between_low", "between_high"),
    *("betweenness", "two_mode_betweenness", "constraint"),
    *("effective_size", "degree", "strength", "activities", "cross_ties", "cross_share"),
    *("reach_eu", "reach_china", "reach_eu_2", "reach_china_2", "pairs_lost", "core"),
    *("community", "firmness"),
)
OF_THE_TEST = frozenset(
    ("island_expected", "island_sd", "island_z", "island_p", "expected", "sd", "z", "p")
)
SHARES = frozenset(("bridging", "betweenness", "two_mode_betweenness", "cross_share", "firmness"))
PROBABILITIES = frozenset(("p", "island_p", "constraint"))


def listed() -> str | Response:
    """Show the brokers of a view, or give them as CSV, JSON or Turtle."""
    shown = view("by", "all")
    by = request.args.get("by", "") or "activity"
    check_value("by", by, ORDERS)
    everyone = brokers(shown.analysis, by)
    found = everyone if request.args.get("all") == "1" else [b for b in everyone if b.brokers]
    format = request.args.get("format", "")
    if format == "ttl":
        text = broker_graph(shown.analysis, found, shown.speaker).serialize(format="turtle")
        return Response(text, content_type="text/turtle; charset=utf-8")
    if format in (*SHEETS, "json"):
        rows = [broker_row(row, shown.speaker) for row in found]
        if format != "json":
            return sheet_answer(format, list(map(flat_broker, rows)), BROKER_COLUMNS, "brokers")
        return json_answer(table(shown.analysis, shown.speaker, "definition.broker", rows))
    return render_template(
        "network/brokers.html",
        view=shown,
        brokers=found,
        by=by,
        by_function=by_function(found),
        at_least=COORDINATOR,
        in_china=CONVENER_IN_CHINA,
        unnamed=without_coordinator(shown.analysis),
        placed=sorted(
            (one for one in found if one.pairs_cut or one.scores["between"]),
            key=lambda one: (-float(one.scores["between"] or 0), one.rank),
        ),
        choices=choices(shown),
        orders=ORDERS,
        scores=counted(shown, SCORES),
        everyone=len(everyone),
        bridges=shown.analysis.bridges,
        communities=shown.analysis.communities if shown.analysis.actors else None,
    )


def by_function(found: list[Broker]) -> dict[str, list[tuple[Broker, Function]]]:
    """Return the actors by what they do, the most active first."""
    held: dict[str, list[tuple[Broker, Function]]] = {kind: [] for kind in FUNCTIONS}
    for row in found:
        for one in row.functions:
            held[one.kind].append((row, one))
    for rows in held.values():
        rows.sort(key=lambda pair: (-pair[1].activity, -pair[1].exclusivity, pair[0].iri))
    return {kind: rows for kind, rows in held.items() if rows}


def one(segment: str, slug: str) -> str:
    """Show one broker: the sentence, every score with its definition, pairs and patterns."""
    shown = view()
    iri = shown.whole(f"{ID}{segment}/{slug}")
    found = broker(shown.analysis, iri)
    if found is None:
        abort(404)
    at = shown.analysis.at[iri]
    split = shown.analysis.splits.get(at)
    parts = Counter(split.parts) if split else Counter()
    return render_template(
        "network/broker.html",
        view=shown,
        broker=found,
        everyone=len(shown.analysis.actors),
        scores=counted(shown, ALL_SCORES),
        parts=sorted(parts.items(), key=lambda part: (-part[0][2], part[0])),
        by_country=shown.analysis.country_brokerage.patterns(at),
        meaning=phrases(shown.speaker.language),
    )


def counted(shown: View, scores: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scores that a view has: without those of the test where it was not run."""
    tested = bool(shown.analysis.shuffled)
    return tuple(name for name in scores if tested or name not in OF_THE_TEST)


def country_pattern(shown: View, pattern: tuple[str, str, str]) -> str:
    """Write a pattern of countries with the broker's in brackets."""
    one, middle, two = (shown.speaker.name(f"{ID}country/{code}") for code in pattern)
    return shown.speaker.bracketed(one, middle, two)


def score_text(speaker: Speaker, name: str, value: float | int | None) -> str:
    """Write a score: shares as percentages, whole numbers as they are, none as a dash."""
    if value is None:
        return "–"
    if name in SHARES:
        return speaker.percent(float(value))
    if isinstance(value, int):
        return speaker.number(value)
    if name in PROBABILITIES:
        return speaker.number(value, 3)
    # Of thousands of pairs nobody reads hundredths.
    return speaker.number(value, 0 if abs(value) >= 100 else 2)


def register(app: Flask) -> None:
    """Add the brokers' pages to ``app``."""
    app.add_url_rule("/brokers", "brokers", listed)
    app.add_url_rule("/brokers/<segment>/<slug>", "broker", one)
    app.jinja_env.globals.update(
        score_text=score_text,
        main_pattern=main_pattern,
        role_of_pattern=lambda pattern: undirected_role_of(*pattern),
        country_pattern=country_pattern,
        names_of=lambda shown, iris: [shown.speaker.name(iri) for iri in iris],
    )
