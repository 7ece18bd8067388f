"""The documents that files, folders and addresses name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from graph.extraction.addresses import fetch
from graph.extraction.document import (
    MAX_BYTES,
    SUFFIXES,
    Document,
    DocumentError,
    NoDocument,
    Say,
)
from graph.extraction.formats import from_bytes
from graph.records.problems import shown


def documents(names: list[str], say: Say = lambda step: None) -> Iterator[Document]:
    """Yield the documents of files, folders and addresses, one after the other.

    Raises DocumentError at the first that cannot be read.
    """
    for name in names:
        if re.match(r"[a-z]+://", name):
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
    """Return one file. Raises DocumentError: missing, empty, too large, encrypted, scanned,
    broken.
    """
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
