"""The declaration of the columns of CORDIS (``columns.toml``), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.registers.report import Report, Severity


@dataclass(frozen=True)
class Table:
    """What is known about the columns of one table."""

    name: str
    required: tuple[str, ...]
    used: frozenset[str]
    ignored: tuple[str, ...]
    aliases: dict[str, str]

    def check(self, header: Iterable[str], file: str, report: Report) -> bool:
        """Return whether the table can be read; missing required columns are refused by name.

        Only the first required column, the one that identifies, makes the table unreadable.
        """
        names = {self.aliases.get(name, name) for name in header}
        missing = [name for name in self.required if name not in names]
        for name in missing:
            report.add(
                Severity.REFUSED, "missing column", file, 1, name, "the file does not have it"
            )
        return self.required[0] not in missing


@dataclass(frozen=True)
class Columns:
    """The whole declaration."""

    tables: dict[str, Table]
    ignored_files: tuple[str, ...]
    countries: dict[str, str]
    roles: dict[str, str]
    kinds: dict[str, str]


@cache
def columns() -> Columns:
    """Return the declaration, from the file beside this module."""
    data = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    tables = {
        name: Table(
            name,
            tuple(part["required"]),
            frozenset(part["used"]),
            tuple(part["ignored"]),
            dict(part["aliases"]),
        )
        for name, part in data.items()
        if name not in ("files", "countries", "roles", "kinds")
    }
    return Columns(
        tables,
        tuple(data["files"]["ignored"]),
        dict(data["countries"]),
        dict(data["roles"]),
        dict(data["kinds"]),
    )
