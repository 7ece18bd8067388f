"""Reading numbers, dates and names out of passages."""

from __future__ import annotations

import pytest

from graph.records.text import SourceText, Span, date_missing, numbers_in, stands_in


@pytest.mark.parametrize(
    ("passage", "number"),
    [
        ("ein knapp dreistündiges Programm", 3),
        ("917 000 Euro", 917000),
        ("over 1,000 firms", 1000),
        ("2 million euros", 2_000_000),
        ("the 14th meeting", 14),
        ("around 17.5%", 17.5),
        ("(18.9%)35", 18.9),
        ("a delegation of nine countries", 9),
        ("An jedem der fünf Tage", 5),
        ("on December 13, 20189.", 2018),
        ("of 26.10.2018", 26),
        ("the third most important", 3),
    ],
)
def test_number_is_seen(passage: str, number: float) -> None:
    assert number in numbers_in(passage)


@pytest.mark.parametrize(("passage", "number"), [("R&I4 and H2020", 4), ("30 May", 3), ("none", 1)])
def test_number_that_is_none(passage: str, number: float) -> None:
    assert number not in numbers_in(passage)


@pytest.mark.parametrize(
    ("date", "passage", "missing"),
    [
        ("2019-01-01", "01 January 2019 to 30 June 2021", []),
        ("2021-11-29", "Von Montag, den 29. November bis 3. Dezember 2021", []),
        ("2018-12-13", "in Beijing on December 13, 20189", []),
        ("2018-07", "in July", ["2018"]),
        ("2018-07", "in 2018", ["July"]),
        ("2018-07-04", "in July 2018", ["day 4"]),
        ("2019", "until 2018", ["2019"]),
        ("2018-10-26", "of 26.10.2018", []),
    ],
)
def test_date_parts(date: str, passage: str, missing: list[str]) -> None:
    assert date_missing(date, passage) == missing


def test_names_stand_as_whole_words() -> None:
    assert stands_in("high-level dialogue", "the High-\nLevel   Dialogue")
    assert stands_in("Xi'An", "Museum of Xi\u2019An")
    assert stands_in("China", "China's market")
    assert not stands_in("SPI", "inSPIre")


def test_lines_count_from_one() -> None:
    source = SourceText("a\nb\nc")
    assert [source.line_of(i) for i in range(5)] == [1, 1, 2, 2, 3]
    assert source.find("b", 1) == [Span(2, 3)]
    assert source.find("b", 3) == []


@pytest.mark.parametrize("tenths", range(1, 100))
def test_every_number_of_millions_is_the_number_that_it_says(tenths: int) -> None:
    assert tenths * 100_000 in numbers_in(f"{tenths // 10},{tenths % 10} Mio. Euro")
