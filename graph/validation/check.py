"""All checks of a layer, and of all layers together.

``check_layer`` holds for one layer by itself, whatever others bring: names, texts, dates,
evidence, what one document may say of one thing. ``check_together`` needs the other layers:
classes of values and subjects, minimum cardinalities, circles, doubles. ``check`` runs both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph
from rdflib import PROV, RDF
from rdflib.namespace import DCTERMS

from graph import iris
from graph.iris import EUCN
from graph.paths import ONTOLOGY, SHAPES
from graph.store.layers import Evidence
from graph.validation import dates, identity, names, relations, structure, texts, values
from graph.validation.declared import declared
from graph.validation.evidence import check_evidence
from graph.validation.finding import Finding, order
from graph.validation.messages import finding
from graph.validation.shapes import Engine, run
from graph.validation.statements import Statements

Quads = bytes | Iterable[pyoxigraph.Quad] | Statements

ALONE = ("document.ttl",)
TOGETHER = ("union.ttl", "values.ttl", "subjects.ttl", "concepts.ttl")
OF_EVIDENCE = ("claims.ttl",)
OF_ROWS = ("registers.ttl",)
OF_ANALYSIS = ("analysis.ttl",)


def check(
    quads: Quads,
    evidence: Evidence | str,
    *,
    beside: bytes = b"",
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    engine: Engine | None = None,
) -> list[Finding]:
    """Everything that is wrong or doubtful in some quads, violations first.

    Args:
        quads: N-Quads, or quads of pyoxigraph.
        evidence: what the statements rest on.
        beside: N-Quads of other layers, which may describe what these refer to; what is wrong in
            them alone is not told.
        ontology: the folder of the ontology and the vocabularies, which need not be in the quads.
        engine: of the shapes, by the number of statements if not given.
    """
    try:
        ours = quads if isinstance(quads, Statements) else Statements(quads)
    except SyntaxError as error:
        return [finding("not-readable", "", reason=str(error))]
    found = list(check_layer(ours, evidence, ontology=ontology, shapes=shapes, engine=engine))
    whole = Statements(ours.nquads + beside) if beside else ours
    together = list(check_together(whole, ontology=ontology, shapes=shapes, engine=engine))
    if beside:
        subjects = {iris.short(row["s"].value) for row in ours.ask("SELECT DISTINCT ?s {?s ?p ?o}")}
        together = [one for one in together if one.focus in subjects]
    return sorted(dict.fromkeys([*found, *together]), key=order)


def check_layer(
    statements: Statements,
    evidence: Evidence | str,
    *,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    engine: Engine | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong in one layer, whatever the others bring."""
    evidence = Evidence(evidence)
    yield from layer_beside_shapes(statements, evidence, ontology)
    stated = statements.stated + ([""] if "" in statements.lines else [])
    for graph in stated:
        for one in run(ALONE, consistent(statements, graph), graph, shapes, engine):
            # A register is many rows, a file of others many sources: one value for each of them.
            if evidence is Evidence.CLAIM or not one.rule.endswith("-single"):
                yield one
    if evidence is Evidence.ROW:
        every = chain(*statements.lines.values(), declared(ontology).nquads.splitlines())
        yield from run(OF_ROWS, every, "", shapes, engine)


def layer_beside_shapes(
    statements: Statements, evidence: Evidence, ontology: Path = ONTOLOGY
) -> Iterator[Finding]:
    """Yield what is wrong in one layer and no shape can say."""
    yield from statements_beside_shapes(statements, evidence, ontology)
    yield from check_evidence(statements, evidence)


def statements_beside_shapes(
    statements: Statements, evidence: Evidence, ontology: Path
) -> Iterator[Finding]:
    """Yield the same but what is wrong with the evidence.

    All of it is about one thing at a time, so that a long layer can be checked part by part.
    """
    terms = declared(ontology)
    sourced = evidence is not Evidence.NONE
    strict = evidence in (Evidence.CLAIM, Evidence.ROW)
    # A register as a whole may be the source of a thing that none of its rows describes.
    allowed = frozenset({str(DCTERMS.source)}) if evidence is Evidence.ROW else frozenset[str]()
    yield from names.check_names(statements, terms, strict, allowed)
    if sourced:
        yield from names.check_namespaces(statements, terms, evidence is Evidence.FILE)
        yield from names.check_placement(statements, terms, strict)
    yield from names.check_segments(statements, terms)
    yield from texts.check_texts(statements)
    yield from values.check_literal_links(statements, terms)
    yield from values.check_money(statements)
    yield from dates.check_years(statements)


