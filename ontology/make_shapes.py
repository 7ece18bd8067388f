"""Write ontology/shapes/document.ttl and values.ttl from the annotations of ontology/eucn.ttl.

What one document may say of one thing (document.ttl) and of which class a value is (values.ttl)
follows from the declaration of the property: its range, its vocabulary and whether it is single
in a document. Run this again after a property was added or changed; a test fails until it was::

    .venv/bin/python ontology/make_shapes.py
"""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef

HERE = Path(__file__).parent
DOCUMENT = HERE / "shapes" / "document.ttl"
VALUES = HERE / "shapes" / "values.ttl"
EUCN = Namespace("https://w3id.org/eucn/ontology#")
VOCABULARY = "https://w3id.org/eucn/vocabulary/"

HEAD = f"""\
# What holds within one document: the type of each value, and one value at most where the property
# is single in a document. Minimum cardinalities, the classes of values and the order of dates need
# the other documents and stand in union.ttl.
#
# The build validates each document's graph by itself, without the statements that the record marks
# with `contradicts: true`: a document that contradicts itself passes when it is marked.
#
# Written by make_shapes.py from eucn.ttl; do not edit by hand.

@prefix eucn: <{EUCN}> .
@prefix rdf: <{RDF}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <{XSD}> .
@prefix shape: <https://w3id.org/eucn/shape/document/> .
"""

VALUES_HEAD = f"""\
# Of which class the values are, on the union of all graphs: a value may be described in another
# document, in the register or among the countries. Validate together with union.ttl; the ontology
# must be in the data, so that a cluster counts as a partner.
#
# Written by make_shapes.py from eucn.ttl; do not edit by hand.

@prefix eucn: <{EUCN}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <{SKOS}> .
@prefix shape: <https://w3id.org/eucn/shape/values/> .
"""

# At most 15 words: one, and up to 14 more.
FIFTEEN_WORDS = r"^\\s*\\S+(\\s+\\S+){0,14}\\s*$"


def value_constraint(graph: Graph, prop: URIRef) -> tuple[str, str]:
    """Return the SHACL of a property's value type, and what to tell the curator.

    Raises ValueError for a property whose range this script does not know.
    """
    key = prop.removeprefix(str(EUCN))
    range_ = graph.value(prop, RDFS.range)
    if (prop, EUCN.dateValue, None) in graph:
        types = " ".join(f"[ sh:datatype xsd:{t} ]" for t in ("gYear", "gYearMonth", "date"))
        return f"sh:or ( {types} )", (
            f"`{key}` must be a year, a month or a day that exists: 2019, 2019-01 or 2019-01-31."
        )
    if range_ == SKOS.Concept:
        return _concept(graph, prop, key)
    if range_ == RDF.langString and (prop, EUCN.inOwnWords, None) in graph:
        return f'sh:datatype rdf:langString ; sh:pattern "{FIFTEEN_WORDS}"', (
            f"`{key}` must be at most 15 words of our own, with a language. Shorten it."
        )
    if range_ == RDF.langString:
        return "sh:datatype rdf:langString ; sh:minLength 1", (
            f"`{key}` must be a text with a language and must not be empty."
        )
    if range_ == XSD.anyURI:
        return r'sh:datatype xsd:anyURI ; sh:pattern "^\\S+$"', (
            f"`{key}` must be one address of the web, without blanks."
        )
    if isinstance(range_, URIRef) and range_.startswith(str(XSD)):
        name = range_.removeprefix(str(XSD))
        return f"sh:datatype xsd:{name}", f"`{key}` must be a value of the type xsd:{name}."
    if isinstance(range_, URIRef) and range_.startswith(str(EUCN)):
        return 'sh:nodeKind sh:IRI ; sh:pattern "^https://w3id.org/eucn/(id|document)/"', (
            f"`{key}` must name a thing of this graph by its id, segment/slug."
        )
    raise ValueError(f"eucn:{key} has a range that no shape is written for: {range_}")


def _concept(graph: Graph, prop: URIRef, key: str) -> tuple[str, str]:
    per_class = {"kind": EUCN.kindScheme, "role": EUCN.roleScheme}.get(key)
    schemes = set(graph.objects(None, per_class)) if per_class else set()
    schemes |= set(graph.objects(prop, EUCN.valueScheme))
    names = sorted(str(scheme).removeprefix(VOCABULARY).strip("/") for scheme in schemes)
    choice = names[0] if len(names) == 1 else f"({'|'.join(names)})"
    files = " or ".join(f"ontology/vocabularies/{name}.ttl" for name in names[:3])
    if len(names) > 3:
        files = "the file in ontology/vocabularies/ that belongs to the class"
    return f'sh:nodeKind sh:IRI ; sh:pattern "^{VOCABULARY}{choice}/"', (
        f"`{key}` must be a concept of the vocabulary, not a free text. Choose one from {files}."
    )


