"""From a text to candidates: names first, then who they are, then what is said of them."""

from __future__ import annotations

import re

from graph.extraction import chinese, chinese_persons, misread, tables
from graph.extraction.agreements import find_agreements
from graph.extraction.apart import freed
from graph.extraction.brackets import to_acronym, with_brackets
from graph.extraction.common_nouns import (
    abbreviated,
    administrations,
    affiliated,
    announced,
    seated,
)
from graph.extraction.coreference import resolve
from graph.extraction.dates import anchor
from graph.extraction.dialogues import find_dialogues
from graph.extraction.events import find_events, find_headed
from graph.extraction.lexicon import countries, lists, months, places
from graph.extraction.model import Found, Mention, Thing
from graph.extraction.names import Names
from graph.extraction.near_days import carried, text_day
from graph.extraction.organisations import find_organisations
from graph.extraction.partnerships import find_clusters, find_partnerships
from graph.extraction.people_places import find_persons, find_places
from graph.extraction.persons import find_untitled, pinyin_first
from graph.extraction.projects import find_programmes, find_projects
from graph.extraction.reading import Reading, title_case
from graph.extraction.segments import CHINESE, segments
from graph.extraction.sentence import Sentence
from graph.extraction.tokens import UPPER
from graph.records.inflection import nominative


def extract(text: str, language: str = "en") -> Found:
    """Return every candidate of a text. Positions are those of ``text``."""
    plain = re.sub(r"\s", " ", text)
    of_text, day = anchor(plain), text_day(plain)
    sentences = [
        Sentence.read(segment, language if not CHINESE.search(segment.flat) else "zh", of_text, day)
        for segment in segments(text, tables.rows(text))
    ]
    if language == "en":
        _carry(sentences, plain)
    for sentence in sentences:
        if sentence.segment.kind == "table":
            tables.name_row(sentence)
            continue
        sentence.mentions = _mentions(sentence)
        if sentence.language == "de":
            for m in sentence.mentions:
                if m.cls in (
                    "Partner",
                    "Cluster",
                    "Event",
                    "Agreement",
                    "Dialogue",
                    "DialogueSession",
                ):
                    m.thing = Thing(m.cls, nominative(m.thing.name))
                    m.series = nominative(m.series) if m.series else None
        misread.mend(sentence)
        names_of_years = [
            m for m in sentence.mentions if m.cls in ("Programme", "Project", "Agreement", "Event")
        ]
        sentence.dates = [
            d
            for d in sentence.dates
            if not any(m.start <= d.start and d.end <= m.end for m in names_of_years)
        ]
    _drop_dateline(sentences)
    _same_persons(sentences)
    _surnames(sentences)
    resolve(sentences)
    names = Names(text, sentences)
    for sentence in sentences:
        names.complete(sentence)
    misread.dialogues(sentences)
    return Reading(text, sentences, names).found()


def _carry(sentences: list[Sentence], plain: str) -> None:
    """Add the days told by a date of a sentence before: "the same day"."""
    days = carried(plain)
    for s in sentences if days else ():
        inside = [d for d in days if s.start <= d.start and d.end <= s.start + len(s.flat)]
        inside = [
            d for d in inside if not any(x.start < d.end and d.start < x.end for x in s.dates)
        ]
        if inside:
            s.dates = sorted([*s.dates, *inside], key=lambda date: date.start)


_CLUSTER_LIST = re.compile(
    r"(?i)(?<!\w)(?:clusters|cluster\s(?:organi[sz]ations|members|partners|nodes|managers))[^.;:]{0,30}?(?:,?\s(?:among (?:them|which)|including|such as|namely)|:)\s"
)
_NO_CLUSTER = re.compile(
    r"(?i)universit|commission|ministry|institut|council|agency|chamber|bank|government|embassy|network|union|platform"
)


def _clusters_of_list(flat: str, offset: int, found: list[Mention]) -> None:
    """What a list of clusters names is one: "20 cluster organisations, among them A and B"."""
    told = _CLUSTER_LIST.search(flat)
    if told is None:
        return
    at = offset + told.end()
    for m in sorted(found, key=lambda m: m.start):
        if m.start < at:
            continue
        if m.start - at > 60:
            break
        if m.cls == "Partner" and not _NO_CLUSTER.search(m.thing.name):
            m.thing = Thing("Cluster", m.thing.name)
        at = m.end


