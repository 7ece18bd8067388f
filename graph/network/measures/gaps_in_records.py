"""Gaps that are plain queries: what sources state, what has no sequel, who is not named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import Literal
from rdflib.term import Identifier

from graph.network.measures.analysis import Analysis
from graph.network.measures.counted import counted
from graph.network.measures.gap import Caution, Gap
from graph.network.model.reading import Answering
from graph.questions import query

Rows = list[dict[str, Identifier]]
CURATION = "/document/curation"
"""What a curator inferred is no source: a gap does not rest on it."""


def in_records(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield the gaps that queries find; without the kinds whose queries find nothing."""
    for find in (
        not_materialised,
        shortfalls,
        agreements,
        priorities,
        counterparts,
        partnerships,
        announced,
        dialogues,
        countries,
    ):
        yield from find(store, analysis)


def cautions(store: Answering) -> dict[str, tuple[Caution, ...]]:
    """Return by topic who is said to be cautious about it."""
    found: dict[str, list[Caution]] = {}
    for row in store.select(query("gaps/cautious-topics")):
        topic = str(row["topic"])
        found.setdefault(topic, []).append(
            Caution(
                topic,
                str(row["who"]),
                str(row["document"]),
                str(row.get("date", "")),
                str(row["claim"]),
            )
        )
    return {topic: tuple(held) for topic, held in found.items()}


