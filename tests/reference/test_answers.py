"""What the page of the ontology gives as first queries: right rows, and each thing once."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.assembly.conflict_table import INFERRED, KIND, REGISTER, conflict_table
from graph.iris import BASE
from graph.questions import with_prefixes
from graph.reference import load_reference, ontology_page
from graph.reference.examples import Guess, class_query, guesses, property_query
from graph.reference.usage import usage
from graph.reference.words import WORDS
from graph.store import Store, open_store

REFERENCE = load_reference()
ANSWERS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("answers.toml").read_text(encoding="utf-8")
)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def whole(build_with_registers: Path) -> Store:
    """What ``make serve`` serves."""
    return open_store(str(build_with_registers))


def short(value: object) -> str:
    return str(value).removeprefix(str(BASE))


def number(store: Store, query: str) -> int:
    return int(str(store.select(with_prefixes(query))[0]["n"]))


def several(rows: list[Row], key: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What two rows have alike."""
    found = Counter(tuple(short(row.get(name)) for name in key) for row in rows)
    return [one for one, count in found.items() if count > 1]


def test_each_first_guess_has_a_right_answer_to_compare_with() -> None:
    assert {guess.asks["en"] for guess in guesses()} == set(ANSWERS)


@pytest.mark.parametrize("guess", guesses(), ids=lambda guess: guess.asks["en"])
def test_first_guesses_find_what_is_right_and_each_thing_once(whole: Store, guess: Guess) -> None:
    rows = whole.select(guess.query)
    expected = ANSWERS[guess.asks["en"]]
    values = {short(value) for row in rows for value in row.values()}
    assert set(expected["finds"]) - values == set()
    assert set(expected.get("never", ())) & values == set()
    assert several(rows, guess.key or tuple(rows[0])[:1]) == []
    if "rows" in expected:
        assert len(rows) == expected["rows"]
    if "count" in expected:
        assert len(rows) == number(whole, expected["count"])
    if "sum" in expected:
        last = tuple(rows[0])[-1]
        assert sum(int(str(row[last])) for row in rows) == number(whole, expected["sum"])


def test_the_query_of_each_term_gives_each_statement_once(whole: Store) -> None:
    """Nothing is repeated for a second name, or for a name in another language."""
    twice = {}
    queries = {name: class_query(term) for name, term in REFERENCE.classes.items()}
    queries |= {n: property_query(term, REFERENCE) for n, term in REFERENCE.properties.items()}
    for name, query in queries.items():
        rows = whole.select(query)
        columns = set(rows[0]) if rows else set()
        key = sorted(columns - {f"{one}Name" for one in columns})
        if found := several(rows, tuple(key)):
            twice[name] = found
    assert twice == {}


def test_the_conflicts_of_the_graph_are_those_of_the_page(whole: Store) -> None:
    """Each with the same values, of documents and of registers."""
    shown = {
        (row["subject"], row["property"]): {
            one["value"] for one in row["values"] + row["registers"]
        }
        for row in conflict_table(whole).rows
        if row["kind"] in (KIND, REGISTER, INFERRED, "other-date")
    }
    told: dict[tuple[str, str], set[str]] = {}
    for row in whole.select(
        with_prefixes(
            "SELECT ?thing ?property ?value { ?conflict eucn:concerns ?thing ; "
            "eucn:concernsProperty ?property ; eucn:alternative/rdf:value ?value }"
        )
    ):
        told.setdefault((str(row["thing"]), str(row["property"])), set()).add(str(row["value"]))
    assert told == shown


def test_what_the_page_calls_one_for_each_thing_is_one(whole: Store) -> None:
    for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "currentStatus"):
        query = f"SELECT ?s {{ ?s eucn:{name} ?a , ?b FILTER(?a != ?b) }} LIMIT 3"
        assert whole.select(with_prefixes(query)) == [], name
    for kind, name in (
        ("Organization", "country"),
        ("Organization", "side"),
        ("Project", "coordinator"),
    ):
        query = f"SELECT ?s {{ ?s a eucn:{kind} ; eucn:{name} ?a , ?b FILTER(?a != ?b) }} LIMIT 3"
        assert whole.select(with_prefixes(query)) == [], name


def test_the_page_says_from_which_register_a_property_comes(whole: Store) -> None:
    """A field of one register is not taken for all: what the graph of a register has, is named."""
    found = usage(whole)
    horizon, horizon_2020 = (f"CORDIS, projects of Horizon {name}" for name in ("Europe", "2020"))
    ror = "Research Organization Registry (ROR)"

    def sources(name: str) -> list[str]:
        return found.come_from(name, "en", "documents")

    for name in ("sme", "fieldOfScience", "programmePart", "signatureDate", "endedEarly"):
        assert sources(name) == [horizon], name
    assert sources("role") == [horizon_2020, horizon, "documents"]
    assert sources("town") == [horizon_2020, horizon, ror]
    assert sources("fundingEuro") == ["documents"]
    html = ontology_page("de", usage=found)
    assert f"<dt>{WORDS['de']['sources']}</dt><dd>CORDIS, Projekte von Horizont Europa</dd>" in html
