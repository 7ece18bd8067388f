"""Lists and search results: filters over the catalogue, counts for each filter, an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from graph.catalogue.entries import Entry, Name
from graph.catalogue.load import Catalogue
from graph.catalogue.search import fold
from graph.iris import EUCN

FACETS = ("class", "kind", "country", "side", "status", "topic", "document")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; within one field any value will do, all fields must hold.

    Values are local names of classes or IRIs; years are inclusive, and an entity is inside when
    its dates touch them. ``text`` must occur in one of the names.
    """

    category: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    side: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    document: frozenset[str] = frozenset()
    first_year: int | None = None
    last_year: int | None = None
    text: str = ""

    def active(self) -> bool:
        """Return whether anything is filtered at all."""
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that a list can be narrowed to, and how many entities would remain."""

    value: str
    label: Name
    count: int
    chosen: bool


@dataclass(slots=True)
class Selection:
    """The entities that pass the filters, in order, and the values each filter offers."""

    entries: list[Entry]
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    years: tuple[int, int] | None = None


def values_of(catalogue: Catalogue, entry: Entry, facet: str) -> Iterable[str]:
    """Return the values that an entity has for a facet; kinds and topics come with their broader
    ones.
    """
    match facet:
        case "class":
            return (entry.category,)
        case "kind":
            return _with_broader(catalogue, entry.kinds)
        case "country":
            return {entry.iri} if entry.category == "Country" else entry.countries
        case "side":
            return entry.sides
        case "status":
            return entry.standings
        case "document":
            return {*entry.documents, *entry.rows}
        case "topic":
            return _with_broader(catalogue, entry.topics)
    raise ValueError(f"no such facet: {facet}")


def _with_broader(catalogue: Catalogue, concepts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for one in concepts:
        current: str | None = one
        while current and current not in found:
            found.add(current)
            concept = catalogue.concepts.get(current)
            current = concept.broader if concept else None
    return found


def _chosen(filters: Filters) -> dict[str, frozenset[str]]:
    return {
        "class": filters.category,
        "kind": filters.kind,
        "country": filters.country,
        "side": filters.side,
        "status": filters.status,
        "topic": filters.topic,
        "document": filters.document,
    }


def _in_years(entry: Entry, filters: Filters) -> bool:
    if filters.first_year is None and filters.last_year is None:
        return True
    if entry.start is None and entry.end is None:
        return False
    start = int((entry.start or entry.end or "")[:4])
    end = int((entry.end or entry.start or "")[:4])
    return (filters.last_year is None or start <= filters.last_year) and (
        filters.first_year is None or end >= filters.first_year
    )


def _named(entry: Entry, wanted: str) -> bool:
    texts = [*entry.labels.values(), *(name.text for name in entry.names)]
    texts += entry.summaries.values()
    return any(wanted in fold(text) for text in texts)


def select_entries(
    catalogue: Catalogue,
    candidates: Sequence[Entry],
    filters: Filters,
    language: str = "en",
    facets: Sequence[str] = FACETS,
) -> Selection:
    """Return those of ``candidates`` that pass ``filters``, in the order given, with facets.

    The counts of a facet are those that its own filter does not narrow, so that a reader sees
    what choosing another value would give.
    """
    chosen = _chosen(filters)
    wanted = fold(filters.text)
    passed = [
        entry
        for entry in candidates
        if _in_years(entry, filters) and (not wanted or _named(entry, wanted))
    ]
    having: dict[str, dict[str, set[str]]] = {
        name: {entry.iri: set(values_of(catalogue, entry, name)) for entry in passed}
        for name in dict.fromkeys([*facets, *(name for name in chosen if chosen[name])])
    }

    def holds(entry: Entry, besides: str | None = None) -> bool:
        return all(
            name == besides or not values or values & having[name][entry.iri]
            for name, values in chosen.items()
        )

    selection = Selection([entry for entry in passed if holds(entry)])
    for name in facets:
        counts = Counter(
            value for entry in passed if holds(entry, name) for value in having[name][entry.iri]
        )
        selection.facets[name] = [
            Facet(
                value, _facet_label(catalogue, name, value, language), count, value in chosen[name]
            )
            for value, count in counts.most_common()
        ]
        selection.facets[name].sort(key=lambda one: (-one.count, one.label.text.casefold()))
    years = [int(day[:4]) for entry in candidates for day in (entry.start, entry.end) if day]
    selection.years = (min(years), max(years)) if years else None
    return selection


def _facet_label(catalogue: Catalogue, facet: str, value: str, language: str) -> Name:
    if facet == "class":
        return catalogue.label(str(EUCN) + value, language)
    return catalogue.label(value, language)


Key = Callable[[Entry], object]


def sort_entries(
    entries: list[Entry], keys: Mapping[str, Key], order: str, default: str
) -> tuple[list[Entry], str]:
    """Return entries sorted by ``order`` (a name of ``keys``, with ``-`` for descending) and its
    name.

    Entities that lack the value come last in either direction; an unknown order is the default.
    """
    name = order.removeprefix("-")
    if name not in keys:
        order, name = default, default.removeprefix("-")
    key = keys[name]
    having = [entry for entry in entries if key(entry) not in (None, "")]
    lacking = [entry for entry in entries if key(entry) in (None, "")]
    having.sort(key=key, reverse=order.startswith("-"))  # type: ignore[arg-type]
    return having + lacking, order
