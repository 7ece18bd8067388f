"""Every candidate can be checked: its quote, its names, its value, its rule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction.gold import load
from graph.extraction.amounts import find_amounts
from graph.extraction.dates import anchor, find_dates, find_undated
from graph.extraction.extract import extract
from graph.extraction.model import Candidate, Thing
from graph.extraction.nations import told_by_adjective
from graph.records.inflection import name_pattern, names

DOCUMENTS = load()


def checked(text: str, c: Candidate) -> None:
    assert 0 <= c.start < c.end <= len(text)
    assert c.rule
    assert 0 < c.confidence <= 1
    passages = [text[c.start : c.end], *(text[a:b] for a, b in c.also)]
    flat = " \n ".join(re.sub(r"\s+", " ", passage) for passage in passages)
    for thing in [c.subject, c.object]:
        if isinstance(thing, Thing):
            assert re.search(name_pattern(thing.name), text) or (
                thing.cls == "Country" and told_by_adjective(thing.name, flat)
            ), thing
    if c.property is None:
        assert names(re.sub(r"\s+", " ", text[c.start : c.end]), c.subject.name)
    if c.normaliser == "date-of-text":
        told = find_undated(flat, anchor(re.sub(r"\s", " ", text)))
        assert any(c.object in (d.first, d.last) for d in told), (c, flat)
    elif c.normaliser == "date":
        assert any(c.object in (d.first, d.last) for d in find_dates(flat)), (c, flat)
    elif c.normaliser == "amount":
        assert any(c.object == a.value for a in find_amounts(flat)), (c, flat)
    elif c.normaliser == "verbatim":
        assert isinstance(c.object, str)
        assert c.object in flat
    elif isinstance(c.object, str):
        assert c.normaliser in ("count", "ordinal"), c


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_candidate_follows_from_its_passage(document) -> None:  # type: ignore[no-untyped-def]
    found = extract(document.text, document.language)
    assert found.entities
    for candidate in found.candidates:
        checked(document.text, candidate)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [line for d in DOCUMENTS for line in d.text.splitlines()]
            + ["", "(", "，", "–", "project"]
        ),
        max_size=14,
    )
)
def test_lines_in_any_order_give_candidates_that_hold(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    for candidate in extract(text, "en").candidates:
        checked(text, candidate)


@pytest.mark.parametrize(
    "text", ["", "\n", "((((", "a" * 5000, "„“", "由由由", "1" * 400, "Project " * 300]
)
def test_odd_texts_end_quietly(text: str) -> None:
    extract(text)


def test_nothing_is_taken_from_a_trap() -> None:
    from benchmarks.extraction.measure import matches

    for document in load("tune"):
        found = extract(document.text, document.language).statements
        for row in document.traps:
            assert not any(matches(row, c) for c in found), (document.name, row)
