"""Of what a sentence speaks, and how a statement of it is made."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from graph.extraction import dates as calendar
from graph.extraction.dates import DateSpan
from graph.extraction.lexicon import compiled, refers, table
from graph.extraction.model import Candidate, Mention, Thing
from graph.extraction.namelist import (
    name_list,
)
from graph.extraction.relations.offices import Offices
from graph.extraction.sentence import (
    Focus,
    Sentence,
    polarity,
)

_KINDS_OF_EVENT = (
    "workshop atelier taller|conferen konferenz tagung conférence convegno|seminar séminaire|forum foro wirtschaftsforum|"
    "fair messe salon feria fiera foire|mission misión missione reise trip viaje viaggio voyage delega délég déplacement visit tour|"
    "symposium simposio colloque|school schule école scuola escuela|congress kongress congrès|webinar|week woche semaine settimana semana"
).split("|")
_PROJECT_WORD = re.compile(r"(?i)proje|proye|proget|vorhaben|consorti|konsorti|consorci")
PART_OF_WORK = re.compile(
    r"\s(?:the\s|its\s|one\s|two\s|a\s)?(?:[\w-]+\s)?(?:work\s(?:on|in the field)|work\spackages?|WP\s?[0-9]|tasks?(?!\w)|pilots?(?!\w)|development of|field (?:tests|work|trials)|work stream)"
)
"""Behind a verb of leading: only a part of a project is led."""
_JOURNEY = next(at for at, stems in enumerate(_KINDS_OF_EVENT) if "mission" in stems)


class Subjects:
    """What the rules of roles, times and figures share; ``focus`` goes along."""

    def __init__(self, focus: Focus) -> None:
        self.focus = focus
        self.made: list[Candidate] = []
        self.used_dates: set[int] = set()
        self.projects: list[Thing] = []
        """All projects of the text."""
        self.offices = Offices()
        self.of_programme = False
        """Whether the sentence is about a funding programme: its years and sums are no project's."""
        self.before: list[Mention] = []
        """The organisations of the sentence before."""

    def _add(
        self, sentence: Sentence, subject: Thing, property_: str, object_: Thing | str, start: int, end: int,
        confidence: float, rule: str, datatype: str | None = None, normaliser: str | None = None,
        currency: str | None = None, plans: bool = False, at: int | None = None,
    ) -> None:  # fmt: skip
        said = polarity(sentence, at if at is not None else start, end)
        if said == "planned" and plans:
            said = "said"
        if too_large(subject, property_, object_):
            return
        self.made.append(
            Candidate(
                subject,
                start,
                end,
                confidence,
                rule,
                property_,
                object_,
                datatype,
                normaliser,
                currency,
                (),
                said,
            )
        )

    def _subject(
        self, sentence: Sentence, position: int, *classes: str
    ) -> tuple[Thing, int, float] | None:
        """Return the nearest thing of some classes before a place, else the one the text speaks of.

        With it the place where it is named (or ``position``) and how sure that is.
        """
        begin, _ = sentence.clause(position)
        before = [m for m in sentence.of(*classes) if m.start < position]
        if before:
            near = before[-1]
            return near.thing, near.start, 1.0 if near.start >= begin else 0.92
        if pronoun := self._pronoun(sentence, position, classes):
            return pronoun
        if self._speaks_of_another(sentence, classes):
            return None
        after = [m for m in sentence.of(*classes) if m.start >= position]
        if after and position - sentence.start < 4 and (
            told := self._pronoun(sentence, after[0].start, classes)
        ):  # fmt: skip
            return told  # "Hosted by X, the session drew ...; the one before had ..."
        if after:
            return after[0].thing, after[0].start, 0.9
        thing = self.focus.of(*classes)
        if thing is None or self.focus.far(thing, position):
            return None
        return thing, position, 0.93 if self.focus.only == thing else 0.86

    def _speaks_of_another(self, sentence: Sentence, classes: tuple[str, ...]) -> bool:
        """Return whether a sentence begins with "it", and that is a thing of another class."""
        latest = self.focus.latest
        return (
            latest is not None
            and latest.cls not in classes
            and bool(compiled(rf"\W*{refers('any')}(?!\w)", re.IGNORECASE).match(sentence.flat))
        )

    def _pronoun(
        self, sentence: Sentence, position: int, classes: tuple[str, ...]
    ) -> tuple[Thing, int, float] | None:
        text = sentence.text(sentence.start, position)
        for cls in self.focus.recent(classes):
            if told := compiled(rf"(?<!\w){refers(cls)}(?!\w)", re.IGNORECASE).search(text):
                thing = self.focus.by_class[cls]
                if _LATTER.match(told[0]):
                    thing = self.focus.last.get(cls, thing)
                if cls == "Event" and another_kind(told[0], thing.name):
                    return thing, position, 0.75
                self.focus.latest = thing
                return thing, position, 0.95
        latest = self.focus.latest
        if (
            latest is not None
            and latest.cls in classes
            and compiled(rf"\W*(?:\w+\s+){{0,2}}{refers('any')}(?!\w)", re.IGNORECASE).match(text)
        ):
            return latest, position, 0.93
        return None

    def only_later(self, s: Sentence, thing: Thing) -> bool:
        """Return whether a text that speaks of an event or agreement names the project only later."""
        return (
            not s.of("Project")
            and thing.cls == "Project"
            and thing not in self.focus.places
            and (self.focus.latest is None or self.focus.latest.cls != "Project")
            and not _PROJECT_WORD.search(s.flat)
        )

    def _partner_word(self, s: Sentence) -> bool:
        return self.focus.of("Project") is not None and bool(
            re.search(
                r"artner|artenaire|onsorti|socios|participan|partecipano|projet|progetto|proyecto|project|Projekt",
                s.flat,
            )
        )

    def _final(
        self, s: Sentence, name: str, classes: tuple[str, ...], property_: str, rule: str
    ) -> None:
        """German passives: "wird von der Universität Leipzig geleitet"."""
        for match in re.finditer(r"(?<!\w)(?:von|vom|durch)\s", s.flat):
            objects = name_list(s, s.start + match.end())
            if not objects:
                continue
            tail = s.text(objects[-1].end, objects[-1].end + 130)
            verb = compiled(
                rf"[^;]*?(?<!\w)(?:{'|'.join(table('cues', name))})(?:e[nrs]?)?(?!\w)"
            ).match(tail)
            if not verb or re.search(r"(?<!\w)(?:von|vom|durch)\s", tail[: verb.end()]):
                continue
            found = self._subject(s, s.start + match.start(), *classes)
            if not found:
                continue
            chosen = objects[:1] if property_ == "coordinator" else objects
            joint = re.match(r"\s*(?:gemeinsam |zusammen )?mit\s", tail)
            if joint and property_ == "organiser" and re.search(r"gemeinsam|zusammen", s.flat):
                chosen = [*objects, *name_list(s, objects[-1].end + joint.end())]
            for org in chosen:
                self._add(
                    s,
                    found[0],
                    property_,
                    org.thing,
                    min(found[1], s.start + match.start()),
                    objects[-1].end + verb.end(),
                    0.9 * found[2] * org.confidence**0.3,
                    rule,
                    plans=property_ != "organiser",
                )
                for other in joined_projects(s, found[1]):
                    self._add(
                        s,
                        other.thing,
                        property_,
                        org.thing,
                        other.start,
                        objects[-1].end + verb.end(),
                        0.86,
                        rule,
                        plans=True,
                    )

    def _date_near(self, s: Sentence, position: int) -> DateSpan | None:
        free = [d for d in s.dates if d.start not in self.used_dates]
        return min(
            free, key=lambda d: min(abs(d.start - position), abs(d.end - position)), default=None
        )

    def _date(
        self,
        s: Sentence,
        thing: Thing,
        property_: str,
        value: str,
        date: DateSpan,
        position: int,
        confidence: float,
        rule: str,
        plans: bool = True,
    ) -> None:
        low, high = min(position, date.start), max(date.end, position)
        if high - low > 280:
            low, high = date.start, date.end
        if date.vague:
            confidence *= 0.8
        if date.of_text:
            confidence *= 0.95
        self._add(
            s,
            thing,
            property_,
            value,
            low,
            high,
            confidence,
            rule,
            calendar.datatype(value),
            calendar.normaliser(date),
            plans=plans,
            at=position,
        )


