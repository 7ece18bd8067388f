"""Mentions that are one thing: "the mission" and its title, "H2020" and its long name, a body and its sessions."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict

from graph.extraction.chinese import SHORT_FOR
from graph.extraction.model import Mention, Thing
from graph.extraction.relations import is_journey
from graph.extraction.segments import CHINESE
from graph.extraction.sentence import Sentence


def _short_for(sentences: list[Sentence]) -> None:
    """ "中科院" is the "中国科学院" of the same text."""
    every = {m.thing.name for s in sentences for m in s.of("Partner")}
    for s in sentences:
        for m in s.of("Partner") if s.language == "zh" else ():
            if (long := SHORT_FOR.get(m.thing.name)) in every and long:
                m.thing = Thing("Partner", long)


def merge(sentences: list[Sentence]) -> None:
    """Give mentions of one event, agreement or programme one name; committees that meet are dialogues."""
    _short_for(sentences)
    _merge_generic(sentences)
    _same_programmes(sentences)
    _bodies_that_meet(sentences)
    _sessions_by_noun(sentences)
    _same_sessions(sentences)


_PLAIN = re.compile(
    r"(?i)intesa|accordo|accord|acuerdo|convenio|convention|convenzione|abkommen|vereinbarung|vertrag|agreement|memorandum|mémorandum|protocollo|protocole|protocolo"
)
_THE = re.compile(
    r"(?i)(?<!\w)(?:the|this|das|der|die|dem|den|des|dieses|diese[rn]?|le|la|l[’']|cet|cette|ce|il|lo|quest[ao’']|dell[’']|dall[’']|del|el|este|al)\s?$"
)


def _merge_generic(sentences: list[Sentence]) -> None:
    """ "The mission" of the text is the "Mission to Chengdu" of the title: one thing, one name."""
    known: list[Mention] = []
    low = 0
    of_thing: dict[Thing, list[Mention]] = defaultdict(list)
    heads: set[int] = set()
    for s in sentences:
        for m in s.of("Event", "Agreement"):
            of_thing[m.thing].append(m)
            if s.segment.kind == "heading":
                heads.add(id(m))
    for s in sentences:
        for m in s.of("Event", "Agreement"):
            words = _name_words(m.thing.name)
            indefinite = re.search(
                r"(?i)(?<!\w)(?:an?|another|eine?|weitere|une?|una|un|its|their|second|third|two|several|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?|frühere[nrs]?|nächste[nrs]?|previous|last|earlier|latest|next|dernière?|précédente?|prochaine?|últim[oa]|anterior|próxim[oa]|ultim[oa]|scors[oa]|precedente|prossim[oa])\s+$",
                s.text(m.start - 14, m.start),
            )
            while low < len(known) and m.start - known[low].start >= 1500:
                low += 1
            same = [
                k
                for k in itertools.islice(known, low, None)
                if k.cls == m.cls
                and (m.generic or k.generic or k.rule == "heading-event")
                and k.ordinal == m.ordinal
                and m.start - k.start < 1500
                and (not indefinite or id(k) in heads or (k.cls == "Event" and k.start < 250))
                and (
                    _headline(k, words)
                    or words <= _name_words(k.thing.name)
                    or words >= _name_words(k.thing.name)
                    or _part_of_compound(words, _name_words(k.thing.name))
                )
            ]
            if not same and m.cls == "Event" and re.fullmatch(_JOURNEYS, m.thing.name):
                same = [k for k in known if k.cls == "Event" and is_journey(k.thing.name)]
            if not same and m.cls == "Event" and m.generic and m.ordinal is None and len(words) == 1 and (
                _THE.search(s.text(m.start - 12, m.start))
            ):  # fmt: skip
                counted = [
                    k for k in itertools.islice(known, low, None)
                    if k.cls == "Event" and words <= _name_words(k.thing.name) and m.start - k.start < 900
                ]  # fmt: skip
                same = counted[-1:] if len({k.thing for k in counted}) == 1 else []
            if not same and m.rule == "the-event":
                same = [k for k in itertools.islice(known, low, None) if k.cls == "Event"][-1:]
            if not same and m.cls == "Agreement" and _PLAIN.fullmatch(m.thing.name) and _THE.search(
                s.text(m.start - 12, m.start)
            ):  # fmt: skip
                same = [k for k in itertools.islice(known, low, None) if k.cls == "Agreement"][-1:]
            if m.thing.name == "MoU":
                same = [k for k in known if "emorandum" in k.thing.name]
            if CHINESE.search(m.thing.name) and not same:
                same = [
                    k
                    for k in known
                    if k.cls == m.cls
                    and k.ordinal == m.ordinal
                    and (k.thing.name in m.thing.name or m.thing.name in k.thing.name)
                ]
            if not same:
                known.append(m)
                continue
            longest = max(
                [same[-1], m], key=lambda x: (len(_name_words(x.thing.name)), not x.generic)
            )
            if id(same[-1]) in heads and id(m) not in heads and _PROJECT_S.sub("", same[-1].thing.name) != (
                same[-1].thing.name
            ):  # fmt: skip
                longest = (
                    m  # "MUDWAYS kick-off" of a heading: the text calls it the kick-off meeting
                )
            thing = longest.thing
            old = same[-1].thing
            renamed = [m, *of_thing[old]] if old != m.thing else [*of_thing[old]]
            for k in renamed:
                if k.thing != thing:
                    of_thing[thing].append(k)
                k.thing = thing
                k.generic = k.generic and longest.generic
            if old != thing:
                of_thing[old] = []
            same[-1].generic = same[-1].generic and longest.generic


_PROJECT_S = re.compile(r"^[A-Z][A-Z0-9+-]{3,}\s(?=[a-z])")


def _headline(known: Mention, words: frozenset[str]) -> bool:
    """Return whether words are most of those of an event that a heading is the name of."""
    if known.rule != "heading-event":
        return False
    shared = words & _name_words(known.thing.name)
    return len(shared) > 2 and len(shared) * 3 >= len(words) * 2


_PROGRAMME = (
    re.compile(r"H2020|Horizon[t]?e? ?2020|Orizzonte 2020"),
    re.compile(
        r"FP ?7|(?:7th|Seventh) (?:EU )?Framework Program(?:me)?|(?:EU )?Framework Program(?:me)? (?:7|Seven)|Siebte[sn]? .*|Septième .*|Settimo .*|Séptimo .*"
    ),
    re.compile(r"FP ?6|(?:6th|Sixth) (?:EU )?Framework Program(?:me)?"),
)


def _same_programmes(sentences: list[Sentence]) -> None:
    """ "H2020" is the "Horizon 2020" of the same text: one thing, its longer name."""
    every = {m.thing for s in sentences for m in s.of("Programme")}
    for pattern in _PROGRAMME:
        same = sorted(
            (t for t in every if pattern.fullmatch(t.name)), key=lambda t: (-len(t.name), t.name)
        )
        if len(same) > 1:
            for s in sentences:
                for m in s.of("Programme"):
                    if m.thing in same:
                        m.thing = same[0]


def _bodies_that_meet(sentences: list[Sentence]) -> None:
    """A committee whose sessions a text counts is a dialogue, not an organisation."""
    series = {m.series for s in sentences for m in s.of("DialogueSession") if m.series}
    for s in sentences:
        for m in s.of("Partner"):
            if m.thing.name in series:
                m.thing = Thing("Dialogue", m.thing.name)


_ITS_NTH = re.compile(r"(?<!\w)[Ii]ts\s(?:[\w-]+\s){1,3}?(?:session|meeting|round|sitting)(?!\w)")
_MEETING_BODY = re.compile(
    r"(?:Subcommittee|Committee|Commission|Working Group|Task Force)(?![\w-])|(?:EU-China|China-EU|Sino-)[\w\s-]*Platform(?![\w-])"
)


def own_body(s: Sentence, previous: Sentence | None = None) -> Mention | None:
    """Return the committee whose own session a sentence counts: "the Working Group held its 5th session"."""
    told = _ITS_NTH.search(s.flat)
    if told is None:
        return None
    told_of = previous if s.flat.startswith("Its ") and previous is not None else s
    bodies = [
        m
        for m in told_of.of("Partner", "Dialogue")
        if m.start < s.start + told.start() and _MEETING_BODY.search(m.thing.name)
    ]
    return bodies[-1] if bodies else None


def _sessions_by_noun(sentences: list[Sentence]) -> None:
    """ "The meeting" of a text that speaks of the sessions of a dialogue is the one named last."""
    last: Mention | None = None
    for s in sentences:
        for m in s.mentions:
            if m.cls == "DialogueSession" and m.ordinal:
                last = m
            elif m.cls == "Event" and m.rule == "the-event" and last is not None:
                noun = m.thing.name.split()[-1].casefold()
                if noun in last.thing.name.casefold() or noun in _MEETINGS:
                    m.thing, m.generic = last.thing, False
                elif noun in _ANY_EVENT and s.text(m.start, m.end).casefold() in _ANY_EVENT and (
                    m.start - last.end < NEAR_BY
                ):  # fmt: skip
                    m.thing, m.generic = last.thing, False  # "the two-day event"


_MEETINGS = frozenset(
    "meeting session round gathering sitzung tagung treffen runde séance réunion rencontre sessione riunione incontro "
    "sesión reunión ronda encuentro".split()
)


def _same_sessions(sentences: list[Sentence]) -> None:
    """ "Eighth Safety Dialogue" of a heading is the "eighth EU-China Safety Dialogue" of the text."""
    by_number: dict[int, list[Mention]] = defaultdict(list)
    heads = {id(m) for s in sentences if s.segment.kind == "heading" for m in s.mentions}
    for s in sentences:
        for m in s.of("DialogueSession"):
            if m.ordinal and m.series:
                by_number[m.ordinal].append(m)
    for group in by_number.values():
        longest = max(group, key=lambda m: (len(m.series or ""), id(m) not in heads))
        for m in group:
            words, whole = (m.series or "").casefold(), (longest.series or "").casefold()
            if m.thing != longest.thing and len(words.split()) > 1 and (
                words == whole or whole.endswith(" " + words)
            ):  # fmt: skip
                m.thing, m.series = longest.thing, longest.series


_ANY_EVENT = frozenset("event gathering dialogue talks summit".split())
NEAR_BY = 700
"""Characters within which "the event" is the session named last."""
_JOURNEYS = r"(?i)reise|déplacement|viaje|viaggio|trip|voyage|mission|missione|misión"


def _part_of_compound(short: frozenset[str], long: frozenset[str]) -> bool:
    """ "Die Reise" is the "Unternehmerreise" of the title."""
    return len(short) == 1 and any(w.endswith(next(iter(short))) for w in long)


def _name_words(name: str) -> frozenset[str]:
    if CHINESE.search(name):
        return frozenset(name)
    found = re.findall(r"[\w’'-]+", name.casefold())
    return frozenset(
        w
        for w in found
        if w not in ("the", "a", "of", "to", "on", "de", "la", "le", "nach", "in", "à", "en")
    )
