"""The word lists of ``words/``, merged over the languages that share an alphabet.

A German press release names English universities, an Italian one quotes a Spanish title: the
languages with Latin letters are therefore read with one list. What would mislead across
languages ("no" is a negation in Spanish and a number in English) stays apart.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

from babel import Locale

LANGUAGES = ("en", "de", "fr", "it", "es", "zh")
LATIN = LANGUAGES[:5]


@functools.cache
def words(language: str) -> dict[str, Any]:
    """Return one file of ``words/``."""
    text = files("graph.extraction").joinpath("words", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def lists(name: str, languages: tuple[str, ...] = LATIN) -> list[str]:
    """Return a list of that name from all languages, without repetition."""
    found: dict[str, None] = {}
    for language in languages:
        found |= dict.fromkeys(words(language).get(name, ()))
    return list(found)


def table(section: str, name: str, languages: tuple[str, ...] = LATIN) -> list[str]:
    """Return the alternatives under ``[section] name`` from all languages."""
    found: dict[str, None] = {}
    for language in languages:
        found |= dict.fromkeys(words(language).get(section, {}).get(name, ()))
    return list(found)


@functools.lru_cache(4096)
def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is put together from words, compiled once.

    ``re`` keeps 512 patterns and forgets all others: a long text would compile these thousands of times.
    """
    return re.compile(text, flags)


@functools.cache
def refers(name: str) -> str:
    """Return the words that refer back to a thing of a class, as one group."""
    return alternatives(table("refers", name) or ["(?!)"], cases=True)


def any_case(pattern: str) -> str:
    """Return a pattern of which the first letter is a class of both cases, whatever the flags.

    Of hundreds of alternatives ``re`` skips at once those whose first letter does not fit, but not where
    it has to ignore case.

    >>> any_case("led by"), any_case("(?:is )?led by")
    ('(?-i:[lL])ed by', '(?:is )?led by')
    """
    first, rest = pattern[:1], pattern[1:]
    if not first.isalpha() or len(first.upper()) != 1 or rest[:1] in ("?", "*", "+", "{", "|"):
        return pattern
    return f"(?-i:[{first.lower()}{first.upper()}]){rest}"


def alternatives(patterns: list[str], cases: bool = False) -> str:
    """Patterns as one group, the longest first; a space matches any white space."""
    ordered = sorted((p.replace("\\ ", " ") for p in patterns), key=len, reverse=True)
    if cases:
        ordered = [any_case(pattern) for pattern in ordered]
    return "(?:" + "|".join(pattern.replace(" ", r"\s+") for pattern in ordered) + ")"


_ADVERBS = (
    "(?:also|already|now|still|only|jointly|currently|officially|formally|auch|bereits|schon|noch|zudem|außerdem|ebenfalls|nun|jetzt|"
    "aussi|également|déjà|encore|désormais|anche|già|inoltre|ora|ancora|también|ya|además|asimismo|todavía|ahora)"
)


@functools.cache
def cue(name: str, languages: tuple[str, ...] = LATIN) -> re.Pattern[str]:
    """Return where a cue of ``[cues]`` stands, as whole words, whatever its case."""
    found = alternatives(table("cues", name, languages) or ["(?!)"], cases=True)
    found = found.replace(r"\s+", rf"\s+(?:{_ADVERBS}\s+)?")
    behind = (
        rf"(?:\s+{_ADVERBS}(?![\w]))?" if name in ("partner", "together", "coordinator") else ""
    )
    return re.compile(rf"(?<![\w-]){found}{behind}(?:(?<=[’'])|(?![\w]))", re.IGNORECASE)


@functools.cache
def months() -> dict[str, int]:
    """Return names of months in lower case to their number."""
    return {
        name.lower(): int(number)
        for language in LATIN
        for number, names in words(language)["months"].items()
        for name in names
    }


_ABOUT = {
    "dozen": 12, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "decina": 10, "dozzina": 12, "ventina": 20, "trentina": 30,
    "quarantina": 40, "cinquantina": 50, "sessantina": 60, "settantina": 70, "ottantina": 80, "novantina": 90,
    "centinaio": 100, "decena": 10, "docena": 12, "veintena": 20, "treintena": 30, "cincuentena": 50, "centenar": 100,
    "dutzend": 12,
}  # fmt: skip
"""Nouns for a number of people: "une soixantaine de personnes"."""


