"""What validation refuses in a build of made-up records, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import PROV, RDF, SKOS, Literal

from graph import iris
from graph.assembly.graphs import all_quads
from graph.assembly.validate import Finding, Report, validate
from graph.iris import EUCN
from graph.records.load import Sources
from tests.assembly.small import Folder, claims

SHIP = iris.resource("project/ship")
GRAPH, CLAIMS = iris.document_graph("document/ships"), iris.claims_graph("document/ships")
LONG_ROW = "SHIP | " + "a port of call | " * 20 + "5 Euro"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """A document in order, which contradicts itself about two grants and a date."""
    folder = Folder(tmp_path_factory.mktemp("ships"))
    folder.document(
        "ships",
        f"""
        Ships
        SHIP, coordinated by Ghent, has grant 1111, later grant 2222.
        It ends in 2021, elsewhere in 2022.
        {LONG_ROW}
        BOAT has grant 3333, later grant 4444.
        """,
        f"""
        organization/ghent:
          - {{name: Ghent, quote: Ghent}}
        project/ship:
          - {{name: SHIP, quote: "SHIP,"}}
          - {{grantNumber: "1111", quote: grant 1111, contradicts: true}}
          - {{grantNumber: "2222", quote: grant 2222, contradicts: true}}
          - {{endDate: 2021, quote: 2021, contradicts: true}}
          - {{endDate: 2022, quote: in 2022}}
          - {{fundingEuro: 5, quote: "{LONG_ROW}", table: true}}
          - participation: {{participant: organization/ghent, role: coordinator}}
            quote: coordinated by Ghent
        project/boat:
          - {{name: BOAT, quote: BOAT}}
          - {{grantNumber: "3333", quote: grant 3333, contradicts: true}}
          - {{grantNumber: "4444", quote: grant 4444, contradicts: true}}
        """,
    )
    folder.register(
        """
        document/curation: {label: {en: Curation}}
        organization/ghent: {label: {en: Port of Ghent}, kind: company}
        """
    )
    return folder.load()


def violations(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity == "Violation"]


def test_a_marked_contradiction_and_a_long_row_of_a_table_pass(sources: Sources) -> None:
    """Two grant numbers each, two ends of which one is marked; a row of 353 characters."""
    report = validate(all_quads(sources), sources)
    assert [str(finding) for finding in violations(report)] == []
    assert report.conforms


def without_marks(sources: Sources, subject: str) -> Sources:
    """The same records where no fact about a thing is marked with ``contradicts: true``."""
    records = [
        replace(
            record,
            statements=[
                replace(s, evidence=replace(s.evidence, contradicts=False))
                if s.subject == subject
                else s
                for s in record.statements
            ],
        )
        for record in sources.records
    ]
    return replace(sources, records=records)


@pytest.mark.parametrize(
    ("subject", "properties"),
    [
        ("project/ship", ["endDate", "grantNumber"]),
        # The marks at the grant numbers of SHIP do not excuse those of BOAT.
        ("project/boat", ["grantNumber"]),
    ],
)
def test_the_same_contradiction_without_its_marks_is_refused(
    sources: Sources, subject: str, properties: list[str]
) -> None:
    """One finding for each property that has two values, in the graph of the document."""
    unmarked = without_marks(sources, subject)
    report = validate(all_quads(unmarked), unmarked)
    found = [(f.focus, f.path, f.graph) for f in violations(report)]
    assert found == [(subject, name, "graph/ships") for name in properties]
    assert all("One document gives two values" in f.message for f in violations(report))
    assert not report.conforms


def test_a_statement_without_a_claim_is_refused(sources: Sources) -> None:
    """And nothing else is said of it: the value itself is in order."""
    quads = all_quads(sources)
    quads.add(SHIP, EUCN.acronym, Literal("SHP"), GRAPH)
    report = validate(quads, sources)
    (finding,) = violations(report)
    assert not report.conforms
    assert (finding.focus, finding.path, finding.value) == ("project/ship", "acronym", "SHP")
    assert finding.graph == "graph/ships"
    assert "has no claim" in finding.message


def test_a_claim_needs_to_fit_its_statement_in_the_value_too(sources: Sources) -> None:
    """The claim of another value of the same property is none for this one."""
    quads = all_quads(sources)
    (claim,) = claims(quads, "project/ship", EUCN.fundingEuro).values()
    (said,) = quads.values(claim, RDF.object)
    quads.graphs[CLAIMS].remove((claim, RDF.object, said))
    quads.graphs[CLAIMS].add((claim, RDF.object, Literal(Decimal(6))))
    found = violations(validate(quads, sources))
    slug = claim.removeprefix(str(iris.ID))
    assert {(f.focus, f.path, f.value) for f in found} == {
        ("project/ship", "fundingEuro", "5"),
        (slug, "", ""),
    }


def test_a_claim_without_a_document_or_as_sure_as_nothing_can_be_is_refused(
    sources: Sources,
) -> None:
    """The shapes of claims are asked in a build: a source for each, a confidence up to 1."""
    quads = all_quads(sources)
    (claim,) = claims(quads, "project/ship", EUCN.fundingEuro).values()
    (confidence,) = quads.values(claim, EUCN.confidence)
    quads.graphs[CLAIMS].remove((claim, EUCN.confidence, confidence))
    quads.add(claim, EUCN.confidence, Literal(Decimal("1.5")), CLAIMS)
    (document,) = quads.resources(claim, PROV.wasDerivedFrom)
    quads.graphs[CLAIMS].remove((claim, PROV.wasDerivedFrom, document))
    found = [(f.focus, f.path, f.graph) for f in violations(validate(quads, sources))]
    slug = claim.removeprefix(str(iris.ID))
    wanted = str(PROV.wasDerivedFrom)
    assert found == [
        (slug, "confidence", "claims"),
        (slug, "confidence", ""),  # nor is it what its evidence says
        (slug, wanted, "claims"),
        # What comes from no document is no claim of this one, so the statement has none.
        ("project/ship", "fundingEuro", "graph/ships"),
    ]


def test_a_value_of_the_wrong_class_is_refused(sources: Sources) -> None:
    """A project is no country, although it is a thing of this graph like any other."""
    quads = all_quads(sources)
    quads.add(SHIP, EUCN.targetCountry, iris.resource("country/cn"), GRAPH)
    quads.add(SHIP, EUCN.targetCountry, iris.resource("project/boat"), GRAPH)
    found = [f for f in violations(validate(quads, sources)) if "has no claim" not in f.message]
    assert [(f.focus, f.path, f.value) for f in found] == [
        ("project/ship", "targetCountry", "project/boat")
    ]
    assert "not of the right class (Country)" in found[0].message


def test_what_only_the_register_has_can_be_named_as_a_value(tmp_path: Path) -> None:
    """Messages of the reader and of the shapes tell a curator to add a line to the register."""
    folder = Folder(tmp_path)
    folder.document(
        "ships",
        """
        Ships
        SHIP, coordinated by Ghent.
        """,
        """
        project/ship:
          - {name: SHIP, quote: "SHIP,"}
          - participation: {participant: organization/ghent, role: coordinator}
            quote: coordinated by Ghent
        """,
    )
    folder.register(
        """
        document/curation: {label: {en: Inferences}}
        organization/ghent: {label: {en: Port of Ghent}, kind: company}
        """
    )
    sources = folder.load()
    quads = all_quads(sources)
    report = validate(quads, sources)
    assert report.conforms, report.findings
    assert EUCN.Partner in quads.values(iris.resource("organization/ghent"), RDF.type)
    labels = quads.values(iris.resource("document/curation"), SKOS.prefLabel)
    assert labels == [Literal("Inferences", lang="en")]
