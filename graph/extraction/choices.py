"""What a text as a whole tells of its statements: the day of an agreement that was signed at an
event, the start of a project that was launched later, the clusters of a partnership."""

from __future__ import annotations

import bisect
import re
from dataclasses import replace

from graph.extraction import dates as calendar
from graph.extraction.dates import DateSpan
from graph.extraction.lexicon import countries
from graph.extraction.model import Candidate, Thing
from graph.extraction.sentence import Sentence

NEAR = 900
"""Characters between an event's day and the signing at it."""
_THERE = re.compile(
    r"(?i)(?<!\w)(?:on (?:this|that|the) occasion|used the occasion|during (?:the|this|his|her|their) (?:\w+\s)?(?:visit|meeting|opening|reception|congress|week|days|talks|tour|event|ceremony|forum|conference|mission|workshop|"
    r"session|summit|dialogue|fair|trip|stay|day)|at (?:the|its|their) (?:end|close|opening|meeting|event|ceremony|forum|conference|same time|signing|conclusion)|"
    r"(?:on|in) the (?:sidelines|margins|fringes)|in a side(?:line)? event|afterwards?|subsequently|after the (?:meeting|talks|session|opening|ceremony)|in the presence of|"
    r"followed by the sign|following the (?:meeting|talks|ceremony)|in the afternoon|in the evening)(?!\w)|"
    r"^(?:会议期间|会上|会后|访问期间|论坛期间|活动期间|期间|随后|同日|当天|仪式上|活动上|论坛上)"
)
_LAUNCHED = re.compile(r"(?i)(?<!\w)(?:launch|kick|inaugurat|unveil|present)")
_STARTED = re.compile(r"(?i)(?<!\w)(?:start|began|begin|begun|runs?\s|ran\s|running)")
_NO_CLUSTER = re.compile(
    r"(?i)universit|commission|ministry|institut|council|agency|chamber|bank|government|embassy|union|school|academy|park|department|college|hospital|office|authority"
)


def signing_days(statements: list[Candidate], sentences: list[Sentence]) -> list[Candidate]:
    """Return the days of agreements that were signed at an event, where only that has a day."""
    said = [c for c in statements if c.polarity == "said"]
    dated = {c.subject for c in said if c.property in ("date", "startDate")}
    days = [
        c for c in said
        if c.property == "date" and c.subject.cls in ("Event", "DialogueSession") and len(str(c.object)) == 10
    ]  # fmt: skip
    several = {c.subject for c in said if c.property in ("startDate", "endDate")}
    found: dict[Thing, Candidate] = {}
    starts = [s.start for s in sentences]
    for c in said:
        if c.property != "signatory" or c.subject in dated or c.subject in found:
            continue
        at = bisect.bisect_right(starts, c.start) - 1
        s = sentences[at] if at >= 0 else None
        if s is None or s.dates or not _THERE.search(s.flat):
            continue
        near = [
            d for d in days
            if d.subject not in several and s.start - NEAR < d.start < s.start + len(s.flat)
        ]  # fmt: skip
        if not near and (day_before := _day_before(sentences, at)) is not None:
            found[c.subject] = Candidate(
                c.subject, day_before.start, day_before.end, 0.72, "signed-at-event", "date", day_before.first,
                calendar.datatype(day_before.first), calendar.normaliser(day_before), also=((c.start, c.end),),
            )  # fmt: skip
        if near:
            day = max(near, key=lambda d: (d.start, d.confidence))
            found[c.subject] = replace(
                day, subject=c.subject, confidence=0.74, rule="signed-at-event", also=((c.start, c.end),)
            )  # fmt: skip
    return list(found.values())


def _day_before(sentences: list[Sentence], at: int) -> DateSpan | None:
    """Return the one day of the sentence before, where it tells of a visit or meeting."""
    if at == 0 or sentences[at - 1].segment.block != sentences[at].segment.block:
        return None
    before = sentences[at - 1]
    if len(before.dates) != 1 or not _VISITED.search(before.flat):
        return None
    day = before.dates[0]
    return day if day.last is None and len(day.first) == 10 else None