@functools.cache
def numbers() -> dict[str, int]:
    """Return number words in lower case."""
    found = {w: n for language in LATIN for w, n in words(language)["numbers"].items()}
    ones = [{n: w for w, n in words(c)["numbers"].items() if n < 10} for c in ("de", "it", "es")]
    tens = [
        {n: w for w, n in words(c)["numbers"].items() if n in range(20, 100, 10)}
        for c in ("de", "it")
    ]
    for ten, word in tens[0].items():  # einundzwanzig
        found |= {f"{'ein' if n == 1 else one}und{word}": ten + n for n, one in ones[0].items()}
    for ten, word in tens[1].items():  # ventuno, ventidue
        found |= {(word[:-1] if n in (1, 8) else word) + one: ten + n for n, one in ones[1].items()}
    found |= {f"veinti{one}": 20 + n for n, one in ones[2].items()} | _ABOUT
    return found


@functools.cache
def ordinals() -> dict[str, int]:
    """Ordinals written as words, in lower case."""
    return {w: n for language in LATIN for w, n in words(language)["ordinals"].items()}


CONTINENTS = (
    "Europe", "Asia", "Africa", "America", "Europa", "Asien", "Afrika", "Asie", "Afrique", "Latin America",
    "EU", "UE", "欧洲", "亚洲", "非洲", "EU and China", "Asia-Pacific", "Central Asia", "Southeast Asia",
)  # fmt: skip


@functools.cache
def countries() -> dict[str, str]:
    """Return names of countries in the six languages to their ISO code."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ"):
                found.setdefault(name, code)
                found.setdefault(name.split(" (")[0], code)
    found |= {
        "UK": "GB", "USA": "US", "Great Britain": "GB", "PR China": "CN", "P.R. China": "CN",
        "People's Republic of China": "CN", "The Netherlands": "NL", "Czech Republic": "CZ",
        "VR China": "CN", "Volksrepublik China": "CN", "Niederlande": "NL", "Pays-Bas": "NL",
        "RP China": "CN", "Hong Kong": "HK", "Hongkong": "HK", "PRC": "CN", "Tschechien": "CZ",
        "Holland": "NL", "捷克共和国": "CZ", "Paesi Bassi": "NL", "Olanda": "NL",
        "República Checa": "CZ", "République tchèque": "CZ", "Repubblica Ceca": "CZ",
    }  # fmt: skip
    found |= dict.fromkeys(CONTINENTS, "")
    found.pop("Georgia", None)
    return found


@functools.cache
def places() -> dict[str, str]:
    """Return names of well-known cities and regions in several languages, to the English name."""
    text = files("graph.extraction").joinpath("words", "places.txt").read_text("utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names = [name.strip() for name in line.split("|")]
            found |= dict.fromkeys(names, names[0])
    for name, english in list(found.items()):
        if len(plain := _plain(name)) > 4:
            found.setdefault(plain, english)
    return found


@functools.cache
def cities() -> frozenset[str]:
    """Return names of cities that are places only behind a preposition: many are words as well."""
    text = files("graph.extraction").joinpath("words", "cities.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    names = {name for line in lines for name in line.split("|")}
    return frozenset(names | {plain for name in names if len(plain := _plain(name)) > 4})


def _plain(name: str) -> str:
    """Return a name without its marks, as English texts write it.

    >>> _plain("Gdańsk"), _plain("Łódź")
    ('Gdansk', 'Lodz')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_STROKES))
    return "".join(c for c in plain if not unicodedata.combining(c))


_STROKES = str.maketrans("łŁøØđĐı", "lLoOdDi")


@functools.cache
def labels() -> dict[str, str]:
    """Labels of fact sheets in lower case, all languages, to what they introduce."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for meaning, names in words(language)["labels"].items():
            for name in names:
                found.setdefault(name, meaning)
    return found
