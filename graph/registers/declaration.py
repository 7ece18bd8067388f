"""The declaration of a register's extract: source, snapshot, licence, columns, expected counts."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.paths import SOURCES
from graph.registers.report import Report, Severity

REGISTERS = SOURCES / "registers"
DECLARATION = "declaration.toml"


@dataclass(frozen=True)
class Bounds:
    """How many there must be at least and should be at most."""

    least: int
    most: int

    def check(self, what: str, count: int, report: Report) -> None:
        """Below the minimum the import fails; above the maximum it warns."""
        if count < self.least:
            report.fail(f"{count:,} {what}; the register has at least {self.least:,}")
        elif count > self.most:
            report.add(
                Severity.SIGNALLED,
                "more than expected",
                what,
                0,
                "",
                f"{count:,}; at most {self.most:,} were expected: raise the maximum if it is right",
            )


@dataclass(frozen=True)
class Declaration:
    """What is known about a dataset before any of its rows is read."""

    dataset: str
    title: dict[str, str]
    publisher: str
    publisher_iri: str
    licence: str
    rights: str
    source: str
    snapshot: str
    programme: str
    programme_id: str
    download: str
    official_name: str
    expected: dict[str, Bounds]
    extract: dict[str, int]
    read: dict[str, int] = field(default_factory=dict)
    """How many things the download had that the extract was made of."""
    programme_title: dict[str, str] = field(default_factory=dict)
    selection: dict[str, str] = field(default_factory=dict)
    """How what it has was selected, by language: two datasets may not be comparable for it."""

    def is_official(self, name: str) -> bool:
        """Return whether a file has the name of the whole official download, not of a part of
        it.
        """
        return bool(self.official_name) and re.fullmatch(self.official_name, name) is not None


def read_declaration(folder: Path) -> Declaration:
    """Return the declaration in a folder of an extract. Raises ValueError where it is
    incomplete.
    """
    path = folder / DECLARATION
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _declaration(data)
    except KeyError as error:
        raise ValueError(f"{path}: {error.args[0]} is missing") from error


def _declaration(data: dict[str, Any]) -> Declaration:
    snapshot = data["snapshot"]
    return Declaration(
        data["dataset"],
        dict(data["title"]),
        data["publisher"],
        data["publisher_iri"],
        data["licence"],
        data["rights"],
        data["source"],
        snapshot.isoformat() if isinstance(snapshot, date) else str(snapshot),
        data.get("programme", ""),
        data.get("programme_id", ""),
        data.get("download", ""),
        data.get("official_name", ""),
        {what: Bounds(least, most) for what, (least, most) in data["expected"].items()},
        {what: int(count) for what, count in data.get("extract", {}).items()},
        {what: int(count) for what, count in data.get("read", {}).items()},
        dict(data.get("programme_title", {})),
        dict(data.get("selection", {})),
    )


def declaration_text(declared: Declaration) -> str:
    """Return the declaration of an import, as TOML."""
    lines = []
    for name in (
        "dataset", "title", "publisher", "publisher_iri", "licence", "rights", "source",
        "snapshot", "programme", "programme_id", "programme_title", "selection", "download",
        "official_name",
    ):  # fmt: skip
        value = getattr(declared, name)
        lines.append(f"{name} = {_table(value) if isinstance(value, dict) else json.dumps(value)}")
    lines.append("\n[expected]")
    lines += [f"{what} = [{b.least}, {b.most}]" for what, b in declared.expected.items()]
    for part in ("extract", "read"):
        lines.append(f"\n[{part}]")
        lines += [f"{what} = {count}" for what, count in getattr(declared, part).items()]
    return "\n".join(lines) + "\n"


def _table(value: dict[str, str]) -> str:
    # A JSON string is a basic string of TOML: the escapes are the same.
    inside = ", ".join(f"{key} = {json.dumps(text)}" for key, text in value.items())
    return "{ " + inside + " }" if inside else "{}"


def declarations(folder: Path = REGISTERS) -> dict[str, Declaration]:
    """Return all declared datasets by name."""
    found = (read_declaration(path.parent) for path in sorted(folder.glob(f"*/{DECLARATION}")))
    return {made.dataset: made for made in found}
