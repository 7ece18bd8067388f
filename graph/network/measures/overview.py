"""The whole in one picture: countries, topics and provinces, by the activities of both sides.

A picture of thousands of actors cannot be read. Here are the activities of both sides by country,
wide topic and province (``joint``); columns cannot be added up, and ``total`` says how many
activities there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.network.measures.analysis import Analysis
from graph.network.measures.joint import Sets, joint
from graph.network.model.ties import EU

MOST = 32
"""Rows of a column; what comes after them is one row, ``REST``."""
REST = "*"
COUNTRIES, TOPICS, PROVINCES = "countries", "topics", "provinces"


@dataclass(frozen=True)
class Column:
    """Keys in the order of the picture, with their activities; ``rest`` are those of ``REST``.

    A key is a country code, the IRI of a topic or of a province, ``REST``, or '' where no source
    says which.
    """

    keys: tuple[str, ...]
    activities: Mapping[str, int]
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overview:
    """Three columns and the activities that join them: (country, topic) and (topic, province).

    ``outside`` counts the activities of both sides in which territories with a side of their own
    take part as well: they are in neither column. ``member`` are the countries on the EU side on
    the day that the data is of; ``left_eu`` those that have left it, with their last day in it.
    ``kinds`` counts the activities by kind; ``untold`` those without a topic by what tells of them,
    ``opened`` those of them that were funded in a part of a programme open to every subject.
    """

    countries: Column
    topics: Column
    provinces: Column
    left: Mapping[tuple[str, str], int]
    right: Mapping[tuple[str, str], int]
    total: int
    outside: int
    member: frozenset[str]
    left_eu: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    untold: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    opened: int = 0


def overview(analysis: Analysis, most: int = MOST) -> Overview:
    """Count the activities of both sides of a view, by country, topic and province."""
    sorted_by = joint(analysis)
    countries, provinces = dict(sorted_by.countries), dict(sorted_by.provinces)
    topics = {
        topic: held
        for topic, held in sorted_by.topics.items()
        if topic == analysis.view.band(topic)
    }
    day = analysis.network.built[:10]
    known = analysis.network.countries
    member = frozenset(
        code for code in countries if code in known and known[code].side_on(day) == EU
    )
    one = _column(countries, most, member)
    two, three = _column(topics, most), _column(provinces, most)
    for column, held in ((one, countries), (two, topics), (three, provinces)):
        if column.rest:
            held[REST] = set().union(*(held[key] for key in column.rest))
    left = _joined(one.keys, countries, two.keys, topics)
    right = _joined(two.keys, topics, three.keys, provinces)
    gone = {
        code: str(known[code].member_until)
        for code in sorted(countries)
        if code in known and code not in member and known[code].member_until
    }
    return Overview(
        *(one, two, three, left, right, len(analysis.across), len(sorted_by.outside), member, gone),
        kinds=Counter(analysis.view.settings[iri].kind for iri in analysis.across),
        untold=_untold(analysis),
        opened=sum(analysis.view.settings[iri].opened for iri in analysis.across),
    )


def _untold(analysis: Analysis) -> dict[tuple[str, ...], int]:
    """Count the activities of both sides without a topic by the sources that tell of them."""
    sources: dict[str, set[str]] = {}
    for link in analysis.view.links:
        if link.setting in analysis.across and not analysis.view.settings[link.setting].topics:
            sources.setdefault(link.setting, set()).update(link.documents)
    counts = Counter(tuple(sorted(held)) for held in sources.values())
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _column(held: Sets, most: int, first: Iterable[str] = ()) -> Column:
    """Order keys by group, activities and name; what nobody says comes last."""
    before = set(first)
    order = sorted(
        held, key=lambda key: (not key, bool(before) and key not in before, -len(held[key]), key)
    )
    kept = order
    rest: tuple[str, ...] = ()
    if len(order) > most:
        named = [key for key in order if key]
        kept = [*named[: most - 1], *([""] if "" in held else [])]
        rest = tuple(named[most - 1 :])
    counts = {key: len(held[key]) for key in kept}
    if rest:
        unsaid = kept[-1] == ""
        kept = [*kept[: len(kept) - unsaid], REST, *kept[len(kept) - unsaid :]]
        counts[REST] = len(set().union(*(held[key] for key in rest)))
    return Column(tuple(kept), counts, rest)


def _joined(
    ones: Iterable[str], one: Sets, twos: Iterable[str], two: Sets
) -> dict[tuple[str, str], int]:
    twos = list(twos)
    counts = {(a, b): len(one[a] & two[b]) for a in ones for b in twos}
    return {pair: count for pair, count in counts.items() if count}
