"""What the dataset says of itself in RDF: VoID statistics, example queries, prefixes.

The build puts it into named graphs of the store, so that query editors and language tools find it
by a query; the server gives the same at ``/.well-known/``.

VoID: https://www.w3.org/TR/void/, with class and property partitions within each other, as
https://github.com/JervenBolleman/void-generator nests them. Examples: the convention of
https://github.com/sib-swiss/sparql-examples.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from rdflib import RDF, RDFS, SH, VOID, XSD, Graph, Literal, Namespace, URIRef

from graph.iris import BASE, EUCN, digest
from graph.questions import SCHEMA, Question, prefixes, questions

WELL_KNOWN = BASE + ".well-known/"
VOID_GRAPH = URIRef(WELL_KNOWN + "void")
EXAMPLES_GRAPH = URIRef(WELL_KNOWN + "sparql-examples")
PREFIXES_GRAPH = URIRef(WELL_KNOWN + "prefixes")
GRAPHS = (VOID_GRAPH, EXAMPLES_GRAPH, PREFIXES_GRAPH)
DATASET = URIRef(BASE + "dataset")
ENDPOINT = URIRef(BASE + "sparql")
_EXTENDED = Namespace("http://ldf.fi/void-ext#")
_TYPE = f"<{RDF.type}>".encode()
_DOCUMENT = f"<{EUCN.SourceDocument}>".encode()


def example(result: Graph, question: Question, endpoint: URIRef = ENDPOINT) -> None:
    """Add one query of the gallery."""
    node = URIRef(f"{BASE}queries/{question.name}")
    form = question.form.capitalize()
    result.add((node, RDF.type, SH.SPARQLExecutable))
    result.add((node, RDF.type, SH[f"SPARQL{form}Executable"]))
    result.add((node, SH[question.form], Literal(question.complete)))
    result.add((node, SH.prefixes, DATASET))
    result.add((node, SCHEMA.target, endpoint))
    for language, text in question.comment.items():
        result.add((node, RDFS.comment, Literal(text, lang=language)))
    for word in question.keywords:
        result.add((node, SCHEMA.keywords, Literal(word)))


def examples(result: Graph, endpoint: URIRef = ENDPOINT) -> None:
    """Add every query of the gallery."""
    for question in questions():
        example(result, question, endpoint)


def declared(result: Graph) -> None:
    """Add the project's prefixes, as SHACL declares such."""
    for name, namespace in prefixes().items():
        node = URIRef(f"{PREFIXES_GRAPH}#{name}")
        result.add((DATASET, SH.declare, node))
        result.add((node, SH.prefix, Literal(name)))
        result.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def described(lines: Callable[[], Iterable[bytes]]) -> dict[URIRef, Graph]:
    """Return the three graphs for N-Quads that can be read more than once."""
    found = {name: Graph(bind_namespaces="none") for name in GRAPHS}
    statistics(found[VOID_GRAPH], lines)
    examples(found[EXAMPLES_GRAPH])
    declared(found[PREFIXES_GRAPH])
    return found


