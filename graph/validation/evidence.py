"""Evidence in both directions: a claim or a row for each statement, a statement for each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph
from rdflib import PROV, RDF, SKOS, Namespace
from rdflib.namespace import DCTERMS

from graph import iris
from graph.iris import EUCN
from graph.store.layers import Evidence
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

OA = Namespace("http://www.w3.org/ns/oa#")


def check_evidence(statements: Statements, evidence: Evidence) -> Iterator[Finding]:
    """Yield the check for a kind of evidence."""
    if evidence is Evidence.CLAIM:
        for graph in statements.stated:
            yield from _claims(statements, graph)
        yield from _homeless(statements)
        yield from _places(statements)
    elif evidence is Evidence.ROW:
        for graph in statements.stated:
            yield from _rows(statements, graph)


Triple = tuple[object, object, object]


def _claims(statements: Statements, graph: str) -> Iterator[Finding]:
    """Yield statements without a claim of their document, and claims without a statement."""
    store = statements.store
    here, beside = pyoxigraph.NamedNode(graph), pyoxigraph.NamedNode(graph + "/claims")
    document = _document(graph)
    stated = {(q.subject, q.predicate, q.object) for q in _all(store, here)}
    claimed: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in _all(store, beside):
        claimed[quad.subject][quad.predicate.value].append(quad.object)
    found: set[Triple] = set()
    for claim, said in sorted(claimed.items(), key=lambda item: str(item[0])):
        parts = [said.get(str(part)) for part in (RDF.subject, RDF.predicate, RDF.object)]
        if not any(parts):
            continue
        if pyoxigraph.NamedNode(str(EUCN.Claim)) not in said[str(RDF.type)]:
            yield finding("claim-without-class", claim, graph=beside)
            continue
        sources = [getattr(source, "value", "") for source in said[str(PROV.wasDerivedFrom)]]
        if not sources:
            continue  # told by the shapes of claims
        if document not in sources:
            told = ", ".join(map(iris.short, sources)) or "-"
            yield finding(
                "claim-of-another-document", claim, graph=beside, document=document, said=told
            )
            continue
        if not all(parts) or any(len(part or ()) != 1 for part in parts):
            continue  # told by the shapes of claims
        subject, predicate, value = (part[0] for part in parts if part)
        triple = subject, predicate, value
        found.add(triple)
        if triple not in stated:
            said_so = " ".join(map(_told, triple))
            yield finding("claim-of-nothing", claim, graph=graph, said=said_so)
    for triple in sorted(stated - found, key=str):
        yield finding("no-claim", *triple, graph=graph)


def _told(term: object) -> str:
    return iris.short(getattr(term, "value", term))


def _document(graph: str) -> str:
    return str(iris.DOCUMENT) + graph.removeprefix(str(iris.GRAPH))


def _all(store: pyoxigraph.Store, graph: pyoxigraph.NamedNode) -> Iterator[pyoxigraph.Quad]:
    yield from store.quads_for_pattern(None, None, None, graph)


def _homeless(statements: Statements) -> Iterator[Finding]:
    """Graphs of claims beside no graph of a document."""
    for graph in statements.graphs:
        if graph.endswith("/claims") and graph.removesuffix("/claims") not in statements.stated:
            yield finding("claims-without-graph", graph, graph=graph)


def _places(statements: Statements) -> Iterator[Finding]:
    """Passages of another document, places outside the text, lengths that do not fit."""
    lengths = {s: _number(v) for s, v, _ in statements.pairs(str(EUCN.length))}
    starts = {s: _number(v) for s, v, _ in statements.pairs(str(OA.start))}
    ends = {s: _number(v) for s, v, _ in statements.pairs(str(OA.end))}
    selectors = dict(statements.links(str(OA.hasSelector)))
    for passage, value, graph in statements.pairs(str(OA.hasSource)):
        document = getattr(value, "value", "")
        if graph.endswith("/claims") and document != _document(graph.removesuffix("/claims")):
            yield finding(
                "passage-of-another-document", passage, "oa:hasSource", value, graph=graph
            )
        selector = selectors.get(passage)
        if selector is None:
            continue  # told by the shapes of claims
        start, end = starts.get(selector), ends.get(selector)
        if start is None or end is None:
            yield finding("place-missing", passage, "oa:hasSelector", selector, graph=graph)
            continue
        size = lengths.get(document)
        if size is not None and end > size:
            yield finding("place-outside", passage, "oa:hasSelector", end, graph=graph, length=size)
        length = lengths.get(passage)
        if length is not None and length != end - start:
            yield finding(
                "place-length", passage, "length", length, graph=graph, length=end - start
            )


def _number(term: object) -> int | None:
    text = getattr(term, "value", "")
    return int(text) if text.lstrip("+-").isdigit() else None


def _rows(statements: Statements, graph: str) -> Iterator[Finding]:
    """Things of a register that name no row, or a row that is not described."""
    store = statements.store
    beside = pyoxigraph.NamedNode(graph + "/rows")
    rows = {
        quad.subject
        for quad in store.quads_for_pattern(
            None,
            pyoxigraph.NamedNode(str(RDF.type)),
            pyoxigraph.NamedNode(str(EUCN.RegisterRow)),
            beside,
        )
    }
    refers = pyoxigraph.NamedNode(str(EUCN.statedInRow))
    named: dict[object, list[object]] = defaultdict(list)
    for where in (pyoxigraph.NamedNode(graph), beside):
        for quad in store.quads_for_pattern(None, refers, None, where):
            named[quad.subject].append(quad.object)
    carried = _carried(store, pyoxigraph.NamedNode(graph), named)
    seen = set()
    for quad in _all(store, pyoxigraph.NamedNode(graph)):
        subject = quad.subject
        if subject in seen:
            continue
        seen.add(subject)
        if not named.get(subject) and subject not in carried:
            yield finding("no-row", subject, quad.predicate, quad.object, graph=graph)
    # The row of a mapping is a judgement of its own, and gives its reason.
    reason = pyoxigraph.NamedNode(str(EUCN.reason))
    used: set[object] = {
        quad.subject for quad in store.quads_for_pattern(None, reason, None, beside)
    }
    for thing, targets in named.items():
        for row in targets:
            used.add(row)
            if row not in rows:
                yield finding("row-not-described", thing, "statedInRow", row, graph=graph)
    for row in sorted(rows - used, key=str):
        yield finding("row-of-nothing", row, graph=beside)


def _carried(
    store: pyoxigraph.Store, graph: pyoxigraph.NamedNode, named: Mapping[object, object]
) -> set[object]:
    """Return what rests on the row of another thing, or on the data set as a whole.

    An identifier rests on the row of what has it, a concept of the register (a call, a field of
    science) on that of what names it. A thing whose source is the data set needs no row of it.
    """
    has = {str(EUCN.identifier), str(SKOS.inScheme)}
    concepts = {
        quad.subject
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(str(RDF.type)), None, graph)
        if getattr(quad.object, "value", "") in (str(SKOS.Concept), str(SKOS.ConceptScheme))
    }
    links: dict[object, set[object]] = defaultdict(set)
    found: set[object] = set()
    for quad in _all(store, graph):
        if quad.predicate.value in has or quad.object in concepts:
            links[quad.subject].add(quad.object)
        if quad.predicate.value == str(DCTERMS.source):
            found.add(quad.subject)
    todo: list[object] = [thing for thing in named if named[thing]]
    while todo:
        new = links.pop(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
