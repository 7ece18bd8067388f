"""Numbers, texts and language tags that cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache

import babel
import pyoxigraph
from rdflib import RDF, RDFS, SKOS

from graph import iris
from graph.iris import EUCN
from graph.validation.declared import Declared
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

UNIT = str(iris.VOCABULARY) + "unit/"
MAY_BE_NEGATIVE = {UNIT + key for key in ("percent", "percentage-point", "euro")}
"""A change may go down and a balance may be negative; a count cannot."""
WHOLE = {UNIT + key for key in ("person", "organisation", "event")}
"""What comes in whole numbers, with everything below it."""

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, EUCN.name)
_TAG = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-[a-z0-9]{5,8})*(-x-\S+)?$", re.I)
# C0 and C1 controls, the sign for what could not be decoded, and marks of direction.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufeff\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-z]+|#\d+);")


@cache
def _languages() -> frozenset[str]:
    return frozenset(babel.Locale("en").languages)


def known_language(tag: str) -> bool:
    """Return whether a language tag is well formed and names a language there is."""
    match = _TAG.match(tag)
    return bool(match) and match is not None and match[1].lower() in _languages()


def check_texts(statements: Statements) -> Iterator[Finding]:
    """Language tags that name no language, empty texts, signs that nobody wrote."""
    labels = set(map(str, LABELS))
    tags: dict[str, bool] = {}
    for subject, prop, value, graph in statements.every():
        if not isinstance(value, pyoxigraph.Literal):
            continue
        tag = value.language
        if tag is not None:
            if tag not in tags:
                tags[tag] = known_language(tag)
            if not tags[tag]:
                yield finding("language-unknown", subject, prop, value, graph=graph, tag=tag)
        text = value.value
        if prop in labels or prop.startswith(str(EUCN)):
            if not text.strip():
                yield finding("text-empty", subject, prop, graph=graph)
            elif _ODD.search(text):
                yield finding("text-with-odd-signs", subject, prop, value, graph=graph)
            elif prop in labels and (text != text.strip() or "  " in text or "\n" in text):
                yield finding("label-with-blanks", subject, prop, value, graph=graph)
            elif prop in labels and _MARKUP.search(text):
                yield finding("label-with-markup", subject, prop, value, graph=graph)


def check_numbers(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Figures: counts below 0, shares above 100, parts of a person."""
    units = dict(statements.links(str(EUCN.unit)))
    for subject, value, graph in statements.pairs(str(EUCN.value)):
        unit = units.get(subject)
        number = _number(value)
        if unit is None or number is None:
            continue
        above = declared.broader.get(unit, {unit})
        if number < 0 and not above & MAY_BE_NEGATIVE:
            yield finding("count-negative", subject, "value", value, graph=graph)
        elif number > 100 and unit == UNIT + "percent":
            yield finding("percent-above-100", subject, "value", value, graph=graph)
        elif above & WHOLE and number != number.to_integral_value():
            yield finding("count-in-parts", subject, "value", value, graph=graph)


def _number(term: object) -> Decimal | None:
    if not isinstance(term, pyoxigraph.Literal):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


_AMOUNT = str(iris.ID) + "amount/"
MONEY = ("fundingEuro", "euContribution", "netEuContribution", "totalCost")
"""Amounts: 0 is stated by thousands of rows of registers, less is a slip."""


def check_money(statements: Statements) -> Iterator[Finding]:
    """Amounts below 0, and a contribution above the total cost of the same thing."""
    said: dict[tuple[str, str], dict[str, Decimal]] = {}
    for key in MONEY:
        for subject, value, graph in statements.pairs(str(EUCN[key])):
            number = _number(value)
            if number is None:
                continue
            if number < 0:
                yield finding("amount-negative", subject, key, value, graph=graph)
            said.setdefault((subject, graph), {})[key] = number
    for subject, value, graph in statements.pairs(str(EUCN.value)):
        number = _number(value)
        if number is not None and number < 0 and subject.startswith(_AMOUNT):
            yield finding("amount-negative", subject, "value", value, graph=graph)
    for (subject, graph), amounts in sorted(said.items()):
        total, part = amounts.get("totalCost", Decimal(0)), amounts.get("euContribution")
        # Registers write a total cost of 0 for "not stated".
        if part is not None and 0 < total < part:
            yield finding("contribution-above-cost", subject, "euContribution", part, graph=graph)


def check_literal_links(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield a text where a link to a thing is due."""
    due = {str(p) for p in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)}
    due |= {str(p) for p in (SKOS.relatedMatch, SKOS.broader, SKOS.related, SKOS.inScheme)}
    due |= {_SAME_AS, "http://purl.org/dc/terms/isReplacedBy", str(RDF.type)}
    due |= {"http://www.w3.org/ns/prov#wasDerivedFrom"}
    for prop in sorted(due | declared.object_properties):
        for subject, value, graph in statements.pairs(prop):
            if isinstance(value, pyoxigraph.Literal):
                yield finding("link-is-text", subject, prop, value, graph=graph)


_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
