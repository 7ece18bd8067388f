"""When and where: projects, agreements, events, journeys."""

from __future__ import annotations

import re

from graph.extraction.dates import DateSpan, days
from graph.extraction.lexicon import compiled, cue
from graph.extraction.model import Mention, Thing
from graph.extraction.relations.subjects import Subjects, distinct, is_journey, places_in
from graph.extraction.sentence import (
    Sentence,
)

DOUBT = 0.86
"""What is left of a confidence where a sentence names two that may be meant."""
SHORTEST_PROJECT = 60
"""Days: what is over sooner is a meeting or a journey."""
_OF_PROJECT = re.compile(r"(?i)Vorhaben|proje[ck]?t|progetto|proyecto|initiative|the work")
_DEADLINE = re.compile(
    r"(?i)(?<!\w)(?:appl(?:y|ications?|icants?)|regist\w+|deadline|submi\w+|bewerb\w+|anmeld\w+|frist\w*|candidat\w+|dossiers?|inscri\w+|iscrizion\w+|domand\w+|solicitud\w*|plazo|call)(?!\w)"
)
_AT_IT = re.compile(
    r"(?<!\w)(?:at|during|attended|opened)\s(?:the|an?|this|its|their)\s(?:\w+\s)?$"
)
_OTHER_THING = re.compile(
    r"\W*(?:The|This|Its|Their)\s(?:[\w-]+\s){0,3}?(?:agreement|memorandum|MoU|contract|plan|protocol|treaty|declaration|arrangement|accord|letter|workshop|meeting|conference|dialogue|ceremony|"
    r"forum|seminar|visit|mission|summit|session|call)(?!\w)"
)
"""A sentence about an agreement or event tells no days of a project."""
_OF_SOMETHING = re.compile(
    r"(?:An?|Eine?|Une?|Un[ao]?)\s(?!(?:[\w-]+\s){0,2}(?:project|Projekt|projet|progetto|proyecto|initiative|Vorhaben|Initiative))"
)
"""A sentence that begins with "a first field trial" tells when that began, not the project."""
_TRAVEL = re.compile(
    r"(?i)\b(?:travell?ed|toured|visit(?:ed)?|spent|went to|headed|reiste[n]?|gereist|unterwegs|besuchte[n]?|aufgebrochen|zu Gast|"
    r"viajaron|viajó|visitaron|visitó|desplaz\w+|estuv\w+|rendue?s?|déplac\w+|recat\w+|volat\w+|visitato|visitées?|visités?|visité|stat[ao] (?:a|in))\b"
)
_TO = re.compile(r"(?i)(?<!\w)(?:in|at|to|à|a|ad|en|nach|im)\s+$")


_VALID = re.compile(
    r"(?i)(?<!\w)(?:valid|in force|(?:covers|covering|spans|for)(?= the (?:years|period))|valable|en vigueur|gültig|gilt|valid[oa]|in vigore|vigente|en vigor)\s(?:from\s|for\s|vom\s|von\s|du\s|de\s|dal\s|del\s|desde el\s|für\s|pour\s|per\s|para\s)?(?:the\s|la\s|le\s|el\s|il\s|years\s|período\s|period\s|from\s|periodo\s|période\s){0,3}$"
)


