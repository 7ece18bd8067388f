"""What eucn place writes can be read and says the same; otherwise it writes nothing."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.records.place import place_file
from graph.records.problems import RecordError
from graph.records.yaml_nodes import read_yaml
from tests.records.conftest import DRAFT, TEXT

NAME = "{name: HARBOUR, quote: HARBOUR}"
SECTION = "{quote: Harbour links}"


def place(tmp_path: Path, texts: Path, draft: str | bytes) -> str:
    path = tmp_path / "draft.yaml"
    path.write_bytes(draft if isinstance(draft, bytes) else draft.encode())
    place_file(path, tmp_path / "out.yaml", texts)
    read_yaml(tmp_path / "out.yaml")
    return (tmp_path / "out.yaml").read_bytes().decode()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (NAME, "{name: HARBOUR, quote: HARBOUR, at: 1-5}", 28, "is given beside 'at:'; keep one"),
        (NAME, "{name: HARBOUR, quote: [HARBOUR]}", 28, "must be one text, the words as printed"),
        (NAME, "{name: HARBOUR, quote: ' '}", 28, "must be one text, the words as printed"),
        (NAME, "{name: HARBOUR, quot: HARBOUR}", 28, "has no 'quote:'; did you mean that by 'quot"),
        (NAME, "{name: HARBOUR}", 28, "has no 'quote:'"),
        (NAME, "HARBOUR", 28, "a fact is '- key: value' with 'quote:'"),
        (NAME, "{name: HARBOUR, at: 121-128}", 28, "a place in a record without 'sha256:'"),
        (NAME, "{name: HARBOUR, at: x}", 28, "must be START-END"),
        ("line: 3", "line: three", 12, "must be a line number of the document, from 1"),
        ("line: 3", "line: ²", 12, "must be a line number of the document, from 1"),
        ("line: 3", "line: 0", 12, "must be a line number of the document, from 1"),
        (SECTION, "{quote: [Harbour links]}", 7, "must be one text, the words as printed"),
        (
            NAME,
            "? name\n      : HARBOUR\n      ? quote\n      : HARBOUR",
            30,
            "is written in a way in which its quotes cannot be replaced",
        ),
        ("  file: harbour.txt\n", "  file: ''\n", 3, "needs 'file:', the text's name"),
    ],
)
def test_draft_is_refused_and_stays(
    tmp_path: Path, texts: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in DRAFT
    with pytest.raises(RecordError) as caught:
        place(tmp_path, texts, DRAFT.replace(old, new, 1))
    found = [str(problem) for problem in caught.value.problems]
    assert any(f"draft.yaml:{line}: " in p and message in p for p in found), found
    assert not (tmp_path / "out.yaml").exists()


def test_place_behind_the_end_of_the_document(tmp_path: Path, texts: Path) -> None:
    placed = place(tmp_path, texts, DRAFT)
    with pytest.raises(RecordError, match=r"ends after the end of the document \(238 characters\)"):
        place(tmp_path, texts, placed.replace("at: 121-128}", "at: 121-1280}"))


def test_header_in_one_line(tmp_path: Path, texts: Path) -> None:
    draft = f"document: {{file: harbour.txt}}\nentities:\n  project/harbour:\n    - {NAME}\n"
    place(tmp_path, texts, draft)
    header = dict(read_yaml(tmp_path / "out.yaml").items())["document"]
    assert {key: value.text for key, value in header.items()} == {
        "file": "harbour.txt",
        "characters": str(len(TEXT)),
        "sha256": "f65bb7994ad769c7dd42e802d6d54ce9185812fa2bf39b67e99f751f939fcc0c",
    }


@pytest.mark.parametrize("key", ['"passages":', "'passages':", "passages :"])
def test_passages_are_written_once_however_the_key_is_quoted(
    tmp_path: Path, texts: Path, key: str
) -> None:
    placed = place(tmp_path, texts, DRAFT)
    assert place(tmp_path, texts, placed.replace("passages:", key)) == placed


def test_comments_among_the_passages_stay(tmp_path: Path, texts: Path) -> None:
    placed = place(tmp_path, texts, DRAFT)
    commented = placed.replace("passages:\n", "passages:\n  # all of them\n")
    commented = commented.replace("  33-56:", "  # with the country\n  33-56:")
    row = next(line for line in placed.splitlines() if line.startswith("  65-79:"))
    commented = commented.replace(row, f"{row} # Ningbo")
    assert place(tmp_path, texts, commented) == commented
    gone = re.sub(r"    - \{country: country/be, at: 33-56\}.*\n", "", commented)
    assert "  # with the country\n  65-79:" in place(tmp_path, texts, gone)


def test_comment_behind_a_quote_and_in_a_fact(tmp_path: Path, texts: Path) -> None:
    new = "{name: HARBOUR, # its name, in capitals\n       quote: HARBOUR} # so printed"
    placed = place(tmp_path, texts, DRAFT.replace(NAME, new))
    assert "# its name, in capitals" in placed
    assert "# so printed" in placed


def test_end_mark_line_ends_and_byte_order_mark_stay(tmp_path: Path, texts: Path) -> None:
    placed = place(tmp_path, texts, DRAFT)
    assert place(tmp_path, texts, DRAFT + "...\n") == placed + "...\n"
    windows = b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode()
    assert place(tmp_path, texts, windows) == "\ufeff" + placed.replace("\n", "\r\n")


def test_second_place_is_the_nearest_before(tmp_path: Path, texts: Path) -> None:
    """Of the places of a name, the last before the passage; the first where none is before."""
    (texts / "harbour.txt").write_text(
        "Founded 1990.\nHARBOUR began.\nHARBOUR grew.\nIt ended in 1999.\nHARBOUR is told of.\n"
    )
    draft = "document: {file: harbour.txt}\nentities:\n  project/harbour:\n"
    for line in (2, 3, 5):
        draft += f"    - {{name: HARBOUR, quote: HARBOUR, line: {line}}}\n"
    draft += "    - {endDate: 1999, quote: ended in 1999}\n    - {startDate: 1990, quote: 1990}\n"
    placed = place(tmp_path, texts, draft)
    assert "{endDate: 1999, at: 46-59, also: 29-36}" in placed
    assert "{startDate: 1990, at: 8-12, also: 14-21}" in placed


def test_link_and_mode_of_the_draft_stay(tmp_path: Path, texts: Path) -> None:
    target = tmp_path / "target.yaml"
    target.write_text(DRAFT)
    target.chmod(0o600)
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    place_file(link, link, texts)
    assert link.is_symlink()
    assert "sha256:" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "target.yaml", "texts"]


OUTPUTS: list[Callable[[Path], Path]] = [
    lambda folder: folder,
    lambda folder: folder / "draft.yaml" / "out.yaml",
    lambda folder: Path("/proc/nowhere/out.yaml"),
    lambda folder: folder / ("a" * 300),
    lambda folder: Path("/dev/full"),
]


@pytest.mark.parametrize("output", OUTPUTS)
def test_output_that_cannot_be_written(
    tmp_path: Path, texts: Path, output: Callable[[Path], Path]
) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(DRAFT)
    arguments = ["place", str(draft), "--documents", str(texts), "-o", str(output(tmp_path))]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "cannot be written: " in result.output
    assert "nothing was written" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.yaml", "texts"]


@pytest.mark.parametrize("kind", ["pipe", "folder", "circle"])
def test_text_that_is_no_file(tmp_path: Path, texts: Path, kind: str) -> None:
    text = texts / "harbour.txt"
    text.unlink()
    if kind == "pipe":
        os.mkfifo(text)
    elif kind == "folder":
        text.mkdir()
    else:
        text.symlink_to(text)
    with pytest.raises(RecordError, match=r"draft\.yaml:3: file: .*(is not a file|cannot be read)"):
        place(tmp_path, texts, DRAFT)
