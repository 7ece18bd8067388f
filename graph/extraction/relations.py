"""What a sentence says about who does what, when, where and with which money.

Each rule is a cue of the word lists with a subject before it (or the one the text speaks of)
and objects behind it. What the clause negates or only plans is set aside with that mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extraction import amounts as money
from graph.extraction import dates as calendar
from graph.extraction.dates import DateSpan, days
from graph.extraction.lexicon import alternatives, cue, lists, table
from graph.extraction.model import Candidate, Mention, Thing
from graph.extraction.namelist import (
    first_name,
    like_person,
    name_list,
    names_before,
    told_coordinator,
)
from graph.extraction.sentence import (
    ACTIVITIES,
    FAR,
    ORGANISATIONS,
    Focus,
    Sentence,
    cited,
    polarity,
)

NEAR = 45
"""Characters between a cue and what it is about, where no grammar says more."""
SHORTEST_PROJECT = 60
"""Days: what is over sooner is a meeting or a journey."""
NEXT = 500
"""Characters within which a text that names nothing else still speaks of the same agreement."""


_TOTAL = re.compile(
    r"(?i)(?<!\w)(?:(?:total|overall|gesamt\w*|global|complessiv\w+|totale)\s+(?:project\s+)?"
    r"(?:budget|costs?|funding|volume|volumen|kosten|presupuesto|coste|costo|coût)|"
    r"(?:budget|coût|costo|coste|presupuesto|bilancio)\s+(?:total|totale|global|complessivo)|"
    r"gesamt(?:budget|kosten|volumen))[^;,]*$"
)


class Relations:
    """The statements of one sentence after the other; ``focus`` goes along."""

    def __init__(self, focus: Focus) -> None:
        self.focus = focus
        self.made: list[Candidate] = []
        self.used_dates: set[int] = set()
        self.before: list[Mention] = []
        """The organisations of the sentence before."""

    def read(self, sentence: Sentence) -> list[Candidate]:
        """Return the statements of a sentence."""
        self.made, self.used_dates = [], set()
        for step in (
            self._coordinator, self._partners, self._signatures, self._organisers, self._members,
            self._project_dates, self._force, self._held, self._grants, self._money, self._programmes,
            self._attendance, self._countries, self._sessions, self._addresses,
        ):  # fmt: skip
            step(sentence)
        if told := _distinct([*sentence.of(*ORGANISATIONS)]):
            self.before = told
        return self.made

    # --- helpers ---

    def _add(
        self, sentence: Sentence, subject: Thing, property_: str, object_: Thing | str, start: int, end: int,
        confidence: float, rule: str, datatype: str | None = None, normaliser: str | None = None,
        currency: str | None = None, plans: bool = False, at: int | None = None,
    ) -> None:  # fmt: skip
        said = polarity(sentence, at if at is not None else start, end)
        if said == "planned" and plans:
            said = "said"
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
            and bool(
                re.match(
                    rf"\W*{alternatives(table('refers', 'any'))}(?!\w)",
                    sentence.flat,
                    re.IGNORECASE,
                )
            )
        )

    def _pronoun(
        self, sentence: Sentence, position: int, classes: tuple[str, ...]
    ) -> tuple[Thing, int, float] | None:
        text = sentence.text(sentence.start, position)
        for cls in self.focus.recent(classes):
            if told := re.search(
                rf"(?<!\w){alternatives(table('refers', cls) or ['(?!)'])}(?!\w)",
                text,
                re.IGNORECASE,
            ):
                thing = self.focus.by_class[cls]
                if cls == "Event" and _another_kind(told[0], thing.name):
                    return thing, position, 0.75
                self.focus.latest = thing
                return thing, position, 0.95
        latest = self.focus.latest
        if (
            latest is not None
            and latest.cls in classes
            and re.match(
                rf"\W*(?:\w+\s+){{0,2}}{alternatives(table('refers', 'any'))}(?!\w)",
                text,
                re.IGNORECASE,
            )
        ):
            return latest, position, 0.93
        return None

    # --- who ---

    def _coordinator(self, s: Sentence) -> None:
        classes = ("Project",)
        for match in cue("coordinator").finditer(s.flat):
            at = s.start + match.end()
            found = self._subject(s, s.start + match.start(), *classes)
            org = first_name(s, at)
            if found and org:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    org.thing,
                    min(found[1], s.start + match.start()),
                    org.end,
                    0.93 * found[2] * org.confidence**0.3,
                    "coordinated-by",
                    plans=True,
                    at=s.start + match.start(),
                )
                for other in _joined_projects(s, found[1]):
                    self._add(
                        s,
                        other.thing,
                        "coordinator",
                        org.thing,
                        other.start,
                        org.end,
                        0.85,
                        "coordinated-by",
                        plans=True,
                    )
        for match in cue("coordinator_active").finditer(s.flat):
            position = s.start + match.start()
            orgs = [m for m in s.of(*ORGANISATIONS) if m.end <= position]
            projects = [
                m
                for m in s.of(*classes)
                if m.start >= s.start + match.end() and m.start - s.start - match.end() < NEAR
            ]
            if (
                orgs
                and position - orgs[-1].end < 25
                and (
                    projects
                    or re.match(
                        r"\s*(?:the|das|le|il|el)\s+(?:project|projekt|projet|progetto|proyecto|consortium|konsortium|consorzio|consorcio)",
                        s.flat[match.end() :],
                        re.IGNORECASE,
                    )
                )
            ):
                thing = projects[0].thing if projects else self.focus.of(*classes)
                if thing is not None:
                    self._add(
                        s,
                        thing,
                        "coordinator",
                        orgs[-1].thing,
                        orgs[-1].start,
                        projects[0].end if projects else s.start + match.end(),
                        0.88,
                        "coordinates",
                        plans=True,
                        at=position,
                    )
        for org in s.of(*ORGANISATIONS):
            leads = _WHICH_LEADS.match(s.flat[org.end - s.start :])
            found = self._subject(s, org.start, *classes) if leads else None
            if leads and found:
                self._add(
                    s, found[0], "coordinator", org.thing, org.start, org.end + leads.end(),
                    0.9 * found[2], "which-coordinates", plans=True, at=org.end + 2,
                )  # fmt: skip
        self._final(s, "coordinator_final", classes, "coordinator", "coordinated-final")
        for match in re.finditer(
            r"(?:project coordinator|Projektkoordinator(?:in)?|coordinat(?:or|eur|rice|ore|rice|or|ora) (?:of the project|du projet|del progetto|del proyecto))[^.;]{0,60}?\s(?:from|of|at|von|vom|de|du|di|del|della|der)\s",
            s.flat,
        ):
            org = first_name(s, s.start + match.end())
            found = self._subject(s, s.start + match.start(), *classes)
            if org and found and org.cls in ORGANISATIONS:
                self._add(
                    s,
                    found[0],
                    "coordinator",
                    org.thing,
                    s.start + match.start(),
                    org.end,
                    0.74,
                    "coordinator-person",
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
            verb = re.match(
                rf"[^;]*?(?<!\w)(?:{'|'.join(table('cues', name))})(?:e[nrs]?)?(?!\w)", tail
            )
            if not verb:
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
                for other in _joined_projects(s, found[1]):
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

    def _partners(self, s: Sentence) -> None:
        about = bool(s.of("Project") or cue("coordinator").search(s.flat)) or self._partner_word(s)
        for match in cue("partner").finditer(s.flat):
            position = s.start + match.start()
            strong = bool(
                re.search(
                    r"artner|artenaire|artecip|ocios|suo fianco|ses côtés|its side|Seite|su lado|colabora|associe|participa|onsorti|beneficiar|bring|reun|réun|riun|unit|compris|consist",
                    match[0],
                    re.IGNORECASE,
                )
            )
            if not strong and not about:
                continue
            found = self._subject(s, position, "Project")
            if not found or (not strong and not s.of("Project") and found[2] < 0.93):
                continue
            if s.of("Event", "Agreement") and not s.of("Project"):
                continue
            names = name_list(s, s.start + match.end(), countries_first=True)
            colon = re.search(r":\s+(?=[^\W\d_])", s.flat[match.end() :])
            if (
                colon
                and strong
                and (not names or names[0].start > s.start + match.end() + colon.end())
                and colon.start() < 170
            ):
                names = name_list(s, s.start + match.end() + colon.end(), countries_first=True)
            for org in names:
                if cited(s, org):
                    continue
                if like_person(org):
                    org.confidence = min(org.confidence, 0.5)
                sure = (0.93 if strong else 0.78) * found[2] * org.confidence**0.4
                leads = told_coordinator(s, org)
                self._add(
                    s,
                    found[0],
                    "coordinator" if leads else "partner",
                    org.thing,
                    min(found[1], position)
                    if names[-1].end - min(found[1], position) < 290
                    else position,
                    leads or org.end,
                    sure,
                    "partner-list",
                    plans=True,
                    at=position,
                )
        if s.of("Project") and not s.of("Event", "Agreement", "DialogueSession"):
            for match in cue("collaboration").finditer(s.flat):
                found = self._subject(s, s.start + match.start(), "Project")
                for org in name_list(s, s.start + match.end()):
                    if found is None:
                        break
                    self._add(
                        s,
                        found[0],
                        "partner",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.8 * org.confidence**0.4,
                        "together-with",
                        at=s.start + match.start(),
                    )
            for match in cue("together").finditer(s.flat):
                for org in names_before(s, s.start + match.start()):
                    self._add(
                        s,
                        s.of("Project")[0].thing,
                        "partner",
                        org.thing,
                        org.start,
                        s.start + match.end(),
                        0.82,
                        "work-together",
                        at=s.start + match.start(),
                    )
        for match in cue("partner_active").finditer(s.flat):
            position = s.start + match.start()
            projects = [
                m
                for m in s.of("Project")
                if 0 <= m.start - s.start - match.end() + 1 < NEAR
                or s.start + match.start() <= m.start < s.start + match.end()
            ]
            thing = projects[0].thing if projects else None
            end = projects[0].end if projects else s.start + match.end()
            if thing is None:
                refers = alternatives(
                    [
                        *table("refers", "Project"),
                        "project",
                        "projekt",
                        "consortium",
                        "projet",
                        "progetto",
                        "proyecto",
                    ]
                )
                if re.match(
                    rf"\s*(?:\w+\s+)?{refers}(?!\w)", s.flat[match.end() :], re.IGNORECASE
                ) or re.search(rf"{refers}|part as", match[0], re.IGNORECASE):
                    thing = self.focus.of("Project")
            if thing is None:
                continue
            both = [t for t in self.focus.places if t.cls == "Project"]
            if not (
                len(both) == 2
                and re.match(
                    r"\s*(?:both|beiden?|les deux|entrambi|ambos)\s", s.flat[match.end() :]
                )
            ):
                both = [thing]
            for org, thing in [(o, t) for o in names_before(s, position) for t in both]:
                self._add(
                    s,
                    thing,
                    "partner",
                    org.thing,
                    org.start,
                    end,
                    0.86,
                    "is-partner-of",
                    at=position,
                )

    def _partner_word(self, s: Sentence) -> bool:
        return self.focus.of("Project") is not None and bool(
            re.search(
                r"artner|onsorti|socios|participan|partecipano|projet|progetto|proyecto|project|Projekt",
                s.flat,
            )
        )

    def _signatures(self, s: Sentence) -> None:
        verbs = list(cue("signed").finditer(s.flat))
        if not verbs:
            return
        agreements = s.of("Agreement")
        found: tuple[Thing, int, float] | None = None
        if agreements:
            nearest = min(agreements, key=lambda m: abs(m.start - s.start - verbs[0].start()))
            found = nearest.thing, nearest.start, 1.0
        else:
            found = self._pronoun(s, s.start + len(s.flat), ("Agreement",))
            known = self.focus.by_class.get("Agreement")
            if found is None and known is not None and not s.of(*ACTIVITIES):
                near = s.start - self.focus.places.get(known, -FAR) < NEXT
                found = (known, s.start + len(s.flat), 0.92) if near else None
        if found is None:
            return
        agreement, place, sure = found
        parties = self._parties(s, verbs[0]) or _states(s)
        if not parties and len(self.before) == 2 and _BOTH.search(s.flat):
            for party in self.before:  # "both sides signed": the two of the sentence before
                self._add(
                    s, agreement, "signatory", party.thing, s.start + verbs[0].start(),
                    s.start + verbs[0].end(), 0.82 * sure, "both-sign", at=s.start + verbs[0].start(),
                )  # fmt: skip
        position = s.start + verbs[0].start()
        low = min([place, position, *[p.start for p in parties]])
        high = max(
            [
                s.start + verbs[0].end(),
                *[m.end for m in agreements if m.thing == agreement],
                *[p.end for p in parties],
            ]
        )
        if high - low > 290:
            low, high = position, max(s.start + verbs[0].end(), parties[-1].end if parties else 0)
        for party in parties:
            if not cited(s, party) and not like_person(party):
                self._add(
                    s,
                    agreement,
                    "signatory",
                    party.thing,
                    min(low, party.start),
                    max(high, party.end),
                    (0.94 if len(parties) > 1 else 0.84) * sure * party.confidence**0.3,
                    "signed-by",
                    at=position,
                )
        if not agreements and s.of("Event", "DialogueSession"):
            return  # the signing at an event: day and place are told of the event
        day = self._date_near(s, position)
        if day:
            self.used_dates.add(day.start)
            self._add(
                s,
                agreement,
                "date",
                day.first,
                min(position, day.start),
                max(s.start + verbs[0].end(), day.end),
                0.91 * sure if not day.vague else 0.7,
                "signed-on",
                calendar.datatype(day.first),
                calendar.NORMALISER,
                at=position,
            )
        for spot in _places_in(s)[:1]:
            self._add(
                s,
                agreement,
                "locatedIn",
                spot.thing,
                min(position, spot.start),
                max(s.start + verbs[0].end(), spot.end),
                0.8 * sure,
                "signed-in",
                at=position,
            )

    def _parties(self, s: Sentence, verb: re.Match[str]) -> list[Mention]:
        position, after = s.start + verb.start(), s.start + verb.end()
        before = names_before(s, position, wide=True)
        if len(before) < 2:
            listed = [m for m in name_list(s, s.clause(position)[0]) if m.end <= position]
            before = listed if len(listed) > 1 else before
        if len(before) < 2 and len(heads := _headed(s, position)) > len(before):
            return heads
        if len(before) < 2 and len(both := _with(s, verb)) > 1:
            return both
        if before and not re.search(
            r"(?:between|zwischen|entre|tra|fra)\s", s.flat[: verb.start()], re.IGNORECASE
        ):
            # "X signed an agreement with Y" and "X and Y signed".
            partners = (
                [
                    org
                    for m in re.finditer(r"(?<!\w)(?:with|mit|avec|con)\s", s.flat[verb.end() :])
                    for org in name_list(s, after + m.end())[:3]
                ]
                if len(before) < 2
                else []
            )
            return _distinct([*before, *partners])
        for match in re.finditer(
            r"(?<!\w)(?:between|zwischen|entre|tra|fra)\s", s.flat, re.IGNORECASE
        ):
            names = name_list(s, s.start + match.end())
            if len(names) > 1:
                return names
        for match in re.finditer(
            r"(?<!\w)(?:by|von|vom|par|da|dal|dalla|dall[’']|por)\s?",
            s.flat[verb.end() :],
            re.IGNORECASE,
        ):
            names = name_list(s, after + match.end())
            if names:
                return names
        return before

    def _organisers(self, s: Sentence) -> None:
        classes = ("Event", "DialogueSession")
        for match in cue("organiser").finditer(s.flat):
            position = s.start + match.start()
            if _LED.search(match[0]):
                # Projects are led and coordinated as well: the event has to be the nearer one.
                before = [m for m in s.of(*classes, "Project") if m.start < position]
                if not before or before[-1].cls == "Project":
                    continue
            found = self._subject(s, position, *classes)
            if not found:
                continue
            names = name_list(s, s.start + match.end(), partnerships=True)
            more = [
                o
                for c in cue("collaboration").finditer(s.flat, match.end())
                for o in name_list(s, s.start + c.end())
            ]
            for org in _distinct([*names, *more]):
                self._add(
                    s,
                    found[0],
                    "organiser",
                    org.thing,
                    min(found[1], position)
                    if org.end - min(found[1], position) < 290
                    else position,
                    org.end,
                    0.92 * found[2] * org.confidence**0.3,
                    "organised-by",
                    at=position,
                )
        if not self.made or self.made[-1].property != "organiser":
            for match in cue("collaboration").finditer(s.flat):
                found = self._subject(s, s.start + match.start(), *classes)
                if (
                    found
                    and found[2] > 0.9
                    and re.search(
                        r"(?i)organi[sz]|veranstalt|hosted|ausgerichtet", s.flat[: match.start()]
                    )
                    and not names_before(s, s.start + match.start(), wide=True)
                ):
                    for org in name_list(s, s.start + match.end()):
                        self._add(
                            s,
                            found[0],
                            "organiser",
                            org.thing,
                            s.start + match.start(),
                            org.end,
                            0.84 * found[2],
                            "organised-with",
                            at=s.start + match.start(),
                        )
        for match in cue("organiser_active").finditer(s.flat):
            position = s.start + match.start()
            events = [m for m in s.of(*classes) if m.start >= s.start + match.end() - 1]
            names = names_before(s, position, wide=True, partnerships=True)
            within = [
                m
                for m in s.of(*ORGANISATIONS)
                if position <= m.start and m.end <= s.start + match.end()
            ]
            if within:  # "übernahm die Kammer die Organisation"
                names, events = within, events or s.of(*classes)
                if not events and (told := self._subject(s, position, *classes)):
                    for org in names:
                        self._add(
                            s, told[0], "organiser", org.thing, position, s.start + match.end(),
                            0.86 * told[2], "organises", at=position,
                        )  # fmt: skip
                    continue
            if (
                s.language == "de" and not names
            ):  # verb before subject: "veranstaltete die Kammer eine Reise"
                names = name_list(s, s.start + match.end())
                events = events or s.of(*classes)
            if not names or not events:
                continue
            more = [
                o
                for c in cue("collaboration").finditer(s.flat)
                for o in name_list(s, s.start + c.end())
            ]
            event = events[0]
            low, high = min(names[0].start, position), max(event.end, position)
            for org in _distinct([*names, *more]):
                self._add(
                    s,
                    event.thing,
                    "organiser",
                    org.thing,
                    min(low, org.start),
                    max(high, org.end),
                    0.87 * org.confidence**0.3,
                    "organises",
                    at=position,
                )
        self._final(s, "organiser_final", classes, "organiser", "organised-final")

    def _members(self, s: Sentence) -> None:
        wholes = ("ClusterPartnership",)
        for match in cue("member").finditer(s.flat):
            inside = [
                m
                for m in s.mentions
                if s.start + match.start() <= m.start < s.start + match.end()
                and m.cls in (*wholes, *ORGANISATIONS)
            ]
            names = name_list(s, s.start + match.end())
            thing = inside[0].thing if inside else self.focus.of(*wholes)
            if thing is None:
                continue
            for org in names:
                if org.thing != thing:
                    self._add(
                        s,
                        thing,
                        "member",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.9 * org.confidence**0.3,
                        "members-are",
                        at=s.start + match.start(),
                    )
        for match in cue("member_active").finditer(s.flat):
            position = s.start + match.start()
            after = [
                m
                for m in s.mentions
                if m.cls in (*wholes, *ORGANISATIONS)
                and 0 <= m.start - (s.start + match.end()) < 12
            ]
            if not after:
                continue
            for org in names_before(s, position):
                self._add(
                    s,
                    after[0].thing,
                    "member",
                    org.thing,
                    org.start,
                    after[0].end,
                    0.85,
                    "is-member-of",
                    at=position,
                )

    # --- when and where ---

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
            calendar.NORMALISER,
            plans=plans,
            at=position,
        )

    def _project_dates(self, s: Sentence) -> None:
        if not s.dates:
            return
        others = s.of("Event", "DialogueSession", "Agreement")
        for date in s.dates:
            before = s.text(max(s.start, date.start - 70), date.start)
            after = s.text(date.end, date.end + 60)
            subject = self._subject(s, date.start, "Project")
            if subject is None or self._owner(s, date, subject, others):
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
                    r"(?i)laufzeit|duration|durée|durata|duración|will run|läuft|gefördert|funded",
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
                behind = cue(name).match(after.lstrip(" ,")) or re.match(
                    rf"\W*(?:fiel|wurde|ist|startete|begann|a été|è|se)\s[^.;]{{0,35}}?{cue(name).pattern}",
                    after,
                    re.IGNORECASE,
                )
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

    def _held(self, s: Sentence) -> None:
        classes = ("DialogueSession", "Event")
        held = list(cue("held").finditer(s.flat)) or list(_TRAVEL.finditer(s.flat))
        if re.search(
            r"(?i)(?:was|were) (?:first|originally|previously) (?:held|launched|organi[sz]ed)",
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
        free = [
            d
            for d in s.dates
            if d.start not in self.used_dates
            and (
                d.last is not None
                or not re.search(
                    r"(?i)(?<!\w)(?:since|seit(?: dem)?|depuis|dal|desde|until|bis)\s+$",
                    s.text(d.start - 10, d.start),
                )
            )
        ]
        if free:
            date = min(free, key=lambda d: abs(d.start - position))
            if (
                held
                or (events and abs(date.start - events[0].end) < 60)
                or (events and abs(events[0].start - date.end) < 25)
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
                        "date",
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
        spots = _distinct([*inside, *hosts, *_places_in(s)])
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

    # --- money, numbers, addresses ---

    def _grants(self, s: Sentence) -> None:
        for match in re.finditer(
            rf"(?<!\w){alternatives(table('cues', 'grant'))}\s*(?:[:#]\s*)?(?P<number>[0-9]{{6,9}}|[0-9]{{2}}[A-Z]{{1,3}}[0-9]{{3,6}}[A-Z]?|[A-Z]{{2,}}[A-Z0-9/-]*[0-9]{{3,}}[A-Z0-9/-]*)(?!\w)",
            s.flat,
            re.IGNORECASE,
        ):
            position = s.start + match.start()
            found = self._subject(s, position, "Project")
            if found:
                self._add(
                    s,
                    found[0],
                    "grantNumber",
                    match["number"],
                    position,
                    s.start + match.end(),
                    0.96 * found[2] ** 0.4,
                    "grant-agreement",
                    "xsd:string",
                    "verbatim",
                    plans=True,
                )

    def _money(self, s: Sentence) -> None:
        for amount in s.amounts:
            found = self._subject(s, amount.start, "Project")
            if found is None or (s.of("Agreement", "Event") and not s.of("Project")):
                continue
            cues = cue("funded").search(s.flat)
            strong = cues and re.search(
                r"(?i)budget|grant|fund|förder|presupuesto|finan|subven|sovven|contribu", s.flat
            )
            if cues is None and not s.of("Project"):
                continue
            if found[2] < 0.9 and not s.of("Project") and not self._partner_word(s) and not strong:
                continue
            property_ = "fundingEuro" if amount.currency == "EUR" else "amount"
            if _TOTAL.search(s.text(amount.start - 60, amount.start)):
                property_ = "totalCost"
            self._add(
                s,
                found[0],
                property_,
                amount.value,
                amount.start,
                amount.end,
                (0.88 if cues else 0.6) * found[2],
                "funded-with",
                "xsd:decimal",
                money.NORMALISER,
                amount.currency if amount.currency != "EUR" else None,
                plans=True,
            )

    def _programmes(self, s: Sentence) -> None:
        for programme in s.of("Programme"):
            before = s.text(programme.start - 90, programme.start)
            after = s.text(programme.end, programme.end + 60)
            projects = s.of("Project")
            found = self._subject(s, programme.start, "Project")
            if found is None:
                continue
            funding = (
                cue("funded").search(before)
                or re.search(
                    r"(?:grant|fund|förder|financ|finanz|under|im Rahmen|dans le cadre|nell[’']ambito|en el marco)[^.]*$",
                    before,
                    re.IGNORECASE,
                )
                or cue("funded").search(after)
            )
            beside = re.match(
                r"(?:\s+research and innovation programme)?\s*-?(?:project|projekt|projet|progetto|proyecto|funded|gefördert)",
                after,
                re.IGNORECASE,
            )
            if re.search(r"\(\s*$", before) and any(
                0 <= programme.start - m.end < 4 for m in projects
            ):
                funding = re.search(r"\(", before)
            if not (funding or beside) or not (
                projects
                or found[2] >= 0.93
                or self._partner_word(s)
                or re.search(r"[Tt]his project|[Dd]ieses Projekt", s.flat)
            ):
                continue
            sure = (0.93 if funding else 0.88) * found[2] ** 0.5
            targets = (
                [found[0]]
                if not beside
                else [m.thing for m in projects if m.start > programme.start] or [found[0]]
            )
            for thing in dict.fromkeys(targets):
                self._add(
                    s,
                    thing,
                    "fundedUnder",
                    programme.thing,
                    programme.start,
                    programme.end,
                    sure,
                    "funded-under",
                    plans=True,
                )
        for match in re.finditer(
            r"(?:[Gg]efördert wird \S+|fund(?:ed)?|geförder\w+|financé|finanziat[oa]|financiad[oa])\s+(?:by|vom|von|durch|par|da|dal|dalla|dall[’']|por)\s*",
            s.flat,
        ):
            found = self._subject(s, s.start + match.start(), "Project")
            for org in name_list(s, s.start + match.end())[:2]:
                if found:
                    self._add(
                        s,
                        found[0],
                        "fundedBy",
                        org.thing,
                        s.start + match.start(),
                        org.end,
                        0.84 * found[2],
                        "funded-by",
                        plans=True,
                    )
        self._final(s, "funded_final", ("Project",), "fundedBy", "funded-final")
        for match in re.finditer(
            r"(?<!\w)(?:fördert|finanziert|finance|funds|finanzia|financia)(?!\w)", s.flat
        ):
            found = self._subject(s, s.start + match.end(), "Project")
            funders = names_before(s, s.start + match.start())[-1:]
            if not funders and s.language == "de":  # "mit 2 Mio. Euro fördert das Ministerium"
                funders = name_list(s, s.start + match.end())[:1]
            for org in funders:
                if found:
                    self._add(
                        s,
                        found[0],
                        "fundedBy",
                        org.thing,
                        min(org.start, s.start + match.start()),
                        max(org.end, s.start + match.end()),
                        0.8 * found[2],
                        "funds",
                        plans=True,
                    )

    def _attendance(self, s: Sentence) -> None:
        classes = ("Event", "DialogueSession")
        found: tuple[Thing, int, float] | None = None
        if events := s.of(*classes):
            found = events[0].thing, events[0].start, 1.0
        else:
            found = self._pronoun(s, s.start + len(s.flat), classes)
            if found is None and (thing := self.focus.of(*classes)) is not None:
                found = thing, s.start, 0.85
        if found is None or not (
            cue("attended").search(s.flat) or cue("attendance").search(s.flat)
        ):
            return
        nouns = cue("attendance_after")
        for start, end, value in money.find_counts(s.flat):
            noun = nouns.match(s.flat[end:].lstrip())
            if (
                noun is None
                or not 3 <= value <= 100_000
                or (
                    1900 < value < 2100
                    and end - start == 4
                    and any(d.start <= s.start + start < d.end for d in s.dates)
                )
                or any(m.start <= s.start + start < m.end for m in s.of("Programme", "Agreement"))
            ):
                continue
            finish = end + len(s.flat[end:]) - len(s.flat[end:].lstrip()) + noun.end()
            self._add(
                s,
                found[0],
                "attendance",
                str(value),
                s.start + start,
                s.start + finish,
                0.86 * found[2],
                "attended-by",
                "xsd:integer",
                "count",
            )
            break

    def _countries(self, s: Sentence) -> None:
        for mention in s.of(*ORGANISATIONS):
            if mention.country:
                country, _, end = mention.country
                self._add(
                    s,
                    mention.thing,
                    "country",
                    country,
                    mention.start,
                    max(end + 1, mention.end),
                    0.93,
                    "country-in-brackets",
                    plans=True,
                )

    def _sessions(self, s: Sentence) -> None:
        for mention in s.of("DialogueSession"):
            if mention.series and mention.ordinal:
                self._add(
                    s,
                    mention.thing,
                    "sessionOf",
                    Thing("Dialogue", mention.series),
                    mention.start,
                    mention.end,
                    0.92,
                    "nth-session",
                    plans=True,
                )
                self._add(
                    s,
                    mention.thing,
                    "ordinal",
                    str(mention.ordinal),
                    mention.start,
                    mention.end,
                    0.93,
                    "nth-session",
                    "xsd:integer",
                    "ordinal",
                    plans=True,
                )

    def _addresses(self, s: Sentence) -> None:
        for match in re.finditer(r"(?:https?://|www\.)[^\s<>()\"'“”，。；、]+[\w/]", s.flat):
            thing = self._subject(s, s.start + match.start(), "Project")
            if (
                thing
                and (
                    s.of("Project")
                    or re.search(
                        r"(?i:website|web ?site|more (?:information|about)|find out|visit|webseite|site|sito|sitio|informations?)",
                        s.flat,
                    )
                )
                and s.segment.kind != "footnote"
            ):
                self._add(
                    s,
                    thing[0],
                    "webAddress",
                    match[0],
                    s.start + match.start(),
                    s.start + match.end(),
                    0.82 * thing[2],
                    "address",
                    "xsd:anyURI",
                    "verbatim",
                    plans=True,
                )


_OF_PROJECT = re.compile(r"(?i)Vorhaben|proje[ck]?t|progetto|proyecto|initiative|the work")


_KINDS_OF_EVENT = (
    "workshop atelier taller|conferen konferenz tagung conférence convegno|seminar séminaire|forum foro wirtschaftsforum|"
    "fair messe salon feria fiera foire|mission misión missione reise trip viaje viaggio voyage delega délég déplacement visit tour|"
    "symposium simposio colloque|school schule école scuola escuela|congress kongress congrès|webinar|week woche semaine settimana semana"
).split("|")


_BOTH = re.compile(
    r"(?i)\b(?:both|the two|beide[nr]?|les deux|entrambe|entrambi|i due|le due|ambas|ambos|las dos|los dos)\b"
)
_WHICH_LEADS = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s+(?:die|der|das|which|that|who|qui|che|que|quien)\s+(?:also |auch |also )?"
    r"(?:(?:das|the|le|il|el) (?:\w+)?(?:proje[ck]?t|progetto|proyecto|consortium|konsortium|consorzio|consorcio|vorhaben)\s+)?"
    r"(?:ko?ordiniert|leitet|coordinates|leads|co-?ordinat\w+|coordonne|pilote|dirige|coordina|guida|lidera)(?!\w)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?i)\b(?:led|coordinat\w+|promot\w+|initiat\w+|prepared|run|set up|conduit\w*|port\w+|mont\w+|initi\w+|pilot\w+|emmen\w+|"
    r"men\w+|guidat\w|curat\w|volut\w|impulsad\w|liderad\w|encabezad\w|coordinad\w|auspiciad\w|initiiert)\b"
)


def _another_kind(told: str, name: str) -> bool:
    """Return whether "the trip" cannot mean an event that calls itself a forum."""

    one, other = _kinds(told), _kinds(name)
    return bool(one and other and not one & other)


def _kinds(text: str) -> set[int]:
    return {
        at
        for at, stems in enumerate(_KINDS_OF_EVENT)
        if any(stem in text.casefold() for stem in stems.split())
    }


def _same_series(dialogue: str, session: str) -> bool:
    """Return whether a session calls itself one of a dialogue, German cases apart."""
    plain = re.sub(r"s(?=\s|$)", "", dialogue.casefold())
    return plain in re.sub(r"s(?=\s|$)", "", session.casefold())


def is_journey(name: str) -> bool:
    """Return whether an event is a mission, a visit or another journey."""
    return _JOURNEY in _kinds(name)


_JOURNEY = next(at for at, stems in enumerate(_KINDS_OF_EVENT) if "mission" in stems)
_TRAVEL = re.compile(
    r"(?i)\b(?:travell?ed|toured|visit(?:ed)?|spent|went to|headed|reiste[n]?|gereist|unterwegs|besuchte[n]?|aufgebrochen|zu Gast|"
    r"viajaron|viajó|visitaron|visitó|desplaz\w+|estuv\w+|rendue?s?|déplac\w+|recat\w+|volat\w+|visitato|visitées?|visités?|visité|stat[ao] (?:a|in))\b"
)


def _headed(s: Sentence, position: int) -> list[Mention]:
    """Return organisations whose heads sign: "the rector of X, Ana Gil, and the president of Y"."""
    role = alternatives([*lists("person_roles"), *map(re.escape, lists("titles"))])
    pattern = re.compile(
        rf"(?<!\w){role}\s+(?:of|at|de|del|der|des|du|di|von|vom|della|dell[’']|de la|de l[’'])\s*(?:the |la |l[’']|le |il |los |las )?$",
        re.IGNORECASE,
    )
    return [
        m
        for m in s.of(*ORGANISATIONS)
        if m.end <= position and pattern.search(s.text(s.start, m.start))
    ]


def _with(s: Sentence, verb: re.Match[str]) -> list[Mention]:
    """ "X hat mit Y ein Abkommen geschlossen": the subject before the auxiliary and its partner."""
    has = re.search(
        r"(?<!\w)(?:hat|haben|hatte|hatten|has|have|had|ha|hanno|han|a|ont)(?!\w)",
        s.flat[: verb.start()],
    )
    first = names_before(s, s.start + has.start()) if has else []
    beside = [
        org
        for m in re.finditer(r"(?<!\w)(?:with|mit|avec|con)\s", s.flat[has.end() if has else 0 :])
        for org in name_list(s, s.start + (has.end() if has else 0) + m.end())[:3]
    ]
    return _distinct([*first, *beside]) if first and beside else []


def _close(before: str, hits: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the last cue right before a date."""
    if not hits or len(before) - hits[-1].end() >= 28 or "," in before[hits[-1].end() :]:
        return None
    return hits[-1]


