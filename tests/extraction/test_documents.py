"""Texts from files: what is read, what is refused and how it is told."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
import pytest

from benchmarks.extraction.pdf_maker import make_pdf
from graph.extraction.document import DocumentError, normalised
from graph.extraction.documents import documents, read
from graph.extraction.extract import extract

LINES = [
    "The HARBOUR project is coordinated by the Port of Ghent and began in March 2021. It",
    "brings ports of both sides together and runs workshops on clean shipping each year.",
]


def page(lines: list[str], x: int = 60) -> list[tuple[int, int, str]]:
    return [(x, 780 - 14 * i, line) for i, line in enumerate(lines)]


def test_pages_of_a_pdf_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(
        make_pdf([page(["First page without a name of any kind on it at all."]), page(LINES)])
    )
    document = read(path)
    assert document.kind == "pdf"
    assert document.language == "en"
    start = document.text.index("Port of Ghent")
    assert document.page_of(start) == 2
    assert document.page_of(0) == 1
    assert any(c.property == "coordinator" for c in extract(document.text).statements)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left column line {i} goes on" for i in range(20)]
    right = [f"right column line {i} goes on" for i in range(20)]
    path = tmp_path / "columns.pdf"
    path.write_bytes(make_pdf([page(left, 50) + page(right, 330)]))
    text = read(path).text
    assert text.index("left column line 19") < text.index("right column line 0")


def told(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path)
    return str(caught.value)


def test_each_way_to_be_unreadable_has_its_message(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    whole = make_pdf([page(LINES)])
    path.write_bytes(whole[: len(whole) // 2])
    assert "breaks off" in told(path)
    path.write_bytes(make_pdf([[], [], []]))
    assert "hold no text (a scan?)" in told(path)
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(whole)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    assert "encrypted" in told(path)
    path.write_bytes(b"")
    assert "empty" in told(path)
    assert "no such file" in told(tmp_path / "none.txt")
    text = tmp_path / "x.txt"
    text.write_bytes(b"   \n\n")
    assert "holds no text" in told(text)
    text.write_bytes(b"\x00\x01\x02binary")
    assert "null bytes" in told(text)
    text.write_text("word " * 1_200_000)
    assert "at most 5,000,000" in told(text)
    html = tmp_path / "x.html"
    html.write_text("<html><body><script>fill()</script></body></html>")
    assert "holds no text of its own" in told(html)
    html.write_text("<html><body><p>Some text that breaks off in a <b")
    assert "breaks off" in told(html)
    broken = tmp_path / "x.docx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    assert "broken or no docx" in told(broken)


def test_docx_with_a_table(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("HARBOUR")
    table = made.add_table(rows=2, cols=2)
    for row, (label, value) in enumerate(
        [("Coordinator", "Port of Ghent (Belgium)"), ("Grant agreement", "654321")]
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = label, value
    made.save(tmp_path / "x.docx")
    document = read(tmp_path / "x.docx")
    found = {
        (c.property, getattr(c.object, "name", c.object)) for c in extract(document.text).statements
    }
    assert ("coordinator", "Port of Ghent") in found
    assert ("grantNumber", "654321") in found


def test_html_and_folder(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    (tmp_path / "a.html").write_text(
        f"<html><body><nav>Home</nav><article>{body}</article></body></html>"
    )
    (tmp_path / "b.txt").write_text("\n".join(LINES))
    found = list(documents([str(tmp_path)]))
    assert [d.kind for d in found] == ["html", "txt"]
    assert all("Port of Ghent" in d.text for d in found)
    with pytest.raises(DocumentError, match="only http"):
        list(documents(["ftp://example.org/x.txt"]))


def test_positions_in_a_text_are_those_of_the_file(tmp_path: Path) -> None:
    raw = "\n\n\n\n\n  HARBOUR  \n\n\n\n\nThe HARBOUR project started in 2020.   \n"
    (tmp_path / "x.txt").write_text(raw)
    assert read(tmp_path / "x.txt").text == raw


def test_the_normalised_text_is_stable() -> None:
    text = "Café\u00ad\r\nzwei\u200b  \r\rEnde\n\n\n\n\n"
    once = normalised(text)
    assert normalised(once) == once
    assert "\r" not in once
    assert "\u00ad" not in once
    assert once.startswith("Café\n")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The project started in March and the partners met in Brussels."),
        ("de", "Das Projekt begann im März und die Partner trafen sich in Brüssel."),
        ("fr", "Le projet a commencé en mars et les partenaires se sont réunis."),
        ("it", "Il progetto è iniziato a marzo e i partner si sono incontrati."),
        ("es", "El proyecto comenzó en marzo y los socios se reunieron en Bruselas."),
        ("zh", "该项目于三月启动，合作方在布鲁塞尔举行会议。"),
    ],
)
def test_language(language: str, text: str) -> None:
    from graph.extraction.language import language_of

    assert language_of(text) == language
