"""From quotes to places: turn the quotes of a draft into positions in the document.

A curator writes ``quote: …`` (and ``line:`` where the words occur more than once); this
module replaces them, in the text of the file, by ``at: START-END``, adds the second places
where subject or object are named, and keeps the list of passage digests at the end of the
file up to date. Everything else in the file, comments included, stays as it was written:
the result is read again before it is written, and compared.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.files import write_whole
from graph.iris import is_id
from graph.records.characters import whole_number
from graph.records.problems import Problem, RecordError, shown
from graph.records.rewriting import Edit, Plain, apply, plain, quoted, with_passages
from graph.records.text import SourceText, Span, TextError, document_path, stands_in
from graph.records.values import one_line, suggestion
from graph.records.yaml_nodes import Value, parse_yaml, read_text

OPTIONS = frozenset(
    {"at", "also", "quote", "line", "confidence", "note", "cites", "contradicts", "why", "table"}
)
"""Keys of a fact that are not its property."""


@dataclass
class _Placing:
    file: str
    source: SourceText
    problems: list[Problem] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    spans: set[Span] = field(default_factory=set)
    named: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)
    """Where each entity is named, and how: filled from the name facts before the rest."""

    keeps_quotes: bool = False
    lines: list[str] = field(default_factory=list)
    """The lines of the record's file."""
    expected: dict[int, Plain] = field(default_factory=dict)
    """What must be read where a value of the input stood, by ``id`` of the Value."""

    def problem(self, value: Value, name: str, message: str) -> None:
        self.problems.append(Problem(self.file, value.line, name, message))

    def ends_line(self, position: tuple[int, int]) -> bool:
        """Return whether nothing but white space stands behind a place of the record's file."""
        line = self.lines[position[0] - 1] if position[0] <= len(self.lines) else ""
        return not line[position[1] - 1 :].strip()

    def words(self, quote: Value) -> str | None:
        """Return the words of a quote; None and a problem where it is not one text."""
        if not quote.text or not quote.text.strip():
            self.problem(quote, "quote", "must be one text, the words as printed")
            return None
        return quote.text

    def locate(self, quote: str, line: Value | None, at: Value) -> Span | None:
        number = whole_number(line.text) if line is not None else None
        if line is not None and not number:
            self.problem(line, "line", "must be a line number of the document, from 1")
            return None
        spans = self.source.find(quote, number)
        if len(spans) == 1:
            return spans[0]
        if not spans:
            message = "is not in the document" + (
                f" on line {number} or after it" if number else ""
            )
            message += "; quote it as printed"
        else:
            lines = ", ".join(str(self.source.line_of(span.start)) for span in spans[:12])
            message = f"appears {len(spans)} times (lines {lines}); add 'line: N'"
        self.problems.append(Problem(self.file, at.line, quote[:60], message))
        return None

    def span(self, value: Value) -> Span | None:
        """Return a place written as ``10-42``, as a quote, or as ``{quote, line}``."""
        if value.text is not None:
            if (span := Span.parse(value.text)) is not None:
                return self.within(span, value)
            return self.locate(value.text, None, value)
        entries = dict(value.items())
        quote = entries.get("quote")
        if quote is None or quote.text is None:
            self.problems.append(
                Problem(self.file, value.line, "also", "give START-END, a quote, or {quote, line}")
            )
            return None
        return self.locate(quote.text, entries.get("line"), value)

    def within(self, span: Span, value: Value) -> Span | None:
        """Return a place that was given as such, if the document is that long."""
        length = len(self.source.text)
        if span.end <= length:
            return span
        self.problem(value, str(span), f"ends after the end of the document ({length} characters)")
        return None


def place(text: str, value: Value, file: str, source: SourceText) -> str:
    """Return the record's text with every quote turned into a place.

    ``value`` is ``text`` read by ``read_yaml``. Raises RecordError with all quotes that do
    not stand in the document, or stand there more than once without a line.
    """
    work = _Placing(file, source, lines=text.split("\n"))
    document = dict(value.items()).get("document")
    entities = dict(value.items()).get("entities")
    if document is not None:
        quotes = dict(document.items()).get("quotes")
        work.keeps_quotes = quotes is not None and quotes.text == "keep"
        _header(work, document)
    facts = list(_facts(work, entities)) if entities is not None else []
    primary: dict[int, Span | None] = {}
    placed_before = document is not None and "sha256" in dict(document.items())
    for identifier, fact in facts:
        span = primary[id(fact)] = _primary(work, identifier, fact, placed_before)
        if span is None:
            continue
        entries = dict(fact.items())
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
    result = with_passages(apply(text, work.edits), work.spans, source)
    _check(work, value, text, result)
    return result


def _facts(work: _Placing, entities: Value) -> Iterator[tuple[str, Value]]:
    for identifier, facts in entities.items():
        for fact in facts.elements():
            if isinstance(fact.data, dict):
                yield identifier, fact
            else:
                work.problem(fact, identifier, "a fact is '- key: value' with 'quote:'")


