"""Projects and funding programmes in texts with Latin letters, by the nouns that name them."""

from __future__ import annotations

import functools
import re

from graph.extraction.activity_words import CAP, NOT_NAMES, QUOTED, add_name
from graph.extraction.lexicon import (
    alternatives,
    countries,
    lists,
    places,
)
from graph.extraction.model import Mention
from graph.extraction.tokens import UPPER, looks_like_acronym


def is_project_name(word: str) -> bool:
    """Return whether a word is written like the short name of a project."""
    if word.endswith("EU") and word[:1].isupper() and word[1:2].islower():
        return False  # two words that a lost space glued together
    if _OF_WHOM.search(word):
        return False
    if "-" in word and all(p in countries() for p in word.split("-")):
        return False  # "Cina-Italia"
    return looks_like_acronym(word) or (
        bool(re.fullmatch(rf"[{UPPER}][{UPPER}0-9+-]{{2,}}", word)) and looks_like_acronym(word)
    )


@functools.cache
def _project_nouns() -> str:
    return alternatives([*lists("project_nouns"), "[\\w-]+projekte?n?", "[\\w-]+-Projekte?n?"])


_TWO = rf"(?<![\w-])[{UPPER}]{{4,}}(?:\s[{UPPER}]{{4,}}){{1,2}}(?![\w-])"


"""A name in capitals of two or three words: "GRÜNE BRÜCKE"."""


_NAME = rf"{CAP}(?:[ -]{CAP}){{0,3}}"


@functools.cache
def _project_patterns() -> list[tuple[str, re.Pattern[str], float]]:
    noun = _project_nouns()
    called = r"(?:\s*,?\s*(?:called|named|entitled|titled|known as|namens|mit dem Titel|intitulé|denominato|chiamato|denominado|llamado)\s*,?)?"
    return [
        ("project-quoted", re.compile(rf"(?<!\w){noun}{called}\s+{QUOTED}"), 0.92),
        ("quoted-project", re.compile(rf"{QUOTED}\s+(?:research\s+)?{noun}(?!\w)"), 0.92),
        ("quoted-led", re.compile(rf"{QUOTED}\s*,?\s*(?:which (?:is|was) )?(?:co-?ordinated|led|coordonné|coordinato|coordinado|koordiniert) (?:by|par|da|por|von)(?!\w)"), 0.9),
        ("project-list", re.compile(rf"(?<!\w){noun}{called}\s+(?P<list>(?:{_TWO}|{CAP})(?:(?:\s*,\s*|\s*/\s*|\s+(?:and|und|et|e|ed|y|sowie|as well as)\s+)(?:{_TWO}|{CAP}))*)"), 0.93),
        ("project-adjective", re.compile(rf"(?<!\w){noun}\s+[a-zà-ÿ]+\s+(?P<name>[{UPPER}0-9][{UPPER}0-9+-]{{2,}})(?![\w])"), 0.88),
        ("name-consortium", re.compile(rf"(?<![\w-])(?P<name>[{UPPER}][{UPPER}0-9+-]{{3,}})[\s-](?:[Cc]onsortium|[Kk]onsortium)(?!\w)"), 0.85),
        ("consortium-name", re.compile(rf"(?:[Cc]onsortium|[Kk]onsortium|[Cc]onsorzio|[Cc]onsorcio)\s+(?P<name>[{UPPER}][{UPPER}0-9+-]{{3,}})(?![\w])"), 0.85),
        ("name-project", re.compile(rf"(?P<name>{_NAME})[\s-]+{noun}(?!\w)"), 0.9),
        ("name-a-project", re.compile(rf"(?<![\w-])(?P<name>(?:EU(?:-China)?\s|China\s)?{CAP}(?:\s{CAP}){{1,3}})(?:\s\([A-Z]{{3,}}\))?,\san?\s(?:[\w+-]+\s){{0,4}}?(?:project|initiative)(?=\s(?:funded|financed|co-funded|supported|implemented|coordinated|led|of\s|under|which|that|run|on\s))"), 0.86),
        ("launch-of", re.compile(rf"(?:[Ll]aunch of|[Ll]ancement de|[Ss]tart von|[Aa]vvio di|[Ll]anzamiento de)\s+(?P<name>{CAP})(?=\s*(?:[–:(-]|$))"), 0.85),
    ]  # fmt: skip


def find_projects(flat: str, offset: int) -> list[Mention]:
    """Projects named beside the word "project"."""
    found: list[Mention] = []
    for rule, pattern, confidence in _project_patterns():
        for match in pattern.finditer(flat):
            groups = match.groupdict()
            if groups.get("list"):
                begin = match.start("list")
                for word in re.finditer(rf"{_TWO}|{CAP}", match["list"]):
                    if is_project_name(word[0]) or re.fullmatch(_TWO, word[0]):
                        add_name(
                            found,
                            flat,
                            offset,
                            begin + word.start(),
                            begin + word.end(),
                            rule,
                            confidence,
                        )
                continue
            key = "quoted" if groups.get("quoted") else "name"
            if key == "quoted" and rule == "quoted-project" and (
                match["quoted"].rstrip().endswith((",", ".")) or _OF_PROJECT.match(flat, match.end())
            ):  # fmt: skip
                continue  # "Silt is no waste," project leader Dool said
            start, end = match.span(key)
            if key == "name":
                words = list(re.finditer(r"\S+", flat[start:end]))
                kept = list(words)
                while kept and (
                    kept[0][0] in NOT_NAMES
                    or _OF_WHOM.search(kept[0][0])
                    or (
                        re.fullmatch(r"(?:19|20)\d\d|[a-z].*", kept[0][0])
                        and not looks_like_acronym(kept[0][0])
                    )
                ):
                    kept.pop(0)
                done = [at for at, w in enumerate(kept) if _OF_WHOM.search(w[0])]
                kept = kept[done[-1] + 1 :] if done else kept  # "the Marelab GmbH-led project"
                if not kept:
                    continue
                name = flat[start + kept[0].start() : end]
                if rule == "name-a-project":
                    if kept[-1][0] in _BODIES or len(kept) < 2:
                        continue
                    add_name(found, flat, offset, start + kept[0].start(), end, rule, confidence)
                    continue
                if "rojekt" in match[0] and not any(is_project_name(w[0]) for w in kept):
                    continue  # in German every noun has a capital
                if name in places() or name in countries() or not _nameworthy([w[0] for w in kept]):
                    continue
                start += kept[0].start()
                if len(kept) > 1 and flat[:start].endswith("EU-China "):
                    start -= len("EU-China ")
            add_name(found, flat, offset, start, end, rule, confidence)
    return found


