"""What somebody typed, read as a search needs it: numbers however they are written, sums of money,
and the words of scripts that leave no space between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from graph.extraction import number_words
from graph.extraction.amounts import read_number
from graph.extraction.chinese import large_number

VALUE = "="
"""Stands before a number that is the value of a figure, not a number somewhere."""

_GROUPED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?P<mark>[ ,.\u00a0\u202f'’])\d{3})(?:(?P=mark)\d{3})*(?!\d)"
)
"""A number with its digits in groups of three."""
_LARGE = re.compile(r"(?i)(\d+(?:[.,]\d+)?)\s*(million(?:en|s)?\b|mio\b\.?|万|亿)")
_TIMES = {"m": 10**6, "万": 10**4, "亿": 10**8}

_BOUNDS = (
    "more than|less than|fewer than|at least|at most|up to|over|above|about|around|almost|nearly",
    "approximately|roughly|exactly|some",
    "mehr als|weniger als|bis zu|über|rund|etwa|ungefähr|circa|ca\\.?|mindestens|höchstens",
    "knapp|fast|gut|genau",
    "plus de|environ|au moins|près de|más de|unos|al menos|più di|oltre|almeno",
)
_CHINESE_BOUNDS = "超过|不少于|不超过|多于|大约|将近|接近|至少|至多|多达|共有|近|约|逾"  # fmt: skip
_QUALIFIED = re.compile(
    rf"(?i)(?<!\w)(?:{'|'.join(_BOUNDS)})\s+(?=\d)|(?:{_CHINESE_BOUNDS})\s*(?=\d)"
)
"""What stands before a number that is a bound or rounded; the figure is the same."""

_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_COUNTED = "个名家位所次场项座处栋幢支份种批条款届轮辆台艘架篇间"
"""Measure words: they stand between a number and what is counted, and say nothing of it."""
_UNIT = "国省市天周年月人倍"
_NUMERALS = re.compile(
    rf"(?<![第\d.,{_NUMERAL}])[{_NUMERAL}]+(?=[多余]?(?:[{_COUNTED}]|[{_UNIT}](?![\u4e00-\u9fff]))|欧元)"
)
_MEASURED = re.compile(rf"(?<!第)(?<![\d年月])(\d+(?:[.,]\d+)?)\s*[多余几]?[{_COUNTED}]")
_MORE = re.compile(r"(\d)\s*(?:[多余]|\+(?!\d))")
_NO_NUMBERS = frozenset(("due", "once", "sei", "mil", "ten", "tre", "un", "mille"))
"""Words of one language for a number that are common words of another."""

_DAY = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_PLAIN = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w]|[.,]\d)")

_FIGURE = r"\d{1,3}(?:[ .,\u00a0\u202f'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?(?!\d)"
_CURRENCY = r"(?:€|eur(?:os?)?\b|欧元)"
_SCALES = r"(?:(?:millions?|millionen|mln|tausend|thousand|k|m)\b|(?:mio|tsd)\b\.?|百万|千万|万|亿)"
_SUM = re.compile(
    rf"(?i)(?P<before>{_CURRENCY}\s*)?(?<![\w.,-])(?P<figure>{_FIGURE})(?!年|[./]\d)"
    rf"\s*(?P<scale>{_SCALES})?\s*(?P<after>{_CURRENCY})?"
)
LEAST_SUM = 10_000
"""A smaller number is taken for a sum only with a currency or cents: it may be a year."""

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_BORDER = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z])|(?<=[A-Za-z])(?=[{_HAN}])")
_AT_NUMBER = re.compile(
    rf"(?<=\d)(?=[{_HAN}])(?![年月日号次届轮])|(?<=[{_HAN}])(?<![年月第])(?=\d)"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})年(?!\d)")
_CHINESE_DAY = re.compile(r"\d+年\d+月(?:\d+日)?")
HAN = re.compile(rf"[{_HAN}]+")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money that was asked for, within what it may be, and the words beside it."""

    value: Decimal
    least: Decimal
    most: Decimal
    rest: str


