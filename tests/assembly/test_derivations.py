"""What the build derives: bounds of dates, sides, labels, shortcuts, conflicts."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from graph import iris
from graph.assembly.assemble import Prepared, prepare
from graph.assembly.conflicts import conflicts
from graph.assembly.dates import bounds
from graph.assembly.sides import side_of_country
from graph.iris import EUCN


@pytest.fixture(scope="session")
def built() -> Prepared:
    return prepare()


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_bounds_take_in_the_day(day: datetime.date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        first, last = bounds(text)
        assert first <= day <= last
    assert bounds(day.isoformat()) == (day, day)


def test_bounds_of_months_and_years() -> None:
    assert bounds("2020-02") == (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    assert bounds("2019") == (datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "side"),
    [
        # The withdrawal agreement: the United Kingdom left at the end of 31 January 2020.
        ("gb", "2020-01-31", "eu"),
        ("gb", "2020-02-01", "other"),
        # Treaty of Accession 2011: Croatia joined on 1 July 2013.
        ("hr", "2013-06-30", "other"),
        ("hr", "2013-07-01", "eu"),
        ("no", "2019-01-01", "other"),
        ("ch", "2019-01-01", "other"),
        ("cn", "2019-01-01", "china"),
        ("hk", "2019-01-01", "hong-kong"),
        ("mo", "2019-01-01", "macao"),
        ("tw", "2019-01-01", "taiwan"),
    ],
)
def test_side_of_a_country_on_a_day(built: Prepared, country: str, day: str, side: str) -> None:
    found = side_of_country(
        built.quads, iris.resource(f"country/{country}"), datetime.date.fromisoformat(day)
    )
    assert found == iris.concept("side", side)


@pytest.mark.parametrize(
    ("partner", "side"),
    [
        ("organization/european-vaccine-initiative", "eu"),  # 000: (Germany)
        ("organization/shanghai-jiao-tong-university", "china"),  # 004: (Shanghai, China)
        ("organization/eu-sme-centre", "eu"),  # curation: an EU body seated in China
        ("organization/european-union", "eu"),
        ("organization/china", "china"),
    ],
)
def test_side_of_a_partner(built: Prepared, partner: str, side: str) -> None:
    found = built.quads.values(iris.resource(partner), EUCN.side)
    assert found == [iris.concept("side", side)]


def test_every_partner_has_a_side(built: Prepared) -> None:
    quads = built.quads
    partners = {s for s, o in quads.pairs(RDF.type) if o == EUCN.Partner}
    assert len(partners) > 70
    assert {p for p in partners if not quads.values(p, EUCN.side)} == set()


def test_coordinator_is_one_line(built: Prepared) -> None:
    """002, line 9: SENET and IDIH are coordinated by Steinbeis Europa Zentrum."""
    centre = iris.resource("organization/steinbeis-europa-zentrum")
    for project in ("senet", "idih"):
        assert centre in built.quads.values(iris.resource(f"project/{project}"), EUCN.coordinator)
        assert iris.resource(f"project/{project}") in built.quads.values(centre, EUCN.coordinates)


def test_cluster_is_a_partner_and_session_an_event(built: Prepared) -> None:
    quads = built.quads
    assert EUCN.Partner in quads.values(iris.resource("cluster/clara"), RDF.type)
    session = iris.resource("dialogue-session/joint-steering-committee-14")
    assert EUCN.Event in quads.values(session, RDF.type)


def test_one_preferred_label_per_language(built: Prepared) -> None:
    seen: dict[tuple[URIRef, str | None], set[str]] = {}
    for subject, label in built.quads.pairs(SKOS.prefLabel):
        assert isinstance(label, Literal)
        seen.setdefault((subject, label.language), set()).add(str(label))
    assert {key: value for key, value in seen.items() if len(value) > 1} == {}


def test_everything_typed_has_a_label(built: Prepared) -> None:
    quads = built.quads
    # An identifier is called by its notation.
    technical = {EUCN.Claim, EUCN.Passage, EUCN.Evidence, EUCN.DocumentGraph, EUCN.Identifier}
    unnamed = {
        subject
        for subject, class_ in quads.pairs(RDF.type)
        if str(class_).startswith(str(EUCN))
        and class_ not in technical
        and not quads.values(subject, RDFS.label)
    }
    assert unnamed == set()


def test_the_two_contradictions_of_senet(built: Prepared) -> None:
    """Grant number 661780 (000, last line) or 825904 (001, last line); two coordinators."""
    senet = iris.resource("project/senet")
    found = {
        c.property: {str(v.value) for v in c.values}
        for c in conflicts(built.quads)
        if c.subject == senet
    }
    assert found[EUCN.grantNumber] == {"661780", "825904"}
    assert found[EUCN.coordinator] == {
        str(iris.resource("organization/steinbeis-2i-gmbh")),
        str(iris.resource("organization/steinbeis-europa-zentrum")),
    }


def test_dates_of_different_precision_are_no_conflict(built: Prepared) -> None:
    """The summit of July 2018 (001) and of 2018 (004) is one date said more precisely."""
    summit = iris.resource("dialogue-session/eu-china-summit-2018")
    assert len(built.quads.values(summit, EUCN.date)) == 2
    assert not [c for c in conflicts(built.quads) if c.subject == summit]


def test_every_statement_has_its_claim_with_confidence(built: Prepared) -> None:
    assert built.report.conforms
    for _, value in built.quads.pairs(EUCN.confidence):
        assert 0 <= Decimal(str(value)) <= 1


def test_no_blank_nodes(built: Prepared) -> None:
    assert b"_:" not in built.quads.nquads()


def test_bounds_are_those_of_the_precise_statement(built: Prepared) -> None:
    """July 2018 (001, line 14) and 2018 (004, line 159) agree on July."""
    summit = iris.resource("dialogue-session/eu-china-summit-2018")
    assert [str(v) for v in built.quads.values(summit, EUCN.earliestStart)] == ["2018-07-01"]
    assert [str(v) for v in built.quads.values(summit, EUCN.latestEnd)] == ["2018-07-31"]
