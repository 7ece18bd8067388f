"""What the build derives, on made-up records small enough to work out by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.conflict_nodes import best_values, conflict_nodes
from graph.assembly.conflict_table import conflict_table
from graph.assembly.conflicts import Conflict, Said, conflicts, derive_ranks
from graph.assembly.expand import OA
from graph.assembly.graphs import data_day
from graph.assembly.labels import derive_labels
from graph.assembly.quads import Quads
from graph.assembly.register_lines import RegisterLines
from graph.assembly.shortcuts import derive_shortcuts
from graph.identity.canonical import Identity
from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.store import open_store
from graph.store.versions import write_store
from tests.assembly.small import Folder, claims, texts

SCHEMA_SUPER_EVENT = URIRef("https://schema.org/superEvent")


def values(quads: Quads, identifier: str, predicate: URIRef) -> list[str]:
    """The values of a property in every graph, sorted."""
    return sorted(texts(quads.values(iris.resource(identifier), predicate)))


# ---- Claims ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Quads:
    """One document that says a thing twice, contradicts itself, and has a table."""
    folder = Folder(tmp_path_factory.mktemp("harbour"))
    folder.document(
        "harbour",
        """
        Harbour links
        The project HARBOUR of ports began in 2019.
        It perhaps ran until 2021.
        It ended in 2021, as all know.
        Grant 1111, or was it grant 2222?
        HARBOUR | 500 Euro
        """,
        """
        project/harbour:
          - {grantNumber: "1111", quote: Grant 1111, contradicts: true}
          - {grantNumber: "2222", quote: grant 2222, contradicts: true}
          - {name: HARBOUR, quote: HARBOUR of ports}
          - {startDate: 2019, quote: HARBOUR of ports began in 2019}
          - {endDate: 2021, quote: It perhaps ran until 2021, confidence: 0.5}
          - {endDate: 2021, quote: "It ended in 2021, as all know", confidence: 0.9}
          - {endDate: 2021, quote: until 2021, confidence: 0.7}
          - {fundingEuro: 500, quote: HARBOUR | 500 Euro, table: true}
        """,
    )
    folder.register(
        """
        organization/port-of-ghent:
          label: {en: Port of Ghent}
          kind: company
        organization/ghent-port:
          label: {en: Ghent Port}
          replacedBy: organization/port-of-ghent
        """
    )
    return folder.quads()


def test_a_claim_is_as_sure_as_the_clearest_of_its_places(harbour: Quads) -> None:
    """Said at 0.5, 0.9 and 0.7: the claim has one confidence, 0.9, and all three places."""
    (claim,) = claims(harbour, "project/harbour", EUCN.endDate).values()
    assert harbour.values(claim, EUCN.confidence) == [Literal(Decimal("0.9"))]
    assert len(harbour.values(claim, OA.hasTarget)) == 3


def test_each_place_of_a_claim_keeps_its_own_evidence(harbour: Quads) -> None:
    """Three places, each with its passage and how sure it is; one place, one node of evidence."""
    (claim,) = claims(harbour, "project/harbour", EUCN.endDate).values()
    places = {
        texts(harbour.values(passage, EUCN.length))[0]: texts(harbour.values(node, EUCN.confidence))
        for node in harbour.resources(claim, EUCN.evidence)
        for passage in harbour.resources(node, OA.hasTarget)
    }
    assert places == {
        str(len("It perhaps ran until 2021")): ["0.5"],
        str(len("It ended in 2021, as all know")): ["0.9"],
        str(len("until 2021")): ["0.7"],
    }
    (start,) = claims(harbour, "project/harbour", EUCN.startDate).values()
    assert len(harbour.values(start, EUCN.evidence)) == 1


def test_document_says_what_was_done_to_its_text(harbour: Quads) -> None:
    """Positions mean nothing without it."""
    (text,) = values(harbour, "document/harbour", EUCN.textNormalisation)
    assert text.startswith("none: the characters of the file as UTF-8")


def test_only_the_marked_facts_are_contradicted_in_the_document(harbour: Quads) -> None:
    """The two grant numbers; not the type, though it is said where the first of them stands."""
    marked = {claim for claim, _ in harbour.pairs(EUCN.contradictedInDocument)}
    assert marked == set(claims(harbour, "project/harbour", EUCN.grantNumber).values())
    assert len(marked) == 2
    (type_claim,) = claims(harbour, "project/harbour", RDF.type).values()
    (first,) = harbour.values(type_claim, OA.hasTarget)
    grant = claims(harbour, "project/harbour", EUCN.grantNumber)[Literal("1111")]
    assert harbour.values(grant, OA.hasTarget) == [first]


def test_a_row_of_a_table_is_told_from_other_passages(harbour: Quads) -> None:
    (claim,) = claims(harbour, "project/harbour", EUCN.fundingEuro).values()
    (row,) = harbour.resources(claim, OA.hasTarget)
    assert harbour.pairs(EUCN.tableRow) == [(row, Literal(True))]


def test_a_claim_says_where_its_subject_is_named(harbour: Quads) -> None:
    """'It ended in 2021' does not name HARBOUR: the second place is where the name stands.

    Line 1 has 14 characters with its end of line, "The project " 12 more: the name fact's
    quote, "HARBOUR of ports", is 26 to 42.
    """
    named = iris.ID["passage/harbour-26-42"]
    (end,) = claims(harbour, "project/harbour", EUCN.endDate).values()
    assert harbour.values(end, EUCN.subjectNamedAt) == [named]
    (start,) = claims(harbour, "project/harbour", EUCN.startDate).values()
    assert harbour.values(start, EUCN.subjectNamedAt) == []
    # The second place is a passage like any other, with its selector.
    selector = harbour.resources(named, OA.hasSelector)[0]
    assert texts(harbour.values(selector, OA.start) + harbour.values(selector, OA.end)) == [
        "26",
        "42",
    ]


def test_a_retired_id_leads_to_the_one_in_use(harbour: Quads) -> None:
    """Who has cited the old IRI finds the new one, and only the old one is deprecated."""
    assert values(harbour, "organization/ghent-port", DCTERMS.isReplacedBy) == [
        "organization/port-of-ghent"
    ]
    assert [pair for pair in harbour.pairs(OWL.deprecated) if "/id/" in pair[0]] == [
        (iris.resource("organization/ghent-port"), Literal(True))
    ]
    assert values(harbour, "organization/port-of-ghent", DCTERMS.isReplacedBy) == []


# ---- Conflicts, ranks and bounds of dates ------------------------------------------------------


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Three documents that agree and disagree about projects."""
    folder = Folder(tmp_path_factory.mktemp("disputed"))
    folder.document(
        "alpha",
        """
        Alpha
        BRIDGE has grant 10 and 100 Euro; it began in June 2019 and ended in 2021.
        CANAL has grant 30 or 31 and 300 Euro; it began on 1 May 2018 and ended in 2020.
        DREDGE began on 5 May 2017.
        """,
        """
        project/bridge:
          - {name: BRIDGE, quote: BRIDGE}
          - {grantNumber: "10", quote: grant 10, confidence: 0.8}
          - {fundingEuro: 100, quote: 100 Euro}
          - {startDate: 2019-06, quote: June 2019}
          - {endDate: 2021, quote: ended in 2021}
        project/canal:
          - {name: CANAL, quote: CANAL}
          - {grantNumber: "31", quote: "31", contradicts: true}
          - {grantNumber: "30", quote: grant 30, contradicts: true}
          - {fundingEuro: 300, quote: 300 Euro, confidence: 0.7}
          - {startDate: 2018-05-01, quote: 1 May 2018}
          - {endDate: 2020, quote: ended in 2020}
        project/dredge:
          - {name: DREDGE, quote: DREDGE}
          - {startDate: 2017-05-05, quote: 5 May 2017}
        """,
    )
    folder.document(
        "beta",
        """
        Beta
        BRIDGE has grant 20 and 100 Euro; it began on 30 June 2019 and ended in 2022.
        CANAL has 300 Euro; it began on 2 May 2018.
        DREDGE began on 5 May 2017.
        """,
        """
        project/bridge:
          - {name: BRIDGE, quote: BRIDGE}
          - {grantNumber: "20", quote: grant 20, confidence: 0.9}
          - {fundingEuro: 100, quote: 100 Euro}
          - {startDate: 2019-06-30, quote: 30 June 2019}
          - {endDate: 2022, quote: ended in 2022}
        project/canal:
          - {name: CANAL, quote: CANAL}
          - {fundingEuro: 300, quote: 300 Euro, confidence: 0.7}
          - {startDate: 2018-05-02, quote: 2 May 2018}
        project/dredge:
          - {name: DREDGE, quote: DREDGE}
          - {startDate: 2017-05-05, quote: 5 May 2017}
        """,
    )
    folder.document(
        "gamma",
        """
        Gamma
        BRIDGE has grant 30 (CANAL has 999 Euro).
        """,
        """
        project/bridge:
          - {name: BRIDGE, quote: BRIDGE}
          - {grantNumber: "30", quote: grant 30, confidence: 0.8}
        project/canal:
          - {name: CANAL, quote: CANAL}
          - {fundingEuro: 999, quote: 999 Euro, confidence: 0.6}
        """,
    )
    return folder


