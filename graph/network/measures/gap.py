"""A gap: its kind and group, what it is about, what it rests on, the query that returns it.

A gap never says what ought to be: it is what sources say is lacking, or what they leave open. The
groups stand in the order of what can be done about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.network.model.reading import tail
from graph.questions import query

STATED, ISLANDS, CONTACTS, FOLLOW_UP, ENDED, COUNTERPART, COVERAGE = (
    *("stated", "islands", "contacts", "follow-up", "ended", "counterpart", "coverage"),
)
GROUP_OF = {
    "not-materialised": STATED,
    "stated-shortfall": STATED,
    "islands-of-topic": ISLANDS,
    "missing-tie": CONTACTS,
    "agreement-without-activity": FOLLOW_UP,
    "unserved-priority": FOLLOW_UP,
    "ended-activity": ENDED,
    "unnamed-counterpart": COUNTERPART,
    "islands-of-sources": COVERAGE,
    "partnership-without-event": COVERAGE,
    "announced-activity": COVERAGE,
    "dialogue-without-session": COVERAGE,
    "country-without-tie": COVERAGE,
    "country-unnamed": COVERAGE,
}
KINDS = tuple(GROUP_OF)
# How one works together, not on what: nearly everything is about these.
HORIZONTAL = frozenset({"research-and-innovation", "policy-and-trade"})
GROUPS = tuple(dict.fromkeys(GROUP_OF.values()))


@dataclass(frozen=True)
class Caution:
    """A topic that a source calls sensitive: who is cautious, and the date and claim of it."""

    topic: str
    who: str
    document: str
    date: str
    claim: str


@dataclass(frozen=True)
class Gap:
    """One gap. ``things`` are the IRIs it is about; ``more`` what its sentence needs besides.

    ``score`` orders the gaps of one kind (its meaning is that of the kind: see the method page);
    scores of different kinds cannot be compared. ``query`` is a name below ``queries/``, ``values``
    the values of its variables for which it returns this gap and no other. ``documents`` are the
    sources it rests on, ``claims`` and ``rows`` (of registers) where they say it. ``topics`` are
    all that something in it is about, ``about`` those that it is about as a whole where these are
    fewer; ``cautions`` which of the latter a source calls sensitive. ``own`` are those that it is a
    gap of, where these are fewer still. ``counted_in_view`` says that its numbers are those of what
    is chosen: its sentence names the filter; any other one holds for everything recorded.
    """

    kind: str
    things: tuple[str, ...]
    score: float
    query: str
    claims: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    start: str | None = None
    end: str | None = None
    cautions: tuple[Caution, ...] = ()
    rows: tuple[str, ...] = ()
    about: frozenset[str] | None = None
    own: frozenset[str] | None = None
    counted_in_view: bool = False

    @property
    def group(self) -> str:
        """Return which of the groups it is in."""
        return GROUP_OF[self.kind]

    @property
    def topics_of(self) -> frozenset[str]:
        """Return the topics that it is a gap of."""
        if self.own is not None:
            return self.own
        return self.topics if self.about is None else self.about

    def text(self) -> str:
        """Return the query that returns this gap."""
        return bound(query(self.query), self.values)


def bound(text: str, values: Mapping[str, tuple[str, ...]]) -> str:
    """Write values of variables into a query: rows of one VALUES clause after its first WHERE.

    Several variables with as many values each are bound together, row by row.
    """
    held = {name: found for name, found in values.items() if found}
    if not held:
        return text
    names = " ".join(f"?{name}" for name in held)
    rows = zip(*held.values(), strict=True)
    lines = "\n".join(f"    ( {' '.join(map(_term, row))} )" for row in rows)
    return text.replace("WHERE {", f"WHERE {{\n  VALUES ( {names} ) {{\n{lines}\n  }}", 1)


def _term(value: str) -> str:
    return f"<{value}>" if value.startswith("http") else f'"{value}"'


def slug(gap: Gap) -> str:
    """Return a name for a gap that stays the same while what it is about does."""
    named = [tail(thing) for thing in gap.things[:2]]
    # Several statements about one thing are told apart by their claims.
    claims = [tail(claim) for claim in gap.values.get("claim", ())]
    return "-".join([gap.kind, *named, *claims])


def by_group(found: Iterable[Gap]) -> dict[str, dict[str, list[Gap]]]:
    """Return gaps by group and kind, in the order of both."""
    grouped: dict[str, dict[str, list[Gap]]] = {}
    for gap in found:
        grouped.setdefault(gap.group, {}).setdefault(gap.kind, []).append(gap)
    return {group: grouped[group] for group in GROUPS if group in grouped}
