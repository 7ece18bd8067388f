"""Persons by their titles and places by list or preposition, in texts with Latin letters."""

from __future__ import annotations

import functools
import re

from graph.extraction.lexicon import alternatives, cities, countries, lists, months, places
from graph.extraction.model import Mention, Thing
from graph.extraction.persons import SYLLABLE
from graph.extraction.tokens import UPPER

_GIVEN = rf"[{UPPER}][a-zà-ÿšžčćđłśźżőűğışřěňťď’'-]+(?:-[{UPPER}][a-zà-ÿ]+)?"
_PERSON = rf"(?:(?:[{UPPER}]\.\s?){{1,3}}(?:[{UPPER}]\.\s?)?{_GIVEN}|{_GIVEN}(?:\s+[{UPPER}]\.)?(?:\s+(?:von|van|de|del|der|den|di|da|dos|la|le|zu)(?:\s+(?:der|la|den))?)?(?:\s+{_GIVEN}){{1,2}})"


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str], float]]:
    title = alternatives(
        [
            *(re.escape(t) for t in lists("titles")),
            "[A-ZÄÖÜ][a-zäöüß]+(?:minister|präsident|direktor|sekretär|gouverneur|bürgermeister|kommissar|sprecher|rat)(?:in)?",
        ]
    )
    roles = alternatives(
        [*lists("person_roles"), *(re.escape(t) for t in lists("titles") if len(t) > 4)]
    )
    verbs = (
        r"(?:says|said|explains|explained|states|stated|adds|added|sagt|sagte|erklärt|erklärte|so|betonte|betont|"
        r"affirme|a déclaré|déclare|explique|souligne|ha dichiarato|afferma|spiega|dichiara|afirma|explica|señaló|declaró|destacó)"
    )
    return [
        ("title", re.compile(rf"(?<![\w])(?:{title}\.?\s*(?:-\w+\.?|\([a-z. ]{{2,9}}\))?\s+)+(?:(?:Dr|Prof|Ing|Dipl|h\.c)\.?(?:-Ing\.?)?\s+)*(?P<name>{_PERSON})"), 0.93),
        ("says", re.compile(rf"(?:[”“»\"’'],?|,)\s+{verbs}\s+(?:(?:project\s+|Projekt)?\w+\s+)?(?P<name>{_GIVEN}\s+(?:(?:von|van|de|del|di|da)\s+)?{_GIVEN})(?=[,.\s])"), 0.85),
        ("role-behind", re.compile(rf"(?<![\w])(?P<name>{_GIVEN}\s+(?:(?:von|van|de|del|di|da)\s+)?{_GIVEN}),\s+(?:the\s+|der\s+|die\s+|le\s+|la\s+|il\s+|el\s+)?(?:project\s+)?{alternatives(lists('person_roles'))}(?!\w)"), 0.88),
        ("role-before", re.compile(rf"(?<![\w]){alternatives(lists('person_roles'))}s?\s+(?P<name>{_GIVEN}\s+(?:(?:von|van|de|del|di|da)\s+)?{_GIVEN})(?![\w-])"), 0.84),
        ("role-of", re.compile(rf"(?<![\w])(?i:{roles})\s+(?:of|at|for|de|del|der|des|du|di|della|dell[’']|von|vom|für|pour|per|para)[^.;,]{{3,70}},\s+(?P<name>{_GIVEN}\s+{_GIVEN})(?=\s*[,(])"), 0.85),
        ("roles-named", re.compile(rf"(?<![\w]){alternatives(lists('person_roles'))}(?:s|es|en|innen)?,\s+(?P<name>{_GIVEN}\s+{_GIVEN})(?=\s+(?:and|und|et|e|y)\s|,)"), 0.85),
    ]  # fmt: skip


_AND_PERSON = re.compile(
    rf"\s*,?\s+(?:and|und|et|e|ed|y)\s+(?P<name>{_GIVEN}\s+{_GIVEN})(?=\s*(?:[,.;)]|$)|\s+[a-z])"
)
_NOT_PERSON = frozenset(
    "Sprl Sarl Srl Ltd GmbH Limited Inc SpA Consulting University Universität Institute Commission Union Project Europe European China Chinese Horizon Programme Zentrum Ministry "
    "Council Centre Center General Science Research Innovation Dialogue Cooperation Press Office Agency Summit Foundation "
    "School College Academy Laboratory Lab Hospital Bank Group Museum Society Association Company Bureau Department Alliance Cluster Port Park Fund Authority Board Committee Administration Federation Chamber "
    "Université Università Universidad Institut Istituto Instituto Monday Tuesday Wednesday Thursday Friday".split()
)


