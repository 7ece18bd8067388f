"""Cases for document.ttl: each property gets those of the kind of its values."""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph.iris import EUCN, VOCABULARY
from graph.paths import ONTOLOGY
from tests.shapes.cases_union import Case

TERMS = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")

# Words of a sentence that is one too long, and of the longest that passes.
SIXTEEN = " ".join(f"w{n}" for n in range(16))
FIFTEEN = " ".join(f"w{n}" for n in range(15))

# Good values (two, so that a second one can be given) and bad ones, by the kind of value.
DATES = (
    ['"2019"^^xsd:gYear', '"2019-01"^^xsd:gYearMonth', '"2019-01-31"^^xsd:date'],
    ['"2019"', '"2019-02-30"^^xsd:date', "2019", "<x/x>"],
)
OWN_WORDS = ([f'"{FIFTEEN}"@en', '"Hub"@en'], ['"Hub"', f'"{SIXTEEN}"@en', '""@en'])
NAMES = (['"HARBOUR"@en', '"欧盟"@zh'], ['"HARBOUR"', '""@en'])
ADDRESSES = (
    ['"https://5g-drive.eu/"^^xsd:anyURI', '"www.ec2i.eu"^^xsd:anyURI'],
    ['"https://5g-drive.eu/"', '"two words"^^xsd:anyURI', "<https://5g-drive.eu/>"],
)
ENTITIES = (
    ["<project/harbour>", "doc:harbour-page"],
    ['"HARBOUR"', "<https://example.org/harbour>", "[]"],
)
LITERALS = {
    XSD.string: (['"1111"', '"2222"'], ["1111", '"1111"@en']),
    XSD.decimal: (["53.0", "17.5"], ['"53"', "53", "5.3e1"]),
    XSD.integer: (["14", "3"], ['"14"', "14.0"]),
    XSD.boolean: (["true", "false"], ['"true"', "1"]),
    XSD.date: (
        ['"2026-01-31"^^xsd:date', '"2026-02-01"^^xsd:date'],
        ['"2026"^^xsd:gYear', '"soon"'],
    ),
    XSD.gYear: (
        ['"2017"^^xsd:gYear', '"2018"^^xsd:gYear'],
        ['"2017"', '"2017-01"^^xsd:gYearMonth'],
    ),
}


def values(prop: URIRef) -> tuple[list[str], list[str]]:
    """Good and bad values of a property, in Turtle."""
    range_ = TERMS.value(prop, RDFS.range)
    if TERMS.value(prop, EUCN.dateValue):
        return DATES
    if range_ == SKOS.Concept:
        return concepts(prop), ['"coordinator"', f"<{VOCABULARY}no-such-scheme/x>", "<x/x>"]
    if range_ == RDF.langString:
        return OWN_WORDS if TERMS.value(prop, EUCN.inOwnWords) else NAMES
    if range_ == XSD.anyURI:
        return ADDRESSES
    if isinstance(range_, URIRef) and range_ in LITERALS:
        return LITERALS[range_]
    assert (prop, RDF.type, OWL.ObjectProperty) in TERMS
    return ENTITIES


def concepts(prop: URIRef) -> list[str]:
    """Two concepts of the vocabularies that a property may take its values from."""
    schemes = [*TERMS.objects(prop, EUCN.valueScheme)]
    if prop == EUCN.kind:
        schemes += TERMS.objects(None, EUCN.kindScheme)
    return [f"<{scheme}{name}>" for scheme in schemes[:1] for name in ("x", "y")]


def case(prop: URIRef) -> Case:
    """The cases of one property."""
    good, bad = values(prop)
    single = TERMS.value(prop, EUCN.functionalInDocument) is not None
    refused = [f"<x/x> <{prop}> {value} ." for value in bad]
    if single:
        refused.append(f"<x/x> <{prop}> {good[0]} , {good[1]} .")
        accepted = "\n".join(f"<x/{n}> <{prop}> {value} ." for n, value in enumerate(good))
    else:
        accepted = f"<x/x> <{prop}> {' , '.join(good)} ."
    return accepted, refused


PROPERTIES = sorted(
    {p for p in TERMS.subjects(EUCN.inRecords, Literal(True)) if isinstance(p, URIRef)}
    | {p for p in TERMS.objects(None, EUCN.nodeLink) if isinstance(p, URIRef)}
)
# What registers and files of others state besides.
OF_EVIDENCE = {EUCN.Claim, EUCN.Evidence, EUCN.Passage}
PROPERTIES += sorted(
    {
        p
        for p in TERMS.subjects(RDF.type, OWL.DatatypeProperty)
        if isinstance(p, URIRef)
        and str(TERMS.value(p, RDFS.range)).startswith(str(XSD))
        and (p, EUCN.derived, None) not in TERMS
        and not OF_EVIDENCE & set(TERMS.objects(p, EUCN.usedOn))
    }
    - set(PROPERTIES)
)
CASES: dict[str, Case] = {str(prop).removeprefix(str(EUCN)): case(prop) for prop in PROPERTIES}
