"""Every term of the reference page has a query that runs, and finds what there is."""

from __future__ import annotations

import re

import pytest

from graph.iris import BASE, is_id
from graph.questions import with_prefixes
from graph.reference import load_reference, ontology_page
from graph.reference.examples import (
    Guess,
    class_query,
    evidence_query,
    guesses,
    property_query,
)
from graph.reference.usage import Usage, usage
from graph.reference.words import WORDS
from graph.store import Store

REFERENCE = load_reference()
DERIVED = [p.name for p in REFERENCE.properties.values() if p.evidence]


@pytest.fixture(scope="module")
def store(opened_records: Store) -> Store:
    return opened_records


@pytest.fixture(scope="module")
def whole(opened_registers: Store) -> Store:
    """What ``make serve`` serves."""
    return opened_registers


@pytest.fixture(scope="module")
def used(store: Store) -> frozenset[str]:
    return usage(store).used


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
def test_first_guesses_are_answered(whole: Store, guess: Guess) -> None:
    assert whole.select(guess.query)


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


def test_page_shows_queries_and_says_where_there_is_no_data(used: frozenset[str]) -> None:
    html = ontology_page("en", usage=Usage(used), run=lambda query: "/sparql?query=x")
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


def test_counts_are_those_of_the_graph(whole: Store) -> None:
    """A build counts itself; quads that are written to a store alone do not."""
    found = usage(whole)
    for kind, name in (("Project", "coordinator"), ("Event", "currentStatus"), ("Claim", "note")):
        query = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a eucn:%s %s }"
        for having, number in (
            ("", found.members[kind]),
            (f"; eucn:{name} ?o", found.having[kind, name]),
        ):
            rows = whole.select(with_prefixes(query % (kind, having)))
            assert int(str(rows[0]["n"])) == number, (kind, having)
    html = ontology_page("en", usage=found)
    events = found.members["Event"]
    assert f'<a href="#Event"><code>Event</code></a> {events} of {events}' in html


def test_the_narrowest_class_tells_who_has_a_property() -> None:
    counts = {("Project", "grantNumber"): 5, ("Entity", "grantNumber"): 5, ("Event", "date"): 3}
    found = Usage(frozenset({"grantNumber"}), {"Project": 7, "Entity": 90}, {}, counts)
    assert found.of("grantNumber", REFERENCE) == [("Project", 5, 7)]


STATED = {
    name: found
    for name, term in REFERENCE.properties.items()
    if (found := re.fullmatch(r"(\S+) eucn:(\w+) ([^.]+)", term.example))
}


@pytest.mark.parametrize("name", STATED)
def test_an_example_with_subject_and_value_is_in_the_graph(whole: Store, name: str) -> None:
    """``organization/x eucn:coordinates project/y``: a reader tries it as it stands."""
    subject, key, value = STATED[name].groups()
    if not whole.ask(with_prefixes(f"ASK {{ ?subject eucn:{key} ?value }}")):
        pytest.skip("there are none yet, which the page says")
    first = f"<{BASE}id/{subject}>" if is_id(subject) else "?subject"
    last, more = "?value", ""
    if is_id(value):
        last = f"<{BASE}id/{value}>"
    elif value.startswith(('"', "eucn:")):
        last = value
    elif value.startswith("the concept "):
        more = f'FILTER(STRENDS(STR(?value), "/{value.rpartition(" ")[2]}"))'
    assert whole.ask(with_prefixes(f"ASK {{ {first} eucn:{key} {last} {more} }}"))


def test_kinds_of_gaps_without_any_are_marked() -> None:
    found = Usage(members={"Gap": 1}, gaps=frozenset({"x"}))
    assert (found.lacks("gap-kind", "y"), found.lacks("gap-kind", "x")) == (True, False)
    assert not found.lacks("role", "y")
    page = ontology_page(usage=found, seconds=12)
    assert WORDS["en"]["none-of"] in page
    assert WORDS["en"]["none-of"] not in ontology_page()
    assert "pass the 12 seconds" in page