def _counterparts(flat: str, offset: int, found: list[Mention]) -> None:
    """A cluster's "counterpart" is a cluster as well."""
    if not any(m.cls == "Cluster" for m in found):
        return
    for m in found:
        before = flat[max(0, m.start - offset - 30) : m.start - offset]
        if m.cls == "Partner" and re.search(
            r"(?:counterpart|Pendant|homologue|omologo|homólogo)s?,?\s(?:the\s|das\s|der\s|die\s|le\s|la\s|l[’']|il\s|el\s)?$",
            before,
        ):
            m.thing = Thing("Cluster", m.thing.name)


_OF_WHOM = re.compile(r"\s(?:des|der|of the|du|de la|del|della|dell[’']|de l[’']|von|vom)\s?$")


def _cut_events(found: list[Mention], s: Sentence) -> None:
    """ "The tour of the Saxon Cluster through Hubei" is a tour: the cluster is a name of its own."""
    for m in found:
        if m.cls != "Event" or m.rule == "quoted-event":
            continue
        inside = [t for t in s.tokens() if m.start <= t.start and t.end <= m.end]
        for org in find_organisations(inside, s.language):
            before = _OF_WHOM.search(s.text(m.start, org.start))
            if before and org.start > m.start + 4:
                name = s.text(m.start, m.start + before.start())
                m.thing, m.end = Thing("Event", re.sub(r"\s+", " ", name)), m.start + before.start()
                m.generic = m.generic or " " not in name
                break
        if route := re.search(
            r"\s(?:durch|through|à travers|attraverso|a través de)\s", s.text(m.start, m.end)
        ):
            name = s.text(m.start, m.start + route.start())
            m.thing, m.end = Thing("Event", re.sub(r"\s+", " ", name)), m.start + route.start()


def _drop_dateline(sentences: list[Sentence]) -> None:
    """ "Rotterdam, 14 September 2021. ...": the day of the notice, not of what it tells."""
    held = {"organiser", "place", "attendance"} & {s.segment.label for s in sentences[:9]}
    for s in sentences[:5]:
        if held and re.fullmatch(r"[^.;:]{2,40},\s[^.;:()]{6,40}(?:\([^()]*\))?", s.flat):
            return  # a title, town and day above "Venue:" and "Organisers:": the day of the event
        if s.segment.kind in ("label", "item") or not s.dates or s.start > 600:
            continue
        date = s.dates[0]
        if date.last is None and _DATELINE.fullmatch(s.text(s.start, date.start)):
            rest = s.flat[date.end - s.start :]
            if re.match(r"\s*\)?\s*(?:\([^()]{2,30}\)\s*)?(?:[–—:|]|-{1,2}\s|\.(?:\s|$)|$)", rest):
                s.dates = s.dates[1:]
                for part in re.finditer(
                    rf"[{UPPER}][\w’'.-]*(?:\s[{UPPER}][\w’'.-]*)*", s.text(s.start, date.start)
                ):
                    low, high = s.start + part.start(), s.start + part.end()
                    if part[0].rstrip(".").lower() in months() or _NO_TOWN.search(part[0]):
                        continue
                    if not any(m.start < high and low < m.end for m in s.mentions):
                        s.mentions.append(
                            Mention(Thing("Place", part[0]), low, high, "dateline", 0.82)
                        )
                s.mentions.sort(key=lambda m: m.start)
                return


_NO_TOWN = re.compile(
    r"(?<!\w)(?:Newsletter|Bulletin|Press|Release|Note|Issue|Volume|Number|Edition|Date|Published|Cluster|University|Institute|Centre|Academy|Agency|Ministry|Association|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?!\w)"
)
"""What a line with a day begins with, and is no town."""
_DATELINE = re.compile(
    rf"(?:\(?[{UPPER}][\w’'.-]*(?:(?:\s|\s?/\s?|,\s|-)[{UPPER}\w][\w’'.-]*){{0,4}}\s?[,(]\s?(?:the|den|le|el|il|am)?\s?)?"
)


_COMMISSION = re.compile(
    r"(?<![\w-])(?:European Commission|Europäische[nr]? Kommission|Commission européenne|Commissione [Ee]uropea|Comisión Europea)(?!\w)"
)


def _commission(flat: str, offset: int) -> list[Mention]:
    """Return the Commission wherever it is named: some languages write it without capitals."""
    return [
        Mention(
            Thing("Partner", re.sub(r"\s+", " ", m[0])),
            offset + m.start(),
            offset + m.end(),
            "the-commission",
            0.92,
        )
        for m in _COMMISSION.finditer(flat)
    ]