def _joined_projects(s: Sentence, place: int) -> Iterator[Mention]:
    """Projects before the subject that "and" joins to it: "SENET und IDIH werden ..."."""
    projects = s.of("Project")
    at = next((i for i, m in enumerate(projects) if m.start == place), None)
    while at:
        between = s.text(projects[at - 1].end, projects[at].start)
        if not re.fullmatch(r"\s*(?:,|and|und|et|e|ed|y|,\s*and)\s*", between):
            return
        at -= 1
        yield projects[at]


_TO = re.compile(r"(?i)(?<!\w)(?:in|at|to|à|a|ad|en|nach|im)\s+$")


def _places_in(s: Sentence) -> list[Mention]:
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
            r"\s*(?:,|and|und|et|e|ed|y|sowie|, and|(?:et|e|y) (?:à|a|en)|as well as)\s*",
            s.text(found[-1].end, mention.start),
        ):
            found.append(mention)  # "in Suzhou and Nanjing"
    return found


def _trip(s: Sentence, thing: Thing) -> bool:
    """Return whether a thing goes to several places, as a mission does."""
    return bool(
        re.search(
            r"(?i)mission|misión|reise|reisen|delega|délégation|visit|tour|trip|viaje|viaggio|voyage|toured|travell",
            f"{thing.name} {s.flat}",
        )
    )


def _distinct(mentions: list[Mention]) -> list[Mention]:
    seen: dict[Thing, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.thing, mention)
    return list(seen.values())


_STATE = (
    r"(?:European Union|EU|Europäische Union|Union européenne|Unione europea|Unión Europea|COUNTRY)"
)


def _states(s: Sentence) -> list[Mention]:
    """States that sign: "China and the EU signed"."""
    from graph.extraction.people_places import country_pattern

    state = _STATE.replace("COUNTRY", country_pattern().pattern)
    match = re.search(
        rf"({state})\s+(?:and|und|et|e|y)\s+(?:the\s+|die\s+|l[’']|la\s+|il\s+|le\s+|el\s+)?({state})(?=\s)",
        s.flat,
    )
    if not match:
        return []
    found = []
    for group in (1, 2):
        start, end = s.start + match.start(group), s.start + match.end(group)
        found.append(Mention(Thing("Partner", match[group]), start, end, "state", 0.85))
    s.mentions += found
    s.mentions.sort(key=lambda m: m.start)
    return found
