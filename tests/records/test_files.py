"""What can be wrong with a file before its content is looked at."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records import reader
from graph.records.load import load_sources
from graph.records.problems import Problem, RecordError, shown


def told(folder: Path) -> str:
    with pytest.raises(RecordError) as caught:
        load_sources(folder)
    return "\n".join(str(problem) for problem in caught.value.problems)


FILES: list[tuple[str, Callable[[Path], object], str]] = [
    ("circle", lambda path: path.symlink_to(path), "cannot be read: "),
    ("pipe", lambda path: os.mkfifo(path), "is a pipe or a device"),
    ("device", lambda path: path.symlink_to("/dev/zero"), "is a pipe or a device"),
    ("folder", lambda path: path.mkdir(), "is a folder; name a YAML file"),
    ("nothing", lambda path: path.symlink_to("/nowhere"), "no such file"),
    ("large", lambda path: path.write_text("- x\n" * 500_001), "is 2,000,004 bytes"),
    ("list", lambda path: path.write_text("- x\n"), "must be a mapping; a record has the keys"),
    ("latin", lambda path: path.write_bytes(b"a: b\nc: \xe4\n"), "yaml:2: is not UTF-8 (byte 8)"),
    (
        "control",
        lambda path: path.write_bytes(b"a: b\nc: \x01\n"),
        "yaml:2: contains the character",
    ),
]


@pytest.mark.parametrize(("name", "make", "message"), FILES, ids=[case[0] for case in FILES])
def test_file_that_cannot_be_read(
    folder: Path, name: str, make: Callable[[Path], object], message: str
) -> None:
    make(folder / f"{name}.yaml")
    found = told(folder)
    assert f"{name}.yaml" in found
    assert message in found


def test_register_that_leads_nowhere(folder: Path) -> None:
    (folder / "register.yaml").unlink()
    (folder / "register.yaml").symlink_to("/nowhere")
    assert "register.yaml: no such file" in told(folder)


def test_file_without_rights(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_bytes(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert "harbour.yaml: cannot be read: Permission denied" in told(folder)


@pytest.mark.parametrize("name", ["second.yml", "second.YAML", "second.Yml"])
def test_file_with_another_ending(folder: Path, name: str) -> None:
    (folder / name).write_text("document: {}\n")
    assert f"{name}: is not read; rename it so that it ends in .yaml" in told(folder)


def test_folder_without_records(tmp_path: Path) -> None:
    assert "holds no record (*.yaml)" in told(tmp_path)
    assert "no such folder" in told(tmp_path / "nowhere")


def test_name_with_a_line_end_is_told_on_one_line(folder: Path) -> None:
    (folder / "a\n\x1b[1m.yaml").write_text("- x\n")
    assert r"a\n\x1b[1m.yaml':1: must be a mapping" in told(folder)
    assert str(Problem("a", 1, "b\udcff", "c\nd")) == r"a:1: 'b\udcff': c\nd"


def test_path_in_a_circle_is_shown_as_given(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert shown(tmp_path / "a") == str(tmp_path / "a")


def test_byte_order_mark_is_no_part_of_the_first_key(folder: Path) -> None:
    record = folder / "harbour.yaml"
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes())
    assert load_sources(folder).records


def test_second_record_of_a_document_is_told_where_its_id_stands(folder: Path) -> None:
    text = (folder / "harbour.yaml").read_text()
    (folder / "second.yaml").write_text("# again\n\n" + text)
    assert "second.yaml:4: id: document/harbour-links is the id of harbour.yaml too" in told(folder)


def test_what_nobody_foresaw_is_told_with_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scalar(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reader, "scalar", scalar)
    found = told(folder)
    assert "harbour.yaml:12: document/harbour-links: cannot be read (ZeroDivisionError)" in found
    assert "harbour.yaml:29: project/harbour: cannot be read (ZeroDivisionError)" in found
