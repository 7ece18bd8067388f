"""The commands ``eucn import cordis`` and ``eucn import ror``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.command_line import fail, progress
from graph.errors import CALL_WRONG, DATA_WRONG

if TYPE_CHECKING:
    from graph.registers.importing import Imported
    from graph.registers.report import Report

_files = click.argument(
    "files", nargs=-1, metavar="FILE...", type=click.Path(exists=True, path_type=Path)
)
_store = click.option(
    "--store",
    envvar="EUCN_STORE",
    default=".store",
    show_default=True,
    metavar="PATH|URL",
    help="The built store, or the address of a SPARQL 1.1 endpoint (EUCN_STORE).",
)
_snapshot = click.option(
    "--snapshot",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the download; by default that of its newest row.",
)
_whole = click.option(
    "--whole/--part",
    "whole",
    default=None,
    help="Whether what FILE does not have is gone from the register; by default if FILE is as long "
    "as the one before.",
)
_format = click.option(
    "--format",
    "format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format of the report.",
)
_remote = (
    click.option("--graph-store", default="", metavar="URL", help="Graph Store Protocol of URL."),
    click.option("--update", default="", metavar="URL", help="Address for SPARQL Update of URL."),
    click.option("--user", default="", help="The password is taken from EUCN_STORE_PASSWORD."),
    click.option("--digest", is_flag=True, help="Digest authentication instead of Basic."),
)


def _elsewhere(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that a store elsewhere may need."""
    for option in reversed(_remote):
        command = option(command)
    return command


@click.group("import")
def import_group() -> None:
    """Import registers: CORDIS and ROR.

    Example: eucn import cordis cordis-HORIZONprojects-csv.zip
    """


@import_group.command("cordis")
@_files
@click.option(
    "--select",
    "rules",
    default="",
    metavar="RULES",
    help="Which projects: partner,title,topic (the default), objective, all.",
)
@click.option("--also", default="", metavar="CC", help="Countries that count as partner, e.g. TW.")
@click.option("--download", "fetch", is_flag=True, help="Fetch the official download first.")
@click.option(
    "--programme",
    multiple=True,
    type=click.Choice(["horizon-europe", "h2020", "fp7"]),
    help="What to fetch; by default horizon-europe.",
)
@click.option(
    "--address",
    envvar="EUCN_CORDIS_ADDRESS",
    default="",
    metavar="URL",
    help="Where to fetch it, if not from CORDIS (EUCN_CORDIS_ADDRESS).",
)
@_snapshot
@_whole
@_store
@_format
@_elsewhere
def cordis(
    files: tuple[Path, ...],
    rules: str,
    also: str,
    fetch: bool,
    programme: tuple[str, ...],
    address: str,
    snapshot: Any,
    whole: bool | None,
    store: str,
    format: str,
    **where: Any,
) -> None:
    """Import projects from the bulk downloads of CORDIS.

    FILE is a zip, folder or file of the official download (CSV, JSON or XML). The report tells
    what was read, kept, repaired and refused, and the sums. Exits with 1 if anything was refused
    or the file is damaged; the rest is imported.

    Example: eucn import cordis cordis-HORIZONprojects-csv.zip --select partner,title
    """
    from graph.registers.importing import import_cordis, rules_of
    from graph.registers.kept import kept_folder

    try:
        chosen = rules_of(rules)
    except ValueError as error:
        fail(error, CALL_WRONG)
    countries = _countries(also)
    if not files and not fetch:
        fail("name a FILE of the download, or fetch it with --download", CALL_WRONG)
    if (programme or address) and not fetch:
        fail("--programme and --address say what to fetch: add --download", CALL_WRONG)
    kept = kept_folder(store)
    with progress() as step:
        paths = [*files, *(_fetched(programme, address, kept, step) if fetch else ())]
        _run(
            lambda report, earlier: import_cordis(
                paths,
                report,
                rules=chosen,
                also=countries,
                snapshot=f"{snapshot:%Y-%m-%d}" if snapshot else "",
                whole=whole,
                earlier=earlier,
                progress=step,
            ),
            store,
            format,
            step,
            where,
        )