def _same_persons(sentences: list[Sentence]) -> None:
    """ "Professor Oyelaran" is Margaret Oyelaran, where the text names one person of that name."""
    every = {m.thing for s in sentences for m in s.of("Person")}
    for thing in every:
        words = [w for w in thing.name.split() if w.rstrip(".") not in _TITLES]
        if len(words) != 1:
            continue
        whole = [
            t
            for t in every
            if t != thing
            and len(t.name.split()) > 1
            and words[0] in (t.name.split()[-1], t.name.split()[0])
            and not set(t.name.split()) & _TITLES
        ]
        if len(whole) == 1:
            for s in sentences:
                for m in s.of("Person"):
                    if m.thing == thing:
                        m.thing = whole[0]


def _surnames(sentences: list[Sentence]) -> None:
    """Name whom a surname means, where the text has one person of it: "Solvang and Chen signed"."""
    every = {m.thing for s in sentences for m in s.of("Person") if " " in m.thing.name}
    short: dict[str, list[Thing]] = {}
    for thing in every:
        words = thing.name.split()
        first = pinyin_first(thing.name)
        short.setdefault(words[0] if first else words[-1], []).append(thing)
    known = {w: t[0] for w, t in short.items() if len(t) == 1 and len(w) > 1 and w[0].isupper()}
    known = {w: t for w, t in known.items() if w not in places() and w not in countries()}
    if not known:
        return
    pattern = re.compile(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, sorted(known)))})(?![\w-])")
    for s in sentences:
        if s.segment.kind in ("table", "footnote") or CHINESE.search(s.flat):
            continue
        for match in pattern.finditer(s.flat):
            low, high = s.start + match.start(), s.start + match.end()
            if any(m.start < high and low < m.end for m in s.mentions):
                continue
            before = re.search(r"([\w.’'-]+)\s$", s.flat[: match.start()])
            named = before and before[1][0].isupper() and before[1].rstrip(".") not in _CALLED
            if (named and before.start() > 0) or _NAME_GOES_ON.match(s.flat, match.end()):  # type: ignore[union-attr]
                continue
            s.mentions.append(Mention(known[match[0]], low, high, "surname", 0.82))
        s.mentions.sort(key=lambda m: m.start)


_NAME_GOES_ON = re.compile(rf"\s[{UPPER}][\w-]")
_TITLES = frozenset(
    "Professor Professorin Prof Dr Mr Mrs Ms Herr Frau Minister Ministerin President Rector Rektor Dean M Mme Monsieur Madame Sig Dott".split()
)
_CALLED = frozenset((*_TITLES, *(w for t in lists("titles") for w in t.split())))


def _mentions(s: Sentence) -> list[Mention]:
    flat, offset = s.flat, s.start
    found: list[Mention] = []

    def take(mentions: list[Mention], nested: tuple[str, ...] = ()) -> None:
        for mention in mentions:
            clash = [
                m
                for m in found
                if m.start < mention.end and mention.start < m.end and m.cls not in nested
            ]
            if not clash:
                found.append(mention)

    if CHINESE.search(flat):
        take(chinese.find_activities(flat, offset), ("Project",))
        take(chinese_persons.find_persons(flat, offset))
        take(chinese.find_organisations(flat, offset))
        take(chinese.find_places(flat, offset), ("Event",))
    if re.search(rf"[{UPPER}a-z]", flat) and s.language != "zh":
        if s.segment.kind == "footnote":
            return []
        title = s.segment.kind == "heading" and title_case(flat)
        if s.segment.kind == "heading" or s.start < 3:
            take(find_headed(flat, offset, s.language))
        take(find_programmes(flat, offset), ("Event",))
        take(find_projects(flat, offset), ("Event",))
        take(find_dialogues(flat, offset), ("Project",))
        take(find_agreements(flat, offset), ("Project", "Programme"))
        take(freed(find_events(flat, offset, s.language)), ("Project",))
        _cut_events(found, s)
        take(find_persons(flat, offset))
        take(find_partnerships(flat, offset))
        take(find_clusters(flat, offset))
        if not title:
            take(
                [
                    with_brackets(to_acronym(m, flat, offset, s.language), flat, offset)
                    for m in freed(find_organisations(s.tokens(), s.language))
                ],
                (),
            )
            if s.language != "de":
                take(announced(flat, offset))
            take(seated(flat, offset))
            take(_commission(flat, offset))
            take(administrations(flat, offset))
            _counterparts(flat, offset, found)
            _clusters_of_list(flat, offset, found)
        take(find_untitled(flat, offset))
        take(abbreviated(flat, offset))
        take(affiliated(flat, offset, found))
        take(find_places(flat, offset, s.language), ("Event", "Agreement"))
    return sorted(found, key=lambda m: (m.start, m.end))
