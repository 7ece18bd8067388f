"""``eucn diff`` without a record: what a newer snapshot changed, value by value."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.importing.comparing import builds, snapshots
from graph.importing.keeping import Aside
from graph.registers.importing import Imported, import_cordis
from graph.registers.kept import kept_folder
from graph.registers.report import Report
from graph.store.errors import StoreMissing
from graph.store.versions import write_store
from tests.registers import small
from tests.registers.test_updates import newer


def keep(store: Path, download: Path, day: str, earlier: Path | None) -> Path:
    made: list[Imported] = import_cordis(
        [download], Report(), snapshot=day, whole=True, earlier=lambda dataset: earlier
    )
    aside = Aside(kept_folder(str(store)))
    aside.write(made[0], earlier)
    aside.keep()
    return kept_folder(str(store)) / made[0].declaration.dataset


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    first = keep(path, small.zipped(tmp_path / "first.zip"), "2025-01-31", None)
    keep(path, newer(tmp_path), "2025-07-31", first)
    return path


def test_each_value_before_and_now(store: Path) -> None:
    told = list(snapshots(str(store)))
    assert told[0].startswith("cordis-horizon-europe: new 2 ")
    assert "  new      projects        900000004  TEA" in told
    at = told.index("  changed  projects        900000001  PANDA")
    assert told[at + 1] == "      title: Bamboo; for all -> Bamboo for everybody"
    assert any(line.startswith("  gone     participations") for line in told)


def test_an_older_snapshot_is_told_by_its_marks(store: Path) -> None:
    (line,) = snapshots(str(store), "2024-12-31")
    assert line == "cordis-horizon-europe: new 0; changed 0; gone 0"


QUAD = (
    b"<https://example.org/a> <https://example.org/b> <https://example.org/%s> "
    b"<https://example.org/graph> .\n"
)


def test_two_builds_of_a_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with pytest.raises(StoreMissing):
        list(builds(path))
    write_store(path, QUAD % b"c", "2026-01-31", [])
    assert "is the only one here" in "".join(builds(path))
    write_store(path, QUAD % b"d", "2026-02-28", [])
    assert next(builds(path)).startswith("build ")


def test_the_command(store: Path, tmp_path: Path) -> None:
    write_store(store, QUAD % b"c", "2026-01-31", [])
    result = CliRunner().invoke(main, ["diff", "--store", str(store)])
    assert result.exit_code == 0, result.output
    assert "title: Bamboo; for all -> Bamboo for everybody" in result.output
    record = tmp_path / "record.yaml"
    record.touch()
    result = CliRunner().invoke(main, ["diff", str(record)])
    assert result.exit_code == 2
    assert "name the newer text" in result.output