def check_together(
    statements: Statements,
    *,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    engine: Engine | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong when everything is taken together."""
    yield from together_beside_shapes(statements, ontology)
    analysis = statements.lines.get(str(iris.ANALYSIS_GRAPH))
    if analysis:
        yield from check_analysis(analysis, statements, ontology, shapes, engine)
    evidence, facts = [], []
    for graph, lines in statements.lines.items():
        if graph.endswith(("/claims", "/rows")):
            evidence.append(lines)
            # What is derived about claims (ranks) stands among the facts.
            lines = [line for line in lines if _TYPE in line]
        facts.append(lines)
    if evidence:
        yield from run(OF_EVIDENCE, chain(*evidence), "claims", shapes, engine)
    # Shapes read classes and schemes from the data; the same triples twice do no harm.
    data = chain(*facts, declared(ontology).nquads.splitlines())
    yield from run(TOGETHER, data, "all layers", shapes, engine)


def check_analysis(
    analysis: Iterable[bytes],
    beside: Statements | Iterable[bytes],
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    engine: Engine | None = None,
) -> list[Finding]:
    """Return what is wrong in the results of the analysis, given the classes of what they name."""
    if isinstance(beside, Statements):
        beside = (line for lines in beside.lines.values() for line in lines if _TYPE in line)
    data = chain(analysis, beside, declared(ontology).nquads.splitlines())
    return run(OF_ANALYSIS, data, str(iris.ANALYSIS_GRAPH), shapes, engine)


def together_beside_shapes(statements: Statements, ontology: Path = ONTOLOGY) -> Iterator[Finding]:
    """Yield what is wrong when everything is taken together and no shape can say."""
    terms = declared(ontology)
    yield from names.check_classes(statements, terms)
    yield from structure.check_circles(statements)
    yield from structure.check_itself(statements, terms)
    yield from structure.check_parts(statements, terms)
    yield from structure.check_related(statements, terms)
    yield from dates.check_order(statements)
    yield from dates.check_actions(statements)
    yield from dates.check_within(statements)
    yield from dates.check_likely(statements)
    yield from values.check_numbers(statements, terms)
    yield from relations.check_participations(statements, terms)
    yield from relations.check_sides(statements)
    yield from relations.check_countries(statements, terms)
    yield from identity.check_identity(statements, terms)
    yield from identity.check_identifiers(statements)
    yield from identity.check_deprecated(statements)


_TYPE = f" <{RDF.type}> ".encode()


def consistent(statements: Statements, graph: str) -> list[bytes]:
    """Return the triples of a graph without those that its document marks as its own
    contradiction.
    """
    lines = statements.lines[graph]
    document = iris.DOCUMENT + graph.removeprefix(str(iris.GRAPH))
    marked = set()
    for claim, value, _ in statements.pairs(str(EUCN.contradictedInDocument)):
        sources = statements.values(claim, str(PROV.wasDerivedFrom))
        if getattr(value, "value", "") == "true" and document in [
            getattr(s, "value", "") for s in sources
        ]:
            marked.add(claim)
    if not marked:
        return lines
    left_out = set()
    parts = (RDF.subject, RDF.predicate, RDF.object)
    wanted = {f"<{part}>".encode(): position for position, part in enumerate(parts)}
    said: dict[bytes, list[bytes]] = {f"<{claim}>".encode(): [b"", b"", b""] for claim in marked}
    for line in statements.lines.get(graph + "/claims", ()):
        subject, predicate, rest = line.split(b" ", 2)
        if subject in said and predicate in wanted:
            said[subject][wanted[predicate]] = rest[:-2]
    for triple in said.values():
        left_out.add(b" ".join(triple) + b" .")
    return [line for line in lines if line not in left_out]