@pytest.fixture(scope="module")
def disputed_quads(disputed: Folder) -> Quads:
    return disputed.quads()


# Subject, property, and the values in the order they are told: the surest first, then by
# document, then by value; each with its document and its rank.
DISPUTED = [
    # alpha says 2021 and beta 2022, equally sure: none is preferred.
    ("bridge", "endDate", [("2021", "alpha", "normal"), ("2022", "beta", "normal")]),
    # beta (0.9) is surer than alpha and gamma (0.8).
    (
        "bridge",
        "grantNumber",
        [("20", "beta", "preferred"), ("10", "alpha", "normal"), ("30", "gamma", "normal")],
    ),
    # alpha and beta (0.7) say the same and are surer than gamma (0.6).
    (
        "canal",
        "fundingEuro",
        [("300", "alpha", "preferred"), ("300", "beta", "preferred"), ("999", "gamma", "normal")],
    ),
    # One document, two numbers, equally sure.
    ("canal", "grantNumber", [("30", "alpha", "normal"), ("31", "alpha", "normal")]),
    # Two days, equally sure: neither says the other more precisely.
    ("canal", "startDate", [("2018-05-01", "alpha", "normal"), ("2018-05-02", "beta", "normal")]),
]


def rank(quads: Quads, claim: URIRef) -> str:
    (found,) = quads.resources(claim, EUCN.rank)
    return found.rsplit("/", 1)[1]


def told(quads: Quads, conflict: Conflict) -> tuple[str, str, list[tuple[str, str, str]]]:
    return (
        conflict.subject.rsplit("/", 1)[1],
        conflict.property.rsplit("#", 1)[1],
        [
            (str(s.value), s.document.rsplit("/", 1)[1], rank(quads, s.claim))
            for s in conflict.values
        ],
    )


def test_conflicts_their_order_and_their_ranks(disputed_quads: Quads) -> None:
    """All of them and no others.

    No conflict: the funding of BRIDGE and the start of DREDGE, said twice alike; the start
    of BRIDGE, June 2019 and its very last day, which only says more precisely when.
    """
    found = [told(disputed_quads, conflict) for conflict in conflicts(disputed_quads)]
    assert found == DISPUTED


