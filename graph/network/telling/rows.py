"""The tables of brokers and gaps in one shape for pages, commands, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.network.measures.analysis import TESTED, Analysis
from graph.network.measures.brokers import Broker
from graph.network.measures.gap import Gap, slug
from graph.network.measures.gould_fernandez import ROLES
from graph.network.model.ties import UNKNOWN
from graph.network.telling.sentences import Speaker
from graph.questions import query

BROKER_COLUMNS = (
    *("rank", "id", "name", "side", "country", "kind", "functions", "activity", "between"),
    *("bridging", "pairs_cut", "pairs_through", "pairs_only", "island_expected", "island_sd"),
    *("island_z", "island_p", "expected", "sd", "z", "p", "between_low", "between_high"),
    *("betweenness", "two_mode_betweenness", "constraint", "effective_size", "ties", "strength"),
    *("activities", "cross_ties", "cross_share", "reach_eu", "reach_china", "reach_eu_2"),
    *("reach_china_2", "core", "community", "firmness"),
    *(f"{role}{part}" for role in ROLES for part in ("", "_expected", "_sd", "_z")),
    *("parts", "documents", "claims", "rows", "sentence"),
)
GAP_COLUMNS = (
    *("group", "kind", "score", "sentence", "closes", "basis", "cautions", "things", "documents"),
    *("query", "claims", "rows"),
)


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
        "functions": [
            {
                "kind": one.kind,
                "activity": one.activity,
                "exclusivity": round(one.exclusivity, 9),
                "settings": list(one.settings),
                "places": list(one.places),
                "topics": list(one.topics),
                "others": list(one.others),
                "first": one.first,
                "last": one.last,
            }
            for one in broker.functions
        ],
        "scores": {
            **broker.scores,
            "pairs_cut": broker.pairs_cut,
            "pairs_through": broker.pairs_through,
            "pairs_only": broker.pairs_only,
        },
        "roles": {
            role: {
                "observed": one.observed,
                "expected": round(one.expected, 9),
                "sd": round(one.deviation, 9),
                "z": None if one.z is None else round(one.z, 9),
            }
            for role, one in broker.roles.items()
        },
        "patterns": {"-".join(pattern): n for pattern, n in sorted(broker.patterns.items())},
        "parts": list(broker.parts),
        "documents": list(broker.documents),
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
        "rows": list(broker.rows),
    }


def flat_broker(row: dict[str, Any]) -> dict[str, Any]:
    """Return a broker row for CSV: one column for each score and role."""
    roles = {
        f"{role}{suffix}": one[key]
        for role, one in row["roles"].items()
        for suffix, key in (("", "observed"), ("_expected", "expected"), ("_sd", "sd"), ("_z", "z"))
    }
    functions = [f"{one['kind']} {one['activity']}" for one in row["functions"]]
    ties = row["scores"]["degree"]
    return {**row, **row["scores"], **roles, "ties": ties, "functions": functions}


def gap_row(gap: Gap, speaker: Speaker) -> dict[str, Any]:
    """Return a gap as ``kind, sentence, score, query, claims`` and what it is about.

    ``query`` names the query and gives the values for which it returns this gap; its text stands
    once, in the table.
    """
    return {
        "id": slug(gap),
        "group": gap.group,
        "kind": gap.kind,
        "sentence": speaker.gap(gap),
        "quoted": dict(zip(("text", "language"), speaker.quoted(gap), strict=True)),
        "closes": speaker.closes(gap),
        "basis": speaker.basis_of(gap),
        "cautions": speaker.cautions(gap),
        "alike": speaker.alike_of(gap),
        "score": round(gap.score, 6),
        "query": {"name": gap.query, "values": {k: list(v) for k, v in gap.values.items()}},
        "things": list(gap.things),
        "names": [speaker.name(iri) for iri in gap.things],
        "documents": list(gap.documents),
        "claims": list(gap.claims),
        "rows": list(gap.rows),
    }


def flat_gap(row: dict[str, Any]) -> dict[str, Any]:
    """Return a gap row for CSV: names for IRIs, the name of the query for its text."""
    return {**row, "things": row["names"], "query": row["query"]["name"]}


def gap_table(
    analysis: Analysis, speaker: Speaker, rows: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Return the table of gaps; the meaning of the scores and each query stand once, by name."""
    found = list(rows)
    names = sorted({row["query"]["name"] for row in found})
    made = table(analysis, speaker, "definition.gap", found)
    scores = {kind: speaker.say(f"gap-score.{kind}") for kind in sorted({r["kind"] for r in found})}
    return {**made, "scores": scores, "queries": {name: query(name) for name in names}}


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
        found.append(speaker.scoped(speaker.say("note.unknown", unknown, all=every)))
    if analysis.actors and not analysis.shuffled:
        found.append(speaker.say("note.untested", limit=speaker.number(TESTED)))
    if analysis.undated:
        key = "note.undated" if analysis.chosen.undated else "note.undated-out"
        found.append(speaker.say(key, analysis.undated))
    parts = sum(len(actor.parts) for actor in analysis.view.actors.values())
    if parts:
        found.append(speaker.say("note.rolled", parts))
    pairs = analysis.pairs
    if every_pair := pairs.tied + pairs.through + pairs.apart:
        counts = {"tied": pairs.tied, "through": pairs.through, "apart": pairs.apart}
        said = {name: speaker.number(count) for name, count in counts.items()}
        told = speaker.say("note.pairs", None, all=speaker.number(every_pair), **said)
        found.append(speaker.scoped(told))
    return found
