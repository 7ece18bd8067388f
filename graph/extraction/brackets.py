"""What stands in brackets behind the name of an organisation: its acronym, its country, or both."""

from __future__ import annotations

import re

from graph.extraction.clause_words import is_verb
from graph.extraction.lexicon import countries
from graph.extraction.model import Mention, Thing
from graph.extraction.nations import CODES
from graph.extraction.tokens import looks_like_acronym

_BRACKET = re.compile(r"\s?\(\s?([^()]{2,80})\)")
_LONE = re.compile(r"(?!EU$|UE$|UN$|EUR$|USD$)[A-Z][A-Z&-]{1,9}")
"""Capitals alone in brackets: the short form, though its letters are those of another language."""


_UP_TO = re.compile(
    r"(?P<more>\s(?:pour|de|des|du|d[’']|para|del|de la|per|di|della|für|zur|for|of)\s?(?:[\w’'-]+\s){0,7}?[\w’'-]+)\s\((?P<acronym>[A-Z][A-Z&-]{2,9})\)"
)


def to_acronym(mention: Mention, flat: str, offset: int, language: str) -> Mention:
    """Return a name with all that stands between it and its acronym in brackets: it ends there."""
    match = _UP_TO.match(flat, mention.end - offset)
    if match is None or any(is_verb(w, language) for w in match["more"].split()):
        return mention
    mention.end += len(match["more"])
    mention.thing = Thing(
        mention.cls, re.sub(r"\s+", " ", flat[mention.start - offset : mention.end - offset])
    )
    return mention


def with_brackets(mention: Mention, flat: str, offset: int) -> Mention:
    """Read what stands in brackets behind a name: its acronym, its country, or both."""
    at = mention.end - offset
    for _ in range(2):
        match = _BRACKET.match(flat, at)
        if match is None:
            break
        at = match.end()
        start = match.start(1)
        for part in re.split(r"[,;/]\s*|\s+[-–]\s+", match[1]):
            begin = offset + flat.index(part, start) if part else 0
            word = part.strip()
            if both := re.match(r"(?:both|beide|tous deux|entrambi|ambos|ambas)\s", word):
                word, begin = word[both.end() :], begin + both.end()
            if countries().get(word) or word in CODES:
                mention.country = (Thing("Country", word), begin, begin + len(word))
            elif re.fullmatch(r"[A-ZÀ-Þ][\w&.+/²-]{1,14}(?:\s[A-Z]{2,6})?", word) and (
                _is_short_for(word, mention.thing.name)
                or (word == match[1].strip() and _LONE.fullmatch(word))
            ):
                mention.acronym = mention.acronym or word
    match = re.compile(r",\s(?:in\s)?([A-ZÀ-Þ][\w' .]+?)(?=\s*(?:[;.)\n]|$|,))").match(flat, at)
    if mention.country is None and match and countries().get(match[1]):
        begin = offset + match.start(1)
        mention.country = (Thing("Country", match[1]), begin, begin + len(match[1]))
    return mention


def _is_short_for(word: str, name: str) -> bool:
    """Return whether a word in brackets abbreviates a name: most of its capitals begin words of
    it.
    """
    if (
        not looks_like_acronym(word)
        and not re.fullmatch(r"[A-Z]{2,}\d?", word)
        and sum(c.isupper() for c in word) < 2
    ):
        return (
            word[:1].isupper()
            and word[:3].lower() == name[:3].lower()
            and len(word) < len(name) / 2
        )
    capitals = [c.lower() for c in word if c.isupper()]
    initials = {w[0].lower() for w in re.findall(r"\w+", name)} | {
        c.lower() for c in name if c.isupper()
    }
    return sum(c in initials for c in capitals) * 2 >= len(capitals)
