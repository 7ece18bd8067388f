"""Proposals of any tool: fabrications are refused, what the text says passes."""

from __future__ import annotations

import functools
import json
import random
from typing import Any

import pytest

from benchmarks.extraction.gold import FOLDERS, load
from graph.extraction.activity_words import ordinals_in
from graph.extraction.dates import find_dates
from graph.extraction.extract import extract
from graph.extraction.lexicon import ordinals
from graph.extraction.model import Candidate
from graph.extraction.verify import Refused, Verifier
from graph.records.schema import load_schema

SCHEMA = load_schema()
TEXT = (
    "HARBOUR is coordinated by the Port of Ghent. It began in March 2021 with 2 million euros.\n"
    "Rotterdam Institute is not a partner of HARBOUR.\n"
)


def verdict(**row: Any) -> str:
    (found,) = Verifier(TEXT, SCHEMA).lines([json.dumps(row)])
    return found.reason


PROJECT = {"class": "Project", "name": "HARBOUR"}
PORT = {"class": "Partner", "name": "Port of Ghent"}


def test_reasons() -> None:
    good = {"subject": PROJECT, "property": "coordinator", "object": PORT, "start": 0, "end": 43}
    assert verdict(**good) == ""
    assert "names no" in verdict(
        **good | {"object": {"class": "Partner", "name": "Port of Ningbo"}}
    ).replace("does not name", "names no")
    assert "no passage" in verdict(subject=PROJECT, property="coordinator", object=PORT)
    assert "no place" in verdict(**good | {"end": 4000})
    assert "no property" in verdict(**good | {"property": "mastermind"})
    assert "more exact" in verdict(
        subject=PROJECT, property="startDate", object="2021-03-01", start=45, end=70
    )
    assert verdict(subject=PROJECT, property="startDate", object="2021-03", start=45, end=70) == ""
    assert "does not give the amount" in verdict(
        subject=PROJECT, property="fundingEuro", object="3000000", start=45, end=89
    )
    denied = {"class": "Partner", "name": "Rotterdam Institute"}
    assert "denies" in verdict(
        subject=PROJECT, property="partner", object=denied, start=90, end=138
    )
    assert "no class" in verdict(subject={"class": "Spy", "name": "HARBOUR"}, start=0, end=7)
    (broken,) = Verifier(TEXT, SCHEMA).lines(["{"])
    assert broken.reason == "is no JSON"


@pytest.mark.parametrize(
    ("text", "passage", "reason"),
    [
        # Who speaks is told beside what is said, and that may deny anything.
        ('"The sea does not stop here," said Ada Roe, of the Port of Ghent.', "Ada Roe, of", ""),
        ("„Das Meer ist nicht breit“, sagte Ada Roe vom Port of Ghent.", "Ada Roe vom", ""),
        ("Ada Roe is not from the Port of Ghent.", "Ada Roe", "the passage denies it"),
        ('"Ada Roe is not from the Port of Ghent," said he.', "Ada Roe", "the passage denies it"),
    ],
)
def test_what_is_quoted_beside_the_passage_denies_nothing(
    text: str, passage: str, reason: str
) -> None:
    verifier = Verifier(text, SCHEMA)
    start = text.index(passage)
    if reason:
        with pytest.raises(Refused, match=reason):
            verifier.said(start, start + len(passage))
    else:
        verifier.said(start, start + len(passage))


@functools.cache
def found_in(text: str, language: str) -> tuple[Candidate, ...]:
    """The candidates of a text, read once for both tests."""
    return tuple(extract(text, language).candidates)


def test_true_candidates_pass() -> None:
    """At most 1 of 100 candidates of the extraction is refused."""
    seen, refused = 0, []
    for document in [one for folder in FOLDERS.values() for one in load(folder=folder)]:
        verifier = Verifier(document.text, SCHEMA)
        lines = [json.dumps(c.as_json()) for c in found_in(document.text, document.language)]
        for found in verifier.lines(lines):
            seen += 1
            if found.candidate is None:
                refused.append((document.name, found.reason, found.proposal[:160]))
    assert seen > 400
    assert len(refused) <= seen * 0.01, refused


