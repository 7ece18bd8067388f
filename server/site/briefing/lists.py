"""The lists of a briefing: who, what, when, where there are brokers and gaps."""

from __future__ import annotations

from graph.catalogue import Entry
from graph.catalogue.entity import read_claims
from graph.catalogue.queries import run
from graph.iris import EUCN
from graph.network.measures.brokers import Broker, brokers
from graph.network.measures.cache import gaps_of as gaps_in
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.measures.gaps_in_network import of_one
from graph.network.telling.sentences import Speaker
from graph.own_words import translated
from graph.per_build import PerBuild
from server.i18n import language, punctuation
from server.site import show
from server.site.briefing.parts import Item, Part
from server.site.briefing.sentences import period_text
from server.site.briefing.subject import Subject
from server.site.briefing.words import _
from server.site.doubled import as_another

PARTICIPANTS = ("who", "seated", "elsewhere")
"""Lists of organisations that take part, in a country's briefing its own apart."""
MOST_BROKERS = 5
MOST_GAPS = 8
MOST_LISTED = 40
"""Entries of a list that a briefing names; the rest is counted."""
OF_EVERYTHING = 12
"""Entries of a list of everything, the newest of what has a date."""


def section_titles() -> dict[str, str]:
    """Return the headings of the lists by section."""
    return {
        "seated": _("Participants seated there"),
        "who": _("Participants"),
        "elsewhere": _("Participants seated elsewhere"),
        "behind": _("States and funders"),
        "others": _("Other organisations named in connection with it"),
        "people": _("People"),
        "projects": _("Projects and initiatives"),
        "agreements": _("Agreements"),
        "dialogues": _("Dialogues"),
        "events": _("Events"),
        "frames": _("Programmes and policies"),
        "outcomes": _("Outcomes"),
        "figures": _("Figures"),
    }


def lists(about: Subject) -> list[Part]:
    """Return the lists of entries, by heading."""
    titles = section_titles()
    found = _words(about)
    for key, entries in _grouped(about).items():
        ordered = entries
        if key in PARTICIPANTS:
            rank = about.involved
            ordered = sorted(entries, key=lambda one: (-rank.get(one.iri, 0), one.iri))
        most = OF_EVERYTHING if about.whole else MOST_LISTED
        if about.whole and key not in PARTICIPANTS:
            ordered = sorted(entries, key=lambda one: one.start or one.end or "", reverse=True)
        part = Part(key, titles[key], more=max(0, len(entries) - most))
        part.items = [_item(about, key, one) for one in ordered[:most]]
        if key in PARTICIPANTS:
            part.once = sum(one.iri not in about.doubled for one in entries)
        found.append(part)
    return found


def _words(about: Subject) -> list[Part]:
    """Return what the thing aims at and does, in our words."""
    if about.entry is None or not about.entry.documents:
        return []
    found = []
    statements = read_claims(about.build.store, [about.entry.iri]).get(about.entry.iri, {})
    for key in ("objective", "activity"):
        items = [
            Item(
                own_words(one.object),
                notes=sorted(
                    {
                        about.numbers_of[evidence.document]
                        for evidence in one.evidence
                        if evidence.document in about.numbers_of
                    }
                ),
            )
            for one in statements.get(key, [])
        ]
        if items:
            title = show.plain_name(str(EUCN) + key)
            title = title[:1].upper() + title[1:]
            found.append(Part(key, title, items[:MOST_LISTED], max(0, len(items) - MOST_LISTED)))
    return found


def own_words(text: object) -> str:
    """Return our own words in the language of the page, else as they are."""
    return translated(str(text), language()) or str(text)


def _grouped(about: Subject) -> dict[str, list[Entry]]:
    """Return the entries by heading: those who take part apart from those only named."""
    entries = about.build.catalogue.entries
    if about.seated:
        own = set(about.seated_names)
        grouped = {
            "seated": [entries[iri] for iri in about.seated_names],
            "elsewhere": [entries[iri] for iri in about.involved if iri not in own],
        }
    else:
        grouped = {"who": [entries[iri] for iri in about.involved]}
    grouped["behind"] = [entries[iri] for iri in about.behind]
    named = about.briefing.sections.get("who", [])
    known = {*about.involved, *about.behind}
    grouped["others"] = [one for one in named if one.iri not in known]
    grouped |= {key: found for key, found in about.briefing.sections.items() if key != "who"}
    return {key: found for key, found in grouped.items() if found}


