"""A newer snapshot keeps what was there and says what is new, changed and gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importing.keeping import Aside, write_tables
from graph.registers.declaration import read_declaration
from graph.registers.extract import Extract, read_extract
from graph.registers.importing import (
    Imported,
    ImportFailed,
    import_cordis,
    is_whole,
    rules_of,
)
from graph.registers.layers import register_layers
from graph.registers.report import Report
from graph.registers.updates import changes_in
from tests.registers import small


def imported(path: Path, earlier: Path | None, **how: object) -> Imported:
    (made,) = import_cordis(
        [path],
        Report(),
        earlier=lambda dataset: earlier,
        **how,  # type: ignore[arg-type]
    )
    return made


def newer(tmp_path: Path) -> Path:
    """Half a year later: a title changed, a participation went, a project came."""
    content = small.files()
    projects = [
        small.PROJECTS[0].replace("Bamboo; for all", "Bamboo for everybody"),
        *small.PROJECTS[1:],
        small.PROJECTS[1].replace("900000002", "900000004").replace("SILK", "TEA"),
    ]
    content["project.csv"] = small.text(small.PROJECT, projects).encode()
    rows = [
        small.ORGANIZATIONS[1].replace("2025-01-01", "2025-07-01"),
        *small.ORGANIZATIONS[2:],
        small.ORGANIZATIONS[2].replace("900000002", "900000004"),
    ]
    content["organization.csv"] = small.text(small.ORGANIZATION, rows).encode()
    return small.zipped(tmp_path / "newer.zip", content)


def by_key(extract: object, table: str) -> dict[str, tuple[str, str, str]]:
    return {
        line.key: (line.new_in, line.changed_in, line.gone_in) for line in getattr(extract, table)
    }


def test_new_changed_and_gone_are_marked(tmp_path: Path) -> None:
    first = imported(small.zipped(tmp_path / "first.zip"), None)
    assert first.declaration.snapshot == "2025-01-01"
    assert first.changes is None
    write_tables(tmp_path / "kept", first)
    second = imported(newer(tmp_path), tmp_path / "kept")
    assert second.declaration.snapshot == "2025-07-01"
    assert by_key(second.extract, "projects") == {
        "900000001": ("", "2025-07-01", ""),
        "900000002": ("", "", ""),
        "900000004": ("2025-07-01", "", ""),
    }
    assert by_key(second.extract, "participations") == {
        "900000001-999000001-1": ("", "", "2025-07-01"),
        "900000001-999000002-2": ("", "", ""),
        "900000002-999000003-1": ("", "", ""),
        "900000004-999000003-1": ("2025-07-01", "", ""),
    }
    assert by_key(second.extract, "organisations")["pic-999000001"] == ("", "", "2025-07-01")
    assert second.changes is not None
    assert second.changes.counts() == (
        "new 2 (1 projects, 1 participations); changed 1 (1 projects); "
        "gone 2 (1 participations, 1 organisations)"
    )
    # The tables say the same again when they are read.
    write_tables(tmp_path / "kept", second)
    read = read_extract(tmp_path / "kept")
    assert changes_in(read) == second.changes
    assert read_declaration(tmp_path / "kept").snapshot == "2025-07-01"
    # In the graph the row says it, and nothing was deleted.
    (_, layer) = register_layers("2025-08-01", [tmp_path / "kept"])
    text = b"".join(layer.lines()).decode()
    assert "row/cordis-horizon-europe-organization-900000001-999000001-1> <" in text
    gone = [line for line in text.splitlines() if "#goneSince>" in line]
    assert len(gone) == 1
    assert '"2025-07-01"' in gone[0]
    assert "project/cordis-900000001>" in text


def test_the_same_snapshot_again_changes_nothing(tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "first.zip")
    first = imported(path, None)
    write_tables(tmp_path / "kept", first)
    again = imported(path, tmp_path / "kept")
    assert again.extract == first.extract
    # A wider selection of the same snapshot: more projects, none of them new in the register.
    wider = imported(path, tmp_path / "kept", rules=("all",))
    assert set(by_key(wider.extract, "projects").values()) == {("", "", "")}
    assert len(by_key(wider.extract, "projects")) == 3
    # What was chosen once stays, whatever is selected now.
    write_tables(tmp_path / "kept", wider)
    narrower = imported(path, tmp_path / "kept", rules=("title",))
    assert len(by_key(narrower.extract, "projects")) == 3


def test_a_part_says_nothing_about_what_it_lacks(tmp_path: Path) -> None:
    first = imported(small.zipped(tmp_path / "first.zip"), None)
    write_tables(tmp_path / "kept", first)
    part = imported(newer(tmp_path), tmp_path / "kept", whole=False)
    assert isinstance(part.extract, Extract)
    assert not any(line.gone_in for line in part.extract.participations)
    assert is_whole(now=95, then=100, given=None)
    assert not is_whole(now=50, then=100, given=None)
    assert is_whole(now=50, then=100, given=True)


def test_below_the_minimum_the_import_fails(tmp_path: Path) -> None:
    report = Report()
    path = small.zipped(tmp_path / "cordis-HORIZONprojects-csv.zip")
    with pytest.raises(ImportFailed, match="3 projects; the register has at least 15,000"):
        import_cordis([path], report)
    assert report.failures
    # Under a name of its own it is a part that somebody made.
    assert import_cordis([small.zipped(tmp_path / "mine.zip")], Report())


def test_nothing_read_is_nothing_imported(tmp_path: Path) -> None:
    empty = small.zipped(tmp_path / "empty.zip", {"project.csv": b""})
    with pytest.raises(ImportFailed, match="nothing to import"):
        import_cordis([empty], Report())


def test_rules_are_known() -> None:
    assert rules_of("") == ("partner", "title", "topic")
    assert rules_of("title, partner,title") == ("title", "partner")
    with pytest.raises(ValueError, match="--select colour: no such rule"):
        rules_of("colour")


def test_tables_are_kept_when_an_import_breaks_off(tmp_path: Path) -> None:
    first = imported(small.zipped(tmp_path / "first.zip"), None)
    aside = Aside(tmp_path / "kept")
    aside.write(first)
    aside.keep()
    before = (tmp_path / "kept" / first.declaration.dataset / "project.csv").read_bytes()
    aside = Aside(tmp_path / "kept")
    aside.write(imported(newer(tmp_path), None))
    aside.close()  # as the command does when the store cannot be written
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [first.declaration.dataset]
    assert (tmp_path / "kept" / first.declaration.dataset / "project.csv").read_bytes() == before


def test_what_a_killed_import_left_is_removed_by_the_next(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    left, ours = kept / ".new-999999999-abc", Aside(kept).folder
    left.mkdir()
    Aside(kept).close()
    assert not left.exists()
    assert ours.exists()
