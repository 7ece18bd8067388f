"""What extraction hands around: things, mentions, statements, candidates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

CLASSES = (
    "Project", "Partner", "Cluster", "ClusterPartnership", "Agreement", "Dialogue",
    "DialogueSession", "Event", "Programme", "Person", "Place", "Country", "Initiative",
    "Policy", "SourceDocument",
)  # fmt: skip
"""Classes a candidate may have. Partner is any organisation, as in DESIGN.md."""


@dataclass(frozen=True)
class Thing:
    """An entity by class and by its name as the text prints it (one line)."""

    cls: str
    name: str

    def as_json(self) -> dict[str, str]:
        """As in a line of the JSONL."""
        return {"class": self.cls, "name": self.name}


@dataclass
class Mention:
    """A name in the text. Mentions of one entity share ``thing`` once co-reference is done."""

    thing: Thing
    start: int
    end: int
    rule: str
    confidence: float
    acronym: str | None = None
    ordinal: int | None = None
    series: str | None = None
    """For a session: the name of its dialogue, as printed inside the mention."""
    country: tuple[Thing, int, int] | None = None
    """The country in brackets behind the name, with its place."""
    generic: bool = False
    """A common noun ("a cooperation agreement"): an entity only where something is said of it."""

    @property
    def cls(self) -> str:
        """Return the class of the thing named."""
        return self.thing.cls


@dataclass(frozen=True)
class Candidate:
    """One thing the text may say: an entity, or a statement about one, with its passage."""

    subject: Thing
    start: int
    end: int
    confidence: float
    rule: str
    property: str | None = None
    object: Thing | str | None = None
    datatype: str | None = None
    normaliser: str | None = None
    """How the value follows from the quote (see ``normalisers.py``)."""
    currency: str | None = None
    also: tuple[tuple[int, int], ...] = ()
    """Where else the subject or object is named, when the passage does not."""
    polarity: str = "said"
    """``said``, ``negated`` or ``planned``."""
    parts: tuple[tuple[str, Thing | str], ...] = ()
    """What a person told of a participation, a post, a figure: the record writes a mapping."""
    why: str | None = None
    """Why a person infers it, where the text does not say it: a record has it in place of ``at``."""

    vouched: str = ""
    """What vouches for it (``calibration``)."""
    beside: tuple[str, ...] = ()
    """What else tells how likely it is right (``circumstances``)."""

    def key(self) -> tuple[Any, ...]:
        """Return what makes two candidates the same statement."""
        return (self.subject, self.property, self.object, self.parts)

    def things(self) -> list[Thing]:
        """Return every thing that a candidate names, its subject first."""
        named = [self.subject, self.object, *(value for _, value in self.parts)]
        return [thing for thing in named if isinstance(thing, Thing)]

    def with_confidence(self, confidence: float) -> Candidate:
        """Return the same, as sure as told."""
        return replace(self, confidence=round(confidence, 2))

    def as_json(self) -> dict[str, Any]:
        """Return one line of the JSONL, as DESIGN.md has it; keys without a value are left out."""
        row: dict[str, Any] = {"subject": self.subject.as_json()}
        if self.property is not None:
            row["property"] = self.property
            if self.parts:
                row["parts"] = {key: _told(value) for key, value in self.parts}
            else:
                row["object"] = _told(self.object)
        for name in ("datatype", "currency"):
            if (value := getattr(self, name)) is not None:
                row[name] = value
        row |= {"start": self.start, "end": self.end, "confidence": self.confidence}
        row["rule"] = self.rule
        if self.normaliser:
            row["normaliser"] = self.normaliser
        if self.also:
            row["also"] = [list(span) for span in self.also]
        if self.why is not None:
            row["why"] = self.why
        if self.polarity != "said":
            row["polarity"] = self.polarity
        return row


def _told(value: Thing | str | None) -> Any:
    return value.as_json() if isinstance(value, Thing) else value


@dataclass
class Found:
    """Everything extraction found in one text."""

    entities: list[Candidate] = field(default_factory=list)
    statements: list[Candidate] = field(default_factory=list)
    set_aside: list[Candidate] = field(default_factory=list)
    """Seen, but negated or only planned: shown to the reviewer, never counted as said."""

    @property
    def candidates(self) -> list[Candidate]:
        """Entities and statements in the order of the text."""
        return sorted(
            [*self.entities, *self.statements], key=lambda c: (c.start, c.end, c.property or "")
        )
