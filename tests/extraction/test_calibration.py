"""What candidates say of how sure they are, and what calls for it."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.extraction.by_rule import called_for
from graph.extraction import circumstances
from graph.extraction.calibration import (
    BESIDE,
    CIRCUMSTANCES,
    DOUBTED,
    KINDS,
    SURE,
    calibrated,
    kind,
    likely,
    said,
    table,
)
from graph.extraction.extract import extract
from graph.extraction.model import Candidate, Thing

PROJECT, PORT = Thing("Project", "TIDE"), Thing("Partner", "Port of Ghent")


def test_the_table_says_something_for_every_kind_and_circumstance() -> None:
    assert set(table()) == {*KINDS, CIRCUMSTANCES}
    assert set(table()[CIRCUMSTANCES]) == set(circumstances.KINDS)
    for kind_ in KINDS:
        assert "all" in table()[kind_]
        assert all(0 < share < 1 for share in table()[kind_].values())


def test_nothing_says_that_it_is_sure_whose_like_is_not() -> None:
    shares = [share / 100 for share in range(101)]
    assert not any(BESIDE < said(share) < SURE for share in shares)
    assert [said(share) for share in shares] == sorted(said(share) for share in shares)


def test_what_two_kinds_of_rules_read_is_vouched_for_by_two() -> None:
    assert kind(0.9, {"coordinated-by", "clause-leads"}) == "two"
    assert kind(0.9, {"coordinated-by", "which-coordinates"}) == "one"
    assert kind(0.75, {"coordinated-by"}) == "one-unsure"
    assert kind(0.9, {"label-partner", "clause-leads"}) == "label"
    assert kind(0.9, {"牵头单位"}) == "words"


def test_a_statement_says_what_its_rule_was_right_in_and_no_more_than_its_rule() -> None:
    told = Candidate(PROJECT, 0, 9, 0.9, "signed-by", "signatory", PORT, vouched="two")
    assert calibrated(told).confidence == round(said(table()["two"]["signed-by"]), 2)
    doubted = Candidate(PROJECT, 0, 9, 0.3, "signed-by", "signatory", PORT, vouched="two-unsure")
    assert calibrated(doubted).confidence == 0.3 < DOUBTED


def test_what_speaks_against_a_statement_makes_it_less_sure() -> None:
    told = Candidate(PROJECT, 0, 9, 0.9, "signed-by", "signatory", PORT, vouched="two")
    for name in ("far", "rivals", "unsure-object"):
        assert likely(replace(told, beside=(name,))) < likely(told)


def test_a_statement_is_less_sure_where_its_subject_is_named_far_off() -> None:
    near = "The TIDE project runs until May 2021.\n"
    rain = "Rain fell all day."
    far = f"The TIDE project is about ports.\n\n{rain}\n\nThe project runs until May 2021.\n"
    beside = []
    for text in (near, far):
        ends = [c for c in extract(text, "en").statements if c.property == "endDate"]
        assert [c.object for c in ends] == ["2021-05"]
        beside.append(ends[0].beside)
    assert "far" not in beside[0]
    assert "far" in beside[1]


def test_every_candidate_tells_what_vouches_for_it() -> None:
    found = extract("TIDE is a project coordinated by the Port of Ghent, Belgium.\n", "en")
    assert found.candidates
    assert {c.vouched for c in found.candidates} <= set(KINDS)
    assert {name for c in found.candidates for name in c.beside} <= set(circumstances.KINDS)


def test_a_rule_says_how_often_it_was_right() -> None:
    first = {
        ("one", "often", ()): (200.0, 160.0),
        ("one", "always", ()): (100.0, 100.0),
        ("one", "new", ()): (2.0, 0.0),
    }
    made = called_for({}, first)["one"]
    assert 0.78 < made["often"] < 0.84
    assert made["always"] > 0.95
    assert "new" not in made  # too few: what its kind says


def test_a_circumstance_says_what_it_changes() -> None:
    first = {("one", "a", ()): (100.0, 95.0), ("one", "a", ("far",)): (100.0, 60.0)}
    made = called_for({}, first)
    assert made[CIRCUMSTANCES]["far"] < -1
    assert made[CIRCUMSTANCES]["back"] == 0
    assert made["one"]["a"] > 0.88


def test_golds_that_rules_were_made_with_count_less_than_texts_that_no_rule_had_seen() -> None:
    tuned, first = {("two", "a", ()): (100.0, 100.0)}, {("two", "a", ()): (100.0, 70.0)}
    assert called_for(tuned, first)["two"]["a"] < 0.85
