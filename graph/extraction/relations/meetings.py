"""What verbs say of events: who holds them, when, where, with how many."""

from __future__ import annotations

import re

from graph.extraction.model import Thing
from graph.extraction.relations.arguments import Arguments
from graph.extraction.relations.clauses import Clause, governor
from graph.extraction.relations.figures import PEOPLE
from graph.extraction.relations.items import Item
from graph.extraction.relations.subjects import is_journey
from graph.extraction.sentence import Sentence

_WE = re.compile(r"(?i)(?<!\w)(?:we|wir|nous|noi|abbiamo|hemos|organizamos|nosotros)(?!\w)")
_CAME = re.compile(
    r"(?i)came|gathered|brought together|travell?ed|met|assembled|kam|gekommen|angereist|reiste|versammel|zusammen|fanden sich|trafen|"
    r"rassembl|réuni|rendu|venus|riunit|arrivat|radunat|reuni|congreg|acud|dieron cita|viaj"
)
_VENUE = re.compile(
    r"(?i)(?<!\w)(?:venue|scene|setting|Schauplatz|(?:Austragungs|Veranstaltungs|Tagungs)ort|sede|escenario|cornice|siège)(?!\w)"
)
_ON = re.compile(r"(?i)(?:am|on|le|il|el|dal)\s$")

_WHO = re.compile(
    r"(?:(?:of|de|di|des|d[’']|from|among|aus|tra|fra|entre)\s)?(?:[a-zà-ÿß-]+\s){0,2}?(?:[a-z]{3,}(?:ers|ors|ists|ians|ants|ees)|[A-ZÄÖÜ][\wäöüß]+(?:innen|ende|enden|ierte|ierten|leute|leuten|inhaber|vertreter|vertretern)|"
    r"[a-zé]{3,}(?:eurs|trices|iens|istes|ants|antes)|[a-z]{3,}(?:tori|trici|isti|iste|anti|enti|ieri|iani)|[a-zé]{3,}(?:ores|oras|istas|antes|entes|eros|eras))(?![\w-])"
)


_UNTIL = re.compile(
    r"(?i)(?<!\w)(?:until|till|by|bis|jusqu[’']|hasta|fino)\s?(?:au?\s|à\s|al?\s|en\s|zum\s|the\s|la\s|el\s|l[’'])*(?:end|beginning|middle|close|Ende|fin|fine|finales)\s(?:of\s|de\s|di\s|des\s)?(?:the\s)?$"
)


