"""The start page: what is in here, one search box, four journeys, three findings."""

from __future__ import annotations

from flask import Flask, render_template

from graph.catalogue.classes import list_pages
from graph.network.measures.brokers import Broker
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.telling.sentences import Speaker
from server.i18n import language
from server.site.data import BuildData, data

MAIN = 6
"""So many lists, the first of the navigation, stand on the start page with their counts."""


def counts(build: BuildData) -> dict[str, int]:
    """Return how many entries each of the first lists has, by its path."""
    return {
        path: sum(not entry.hidden for entry in build.catalogue.of_class(*one.classes))
        for path, one in list(list_pages().items())[:MAIN]
    }


def start() -> str:
    """Answer ``/``."""
    build = data()
    speaker = Speaker(build.analysis.network, language())
    broker, gap = top_broker(build.brokers), top_gap(build.gaps)
    conflicts = build.conflicts.rows
    # The curation is no document: what it infers is not counted as read.
    documents = [one for one in build.catalogue.documents() if not one.iri.endswith("/curation")]
    return render_template(
        "site/start.html",
        counts=counts(build),
        claims=sum(build.contribution(one.iri).count() for one in documents),
        documents=documents,
        rows=build.rows,
        broker=broker,
        picture=build.bridge,
        broker_sentence=speaker.broker(broker) if broker else "",
        gap=gap,
        gap_sentence=speaker.gap(gap) if gap else "",
        conflict=build.main_conflict,
        conflicts=len(conflicts),
    )


def top_broker(found: list[Broker]) -> Broker | None:
    """Return the broker to open with: the most active one by what it does for both sides.

    Recorded roles are facts. A place in the network comes first only where nobody has a role and
    its own test does not call it chance.
    """
    active = [one for one in found if one.functions]
    if active:
        return max(active, key=lambda one: (one.activity, one.functions[0].exclusivity, -one.rank))
    return next((one for one in found if one.verdict == "more"), None)


def top_gap(found: list[Gap]) -> Gap | None:
    """Return the gap to open with: the first that a source states or that one can act on."""
    return next((gap for gap in found if gap.claims and gap.group != COVERAGE), None)


def register(app: Flask) -> None:
    """Add the start page to ``app``."""
    app.add_url_rule("/", "start", start)