def _item(about: Subject, key: str, entry: Entry) -> Item:
    signs = punctuation()
    name = show.whose(entry.iri, about.briefing.iri) + entry.label(language()).text
    words = [show.kind_name(kind, entry) for kind in show.sort_kinds(entry.kinds)]
    if key == "figures":
        words += _values(about, entry.iri)
    if key in (*PARTICIPANTS, "behind", "others"):
        words += [show.plain_name(side) for side in show.sort_by_name(entry.sides)]
        words += [show.plain_name(one) for one in show.sort_by_name(entry.countries)[:3]]
        if entry.iri in about.doubled:
            words.append(as_another(about.doubled[entry.iri]))
    if when := period_text(entry):
        words.append(when)
    summary = show.in_language(entry.summaries)
    if summary and key not in ("figures", "outcomes") and summary.text != name:
        words.append(summary.text)
    documents = [*entry.documents, *entry.rows]
    return Item(
        signs.pause.join(dict.fromkeys(words)),
        entry.iri,
        name,
        show.side_class(entry.sides) if entry.sides else "",
        sorted(about.numbers_of[iri] for iri in documents if iri in about.numbers_of),
    )


def _values(about: Subject, figure: str) -> list[str]:
    """Return the stated numbers of a figure as people write them, with the year."""
    signs = punctuation()
    told = []
    for row in run(about.build.store, "figures", [figure]):
        text = show.quantity(
            row["value"], str(row.get("unit") or ""), str(row.get("qualifier") or "")
        )
        if row.get("year") is not None:
            text += f"{signs.opening}{show.date_text(str(row['year']))}{signs.closing}"
        told.append(text)
    return told


def gaps_of(about: Subject) -> list[Gap]:
    """Return the gaps about what the briefing is about: of a topic those that are gaps of it or of
    a narrower one, with the numbers on it; of anything else those that name it.
    """
    iri = about.briefing.iri
    found = [gap for gap in gaps_in(about.build.store, about.view) if gap.group != COVERAGE]
    if not about.whole and not about.chosen.selects:
        found = [of_one(gap, iri) for gap in found if iri in gap.things or iri in gap.topics]
    return found[:MOST_GAPS]


def _concerned(about: Subject, broker: Broker) -> bool:
    """Return whether a briefing is about a broker: an organisation, about itself and about
    those without which it reaches nobody of the other side; anything else, about its members.
    """
    iri = about.briefing.iri
    if about.whole:
        return True
    if about.organisation:
        return iri in {broker.iri, *broker.parts, *broker.cut_eu, *broker.cut_china}
    return broker.iri in {iri, *about.involved, *(one.iri for one in about.briefing.entries)}


def _brokering(about: Subject, speaker: Speaker, broker: Broker) -> str:
    """Return what a broker does or, in the briefing of another organisation, does for that."""
    if not about.organisation or about.briefing.iri in {broker.iri, *broker.parts}:
        return speaker.broker(broker)
    return _(
        "Some actors of the other side are joined to %(name)s only by paths through %(broker)s.",
        name=about.name,
        broker=show.plain_name(broker.iri),
    )


def _brokers(about: Subject) -> list[Broker]:
    """Return the brokers: of a topic by what they do on it, whoever brokers elsewhere."""
    if not about.chosen.selects:
        return about.build.brokers
    key = (about.build.store.version, about.chosen.query())
    return _on_topic.get(key, lambda: brokers(about.view, "activity", undone=False))


_on_topic = PerBuild[list[Broker]](24)


def _by_seat(about: Subject, found: list[Broker]) -> list[tuple[str, str, list[Broker]]]:
    """Return brokers with their headings: those of a country apart from the others."""
    if about.briefing.kind != "country":
        return [("brokers", _("Brokers"), found)]
    entries, place = about.build.catalogue.entries, about.briefing.iri

    def seated(broker: Broker) -> bool:
        entry = entries.get(broker.iri)
        return entry is not None and place in entry.countries | entry.places

    here = {one.iri for one in about.counted}

    def in_these(broker: Broker) -> int:
        return sum(len(here & set(one.settings)) for one in broker.functions)

    # From elsewhere, by what they do in these activities: not by what they do in others.
    others = sorted((one for one in found if not seated(one) and in_these(one)), key=in_these)
    return [
        ("brokers", _("Brokers seated there"), [one for one in found if seated(one)]),
        (
            "brokers-elsewhere",
            _("Brokers seated elsewhere that take part in these activities"),
            others[::-1],
        ),
    ]


def telling(about: Subject, gaps: list[Gap]) -> list[Part]:
    """Return the lists that are sentences: brokers and gaps."""
    speaker = about.speaker
    those = [
        one
        for one in _brokers(about)
        if _concerned(about, one) and (one.functions or one.pairs_cut)
    ]
    space = punctuation().space
    parts = []
    for key, title, some in _by_seat(about, those):
        items = [
            Item(_brokering(about, speaker, one), one.iri, show.plain_name(one.iri))
            for one in some[:MOST_BROKERS]
        ]
        if items:
            parts.append(Part(key, title, items))
    if gaps:
        said = ((speaker.gap(gap), speaker.doubles(gap), speaker.closes(gap)) for gap in gaps)
        told = [Item(space.join(filter(None, sentences))) for sentences in said]
        parts.append(Part("gaps", _("Gaps"), told))
    return parts
