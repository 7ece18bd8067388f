"""Who does what: coordinates, takes part, signs, organises, is a member."""

from __future__ import annotations

import re

from graph.extraction import dates as calendar
from graph.extraction.lexicon import alternatives, cue, lists, table
from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import (
    first_name,
    like_person,
    name_list,
    names_before,
    told_coordinator,
)
from graph.extraction.relations.subjects import (
    Subjects,
    distinct,
    joined_projects,
    places_in,
)
from graph.extraction.sentence import (
    ACTIVITIES,
    FAR,
    ORGANISATIONS,
    Sentence,
    cited,
)

NEAR = 45
"""Characters between a cue and what it is about, where no grammar says more."""
NEXT = 500
"""Characters within which a text that names nothing else still speaks of the same agreement."""
_BOTH = re.compile(
    r"(?i)\b(?:both|the two|beide[nr]?|les deux|entrambe|entrambi|i due|le due|ambas|ambos|las dos|los dos)\b"
)
_WHICH_LEADS = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s+(?:die|der|das|which|that|who|qui|che|que|quien)\s+(?:also |auch |aussi |it |le |la |lo |en assure la )?"
    r"(?:(?:das|the|le|il|el) (?:\w+)?(?:proje[ck]?t|progetto|proyecto|consortium|konsortium|consorzio|consorcio|vorhaben)\s+)?"
    r"(?:ko?ordiniert|leitet|coordinates|leads|co-?ordinat\w+|coordonne|pilote|dirige|coordina|guida|lidera)(?!\w)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?i)\b(?:led|coordinat\w+|promot\w+|initiat\w+|prepared|run|set up|conduit\w*|port\w+|mont\w+|initi\w+|pilot\w+|emmen\w+|"
    r"men\w+|guidat\w|curat\w|volut\w|impulsad\w|liderad\w|encabezad\w|coordinad\w|auspiciad\w|initiiert)\b"
)
_PROJECT_WORD = re.compile(r"(?i)proje|proye|proget|vorhaben|consorti|konsorti|consorci")
_STATE = (
    r"(?:European Union|EU|Europäische Union|Union européenne|Unione europea|Unión Europea|COUNTRY)"
)


class Roles(Subjects):
    """The rules about organisations and what they do."""

    def _coordinator(self, s: Sentence) -> None:
        classes = ("Project",)
        for match in cue("coordinator").finditer(s.flat):
            at = s.start + match.end()
            position = s.start + match.start()
            before = [m for m in s.of(*ACTIVITIES) if m.start < position]
            if (
                before
                and before[-1].cls != "Project"
                and not re.search(
                    r"(?i)proje|proye|proget|consorti|konsorti|vorhaben",
                    s.text(before[-1].end, position),
                )
            ):
                continue  # an event or agreement is led as well
            found = self._subject(s, position, *classes)
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
                for other in joined_projects(s, found[1]):
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

    def _partners(self, s: Sentence) -> None:
        about = bool(s.of("Project") or cue("coordinator").search(s.flat)) or self._partner_word(s)
        for match in cue("partner").finditer(s.flat):
            position = s.start + match.start()
            strong = bool(
                re.search(
                    r"artner|artenaire|artecip|part[ei]\b|fanno parte|orman parte|dabei|Bord|board|suman|integran|ajout|aggiung|gehören|zählen|work|travaill|lavor|trabaj|itwirk|inzu|rassembl|regroup|fédèr|agrup|vereint|ocios|suo fianco|ses côtés|its side|Seite|su lado|colabora|associe|participa|onsorti|beneficiar|bring|reun|réun|riun|unit|compris|consist",
                    match[0],
                    re.IGNORECASE,
                )
            )
            if not strong and not about:
                continue
            wholes = [m for m in s.of("ClusterPartnership") if m.start < position]
            if wholes and strong and not s.of("Project"):
                colon = re.match(r"[^.;:]{0,40}:\s", s.flat[match.end() :])
                for org in name_list(s, s.start + match.end() + (colon.end() if colon else 0)):
                    self._add(
                        s, wholes[-1].thing, "member", org.thing, wholes[-1].start, org.end,
                        0.86 * org.confidence**0.4, "brings-together", plans=True, at=position,
                    )  # fmt: skip
                continue
            found = self._subject(s, position, "Project")
            if not found or (not strong and not s.of("Project") and found[2] < 0.93):
                continue
            if self._not_yet(s, found[0]):
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

    def _not_yet(self, s: Sentence, project: Thing) -> bool:
        """Return whether a text that speaks of an event or agreement names the project only later."""
        return (
            not s.of("Project")
            and project not in self.focus.places
            and self.focus.latest is not None
            and self.focus.latest.cls in ("Event", "Agreement", "DialogueSession", "Dialogue")
            and not _PROJECT_WORD.search(s.flat)
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
        if day and cue("in_force").search(s.text(s.start + verbs[0].end(), day.start)):
            day = None  # "signed by X, it entered into force on ..."
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
                calendar.normaliser(day),
                at=position,
            )
        for spot in places_in(s)[:1]:
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
            return distinct([*before, *partners])
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
            names = [
                m for m in name_list(s, after + match.end()) if m.start < s.clause(position)[1]
            ]
            if names:
                return names
        if s.language == "de" and len(heads := _headed(s, s.clause(position)[1])) > len(before):
            return heads
        if s.language == "de" and not before:  # "in Harbin unterzeichneten X und Y ..."
            return [m for m in name_list(s, after) if m.start < s.clause(position)[1]][:4]
        return before

    def _organisers(self, s: Sentence) -> None:
        classes = ("Event", "DialogueSession")
        for match in cue("organiser").finditer(s.flat):
            position = s.start + match.start()
            if _LED.search(match[0]):
                # Projects are led and coordinated as well: the event has to be the nearer one.
                before = [m for m in s.of(*classes, "Project") if m.start < position]
                if before and before[-1].cls == "Project":
                    continue
                if not before and (s.of("Project") or not self._pronoun(s, position, classes)):
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
            for org in distinct([*names, *more]):
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
            for org in distinct([*names, *more]):
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
    return distinct([*first, *beside]) if first and beside else []


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
