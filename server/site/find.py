"""Find help and partners: who can help, who has done it before and with whom, by topic and side.

Each part of the answer is a query of ``queries/find/``, which the page also offers to open: what
a reader sees and what a program gets is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _l

from graph import questions
from graph.iris import ID, VOCABULARY
from server.i18n import language
from server.site.asked import check_names, check_value, read_choice
from server.site.data import catalogue, data

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


@dataclass(slots=True)
class Part:
    """One part of the answer; ``query`` is what gives it."""

    key: str
    title: object
    found: list[Found]
    query: str
    more: int = 0


def query(name: str, own: str, kind: str, topic: str) -> str:
    """Return a query for a side, a kind of organisation (or ``""``) and a topic (IRI or ``""``)."""
    other, place = SIDES[own]
    narrowed = f"?about skos:broader* <{topic}> ." if topic else ""
    concepts = " ".join(f"<{VOCABULARY}organisation-kind/{one}>" for one in _like(kind))
    filled = {
        "{topic}": f"?thing eucn:topic ?about . {narrowed}" if topic else "",
        "{topic-of-either}": (
            f"{{ ?thing eucn:topic ?about }} UNION {{ ?what eucn:topic ?about }} {narrowed}"
            if topic
            else ""
        ),
        "{other-countries}": f"<{ID}{place}>",
        "{other}": f"side:{other}",
        "{own}": f"side:{own}",
        "{chinese}": "?thing" if own == "china" else "?with",
        "{of-chinese}": "?ours" if own == "china" else "?theirs",
        "{like}": f"VALUES ?like {{ {concepts} }} ?thing eucn:kind ?like ." if concepts else "",
    }
    text = questions.query(f"find/{name}")
    head, _sep, body = text.partition("SELECT")
    for place, value in filled.items():
        body = body.replace(place, value)
    comment = head.splitlines()[0]
    prefixes = "\n".join(line for line in head.splitlines() if line.startswith("PREFIX"))
    return f"{comment}\n{prefixes}\nSELECT{body}"


def _like(kind: str) -> tuple[str, ...]:
    return KINDS[kind][1] if kind else ()


def answer(own: str, kind: str, topic: str) -> list[Part]:
    """Return the parts of the answer, each with the query that gives it."""
    parts = []
    for name, title in PARTS.items():
        asked = query(name, own, kind, topic)
        found: dict[str, Found] = {}
        for row in data().store.select(asked):
            one = found.setdefault(str(row["thing"]), Found(str(row["thing"])))
            one.documents.add(str(row["document"]))
            label = str(row["key"]) if row.get("key") is not None else ""
            for key in ("office", "does", "with", "what"):
                if row.get(key) is not None:
                    one.notes.setdefault(label or key, set()).add(str(row[key]))
        # Those with most activities first; where a part has none, in the order of its query.
        things = sorted(found.values(), key=lambda one: -len(one.notes.get("what", ())))
        parts.append(Part(name, title, things[:MOST], asked, max(0, len(things) - MOST)))
    return parts


def find() -> str:
    """Answer ``/find?as=…&side=…&topic=…``: the form, and what is there for who asks.

    Raises Problem (400) for an argument that is not known.
    """
    known = ("as", "side", "topic")
    check_names(request.args, known)
    own = request.args.get("side", "eu") or "eu"
    kind = request.args.get("as", "")
    check_value("side", own, SIDES)
    check_value("as", kind, KINDS)
    topic = read_choice("topic", request.args.get("topic", ""))
    asked = any(request.args.get(name) for name in known)
    topics = sorted(
        catalogue().concepts_of("topic"), key=lambda one: one.label(language()).text.casefold()
    )
    return render_template(
        "site/find.html",
        parts=answer(own, kind, topic) if asked else [],
        own=own,
        kind=kind,
        topic=topic,
        kinds={key: label for key, (label, _kinds) in KINDS.items()},
        topics=topics,
    )


def register(app: Flask) -> None:
    """Add the page to ``app``."""
    app.add_url_rule("/find", "find", find)
