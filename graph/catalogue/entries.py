"""The values of the catalogue: entities, concepts and terms with their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from graph.languages import best


@dataclass(frozen=True, slots=True)
class Name:
    """A text with its language code (``""`` where it has none)."""

    text: str
    language: str = ""


def choose(labels: Mapping[str, str], language: str) -> Name | None:
    """Return the label to show with its language, None where there is none."""
    found = best(labels, language)
    return None if found is None else Name(labels[found], found)


def readable(iri: str) -> str:
    """Return the last part of an IRI as words, for things that have no name at all."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].replace("-", " ")


@dataclass(slots=True)
class Entry:
    """One entity and what lists show of it.

    ``start`` and ``end`` are ISO dates (YYYY-MM-DD), the widest bounds that any document gives;
    ``dates`` are the values as documents write them, by property. Concepts, countries and places
    are IRIs. ``documents`` counts the claims of each document about the entity,
    ``rows`` the rows of each data set of a register; ``uses`` counts the
    entities that name it as their place or country; ``hidden`` ones are only there for their name,
    like a country that no document mentions.
    """

    iri: str
    category: str
    labels: dict[str, str] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)
    """Words of the sources about it: not names, but found by a search."""
    told: set[str] = field(default_factory=set)
    """What is told of it in our own words, in English."""
    stated: set[str] = field(default_factory=set)
    """What sources state of it in sentences, as properties: what is lacking, its aims."""
    values: set[str] = field(default_factory=set)
    """The numbers that a figure is."""
    units: set[str] = field(default_factory=set)
    """What a figure counts, and how exactly."""
    summaries: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    """Every place it is or took place in: those that the build handed on or added above too."""
    offices: set[str] = field(default_factory=set)
    frames: set[str] = field(default_factory=set)
    """Whose it is: who organises an event, and what it is held under; people ask for it by them."""
    functions: set[str] = field(default_factory=set)
    """What a person does: the roles of the posts that the person holds."""
    bodies: set[str] = field(default_factory=set)
    """Where a person holds a post."""
    statuses: set[str] = field(default_factory=set)
    standings: set[str] = field(default_factory=set)
    """How it stands on the day of the data; ``statuses`` are what sources said on theirs."""
    partners: set[str] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)
    dates: dict[str, set[str]] = field(default_factory=dict)
    identifiers: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    whose: set[str] = field(default_factory=set)
    """Of what a figure is, or an outcome: its name alone does not say so."""
    targets: set[str] = field(default_factory=set)
    documents: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    uses: int = 0
    hidden: bool = False
    coordinators: set[str] = field(default_factory=set)
    programmes: set[str] = field(default_factory=set)
    """What a project is funded under."""
    actions: set[str] = field(default_factory=set)
    """Types of action of a project."""
    sums: set[str] = field(default_factory=set)
    """All amounts in euro that sources give for a project, in digits."""
    euro: Decimal | None = None
    """EU contribution: of a project as a whole, of an organisation its own net share."""
    grants: int = 0
    """In how many projects of registers it takes part."""

    def label(self, language: str = "en") -> Name:
        """Return the name to show: preferred label, else a name or summary, else the slug."""
        chosen = choose(self.labels, language)
        if chosen is None and self.names:
            own = [name for name in self.names if name.language == language]
            chosen = (own or self.names)[0]
        if chosen is None:
            chosen = choose(self.summaries, language)
        return chosen or Name(readable(self.iri))

    def other_names(self, language: str = "en") -> list[Name]:
        """Return every other spelling, each once, in the order of languages and letters."""
        shown = self.label(language).text
        preferred = [Name(text, tag) for tag, text in self.labels.items()]
        names = {name for name in [*preferred, *self.names] if name.text != shown}
        return sorted(names, key=lambda name: (name.language, name.text.casefold()))

    def date_text(self) -> str:
        """Return when it was, as written: ``2018-07``, ``2019-01-01/2021-06-30``, or nothing."""
        at = sorted(self.dates.get("date") or self.dates.get("action") or ())
        if at:
            return " ".join(at)
        start = sorted(self.dates.get("startDate", ()))
        end = sorted(self.dates.get("endDate", ()))
        return f"{start[0] if start else ''}/{end[-1] if end else ''}" if start or end else ""

    @property
    def evidence(self) -> int:
        """Return how many claims of documents and rows of registers are about the entity."""
        return sum(self.documents.values()) + sum(self.rows.values())


@dataclass(frozen=True, slots=True, order=True)
class Alike:
    """What may be the same as another thing (``possibly``), is a ``part`` of it, or its ``whole``.

    ``source`` is the claim or judgement that says so, with its ``reason`` in English.
    """

    kind: str
    other: str
    source: str
    reason: str = ""


@dataclass(slots=True)
class Concept:
    """A concept of a vocabulary; ``scheme`` is the IRI of its scheme, ``broader`` of a concept."""

    iri: str
    scheme: str
    notation: str = ""
    broader: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    others: list[Name] = field(default_factory=list)
    """Other names and short forms."""

    def label(self, language: str = "en") -> Name:
        """Return its name in a language, or in the next one that has a name."""
        return choose(self.labels, language) or Name(readable(self.iri))


@dataclass(slots=True)
class Term:
    """A class or property of the ontology. ``derived`` terms are written by the build only."""

    iri: str
    is_class: bool
    derived: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def label(self, language: str = "en") -> Name:
        """Return its name in a language, or in the next one that has a name."""
        return choose(self.labels, language) or Name(readable(self.iri))
