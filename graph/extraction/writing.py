"""Writing a draft and its text where records and texts are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from graph.errors import EucnError
from graph.extraction.document import Document, write_text
from graph.extraction.draft import draft_of, slug_of
from graph.extraction.keeping import is_draft, remember, written
from graph.extraction.matching import Known
from graph.extraction.model import Candidate
from graph.files import write_whole
from graph.paths import SOURCES
from graph.records.load import load_sources
from graph.records.problems import RecordError, shown
from graph.records.schema import load_schema


def known_names(folder: Path = SOURCES) -> Known:
    """Return the names of the records; of none where they cannot be read."""
    try:
        return Known(load_sources(folder))
    except RecordError:
        return Known(None)


def text_file(document: Document, slug: str, folder: Path | None) -> Path:
    """Return the file with the document's normalised text; written where it is not there
    already.
    """
    given = Path(document.source)
    target = folder or (given.parent if given.exists() else Path())
    beside = folder is None or given.resolve().parent == folder.resolve()
    if beside and given.exists() and given.read_bytes() == document.text.encode():
        return given
    document.name = slug
    return write_text(document, target)


def write_draft(
    document: Document,
    candidates: Iterable[Candidate],
    output: Path | None,
    documents: Path | None,
    keep: bool,
) -> tuple[Path | None, str]:
    """Write the draft to ``output``; without it the text of the draft is returned instead."""
    slug = slug_of(output) if output is not None else slug_of(Path(document.source))
    if output is not None:
        _guard(document, output, documents)
    source = text_file(document, slug, documents) if output is not None else Path(document.source)
    every = list(candidates)
    draft = draft_of(document, every, load_schema(), known_names())
    record = draft.yaml(slug, source.name, keep)
    if output is None:
        return None, record
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, record.encode())
    remember(source.parent, output.stem, record)
    facts = sum(map(len, draft.facts.values()))
    new = sum(not re.match(r"document/", i) for i in draft.facts)
    return output, (
        f"a draft of {len(every)} candidates to decide, written as {facts} facts about {new} things "
        f"(a name may tell a kind, too), its text in {shown(source)}. "
        f"Next: eucn review {shown(output)}, or eucn curate {shown(source.parent)}"
    )


def _guard(document: Document, output: Path, documents: Path | None) -> None:
    """Refuse to write a draft over what a person has worked on. Raises EucnError."""
    if not output.exists():
        return
    there = output.read_text("utf-8", "replace")
    folder = documents or Path(document.source).parent
    names = (Path(document.source).stem, document.name, slug_of(output))
    logs = [folder / f"{name}.decisions.jsonl" for name in names]
    decided = next((log for log in logs if log.exists() and log.stat().st_size), None)
    last = written(folder, output.stem)
    file = shown(output)
    if not is_draft(there):
        why = "is a record already, not a draft"
    elif decided is not None:
        why = f"has decisions in {shown(decided)}"
    elif not last.exists() or last.read_text("utf-8") != there:
        why = "was changed since it was written, or written otherwise"
    else:
        return
    raise EucnError(
        f"{file} {why}; nothing was written. To go on with it: eucn curate {shown(folder)}, or "
        f"eucn review {file}. To begin anew: name another file with -o, or move {file} away"
    )
