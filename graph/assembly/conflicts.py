"""Where statements contradict each other, between documents or inside one.

Nothing is deleted: both statements stay, each with its source. A named rule ranks the
values (preferred, normal, deprecated) without removing any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import PROV, RDF, XSD, Literal, URIRef

from graph import iris
from graph.assembly.comparing import Agreement, agreement
from graph.assembly.dates import bounds
from graph.assembly.quads import Quads, Term
from graph.iris import EUCN

RULE = (
    "where a register states it too, the values that it bears out are preferred; else the value "
    "stated with the highest confidence, and equal ones stay normal"
)
IN_REGISTERS = {EUCN.fundingEuro: EUCN.euContribution}
"""Properties that registers have under another name."""
_DATES = frozenset({XSD.gYear, XSD.gYearMonth, XSD.date})


@dataclass(frozen=True)
class Said:
    """One value with who says it: document and claim IRIs."""

    value: Term
    document: URIRef
    claim: URIRef
    confidence: float
    within: bool
    """Marked in the record as a contradiction inside the document."""


@dataclass(frozen=True)
class Conflict:
    """A subject and a property that can have one value, and the several that are stated."""

    subject: URIRef
    property: URIRef
    values: tuple[Said, ...]


def single_valued(quads: Quads) -> list[URIRef]:
    """Return the properties a thing has one value of: single in a document, so single in truth."""
    flagged = [subject for subject, _ in quads.pairs(EUCN.functionalInDocument)]
    return sorted(flagged)


def conflicts(quads: Quads) -> list[Conflict]:
    """Return all conflicts, sorted by subject and property."""
    found = [
        Conflict(subject, predicate, tuple(values))
        for (subject, predicate), values in said_by_documents(quads, single_valued(quads)).items()
        if differ([value.value for value in values]) and not _changed(predicate, values)
    ]
    return sorted(found, key=lambda conflict: (conflict.subject, conflict.property))


def said_by_documents(
    quads: Quads, properties: Iterable[URIRef]
) -> dict[tuple[URIRef, URIRef], list[Said]]:
    """Return what documents say of some properties and of who coordinates, by thing and property;
    the surest first.
    """
    properties = set(properties)
    said: dict[tuple[URIRef, URIRef], list[Said]] = {}
    for claim, subject in quads.pairs(RDF.subject):
        predicate = quads.resources(claim, RDF.predicate)[0]
        value = quads.values(claim, RDF.object)[0]
        key: tuple[URIRef, URIRef] | None = None
        assert isinstance(subject, URIRef)
        if predicate in properties:
            key = subject, predicate
        if predicate == EUCN.role and value == iris.concept("role", "coordinator"):
            # Who takes part in what may be unsaid; the shapes tell that, after this.
            participant = quads.values(subject, EUCN.participant)[:1]
            for thing in quads.resources(subject, EUCN.participationIn) if participant else ():
                key, value = (thing, EUCN.coordinator), participant[0]
        if key is not None:
            said.setdefault(key, []).append(_said(quads, claim, value))
    return {key: sorted(values, key=_order) for key, values in said.items()}


def _changed(predicate: URIRef, values: list[Said]) -> bool:
    """Return whether it is a status that several documents tell: it changed between them."""
    return predicate == EUCN.status and len({value.document for value in values}) > 1


def _said(quads: Quads, claim: URIRef, value: Term) -> Said:
    confidence = quads.values(claim, EUCN.confidence)
    return Said(
        value,
        quads.resources(claim, PROV.wasDerivedFrom)[0],
        claim,
        float(str(confidence[0])),
        bool(quads.values(claim, EUCN.contradictedInDocument)),
    )


def differ(values: list[Term]) -> bool:
    """Return whether the values contradict: dates do not where one only says more precisely
    when.
    """
    distinct = sorted(set(values), key=str)
    dates = [v for v in distinct if isinstance(v, Literal) and v.datatype in _DATES]
    ranges = [bounds(str(date)) for date in dates]
    if len(ranges) == len(distinct):
        latest_start = max(low for low, _ in ranges)
        earliest_end = min(high for _, high in ranges)
        return latest_start > earliest_end
    return len(distinct) > 1


def _order(said: Said) -> tuple[float, str, str]:
    return -said.confidence, str(said.document), str(said.value)


def derive_ranks(quads: Quads, found: Iterable[Conflict]) -> None:
    """Rank the claims of each conflict by the rule: the best preferred, the others normal.

    Where the rule cannot decide (equal confidence, a register that bears out none) all stay normal.
    """
    registers = in_registers(quads)
    for conflict in found:
        best = max(value.confidence for value in conflict.values)
        top = [value for value in conflict.values if value.confidence == best]
        decided = not differ([value.value for value in top])
        key = conflict.subject, IN_REGISTERS.get(conflict.property, conflict.property)
        if key in registers:
            top = [one for one in conflict.values if borne_out(quads, one.value, registers[key])]
            decided = bool(top)
        for value in conflict.values:
            rank = "preferred" if decided and value in top else "normal"
            quads.add(value.claim, EUCN.rank, iris.concept("rank", rank), iris.DERIVED_GRAPH)


def in_registers(quads: Quads) -> dict[tuple[URIRef, URIRef], dict[Term, set[URIRef]]]:
    """Return what registers state, by thing and property: each value with the graphs it is in."""
    stated: dict[tuple[URIRef, URIRef], dict[Term, set[URIRef]]] = {}
    for name in quads.registers:
        for subject, predicate, value in quads.graphs.get(name, ()):
            stated.setdefault((subject, predicate), {}).setdefault(value, set()).add(name)
    return stated


def borne_out(quads: Quads, value: Term, stated: Iterable[Term]) -> bool:
    """Return whether a register says the same, or names the whole of which it is a part."""
    within: list[URIRef] = []
    if isinstance(value, URIRef):
        for above in (EUCN.partOf, EUCN.subOrganizationOf):
            within += quads.resources(value, above)
    return any(
        other in within or agreement(value, other) != Agreement.DIFFERENT for other in stated
    )
