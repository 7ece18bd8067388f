"""Which side a partner is on: EU, China or other, by the country of its seat on a day."""

from __future__ import annotations

import datetime

from rdflib import RDF, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN

UNKNOWN = iris.concept("side", "unknown")
EU = iris.concept("side", "eu")
OTHER = iris.concept("side", "other")


def side_of_country(quads: Quads, country: URIRef, day: datetime.date) -> URIRef:
    """The side of a country on a day, by the table in ``ontology/countries.ttl``.

    A member of the EU on that day is EU; China, Hong Kong, Macao and Taiwan are values of
    their own (stated in the table); every other country is other.
    """
    for start in quads.values(country, EUCN.euMemberFrom):
        until = quads.values(country, EUCN.euMemberUntil)
        # The last day of membership counts: the United Kingdom is EU until 2020-01-31.
        if str(start) <= day.isoformat() and (not until or day.isoformat() <= str(until[0])):
            return EU
    stated = quads.resources(country, EUCN.side)
    return stated[0] if stated else OTHER


def countries_of(quads: Quads, partner: URIRef) -> list[URIRef]:
    """The countries of a partner's seat: stated, or those of the places it is located in."""
    stated = quads.resources(partner, EUCN.country)
    if stated:
        return stated
    return list(
        dict.fromkeys(
            country
            for place in quads.resources(partner, EUCN.locatedIn)
            for country in (
                [place]
                if EUCN.Country in quads.values(place, RDF.type)
                else quads.resources(place, EUCN.country)
            )
        )
    )


def derive_sides(quads: Quads, day: datetime.date) -> None:
    """``eucn:side`` of every organisation on a day (the day the data is of).

    A side stated by curation (EU bodies, EU bodies seated in China, joint bodies) stands; a
    partner whose country nobody states is on the side ``unknown``. One that is only cited has a
    side where its country is stated, else none: nothing asks for it.
    """
    partners = {subject for subject, value in quads.pairs(RDF.type) if value == EUCN.Partner}
    organisations = (who for who, value in quads.pairs(RDF.type) if value == EUCN.Organization)
    for who in dict.fromkeys(organisations):
        if quads.values(who, EUCN.side):
            continue
        sides = {side_of_country(quads, c, day) for c in countries_of(quads, who)}
        for side in sorted(sides) or ([UNKNOWN] if who in partners else []):
            quads.add(who, EUCN.side, side, iris.DERIVED_GRAPH)
