"""Where an event was and who held it, told beside its name: "Opening conference, Tianjin, 14 June",
"at X University, Graz, which had organised it", "with X as host"."""

from __future__ import annotations

import re

from graph.extraction.lexicon import countries, months
from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import name_list
from graph.extraction.relations.subjects import Subjects, distinct
from graph.extraction.sentence import ORGANISATIONS, Sentence
from graph.extraction.tokens import UPPER

_EVENTS = ("Event", "DialogueSession")
_PLACE_BESIDE = re.compile(
    rf"(?:\s\([^()]{{1,40}}\))?(?:,|\s[–—-])\s(?P<place>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)(?:,\s(?P<land>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?))?(?=,\s(?:\w+\s)?[0-9]|\s\([0-9]|,\s(?:organi[sz]|host|attend)|\s?[;:.]?$)"
)
_WHICH_HELD_IT = re.compile(
    rf"(?:,\s[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)?,\swhich\s(?:also\s|itself\s)?(?:(?:had|has|have)\s)?(?:jointly\s|co-)?(?:organi[sz]ed|hosted|convened|prepared|initiated|staged)\s(?:it|them|the\s(?:event|meeting|conference|workshop|symposium|forum|week|days|seminar|school))(?!\w)"
)
_WITH = re.compile(
    r"\s(?:together|jointly|in (?:cooperation|collaboration|partnership)|in conjunction)\swith\s(?:the\s)?"
)
_AT_ORG = re.compile(
    r"(?<!\w)(?:at|in|on the campus of|on the premises of|in the halls of)\s(?:the\s)?$"
)
_TOWN = re.compile(
    rf"(?:\s\([^()]{{1,40}}\))?(?:,\s|\sin\s)(?P<place>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)(?=[,.;]|\s(?:on|from|in|which|where|with|and)\s|$)"
)


_OPENED = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:which\s)?(?:was\s)?(?:opened|started|began|kicked off|got under way)(?:\s[\w’',-]+){0,6}?\s(?:on\s)?"
)
_CLOSED = re.compile(
    r"(?:\s[\w’',-]+){0,6}?,?\s(?:and|before)\s(?:was\s)?(?:clos(?:ed|ing)|end(?:ed|ing)|conclud(?:ed|ing)|finish(?:ed|ing)|ran until|lasted until|drew to a close|went on until)(?:\s[\w’'-]+){0,4}?\s(?:on\s)?"
)
_INVITES = re.compile(r"[’']s?\sinvitation\sto\s(?:the\s|an?\s|its\s)?")


class Occasions(Subjects):
    """Rules about events that need no verb beside their names."""

    def _occasions(self, s: Sentence) -> None:
        """Tell the places and holders of events by what stands beside their names."""
        self._place_beside(s)
        self._held_at(s)
        self._held_with(s)
        self._from_day_to_day(s)

    def _place_beside(self, s: Sentence) -> None:
        """ "Opening conference, Tianjin, 14-15 June 2010": the town between a name and its day."""
        for event in s.of(*_EVENTS):
            match = _PLACE_BESIDE.match(s.flat, event.end - s.start)
            if match is None or not _is_town(match["place"]) or not (
                s.dates or s.segment.kind in ("item", "heading")
            ):  # fmt: skip
                continue
            low, high = s.start + match.start("place"), s.start + match.end("place")
            if any(m.start < high and low < m.end for m in s.of(*ORGANISATIONS, "Person")):
                continue
            known = next((m for m in s.of("Place") if m.start == low), None)
            thing = known.thing if known else Thing("Place", match["place"])
            if known is None:
                s.mentions.append(Mention(thing, low, high, "beside-place", 0.82))
                s.mentions.sort(key=lambda m: m.start)
            self._add(
                s, event.thing, "locatedIn", thing, event.start, high, 0.88, "place-beside-event",
                at=event.start,
            )  # fmt: skip

    def _held_at(self, s: Sentence) -> None:
        """ "At X University, Graz, which had organised it with Y": who held it, and the town."""
        events = list(s.of(*_EVENTS))
        for org in s.of(*ORGANISATIONS):
            before = [e for e in events if e.start < org.start]
            if not before:
                continue
            event = before[-1]
            if holds := _WHICH_HELD_IT.match(s.flat, org.end - s.start):
                orgs = [org]
                if joint := _WITH.match(s.flat, holds.end()):
                    orgs += name_list(s, s.start + joint.end())
                for one in distinct(orgs):
                    self._add(
                        s, event.thing, "organiser", one.thing, min(org.start, one.start),
                        max(s.start + holds.end(), one.end), 0.86 * one.confidence**0.3, "which-held-it",
                        at=org.start,
                    )  # fmt: skip
            town = _TOWN.match(s.flat, org.end - s.start)
            if (
                town and _is_town(town["place"]) and _AT_ORG.search(s.text(org.start - 24, org.start))
                and not any(m.start < org.start and m.start > event.end for m in s.of("Place", *ORGANISATIONS))
                and len(events) == 1 and org.start - event.end < 60
            ):  # fmt: skip
                low, high = s.start + town.start("place"), s.start + town.end("place")
                spot = next((m for m in s.of("Place") if m.start == low), None)
                if spot is not None:
                    self._add(
                        s, event.thing, "locatedIn", spot.thing, org.start, high, 0.84, "town-of-host",
                        at=org.start,
                    )  # fmt: skip

    def _held_with(self, s: Sentence) -> None:
        """ "Which X organised in Graz in May together with Y": Y held it too."""
        for done in [c for c in self.made if c.rule == "which-x-organised"]:
            rest = s.text(done.end, s.start + len(s.flat))
            joint = re.match(rf"[^.;:]{{0,80}}?{_WITH.pattern}", rest)
            for org in name_list(s, done.end + joint.end()) if joint else ():
                self._add(
                    s, done.subject, "organiser", org.thing, done.start, org.end,
                    0.84 * org.confidence**0.3, "held-with", at=done.start,
                )  # fmt: skip

    def _from_day_to_day(self, s: Sentence) -> None:
        """ "The forum opened on 5 June and closed on 7 June"; "they followed X's invitation to it"."""
        events = s.of(*_EVENTS)
        if len({e.thing for e in events}) != 1:
            return
        event = events[0]
        days = [d for d in s.dates if d.last is None and d.start > event.end]
        if (
            len(days) == 2
            and _OPENED.fullmatch(s.text(event.end, days[0].start))
            and _CLOSED.fullmatch(s.text(days[0].end, days[1].start))
            and days[0].first < days[1].first
        ):
            for key, day in (("startDate", days[0]), ("endDate", days[1])):
                self._date(
                    s, event.thing, key, day.first, day, event.start, 0.88, "from-day-to-day", plans=False
                )  # fmt: skip
        for org in s.of(*ORGANISATIONS):
            match = _INVITES.match(s.flat, org.end - s.start)
            if match and 0 <= event.start - s.start - match.end() < 12:
                self._add(
                    s, event.thing, "organiser", org.thing, org.start, event.end, 0.84, "invites-to",
                    at=org.start,
                )  # fmt: skip


def _is_town(name: str) -> bool:
    return not countries().get(name) and name.lower() not in months()
