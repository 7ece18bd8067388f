"""Status on the day of the data, what is not stated, what is handed on, conflicts over time."""

from __future__ import annotations

import datetime
import re

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, URIRef

from graph import iris
from graph.assembly.conflict_table import KIND, conflict_table
from graph.assembly.quads import Quads
from graph.assembly.status import CLASSES, status_on
from graph.iris import EUCN
from graph.paths import SOURCES
from graph.records.load import load_sources
from graph.store import Store

pytestmark = pytest.mark.xdist_group("quads")


@pytest.fixture(scope="module")
def quads(record_quads: Quads) -> Quads:
    return record_quads


def status(quads: Quads, identifier: str) -> list[str]:
    values = quads.resources(iris.resource(identifier), EUCN.currentStatus)
    return [value.rpartition("/")[2] for value in values]


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("project/senet", "ended"),  # until 30 June 2021 (000, line 8)
        ("project/5g-drive", "approved"),  # 004, line 1247; no date
        ("project/dazu-pilot-restoration", "planned"),  # 004, line 786
        ("event/clara-clinical-research-training-2018", "completed"),  # held, 004, lines 649-651
        ("event/adpack2-mission-2019-06", "date-passed"),  # "will be held in June 2019", line 353
        ("event/nf4-innovation-tour-2019-05", "completed"),
        # planned as a part of Sino-EU PerMed, which went on for four years from 2020 (003)
        ("initiative/sino-eu-permed-phase-2", "date-passed"),
        ("initiative/eu-china-cluster-cooperation-initiative", "not-materialised"),
        # planned (000, 001), then being set up (002, of November 2021)
        # by a project that is over: what was set up may have outlasted it
        ("initiative/health-networking-and-knowledge-hub", "no-end-recorded"),
        # planned in 2020 as parts of a project of four years (003, line 9)
        ("initiative/sino-eu-permed-phase-1", "date-passed"),
        ("initiative/sino-eu-permed-phase-3", "date-passed"),
        ("agreement/eu-china-science-and-technology-cooperation-agreement", "no-end-recorded"),
        ("event/venetian-cluster-missions", "status-not-stated"),
        # planned (003, line 12) by a project that is over
        ("dialogue/icpermed-china-stakeholders", "date-passed"),
        ("event/enrich-mission-2018-05", "completed"),  # "has organised", 004, line 1223
    ],
)
def test_status_is_of_the_day_of_the_data(quads: Quads, identifier: str, expected: str) -> None:
    assert status(quads, identifier) == [expected]


def test_a_main_objective_is_an_objective_too(quads: Quads) -> None:
    """Of SENET's many aims its page calls two the main ones (000, "two main objectives")."""
    main = set(quads.values(iris.resource("project/senet"), EUCN.mainObjective))
    assert len(main) == 2
    assert main < set(quads.values(iris.resource("project/senet"), EUCN.objective))


def test_everything_of_these_classes_has_one_status(quads: Quads) -> None:
    for thing, kind in quads.pairs(RDF.type):
        if kind in CLASSES:
            assert len(quads.values(thing, EUCN.currentStatus)) == 1, thing


def test_status_by_the_day() -> None:
    quads, thing = Quads(), iris.resource("event/x")
    graph = iris.DERIVED_GRAPH
    from rdflib import XSD, Literal

    quads.add(thing, EUCN.earliestStart, Literal("2020-03-01", datatype=XSD.date), graph)
    quads.add(thing, EUCN.latestEnd, Literal("2020-03-31", datatype=XSD.date), graph)
    for day, said, expected in (
        ("2020-02-29", "", "planned"),
        ("2020-03-01", "planned", "ongoing"),
        ("2020-03-31", "", "ongoing"),
        ("2020-04-01", "", "ended"),
        ("2020-04-01", "planned", "date-passed"),
        ("2020-04-01", "completed", "completed"),
    ):
        assert status_on(quads, thing, said, datetime.date.fromisoformat(day)) == expected


def unstated(quads: Quads, identifier: str) -> set[str]:
    found = quads.values(iris.resource(identifier), EUCN.notStated)
    return {str(value).removeprefix(str(EUCN)) for value in found}


