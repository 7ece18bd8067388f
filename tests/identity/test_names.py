"""Spelling and words: what is folded, and what must not be."""

from __future__ import annotations

import pytest

from graph.identity.model import Party, iso_country, pool
from graph.identity.names import name, parts
from graph.identity.places import together, town
from graph.identity.spelling import folded, letters, pinyin


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("UNIVERSITAET MUENCHEN", "Universität München", "DE"),
        ("Aarhus Universitet", "Århus universitet", "DK"),
        ("UNIVERSITA DEGLI STUDI DI BARI", "Università di Bari", "IT"),
        ("The University of Warwick", "UNIVERSITY OF WARWICK", "GB"),
        ("ETAIREIA EREVNAS", "Εταιρεία Έρευνας", "GR"),
        ("Siemens S.p.A.", "SIEMENS", "IT"),
        ("Ustav polymerov v.v.i.", "USTAV POLYMEROV V. V. I.", "SK"),
        ("宁波海洋大學", "宁波海洋大学", "CN"),
        ("Universite Rennes II", "Université Rennes 2", "FR"),
        ("Institute of Geographical Sciences", "Institute of Geographic Science", "CN"),
    ],
)
def test_habits_of_spelling_make_no_difference(one: str, other: str, country: str) -> None:
    assert name(one, country).order == name(other, country).order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shaanxi Normal University", "Shanxi Normal University"),
        ("Henan University", "Hunan University"),
        ("Beihang University", "Beihua University"),
        ("University of Technology", "Polytechnic University"),
        ("Jiangsu University", "Jiangxi University"),
    ],
)
def test_names_of_different_organisations_stay_different(one: str, other: str) -> None:
    assert name(one, "CN").order != name(other, "CN").order


def test_a_legal_form_is_taken_off_the_end_and_kept() -> None:
    made = name("HAFENWERK 2I GMBH", "DE")
    assert made.words == ("hafenwerk", "2i")
    assert made.legal == ("gmbh",)


def test_parts_of_a_name() -> None:
    assert parts("Institute of X, Academy of Y (AY)") == ("Institute of X", "Academy of Y", "AY")


def test_chinese_characters_have_a_sound() -> None:
    assert pinyin("海港科学院 HKY") == "haigangkexueyuan"
    assert pinyin("Peking University") == ""


def test_letters_are_plain_whatever_the_script() -> None:
    assert letters("Ελληνικό Μεσογειακό Πανεπιστήμιο") == "elliniko mesogiako panepistimio"
    assert letters("Университет по архитектура") == "universitet po arhitektura"
    assert letters("l’Università dell'Umbria") == "l universita dell umbria"
    assert folded("shaanxi") != folded("shanxi")
    assert folded("caas") != folded("cas")


def test_codes_of_cordis_and_the_pool_of_china() -> None:
    assert (iso_country("EL"), iso_country("UK"), iso_country("CN")) == ("GR", "GB", "CN")
    assert pool("HK") == pool("MO") == pool("CN") != pool("TW")


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("Wien", "Vienna", True),
        ("BRUXELLES", "Brussels", True),
        ("Praha 6", "Prague", True),
        ("Xi an", "Xi'an", True),
        ("Pokfulam", "Hong Kong", True),
        ("BEIJING", "Shanghai", False),
        ("", "Shanghai", None),
    ],
)
def test_towns(here: str, there: str, expected: bool | None) -> None:
    one = Party("organization/a", ("A",), towns=(here,) if here else ())
    other = Party("organization/b", ("B",), towns=(there,))
    assert together(one, other) is expected
    assert town("Milano") == "milan"


def test_coordinates_decide_where_names_of_towns_do_not() -> None:
    garching = Party(
        "organization/a", ("A",), towns=("Somewhere",), latitude=48.25, longitude=11.65
    )
    munich = Party("organization/b", ("B",), towns=("Elsewhere",), latitude=48.14, longitude=11.58)
    rome = Party("organization/c", ("C",), towns=("There",), latitude=41.9, longitude=12.5)
    assert together(garching, munich) is True
    assert together(garching, rome) is False
