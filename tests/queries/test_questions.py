"""Every query of ``queries/`` against an answer worked out by hand from the documents.

``expected/<name>.csv`` begins with comment lines that name the place in the documents the
answer was read from, before the query was run. Its header names the columns to compare; a
query may give more (labels, mostly). Three kinds of file:

- plain: exactly these rows, in this order where the query orders its answer;
- ``# some rows: why``: these rows are among the answers; the whole answer is too much to
  work out by hand (it grows with every statement read);
- a column ``contains``: not a column of the query, but words that stand in the passage that
  the row's ``document``, ``start`` and ``end`` point at. Characters are not counted by hand;
  what stands there is.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from graph.paths import QUERIES, SOURCES
from graph.questions import Question, questions
from graph.store import Store

EXPECTED = Path(__file__).parent / "expected"
EVERY = questions(QUERIES)
# Those about registers are answered from the registers: tests/registers/test_questions.py.
ALL = [question for question in EVERY if "register" not in question.keywords]
BASES = ("https://w3id.org/eucn/id/", "https://w3id.org/eucn/vocabulary/", "https://w3id.org/eucn/")
CONTAINS = "contains"
Row = dict[str, str]


def short(term: Mapping[str, str] | None) -> str:
    """A term as the expected answers write it: our IRIs without base, literals by their text."""
    if term is None:
        return ""
    text = term["value"]
    if term["type"] == "uri":
        for base in BASES:
            if text.startswith(base):
                return text[len(base) :]
    return text


@cache
def expectation(name: str) -> tuple[list[str], list[str], list[Row]]:
    """Comment lines, columns and rows of an expected answer."""
    lines = (EXPECTED / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    comments = [line[1:].strip() for line in lines if line.startswith("#")]
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    return comments, list(reader.fieldnames or []), list(reader)


@pytest.fixture(scope="session")
def store(opened_records: Store) -> Store:
    """The graph of the records as it is served: an RDF merge, in which nothing counts twice."""
    return opened_records


def run(store: Store, question: Question) -> tuple[list[str], list[Row]]:
    """Columns and rows of an answer; that of an ASK is the column ``answer``."""
    result = json.loads(store.query_bytes(question.complete, "json"))
    if "boolean" in result:
        return ["answer"], [{"answer": "yes" if result["boolean"] else "no"}]
    columns = result["head"]["vars"]
    found = result["results"]["bindings"]
    return columns, [{column: short(row.get(column)) for column in columns} for row in found]


def projected(rows: list[Row], columns: list[str]) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)
def test_the_answer_is_the_one_read_from_the_documents(store: Store, question: Question) -> None:
    comments, columns, wanted = expectation(question.name)
    columns = [column for column in columns if column != CONTAINS]
    found_columns, found = run(store, question)
    assert set(columns) <= set(found_columns)
    answers, hand = projected(found, columns), projected(wanted, columns)
    if any(comment.startswith("some rows:") for comment in comments):
        assert not set(hand) - set(answers), "worked out by hand, but not found"
        return
    assert set(hand) - set(answers) == set(), "worked out by hand, but not found"
    assert set(answers) - set(hand) == set(), "found, but not worked out by hand"
    assert sorted(answers) == sorted(hand), "some rows come twice"
    if re.search(r"\bORDER BY\b", question.query):
        assert answers == hand, "the order differs"


@pytest.mark.parametrize(
    "question",
    [q for q in ALL if CONTAINS in expectation(q.name)[1]],
    ids=lambda question: question.name,
)
@pytest.mark.documents
def test_the_passage_holds_what_it_is_said_to(
    store: Store, question: Question, documents: Path
) -> None:
    _, columns, wanted = expectation(question.name)
    keys = [column for column in columns if column != CONTAINS]
    _, found = run(store, question)
    for row in wanted:
        passages = [
            text(documents, answer["document"])[int(answer["start"]) : int(answer["end"])]
            for answer in found
            if all(answer[key] == row[key] for key in keys)
        ]
        assert any(row[CONTAINS] in " ".join(passage.split()) for passage in passages), (
            f"{row}: {passages}"
        )


@cache
def text(documents: Path, document: str) -> str:
    """The text of a source document given by its id."""
    record = SOURCES / f"{document.removeprefix('document/')}.yaml"
    head = yaml.safe_load(record.read_text(encoding="utf-8").partition("\nentities:")[0])
    file: str = head["document"]["file"]
    return (documents / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.name)
def test_the_file_follows_the_convention(question: Question) -> None:
    source = question.path.read_text(encoding="utf-8")
    assert set(question.comment) == {"en", "de", "zh"}
    assert all(comment.strip() for comment in question.comment.values())
    assert "?" in question.comment["en"], "a question asks"
    assert len(question.comment["en"]) <= 200, "too long for a list of questions"
    assert question.keywords
    assert question.form in ("select", "ask")
    kind = {"select": "sh:SPARQLSelectExecutable", "ask": "sh:SPARQLAskExecutable"}
    assert kind[question.form] in source
    assert f"<https://w3id.org/eucn/queries/{question.name}>" in source
    assert "sh:prefixes <https://w3id.org/eucn/ontology>" in source
    assert "schema:target <https://w3id.org/eucn/sparql>" in source


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)
def test_the_expected_answer_names_its_place(question: Question) -> None:
    comments, columns, rows = expectation(question.name)
    assert columns
    assert rows
    assert re.search(r"\blines? \d|README", " ".join(comments)), "from which line was it read?"


def test_there_are_enough_questions_and_few_of_one_hop() -> None:
    """One hop: answered by facts that stand at a thing itself or lead to the next one."""
    assert len(ALL) >= 60
    assert sum("one hop" in question.keywords for question in ALL) <= 15


def test_every_expected_answer_has_its_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == {question.name for question in ALL}


def pattern_of(query: str) -> str:
    """A query with its constants blanked: two that differ only in a name become equal."""
    blanked = re.sub(r'<[^>]*>|"[^"]*"(\^\^\S+)?|\b(topic|role):[\w-]+', "*", query)
    return " ".join(re.sub(r"\?\w+", "?", blanked).split())


def test_no_two_questions_differ_only_in_a_name() -> None:
    seen: dict[str, str] = {}
    for question in EVERY:
        other = seen.setdefault(pattern_of(question.query), question.name)
        assert other == question.name, f"{question.name} is {other} with another name"


@pytest.mark.parametrize("name", ["inferred-countries-of-partners", "bodies-behind-a-partner"])
def test_registers_do_not_change_what_is_asked_of_documents(
    opened_registers: Store, name: str
) -> None:
    """What registers add (a country, the ministries of a state) is not what is asked for."""
    _, columns, wanted = expectation(name)
    (question,) = [one for one in ALL if one.name == name]
    _, found = run(opened_registers, question)
    assert sorted(projected(found, columns)) == sorted(projected(wanted, columns))


def labels(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for column, value in row.items():
            if column in ("name", "topic", "country"):
                yield value


def test_things_in_the_answers_have_names(store: Store) -> None:
    for question in ALL:
        _, rows = run(store, question)
        assert all(labels(rows)), f"{question.name}: something has no name in English"


def test_confidence_is_a_share(store: Store) -> None:
    """For the questions on evidence, whose numbers are not worked out by hand."""
    checked = 0
    for question in ALL:
        _, rows = run(store, question)
        for row in rows:
            if "confidence" in row:
                checked += 1
                assert Decimal(0) < Decimal(row["confidence"]) <= 1
            if row.get("start", "").isdigit():
                assert 0 <= int(row["start"]) < int(row["end"])
    assert checked


def test_every_derived_statement_leads_to_what_it_comes_from(store: Store) -> None:
    """The query who-says-so finds a claim for statements of every derived property."""
    (question,) = [one for one in ALL if one.name == "who-says-so"]
    properties = store.select(
        "PREFIX eucn: <https://w3id.org/eucn/ontology#> SELECT ?property "
        f"{{ ?property eucn:evidenceQuery <https://w3id.org/eucn/queries/{question.name}> }}"
    )
    stated = set()
    for prop in sorted(row["property"].n3() for row in properties):
        derived = store.select(
            f"SELECT * {{ GRAPH <{BASES[2]}graph/derived> {{ ?s {prop} ?o }} "
            f'FILTER(STRSTARTS(STR(?s), "{BASES[0]}")) }} ORDER BY ?s ?o LIMIT 3',
        )
        stated |= {(row["s"].n3(), prop, row["o"].n3()) for row in derived}
    # The same question of all of them at once: it takes no longer than of one.
    first, last = question.complete.split("(<https", 1)
    rest = last.partition(")")[2]
    asked = " ".join(f"({' '.join(one)})" for one in sorted(stated))
    head, _, tail = f"{first}{asked}{rest}".rpartition("?evidence ?document ?start ?end WHERE")
    rows = store.select(f"{head}?subject ?property ?object WHERE{tail.rpartition('ORDER BY')[0]}")
    names = ("subject", "property", "object")
    answered = {tuple(row[name].n3() for name in names) for row in rows}
    assert stated - answered == set(), "nobody says"
    assert len(stated) > 60
