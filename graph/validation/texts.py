"""Texts, addresses and language tags that nobody can have meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import babel
import pyoxigraph
from rdflib import RDFS, SKOS

from graph import iris
from graph.iris import EUCN
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

LABELS = frozenset(
    map(str, (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, EUCN.name))
)
NAMES = LABELS | {str(EUCN.acronym)}
PAGES = frozenset(map(str, (EUCN.webAddress, EUCN.officialPage)))

# RFC 5646: language, extended language, script, region, variants, extensions, private use.
_TAG = re.compile(
    r"([a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]+)+)?$",
    re.I,
)
# C0 and C1 controls, the sign for what could not be decoded, and marks of direction.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufeff\u202a-\u202e\u2066-\u2069]")
# UTF-8 read as Windows-1252: what follows a capital letter may be the end of a word in capitals.
_MISREAD = re.compile(
    "(?<![A-Z\u00c0-\u00de])[\u00c2\u00c3][\u00a1-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
    "\u201a-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201d]|\u00e2\u20ac[\u0153\u009d\u2122\u02dc\u201c\u201d\u00a6]"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-z]+|#\d+);")
_NOTHING = {"n/a", "#n/a", "#ref!", "#value!", "#name?", "null", "none", "nan", "undefined"}
_NOTHING |= {"unknown", "not available", "not applicable", "to be defined", "tbd", "tba", "todo"}
_NOTHING |= {"k. a.", "未知", "无"}
"""What programs and forms write where there is no value."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WITH_HAN = frozenset(["zh", "ja", "ko", "yue", "wuu", "hak", "nan", "lzh", "mul", "und"])
_ADDRESS = re.compile(r"https?://[^\s/?#]+", re.I)


@cache
def known_language(tag: str) -> bool:
    """Return whether a language tag is well formed and all its parts are registered."""
    match = _TAG.match(tag)
    if match is None:
        return False
    known = babel.Locale("en")
    language, script, region = match[1].lower(), match[2], match[3]
    return (
        language in known.languages
        and (script is None or script.title() in known.scripts)
        and (region is None or region.upper() in known.territories)
    )


def check_texts(statements: Statements) -> Iterator[Finding]:
    """Language tags that name no language, empty texts, signs and words that nobody meant."""
    for prop in statements.properties:
        read = prop in LABELS or prop.startswith(str(EUCN))
        for subject, value, graph in statements.pairs(prop):
            if type(value) is pyoxigraph.NamedNode:
                if prop in PAGES and not _ADDRESS.match(value.value):
                    yield finding("address-no-page", subject, prop, value, graph=graph)
                continue
            if not isinstance(value, pyoxigraph.Literal):
                continue
            tag = value.language
            if tag is not None and not known_language(tag):
                yield finding("language-unknown", subject, prop, value, graph=graph, tag=tag)
            rule = _fault(prop, value.value, tag) if read else ""
            # A concept may be called unknown, a thing may not.
            if rule == "name-of-nothing" and subject.startswith(str(iris.VOCABULARY)):
                continue
            if rule:
                yield finding(rule, subject, prop, value, graph=graph)


def fault_of(prop: str, text: str, tag: str | None) -> str:
    """Return a rule that ``check_texts`` finds broken by the text of a thing; empty if none."""
    if tag is not None and not known_language(tag):
        return "language-unknown"
    return _fault(prop, text, tag) if prop in LABELS or prop.startswith(_EUCN) else ""


_EUCN = str(EUCN)
_PLAIN = re.compile(r"[A-Za-z0-9.,'()/:+-]++(?: [A-Za-z0-9.,'()/:+-]++)*+")
"""What most texts are, with none of the signs that the slower patterns look for."""


def _fault(prop: str, text: str, tag: str | None) -> str:
    """Return the rule that a text breaks; empty if none."""
    plain = _PLAIN.fullmatch(text) is not None
    if not plain:
        if not text.strip():
            return "text-empty"
        if _ODD.search(text):
            return "text-with-odd-signs"
        if _MISREAD.search(text):
            return "text-misread"
        if _MARKUP.search(text):
            return "label-with-markup"
    if prop in PAGES and not _ADDRESS.match(text):
        return "address-no-page"
    if prop in NAMES and (text.strip().casefold() in _NOTHING or not any(map(str.isalnum, text))):
        return "name-of-nothing"
    if plain or prop not in LABELS:
        return ""
    if text != text.strip() or "  " in text or "\n" in text:
        return "label-with-blanks"
    if tag and tag.partition("-")[0].lower() not in _WITH_HAN and _all_han(text):
        return "text-of-another-script"
    return ""


def _all_han(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(_HAN.match(sign) for sign in letters)
