"""The extract of CORDIS: what was selected of a download, as tables that travel with the project.

``python -m graph.registers FILE...`` writes ``sources/registers/`` anew from downloads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from graph.registers.cordis import Register, Seen
from graph.registers.extract_tables import (
    FieldLine,
    OrganisationLine,
    ParticipationLine,
    ProjectLine,
    joined,
    read_table,
    write_table,
)
from graph.registers.model import Project
from graph.registers.organisations import organisations
from graph.registers.report import Report
from graph.registers.selection import of_projects
from graph.registers.values import plain_number


@dataclass
class Extract:
    """The tables of one dataset."""

    projects: list[ProjectLine] = field(default_factory=list)
    participations: list[ParticipationLine] = field(default_factory=list)
    organisations: list[OrganisationLine] = field(default_factory=list)
    fields: list[FieldLine] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many lines each table has."""
        return {
            "projects": len(self.projects),
            "participations": len(self.participations),
            "organisations": len(self.organisations),
        }


def make_extract(register: Register, chosen: dict[str, tuple[str, ...]], report: Report) -> Extract:
    """Return the tables of the chosen projects; what was kept and left out goes to the report."""
    seen = of_projects(register.seen, chosen)
    _count(register, seen, chosen, report)
    codes = {code for number in chosen for code in register.projects[number].euroscivoc}
    # The broader concepts come with their own names, where the register has them anywhere.
    codes |= {code[: code.rindex("/", 0, end)] for code in codes for end in _ends(code)}
    return Extract(
        [_project(register.projects[number], rules) for number, rules in chosen.items()],
        [_participation(one) for one in seen],
        [*organisations(seen, report).values()],
        _fields(register, codes),
    )


def _ends(code: str) -> list[int]:
    return [end for end in range(2, len(code) + 1) if end == len(code) or code[end] == "/"]


def _fields(register: Register, codes: set[str]) -> list[FieldLine]:
    made: dict[str, FieldLine] = {}
    for code in codes:
        known = register.fields.get(code)
        if known:
            made[code] = FieldLine(code, known.title, known.path)
    # A path names every step above it, also those that no project has for itself.
    for line in list(made.values()):
        steps, words = line.code.split("/")[1:], line.path.split("/")[1:]
        if len(steps) == len(words):
            for depth in range(1, len(steps)):
                code = "/" + "/".join(steps[:depth])
                made.setdefault(
                    code, FieldLine(code, words[depth - 1], "/" + "/".join(words[:depth]))
                )
    return sorted(made.values(), key=lambda line: line.code)


def _count(
    register: Register, seen: list[Seen], chosen: dict[str, tuple[str, ...]], report: Report
) -> None:
    report.kept["project rows"] += len(chosen)
    report.left_out["project rows"] += len(register.projects) - len(chosen)
    report.kept["organization rows"] += len(seen)
    report.left_out["organization rows"] += len(register.seen) - len(seen)
    for number in chosen:
        report.sums_kept["project ecMaxContribution"] += register.projects[
            number
        ].eu_contribution or Decimal(0)
    for one in seen:
        part = one.participation
        for name, amount in (
            ("ecContribution", part.eu_contribution),
            ("netEcContribution", part.net_eu_contribution),
            ("totalCost", part.total_cost),
        ):
            report.sums_kept[f"organization {name}"] += amount or Decimal(0)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value, 2)


def _project(project: Project, rules: Iterable[str]) -> ProjectLine:
    return ProjectLine(
        project.id,
        project.acronym,
        project.title,
        project.status,
        project.start,
        project.end,
        _amount(project.total_cost),
        _amount(project.eu_contribution),
        project.signed,
        joined(project.legal_basis),
        joined(project.topics),
        project.call,
        project.scheme,
        joined(project.euroscivoc),
        project.rcn,
        project.doi,
        joined(rules),
    )


def _participation(seen: Seen) -> ParticipationLine:
    part = seen.participation
    return ParticipationLine(
        part.project,
        part.organisation,
        str(part.order),
        part.role,
        _amount(part.eu_contribution),
        _amount(part.net_eu_contribution),
        _amount(part.total_cost),
        part.ended,
    )


def write_extract(folder: Path, extract: Extract) -> None:
    """Write the tables of a dataset into its folder."""
    write_table(folder / "project.csv", ProjectLine, extract.projects)
    write_table(folder / "participation.csv", ParticipationLine, extract.participations)
    write_table(folder / "organization.csv", OrganisationLine, extract.organisations)
    write_table(folder / "euroscivoc.csv", FieldLine, extract.fields)


def read_extract(folder: Path) -> Extract:
    """Return the tables of a dataset. Raises ValueError with file and line."""
    return Extract(
        list(read_table(folder / "project.csv", ProjectLine)),
        list(read_table(folder / "participation.csv", ParticipationLine)),
        list(read_table(folder / "organization.csv", OrganisationLine)),
        list(read_table(folder / "euroscivoc.csv", FieldLine)),
    )
