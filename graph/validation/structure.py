"""Circles: what is a part of itself, broader than itself, replaced by itself, by any way."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDFS, SKOS
from rdflib.namespace import DCTERMS

from graph import iris
from graph.iris import EUCN
from graph.validation.declared import Declared
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

CHAINS: dict[str, tuple[str, ...]] = {
    "partOf": tuple(
        str(EUCN[key])
        for key in ("partOf", "superEvent", "sessionOf", "partOfProject", "subOrganizationOf")
    ),
    "administeredBy": (str(EUCN.administeredBy),),
    "basedOn": (str(EUCN.basedOn),),
    "establishedBy": (str(EUCN.establishedBy),),
    "resultOf": (str(EUCN.resultOf),),
    "fundedUnder": (str(EUCN.fundedUnder),),
    "heldUnder": (str(EUCN.heldUnder),),
    "broader": (str(SKOS.broader), str(SKOS.broaderTransitive)),
    "isReplacedBy": (str(DCTERMS.isReplacedBy),),
    "sameAs": (str(OWL.sameAs),),
    "subClassOf": (str(RDFS.subClassOf),),
    "subPropertyOf": (str(RDFS.subPropertyOf),),
    "succeededBy": (str(EUCN.succeededBy),),
}
"""Properties along which no way may lead back; those of one line are followed together."""

INVERSE = {
    str(SKOS.broader): str(SKOS.narrower),
    str(EUCN.establishedBy): str(EUCN.establishes),
    str(EUCN.resultOf): str(EUCN.ledTo),
    str(EUCN.succeededBy): str(EUCN.succeeds),
}
"""What is said from the other end."""

REFLEXIVE_BY_MEANING = {str(EUCN.about), str(EUCN.mentions), str(EUCN.topic)}
"""Of these a thing may be its own value: a document tells of itself."""


def check_circles(statements: Statements) -> Iterator[Finding]:
    """Yield a finding for each circle, at the first of its members."""
    for name, properties in CHAINS.items():
        ways: set[Pair] = set()
        for prop in properties:
            ways.update(statements.links(prop))
            if prop in INVERSE:
                ways.update((low, high) for high, low in statements.links(INVERSE[prop]))
        yield from _circles(name, ways, "Violation")
    # Two bodies may be members of each other; it is rare enough to be told.
    groups = dict(statements.links(str(EUCN.membershipIn)))
    members = statements.links(str(EUCN.member))
    yield from _circles(
        "member", {(who, groups[node]) for node, who in members if node in groups}, "Warning"
    )


Pair = tuple[str, str]


def _circles(name: str, ways: set[Pair], severity: str) -> Iterator[Finding]:
    ways = _without_ends({pair for pair in ways if pair[0] != pair[1]})
    if not ways:
        return
    # Here, because there is hardly ever a circle, and it takes long to load.
    import networkx as nx

    for circle in nx.strongly_connected_components(nx.DiGraph(sorted(ways))):
        if len(circle) > 1:
            members = sorted(iris.short(member) for member in circle)
            told = ", ".join(members[:5]) + (" …" if len(members) > 5 else "")
            yield finding(
                "circle", members[0], name, severity=severity, members=told, property=name
            )


def check_parts(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield a place that is part of what is no place, and what is part of a place."""
    for part, whole in statements.links(str(EUCN.partOf)):
        one, other = (_classes(thing, statements, declared) for thing in (part, whole))
        if one and other and (str(EUCN.Place) in one) != (str(EUCN.Place) in other):
            yield finding("part-of-another-kind", part, "partOf", whole)


def _classes(thing: str, statements: Statements, declared: Declared) -> set[str]:
    """Return the classes of a thing with those above; by its IRI if it is described elsewhere."""
    segment = thing.removeprefix(str(iris.ID)).partition("/")[0]
    stated = statements.types.get(thing) or {declared.segments.get(segment, "")}
    return set().union(*(declared.above.get(class_, set()) for class_ in stated))


def _without_ends(ways: set[Pair]) -> set[Pair]:
    """Return the ways that may be part of a circle: those that lead on, and on, without end."""
    while ways:
        lead_on = {start for start, _ in ways}
        left = {(start, end) for start, end in ways if end in lead_on}
        if len(left) == len(ways):
            break
        ways = left
    return ways


def check_itself(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield a thing that stands in a relation to itself."""
    chained = {prop for properties in CHAINS.values() for prop in properties}
    ours = {prop for prop in declared.object_properties if prop.startswith(str(EUCN))}
    chained |= {str(SKOS.related), str(SKOS.narrower)}
    for prop in sorted((ours | chained) - REFLEXIVE_BY_MEANING):
        for subject, value in statements.links(prop):
            if subject == value:
                yield finding("itself", subject, prop, value, property=iris.short(prop))
    for node_property, other in _NODES:
        ends = dict(statements.links(str(node_property)))
        for node, value in statements.links(str(other)):
            if ends.get(node) == value:
                yield finding("node-to-itself", node, other, value)


_NODES = (
    (EUCN.participationIn, EUCN.participant),
    (EUCN.membershipIn, EUCN.member),
    (EUCN.cooperatingPartner, EUCN["with"]),
    (EUCN.postAt, EUCN.holder),
)


def check_related(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield a concept that is both related to another and above it (SKOS, integrity condition
    S27).
    """
    for one, other in statements.links(str(SKOS.related)):
        if one != other and (
            other in declared.broader.get(one, ()) or one in declared.broader.get(other, ())
        ):
            yield finding("related-and-broader", one, "skos:related", other)
