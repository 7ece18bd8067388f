"""What a briefing is made of: sentences, numbers, a chart, what follows, lists, sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext


@dataclass(frozen=True, slots=True)
class Number:
    """One of the five numbers, and what it counts."""

    text: str
    label: str


@dataclass(slots=True)
class Chart:
    """Bars with their labels; ``note`` says what is not drawn."""

    title: str
    bars: list[tuple[str, int]] = field(default_factory=list)
    note: str = ""

    @property
    def most(self) -> int:
        """Return the largest value."""
        return max((count for _label, count in self.bars), default=0)


@dataclass(slots=True)
class Item:
    """A line of a list: the name with its address, what is said of it, numbers of sources."""

    text: str
    iri: str = ""
    name: str = ""
    side: str = ""
    """The class of a side; the text names the side too, for print in grey."""
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A list with its heading; ``more`` entries are only counted."""

    key: str
    title: str
    items: list[Item] = field(default_factory=list)
    more: int = 0
    once: int | None = None
    """How many there are, where some stand under several names."""

    @property
    def total(self) -> int:
        """Return how many entries there are, named or only counted; each once."""
        return len(self.items) + self.more if self.once is None else self.once


@dataclass(slots=True)
class Sheet:
    """A whole briefing in one language."""

    title: str
    iri: str
    day: str
    sentences: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    """Name and IRI, in the order of their numbers."""
    whole: bool = False
    """Whether it is about everything that there is."""

    @property
    def caution(self) -> str:
        """Return what a reader has to know before reading."""
        return str(gettext("It reports what the sources say, not what has been verified."))
