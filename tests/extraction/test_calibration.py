"""What candidates say of how sure they are, and what calls for it."""

from __future__ import annotations

from benchmarks.extraction.by_rule import BESIDE, SURE, called_for
from graph.extraction.calibration import DOUBTED, KINDS, calibrated, kind, table
from graph.extraction.extract import extract
from graph.extraction.model import Candidate, Thing

PROJECT, PORT = Thing("Project", "TIDE"), Thing("Partner", "Port of Ghent")


def test_the_table_says_something_for_every_kind_and_nothing_that_misleads() -> None:
    assert set(table()) == set(KINDS)
    for rules in table().values():
        assert "all" in rules
        assert all(0 < sure < 1 and not BESIDE < sure < SURE for sure in rules.values())


def test_what_two_kinds_of_rules_read_is_vouched_for_by_two() -> None:
    assert kind(0.9, {"coordinated-by", "clause-leads"}) == "two"
    assert kind(0.9, {"coordinated-by", "which-coordinates"}) == "one"
    assert kind(0.75, {"coordinated-by"}) == "one-unsure"
    assert kind(0.9, {"label-partner", "clause-leads"}) == "label"
    assert kind(0.9, {"牵头单位"}) == "words"


def test_a_statement_says_what_its_rule_was_right_in_and_no_more_than_its_rule() -> None:
    said = Candidate(PROJECT, 0, 9, 0.9, "signed-by", "signatory", PORT, vouched="two")
    assert calibrated(said).confidence == table()["two"]["signed-by"]
    doubted = Candidate(PROJECT, 0, 9, 0.3, "signed-by", "signatory", PORT, vouched="two-unsure")
    assert calibrated(doubted).confidence == 0.3 < DOUBTED


def test_every_candidate_tells_what_vouches_for_it() -> None:
    found = extract("TIDE is a project coordinated by the Port of Ghent, Belgium.\n", "en")
    assert found.candidates
    assert {c.vouched for c in found.candidates} <= set(KINDS)


def test_a_rule_says_how_often_it_was_right() -> None:
    first = {
        ("one", "often"): (200.0, 176.0),
        ("one", "always"): (100.0, 100.0),
        ("one", "new"): (2.0, 0.0),
    }
    made = called_for({}, first)["one"]
    assert made["often"] <= 0.88
    assert made["always"] > 0.95
    assert "new" not in made  # too few: what its kind says


def test_golds_that_rules_were_made_with_count_less_than_texts_that_no_rule_had_seen() -> None:
    tuned, first = {("two", "a"): (100.0, 100.0)}, {("two", "a"): (100.0, 70.0)}
    assert called_for(tuned, first)["two"]["a"] < 0.85