def statistics(result: Graph, lines: Callable[[], Iterable[bytes]]) -> None:
    """Add the VoID statistics of N-Quads: their merge as a whole, by class, by property, by graph.

    Lines are read twice, statements of our own ``.well-known`` graphs passed over.
    """
    kinds: dict[bytes, tuple[bytes, ...]] = {}
    graphs: Counter[bytes] = Counter()
    for subject, predicate, value, graph in _quads(lines()):
        graphs[graph] += 1
        if predicate == _TYPE and value not in (known := kinds.get(subject, ())):
            kinds[subject] = (*known, value)
    seen: set[int] = set()
    by_property: Counter[bytes] = Counter()
    subjects: dict[bytes, set[int]] = defaultdict(set)
    objects: dict[bytes, set[int]] = defaultdict(set)
    within: Counter[tuple[bytes, bytes]] = Counter()
    having: Counter[tuple[bytes, bytes]] = Counter()
    towards: set[tuple[bytes, bytes, bytes]] = set()
    for subject, predicate, value, _ in _quads(lines()):
        statement = hash((subject, predicate, value))
        if statement in seen:
            continue
        seen.add(statement)
        by_property[predicate] += 1
        first = hash(subject) not in subjects[predicate]
        subjects[predicate].add(hash(subject))
        objects[predicate].add(hash(value))
        targets = kinds.get(value, ()) if value[:1] == b"<" else (_datatype(value),)
        for kind in kinds.get(subject, ()):
            within[kind, predicate] += 1
            having[kind, predicate] += first
            for target in targets:
                towards.add((kind, predicate, target))
    entities = Counter(kind for found in kinds.values() for kind in found)
    every = {
        "triples": len(seen),
        "entities": len(kinds),
        "classes": len(entities),
        "properties": len(by_property),
        "distinctSubjects": len(set().union(*subjects.values())),
        "distinctObjects": len(set().union(*objects.values())),
        "documents": entities[_DOCUMENT],
    }
    result.add((DATASET, RDF.type, VOID.Dataset))
    for term, total in every.items():
        result.add((DATASET, VOID[term], Literal(total)))
    for name in sorted(by_property):
        part = _property(result, DATASET, name, by_property[name])
        result.add((part, VOID.distinctSubjects, Literal(len(subjects[name]))))
        result.add((part, VOID.distinctObjects, Literal(len(objects[name]))))
    for kind, count in sorted(entities.items()):
        result.add((_class(result, DATASET, kind), VOID.entities, Literal(count)))
    for (kind, name), count in sorted(within.items()):
        part = _property(result, _part(DATASET, "class", kind), name, count)
        result.add((part, VOID.distinctSubjects, Literal(having[kind, name])))
    for kind, name, target in sorted(towards):
        outer = _part(_part(DATASET, "class", kind), "property", name)
        (_class if target in entities else _range)(result, outer, target)
    for name, count in sorted(graphs.items()):
        part = URIRef(name[1:-1].decode())
        result.add((DATASET, VOID.subset, part))
        result.add((part, RDF.type, VOID.Dataset))
        result.add((part, VOID.triples, Literal(count)))


def _quads(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    own = tuple(f"<{name}>".encode() for name in GRAPHS)
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        value, graph = rest.rstrip()[:-2].rsplit(b" ", 1)
        if graph not in own:
            yield subject, predicate, value, graph


def _datatype(literal: bytes) -> bytes:
    end = literal[literal.rfind(b'"') + 1 :]
    if end.startswith(b"^^"):
        return end[2:]
    return f"<{RDF.langString if end.startswith(b'@') else XSD.string}>".encode()


def _part(outer: URIRef, kind: str, name: bytes) -> URIRef:
    """Return an IRI for a partition: no blank nodes, so that it can be pointed at."""
    return URIRef(f"{outer}/{kind}/{digest(name[1:-1].decode(), length=12)}")


def _class(result: Graph, outer: URIRef, name: bytes) -> URIRef:
    part = _part(outer, "class", name)
    result.add((outer, VOID.classPartition, part))
    result.add((part, VOID["class"], URIRef(name[1:-1].decode())))
    return part


def _property(result: Graph, outer: URIRef, name: bytes, count: int) -> URIRef:
    part = _part(outer, "property", name)
    result.add((outer, VOID.propertyPartition, part))
    result.add((part, VOID.property, URIRef(name[1:-1].decode())))
    result.add((part, VOID.triples, Literal(count)))
    return part


def _range(result: Graph, outer: URIRef, datatype: bytes) -> URIRef:
    part = _part(outer, "datatype", datatype)
    result.add((outer, _EXTENDED.datatypePartition, part))
    result.add((part, _EXTENDED.datatype, URIRef(datatype[1:-1].decode())))
    return part
