"""Whether two sources say the same: a date more precise, a number rounded, a name spelt apart."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

from rdflib import Literal
from rdflib.term import Identifier

from graph.assembly.dates import bounds


class Agreement(StrEnum):
    """How what one source says stands to what another says of the same."""

    SAME = "same"
    PRECISE = "precise"
    """Both can hold: one of them only says more precisely when."""
    ROUNDED = "rounded"
    """The one is the other rounded, to the digits that it gives."""
    DIFFERENT = "different"


_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_NUMBER = re.compile(r"\d+(\.\d+)?")


def agreement(told: Identifier, stated: Identifier) -> Agreement:
    """Return how what a document tells stands to what a register states."""
    if told == stated or str(told) == str(stated):
        return Agreement.SAME
    if not (isinstance(told, Literal) and isinstance(stated, Literal)):
        return Agreement.DIFFERENT
    one, other = str(told), str(stated)
    if _is_date(told) and _is_date(stated):
        return _dates(one, other)
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other) and not _is_text(told):
        return _numbers(one, other)
    return Agreement.SAME if plain(one) == plain(other) else Agreement.DIFFERENT


def plain(text: str) -> str:
    """Return a name without what spelling it differently changes: case, hyphens, spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


def _is_date(value: Literal) -> bool:
    kind = str(value.datatype or "").rpartition("#")[2]
    return kind in ("date", "gYear", "gYearMonth") and bool(_DATE.fullmatch(str(value)))


def _is_text(value: Literal) -> bool:
    """Numbers of grants are names made of digits: none of them is another one rounded."""
    return str(value.datatype or "").rpartition("#")[2] in ("", "string", "langString")


def _dates(told: str, stated: str) -> Agreement:
    (low, high), (first, last) = bounds(told), bounds(stated)
    return Agreement.PRECISE if low <= last and first <= high else Agreement.DIFFERENT


def _numbers(told: str, stated: str) -> Agreement:
    try:
        one, other = Decimal(told), Decimal(stated)
        if one == other:
            return Agreement.SAME
        exponent = one.normalize().as_tuple().exponent
        if not isinstance(exponent, int):
            return Agreement.DIFFERENT
        step = Decimal(1).scaleb(exponent)
        near = (other / step).quantize(Decimal(1)) * step == one
    except ArithmeticError:  # no numbers, or too large to be rounded
        return Agreement.DIFFERENT
    return Agreement.ROUNDED if near else Agreement.DIFFERENT