def test_five_hundred_fabrications_are_refused() -> None:
    dice = random.Random(11)
    made: list[tuple[str, dict[str, Any]]] = []
    documents = [one for folder in FOLDERS.values() for one in load(folder=folder)]
    while len(made) < 500:
        document = dice.choice(documents)
        rows = [c.as_json() for c in found_in(document.text, document.language) if c.property]
        if not rows:
            continue
        made.append((document.text, _fabricated(dice.choice(rows), document.text, dice)))
    passed = []
    for text, row in made:
        (found,) = Verifier(text, SCHEMA).lines([json.dumps(row)])
        if found.candidate is not None:
            passed.append(row)
    assert not passed, passed[:5]


def _fabricated(row: dict[str, Any], text: str, dice: random.Random) -> dict[str, Any]:
    row = json.loads(json.dumps(row))
    ways = ["name", "property", "place", "class"]
    if row.get("datatype", "").startswith("xsd:g") or row.get("datatype") == "xsd:date":
        ways += ["precision", "date"] * 3
    if row.get("normaliser") in ("amount", "count", "verbatim"):
        ways += ["value"] * 3
    way = dice.choice(ways)
    if (
        way == "precision"
        and len(row["object"]) < 10
        and not any(
            v and v.startswith(row["object"]) and len(v) == 10
            for d in find_dates(text)
            for v in (d.first, d.last)
        )
    ):
        row["object"] = (
            (row["object"] + "-06-15")[:10] if len(row["object"]) == 4 else row["object"] + "-17"
        )
    elif way in ("precision", "date"):
        row["object"] = "1987" + row["object"][4:]
    elif way == "value":
        row["object"] = "7" + row["object"] + "3"
    elif way == "property":
        row["property"] = dice.choice(
            ["owner", "foundedBy", "employees", "summary", "objective", "kind"]
        )
    elif way == "place":
        row["start"], row["end"] = len(text) + 5, len(text) + 40
    elif way == "class":
        row["subject"]["class"] = dice.choice(["Company", "Weapon", "owl:Thing"])
    else:
        invented = dice.choice(
            ["Institute of Imagined Studies", "NOVACHIMERA", "Universität Niemandsland", "虚构大学"]
        )
        target = (
            row["object"]
            if isinstance(row["object"], dict) and dice.random() < 0.6
            else row["subject"]
        )
        target["name"] = invented
    return row


TABLE = (
    "Projects\n\n"
    "| Project | Coordinator | EU contribution (EUR) | Total cost |\n"
    "|---|---|---|---|\n"
    "| HARBOUR | Port of Ghent | 2 450 000 | 3 000 000 |\n"
    "| SALTMARSH | Tide Institute | 1,200,000 | 1 500 000 |\n"
)


def test_a_sum_whose_currency_stands_in_the_header() -> None:
    """What the rules take from a table passes; other sums, columns and currencies do not."""
    verifier = Verifier(TABLE, SCHEMA)
    sums = [c for c in extract(TABLE).candidates if c.property == "fundingEuro"]
    assert [c.object for c in sums] == ["2450000", "1200000"]
    assert [verifier.check(c.as_json()).also for c in sums] == [c.also for c in sums]
    at = TABLE.index("3 000 000")
    cost = {"subject": PROJECT, "property": "totalCost", "start": at, "end": at + 9}
    for wrong in (
        sums[0].as_json() | {"object": "2450001"},
        sums[0].as_json() | {"currency": "CNY"},
        cost | {"object": "3000000"},  # this header names no currency
    ):
        (found,) = verifier.lines([json.dumps(wrong)])
        assert found.reason


def test_ordinals_of_all_languages_are_numbers() -> None:
    assert {word: ordinals_in(f"({word})") for word in ordinals()} == {
        word: {number} for word, number in ordinals().items()
    }
    assert 7 in ordinals_in("the VII Forum")
    assert ordinals_in("第六次") == {6}
