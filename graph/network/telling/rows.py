"""The tables of brokers and gaps in one shape for pages, commands, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.network.measures.analysis import TESTED, Analysis
from graph.network.measures.brokers import Broker
from graph.network.measures.gaps import Gap, slug
from graph.network.model.reading import query
from graph.network.model.ties import UNKNOWN
from graph.network.telling.sentences import Speaker

BROKER_COLUMNS = (
    *("rank", "id", "name", "side", "country", "kind", "bridging", "expected", "z", "p"),
    *("betweenness", "two_mode_betweenness", "constraint", "effective_size", "ties", "strength"),
    *("activities", "cross_ties", "cross_share", "reach_eu", "reach_china", "reach_eu_2"),
    *("reach_china_2", "pairs_cut", "pairs_only", "core", "community", "firmness", "sentence"),
)
GAP_COLUMNS = ("kind", "score", "sentence", "things", "query", "claims")


def described_filter(analysis: Analysis) -> dict[str, Any]:
    """Return the filter as data: only what differs from the default, and the date of the data."""
    found: dict[str, Any] = {}
    for name, value in analysis.chosen.arguments():
        found.setdefault(name, []).append(value)
    return {"arguments": found, "query": analysis.chosen.query(), "asOf": analysis.network.as_of}


def broker_row(broker: Broker, speaker: Speaker) -> dict[str, Any]:
    """Return a broker as ``id, name, side, scores, sentence, pairs, claims`` and a little more."""
    return {
        "id": broker.iri,
        "name": speaker.name(broker.iri),
        "side": broker.side,
        "rank": broker.rank,
        "country": broker.country,
        "kind": broker.kind,
        "scores": {**broker.scores, "pairs_cut": broker.pairs_cut, "pairs_only": broker.pairs_only},
        "roles": dict(broker.roles),
        "patterns": {"-".join(pattern): n for pattern, n in sorted(broker.patterns.items())},
        "sentence": speaker.broker(broker),
        "pairs": [
            {
                "eu": pair.eu,
                "euName": speaker.name(pair.eu),
                "china": pair.china,
                "chinaName": speaker.name(pair.china),
                "how": pair.how,
            }
            for pair in broker.pairs
        ],
        "claims": list(broker.claims),
    }


def flat_broker(row: dict[str, Any]) -> dict[str, Any]:
    """Return a broker row for CSV: one column for each score."""
    return {**row, **row["scores"], "ties": row["scores"]["degree"]}


def gap_row(gap: Gap, speaker: Speaker) -> dict[str, Any]:
    """Return a gap as ``kind, sentence, score, query, claims`` and what it is about."""
    return {
        "id": slug(gap),
        "kind": gap.kind,
        "sentence": speaker.gap(gap),
        "score": round(gap.score, 6),
        "query": {"name": gap.query, "text": query(gap.query)},
        "things": list(gap.things),
        "names": [speaker.name(iri) for iri in gap.things],
        "claims": list(gap.claims),
    }


def flat_gap(row: dict[str, Any]) -> dict[str, Any]:
    """Return a gap row for CSV: names for IRIs, the name of the query for its text."""
    return {**row, "things": row["names"], "query": row["query"]["name"]}


def table(
    analysis: Analysis, speaker: Speaker, definition: str, rows: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Return a table in the shape that all of them have: built, definition, filter, rows."""
    return {
        "built": analysis.network.built,
        "definition": speaker.say(definition),
        "filter": described_filter(analysis),
        "notes": notes(analysis, speaker),
        "rows": list(rows),
    }


def notes(analysis: Analysis, speaker: Speaker) -> list[str]:
    """Return what a reader must know of a view: unknown sides, what is left out, undated."""
    found: list[str] = []
    if analysis.view.closed:
        found.append(speaker.say("note.closed", analysis.view.closed))
    unknown = sum(side == UNKNOWN for side in analysis.sides)
    if unknown:
        every = speaker.number(len(analysis.sides))
        found.append(speaker.say("note.unknown", unknown, all=every))
    if analysis.actors and not analysis.shuffled:
        found.append(speaker.say("note.untested", limit=speaker.number(TESTED)))
    if analysis.undated:
        found.append(speaker.say("note.undated", analysis.undated))
    return found