_VISITED = re.compile(
    r"(?<!\w)(?:visit\w*|met|meeting|welcomed|received|held|hosted|travell?ed|toured|gathered|opened)(?!\w)"
)


def without_launches(statements: list[Candidate], text: str) -> list[Candidate]:
    """Return the statements without starts of projects that only were launched then, and began on
    another day."""
    starts: dict[Thing, list[Candidate]] = {}
    for c in statements:
        if c.property == "startDate" and c.subject.cls == "Project" and c.polarity == "said":
            starts.setdefault(c.subject, []).append(c)
    dropped: set[int] = set()
    for group in starts.values():
        if len({c.object for c in group}) < 2:
            continue
        told = {id(c): text[c.start : c.end] for c in group}
        began = [c for c in group if _STARTED.search(told[id(c)])]
        launched = [c for c in group if _LAUNCHED.search(told[id(c)]) and c not in began]
        days = {c.object for c in began} - {c.object for c in launched}
        if days:
            dropped |= {id(c) for c in launched}
    return [c for c in statements if id(c) not in dropped]


_BUDGET = re.compile(r"(?i)(?<!\w)(?:budget|costs?|volume|investment|worth)(?!\w)[^.;]{0,40}$")
_SHARE = re.compile(
    r"(?i)(?<!\w)(?:EU|European (?:Union|Commission)|Commission|Union|Brussels|Horizon (?:2020|Europe)|FP7|grant|contribut\w*|subsid\w*)(?!\w)[^.;]{0,60}$"
)


def whole_budgets(statements: list[Candidate], text: str) -> list[Candidate]:
    """Return the statements with the budget of a project as its cost, where a share of it is told too.

    "... with a budget of 7.2 million euros ... The EU covers 6 million euros of the cost".
    """
    sums: dict[Thing, list[Candidate]] = {}
    for c in statements:
        if c.property == "fundingEuro" and c.subject.cls == "Project" and c.polarity == "said":
            sums.setdefault(c.subject, []).append(c)
    whole: set[int] = set()
    for group in sums.values():
        shares = [
            float(str(c.object)) for c in group if _SHARE.search(_front(text, c)) and not _BUDGET.search(_front(text, c))
        ]  # fmt: skip
        for c in group:
            front = _front(text, c)
            if _BUDGET.search(front) and not _SHARE.search(front[-34:]) and any(
                x < float(str(c.object)) for x in shares
            ):  # fmt: skip
                whole.add(id(c))
    known = {c.subject for c in statements if c.property == "totalCost" and c.polarity == "said"}
    return [
        c if id(c) not in whole
        else replace(c, property="totalCost", confidence=c.confidence * (0.7 if c.subject in known else 0.95))
        for c in statements
    ]  # fmt: skip


def _front(text: str, c: Candidate) -> str:
    """Return the words of its sentence before a sum."""
    before = re.sub(r"\s", " ", text[max(0, c.start - 110) : c.start])
    return re.split(r"(?<=[a-z)”\"][.!?])\s(?=[A-Z])", before)[-1]


def without_states(statements: list[Candidate]) -> list[Candidate]:
    """Return the statements without states that sign what the text says bodies of theirs sign."""
    parties: dict[Thing, set[Thing]] = {}
    for c in statements:
        if c.property == "signatory" and c.polarity == "said" and isinstance(c.object, Thing):
            parties.setdefault(c.subject, set()).add(c.object)
    bodies = {t for t, every in parties.items() if sum(not _is_state(x) for x in every) > 1}
    return [
        c for c in statements
        if not (c.property == "signatory" and c.subject in bodies and isinstance(c.object, Thing) and _is_state(c.object))
    ]  # fmt: skip


def _is_state(thing: Thing) -> bool:
    return thing.name in ("EU", "European Union") or thing.name in countries()


def clusters_of_partnerships(statements: list[Candidate]) -> set[str]:
    """Return the names that are clusters' since they are members of a cluster partnership."""
    return {
        c.object.name
        for c in statements
        if c.property == "member" and c.subject.cls == "ClusterPartnership" and c.polarity == "said"
        and isinstance(c.object, Thing) and c.object.cls == "Partner" and not _NO_CLUSTER.search(c.object.name)
    }  # fmt: skip