def _grouped(rows: Rows, name: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in rows:
        if name in row:
            groups.setdefault(str(row[name]), []).append(row)
    return dict(sorted(groups.items()))


def _all(rows: Rows, name: str) -> tuple[str, ...]:
    return tuple(sorted({str(row[name]) for row in rows if name in row}))


def _documents(rows: Rows) -> tuple[str, ...]:
    return tuple(iri for iri in _all(rows, "document") if not iri.endswith(CURATION))


def _about(analysis: Analysis, *iris: str) -> dict[str, Any]:
    """Return topics and dates of settings, as far as the network knows them."""
    settings = [analysis.network.things[iri] for iri in iris if iri in analysis.network.things]
    starts = [setting.start for setting in settings if setting.start]
    ends = [setting.end or setting.start for setting in settings if setting.end or setting.start]
    topics: frozenset[str] = frozenset()
    return {
        "topics": topics.union(*(setting.topics for setting in settings)),
        "start": min(starts, default=None),
        "end": max((end for end in ends if end), default=None),
    }


def not_materialised(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield what a source says did not come about."""
    name = "gaps/not-materialised"
    for thing, rows in _grouped(store.select(query(name)), "thing").items():
        yield Gap(
            "not-materialised",
            (thing,),
            float(len(_documents(rows))),
            name,
            _all(rows, "claim"),
            {"thing": thing},
            {"thing": (thing,)},
            _documents(rows),
            **_about(analysis, thing),
        )


def shortfalls(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield what a source says is lacking; the words are the record's, the passage the source's."""
    name = "gaps/stated-shortfalls"
    for claim, rows in _grouped(store.select(query(name)), "claim").items():
        thing, said = str(rows[0]["thing"]), rows[0]["shortfall"]
        language = said.language if isinstance(said, Literal) else None
        yield Gap(
            "stated-shortfall",
            (thing,),
            1.0,
            name,
            (claim,),
            {
                "thing": thing,
                "said": str(said),
                "language": language or "",
                "document": str(rows[0]["document"]),
                "counted": counted(store, analysis, thing, str(said), language or ""),
            },
            {"claim": (claim,)},
            _documents(rows),
            **_about(analysis, thing),
        )


def agreements(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield agreements of both sides of which no use is recorded."""
    name = "gaps/agreements-without-activity"
    for thing, rows in _grouped(store.select(query(name)), "agreement").items():
        about = _about(analysis, thing)
        underway = any(str(row.get("status", "")).endswith("/ongoing") for row in rows)
        yield Gap(
            "agreement-without-activity",
            (thing,),
            float(len(_documents(rows))),
            name,
            _all(rows, "claim"),
            {"thing": thing, "start": about["start"], "underway": underway},
            {"agreement": (thing,)},
            _documents(rows),
            **about,
        )


def priorities(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield topics that something of both sides names as a priority and nothing else is about."""
    name = "gaps/unserved-priorities"
    for topic, rows in _grouped(store.select(query(name)), "topic").items():
        sources = _all(rows, "source")
        yield Gap(
            "unserved-priority",
            (topic, *sources),
            float(len(sources)),
            name,
            _all(rows, "claim"),
            {"topic": topic, "sources": sources},
            {"topic": (topic,)},
            _documents(rows),
            frozenset({topic}),
        )


def counterparts(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield activities in China or about it whose Chinese participants nobody names.

    One gap for each programme or, without one, each set of actors: it is one question to ask.
    """
    name = "gaps/unnamed-counterparts"
    held: dict[str, list[str]] = {}
    frames: dict[str, set[str]] = {}
    actors: dict[str, set[str]] = {}
    rows = store.select(query(name))
    by_activity = _grouped(rows, "activity")
    common = Counter(over for found in by_activity.values() for over in _all(found, "frame"))
    for activity, found in by_activity.items():
        who = set(_all(found, "actor"))
        over = sorted(_all(found, "frame"), key=lambda frame: (-common[frame], frame))
        twins = {twin for twin in _all(found, "twin") if twin in by_activity}
        # Of two that are each other's counterpart it is one question, too.
        key = over[0] if over else "|".join(sorted(who) or sorted({activity, *twins}))
        held.setdefault(key, []).append(activity)
        frames.setdefault(key, set()).update(over[:1])
        actors.setdefault(key, set()).update(who)
    _join_those_that_act(held, frames, actors)
    within = analysis.network.two_mode.within
    for key, activities in held.items():
        # Of two entries that may be one activity the first stands for both.
        activities = [one for one in activities if within.get(one) not in activities]
        found = [row for activity in activities for row in by_activity[activity]]
        about = _about(analysis, *activities)
        frame = min(frames[key], default="")
        named = tuple(sorted(actors[key]))
        yield Gap(
            "unnamed-counterpart",
            (*named, *activities) if named else ((frame,) if frame else ()) + tuple(activities),
            float(len(activities)),
            name,
            _all(found, "claim"),
            {
                "frame": frame,
                "actors": named,
                "activities": tuple(activities),
                "twins": _pairs_with(found, "twin"),
                "within": _pairs_with(found, "within"),
                "alike": _pairs_with(found, "alike"),
                **_span(about),
            },
            {"activity": tuple(activities)},
            _documents(found),
            **about,
        )


def _pairs_with(rows: Rows, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the activities that have a value of a variable, each with its values.

    Of two that are each other's, the first stands for both.
    """
    held: dict[str, tuple[str, ...]] = {}
    for activity, found in _grouped([row for row in rows if name in row], "activity").items():
        values = tuple(one for one in _all(found, name) if activity not in held.get(one, ()))
        if values:
            held[activity] = values
    return tuple(held.items())


def _join_those_that_act(
    held: dict[str, list[str]], frames: dict[str, set[str]], actors: dict[str, set[str]]
) -> None:
    """Put an activity that itself runs others with them: it is one question to ask."""
    for key in list(held):
        for activity in list(held[key]):
            other = next((k for k in held if k != key and activity in actors[k] | frames[k]), None)
            if other is not None:
                held[other].append(activity)
                held[key].remove(activity)
        if not held[key]:
            del held[key], frames[key], actors[key]


def _span(about: Mapping[str, Any]) -> dict[str, object]:
    return {"first": about["start"], "last": about["end"]}


def partnerships(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield one gap for the cluster partnerships aimed at China without a dated event."""
    return _listed(
        store, "partnership-without-event", "gaps/partnerships-without-events", "partnership"
    )


def announced(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield one gap for what was announced for a day after the newest source that tells of it."""
    return _listed(store, "announced-activity", "gaps/announced-activities", "activity")


def dialogues(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield one gap for the dialogues of which no session is recorded."""
    return _listed(store, "dialogue-without-session", "gaps/dialogues-without-sessions", "dialogue")


def _listed(store: Answering, kind: str, name: str, variable: str) -> Iterable[Gap]:
    rows = store.select(query(name))
    things = tuple(_grouped(rows, variable))
    if things:
        yield Gap(
            kind,
            things,
            float(len(things)),
            name,
            _all(rows, "claim"),
            {"things": things},
            {variable: things},
            _documents(rows),
        )


def countries(store: Answering, analysis: Analysis) -> Iterable[Gap]:
    """Yield the member states for which the sources name no Chinese partner, and those unnamed."""
    name = "gaps/countries-without-ties"
    named: dict[str, int] = {}
    claims: set[str] = set()
    unnamed: list[str] = []
    for row in store.select(query(name)):
        country, organisations = str(row["country"]), int(str(row["organisations"]))
        if not organisations:
            unnamed.append(country)
            continue
        named[country] = organisations
        claims.update(str(row["claims"]).split())
    for kind, found in (
        ("country-without-tie", sorted(named)),
        ("country-unnamed", sorted(unnamed)),
    ):
        if found:
            yield Gap(
                kind,
                tuple(found),
                float(len(found)),
                name,
                tuple(sorted(claims)) if kind == "country-without-tie" else (),
                {"things": tuple(found)},
                {"country": tuple(found)},
            )