@import_group.command("ror")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@_snapshot
@_whole
@_store
@_format
@_elsewhere
def ror(
    file: Path, snapshot: Any, whole: bool | None, store: str, format: str, **where: Any
) -> None:
    """Import organisations from a data dump of ROR.

    FILE is the zip or JSON file of the dump (schema 2). Only organisations of the other registers
    are taken, with their parents and successors.

    Example: eucn import ror v1.70-2025-09-01-ror-data.zip
    """
    from graph.registers.importing import import_ror

    with progress() as step:
        _run(
            lambda report, earlier: [
                import_ror(
                    file,
                    report,
                    snapshot=f"{snapshot:%Y-%m-%d}" if snapshot else "",
                    whole=whole,
                    earlier=earlier,
                    progress=step,
                )
            ],
            store,
            format,
            step,
            where,
        )


@import_group.command("changes")
@_store
@click.option("--snapshot", metavar="DATE", default="", help="By default the newest.")
def changes(store: str, snapshot: str) -> None:
    """List what a newer snapshot of a register changed.

    One line for each project, participation and organisation that is new, changed or gone since
    the snapshot before.

    Example: eucn import changes --store .store
    """
    from graph.importing.comparing import snapshots

    found = list(snapshots(store, snapshot))
    if not found:
        fail("no register was imported into this store; run `eucn import cordis FILE`")
    for line in found:
        click.echo(line)


def _countries(also: str) -> frozenset[str]:
    from graph.registers.columns import columns
    from graph.registers.cordis import known_countries

    found = set()
    for part in also.replace(",", " ").split():
        code = columns().countries.get(part.upper(), part.upper())
        if code not in known_countries():
            fail(f"--also {part}: no such country; write its ISO code, such as TW", CALL_WRONG)
        found.add(code)
    return frozenset(found)


def _fetched(
    programmes: tuple[str, ...], address: str, kept: Path, step: Callable[[str], None]
) -> list[Path]:
    from graph.registers.declaration import declarations
    from graph.registers.downloading import download

    wanted = programmes or ("horizon-europe",)
    if address and len(wanted) > 1:
        fail("--address is one download; name one --programme", CALL_WRONG)
    known = declarations()
    return [
        download(address or known[f"cordis-{name}"].download, kept / "downloads", step)
        for name in wanted
    ]


def _run(
    make: Callable[[Any, Any], list[Imported]],
    store: str,
    format: str,
    step: Callable[[str], None],
    where: dict[str, Any],
) -> None:
    """Read, keep the tables, write the layers, tell; the exit code says whether all was well."""
    from graph.identity.imported import judge_imported
    from graph.importing.keeping import Aside
    from graph.importing.storing import Tables, check_store, store_tables
    from graph.registers.importing import ImportFailed, earlier_tables
    from graph.registers.kept import kept_folder
    from graph.registers.pace import Pace
    from graph.registers.report import Report

    check_store(store)
    report, earlier = Report(pace=Pace(step)), earlier_tables(kept_folder(store))
    try:
        made = make(report, earlier)
    except ImportFailed as error:
        _tell(report, [], format, "")
        fail(error, DATA_WRONG)
    aside = Aside(kept_folder(store))
    try:
        folders = [aside.write(one, earlier(one.declaration.dataset)) for one in made]
        told = [_summary(one) for one in made]
        made.clear()  # a whole register takes hundreds of megabytes, and so does making its layers
        judged = len(judge_imported(kept_folder(store), progress=step, new=aside.folder))
        tables = Tables(folders, aside.folder if judged else kept_folder(store))
        done = store_tables(store, tables, step, **where)
        aside.keep()
    finally:
        aside.close()
    if judged:
        done += f"\nwho is who: {judged:,} judgements (eucn links --store {store})"
    _tell(report, told, format, done)
    if not report.sound:
        sys.exit(DATA_WRONG)


def _summary(one: Imported) -> dict[str, Any]:
    return {
        "dataset": one.declaration.dataset,
        "snapshot": one.declaration.snapshot,
        "counts": one.extract.counts(),
        "changes": one.changes.counts() if one.changes else "",
    }


def _tell(report: Report, made: list[dict[str, Any]], format: str, done: str) -> None:
    if format == "json":
        data = report.as_json()
        data["datasets"] = [
            {
                "dataset": one["dataset"],
                "snapshot": one["snapshot"],
                **one["counts"],
                "changes": one["changes"],
            }
            for one in made
        ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in report.lines():
        click.echo(line)
    for one in made:
        counts = ", ".join(f"{count:,} {what}" for what, count in one["counts"].items())
        click.echo(f"{one['dataset']} of {one['snapshot']}: {counts}")
        if one["changes"]:
            click.echo(f"  since the snapshot before: {one['changes']}")
    if done:
        click.echo(done)
