"""Quotes become places, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.place import place_file
from graph.records.problems import RecordError
from graph.records.text import SourceText, Span
from tests.records.conftest import DRAFT, TEXT


def placed(tmp_path: Path, texts: Path, draft: str) -> str:
    (tmp_path / "draft.yaml").write_text(draft, encoding="utf-8")
    place_file(tmp_path / "draft.yaml", tmp_path / "out.yaml", texts)
    return (tmp_path / "out.yaml").read_text(encoding="utf-8")


def test_quotes_become_places_and_comments_stay(tmp_path: Path, texts: Path) -> None:
    draft = DRAFT.replace("entities:", "# what it tells\nentities:")
    result = placed(tmp_path, texts, draft)
    start = TEXT.index("1 200 000 Euro")
    assert f"fundingEuro: 1200000, at: {start}-{start + len('1 200 000 Euro')}" in result
    assert "# what it tells\n" in result
    assert "quote" not in result


def test_second_place_names_the_subject(tmp_path: Path, texts: Path) -> None:
    """The passage with the amount does not name HARBOUR: the place of its name is added."""
    result = placed(tmp_path, texts, DRAFT)
    name = TEXT.index("HARBOUR")
    line = next(line for line in result.splitlines() if "fundingEuro" in line)
    assert f"also: {name}-{name + len('HARBOUR')}" in line


def test_placing_twice_changes_nothing(tmp_path: Path, texts: Path) -> None:
    once = placed(tmp_path, texts, DRAFT)
    assert placed(tmp_path, texts, once) == once


def test_quote_that_is_not_there_or_stands_twice(tmp_path: Path, texts: Path) -> None:
    draft = DRAFT.replace("quote: HARBOUR}", "quote: HARBOR}").replace(", line: 3", "")
    with pytest.raises(RecordError) as caught:
        placed(tmp_path, texts, draft)
    found = "\n".join(map(str, caught.value.problems))
    assert "HARBOR: is not in the document; quote it as printed" in found
    assert "Port of Ghent: appears 2 times (lines 3, 4); add 'line: N'" in found
    assert not (tmp_path / "out.yaml").exists()


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 80))
def test_every_stretch_is_found_again_whatever_its_line_breaks(start: int, length: int) -> None:
    source = SourceText(TEXT)
    quote = TEXT[start : start + length]
    stripped = quote.strip()
    if not stripped:
        return
    begin = start + quote.index(stripped)
    spans = source.find(" ".join(stripped.split()))
    assert Span(begin, begin + len(stripped)) in spans


def test_changed_text_is_refused(tmp_path: Path, texts: Path) -> None:
    """Old places in a new text would point at other words, with digests that agree."""
    record = tmp_path / "record.yaml"
    record.write_text(placed(tmp_path, texts, DRAFT), encoding="utf-8")
    before = record.read_bytes()
    (texts / "harbour.txt").write_text("A line more\n" + TEXT, encoding="utf-8")
    with pytest.raises(RecordError, match="not the one this record was placed in"):
        place_file(record, record, texts)
    assert record.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Höhe".encode("latin-1"), r"is not UTF-8 text \(byte 1\); save the document"),
        (b"  \n", "is empty"),
        (None, "is missing; put the text there"),
    ],
)
def test_text_that_cannot_be_read(
    tmp_path: Path, texts: Path, content: bytes | None, message: str
) -> None:
    if content is None:
        (texts / "harbour.txt").unlink()
    else:
        (texts / "harbour.txt").write_bytes(content)
    with pytest.raises(RecordError, match=message):
        placed(tmp_path, texts, DRAFT)


def test_text_outside_the_folder(tmp_path: Path, texts: Path) -> None:
    with pytest.raises(RecordError, match="lies outside"):
        placed(tmp_path, texts, DRAFT.replace("harbour.txt", "../draft.yaml"))


def test_huge_text_is_refused_before_it_is_read(tmp_path: Path, texts: Path) -> None:
    with (texts / "harbour.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(RecordError, match="200,000,000 bytes; a document has at most"):
        placed(tmp_path, texts, DRAFT)