def _primary(work: _Placing, identifier: str, fact: Value, placed_before: bool) -> Span | None:
    """Return the place of a fact itself, from its quote or as it was given."""
    entries = dict(fact.items())
    quote, at = entries.get("quote"), entries.get("at")
    if quote is not None and at is not None and work.keeps_quotes:
        return work.within(found, at) if (found := Span.parse(at.text or "")) else None
    if quote is not None and at is not None:
        work.problem(quote, "quote", "is given beside 'at:'; keep one of them")
        return None
    if quote is not None:
        words = work.words(quote)
        return work.locate(words, entries.get("line"), quote) if words is not None else None
    if at is None and "why" in entries:
        return None  # an inference stands nowhere
    if at is None:
        others = [key for key in entries if key not in OPTIONS]
        near = next((key for key in others if suggestion(key, ["quote"])), None)
        message = "has no 'quote:'" + (f"; did you mean that by '{near}:'?" if near else "")
        work.problem(fact, identifier, message)
        return None
    if not placed_before:
        message = "a place in a record without 'sha256:' of its text; give the quote instead"
        work.problem(at, "at", message)
    if (span := Span.parse(at.text or "")) is None:
        work.problem(at, "at", "must be START-END, whole numbers, start before end")
        return None
    return work.within(span, at)


def _check(work: _Placing, value: Value, text: str, result: str) -> None:
    """Refuse a result that says anything else than the input with its quotes placed.

    A file can be written in ways (odd quoting, comments in unusual places) in which replacing
    parts of its text goes wrong; then nothing may be written.
    """

    def expected(value: Value) -> Plain:
        if id(value) in work.expected:
            return work.expected[id(value)]
        if isinstance(value.data, dict):
            return {key: expected(child) for key, child in value.data.items()}
        if isinstance(value.data, list):
            return [expected(child) for child in value.data]
        return value.data

    def differs(value: Value, found: Plain) -> Value | None:
        """Return the innermost value that is not read back as it should be."""
        if expected(value) == found:
            return None
        if id(value) in work.expected:
            return value
        children: list[tuple[Value, Plain]] = []
        if isinstance(value.data, list) and isinstance(found, list):
            children = list(zip(value.data, found, strict=False))
        elif isinstance(value.data, dict) and isinstance(found, dict):
            children = [(v, found[key]) for key, v in value.data.items() if key in found]
        inner = (differs(child, other) for child, other in children)
        return next((child for child in inner if child is not None), value)

    rows: Plain = {str(span): work.source.passage_sha256(span) for span in work.spans}
    line = value.line
    found = _read(result)
    if found is None:
        line = _broken(text, work.edits) or line
    elif isinstance(found, dict) and found.pop("passages", {}) == rows:
        entries = dict(value.items())
        entries.pop("passages", None)
        rest = Value(entries, value.line, value.column, value.end)
        odd = differs(rest, found)
        line = odd.line if odd is not None else 0
    if line:
        message = (
            "is written in a way in which its quotes cannot be replaced; write it as in "
            "docs/curators-guide.md, one 'key: value' per line"
        )
        raise RecordError([Problem(work.file, line, "", message)])


def _read(text: str) -> Plain | None:
    try:
        return plain(parse_yaml(text, ""))
    except RecordError:
        return None


