"""Evidence in both directions: a claim or a row for each statement, a statement for each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby

import pyoxigraph
from rdflib import PROV, RDF, SKOS, Namespace
from rdflib.namespace import DCTERMS

from graph import iris
from graph.iris import EUCN
from graph.numerals import whole_signed
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
        yield from _unused(statements)
    elif evidence is Evidence.ROW:
        lines = sorted(filter(None, statements.nquads.split(b"\n")))
        for graph in statements.stated:
            yield from check_rows(lambda: lines, graph)
        yield from check_keys(statements)
    elif evidence is Evidence.FILE:
        yield from _out_of_place(statements)


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


def _unused(statements: Statements) -> Iterator[Finding]:
    """Evidence and passages that no claim rests on, and evidence that says another confidence."""
    links = {str(p) for p in (EUCN.evidence, OA.hasTarget, EUCN.subjectNamedAt)}
    used = {value for prop in links for _, value in statements.links(prop)}
    said: dict[str, list[float]] = defaultdict(list)
    for node, value, _ in statements.pairs(str(EUCN.confidence)):
        with suppress(ValueError):
            said[node].append(float(getattr(value, "value", "")))
    for node, classes in sorted(statements.types.items()):
        if classes & {str(EUCN.Evidence), str(EUCN.Passage)} and node not in used:
            yield finding("evidence-of-nothing", node)
    evidence: dict[str, list[float]] = defaultdict(list)
    for claim, node in statements.links(str(EUCN.evidence)):
        evidence[claim] += said.get(node, [])
    for claim, values in sorted(evidence.items()):
        if values and said.get(claim) and max(values) != max(said[claim]):
            yield finding("confidence-differs", claim, "confidence", max(said[claim]))


def _out_of_place(statements: Statements) -> Iterator[Finding]:
    """Claims in the file of others: only beside the graph of a document that it brings whole."""
    whole = {
        f"{graph}/claims"
        for graph, kinds in statements.types.items()
        if str(EUCN.DocumentGraph) in kinds and graph in statements.graphs
    }
    kinds = {str(c) for c in (EUCN.Claim, EUCN.Evidence, EUCN.Passage)}
    told = set()
    for node, kind, graph in statements.pairs(str(RDF.type)):
        if getattr(kind, "value", "") in kinds and graph not in whole:
            told.add((node, graph))
    for node, graph in sorted(told):
        yield finding("claim-in-file", node, graph=graph)


def _number(term: object) -> int | None:
    return whole_signed(getattr(term, "value", ""))


def check_rows(lines: Callable[[], Iterable[bytes]], graph: str) -> Iterator[Finding]:
    """Things of a register that name no row, or a row that is not described.

    What rests on the row of another thing, or on the data set as a whole, needs none: an identifier
    rests on the row of what has it, a concept of the register (a call, a field of science) on that
    of what names it; a thing whose source is the data set is described by no row of it.

    Args:
        lines: gives N-Quads sorted by their subjects, as often as it is asked.
        graph: the graph of what the register states; its rows stand in ``graph/rows``.
    """
    here, beside = f"<{graph}>".encode(), f"<{graph}/rows>".encode()
    rows, concepts, sourced, used = _described(lines(), here, beside)
    carried: set[bytes] = set()
    links: dict[bytes, set[bytes]] = {}
    without: dict[bytes, bytes] = {}
    for subject, about in groupby(lines(), key=lambda line: line.split(b" ", 1)[0]):
        named, targets, first = False, set[bytes](), b""
        for line in about:
            if line.endswith(_DERIVED):
                continue
            _, predicate, value, where = _parts(line)
            if where != here and (where != beside or predicate != _IN_ROW):
                continue
            if predicate == _IN_ROW:
                named = True
                used.add(value)
                if value not in rows:
                    yield _about("row-not-described", line, graph, "statedInRow")
            if where == here:
                first = first or line
                if predicate in _CARRYING or value in concepts:
                    targets.add(value)
        if named:
            carried |= targets
        elif first and subject not in sourced:
            links[subject], without[subject] = targets, first
    todo = list(carried)
    while todo:
        new = links.pop(todo.pop(), set()) - carried - sourced
        carried |= new
        todo += new
    for subject, line in without.items():
        if subject not in carried:
            yield _about("no-row", line, graph)
    for row in sorted(rows - used):
        yield finding("row-of-nothing", row[1:-1].decode(), graph=graph + "/rows")


def check_keys(statements: Statements) -> Iterator[Finding]:
    """Rows of another data set than the graph they are in, and two rows of one key."""
    datasets = dict(statements.links(str(EUCN.dataset)))
    files = {row: getattr(value, "value", "") for row, value, _ in statements.pairs(str(EUCN.file))}
    rows: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row, value, graph in statements.pairs(str(EUCN.rowKey)):
        dataset = datasets.get(row, "")
        rows[dataset, files.get(row, ""), getattr(value, "value", "")].add(row)
        name = graph.removeprefix(str(iris.GRAPH)).removesuffix("/rows")
        if dataset and dataset != f"{iris.ID}dataset/{name}":
            yield finding("row-of-another-dataset", row, "dataset", dataset, graph=graph)
    for (_, _, key), found in sorted(rows.items()):
        if len(found) > 1:
            first, *others = sorted(found)
            told = ", ".join(map(iris.short, others[:3]))
            yield finding("row-twice", first, "rowKey", key, others=told)


@dataclass
class Rows:
    """What ``check_rows`` asks about one graph of a register, gathered from its parts.

    Each part has all lines of its things. Where ``sound`` says that nothing is wrong, the lines
    need not be read again to tell what is.
    """

    described: set[bytes] = field(default_factory=set)
    used: set[bytes] = field(default_factory=set)
    carried: set[bytes] = field(default_factory=set)
    links: dict[bytes, set[bytes]] = field(default_factory=dict)
    """By each thing that names no row what rests on its row, if it rests on one."""

    def take(
        self,
        thing: bytes,
        said: Iterable[tuple[bytes, bytes]],
        graph: bytes,
        concepts: Container[bytes],
    ) -> None:
        """Take what is said of a thing: property, and value with the graph, of each line.

        ``concepts`` are those of the whole graph.
        """
        here, among = b" <%s> ." % graph, b" <%s/rows> ." % graph
        named = sourced = stated = False
        targets: list[bytes] = []
        for predicate, rest in said:
            if rest.endswith(here):
                stated = True
                value = rest[: -len(here)]
                if predicate == _IN_ROW:
                    named = True
                    self.used.add(value)
                elif predicate == _SOURCE:
                    sourced = True
                elif predicate in _CARRYING or value in concepts:
                    targets.append(value)
            elif rest.endswith(among):
                if predicate == _A:
                    if rest[: -len(among)] == _ROW:
                        self.described.add(thing)
                elif predicate == _IN_ROW:
                    named = True
                    self.used.add(rest[: -len(among)])
                elif predicate == _REASON:
                    self.used.add(thing)
        if named:
            self.carried.update(targets)
        elif stated and not sourced:
            self.links.setdefault(thing, set()).update(targets)

    def add(self, other: Rows) -> None:
        """Take what was gathered of other parts."""
        self.described |= other.described
        self.used |= other.used
        self.carried |= other.carried
        self.links |= other.links

    @property
    def sound(self) -> bool:
        """Return whether ``check_rows`` finds nothing."""
        if self.described != self.used:
            return False
        carried, todo = set(self.carried), list(self.carried)
        while todo:
            new = self.links.get(todo.pop(), set()) - carried
            carried |= new
            todo += new
        return self.links.keys() <= carried


_CARRY = {str(EUCN.identifier), str(SKOS.inScheme)}
_DERIVED = (b"/derived> .", b"/derived> .\n")
_IN_ROW = f"<{EUCN.statedInRow}>".encode()
_REASON = f"<{EUCN.reason}>".encode()
_A, _ROW, _SOURCE = (f"<{term}>".encode() for term in (RDF.type, EUCN.RegisterRow, DCTERMS.source))
_CARRYING = {f"<{name}>".encode() for name in _CARRY}
CONCEPTS = {f"<{term}>".encode() for term in (SKOS.Concept, SKOS.ConceptScheme)}


def _described(
    lines: Iterable[bytes], here: bytes, beside: bytes
) -> tuple[set[bytes], set[bytes], set[bytes], set[bytes]]:
    """Return the rows, the concepts, what has the data set as source, and rows with a reason.

    The row of a mapping is a judgement of its own, and gives its reason.
    """
    rows, concepts, sourced, used = set[bytes](), set[bytes](), set[bytes](), set[bytes]()
    for line in lines:
        if line.endswith(_DERIVED):
            continue
        subject, predicate, value, graph = _parts(line)
        if graph == beside:
            if predicate == _A and value == _ROW:
                rows.add(subject)
            elif predicate == _REASON:
                used.add(subject)
        elif graph == here:
            if predicate == _A and value in CONCEPTS:
                concepts.add(subject)
            elif predicate == _SOURCE:
                sourced.add(subject)
    return rows, concepts, sourced, used


def _parts(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return subject, property, value and graph of a line, as N-Quads write them."""
    subject, predicate, rest = line.split(b" ", 2)
    end = rest.rfind(b" .")
    start = rest.rfind(b" ", 0, end)
    return subject, predicate, rest[:start], rest[start + 1 : end]


def _about(rule: str, line: bytes, graph: str, path: str = "") -> Finding:
    quad = next(iter(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)))
    return finding(rule, quad.subject, path or quad.predicate, quad.object, graph=graph)
