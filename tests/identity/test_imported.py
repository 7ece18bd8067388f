"""What is imported is judged too: kept beside the store, listed with the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.identity import imported
from graph.identity.imported import judge_imported, kept_judgements, with_imported
from graph.identity.judgements import Judgement, judgement_id, write_machine
from graph.registers.extract_tables import OrganisationLine, write_table
from tests.identity.small import RECORDS


def line(number: str, name: str, town: str) -> OrganisationLine:
    return OrganisationLine(
        f"pic-{number}", name, "", "", "higher-education", "", town, "CN", "", "", "", "", "",
        f"101-{number}-1",
    )  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(imported, "extract_ror", lambda: RECORDS)
    monkeypatch.setattr(imported, "extract_participants", lambda: [])
    folder = tmp_path / ".store-registers"
    write_table(
        folder / "cordis-fp7" / "organization.csv",
        OrganisationLine,
        [
            line("1", "HAIHUA UNIVERSITY", "BEIJING"),
            line("2", "Department of History, Haihua University", "Beijing"),
            line("3", "GUIZHOU UNIVERSITY", "Guiyang"),
        ],
    )
    return folder


def test_imported_participants_are_judged_and_kept(kept: Path, tmp_path: Path) -> None:
    made = judge_imported(kept, tmp_path / "none")
    told = {(one.left.partition("/")[2], one.relation) for one in made}
    assert told == {("pic-1", "same"), ("pic-2", "partOf"), ("pic-3", "unsure")}
    read = kept_judgements(kept)
    assert [(one.id, one.relation) for one in read] == [(one.id, one.relation) for one in made]


def test_the_folder_of_the_project_goes_before_what_an_import_kept(
    kept: Path, tmp_path: Path
) -> None:
    judge_imported(kept, tmp_path / "none")
    left, right = "organization/pic-1", "organization/ror-haihua"
    folder = tmp_path / "identity"
    identifier = judgement_id(left, right)
    write_machine(
        folder / "machine-a.csv",
        [Judgement(identifier, left, right, "unsure", 0.85, "near", "read", date="2025-11-28")],
    )
    both = with_imported(folder, kept)
    assert [one.relation for one in both if one.id == identifier] == ["unsure"]
    assert len(both) == 3


def test_nothing_imported_nothing_kept(tmp_path: Path) -> None:
    assert judge_imported(tmp_path / ".store-registers") == []
    assert kept_judgements(tmp_path / ".store-registers") == []
