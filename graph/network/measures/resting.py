"""What a number rests on: one organisation, or one document, behind more than a third of it.

Such a number describes that organisation or document rather than a country or province. A document
counts for what it alone tells of: what a register or another document has as well does not rest on
it. A register is no document: it lists whatever its programme funded, not what somebody chose to
tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.measures.gaps_in_records import CURATION

MUCH = 1.0 / 3.0
"""What is above this share of a number is told."""


@dataclass(frozen=True)
class Resting:
    """An organisation, or the one document, that ``some`` of ``all`` rests on."""

    iri: str
    some: float
    all: float
    document: bool = False


def only_documents(analysis: Analysis) -> dict[str, str]:
    """Return for each activity that one document alone tells of that document."""
    told: dict[str, set[str]] = {}
    listed: set[str] = set()
    for link in analysis.view.links:
        told.setdefault(link.setting, set()).update(
            iri for iri in link.documents if not iri.endswith(CURATION)
        )
        if link.rows:
            listed.add(link.setting)
    return {
        iri: next(iter(found))
        for iri, found in told.items()
        if len(found) == 1 and iri not in listed
    }


def members(analysis: Analysis, units: Mapping[str, str]) -> dict[tuple[str, str], set[str]]:
    """Return who of each unit takes part in each activity, by unit and activity."""
    found: dict[tuple[str, str], set[str]] = {}
    for link in analysis.view.links:
        unit = units.get(link.actor)
        if unit is not None:
            found.setdefault((unit, link.setting), set()).add(link.actor)
    return found


def of_activities(
    unit: str,
    activities: Iterable[str],
    taking_part: Mapping[tuple[str, str], set[str]],
    alone: Mapping[str, str],
) -> tuple[Resting, ...]:
    """Return what much of a number of activities of a unit rests on: actor first, then document."""
    every = list(activities)
    actors: dict[str, float] = {}
    documents: dict[str, float] = {}
    for iri in every:
        for actor in taking_part.get((unit, iri), ()):
            actors[actor] = actors.get(actor, 0.0) + 1.0
        if iri in alone:
            documents[alone[iri]] = documents.get(alone[iri], 0.0) + 1.0
    return much(actors, documents, float(len(every)))


def of_ties(
    analysis: Analysis, units: Mapping[str, str], alone: Mapping[str, str]
) -> dict[str, tuple[Resting, ...]]:
    """Return what much of the weight of each unit's EU-China ties rests on."""
    actors: dict[str, dict[str, float]] = {}
    documents: dict[str, dict[str, float]] = {}
    every: dict[str, float] = {}
    size: dict[str, set[str]] = {}
    for link in analysis.view.links:
        size.setdefault(link.setting, set()).add(link.actor)
    for tie in analysis.cross_border_ties:
        for end in (tie.a, tie.b):
            unit = units.get(end)
            if unit is None:
                continue
            every[unit] = every.get(unit, 0.0) + tie.weight
            held = actors.setdefault(unit, {})
            held[end] = held.get(end, 0.0) + tie.weight
            told = documents.setdefault(unit, {})
            for iri in tie.settings:
                if iri in alone:
                    part = 1.0 / (len(size[iri]) - 1)
                    told[alone[iri]] = told.get(alone[iri], 0.0) + part
    return {
        unit: much(actors[unit], documents.get(unit, {}), weight) for unit, weight in every.items()
    }


def much(
    actors: Mapping[str, float], documents: Mapping[str, float], every: float
) -> tuple[Resting, ...]:
    """Return the actor and the document with the largest part of a number, if above ``MUCH``."""
    found = []
    for parts, document in ((actors, False), (documents, True)):
        iri = min(parts, key=lambda one: (-round(parts[one], 9), one), default="")
        if iri and parts[iri] > every * MUCH + 1e-9:
            found.append(Resting(iri, parts[iri], every, document))
    return tuple(found)
