"""pySHACL, which judges, and the much faster ``shacl`` agree on every case of every shape.

All cases of a file are put into one graph, each below an address of its own, so that pySHACL runs
once for each file of shapes.
"""

from __future__ import annotations

from collections import Counter

import pyshacl
import pytest
import shacl
from rdflib import RDF, SH, BNode, Graph

from tests.shapes.conftest import PREFIXES, background_lines, shapes
from tests.shapes.test_shapes import CASES

BASE = "@base <https://w3id.org/eucn/id/> ."
Told = Counter[tuple[str, str, str]]


def together(file: str) -> str:
    """N-Triples of all cases of a file; where a pattern asks for an IRI, the case is a bad one."""
    whole = Graph()
    for number, (good, bad) in enumerate(CASES[file].values()):
        for part, turtle in enumerate((good, *bad)):
            base = BASE.replace("/id/", f"/id/case-{number}-{part}/")
            whole.parse(data=PREFIXES.replace(BASE, base) + turtle, format="turtle")
    return str(whole.serialize(format="nt")) + background_lines()


def _name(term: object) -> str:
    return "_" if isinstance(term, BNode) else str(term)


def _blank(term: str) -> str:
    return "_" if term.startswith("_:") else term


def by_pyshacl(file: str, data: str) -> Told:
    _, report, _ = pyshacl.validate(
        Graph().parse(data=data, format="nt"),
        shacl_graph=shapes(file),
        inference="none",
        advanced=False,
    )
    assert isinstance(report, Graph)
    return Counter(
        (
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            str(report.value(result, SH.sourceShape)),
            _name(report.value(result, SH.focusNode)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def by_shacl(file: str, data: str) -> Told:
    made = shacl.Shapes.from_text(shapes(file).serialize(format="nt"), "ntriples")
    report = made.validate_text(data, "ntriples", allow_warnings=True)
    return Counter(
        (r.severity, str(r.root_shape).strip("<>"), _blank(r.focus_node.strip("<>")))
        for r in report.results
    )


@pytest.mark.parametrize("file", sorted(CASES))
def test_engines_agree(file: str) -> None:
    data = together(file)
    one, other = by_pyshacl(file, data), by_shacl(file, data)
    assert one == other
    assert len({shape for _, shape, _ in one}) >= len(CASES[file])