def plain(question: str) -> str:
    """Return a question with its numbers as figures have them: "53 percent" and "百分之53" are
    53 %, "917 000" is 917000, and "2 million" 2000000; days are written from the year on.
    """
    written = re.sub(r"(?i)(\d)\s*(?:per\s?cent|prozent|pct)\b", r"\1 %", question)
    written = re.sub(r"百分之\s*(\d)", r"\1", written)
    written = _DAY.sub(lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}", written)
    written = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), written)
    return _LARGE.sub(_in_digits, written)


def _in_digits(found: re.Match[str]) -> str:
    number = Decimal(found[1].replace(",", "."))
    return f"{int(number * _TIMES[found[2][0].casefold()])} "


def numbered(question: str) -> str:
    """Return a question with numbers in words as digits, in the six languages that are read, and
    without what stands between a number and what it counts, or before it as a bound.

    >>> numbered("over five hundred meetings"), numbered("二十八名医生"), numbered("über 160 Leute")
    ('500 meetings', '28 医生', '160 Leute')
    """
    written = _words().sub(_word_in_digits, question)
    written = _NUMERALS.sub(lambda found: str(large_number(found[0]) or found[0]), written)
    written = plain(written)
    written = _YEAR.sub(r"\1 ", _CHINESE_DAY.sub(r" \g<0> ", _QUALIFIED.sub("", written)))
    written = _MEASURED.sub(r"\1 ", written)
    return _AT_NUMBER.sub(" ", _MORE.sub(r"\1 ", written)).strip()


@cache
def _words() -> re.Pattern[str]:
    return re.compile(number_words.pattern(), re.IGNORECASE)


def _word_in_digits(found: re.Match[str]) -> str:
    number = number_words.value(found[0])
    small = number is None or number < 2 or found[0].casefold() in _NO_NUMBERS
    return found[0] if small else str(number)


def split_values(text: str) -> tuple[list[str], str]:
    """Return the numbers of a text that ``numbered`` gave, as marks of values, and the rest."""
    values = [value_mark(found[0].replace(",", ".")) for found in _PLAIN.finditer(text)]
    return values, _PLAIN.sub(" ", text)


def value_mark(number: str) -> str:
    """Return how a number is marked as the value of a figure.

    >>> value_mark("53.0"), value_mark("18.90")
    ('=53', '=18.9')
    """
    whole, _point, part = number.partition(".")
    part = part.rstrip("0")
    return f"{VALUE}{whole.lstrip('0') or '0'}{'.' + part if part else ''}"


def read_sum(question: str) -> Sum | None:
    """Return the sum of money that a question names, None where it names none.

    >>> read_sum("594.029,50 EUR").value, read_sum("36.6 million euros").least
    (Decimal('594029.50'), Decimal('36550000.0'))
    """
    for found in _SUM.finditer(_NUMERALS.sub(_numeral_in_digits, question)):
        value = read_number(found["figure"], _scale(found["scale"]))
        if value is None:
            continue
        cents = re.search(r"[.,]\d{1,2}$", found["figure"]) and value >= 1000
        money = found["before"] or found["after"]
        if value >= LEAST_SUM or cents or money:
            rest = f"{question[: found.start()]} {question[found.end() :]}".strip()
            less, more = _bounds(found["figure"], found["scale"])
            return Sum(value, value - less, value + more, rest)
    return None


def _numeral_in_digits(found: re.Match[str]) -> str:
    return str(large_number(found[0]) or found[0])


def _scale(text: str | None) -> str | None:
    return text and text.rstrip(".")


def _bounds(figure: str, scale: str | None) -> tuple[Decimal, Decimal]:
    """Return by how much a sum that is written so may be less, and more: half of its last digit;
    whole euros may have had their cents cut off.
    """
    digits = len(re.sub(r"\D", "", figure))
    if not scale or digits < 2:
        cents = re.search(r"[.,]\d\d?$", figure) and not scale
        half = Decimal("0.005" if cents else "0.5")
        return half, half if cents else Decimal("0.999")
    places = len(re.split(r"[.,]", figure)[-1]) if re.search(r"[.,]\d+$", figure) else 0
    one = read_number("1", _scale(scale)) or Decimal(1)
    half = one * Decimal(10) ** -places / 2
    return half, half


def spaced(text: str) -> str:
    """Return a text with a space where its script changes ("SENET协调人" is two words), and where
    a Chinese particle stands between two words.
    """
    return _BORDER.sub(" ", text).replace("的", " ")
