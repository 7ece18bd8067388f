"""The text of a source document: finding passages in it and what stands in a passage.

Positions count characters of the file read as UTF-8; ends are exclusive.
"""

from __future__ import annotations

import bisect
import hashlib
import re
import stat
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from graph.errors import EucnError
from graph.records.characters import whole_number
from graph.records.inflection import name_pattern

MAX_BYTES = 20_000_000
"""The longest document read so far has 55 kB; a book has about 1 MB."""


class TextError(EucnError):
    """A document's text cannot be read; the message names the file and what to do."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a document's text: ``start`` <= position < ``end``."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    @classmethod
    def parse(cls, text: str) -> Span | None:
        """Read ``START-END``; None when it is no such thing or not 0 <= start < end."""
        first, _, last = text.strip().partition("-")
        start, end = whole_number(first), whole_number(last)
        return cls(start, end) if start is not None and end is not None and start < end else None


class SourceText:
    """A document's text with its digest."""

    def __init__(self, text: str) -> None:
        self.text = text

    @classmethod
    def read(cls, path: Path) -> SourceText:
        """Read a document; newlines are kept as they are in the file.

        Raises TextError where the file is missing, no regular file, too large, empty or not
        UTF-8.
        """
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise TextError(f"{path} is not a file; give the text of the document")
            if status.st_size > MAX_BYTES:
                raise TextError(
                    f"{path} is {status.st_size:,} bytes; a document has at most "
                    f"{MAX_BYTES:,}. Is this the right file?"
                )
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise TextError(f"{path} is missing; put the text there or correct 'file:'") from None
        except OSError as error:
            raise TextError(f"{path} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise TextError(
                f"{path} is not UTF-8 text (byte {error.start}); save the document as plain "
                "text in UTF-8"
            ) from None
        if not text.strip():
            raise TextError(f"{path} is empty")
        return cls(text)

    @cached_property
    def sha256(self) -> str:
        """Return SHA-256 of the whole text as UTF-8, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer("\n", self.text)]

    def line_of(self, position: int) -> int:
        """Return the line (from 1) that holds the character at ``position``."""
        return bisect.bisect_right(self._line_starts, position)

    def passage(self, span: Span) -> str:
        """Return the characters of a span."""
        return self.text[span.start : span.end]

    def passage_sha256(self, span: Span) -> str:
        """Return SHA-256 of a passage as UTF-8, in hex."""
        return hashlib.sha256(self.passage(span).encode()).hexdigest()

    def find(self, quote: str, line: int | None = None) -> list[Span]:
        """Return all places of a quote, white space and breaks after hyphens apart.

        With ``line`` only the first place that starts on that line or after it.
        """
        tokens = [re.escape(token).replace(r"\-", r"-\s*") for token in quote.split()]
        if not tokens:
            return []
        # In a lookahead, so that places may overlap: "00" stands twice in "000".
        pattern = re.compile(r"(?=(" + r"\s+".join(tokens) + "))")
        start = 0
        if line is not None:
            starts = self._line_starts
            start = starts[min(max(line, 1), len(starts)) - 1]
        spans = [Span(match.start(1), match.end(1)) for match in pattern.finditer(self.text, start)]
        return spans[:1] if line is not None else spans


def document_path(folder: Path, file: str) -> Path:
    """Return where a record's ``file:`` lies in a folder of texts.

    Raises TextError where it would lie outside the folder.
    """
    path = folder / file
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name too long
        raise TextError(f"{path} cannot be read; check the name and where it leads") from None
    if not inside:
        raise TextError(f"'{file}' lies outside {folder}; name a file of that folder")
    return path


def normal(text: str) -> str:
    """Return text for comparing: one space between words, no break after a hyphen, case folded."""
    text = re.sub(r"(?<=\S)-\s+(?=\S)", "-", text)
    text = text.replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
    return re.sub(r"\s+", " ", text).strip().casefold()


_HAN = re.compile(r"[\u3400-\u9fff]")


def stands_in(name: str, passage: str) -> bool:
    """Return whether a name stands in a passage as whole words (see ``normal``)."""
    wanted = normal(name)
    if not wanted:
        return False
    # Chinese has no spaces: there a name has no edges that could be seen.
    before = r"(?<!\w)" if wanted[0].isalnum() and not _HAN.match(wanted[0]) else ""
    after = r"(?!\w)" if wanted[-1].isalpha() and not _HAN.match(wanted[-1]) else ""
    if _HAN.search(wanted):
        before, after = before.replace("\\w", "[a-z0-9]"), after.replace("\\w", "[a-z0-9]")
    if re.search(before + re.escape(wanted) + after, normal(passage)):
        return True
    # Possessives and German endings: "SENETs", "China's", "europäischen".
    if re.search(before + re.escape(wanted) + r"(?:'?s|s'|\d+)(?!\w)", normal(passage)):
        return True
    # "Bayerisches Ministerium" stands in "das Bayerische Ministerium": the review's rule too.
    inflected = name_pattern(" ".join(name.split()))
    return bool(re.search(rf"(?<!\w){inflected}(?!\w)", passage))


_WORDS = {
    word: number
    for number, words in {
        1: "one first ein eine einen ersten erste",
        2: "two second zwei zweite zweiten",
        3: "three third drei dritte dritten",
        4: "four fourth vier vierte",
        5: "five fifth fünf fünfte",
        6: "six sixth sechs",
        7: "seven seventh sieben",
        8: "eight eighth acht",
        9: "nine ninth neun",
        10: "ten tenth zehn",
        11: "eleven elf",
        12: "twelve zwölf",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        20: "twenty",
        30: "thirty",
    }.items()
    for word in words.split()
}


_LENGTH = re.compile(r"(?:stündig|tägig|wöchig|monatig|jährig)\w{0,2}$")

_SCALES = {
    "million": 1e6, "millions": 1e6, "Millionen": 1e6, "Million": 1e6, "Mio": 1e6, "m": 1e6,
    "milioni": 1e6, "milione": 1e6, "millones": 1e6, "millón": 1e6, "M": 1e6, "mln": 1e6,
    "billion": 1e9, "bn": 1e9, "Milliarden": 1e9, "Mrd": 1e9, "milliards": 1e9, "miliardi": 1e9,
    "k": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8,
}  # fmt: skip


def _chinese_number(text: str) -> int:
    """Return a numeral up to 99, as ordinals have it."""
    digits = "一二三四五六七八九"
    tens, ten, units = text.rpartition("十")
    if not ten:
        return digits.find(units[0]) + 1
    return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(units) + 1 if units else 0)


def _scaled(digits: str, factor: float) -> float:
    """Return a number of millions as written: binary fractions make 4.1 of them 4,099,999.99."""
    return float(Decimal(digits.replace(",", ".")) * Decimal(factor))


def numbers_in(passage: str) -> set[float]:
    """Return every number a reader sees in a passage, digits or words, as values.

    ``917 000``, ``1,000`` and ``2 million`` count as one number; a digit that ends a word
    (a footnote mark, ``R&I4``) is left out, an ordinal (``14th``) is its number.
    """
    text = re.sub(r"\s+", " ", passage)
    found: set[float] = set()
    pattern = r"(?<![a-zA-ZÀ-ÿ0-9_.,])(\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?)(?:st|nd|rd|th)?"
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    for match in re.finditer(pattern + rf"\s*({scales})?(?![a-zà-ÿ])", text):
        digits, scale = match[1], match[2]
        factor = _SCALES[scale] if scale else 1.0
        if re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", digits):
            found.add(float(re.sub(r"[ .,]", "", digits)) * factor)
            found.update(float(part) for part in re.split(r"[ .,]", digits))
            if re.fullmatch(r"\d+[.,]\d+", digits):
                found.add(_scaled(digits, factor))
        else:
            found.add(_scaled(digits, factor))
    for match in re.finditer(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)", text):
        found.update(map(float, match.groups()))
    # A footnote mark may be glued to a number: 18.9%)35, 20189, 202045.
    for match in re.finditer(r"(?<!\d)((?:19|20)\d\d)\d{1,2}(?!\d)", text):
        found.add(float(match[1]))
    for match in re.finditer("第([一二三四五六七八九十]{1,3})", text):
        found.add(float(_chinese_number(match[1])))
    for word in re.findall(r"\w+", text.casefold()):
        # German says length in one word: "dreistündig", "zweitägige".
        word = _LENGTH.sub("", word)
        if word in _WORDS:
            found.add(float(_WORDS[word]))
    return found


_IN_MONTHS = re.compile(r"(\w+)[\s-]*(?:months?|monate?n?|mois|mesi|meses|个月)(?![a-zà-ÿ])", re.I)


def years_in(passage: str) -> set[float]:
    """Return every number of a passage as a length in years: "48 months" is 4, and not 48."""
    months = {number for found in _IN_MONTHS.finditer(passage) for number in numbers_in(found[1])}
    return numbers_in(_IN_MONTHS.sub(" ", passage)) | {number / 12 for number in months}


_FIRST = re.compile(
    r"\b(?:largest|biggest|highest|fastest|most|first|leading"
    r"|größte[nrs]?|höchste[nrs]?|meisten?|führende[nrs]?)\b|最|第一|首位",
    re.I,
)


def names_the_first(passage: str) -> bool:
    """Return whether a passage ranks something first: by a superlative, not by a number."""
    return _FIRST.search(passage) is not None


_MONTHS = [
    ("january", "januar", "jan", "janvier", "gennaio", "enero"),
    ("february", "februar", "feb", "février", "febbraio", "febrero"),
    ("march", "märz", "mar", "mars", "marzo"),
    ("april", "april", "apr", "avril", "aprile", "abril"),
    ("may", "mai", "may", "maggio", "mayo"),
    ("june", "juni", "jun", "juin", "giugno", "junio"),
    ("july", "juli", "jul", "juillet", "luglio", "julio"),
    ("august", "august", "aug", "août", "agosto"),
    ("september", "september", "sep", "septembre", "settembre", "septiembre"),
    ("october", "oktober", "oct", "octobre", "ottobre", "octubre"),
    ("november", "november", "nov", "novembre", "noviembre"),
    ("december", "dezember", "dec", "décembre", "dicembre", "diciembre"),
]


def date_missing(date: str, passage: str) -> list[str]:
    """Return the parts of a date (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``) a passage does not
    name.
    """
    year, *rest = date.split("-")
    numbers = numbers_in(passage)
    text = normal(passage)
    missing = [] if float(year) in numbers or year in text else [year]
    if rest:
        names = _MONTHS[int(rest[0]) - 1]
        numeric = re.search(rf"(?<!\d)0?{int(rest[0])}\s?[./月-]", text)
        if not numeric and not any(re.search(rf"(?<!\w){name}(?!\w)", text) for name in names):
            missing.append(names[0].capitalize())
    if len(rest) > 1 and float(rest[1]) not in numbers:
        missing.append(f"day {int(rest[1])}")
    return missing