class Times(Subjects):
    """The rules about dates and places."""

    def _project_dates(self, s: Sentence) -> None:
        if not s.dates or self.of_programme:
            return
        others = s.of("Event", "DialogueSession", "Agreement")
        for date in s.dates:
            before = s.text(max(s.start, date.start - 70), date.start)
            after = s.text(date.end, date.end + 60)
            subject = self._subject(s, date.start, "Project")
            if subject is None or self._owner(s, date, subject, others):
                continue
            if not s.of("Project") and (
                _DEADLINE.search(s.flat)
                or _OF_SOMETHING.match(s.flat)
                or _OTHER_THING.match(s.flat)
            ):
                continue
            thing, _, sure = subject
            if date.last is not None and days(date) < SHORTEST_PROJECT:
                continue
            if date.last is not None and (not others or s.of("Project")):
                runs = (
                    bool(cue("runs").search(before))
                    or bool(
                        re.search(
                            r"(?:durat|laufzeit|project|projekt|projet|proget|proyect|\()\W*[^.]*$",
                            before,
                            re.IGNORECASE,
                        )
                    )
                    or bool(re.match(r"\s*\)", after))
                )
                told = re.search(
                    r"(?i)laufzeit|duration|durée|durata|duración|will run|läuft|gefördert|funded|financed|carried out by|implemented by|project period|"
                    r"project(?:[’']s)? (?:lifetime|duration|term)",
                    s.flat,
                )
                if runs and (s.of("Project") or told):
                    self.used_dates.add(date.start)
                    for property_, value in (("startDate", date.first), ("endDate", date.last)):
                        self._date(
                            s, thing, property_, value, date, date.start, 0.9 * sure, "runs-from-to"
                        )
                continue
            if date.last is not None:
                continue
            closest = {
                name: _close(before, list(cue(name).finditer(before)))
                for name in ("ended", "started")
            }
            for property_, name in (("endDate", "ended"), ("startDate", "started")):
                hit = closest[name]
                close = hit is not None
                other = closest["started" if name == "ended" else "ended"]
                if other is not None and (hit is None or other.start() > hit.start()):
                    continue  # "began in March, will last until": the word before the date says it
                behind = cue(name).match(after.lstrip(" ,")) or compiled(
                    rf"\W*(?:fiel|wurde|ist|startete|begann|a été|è|se)\s[^.;]{{0,35}}?{cue(name).pattern}",
                    re.IGNORECASE,
                ).match(after)
                weak = (
                    hit is not None
                    and re.fullmatch(
                        r"(?i)since|until|bis|seit|dal|hasta|desde|depuis|end|début|start|fino al?|parte|jusqu.*",
                        hit[0].strip(),
                    )
                    is not None
                )
                if (
                    close
                    and not (
                        weak
                        and not s.of("Project")
                        and not re.search(r"(?i)läuft|\bruns?|\bdur[aeé]|\blast", before)
                        and not (thing == self.focus.only and _OF_PROJECT.search(before))
                    )
                ) or (behind and (s.of("Project") or sure >= 0.93)):
                    self.used_dates.add(date.start)
                    position = (
                        s.start + (date.start - s.start - len(before)) + hit.start()
                        if close and hit
                        else date.end + 1
                    )
                    self._date(
                        s,
                        thing,
                        property_,
                        date.first,
                        date,
                        position,
                        (
                            0.6
                            if weak
                            and close
                            and not re.search(r"(?i)läuft|runs?|dur[ae]|gilt|last", before)
                            else 0.92
                            if close
                            else 0.85
                        )
                        * sure,
                        f"project-{name}",
                    )
                    break

    def _owner(
        self, s: Sentence, date: DateSpan, subject: tuple[Thing, int, float], others: list[Mention]
    ) -> bool:
        """Return whether a date belongs to an event or agreement named nearer to it than the
        project.
        """
        near = [m for m in others if m.start < date.start and not m.generic]
        if not near:
            return bool(others) and not s.of("Project")
        return near[-1].start > subject[1] or subject[1] >= date.start

    def _force(self, s: Sentence) -> None:
        for name, property_ in (("in_force", "startDate"), ("ended", "endDate")):
            for match in cue(name).finditer(s.flat):
                position = s.start + match.start()
                found = self._subject(s, position, "Agreement")
                if (
                    found is None
                    or (found[2] < 0.9)
                    or (s.of("Project", "Event") and not s.of("Agreement"))
                ):
                    continue
                dates = [
                    d
                    for d in s.dates
                    if (
                        0 <= d.start - (s.start + match.end()) < 30
                        or (name == "in_force" and 0 <= position - d.end < 40)
                        or position <= d.start < s.start + match.end()
                    )
                    and d.start not in self.used_dates
                ]
                if dates:
                    self.used_dates.add(dates[0].start)
                    self._date(
                        s,
                        found[0],
                        property_,
                        dates[0].first,
                        dates[0],
                        position,
                        0.87 * found[2],
                        f"agreement-{name}",
                    )

    def _valid(self, s: Sentence) -> None:
        """ "Sa convention, valable du 1er janvier 2012 au 31 décembre 2015": how long it is in force."""
        for date in s.dates:
            if date.last is None or not _VALID.search(s.text(s.start, date.start)):
                continue
            found = self._subject(s, date.start, "Agreement")
            if found is None or found[2] < 0.9:
                continue
            self.used_dates.add(date.start)
            for property_, value in (("startDate", date.first), ("endDate", date.last)):
                self._date(
                    s,
                    found[0],
                    property_,
                    value,
                    date,
                    date.start,
                    0.9 * found[2],
                    "agreement-valid",
                )

    def _held(self, s: Sentence) -> None:
        classes = ("DialogueSession", "Event")
        held = list(cue("held").finditer(s.flat)) or list(_TRAVEL.finditer(s.flat))
        if re.search(
            r"(?i)(?:was|were) (?:first|originally|previously) (?:held|launched|organi[sz]ed)|"
            r"(?:previous|preceding|earlier|last|next|first) (?:edition|round|issue)s? of",
            s.flat,
        ):
            return  # an earlier session, which has no name here
        events = s.of(*classes)
        for e in events:
            spots = [
                m
                for m in s.of("Place")
                if is_journey(e.thing.name)
                and e.start <= m.start < e.end
                and _TO.search(s.text(e.start, m.start))
            ]
            for spot in s.of("Place"):  # "mission to Suzhou and Nanjing": the name may stop early
                if spots and re.fullmatch(
                    r"\s*(?:and|und|et|e|y)\s*", s.text(spots[-1].end, spot.start)
                ):
                    spots.append(spot)
            for spot in spots:
                self._add(
                    s, e.thing, "locatedIn", spot.thing, e.start, max(e.end, spot.end), 0.86, "journey-to"
                )  # fmt: skip
        position = s.start + held[0].start() if held else (events[0].start if events else s.start)
        found: tuple[Thing, int, float] | None = None
        if events:
            named = [m for m in events if not m.generic] or events
            before = [m for m in named if m.start <= position]
            chosen = before[-1] if before else named[0]
            found = chosen.thing, chosen.start, 1.0
        elif held:
            found = self._pronoun(s, s.start + len(s.flat), classes)
            journey = self.focus.by_class.get("Event")
            session = self.focus.by_class.get("DialogueSession")
            if (
                found is None
                and session is not None
                and any(_same_series(m.thing.name, session.name) for m in s.of("Dialogue"))
            ):
                found = session, position, 0.94
            if (
                found is None
                and journey is not None
                and is_journey(journey.name)
                and _TRAVEL.search(s.flat)
            ):
                found = journey, position, 0.94
        if found is None or (
            s.of("Agreement")
            and cue("signed").search(s.flat)
            and not (events and not events[0].generic)
        ):
            return
        thing, _, sure = found
        certain = 0.92 if held else 0.7
        if len({e.thing for e in events}) > 1 or len(s.dates) > 1:
            certain *= DOUBT  # which of them the cue is of, nearness only guesses
        free = [
            d
            for d in s.dates
            if d.start not in self.used_dates
            and (
                d.last is not None
                or not re.search(
                    r"(?i)(?<!\w)(?:since|seit(?: dem)?|depuis|dal|desde|until|bis|by|before|no later than|spätestens(?: am| bis)?|bis zum|vor dem|avant le|"
                    r"jusqu[’']au|entro il|prima del|antes del|hasta el)\s+$",
                    s.text(d.start - 16, d.start),
                )
            )
            and not (d.of_text and _apart(s, d, held, events))
            and not (_SINCE.match(s.flat) and d.start - s.start < s.flat.find(", "))
        ]
        if free:
            date = min(free, key=lambda d: abs(d.start - position))
            if (
                held
                or (events and abs(date.start - events[0].end) < 60)
                or (events and abs(events[0].start - date.end) < 25)
                or (
                    len(events) == 1
                    and date.start - s.start < 5
                    and _AT_IT.search(s.text(s.start, events[0].start))
                )
            ):
                self.used_dates.add(date.start)
                if date.last:
                    for property_, value in (("startDate", date.first), ("endDate", date.last)):
                        self._date(
                            s,
                            thing,
                            property_,
                            value,
                            date,
                            position,
                            certain * sure,
                            "held-from-to",
                            plans=False,
                        )
                else:
                    self._date(
                        s,
                        thing,
                        "endDate" if _ENDED_ON.search(s.text(s.start, date.start)) else "date",
                        date.first,
                        date,
                        position,
                        certain * sure,
                        "held-on",
                        plans=False,
                    )
        inside = [
            m
            for m in s.of("Place")
            for e in events
            if e.thing == thing
            and e.start <= m.start < e.end
            and _TO.search(s.text(e.start, m.start))
        ]
        hosts = [
            m
            for m in s.of("Place")
            if re.match(
                r"\s+(?:hosted|was the venue|acogió|fue sede|a accueilli|a abrité|ha ospitato|was host)",
                s.text(m.end, m.end + 20),
            )
        ]
        spots = distinct([*inside, *hosts, *places_in(s)])
        here = next((e for e in events if e.thing == thing), None)
        if not _trip(s, thing):
            if here is not None and len(spots) > 1:
                spots.sort(key=lambda m: (m.start < here.start, abs(m.start - here.end)))
            spots = spots[:1]
        elif len(spots) > 1:
            spots = [x for x in spots if x.end - spots[0].start < 60]
        for spot in spots:
            self._add(
                s,
                thing,
                "locatedIn",
                spot.thing,
                min(position, spot.start),
                max(spot.end, position),
                (certain if spot not in inside else 0.86) * sure,
                "held-in",
                at=position,
            )


