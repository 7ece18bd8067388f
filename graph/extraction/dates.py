"""Dates in six languages, by a grammar of our own, at the precision the text has.

No day or month is ever filled in: "im Herbst 2020" is the year 2020, "17 and 18 October
2018" a range of two days, "next week" is no date. A year is taken from the date at the head of
the text only ("Delft, 14 March 2019": "on 11 and 12 March"), and only near to it.
"""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass

from graph.extraction.lexicon import any_case, months

NORMALISER = "date"
OF_TEXT = "date-of-text"
"""A day and month as the text has them, the year from the date at its head."""


@dataclass(frozen=True)
class DateSpan:
    """A date, or a range of dates, and where it stands. Values are YYYY, YYYY-MM, YYYY-MM-DD."""

    start: int
    end: int
    first: str
    last: str | None = None
    vague: str | None = None
    """A season or "end of": what the value cannot say."""
    of_text: bool = False
    """Whether the year is that of the text's own date."""


_YEAR = r"(?P<{0}>(?:19|20)[0-9]{{2}})"
_DAY = r"(?P<{0}>3[01]|[12][0-9]|0?[1-9])(?:\s?(?:st|nd|rd|th|er|º|°|\.)(?![a-z0-9]))?"
_OF = r"(?:\s*,?\s*(?:of|de|del|di|d[’'])?\s*)"
_WEEKDAY = (
    r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|"
    r"Mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunedì|martedì|mercoledì|"
    r"giovedì|venerdì|sabato|domenica|lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
    r"\s*,?\s*(?:(?:the|den|dem|le|il|el)\s+)?)?"
)
_JOIN = (
    r"(?:\s*(?:-|–|—|&|~)\s*|\s+(?:to|and|until|till|through|bis(?:\s+(?:zum|einschließlich))?|und|"
    r"au|à|et(?:\s+(?:le|au))?|al|e|ed|a|y|hasta(?:\s+el)?|fino\s+al?|jusqu[’']au)\s+(?:the\s+|le\s+|den\s+)?)"
)
_ZH_DAY = r"(?P<{0}>3[01]|[12][0-9]|0?[1-9])\s*[日号]"


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    names = "|".join(any_case(re.escape(n)) for n in sorted(months(), key=len, reverse=True))
    month = rf"(?P<{{0}}>{names})(?![\w])\.?"

    def p(form: str) -> re.Pattern[str]:
        return re.compile(form, re.IGNORECASE)

    year, day = _YEAR.format("y"), _DAY.format("d")
    m, m2 = month.format("m"), month.format("m2")
    y2, d2 = _YEAR.format("y2"), _DAY.format("d2")
    before = r"(?<![\w])"
    after = r"(?:(?![0-9\w])|(?=[0-9]{1,2}(?![0-9\w])))"  # a footnote mark may be glued to a year
    return [
        # 3 to 7 June 2019, vom 3. bis 7. Juni 2019, 29 November to Friday 3 December 2021
        ("dmy-dmy", p(f"{before}{day}{_OF}{m}{_OF}{year}{_JOIN}{_WEEKDAY}{d2}{_OF}{m2}{_OF}{y2}")),
        ("dm-dmy", p(f"{before}{day}{_OF}{m}{_JOIN}{_WEEKDAY}{d2}{_OF}{m2}{_OF}{year}{after}")),
        ("d-dmy", p(f"{before}{day}{_JOIN}{_WEEKDAY}{d2}{_OF}{m}{_OF}{year}{after}")),
        ("md-mdy", p(f"{before}{m}\\s+{day}{_JOIN}{_WEEKDAY}{m2}\\s+{d2},?\\s+{year}{after}")),
        ("md-dy", p(f"{before}{m}\\s+{day}{_JOIN}{d2},?\\s+{year}{after}")),
        ("my-my", p(f"{before}{m}{_OF}{year}{_JOIN}{m2}{_OF}{y2}{after}")),
        ("m-my", p(f"{before}{m}{_JOIN}{m2}{_OF}{year}{after}")),
        ("dmy", p(f"{before}{_WEEKDAY}{day}{_OF}{m}{_OF}{year}{after}")),
        ("mdy", p(f"{before}{_WEEKDAY}{m}\\s+{day},?\\s+{year}{after}")),
        ("my", p(f"{before}{m}{_OF}{year}{after}")),
        ("iso", p(rf"(?<![\w/-]){year}-(?P<n>0[1-9]|1[0-2])-(?P<d>[0-3][0-9])(?![\w-])")),
        ("dots", p(rf"(?<![\w.]){day}(?<=[0-9])\.\s?(?P<n>0?[1-9]|1[0-2])\.\s?{year}{after}")),
        ("slashes", p(rf"(?<![\w/])(?P<d>[0-3]?[0-9])[/-](?P<n>[0-3]?[0-9])[/-]{year}(?![\w/])")),
        ("d-dots", p(rf"(?<![\w.]){day}(?<=[0-9])\.?{_JOIN}(?P<d2>[0-3]?[0-9])\.(?P<n>0?[1-9]|1[0-2])\.{year}{after}")),
        ("n/y", p(rf"(?<![\w/.])(?P<n>0?[1-9]|1[0-2])/{year}(?![\w/])")),
        ("zh-dmy-dmy", p(rf"{year}\s*年\s*(?P<n>1[0-2]|0?[1-9])\s*月\s*{_ZH_DAY.format('d')}\s*(?:至|到|—|-|–|~|～)+\s*(?P<n2>1[0-2]|0?[1-9])\s*月\s*{_ZH_DAY.format('d2')}")),
        ("zh-d-d", p(rf"{year}\s*年\s*(?P<n>1[0-2]|0?[1-9])\s*月\s*(?P<d>3[01]|[12][0-9]|0?[1-9])\s*[日号]?\s*(?:至|到|—|-|–|~|～)+\s*{_ZH_DAY.format('d2')}")),
        ("zh-m-m", p(rf"{year}\s*年\s*(?P<n>1[0-2]|0?[1-9])\s*月?\s*(?:至|到|—|-|–|~|～)+\s*(?P<n2>1[0-2]|0?[1-9])\s*月(?!\s*[0-9])")),
        ("zh.d", p(rf"{year}\s*年\s*(?P<n>1[0-2]|0?[1-9])\s*月\s*{_ZH_DAY.format('d')}")),
        ("zh.m", p(rf"{year}\s*年\s*(?P<n>1[0-2]|0?[1-9])\s*月")),
        ("zh-y-y", p(rf"(?<![0-9]){year}\s*年?\s*(?:至|到|—|-|–|~|～)+\s*{y2}\s*年")),
        ("zh.y", p(rf"(?<![0-9]){year}\s*年")),
        ("y-y", p(rf"(?<![\w./-]){year}\s*(?:-|–|—|to|bis|à|al)\s*(?P<y2>(?:19|20)[0-9]{{2}})(?![\w/-]|\.[0-9])")),
        ("y-y", p(rf"(?:(?<=between )|(?<=zwischen )|(?<=entre )|(?<=tra )|(?<=fra )|(?<=tra il )|(?<=fra il ))(?<![\w./-]){year}\s+(?:and|und|et|y|e il|e)\s+{y2}(?![\w/-]|[.,][0-9])")),
        ("vague", p(rf"(?<![\w])(?P<v>spring|summer|autumn|fall|winter|Frühjahr|Frühling|Sommer|Herbst|printemps|été|automne|hiver|primavera|estate|autunno|inverno|verano|otoño|invierno|(?:the\s+)?(?:end|beginning|middle|start)|early|late|mid|Anfang|Mitte|Ende|début|fin|mi|fine|inizio|metà|finales|principios|mediados|final)(?:[\s-]+(?:of|de|del|di|d[’']))?[\s-]+(?:the\s+year\s+)?{year}{after}")),
        ("y", p(rf"(?<![\w.,/€$-]){year}(?![\w/]|[.,-][0-9]|\s?(?:%|€|EUR|euros?\b|million))")),
    ]  # fmt: skip


