"""What a record holds once it is read: statements with their evidence, still without RDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal, URIRef

from graph.records.text import Span


@dataclass(frozen=True)
class Origin:
    """Where a statement was written: for messages and for the evidence of curation."""

    file: str
    line: int
    field: str


@dataclass(frozen=True)
class Evidence:
    """What supports a statement.

    ``at`` is the passage that says it (None for curation, which has ``why`` instead),
    ``also`` the second places that name subject or object.
    """

    at: Span | None
    also: tuple[Span, ...] = ()
    confidence: str = "0.95"
    note: str | None = None
    cites: tuple[str, ...] = ()
    contradicts: bool = False
    why: str | None = None
    table: bool = False
    quote: str | None = None
    """The words of the passage, where the record may keep them."""


@dataclass(frozen=True)
class Statement:
    """One triple a record asserts. ``subject`` is an id, ``key`` the record's key."""

    subject: str
    key: str
    predicate: URIRef
    object: URIRef | Literal
    evidence: Evidence
    origin: Origin


@dataclass(frozen=True)
class Section:
    """A heading and the position where its part of the text starts."""

    start: int
    heading: str


@dataclass(frozen=True)
class Page:
    """The number of a page and the position where its text starts."""

    start: int
    number: int


@dataclass
class Record:
    """One file of ``sources/``: a document's statements, or the curation's."""

    path: Path
    document: str
    language: str
    obtained: str = "1970-01-01"
    """The day on which the document was read (YYYY-MM-DD)."""
    file: str | None = None
    sha256: str | None = None
    characters: int | None = None
    sections: list[Section] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    """Empty where the document has no pages, such as a page of the web."""
    passages: dict[Span, str] = field(default_factory=dict)
    entities: dict[str, Origin] = field(default_factory=dict)
    """Ids that have a block here, nodes written inside others included."""
    statements: list[Statement] = field(default_factory=list)
    line: int = 1
    """Where the document's id is written."""
    draft: bool = False
    """Not reviewed yet: validated as any record, but no part of the graph."""
    keeps_quotes: bool = False
    """Whether the text's words may stand in the record beside their place."""

    def section(self, position: int) -> str | None:
        """Return the heading under which a position stands."""
        heading = None
        for section in self.sections:
            if section.start > position:
                break
            heading = section.heading
        return heading

    def page(self, position: int) -> int | None:
        """Return the number of the page on which a position stands."""
        number = None
        for page in self.pages:
            if page.start > position:
                break
            number = page.number
        return number


@dataclass(frozen=True)
class RegisterEntry:
    """An entity's names and outside identities as the curator settled them."""

    identifier: str
    origin: Origin
    label: dict[str, str] = field(default_factory=dict)
    other: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()
    replaced_by: str | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    """Why it has its label: by language, or under ``""`` for the label as such."""
    translated: set[str] = field(default_factory=set)
    """The languages whose label the curator translated."""