def _broken(text: str, edits: list[Edit]) -> int | None:
    """Return the line of the first edit that makes the text unreadable, if one of them does."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    count = bisect.bisect_left(
        range(len(ordered) + 1), True, key=lambda n: _read(apply(text, ordered[:n])) is None
    )
    return ordered[count - 1].start[0] if 0 < count <= len(ordered) else None


def _scalars(value: Value) -> list[str]:
    if value.text is not None:
        return [value.text]
    children = value.data if isinstance(value.data, list) else list(dict(value.items()).values())
    return [text for child in children for text in _scalars(child)]


def _header(work: _Placing, document: Value) -> None:
    entries = dict(document.items())
    sections = entries["sections"].elements() if "sections" in entries else []
    for section in sections:
        parts = dict(section.items())
        quote = parts.get("quote")
        if quote is None or (words := work.words(quote)) is None:
            continue
        if (span := work.locate(words, parts.get("line"), quote)) is not None:
            heading = one_line(parts.get("heading", quote).text or "")
            new = f"{{start: {span.start}, heading: {quoted(heading)}}}"
            work.edits.append(Edit((section.line, section.column), section.end, new))
            kept = {k: plain(v) for k, v in parts.items() if k not in ("quote", "line")}
            work.expected[id(section)] = kept | {"start": str(span.start), "heading": heading}
    last = document.keys[next(reversed(document.keys))] if document.keys else document
    separator = ", " if document.flow else "\n" + " " * (last.column - 1)
    extra: dict[str, Plain] = {
        "sha256": work.source.sha256,
        "characters": str(len(work.source.text)),
    }
    for key, expected in extra.items():
        if key in entries:
            found = entries[key]
            work.edits.append(Edit((found.line, found.column), found.end, str(expected)))
        else:
            here = (last.line, last.column)
            work.edits.append(Edit(here, here, f"{key}: {expected}{separator}"))
    kept = {key: plain(value) for key, value in entries.items()}
    if sections:
        told = [work.expected.get(id(section), plain(section)) for section in sections]
        kept["sections"] = told if isinstance(entries["sections"].data, list) else told[0]
    work.expected[id(document)] = kept | extra


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
    said = {key: plain(v) for key, v in entries.items() if key not in ("quote", "at", "also")}
    keep = work.keeps_quotes and "quote" in entries
    if "quote" in entries:
        said.pop("line", None)
    if keep:
        said["quote"] = plain(entries["quote"])
    said["at"] = str(span)
    if also or "also" in entries:
        said["also"] = str(also[0]) if len(also) == 1 else [str(second) for second in also]
    work.expected[id(fact)] = said
    separator = ", " if fact.flow else "\n" + " " * (fact.column - 1)
    anchor = entries.get("quote") or entries["at"]
    key = fact.keys.get("quote") or fact.keys["at"]
    new = f"at: {span}"
    hint = "" if keep or "at" in entries else _names_at(work, identifier, objects, entries, span)
    if hint and not fact.flow:
        new += f"  # {hint}"
    if also and "also" not in entries:
        new += f"{separator}also: {_spans(also)}"
    if keep and "at" in entries:
        if also and "also" not in entries:
            at_key = fact.keys["at"]
            work.edits.append(Edit((at_key.line, at_key.column), entries["at"].end, new))
    elif keep:
        # The quote stays where it is, and its place comes before it.
        here = (key.line, key.column)
        work.edits.append(Edit(here, here, new + separator))
    else:
        work.edits.append(Edit((key.line, key.column), anchor.end, new))
    if hint and fact.flow and fact.line == fact.end[0] and work.ends_line(fact.end):
        work.edits.append(Edit(fact.end, fact.end, f"  # {hint}"))
    if "also" in entries and (also != before or entries["also"].text != _spans(also)):
        old = entries["also"]
        work.edits.append(Edit((old.line, old.column), old.end, _spans(also)))
    if "line" in entries and "quote" in entries:
        work.edits.append(
            Edit((fact.keys["line"].line, fact.keys["line"].column), entries["line"].end, "")
        )


def _names_at(
    work: _Placing, identifier: str, objects: list[str], entries: dict[str, Value], span: Span
) -> str:
    """Return what can be told of a passage without its words: the names and numbers in it.

    A record whose quotes are gone can then still be read by eye.
    """
    if "name" in entries or "acronym" in entries:
        return ""
    passage = work.source.passage(span)
    found: dict[str, int] = {}
    for entity in [identifier, *objects]:
        for _, name in work.named.get(entity, []):
            if stands_in(name, passage):
                found[name] = passage.find(name)
    for match in _NUMBER.finditer(passage):
        found.setdefault(one_line(match[0]), match.start())
    kept = [n for n in found if not any(n != other and n in other for other in found)]
    text = " / ".join(sorted(kept, key=lambda name: found[name]))
    return text if len(text) <= 120 else text[:117] + "..."


_NUMBER = re.compile(
    r"(?:[0-9]{1,2}\.? )?"
    r"(?:(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*\.? )?"
    r"[0-9][0-9 .,]*[0-9]|[0-9]",
    re.IGNORECASE,
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


def place_file(path: Path, output: Path, documents: Path) -> None:
    """Place the quotes of one record or draft and write the result to ``output``.

    The output is written whole or not at all, with the line ends of the input (those of its
    first line, where they are mixed) and its byte order mark. Raises RecordError; nothing is
    written then.
    """
    file = shown(path)
    text = read_text(path)
    ends = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    text = text.replace("\r\n", "\n")
    value = parse_yaml(text, file)
    document = dict(value.items()).get("document")
    name = dict(document.items()).get("file") if document is not None else None
    if document is None or name is None or not name.text:
        line = (name or document or value).line
        raise RecordError([Problem(file, line, "document", "needs 'file:', the text's name")])
    try:
        source = SourceText.read(document_path(documents, name.text))
    except TextError as error:
        raise RecordError([Problem(file, name.line, "file", str(error))]) from None
    _same_text(path, document, source)
    result = place(text, value, file, source).replace("\n", ends).encode()
    try:
        if path.read_bytes().startswith(codecs.BOM_UTF8):
            result = codecs.BOM_UTF8 + result
        output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(output, result)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot be written: {reason}; name another file with -o"
        raise RecordError([Problem(shown(output), 0, "", message)]) from None


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