_SINCE = re.compile(
    r"(?:Since|After|Before|Until|Following|Seit|Nach|Bevor|Depuis|Après|Dopo|Desde|Después)\s"
)
"""Begins a clause that tells of an earlier time: "Since it came here in 2006, ..."."""
_ENDED_ON = re.compile(
    r"(?i)(?<!\w)(?:ended|concluded|came to an end|drew to a close|endete[n]?|ging(?:en)?|s[’']est (?:achevée?|terminée?|conclue?)|"
    r"si è conclus[oa]|concluyó|finalizó|terminó)\s(?:on|am|le|il|l[’']|el)\s?(?:\w+,?\s(?:the|den|dem)?\s?)?$"
)


def _apart(s: Sentence, date: DateSpan, held: list[re.Match[str]], events: list[Mention]) -> bool:
    """Return whether a day without its year stands far from what was held, or in another clause."""
    if date.start - s.start < 5 and len({m.thing for m in events}) == 1:
        return False  # "On 22 October the firms presented themselves at the Technology Day"
    begin, end = s.clause(date.start)
    spots = [s.start + m.start() for m in held] + [m.end for m in events]
    return not any(begin <= x <= end and abs(x - date.start) < _BESIDE for x in spots)


_BESIDE = 70


def _same_series(dialogue: str, session: str) -> bool:
    """Return whether a session calls itself one of a dialogue, German cases apart."""
    plain = re.sub(r"s(?=\s|$)", "", dialogue.casefold())
    return plain in re.sub(r"s(?=\s|$)", "", session.casefold())


def _close(before: str, hits: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the last cue right before a date."""
    if not hits or len(before) - hits[-1].end() >= 28 or "," in before[hits[-1].end() :]:
        return None
    return hits[-1]


def _trip(s: Sentence, thing: Thing) -> bool:
    """Return whether a thing goes to several places, as a mission does."""
    return bool(
        re.search(
            r"(?i)mission|misión|reise|reisen|delega|délégation|visit|tour|trip|viaje|viaggio|voyage|toured|travell",
            f"{thing.name} {s.flat}",
        )
    )
