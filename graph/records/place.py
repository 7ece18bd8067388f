"""From quotes to places: turn the quotes of a draft into positions in the document.

A curator writes ``quote: …`` (and ``line:`` where the words occur more than once); this
module replaces them, in the text of the file, by ``at: START-END``, adds the second places
where subject or object are named, and keeps the list of passage digests at the end of the
file up to date. Everything else in the file, comments included, stays as it was written.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.iris import is_id
from graph.records.problems import Problem, RecordError, shown
from graph.records.text import SourceText, Span, TextError, document_path, stands_in
from graph.records.yaml_nodes import Value, read_yaml

OPTIONS = frozenset(
    {"at", "also", "quote", "line", "confidence", "note", "cites", "contradicts", "why", "table"}
)
"""Keys of a fact that are not its property."""


@dataclass
class _Edit:
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass
class _Placing:
    file: str
    source: SourceText
    problems: list[Problem] = field(default_factory=list)
    edits: list[_Edit] = field(default_factory=list)
    spans: set[Span] = field(default_factory=set)
    named: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)
    """Where each entity is named, and how: filled from the name facts before the rest."""

    def locate(self, quote: str, line: Value | None, at: Value) -> Span | None:
        number = int(line.text) if line is not None and line.text and line.text.isdigit() else None
        spans = self.source.find(quote, number)
        if len(spans) == 1:
            return spans[0]
        if not spans:
            message = "does not stand in the document" + (
                f" on line {number} or after it" if number else ""
            )
            message += "; quote it as printed"
        else:
            lines = ", ".join(str(self.source.line_of(span.start)) for span in spans[:12])
            message = f"stands {len(spans)} times (lines {lines}); add 'line: N'"
        self.problems.append(Problem(self.file, at.line, quote[:60], message))
        return None

    def span(self, value: Value) -> Span | None:
        """A place written as ``10-42``, as a quote, or as ``{quote, line}``."""
        if value.text is not None:
            return Span.parse(value.text) or self.locate(value.text, None, value)
        entries = dict(value.items())
        quote = entries.get("quote")
        if quote is None or quote.text is None:
            self.problems.append(
                Problem(self.file, value.line, "also", "give START-END, a quote, or {quote, line}")
            )
            return None
        return self.locate(quote.text, entries.get("line"), value)


def place(text: str, value: Value, file: str, source: SourceText) -> str:
    """The record's text with every quote turned into a place.

    ``value`` is ``text`` read by ``read_yaml``. Raises RecordError with all quotes that do
    not stand in the document, or stand there more than once without a line.
    """
    work = _Placing(file, source)
    document = dict(value.items()).get("document")
    entities = dict(value.items()).get("entities")
    if document is not None:
        _header(work, document)
    facts = list(_facts(entities)) if entities is not None else []
    primary: dict[int, Span | None] = {}
    placed_before = document is not None and "sha256" in dict(document.items())
    for identifier, fact in facts:
        entries = dict(fact.items())
        span = None
        if "at" in entries and "quote" not in entries and not placed_before:
            work.problems.append(
                Problem(
                    file,
                    entries["at"].line,
                    "at",
                    "a place in a record without 'sha256:' of its text; give the quote instead",
                )
            )
        if (quote := entries.get("quote")) is not None and quote.text is not None:
            span = work.locate(quote.text, entries.get("line"), quote)
        elif (at := entries.get("at")) is not None and at.text is not None:
            span = Span.parse(at.text)
        primary[id(fact)] = span
        if span is None:
            continue
        for key in ("name", "acronym"):
            if key in entries:
                for name in _scalars(entries[key]):
                    work.named.setdefault(identifier, []).append((span, name))
    for identifier, fact in facts:
        span = primary[id(fact)]
        if span is not None:
            _fact(work, identifier, fact, span)
    if work.problems:
        raise RecordError(work.problems)
    result = _apply(text, work.edits)
    return _with_passages(result, work.spans, source)


def _facts(entities: Value) -> Iterator[tuple[str, Value]]:
    for identifier, facts in entities.items():
        for fact in facts.elements():
            if isinstance(fact.data, dict):
                yield identifier, fact


def _scalars(value: Value) -> list[str]:
    if value.text is not None:
        return [value.text]
    children = value.data if isinstance(value.data, list) else list(dict(value.items()).values())
    return [text for child in children for text in _scalars(child)]


def _header(work: _Placing, document: Value) -> None:
    entries = dict(document.items())
    for section in entries["sections"].elements() if "sections" in entries else []:
        parts = dict(section.items())
        quote = parts.get("quote")
        if quote is None or quote.text is None:
            continue
        if (span := work.locate(quote.text, parts.get("line"), quote)) is not None:
            heading = re.sub(r"\s+", " ", parts.get("heading", quote).text or "")
            new = f"{{start: {span.start}, heading: {_quoted(heading)}}}"
            work.edits.append(_Edit((section.line, section.column), section.end, new))
    last = document.keys[next(reversed(document.keys))] if document.keys else document
    extra = {"sha256": work.source.sha256, "characters": str(len(work.source.text))}
    for key, expected in extra.items():
        if key in entries:
            found = entries[key]
            work.edits.append(_Edit((found.line, found.column), found.end, expected))
        else:
            indent = " " * (last.column - 1)
            work.edits.append(
                _Edit(
                    (last.line, last.column),
                    (last.line, last.column),
                    f"{key}: {expected}\n{indent}",
                )
            )


def _fact(work: _Placing, identifier: str, fact: Value, span: Span) -> None:
    entries = dict(fact.items())
    work.spans.add(span)
    also: list[Span] = []
    for value in entries["also"].elements() if "also" in entries else []:
        if (second := work.span(value)) is not None and second not in also:
            also.append(second)
    before = list(also)
    objects = [
        text
        for key, value in entries.items()
        if key not in OPTIONS or (key == "cites" and OPTIONS.issuperset(entries))
        for text in _scalars(value)
        if is_id(text)
    ]
    if "name" not in entries:
        for entity in [identifier, *objects]:
            second = _second_place(work, entity, [span, *also])
            if second is not None:
                also.append(second)
    work.spans.update(also)
    separator = ", " if fact.flow else "\n" + " " * (fact.column - 1)
    anchor = entries.get("quote") or entries["at"]
    key = fact.keys.get("quote") or fact.keys["at"]
    new = f"at: {span}"
    if also and "also" not in entries:
        new += f"{separator}also: {_spans(also)}"
    work.edits.append(_Edit((key.line, key.column), anchor.end, new))
    if "also" in entries and (also != before or entries["also"].text != _spans(also)):
        old = entries["also"]
        work.edits.append(_Edit((old.line, old.column), old.end, _spans(also)))
    if "line" in entries and "quote" in entries:
        work.edits.append(
            _Edit((fact.keys["line"].line, fact.keys["line"].column), entries["line"].end, "")
        )


def _second_place(work: _Placing, entity: str, have: list[Span]) -> Span | None:
    named = work.named.get(entity)
    if not named:
        return None
    for span in have:
        passage = work.source.passage(span)
        if any(stands_in(name, passage) for _, name in named):
            return None
    before = [span for span, _ in named if span.start <= have[0].start]
    return max(before) if before else min(span for span, _ in named)


def _spans(spans: list[Span]) -> str:
    return str(spans[0]) if len(spans) == 1 else "[" + ", ".join(map(str, spans)) + "]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_GONE = "\x00"


def _apply(text: str, edits: list[_Edit]) -> str:
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(position: tuple[int, int]) -> int:
        return starts[min(position[0] - 1, len(lines))] + position[1] - 1

    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        start, end = offset(edit.start), offset(edit.end)
        removed = text[start:end]
        # A block scalar ends where the next token starts: keep the white space before that.
        end -= len(removed) - len(removed.rstrip())
        text = text[:start] + (edit.text or _GONE) + text[end:]
    text = re.sub(rf"\n[ \t]*{_GONE}[ \t]*(?=\n|$)", "", text)
    text = re.sub(rf",\s*{_GONE}|{_GONE}\s*,\s*", "", text)
    # A removed key that stood behind the dash of its list item leaves the dash to the next key.
    return re.sub(rf"{_GONE}\s*", "", text)


def _with_passages(text: str, spans: set[Span], source: SourceText) -> str:
    text = re.sub(r"(?ms)^passages:.*?(?=^\S|\Z)", "", text).rstrip("\n")
    rows = [f"  {span}: {source.passage_sha256(span)}" for span in sorted(spans)]
    return text + "\n\npassages:\n" + "\n".join(rows) + "\n" if rows else text + "\n"


def place_file(path: Path, output: Path, documents: Path) -> None:
    """Place the quotes of one record or draft and write the result to ``output``.

    The output is written whole or not at all. Raises RecordError; nothing is written then.
    """
    value = read_yaml(path)
    document = dict(value.items()).get("document")
    file = dict(document.items()).get("file") if document is not None else None
    if document is None or file is None or file.text is None:
        raise RecordError([Problem(shown(path), 1, "document", "needs 'file:', the text's name")])
    try:
        source = SourceText.read(document_path(documents, file.text))
    except TextError as error:
        raise RecordError([Problem(shown(path), file.line, "file", str(error))]) from None
    _same_text(path, document, source)
    text = path.read_text(encoding="utf-8-sig")
    result = place(text, value, shown(path), source)
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=output.parent, prefix=output.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(result)
    Path(temporary).replace(output)
    output.chmod(0o644)


def _same_text(path: Path, document: Value, source: SourceText) -> None:
    """Refuse to place a record in another text than the one its places were found in.

    The old places would point at other words, and new digests would hide it.
    """
    digest = dict(document.items()).get("sha256")
    if digest is not None and digest.text != source.sha256:
        message = (
            "the text is not the one this record was placed in; put that text back, or, if the "
            "document has changed, remove 'sha256:' and give every fact its quote again"
        )
        raise RecordError([Problem(shown(path), digest.line, "sha256", message)])


def main(arguments: list[str]) -> int:
    """``python -m graph.records.place DRAFT OUTPUT [DOCUMENTS]``."""
    from graph.paths import ROOT

    documents = Path(arguments[2]) if len(arguments) > 2 else ROOT.parent / "shared" / "sources"
    try:
        place_file(Path(arguments[0]), Path(arguments[1]), documents)
    except RecordError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
