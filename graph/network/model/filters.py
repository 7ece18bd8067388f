"""Which part of the network is looked at, and how; written so that a link reproduces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from urllib.parse import urlencode

from graph.iris import BASE
from graph.network.model.ties import (
    CHINA,
    NOT_TAKING_PART,
    SETTING_KINDS,
    Link,
    TwoMode,
    span_of,
)

WHOLE = "whole"
MEMBERS = "members"
WEIGHTINGS = ("newman", "count")
_FEW = 30
"""Values that one sentence can name."""
# A state is not an organisation one can call; as a party to everything it would tie everyone.
STATES = frozenset({"state", "supranational-union"})
ROLLED, APART = "rolled", "apart"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: a key of ``telling/words``, and what fills the phrase."""

    key: str
    values: Mapping[str, str | tuple[str, ...]]


class FilterError(ValueError):
    """Values that no filter has; ``telling.faults`` says what is wrong with each."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.key}: {dict(fault.values)}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields let everything through.

    ``side``, ``country``, ``kind`` (of organisation) select actors, ``province`` those from China
    (the others stay); ``tie`` (kind of setting), ``topic`` (with all narrower topics),
    ``year_from``, ``year_to``, ``document`` (or the data set of a register, ``dataset/…``),
    ``confidence`` (0 to 1, at least) select links. What nobody dates passes any years, unless
    ``undated`` is False. ``parts`` is ``rolled`` (a faculty counts as its university, an event
    within an event as the larger one) or ``apart``. ``actors`` is ``whole`` (partnerships and
    programmes count as actors; the default, because documents seldom name their members) or
    ``members`` (opened into their members). ``states`` lets the European Union and China
    themselves in. ``focus`` (an actor) with ``steps`` keeps the actors so many ties away.
    """

    side: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    province: frozenset[str] = frozenset()
    tie: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    document: frozenset[str] = frozenset()
    year_from: int | None = None
    year_to: int | None = None
    undated: bool = True
    confidence: float = 0.0
    actors: str = WHOLE
    parts: str = ROLLED
    states: bool = False
    weighting: str = "newman"
    focus: str = ""
    steps: int = 1

    def arguments(self) -> list[tuple[str, str]]:
        """Return the fields that differ from the default, as query arguments in a fixed order."""
        found: list[tuple[str, str]] = []
        standard = Filter()
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value == getattr(standard, entry.name):
                continue
            name = {"year_from": "from", "year_to": "to"}.get(entry.name, entry.name)
            if isinstance(value, frozenset):
                found += [(name, short(one)) for one in sorted(value)]
            elif isinstance(value, bool):
                found.append((name, str(int(value))))
            else:
                found.append((name, short(str(value)) if name == "focus" else f"{value}"))
        return found

    def about_links(self) -> bool:
        """Return whether links are chosen, not only actors."""
        only = (self.tie, self.topic, self.document, self.year_from, self.year_to, self.focus)
        return any(only) or self.confidence > 0 or not self.undated

    def form(self) -> Filter:
        """Return how is counted, without what is chosen: the filter of everything recorded."""
        return Filter(
            actors=self.actors, parts=self.parts, states=self.states, weighting=self.weighting
        )

    @property
    def selects(self) -> bool:
        """Return whether anything is left out by choice."""
        return replace(self, steps=1) != self.form()

    def query(self) -> str:
        """Return the arguments as the part of an address after the question mark."""
        return urlencode(self.arguments())


_LONG = {
    "topic": f"{BASE}vocabulary/topic/",
    "document": f"{BASE}document/",
    "province": f"{BASE}id/place/",
    "focus": f"{BASE}id/",
}


def short(iri: str) -> str:
    """Return an IRI as it stands in an address: without what all IRIs of its kind share."""
    for prefix in _LONG.values():
        if iri.startswith(prefix):
            return iri.removeprefix(prefix)
    return iri


def long(name: str, value: str) -> str:
    """Return the IRI of a value as ``short`` wrote it, or the value of a field without IRIs."""
    if value.startswith("http"):
        return value
    # A register's data set stands among the documents.
    return (
        _LONG["focus" if value.startswith("dataset/") else name] + value if name in _LONG else value
    )


