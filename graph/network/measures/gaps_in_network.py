"""Gaps that are computed on the network: islands of one topic, what ended, likely missing ties."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import HORIZONTAL, Gap
from graph.network.measures.gaps_in_records import CURATION
from graph.network.measures.namesakes import one_but_for_form
from graph.network.measures.robustness import components
from graph.network.model.projection import IntArray
from graph.network.model.reading import tail
from graph.network.model.ties import OVER_AT_END, Link, Setting

MISSING_SHOWN = 20
LEAST_PLACES = 3
"""Two activities with the contacts and a third for the topic: who has fewer is in no such pair."""
ENDED_SHOWN = 40
_ENDLESS = "9999-12-31"
ISLANDS_SHOWN = 12
"""Islands that one gap names: the largest; more could not be introduced to each other."""
MISSING_PER_ACTOR = 3
"""Pairs that one actor is named in: a list of one university's pairs is no list of pairs."""


COUNTED_AGAIN = frozenset({"ended-activity", "missing-tie"})
"""Kinds whose pairs and numbers are those of what is chosen."""


def in_network(analysis: Analysis) -> Iterable[Gap]:
    """Yield the gaps of everything recorded."""
    yield from islands(analysis)
    yield from counted_again(analysis)


def counted_again(analysis: Analysis) -> Iterable[Gap]:
    """Yield the gaps of a view of the kinds that are ``COUNTED_AGAIN``."""
    yield from ended(analysis)
    yield from missing(analysis)


def within_view(analysis: Analysis, gap: Gap) -> bool:
    """Return whether a filter leaves enough of some islands to be told of them: activities of two,
    or of one where only actors are chosen.
    """
    found = gap.more.get("islands")
    if not isinstance(found, tuple):
        return True
    settings = analysis.view.settings
    there = sum(any(iri in settings for iri in one.settings) for one in found)
    return there >= (2 if analysis.chosen.about_links() else 1)


def _sources(documents: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({iri for iri in documents if not iri.endswith(CURATION)}))