def test_only_claims_of_conflicts_have_a_rank(disputed_quads: Quads) -> None:
    ranked = [one for one, _ in disputed_quads.pairs(EUCN.rank) if "/claim/" in one]
    assert len(ranked) == sum(len(said) for _, _, said in DISPUTED)


def conflict(quads: Quads, name: str) -> tuple[str, dict[tuple[str, str], str]]:
    """The rule of a conflict's node, and the rank of each value by value and source."""
    node = iris.resource(f"conflict/{name}")
    (rule,) = quads.resources(node, EUCN.rankingRule)
    found = {}
    for part in quads.resources(node, EUCN.alternative):
        (value,), (source,) = quads.values(part, RDF.value), quads.resources(part, DCTERMS.source)
        found[str(value), source.rpartition("/")[2]] = rank(quads, part)
    return rule.rpartition("/")[2], found


def test_each_conflict_is_a_node_with_every_value_and_its_source(disputed_quads: Quads) -> None:
    nodes = {one for one, kind in disputed_quads.pairs(RDF.type) if kind == EUCN.Conflict}
    assert len(nodes) == len(DISPUTED)
    assert conflict(disputed_quads, "project-bridge-grantnumber") == (
        "highest-confidence",
        {("20", "beta"): "preferred", ("10", "alpha"): "normal", ("30", "gamma"): "normal"},
    )
    assert conflict(disputed_quads, "project-bridge-enddate") == (
        "undecided",
        {("2021", "alpha"): "normal", ("2022", "beta"): "normal"},
    )
    node = iris.resource("conflict/project-bridge-grantnumber")
    assert disputed_quads.values(node, EUCN.concernsProperty) == [EUCN.grantNumber]
    assert len(disputed_quads.values(node, EUCN.reason)) == 3
    labels = {v.language: str(v) for v in disputed_quads.values(node, RDFS.label)}  # type: ignore[union-attr]
    assert labels["en"] == "BRIDGE: grant number"
    for part in disputed_quads.resources(node, EUCN.alternative):
        (claim,) = disputed_quads.resources(part, PROV.wasDerivedFrom)
        assert disputed_quads.values(claim, RDF.object) == disputed_quads.values(part, RDF.value)


def test_only_the_preferred_number_is_an_identifier(disputed_quads: Quads) -> None:
    """Where none is preferred, all are; what documents state stays in any case."""
    for name, numbers in (("bridge", {"20"}), ("canal", {"30", "31"})):
        thing = iris.resource(f"project/{name}")
        nodes = disputed_quads.resources(thing, EUCN.identifier)
        assert {str(disputed_quads.values(one, SKOS.notation)[0]) for one in nodes} == numbers
        assert len(disputed_quads.values(thing, EUCN.grantNumber)) > 1


def test_a_document_and_a_register_that_differ_are_a_conflict(disputed: Folder) -> None:
    """The register's value is preferred, with its row, and what of the documents it bears out; an
    amount that a document rounds and a date that it gives less precisely are no conflict.
    """
    quads, register = disputed.quads(), iris.GRAPH["cordis-small"]
    quads.registers = {register}
    row = iris.resource("row/cordis-small-project-1")
    for name, key, text, kind in (
        ("dredge", EUCN.startDate, "1999-01-01", XSD.date),
        ("bridge", EUCN.endDate, "2021-12-31", XSD.date),
        ("bridge", EUCN.euContribution, "100", XSD.decimal),
        ("canal", EUCN.euContribution, "299.6", XSD.decimal),
    ):
        thing = iris.resource(f"project/{name}")
        quads.add(thing, key, Literal(text, datatype=kind), register)
        quads.add(thing, EUCN.statedInRow, row, register)
    found = {
        (one.subject.rpartition("/")[2], one.property.rpartition("#")[2]): one
        for one in conflict_nodes(quads, conflicts(quads))
    }
    assert set(found) == {(name, key) for name, key, _ in DISPUTED} | {("dredge", "startDate")}

    def told(name: str, key: str) -> set[tuple[str, str, bool]]:
        assert found[name, key].rule == "register"
        assert {v.evidence for v in found[name, key].values if "cordis" in v.source} == {row}
        return {
            (str(v.value), v.source.rpartition("/")[2], v.preferred)
            for v in found[name, key].values
        }

    assert told("dredge", "startDate") == {
        ("1999-01-01", "cordis-small", True),
        ("2017-05-05", "alpha", False),
        ("2017-05-05", "beta", False),
    }
    assert told("bridge", "endDate") == {
        ("2021-12-31", "cordis-small", True),
        ("2021", "alpha", True),
        ("2022", "beta", False),
    }
    assert told("canal", "fundingEuro") >= {("300", "alpha", True), ("999", "gamma", False)}


def test_a_project_has_the_coordinator_that_its_register_names() -> None:
    """Also where a document names a part of it; the part stays a partner."""
    project, register = iris.resource("project/x"), iris.GRAPH["cordis-small/derived"]
    unit, whole = iris.resource("organization/unit"), iris.resource("organization/whole")
    node, graph = iris.resource("participation/x"), iris.document_graph("document/atlas")
    coordinates = iris.concept("role", "coordinator")
    quads = Quads()
    quads.registers = {register}
    quads.add(project, EUCN.coordinator, whole, register)
    quads.add(unit, EUCN.partOf, whole, graph)
    quads.add(node, EUCN.participationIn, project, graph)
    quads.add(node, EUCN.participant, unit, graph)
    quads.add(node, EUCN.role, coordinates, graph)
    for shortcut in (EUCN.coordinator, EUCN.partner):
        quads.add(coordinates, EUCN.shortcut, shortcut, iris.VOCABULARY_GRAPH)
    derive_shortcuts(quads, best_values(quads, conflict_nodes(quads, [])))
    assert quads.values(project, EUCN.coordinator) == [whole]
    assert quads.values(project, EUCN.partner) == [unit]


