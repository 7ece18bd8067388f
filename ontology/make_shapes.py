"""Write document.ttl, values.ttl and subjects.ttl in ontology/shapes/ from ontology/eucn.ttl.

What one document may say of one thing (document.ttl), of which class a value is (values.ttl) and
of which class the thing is that has the property (subjects.ttl) follows from the declaration of
the property: its range, its vocabulary, where it is used, and whether it is single in a document.
Run this again after a property was added or changed; a test fails until it was::

    .venv/bin/python ontology/make_shapes.py
"""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.term import Node

HERE = Path(__file__).parent
DOCUMENT = HERE / "shapes" / "document.ttl"
VALUES = HERE / "shapes" / "values.ttl"
SUBJECTS = HERE / "shapes" / "subjects.ttl"
EUCN = Namespace("https://w3id.org/eucn/ontology#")
VOCABULARY = "https://w3id.org/eucn/vocabulary/"

Texts = dict[str, str]
"""A message in English, German and Chinese."""

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
# must be in the data, so that a cluster counts as an organisation.
#
# Written by make_shapes.py from eucn.ttl; do not edit by hand.

@prefix eucn: <{EUCN}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <{SKOS}> .
@prefix shape: <https://w3id.org/eucn/shape/values/> .
"""

SUBJECTS_HEAD = f"""\
# Of which class the things are that have a property, by eucn:usedOn: one shape for each property.
# On the union of all graphs, without the claims; the ontology must be in the data.
#
# Written by make_shapes.py from eucn.ttl; do not edit by hand.

