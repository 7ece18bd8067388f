"""Checking records against the documents: does the text say, there, what the record says?

Needs the documents; the build does not. What is checked is what a program can check: the
digests, and that the names, numbers and dates of a statement stand in its passages. That
the passage *means* it remains the reader's work.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import SKOS, XSD, Graph, Literal, URIRef

from graph import iris
from graph.paths import ONTOLOGY
from graph.records.load import Sources
from graph.records.model import Record, Statement
from graph.records.problems import Problem, shown
from graph.records.schema import Kind
from graph.records.text import (
    SourceText,
    Span,
    TextError,
    date_missing,
    document_path,
    names_the_first,
    normal,
    numbers_in,
    stands_in,
    years_in,
)

# Nodes are nameless, figures and outcomes are called by our own summary: the text cannot
# name them. A document does not name itself in every sentence either.
_NAMELESS = frozenset({"Relation", "Figure", "Outcome", "SourceDocument"})
_NUMBERS = frozenset({XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger})


@dataclass(frozen=True)
class Readings:
    """What is read beyond plain digits and names of months: without these, nothing."""

    number: Callable[[str, float, str], bool] = lambda key, number, passage: False
    """Whether a passage gives a number of a property."""
    day: Callable[[str, str, list[Span]], bool] = lambda value, text, spans: False
    """Whether places of a text give a day together."""


@dataclass
class Coverage:
    """How much of a document carries statements."""

    document: str
    characters: int
    covered: int
    gaps: list[tuple[int, str]] = field(default_factory=list)
    """Line and text of the stretches without a statement, longest first."""


def check_evidence(
    sources: Sources, documents: Path, ontology: Path = ONTOLOGY, read: Readings = Readings()
) -> list[Problem]:
    """Return every way in which the records disagree with the documents in a folder.

    A record whose text is not in the folder is not compared: see ``not_compared``.
    """
    names = _Names(sources, ontology)
    problems: list[Problem] = []
    absent = not_compared(sources, documents)
    for record in sources.records:
        if record.file is None or record in absent:
            continue
        try:
            text = SourceText.read(document_path(documents, record.file))
        except TextError as error:
            problems.append(Problem(shown(record.path), 0, "file", str(error)))
            continue
        if text.sha256 != record.sha256:
            problems.append(
                Problem(
                    shown(record.path),
                    0,
                    "sha256",
                    f"{documents / record.file} is not the text this record was placed in; put "
                    "that text back, or place the record anew from quotes",
                )
            )
            continue
        problems += _check_record(sources, record, text, names, read)
    return sorted(problems)


def not_compared(sources: Sources, documents: Path) -> list[Record]:
    """Return the records of documents whose text is not in a folder."""
    return [
        record
        for record in sources.records
        if record.file is not None and _is_absent(documents / record.file)
    ]


def _is_absent(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:  # it may be there, but cannot be looked at: reading it tells why
        return False


class _Names:
    """By what names an entity may be called in a passage of a document."""

    def __init__(self, sources: Sources, ontology: Path) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        for statement in sources.statements:
            if statement.key in ("name", "acronym", "prefLabel", "altLabel"):
                self.names[statement.subject].add(str(statement.object))
        for country, label in _countries(ontology):
            self.names[country].add(label)


@functools.cache
def _countries(ontology: Path) -> list[tuple[str, str]]:
    """Return what countries are called, by their ids."""
    found = []
    for path in (ontology / "countries.ttl", ontology / "country-adjectives.ttl"):
        graph = Graph()
        if path.exists():
            graph.parse(path, format="turtle")
        for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation):
            for subject, label in graph.subject_objects(predicate):
                if (country := iris.identifier(str(subject))) is not None:
                    found.append((country, str(label)))
    return found


def _check_record(
    sources: Sources, record: Record, text: SourceText, names: _Names, read: Readings
) -> Iterator[Problem]:
    for span, expected in record.passages.items():
        if text.passage_sha256(span) != expected:
            yield Problem(
                shown(record.path), 0, str(span), "the passage has another SHA-256; run eucn place"
            )
    for statement in record.statements:
        kept, at = statement.evidence.quote, statement.evidence.at
        if kept is not None and at is not None and normal(kept) != normal(text.passage(at)):
            origin = statement.origin
            message = f"the quote is not what stands at {at}; run eucn place"
            yield Problem(origin.file, origin.line, f"{statement.subject} {origin.field}", message)
    named = {s.subject for s in record.statements if s.key in ("name", "acronym")}
    rank = iris.concept("unit", "rank")
    ranks = {s.subject for s in record.statements if s.key == "unit" and s.object == rank}
    for statement in record.statements:
        for message in _missing(sources, record, statement, text, names, named, ranks, read):
            origin = statement.origin
            yield Problem(origin.file, origin.line, f"{statement.subject} {origin.field}", message)


def _missing(
    sources: Sources,
    record: Record,
    statement: Statement,
    text: SourceText,
    names: _Names,
    named: set[str],
    ranks: set[str],
    read: Readings,
) -> Iterator[str]:
    evidence = statement.evidence
    if evidence.at is None:
        return
    spans = [evidence.at, *evidence.also]
    passage = " \n ".join(text.passage(span) for span in spans)
    places = ", ".join(map(str, spans))
    for identifier in _entities(statement):
        found = sources.schema.class_of(identifier)
        if found is None or found.ancestors & _NAMELESS:
            continue
        known = names.names.get(identifier, set())
        if identifier in record.entities and identifier not in named:
            continue  # the document tells of it without a name; curation gave it one
        if known and not any(stands_in(name, passage) for name in known):
            yield f"no name of {identifier} is found at {places}; add a second place with 'also:'"
    value = statement.object
    term = sources.schema.properties.get(statement.key)
    if not isinstance(value, Literal) or term is None:
        return
    if value.datatype in _NUMBERS:
        number = float(str(value))
        first = number == 1 and statement.subject in ranks and names_the_first(passage)
        told = years_in(passage) if statement.key == "durationYears" else numbers_in(passage)
        if not first and number not in told and not read.number(statement.key, number, passage):
            yield f"the number {value} is not found at {places}"
    elif term.kind is Kind.DATE:
        parts = date_missing(str(value), passage)
        # A day told by another: "on the second day", with the place of the days that are meant.
        if parts and not read.day(str(value), text.text, spans):
            yield f"{' and '.join(parts)} of the date {value} is not named at {places}"
    elif term.verbatim and not stands_in(str(value), passage):
        yield f"'{value}' is not found at {places}"


def _entities(statement: Statement) -> list[str]:
    if statement.key in ("name", "acronym"):
        return []
    targets = [statement.subject]
    if isinstance(statement.object, URIRef):
        target = iris.identifier(statement.object)
        if target is not None and not target.startswith("vocabulary/"):
            targets.append(target)
    return targets


def coverage(record: Record, text: SourceText) -> Coverage:
    """Return which part of a document's words carries a statement, and the stretches that do
    not.
    """
    carried = bytearray(len(text.text))
    for statement in record.statements:
        for span in (statement.evidence.at, *statement.evidence.also):
            if span is not None:
                carried[span.start : span.end] = b"\1" * (span.end - span.start)
    letters = [i for i, character in enumerate(text.text) if not character.isspace()]
    covered = sum(carried[i] for i in letters)
    gaps: list[tuple[int, str]] = []
    for span in _uncarried(carried):
        words = " ".join(text.passage(span).split())
        if any(character.isalnum() for character in words):
            gaps.append((text.line_of(span.start), words))
    gaps.sort(key=lambda gap: -len(gap[1]))
    return Coverage(record.document, len(letters), covered, gaps)


def _uncarried(carried: bytearray) -> Iterator[Span]:
    start = None
    for position, flag in enumerate([*carried, 1]):
        if flag and start is not None:
            yield Span(start, position)
            start = None
        elif not flag and start is None:
            start = position
