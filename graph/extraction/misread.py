"""What is written like a name and is none, or is longer than the name: dropped or cut after names are found.

Each kind stands in texts of press offices: what is told of a name before it ("the EU-funded CABINET"), what spells
out a short name in brackets, kinds of bodies that every project has ("Steering Committee"), a week.
"""

from __future__ import annotations

import re

from graph.extraction.activity_words import ordinal_value
from graph.extraction.clause_words import is_verb
from graph.extraction.lexicon import countries
from graph.extraction.model import Mention, Thing
from graph.extraction.persons import find_untitled
from graph.extraction.sentence import ORGANISATIONS, Sentence
from graph.extraction.tokens import UPPER

_TOLD_BEFORE = re.compile(
    rf"(?:[{UPPER}][\w-]*-(?:based|funded|backed|financed|led|supported|sponsored|born)|(?P<land>[{UPPER}][a-z]+)[’']s?)\s(?=[{UPPER}])"
)
"""What tells of a name before it: "Tokyo-based", "EU-funded", "Poland's"."""
_ONLY_TOLD = re.compile(
    rf"[{UPPER}][\w-]*-(?:based|funded|backed|financed|led|supported|sponsored)"
)
_PERIOD = re.compile(
    r"(?:weeks?|days?|woche|tage?|semaines?|jours?|settiman[ae]|giorn[oi]|semanas?|días?|tapp[ae]|étapes?|etapas?)(?=\s|$)"
)
_EVERY_BODY = re.compile(
    r"(?:Project |Joint )?(?:Steering|Advisory|Organi[sz]ing|Scientific|Programme|Executive|Management|Governing|Editorial|Monitoring) (?:Committee|Board|Council|Group)|"
    r"(?:International|Press|Project|Head|Main|Branch|Regional|Registered) (?:Office|Board)|General Assembly|"
    r"(?:Partners|Members|Representatives|Delegates) of (?:the )?.+|(?:Ltd|Inc|Co|GmbH|AG|Limited)\.?"
)
"""What every project, company or university has: no name."""
_ANY_DELEGATION = re.compile(
    r"(?:Delegation|Délégation|Delegazione|Delegación) (?:aus|de|du|des|della|dello|del|di)\W?.+"
)
_FOR_A_VISIT = re.compile(
    r"\w+ (?:zum|zur|beim) (?:Gegenbesuch|Besuch|Auftakt|Abschluss|Start|Treffen|Gespräch|Reise|Unterzeichnung)"
)
"""A common noun with what somebody came for: "der Verein zum Gegenbesuch"."""
_ROLE_BEFORE = re.compile(r"[\w ]{3,20}: ")
_NOT_A_PLACE = re.compile(
    r"(?i)(?:präsenz|presence|person|presenza|persona|streaming|livestream|hybrid)|"
    r".*\b(?:cluster|network|netzwerk|newsletter|bulletin|bolet[íi]n|número|numéro|numero|nummer|issue|ausgabe|news|press|presse|prensa|stampa|consortium|konsortium)\b.*"
)
_SPELLED = re.compile(
    rf"(?<![\w-])(?P<short>[{UPPER}][{UPPER}0-9+-]{{3,}})[”“»\"]?\s?(?:(?:research\s)?project|-?Projekt|Vorhaben)?\s?\((?P<long>[^()]{{18,140}})\)"
)
_LIST = re.compile(r"[;:]|,\s(?:and|und|et|e|y)\s|\s-\s")


_ANOTHER = re.compile(
    r"(?:A (?:second|third|further|separate)|Another|One more|Eine? (?:zweite[rs]?|dritte[rs]?|weitere[rs]?|andere[rs]?)|"
    r"Une? (?:autre|deuxième|second|seconde|troisième)|Un(?:a|o)? (?:altr[oa]|second[oa]|terz[oa]|ulteriore|segund[oa]|tercer[oa]?)|Un’altra|Un'altra|Otr[oa]|另一|第二份)(?!\w)"
)


def speaks_of_another(flat: str) -> bool:
    """Return whether a sentence begins with another of what was named before: "A second text"."""
    return _ANOTHER.match(flat.lstrip()) is not None


def is_place(name: str) -> bool:
    """Return whether a name before the day of a text may be a place's."""
    return _NOT_A_PLACE.fullmatch(name) is None


def mend(s: Sentence) -> None:
    """Drop or cut the mentions of a sentence that are no names, or more than the name."""
    kept: list[Mention] = []
    spelled = _long_forms(s)
    for m in s.mentions:
        if m.cls in ("Project", *ORGANISATIONS, "Event", "Dialogue") and not _is_name(m):
            continue
        if m.cls == "Place" and not is_place(m.thing.name):
            continue
        if m.cls in ORGANISATIONS and any(
            low <= m.start and m.end <= high for low, high in spelled
        ):
            continue
        _cut(m, s.language)
        kept.append(m)
    s.mentions = kept


