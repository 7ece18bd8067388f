"""Adjectives of countries: "the Danish company X" says where X is, in five languages and Chinese."""

from __future__ import annotations

import functools
import re

from babel import Locale

from graph.extraction.lexicon import LATIN

_STEMS = {
    "CN": "Chinese chinesisch chinois cinese chino",
    "DE": "German deutsch allemand tedesco alemán",
    "FR": "French französisch français francese francés",
    "IT": "Italian italienisch italien italiano italiano",
    "ES": "Spanish spanisch espagnol spagnolo español",
    "PT": "Portuguese portugiesisch portugais portoghese portugués",
    "NL": "Dutch niederländisch néerlandais olandese neerlandés",
    "BE": "Belgian belgisch belge belga belga",
    "DK": "Danish dänisch danois danese danés",
    "SE": "Swedish schwedisch suédois svedese sueco",
    "FI": "Finnish finnisch finlandais finlandese finlandés",
    "NO": "Norwegian norwegisch norvégien norvegese noruego",
    "AT": "Austrian österreichisch autrichien austriaco austríaco",
    "CH": "Swiss schweizerisch suisse svizzero suizo",
    "PL": "Polish polnisch polonais polacco polaco",
    "CZ": "Czech tschechisch tchèque ceco checo",
    "SK": "Slovak slowakisch slovaque slovacco eslovaco",
    "HU": "Hungarian ungarisch hongrois ungherese húngaro",
    "RO": "Romanian rumänisch roumain romeno rumano",
    "BG": "Bulgarian bulgarisch bulgare bulgaro búlgaro",
    "GR": "Greek griechisch grec greco griego",
    "HR": "Croatian kroatisch croate croato croata",
    "SI": "Slovenian slowenisch slovène sloveno esloveno",
    "LT": "Lithuanian litauisch lituanien lituano lituano",
    "LV": "Latvian lettisch letton lettone letón",
    "EE": "Estonian estnisch estonien estone estonio",
    "IE": "Irish irisch irlandais irlandese irlandés",
    "GB": "British britisch britannique britannico británico",
    "LU": "Luxembourgish luxemburgisch luxembourgeois lussemburghese luxemburgués",
    "MT": "Maltese maltesisch maltais maltese maltés",
    "CY": "Cypriot zyprisch chypriote cipriota chipriota",
    "IL": "Israeli israelisch israélien israeliano israelí",
    "TR": "Turkish türkisch turc turco turco",
    "UA": "Ukrainian ukrainisch ukrainien ucraino ucraniano",
    "RS": "Serbian serbisch serbe serbo serbio",
}
_ENDINGS = {
    "en": ("",),
    "de": ("e", "en", "er", "es", "em"),
    "fr": ("", "e", "s", "es", "ne", "nes", "que", "cque"),
    "it": ("", "a", "i", "e", "he"),
    "es": ("", "a", "os", "as", "s", "es"),
}


def _forms(stem: str, language: str) -> set[str]:
    forms = {stem + end for end in _ENDINGS[language]}
    if language in ("it", "es") and stem[-1] in "oe":
        forms |= {stem[:-1] + end for end in ("o", "a", "i", "e", "os", "as")}
    if language == "es" and stem[-2:] in ("és", "án", "ón"):
        bare = stem[:-2] + stem[-2:].translate(str.maketrans("éáó", "eao"))
        forms |= {bare + end for end in ("a", "es", "as")}
    if language == "it" and stem.endswith("co"):
        forms |= {stem[:-1] + "he"}
    return forms


@functools.cache
def nations() -> dict[str, str]:
    """Return adjectives in all their forms to the ISO code; capitals in English only."""
    found: dict[str, str] = {}
    for code, line in _STEMS.items():
        for language, stem in zip(LATIN, line.split(), strict=True):
            for form in _forms(stem, language):
                found.setdefault(form, code)
    found["Schweizer"] = "CH"
    return found


@functools.cache
def pattern() -> str:
    """Return a regular expression of all the adjectives."""
    return "(?:" + "|".join(sorted(map(re.escape, nations()), key=len, reverse=True)) + ")"


def country_of(adjective: str, language: str) -> str:
    """Return the name of the country in the language of the text.

    >>> country_of("Danish", "en"), country_of("polonais", "fr")
    ('Denmark', 'Pologne')
    """
    return str(Locale(language).territories[nations()[adjective]])


@functools.cache
def _names() -> dict[str, str]:
    return {
        str(Locale(language).territories[code]): code
        for language in (*LATIN, "zh")
        for code in _STEMS
    }


CODES = frozenset(
    "DE FR IT ES NL BE AT DK SE FI PL PT IE GR EL CN UK GB NO CH CZ HU RO BG HR SI SK LT LV EE LU MT CY HK TR RS UA".split()
)


def country_of_code(code: str, language: str) -> str:
    """Return the name of a country by its code, in the language of the text.

    >>> country_of_code("EL", "en")
    'Greece'
    """
    known = {"EL": "GR", "UK": "GB"}.get(code, code)
    return str(Locale(language if language in LATIN else "en").territories[known])


def _by_code(country: str, passage: str) -> bool:
    return any(
        country == country_of_code(m[0], language)
        for m in re.finditer(rf"(?<![\w-])(?:{'|'.join(sorted(CODES))})(?![\w-])", passage)
        for language in LATIN
    )


def told_by_adjective(country: str, passage: str) -> bool:
    """Return whether an adjective or a code in a passage names a country."""
    if _by_code(country, passage):
        return True
    code = _names().get(country)
    return code is not None and any(
        nations()[m[0]] == code for m in re.finditer(rf"(?<![\w-]){pattern()}(?![\w-])", passage)
    )
