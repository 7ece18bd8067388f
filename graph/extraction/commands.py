"""The commands ``eucn extract``, ``review``, ``curate``, and what ``diff`` says of a record."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.command_line import fail, progress
from graph.errors import CALL_WRONG
from graph.languages import LANGUAGES, of_environment

if TYPE_CHECKING:
    from graph.extraction.document import Document
    from graph.extraction.model import Candidate


def register(main: click.Group) -> None:
    """Add the commands of this module to the command line."""
    main.add_command(extract)
    main.add_command(review)


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
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="EUCN_DOCUMENTS",
    metavar="DIR",
    help="Where the text of the draft goes; beside the file by default (EUCN_DOCUMENTS).",
)
@click.option("--keep-quotes", is_flag=True, help="Licence or owner allow the text's words.")
@click.option(
    "--proposals",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.jsonl",
    help="Candidates of any tool; each is grounded in the text again, or refused with the reason.",
)
@click.option(
    "--model",
    metavar="URL",
    help="Ask a language model there (OpenAI-compatible; key from EUCN_MODEL_KEY), and verify.",
)
@click.option("--model-name", default="default", show_default=True, help="Which model to ask for.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds for one answer.")
@click.option("--language", help="Language of the texts, where it should not be guessed.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Only as sure.")
@click.option(
    "--match/--no-match",
    default=True,
    show_default=True,
    help="With jsonl: what each name is known as, in records and registers.",
)
def extract(
    files: tuple[str, ...],
    format: str | None,
    output: Path | None,
    documents: Path | None,
    keep_quotes: bool,
    proposals: Path | None,
    model: str | None,
    model_name: str,
    timeout: float,
    language: str | None,
    confidence: float,
    match: bool,
) -> None:
    """Find candidates for facts in texts (txt, html, pdf, docx).

    Nothing is a fact before a person has accepted it: eucn curate, or eucn review.

    Example: eucn extract notice.pdf --format jsonl
    """
    from graph.extraction.documents import documents as read_documents
    from graph.extraction.extract import extract as find
    from graph.extraction.proposals import proposed
    from graph.extraction.writing import known_names
    from graph.paths import SOURCES

    if format == "jsonl" and output is not None:
        fail("-o writes a draft; for candidates redirect the output: > FILE.jsonl", CALL_WRONG)
    if (proposals is not None or model is not None) and len(files) > 1:
        fail("--proposals and --model are about one document; give one", CALL_WRONG)
    if output is not None and len(files) > 1:
        fail("-o names one draft; give one document, or leave -o out", CALL_WRONG)
    messages: list[str] = []
    lines: list[str] = []
    drafts: list[tuple[Document, list[Candidate]]] = []
    with progress() as say:
        known = known_names(SOURCES) if match and format == "jsonl" else None
        for document in read_documents(list(files), say):
            say(f"{document.source}: reading")
            document.language = language or document.language
            if proposals is not None or model is not None:
                kept, refused = proposed(document, proposals, model, model_name, timeout, say)
                messages += refused
            else:
                kept = find(document.text, document.language).candidates
            kept = [c for c in kept if c.confidence >= confidence]
            if format != "jsonl":
                drafts.append((document, kept))
                continue
            for candidate in kept:
                row = candidate.as_json()
                if known is not None and candidate.property is None:
                    row |= known.told(candidate.subject)
                if (page := document.page_of(candidate.start)) is not None:
                    row["page"] = page
                if len(files) > 1 or Path(files[0]).is_dir():
                    row["file"] = document.source
                lines.append(json.dumps(row, ensure_ascii=False))
    for message in messages:
        click.echo(message, err=True)
    for line in lines:
        click.echo(line)
    for document, kept in drafts:
        from graph.extraction.writing import write_draft

        path, told = write_draft(document, kept, output, documents, keep_quotes)
        click.echo(told if path is None else f"wrote {path}: {told}", err=path is not None)


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="EUCN_DOCUMENTS",
    metavar="DIR",
    help="Folder with the text of the draft (EUCN_DOCUMENTS).",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of questions and terms; that of the locale by default.",
)
def review(draft: Path, documents: Path | None, lang: str | None) -> None:
    """Accept, change or reject the candidates of a draft.

    The decisions are those of eucn curate: what was begun there goes on here.

    Example: eucn review sources/notice.yaml --documents texts/
    """
    from graph.extraction.documents import read
    from graph.extraction.finishing import finish
    from graph.extraction.review import Review
    from graph.extraction.terminal import run
    from graph.extraction.verify import Refused
    from graph.extraction.wording.speaking import Wording
    from graph.extraction.writing import known_names
    from graph.records.schema import load_ontology, schema_from
    from graph.records.text import document_path
    from graph.records.yaml_nodes import read_yaml

    header = dict(dict(read_yaml(draft).items())["document"].items()) if draft.exists() else {}
    file = header["file"].text if "file" in header else None
    if not file:
        fail(f"{draft}: document: needs 'file:', the text's name")
    folder = documents or draft.parent
    path = document_path(folder, file)
    if not path.exists():
        fail(f"{path}: no such text; say where it is: --documents DIR", CALL_WRONG)
    ontology = load_ontology()
    schema = schema_from(ontology)
    wording = Wording.of(ontology, schema, lang or of_environment(os.environ))
    opened = Review.open(read(path), schema, known_names(draft.parent), folder)
    keep = header["quotes"].text == "keep" if "quotes" in header else False

    def ask(question: str) -> str:
        try:
            return str(click.prompt(question, default="", show_default=False))
        except click.Abort:
            click.echo("\n" + wording("left"))
            raise SystemExit(0) from None

    if run(opened, ask, click.echo, wording):
        try:
            written, problems = finish(opened, draft.parent, folder, keep, draft.stem)
        except Refused as error:
            fail(wording.reason(error))
        for problem in problems:
            click.echo(problem)
        for left in opened.left_out:
            click.echo(wording("left_out", left))
        click.echo(wording("stays_draft" if problems else "written", written))


def diff_record(record: Path, text: Path, before: Path | None, everything: bool) -> None:
    """Print what a newer text of a document moved, altered or dropped of its record.

    Ends with 1 where a fact has to be looked at again.
    """
    from graph.extraction.anchors import anchored
    from graph.extraction.documents import read
    from graph.records.problems import RecordError
    from graph.records.reader import Reader
    from graph.records.schema import load_schema
    from graph.records.text import SourceText

    reader = Reader(load_schema())
    found = reader.record(record)
    if found is None or not found.passages:
        raise RecordError(reader.problems)
    old = SourceText.read(before).text if before is not None else None
    anchors = anchored(found, read(text).text, old)
    for anchor in anchors:
        if anchor.outcome != "same" or everything:
            where = f" -> {anchor.new}" if anchor.new is not None else ""
            click.echo(f"{anchor.outcome:9} {anchor.old}{where}  {'; '.join(anchor.facts)}")
            if anchor.outcome == "altered":
                click.echo(f"          was: {anchor.before}\n          now: {anchor.after}")
    counts = {
        o: sum(a.outcome == o for a in anchors) for o in ("same", "moved", "altered", "vanished")
    }
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    if counts["altered"] or counts["vanished"]:
        raise SystemExit(1)