_TITLE_WORDS = frozenset(
    "Vizepräsident Vizepräsidentin Prorektor Kanzler Prof Dr Ing Dott Projektleiter Projektleiterin Direktor Direktorin Rektor Rektorin Präsident Präsidentin Leiter Leiterin "
    "Minister Ministerin Recteur Rectrice Président Présidente Directeur Directrice Rettore Presidente Direttore Rector Director".split()
)


def find_persons(flat: str, offset: int) -> list[Mention]:
    """Persons whom a title, a role or their words name."""
    found: list[Mention] = []
    for rule, pattern, confidence in _patterns():
        for match in pattern.finditer(flat):
            start, end = match.span("name")
            name = re.sub(r"\s+", " ", match["name"])
            parts = name.split()
            while len(parts) > 2 and (
                parts[-1] in _NOT_PERSON
                or parts[-1].lower() in months()
                or parts[-1] in countries()
            ):
                end -= len(parts[-1]) + 1
                parts.pop()
            name = " ".join(parts)
            if any(
                p.rstrip(".") in _TITLE_WORDS
                or p in _NOT_PERSON
                or p in countries()
                or p in places()
                or p.lower() in months()
                for p in parts
            ):
                continue
            if any(m.start < offset + end and offset + start < m.end for m in found):
                continue
            if rule == "role-behind" and re.search(
                r"(?<!\w)(?:of|de|di|du|der|des|del|della|für|for|von)\s$", flat[:start]
            ):
                continue  # "Instituto de Tejados Solares, coordinator"
            found.append(
                Mention(Thing("Person", name), offset + start, offset + end, rule, confidence)
            )
            beside = _AND_PERSON.match(flat, end) if rule in ("roles-named", "title") else None
            if beside and not _is_other(beside["name"]):
                low, high = offset + beside.start("name"), offset + beside.end("name")
                if not any(m.start < high and low < m.end for m in found):
                    found.append(
                        Mention(Thing("Person", beside["name"]), low, high, "beside-person", 0.8)
                    )
    return found


def _is_other(name: str) -> bool:
    """Return whether capitalised words are a place, a month or an organisation."""
    return any(
        p.rstrip(".") in _TITLE_WORDS
        or p in _NOT_PERSON
        or p in countries()
        or p in places()
        or p.lower() in months()
        for p in name.split()
    )


@functools.cache
def _gazetteer() -> re.Pattern[str]:
    names = sorted(
        (re.escape(n) for n in places() if n.isascii() or n[0].isupper() or not n[0].isascii()),
        key=len,
        reverse=True,
    )
    latin = [n for n in names if not re.match(r"[\u4e00-\u9fff]", n)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(latin)})(?![\w-])")


_PREPOSITIONS = {"en": "in|at", "de": "in", "fr": "à|en", "it": "a|in", "es": "en|a"}
LOWER = "a-zà-ÿščžćđłśźżőűğışřěňťďůąęįųūāēīļņ"
_HELD_IN = (
    rf"(?:took place|held|takes place|meeting|met|statt|fand|stattfindet|eu lieu|tenue?|déroulée?|svolt[oa]|tenut[oa]|luogo|celebr\w+|tuvo lugar|signed|[Ss]ignée|concluded|sealed|unterzeichnet|unterschrieben|signé|firmato|firmaron|firmado|firmó|suscribieron|suscrito|siglato|sottoscritto|conclu|welcomed|spent|travell?ed|reiste[n]?|viajaron|rendus?|recat[oa]|kamen|accueilli|hosted|organi[sz]ed|gathered)"
    rf"[^.;]{{0,60}}?(?<!\w)(?:PREPOSITION)\s+(?:the\s+(?:city|town)\s+of\s+)?(?P<name>[{UPPER}][{LOWER}’'-]+(?:[ -][{UPPER}][{LOWER}]+)?)(?![\w])"
)


@functools.cache
def _held_in(language: str) -> re.Pattern[str]:
    return re.compile(_HELD_IN.replace("PREPOSITION", _PREPOSITIONS.get(language, "in|at")))


_BESIDE = re.compile(
    rf"\s+(?:and|et|und|y|e|ed)\s+(?:in |à |a |en |nach )?(?P<name>[{UPPER}][a-zà-ÿ’'-]{{2,}})(?=[.,;)]|\s+[a-zà-ÿ(]|$)"
)


_BEHIND_PREPOSITION = re.compile(
    rf"(?<!\w)(?:in|near|to|from|at|around|outside|visited|toured|nach|aus|bei|nahe|Raum|Stadt|Provinz|besuchte[n]?|à|en|de|depuis|vers|près de|ville de|"
    rf"province (?:de|du|of)|city of|a|ad|da|di|verso|nei pressi di|città di|hacia|desde|cerca de|ciudad de|provincia (?:de|di)|In|À|En|A|From|Nach|nello|nel|del|au|du|"
    rf"and|und|et|e|y)\s(?P<name>[{UPPER}][\wà-ÿ’'-]+(?:\s[{UPPER}][\wà-ÿ’'-]+)?)"
)


