"""Lists and search results: filters over the catalogue, counts for each filter, an order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain, compress
from operator import itemgetter

from graph.catalogue.briefing import ACTIVITIES, ORGANISATIONS
from graph.catalogue.entries import Entry, Name, choose
from graph.catalogue.load import Catalogue
from graph.catalogue.search import fold
from graph.iris import EUCN, VOCABULARY

FACETS = ("class", "kind", "country", "place", "side", "status", "topic", "money", "document")
MONEY = {
    "with": {"en": "with EU money", "de": "mit EU-Mitteln", "zh": "获得欧盟资金"},
    "without": {"en": "without EU money", "de": "ohne EU-Mittel", "zh": "未获欧盟资金"},
}
"""Whether registers give a sum above 0 to a project, or to an organisation as its own share; of
what no register lists, nothing is said.
"""
TOPIC = {"en": "Topic", "de": "Thema", "zh": "主题"}
"""What a concept of the topics is called among classes: it is of no class of the ontology."""
UNIVERSITY = f"{VOCABULARY}organisation-kind/university"
FACULTY = f"{VOCABULARY}organisation-kind/faculty"
EDUCATION = f"{VOCABULARY}organisation-kind/education-establishment"
_NAMED_UNIVERSITY = re.compile(
    "universi|uniwersy|univerz|egyetem|yliopisto|ulikool|πανεπιστημιο|университет|大学|大學"
)
_NAMED_SCHOOL = re.compile("high school|middle school|primary school|附属中学|附属小学")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; within one field any value will do, all fields must hold.

    Values are local names of classes or IRIs; years are inclusive, and an entity is inside when
    its dates touch them. ``text`` must occur in one of the names.
    """

    category: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    side: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    money: frozenset[str] = frozenset()
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
    ones, and organisations with the topics of what they take part in.
    """
    match facet:
        case "class":
            return (entry.category,)
        case "kind":
            named = {UNIVERSITY} if named_university(catalogue, entry) else set()
            return _with_broader(catalogue, entry.kinds | named)
        case "country":
            if entry.category == "Country":
                return {entry.iri}
            return entry.countries | _of_participants(catalogue, entry, "countries")
        case "place":
            return _with_wider(catalogue, entry)
        case "side":
            return entry.sides | _of_participants(catalogue, entry, "sides")
        case "status":
            return entry.standings
        case "document":
            return {*entry.documents, *entry.rows}
        case "topic":
            own = _with_broader(catalogue, entry.topics)
            if entry.category not in ORGANISATIONS:
                return own
            shared = (_having(catalogue, one, "topic") for one in activities_of(catalogue, entry))
            return own.union(*shared)
        case "money":
            if entry.euro is None and not entry.grants:
                return ()
            return ("with" if entry.euro else "without",)
    raise ValueError(f"no such facet: {facet}")


def activities_of(catalogue: Catalogue, entry: Entry) -> list[Entry]:
    """Return the activities that an organisation takes part in: what a briefing counts as such."""
    known = (catalogue.entries.get(iri) for iri in entry.settings)
    return [one for one in known if one is not None and one.category in ACTIVITIES]


def on_topics(catalogue: Catalogue, entry: Entry, topics: Iterable[str]) -> tuple[bool, set[str]]:
    """Return whether an organisation has one of some topics, or a narrower one, itself, and those
    of its activities that have.
    """
    wanted = set(topics)
    return not wanted.isdisjoint(_with_broader(catalogue, entry.topics)), {
        one.iri
        for one in activities_of(catalogue, entry)
        if not wanted.isdisjoint(_having(catalogue, one, "topic"))
    }


def named_university(catalogue: Catalogue, entry: Entry) -> bool:
    """Return whether a register calls an organisation an establishment of education, schools among
    them, and one of its names says that it is a university.
    """
    if EDUCATION not in entry.kinds:
        return False
    names = _searched(catalogue, entry)
    return bool(_NAMED_UNIVERSITY.search(names)) and not _NAMED_SCHOOL.search(names)


def from_side(catalogue: Catalogue, entry: Entry, side: str) -> int:
    """Return how many organisations of a side (its notation) take part in something."""
    wanted = f"{VOCABULARY}side/{side}"
    known = (catalogue.entries.get(iri) for iri in entry.partners)
    return sum(
        one is not None and one.category in ORGANISATIONS and wanted in one.sides for one in known
    )


def countries_of(catalogue: Catalogue, entry: Entry) -> set[str]:
    """Return the countries of those who take part in something."""
    known = (catalogue.entries.get(iri) for iri in entry.partners)
    return {country for one in known if one is not None for country in one.countries}


def _of_participants(catalogue: Catalogue, entry: Entry, key: str) -> set[str]:
    """Return where those come from who take part in a project: by that people look for projects."""
    if entry.category != "Project":
        return set()
    known = catalogue.entries
    return {value for iri in entry.partners if iri in known for value in getattr(known[iri], key)}


def _with_broader(catalogue: Catalogue, concepts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for one in concepts:
        current: str | None = one
        while current and current not in found:
            found.add(current)
            concept = catalogue.concepts.get(current)
            current = concept.broader if concept else None
    return found


def _with_wider(catalogue: Catalogue, entry: Entry) -> set[str]:
    """Return every place that an entity is, took place or has an office in, the wider ones too; a
    faculty is where its university is.
    """
    found = entry.within | entry.offices | entry.countries
    if entry.category == "Place":
        found = found | {entry.iri}
    if FACULTY in entry.kinds:
        wholes = (catalogue.entries.get(iri) for iri in entry.parents)
        found = found.union(*(one.within | one.countries for one in wholes if one is not None))
    for office in entry.offices:
        if place := catalogue.entries.get(office):
            found |= place.within | place.countries
    return found


def _chosen(filters: Filters) -> dict[str, frozenset[str]]:
    return {
        "class": filters.category,
        "kind": filters.kind,
        "country": filters.country,
        "place": filters.place,
        "side": filters.side,
        "status": filters.status,
        "topic": filters.topic,
        "money": filters.money,
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


def select_entries(
    catalogue: Catalogue,
    candidates: Sequence[Entry],
    filters: Filters,
    language: str = "en",
    facets: Sequence[str] = FACETS,
    named: str = "",
) -> Selection:
    """Return those of ``candidates`` that pass ``filters``, in the order given, with facets.

    The counts of a facet are those that its own filter does not narrow, so that a reader sees
    what choosing another value would give. ``named`` is a name for ``candidates``, under which the
    counts over all of them are remembered.
    """
    chosen = {name: values for name, values in _chosen(filters).items() if values}
    wanted = fold(filters.text)
    passed = [
        entry
        for entry in candidates
        if _in_years(entry, filters) and (not wanted or wanted in _searched(catalogue, entry))
    ]
    # For each filter who has one of its values; lists of thousands are gone through by columns.
    fits = {
        name: [not values.isdisjoint(_having(catalogue, entry, name)) for entry in passed]
        for name, values in chosen.items()
    }

    def holding(besides: str = "") -> list[Entry]:
        columns = [column for name, column in fits.items() if name != besides]
        return list(compress(passed, map(all, zip(*columns, strict=True)))) if columns else passed

    selection = Selection(holding())
    remembered = catalogue.kept(f"counts/{named}") if named and not filters.active() else {}
    for name in facets:
        counts = remembered.get(name)
        if counts is None:
            values = (_having(catalogue, entry, name) for entry in holding(name))
            counts = remembered[name] = Counter(chain.from_iterable(values))
        selection.facets[name] = [
            Facet(
                value,
                _facet_label(catalogue, name, value, language),
                count,
                value in chosen.get(name, ()),
            )
            for value, count in counts.most_common()
            if _offered(catalogue, name, value, facets) or value in chosen.get(name, ())
        ]
        selection.facets[name] = _told_apart(catalogue, selection.facets[name], language)
        selection.facets[name].sort(key=lambda one: (-one.count, one.label.text.casefold()))
    days = [day for entry in candidates for day in (entry.start, entry.end) if day]
    selection.years = (int(min(days)[:4]), int(max(days)[:4])) if days else None
    return selection


def _having(catalogue: Catalogue, entry: Entry, facet: str) -> frozenset[str]:
    known = catalogue.kept(facet)
    found = known.get(entry.iri)
    if found is None:
        found = known[entry.iri] = frozenset(values_of(catalogue, entry, facet))
    return found


def _searched(catalogue: Catalogue, entry: Entry) -> str:
    """Return all names of an entity, folded, one a line: a filter never asks for a line's end."""
    known = catalogue.kept("names")
    found = known.get(entry.iri)
    if found is None:
        texts = [*entry.labels.values(), *(name.text for name in entry.names)]
        texts += entry.summaries.values()
        found = known[entry.iri] = "\n".join(map(fold, texts))
    return found