_A_YEAR = re.compile("(?:19|20)[0-9]{2}")
"""Every date has one: a text without is not read for dates."""


def find_dates(text: str) -> list[DateSpan]:
    """Return every date of a text in order; the longest reading of a stretch wins."""
    return list(_dates(text)) if _A_YEAR.search(text) else []


@functools.lru_cache(256)
def _dates(text: str) -> tuple[DateSpan, ...]:
    taken = bytearray(len(text))
    found: list[DateSpan] = []
    chinese = "年" in text
    for name, pattern in _patterns():
        if name.startswith("zh") and not chinese:
            continue
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            date = _read(name, match)
            if date is not None:
                found.append(date)
            elif "-" in name:
                continue
            # A day that no calendar has is no date, and neither are its parts.
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found.sort(key=lambda date: date.start)
    return tuple(_joined(text, found))


def _read(name: str, match: re.Match[str]) -> DateSpan | None:
    groups = match.groupdict()
    year = groups["y"]

    def month(key: str, number: str) -> int | None:
        if groups.get(key):
            return months()[groups[key].lower()]
        return int(groups[number]) if groups.get(number) else None

    first_month, second_month = month("m", "n"), month("m2", "n2")
    first_day, second_day = groups.get("d"), groups.get("d2")
    if name == "slashes" and first_month is not None and first_month > 12:
        first_month, first_day = int(first_day or 0), groups["n"]  # month first, as in the US
    first: str | None
    last: str | None = None
    if "-" in name:
        first_year = year
        second_year = groups.get("y2") or year
        first = written(first_year, first_month, first_day)
        last = written(
            second_year, second_month or (first_month if second_day else None), second_day
        )
        if last is None or first is None or last < first:
            return None
    else:
        first = written(year, first_month, first_day)
    if first is None:
        return None
    start, end = match.span()
    while match.string[end - 1] in " ,\n":
        end -= 1
    return DateSpan(start, end, first, last, groups.get("v"))


