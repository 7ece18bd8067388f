"""Single values of a register: money, dates, countries, names, web domains, coordinates.

Each function takes the row to report to and never raises: a value that cannot be read is
refused with file and row, and the rest of the row is used.
"""

from __future__ import annotations

import datetime
import html
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from graph.iris import split
from graph.numerals import is_whole
from graph.registers.row import Row

CENT = Decimal("0.01")
MOST_DIGITS = 20
"""Digits of a number that identifies; the longest in use, of an ISNI, has sixteen."""
MOST_EURO = Decimal(10) ** 15
"""No amount of a register comes near it; what is larger is a slip, and cannot be rounded either."""
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+|-?\d{1,3}(?:\.\d{3})+,\d+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_SPACE = re.compile(r"\s+")
_COORDINATES = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")


def money(row: Row, field: str, text: str) -> Decimal | None:
    """Return an amount in euro, to the cent. A negative amount is refused: no grant is negative."""
    text = text.strip()
    if not text:
        return None
    if text == "0":  # a third of all amounts
        return Decimal(0)
    plain = text.replace("\u00a0", "").replace(" ", "")
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
        row.normalised("decimal comma", field, f"{text} read as {plain}")
    if not _PLAIN_NUMBER.fullmatch(plain):
        row.refuse("not an amount", field, f"{text!r} is not a number; the amount is left out")
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern does not let it come to this
        return None
    if value < 0:
        row.refuse("negative amount", field, f"{text} is below zero; the amount is left out")
        return None
    if value >= MOST_EURO:
        row.refuse("not an amount", field, f"{text[:40]} is no sum of euro; the amount is left out")
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        rounded = value.quantize(CENT, ROUND_HALF_UP)
        row.normalised("fraction of a cent", field, f"{text} rounded to {rounded}")
        return rounded
    return value


def date(row: Row, field: str, text: str) -> str:
    """Return a day as ISO 8601; empty where there is none or it cannot be read."""
    text = text.strip()
    if not text:
        return ""
    found = _DATE.fullmatch(text)
    parts = found.groups() if found else None
    if not found:
        day_first = _DAY_FIRST.fullmatch(text)
        if day_first:
            day, month, year = day_first.groups()
            parts = (year, month, day)
            row.normalised("date with the day first", field, text)
    try:
        if parts:
            return datetime.date(*map(int, parts)).isoformat()
    except ValueError:
        pass
    row.refuse("not a date", field, f"{text!r} is not a day; the date is left out")
    return ""


def span(row: Row, start: str, end: str) -> tuple[str, str]:
    """Start and end; where the end is before the start, neither can be relied on."""
    if start and end and end < start:
        row.refuse(
            "end before start", "endDate", f"ends {end}, starts {start}; both dates are left out"
        )
        return "", ""
    return start, end


def name(row: Row, field: str, text: str) -> str:
    """Return a name on one line: HTML is text, spaces are single, letters are composed (NFC)."""
    if not text:
        return ""
    made = text
    if "<" in made or "&" in made:
        if _TAG.search(made):
            made = _TAG.sub(" ", made)
            row.mended("HTML in a name", field, f"{text!r}: the tags are taken out")
        if _ENTITY.search(made):
            made = html.unescape(made)
            row.normalised("HTML entity", field, f"{text!r} read as {made!r}")
    made = _SPACE.sub(" ", made).strip()
    return made if made.isascii() else unicodedata.normalize("NFC", made)


@lru_cache(maxsize=100_000)
def domain(address: str) -> str:
    """Return the web domain of an address, without ``www.``; empty where it is none."""
    text = address.strip().lower()
    if not text:
        return ""
    if "://" not in text:
        text = "http://" + text
    host = split(text).hostname or ""
    host = host.rstrip(".").removeprefix("www.")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""
    return host if _HOST.fullmatch(host) else ""


@lru_cache(maxsize=100_000)
def coordinates(text: str) -> tuple[str, str] | None:
    """Latitude and longitude to five digits (about a metre), or None where it is no such pair."""
    found = _COORDINATES.fullmatch(text.strip())
    if not found:
        return None
    latitude, longitude = (Decimal(part) for part in found.groups())
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return plain_number(latitude, 5), plain_number(longitude, 5)


def plain_number(value: Decimal, digits: int) -> str:
    """Return a decimal without exponent, trailing zeros or more than so many digits after the
    point.
    """
    text = f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def digits(row: Row, field: str, text: str) -> str:
    """Return a number that identifies; anything else is refused."""
    text = text.strip()
    if not text or is_whole(text, MOST_DIGITS):
        return text
    # Spreadsheets write whole numbers as 999984253.0.
    if text.endswith(".0") and is_whole(text[:-2], MOST_DIGITS):
        row.normalised("number with a point", field, f"{text} read as {text[:-2]}")
        return text[:-2]
    row.refuse("not a number", field, f"{text!r} is not made of digits; it is left out")
    return ""


def squeezed(text: str) -> str:
    """Return a name for comparing: no accents, case, punctuation or double spaces; any script."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    kept = "".join(
        " " if not (character.isalnum()) else character
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join(kept.split())