_LATTER = re.compile(r"(?i)(?:this|diese[srmn]?|ce|cet|cette|quest[oa]|est[ea])\s")


def too_large(subject: Thing, property_: str, value: Thing | str) -> bool:
    """Return whether a sum is that of a whole programme: no project has a thousand millions."""
    return (
        subject.cls == "Project"
        and property_ in ("fundingEuro", "totalCost", "amount")
        and isinstance(value, str)
        and float(value) >= 1e9
    )


def another_kind(told: str, name: str) -> bool:
    """Return whether "the trip" cannot mean an event that calls itself a forum."""

    one, other = _kinds(told), _kinds(name)
    return bool(one and other and not one & other)


@functools.lru_cache(8192)
def _kinds(text: str) -> frozenset[int]:
    folded = text.casefold()
    return frozenset(
        at
        for at, stems in enumerate(_KINDS_OF_EVENT)
        if any(stem in folded for stem in stems.split())
    )


def is_journey(name: str) -> bool:
    """Return whether an event is a mission, a visit or another journey."""
    return _JOURNEY in _kinds(name)


def joined_projects(s: Sentence, place: int) -> Iterator[Mention]:
    """Projects before the subject that "and" joins to it: "SENET und IDIH werden ..."."""
    projects = s.of("Project")
    at = next((i for i, m in enumerate(projects) if m.start == place), None)
    while at:
        between = s.text(projects[at - 1].end, projects[at].start)
        if not re.fullmatch(r"\s*(?:,|and|und|et|e|ed|y|,\s*and)\s*", between):
            return
        at -= 1
        yield projects[at]


def places_in(s: Sentence) -> list[Mention]:
    """Return the places of a sentence that a preposition makes a place of something."""
    found = []
    for mention in s.of("Place"):
        before = s.text(mention.start - 14, mention.start)
        if re.search(
            r"(?<!\w)(?:in|at|à|a|ad|en|im|nach|to|auf|visited|toured|visité|besuchten|besuchte|visitaron|visitó|visitato)\s+(?:the city of\s+)?$",
            before,
            re.IGNORECASE,
        ):
            found.append(mention)
        elif found and re.fullmatch(
            r"\s*(?:[,;]|and|und|et|e|ed|y|sowie|[,;] and|(?:et|e|y) (?:à|a|en)|as well as)\s*",
            s.text(found[-1].end, mention.start),
        ):
            found.append(mention)  # "in Suzhou and Nanjing"
    return found


def distinct(mentions: list[Mention]) -> list[Mention]:
    """Return one mention of each thing, in order."""
    seen: dict[Thing, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.thing, mention)
    return list(seen.values())