@functools.lru_cache(4096)
def _pinyin(word: str) -> bool:
    """Return whether a word is written like a Chinese place: Mianyang, Zhoushan."""
    return (
        re.fullmatch(
            rf"{SYLLABLE}{{0,2}}(?:zhou|yang|jing|shan|hai|chang|ning|jiang|xi|nan|bei|dong|cheng|hu|tou|yuan|fang|men|ping|qing|"
            r"he|tai|tang|du|kou|ding|feng|guang|ying|gang|hua|an)",
            word.lower(),
        )
        is not None
        and len(word) > 5
    )


_TOWN_ALONE = re.compile(
    rf"(?:\((?=[^()]*[0-9]{{4}}\))|(?:^|(?<=,\s)|(?<=[.;]\s))(?=[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?\s(?:was (?:the|once again the) (?:venue|scene|setting|host)|hosted|hosts|welcomed|played host)))"
    rf"(?P<name>[{UPPER}][\wà-ÿ’'-]+(?:\s[{UPPER}][\wà-ÿ’'-]+)?)"
)
"""A town at the head of brackets with a day, or one that is host: "(Vigo, 5 June 2019)"."""
_BESIDE_NAME = re.compile(
    rf"(?<=[\w.)]),\s(?P<name>[{UPPER}][\wà-ÿ’'-]+(?:\s[{UPPER}][\wà-ÿ’'-]+)?)(?=\s*(?:[,;.)(]|$))"
)


def find_places(flat: str, offset: int, language: str = "en") -> list[Mention]:
    """Cities and regions of the list, and what stands behind "took place in"."""
    found = [
        Mention(
            Thing("Place", match[0]),
            offset + match.start(),
            offset + match.end(),
            "known-place",
            0.88
            if re.search(
                r"(?i)(?<!\w)(?:in|at|à|a|en|to|nach|from|von|aus)\s$",
                flat[max(0, match.start() - 6) : match.start()],
            )
            else 0.66,
        )
        for match in _gazetteer().finditer(flat)
    ]
    refused = set(lists("places_not"))
    for known in list(found):
        # "in Nanning and Guilin": what stands beside a city is one.
        beside = _BESIDE.match(flat, known.end - offset)
        if (
            beside is None
            or known.confidence < 0.8
            or beside["name"] in refused
            or beside["name"] in countries()
            or beside["name"] in _NOT_PERSON
        ):
            continue
        start, end = offset + beside.start("name"), offset + beside.end("name")
        if not any(m.start < end and start < m.end for m in found):
            found.append(Mention(Thing("Place", beside["name"]), start, end, "beside-place", 0.76))
    for match in _BEHIND_PREPOSITION.finditer(flat):
        name = match["name"]
        if name not in cities():
            name = name.split()[0]
        start, end = match.start("name"), match.start("name") + len(name)
        sure = 0.82 if name in cities() else 0.7 if _pinyin(name) else 0.0
        if sure and not any(m.start < offset + end and offset + start < m.end for m in found):
            found.append(
                Mention(Thing("Place", name), offset + start, offset + end, "place-of", sure)
            )
    for match in _TOWN_ALONE.finditer(flat) if language == "en" else ():
        start, end = match.span("name")
        if match["name"] in cities() and not any(
            m.start < offset + end and offset + start < m.end for m in found
        ):
            found.append(
                Mention(
                    Thing("Place", match["name"]), offset + start, offset + end, "place-of", 0.8
                )
            )
    for match in _BESIDE_NAME.finditer(flat):
        start, end = match.span("name")
        if match["name"] in cities() and not any(
            m.start < offset + end and offset + start < m.end for m in found
        ):
            found.append(
                Mention(
                    Thing("Place", match["name"]), offset + start, offset + end, "place-of", 0.8
                )
            )
    for match in _held_in(language).finditer(flat):
        name = match["name"]
        start, end = match.span("name")
        first = name.split()[0]
        if (
            name in countries()
            or first in refused
            or first.lower() in months()
            or first in _NOT_PERSON
        ):
            continue
        if not any(m.start < offset + end and offset + start < m.end for m in found):
            found.append(
                Mention(Thing("Place", name), offset + start, offset + end, "held-in", 0.74)
            )
    return sorted(found, key=lambda m: m.start)


@functools.cache
def country_pattern() -> re.Pattern[str]:
    """Return names of countries in the languages with Latin letters."""
    names = [re.escape(n) for n in countries() if re.match(rf"[{UPPER}]", n) and len(n) > 2]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(names, key=len, reverse=True))})(?![\w-])")
