"""Validation: the shapes on each document and on the union, and a claim for everything.

Maximum cardinalities and value types hold in each document's graph
(``ontology/shapes/document.ttl``), minimums and the order of dates on the union
(``union.ttl``), so that two documents may disagree; ``claims.ttl`` is about the claims.
That every statement has a claim is checked here in Python: as a SPARQL constraint over the
claims it took pySHACL seconds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import PROV, RDF, SH, Graph, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN, short
from graph.paths import SHAPES
from graph.processes import side_by_side
from graph.records.load import Sources
from graph.records.model import Origin
from graph.store.layers import Evidence
from graph.validation.check import TOGETHER, layer_beside_shapes, together_beside_shapes
from graph.validation.evidence import check_evidence
from graph.validation.finding import Finding
from graph.validation.shapes import texts_of
from graph.validation.statements import Statements

Origins = dict[tuple[URIRef, URIRef | None], Origin]


@dataclass
class Report:
    """What validation found, for humans and as RDF (``sh:ValidationReport``)."""

    findings: list[Finding]
    graph: Graph

    @property
    def conforms(self) -> bool:
        """Return whether nothing is a violation; warnings and infos pass."""
        return not any(finding.severity == "Violation" for finding in self.findings)


def validate(quads: Quads, sources: Sources, shapes: Path = SHAPES) -> Report:
    """Check all quads against the shapes in a folder."""
    origins = origins_of(sources)
    report = Graph()
    findings: list[Finding] = []
    background = [iris.ONTOLOGY_GRAPH, iris.VOCABULARY_GRAPH]
    documents = sorted(quads.documents)
    claims = sorted(name for name in quads.graphs if name.endswith("/claims"))
    every = [*background, *documents, iris.DERIVED_GRAPH]
    jobs = [
        _Job("claims", ("claims.ttl",), lambda: quads.rdflib_graph(claims)),
        _Job("all documents", TOGETHER, lambda: with_kinds(quads, every, claims)),
    ]
    jobs += [
        _Job(name, ("document.ttl",), functools.partial(consistent, quads, name))
        for name in documents
    ]
    # pySHACL is most of the time that a build takes.
    runs = [functools.partial(_run, job, shapes) for job in jobs]
    for job, results in zip(jobs, side_by_side(runs, "the validation"), strict=True):
        report += results
        findings += _findings(results, job.name, origins)
    statements = Statements(quads.nquads())
    own = Statements(quads.nquads([*documents, *claims]))
    findings += placed(layer_beside_shapes(own, Evidence.CLAIM), origins)
    findings += placed(together_beside_shapes(statements), origins)
    return Report(ordered(findings), report)


def with_kinds(quads: Quads, names: Iterable[URIRef], claims: Iterable[URIRef]) -> Graph:
    """Some graphs, with the classes of claims: ranks of claims are derived."""
    graph = quads.rdflib_graph(names)
    for name in claims:
        for triple in quads.graphs[name]:
            if triple[1] == RDF.type:
                graph.add(triple)
    return graph


def consistent(quads: Quads, name: URIRef) -> Graph:
    """Return a document's graph without what its record marks as the document's own
    contradiction.
    """
    graph = quads.rdflib_graph([name])
    for claim, _ in quads.pairs(EUCN.contradictedInDocument):
        made_by = quads.resources(claim, PROV.wasDerivedFrom)
        if name in [iris.document_graph(str(iris.identifier(document))) for document in made_by]:
            subject = quads.resources(claim, RDF.subject)[0]
            predicate = quads.resources(claim, RDF.predicate)[0]
            graph.remove((subject, predicate, quads.values(claim, RDF.object)[0]))
    return graph


@dataclass(frozen=True)
class _Job:
    """One run of pySHACL: which shapes on which data."""

    name: str
    shapes: tuple[str, ...]
    data: Callable[[], Graph]


def _run(job: _Job, folder: Path) -> Graph:
    import pyshacl  # here, because only this function needs it and it takes long to load

    shapes_graph = Graph()
    for file in job.shapes:
        shapes_graph.parse(folder / file, format="turtle")
    _, results, _ = pyshacl.validate(
        job.data(),
        shacl_graph=shapes_graph,
        inference="none",
        allow_warnings=True,
        advanced=False,
    )
    assert isinstance(results, Graph)
    return results


def _findings(results: Graph, name: str, origins: Origins) -> Iterable[Finding]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path = results.value(result, SH.resultPath)
        value = results.value(result, SH.value)
        yield told(
            str(results.value(result, SH.resultSeverity)).rpartition("#")[2],
            URIRef(str(results.value(result, SH.focusNode))),
            path if isinstance(path, URIRef) else None,
            "" if value is None else str(value),
            sorted(str(m) for m in results.objects(result, SH.resultMessage)),
            name,
            origins,
        )


def told(
    severity: str,
    focus: URIRef,
    path: URIRef | None,
    value: str,
    messages: Iterable[str],
    graph: str,
    origins: Origins,
) -> Finding:
    """Return a result of either engine with the line of the record it comes from."""
    found = (origins.get((focus, one)) for one in _STATED.get(path, (path,))) if path else ()
    origin = next((o for o in found if o is not None), None)
    texts = texts_of(messages)
    return Finding(
        severity,
        short(focus),
        short(path) if path else "",
        "" if value == str(focus) and not path else short(value),
        texts["en"],
        short(graph),
        origin or origins.get((focus, None)),
        texts=texts,
    )


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Violations first, then by what they are about."""
    rank = {"Violation": 0, "Warning": 1, "Info": 2}
    return sorted(findings, key=lambda f: (rank.get(f.severity, 3), f.focus, f.path, f.message))


# A derived bound is wrong where the date it comes from is.
_STATED: dict[URIRef, tuple[URIRef, ...]] = {
    EUCN.earliestStart: (EUCN.endDate, EUCN.startDate, EUCN.date),
    EUCN.latestStart: (EUCN.startDate, EUCN.date),
    EUCN.earliestEnd: (EUCN.endDate, EUCN.date),
    EUCN.latestEnd: (EUCN.endDate, EUCN.date),
}


def origins_of(sources: Sources) -> Origins:
    """Return the first line that states a property of a thing (without a property: anything of
    it).
    """
    origins: Origins = {}
    for statement in sources.statements:
        subject = iris.resource(statement.subject)
        origins.setdefault((subject, statement.predicate), statement.origin)
        origins.setdefault((subject, None), statement.origin)
    return origins


def evidence(quads: Quads, name: URIRef) -> Iterator[Finding]:
    """Yield what of a document's graph has no claim, and what of its claims is stated nowhere.

    A claim counts where it is one by its type and comes from the document of this graph.
    """
    own = quads.nquads([name, URIRef(name + "/claims")])
    return check_evidence(Statements(own), Evidence.CLAIM)


def placed(findings: Iterable[Finding], origins: Origins) -> Iterator[Finding]:
    """Findings with the lines of the records they come from."""
    for finding in findings:
        focus, path = iris.resource(finding.focus), EUCN[finding.path] if finding.path else None
        yield finding.at(origins.get((focus, path)) or origins.get((focus, None)))
