"""Which side an organisation is on: EU, China or other, by the country of its seat on a day.

On the organisation it is the side of the day that the data is of; on each participation and
membership that of the day on which the tie began, so that a university of the United Kingdom is
on the side of the EU in a project of 2018 and on another one today.
"""

from __future__ import annotations

import datetime

from rdflib import RDF, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN
from graph.standing import side_on

UNKNOWN = iris.concept("side", "unknown")


def side_of_country(quads: Quads, country: URIRef, day: datetime.date) -> URIRef:
    """Return the side of a country on a day, by the table in ``ontology/countries.ttl``."""

    def told(key: URIRef) -> str:
        return next((str(value) for value in quads.values(country, key)), "")

    stated = told(EUCN.side).rpartition("/")[2]
    side = side_on(day.isoformat(), told(EUCN.euMemberFrom), told(EUCN.euMemberUntil), stated)
    return iris.concept("side", side)


def countries_of(quads: Quads, partner: URIRef) -> list[URIRef]:
    """Return the countries of a partner's seat: stated, or those of the places it is located in."""
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
    """``eucn:side`` of every organisation on a day (the day the data is of), and of every tie.

    A side stated by curation (EU bodies, EU bodies seated in China, joint bodies) stands; a
    partner whose country nobody states is on the side ``unknown``. One that is only cited has a
    side where its country is stated, else none: nothing asks for it.
    """
    partners = {subject for subject, value in quads.pairs(RDF.type) if value == EUCN.Partner}
    organisations = (who for who, value in quads.pairs(RDF.type) if value == EUCN.Organization)
    derived: set[URIRef] = set()
    for who in dict.fromkeys(organisations):
        if quads.values(who, EUCN.side):
            continue
        sides = {side_of_country(quads, c, day) for c in countries_of(quads, who)}
        for side in sorted(sides) or ([UNKNOWN] if who in partners else []):
            quads.add(who, EUCN.side, side, iris.DERIVED_GRAPH)
        derived.add(who)
    for end, whole in _TIES:
        for node, tied in quads.pairs(end):
            assert isinstance(tied, URIRef)
            if quads.values(node, EUCN.side) or not quads.values(node, whole):
                continue
            began = _began(quads, node, whole) if tied in derived else None
            if began is None:
                # Stated for all time, or a tie whose day nobody states: the side of today.
                sides = set(quads.resources(tied, EUCN.side))
            else:
                sides = {side_of_country(quads, c, began) for c in countries_of(quads, tied)}
            for side in sorted(sides) or [UNKNOWN] * (tied in partners):
                quads.add(node, EUCN.side, side, iris.DERIVED_GRAPH)


_TIES = ((EUCN.participant, EUCN.participationIn), (EUCN.member, EUCN.membershipIn))


def _began(quads: Quads, node: URIRef, whole: URIRef) -> datetime.date | None:
    """Return the day a tie began: its own, else that of what it is in, else of the first step of
    it.
    """
    settings = quads.resources(node, whole)
    steps = [step for setting in settings for step in quads.resources(setting, EUCN.action)]
    for subjects in ([node], settings, steps):
        days = [str(day) for one in subjects for day in quads.values(one, EUCN.earliestStart)]
        if days:
            return datetime.date.fromisoformat(min(days))
    return None
