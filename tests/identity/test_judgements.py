"""Judgements as files: strict reading, a person's lines never lost, dates that stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from graph.identity.judgements import (
    COLUMNS,
    PERSON_FILE,
    SAME,
    UNSURE,
    Judgement,
    add_person,
    csv_bytes,
    judgement_id,
    person_judgement,
    read_judgements,
    write_machine,
)
from graph.identity.rdf import JUDGEMENTS_GRAPH, quads
from graph.records.problems import RecordError

HEADER = ",".join(COLUMNS)
LEFT, RIGHT = "organization/pic-1", "organization/ror-00aa00aa1"


def machine(**changes: object) -> Judgement:
    values: dict[str, object] = {
        "id": judgement_id(LEFT, RIGHT), "left": LEFT, "right": RIGHT, "relation": SAME,
        "score": 0.99, "rule": "name", "reason": "the same name", "decided_by": "machine",
        "date": "2025-11-28",
    }  # fmt: skip
    return Judgement(**{**values, **changes})  # type: ignore[arg-type]


def line(judgement: Judgement) -> str:
    return csv_bytes([judgement]).decode().splitlines()[1]


@pytest.mark.parametrize(
    ("name", "content", "where", "says"),
    [
        ("machine-a.csv", "id,left\n", 1, "the first line must be"),
        ("machine-a.csv", f"{HEADER}\nm1,organization/pic-1\n", 2, "has 2 values; 9 are needed"),
        ("machine-a.csv", line(machine(relation="twin")), 2, "relation 'twin' is unknown"),
        ("machine-a.csv", line(machine(left="PIC 1")), 2, "left 'PIC 1' is not an id"),
        ("machine-a.csv", line(machine(right=LEFT)), 2, "compares"),
        ("machine-a.csv", line(machine(reason="")), 2, "needs a rule and a reason"),
        ("machine-a.csv", line(machine(decided_by="Ada")), 2, "in this file it is 'machine'"),
        ("machine-a.csv", line(machine(date="28.11.2025")), 2, "is not a day"),
        ("machine-a.csv", line(machine()).replace("0.99", "1.7"), 2, "not a number from 0 to 1"),
        ("machine-a.csv", line(machine()).replace("0.99", "high"), 2, "not a number from 0 to 1"),
        ("machine-a.csv", "<<<<<<< HEAD", 2, "has 1 values"),
        (PERSON_FILE, line(machine()), 2, "in this file it is a person's name"),
        ("machine-a.csv", line(machine(relation="withdrawn")), 2, "relation 'withdrawn'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    tmp_path: Path, name: str, content: str, where: int, says: str
) -> None:
    text = content if content.startswith("id,") else f"{HEADER}\n{content}\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as problem:
        read_judgements(tmp_path)
    (found,) = problem.value.problems
    assert found.file.endswith(name)
    assert found.line == where
    assert says in found.message


def test_two_files_with_one_id_are_told(tmp_path: Path) -> None:
    for name in ("machine-a.csv", "machine-b.csv"):
        (tmp_path / name).write_text(f"{HEADER}\n{line(machine())}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"machine-a\.csv:2 already"):
        read_judgements(tmp_path)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "machine-a.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError, match="cannot be read as UTF-8"):
        read_judgements(tmp_path)


def test_a_person_s_line_is_added_and_nothing_before_it_is_touched(tmp_path: Path) -> None:
    add_person(person_judgement(LEFT, RIGHT, SAME, "read both", "Ada"), tmp_path)
    before = (tmp_path / PERSON_FILE).read_bytes()
    add_person(person_judgement(LEFT, RIGHT, UNSURE, "thought again", "Ada", 1), tmp_path)
    assert (tmp_path / PERSON_FILE).read_bytes().startswith(before)
    assert [one.relation for one in read_judgements(tmp_path)] == [SAME, UNSURE]


def test_a_file_without_a_last_line_break_is_not_glued(tmp_path: Path) -> None:
    add_person(person_judgement(LEFT, RIGHT, SAME, "read both", "Ada"), tmp_path)
    path = tmp_path / PERSON_FILE
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add_person(person_judgement(LEFT, RIGHT, UNSURE, "thought again", "Ada", 1), tmp_path)
    assert len(read_judgements(tmp_path)) == 2


def test_nothing_is_added_to_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / PERSON_FILE
    path.write_text("someone's notes\n", encoding="utf-8")
    with pytest.raises(RecordError):
        add_person(person_judgement(LEFT, RIGHT, SAME, "read both", "Ada"), tmp_path)
    assert path.read_text(encoding="utf-8") == "someone's notes\n"


def test_the_date_of_a_machine_stays_where_the_judgement_is_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "machine-a.csv"
    write_machine(path, [machine(date="2020-01-01")])
    write_machine(path, [machine(date="")])
    assert read_judgements(tmp_path)[0].date == "2020-01-01"
    write_machine(path, [machine(date="", score=0.5)])
    assert read_judgements(tmp_path)[0].date != "2020-01-01"


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text))
def test_any_reason_is_read_as_it_was_written(reason: str) -> None:
    import tempfile

    reason = reason.replace("\r", " ")
    try:
        reason.encode()
    except UnicodeEncodeError:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "machine-a.csv"
        write_machine(path, [machine(reason=reason)])
        assert [one.reason for one in read_judgements(Path(folder))] == [reason]


def test_the_id_of_a_pair_does_not_depend_on_its_order() -> None:
    assert judgement_id(LEFT, RIGHT) == judgement_id(RIGHT, LEFT)


def test_a_judgement_is_a_node_of_its_own_graph() -> None:
    made = list(quads([machine()]))
    assert len(made) == 9
    assert {graph for *_, graph in made} == {JUDGEMENTS_GRAPH}
    assert len({subject for subject, *_ in made}) == 1
    assert any(
        value == URIRef("https://w3id.org/eucn/id/organization/pic-1") for _, _, value, _ in made
    )
