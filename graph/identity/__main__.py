"""Write the machine's judgements of the extracts anew: ``python -m graph.identity [ROR-FILE]``.

With a download of ROR all its records are compared, so that the extract of ROR can be cut to
those that are judged to be wanted; without, those of the extract.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from graph.command_line import progress
from graph.identity.documents import RegisterProject
from graph.identity.index import Index
from graph.identity.judgements import IDENTITY, read_judgements, write_machine
from graph.identity.make import consistent, judge_documents, judge_register, kind_of
from graph.identity.parties import (
    document_parties,
    extract_participants,
    extract_projects,
    extract_ror,
    ror_party,
)
from graph.records.load import load_sources
from graph.registers.report import Report
from graph.registers.ror import read_ror

KINDS = ("pic-ror", "pic-pic", "document", "project")


@click.command()
@click.argument("ror_file", required=False, type=click.Path(exists=True, path_type=Path))
def main(ror_file: Path | None) -> None:
    """Judge the extracts and the documents, and write sources/identity/machine-*.csv."""
    persons = [one for one in read_judgements() if one.by_person] if IDENTITY.exists() else []
    with progress() as step:
        step("reading")
        records = (
            [ror_party(record) for record in read_ror(ror_file, Report())]
            if ror_file
            else extract_ror()
        )
        ror = Index(records)
        participants = extract_participants()
        known: list[RegisterProject] = extract_projects()
        sources = load_sources()
        found = judge_register(participants, ror, persons, step)
        by_id = {party.id: party for party in participants}
        parties = document_parties(sources)
        projects, about = judge_documents(sources, parties, ror, known, by_id, persons)
    groups: dict[str, list] = {kind: [] for kind in KINDS}  # type: ignore[type-arg]
    for one in [*found, *projects, *about]:
        groups[kind_of(one)].append(one)
    made = consistent(groups, persons)
    for kind in KINDS:
        write_machine(IDENTITY / f"machine-{kind}.csv", made.get(kind, []))
        count = Counter(one.relation for one in made.get(kind, []))
        click.echo(f"{kind}: " + ", ".join(f"{n:,} {what}" for what, n in sorted(count.items())))


if __name__ == "__main__":
    main()