def test_what_a_register_bears_out_is_preferred(disputed_quads: Quads) -> None:
    """Whatever the confidence; where it bears out none of the values, none is."""
    found = [one for one in conflicts(disputed_quads) if one.subject.endswith("/bridge")]
    (number,) = (one for one in found if one.property == EUCN.grantNumber)
    register = iris.GRAPH["cordis-small"]
    for stated, expected in (("10", {"10"}), ("99", set())):
        quads = Quads()
        quads.registers = {register}
        quads.add(number.subject, EUCN.grantNumber, Literal(stated), register)
        derive_ranks(quads, [number])
        preferred = {str(v.value) for v in number.values if rank(quads, v.claim) == "preferred"}
        assert preferred == expected


def test_the_coordinator_of_a_register_is_preferred() -> None:
    """It is ranked like any other fact, though a register says it on a node of its own."""
    project, register = iris.resource("project/x"), iris.GRAPH["cordis-small/derived"]
    said = tuple(
        Said(
            iris.resource(f"organization/{name}"),
            iris.resource("d"),
            URIRef(f"urn:{name}"),
            c,
            False,
        )
        for name, c in (("unit", 0.95), ("other", 0.7))
    )
    quads = Quads()
    quads.registers = {register}
    quads.add(project, EUCN.coordinator, said[1].value, register)
    derive_ranks(quads, [Conflict(project, EUCN.coordinator, said)])
    assert [rank(quads, one.claim) for one in said] == ["normal", "preferred"]


def test_what_a_register_says_of_a_coordinator_is_told_with_the_documents(tmp_path: Path) -> None:
    project, who = iris.resource("project/x"), iris.resource("organization/pic-2")
    graph = iris.GRAPH["cordis-small"]
    raw = tmp_path / "0.nq"
    raw.write_text(
        f"<{project}> <{RDF.type}> <{EUCN.Project}> <{graph}> .\n"
        f"<{project}> <{EUCN.coordinator}> <{who}> <{graph}/derived> .\n"
        f"<{project}> <{EUCN.partner}> <{who}> <{graph}/derived> .\n"
    )
    for shared, expected in (({"project/x"}, 1), (set[str](), 0)):
        copy = tmp_path / f"{expected}.nq"
        copy.write_bytes(raw.read_bytes())
        lines = RegisterLines(Identity({}, ()), shared, ONTOLOGY)
        lines.add("register/cordis-small", [copy])
        _, (aside,) = lines.write([tmp_path / "out"], tmp_path / "aside")
        assert aside.read_text().count(f"<{EUCN.coordinator}>") == expected
        assert f"<{EUCN.partner}>" not in aside.read_text()


def test_a_contradiction_inside_a_document_is_known_as_one(disputed_quads: Quads) -> None:
    """The curator's mark tells a document that says two things from two documents."""
    within = {
        (conflict.subject.rsplit("/", 1)[1], str(said.value))
        for conflict in conflicts(disputed_quads)
        for said in conflict.values
        if said.within
    }
    assert within == {("canal", "30"), ("canal", "31")}


def test_report_of_conflicts_tells_them_in_the_same_order(
    disputed_quads: Quads, tmp_path: Path
) -> None:
    """Projects and properties by their ids, the surest value first, then by document."""
    write_store(tmp_path / "store", disputed_quads.nquads(), "2026-01-31", [])
    table = conflict_table(open_store(str(tmp_path / "store")))
    rows = [
        (
            row["subject"].rsplit("/", 1)[1],
            row["property"].rsplit("#", 1)[1],
            [(v["value"], v["document"].rsplit("/", 1)[1], v["rank"]) for v in row["values"]],
        )
        for row in table.rows
    ]
    # The report leaves open which of two values of one document comes first.
    rows[3][2].sort()
    assert rows == DISPUTED
    assert table.rows[1]["stated"] == (
        "20 (Beta, 0.9, preferred)\n10 (Alpha, 0.8, normal)\n30 (Gamma, 0.8, normal)"
    )


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        # June 2019 and 30 June 2019 agree: the start is the day. 2021 and 2022 contradict
        # each other: the end may be any day of both.
        ("bridge", ("2019-06-30", "2019-06-30", "2021-01-01", "2022-12-31")),
        # 1 and 2 May contradict each other. 2020 lasts until its last day.
        ("canal", ("2018-05-01", "2018-05-02", "2020-01-01", "2020-12-31")),
    ],
)
def test_bounds_take_in_contradictions_and_follow_the_more_precise(
    disputed_quads: Quads, project: str, expected: tuple[str, str, str, str]
) -> None:
    bounds = (EUCN.earliestStart, EUCN.latestStart, EUCN.earliestEnd, EUCN.latestEnd)
    for predicate, day in zip(bounds, expected, strict=True):
        assert values(disputed_quads, f"project/{project}", predicate) == [day]


# ---- Labels, shortcuts, sides ------------------------------------------------------------------


