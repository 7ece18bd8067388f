"""A download on disk: a zip, a folder or a single file, as members that can be opened."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.registers.report import Report, Severity

LARGEST_MEMBER = 8 << 30
"""Bytes a member may have when unpacked. Reading is streamed, so this is no limit of memory, but
a zip that unpacks to more than any register has is no register."""

READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
"""What reading a damaged member raises."""


@dataclass(frozen=True)
class Member:
    """One file of a download; ``name`` is how a report calls it."""

    name: str
    path: Path
    inside: str | None
    size: int = 0
    """Bytes when unpacked."""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes of the member, streamed."""
        if self.inside is None:
            with self.path.open("rb") as stream:
                yield stream
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as stream:
                yield stream

    @property
    def stem(self) -> str:
        """Return the name without folders and suffix, in small letters."""
        return Path(self.name).name.rsplit(".", 1)[0].lower()

    @property
    def suffix(self) -> str:
        """``csv``, ``json``, ``xml``, ... in small letters."""
        return Path(self.name).suffix.lower().lstrip(".")


def members(path: Path, report: Report) -> list[Member]:
    """Return the files of a download, sorted by name; a zip that cannot be opened is refused."""
    if path.is_dir():
        return [
            Member(str(file.relative_to(path)), file, None, file.stat().st_size)
            for file in sorted(path.rglob("*"))
            if file.is_file()
        ]
    if path.suffix.lower() != ".zip":
        return [Member(path.name, path, None, path.stat().st_size)]
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        report.add(
            Severity.REFUSED,
            "unreadable zip",
            path.name,
            0,
            "",
            f"{error}; it may be cut off: download it again",
        )
        return []
    made = []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if entry.file_size > LARGEST_MEMBER:
            report.add(
                Severity.REFUSED,
                "member too large",
                f"{path.name}/{entry.filename}",
                0,
                "",
                f"unpacks to {entry.file_size:,} bytes; no register has that",
            )
        else:
            made.append(Member(entry.filename, path, entry.filename, entry.file_size))
    return made
