"""Numbers written as words, in one piece or in several: "two hundred and fifty", "vierhundert".

Scales from a thousand on stand apart ("quatre cent" and "mille") unless a word holds them
("vierhunderttausend", "trecentomila").
"""

from __future__ import annotations

import functools
import re

from graph.extraction.lexicon import numbers

_HUNDREDS = {
    "hundred": 100, "hundert": 100, "cent": 100, "cents": 100, "cento": 100, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600,
    "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_GLUED = {"tausend": 1000, "mila": 1000}
_OTHERS = {
    "quatre-vingts": 80, "quatre-vingt": 80, "quatre-vingt-dix": 90, "soixante-dix": 70, "ein": 1,
    "septante": 70, "nonante": 90, "un": 1, "une": 1, "uno": 1, "una": 1, "eine": 1, "einen": 1,
    "ventuno": 21, "trentuno": 31, "quarantuno": 41, "cinquantuno": 51, "sessantuno": 61, "settantuno": 71,
    "ottantuno": 81, "novantuno": 91, "quattordici": 14, "quindici": 15, "catorce": 14, "quatorze": 14, "treize": 13, "seize": 16,
    "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
}  # fmt: skip


@functools.cache
def _atoms() -> dict[str, int]:
    return {**{w: n for w, n in numbers().items() if n <= 100}, **_OTHERS, **_HUNDREDS, **_GLUED}


@functools.cache
def pattern() -> str:
    """Return a regular expression of numbers in words; it may match more than ``value`` reads."""
    atom = "|".join(sorted(map(re.escape, _atoms()), key=len, reverse=True))
    piece = rf"(?:{atom})(?:und(?={atom})|(?:{atom}))*"
    return rf"(?<![\w-])(?:{piece})(?:(?:[\s-]|\sand\s|\sy\s|\set\s|-et-)(?:{piece}))*(?![\w])"


@functools.lru_cache(2048)
def value(text: str) -> int | None:
    """Return the number that words tell; None where they are none.

    >>> value("two hundred and fifty"), value("vierhunderttausend"), value("quatre cent")
    (250, 400000, 400)
    """
    text = re.sub(r"\s+(?:and|y|et)\s+|-et-", " ", text.lower())
    total = current = 0
    last = 0
    for word in re.split(r"\s+", text):
        whole = _atoms().get(word)
        parts = (word,) if whole is not None else _split(word)
        if not parts:
            return None
        glued = len(parts) > 1
        for part in parts:
            number = _atoms()[part]
            if number == 1000:
                total, current = total + max(1, current) * 1000, 0
            elif number == 100:
                current = max(1, current) * 100
            elif (
                current == 1
                and last == 1
                and number in (10, 12, 15, 20, 30, 40, 50, 60, 70, 80, 90)
            ):
                current = number  # "une soixantaine"
            elif number > 100 or current % 100 == 0 or (current % 10 == 0 and number < 20) or glued:
                current += number
            elif number in (20, 10) and last < 10:
                return None
            else:
                return None
            last = number
    return total + current or None


@functools.lru_cache(2048)
def _split(word: str) -> tuple[str, ...] | None:
    """Return the parts of a word such as "zweihundertfünfzig" or "sixty-two"."""
    if not word:
        return ()
    for size in range(len(word), 1, -1):
        first = word[:size]
        if first in _atoms() or first in ("und", "-"):
            rest = _split(word[size:].removeprefix("-"))
            if rest is not None:
                return rest if first in ("und", "-") else (first, *rest)
    return None