@prefix eucn: <{EUCN}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/eucn/shape/subjects/> .
"""

# At most 15 words: one, and up to 14 more.
FIFTEEN_WORDS = r"^\\s*\\S+(\\s+\\S+){0,14}\\s*$"


def value_constraint(graph: Graph, prop: URIRef) -> tuple[str, Texts]:
    """Return the SHACL of a property's value type, and what to tell the curator.

    Raises ValueError for a property whose range this script does not know.
    """
    key = prop.removeprefix(str(EUCN))
    range_ = graph.value(prop, RDFS.range)
    if (prop, EUCN.dateValue, None) in graph:
        types = " ".join(f"[ sh:datatype xsd:{t} ]" for t in ("gYear", "gYearMonth", "date"))
        return f"sh:or ( {types} )", {
            "en": f"`{key}` must be a year, a month or a day that exists: 2019, 2019-01 or "
            "2019-01-31.",
            "de": f"`{key}` muss ein Jahr, ein Monat oder ein Tag sein, den es gibt: 2019, "
            "2019-01 oder 2019-01-31.",
            "zh": f"`{key}`须为存在的年、月或日：2019、2019-01或2019-01-31。",
        }
    if range_ == SKOS.Concept:
        return _concept(graph, prop, key)
    if range_ == RDF.langString and (prop, EUCN.inOwnWords, None) in graph:
        return f'sh:datatype rdf:langString ; sh:pattern "{FIFTEEN_WORDS}"', {
            "en": f"`{key}` must be at most 15 words of our own, with a language. Shorten it.",
            "de": f"`{key}` darf höchstens 15 eigene Wörter haben, mit Sprache. Kürzen.",
            "zh": f"`{key}`须为带语言标签的自述文字，最多15个词。请缩短。",
        }
    if range_ == RDF.langString:
        return "sh:datatype rdf:langString ; sh:minLength 1", {
            "en": f"`{key}` must be a text with a language and must not be empty.",
            "de": f"`{key}` muss ein Text mit Sprache sein und darf nicht leer sein.",
            "zh": f"`{key}`须为带语言标签的非空文本。",
        }
    if range_ == XSD.anyURI:
        return r'sh:datatype xsd:anyURI ; sh:pattern "^\\S+$"', {
            "en": f"`{key}` must be one address of the web, without blanks.",
            "de": f"`{key}` muss eine einzige Webadresse ohne Leerzeichen sein.",
            "zh": f"`{key}`须为一个不含空格的网址。",
        }
    if isinstance(range_, URIRef) and range_.startswith(str(XSD)):
        name = range_.removeprefix(str(XSD))
        return f"sh:datatype xsd:{name}", {
            "en": f"`{key}` must be a value of the type xsd:{name}.",
            "de": f"`{key}` muss ein Wert vom Typ xsd:{name} sein.",
            "zh": f"`{key}`须为xsd:{name}类型的值。",
        }
    if isinstance(range_, URIRef) and range_.startswith(str(EUCN)):
        return 'sh:nodeKind sh:IRI ; sh:pattern "^https://w3id.org/eucn/(id|document)/"', {
            "en": f"`{key}` must name a thing of this graph by its id, segment/slug.",
            "de": f"`{key}` muss eine Sache dieses Graphen mit ihrer ID nennen, segment/slug.",
            "zh": f"`{key}`须以标识（segment/slug）指明本图中的事物。",
        }
    raise ValueError(f"eucn:{key} has a range that no shape is written for: {range_}")


def _concept(graph: Graph, prop: URIRef, key: str) -> tuple[str, Texts]:
    per_class = {"kind": EUCN.kindScheme, "role": EUCN.roleScheme}.get(key)
    schemes = set(graph.objects(None, per_class)) if per_class else set()
    schemes |= set(graph.objects(prop, EUCN.valueScheme))
    names = sorted(str(scheme).removeprefix(VOCABULARY).strip("/") for scheme in schemes)
    choice = names[0] if len(names) == 1 else f"({'|'.join(names)})"
    files = {
        "en": " or ".join(f"ontology/vocabularies/{name}.ttl" for name in names[:3]),
        "de": " oder ".join(f"ontology/vocabularies/{name}.ttl" for name in names[:3]),
        "zh": "或".join(f"ontology/vocabularies/{name}.ttl" for name in names[:3]),
    }
    if len(names) > 3:
        files = {
            "en": "the file in ontology/vocabularies/ that belongs to the class",
            "de": "der Datei in ontology/vocabularies/, die zur Klasse gehört",
            "zh": "ontology/vocabularies/中与该类对应的文件",
        }
    return f'sh:nodeKind sh:IRI ; sh:pattern "^{VOCABULARY}{choice}/"', {
        "en": f"`{key}` must be a concept of the vocabulary, not a free text. "
        f"Choose one from {files['en']}.",
        "de": f"`{key}` muss ein Begriff des Vokabulars sein, kein freier Text. "
        f"Einen aus {files['de']} wählen.",
        "zh": f"`{key}`须为词表中的概念，不能是自由文本。请从{files['zh']}中选择。",
    }


IN_RECORDS = {
    "en": " Correct `{key}:` in sources/<document>.yaml.",
    "de": " `{key}:` in sources/<document>.yaml berichtigen.",
    "zh": "请在sources/<document>.yaml中更正`{key}:`。",
}
OF_ROWS = {
    "en": " Correct the row or the file that it comes from.",
    "de": " Die Zeile oder Datei berichtigen, aus der er stammt.",
    "zh": "请更正其来源行或文件。",
}
"""What to do about a value that does not fit, in a record and elsewhere."""


def property_shapes(graph: Graph, prop: URIRef, where: Texts = IN_RECORDS) -> str:
    """Return the Turtle of a property's shapes: of its values, and of their number if it is
    single.
    """
    key = prop.removeprefix(str(EUCN))
    constraint, texts = value_constraint(graph, prop)
    shapes = shape(
        key, key, constraint, {code: texts[code] + where[code].format(key=key) for code in texts}
    )
    if (prop, EUCN.functionalInDocument, None) in graph:
        single = {
            "en": f"One document gives two values of `{key}`. Delete the wrong fact in "
            "sources/<document>.yaml, or mark it with `contradicts: true` where the document "
            "says both.",
            "de": f"Ein Dokument gibt zwei Werte für `{key}` an. Den falschen in "
            "sources/<document>.yaml streichen oder mit `contradicts: true` kennzeichnen, wo das "
            "Dokument beides sagt.",
            "zh": f"同一文件给出了`{key}`的两个值。请在sources/<document>.yaml中删除错误的一个；"
            "若文件确实两者都说，请标注`contradicts: true`。",
        }
        shapes += shape(f"{key}-single", key, "sh:maxCount 1", single)
    return shapes


def messages(texts: Texts) -> str:
    """Return the Turtle of a message in its languages."""
    return " ,\n        ".join(f'"{text}"@{code}' for code, text in texts.items())


def shape(name: str, key: str, constraint: str, texts: Texts) -> str:
    """Return the Turtle of one shape of all subjects of a property.

    Property shapes with a target of their own: pySHACL then checks all subjects in one go, which
    took a third of the time of property shapes inside a node shape.
    """
    return (
        f"\nshape:{name} a sh:PropertyShape ;\n    sh:targetSubjectsOf eucn:{key} ;\n"
        f"    sh:path eucn:{key} ; {constraint} ; sh:severity sh:Violation ;\n"
        f"    sh:message {messages(texts)} .\n"
    )


def record_properties(graph: Graph) -> list[URIRef]:
    """Return the properties that stand in document graphs: keys of records and links of nodes."""
    links = set(graph.objects(None, EUCN.nodeLink))
    keys = set(graph.subjects(EUCN.inRecords, None))
    return sorted(p for p in links | keys if isinstance(p, URIRef))


OF_EVIDENCE = {EUCN.Claim, EUCN.Evidence, EUCN.Passage}
"""Classes whose properties have their shapes in claims.ttl."""


def typed_properties(graph: Graph) -> list[URIRef]:
    """Return the properties that registers and files of others state besides, with a datatype."""
    known = set(record_properties(graph)) | set(graph.subjects(EUCN.derived, None))
    for class_ in OF_EVIDENCE:
        known |= set(graph.subjects(EUCN.usedOn, class_))
    return sorted(
        prop
        for prop in graph.subjects(RDF.type, OWL.DatatypeProperty)
        if isinstance(prop, URIRef)
        and prop not in known
        and str(graph.value(prop, RDFS.range)).startswith(str(XSD))
    )


def document_shapes(graph: Graph) -> str:
    """Return the whole file, for the ontology in ``graph``."""
    stated = "".join(property_shapes(graph, prop) for prop in record_properties(graph))
    return (
        HEAD
        + stated
        + "".join(property_shapes(graph, prop, OF_ROWS) for prop in typed_properties(graph))
    )


def topmost(graph: Graph, classes: list[URIRef]) -> list[URIRef]:
    """Return the classes without those that lie below another of them."""
    above = {c: set(graph.transitive_objects(c, RDFS.subClassOf)) - {c} for c in classes}
    return sorted(c for c in classes if not above[c] & set(classes))


def value_classes(graph: Graph, prop: URIRef) -> list[URIRef]:
    """Return the classes a value may belong to, those left out that lie below another of them."""
    range_ = graph.value(prop, RDFS.range)
    classes = [c for c in graph.objects(prop, EUCN.rangeIncludes) if isinstance(c, URIRef)]
    if not classes and isinstance(range_, URIRef):
        classes = [range_]
    return topmost(graph, classes)


def class_test(names: list[str]) -> str:
    """Return the SHACL that asks for a member of one of our classes."""
    tests = [f"sh:class eucn:{name}" for name in names]
    return tests[0] if len(tests) == 1 else f"sh:or ( {' '.join(f'[ {t} ]' for t in tests)} )"


def values_shape(graph: Graph, prop: URIRef) -> str:
    """Return the Turtle of the shape of the class of a property's values; empty for literals."""
    key = prop.removeprefix(str(EUCN))
    if graph.value(prop, RDFS.range) == SKOS.Concept:
        constraint = "sh:class skos:Concept"
        texts = {
            "en": f"`{key}` names a concept that no vocabulary holds. Choose another, or add it "
            "to the file in ontology/vocabularies/.",
            "de": f"`{key}` nennt einen Begriff, den kein Vokabular enthält. Einen anderen wählen "
            "oder in der Datei in ontology/vocabularies/ ergänzen.",
            "zh": f"`{key}`所指概念不在任何词表中。"
            "请另选，或在ontology/vocabularies/的文件中补充。",
        }
    elif (prop, RDF.type, OWL.ObjectProperty) in graph:
        names = [c.removeprefix(str(EUCN)) for c in value_classes(graph, prop)]
        constraint = class_test(names)
        told = ", ".join(names)
        every = names == ["Entity"]
        texts = {
            "en": f"`{key}` names something that is not described here"
            + ("" if every else f", or is not of the right class ({told})")
            + ". Correct the id, or give the thing a block in sources/<document>.yaml or a line "
            "in sources/register.yaml.",
            "de": f"`{key}` nennt etwas, das hier nicht beschrieben ist"
            + ("" if every else f" oder nicht zur richtigen Klasse gehört ({told})")
            + ". Die ID berichtigen oder der Sache einen Block in sources/<document>.yaml oder "
            "eine Zeile in sources/register.yaml geben.",
            "zh": f"`{key}`所指事物未在此描述"
            + ("" if every else f"，或不属于正确的类（{told}）")
            + "。请更正标识，或在sources/<document>.yaml中为其设块，"
            "或在sources/register.yaml中加一行。",
        }
    else:
        return ""
    return shape(key, key, constraint, texts)


