"""Every term of the reference page has a query that runs, and finds what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.reference import load_reference, ontology_page
from graph.reference.examples import (
    class_query,
    evidence_query,
    guesses,
    property_query,
    used_terms,
)
from graph.reference.words import WORDS
from graph.store import Store, open_store

REFERENCE = load_reference()
DERIVED = [p.name for p in REFERENCE.properties.values() if p.evidence]


@pytest.fixture(scope="module")
def store(built_store: Path) -> Store:
    return open_store(str(built_store))


@pytest.fixture(scope="module")
def used(store: Store) -> frozenset[str]:
    return used_terms(store)


@pytest.mark.parametrize("name", REFERENCE.classes)
def test_query_of_a_class_finds_its_members(store: Store, used: set[str], name: str) -> None:
    rows = store.select(class_query(REFERENCE.classes[name]))
    assert bool(rows) == (name in used)


@pytest.mark.parametrize("name", REFERENCE.properties)
def test_query_of_a_property_finds_its_statements(store: Store, used: set[str], name: str) -> None:
    rows = store.select(property_query(REFERENCE.properties[name], REFERENCE))
    assert bool(rows) == (name in used)


@pytest.mark.parametrize("name", DERIVED)
def test_query_of_evidence_leads_from_derived_statements(
    store: Store, used: set[str], name: str
) -> None:
    rows = store.select(evidence_query(REFERENCE.properties[name]))
    assert bool(rows) == (name in used)


@pytest.mark.parametrize("guess", guesses(), ids=lambda guess: guess.asks["en"])
def test_first_guesses_are_answered(store: Store, guess: object) -> None:
    assert store.select(guess.query)  # type: ignore[attr-defined]


def test_most_terms_are_in_use(used: set[str]) -> None:
    """The documents alone use nearly all that is not for registers or loaded files."""
    assert len(used & (set(REFERENCE.classes) | set(REFERENCE.properties))) > 150


def test_special_case_only_where_it_answers(store: Store) -> None:
    for name, term in REFERENCE.properties.items():
        for above in [f"eucn:{parent}" for parent in term.parents]:
            query = (
                "PREFIX eucn: <https://w3id.org/eucn/ontology#>\n"
                f"SELECT ?s {{ ?s eucn:{name} ?o MINUS {{ ?s {above} ?o }} }} LIMIT 1"
            )
            assert not store.select(query), (name, above)
    assert REFERENCE.properties["coordinator"].parents == ["partner"]
    assert REFERENCE.properties["superEvent"].parents == ["partOf"]
    assert REFERENCE.properties["priorityTopic"].parents == []


def test_page_shows_queries_and_says_where_there_is_no_data(used: set[str]) -> None:
    html = ontology_page("en", used=used, run=lambda query: "/sparql?query=x")
    assert html.count(WORDS["en"]["none"]) == len(
        (set(REFERENCE.classes) | set(REFERENCE.properties)) - used
    )
    assert html.count('href="/sparql?query=x"') == (
        len(REFERENCE.classes) + len(REFERENCE.properties) + len(DERIVED) + len(guesses())
    )
    assert WORDS["en"]["none"] not in ontology_page("en")
    for lang in ("en", "de", "zh"):
        page = ontology_page(lang)
        assert all(guess.asks[lang] in page.replace("&#39;", "'") for guess in guesses())
