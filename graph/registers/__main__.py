"""Write ``sources/registers/`` anew: ``python -m graph.registers cordis|ror|towns FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph.registers.cordis import read_cordis
from graph.registers.declaration import REGISTERS, declarations
from graph.registers.extract import make_extract, write_extract
from graph.registers.report import Report
from graph.registers.ror import read_ror
from graph.registers.ror_extract import (
    choose,
    make_ror_extract,
    wanted_ids,
    wanted_names,
    write_ror_extract,
)
from graph.registers.selection import select
from graph.registers.town_table import write_town_table

_files = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


@click.group()
def main() -> None:
    """Write the extracts that travel with the project anew from downloads."""


@main.command()
@_files
def cordis(files: tuple[Path, ...]) -> None:
    """Extract of CORDIS from downloads of one programme."""
    report = Report()
    register = read_cordis(list(files), report)
    programmes = {project.programme for project in register.projects.values()}
    declared = [d for d in declarations().values() if d.programme in programmes]
    if len(declared) != 1:
        raise click.ClickException(f"no single declaration for {', '.join(sorted(programmes))}")
    extract = make_extract(register, select(register), report)
    write_extract(REGISTERS / declared[0].dataset, extract)
    _tell(report, extract.counts())


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def ror(file: Path) -> None:
    """Extract of ROR: the organisations of the extracts of CORDIS."""
    report = Report()
    records = {record.id: record for record in read_ror(file, report)}
    extract = make_ror_extract(choose(records, wanted_ids(), wanted_names()), report)
    write_ror_extract(REGISTERS / "ror", extract)
    _tell(report, extract.counts())


@main.command()
@_files
def towns(files: tuple[Path, ...]) -> None:
    """Table of European towns and their NUTS regions, from a download that has both."""
    report = Report()
    register = read_cordis(list(files), report)
    click.echo(f"{write_town_table(register):,} towns")


def _tell(report: Report, counts: dict[str, int]) -> None:
    for line in report.lines():
        click.echo(line)
    click.echo(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    sys.exit(0 if report.sound else 1)


if __name__ == "__main__":
    main()
