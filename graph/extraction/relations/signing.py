"""Who signed what, when and where."""

from __future__ import annotations

import re

from graph.extraction import dates as calendar
from graph.extraction.lexicon import alternatives, compiled, cue, lists
from graph.extraction.model import Mention, Thing
from graph.extraction.namelist import (
    like_person,
    name_list,
    names_before,
)
from graph.extraction.relations.offices import body_of
from graph.extraction.relations.subjects import (
    Subjects,
    distinct,
    places_in,
)
from graph.extraction.sentence import (
    ACTIVITIES,
    FAR,
    ORGANISATIONS,
    Sentence,
    cited,
)

_BOTH = re.compile(
    r"(?i)\b(?:both|the two|beide[nr]?|les deux|entrambe|entrambi|i due|le due|ambas|ambos|las dos|los dos)\b"
)

_THEY = re.compile(r"(?<!\w)[Tt]hey\s(?:\w+\s){0,2}?(?:sign|conclud|ink|seal|initial|enter|put)")
NEXT = 500
"""Characters within which a text that names nothing else still speaks of the same agreement."""

_UNTIL = re.compile(
    r"(?i)(?<!\w)(?:(?:valid|in force|running|runs|valable|en vigueur|gültig|gilt|laufend|valid[oa]|in vigore|vigente|vigencia|en vigor)\s(?:[\w’']+\s){0,3}?)?"
    r"(?:until|till|through|bis(?: zum| ins| Ende)?|jusqu[’'](?:en|au|à)|hasta(?: el)?|fino (?:al|a)|sino (?:al|a))\s?(?:the\s|le\s|il\s|el\s)?$"
)
_STATE = (
    r"(?:European Union|EU|Europäische Union|Union européenne|Unione europea|Unión Europea|COUNTRY)"
)


_TWO_HEADS = re.compile(
    r"(?i)(?<!\w)(?:the two|both|die beiden|beide|les deux|i due|los dos|las dos)\s(?:presidents|rectors|vice-presidents|ministers|mayors|directors|leaders|heads|deans|chairs|chairmen|"
    r"präsidenten|rektoren|minister|bürgermeister|direktoren|présidents|recteurs|ministres|maires|directeurs|presidenti|rettori|ministri|sindaci|direttori|presidentes|rectores|ministros|alcaldes|directores)(?!\w)"
)
_UNDER_IT = re.compile(
    r"(?:Under|In|With|By)\s(?:it|this|the (?:terms of the )?(?:new )?(?:agreement|deal|memorandum|MoU|accord|arrangement|document|declaration|contract|letter)),?\s(?:both\s)?(?:the\s)?"
)
_BOUND = re.compile(
    r"(?:\s\([^()]{2,30}\))?,?\s(?:will|are to|agree[ds]?|commit(?:s|ted)?|undert(?:ake|ook)|pledged?|intend|promised?|want to|plan to|set out)(?!\w)"
)


