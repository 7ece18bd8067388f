"""What names of projects, agreements, dialogues and events have in common: capitals, ordinals, ends."""

from __future__ import annotations

import functools
import re

from graph.extraction.chinese import number
from graph.extraction.lexicon import (
    alternatives,
    lists,
    ordinals,
)
from graph.extraction.model import Mention, Thing
from graph.extraction.tokens import UPPER

CAP = rf"(?:[{UPPER}][\w&’'+.-]*[\w+²]|[{UPPER}]|[0-9][\w-]*[{UPPER}][\w-]*|[a-z]+[{UPPER}][\w-]*)"


QUOTED = r"[“„«\"‘'](?P<quoted>[^“”„«»\"‘’]{3,90})[”“»\"’']"


NOT_NAMES = frozenset(
    "The This That These Those A An Our Its Their New Joint Research Pilot European Chinese German French Italian Spanish "
    "EU EU-China Sino-European Horizon H2020 International Other Several Many Such Each Both First Second Third Final "
    "Das Die Der Dieses Im Ein Eine Le La Les Il El Los Las Cette Ce Questo Este In On At For With During After Before "
    "Under And Or But Two Three Four Five FP7 Innovation Partner Partners Consortium Strategic All No "
    "Launch Lancement Start What How Why About More Further Next Last When While Since From To By "
    "China Europe Deutschland Europa Cina Chine Sino Today Contact Also As However Moreover Furthermore Erstes Zweites "
    "Cet Ces Diese Dieser Quest Questa Questi Esta Estos Zwei Drei Deux Trois Due Tre Dos Tres "
    "Einen Einem Einer Eines Diesen Dieses Diesem Sa Son Ses Alla Allo Agli Alle Dalla Nella Della Dello Ai Dei Degli Nei Sulla Cette Questo Nuestro Nuestra Dessen Deren Ihre Ihr Ihren Ihrem Seine Sein Seinem Unsere Unser Whose Their Leur Leurs Suo Sua Loro Su Sus Vom Von Zum Zur Am Bei Beim Mit Auf Für Nach Seit Dal Del Du De Une Un Una Uno En Au Aux Par Pour Y E Et Dans".split()
)


def add_name(
    found: list[Mention],
    flat: str,
    offset: int,
    start: int,
    end: int,
    rule: str,
    confidence: float,
    cls: str = "Project",
) -> None:
    """Add a mention of what stands between two places, unless something is named there already."""
    name = re.sub(r"\s+", " ", flat[start:end]).strip(" .")
    if len(name) < 2 or any(m.start < offset + end and offset + start < m.end for m in found):
        return
    found.append(Mention(Thing(cls, name), offset + start, offset + end, rule, confidence))


TAIL_END = r"(?=\s+(?:here|today|yesterday|gathered|drew|attracted|opened|closed|ended|began|returned|convened|fand|findet|ha|hanno|reunió|reunieron|celebró|tuvo|führte|tagte|hat|haben|met|brought|ont|s[’\']\w+|se|si|sind|focused|focusing|aimed|organi[sz]ed|bringing|dedicated|where|when|who|held|took|brought|together|will|would|can|by|co-organi[sz]ed|hosted|in|at|with|between|was|were|is|has|have|signed|during|to|on|for|that|which|from|and|am|im|mit|zwischen|wurde|ins|wird|werden|unterzeichnet|entre|avec|à|le|lors|dans|a|ont|est|con|tra|fra|il|en|el|fue|und|statt)(?!\w)|\s*[,.;:()]|\s*$|\s*[”“»\"])"


SMALL = r"(?:of|for|the|and|on|de|du|des|la|le|l|d|et|di|del|della|e|y|für|der|des|und|zur|zum|&)"


@functools.cache
def ordinal_pattern() -> str:
    """Return a regular expression of "5th", "4.", "V" and "third" in all languages."""
    word = "|".join(sorted(map(re.escape, ordinals()), key=len, reverse=True))
    return rf"(?P<ordinal>(?<![\w.,])[0-9]{{1,2}}(?:\s?(?:st|nd|rd|th|ème|e|er|º|ª|°|\.))|(?<!\w)[IVX]{{1,5}}(?:th|nd|rd|st)?(?=\s)|(?<!\w)(?i:{word})(?!\w))"


def ordinal_value(text: str | None) -> int | None:
    """Return the number of "5th", "4.", "third", "V"; None for anything else."""
    if not text:
        return None
    if match := re.match(r"[0-9]+", text):
        return int(match[0])
    text = re.sub(r"(?<=[IVX])(?:th|nd|rd|st)$", "", text)
    if roman := re.fullmatch(r"([IVX]+)(?:e|ème|\.|º|ª)?", text):
        text = roman[1]
        values = {"I": 1, "V": 5, "X": 10}
        total = 0
        for this, following in zip(text, [*text[1:], ""], strict=True):
            value = values[this]
            total += -value if following and values[following] > value else value
        return total
    return ordinals().get(text.lower())


def ordinals_in(passage: str) -> set[int]:
    """Return every number that a passage has as an ordinal: "3rd", "sechste", "VII", "第五届"."""
    chinese = re.findall(r"第([一二三四五六七八九十两0-9]+)[次届轮期]", passage)
    found = {number(word) for word in chinese}
    for word in re.findall(r"[\wº°ª.]+(?:-[\wº°ª.]+)*", passage):
        whole = ordinal_value(word.rstrip(".,"))  # "dix-septième" is no 7
        found |= {whole or ordinal_value(part.rstrip(".,")) for part in word.split("-")}
    if re.search("首[次届轮]", passage):
        found.add(1)
    return {each for each in found if each is not None}


@functools.cache
def noun_anywhere(kind: str) -> re.Pattern[str]:
    """Return whether a noun of a kind stands in a text at all: the long patterns are slow."""
    first = re.compile(
        r"^(?:\(\?:\[\\w-\]\+\)\?|\[\\w-\]\+)"
    )  # the front of a compound needs no look
    nouns = [first.sub("", noun) for noun in lists(f"{kind}_nouns")]
    plain = [re.sub(r"\[(\w)(\w)\]", _small, noun) for noun in nouns]
    return re.compile(alternatives([n.lower() if not _CLASS.search(n) else n for n in plain]))


_CLASS = re.compile(r"\\[A-Z]")


def _small(match: re.Match[str]) -> str:
    """Return a class of one letter in both cases as the small letter: text is made small before."""
    return match[1].lower() if match[1].lower() == match[2].lower() else match[0]


def speaks_of(kind: str, flat: str) -> bool:
    """Return whether a noun of a kind stands in a text at all, whatever its case."""
    return noun_anywhere(kind).search(flat.lower()) is not None


def stripped(match: re.Match[str]) -> list[re.Match[str]]:
    """Return the words before a noun that belong to the name: articles and the like apart."""
    words = list(re.finditer(r"[^\s]+", match["left"]))
    keep = (
        "EU-China",
        "Sino-European",
        "EU",
        "European",
        "International",
        "Joint",
        "China",
        "Strategic",
        "German",
        "Innovation",
        "Chinese",
        "Research",
        "Final",
        "French",
        "Europe",
        "First",
        "Second",
        "Third",
    )
    while words and (
        (words[0][0].strip("-,") in NOT_NAMES and words[0][0].strip("-,") not in keep)
        or words[0][0] in ("and", "of", "on", "for")
    ):
        words.pop(0)
    return words
