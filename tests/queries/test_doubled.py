"""A sum or a count is the same when what a query looks up on its way has two values.

Two values of one property (SENET has two grant numbers, one from each document) give every row
twice. Here every aggregating query is asked as if all it looks up had two values: rows doubled
within each ``SELECT`` that counts or sums. Its answer must not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph.paths import QUERIES
from graph.questions import questions, with_prefixes
from graph.store import Store

AGGREGATE = re.compile(r"\b(COUNT|SUM|AVG)\s*\(", re.IGNORECASE)
PATTERN = re.compile(r"\?\w+\s+(\^|\(|\w+:|a\b|<|\?)")


def bare(query: str) -> str:
    """The query of the same length with comments, IRIs and strings blanked."""
    return re.sub(r'<[^<>\s]*>|"[^"]*"|#[^\n]*', lambda found: " " * len(found.group()), query)


def closing(text: str, at: int) -> int:
    """Where the brace that opens at ``at`` is closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError("a brace is not closed")


def own(text: str) -> str:
    """What stands in a group itself, not in the groups within."""
    found, depth = [], 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            found.append(sign)
    return "".join(found)


def doubled(query: str) -> str:
    """The query with each row of each ``SELECT`` coming twice, but not those of the answer."""
    text = bare(query)
    ends = []
    for number, found in enumerate(re.finditer(r"\bSELECT\b([^{}]*)\{", text)):
        end = closing(text, found.end() - 1)
        rows_of_the_answer = not number and not AGGREGATE.search(found.group(1))
        if not rows_of_the_answer and PATTERN.search(own(text[found.end() : end])):
            ends.append(end)
    for number, end in enumerate(sorted(ends, reverse=True)):
        query = f"{query[:end]} VALUES ?twin{number} {{ 1 2 }} {query[end:]}"
    return query


def aggregating() -> Iterator[tuple[str, str]]:
    for question in questions(QUERIES):
        if AGGREGATE.search(bare(question.query)):
            yield question.name, question.complete
    for path in sorted(QUERIES.glob("*/*.rq")):
        text = path.read_text(encoding="utf-8")
        if AGGREGATE.search(bare(text)) and "urn:eucn:subject" not in text:
            yield f"{path.parent.name}/{path.stem}", with_prefixes(text)


EVERY = dict(aggregating())


@pytest.mark.parametrize("name", EVERY)
def test_two_values_of_what_is_looked_up_change_no_sum(opened_registers: Store, name: str) -> None:
    twice = doubled(EVERY[name])
    first, second = (
        sorted(opened_registers.query_bytes(query, "csv").decode().splitlines())
        for query in (EVERY[name], twice)
    )
    assert second == first


def test_a_count_of_rows_is_found_out(opened_registers: Store) -> None:
    """So the test above can fail."""
    careless = EVERY["register-projects-by-year"].replace("COUNT(DISTINCT", "COUNT(")
    assert careless != EVERY["register-projects-by-year"]
    first, second = (
        opened_registers.query_bytes(query, "csv") for query in (careless, doubled(careless))
    )
    assert second != first
