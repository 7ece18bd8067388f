"""What the readers give: plain facts of a register, each with the file and row it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


def participation_key(project: str, organisation: str, order: str) -> str:
    """Return the key of a row of ``organization`` in the register."""
    return f"{project}-{organisation.removeprefix('pic-').removeprefix('cordis-')}-{order}"


@dataclass(frozen=True, slots=True)
class Project:
    """One project of CORDIS: a row of ``project``, with its rows of the smaller files.

    The objective is text of the register: it is read for the selection and never kept, all
    that stays is ``china_in_objective``.
    """

    id: str
    acronym: str
    title: str
    status: str
    start: str
    end: str
    total_cost: Decimal | None
    eu_contribution: Decimal | None
    signed: str
    programme: str
    legal_basis: tuple[str, ...]
    topics: tuple[str, ...]
    call: str
    scheme: str
    rcn: str
    doi: str
    updated: str
    euroscivoc: tuple[str, ...]
    china_in_title: bool
    china_in_topic: bool
    china_in_objective: bool
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Participation:
    """One row of ``organization``: who takes part in what, in which role, with which money."""

    project: str
    organisation: str
    order: int
    role: str
    eu_contribution: Decimal | None
    net_eu_contribution: Decimal | None
    total_cost: Decimal | None
    ended: str
    file: str
    row: int

    @property
    def key(self) -> str:
        """Return what tells the row from all others: the same organisation can be in a project
        twice.
        """
        return participation_key(self.project, self.organisation, str(self.order))


@dataclass(frozen=True, slots=True)
class Field:
    """A concept of EuroSciVoc as CORDIS gives it: its code is the path of numbers."""

    code: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class RorName:
    """A name of a ROR record; ``kinds`` are label, alias, acronym, ror_display."""

    text: str
    language: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RorRelation:
    """A relationship of a ROR record: parent, child, related, successor, predecessor."""

    kind: str
    other: str


@dataclass(frozen=True, slots=True)
class RorRecord:
    """One record of the Research Organization Registry, schema 2.x."""

    id: str
    status: str
    kinds: tuple[str, ...]
    established: str
    names: tuple[RorName, ...]
    domains: tuple[str, ...]
    website: str
    town: str
    geonames: str
    country: str
    subdivision: str
    subdivision_name: str
    latitude: str
    longitude: str
    external: tuple[tuple[str, str], ...]
    relations: tuple[RorRelation, ...]
    modified: str
    file: str
    row: int
