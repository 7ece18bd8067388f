"""Countries: codes, labels, and who was a member of the EU on which day."""

from __future__ import annotations

import pytest
from rdflib import FOAF, RDF, SKOS, Graph, Literal, URIRef

from graph.iris import EUCN, ID, VOCABULARY

AUTHORITY = "http://publications.europa.eu/resource/authority/country/"


def members_on(countries: Graph, day: str) -> set[str]:
    found = set()
    for country, start in countries.subject_objects(EUCN.euMemberFrom):
        until = countries.value(country, EUCN.euMemberUntil)
        if str(start) <= day and (until is None or day <= str(until)):
            found.add(str(country).rsplit("/", 1)[1])
    return found


@pytest.mark.parametrize(
    ("day", "count"),
    # Number of member states after each enlargement: europa.eu, "From 6 to 27 members".
    [("1958-01-01", 6), ("1973-01-01", 9), ("1981-01-01", 10), ("1986-01-01", 12),
     ("1995-01-01", 15), ("2004-05-01", 25), ("2007-01-01", 27), ("2013-07-01", 28),
     ("2020-01-31", 28), ("2020-02-01", 27), ("1957-12-31", 0)],
)  # fmt: skip
def test_number_of_member_states(countries: Graph, day: str, count: int) -> None:
    assert len(members_on(countries, day)) == count


def test_united_kingdom_left_after_january_2020(countries: Graph) -> None:
    assert "gb" in members_on(countries, "2020-01-31")
    assert "gb" not in members_on(countries, "2020-02-01")


def test_codes_labels_and_authority(countries: Graph) -> None:
    all_countries = set(countries.subjects(RDF.type, EUCN.Country))
    assert len(all_countries) == 250  # 249 codes of ISO 3166-1, and XK
    for country in all_countries:
        slug = str(country).removeprefix(f"{ID}country/")
        labels = countries.objects(country, SKOS.prefLabel)
        assert sorted(str(v.language) for v in labels if isinstance(v, Literal)) == [
            "de", "en", "zh",
        ]  # fmt: skip
        if slug == "xk":
            continue
        assert str(countries.value(country, EUCN.isoAlpha2)) == slug.upper()
        alpha3 = str(countries.value(country, EUCN.isoAlpha3))
        assert countries.value(None, FOAF.focus, country) == URIRef(AUTHORITY + alpha3)


@pytest.mark.parametrize(
    ("slug", "side"),
    [("cn", "china"), ("hk", "hong-kong"), ("mo", "macao"), ("tw", "taiwan")],
)
def test_own_sides(countries: Graph, slug: str, side: str) -> None:
    stated = countries.value(ID[f"country/{slug}"], EUCN.side)
    assert stated == URIRef(f"{VOCABULARY}side/{side}")
    assert len(list(countries.subject_objects(EUCN.side))) == 4


def test_labels_in_chinese_are_chinese(countries: Graph) -> None:
    labels = {str(v) for v in countries.objects(ID["country/cn"], SKOS.prefLabel)}
    assert "中国" in labels
