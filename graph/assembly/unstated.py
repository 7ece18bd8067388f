"""What the sources do not say: a statement of its own, so that it can be asked for and shown.

Which properties one looks for on a class, the ontology says (``eucn:expects``). What is asked is
what the sources of the graph say taken together; what is expected of nothing is not told.
"""

from __future__ import annotations

from rdflib import RDF, RDFS, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN

_INSTEAD: dict[URIRef, tuple[URIRef, ...]] = {
    EUCN.date: (EUCN.startDate, EUCN.earliestStart, EUCN.year),
    EUCN.endDate: (EUCN.latestEnd, EUCN.durationYears),
    EUCN.fundingEuro: (EUCN.amount, EUCN.euContribution),
    EUCN.grantNumber: (EUCN.identifier,),
}
"""What answers the same question as well."""


def derive_unstated(quads: Quads) -> None:
    """State ``eucn:notStated`` for every expected property that no source gives."""
    expected: dict[URIRef, list[URIRef]] = {}
    for class_, key in quads.pairs(EUCN.expects):
        assert isinstance(key, URIRef)
        expected.setdefault(class_, []).append(key)
    narrower = {
        class_: {
            below
            for below in expected
            if below != class_ and class_ in quads.values(below, RDFS.subClassOf)
        }
        for class_ in expected
    }
    told = _told(quads)
    for thing, kind in quads.pairs(RDF.type):
        if not isinstance(kind, URIRef) or kind not in expected or thing not in told:
            continue
        if narrower[kind] & set(quads.values(thing, RDF.type)):
            continue
        for key in expected[kind]:
            if not _has(quads, thing, key):
                # A country is no place where one could go; which town it was is the question.
                only = key == EUCN.locatedIn and quads.values(thing, key)
                asked = EUCN.town if only else key
                quads.add(thing, EUCN.notStated, asked, iris.DERIVED_GRAPH)


def _told(quads: Quads) -> set[URIRef]:
    """Return what some document or the curation says something of."""
    return {triple[0] for name in quads.documents for triple in quads.graphs[name]}


def _has(quads: Quads, thing: URIRef, key: URIRef) -> bool:
    if key == EUCN.locatedIn:
        return any(
            EUCN.Country not in quads.values(place, RDF.type)
            for place in quads.resources(thing, EUCN.locatedIn)
        )
    if key == EUCN.date and any(
        quads.values(step, EUCN.earliestStart) for step in quads.resources(thing, EUCN.action)
    ):
        return True
    if key == EUCN.party:
        # Nobody agrees with itself: of one party the other is the question.
        return len(quads.values(thing, EUCN.party)) > 1
    return any(quads.values(thing, one) for one in (key, *_INSTEAD.get(key, ())))
