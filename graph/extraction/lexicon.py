"""The word lists of ``words/``, merged over the languages that share an alphabet.

A German press release names English universities, an Italian one quotes a Spanish title: the
languages with Latin letters are therefore read with one list. What would mislead across
languages ("no" is a negation in Spanish and a number in English) stays apart.
"""

from __future__ import annotations

import functools
import re
import tomllib
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


def alternatives(patterns: list[str]) -> str:
    """Patterns as one group, the longest first; a space matches any white space."""
    ordered = sorted(patterns, key=len, reverse=True)
    return "(?:" + "|".join(pattern.replace(" ", r"\s+") for pattern in ordered) + ")"


@functools.cache
def cue(name: str, languages: tuple[str, ...] = LATIN) -> re.Pattern[str]:
    """Return where a cue of ``[cues]`` stands, as whole words, whatever its case."""
    found = alternatives(table("cues", name, languages) or ["(?!)"])
    return re.compile(rf"(?<![\w-]){found}(?:(?<=[’'])|(?![\w]))", re.IGNORECASE)


@functools.cache
def months() -> dict[str, int]:
    """Return names of months in lower case to their number."""
    return {
        name.lower(): int(number)
        for language in LATIN
        for number, names in words(language)["months"].items()
        for name in names
    }


@functools.cache
def numbers() -> dict[str, int]:
    """Return number words in lower case."""
    return {w: n for language in LATIN for w, n in words(language)["numbers"].items()}


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
    return found


@functools.cache
def labels() -> dict[str, str]:
    """Labels of fact sheets in lower case, all languages, to what they introduce."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for meaning, names in words(language)["labels"].items():
            for name in names:
                found.setdefault(name, meaning)
    return found
