"""What stands right beside a name tells by its form: "the fifth meeting (Shenzhen, November 2017)",
"an agreement between X and Y"."""

from __future__ import annotations

import re

from graph.extraction import dates as calendar
from graph.extraction.lexicon import countries
from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import like_person, name_list
from graph.extraction.relations.subjects import Subjects
from graph.extraction.sentence import Sentence
from graph.extraction.tokens import UPPER

_BRACKET = re.compile(r"\s?\((?P<inside>[^()]{4,60})\)")
_BETWEEN = re.compile(
    r"\s(?:(?:of|dated|vom|du|del)\s[\w.º° ]{4,24}?\s)?(?:(?:worth|valued at|over)\s[\w.,€ ]{3,30}?\s)?(?:[a-zà-ÿß]+\s){0,3}?(?:between|zwischen|entre|tra|fra)\s(?:the\s|der\s|dem\s|den\s|la\s|le\s|l[’'])?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\s?,?\s(?:dated|of|dates (?:from|back to)|signed(?: on)?|stammt (?:bereits )?(?:vom|aus(?: dem Jahr)?)|vom|datiert(?: vom)?|du|daté(?:e)? du|en date du|del|de fecha|datat[oa]|con data|firmad[oa] el|signée? le|firmat[oa] il)\s(?:the\s)?"
)
_PROJECT_OF = re.compile(
    r"\s?,?\s(?:is|was|ist|war|est|était|è|era|es)\s(?:an?|eine?|une?|un[ao]?)\s(?:[\w-]+\s){0,3}?(?:[\w-]*project|[\w-]*[Pp]rojekt|projet|progetto|proyecto|Vorhaben|initiative|iniciativa|iniziativa)\s"
    r"(?:[\w-]+\s){0,2}?(?:of|by|des|der|von|vom|du|de la|de l[’']|de|del|di|del|della|dell[’'])\s?(?:the\s|la\s|l[’'])?"
)
_FRONT = re.compile(
    r"(?:^|(?<=[.,;]\s))(?:Between|Zwischen|Entre|Tra|Fra|between|zwischen|entre|tra|fra)\s"
)


_SEAT = re.compile(
    rf"(?<![\w-])(?P<country>[{UPPER}][a-zà-ÿ]+(?:\s[{UPPER}][a-zà-ÿ]+)?)\s\((?:the\s)?$"
)
_PARTNERS = re.compile(
    r"(?i)(?<!\w)(?:partners?|participants|members of the consortium|consortium|partenaires|soci|socios)(?!\w)"
)
_ON_THE_DAY = re.compile(r"(?i)\W*(?:on|am|le|il|el|los días|dal|den)?\s?")
_AND_THEN = re.compile(
    r"(?i)(?:,\s(?:in|at|by|via)\s[\w\s’'-]{2,30})?[,:]?\s(?:an?|the|eine?|une?|un[ao]?|el|la|il|le|die|das)\s"
)


_THEN = re.compile(
    rf"(?:,\s(?:in\s)?(?P<place>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?))?\s?(?:[:—–|]|-\s)\s?(?:\w+\s){{0,2}}"
)


def _of_pair(s: Sentence, agreement: Mention) -> list[Mention]:
    """Return the two of "an agreement of the two universities"."""
    for two in s.pairs:
        if re.fullmatch(
            r"\s(?:der|of|des|delle?|dei|de|entre|tra|fra|zwischen|between)\s",
            s.text(agreement.end, two[0].start),
        ):
            return two
    return []


