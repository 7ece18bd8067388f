"""A question in one language, as a name in another may have it: word by word.

Most names of organisations are known in one language. Their words are common ones ("Zentrum",
"农业大学") with a place or a country: those are looked for in any language that has them. No name
is translated, and what is found so is only like what was asked for.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from graph.catalogue.load import Catalogue
from graph.catalogue.question import HAN
from graph.identity.words import meanings

Fold = Callable[[str], str]
Glossary = dict[str, frozenset[str]]
"""Folded words of one language, with what they are in names in English."""

_FILE = Path(__file__).with_name("chinese-words.csv")
_LITTLE = frozenset("省市区县的和与及")
"""Signs that names in English leave out."""
_KINDS = ("word", "unit", "form")


@cache
def _same() -> dict[str, frozenset[str]]:
    """Return the words of one meaning by each of them: Zentrum, centre, centro."""
    found: dict[str, set[str]] = defaultdict(set)
    for word, one in meanings().items():
        if one.kind in _KINDS:
            found[one.meaning or word] |= {word, one.meaning or word}
    return {word: frozenset(group) for group in found.values() for word in group}


def glossary(catalogue: Catalogue, fold: Fold) -> Glossary:
    """Return the words of Chinese names: common ones, and the places and topics of a catalogue."""
    found: dict[str, set[str]] = defaultdict(set)
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["word"]] |= set(row["english"].split("|"))
    for entry in catalogue.entries.values():
        place = entry.category in ("Place", "Country")
        if not place and "zh" not in entry.labels:
            continue
        english = {entry.labels.get("en", "")} | (set(entry.terms) if place else set())
        others = {entry.labels.get("zh", ""), *(n.text for n in entry.names if place)}
        if entry.category == "Country":
            # Adjectives are among the terms: "France" is in the name of what is French.
            others |= {*entry.labels.values()}
        for text in others:
            if HAN.fullmatch(text) or (text and entry.category == "Country"):
                found[fold(text)] |= {fold(name) for name in english if name.isascii()}
    for concept in catalogue.concepts_of("topic"):
        names = (*concept.labels.values(), *(one.text for one in concept.others))
        english = {fold(concept.labels.get("en", ""))}
        english |= {fold(one.text) for one in concept.others if one.language == "en"}
        for text in names:
            if " " not in fold(text):
                found[fold(text)] |= english
    return {word: frozenset(names - {""}) for word, names in found.items() if names - {""}}


def in_other_words(words: Iterable[str], known: Glossary) -> list[frozenset[str]]:
    """Return for each word of a question what it may be in a name; [] where nothing is another."""
    groups: list[frozenset[str]] = []
    another = False
    for word in words:
        if HAN.fullmatch(word):
            groups += _pieces(word, known)
            another = True
            continue
        found = meanings().get(word)
        if found and found.kind not in _KINDS:
            continue
        for part in _parts(word, known):
            groups.append(_group(part, known) | {part})
            another = another or len(groups[-1]) > 1
    return groups if another and len(groups) > 1 else []


_ENDINGS = ("", "es", "er", "en", "em", "e")
"""What German adjectives end in: "nationales"."""
_SHORTEST = 4


def _group(word: str, known: Glossary) -> frozenset[str]:
    """Return the words of other languages for a word, without its ending where it has one."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending) if word.endswith(ending) else ""
        if stem and (found := known.get(stem, frozenset()) | _same().get(stem, frozenset())):
            return found
    return frozenset()


def _parts(word: str, known: Glossary) -> list[str]:
    """Return a word, or the two known words of which a compound is made: "Krebsinstitut"."""
    if not _group(word, known) and word.isascii() and word.isalpha():
        for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            head, tail = word[:cut], word[cut:]
            if _group(head, known) and _group(tail, known):
                return [head, tail]
    return [word]


def _pieces(run: str, known: Glossary) -> list[frozenset[str]]:
    """Return the words of a Chinese text, with as few signs as can be that are in no word: those
    are a name, written in Latin letters.
    """
    ways: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    """The best way to read what follows a place, the last place first."""
    for at in range(len(run) - 1, -1, -1):
        unknown, count, rest = ways[0]
        best = (unknown + (run[at] not in _LITTLE), count, [run[at], *rest])
        for end in range(at + 1, len(run) + 1):
            if run[at:end] in known:
                unknown, count, rest = ways[end - at - 1]
                best = min(best, (unknown, count + 1, [run[at:end], *rest]), key=lambda w: w[:2])
        ways.insert(0, best)
    groups: list[frozenset[str]] = []
    name = ""
    for piece in ways[0][2]:
        if piece in known:
            groups += _named(name)
            groups.append(known[piece])
            name = ""
        else:
            name += piece
    return groups + _named(name)


def _named(name: str) -> list[frozenset[str]]:
    name = name.strip("".join(_LITTLE))
    if not name:
        return []
    from pypinyin import lazy_pinyin

    sounds = lazy_pinyin(name)
    return [frozenset(("".join(sounds), " ".join(sounds)))]
