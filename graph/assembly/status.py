"""How things stand on the day of the data: by their dates, else as a source said last.

A status is of the day on which its document was written; a page that shows "planned" years later
tells something false. What was planned for a day that has passed is told as just that: whether it
took place, no source says.
"""

from __future__ import annotations

import datetime

from rdflib import PROV, RDF, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN

CLASSES = (EUCN.Project, EUCN.Event, EUCN.Agreement, EUCN.Dialogue, EUCN.Initiative)
"""Of these every member has a current status."""

_FINAL = ("not-materialised", "completed", "terminated", "withdrawn", "closed", "inactive")
_AHEAD = ("planned", "announced")


def derive_status(quads: Quads, day: datetime.date) -> None:
    """State ``eucn:currentStatus`` of everything of the classes above, on the day of the data."""
    classes = set(CLASSES)
    members = {thing for thing, kind in quads.pairs(RDF.type) if kind in classes}
    said = last_said(quads)
    for thing in sorted(members | (set(said) & _dated(quads))):
        status = status_on(quads, thing, said.get(thing, ""), day)
        quads.add(thing, EUCN.currentStatus, iris.concept("status", status), iris.DERIVED_GRAPH)


def _dated(quads: Quads) -> set[URIRef]:
    """Return what has a bound; claims, which have ranks but no status, are none of it."""
    return {thing for thing, _ in quads.pairs(EUCN.latestEnd)}


def status_on(quads: Quads, thing: URIRef, said: str, day: datetime.date) -> str:
    """Return the notation of the status of a thing on a day; ``said`` is what a source says."""
    today = day.isoformat()
    starts = _first(quads, thing, EUCN.earliestStart)
    ends = _first(quads, thing, EUCN.latestEnd)
    if said in _FINAL:
        return said
    if ends and ends < today:
        return "date-passed" if said in _AHEAD else "ended"
    if starts and starts > today:
        return "planned"
    if starts and ends:
        return "ongoing"
    if said:
        return said
    return "no-end-recorded" if starts else "status-not-stated"


def _first(quads: Quads, thing: URIRef, predicate: URIRef) -> str:
    return next((str(value) for value in quads.values(thing, predicate)), "")


def last_said(quads: Quads) -> dict[URIRef, str]:
    """Return by thing the status that the latest document states: it may have changed since."""
    dates = {
        document: str(quads.values(document, EUCN.earliestStart)[0])
        for document, _ in quads.pairs(EUCN.documentGraph)
        if quads.values(document, EUCN.earliestStart)
    }
    latest: dict[URIRef, tuple[str, str]] = {}
    for claim, predicate in quads.pairs(RDF.predicate):
        if predicate != EUCN.status:
            continue
        for thing, value in zip(
            quads.resources(claim, RDF.subject), quads.resources(claim, RDF.object), strict=True
        ):
            documents = quads.resources(claim, PROV.wasDerivedFrom)
            when = max((dates.get(one, "") for one in documents), default="")
            latest[thing] = max(latest.get(thing, ("", "")), (when, _notation(value)))
    found = {thing: status for thing, (_, status) in latest.items()}
    for thing, concept in quads.pairs(EUCN.status):
        if isinstance(concept, URIRef):
            found.setdefault(thing, _notation(concept))
    return found


def _notation(concept: URIRef) -> str:
    return concept.rpartition("/")[2]
