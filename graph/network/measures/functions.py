"""Who brokers by what it does: the roles that sources record, where both sides are concerned.

A place between others is one thing, an office is another: an organisation that runs missions to
China may share nothing with anyone in a document that names no other guest, and still be whom a
newcomer calls. So recorded roles count, in settings where actors of both sides take part or that
take place in China or are directed at it. Each kind of brokerage has its activity (how often) and
its exclusivity (how much of it nobody else is recorded for), the two ways in which brokerage
differs after Hamilton, Hileman & Bodin (2020), Social Networks 61, 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.model.filters import narrower
from graph.network.model.ties import CHINA, EU, Link, Setting
from graph.standing import AHEAD

CONVENER, COORDINATOR, HOST = "convener", "coordinator", "host"
CONVENER_IN_CHINA = "convener-in-china"
"""Who organises what is in China or about it, where nobody from there is named."""
CONTACT_POINT, SUPPORT_BODY = "contact-point", "support-body"
FUNCTIONS = (CONVENER, COORDINATOR, HOST, CONTACT_POINT, SUPPORT_BODY, CONVENER_IN_CHINA)

# Which recorded role makes which kind of brokerage, by the kind of the setting ('': any).
FUNCTION_OF_ROLE = {
    ("organiser", ""): CONVENER,
    ("co-organiser", ""): CONVENER,
    ("lead", ""): CONVENER,
    ("lead", "project"): COORDINATOR,
    ("coordinator", ""): COORDINATOR,
    ("host", ""): HOST,
    ("contact", ""): CONTACT_POINT,
    ("supporter", ""): SUPPORT_BODY,
    ("facilitator", ""): SUPPORT_BODY,
}


_MET = ("project", "event")
"""Kinds of activity in which a participant from China could be named."""


@dataclass(frozen=True)
class Function:
    """One kind of brokerage of one actor.

    ``activity`` counts what it does in that role (``settings``) and its standing offers (``places``
    of its contact points; a support body that ``serves`` cooperation counts as one offer).
    ``exclusivity`` is the share of it that nobody else is recorded for: no other actor has the role
    in the same topic and place of business. ``others`` are those who have it there, most often
    first, then the most active.
    """

    kind: str
    activity: int
    exclusivity: float
    settings: tuple[str, ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]
    others: tuple[str, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    rows: tuple[str, ...] = ()
    serves: bool = False


@dataclass
class _Deed:
    """One thing that an actor does in a role: where it may be compared with what others do."""

    actor: str
    kind: str
    setting: str
    place: str
    topics: frozenset[str]
    claims: tuple[str, ...]
    documents: frozenset[str]
    start: str | None
    end: str | None
    rows: tuple[str, ...] = ()


def function_of(role: str, kind: str) -> str | None:
    """Return the kind of brokerage of a recorded role, None where it is none."""
    return FUNCTION_OF_ROLE.get((role, kind)) or FUNCTION_OF_ROLE.get((role, ""))


def concerned(analysis: Analysis, link: Link) -> bool:
    """Return whether a link is to something of both sides, or of the EU side and about China."""
    setting = analysis.view.settings[link.setting]
    if setting.status.rsplit("/", 1)[-1] in AHEAD:
        return False
    if link.setting in analysis.joint:
        return True
    side = analysis.view.actors[link.actor].side
    return setting.aimed and side == EU


def without_coordinator(analysis: Analysis) -> tuple[int, int]:
    """Return how many projects of both sides name no coordinator, and of how many.

    Whatever the view leaves out: a coordinator that a filter hides is named still.
    """
    settings = analysis.view.settings
    projects = {iri for iri in analysis.joint if settings[iri].kind == "project"}
    named = {
        link.setting
        for link in analysis.network.two_mode.links
        if link.setting in projects and function_of(link.role, "project") == COORDINATOR
    }
    return len(projects - named), len(projects)


def functions(analysis: Analysis) -> dict[str, tuple[Function, ...]]:
    """Return what each actor does for both sides, by actor; the most active kind first.

    A filter chooses what it does; who else is recorded in the role is asked of everything recorded.
    """
    deeds = [*_roles(analysis), *_offers(analysis)]
    every = deeds
    if analysis.whole is not analysis:
        every = [*_roles(analysis.whole), *_offers(analysis.whole)]
    by_kind: dict[str, dict[str, set[str]]] = {}
    active: Counter[tuple[str, str]] = Counter()
    for deed in every:
        active[deed.actor, deed.kind] += 1
        for topic in deed.topics or {""}:
            by_kind.setdefault(deed.kind, {}).setdefault(topic, set()).add(deed.actor)
    held: dict[tuple[str, str], list[_Deed]] = {}
    for deed in deeds:
        held.setdefault((deed.actor, deed.kind), []).append(deed)
    found: dict[str, list[Function]] = {}
    for (actor, kind), done in sorted(held.items()):
        found.setdefault(actor, []).append(_function(actor, kind, done, by_kind[kind], active))
    order = FUNCTIONS.index
    return {
        actor: tuple(sorted(kinds, key=lambda one: (-one.activity, order(one.kind))))
        for actor, kinds in found.items()
    }


def _roles(analysis: Analysis) -> Iterable[_Deed]:
    seen: set[tuple[str, str, str]] = set()
    for link in analysis.view.links:
        setting = analysis.view.settings[link.setting]
        kind = function_of(link.role, setting.kind)
        if kind == CONVENER and link.setting not in analysis.joint:
            # As among the gaps: of a call nobody takes part yet, and who is named with what
            # belongs together is named.
            named = link.setting in analysis.network.answered
            kind = None if named or setting.kind not in _MET else CONVENER_IN_CHINA
        key = (link.actor, str(kind), link.setting)
        if kind is None or key in seen or not concerned(analysis, link):
            continue
        seen.add(key)
        yield _deed(link, kind, setting)


def _deed(link: Link, kind: str, setting: Setting) -> _Deed:
    return _Deed(
        link.actor,
        kind,
        setting.iri,
        "",
        setting.topics,
        link.claims,
        link.documents,
        link.start or setting.start,
        link.end or setting.end,
        link.rows,
    )


def _offers(analysis: Analysis) -> Iterable[_Deed]:
    chosen = analysis.chosen
    topics = narrower(analysis.network.two_mode, chosen.topic)
    for iri, offer in sorted(analysis.network.offers.items()):
        if iri not in analysis.view.actors:
            continue
        # What is seated in China has no office there beside its seat.
        there = analysis.view.actors[iri].side == CHINA
        if (chosen.topic and not topics & offer.topics) or (
            chosen.document and not chosen.document & set(offer.documents)
        ):
            continue
        for place in () if there else offer.places:
            yield _Deed(
                iri,
                CONTACT_POINT,
                "",
                place,
                offer.topics,
                offer.claims,
                offer.documents,
                None,
                None,
            )
        if offer.serves:
            yield _Deed(
                iri, SUPPORT_BODY, "", "", offer.topics, offer.claims, offer.documents, None, None
            )


def _function(
    actor: str,
    kind: str,
    done: list[_Deed],
    who: Mapping[str, set[str]],
    active: Mapping[tuple[str, str], int],
) -> Function:
    alone = sum(all(who[topic] == {actor} for topic in deed.topics or {""}) for deed in done)
    others: dict[str, int] = {}
    for deed in done:
        for other in {one for topic in deed.topics or {""} for one in who[topic]} - {actor}:
            others[other] = others.get(other, 0) + 1
    days = [day for deed in done for day in (deed.start, deed.end) if day]
    topics: dict[str, int] = {}
    for deed in done:
        for topic in deed.topics:
            topics[topic] = topics.get(topic, 0) + 1
    return Function(
        kind=kind,
        activity=len(done),
        exclusivity=alone / len(done),
        settings=tuple(sorted({deed.setting for deed in done if deed.setting})),
        places=tuple(sorted({deed.place for deed in done if deed.place})),
        topics=tuple(sorted(topics, key=lambda topic: (-topics[topic], topic))),
        others=tuple(sorted(others, key=lambda iri: (-others[iri], -active[iri, kind], iri))),
        claims=tuple(sorted({claim for deed in done for claim in deed.claims})),
        documents=tuple(sorted({document for deed in done for document in deed.documents})),
        first=min(days, default=None),
        last=max(days, default=None),
        rows=tuple(sorted({row for deed in done for row in deed.rows})),
        serves=any(not deed.setting and not deed.place for deed in done),
    )
