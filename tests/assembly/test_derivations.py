"""What the build derives: bounds of dates, the sides of countries, and what holds of all of it.

Each derivation is tested on invented records (``test_derived_small``); what is asked of the
project's own here holds whatever they say.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from graph import iris
from graph.assembly.dates import bounds
from graph.assembly.quads import Quads
from graph.assembly.sides import side_of_country
from graph.iris import EUCN

pytestmark = pytest.mark.xdist_group("quads")


@pytest.fixture(scope="session")
def quads(record_quads: Quads) -> Quads:
    return record_quads


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
def test_side_of_a_country_on_a_day(quads: Quads, country: str, day: str, side: str) -> None:
    found = side_of_country(
        quads, iris.resource(f"country/{country}"), datetime.date.fromisoformat(day)
    )
    assert found == iris.concept("side", side)


def test_every_partner_has_a_side(quads: Quads) -> None:
    partners = {s for s, o in quads.pairs(RDF.type) if o == EUCN.Partner}
    assert partners
    assert {p for p in partners if not quads.values(p, EUCN.side)} == set()


def test_one_preferred_label_per_language(quads: Quads) -> None:
    seen: dict[tuple[URIRef, str | None], set[str]] = {}
    for subject, label in quads.pairs(SKOS.prefLabel):
        assert isinstance(label, Literal)
        seen.setdefault((subject, label.language), set()).add(str(label))
    assert {key: value for key, value in seen.items() if len(value) > 1} == {}


def test_everything_typed_has_a_label(quads: Quads) -> None:
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


def test_confidences_are_shares(quads: Quads) -> None:
    for _, value in quads.pairs(EUCN.confidence):
        assert 0 <= Decimal(str(value)) <= 1


def test_no_blank_nodes(quads: Quads) -> None:
    assert b"_:" not in quads.nquads()
