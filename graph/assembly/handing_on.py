"""What an event has from the larger one it was part of, and the larger one from its parts.

A document that says where a mission went does not say it again of the seminar held during it.
Whoever asks for the events in Shanghai, or for those of an organiser, should find both. Only what
no source says of the event itself is handed on, and only in the derived graph.
"""

from __future__ import annotations

from rdflib import RDF, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN


def hand_on_places(quads: Quads) -> None:
    """Give places and countries to events that have none, from their wholes and their parts."""
    pairs = _wholes(quads)
    for key in (EUCN.country, EUCN.locatedIn):
        had = {thing for thing, _ in quads.pairs(key)}
        for part, whole in pairs:
            for receiver, giver in ((part, whole), (whole, part)):
                if receiver not in had and giver in had:
                    for place in quads.resources(giver, key):
                        quads.add(receiver, key, place, iris.DERIVED_GRAPH)


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
