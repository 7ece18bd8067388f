"""The start page: what is in here, one search box, four journeys, three findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flask import Flask, render_template
from flask_babel import gettext as _

from graph.catalogue import Entry
from graph.catalogue.classes import list_pages
from graph.network.measures.brokers import Broker
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.telling.sentences import Speaker
from server.i18n import language, punctuation
from server.site import show
from server.site.data import BuildData, data
from server.site.doubled import is_person
from server.site.standing import sources_until

MAIN = 6
"""So many lists, the first of the navigation, stand on the start page with their counts."""


def counts(build: BuildData) -> dict[str, int]:
    """Return how many entries each of the first lists has, by its path."""
    return {
        path: sum(
            # Sessions are in the list of dialogues too, but they are counted as events.
            not entry.hidden and not (path == "dialogues" and entry.category == SESSION)
            for entry in build.catalogue.of_class(*one.classes)
        )
        for path, one in list(list_pages().items())[:MAIN]
    }


CHINESE = ("hong-kong", "macao", "taiwan")
"""Sides that are counted each by its own name, beside those of the EU and China."""
SESSION = "DialogueSession"
CURATION = "/curation"


def _sides(entries: Iterable[Entry]) -> Counter[str]:
    """Return how many entries are on each side; one without any is on an unknown one."""
    return Counter(
        side.rpartition("/")[2] for one in entries for side in (one.sides or ("unknown",))
    )


def parts(build: BuildData) -> dict[str, str]:
    """Return what the counts of some lists are made of, told in a line, by path."""
    lists = list_pages()

    def listed(path: str) -> list[Entry]:
        if path not in lists:
            return []
        return [one for one in build.catalogue.of_class(*lists[path].classes) if not one.hidden]

    told = {}
    signs = punctuation()
    if projects := listed("projects"):
        told["projects"] = signs.semicolon.join(_chosen(build, projects))
    counts = _sides(partners := listed("partners"))
    if partners:
        named = [name for name in ("eu", "china", *CHINESE) if counts[name]]
        words = [
            f"{show.plain_name(show.concept_iri('side', name))}{signs.space}"
            f"{show.number(counts[name])}"
            for name in named
        ]
        rest = sum(counts.values()) - sum(counts[name] for name in named)
        words.append(_("elsewhere or unknown %(count)s", count=show.number(rest)))
        phrases = [signs.comma.join(words)]
        if persons := sum(map(is_person, partners)):
            phrases.append(_("natural persons among them %(count)s", count=show.number(persons)))
        network = Counter(build.analysis.sides)
        phrases.append(
            _(
                "in the network, where a part counts with its whole and partnerships and "
                "programmes are actors too, from the EU %(eu)s, from China %(china)s",
                eu=show.number(network["eu"]),
                china=show.number(network["china"]),
            )
        )
        told["partners"] = signs.semicolon.join(phrases)
    clusters = Counter(one.category for one in listed("clusters"))
    if clusters:
        told["clusters"] = _(
            "clusters %(clusters)s, cluster partnerships %(partnerships)s",
            clusters=show.number(clusters["Cluster"]),
            partnerships=show.number(clusters.total() - clusters["Cluster"]),
        )
    dialogues = listed("dialogues")
    if sessions := sum(one.category == SESSION for one in dialogues):
        told["dialogues"] = _(
            "sessions of them, counted as events: %(sessions)s",
            sessions=show.number(sessions),
        )
    if events := listed("events"):
        told["events"] = signs.comma.join(_wholes(events))
    return told


def _chosen(build: BuildData, projects: list[Entry]) -> list[str]:
    """Return why projects are in here: where their participants are from, else by which rule.

    Each project counts in one of the phrases. How many of those with a participant from China have
    one from the EU too is counted as on the pages of the network: by the sides of the day.
    """
    entries, found = build.catalogue.entries, Counter[str]()
    both = 0
    for one in projects:
        sides = set(_sides(entries[iri] for iri in one.partners & entries.keys()))
        rules = build.selected.get(one.iri, set())
        if "china" in sides:
            found["china"] += 1
            both += one.iri in build.analysis.across
        elif sides & {"hong-kong", "macao"}:
            found["territories"] += 1
        elif rules & {"title", "topic"}:
            found["words"] += 1
        elif "objective" in rules:
            found["objective"] += 1
        else:
            found["register" if rules else "document"] += 1
    # What the other phrases count adds up to all of them, so this one is within the first.
    joint = _("with a participant from China: %(count)s, of them %(both)s with one from the EU too")
    phrases = [
        (found["china"], joint if both else _("with a participant from China: %(count)s")),
        (
            found["territories"],
            _("with one from %(hk)s or %(mo)s and none recorded from China: %(count)s"),
        ),
        (found["words"], _("by their title or topic alone: %(count)s")),
        (found["objective"], _("by their objective alone: %(count)s")),
        (found["document"], _("from documents, without such a participant: %(count)s")),
        (found["register"], _("by another rule: %(count)s")),
    ]
    more = {
        "both": show.number(both),
        "hk": show.plain_name(show.concept_iri("side", "hong-kong")),
        "mo": show.plain_name(show.concept_iri("side", "macao")),
    }
    return [text % {"count": show.number(count), **more} for count, text in phrases if count]


def _wholes(events: list[Entry]) -> list[str]:
    """Return how many events stand alone, and how many are parts of another or sessions."""
    listed = {one.iri for one in events}
    sessions = sum(one.category == SESSION for one in events)
    within = sum(one.category != SESSION and bool(one.parents & listed) for one in events)
    phrases = [
        (len(events) - sessions - within, _("events %(count)s")),
        (within, _("parts of another event %(count)s")),
        (sessions, _("sessions of dialogues %(count)s")),
    ]
    return [text % {"count": show.number(count)} for count, text in phrases if count]


def start() -> str:
    """Answer ``/``."""
    build = data()
    speaker = Speaker(build.analysis.network, language())
    broker, gap = top_broker(build.brokers), top_gap(build.gaps)
    conflicts = build.conflicts.rows
    # The curation is no document: what it infers is not counted as read, but apart.
    documents = [one for one in build.catalogue.documents() if not one.iri.endswith(CURATION)]
    inferred = [one for one in build.catalogue.documents() if one.iri.endswith(CURATION)]
    return render_template(
        "site/start.html",
        counts=counts(build),
        claims=sum(build.contribution(one.iri).count() for one in documents),
        documents=documents,
        inferred=sum(build.contribution(one.iri).count() for one in inferred),
        rows=build.rows,
        mapped=build.mapped,
        broker=broker,
        picture=build.bridge,
        broker_sentence=speaker.broker_in_short(broker) if broker else "",
        gap=gap,
        gap_sentence=show.said_of_gap(speaker, gap) if gap else "",
        gap_basis=speaker.basis(gap.documents) if gap else "",
        parts=parts(build),
        until=sources_until(build),
        conflict=build.main_conflict,
        conflicts=len(conflicts),
    )


def top_broker(found: list[Broker]) -> Broker | None:
    """Return the broker to open with: the most active one by what it does for both sides.

    Recorded roles are facts. A place in the network comes first only where nobody has a role and
    its own test does not call it chance.
    """
    active = [one for one in found if one.functions]
    if active:
        return max(active, key=lambda one: (one.activity, one.functions[0].exclusivity, -one.rank))
    return next((one for one in found if one.verdict == "more"), None)


def top_gap(found: list[Gap]) -> Gap | None:
    """Return the gap to open with: the first that a source states or that one can act on."""
    return next((gap for gap in found if gap.claims and gap.group != COVERAGE), None)


def register(app: Flask) -> None:
    """Add the start page to ``app``."""
    app.add_url_rule("/", "start", start)