def parse(
    arguments: Mapping[str, Iterable[str]], known: Mapping[str, frozenset[str]] | None = None
) -> Filter:
    """Make a filter of query arguments {name: values}; unknown names are left to the page.

    ``known`` are the values there are, short, by field; a field without them takes any value.
    Raises FilterError with a sentence for each value that cannot be.
    """
    problems: list[Fault | None] = []
    there = {"tie": frozenset(SETTING_KINDS), **(known or {})}

    def many(name: str) -> frozenset[str]:
        values = frozenset(short(value.strip()) for value in arguments.get(name, ()))
        if name == "country":
            values = frozenset(value.lower() for value in values)
        problems.extend(_unknown(name, value, there.get(name)) for value in sorted(values - {""}))
        return frozenset(long(name, value) for value in values if value)

    def one(name: str, default: str, allowed: Iterable[str] = ()) -> str:
        value = next((v.strip() for v in arguments.get(name, ()) if v.strip()), default)
        if allowed and value not in allowed:
            problems.append(_not_one_of(name, value, tuple(allowed)))
            return default
        return value

    def year(name: str) -> int | None:
        value = one(name, "")
        if value and not re.fullmatch(r"[12][0-9]{3}", value):
            problems.append(Fault("filter.year", {"value": f"{name}={value}"}))
            return None
        return int(value) if value else None

    at = year("at")
    confidence = _number(one("confidence", "0"), problems)
    steps = one("steps", "1", ("1", "2", "3"))
    focus = short(one("focus", ""))
    if focus:
        problems.append(_unknown("focus", focus, there.get("focus")))
    made = Filter(
        side=many("side"),
        country=many("country"),
        kind=many("kind"),
        province=many("province"),
        tie=many("tie"),
        topic=many("topic"),
        document=many("document"),
        year_from=at or year("from"),
        year_to=at or year("to"),
        undated=one("undated", "1", ("0", "1")) == "1",
        confidence=confidence,
        actors=one("actors", WHOLE, (WHOLE, MEMBERS)),
        parts=one("parts", ROLLED, (ROLLED, APART)),
        states=one("states", "0", ("0", "1")) == "1",
        weighting=one("weighting", "newman", WEIGHTINGS),
        focus=focus if not focus or focus.startswith("http") else _LONG["focus"] + focus,
        steps=int(steps),
    )
    if made.year_from and made.year_to and made.year_from > made.year_to:
        years = {"first": str(made.year_from), "last": str(made.year_to)}
        problems.append(Fault("filter.backwards", years))
    if faults := [problem for problem in problems if problem is not None]:
        raise FilterError(faults)
    return made


def _not_one_of(name: str, value: str, allowed: tuple[str, ...]) -> Fault:
    return Fault("filter.not-one-of", {"value": f"{name}={value}", "allowed": allowed})


def _unknown(name: str, value: str, known: frozenset[str] | None) -> Fault | None:
    """Return what is wrong with a value, and which are like it; None where nothing is wrong."""
    if known is None or value in known:
        return None
    if len(known) <= _FEW:
        return _not_one_of(name, value, tuple(sorted(known)))
    tails = {one.rsplit("/", 1)[-1]: one for one in sorted(known)}
    near = get_close_matches(value.rsplit("/", 1)[-1], tails, n=3, cutoff=0.5)
    like = tuple(tails[one] for one in near if len(one) > 2)
    return Fault(f"filter.unknown.{name}", {"value": value, "like": like})


def _number(text: str, problems: list[Fault | None]) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        problems.append(Fault("filter.confidence", {"value": f"confidence={text}"}))
        return 0.0
    return value


def apply(two_mode: TwoMode, chosen: Filter, apart: frozenset[str] = frozenset()) -> TwoMode:
    """Return the part of a two-mode network that a filter lets through.

    ``apart`` are parts that count for themselves even where the others are rolled up.

    Actors without any link left, and settings without any, are left out; an actor whose own
    settings have no other actor stays, as an actor without ties.
    """
    rolled = roll_up(two_mode, apart) if chosen.parts == ROLLED else two_mode
    opened = rolled if chosen.actors == WHOLE else open_members(rolled)
    topics = narrower(opened, chosen.topic)
    actors = {
        iri: actor
        for iri, actor in opened.actors.items()
        if (not chosen.side or actor.side in chosen.side)
        and (not chosen.country or actor.country in chosen.country)
        and (not chosen.kind or actor.kind in chosen.kind)
        and (not chosen.province or actor.side != CHINA or actor.province in chosen.province)
        and (chosen.states or actor.kind not in STATES)
    }
    links = tuple(
        link
        for link in opened.links
        if link.actor in actors
        and link.role not in NOT_TAKING_PART
        and link.confidence >= chosen.confidence
        and (not chosen.document or link.documents & chosen.document)
        and _setting_passes(opened, link, chosen, topics)
    )
    # What is offered has no date, topic or partner to be chosen by.
    standing = opened.standing & set(actors) if not chosen.about_links() else frozenset()
    kept = with_links(opened, links, standing)
    focus = (
        chosen.focus if chosen.parts == APART else two_mode.wholes.get(chosen.focus, chosen.focus)
    )
    return around(kept, focus, chosen.steps) if focus else kept