class Meetings(Arguments):
    """One rule for each sense of a verb about events."""

    def _says_host(self, s: Sentence, clause: Clause, at: int) -> None:
        agent = self._agent(s, clause, at)
        if agent is None:
            self._with_us(s, clause, at)
            self._scene(s, clause, at)
            return
        verb, row = clause.items[at], clause.items
        about = self._event_meant(s, clause, at, behind=agent[0].start < verb.start)
        if about is None:
            return
        self._orgs(
            s,
            about[0],
            "organiser",
            agent[0],
            [about[1], verb],
            0.9 * about[2] * agent[1],
            "clause-hosts",
            False,
        )
        for place, item in enumerate(row[at + 1 :], at + 1):
            if item.kind == "org" and item is not agent[0] and "with" in governor(row, place):
                self._orgs(
                    s,
                    about[0],
                    "organiser",
                    item,
                    [about[1], verb],
                    0.84 * about[2],
                    "clause-hosts-with",
                    False,
                )
        self._when_and_where(s, clause, at, about)

    def _with_us(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "The days, which we organised with X": X held them too."""
        row = clause.items
        if not _WE.search(s.text(s.start, row[at].start)):
            return
        about = self._event_meant(s, clause, at)
        for place, item in enumerate(row[at + 1 :], at + 1):
            if about is not None and item.kind == "org" and "with" in governor(row, place):
                self._orgs(
                    s, about[0], "organiser", item, [about[1], row[at]], 0.84 * about[2],
                    "clause-hosts-with", False,
                )  # fmt: skip

    def _event_meant(
        self, s: Sentence, clause: Clause, at: int, behind: bool = False
    ) -> tuple[Thing, Item | None, float] | None:
        """Return the event that a verb is about, if it is no project or agreement that is nearer."""
        about = self._theme(
            s, clause, at, "event", "project", "agreement", behind=behind, far=False
        )
        about = about or self._spoken_of(s, clause, frozenset({"event"}))
        return about if about and about[0].cls in ("Event", "DialogueSession") else None

    def _scene(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "Kiel hosted the workshop": the town is where it was."""
        row = clause.items
        spot = next(
            (i for p, i in enumerate(row[:at]) if i.kind == "place" and not governor(row, p)), None
        )
        about = self._theme(s, clause, at, "event", behind=True, far=False) if spot else None
        if spot is not None and about is not None:
            self._tell(
                s,
                about[0],
                "locatedIn",
                spot.thing,
                [row[at], spot],
                0.84 * about[2],
                "clause-scene",
            )

    def _says_hold(self, s: Sentence, clause: Clause, at: int) -> None:
        about = self._theme(s, clause, at, "event", behind=True, far=False)
        if about is None:
            return
        agent = self._agent(s, clause, at)
        dialogue = any(i.kind == "dialogue" for i in clause.items[:at])
        if agent is not None and not dialogue:
            self._orgs(
                s, about[0], "organiser", agent[0], [about[1], clause.items[at]],
                0.86 * about[2] * agent[1], "clause-hosts", False,
            )  # fmt: skip
        self._when_and_where(s, clause, at, about)

    def _says_held(self, s: Sentence, clause: Clause, at: int) -> None:
        about = self._theme(s, clause, at, "event", far=False)
        if about is None:
            others = any(
                (i.kind in ("project", "agreement", "org") or i.senses & {"project"})
                and not governor(clause.items, p)
                for p, i in enumerate(clause.items[:at])
            )
            hung = clause.antecedent or clause.subject
            others = others or (
                hung is not None and hung.kind in ("project", "agreement", "org", "whole", "noun")
            )
            about = None if others else self._spoken_of(s, clause, frozenset({"event"}))
        if about is not None:
            self._when_and_where(s, clause, at, about)

    def _says_travel(self, s: Sentence, clause: Clause, at: int) -> None:
        """ "The delegation visited", "the cluster took 21 people to": day and places of a journey."""
        about = self._theme(s, clause, at, "event", far=False)
        if about is None or not is_journey(about[0].name):
            journey = self.focus.by_class.get("Event")
            if journey is None or not is_journey(journey.name) or self.focus.far(journey, s.start):
                return
            about = journey, None, 0.9
        row = clause.items
        people = next(
            (i for i in row[:at] if i.kind == "count" and self._counts_people(s, i)), None
        )
        if people is not None:
            self._tell(
                s, about[0], "attendance", people.value, [row[at], people], 0.8 * about[2], "clause-journey",
                "xsd:integer", "count",
            )  # fmt: skip
        if len({i.thing for i in self._row if i.kind == "event"} | {about[0]}) == 1:
            dates = [i for i in row if i.kind == "date"]
            if len(dates) == 1 and (
                dates[0].date is None or dates[0].date.last or about[1] is not None
            ):
                self._when(
                    s, about[0], dates[0], [about[1], row[at]], 0.86 * about[2], "clause-journey"
                )
        for place, item in enumerate(row):
            told = governor(row, place)
            if (
                item.kind == "place"
                and (told & {"in", "about"} or place > at)
                and "from" not in told
            ):
                self._tell(
                    s,
                    about[0],
                    "locatedIn",
                    item.thing,
                    [row[at], item],
                    0.86 * about[2],
                    "clause-journey",
                )

    def _when_and_where(
        self, s: Sentence, clause: Clause, at: int, about: tuple[Thing, Item | None, float]
    ) -> None:
        thing, named, sure = about
        verb, row = clause.items[at], clause.items
        events = [i for i in row if i.kind == "event"]
        dates = [
            i for p, i in enumerate(row)
            if i.kind == "date" and i.date is not None
            and (i.date.last is not None or not _UNTIL.search(s.text(i.start - 26, i.start)))
            and (i.date.last is not None or not governor(row, p) & {"until", "from"} or _ON.search(s.text(i.start - 8, i.start)))
        ]  # fmt: skip
        if len(events) > 1 and named is not None:
            dates = [
                d for d in dates if min(events, key=lambda e: abs(e.end - d.start)).thing == thing
            ]
        if dates:
            date = min(dates, key=lambda d: abs(d.start - verb.start))
            self._when(s, thing, date, [named, verb], 0.9 * sure, "clause-held")
        self._where(s, clause, thing, [named, verb], 0.88 * sure)

    def _when(
        self,
        s: Sentence,
        thing: Thing,
        date: Item,
        parts: list[Item | None],
        sure: float,
        rule: str,
    ) -> None:
        if date.date is not None and date.date.last:
            self._dated(s, thing, "startDate", date, parts, sure, rule, plans=False)
            self._dated(s, thing, "endDate", date, parts, sure, rule, last=True, plans=False)
        else:
            self._dated(s, thing, "date", date, parts, sure, rule, plans=False)

    def _where(
        self, s: Sentence, clause: Clause, thing: Thing, parts: list[Item | None], sure: float
    ) -> None:
        row = clause.items
        spots = [
            i for p, i in enumerate(row)
            if i.kind == "place" and "in" in governor(row, p) and not _of_name(row, p)
        ]  # fmt: skip
        if _VENUE.search(self._text):  # "the venue of the workshop was Wuhan"
            spots += [
                i for p, i in enumerate(row) if i.kind == "place" and p and row[p - 1].kind == "be"
            ]
        for spot in spots if is_journey(thing.name) else spots[:1]:
            self._tell(s, thing, "locatedIn", spot.thing, [*parts, spot], sure, "clause-held-in")

    def _says_attend(self, s: Sentence, clause: Clause, at: int) -> None:
        row, verb = clause.items, clause.items[at]
        counts = [
            (p, i) for p, i in enumerate(row)
            if i.kind == "count" and self._counts_people(s, i)
        ]  # fmt: skip
        if not counts:
            return
        about = self._event_meant(s, clause, at)
        if about is None:
            return
        if _CAME.match(verb.value):  # "150 guests came to Mainz"
            self._where(s, clause, about[0], [about[1], verb], 0.84 * about[2])
        _, chosen = min(counts, key=lambda c: abs(c[1].start - verb.start))
        self._tell(
            s, about[0], "attendance", chosen.value, [verb, chosen], 0.86 * about[2], "clause-attended",
            "xsd:integer", "count",
        )  # fmt: skip

    def _counts_people(self, s: Sentence, item: Item) -> bool:
        rest = s.flat[item.end - s.start :].lstrip()
        return bool(PEOPLE.match(rest) or _WHO.match(rest))


def _of_name(row: list[Item], at: int) -> bool:
    """Return whether a place belongs to a name before it: "the University in Lyon"."""
    before = [i for i in row[:at] if i.kind not in ("word", "prep")]
    return (
        bool(before)
        and before[-1].kind == "org"
        and row[at - 1].kind == "prep"
        and len(row[at - 1].value) < 3
    )
