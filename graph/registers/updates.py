"""A newer snapshot of a register beside the one before: what is new, changed, gone.

Nothing is deleted. A line that the register no longer has stays, and says since when it is gone;
a line that comes back loses that mark. A project that was chosen once stays chosen while the
register has it, whatever the selection of today says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from graph.registers.extract import Extract
from graph.registers.extract_tables import (
    FieldLine,
    OrganisationLine,
    ParticipationLine,
    ProjectLine,
    RorLine,
)
from graph.registers.ror_extract import RorExtract

_MARKS = frozenset({"new_in", "changed_in", "gone_in"})
# The row that an organisation was taken from says nothing about the organisation.
_NOT_COMPARED = _MARKS | {"row"}

Marked = ProjectLine | ParticipationLine | OrganisationLine | RorLine


@dataclass
class Changes:
    """The keys of the lines that a snapshot changed, by table."""

    new: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> str:
        """Return one line for a person."""
        told = []
        for what, by_table in (("new", self.new), ("changed", self.changed), ("gone", self.gone)):
            number = sum(map(len, by_table.values()))
            parts = ", ".join(f"{len(keys):,} {table}" for table, keys in by_table.items() if keys)
            told.append(f"{what} {number:,}" + (f" ({parts})" if parts else ""))
        return "; ".join(told)


def _compared(line: Marked) -> tuple[str, ...]:
    return tuple(
        getattr(line, part.name) for part in fields(line) if part.name not in _NOT_COMPARED
    )


def _merged(
    table: str,
    before: Iterable[Marked],
    now: Iterable[Marked],
    snapshot: str,
    changes: Changes,
    complete: bool,
) -> list[Marked]:
    earlier = {line.key: line for line in before}
    made: list[Marked] = []
    for line in now:
        old = earlier.pop(line.key, None)
        if old is None:
            changes.new.setdefault(table, []).append(line.key)
            made.append(replace(line, new_in=snapshot))
        elif _compared(old) != _compared(line) or old.gone_in:
            changes.changed.setdefault(table, []).append(line.key)
            made.append(replace(line, new_in=old.new_in, changed_in=snapshot or old.changed_in))
        else:
            made.append(replace(line, new_in=old.new_in, changed_in=old.changed_in))
    for key, old in earlier.items():
        if old.gone_in or not complete or not snapshot:
            made.append(old)
        else:
            changes.gone.setdefault(table, []).append(key)
            made.append(replace(old, gone_in=snapshot))
    return made


def merge(
    before: Extract, now: Extract, snapshot: str, complete: bool = True
) -> tuple[Extract, Changes]:
    """Return the extract of a newer snapshot with what the earlier one had, and what changed.

    Without a day it is the same snapshot read again: nothing is marked. What is not in a download
    that is not ``complete`` is not gone.
    """
    changes = Changes()

    def one(table: str, old: Iterable[Marked], new: Iterable[Marked]) -> list[Marked]:
        return _merged(table, old, new, snapshot, changes, complete)

    projects = one("projects", before.projects, now.projects)
    participations = one("participations", before.participations, now.participations)
    organisations = one("organisations", before.organisations, now.organisations)
    known: dict[str, FieldLine] = {line.code: line for line in before.fields}
    known |= {line.code: line for line in now.fields}
    return (
        Extract(
            [line for line in projects if isinstance(line, ProjectLine)],
            [line for line in participations if isinstance(line, ParticipationLine)],
            [line for line in organisations if isinstance(line, OrganisationLine)],
            [known[code] for code in sorted(known)],
        ),
        changes,
    )


def merge_ror(
    before: list[RorLine], now: list[RorLine], snapshot: str, complete: bool = True
) -> tuple[list[RorLine], Changes]:
    """Return the same for the records of ROR."""
    changes = Changes()
    made = _merged("records", before, now, snapshot, changes, complete)
    return [line for line in made if isinstance(line, RorLine)], changes


Tables = dict[str, list[Marked]]
"""The lines of the tables that are marked, by table."""


def tables_of(extract: Extract | RorExtract) -> Tables:
    """Return the marked tables of an extract."""
    if isinstance(extract, RorExtract):
        return {"records": [*extract.records]}
    return {
        "projects": [*extract.projects],
        "participations": [*extract.participations],
        "organisations": [*extract.organisations],
    }


def changes_in(extract: Extract | RorExtract, snapshot: str = "") -> Changes:
    """Return what a snapshot changed, read from the marks of an extract; the newest one by
    default.
    """
    tables = tables_of(extract)
    marks = {
        mark
        for lines in tables.values()
        for line in lines
        for mark in (line.new_in, line.changed_in, line.gone_in)
    }
    snapshot = snapshot or max(marks, default="")
    changes = Changes()
    if not snapshot:
        return changes
    for table, lines in tables.items():
        for line in lines:
            for by_table, mark in (
                (changes.new, line.new_in),
                (changes.changed, line.changed_in),
                (changes.gone, line.gone_in),
            ):
                if mark == snapshot:
                    by_table.setdefault(table, []).append(line.key)
    return changes


def altered(before: Marked, now: Marked) -> list[tuple[str, str, str]]:
    """Return column, value before and value now of what differs between two lines."""
    return [
        (part.name, getattr(before, part.name), getattr(now, part.name))
        for part in fields(now)
        if part.name not in _NOT_COMPARED and getattr(before, part.name) != getattr(now, part.name)
    ]
