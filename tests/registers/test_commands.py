"""``eucn import``: the report, the exit code, and what is kept. Writing a store is tested apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eucn import main
from graph.importing import storing
from graph.registers.extract import read_extract
from tests.registers import small


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "store").mkdir()
    stored: list[str] = []

    def store_tables(store: str, tables: storing.Tables, step: object, **where: Any) -> str:
        stored.extend(tables.by_dataset)
        return "stored"

    monkeypatch.setattr(storing, "store_tables", store_tables)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--store", str(tmp_path / "store")])

    call.stored = stored  # type: ignore[attr-defined]
    return call


def test_a_sound_download_is_imported(run: Any, tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "download.zip")
    result = run("import", "cordis", str(path))
    assert result.exit_code == 0, result.output
    assert "organization rows: 4 read, 3 kept, 1 not selected, 0 refused" in result.output
    assert "organization ecContribution: EUR 900,200.25 read, EUR 900,100.25 kept" in result.output
    assert run.stored == ["cordis-horizon-europe"]
    kept = tmp_path / "store-registers" / "cordis-horizon-europe"
    # The extract of the project is the snapshot before: it is a part, so nothing of it is gone.
    extract = read_extract(kept)
    assert {"900000001", "101061483"} <= {line.project for line in extract.projects}
    assert not any(line.gone_in for line in extract.projects)


def test_the_report_as_data(run: Any, tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "download.zip")
    result = run("import", "cordis", str(path), "--format", "json", "--select", "partner")
    data = json.loads(result.stdout)
    assert data["eurRead"]["organization ecContribution"] == "900200.25"
    assert data["read"]["organization rows"] == 4
    assert data["datasets"][0]["dataset"] == "cordis-horizon-europe"


def test_damage_is_told_and_the_rest_imported(run: Any, tmp_path: Path) -> None:
    content = small.files()
    content["organization.csv"] = content["organization.csv"].replace(b'"100";"100"', b'"-1";"100"')
    result = run("import", "cordis", str(small.zipped(tmp_path / "bad.zip", content)))
    assert result.exit_code == 1
    assert "refused: negative amount: 2" in result.output
    assert "organization.csv:4: ecContribution: -1 is below zero" in result.output
    assert run.stored == ["cordis-horizon-europe"]


def test_nothing_is_written_where_counts_are_too_low(run: Any, tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "cordis-HORIZONprojects-csv.zip")
    result = run("import", "cordis", str(path))
    assert result.exit_code == 1
    assert "the register has at least 15,000" in result.output
    assert "nothing was written" in result.output
    assert run.stored == []
    assert not (tmp_path / "store-registers").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cordis"], "name a FILE of the download"),
        (["cordis", "FILE", "--select", "colour"], "no such rule"),
        (["cordis", "FILE", "--also", "QQ"], "no such country"),
        (["cordis", "FILE", "--programme", "fp7"], "add --download"),
        (["ror"], "Missing argument"),
    ],
)
def test_a_wrong_call_is_told(run: Any, tmp_path: Path, arguments: list[str], message: str) -> None:
    path = str(small.zipped(tmp_path / "download.zip"))
    result = run("import", *(path if part == "FILE" else part for part in arguments))
    assert result.exit_code == 2
    assert message in result.output


def test_without_a_store_nothing_is_read(tmp_path: Path) -> None:
    path = str(small.zipped(tmp_path / "download.zip"))
    call = ["import", "cordis", path, "--store", str(tmp_path / "none")]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 1
    assert "run `eucn build`" in str(result.output)


def test_changes_are_listed(run: Any, tmp_path: Path) -> None:
    assert run("import", "changes").exit_code == 1
    path = small.zipped(tmp_path / "download.zip")
    assert run("import", "cordis", str(path), "--snapshot", "2026-01-31").exit_code == 0
    result = run("import", "changes")
    assert result.exit_code == 0
    # Two projects are chosen that the extract of the project does not have.
    assert "cordis-horizon-europe: new 8 (2 projects, 3 participations, 3 organisations)" in (
        result.output
    )
    assert "  new      projects        900000001" in result.output


def test_ror_is_imported(run: Any, tmp_path: Path) -> None:
    record = small.ror_record(
        names=[{"lang": "en", "types": ["label"], "value": "Tsinghua University"}]
    )
    path = small.zipped(tmp_path / "ror.zip", {"ror.json": json.dumps([record]).encode()})
    result = run("import", "ror", str(path))
    assert result.exit_code == 0, result.output
    assert "records: 1 read, 1 kept, 0 not selected, 0 refused" in result.output
    assert run.stored == ["ror"]
