"""Validation: the shapes on each document and on the union, and a claim for everything.

Maximum cardinalities and value types hold in each document's graph
(``ontology/shapes/document.ttl``), minimums and the order of dates on the union
(``union.ttl``), so that two documents may disagree; ``claims.ttl`` is about the claims.
That every statement has a claim is checked here in Python: as a SPARQL constraint over the
claims it took pySHACL seconds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import PROV, RDF, SH, Graph, Literal, URIRef

from graph import iris
from graph.assembly.quads import Quads, is_document_graph
from graph.iris import EUCN, short
from graph.paths import SHAPES
from graph.processes import side_by_side
from graph.records.load import Sources
from graph.records.model import Origin


@dataclass(frozen=True)
class Finding:
    """One result of validation, as a curator reads it."""

    severity: str
    """Violation, Warning or Info."""
    focus: str
    path: str
    value: str
    message: str
    graph: str
    origin: Origin | None

    def __str__(self) -> str:
        where = f"{self.origin.file}:{self.origin.line}: " if self.origin else ""
        about = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{where}{self.severity.lower()}: {about}: {self.message} ({self.graph})"


@dataclass
class Report:
    """What validation found, for humans and as RDF (``sh:ValidationReport``)."""

    findings: list[Finding]
    graph: Graph

    @property
    def conforms(self) -> bool:
        """Whether nothing is a violation; warnings and infos pass."""
        return not any(finding.severity == "Violation" for finding in self.findings)


def validate(quads: Quads, sources: Sources, shapes: Path = SHAPES) -> Report:
    """Check all quads against the shapes in a folder."""
    origins = _origins(sources)
    report = Graph()
    findings: list[Finding] = []
    background = [iris.ONTOLOGY_GRAPH, iris.VOCABULARY_GRAPH]
    documents = sorted(name for name in quads.graphs if is_document_graph(name))
    claims = sorted(name for name in quads.graphs if name.endswith("/claims"))
    every = [*background, *documents, iris.DERIVED_GRAPH]
    jobs = [
        _Job("claims", ("claims.ttl",), lambda: quads.rdflib_graph(claims)),
        _Job("all documents", ("union.ttl", "values.ttl"), lambda: quads.rdflib_graph(every)),
    ]
    jobs += [
        _Job(name, ("document.ttl",), functools.partial(_consistent, quads, name))
        for name in documents
    ]
    # pySHACL is most of the time that a build takes.
    runs = [functools.partial(_run, job, shapes) for job in jobs]
    for job, results in zip(jobs, side_by_side(runs, "the validation"), strict=True):
        report += results
        findings += _findings(results, job.name, origins)
    findings += _unclaimed(quads, documents)
    order = {"Violation": 0, "Warning": 1, "Info": 2}
    findings.sort(key=lambda f: (order.get(f.severity, 3), f.focus, f.path, f.message))
    return Report(findings, report)


def _consistent(quads: Quads, name: URIRef) -> Graph:
    """A document's graph without what its record marks as the document's own contradiction."""
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


def _findings(
    results: Graph, name: str, origins: dict[tuple[URIRef, URIRef | None], Origin]
) -> Iterable[Finding]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus = results.value(result, SH.focusNode)
        path = results.value(result, SH.resultPath)
        value = results.value(result, SH.value)
        subject = URIRef(str(focus))
        origin = None
        if isinstance(path, URIRef):
            found = (origins.get((subject, p)) for p in _STATED.get(path, (path,)))
            origin = next((o for o in found if o is not None), None)
        yield Finding(
            str(results.value(result, SH.resultSeverity)).rpartition("#")[2],
            short(focus),
            short(path) if isinstance(path, URIRef) else "",
            short(value) if value is not None else "",
            " ".join(sorted(str(m) for m in results.objects(result, SH.resultMessage))),
            short(name),
            origin or origins.get((subject, None)),
        )


# A derived bound is wrong where the date it comes from is.
_STATED: dict[URIRef, tuple[URIRef, ...]] = {
    EUCN.earliestStart: (EUCN.endDate, EUCN.startDate, EUCN.date),
    EUCN.latestStart: (EUCN.startDate, EUCN.date),
    EUCN.earliestEnd: (EUCN.endDate, EUCN.date),
    EUCN.latestEnd: (EUCN.endDate, EUCN.date),
}


def _origins(sources: Sources) -> dict[tuple[URIRef, URIRef | None], Origin]:
    origins: dict[tuple[URIRef, URIRef | None], Origin] = {}
    for statement in sources.statements:
        subject = iris.resource(statement.subject)
        origins.setdefault((subject, statement.predicate), statement.origin)
        origins.setdefault((subject, None), statement.origin)
    return origins


def _unclaimed(quads: Quads, documents: list[URIRef]) -> Iterable[Finding]:
    """A finding for every triple of a document graph that no claim of the document states."""
    for name in documents:
        claimed: dict[URIRef, dict[URIRef, URIRef | Literal]] = {}
        for subject, predicate, value in quads.graphs[URIRef(name + "/claims")]:
            claimed.setdefault(subject, {})[predicate] = value
        stated = {
            (c.get(RDF.subject), c.get(RDF.predicate), c.get(RDF.object)) for c in claimed.values()
        }
        for triple in sorted(quads.graphs[name] - stated):
            yield Finding(
                "Violation",
                short(triple[0]),
                short(triple[1]),
                short(triple[2]),
                "has no claim; every statement needs its evidence",
                short(name),
                None,
            )
