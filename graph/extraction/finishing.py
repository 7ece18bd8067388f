"""From a review to a record: written, validated as every record is, or put back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from graph.extraction.draft import slug_of
from graph.extraction.keeping import kept, remember
from graph.extraction.readings import READINGS
from graph.extraction.refusals import Refusal, refusals
from graph.extraction.review import Review
from graph.files import write_whole
from graph.records.evidence import check_evidence
from graph.records.load import Sources, load_sources
from graph.records.problems import RecordError
from graph.records.reader import Reader


def finish(
    review: Review, sources: Path, documents: Path, keep: bool, name: str = ""
) -> tuple[Path, list[str]]:
    """Write the record of the accepted facts; returns it, and what is wrong with it.

    What a person wrote into the record meanwhile stays; raises Refused where that is not
    possible. Where something is wrong the record stays a draft, so that a build is never broken
    by it.
    """
    name = name or slug_of(Path(review.document.name))
    path = sources / f"{name}.yaml"
    file = f"{review.document.name}.txt"
    draft = review.draft()
    review.left_out = list(draft.left_out)
    ours = draft.yaml(name, file, keep, draft=False)
    whole = kept(path, documents, ours)
    write_whole(path, whole.encode())
    problems = problems_of(path, sources, documents)
    if problems:
        put_back(path)
    remember(documents, name, ours)
    return path, problems


def refused_now(review: Review, documents: Path, language: str) -> list[Refusal]:
    """Return what the check would refuse of a record of what is accepted so far; none is written."""
    name = slug_of(Path(review.document.name))
    draft = review.draft()
    if not draft.facts:
        return []
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        text = draft.yaml(name, f"{review.document.name}.txt", draft=False)
        path.write_text(text, encoding="utf-8")
        reader = Reader(review.schema)
        record = reader.record(path)
        problems = reader.problems
        if record is not None and not problems:
            problems = check_evidence(Sources(review.schema, [record]), documents, read=READINGS)
        return refusals(review, path, map(str, problems), language)


def is_draft(path: Path) -> bool:
    """Return whether a record is a draft, which no build takes."""
    head = path.read_text("utf-8").partition("\nentities:\n")[0]
    return "\n  draft: true\n" in head + "\n"


def put_back(path: Path) -> None:
    """Make a record a draft."""
    if not is_draft(path):
        whole = path.read_text("utf-8")
        whole = whole.replace("\nentities:\n", "\n  draft: true\nentities:\n", 1)
        write_whole(path, whole.encode())


def problems_of(path: Path, sources: Path, documents: Path) -> list[str]:
    """Return what the readers of records say about one of them, in words."""
    try:
        found = load_sources(sources)
    except RecordError as error:
        return [str(p) for p in error.problems if Path(p.file).name == path.name] or [str(error)]
    told = check_evidence(found, documents, read=READINGS)
    return [str(p) for p in told if Path(p.file).name == path.name]