def test_what_the_sources_do_not_say_is_stated(quads: Quads) -> None:
    """5G-DRIVE has neither dates nor partners (004, lines 1247-1249); SENET has all of it."""
    assert {"startDate", "endDate", "coordinator", "fundingEuro", "grantNumber", "partner"} <= (
        unstated(quads, "project/5g-drive")
    )
    assert unstated(quads, "project/senet") == set()
    # Only the country is said of the second fact-finding mission of AdPack² (line 347).
    assert unstated(quads, "event/adpack2-fact-finding-mission-2018-11") == {"town"}
    for thing, key in quads.pairs(EUCN.notStated):
        # Of an agreement or a dialogue with one party, the other is what is not stated.
        assert key == EUCN.party or not quads.values(thing, URIRef(str(key))), thing
    # Four years from January 2020 answer the question of the end (003, line 9).
    assert "endDate" not in unstated(quads, "project/sino-eu-permed")


def test_parts_have_the_place_and_the_organiser_of_the_whole(quads: Quads) -> None:
    """The exhibition of the third EU Gateway mission (004, lines 1020-1022)."""
    part = iris.resource("event/eu-gateway-to-china-business-mission-3-exhibition")
    assert iris.resource("programme/eu-gateway-to-china") in quads.values(part, EUCN.organiser)
    events = [thing for thing, kind in quads.pairs(RDF.type) if kind == EUCN.Event]
    for event in events:
        for place in quads.resources(event, EUCN.locatedIn):
            assert quads.values(event, EUCN.country) or not quads.values(place, EUCN.country)


def test_a_whole_has_the_country_of_a_part_and_not_its_town(quads: Quads) -> None:
    """The event of Chengdu was organised under the Mission for Growth (004, lines 325-328)."""
    mission = iris.resource("event/mission-for-growth-to-china")
    china = iris.resource("country/cn")
    assert quads.values(mission, EUCN.country) == [china]
    assert set(quads.values(mission, EUCN.locatedIn)) == {china}
    symposia = iris.resource("event/clara-sjtu-research-symposia")
    assert set(quads.values(symposia, EUCN.locatedIn)) == {china}


def test_relations_have_their_inverse(quads: Quads) -> None:
    session = iris.resource("dialogue-session/innovation-cooperation-dialogue-3")
    flagships = iris.resource("initiative/eu-china-flagship-initiatives")
    assert session in quads.values(flagships, EUCN.resultOf)
    assert flagships in quads.values(session, EUCN.ledTo)
    tour = iris.resource("event/enrich-matchmaking-tour-2019-04")
    mission = iris.resource("event/enrich-mission-2019-04")
    assert tour in quads.values(mission, EUCN.possiblySameAs)


def test_no_related_is_left(quads: Quads) -> None:
    """Each use has a relation that says how (the last resort has none left in the records)."""
    assert quads.pairs(EUCN.related) == []


def test_curated_kinds_are_less_sure_than_what_was_read() -> None:
    sources = load_sources(SOURCES)
    (curation,) = [one for one in sources.records if one.document == "document/curation"]
    kinds = [one for one in curation.statements if one.key == "kind" and not one.evidence.at]
    assert len(kinds) > 100
    for statement in curation.statements:
        if statement.key not in ("prefLabel", "altLabel", "sameAs", "name"):
            assert float(statement.evidence.confidence) <= 0.95, statement
    sure = {
        float(one.evidence.confidence) for one in kinds if one.origin.file.endswith("register.yaml")
    }
    # A kind that is a step further than what a name says is less sure than the others.
    assert max(sure) == 0.9
    assert min(sure) < 0.8


def test_every_funder_that_a_sentence_names_is_one(quads: Quads) -> None:
    """discussion-paper-china, success story 1: an institute, authorities, and a fund."""
    clara = iris.resource("cluster/clara")
    funders = {iris.identifier(one) for one in quads.resources(clara, EUCN.fundedBy)}
    assert funders == {
        "organization/french-national-cancer-institute",
        "organization/local-authorities-of-auvergne-rhone-alpes",
        "programme/erdf",
    }
    assert quads.resources(clara, EUCN.fundedUnder) == [iris.resource("programme/erdf")]


def test_what_is_said_of_several_together_is_less_sure_of_each() -> None:
    """An aim told of a group in passing, word for word the same of each of it."""
    told: dict[tuple[str, str], dict[str, float]] = {}
    for record in load_sources(SOURCES).records:
        for one in record.statements:
            if one.key in ("objective", "opportunity"):
                held = told.setdefault((one.key, str(one.object)), {})
                held[one.subject] = float(one.evidence.confidence)
    shared = {said: held for said, held in told.items() if len(held) > 2}
    assert len(shared) > 3
    assert all(sure <= 0.85 for held in shared.values() for sure in held.values()), shared


