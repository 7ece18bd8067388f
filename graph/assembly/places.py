"""Places upwards: what is in a city is in its province and its country too.

Documents say where a thing is as narrowly as they do. Whoever asks for all events in China
should not have to know whether one was told with its city or with its country.
"""

from __future__ import annotations

from rdflib import RDF, SKOS, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN

_UPWARDS = (EUCN.locatedIn, EUCN.partOf, EUCN.country)


def derive_places(quads: Quads) -> None:
    """``eucn:locatedIn`` for every larger place, ``eucn:country`` where only a place is stated.

    A stated country stays the only one; a thing in several countries has each of them.
    """
    classes = quads.pairs(RDF.type)
    places = {place for place, kind in classes if kind in (EUCN.Place, EUCN.Country)}
    countries = {place for place, kind in classes if kind == EUCN.Country}
    wider = {place: _above(quads, place, places) for place in places}
    inside = [(place, place) for place in sorted(wider) if place not in countries]
    for thing, place in [*quads.pairs(EUCN.locatedIn), *inside]:
        assert isinstance(place, URIRef)
        for larger in sorted(wider.get(place, ())):
            quads.add(thing, EUCN.locatedIn, larger, iris.DERIVED_GRAPH)
    stated = {thing for thing, _ in quads.pairs(EUCN.country)}
    for thing, place in quads.pairs(EUCN.locatedIn):
        if place in countries and thing not in stated:
            assert isinstance(place, URIRef)
            quads.add(thing, EUCN.country, place, iris.DERIVED_GRAPH)
    for thing, country in quads.pairs(EUCN.country):
        quads.add(thing, EUCN.locatedIn, country, iris.DERIVED_GRAPH)


def derive_kinds_of_places(quads: Quads) -> None:
    """``eucn:kind`` with every wider kind of place: who asks for cities finds municipalities."""
    places = {thing for thing, kind in quads.pairs(RDF.type) if kind == EUCN.Place}
    for place, kind in quads.pairs(EUCN.kind):
        if place in places and isinstance(kind, URIRef):
            for wider in quads.resources(kind, SKOS.broader):
                quads.add(place, EUCN.kind, wider, iris.DERIVED_GRAPH)


def _above(quads: Quads, place: URIRef, places: set[URIRef]) -> set[URIRef]:
    """Return all places that a place lies in, by whichever property a document says so."""
    found: set[URIRef] = set()
    todo = [place]
    while todo:
        current = todo.pop()
        for key in _UPWARDS:
            for larger in quads.resources(current, key):
                if larger in places and larger not in found and larger != place:
                    found.add(larger)
                    todo.append(larger)
    return found