@pytest.fixture(scope="module")
def ports_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Partners and their seats; the document read last comes first in the folder."""
    folder = Folder(tmp_path_factory.mktemp("ports"))
    folder.document(
        "atlas",
        """
        Atlas of ports
        In 2019 the ports of Ghent, Dover, Ningbo and Macao met; the port
        of Nowhere, too. Haven is the port of Ghent, Haven also that of Ningbo.
        The Ghent port works with Ningbo on research.
        Dover (United Kingdom). Ningbo, a city of China. Macao itself. Ghent (Belgium), near China.
        SHIP joins Ghent, coordinated by Dover, funded by Ningbo.
        The port talks, their third session.
        Ships in 2019: 40. Guild, Bank and Regatta.
        """,
        """
        place/ningbo-city:
          - {name: Ningbo, quote: Ningbo, line: 5}
          - {country: country/cn, quote: "Ningbo, a city of China"}
        organization/ghent:
          - {name: Ghent, quote: Ghent, line: 2}
          - {name: Haven, quote: Haven, line: 3}
          - {name: the port of Ghent, quote: the port of Ghent}
          - {name: The Ghent port, quote: The Ghent port}
          - {country: country/be, quote: Ghent (Belgium)}
          - {locatedIn: place/ningbo-city, quote: near China, confidence: 0.1}
          - cooperation: {with: organization/ningbo, kind: research}
            quote: works with Ningbo on research
        organization/dover:
          - {name: Dover, quote: Dover, line: 2}
          - {country: country/gb, quote: Dover (United Kingdom)}
        organization/ningbo:
          - {name: Port of Ningbo, quote: Ningbo, line: 2}
          - {name: Haven, quote: Haven also}
          - {locatedIn: place/ningbo-city, quote: a city of China}
        organization/macao:
          - {name: Macao, quote: Macao, line: 2}
          - {locatedIn: country/mo, quote: Macao itself}
        organization/nowhere:
          - {name: Nowhere, quote: Nowhere}
        organization/guild:
          - {name: Guild, quote: Guild}
        organization/bank:
          - {name: Bank, quote: Bank}
        initiative/regatta:
          - {name: Regatta, quote: Regatta}
        project/ship:
          - {name: SHIP, quote: SHIP}
          - participation: {participant: organization/ghent, role: participant}
            quote: joins Ghent
          - participation: {participant: organization/dover, role: coordinator}
            quote: coordinated by Dover
          - participation: {participant: organization/ningbo, role: funder}
            quote: funded by Ningbo
          - participation: {participant: organization/guild, role: participant}
            quote: joins Ghent
          - participation: {participant: initiative/regatta, role: participant}
            quote: joins Ghent
          - participation: {participant: organization/bank, role: funder}
            quote: funded by Ningbo
          - figure: {id: ships-2019, summary: Ships, value: 40, unit: count, year: 2019}
            quote: "Ships in 2019: 40"
        dialogue/port-talks:
          - {name: The port talks, quote: The port talks}
        dialogue-session/port-talks-3:
          - {name: Third session, quote: third session}
          - {sessionOf: dialogue/port-talks, quote: their third session}
        """,
        obtained="2020-02-01",
    )
    folder.document("bulletin", "Bulletin\n", "", obtained="2020-01-31")
    folder.register(
        """
        organization/macao:
          label: {en: Port of Macao}
          other: {en: [the port of Macao]}
          kind: company
        """
    )
    return folder


@pytest.fixture(scope="module")
def ports(ports_folder: Folder) -> Quads:
    return ports_folder.quads()


def test_how_a_text_points_at_a_thing_is_no_name_of_it(ports: Quads) -> None:
    """'the port of Ghent' and 'Haven', which is said of two, are no other names of Ghent.

    The register can still list such words: 'the port of Macao'.
    """
    assert values(ports, "organization/ghent", SKOS.prefLabel) == ["Ghent"]
    assert values(ports, "organization/ghent", RDFS.label) == ["Ghent"]
    assert values(ports, "organization/ghent", SKOS.altLabel) == ["The Ghent port"]
    assert values(ports, "organization/ningbo", SKOS.altLabel) == []
    assert values(ports, "organization/macao", SKOS.prefLabel) == ["Port of Macao"]
    assert values(ports, "organization/macao", SKOS.altLabel) == ["Macao", "the port of Macao"]


def test_the_role_decides_who_is_a_partner(ports: Quads) -> None:
    """Ghent takes part, Dover coordinates; Ningbo and the bank, which pay, are funders only."""
    assert values(ports, "project/ship", EUCN.partner) == [
        "initiative/regatta",
        "organization/dover",
        "organization/ghent",
        "organization/guild",
    ]
    assert values(ports, "project/ship", EUCN.coordinator) == ["organization/dover"]
    assert values(ports, "project/ship", EUCN.fundedBy) == [
        "organization/bank",
        "organization/ningbo",
    ]
    assert values(ports, "organization/ghent", EUCN.partnerIn) == ["project/ship"]
    assert values(ports, "organization/ningbo", EUCN.partnerIn) == []


def test_of_two_that_may_be_one_the_shortcut_leads_to_the_one_in_the_text(tmp_path: Path) -> None:
    """A curator holds another to be meant: it stays a participation, and is not counted twice."""
    folder = Folder(tmp_path)
    folder.document(
        "notice",
        "The ports of Ghent and Genth signed an agreement.",
        """
        agreement/ports:
          - {name: agreement, quote: an agreement}
          - {participation: {participant: organization/ghent, role: signatory}, quote: Ghent}
          - {participation: {participant: organization/genth, role: signatory}, quote: Genth}
          - participation: {participant: organization/bruges, role: signatory}
            why: The seal is that of Bruges.
          - participation: {participant: organization/bruges, role: facilitator}
            why: It invited the other.
        organization/ghent:
          - {name: Ghent, quote: Ghent}
        organization/genth:
          - {name: Genth, quote: Genth}
          - {possiblySameAs: organization/bruges, why: The seal is that of Bruges.}
        organization/bruges:
          - {name: Bruges, why: The name on the seal.}
        """,
    )
    quads = folder.quads()
    signed = values(quads, "agreement/ports", EUCN.signatory)
    assert signed == ["organization/genth", "organization/ghent"]
    assert len(quads.values(iris.resource("agreement/ports"), EUCN.participation)) == 4
    # In another role it is no alternative to anybody.
    assert iris.resource("organization/bruges") in quads.values(
        iris.resource("agreement/ports"), EUCN.partner
    )


def test_who_takes_part_without_a_role_is_a_partner() -> None:
    """As in a graph from elsewhere that names participants and no roles."""
    ship, ghent = iris.resource("project/ship"), iris.resource("organization/ghent")
    node, graph = iris.resource("participation/ship--ghent"), iris.document_graph("document/atlas")
    quads = Quads()
    quads.add(node, EUCN.participationIn, ship, graph)
    quads.add(node, EUCN.participant, ghent, graph)
    derive_shortcuts(quads)
    assert quads.values(ship, EUCN.partner) == [ghent]
    assert quads.values(ghent, EUCN.partnerIn) == [ship]


def test_a_dialogue_leads_to_its_sessions(ports: Quads) -> None:
    talks, session = "dialogue/port-talks", "dialogue-session/port-talks-3"
    assert values(ports, talks, EUCN.session) == [session]
    assert values(ports, session, SCHEMA_SUPER_EVENT) == [talks]


def test_cooperation_holds_both_ways(ports: Quads) -> None:
    assert values(ports, "organization/ghent", EUCN.cooperatesWith) == ["organization/ningbo"]
    assert values(ports, "organization/ningbo", EUCN.cooperatesWith) == ["organization/ghent"]


def test_the_year_of_a_figure_lasts_from_its_first_to_its_last_day(ports: Quads) -> None:
    for predicate, day in (
        (EUCN.earliestStart, "2019-01-01"),
        (EUCN.latestStart, "2019-12-31"),
        (EUCN.earliestEnd, "2019-01-01"),
        (EUCN.latestEnd, "2019-12-31"),
    ):
        assert values(ports, "figure/ships-2019", predicate) == [day]


def test_the_data_is_of_the_day_the_last_document_was_read(ports_folder: Folder) -> None:
    """The atlas was read on 1 February 2020, the bulletin, later in the folder, the day before."""
    assert data_day(ports_folder.load()) == datetime.date(2020, 2, 1)


@pytest.mark.parametrize(
    ("partner", "side"),
    [
        ("ghent", "eu"),  # its country is stated: Belgium; that goes before the place
        ("ningbo", "china"),  # in the city of Ningbo, which is in China
        ("macao", "macao"),  # located in a country itself
        ("dover", "other"),  # the United Kingdom, the day after it left the EU
        ("guild", "unknown"),  # takes part in the project, but nobody says where it is
        ("nowhere", None),  # only named: nobody asks for its side
    ],
)
def test_side_follows_from_the_country_or_from_the_place(
    ports: Quads, partner: str, side: str | None
) -> None:
    found = ports.values(iris.resource(f"organization/{partner}"), EUCN.side)
    assert found == ([iris.concept("side", side)] if side else [])


@pytest.mark.parametrize(
    ("began", "side"), [("startDate: 2019, ", "eu"), ("startDate: 2021, ", "other"), ("", "other")]
)
def test_side_of_a_participation_is_that_of_its_day(tmp_path: Path, began: str, side: str) -> None:
    """The United Kingdom was in the EU until 2020-01-31; without a day, the side is today's."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nDover (United Kingdom) in SHIP.\n",
        f"""
        organization/dover:
          - {{name: Dover, quote: Dover}}
          - {{country: country/gb, quote: Dover (United Kingdom)}}
        project/ship:
          - {{name: SHIP, quote: SHIP}}
          - participation: {{{began}participant: organization/dover, role: participant}}
            quote: Dover (United Kingdom) in SHIP
        """,
    )
    made = folder.quads()
    node = iris.resource("participation/ship--dover--participant")
    assert made.values(node, EUCN.side) == [iris.concept("side", side)]
    dover = iris.resource("organization/dover")
    assert made.values(dover, EUCN.side) == [iris.concept("side", "other")]