_BODIES = frozenset(
    "University Institute Academy College School Centre Center Ministry Agency Association Foundation Society Company Group Hospital Laboratory Museum Bureau Office Department Union Network Council Commission Cluster Ltd GmbH".split()
)
_OF_PROJECT = re.compile(
    r"\s(?:leader|manager|coordinator|director|partner|officer|head|team|member|scientist|leiter|koordinator)",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"-(?:funded|backed|financed|led|supported|sponsored|based|wide|finanziert|gefördert)[a-z]*$"
)
"""What a word before a name says of it: "the EU-funded project"."""


def _nameworthy(words: list[str]) -> bool:
    if any(is_project_name(word) for word in words):
        return not any(
            w in ("Commission", "Union", "Programme", "University", "Horizon") for w in words
        )
    return (
        1 <= len(words) <= 3
        and words[0][0].isupper()
        and len(words) >= 2
        and not any(
            w.lower()
            in (
                "programme",
                "research",
                "cooperation",
                "university",
                "commission",
                "union",
                "horizon",
                "europe",
                "china",
                "innovation",
                "team",
            )
            for w in words
        )
    )


_PROGRAMMES = (
    r"Horizon[t]?e? ?(?:2020|Europ[ea])|Orizzonte (?:2020|Europa)|H2020|FP ?[5-9]|(?:[5-9]th|Fifth|Sixth|Seventh) (?:EU )?Framework Programme|"
    r"(?:EU )?Framework Programme [5-9]|(?:Sechste[sn]?|Siebte[sn]?|[5-9]\.) (?:EU-)?(?:Forschungs)?[Rr]ahmenprogramms?|[Ss]ixième programme-cadre|[Ss]eptième programme-cadre|[5-9]e programme-cadre|"
    r"[Ss]ettimo [Pp]rogramma [Qq]uadro|[Ss]éptimo [Pp]rograma [Mm]arco|Erasmus\+|Erasmus Mundus|COSME|LIFE\+|LIFE(?= [Pp]rogram)|Interreg(?: [A-Z][\w-]+)*|"
    r"Marie[ -]S[kc][lł]odowska[- ]Curie(?: Actions)?|Digital Europe|Creative Europe|S[Ww][Ii][Tt][Cc][Hh][- ]Asia|EU4Health|EUREKA|Eureka|Eurostars|National Key R&D Program(?:me)?s?(?: of China)?|"
    r"Asia-Link|Jean Monnet|EU Gateway \| Business Avenues|EU-China Co-?[Ff]unding Mechanism(?= programme)|Policy and Outreach Partnerships|Partnership Instrument|DIALOGUE ASIA|InvestEU"
)  # fmt: skip


@functools.cache
def _programme_patterns() -> list[tuple[str, re.Pattern[str], float]]:
    nouns = alternatives(lists("programme_nouns"))
    return [
        ("known-programme", re.compile(rf"(?<![\w-])(?P<name>{_PROGRAMMES})(?![\w])"), 0.95),
        ("programme-quoted", re.compile(rf"(?<!\w){nouns}\s+{QUOTED}"), 0.88),
        ("quoted-programme", re.compile(rf"{QUOTED}\s+{nouns}(?!\w)"), 0.85),
        ("programme-name", re.compile(rf"(?:programme|Programm|Förderprogramm|programma|programa|Programms)\s+(?P<name>{CAP}(?:\s(?:{CAP}|of|for|de|und))*(?<![a-z ]of)(?<! for)(?<! de)(?<! und))"), 0.8),
        ("name-programme", re.compile(rf"(?P<name>{CAP}(?:\s(?:{CAP}|of|for|and|&|\|))*\s[Pp]rogramme?)(?!\w)"), 0.72),
    ]  # fmt: skip


def find_programmes(flat: str, offset: int) -> list[Mention]:
    """Funding programmes by their known names or beside the word "programme"."""
    found: list[Mention] = []
    for rule, pattern, confidence in _programme_patterns():
        for match in pattern.finditer(flat):
            key = "quoted" if match.groupdict().get("quoted") else "name"
            start, end = match.span(key)
            words = list(re.finditer(r"\S+", flat[start:end]))
            while (
                words
                and words[0][0] in NOT_NAMES
                and not re.match("Horizon|H2020|FP7|Erasmus", words[0][0])
                and rule == "name-programme"
            ):
                words.pop(0)
            if (
                not words
                or words[0][0] in ("and", "&", "of", "for")
                or (
                    rule == "name-programme"
                    and (len(words) < 2 or words[0][0] in ("Work", "Framework"))
                )
            ):
                continue
            if rule != "known-programme" and key != "quoted":
                text = flat[start + words[0].start() : end]
                if re.search(_PROGRAMMES, text) or text in countries() or text in places():
                    continue
            add_name(
                found, flat, offset, start + words[0].start(), end, rule, confidence, "Programme"
            )
    return found