def property_shapes(graph: Graph, prop: URIRef) -> str:
    """Return the Turtle of a property's shapes: of its values, and of their number if it is
    single.
    """
    key = prop.removeprefix(str(EUCN))
    constraint, message = value_constraint(graph, prop)
    shapes = shape(key, key, constraint, f"{message} Correct `{key}:` in sources/<document>.yaml.")
    if (prop, EUCN.functionalInDocument, None) in graph:
        shapes += shape(
            f"{key}-single",
            key,
            "sh:maxCount 1",
            f"One document gives two values of `{key}`. Delete the wrong fact in "
            "sources/<document>.yaml, or mark it with `contradicts: true` where the document "
            "says both.",
        )
    return shapes


def shape(name: str, key: str, constraint: str, message: str) -> str:
    """Return the Turtle of one shape of all subjects of a property.

    Property shapes with a target of their own: pySHACL then checks all subjects in one go, which
    took a third of the time of property shapes inside a node shape.
    """
    return (
        f"\nshape:{name} a sh:PropertyShape ;\n    sh:targetSubjectsOf eucn:{key} ;\n"
        f"    sh:path eucn:{key} ; {constraint} ; sh:severity sh:Violation ;\n"
        f'    sh:message "{message}" .\n'
    )


def record_properties(graph: Graph) -> list[URIRef]:
    """Return the properties that stand in document graphs: keys of records and links of nodes."""
    links = set(graph.objects(None, EUCN.nodeLink))
    keys = set(graph.subjects(EUCN.inRecords, None))
    return sorted(p for p in links | keys if isinstance(p, URIRef))


def document_shapes(graph: Graph) -> str:
    """Return the whole file, for the ontology in ``graph``."""
    return HEAD + "".join(property_shapes(graph, prop) for prop in record_properties(graph))


def value_classes(graph: Graph, prop: URIRef) -> list[URIRef]:
    """Return the classes a value may belong to, those left out that lie below another of them."""
    range_ = graph.value(prop, RDFS.range)
    classes = [c for c in graph.objects(prop, EUCN.rangeIncludes) if isinstance(c, URIRef)]
    if not classes and isinstance(range_, URIRef):
        classes = [range_]
    above = {c: set(graph.transitive_objects(c, RDFS.subClassOf)) - {c} for c in classes}
    return sorted(c for c in classes if not above[c] & set(classes))


def values_shape(graph: Graph, prop: URIRef) -> str:
    """Return the Turtle of the shape of the class of a property's values; empty for literals."""
    key = prop.removeprefix(str(EUCN))
    if graph.value(prop, RDFS.range) == SKOS.Concept:
        constraint = "sh:class skos:Concept"
        message = (
            f"`{key}` names a concept that no vocabulary holds. Choose another, or add it to the "
            "file in ontology/vocabularies/."
        )
    elif (prop, RDF.type, OWL.ObjectProperty) in graph:
        names = [c.removeprefix(str(EUCN)) for c in value_classes(graph, prop)]
        tests = [f"sh:class eucn:{name}" for name in names]
        constraint = (
            tests[0] if len(tests) == 1 else f"sh:or ( {' '.join(f'[ {t} ]' for t in tests)} )"
        )
        kinds = (
            "" if names == ["Entity"] else f", or is not of the right class ({', '.join(names)})"
        )
        message = (
            f"`{key}` names something that is not described here{kinds}. Correct the id, or give "
            "the thing a block in sources/<document>.yaml or a line in sources/register.yaml."
        )
    else:
        return ""
    return shape(key, key, constraint, message)


def value_shapes(graph: Graph) -> str:
    """Return the whole of values.ttl, for the ontology in ``graph``."""
    return VALUES_HEAD + "".join(values_shape(graph, prop) for prop in record_properties(graph))


if __name__ == "__main__":
    ontology = Graph().parse(HERE / "eucn.ttl", format="turtle")
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document_shapes(ontology), encoding="utf-8")
    VALUES.write_text(value_shapes(ontology), encoding="utf-8")
