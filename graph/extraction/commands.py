"""The commands ``eucn extract``, ``review``, ``curate`` and ``diff``, registered by eucn.py."""

from __future__ import annotations

import json
from pathlib import Path

import click

from graph.command_line import progress


def register(main: click.Group) -> None:
    """Add the commands of this module to the command line."""
    main.add_command(extract)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "format",
    type=click.Choice(["jsonl", "yaml"]),
    default=None,
    help="jsonl: one candidate a line; yaml: a draft record (the default with -o).",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The draft.")
@click.option("--language", help="Language of the texts, where it should not be guessed.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Only as sure.")
def extract(
    files: tuple[str, ...],
    format: str | None,
    output: Path | None,
    language: str | None,
    confidence: float,
) -> None:
    """Find candidates for facts in texts (txt, html, pdf, docx).

    Nothing is a fact before a person has accepted it: eucn curate, or eucn review.

    Example: eucn extract notice.pdf --format jsonl
    """
    from graph.extraction.documents import documents
    from graph.extraction.extract import extract as find

    lines: list[str] = []
    with progress() as say:
        for document in documents(list(files), say):
            say(f"{document.source}: reading")
            found = find(document.text, language or document.language)
            for candidate in found.candidates:
                if candidate.confidence >= confidence:
                    row = candidate.as_json()
                    if (page := document.page_of(candidate.start)) is not None:
                        row["page"] = page
                    if len(files) > 1 or Path(files[0]).is_dir():
                        row["file"] = document.source
                    lines.append(json.dumps(row, ensure_ascii=False))
    for line in lines:
        click.echo(line)