class Signing(Subjects):
    """The rules about signatures."""

    def _under_it(self, s: Sentence) -> None:
        """ "Under it, X and Y will share data": those whom the agreement binds."""
        begin = _UNDER_IT.match(s.flat)
        agreement = self.focus.by_class.get("Agreement")
        if begin is None or agreement is None or self.focus.latest != agreement:
            return
        names = name_list(s, s.start + begin.end())
        if len(names) != 2 or not _BOUND.match(s.flat, names[-1].end - s.start):
            return
        for party in names:
            self._add(
                s, agreement, "signatory", party.thing, s.start, party.end,
                0.84 * party.confidence**0.3, "under-it", plans=True, at=s.start,
            )  # fmt: skip

    def _signatures(self, s: Sentence) -> None:
        verbs = list(cue("signed").finditer(s.flat))
        if not verbs:
            self._under_it(s)
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
        whole = self.offices.meant(s, s.start, s.start + len(s.flat))
        if (
            len(parties) < 2
            and len(whole) > 1
            and all(p.thing in {m.thing for m in whole} for p in parties)
        ):
            parties = self._told_before(s, agreement, whole, parties, sure, verbs[0])
        if len(parties) < 2:
            meant = self.offices.meant(
                s, s.clause(s.start + verbs[0].start())[0], s.start + verbs[0].start()
            )
            meant = meant or self.offices.meant(s, s.start + verbs[0].end(), s.start + len(s.flat))
            parties = self._told_before(s, agreement, meant, parties, sure, verbs[0])
        two = _BOTH.search(s.flat) or _THEY.search(s.flat) or len(distinct(s.of("Person"))) == 2
        if not parties and len(self.before) == 2 and two and not s.of(*ORGANISATIONS):
            for party in self.before:  # "both sides signed": the two of the sentence before
                self._add(
                    s, agreement, "signatory", party.thing, s.start + verbs[0].start(),
                    s.start + verbs[0].end(), 0.82 * sure, "both-sign", at=s.start + verbs[0].start(),
                )  # fmt: skip
        if not parties and not s.of(*ORGANISATIONS, "Person") and _TWO_HEADS.search(s.flat):
            bodies = list(dict.fromkeys(m.thing for m in self.offices.bodies.values()))[-2:]
            for body in bodies if len(bodies) == 2 else ():
                self._add(
                    s, agreement, "signatory", body, s.start + verbs[0].start(),
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
        if day and day.last is None and (until := _UNTIL.search(s.text(s.start, day.start))):
            # "an agreement that is valid until 2022" tells no day of signing
            self.used_dates.add(day.start)
            self._add(
                s, agreement, "endDate", day.first, s.start + until.start(), day.end, 0.86 * sure,
                "agreement-until", calendar.datatype(day.first), calendar.normaliser(day), plans=True,
                at=position,
            )  # fmt: skip
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

    def _told_before(
        self, s: Sentence, agreement: Thing, meant: list[Mention], parties: list[Mention],
        sure: float, verb: re.Match[str],
    ) -> list[Mention]:  # fmt: skip
        """Return those who sign in this sentence, and tell of those whose bodies stood before it.

        "The Commissioner and the Minister signed": each for the body told where they were named.
        """
        here = [m for m in meant if s.start <= m.start < s.start + len(s.flat)]
        if len(meant) < 2:
            return parties
        position = s.start + verb.start()
        for party in meant:
            if party not in here:
                self._add(
                    s, agreement, "signatory", party.thing, position, s.start + verb.end(),
                    0.86 * sure, "signed-for", at=position,
                )  # fmt: skip
        return distinct([*here, *(p for p in parties if p not in meant)])

    def _parties(self, s: Sentence, verb: re.Match[str]) -> list[Mention]:
        position, after = s.start + verb.start(), s.start + verb.end()
        if re.match(r"(?i)signing|signature", verb[0]):
            # "the ceremony at X for the signing of the agreement between Y and Z"
            for match in re.finditer(r"(?<!\w)between\s", s.flat[verb.end() :]):
                if len(names := name_list(s, after + match.end())) > 1:
                    return names[:2]
        if len(spoken := _spoken_for(s, after)) > 1:
            return spoken
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


_FOR = re.compile(
    r"(?<!\w)(?:for|on behalf of|für|im Namen de[sr]|pour|au nom d[eu]|per|por|en nombre de)\s(?:the\s|die\s|das\s|den\s|la\s|le\s|l[’']|il\s|el\s)?$"
)


def _bracketed(s: Sentence, org: Mention, persons: list[Mention]) -> bool:
    """Return whether a body stands in brackets behind who speaks for it: "Li Wei (Water Academy)"."""
    return any(
        p.end < org.start and re.fullmatch(r"\s?\((?:the\s)?", s.text(p.end, org.start))
        for p in persons
    )


def _spoken_for(s: Sentence, after: int) -> list[Mention]:
    """Return those for whom persons sign: "by A for the Commission and by B for the Ministry"."""
    persons = s.of("Person")
    return [
        m
        for m in s.of(*ORGANISATIONS)
        if m.start > after
        and (_FOR.search(s.text(m.start - 22, m.start)) or _bracketed(s, m, persons))
        and (
            any(after <= p.start < m.start for p in persons)
            or _BY.match(s.flat, m.end - s.start)
            or any(_THE_HEAD.fullmatch(s.text(m.end, p.start)) for p in persons)
        )
    ]


_BY = re.compile(r",?\s(?:by|durch|von|vom|par|da|dal|dalla|dall[’']|por)\s?")
_THE_HEAD = re.compile(r",?\s(?:by|durch|von|vom|par|da|dal|dalla|dall[’']|por)\s?[^.;]{0,60}")
"""What stands between a body and the person who signs for it: "for the port by its director, ..."."""


def _headed(s: Sentence, position: int) -> list[Mention]:
    """Return organisations whose heads sign: "the rector of X, Ana Gil, and the president of Y"."""
    role = alternatives([*lists("person_roles"), *map(re.escape, lists("titles"))])
    pattern = compiled(
        rf"(?<!\w){role}\s+(?:of|at|de|del|der|des|du|di|von|vom|della|dell[’']|de la|de l[’'])\s*(?:the |la |l[’']|le |il |los |las )?$",
        re.IGNORECASE,
    )
    orgs = s.of(*ORGANISATIONS)
    beside = [body for person in s.of("Person") if (body := body_of(s, person, orgs))]
    return [
        m
        for m in orgs
        if m.end <= position and (m in beside or pattern.search(s.text(s.start, m.start)))
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
    match = compiled(
        rf"({state})\s+(?:and|und|et|e|y)\s+(?:the\s+|die\s+|l[’']|la\s+|il\s+|le\s+|el\s+)?({state})(?=\s)"
    ).search(s.flat)
    if not match:
        return []
    found = []
    for group in (1, 2):
        start, end = s.start + match.start(group), s.start + match.end(group)
        found.append(Mention(Thing("Partner", match[group]), start, end, "state", 0.85))
    s.mentions += found
    s.mentions.sort(key=lambda m: m.start)
    return found
