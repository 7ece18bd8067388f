"""The command ``eucn links``: exact columns, a walk that can be left, taking back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.identity.judgements import (
    PERSON_FILE,
    Judgement,
    judgement_id,
    read_judgements,
    write_machine,
)

JUDGED = [
    ("organization/pic-1", "organization/ror-00aa00aa1", "same", 0.99),
    ("organization/pic-2", "organization/ror-00aa00aa1", "same", 0.95),
    ("organization/pic-3", "organization/ror-00aa00aa1", "partOf", 0.9),
    ("organization/pic-4", "organization/ror-00bb00bb2", "unsure", 0.85),
    ("organization/pic-5", "organization/ror-00bb00bb2", "unsure", 0.3),
    ("organization/pic-6", "organization/pic-1", "same", 0.98),
    ("organization/cordis-0011223344556677", "organization/pic-6", "same", 0.97),
    ("organization/acme", "organization/pic-2", "same", 0.98),
    ("organization/acme-agency", "organization/ror-00aa00aa1", "partOf", 0.9),
    ("project/harbour", "project/cordis-900001", "same", 1.0),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "identity"
    write_machine(
        where / "machine-all.csv",
        [
            Judgement(judgement_id(left, right), left, right, relation, score, "name", "a reason",
                      date="2025-11-28")
            for left, right, relation, score in JUDGED
        ],
    )  # fmt: skip
    return where


def run(folder: Path, *arguments: str, answers: str = "") -> str:
    more = ["--judgements", str(folder), "--store", str(folder / "none")]
    result = CliRunner().invoke(main, ["links", *arguments, *more], input=answers)
    assert result.exit_code == 0, result.output
    return result.output


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(folder, "--kind", kind, "--format", "csv"))))


def test_pic_and_ror(folder: Path) -> None:
    found = rows(folder, "pic-ror")
    assert list(found[0]) == ["pic", "ror", "relation", "score", "decided", "reason"]
    told = {(row["pic"], row["ror"], row["relation"], row["decided"]) for row in found}
    assert told == {
        ("1", "00aa00aa1", "same", "yes"),
        ("2", "00aa00aa1", "same", "yes"),
        ("6", "00aa00aa1", "same", "yes"),
        ("3", "00aa00aa1", "partOf", "yes"),
        ("4", "00bb00bb2", "same", "review"),
        ("5", "00bb00bb2", "same", "review"),
    }
    assert all(row["reason"] for row in found)


def test_pic_and_pic(folder: Path) -> None:
    found = rows(folder, "pic-pic")
    assert list(found[0]) == ["pic_a", "pic_b", "relation", "score", "decided", "reason"]
    assert {(row["pic_a"], row["pic_b"]) for row in found} == {("1", "2"), ("1", "6"), ("2", "6")}


def test_documents(folder: Path) -> None:
    found = rows(folder, "document")
    assert list(found[0]) == ["entity_id", "pic", "ror", "relation", "score", "decided", "reason"]
    told = {(row["entity_id"], row["pic"], row["ror"], row["relation"]) for row in found}
    assert told == {
        ("organization/acme", "1", "00aa00aa1", "same"),
        ("organization/acme", "2", "00aa00aa1", "same"),
        ("organization/acme", "6", "00aa00aa1", "same"),
        ("organization/acme-agency", "", "00aa00aa1", "partOf"),
    }


def test_projects_and_rows_without_a_pic(folder: Path) -> None:
    (project,) = rows(folder, "project")
    assert (project["entity_id"], project["grant_agreement"]) == ("project/harbour", "900001")
    (row,) = rows(folder, "without-pic")
    assert (row["participant"], row["pic"], row["ror"]) == (
        "cordis-0011223344556677", "1", "00aa00aa1",
    )  # fmt: skip


def test_json_has_the_form_of_every_table(folder: Path) -> None:
    made = json.loads(run(folder, "--kind", "pic-pic", "--format", "json"))
    assert set(made) == {"built", "definition", "filter", "rows"}
    assert made["rows"][0]["relation"] == "same"


def test_a_walk_keeps_each_answer_at_once_and_goes_on_later(folder: Path) -> None:
    said = run(folder, "review", "--person", "Ada", "--all", answers="s\nread both\nq\n")
    assert "decided 1" in said
    (decision,) = [one for one in read_judgements(folder) if one.by_person]
    assert (decision.left, decision.relation, decision.decided_by) == (
        "organization/pic-4", "same", "Ada",
    )  # fmt: skip
    told = {(row["pic"], row["decided"]) for row in rows(folder, "pic-ror")}
    assert ("4", "yes") in told
    again = run(folder, "review", "--person", "Ada", "--all", answers="\n")
    assert "1 of 1" in again
    assert "organization/pic-4" not in again.split("left 1")[0].split("organization/ror")[0]


def test_only_what_is_worth_asking_is_asked(folder: Path) -> None:
    assert "1 of 1" in run(folder, "review", "--person", "Ada", answers="q\n")


def test_an_answer_that_contradicts_is_told_and_not_kept(folder: Path) -> None:
    path = folder / "machine-more.csv"
    left, right = "organization/pic-1", "organization/pic-2"
    write_machine(
        path,
        [Judgement(judgement_id(left, right), left, right, "unsure", 0.95, "near", "alike",
                   date="2025-11-28")],
    )  # fmt: skip
    said = run(folder, "review", "--person", "Ada", answers="d\nthey differ\nq\n")
    assert "nothing was kept" in said
    assert not (folder / PERSON_FILE).exists()


def test_a_judgement_is_taken_back_and_back_again(folder: Path) -> None:
    identifier = judgement_id("organization/pic-1", "organization/ror-00aa00aa1")
    run(folder, "undo", identifier, "--person", "Ada")
    assert ("1", "same") not in {
        (row["pic"], row["relation"]) for row in rows(folder, "pic-ror") if row["decided"] == "yes"
    }
    (decision,) = [one for one in read_judgements(folder) if one.by_person]
    run(folder, "undo", decision.id, "--person", "Ada")
    assert ("1", "yes") in {(row["pic"], row["decided"]) for row in rows(folder, "pic-ror")}


def test_an_id_that_is_not_there_is_a_wrong_call(folder: Path) -> None:
    result = CliRunner().invoke(main, ["links", "undo", "m0", "--judgements", str(folder)])
    assert result.exit_code == 2
    assert "no judgement has this id" in result.output
