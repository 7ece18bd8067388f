"""Find help and partners: who can help, who has done it before and with whom, by topic and side.

Each part of the answer is a query of ``queries/find/``, which the page also offers to open: what
a reader sees and what a program gets is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from graph import questions
from graph.catalogue.selection import FACULTY
from graph.iris import ID, VOCABULARY
from server.http import wants_html
from server.i18n import language, punctuation
from server.site import show
from server.site.asked import Unknown, check_names, check_value, read_choice, read_meant
from server.site.briefing.subject import OVER, PASSED
from server.site.data import catalogue, data
from server.site.errors import ways_out
from server.site.frame import built

MOST = 40
"""Things shown of each part; the query has all of them."""

PARTS: dict[str, object] = {
    "support": _l("Who can help"),
    "calls": _l("Programmes and calls"),
    "peers": _l("Who has done it before, and with whom"),
    "partners": _l("Partners on the other side"),
    "events": _l("Missions and events"),
    "stories": _l("Success stories and results"),
    "lessons": _l("What helps, and what stands in the way"),
}
"""The parts of the answer with their headings, in the order in which they are told."""

_TOLD = ("office", "does", "with", "what")
_TIMES = ("ends", "latest", "from", "status", "general", "whole")
"""Of what a query finds of a thing: what is told as it is, and what makes its ``when``."""

_NEAR = ("near", "withNear")
"""What a query finds where the thing, or with whom it works, is in the place that was asked for."""

SIDES = {"eu": ("china", "country/cn"), "china": ("eu", "place/european-union")}
"""For each side the other one, and the place by which what is there for it is found."""

KINDS: dict[str, tuple[object, tuple[str, ...]]] = {
    "cluster": (_l("a cluster"), ("cluster-organisation", "network", "platform")),
    "company": (_l("a company"), ("company",)),
    "university": (
        _l("a university or research organisation"),
        (
            *("university", "faculty", "education-establishment"),
            *("research-institute", "academy", "research-organisation"),
        ),
    ),
    "ministry": (_l("a ministry or public body"), ("ministry", "public-body", "consulate")),
}
"""What the reader may be: how it is called, and the kinds of organisation that are like it."""


@dataclass(slots=True)
class Found:
    """One thing with what is said of it and the documents that say it."""

    iri: str
    notes: dict[str, set[str]] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    when: str = ""
    """When it is or ends, as a text of the page."""
    near: bool = False
    """Whether it, or with whom it works, is in the place that was asked for."""
    here: bool = False
    """Whether it is there itself."""
    near_with: set[str] = field(default_factory=set)
    """With whom it works in that place."""
    like: bool = False
    """Whether it is of the kind of who asks."""


@dataclass(slots=True)
class Part:
    """One part of the answer; ``query`` is what gives it."""

    key: str
    title: object
    found: list[Found]
    query: str
    more: int = 0
    remark: str = ""
    """What holds for all of it."""
    near: int = 0
    """How many of all that was found are in the place that was asked for."""

    @property
    def placed(self) -> bool:
        """Return whether its things can be in a place at all."""
        return "{near}" in questions.query(f"find/{self.key}")


_FIELD_OR_NONE = """OPTIONAL {{
    {{ ?thing eucn:topic ?about }}
    UNION {{ ?thing eucn:establishedBy ?by . ?by a eucn:Agreement ; eucn:topic ?about }}
    ?about skos:broader* <{topic}>
  }}
  OPTIONAL {{
    {{ ?thing eucn:topic ?field }}
    UNION {{ ?thing eucn:establishedBy ?by . ?by a eucn:Agreement ; eucn:topic ?field }}
    MINUS {{ ?field skos:broader* <{topics}policy-and-trade> }}
    MINUS {{ ?field skos:broader* <{topics}research-and-innovation> }}
  }}
  FILTER(BOUND(?about) || !BOUND(?field))
  BIND(!BOUND(?about) AS ?general)"""
"""Narrows to what is on a topic or in no field of its own, which ``?general`` tells apart."""


_IN_PLACE = """OPTIONAL {{
    VALUES ?{name} {{ {places} }}
    {{ ?{of} eucn:locatedIn ?{name} }} UNION {{ ?{of} eucn:country ?{name} }}
    UNION {{ ?{of} eucn:kind <{faculty}> ; eucn:subOrganizationOf/eucn:locatedIn ?{name} }}
    UNION {{ ?{of} eucn:officeIn ?{name} }} UNION {{ ?{of} eucn:officeIn/eucn:locatedIn ?{name} }}
    UNION {{ ?{of} eucn:officeIn/eucn:country ?{name} }}
  }}"""
"""Tells in which of the places asked for something is: its seat, what lies in it, its offices; a
faculty is where its university is.
"""


def query(name: str, own: str, kind: str, topic: str, places: Iterable[str] = ()) -> str:
    """Return a query for a side, a kind of organisation and a topic (IRI), both may be ``""``.

    Of what is in one of ``places`` (IRIs) it also finds in which.
    """
    other, place = SIDES[own]
    narrowed = f"?about skos:broader* <{topic}> ." if topic else ""
    concepts = " ".join(f"<{VOCABULARY}organisation-kind/{one}>" for one in _like(kind))
    near = " ".join(f"<{one}>" for one in sorted(places))
    partnership = _PARTNERSHIP if kind == "cluster" and own == "eu" else ""
    filled = {
        "{topic}": f"?thing eucn:topic ?about . {narrowed}" if topic else "",
        "{topic-of-what}": f"?what eucn:topic ?about . {narrowed}" if topic else "",
        "{topic-or-project}": (
            "{ ?thing eucn:topic ?about } "
            f"UNION {{ ?paid eucn:fundedUnder ?thing ; eucn:topic ?about {_NO_BODY} }} {narrowed}"
            if topic
            else ""
        ),
        "{topic-or-none}": (
            _FIELD_OR_NONE.format(topic=topic, topics=f"{VOCABULARY}topic/") if topic else ""
        ),
        "{other-countries}": f"<{ID}{place}>",
        "{other}": f"side:{other}",
        "{own}": f"side:{own}",
        "{chinese}": "?thing" if own == "china" else "?with",
        "{of-chinese}": "?ours" if own == "china" else "?theirs",
        "{near}": _in_place("near", "thing", near) if near else "",
        "{with-near}": _in_place("withNear", "with", near) if near else "",
        "{like}": _LIKE.format(concepts=concepts, more=partnership and f" UNION {partnership}")
        if concepts
        else "",
        "{ours}": f"{{ ?thing a eucn:Partner ; eucn:side side:{own} }}"
        + (partnership and f" UNION {partnership}"),
        "{ahead}": " ".join(f"<{VOCABULARY}status/{one}>" for one in AHEAD),
        "{us}": f"{{ ?us eucn:side side:{own} }}"
        + (" UNION { ?us a eucn:ClusterPartnership }" if own == "eu" else ""),
        "{others}": _for_others(own, kind),
        "{only-topic}": _ONLY_TOPIC.format(topic=topic) if topic else "",
    }
    text = questions.query(f"find/{name}")
    head, _sep, body = text.partition("SELECT")
    for mark, value in filled.items():
        body = body.replace(mark, value)
    comment = head.splitlines()[0]
    if not near:
        body = body.replace(" ?near", "").replace(" ?withNear", "")
    prefixes = "\n".join(line for line in head.splitlines() if line.startswith("PREFIX"))
    return f"{comment}\n{prefixes}\nSELECT{body}"


def _in_place(name: str, of: str, places: str) -> str:
    return _IN_PLACE.format(name=name, of=of, places=places, faculty=FACULTY)


_PARTNERSHIP = "{ ?thing a eucn:ClusterPartnership }"
"""Partnerships of clusters are European and have no side of their own; like a cluster that asks."""

AHEAD = ("planned", "announced", "approved", "date-passed", "not-materialised")
"""How things stand that nobody has done: only planned, or never come about."""

_LIKE = """{{ VALUES ?like {{ {concepts} }} ?thing eucn:kind ?like }}{more} ."""

_ONLY_TOPIC = """MINUS {{
    ?thing a eucn:SourceDocument ; eucn:topic ?wider .
    FILTER NOT EXISTS {{ ?wider skos:broader* <{topic}> }}
  }}"""
"""Leaves out what a document says as a whole that is on other topics too."""


_NO_BODY = "FILTER NOT EXISTS { ?paid a eucn:Organization }"
"""Tells activities that a programme pays for from bodies that it pays."""


def _for_others(own: str, kind: str) -> str:
    """Return what leaves out of programmes and calls those that are not for who asks."""
    helps = f"<{VOCABULARY}programme-kind/business-support-programme>"
    calls = f"<{VOCABULARY}initiative-kind/call>"
    left = []
    if own == "china":
        # They bring firms and clusters of Europe to China.
        there = f"?thing eucn:kind ?brings ; eucn:targetCountry <{ID}country/cn>"
        left.append(f"MINUS {{ VALUES ?brings {{ {helps} {calls} }} {there} }}")
    if kind in ("university", "ministry"):
        left.append(f"MINUS {{ ?thing eucn:kind {helps} }}")
    return " ".join(left)


def _like(kind: str) -> tuple[str, ...]:
    return KINDS[kind][1] if kind else ()


def answer(own: str, kind: str, topic: str, places: Iterable[str] = ()) -> list[Part]:
    """Return the parts of the answer, each with the query that gives it.

    What is in one of ``places`` comes first in its part, and is marked.
    """
    parts = []
    made = built()
    day = made.date().isoformat() if made else ""
    for name, title in PARTS.items():
        asked = query(name, own, kind, topic, places)
        found: dict[str, Found] = {}
        for row in data().store.select(asked):
            one = found.setdefault(str(row["thing"]), Found(str(row["thing"])))
            told = "teller" if row.get("teller") is not None else "document"
            one.documents.add(str(row[told]))
            one.near = one.near or any(row.get(key) is not None for key in _NEAR)
            one.here = one.here or row.get("near") is not None
            label = str(row["key"]) if row.get("key") is not None else ""
            if row.get("withNear") is not None:
                one.near_with.add(str(row["with"]))
            for key in (*_TOLD, *_TIMES):
                if row.get(key) is not None:
                    one.notes.setdefault(label or key, set()).add(str(row[key]))
        # Those with most activities first; where a part has none, in the order of its query.
        things = sorted(found.values(), key=lambda one: -len(one.notes.get("what", ())))
        part = Part(name, title, things, asked)
        _tell_times(part, day)
        if name == "partners" and kind:
            part.remark = _like_first(part.found, kind)
        part.found.sort(key=lambda one: not one.near)
        part.near = sum(one.near for one in part.found)
        part.more = max(0, len(things) - MOST)
        part.found = part.found[:MOST]
        parts.append(part)
    return parts


def _like_first(found: list[Found], kind: str) -> str:
    """Put those first that are of the kind of who asks, and return how many they are, as words."""
    for one in found:
        one.like = _is_like(one.iri, kind)
    found.sort(key=lambda one: not one.like)
    count = sum(one.like for one in found)
    if not count:
        return ""
    told = show.number(count)
    return str(_("Of the kind that asks, and therefore before others: %(count)s.", count=told))


def _is_like(iri: str, kind: str) -> bool:
    entry = catalogue().entries.get(iri)
    if entry and entry.category == "ClusterPartnership" and kind == "cluster":
        return True
    kinds = {one.rpartition("/")[2] for one in entry.kinds} if entry else set()
    return not kinds.isdisjoint(_like(kind))


def possibly(iri: str) -> list[str]:
    """Return what a thing may be the same as, which the sources do not settle."""
    return sorted(one.other for one in catalogue().alike.get(iri, ()) if one.kind == "possibly")


def in_order(one: Found, key: str, kind: str) -> list[str]:
    """Return what is said of a thing under a key: of those with whom it works, the ones in the
    place that was asked for first, then those of the kind that asks.
    """
    values = one.notes[key]
    if key != "with":
        return sorted(values)

    def order(value: str) -> tuple[bool, bool, str]:
        return value not in one.near_with, not _is_like(value, kind), show.plain_name(value)

    return sorted(values, key=order)


def _tell_times(part: Part, day: str) -> None:
    """Say of calls and events when they are, on the day of the data, and of helpers whether they
    have a field that a source states; what runs comes before what has ended.
    """
    if part.key == "calls":
        part.found = _calls_in_order(part.found, day)
        if part.found:
            part.remark = _(
                "What is running comes first. “No end stated” does not mean that one can still "
                "apply."
            )
    newest = ""
    for one in part.found:
        times = {name: max(one.notes.pop(name, ()), default="") for name in _TIMES}
        if part.key == "calls":
            one.when = _call_time(one.iri, times, day)
        elif part.key == "events":
            one.when = _event_time(one.iri, times["status"])
            newest = max(newest, times["from"], times["ends"])
        elif times["status"] and part.key == "stories":
            one.when = show.plain_name(times["status"])
        elif part.key == "support":
            one.when = _helper_time(times)
    if part.key == "events" and newest and newest < day:
        part.remark = _(
            "All events with a date lie before %(day)s; the newest come first.",
            day=show.date_text(day),
        )


def _calls_in_order(found: list[Found], day: str) -> list[Found]:
    """Return calls with what runs first; a part is as its whole where it states no end itself."""
    own = {one.iri: _calls_order(one, day) for one in found}

    def order(one: Found) -> tuple[int, int, bool]:
        wholes = [] if one.notes.get("ends") else sorted(one.notes.get("whole", ()))
        ranks = [own[iri] for iri in wholes if iri in own]
        return (*max(ranks, default=own[one.iri]), bool(ranks))

    return sorted(found, key=order)


def _calls_order(one: Found, day: str) -> tuple[int, int]:
    """Return what runs first: by its stated end, else by recorded projects of the last year."""
    ends, latest = (max(one.notes.get(name, ()), default="") for name in ("ends", "latest"))
    if ends:
        return (0 if ends >= day else 4, 0)
    if not latest:
        return (2, 0)
    began = date.fromisoformat(latest)
    fresh = not day or began >= date.fromisoformat(day) - timedelta(days=365)
    return (1 if fresh else 3, -began.toordinal())


def _call_time(iri: str, times: dict[str, str], day: str) -> str:
    entry = catalogue().entries.get(iri)
    told = []
    if times["ends"]:
        written = (entry.dates.get("endDate") or entry.dates.get("date")) if entry else None
        last = max(written or (times["ends"],))
        ended = bool(day) and times["ends"] < day
        told.append(_until(show.date_text(last), ended, len(last) == 10))
    else:
        told.append(_("no end stated"))
    if times["whole"]:
        told.append(_part_of(times["whole"]))
    if times["latest"]:
        began = show.date_text(times["latest"])
        told.append(_("latest start of a project recorded under it: %(date)s", date=began))
    return str(punctuation().semicolon.join(told))


def _until(day: str, ended: bool, on: bool) -> str:
    """Say when something ends or ended: in a year or month, or on a day."""
    if on:
        return str(_("ended on %(day)s", day=day) if ended else _("ends on %(day)s", day=day))
    return str(_("ended %(date)s", date=day) if ended else _("ends %(date)s", date=day))


def _who_asks(own: str, kind: str, topic: str, place: str) -> str:
    """Return what was asked as one sentence, for print."""
    told = {
        "kind": str(KINDS[kind][0] if kind else _("any organisation")),
        "side": str(_("China") if own == "china" else _("the EU")),
        "topic": show.plain_name(topic) if topic else "",
        "place": place,
    }
    if topic and place:
        said = _("I am %(kind)s from %(side)s and work on %(topic)s in or with %(place)s.", **told)
    elif topic:
        said = _("I am %(kind)s from %(side)s and work on %(topic)s.", **told)
    elif place:
        said = _("I am %(kind)s from %(side)s and work in or with %(place)s.", **told)
    else:
        said = _("I am %(kind)s from %(side)s.", **told)
    return str(said)


def _helper_time(times: dict[str, str]) -> str:
    """Say of a helper that no source gives it a field, and of what is over that it is."""
    told = [str(_("no field stated"))] if times["general"] == "true" else []
    if times["whole"]:
        told.append(_part_of(times["whole"]))
    elif times["status"].rpartition("/")[2] in (*OVER, PASSED):
        told.append(show.plain_name(times["status"]))
    return str(punctuation().semicolon.join(told))


def _part_of(whole: str) -> str:
    """Say of what something is a part, and when that ended."""
    entry = catalogue().entries.get(whole)
    name = show.plain_name(whole)
    made = built()
    day = made.date().isoformat() if made else ""
    over = entry and (
        {one.rpartition("/")[2] for one in entry.standings} & set(OVER)
        or (entry.end and entry.end < day)
    )
    if entry and over and entry.end:
        written = max(entry.dates.get("endDate") or {entry.end})
        until = show.date_text(written)
        if len(written) == 4:
            return str(_("part of %(whole)s, which ended in %(year)s", whole=name, year=written))
        return str(_("part of %(whole)s, which ended on %(day)s", whole=name, day=until))
    if over:
        return str(_("part of %(whole)s, which is over", whole=name))
    return str(_("part of %(name)s", name=name))


def _event_time(iri: str, status: str) -> str:
    entry = catalogue().entries.get(iri)
    when = entry.date_text() if entry else ""
    if not when:
        return str(_("no date stated"))
    told: list[str] = [show.period_text(when), show.plain_name(status) if status else ""]
    return str(punctuation().semicolon.join(filter(None, told)))


def find() -> Response:
    """Answer ``/find?as=…&side=…&topic=…&place=…``: the form, and what is there for who asks.

    Raises Problem (400) for an argument that is not known; to a browser a place that is not known
    is told above the form, which keeps the other choices.
    """
    known = ("as", "side", "topic", "place")
    check_names(request.args, known)
    own = request.args.get("side", "eu") or "eu"
    kind = request.args.get("as", "")
    check_value("side", own, SIDES)
    check_value("as", kind, KINDS)
    topic = read_choice("topic", request.args.get("topic", ""))
    problem: Unknown | None = None
    places: frozenset[str] = frozenset()
    try:
        places = read_meant(request.args, "place")
    except Unknown as unknown:
        if not wants_html(request.headers.get("Accept")):
            raise
        problem = unknown
    asked = problem is None and any(request.args.get(name) for name in known)
    topics = sorted(
        catalogue().concepts_of("topic"), key=lambda one: one.label(language()).text.casefold()
    )
    place_name = show.plain_name(min(places)) if places else ""
    page = render_template(
        "site/find.html",
        problem=problem,
        ways=ways_out(problem) if problem else [],
        parts=answer(own, kind, topic, places) if asked else [],
        own=own,
        kind=kind,
        topic=topic,
        place=request.args.get("place", "").strip() if places or problem else "",
        place_name=place_name,
        who_asks=_who_asks(own, kind, topic, place_name),
        kinds={key: label for key, (label, _kinds) in KINDS.items()},
        topics=topics,
        in_order=in_order,
        possibly=possibly,
    )
    return make_response(page, 400 if problem else 200)


def register(app: Flask) -> None:
    """Add the page to ``app``."""
    app.add_url_rule("/find", "find", find)