class Beside(Subjects):
    """Rules that need no verb."""

    def _bracketed(self, s: Sentence) -> None:
        """An event with its place and day in brackets, and nothing else there."""
        for event in s.of("Event", "DialogueSession"):
            match = _BRACKET.match(s.flat, event.end - s.start)
            for spot in s.of("Place") if match is None else ():  # "Mission to Wuhan (5 May)"
                if re.fullmatch(r"\s(?:in|at|to|nach|à|a|ad|en)\s", s.text(event.end, spot.start)):
                    match = _BRACKET.match(s.flat, spot.end - s.start)
            if match is None:
                continue
            low, high = s.start + match.start("inside"), s.start + match.end("inside")
            dates = [d for d in s.dates if low <= d.start and d.end <= high]
            spots = [m for m in s.of("Place") if low <= m.start and m.end <= high]
            left = match["inside"]
            for start, end in [
                *((d.start, d.end) for d in dates),
                *((m.start, m.end) for m in spots),
            ]:
                left = left.replace(s.text(start, end), "")
            if not (dates or spots) or re.sub(
                r"[\s,;/–-]|\b(?:in|im|am|à|a|en|le|il|el|on)\b", "", left
            ):
                continue
            for date in dates[:1]:
                self.used_dates.add(date.start)
                for key, value in calendar.told(date):
                    self._add(
                        s, event.thing, key, value, event.start, high, 0.9, "event-in-brackets",
                        calendar.datatype(value), calendar.normaliser(date),
                    )  # fmt: skip
            for spot in spots[:1]:
                self._add(
                    s,
                    event.thing,
                    "locatedIn",
                    spot.thing,
                    event.start,
                    high,
                    0.9,
                    "event-in-brackets",
                )

    def _seats_before(self, s: Sentence) -> None:
        """ "Partners from Sweden (X), Spain (Y) and China (Z)": the country before the bracket."""
        project = s.of("Project")[0].thing if s.of("Project") else self.focus.only
        for org in s.of("Partner", "Cluster"):
            before = _SEAT.search(s.text(s.start, org.start))
            if before is None or not countries().get(before["country"]):
                continue
            low = s.start + before.start("country")
            self._add(
                s, org.thing, "country", Thing("Country", before["country"]), low, org.end, 0.9,
                "country-before", plans=True, at=low,
            )  # fmt: skip
            if project is not None and _PARTNERS.search(s.text(s.start, low)):
                self._add(
                    s, project, "partner", org.thing, low, org.end, 0.84, "country-before",
                    plans=True, at=low,
                )  # fmt: skip

    def _listed_parties(self, s: Sentence) -> None:
        """ "• X e Y: accordo quadro per la ricerca": an item of a list of agreements."""
        agreements = s.of("Agreement")
        colon = s.flat.find(": ")
        if s.segment.kind != "item" or not agreements or not 0 < colon < 160:
            return
        if s.flat[colon + 2 : agreements[0].start - s.start].strip():
            return
        parties = name_list(s, s.start)
        if len(parties) < 2 or parties[-1].end > s.start + colon:
            return
        for party in parties:
            self._add(
                s, agreements[0].thing, "signatory", party.thing, party.start, agreements[0].end,
                0.86 * party.confidence**0.3, "listed-parties", at=party.start,
            )  # fmt: skip

    def _dated_line(self, s: Sentence) -> None:
        """ "23.05.2019: Third meeting, Almería": a line of a chronicle that begins with its day."""
        if s.segment.kind == "sentence" and s.segment.block == 0:
            return
        events = s.of("Event", "DialogueSession") or s.of("Agreement")
        date = s.dates[0] if s.dates else None
        if date is None or not events or date.start > s.start + 2:
            return
        then = _THEN.fullmatch(s.text(date.end, events[0].start))
        if then is None:
            return
        event = events[0]
        if event.cls == "Agreement" and date.last:
            return
        if then["place"] and event.cls != "Agreement" and not countries().get(then["place"]):
            low, high = (date.end + place for place in then.span("place"))
            self._add(
                s, event.thing, "locatedIn", Thing("Place", then["place"]), low, high, 0.84,
                "dated-line",
            )  # fmt: skip
        self.used_dates.add(date.start)
        for key, value in calendar.told(date):
            self._date(
                s, event.thing, key, value, date, date.start, 0.88, "dated-line", plans=False
            )
        for spot in s.of("Place"):
            before = s.text(spot.start - 4, spot.start)
            if (
                event.cls != "Agreement"
                and spot.start > event.end
                and re.search(r"(?:, |(?<!\w)(?:in|en|à|a) )$", before)
            ):
                self._add(
                    s, event.thing, "locatedIn", spot.thing, event.start, spot.end, 0.84, "dated-line"
                )  # fmt: skip
                return

    def _project_of(self, s: Sentence) -> None:
        """ "FLUVIO is a project of X, Y and Z": those who run it."""
        for project in s.of("Project"):
            match = _PROJECT_OF.match(s.flat, project.end - s.start)
            names = name_list(s, s.start + match.end()) if match else []
            for org in names if len(names) > 1 else ():
                self._add(
                    s, project.thing, "partner", org.thing, project.start, org.end,
                    0.8 * org.confidence**0.3, "project-of", plans=True, at=project.start,
                )  # fmt: skip

    def _between(self, s: Sentence) -> None:
        """ "An agreement between X and Y", "Zwischen X und Y besteht ein Abkommen": its parties."""
        agreements = s.of("Agreement")
        for agreement in agreements:
            match = _BETWEEN.match(s.flat, agreement.end - s.start)
            names = name_list(s, s.start + match.end()) if match else []
            if len(names) < 2 and len(agreements) == 1:
                front = _FRONT.search(s.flat[: agreement.start - s.start])
                names = (
                    [m for m in name_list(s, s.start + front.end()) if m.end < agreement.start]
                    if front
                    else []
                )
            if not names and (two := _of_pair(s, agreement)):
                names = two
            self._of_day(s, agreement, names)
            if not 2 <= len(names) <= 5 or any(like_person(m) for m in names):
                continue
            for party in names:
                self._add(
                    s, agreement.thing, "signatory", party.thing, min(agreement.start, party.start),
                    max(agreement.end, party.end), 0.78 * party.confidence**0.3, "between",
                    at=agreement.start,
                )  # fmt: skip

    def _of_day(self, s: Sentence, agreement: Mention, parties: list[Mention]) -> None:
        """ "The agreement of 3 May 2019", "das Abkommen zwischen X und Y vom 3. Mai 2019": its day."""
        for date in s.dates:
            ends = [m.end for m in (agreement, *parties[-1:]) if m.end < date.start]
            if date.last is None and parties and _ON_THE_DAY.fullmatch(s.text(s.start, date.start)) and (
                _AND_THEN.fullmatch(s.text(date.end, agreement.start))
            ):  # fmt: skip
                ends.append(date.start)  # "El 12 de marzo, un convenio entre X e Y."
            if date.last is None and any(
                e == date.start or _DATED.fullmatch(s.text(e, date.start)) for e in ends
            ):
                self.used_dates.add(date.start)
                self._add(
                    s, agreement.thing, "date", date.first, agreement.start, date.end, 0.9,
                    "agreement-of-day", calendar.datatype(date.first), calendar.normaliser(date),
                    at=agreement.start,
                )  # fmt: skip
                return
