"""The tables of an extract: plain CSV, sorted, one thing a line, so that a person can diff it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from graph.files import data_csv, write_whole
from graph.registers.model import participation_key


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A line of ``project.csv``. Lists are parted by ``|``."""

    project: str
    acronym: str
    title: str
    status: str
    start: str
    end: str
    total_cost: str
    eu_contribution: str
    signed: str
    legal_basis: str
    topics: str
    call: str
    scheme: str
    euroscivoc: str
    rcn: str
    doi: str
    selected_by: str
    new_in: str = ""
    changed_in: str = ""
    gone_in: str = ""

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return self.project


@dataclass(frozen=True, slots=True)
class ParticipationLine:
    """A line of ``participation.csv``."""

    project: str
    organisation: str
    order: str
    role: str
    eu_contribution: str
    net_eu_contribution: str
    total_cost: str
    ended: str
    new_in: str = ""
    changed_in: str = ""
    gone_in: str = ""

    @property
    def key(self) -> str:
        """Return what the line is found by, and the key of its row in the register."""
        return participation_key(self.project, self.organisation, self.order)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """A line of ``organization.csv``; ``row`` is the key of the row it was taken from."""

    organisation: str
    name: str
    other_names: str
    short_name: str
    kind: str
    sme: str
    town: str
    country: str
    nuts: str
    latitude: str
    longitude: str
    domain: str
    rcn: str
    row: str
    new_in: str = ""
    changed_in: str = ""
    gone_in: str = ""

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return self.organisation


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A line of ``euroscivoc.csv``: a concept of EuroSciVoc."""

    code: str
    title: str
    path: str

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return self.code


@dataclass(frozen=True, slots=True)
class RorLine:
    """A line of ``organization.csv`` of ROR."""

    ror: str
    status: str
    kinds: str
    established: str
    town: str
    geonames: str
    country: str
    subdivision: str
    subdivision_name: str
    latitude: str
    longitude: str
    domains: str
    website: str
    wikidata: str
    isni: str
    grid: str
    fundref: str
    new_in: str = ""
    changed_in: str = ""
    gone_in: str = ""

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return self.ror


@dataclass(frozen=True, slots=True)
class RorNameLine:
    """A line of ``name.csv`` of ROR."""

    ror: str
    language: str
    kinds: str
    name: str

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return f"{self.ror}|{self.language}|{self.name}"


@dataclass(frozen=True, slots=True)
class RorRelationLine:
    """A line of ``relation.csv`` of ROR: parent, child, successor, predecessor."""

    ror: str
    relation: str
    other: str

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        return f"{self.ror}|{self.relation}|{self.other}"


Line = TypeVar(
    "Line",
    ProjectLine,
    ParticipationLine,
    OrganisationLine,
    FieldLine,
    RorLine,
    RorNameLine,
    RorRelationLine,
)


def joined(parts: Iterable[str]) -> str:
    """Return a list in one cell."""
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def parted(cell: str) -> list[str]:
    """Return the list of a cell."""
    if not cell:
        return []
    if "\\" not in cell:
        return cell.split("|")
    return [re.sub(r"\\(.)", r"\1", part) for part in re.findall(r"(?:\\.|[^|\\])+", cell) if part]


def csv_bytes(kind: type[Line], lines: Iterable[Line]) -> bytes:
    """Return the table as bytes: header, then the lines sorted by their key."""
    names = [part.name for part in fields(kind)]
    rows: list[list[str]] = [names]
    for line in sorted(lines, key=lambda line: line.key):
        rows.append([getattr(line, name) for name in names])
    return data_csv(rows)


def write_table(path: Path, kind: type[Line], lines: Iterable[Line]) -> None:
    """Write a table whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, csv_bytes(kind, lines))


def read_table(path: Path, kind: type[Line]) -> Iterator[Line]:
    """Yield the lines of a table; nothing where the file is not there.

    Raises ValueError with file and line where a line does not have the declared columns.
    """
    if not path.exists():
        return
    names = [part.name for part in fields(kind)]
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if header != names:
            raise ValueError(f"{path}:1: columns are {', '.join(header)}; not {', '.join(names)}")
        for number, values in enumerate(reader, start=2):
            if len(values) != len(names):
                raise ValueError(f"{path}:{number}: {len(values)} values for {len(names)} columns")
            yield kind(*values)
