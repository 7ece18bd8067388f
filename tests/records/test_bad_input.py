"""What a curator can get wrong: each has its own message, with file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.records.load import load_sources
from graph.records.problems import RecordError

Edit = Callable[..., Path]


def problems(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        load_sources(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_small_record_is_in_order(folder: Path) -> None:
    sources = load_sources(folder)
    assert {statement.subject for statement in sources.statements} >= {
        "project/harbour",
        "participation/harbour--port-of-ghent--coordinator",
        "agreement-action/ports--signature--2021-03",
    }


CASES = [
    ("startDate: 2021,", "startDat: 2021,", r"startDat: unknown key; did you mean 'startDate'\?"),
    (
        "startDate: 2021,",
        "startDate: 2021-13,",
        r"'2021-13' is not a valid date; write YYYY, YYYY-MM",
    ),
    ("startDate: 2021,", "startDate: 2021-02-30,", r"'2021-02-30' is not a valid date"),
    ("role: coordinator", "role: cordinator", r"role: 'cordinator' is not in .*role\.ttl; did you"),
    ("kind: signature", "kind: handshake", r"kind: 'handshake' is not in .*agreement-action-kind"),
    ("fundingEuro: 1200000", "fundingEuro: lots", r"'lots' is not a valid number"),
    (
        "{participant: organization/port-of-ghent, role: coordinator}",
        "{participant: organization/port-of-gent, role: coordinator}",
        r"'organization/port-of-gent' is not described anywhere; give it a block",
    ),
    (
        "{participant: organization/port-of-ghent, role: coordinator}",
        "{participant: country/be, role: coordinator}",
        r"'country/be' is a Country; 'participant' takes a",
    ),
    ("country: country/be", "country: Belgium", r"'Belgium' is not a valid id; write segment/slug"),
    ("  project/harbour:", "  proyect/harbour:", r"no class has such ids; did you mean 'project'"),
    (
        "  project/harbour:",
        "  Project/Harbour:",
        r"is not a valid id; write segment/slug in lower case",
    ),
    (
        "  project/harbour:",
        "  organization/port-of-ghent:",
        r"appears twice here, first on line \d+",
    ),
    ("file: harbour.txt", "fil: harbour.txt", r"fil: unknown key; did you mean 'file'"),
    ("id: document/harbour-links", "id: harbour", r"needs an id of the form document/slug"),
    ("obtained: 2026-11-21", "obtained: today", r"needs the day of reading, YYYY-MM-DD"),
    ("entities:", "entities:\n\tproject/x: []", r"a tab in the indentation; YAML wants spaces"),
    ("entities:", "entities: [", r"not valid YAML: "),
    ("entities:", "entitys:", r"entitys: unknown key; did you mean 'entities'"),
    ("  - {name: HARBOUR,", "  - {name: HARBOUR, acronym: H,", r"exactly one key; found: name, ac"),
]


@pytest.mark.parametrize(("old", "new", "message"), CASES, ids=[case[1][:40] for case in CASES])
def test_message_names_file_and_line_and_what_to_do(
    edit: Edit, old: str, new: str, message: str
) -> None:
    found = problems(edit(old, new))
    assert any(re.search(message, problem) for problem in found), found
    assert any(re.search(r"harbour\.yaml:\d+: ", problem) for problem in found), found


def test_all_problems_are_told_at_once(edit: Edit) -> None:
    edit("startDate: 2021,", "startDat: 2021,")
    edit("role: coordinator", "role: boss")
    folder = edit("country: country/be", "country: country/xx")
    assert len([p for p in problems(folder) if "harbour.yaml" in p]) >= 3


def test_place_outside_the_document(edit: Edit, folder: Path) -> None:
    text = (folder / "harbour.yaml").read_text()
    at = re.search(r"fundingEuro: 1200000, at: (\d+-\d+)", text)
    assert at
    found = problems(edit(at[0], "fundingEuro: 1200000, at: 9000-9010"))
    assert any("ends after the end of the document" in problem for problem in found)
    assert any("has no SHA-256 under 'passages:'; run eucn place" in problem for problem in found)


@pytest.mark.parametrize("place", ["12", "40-12", "12-12", "a-b", "-5-9"])
def test_place_that_is_none(edit: Edit, folder: Path, place: str) -> None:
    text = (folder / "harbour.yaml").read_text()
    at = re.search(r"fundingEuro: 1200000, at: (\d+-\d+)", text)
    assert at
    found = problems(edit(at[0], f"fundingEuro: 1200000, at: {place}"))
    assert any("must be START-END" in problem for problem in found)


def test_fact_without_place(edit: Edit, folder: Path) -> None:
    text = (folder / "harbour.yaml").read_text()
    at = re.search(r"fundingEuro: 1200000, at: \d+-\d+(, also: \d+-\d+)?", text)
    assert at
    found = problems(edit(at[0], "fundingEuro: 1200000"))
    assert any("at: is missing; every fact gives its place" in p for p in found)


def test_same_id_in_two_records(folder: Path) -> None:
    text = (folder / "harbour.yaml").read_text()
    (folder / "second.yaml").write_text(text)
    found = problems(folder)
    assert any("document/harbour-links is the id of harbour.yaml too" in p for p in found)


def test_two_values_of_what_has_one(edit: Edit, folder: Path) -> None:
    text = (folder / "harbour.yaml").read_text()
    line = re.search(r"    - \{startDate: 2021, .*\n", text)
    assert line
    edit(line[0], line[0] + line[0].replace("2021,", "2022,", 1))
    found = problems(folder)
    assert any("has 2021 and 2022" in p and "contradicts: true" in p for p in found)
    edit("startDate: 2021,", "contradicts: true, startDate: 2021,")
    assert load_sources(folder).records


def test_renamed_ids_in_a_circle(folder: Path) -> None:
    (folder / "register.yaml").write_text(
        "organization/a:\n  replacedBy: organization/b\n"
        "organization/b:\n  replacedBy: organization/a\n"
    )
    found = problems(folder)
    ring = "organization/a -> organization/b -> organization/a"
    assert any(f"is circular: {ring}" in p for p in found)


def test_same_as_is_for_outside_resources(folder: Path) -> None:
    (folder / "register.yaml").write_text("organization/a:\n  sameAs: organization/b\n")
    assert any("write 'replacedBy:'" in p for p in problems(folder))


def test_retired_id_in_use(folder: Path) -> None:
    (folder / "register.yaml").write_text(
        "organization/port-of-ghent:\n  replacedBy: organization/port-of-ningbo\n"
    )
    found = problems(folder)
    assert any(
        "'organization/port-of-ghent' is retired; use 'organization/port-of-ningbo'" in p
        for p in found
    )


def test_alias_and_empty_and_foreign_encodings(folder: Path) -> None:
    record = folder / "harbour.yaml"
    text = record.read_text()
    record.write_text(text.replace("language: en", "language: &x en\n  other: *x", 1))
    assert any("an alias (*name); write the value out" in p for p in problems(folder))
    record.write_bytes(text.replace("Harbour", "H\u00e4rbour").encode("latin-1"))
    assert any("is not UTF-8" in p for p in problems(folder))
    record.write_text("")
    assert any("is empty; a record starts with 'document:'" in p for p in problems(folder))
    record.write_text("# nothing\n")
    assert any("holds only comments" in p for p in problems(folder))


def test_a_200_megabyte_file_is_refused_before_it_is_read(folder: Path) -> None:
    with (folder / "huge.yaml").open("wb") as stream:
        stream.truncate(200_000_000)
    found = problems(folder)
    assert any("is 200,000,000 bytes; a record has at most 2,000,000" in p for p in found)


def test_command_tells_and_writes_nothing(edit: Edit, tmp_path: Path) -> None:
    folder = edit("role: coordinator", "role: boss")
    store = tmp_path / "store"
    result = CliRunner().invoke(main, ["build", "--sources", str(folder), "--store", str(store)])
    assert result.exit_code == 1
    assert "'boss' is not in" in result.output
    assert "nothing was written" in result.output
    assert not store.exists()
    assert not list(tmp_path.glob("store*"))


@pytest.mark.parametrize("arguments", [["build", "--sources", "nowhere"], ["query", "no-such.rq"]])
def test_missing_folder_or_file(arguments: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [*arguments, "--store", str(tmp_path / "store")])
    assert result.exit_code in (1, 2)
    assert "no such" in result.output
