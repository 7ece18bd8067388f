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
    kept: Path, folder: Path = IDENTITY, progress: Progress = lambda step: None
) -> list[Judgement]:
    """Judge the participants in imported tables that the project's own extracts do not have.

    ``kept`` is the folder of imported tables (``.store-registers``); an imported ROR takes the
    place of the extract. The judgements are written to ``identity/`` there, and returned.
    """
    known = extract_participants()
    ours = {party.id for party in known}
    tables = sorted(kept.glob("cordis-*/organization.csv"))
    lines = (line for path in tables for line in read_table(path, OrganisationLine))
    imported = merged(party for line in lines if (party := participant(line)))
    new = [party for party in imported if party.id not in ours]
    if not new:
        return []
    there = (kept / "ror" / "organization.csv").exists()
    ror = Index(ror_in(kept / "ror") if there else extract_ror())
    persons = [one for one in read_judgements(folder) if one.by_person] if folder.is_dir() else []
    made = judge_register(new, ror, persons, progress)
    write_machine(kept / FOLDER / _FILE, made)
    return made


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
