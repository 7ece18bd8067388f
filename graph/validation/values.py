"""Numbers, amounts, places on the globe and links that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import pyoxigraph
from rdflib import RDF, SKOS

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
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    # What is not a number cannot be compared with one: the library raises.
    return number if number.is_finite() else None


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
    yield from check_shares(statements)


def check_shares(statements: Statements) -> Iterator[Finding]:
    """Participants that get more than the whole project, in one and the same source."""
    wholes = dict(statements.links(str(EUCN.participationIn)))
    said: dict[tuple[str, str], Decimal] = {}
    for subject, value, graph in statements.pairs(str(EUCN.euContribution)):
        number = _number(value)
        if number is not None:
            said[subject, graph] = number
    for (node, graph), share in sorted(said.items()):
        whole = said.get((wholes.get(node, ""), graph), Decimal(0))
        if 0 < whole < share:
            yield finding("share-above-whole", node, "euContribution", share, graph=graph)


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
