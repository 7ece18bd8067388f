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
from graph.standing import FINAL, standing_on

CLASSES = (EUCN.Project, EUCN.Event, EUCN.Agreement, EUCN.Dialogue, EUCN.Initiative)
"""Of these every member has a current status."""
SURE = 0.7
"""What a status that a document tells has to be as sure as, to be how a thing stands."""


def derive_status(quads: Quads, day: datetime.date) -> None:
    """State ``eucn:currentStatus`` of everything of the classes above, on the day of the data."""
    classes = set(CLASSES)
    members = {thing for thing, kind in quads.pairs(RDF.type) if kind in classes}
    said = last_said(quads)
    within = _ends_of_wholes(quads)
    for thing, step in _announced(quads).items():
        # That it was announced stays true after the end of what it is part of.
        if thing not in said:
            said[thing] = step
            within.pop(thing, None)
    for thing in sorted(members | (set(said) & (_dated(quads) | set(within)))):
        status = status_on(quads, thing, said.get(thing, ""), day, within.get(thing, ""))
        quads.add(thing, EUCN.currentStatus, iris.concept("status", status), iris.DERIVED_GRAPH)


def _announced(quads: Quads) -> dict[URIRef, str]:
    """Return agreements of which no source tells more than that they were announced."""
    told: dict[URIRef, set[str]] = {}
    for step, agreement in quads.pairs(EUCN.actionOf):
        if isinstance(agreement, URIRef):
            kinds = quads.resources(step, EUCN.kind)
            told.setdefault(agreement, set()).update(_notation(kind) for kind in kinds)
    return {one: "announced" for one, kinds in told.items() if kinds == {"announcement"}}


def _dated(quads: Quads) -> set[URIRef]:
    """Return what has a bound; claims, which have ranks but no status, are none of it."""
    return {thing for thing, _ in quads.pairs(EUCN.latestEnd)}


def _ends_of_wholes(quads: Quads) -> dict[URIRef, str]:
    """Return by phase, part or outcome of something, and by what it was to set up, its last day."""
    return {
        part: max(ends)
        for key in (EUCN.partOf, EUCN.outcomeOf, EUCN.establishedBy)
        for part, whole in quads.pairs(key)
        if isinstance(whole, URIRef)
        and (ends := [str(value) for value in quads.values(whole, EUCN.latestEnd)])
    }


def status_on(quads: Quads, thing: URIRef, said: str, day: datetime.date, within: str = "") -> str:
    """Return the notation of the status of a thing on a day; ``said`` is what a source says.

    ``within`` is the last day of what it is a phase, a part or an outcome of.
    """
    # Sources may disagree: it began with the first start, and is over after the last end.
    starts = min((str(value) for value in quads.values(thing, EUCN.earliestStart)), default="")
    ends = max((str(value) for value in quads.values(thing, EUCN.latestEnd)), default="")
    return standing_on(day.isoformat(), said, starts, ends, within)


def last_said(quads: Quads) -> dict[URIRef, str]:
    """Return by thing the status that was said last: it may have changed since.

    That of the latest document, or what a register tells as over. A reading less sure than
    ``SURE`` decides nothing: it stays a claim.
    """
    dates = {
        document: str(quads.values(document, EUCN.earliestStart)[0])
        for document, _ in quads.pairs(EUCN.documentGraph)
        if quads.values(document, EUCN.earliestStart)
    }
    latest: dict[URIRef, tuple[str, str]] = {}
    doubted: set[URIRef] = set()
    for claim, predicate in quads.pairs(RDF.predicate):
        if predicate != EUCN.status:
            continue
        if any(float(str(sure)) < SURE for sure in quads.values(claim, EUCN.confidence)):
            doubted.update(quads.resources(claim, RDF.subject))
            continue
        for thing, value in zip(
            quads.resources(claim, RDF.subject), quads.resources(claim, RDF.object), strict=True
        ):
            documents = quads.resources(claim, PROV.wasDerivedFrom)
            when = max((dates.get(one, "") for one in documents), default="")
            latest[thing] = max(latest.get(thing, ("", "")), (when, _notation(value)))
    found = {thing: status for thing, (_, status) in latest.items()}
    for thing, concept in quads.pairs(EUCN.status):
        if isinstance(concept, URIRef) and thing not in doubted:
            found.setdefault(thing, _notation(concept))
    found.update(_closed_by_registers(quads))
    return found


def _closed_by_registers(quads: Quads) -> dict[URIRef, str]:
    """Return what a register tells as over: that holds, whatever a document said before."""
    return {
        thing: status
        for name, triples in quads.graphs.items()
        if name not in quads.documents and name != iris.VOCABULARY_GRAPH
        for thing, predicate, concept in triples
        if predicate == EUCN.status
        and isinstance(concept, URIRef)
        and (status := _notation(concept)) in FINAL
    }


def _notation(concept: URIRef) -> str:
    return concept.rpartition("/")[2]