def value_shapes(graph: Graph) -> str:
    """Return the whole of values.ttl, for the ontology in ``graph``."""
    return VALUES_HEAD + "".join(values_shape(graph, prop) for prop in record_properties(graph))


def subject_classes(graph: Graph, prop: URIRef) -> list[URIRef]:
    """Return the classes whose members may have a property, with those that can be one of them."""
    classes = [c for c in graph.objects(prop, EUCN.usedOn) if isinstance(c, URIRef)]
    classes += [c for used in list(classes) for c in graph.subjects(EUCN.canBe, used)]
    return topmost(graph, sorted(set(classes)))


def subjects_shape(graph: Graph, prop: URIRef) -> str:
    """Return the Turtle of the shape of the class of the things that have a property."""
    key = prop.removeprefix(str(EUCN))
    names = [c.removeprefix(str(EUCN)) for c in subject_classes(graph, prop)]
    told = ", ".join(names)
    texts = {
        "en": f"`{key}` is for members of {told}. Use the property that fits this class, or "
        "correct the class.",
        "de": f"`{key}` ist für {told}. Die Eigenschaft verwenden, die zur Klasse passt, oder die "
        "Klasse berichtigen.",
        "zh": f"`{key}`用于{'、'.join(names)}。请使用适合该类的属性，或更正类。",
    }
    return (
        f"\nshape:{key} a sh:NodeShape ;\n    sh:targetSubjectsOf eucn:{key} ;\n"
        f"    {class_test(names)} ; sh:severity sh:Violation ;\n"
        f"    sh:message {messages(texts)} .\n"
    )


def ours_alone(classes: list[Node]) -> bool:
    """Return whether a property is for some of our classes; rdfs:Resource stands for anything."""
    return bool(classes) and all(str(c).startswith(str(EUCN)) for c in classes)


def subject_shapes(graph: Graph) -> str:
    """Return the whole of subjects.ttl, for the ontology in ``graph``."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = {prop for kind in kinds for prop in graph.subjects(RDF.type, kind)}
    used = sorted(
        prop
        for prop in properties
        if isinstance(prop, URIRef) and ours_alone(list(graph.objects(prop, EUCN.usedOn)))
    )
    return SUBJECTS_HEAD + "".join(subjects_shape(graph, prop) for prop in used)


if __name__ == "__main__":
    ontology = Graph().parse(HERE / "eucn.ttl", format="turtle")
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document_shapes(ontology), encoding="utf-8")
    VALUES.write_text(value_shapes(ontology), encoding="utf-8")
    SUBJECTS.write_text(subject_shapes(ontology), encoding="utf-8")
