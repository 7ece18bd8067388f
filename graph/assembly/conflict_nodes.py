"""Each conflict as a node of the graph: what it is about, every value with its source, the best.

Who asks "where do sources disagree" finds documents and registers in one list; the claims and rows
stay what they are, and the node leads to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rdflib import PROV, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.conflicts import (
    IN_REGISTERS,
    Conflict,
    Said,
    borne_out,
    differ,
    in_registers,
    said_by_documents,
)
from graph.assembly.labels import label
from graph.assembly.quads import Quads, Term
from graph.iris import EUCN
from graph.languages import LANGUAGES, choose
from graph.records.header import CURATION

REGISTER, CONFIDENCE, UNDECIDED = "register", "highest-confidence", "undecided"
INFERENCE = "beside-an-inference"
"""The rules by which a value is preferred, or none: concepts of the vocabulary ``ranking-rule``."""
BESIDE = frozenset(
    EUCN[name]
    for name in (
        *("grantNumber", "startDate", "endDate", "fundingEuro", "euContribution", "totalCost"),
        *("country", "coordinator"),
    )
)
"""What documents and registers both state, with one value; ``queries/reports/beside-registers.rq``
asks for the same."""

Best = Mapping[tuple[URIRef, URIRef], frozenset[Term]]
"""By thing and property the values that are preferred, where a rule prefers any."""


@dataclass(frozen=True)
class Value:
    """One value of a conflict: who says it, the claim or row, and whether a rule prefers it."""

    value: Term
    source: URIRef
    evidence: URIRef | None
    preferred: bool


@dataclass(frozen=True)
class Node:
    """A conflict with all its values."""

    subject: URIRef
    property: URIRef
    values: tuple[Value, ...]
    rule: str
    step: URIRef | None = None
    """Of an agreement the kind of the step that is told with several dates."""


def conflict_nodes(quads: Quads, found: Iterable[Conflict]) -> list[Node]:
    """Return the conflicts of documents, and those of documents with registers, sorted."""
    registered = in_registers(quads)
    told = {(one.subject, one.property): list(one.values) for one in found}
    for key, values in said_by_documents(quads, BESIDE).items():
        stated = registered.get((key[0], IN_REGISTERS.get(key[1], key[1])))
        if stated and not any(borne_out(quads, one.value, stated) for one in values):
            told.setdefault(key, values)
    nodes = [
        _node(quads, key, values, registered.get((key[0], IN_REGISTERS.get(key[1], key[1])), {}))
        for key, values in told.items()
    ]
    nodes += _steps(quads)
    return sorted(nodes, key=lambda one: (one.subject, one.property, one.step or ""))


def _steps(quads: Quads) -> list[Node]:
    """Return the steps of agreements, as a signature, that are told with dates that contradict.

    An agreement is founded, signed or ended once: several nodes of such a kind are one step, told
    by several sources. Where a curator infers another date than a document states, none is
    preferred: the sure reading of a slip is no better than the inference.
    """
    once = {kind for kind, _ in quads.pairs(EUCN.bounds)}
    told: dict[tuple[URIRef, URIRef], dict[URIRef, list[Said]]] = {}
    said = said_by_documents(quads, [EUCN.date])
    for step, agreement in quads.pairs(EUCN.actionOf):
        for kind in set(quads.resources(step, EUCN.kind)) & once:
            assert isinstance(agreement, URIRef)
            if (step, EUCN.date) in said:
                told.setdefault((agreement, kind), {})[step] = said[step, EUCN.date]
    nodes = []
    for (agreement, kind), steps in told.items():
        values = [one for several in steps.values() for one in several]
        # One node with two dates contradicts itself: that is told of the node.
        if len(steps) == 1 or not differ([one.value for one in values]):
            continue
        inferred = {str(one.document).endswith(CURATION) for one in values}
        node = _node(quads, (agreement, EUCN.date), values, {})
        if len(inferred) > 1:
            equal = [replace(one, preferred=False) for one in node.values]
            equal.sort(key=lambda one: (one.source, str(one.value)))
            node = replace(node, values=tuple(equal), rule=INFERENCE)
        nodes.append(replace(node, step=kind))
    return nodes


def _node(
    quads: Quads,
    key: tuple[URIRef, URIRef],
    said: list[Said],
    stated: Mapping[Term, set[URIRef]],
) -> Node:
    subject, _ = key
    surest = max(one.confidence for one in said)
    top = {one.value for one in said if one.confidence == surest}
    rule = CONFIDENCE if not differ(list(top)) else UNDECIDED
    if stated:
        rule = REGISTER
        top = {one.value for one in said if borne_out(quads, one.value, stated)}
    elif rule == UNDECIDED:
        top = set()
    values = [Value(one.value, one.document, one.claim, one.value in top) for one in said]
    for value, graphs in stated.items():
        for graph in graphs:
            values.append(Value(value, _dataset(graph), _row(quads, subject, graph), True))
    ordered = sorted(set(values), key=lambda one: (not one.preferred, one.source, str(one.value)))
    return Node(*key, tuple(ordered), rule)


def _dataset(graph: URIRef) -> URIRef:
    name = graph.removeprefix(str(iris.GRAPH)).partition("/")[0]
    return iris.resource(f"dataset/{name}")


def _row(quads: Quads, subject: URIRef, graph: URIRef) -> URIRef | None:
    """Return the row that states it; a value that is derived has none of its own."""
    if graph.endswith("/derived"):
        return None
    rows = (v for s, p, v in quads.graphs[graph] if s == subject and p == EUCN.statedInRow)
    return next((row for row in sorted(rows) if isinstance(row, URIRef)), None)


def best_values(quads: Quads, nodes: Iterable[Node]) -> Best:
    """Return which values are best, by thing and property.

    A project that a register describes has the coordinator of the register, also where a
    document names a part of it: one project, one coordinator.
    """
    best = {
        (one.subject, one.property): frozenset(v.value for v in one.values if v.preferred)
        for one in nodes
        if one.rule not in (UNDECIDED, INFERENCE) and one.step is None
    }
    for (thing, key), stated in in_registers(quads).items():
        if key == EUCN.coordinator:
            best[thing, key] = frozenset(stated)
    return best


def derive_conflicts(quads: Quads, nodes: Iterable[Node]) -> None:
    """State a node for each conflict and one for each of its values."""
    for one in nodes:
        step = (one.step or "").rpartition("/")[2]
        name = "-".join(
            part.replace("/", "-").lower()
            for part in (iris.identifier(one.subject) or "", step, one.property.rpartition("#")[2])
            if part
        )
        node = iris.resource(f"conflict/{name}")
        rule = iris.concept("ranking-rule", one.rule)
        _add(quads, node, RDF.type, EUCN.Conflict)
        _add(quads, node, EUCN.concerns, one.subject)
        _add(quads, node, EUCN.concernsProperty, one.property)
        _add(quads, node, EUCN.rankingRule, rule)
        for language in LANGUAGES:
            between = "：" if language == "zh" else ": "
            of = label(quads, one.step, language) if one.step else ""
            of = of and (f"（{of}）" if language == "zh" else f" ({of})")
            title = between.join(
                (label(quads, one.subject, language), _property(quads, one.property, language) + of)
            )
            _add(quads, node, RDFS.label, Literal(title, lang=language))
        for reason in quads.values(rule, SKOS.definition):
            _add(quads, node, EUCN.reason, reason)
        for value in one.values:
            digest = iris.digest(str(value.source), value.value.n3(), length=8)
            part = iris.resource(f"conflicting-value/{name}-{digest}")
            rank = "preferred" if value.preferred else "normal"
            _add(quads, node, EUCN.alternative, part)
            _add(quads, part, RDF.type, EUCN.ConflictingValue)
            for language in LANGUAGES:
                named = [_named(quads, one, language) for one in (value.value, value.source)]
                _add(quads, part, RDFS.label, Literal(" · ".join(named), lang=language))
            _add(quads, part, RDF.value, value.value)
            _add(quads, part, DCTERMS.source, value.source)
            _add(quads, part, EUCN.rank, iris.concept("rank", rank))
            if value.evidence is not None:
                _add(quads, part, PROV.wasDerivedFrom, value.evidence)


def _named(quads: Quads, term: Term, language: str) -> str:
    if not isinstance(term, URIRef):
        return str(term)
    # A register has a title, which is told of evidence and derives no label.
    titles = {
        str(one.language): str(one)
        for one in quads.values(term, DCTERMS.title)
        if isinstance(one, Literal)
    }
    return choose(titles, language, label(quads, term, language))


def _property(quads: Quads, term: URIRef, language: str) -> str:
    labels = {v.language: str(v) for v in quads.values(term, RDFS.label) if isinstance(v, Literal)}
    return labels.get(language) or labels.get("en") or term.rpartition("#")[2]


def _add(quads: Quads, subject: URIRef, predicate: URIRef, value: Term) -> None:
    quads.add(subject, predicate, value, iris.DERIVED_GRAPH)
