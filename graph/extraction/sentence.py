"""One segment with everything that was found in it, as the rules of relations read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.extraction.amounts import Amount, find_amounts
from graph.extraction.dates import DateSpan
from graph.extraction.lexicon import LATIN, alternatives, compiled, table
from graph.extraction.model import Mention, Thing
from graph.extraction.near_days import every_date
from graph.extraction.segments import Segment
from graph.extraction.tokens import Token, tokens


@dataclass
class Sentence:
    """A segment, its mentions, dates and amounts; all places are those of the document."""

    segment: Segment
    mentions: list[Mention] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    language: str = "en"
    pairs: list[list[Mention]] = field(default_factory=list)
    """Where it speaks of "the two universities": the two that are meant, at the place of these words."""

    @classmethod
    def read(
        cls, segment: Segment, language: str, of_text: str | None = None, day: str | None = None
    ) -> Sentence:
        """Return a sentence with its dates and amounts, still without names.

        ``of_text`` gives days their year, ``day`` is the one the text bears itself.
        """
        offset = segment.start
        dates = [
            DateSpan(d.start + offset, d.end + offset, d.first, d.last, d.vague, d.of_text)
            for d in every_date(segment.flat, of_text, day)
        ]
        amounts = [
            Amount(a.start + offset, a.end + offset, a.value, a.currency)
            for a in find_amounts(segment.flat)
        ]
        return cls(segment, [], dates, amounts, language)

    @property
    def flat(self) -> str:
        """Return the segment's text."""
        return self.segment.flat

    @property
    def start(self) -> int:
        """Return where it starts in the document."""
        return self.segment.start

    def text(self, start: int, end: int) -> str:
        """Return a stretch by places of the document."""
        return self.flat[max(0, start - self.start) : max(0, end - self.start)]

    def tokens(self) -> list[Token]:
        """Return its words."""
        return tokens(self.flat, self.start)

    def of(self, *classes: str) -> list[Mention]:
        """Return its mentions of some classes, in order."""
        return [m for m in self.mentions if m.thing.cls in classes]

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause around a place: up to the next comma with a verb, "but", ";"."""
        begin, end = 0, len(self.flat)
        at = position - self.start
        for match in _CLAUSE.finditer(self.flat):
            if match.end() <= at:
                begin = match.end()
            elif match.start() >= at:
                end = match.start()
                break
        return self.start + begin, self.start + end


_CLAUSE = re.compile(
    r";|[,.!?][”\"“»]\s|[”\"»],\s|(?:,\s+|\s+)(?:but|although|while|whereas|aber|sondern|während|jedoch|mais|tandis que|ma|mentre|però|pero|mientras|sino)\s"
    r"|，|；"
)
ORGANISATIONS = ("Partner", "Cluster")
ACTIVITIES = ("Project", "Event", "DialogueSession", "Agreement", "Dialogue", "ClusterPartnership")


def polarity(sentence: Sentence, start: int, end: int) -> str:
    """Return whether what stands between two places is said, negated, or only planned."""
    begin, finish = sentence.clause(start)
    text = _AT_FIRST.sub(",", sentence.text(begin, max(finish, end)))
    if _negated(sentence.language).search(text):
        return "negated"
    return "planned" if _planned(sentence.language).search(text) else "said"


_AT_FIRST = re.compile(
    r",\s(?:originally|initially|at first|first|previously)\s(?:planned|scheduled|foreseen|announced|meant)\s[^,;.]{2,60},"
)
"""What once was planned otherwise: ", originally planned for Wuhan,"."""
_COMPILED: dict[tuple[str, str], re.Pattern[str]] = {}


def _words(kind: str, language: str) -> re.Pattern[str]:
    key = (kind, language)
    if key not in _COMPILED:
        chosen = ("en", language) if language in LATIN and kind != "negation" else (language,)
        patterns = table("cues", kind, tuple(c for c in chosen if c in LATIN) or ("en",))
        _COMPILED[key] = re.compile(
            rf"(?<![\w]){alternatives(patterns, cases=True)}(?![\w])"
            if kind == "negation"
            else rf"(?<![\w]){alternatives(patterns, cases=True)}",
            re.IGNORECASE,
        )
    return _COMPILED[key]


def _negated(language: str) -> re.Pattern[str]:
    return _words("negation", language)


def _planned(language: str) -> re.Pattern[str]:
    return _words("plan", language)


def negated(sentence: Sentence, text: str) -> bool:
    """Return whether a stretch of a sentence denies what it says."""
    return bool(_negated(sentence.language).search(text))


def planned(sentence: Sentence, text: str) -> bool:
    """Return whether a stretch of a sentence tells what is only planned."""
    return bool(_planned(sentence.language).search(text))


def cited(sentence: Sentence, mention: Mention) -> bool:
    """Return whether an organisation is named only as the source of a figure."""
    before = sentence.text(mention.start - 32, mention.start)
    return bool(
        compiled(
            rf"{_words('cited', sentence.language).pattern}\W*(?:the |der |die |das |l[’']|la |le |il |el )?$",
            re.IGNORECASE,
        ).search(before)
    )


FAR = 1500
"""Characters after which a text no longer speaks of what it named."""


@dataclass
class Focus:
    """Which entity "the project", "it" and a label mean at a place of the document."""

    by_class: dict[str, Thing] = field(default_factory=dict)
    latest: Thing | None = None
    sheet: Thing | None = None
    """The project of a fact sheet: its labels speak of nothing else."""
    only: Thing | None = None
    """The project of a text that names no other."""
    places: dict[Thing, int] = field(default_factory=dict)
    """Where each was named last."""
    last: dict[str, Thing] = field(default_factory=dict)
    """What of each class was named last, for "this project"."""

    def saw(self, mention: Mention) -> None:
        """Remember an activity that was named."""
        if mention.cls in ACTIVITIES:
            self.by_class[mention.cls] = mention.thing
            self.places[mention.thing] = mention.end
            self.latest = mention.thing

    def far(self, thing: Thing, position: int) -> bool:
        """Return whether a thing was named so long ago that the text may speak of another by
        now.
        """
        return position - self.places.get(thing, position) > FAR

    def of(self, *classes: str) -> Thing | None:
        """Return what was named last of some classes."""
        if self.latest is not None and self.latest.cls in classes:
            return self.latest
        found = [self.by_class[c] for c in self.recent(classes)]
        return found[0] if found else None

    def recent(self, classes: tuple[str, ...]) -> list[str]:
        """Return those of some classes of which something was named, the latest first."""
        known = [c for c in classes if c in self.by_class]
        return sorted(known, key=lambda c: -self.places.get(self.by_class[c], -1))
