"""Cases for values.ttl: a value of each class that fits, of none, and of one that does not."""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from graph.iris import EUCN
from tests.shapes.cases_document import PROPERTIES, TERMS, concepts
from tests.shapes.cases_union import Case


def case(prop: URIRef) -> Case:
    """The cases of one property whose values are things or concepts."""
    if TERMS.value(prop, RDFS.range) == SKOS.Concept:
        known = concepts(prop)[0].replace("/x>", "/known>")
        good = f"<x/x> <{prop}> {known} . {known} a skos:Concept ."
        return good, [f"<x/x> <{prop}> {concepts(prop)[0]} ."]
    classes = list(TERMS.objects(prop, EUCN.rangeIncludes))
    classes = classes or list(TERMS.objects(prop, RDFS.range))
    good = "\n".join(
        f"<x/{n}> <{prop}> <y/{n}> . <y/{n}> a <{cls}> ." for n, cls in enumerate(classes)
    )
    stranger = "skos:Concept" if EUCN.Entity in classes else "eucn:Claim"
    return good, [
        f"<x/x> <{prop}> <y/nowhere> .",
        f"<x/x> <{prop}> <y/y> . <y/y> a {stranger} .",
    ]


CASES: dict[str, Case] = {
    str(prop).removeprefix(str(EUCN)): case(prop)
    for prop in PROPERTIES
    if (prop, RDF.type, OWL.ObjectProperty) in TERMS
}