def test_day_of_a_participation_is_that_of_what_it_is_in(tmp_path: Path) -> None:
    """The project began in 2018, the agreement with its signature in 2019, both before Brexit."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nDover (United Kingdom) in SHIP since 2018. Pact, signed in 2019.\n",
        """
        organization/dover:
          - {name: Dover, quote: Dover}
          - {country: country/gb, quote: Dover (United Kingdom)}
        project/ship:
          - {name: SHIP, quote: SHIP}
          - {startDate: 2018, quote: since 2018}
          - participation: {participant: organization/dover, role: participant}
            quote: Dover (United Kingdom) in SHIP
        agreement/pact:
          - {name: Pact, quote: Pact}
          - {kind: convention, quote: Pact}
          - action: {kind: signature, date: 2019}
            quote: signed in 2019
          - participation: {participant: organization/dover, role: party}
            quote: Dover
        """,
    )
    made = folder.quads()
    for node in ("ship--dover--participant", "pact--dover--party"):
        found = made.values(iris.resource(f"participation/{node}"), EUCN.side)
        assert found == [iris.concept("side", "eu")]


# ---- Agreements, places, names, cooperations ----------------------------------------------------


def test_bounds_of_an_agreement_follow_from_its_steps(tmp_path: Path) -> None:
    """It begins with the first step that begins one, and ends with the last that ends one."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nPact: announced 1990, signed 1991, in force 1992, renewed 1995, expired 1999-05.\n",
        """
        agreement/pact:
          - {name: Pact, quote: Pact}
          - {kind: convention, quote: Pact}
          - action: {kind: announcement, date: 1990}
            quote: announced 1990
          - action: {kind: entry-into-force, date: 1992}
            quote: in force 1992
          - action: {kind: signature, date: 1991}
            quote: signed 1991
          - action: {kind: renewal, date: 1995}
            quote: renewed 1995
          - action: {kind: expiry, date: 1999-05}
            quote: expired 1999-05
        """,
    )
    made = folder.quads()
    for predicate, day in (
        (EUCN.earliestStart, "1991-01-01"),
        (EUCN.latestStart, "1991-12-31"),
        (EUCN.earliestEnd, "1999-05-01"),
        (EUCN.latestEnd, "1999-05-31"),
    ):
        assert values(made, "agreement/pact", predicate) == [day]


