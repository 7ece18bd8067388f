"""The text of a document in whatever file it comes: txt, HTML, PDF, docx."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.extraction.document import MAX_CHARACTERS, Document, DocumentError, Say, normalised
from graph.extraction.language import language_of
from graph.extraction.pdf import pdf_text


def from_bytes(data: bytes, name: str, suffix: str, say: Say = lambda step: None) -> Document:
    """Return a document from its bytes; what it is follows from them, the suffix helps with
    text.
    """
    pages: list[int] = []
    if data.startswith(b"%PDF") or suffix == ".pdf":
        kind = "pdf"
        text, pages = pdf_text(data, name, say)
    elif data.startswith(b"PK") or suffix == ".docx":
        kind, text = "docx", _docx(data, name)
    elif suffix in (".html", ".htm", ".xhtml") or _looks_like_html(data):
        kind, text = "html", _html(data, name)
    else:
        kind, text = "txt", _plain(data, name)
    if kind == "txt":
        # A text is kept as it is, so that positions in it are those of the file.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    elif not pages:
        text = normalised(text)
    if not text.strip():
        raise DocumentError(f"{name}: holds no text")
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"{name}: has {len(text):,} characters; at most {MAX_CHARACTERS:,}. Split it"
        )
    return Document(Path(name).stem, text, language_of(text), kind, pages, name)


def _plain(data: bytes, name: str) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(
            f"{name}: is no text (it has null bytes); give a txt, html, pdf or docx file"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030" if _chinese_bytes(data) else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"{name}: is not UTF-8; save the text as UTF-8")


def _chinese_bytes(data: bytes) -> bool:
    high = sum(byte >= 0x81 for byte in data[:4000])
    return high > len(data[:4000]) * 0.3


def _looks_like_html(data: bytes) -> bool:
    return bool(re.match(rb"\s*(?:<!doctype html|<html)", data[:300], re.IGNORECASE))


def _html(data: bytes, name: str) -> str:
    import trafilatura

    if not data.rstrip().lower().endswith((b"</html>", b">")) and b"<" in data:
        raise DocumentError(f"{name}: the page breaks off inside a tag; save it again")
    text = trafilatura.extract(
        data, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False
    )
    if not text or len(text.strip()) < 20:
        text = trafilatura.html2txt(data)
    if not text or not text.strip():
        raise DocumentError(
            f"{name}: the page holds no text of its own (is it filled by a script?); open it in a "
            "browser, and save the text"
        )
    return str(text)


def _docx(data: bytes, name: str) -> str:
    import io

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        whole = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        kind = (
            "is encrypted or no docx file"
            if data.startswith(b"\xd0\xcf")
            else "is broken or no docx file"
        )
        raise DocumentError(
            f"{name}: {kind}; open it in a word processor and save it anew"
        ) from None
    lines: list[str] = []
    for block in whole.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            lines += [block.text, ""]  # type: ignore[union-attr]
            continue
        for row in rows:
            cells = list(dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells))
            lines.append(": ".join(cells) if len(cells) == 2 else " | ".join(cells))
        lines.append("")
    return "\n".join(lines)