def written(year: str, month: int | None, day: str | None) -> str | None:
    """Return the parts of a date as YYYY[-MM[-DD]]; None where the calendar has no such day."""
    if month is None:
        return year
    if not 1 <= month <= 12:
        return None
    if not day:
        return f"{year}-{month:02}"
    try:
        return datetime.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


HEAD = 700
"""Characters within which a text tells its own date."""
_FAR = 4
"""Months after or before the text's date for which its year is not taken."""


@functools.cache
def _undated() -> list[re.Pattern[str]]:
    names = "|".join(any_case(re.escape(n)) for n in sorted(months(), key=len, reverse=True))
    month = rf"(?P<{{0}}>(?:{names}))(?![\w])\.?"
    m, m2, day, day2 = month.format("m"), month.format("m2"), _DAY.format("d"), _DAY.format("d2")
    no_year = r"(?!\s*,?\s*(?:of|de|del|d[’'])?\s*(?:19|20)[0-9]{2})(?![\w])"
    begin = r"(?<![\w.,/–-])"
    zh = r"(?<![0-9年])(?P<n>1[0-2]|0?[1-9])月(?P<d>3[01]|[12][0-9]|0?[1-9])[日号]?"
    return [
        re.compile(f"{begin}{day}{_OF}{m}{_JOIN}{_WEEKDAY}{day2}{_OF}{m2}{no_year}", re.I),
        re.compile(f"{begin}{day}{_JOIN}{_WEEKDAY}{day2}{_OF}{m}{no_year}", re.I),
        re.compile(f"{begin}{m}\\s+{day}{_JOIN}{day2}{no_year}(?![.]?[0-9])", re.I),
        re.compile(f"{begin}{_WEEKDAY}{day}{_OF}{m}{no_year}", re.I),
        re.compile(f"{begin}{_WEEKDAY}{m}\\s+{day}{no_year}", re.I),
        re.compile(zh + r"(?:至|到|—|-|–|~|～)+(?:(?P<n2>1[0-2]|0?[1-9])月)?(?P<d2>3[01]|[12][0-9]|0?[1-9])[日号]"),
        re.compile(zh),
    ]  # fmt: skip


_YESTERDAY = re.compile(
    r"(?i)(?<!\w)(?:yesterday|gestern|hier(?=,?\s(?:à|au|aux|soir|matin|après|par|dans|lors)(?!\w))|ieri|ayer)(?!\w)|昨天|昨日"
)
"""The day before the text's own: only where a text tells its day at its head."""


@functools.cache
def _month_alone() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(months(), key=len, reverse=True) if len(n) > 3)
    return re.compile(
        rf"(?<!\w)(?:[Ii]n|[Ii]m|[Ee]n|[Aa]|[Nn]el|[Ss]ince|[Ss]eit|[Dd]epuis|[Dd]esde)\s(?P<m>{names})(?![\w])"
        r"(?!\s*,?\s*(?:of|de|del|d[’'])?\s*(?:19|20)?[0-9])(?!\s+(?:and|und|et|e|y|or|to|bis)\s)",
    )


