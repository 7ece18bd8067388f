"""The fourth gold is sound by itself: nothing is extracted here."""

from dataclasses import replace

import pytest

from benchmarks.extraction.check import Terms, main, misquoted, problems
from benchmarks.extraction.gold import FOURTH, Document, Row, load

PROJECT = ("Project", "TIDALOOP")


@pytest.fixture(scope="module")
def gold() -> list[Document]:
    return load(folder=FOURTH["fourth"])


def test_the_fourth_gold_is_sound(gold: list[Document]) -> None:
    assert main([]) == 0
    assert {d.part for d in gold} == {"held"}
    assert len(gold) == len({d.name for d in gold}) == 24


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(("Project", "NOWHERE")), "not in the text"),
        (Row(("Projekt", "TIDALOOP")), "no such class"),
        (Row(PROJECT, "sessionOf", ("Project", "TIDALOOP")), "is not used on"),
        (Row(PROJECT, "partner", ("Partner", "Tromsø")), "not listed as an entity"),
        (Row(PROJECT, "startDate", "June 2022"), "not a value of"),
        (Row(PROJECT), "2 times"),
    ],
)
def test_an_unsound_line_is_found(gold: list[Document], row: Row, said: str) -> None:
    sound = next(d for d in gold if d.name == "en-d01")
    unsound = replace(sound, rows=[*sound.rows, row])
    assert any(said in problem for problem in problems(unsound, Terms(gold)))


def test_a_fact_that_is_a_trap_too_is_found(gold: list[Document]) -> None:
    sound = next(d for d in gold if d.name == "en-d01")
    unsound = replace(sound, traps=[sound.statements[0]])
    assert any("a fact and a trap" in problem for problem in problems(unsound, Terms(gold)))


def test_a_quote_at_a_wrong_place_and_a_value_without_one_are_found(gold: list[Document]) -> None:
    moved = replace(gold[0], text=" " + gold[0].text, rows=[*gold[0].rows])
    moved.rows.append(Row(gold[0].statements[0].subject, "endDate", "2031"))
    found = list(misquoted(FOURTH["fourth"], [moved, *gold[1:]]))
    assert any("not at" in problem for problem in found)
    assert any("no quote for" in problem for problem in found)
