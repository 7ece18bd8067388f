"""The text of a document in whatever file it comes: txt, HTML, PDF, docx.

The text is normalised (NFC, one kind of line end, no invisible characters) and it is this text
whose SHA-256 and positions a record keeps; ``write_text`` puts it beside the records' texts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import CALL_WRONG, EucnError
from graph.extraction.language import language_of
from graph.records.problems import shown

MAX_BYTES = 100_000_000
"""A PDF of 300 pages with pictures has 20 to 60 MB."""
MAX_CHARACTERS = 5_000_000
"""A thick book has about a million."""
SUFFIXES = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx")
Say = Callable[[str], None]


class DocumentError(EucnError):
    """A document cannot be read; the message names it and says what to do."""


class NoDocument(DocumentError):
    """There is no such file or address."""

    exit_code = CALL_WRONG


@dataclass
class Document:
    """A document's text with what is known of it."""

    name: str
    text: str
    language: str
    kind: str
    pages: list[int] = field(default_factory=list)
    """Where each page of a PDF begins in the text."""
    source: str = ""
    """The file or address as it was given."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the normalised text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def page_of(self, position: int) -> int | None:
        """The page (from 1) on which a position stands; None where there are no pages."""
        if not self.pages:
            return None
        return max(1, sum(start <= position for start in self.pages))


def documents(names: list[str], say: Say = lambda step: None) -> Iterator[Document]:
    """The documents of files, folders and addresses, one after the other.

    Raises DocumentError at the first that cannot be read.
    """
    for name in names:
        if re.match(r"[a-z]+://", name):
            from graph.extraction.addresses import fetch

            yield fetch(name, say)
            continue
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
            if not inside:
                raise NoDocument(f"{name}: no document in this folder ({', '.join(SUFFIXES)})")
            for each in inside:
                yield read(each, say)
        else:
            yield read(path, say)


def read(path: Path, say: Say = lambda step: None) -> Document:
    """One file. Raises DocumentError: missing, empty, too large, encrypted, scanned, broken."""
    name = shown(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise NoDocument(f"{name}: is no file")
        if size == 0:
            raise DocumentError(f"{name}: is empty (0 bytes); was it saved?")
        if size > MAX_BYTES:
            raise DocumentError(
                f"{name}: has {size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f}. Split it, or "
                "save the text alone"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise NoDocument(f"{name}: no such file") from None
    except OSError as error:
        raise DocumentError(f"{name}: cannot be read: {error.strerror}") from None
    return from_bytes(data, name, path.suffix.lower(), say)


def from_bytes(data: bytes, name: str, suffix: str, say: Say = lambda step: None) -> Document:
    """A document from its bytes; what it is follows from them, the suffix helps with text."""
    pages: list[int] = []
    if data.startswith(b"%PDF") or suffix == ".pdf":
        from graph.extraction.pdf import pdf_text

        kind = "pdf"
        text, pages = pdf_text(data, name, say)
    elif data.startswith(b"PK") or suffix == ".docx":
        kind, text = "docx", _docx(data, name)
    elif suffix in (".html", ".htm", ".xhtml") or _looks_like_html(data):
        kind, text = "html", _html(data, name)
    else:
        kind, text = "txt", _plain(data, name)
    if not pages:
        text = normalised(text)
    if not text.strip():
        raise DocumentError(f"{name}: holds no text")
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"{name}: has {len(text):,} characters; at most {MAX_CHARACTERS:,}. Split it"
        )
    return Document(Path(name).stem, text, language_of(text), kind, pages, name)


def normalised(text: str) -> str:
    """NFC, ``\\n`` as the only line end, no characters that nobody sees, no space at line ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u00ad", "").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = text.replace("\ufb01", "fi").replace("\ufb02", "fl").replace("\ufb00", "ff")
    kept = (
        c
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
        else " " * (c == "\f")
        for c in text
    )
    text = re.sub(r"[ \t\u00a0]+(?=\n)", "", "".join(kept))
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n") + "\n"


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


def write_text(document: Document, folder: Path) -> Path:
    """Write the normalised text where the records look for texts; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document.name}.txt"
    path.write_bytes(document.text.encode())
    return path
