"""What ``eucn import`` does: read, select, compare with the snapshot before, make the tables.

The tables of each dataset are kept beside the store; the layer of the store is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import EucnError
from graph.registers.cordis import Register, read_cordis
from graph.registers.declaration import (
    REGISTERS,
    Bounds,
    Declaration,
    declarations,
    read_declaration,
)
from graph.registers.extract import Extract, make_extract, read_extract
from graph.registers.model import RorRecord
from graph.registers.nquads import slug
from graph.registers.report import Report
from graph.registers.ror import read_ror
from graph.registers.ror_extract import (
    RorExtract,
    choose,
    make_ror_extract,
    read_ror_extract,
    wanted_ids,
    wanted_names,
)
from graph.registers.selection import DEFAULT_RULES, RULES, select, told
from graph.registers.updates import Changes, merge, merge_ror

Progress = Callable[[str], None]

_NOT_EMPTY = {"projects": Bounds(1, 10**9), "participations": Bounds(1, 10**9)}
"""What is asserted of a part of a register that somebody made: that there is something in it."""


class ImportFailed(EucnError):
    """The import cannot be used; the report says why. Nothing was written."""


@dataclass
class Imported:
    """One dataset of an import."""

    declaration: Declaration
    extract: Extract | RorExtract
    changes: Changes | None


Earlier = Callable[[str], Path | None]
"""Where the tables of the snapshot before are, by dataset."""


def rules_of(text: str) -> tuple[str, ...]:
    """Return the rules that ``--select`` names. Raises ValueError for one that is not known."""
    if not text:
        return DEFAULT_RULES
    rules = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for rule in rules:
        if rule not in RULES:
            raise ValueError(f"--select {rule}: no such rule; there are {', '.join(RULES)}")
    return rules or DEFAULT_RULES


def import_cordis(
    files: list[Path],
    report: Report,
    *,
    rules: tuple[str, ...] = DEFAULT_RULES,
    also: frozenset[str] = frozenset(),
    snapshot: str = "",
    whole: bool | None = None,
    earlier: Earlier = lambda dataset: None,
    progress: Progress | None = None,
) -> list[Imported]:
    """Read downloads and make the tables of each programme in them.

    Raises ImportFailed where counts are below the declared minimum or nothing was read.
    """
    register = read_cordis(files, report, progress)
    made = []
    for declared, part in _by_dataset(register, files):
        official = any(declared.is_official(file.name) for file in files)
        bounds = declared.expected if official else _NOT_EMPTY
        bounds["projects"].check("projects", len(part.projects), report)
        bounds["participations"].check("participations", len(part.seen), report)
        if progress:
            progress(f"selecting of {declared.dataset}")
        folder = earlier(declared.dataset)
        if folder is None:
            now = make_extract(part, select(part, rules, also), report)
            declared = replace(
                declared,
                snapshot=snapshot or _newest(part),
                read={"projects": len(part.projects)},
                selection=told(rules, also, len(part.projects)),
            )
            made.append(Imported(declared, now, None))
            continue
        before, then = read_extract(folder), read_declaration(folder)
        now = make_extract(part, _chosen(part, before, rules, also), report)
        day = snapshot or max(_newest(part), then.snapshot)
        complete = is_whole(len(part.projects), then.read.get("projects", 0), whole)
        extract, changes = merge(before, now, day if day > then.snapshot else "", complete)
        read = {"projects": len(part.projects)} if complete else then.read
        said = told(rules, also, len(part.projects)) if complete else then.selection
        now_declared = replace(then, snapshot=day, read=read, selection=said)
        made.append(Imported(now_declared, extract, changes))
    if not made:
        report.fail("no project was read; nothing to import")
    if report.failures:
        raise ImportFailed("; ".join(report.failures) + "; nothing was written")
    return made


def _by_dataset(register: Register, files: list[Path]) -> list[tuple[Declaration, Register]]:
    known = {declared.programme: declared for declared in declarations().values()}
    parts: dict[str, Register] = {}
    of_project: dict[str, str] = {}
    for number, project in register.projects.items():
        programme = project.programme or _programme_of(files)
        of_project[number] = programme
        part = parts.setdefault(programme, Register(fields=register.fields))
        part.projects[number] = project
    for seen in register.seen:
        parts[of_project[seen.participation.project]].seen.append(seen)
    return [
        (known.get(programme) or _undeclared(programme, known["HORIZON"]), part)
        for programme, part in sorted(parts.items())
    ]


def _programme_of(files: list[Path]) -> str:
    """Return the programme by the name of a file, where the download has no column for it."""
    for file in files:
        found = re.search(r"(horizon|h2020|fp\d)", file.name, re.IGNORECASE)
        if found:
            return found[0].upper()
    return "other"


def _undeclared(programme: str, like: Declaration) -> Declaration:
    return replace(
        like,
        dataset=f"cordis-{slug(programme) or 'other'}",
        selection={},
        title={
            "en": f"CORDIS, projects of {programme}",
            "de": f"CORDIS, Projekte von {programme}",
            "zh": f"CORDIS {programme} 项目",
        },
        snapshot="",
        programme=programme,
        programme_id="",
        download="",
        official_name="",
        expected={},
        extract={},
    )


def _chosen(
    register: Register, before: Extract, rules: tuple[str, ...], also: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    chosen = select(register, rules, also)
    for line in before.projects:
        if line.project in register.projects and line.project not in chosen:
            chosen[line.project] = tuple(line.selected_by.split("|"))
    return dict(sorted(chosen.items()))


def _newest(register: Register) -> str:
    """Return the day of a download, where none is given: that of its newest row."""
    return max(
        (
            *(project.updated for project in register.projects.values()),
            *(seen.updated for seen in register.seen),
        ),
        default="",
    )


def is_whole(now: int, then: int, given: bool | None) -> bool:
    """Return whether a download is the register again, so that what it does not have is gone.

    A person can say so. Else it is by its size: registers grow, so one that has lost more than a
    tenth of its rows is a part that somebody made.
    """
    return now >= then * 0.9 if given is None else given


def import_ror(
    file: Path,
    report: Report,
    *,
    snapshot: str = "",
    whole: bool | None = None,
    earlier: Earlier = lambda dataset: None,
    progress: Progress | None = None,
) -> Imported:
    """Read a download of ROR and make the tables of the organisations that are wanted.

    Raises ImportFailed where counts are below the declared minimum or nothing was read.
    """
    declared = declarations()["ror"]
    records: dict[str, RorRecord] = {}
    for record in read_ror(file, report):
        records[record.id] = record
        if progress and len(records) % 5000 == 0:
            progress(f"reading {file.name}: {len(records):,} records")
    official = declared.is_official(file.name)
    bounds = declared.expected["records"] if official else Bounds(1, 10**9)
    bounds.check("records", len(records), report)
    if report.failures:
        raise ImportFailed("; ".join(report.failures) + "; nothing was written")
    folder = earlier("ror")
    before = read_ror_extract(folder) if folder else RorExtract()
    then = read_declaration(folder) if folder else replace(declared, snapshot="", read={})
    known = {line.ror for line in before.records}
    now = make_ror_extract(choose(records, wanted_ids() | known, wanted_names()), report)
    day = snapshot or max(then.snapshot, *(record.modified for record in records.values()))
    complete = is_whole(len(records), then.read.get("records", 0), whole)
    changes = None
    if before.records:
        mark = day if day > then.snapshot else ""
        now.records, changes = merge_ror(before.records, now.records, mark, complete)
        now.names += [name for name in before.names if name.ror not in records]
        now.relations += [line for line in before.relations if line.ror not in records]
    read = {"records": len(records)} if complete else then.read
    return Imported(replace(declared, snapshot=day, read=read), now, changes)


def earlier_tables(kept: Path) -> Earlier:
    """Return the tables kept beside a store, else those that travel with the project."""

    def find(dataset: str) -> Path | None:
        for folder in (kept / dataset, REGISTERS / dataset):
            if (folder / "organization.csv").exists():
                return folder
        return None

    return find