_AHEAD = 6
"""Months after it: what is announced for June in January is of the same year."""
_REPORT = re.compile(
    r"(?:^|\s\s)(?:[^.;]{0,40}\s)?(?:(?i:annual report|jahresbericht|tätigkeitsbericht|rapport annuel|rapport d[’']activité|relazione annuale|"
    r"memoria(?: anual| de actividades)?|informe anual))\s(?:for\s|de\s|del\s|pour\s|per il\s)?(?P<y>(?:19|20)[0-9]{2})(?![\w/-])"
)


def _far(number: int, of_text: str) -> bool:
    """Return whether a month is too far from the text's own day to be of its year."""
    return len(of_text) > 4 and not -_FAR <= number - int(of_text[5:7]) <= _AHEAD


def anchor(text: str) -> str | None:
    """Return the first day that the head of a text tells with its year, as YYYY-MM-DD.

    Of a report about a year that year: "Jahresbericht 2016" tells the days of 2016.
    """
    if report := _REPORT.search(text[:HEAD]):
        return report["y"]
    return next((d.first for d in find_dates(text[:HEAD]) if len(d.first) == 10), None)


def find_undated(text: str, of_text: str | None) -> list[DateSpan]:
    """Return days without a year, completed by the year of the text's own date."""
    if of_text is None:
        return []
    taken = bytearray(len(text))
    for date in find_dates(text):
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    found: list[DateSpan] = []
    for match in _YESTERDAY.finditer(text) if len(of_text) > 4 else ():
        before = datetime.date.fromisoformat(of_text) - datetime.timedelta(days=1)
        found.append(DateSpan(match.start(), match.end(), before.isoformat(), None, None, True))
    for match in _month_alone().finditer(text):
        number = months()[match["m"].lower()]
        if not any(taken[match.start("m") : match.end("m")]) and not _far(number, of_text):
            value = f"{of_text[:4]}-{number:02}"
            found.append(DateSpan(match.start("m"), match.end("m"), value, None, None, True))
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for pattern in _undated():
        for match in pattern.finditer(text):
            groups = match.groupdict()
            number = int(groups["n"]) if groups.get("n") else months()[groups["m"].lower()]
            second = groups.get("m2")
            last_number = (
                months()[second.lower()] if second else int(groups.get("n2") or 0) or number
            )
            if any(taken[match.start() : match.end()]) or _far(number, of_text):
                continue
            first = written(of_text[:4], number, groups["d"])
            last = written(of_text[:4], last_number, groups.get("d2")) if groups.get("d2") else None
            if first is None or (groups.get("d2") and (last is None or last < first)):
                continue
            end = match.end()
            while text[end - 1] in " ,\n":
                end -= 1
            found.append(DateSpan(match.start(), end, first, last, None, True))
            taken[match.start() : end] = b"\1" * (end - match.start())
    return sorted(found, key=lambda date: date.start)


_BETWEEN = re.compile(
    rf"(?:{_JOIN}|\s*(?:至|到|—|-|–|~|–)+\s*|\s+to\s+|\s+bis\s+){_WEEKDAY}(?:(?:the|den|dem|zum|le|il|el)\s+)?",
    re.IGNORECASE,
)


def _joined(text: str, dates: list[DateSpan]) -> list[DateSpan]:
    """Return two whole dates with nothing but "to" between them are a range."""
    result: list[DateSpan] = []
    for date in dates:
        before = result[-1] if result else None
        if (
            before is not None
            and before.last is None
            and date.last is None
            and _BETWEEN.fullmatch(text[before.end : date.start])
            and before.first <= date.first
            and not re.search(r"\b(?:and|und|et|e|y)\b", text[before.end : date.start])
        ):
            result[-1] = DateSpan(before.start, date.end, before.first, date.first)
        else:
            result.append(date)
    return result


def days(date: DateSpan) -> int:
    """Return how many days a range lasts; a year and more where it is not told by the day."""
    if date.last is None or len(date.first) < 10 or len(date.last) < 10:
        return 366
    return (datetime.date.fromisoformat(date.last) - datetime.date.fromisoformat(date.first)).days


def told(date: DateSpan, alone: str = "date") -> list[tuple[str, str]]:
    """Return what a date says of a thing: its first and last day, or one day under the key ``alone``."""
    if date.last:
        return [("startDate", date.first), ("endDate", date.last)]
    return [(alone, date.first)]


def normaliser(date: DateSpan) -> str:
    """Return by which reading of the text a date has its value."""
    return OF_TEXT if date.of_text else NORMALISER


def datatype(value: str) -> str:
    """Return the XSD type of a date by its precision."""
    return {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(value), "xsd:date")