def test_a_step_told_with_two_dates_has_bounds_of_both(tmp_path: Path) -> None:
    """And of what is only announced, or ongoing by a doubtful reading, no more is told."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nPact: set up 1993, or 1983. Fund: announced 1996. Deal: underway.\n",
        """
        agreement/pact:
          - {name: Pact, quote: Pact}
          - {kind: convention, quote: Pact}
          - action: {kind: establishment, date: 1993}
            quote: set up 1993
          - action: {kind: establishment, date: 1983}
            quote: or 1983
        agreement/fund:
          - {name: Fund, quote: Fund}
          - {kind: funding-mechanism, quote: Fund}
          - action: {kind: announcement, date: 1996}
            quote: announced 1996
        agreement/deal:
          - {name: Deal, quote: Deal}
          - {kind: convention, quote: Deal}
          - {status: ongoing, quote: underway, confidence: 0.6, note: It may be prepared.}
        """,
    )
    made = folder.quads()
    assert values(made, "agreement/pact", EUCN.earliestStart) == ["1983-01-01"]
    assert values(made, "agreement/pact", EUCN.latestStart) == ["1993-12-31"]
    for one, status in (("fund", "announced"), ("deal", "status-not-stated")):
        (found,) = values(made, f"agreement/{one}", EUCN.currentStatus)
        assert found.endswith(f"/{status}")
    assert str(EUCN.date) not in values(made, "agreement/fund", EUCN.notStated)
    assert str(EUCN.date) in values(made, "agreement/deal", EUCN.notStated)


def test_a_step_told_with_two_dates_is_a_conflict_of_the_agreement(tmp_path: Path) -> None:
    """With both dates and who gives each; beside an inference of a curator none is preferred. A
    renewal can be twice, and an agreement can be signed in a year and a month of it.
    """
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nPact: set up 1993, renewed 1995 and 1997, signed 1998. Deal: signed 1990 or 1991\n",
        """
        agreement/pact:
          - {name: Pact, quote: Pact}
          - {kind: convention, quote: Pact}
          - action: {kind: establishment, date: 1993}
            quote: set up 1993
          - action: {kind: establishment, date: 1983}
            why: It is known that it was set up ten years earlier.
          - action: {kind: renewal, date: 1995}
            quote: renewed 1995
          - action: {kind: renewal, date: 1997}
            quote: and 1997
          - action: {kind: signature, date: 1998}
            quote: signed 1998
          - action: {kind: signature, date: 1998-05}
            why: In the month of May.
        agreement/deal:
          - {name: Deal, quote: Deal}
          - {kind: convention, quote: Deal}
          - action: {kind: signature, date: 1990}
            quote: signed 1990
            confidence: 0.9
          - action: {kind: signature, date: 1991}
            quote: or 1991
            confidence: 0.6
        """,
    )
    made = folder.quads()
    nodes = {one.rpartition("/")[2] for one, kind in made.pairs(RDF.type) if kind == EUCN.Conflict}
    assert nodes == {"agreement-pact-establishment-date", "agreement-deal-signature-date"}
    assert conflict(made, "agreement-pact-establishment-date") == (
        "beside-an-inference",
        {("1993", "atlas"): "normal", ("1983", "curation"): "normal"},
    )
    assert conflict(made, "agreement-deal-signature-date") == (
        "highest-confidence",
        {("1990", "atlas"): "preferred", ("1991", "atlas"): "normal"},
    )
    node = iris.resource("conflict/agreement-pact-establishment-date")
    assert made.values(node, EUCN.concerns) == [iris.resource("agreement/pact")]
    labels = {v.language: str(v) for v in made.values(node, RDFS.label)}  # type: ignore[union-attr]
    assert labels["en"] == "Pact: date (establishment)"
    # Those that are inferred alone say what they are, too: a build refuses what does not.
    steps = [step for step, _ in made.pairs(EUCN.actionOf)]
    assert len(steps) == 8
    assert all(EUCN.AgreementAction in made.values(step, RDF.type) for step in steps)


def test_one_kind_of_place_and_one_of_organisation_are_zones(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nFree Zones. Blue Park. Wuhan.\n",
        """
        place/free-zones:
          - {name: Free Zones, quote: Free Zones}
          - {kind: economic-zone, quote: Free Zones}
        organization/blue-park:
          - {name: Blue Park, quote: Blue Park}
          - {kind: technology-park, quote: Blue Park}
        place/wuhan:
          - {name: Wuhan, quote: Wuhan}
          - {kind: city, quote: Wuhan}
        """,
    )
    found = {one for one, kind in folder.quads().pairs(RDF.type) if kind == EUCN.Zone}
    assert found == {iris.resource("place/free-zones"), iris.resource("organization/blue-park")}


def test_what_is_in_a_city_is_in_its_country_too(tmp_path: Path) -> None:
    """By either property; a country that is stated stays the only one."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nFair in Wuhan, in Hubei, a province of China. Stand of Lyon, France, in Wuhan.\n",
        """
        place/wuhan:
          - {name: Wuhan, quote: Wuhan, line: 2}
          - {partOf: place/hubei, quote: "Wuhan, in Hubei"}
        place/hubei:
          - {name: Hubei, quote: Hubei}
          - {country: country/cn, quote: a province of China}
        event/fair:
          - {name: Fair, quote: Fair}
          - {kind: trade-fair, quote: Fair}
          - {locatedIn: place/wuhan, quote: Fair in Wuhan}
        event/stand:
          - {name: Stand, quote: Stand}
          - {kind: trade-fair, quote: Stand}
          - {country: country/fr, quote: France}
          - {locatedIn: place/wuhan, quote: "France, in Wuhan"}
        """,
    )
    made = folder.quads()
    above = ["country/cn", "place/hubei", "place/wuhan"]
    assert values(made, "event/fair", EUCN.locatedIn) == above
    assert values(made, "event/fair", EUCN.country) == ["country/cn"]
    assert values(made, "place/wuhan", EUCN.country) == ["country/cn"]
    assert values(made, "event/stand", EUCN.country) == ["country/fr"]
    assert values(made, "event/stand", EUCN.locatedIn) == [above[0], "country/fr", *above[1:]]