def test_bodies_of_the_union_have_no_country(quads: Quads) -> None:
    for body in ("european-commission", "dg-grow", "dg-entr", "easme", "eeas"):
        assert quads.values(iris.resource(f"organization/{body}"), EUCN.country) == []


def test_conflicts_over_time_and_across_properties(store: Store) -> None:
    """Days and signatories that sources tell otherwise, and not a status that changed."""
    rows = conflict_table(store, "de").rows
    found = {(row["kind"], iris.identifier(str(row["subject"]))) for row in rows}
    assert {
        ("after-the-end", "event/sino-european-health-collaboration-week"),
        ("told-before", "event/sino-european-health-collaboration-week"),
        ("told-before", "figure/clara-students-2019-2020"),
        ("other-date", "agreement/comprehensive-strategic-partnership"),
        ("other-signatory", "agreement/clara-oncology-convention"),
        ("other-topic", "event/enrich-matchmaking-tour-2019-04"),
    } <= found
    # "2019" in a paper of May 2019 is less precise than its date, not later.
    assert not {thing for kind, thing in found if kind == "told-before"} & {
        "event/sial-china-2019",
        "dialogue-session/energy-dialogue-2019",
    }
    assert not [row for row in rows if row["kind"] == KIND and row["property"] == EUCN.status]
    assert all(row["why"] for row in rows if row["kind"] != KIND)


def test_the_date_of_a_document_is_told_as_that_of_the_document(
    store: Store, client: FlaskClient
) -> None:
    """Beside an event it would be read as the day of the event; the end of a project likewise."""
    documents = iris.resource("document/")
    said: dict[str, list[str]] = {"told-before": [], "after-the-end": []}
    for row in conflict_table(store).rows:
        for one in row["values"]:
            if one["about"] == row["subject"] or row["kind"] not in said:
                continue
            assert one["about"].startswith(documents) == (row["kind"] == "told-before")
            said[row["kind"]].append(one["told"])
    assert said["told-before"]
    assert said["after-the-end"]
    assert all(told.startswith("date of the document ") for told in said["told-before"])
    assert all(told.startswith("end date of “SENET” ") for told in said["after-the-end"])
    page = client.get("/conflicts?lang=de").get_data(as_text=True)
    assert page.count("Datum des Dokuments: <b>") == len(said["told-before"])
    students = client.get("/id/figure/clara-students-2019-2020?lang=zh").get_data(as_text=True)
    assert "文件的日期：" in students
    week = "/briefing?about=event/sino-european-health-collaboration-week&lang=en"
    assert "date of the document 29 November 2021" in client.get(week).get_data(as_text=True)


def test_a_term_of_the_source_is_no_name(quads: Quads) -> None:
    for thing, term in quads.pairs(EUCN.sourceTerm):
        assert isinstance(thing, URIRef)
        assert term not in quads.values(thing, EUCN.name)


def test_a_year_that_sources_contradict_is_told_whole(client: FlaskClient) -> None:
    """The partnership was established in 2013 (004, line 52), by a curator in 2003: its briefing
    and the chart that draws it tell both.
    """
    own = client.get("/briefing?about=agreement/comprehensive-strategic-partnership&lang=en")
    assert re.search(r"2013 \(document\), 2003 \(curator’s inference\)", own.text)
    topic = client.get("/briefing?about=topic/economy&lang=en").text
    assert "Drawn by the earliest year that sources give: Comprehensive Strategic Part" in topic


def test_parties_to_an_agreement_take_part_in_it(client: FlaskClient) -> None:
    """The Commission and the ministry announced the mechanism (004, line 246); states are none."""
    rows = {row["id"]: row for row in client.get("/agreements?format=json").json["rows"]}
    base = "https://w3id.org/eucn/id/agreement/"
    assert rows[f"{base}co-funding-mechanism"]["partners"] == 2
    assert not rows[f"{base}comprehensive-strategic-partnership"]["partners"]


def test_what_is_told_as_ongoing_after_its_end_is_of_its_status(store: Store) -> None:
    """The news of November 2021 tells SENET as going on (002, line 11), the fact sheet ends it."""
    (row,) = [one for one in conflict_table(store).rows if one["kind"] == "told-after"]
    assert row["subject"].endswith("/project/senet")
    assert row["property"] == str(EUCN.status)
    assert {one["value"].rpartition("/")[2] for one in row["values"]} == {"ongoing", "2021-06-30"}