def _offered(catalogue: Catalogue, facet: str, value: str, facets: Sequence[str]) -> bool:
    """Return whether a facet offers a value: countries have a filter of their own."""
    if facet != "place" or "country" not in facets:
        return True
    place = catalogue.entries.get(value)
    return place is None or place.category != "Country"


def _facet_label(catalogue: Catalogue, facet: str, value: str, language: str) -> Name:
    if facet == "class":
        if value == "Topic":
            return choose(TOPIC, language) or Name(value)
        return catalogue.label(str(EUCN) + value, language)
    if facet == "money":
        return choose(MONEY[value], language) or Name(value)
    return catalogue.label(value, language)


def _told_apart(catalogue: Catalogue, facets: list[Facet], language: str) -> list[Facet]:
    """Return the values of a facet, those of one name with the vocabulary that each is of."""
    named = Counter(one.label.text for one in facets)

    def told(one: Facet) -> Facet:
        concept = catalogue.concepts.get(one.value)
        if named[one.label.text] == 1 or concept is None:
            return one
        scheme = catalogue.label(concept.scheme, language).text
        apart = "（{}）" if one.label.language == "zh" else " ({})"
        return replace(one, label=replace(one.label, text=one.label.text + apart.format(scheme)))

    return [told(one) for one in facets]


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
    told = [(key(entry), entry) for entry in entries]
    having = [pair for pair in told if pair[0] not in (None, "")]
    having.sort(key=itemgetter(0), reverse=order.startswith("-"))
    lacking = [entry for value, entry in told if value in (None, "")]
    return [*(entry for _, entry in having), *lacking], order


def places_by_name(catalogue: Catalogue, language: str) -> Mapping[str, int]:
    """Return the place of each entity in the order of names, worked out once for a language."""
    places = catalogue.kept(f"order/{language}")
    if not places:
        every = sorted(
            catalogue.entries.values(), key=lambda one: one.label(language).text.casefold()
        )
        places |= {entry.iri: place for place, entry in enumerate(every)}
    return places
