"""The text of a PDF, page by page: words in reading order, tables as rows, columns apart."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from graph.extraction.document import DocumentError, Say, normalised

MAX_PAGES = 2000
SCANNED = 25
"""Characters on a page below which it is taken for a picture."""


def pdf_text(data: bytes, name: str, say: Say) -> tuple[str, list[int]]:
    """Return the normalised text, and where each page begins in it.

    Raises DocumentError: encrypted, scanned, broken off.
    """
    import pypdf
    from pypdf.errors import DependencyError, PdfReadError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    if b"%%EOF" not in data[-2048:]:
        raise DocumentError(f"{name}: the PDF breaks off (it has no end); load it again")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(f"{name}: the PDF is encrypted; save a copy without a password")
        count = len(reader.pages)
    except DependencyError:
        raise DocumentError(
            f"{name}: the PDF is encrypted; save a copy without a password"
        ) from None
    except (PdfReadError, ValueError, KeyError, OSError, RecursionError) as error:
        raise DocumentError(f"{name}: the PDF is broken ({error}); load it again") from None
    if count > MAX_PAGES:
        raise DocumentError(f"{name}: has {count:,} pages; at most {MAX_PAGES:,}. Split it")
    pages: list[str] = []
    for number, page in enumerate(reader.pages, 1):
        say(f"{name}: page {number} of {count}")
        try:
            plain = page.extract_text() or ""
        except Exception:  # a page that one reader cannot read may be readable by the other
            plain = ""
        pages.append(plain)
    characters = [len(re.sub(r"\s", "", page)) for page in pages]
    if sum(c > SCANNED for c in characters) * 2 < max(1, count):
        raise DocumentError(
            f"{name}: {sum(c <= SCANNED for c in characters)} of {count} pages hold no text (a scan?); "
            "run a text recognition over it first"
        )
    pages = _laid_out(data, pages, name, say)
    return _joined(pages)


def _laid_out(data: bytes, pages: list[str], name: str, say: Say) -> list[str]:
    """Pages with two columns or tables read again, by where their words stand."""
    import pdfplumber

    wanted = [i for i, page in enumerate(pages) if _needs_layout(page)]
    if not wanted:
        return pages
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for index in wanted:
            say(f"{name}: layout of page {index + 1}")
            page = pdf.pages[index]
            try:
                text = _columns(page)
            except Exception:  # the layout is a help, never a condition
                text = None
            finally:
                page.close()
            if text:
                pages[index] = text
    return pages


def _needs_layout(page: str) -> bool:
    """Return whether a page has short lines throughout, as columns and tables have."""
    lines = [line for line in page.splitlines() if line.strip()]
    if len(lines) < 8:
        return False
    short = sum(len(line) < 48 for line in lines)
    return short > len(lines) * 0.6


def _columns(page: Any) -> str | None:
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    if len(words) < 40:
        return None
    middle = (page.bbox[0] + page.bbox[2]) / 2
    crossing = sum(w["x0"] < middle - 4 and w["x1"] > middle + 4 for w in words)
    left = sum(w["x1"] <= middle + 4 for w in words)
    if crossing * 40 > len(words) or min(left, len(words) - left) * 5 < len(words):
        return None
    halves = [
        page.crop((page.bbox[0], page.bbox[1], middle, page.bbox[3])).extract_text() or "",
        page.crop((middle, page.bbox[1], page.bbox[2], page.bbox[3])).extract_text() or "",
    ]
    return "\n\n".join(halves)


def _joined(pages: list[str]) -> tuple[str, list[int]]:
    """Return the pages as one text; a word that a line break cuts is put together again."""
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        clean = re.sub(
            r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", normalised(page) if page.strip() else ""
        )
        text += clean.rstrip("\n") + "\n\n"
    return text.rstrip("\n") + "\n", starts
