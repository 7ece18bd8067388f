"""What an event has from the larger one it was part of, and the larger one from its parts.

A document that says where a mission went does not say it again of the seminar held during it.
Whoever asks for the events in Shanghai, or for those of an organiser, should find both. Only what
no source says of the event itself is handed on, and only in the derived graph. Upwards goes the
country alone, and only from a part: what was held in a town under a mission says nothing of where
else the mission went.
"""

from __future__ import annotations

from rdflib import RDF, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.assembly.sides import countries_of
from graph.iris import EUCN


def hand_on_places(quads: Quads) -> None:
    """Give places to events that have none, from their wholes; countries from their parts too."""
    pairs = _wholes(quads)
    parts = set(quads.pairs(EUCN.superEvent))
    placed = {thing for key in (EUCN.country, EUCN.locatedIn) for thing, _ in quads.pairs(key)}
    up = [
        (whole, country)
        for part, whole in pairs
        if whole not in placed and (part, whole) in parts
        for country in countries_of(quads, part)
    ]
    for key in (EUCN.country, EUCN.locatedIn):
        had = {thing for thing, _ in quads.pairs(key)}
        for part, whole in pairs:
            if part not in had and whole in had:
                for place in quads.resources(whole, key):
                    quads.add(part, key, place, iris.DERIVED_GRAPH)
    for whole, country in up:
        quads.add(whole, EUCN.country, country, iris.DERIVED_GRAPH)


def hand_on_organisers(quads: Quads) -> None:
    """Give ``eucn:organiser`` to events that have none, from the event they were part of."""
    had = {thing for thing, _ in quads.pairs(EUCN.organiser)}
    for part, whole in _wholes(quads):
        if part not in had:
            for organiser in quads.resources(whole, EUCN.organiser):
                for forward, backward in _ORGANISING:
                    quads.add(part, forward, organiser, iris.DERIVED_GRAPH)
                    quads.add(organiser, backward, part, iris.DERIVED_GRAPH)


_ORGANISING = ((EUCN.organiser, EUCN.organises), (EUCN.partner, EUCN.partnerIn))


def _wholes(quads: Quads) -> list[tuple[URIRef, URIRef]]:
    """Return events with the event that each was part of; a dialogue is no event."""
    events = {
        thing for thing, kind in quads.pairs(RDF.type) if kind in (EUCN.Event, EUCN.DialogueSession)
    }
    return sorted(
        (part, whole)
        for key in (EUCN.superEvent, EUCN.heldUnder)
        for part, whole in quads.pairs(key)
        if isinstance(whole, URIRef) and part in events and whole in events
    )
