"""Amounts of money and counts, as the six languages write them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from graph.extraction import number_words
from graph.extraction.lexicon import numbers

NORMALISER = "amount"


@dataclass(frozen=True)
class Amount:
    """A sum of money and where it stands."""

    start: int
    end: int
    value: str
    currency: str


_CURRENCIES = {
    "EUR": r"€|EUR|[Ee]uros?|EURO|欧元",
    "CNY": r"RMB|CNY|CN¥|¥|[Yy]uan|[Rr]enminbi|人民币|元人民币|元",
    "USD": r"USD|US\$|\$|US[ -]dollars?|美元",
    "GBP": r"GBP|£|英镑",
    "CHF": r"CHF|Swiss francs|Schweizer Franken|瑞士法郎",
    "HKD": r"HKD|HK\$|港元",
    "DKK": r"DKK|Danish (?:kroner|crowns)",
    "SEK": r"SEK|Swedish (?:kronor|crowns)",
    "NOK": r"NOK|Norwegian (?:kroner|crowns)",
    "PLN": r"PLN|zloty",
    "CZK": r"CZK|Czech (?:crowns|koruna)",
}
_SCALES = {
    "thousand": 10**3, "tausend": 10**3, "tsd": 10**3, "k": 10**3, "mille": 10**3, "mila": 10**3,
    "mil": 10**3, "million": 10**6, "millions": 10**6, "millionen": 10**6, "mio": 10**6,
    "mill": 10**6, "mln": 10**6, "m": 10**6, "milioni": 10**6, "milione": 10**6,
    "millones": 10**6, "millón": 10**6, "billion": 10**9, "bn": 10**9, "milliarden": 10**9,
    "mrd": 10**9, "milliards": 10**9, "miliardi": 10**9, "mil millones": 10**9,
    "万": 10**4, "百万": 10**6, "亿": 10**8, "千万": 10**7, "十亿": 10**9, "千": 10**3,
}  # fmt: skip
_FIGURE = (
    r"[0-9]{1,3}(?:[ .,\u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]+(?:[.,][0-9]+)?"
)


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    scales = "|".join(sorted((re.escape(s) for s in _SCALES), key=len, reverse=True))
    scale = rf"(?:[\s-]*(?P<scale>(?:{scales}))(?:\.|(?![a-zà-ÿ])))?"
    half = rf"(?:{_HALVES})"
    number = rf"(?P<number>{_FIGURE}|{half}|{number_words.pattern()})"
    scale = rf"(?:[\s-]*(?P<scale>(?:{scales}))(?:\.|(?![a-zà-ÿ]))(?P<half>\s(?:e mezzo|y medi[oa]|et demie?))?)?"
    code = "|".join(f"(?P<{c}>{p})" for c, p in _CURRENCIES.items())
    after = rf"(?<![A-Za-z0-9.,]){number}{scale}(?:\s*(?:of\s+|de\s+|d[’']|di\s+)?)(?:{code})(?![a-zà-ÿ])"
    before = rf"(?<![\w])(?:{code})\s?{number}(?:{scale})(?![0-9])"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


_MONEY = re.compile("|".join(_CURRENCIES.values()), re.IGNORECASE)


_CHINESE_MONEY = {
    "欧元": "EUR",
    "元人民币": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "元": "CNY",
    "英镑": "GBP",
    "港元": "HKD",
}
_CHINESE = re.compile(
    r"([一二两三四五六七八九十][零一二两三四五六七八九十百千万亿]+)余?("
    + "|".join(_CHINESE_MONEY)
    + ")"
)


def chinese_number(text: str) -> int | None:
    """Return a Chinese numeral; imported late, since names read amounts as well."""
    from graph.extraction.chinese import large_number

    return large_number(text)


def find_amounts(text: str) -> list[Amount]:
    """Return every sum of money in a text, in order."""
    found: list[Amount] = []
    if not _MONEY.search(text):
        return found
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if any(a.start < match.end() and match.start() < a.end for a in found):
                continue
            currency = next(c for c in _CURRENCIES if match[c])
            value = read_number(match["number"], match["scale"])
            if value is not None and match["half"]:
                value += Decimal(_SCALES[match["scale"].lower().rstrip(".")]) / 2
            if value is not None and value > 0:
                found.append(Amount(match.start(), match.end(), plain(value), currency))
    for match in _CHINESE.finditer(text):
        whole = chinese_number(match[1])
        if whole and not any(a.start < match.end() and match.start() < a.end for a in found):
            found.append(Amount(match.start(), match.end(), str(whole), _CHINESE_MONEY[match[2]]))
    return sorted(found, key=lambda amount: amount.start)


def read_number(figure: str, scale: str | None = None) -> Decimal | None:
    """Return the value of a figure: "2 450 000", "6,75" with Mio, "1.350.000,50", "two"."""
    factor = _SCALES[scale.lower().rstrip(".")] if scale else 1
    if half := _half(figure.lower()):
        return half * factor
    if figure[:1].isalpha():
        word = number_words.value(figure)
        return None if word is None else Decimal(word * factor)
    text = re.sub(r"[\s\u00a0\u202f'’]", "", figure)
    marks = re.findall(r"[.,]", text)
    if not marks:
        return Decimal(text) * factor
    last = marks[-1]
    tail = text.rpartition(last)[2]
    if len(set(marks)) == 2:  # both signs: the last one is the decimal sign
        other = "," if last == "." else "."
        return Decimal(text.replace(other, "").replace(last, ".")) * factor
    if len(marks) > 1 or (len(tail) == 3 and factor == 1):
        return Decimal(re.sub(r"[.,]", "", text)) * factor
    return Decimal(text.replace(last, ".")) * factor


_HALVES = (
    r"(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine) and a half|(?<!\w)(?:anderthalb|eineinhalb|zweieinhalb|"
    r"half a|eine halbe|un demi-?|mezzo|medio|dreieinhalb|viereinhalb|fünfeinhalb|sechseinhalb|siebeneinhalb|achteinhalb|neuneinhalb)"
)


def _half(figure: str) -> Decimal | None:
    """Return the value of "two and a half", "zweieinhalb"; None for anything else."""
    if figure in ("half a", "eine halbe", "mezzo", "medio", "un demi", "un demi-"):
        return Decimal("0.5")
    if figure == "anderthalb":
        return Decimal("1.5")
    word = re.fullmatch(r"(\w+) and a half|(ein|\w+?)einhalb", figure)
    if word is None:
        return None
    whole = {"ein": 1, **numbers()}.get(word[1] or word[2])
    return None if whole is None else Decimal(whole) + Decimal("0.5")


def plain(value: Decimal) -> str:
    """Digits without an exponent and without zeros at the end of a fraction."""
    whole = value.to_integral_value()
    return str(int(whole)) if whole == value else format(value.normalize(), "f")


_COUNT = re.compile(
    r"(?<![\w.,/-])([0-9]{1,3}(?:[ .,’'][0-9]{3})+|[0-9]{1,6})(?![\w/-]|[.,][0-9]|\s?%)"
)


_CHINESE_COUNT = re.compile(r"([一二两三四五六七八九十百千]{2,6})余?(?=[名位家人个])")


@functools.cache
def _counted() -> re.Pattern[str]:
    return re.compile(number_words.pattern(), re.IGNORECASE)


def find_counts(text: str) -> list[tuple[int, int, int]]:
    """Whole numbers in digits or in words: start, end, value; years and money are left in."""
    return list(_counts(text))


@functools.lru_cache(256)
def _counts(text: str) -> tuple[tuple[int, int, int], ...]:
    found = [(m.start(1), m.end(1), int(re.sub(r"\D", "", m[1]))) for m in _COUNT.finditer(text)]
    for match in _counted().finditer(text):
        value = number_words.value(match[0])
        if value is not None:
            found.append((match.start(), match.end(), value))
    for match in _CHINESE_COUNT.finditer(text):
        value = chinese_number(match[1])
        if value is not None:
            found.append((match.start(1), match.end(1), value))
    return tuple(sorted(found))
