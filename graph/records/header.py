"""Reading the head of a record: which document it is, its text, its sections, its passages."""

from __future__ import annotations

import re
from pathlib import Path

from graph import iris
from graph.records.characters import whole_number
from graph.records.collector import Collector
from graph.records.model import Page, Record, Section
from graph.records.text import Span
from graph.records.values import LANGUAGES, date_literal
from graph.records.yaml_nodes import Value

CURATION = "document/curation"
CURATION_FILE = "curation.yaml"
RESERVED = frozenset(
    graph.removeprefix(str(iris.GRAPH))
    for graph in (
        iris.DERIVED_GRAPH,
        iris.ANALYSIS_GRAPH,
        iris.ONTOLOGY_GRAPH,
        iris.VOCABULARY_GRAPH,
    )
)
"""Names of graphs that hold no document: a document of that name would be mixed into them."""

HEADER = (
    "id",
    "file",
    "language",
    "obtained",
    "quotes",
    "draft",
    "sha256",
    "characters",
    "sections",
    "pages",
)
QUOTES = ("keep", "names")
"""``quotes: keep`` where licence or owner allow the text's words in the record."""
_YEARS = range(2000, 2100)


def read_header(collector: Collector, path: Path, value: Value) -> Record:
    """Return the record a file is, still without statements."""
    record = Record(path, "document/unknown", "en", line=value.line)
    entries = collector.mapping(value, "document", "id, file, language, sha256, characters")
    if entries is None:
        return record
    _identify(collector, record, value, entries.pop("id", None))
    _text(collector, record, value, entries)
    obtained = entries.pop("obtained", None)
    record.obtained = _day(collector, value, obtained) or record.obtained
    record.draft = collector.flag(entries.pop("draft", None), "draft")
    quotes = entries.pop("quotes", None)
    if quotes is not None and quotes.text not in QUOTES:
        message = "must be 'keep' (licence or owner allow the text's words here) or 'names'"
        collector.problem(quotes, "quotes", message)
    record.keeps_quotes = quotes is not None and quotes.text == "keep"
    for section in collector.some(entries.pop("sections", None), "sections"):
        _section(collector, record, section)
    record.sections.sort(key=lambda section: section.start)
    for page in collector.some(entries.pop("pages", None), "pages"):
        _page(collector, record, page)
    record.pages.sort(key=lambda page: page.start)
    for name, left in entries.items():
        collector.unknown(left, name, HEADER)
    return record


def _identify(collector: Collector, record: Record, header: Value, value: Value | None) -> None:
    text = (value.text if value is not None else None) or ""
    at = value or header
    if not text.startswith("document/"):
        collector.problem(at, "id", "needs an id of the form document/slug")
    elif not iris.is_id(text):
        message = f"'{text}' is not a valid id; write document/slug, lower-case words joined by '-'"
        collector.problem(at, "id", message)
    elif text.removeprefix("document/") in RESERVED:
        collector.problem(at, "id", f"'{text}' is kept for a part of the graph; take another")
    elif text == CURATION and record.path.name != CURATION_FILE:
        message = f"'{text}' is for {CURATION_FILE} only; give this document an id of its own"
        collector.problem(at, "id", message)
    else:
        record.document, record.line = text, at.line


def _text(collector: Collector, record: Record, header: Value, entries: dict[str, Value]) -> None:
    """What the header says of the document's text; curation has none."""
    if record.document != CURATION:
        for key in ("file", "sha256", "characters"):
            if key not in entries:
                collector.problem(header, key, "is missing; run eucn place on this file")
    if (language := entries.pop("language", None)) is not None:
        tag = collector.words(language, "language")
        if tag is not None and tag in LANGUAGES:
            record.language = tag
        elif tag is not None:
            known = ", ".join(sorted(LANGUAGES))
            collector.problem(language, "language", f"'{tag}' is unknown; one of {known}")
    record.file = collector.words(entries.pop("file", None), "file")
    if (digest := entries.pop("sha256", None)) is not None:
        record.sha256 = digest.text
        if not _is_digest(digest):
            collector.problem(digest, "sha256", "must be 64 hex digits; run eucn place")
    if (characters := entries.pop("characters", None)) is not None:
        record.characters = whole_number(characters.text)
        if record.characters is None:
            collector.problem(characters, "characters", "must be a whole number; run eucn place")


def _day(collector: Collector, header: Value, value: Value | None) -> str | None:
    text = (value.text if value is not None else None) or ""
    if len(text) == len("YYYY-MM-DD") and date_literal(text) is not None:
        if int(text[:4]) in _YEARS:
            return text
        message = f"'{text}' cannot be the day of reading; a year from 2000 to 2099"
        collector.problem(value or header, "obtained", message)
        return None
    message = "needs the day of reading, YYYY-MM-DD, a day of the calendar"
    collector.problem(value or header, "obtained", message)
    return None


def _section(collector: Collector, record: Record, value: Value) -> None:
    parts = dict(value.items())
    if "quote" in parts:
        message = "a quote without its place; run 'eucn place' to turn quotes into places"
        collector.problem(value, "sections", message)
        return
    start, heading = parts.pop("start", None), parts.pop("heading", None)
    position = whole_number(start.text) if start is not None else None
    if position is None or heading is None:
        collector.problem(value, "sections", "write {start: N, heading: text}, N a whole number")
        return
    for name, left in parts.items():
        collector.unknown(left, name, ["start", "heading"])
    if (words := collector.words(heading, "heading")) is not None:
        record.sections.append(Section(position, words))


def _page(collector: Collector, record: Record, value: Value) -> None:
    parts = dict(value.items())
    start, number = parts.pop("start", None), parts.pop("page", None)
    position = whole_number(start.text) if start is not None else None
    printed = whole_number(number.text) if number is not None else None
    if position is None or not printed:
        collector.problem(value, "pages", "write {start: N, page: N}, whole numbers, pages from 1")
        return
    for name, left in parts.items():
        collector.unknown(left, name, ["start", "page"])
    if any(page.start == position for page in record.pages):
        collector.problem(value, "pages", f"two pages start at {position}; keep one")
        return
    record.pages.append(Page(position, printed))


def read_passage(collector: Collector, record: Record, name: str, value: Value) -> None:
    """One line of ``passages:``, a place and the SHA-256 of what stands there."""
    span = Span.parse(name)
    if span is None:
        collector.problem(value, name, "a passage is START-END, start before end")
    elif not _is_digest(value):
        collector.problem(value, name, "needs the SHA-256 of the passage; run eucn place")
    elif span in record.passages:
        collector.problem(value, name, f"appears twice here, as {span}; run eucn place")
    else:
        record.passages[span] = value.text or ""


def _is_digest(value: Value) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", value.text or "") is not None