_PARTICLE = re.compile(
    r"\s(?:zurück|statt|ab|an|auf|aus|ein|fort|vor|teil|weiter|zusammen|bei|hervor|entgegen)$"
)
"""What a German verb leaves at the end of its clause: "geht auf den Dialog über Wasser zurück"."""
_BARE = re.compile(
    r"(?i)(?:the |der |die |das |le |il |el )?(?:dialog(?:ue|o|s)?|diálogo|dialogues)"
)


def dialogues(sentences: list[Sentence]) -> None:
    """Let "the fourth session of the dialogue" be one of the dialogue that was named before it."""
    named: list[Mention] = []
    for s in sentences:
        for m in s.mentions:
            if m.cls == "Dialogue" and not _BARE.fullmatch(m.thing.name):
                named.append(m)
            elif m.cls == "DialogueSession" and m.series:
                if not _BARE.fullmatch(m.series):
                    continue
                if named:
                    m.series = named[-1].thing.name
        if named and any(m.cls == "Dialogue" and _BARE.fullmatch(m.thing.name) for m in s.mentions):
            for m in s.of("Dialogue"):
                if _BARE.fullmatch(m.thing.name):
                    m.thing = named[-1].thing


_QUOTED = frozenset({"quoted-event", "title-marks", "quoted-whole"})


def _ends_name(word: str, language: str) -> bool:
    """Return whether a small word is a verb that no name has in it."""
    return language == "de" and len(word) > 3 and is_verb(word, "de")


def _is_name(m: Mention) -> bool:
    name = m.thing.name
    if m.cls == "Project":
        return not (name.isdigit() or _ONLY_TOLD.fullmatch(name))
    if m.cls == "Event":
        return not _PERIOD.match(name)
    if m.cls == "Dialogue":  # "Fifteenth joint committee meets" names no dialogue
        first = name.split()[0].lower()
        return ordinal_value(first) is None and not first.endswith(("teenth", "tieth"))
    if _EVERY_BODY.fullmatch(name) or _FOR_A_VISIT.fullmatch(name):
        return False
    if _ANY_DELEGATION.fullmatch(name) and not re.search(r"Uni[oó]ne?|UE|EU|Commission", name):
        return False
    role = _ROLE_BEFORE.match(name)
    if role and find_untitled(name[role.end() :], 0):
        return False  # "Rapporteur: Joris Hendrickx"
    if m.rule == "noun-before-name":
        persons = find_untitled(name, 0)
        return not (persons and persons[0].thing.name == name)
    return True


def _cut(m: Mention, language: str) -> None:
    if m.cls == "ClusterPartnership" and re.search(r"[^\W\d_]{3}\.$", m.thing.name):
        m.thing, m.end = Thing(m.cls, m.thing.name[:-1]), m.end - 1
    if m.cls in ("Dialogue", "DialogueSession", "Event", "Agreement") and m.rule not in _QUOTED:
        words = list(re.finditer(r"(?<=\s)[^\W\d_]+(?=\s|$)", m.thing.name))
        verb = next((w for w in words if w[0].islower() and _ends_name(w[0], language)), None)
        if verb is not None and verb.start() > 8:
            m.end -= len(m.thing.name) - verb.start() + 1
            m.thing = Thing(m.cls, m.thing.name[: verb.start() - 1])
            if m.series:
                m.series = m.series.split(f" {verb[0]} ")[0]
    if m.cls not in ("Place", "Person") and (left := _PARTICLE.search(m.thing.name)):
        m.thing = Thing(m.cls, m.thing.name[: left.start()])
        m.end -= len(left[0])
        if m.series:
            m.series = _PARTICLE.sub("", m.series)


def bare(thing: Thing) -> Thing:
    """Return a thing without what is told of it before its name: "Tokyo-based", "Poland's"."""
    told = _TOLD_BEFORE.match(thing.name)
    if (
        told is None
        or thing.cls not in ("Project", *ORGANISATIONS, "Event")
        or (told["land"] and told["land"] not in countries())
    ):
        return thing
    return Thing(thing.cls, thing.name[told.end() :])


def _long_forms(s: Sentence) -> list[tuple[int, int]]:
    """Return where brackets spell out a short name, as "SOILNET (Linking Field and Laboratory Work)"."""
    found = []
    for match in _SPELLED.finditer(s.flat):
        long, short = match["long"], match["short"]
        if _LIST.search(long) or len(long.split()) < 4:
            continue
        parts = {short[at : at + 4].lower() for at in range(len(short) - 3)}
        if long[0].upper() == short[0] or any(part in long.lower() for part in parts):
            found.append((s.start + match.start("long"), s.start + match.end("long")))
    return found
