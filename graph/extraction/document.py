"""A document's text and what is known of it.

The text is normalised (NFC, one kind of line end, no invisible characters) and it is this text
whose SHA-256 and positions a record keeps; ``write_text`` puts it beside the records' texts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import CALL_WRONG, EucnError

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
        """Return SHA-256 of the normalised text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def page_of(self, position: int) -> int | None:
        """Return the page (from 1) on which a position stands; None where there are no pages."""
        if not self.pages:
            return None
        return max(1, sum(start <= position for start in self.pages))


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


def write_text(document: Document, folder: Path) -> Path:
    """Write the normalised text where the records look for texts; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document.name}.txt"
    path.write_bytes(document.text.encode())
    return path
