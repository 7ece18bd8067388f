"""Cases for subjects.ttl: a thing of each class that may have the property, and of another."""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, URIRef

from graph.iris import EUCN
from tests.shapes.cases_document import TERMS
from tests.shapes.cases_union import Case


def case(prop: URIRef) -> Case:
    """The cases of one property."""
    classes = sorted(TERMS.objects(prop, EUCN.usedOn))
    good = "\n".join(f"<x/{n}> <{prop}> <y/y> ; a <{cls}> ." for n, cls in enumerate(classes))
    # A class of another branch: a claim is neither an entity nor a relation.
    above = {c for cls in classes for c in TERMS.transitive_objects(cls, RDFS.subClassOf)}
    stranger = "eucn:Claim" if EUCN.Claim not in above else "eucn:Project"
    return good, [
        f"<x/x> <{prop}> <y/y> .",
        f"<x/x> <{prop}> <y/y> ; a {stranger} .",
    ]


CASES: dict[str, Case] = {
    str(prop).removeprefix(str(EUCN)): case(prop)
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
    for prop in TERMS.subjects(RDF.type, kind)
    if isinstance(prop, URIRef)
    and (prop, EUCN.usedOn, None) in TERMS
    and (prop, EUCN.usedOn, RDFS.Resource) not in TERMS
}
