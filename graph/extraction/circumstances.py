"""What, beside its rule, tells how likely a candidate is right: where its subject is named, what else fits.

A statement is read the better the nearer its subject is named: in the sentence of the passage, in the one
before (``back``), or only farther off (``far``). Others of the same property for the same subject (``rivals``),
several events or many projects in one text, an object whose own name is unsure and Chinese make it less
sure. A name is the surer the more words it has and the more is told of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from graph.extraction.lexicon import compiled
from graph.extraction.model import Candidate, Thing
from graph.extraction.segments import CHINESE, Segment
from graph.records.inflection import name_pattern

ONE_VALUE = frozenset(
    "coordinator startDate endDate date grantNumber fundingEuro locatedIn ordinal sessionOf attendance country".split()
)
"""Properties that have one value as a rule."""
MANY_PROJECTS = 5
KINDS = (
    "back", "far", "rivals", "events", "projects", "unsure-object", "chinese",
    "chinese-name", "one-word", "long-name", "told-often", "in-label", "in-heading", "in-table",
)  # fmt: skip
"""Every circumstance there is."""


def stands(name: str, passage: str) -> bool:
    """Return whether a name stands in a passage; most do as they are, and need no pattern."""
    if name in passage:
        return True
    return name[:2] in passage and compiled(name_pattern(name)).search(passage) is not None


class Circumstances:
    """The circumstances of the candidates of one text."""

    def __init__(
        self,
        segments: Sequence[Segment],
        entities: Sequence[Candidate],
        statements: Sequence[Candidate],
    ) -> None:
        self._segments = sorted(segments, key=lambda s: s.start)
        self._starts = [s.start for s in self._segments]
        self._classes = Counter(e.subject.cls for e in entities)
        self._told = Counter(thing for c in statements for thing in c.things())
        self._values = Counter((c.subject, c.property) for c in statements)
        self._near: dict[tuple[str, int], str | None] = {}

    def of_name(self, c: Candidate) -> Candidate:
        """Return the candidate of a name with its circumstances."""
        name = c.subject.name
        found = []
        if CHINESE.search(name):
            found.append("chinese-name")
        elif (words := len(name.split())) == 1:
            found.append("one-word")
        elif words > 2:
            found.append("long-name")
        if self._told[c.subject] > 1:
            found.append("told-often")
        at = bisect_right(self._starts, c.start) - 1
        if at >= 0 and self._segments[at].kind in ("label", "heading", "table"):
            found.append(f"in-{self._segments[at].kind}")
        return replace(c, beside=tuple(found))

    def of_statement(self, c: Candidate, unsure: set[Thing]) -> Candidate:
        """Return the statement with its circumstances; ``unsure`` are things whose names are."""
        at = max(0, bisect_right(self._starts, c.start) - 1)
        found = []
        if distance := self._distance(c.subject.name, at):
            found.append(distance)
        if c.property in ONE_VALUE and self._values[c.subject, c.property] > 1:
            found.append("rivals")
        if c.subject.cls == "Event" and self._classes["Event"] > 1:
            found.append("events")
        if c.subject.cls == "Project" and self._classes["Project"] >= MANY_PROJECTS:
            found.append("projects")
        if isinstance(c.object, Thing) and c.object in unsure:
            found.append("unsure-object")
        if CHINESE.search(self._segments[at].flat):
            found.append("chinese")
        return replace(c, beside=tuple(found))

    def _distance(self, name: str, at: int) -> str | None:
        key = name, at
        if key not in self._near:
            self._near[key] = (
                None
                if stands(name, self._segments[at].flat)
                else "back"
                if at and stands(name, self._segments[at - 1].flat)
                else "far"
            )
        return self._near[key]
