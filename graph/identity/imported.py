"""Judgements on what was imported: kept with the imported tables, beside the store."""

from __future__ import annotations

from pathlib import Path

from graph.identity.index import Index
from graph.identity.judgements import IDENTITY, Judgement, read_judgements, write_machine
from graph.identity.make import Progress, judge_register
from graph.identity.parties import (
    extract_participants,
    extract_ror,
    merged,
    participant,
    ror_in,
)
from graph.registers.extract_tables import OrganisationLine, read_table

FOLDER = "identity"
_FILE = "machine-import.csv"


def judge_imported(
    kept: Path,
    folder: Path = IDENTITY,
    progress: Progress = lambda step: None,
    new: Path | None = None,
) -> list[Judgement]:
    """Judge the participants in imported tables that the project's own extracts do not have.

    ``kept`` is the folder of imported tables (``.store-registers``); an imported ROR takes the
    place of the extract. Tables in the folder ``new`` take the place of those kept. The judgements
    are written to ``identity/`` in ``new``, in ``kept`` where there is none, and returned.
    """
    tables = _tables(kept) | (_tables(new) if new is not None else {})
    known = {party.id for party in extract_participants()}
    ror = tables.pop("ror", None)
    lines = (line for path in tables.values() for line in read_table(path, OrganisationLine))
    imported = merged(party for line in lines if (party := participant(line)))
    others = [party for party in imported if party.id not in known]
    if not others:
        return []
    records = Index(ror_in(ror.parent) if ror else extract_ror())
    persons = [one for one in read_judgements(folder) if one.by_person] if folder.is_dir() else []
    made = judge_register(others, records, persons, progress)
    write_machine((new or kept) / FOLDER / _FILE, made)
    return made


def _tables(folder: Path) -> dict[str, Path]:
    found = sorted(folder.glob("*/organization.csv"))
    return {path.parent.name: path for path in found if path.parent.name[0] != "."}


def imported_files(kept: Path) -> list[Path]:
    """Return the files with judgements on imported participants."""
    return sorted((kept / FOLDER).glob("*.csv"))


def kept_judgements(kept: Path) -> list[Judgement]:
    """Return the judgements on imported participants. Raises RecordError with file and line."""
    return read_judgements(kept / FOLDER) if (kept / FOLDER).is_dir() else []


def with_imported(folder: Path, kept: Path) -> list[Judgement]:
    """Return the judgements of a folder, and those on imported participants that it does not
    have.
    """
    here = read_judgements(folder) if folder.is_dir() else []
    pairs = {one.pair for one in here}
    return [*here, *(one for one in kept_judgements(kept) if one.pair not in pairs)]
