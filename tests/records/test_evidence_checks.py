"""Records that say something else than the text: each disagreement is told where it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records.evidence import check_evidence, not_compared
from graph.records.load import load_sources
from graph.records.text import names_the_first
from tests.records.conftest import TEXT

Edit = Callable[..., Path]


def told(folder: Path, texts: Path) -> list[str]:
    return [str(problem) for problem in check_evidence(load_sources(folder), texts)]


def test_record_and_text_agree(folder: Path, texts: Path) -> None:
    assert told(folder, texts) == []


def test_another_text(folder: Path, texts: Path) -> None:
    (texts / "harbour.txt").write_text(TEXT.replace("Ghent", "Genth"), encoding="utf-8")
    (problem,) = told(folder, texts)
    assert re.search(r"harbour\.yaml: sha256: .* is not the text this record was placed", problem)


# The same number of characters, so that every place is where it was.
BENT = [
    (
        "1 200 000",
        "1 300 000",
        r":31: project/harbour fundingEuro: the number 1200000 is not found",
    ),
    ("(2021-2023)", "(2021-2024)", r":30: project/harbour endDate: 2023 of the date 2023 is not"),
    ("In March", "In April", r":21: .* date: March of the date 2021-03 is not named at 15-107"),
    ("HARBOUR", "HARBOR ", r":28: project/harbour name: 'HARBOUR' is not found at 121-128"),
    (
        "HARBOUR",
        "HARBOR ",
        r":29: .*: no name of project/harbour is found at 121-140; add a second",
    ),
    (
        "by the Port of Ghent",
        "by the Port of Genth",
        r":32: .*: no name of organization/port-of-ghent ",
    ),
]


def rehash(folder: Path, text: str) -> None:
    """Digests as if the record had been placed in this text: only the words disagree."""
    record = folder / "harbour.yaml"

    def row(match: re.Match[str]) -> str:
        start, end = int(match[1]), int(match[2])
        return f"  {start}-{end}: {hashlib.sha256(text[start:end].encode()).hexdigest()}"

    said = re.sub(r"(?m)^  (\d+)-(\d+): [0-9a-f]{64}", row, record.read_text(encoding="utf-8"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    record.write_text(re.sub(r"sha256: [0-9a-f]{64}", f"sha256: {digest}", said), encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "message"), BENT, ids=[case[2][:30] for case in BENT])
def test_bent_text(folder: Path, texts: Path, old: str, new: str, message: str) -> None:
    assert len(old) == len(new)
    text = TEXT.replace(old, new)
    (texts / "harbour.txt").write_text(text, encoding="utf-8")
    rehash(folder, text)
    found = told(folder, texts)
    assert any(re.search(f"harbour\\.yaml{message}", problem) for problem in found), found


@pytest.mark.parametrize(
    ("passage", "first"),
    [
        ("the largest market", True),
        ("der größte Markt", True),
        ("世界最大的市场", True),
        ("a large market", False),
        ("almost a market", False),
    ],
)
def test_a_superlative_is_the_first_rank(passage: str, first: bool) -> None:
    assert names_the_first(passage) is first


def test_passage_with_another_digest(edit: Edit, texts: Path) -> None:
    (problem,) = told(edit("  15-107: 509a", "  15-107: 409a"), texts)
    assert re.search(r"harbour\.yaml: 15-107: the passage has another SHA-256", problem)


def test_text_outside_the_folder_and_absent_text(edit: Edit, texts: Path) -> None:
    folder = edit("file: harbour.txt", "file: ../draft.yaml")
    assert any("lies outside" in problem for problem in told(folder, texts))
    sources = load_sources(edit("file: ../draft.yaml", "file: absent.txt"))
    assert [record.file for record in not_compared(sources, texts)] == ["absent.txt"]


def test_name_of_a_file_that_is_too_long(edit: Edit, texts: Path) -> None:
    folder = edit("file: harbour.txt", f"file: {'a' * 300}.txt")
    assert any("cannot be read" in problem for problem in told(folder, texts))