def test_a_thing_is_found_by_any_name_without_its_language(ports: Quads) -> None:
    names = values(ports, "organization/macao", EUCN.anyName)
    assert names == ["Macao", "Port of Macao", "the port of Macao"]


def test_cooperation_is_between_both(ports: Quads) -> None:
    """Asked for either way, and a figure is about what it was stated of."""
    node = "cooperation/ghent--ningbo--research"
    assert values(ports, node, EUCN.between) == ["organization/ghent", "organization/ningbo"]
    assert values(ports, "figure/ships-2019", EUCN.about) == ["project/ship"]


def test_funder_by_role_and_as_stated_are_one_property(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nSHIP, paid by Ghent and Lyon.\n",
        """
        organization/ghent:
          - {name: Ghent, quote: Ghent}
        organization/lyon:
          - {name: Lyon, quote: Lyon}
        project/ship:
          - {name: SHIP, quote: SHIP}
          - {fundedBy: organization/ghent, quote: paid by Ghent}
          - participation: {participant: organization/lyon, role: funder}
            quote: Lyon
        """,
    )
    made = folder.quads()
    both = ["organization/ghent", "organization/lyon"]
    assert values(made, "project/ship", EUCN.fundedBy) == both
    assert [values(made, one, EUCN.funds) for one in both] == [["project/ship"]] * 2


# ---- Identifiers and amounts --------------------------------------------------------------------


def test_grant_number_is_an_identifier_too(tmp_path: Path) -> None:
    """As registers have it: a node with scheme and notation, so that one question finds both."""
    folder = Folder(tmp_path)
    folder.document(
        "atlas",
        "Atlas\nSHIP, grant 0001111, has a budget of 100 million yuan.\n",
        """
        project/ship:
          - {name: SHIP, quote: SHIP}
          - {grantNumber: "0001111", quote: grant 0001111}
          - amount: {kind: budget, value: 100000000, currency: cny}
            quote: 100 million yuan
        """,
    )
    made = folder.quads()
    ship, number = iris.resource("project/ship"), "identifier/grant-agreement-0001111"
    assert texts(made.values(ship, EUCN.identifier)) == [number]
    assert texts(made.values(iris.resource(number), SKOS.notation)) == ["0001111"]
    scheme = iris.concept("identifier-scheme", "grant-agreement")
    assert made.values(iris.resource(number), EUCN.scheme) == [scheme]
    amount = iris.resource("amount/ship--budget--cny")
    assert made.values(ship, EUCN.amount) == [amount]
    assert made.values(amount, EUCN.currency) == [iris.concept("currency", "cny")]
    assert made.values(amount, EUCN.amountOf) == [ship]


# ---- Classes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "partner"),
    [
        ("organization/ghent", True),  # takes part in a project
        ("organization/ningbo", True),  # gives money, which counts for nothing, and cooperates
        ("organization/guild", True),
        ("organization/bank", False),  # gives money only
        ("organization/nowhere", False),  # is named only
        ("initiative/regatta", False),  # no organisation, whatever it takes part in
    ],
)
def test_partner_is_what_takes_part_or_cooperates(
    ports: Quads, identifier: str, partner: bool
) -> None:
    classes = ports.values(iris.resource(identifier), RDF.type)
    assert (EUCN.Partner in classes) is partner


@pytest.mark.parametrize(
    ("identifier", "actor"),
    [
        ("organization/nowhere", True),  # an organisation can act, whether it does or not
        ("initiative/regatta", True),  # takes part in the project
        ("project/ship", False),
    ],
)
def test_actor_is_who_can_act_and_what_does(ports: Quads, identifier: str, actor: bool) -> None:
    classes = ports.values(iris.resource(identifier), RDF.type)
    assert (EUCN.Actor in classes) is actor


# ---- Quads -------------------------------------------------------------------------------------


def test_what_two_documents_say_alike_is_one_value() -> None:
    """Each graph keeps its triple; who asks for the values gets the value once."""
    project, funding = iris.resource("project/ship"), Literal(Decimal(1))
    quads = Quads()
    for document in ("document/atlas", "document/bulletin", "document/bulletin"):
        quads.add(project, EUCN.fundingEuro, funding, iris.document_graph(document))
    assert quads.values(project, EUCN.fundingEuro) == [funding]
    assert quads.pairs(EUCN.fundingEuro) == [(project, funding)]
    assert len(quads) == 2
    assert len(quads.nquads().splitlines()) == 2


def test_a_place_of_a_register_that_a_document_names_has_its_label_among_the_records() -> None:
    """The records are checked without the registers: what only these label had none there."""
    ghent = URIRef(iris.ID + "place/ghent")
    stated, register = URIRef(iris.BASE + "graph/paper"), URIRef(iris.BASE + "graph/places")
    quads = Quads()
    quads.add(ghent, EUCN.name, Literal("Gent", lang="de"), stated)
    quads.add(ghent, SKOS.prefLabel, Literal("Gent", lang="de"), register)
    quads.add(ghent, SKOS.prefLabel, Literal("Ghent", lang="en"), register)
    quads.registers = {register}
    derive_labels(quads)
    derived = {value for s, p, value in quads.graphs[iris.DERIVED_GRAPH] if p == SKOS.prefLabel}
    assert derived == {Literal("Gent", lang="de"), Literal("Ghent", lang="en")}