def _rows(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(sorted({row for link in links for row in link.rows}))


@dataclass(frozen=True)
class Island:
    """Actors that ties join among themselves and to nobody else, with what they do on a topic.

    ``documents`` are the sources that tell of it, none of which tells of another island where it
    is ``alone``: then it may be an island only because the sources do not meet.
    """

    actors: tuple[str, ...]
    settings: tuple[str, ...]
    eu: int
    china: int
    documents: tuple[str, ...] = ()
    alone: bool = False


def islands(analysis: Analysis) -> Iterable[Gap]:
    """Yield topics on which several islands work between the EU and China without a common actor.

    An island counts where something of both sides, or in China, is about the topic or a narrower
    one; two of them must be about the topic itself, so that a wide heading over different fields
    is none. What is about a way of working (``HORIZONTAL``) is left out, and a topic of which a
    narrower one has the same islands: the narrower says more. The score is the number of islands.
    Where no source tells of two of them it is a gap of coverage: the sources do not meet.
    """
    member = _apart(analysis)
    held: dict[str, dict[int, tuple[set[str], set[str]]]] = {}
    whole = analysis.network.two_mode
    for link in analysis.view.links:
        setting = analysis.view.settings[link.setting]
        if link.setting not in analysis.across and not setting.aimed:
            continue
        number = int(member[analysis.at[link.actor]])
        for topic in whole.wider(setting.topics):
            actors, settings = held.setdefault(topic, {}).setdefault(number, (set(), set()))
            actors.add(link.actor)
            settings.add(link.setting)
    found = {
        topic: of
        for topic, of in held.items()
        if len(of) > 1
        and tail(analysis.view.band(topic)) not in HORIZONTAL
        and _both(analysis, of)
        and _about_itself(analysis, topic, of)
    }
    for topic, of in sorted(found.items()):
        narrower = [t for t in found if t != topic and topic in whole.wider({t})]
        if any(set(found[t]) == set(of) for t in narrower):
            continue
        yield _islands(analysis, topic, of)


def _apart(analysis: Analysis) -> IntArray:
    """Return the component of each actor; those of two names that may be one are one, and so are
    those of a body and of a part of it.
    """
    member = components(analysis.projection).copy()
    for one, two in sorted(analysis.network.alike | analysis.network.inside):
        if one in analysis.at and two in analysis.at:
            numbers = sorted((int(member[analysis.at[one]]), int(member[analysis.at[two]])))
            member[member == numbers[1]] = numbers[0]
    return member


def _both(analysis: Analysis, of: dict[int, tuple[set[str], set[str]]]) -> bool:
    """Return whether two of the islands each name actors of both sides on the topic."""
    return (
        sum(
            any(analysis.eu[analysis.at[a]] for a in actors)
            and any(analysis.china[analysis.at[a]] for a in actors)
            for actors, _ in of.values()
        )
        > 1
    )


def _about_itself(analysis: Analysis, topic: str, of: dict[int, tuple[set[str], set[str]]]) -> bool:
    settings = analysis.view.settings
    return sum(any(topic in settings[iri].topics for iri in held) for _, held in of.values()) > 1


def _islands(analysis: Analysis, topic: str, of: dict[int, tuple[set[str], set[str]]]) -> Gap:
    degree = analysis.degree
    made = []
    for actors, settings in of.values():
        ordered = sorted(actors, key=lambda iri: (-int(degree[analysis.at[iri]]), iri))
        made.append(
            Island(
                tuple(ordered),
                tuple(sorted(settings)),
                sum(analysis.eu[analysis.at[iri]] for iri in actors),
                sum(analysis.china[analysis.at[iri]] for iri in actors),
            )
        )
    made.sort(key=lambda island: (-len(island.actors), island.actors))
    made = _with_sources(analysis, made)
    apart = bool(made[0].documents) and all(island.alone for island in made)
    shown = made[:ISLANDS_SHOWN]
    links = [link for link in analysis.view.links if any(link.setting in i.settings for i in shown)]
    held = [analysis.view.settings[iri] for island in shown for iri in island.settings]
    # The query lists what each island does: parts stand for themselves there.
    whole = analysis.network.two_mode
    doing = {
        link.actor
        for link in whole.links
        if any({link.setting, whole.within.get(link.setting)} & set(i.settings) for i in shown)
    }
    parts = {
        iri: sorted({iri, *analysis.view.actors[iri].parts} & doing)
        for island in shown
        for iri in island.actors
    }
    rows = [
        (topic, str(number), part)
        for number, island in enumerate(shown, 1)
        for iri in island.actors
        for part in parts[iri]
    ]
    topics = frozenset({topic}).union(*(setting.topics for setting in held))
    return Gap(
        "islands-of-sources" if apart else "islands-of-topic",
        (topic, *(island.actors[0] for island in shown)),
        float(len(made)),
        "gaps/islands-of-a-topic",
        tuple(sorted({claim for link in links for claim in link.claims})),
        {"topic": topic, "islands": tuple(shown), "count": len(made)},
        {
            "topic": tuple(row[0] for row in rows),
            "island": tuple(row[1] for row in rows),
            "actor": tuple(row[2] for row in rows),
        },
        _sources(iri for link in links for iri in link.documents),
        topics,
        min((s.start for s in held if s.start), default=None),
        max((s.end for s in held if s.end), default=None),
        rows=_rows(links),
        about=frozenset(one for one in topics if topic in whole.wider({one})),
        own=frozenset({topic}),
    )


def _with_sources(analysis: Analysis, made: list[Island]) -> list[Island]:
    """Say which sources tell of each island, and whether they tell of no other one."""
    told: dict[str, set[str]] = {}
    for link in analysis.view.links:
        told.setdefault(link.setting, set()).update(link.documents)
    held = [set(_sources(d for iri in one.settings for d in told.get(iri, ()))) for one in made]
    return [
        replace(
            one,
            documents=tuple(sorted(held[at])),
            alone=not any(held[at] & other for k, other in enumerate(held) if k != at),
        )
        for at, one in enumerate(made)
    ]


def ended(analysis: Analysis) -> Iterable[Gap]:
    """Yield activities of both sides that ended, after which their pairs share nothing.

    What its members share later with others of the other side is no sequel, and is told beside it.

    One gap for each activity, not for each of its pairs; those that only a register tells of are
    one gap for each of its data sets: they are too many to be acted on one by one. The horizon is
    the newest source that tells of an actor of each side: a tie that only an older source knows of
    has not ended, it is not told of. One-off events do not end a cooperation; an event that
    belongs to the activity and is later continues it. The score is the number of pairs.

    A filter chooses the activities; what came after is looked for in everything recorded.
    """
    whole = analysis.whole
    crossing = whole.crossing
    horizon = _horizons(whole)
    places: dict[str, set[str]] = {}
    for link in whole.view.links:
        places.setdefault(link.actor, set()).add(link.setting)
    last = {iri: _last_day(setting) for iri, setting in whole.view.settings.items()}
    across = {iri: last.get(iri, "") for iri in whole.across}
    found: list[tuple[int, str, Setting, str]] = []
    elsewhere: dict[str, int] = {}
    listed: dict[str, list[tuple[int, str, Setting, str]]] = {}
    over: dict[str, int] = {}
    links_of = _by_setting(whole.view.links)
    for iri in sorted(analysis.joint):
        setting = whole.view.settings[iri]
        end = analysis.network.continued.get(iri, "")
        end = max(end, setting.end or "")
        if setting.kind not in OVER_AT_END or setting.kind == "event" or not end:
            continue
        pairs = _pairs_of(crossing, iri)
        known = max((min(horizon[a], horizon[b]) for a, b in pairs), default="")
        if known <= end:
            continue
        dataset = _only_listed(links_of[iri])
        over[dataset] = over.get(dataset, 0) + 1
        # Whatever side they are on by then: who was of the EU in the activity is still its partner.
        later = {place for place, day in last.items() if day > end and place != iri}
        if any(places[a] & places[b] & later for a, b in pairs):
            continue
        into = listed.setdefault(dataset, []) if dataset else found
        into.append((len(pairs), iri, setting, known))
        if dataset and _went_on(crossing, iri, places, across, end):
            elsewhere[dataset] = elsewhere.get(dataset, 0) + 1
    for dataset, entries in sorted(listed.items()):
        counts = over[dataset], elsewhere.get(dataset, 0)
        found_there = _ended_of(dataset, entries, counts, links_of)
        yield replace(found_there, counted_in_view=whole is not analysis)
    for count, iri, setting, known in heapq.nsmallest(
        ENDED_SHOWN, found, key=lambda entry: (-entry[0], entry[1])
    ):
        eu, china = (side - {iri} for side in crossing[iri])
        links = links_of[iri]
        end = str(setting.end)
        yield Gap(
            "ended-activity",
            (iri, *sorted(eu), *sorted(china)),
            float(count),
            "gaps/ended-activities",
            tuple(sorted({claim for link in links for claim in link.claims})),
            {
                "thing": iri,
                "end": end,
                "as_of": known,
                "later": _went_on(
                    crossing,
                    iri,
                    places,
                    across,
                    max(end, analysis.network.continued.get(iri, "")),
                ),
            },
            {"activity": (iri,)},
            _sources(iri for link in links for iri in link.documents),
            setting.topics,
            setting.start,
            setting.end,
            rows=_rows(links),
        )


def _went_on(
    crossing: Mapping[str, tuple[frozenset[str], frozenset[str]]],
    iri: str,
    places: Mapping[str, set[str]],
    across: Mapping[str, str],
    end: str,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what members of an activity share after its end with others of the other side.

    Each with its activities that end last; of both sides are they all.
    """
    eu, china = (side - {iri} for side in crossing[iri])
    found = []
    for mine, own in ((eu, 0), (china, 1)):
        for actor in sorted(mine):
            later = [
                place
                for place in places[actor]
                if across.get(place, "") > end
                and actor in crossing[place][own]
                and crossing[place][1 - own] - {actor, place}
            ]
            if later:
                order = sorted(later, key=lambda place: (across[place] == _ENDLESS, place))
                found.append((actor, tuple(order)))
    return tuple(found)


def _pairs_of(
    crossing: Mapping[str, tuple[frozenset[str], frozenset[str]]], iri: str
) -> list[tuple[str, str]]:
    """Return the pairs of an activity; one that acts itself is no partner of its partners."""
    eu, china = crossing[iri]
    return [(a, b) for a in eu - {iri} for b in china - {iri}]


def _by_setting(links: Iterable[Link]) -> dict[str, list[Link]]:
    held: dict[str, list[Link]] = {}
    for link in links:
        held.setdefault(link.setting, []).append(link)
    return held


def _only_listed(links: Iterable[Link]) -> str:
    """Return the data set of a register that alone tells of an activity; '' where others do."""
    sources = set().union(*(link.documents for link in links))
    return next(iter(sources)) if len(sources) == 1 and all(link.rows for link in links) else ""


def _ended_of(
    dataset: str,
    entries: list[tuple[int, str, Setting, str]],
    counts: tuple[int, int],
    links_of: Mapping[str, list[Link]],
) -> Gap:
    things = tuple(iri for _, iri, *_ in entries)
    settings = [setting for _, _, setting, _ in entries]
    return Gap(
        "ended-activity",
        things,
        float(sum(pairs for pairs, *_ in entries)),
        "gaps/ended-activities",
        (),
        {
            "dataset": dataset,
            "things": things,
            "over": counts[0],
            "elsewhere": counts[1],
            "as_of": max(known for *_, known in entries),
            "known": tuple(known for *_, known in entries),
        },
        {"activity": things},
        (dataset,),
        frozenset().union(*(setting.topics for setting in settings)),
        min((s.start for s in settings if s.start), default=None),
        max((s.end for s in settings if s.end), default=None),
        rows=_rows(link for iri in things for link in links_of[iri]),
        about=frozenset.intersection(*(setting.topics for setting in settings)),
    )


def of_one(gap: Gap, iri: str) -> Gap:
    """Return what a gap of many ended activities says of one of them; any other gap as it is."""
    if "dataset" not in gap.more or iri not in gap.things:
        return gap
    known = gap.more["known"]
    assert isinstance(known, tuple)
    more = {"things": (iri,), "over": 1, "elsewhere": 0, "as_of": known[gap.things.index(iri)]}
    return replace(gap, things=(iri,), more={**gap.more, **more}, values={"activity": (iri,)})


def _horizons(analysis: Analysis) -> dict[str, str]:
    """Return for each actor the date of the newest source that tells of it, '' if undated."""
    return {
        iri: analysis.network.newest(analysis.documents.get(iri, ())) for iri in analysis.actors
    }


def _last_day(setting: Setting) -> str:
    """Return the last day of something; what lasts without a stated end goes on."""
    over = setting.kind in OVER_AT_END
    return setting.end or ((setting.start or "") if over else _ENDLESS)


def missing(analysis: Analysis) -> Iterable[Gap]:
    """Yield pairs (European, Chinese) without a tie for whom two independent reasons speak.

    Shared contacts in at least two different activities, and a shared topic in activities that
    are not those with the contacts. Members of an association and its partner are no such pair:
    memberships are no contacts here. The score is the sum over shared contacts of 1/log(ties of
    the contact) (Adamic & Adar 2003, Social Networks 25, 211), times the number of shared topics.
    The highest ``MISSING_SHOWN`` only, and no actor in more than ``MISSING_PER_ACTOR`` of them.

    Contacts and topics are those of the view; that a tie is lacking is decided by everything
    recorded, memberships too.
    """
    places: dict[int, set[str]] = {}
    for link in analysis.shared_links:
        if analysis.view.settings[link.setting].kind != "membership":
            places.setdefault(analysis.at[link.actor], set()).add(link.setting)
    near = [set(contacts) for contacts in analysis.acting.contacts]
    degree = analysis.acting.degree()
    found: list[Found] = []
    for at, (most, one, two) in enumerate(_candidates(analysis, places)):
        if at % 256 == 0:
            # What no later one can come before is settled.
            settled = [entry for entry in found if entry[0] > most + 1e-6]
            if len(_few_of_each(settled)) == MISSING_SHOWN:
                break
        shared = sorted(near[one] & near[two])
        through = _through(places, one, shared), _through(places, two, shared)
        if min(len(through[0]), len(through[1])) < 2:
            continue
        common = analysis.view.narrowest(
            _topics(analysis, places[one] - through[0])
            & _topics(analysis, places[two] - through[1])
        )
        if common:
            # A shared contact has two ties at least, so its logarithm is above 0.
            score = sum(1.0 / math.log(int(degree[via])) for via in shared) * len(common)
            found.append((score, one, two, shared, common))
    for score, one, two, shared, common in _few_of_each(found):
        pair = _missing(analysis, score, one, two, shared, common)
        yield replace(pair, counted_in_view=analysis.whole is not analysis)


Found = tuple[float, int, int, list[int], frozenset[str]]


def _few_of_each(found: Iterable[Found]) -> list[Found]:
    """Return the best pairs, without those of an actor that is in enough better ones."""
    times: dict[int, int] = {}
    kept: list[Found] = []
    for entry in sorted(found, key=lambda e: (-round(e[0], 9), e[1], e[2])):
        ends = entry[1:3]
        if any(times.get(end, 0) >= MISSING_PER_ACTOR for end in ends):
            continue
        kept.append(entry)
        for end in ends:
            times[end] = times.get(end, 0) + 1
        if len(kept) == MISSING_SHOWN:
            break
    return kept


def _candidates(
    analysis: Analysis, places: Mapping[int, set[str]]
) -> Iterable[tuple[float, int, int]]:
    """Yield the pairs (European, Chinese) with two shared contacts and no tie, and a topic.

    Each with the score that it would have if all topics of both counted: the highest first, so
    that the best are found without looking at all.
    """
    network = analysis.acting
    able = [at for at, held in places.items() if len(held) >= LEAST_PLACES]
    ones = np.array(sorted(at for at in able if analysis.eu[at]), dtype=np.int64)
    twos = np.array(sorted(at for at in able if analysis.china[at]), dtype=np.int64)
    if not len(ones) or not len(twos):
        return
    matrix = network.adjacency(weighted=False)
    degree = network.degree().astype(np.float64)
    # Whose one tie is all it has is a shared contact of nobody.
    worth = np.where(degree > 1, 1.0 / np.log(np.maximum(degree, 2.0)), 0.0)
    left, right = matrix[ones], matrix[twos].T.tocsc()
    contacts = (left @ right).toarray()
    score = (left @ sparse.diags(worth) @ right).toarray()
    tied = _tied(analysis, ones, twos)
    topics = sorted({topic for s in analysis.view.settings.values() for topic in s.topics})
    column = {topic: at for at, topic in enumerate(topics)}
    about = np.zeros((network.n, len(topics)), dtype=np.float32)
    for at in able:
        about[at, [column[topic] for topic in _topics(analysis, places[at])]] = 1.0
    score = score * (about[ones] @ about[twos].T)
    rows, columns = np.nonzero((contacts >= 2) & ~tied & (score > 0))
    order = np.argsort(-score[rows, columns], kind="stable")
    for at in order:
        row, place = rows[at], columns[at]
        yield float(score[row, place]), int(ones[row]), int(twos[place])


def _tied(analysis: Analysis, ones: IntArray, twos: IntArray) -> Any:
    """Return which pairs of a view share anything that is recorded."""
    whole = analysis.whole
    left, right = ([whole.at[analysis.actors[at]] for at in side] for side in (ones, twos))
    matrix = whole.projection.adjacency(weighted=False)
    return matrix[left][:, right].toarray() > 0


def _through(places: dict[int, set[str]], actor: int, contacts: list[int]) -> set[str]:
    return {iri for via in contacts for iri in places[actor] & places[via]}


def _topics(analysis: Analysis, settings: set[str]) -> frozenset[str]:
    return frozenset().union(*(analysis.view.settings[iri].topics for iri in settings))


def _missing(
    analysis: Analysis, score: float, one: int, two: int, shared: list[int], common: frozenset[str]
) -> Gap:
    ends = (analysis.actors[one], analysis.actors[two])
    contacts = tuple(analysis.actors[via] for via in shared)
    everyone = (*ends, *contacts)
    return Gap(
        "missing-tie",
        ends,
        score,
        "gaps/shared-contacts",
        tuple(sorted({claim for iri in everyone for claim in analysis.claims.get(iri, ())})),
        {
            "a": ends[0],
            "b": ends[1],
            "contacts": contacts,
            "topics": tuple(sorted(common)),
            "alike": one_but_for_form(analysis.network, contacts),
        },
        {"european": (ends[0],), "chinese": (ends[1],)},
        _sources(d for iri in everyone for d in analysis.documents.get(iri, ())),
        common,
        rows=tuple(sorted({row for iri in everyone for row in analysis.rows.get(iri, ())})),
    )