def roll_up(two_mode: TwoMode, apart: frozenset[str] = frozenset()) -> TwoMode:
    """Count parts and other names as their whole, and events within an event as the larger one.

    ``apart`` are parts that stay what they are. What is moved keeps its own dates and topics: the
    larger event is about what its parts are about, and each link keeps the days of its part.
    """
    wholes = {part: whole for part, whole in two_mode.wholes.items() if part not in apart}
    if not wholes and not two_mode.within:
        return two_mode
    links = []
    topics: dict[str, set[str]] = {}
    for link in two_mode.links:
        setting = two_mode.settings[link.setting]
        larger = two_mode.within.get(link.setting)
        if larger is None or larger not in two_mode.settings:
            moved = link
        else:
            topics.setdefault(larger, set()).update(setting.topics)
            moved = replace(
                link,
                setting=larger,
                start=link.start or setting.start,
                end=link.end or setting.end,
            )
        # Few are moved: the others are shared, not made again.
        whole = wholes.get(link.actor)
        links.append(replace(moved, actor=whole) if whole else moved)
    settings = dict(two_mode.settings)
    for iri, added in topics.items():
        settings[iri] = replace(settings[iri], topics=settings[iri].topics | added)
    parts: dict[str, list[str]] = {}
    for part, whole in wholes.items():
        parts.setdefault(whole, []).append(part)
    actors = {
        iri: replace(actor, parts=tuple(sorted(parts[iri]))) if iri in parts else actor
        for iri, actor in two_mode.actors.items()
        if iri not in wholes
    }
    members = {
        wholes.get(iri, iri): tuple(sorted({wholes.get(one, one) for one in inside}))
        for iri, inside in two_mode.members.items()
    }
    return replace(two_mode, actors=actors, settings=settings, links=tuple(links), members=members)


def _setting_passes(two_mode: TwoMode, link: Link, chosen: Filter, topics: frozenset[str]) -> bool:
    setting = two_mode.settings[link.setting]
    if chosen.tie and setting.kind not in chosen.tie:
        return False
    if topics and not setting.topics & topics:
        return False
    if chosen.year_from is None and chosen.year_to is None:
        return True
    start, end = span_of(setting, link)
    if start is None and end is None:
        # Nobody says when: it may have been in these years. The page tells how many there are.
        return chosen.undated
    if chosen.year_to is not None and int((start or end or "")[:4]) > chosen.year_to:
        return False
    return chosen.year_from is None or end is None or int(end[:4]) >= chosen.year_from


def with_links(
    two_mode: TwoMode, links: tuple[Link, ...], standing: frozenset[str] = frozenset()
) -> TwoMode:
    """Keep some links, and the actors (with those of ``standing``) and settings that they name."""
    actors = {link.actor for link in links} | standing
    settings = {link.setting for link in links}
    return replace(
        two_mode,
        actors={iri: two_mode.actors[iri] for iri in sorted(actors)},
        settings={iri: two_mode.settings[iri] for iri in sorted(settings)},
        links=links,
    )


def narrower(two_mode: TwoMode, topics: frozenset[str]) -> frozenset[str]:
    """Return the topics with all that are narrower."""
    found = set(topics)
    added = True
    while added:
        more = {iri for iri, topic in two_mode.topics.items() if topic.broader in found} - found
        found |= more
        added = bool(more)
    return frozenset(found)


def open_members(two_mode: TwoMode) -> TwoMode:
    """Put the members of a partnership in its place; one whose members nobody names falls out."""
    links: list[Link] = []
    closed: set[str] = set()
    for link in two_mode.links:
        if not two_mode.actors[link.actor].whole:
            links.append(link)
            continue
        members = two_mode.members.get(link.actor, ())
        if not members:
            closed.add(link.actor)
        if two_mode.settings[link.setting].kind == "membership":
            continue
        links += [replace(link, actor=member) for member in members if member in two_mode.actors]
    return replace(with_links(two_mode, tuple(links)), closed=len(closed))


def around(two_mode: TwoMode, focus: str, steps: int) -> TwoMode:
    """Keep the actors that are at most ``steps`` ties away from one, and their shared settings."""
    near = {focus} & set(two_mode.actors)
    members: dict[str, set[str]] = {}
    for link in two_mode.links:
        members.setdefault(link.setting, set()).add(link.actor)
    for _ in range(steps):
        near |= {a for inside in members.values() if inside & near for a in inside}
    return with_links(two_mode, tuple(link for link in two_mode.links if link.actor in near))
