"""Days that a text tells by its own: "heute", "este miércoles", "giovedì 27".

Only where the text bears a day at its head ("Wien, 24. November 2016 –"), and only those that follow
from it without a guess: a weekday is the text's own, a weekday with its number one of the months around.
"""

from __future__ import annotations

import datetime
import re

from graph.extraction.dates import HEAD, DateSpan, anchor, find_dates, find_undated, written

MONTHS = (
    "January February March April May June July August September October November December".split()
)
_PLACE = r"\(?[A-ZÀ-Þ][\w’'.-]*(?:[\s/,-]{1,2}\(?[A-ZÀ-Þ][\w’'.-]*\)?){0,3}\s?[,(]?\s?(?:the|den|le|el|il|am)?\s?"
_BEFORE = re.compile(
    rf"(?:^|.*\s\s)\s*(?:(?:Datum|Date|Data|Fecha|Stand|Published|Publié le|Veröffentlicht am|Publicado(?: el)?)\s?:?\s|(?:时间|日期|发布时间|发布日期|发布于)\s?[：:]\s?|(?:据?(?:本报|新华社|中新社|新华网|中新网)?[\u4e00-\u9fff]{{2,9}})|{_PLACE})?",
    re.DOTALL,
)
_BEHIND = re.compile(
    r"\s?\)?\s?(?:$|\s\s|[–—:|]|[.,]?\s?-{1,2}\s|\.[\s–—-]|\s\(|\s?[电讯]|\s来源|\s[0-9]{1,2}:[0-9]{2})"
)
_TODAY = re.compile(
    r"(?<![\w-])(?:(?<!ab )(?<!bis )(?<!von )(?<!noch )[Hh]eute(?! noch)|(?<!ancora )(?<!ad )(?<!di )[Oo]ggi|[Ss]tamane|[Ss]tamattina|(?:[Qq]uesta mattina)|"
    r"[Hh]oy(?! en día)|(?<!jusqu[’'])[Aa]ujourd[’']hui|[Tt]oday(?![’']s)|[Ee]sta mañana|[Cc]e matin)(?![\w-])|今[天日](?!的|后)"
)
_DAY_ALONE = re.compile(
    r"(?<![0-9年月～至—–-])(?P<day>3[01]|[12][0-9]|[1-9])[日号](?=[，在与同由上下至]|[\u4e00-\u9fff])"
)
"""A day of a Chinese report whose month its dateline tells: "27日在慕尼黑举行"."""
_TOMORROW = re.compile(r"(?<![\w-])(?:[Dd]emain|[Dd]omani|[Tt]omorrow)(?![\w-])")
_WEEKDAYS = (
    "montag lundi lunedì lunes monday|dienstag mardi martedì martes tuesday|mittwoch mercredi mercoledì miércoles wednesday|"
    "donnerstag jeudi giovedì jueves thursday|freitag vendredi venerdì viernes friday|samstag samedi sabato sábado saturday|"
    "sonntag dimanche domenica domingo sunday"
).split("|")
_NUMBER = {name: at for at, names in enumerate(_WEEKDAYS) for name in names.split()}
_WEEKDAY = re.compile(
    rf"(?i)(?<![\w-])(?:(?P<this>(?:am heutigen|am|an diesem|diesen|ce|questo|este|el|this|on)\s))?(?P<name>{'|'.join(_NUMBER)})"
    r"(?:,?\s(?:den\s|dem\s|día\s)?(?P<day>3[01]|[12][0-9]|0?[1-9])(?![\w/:.,]*[0-9])\.?)?(?![\w-])"
)
_FAR = 40
"""Days within which a weekday with its number is looked for."""


def text_day(flat: str) -> str | None:
    """Return the day that a text bears at its head, alone in its line or behind a town."""
    for date in find_dates(flat[:HEAD])[:3]:
        if (
            len(date.first) == 10
            and date.last is None
            and _BEFORE.fullmatch(flat[: date.start])
            and _BEHIND.match(flat, date.end)
        ):
            return date.first
    return None


def every_date(text: str, of_text: str | None, day: str | None) -> list[DateSpan]:
    """Return all dates of a stretch in order: whole ones, and those the text's own day completes."""
    found = [*find_dates(text), *find_undated(text, of_text)]
    taken = bytearray(len(text))
    for date in found:
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    return sorted([*found, *find_near(text, day, taken, found)], key=lambda date: date.start)


_CARRIED = re.compile(
    r"(?<![\w-])(?:(?P<same>(?i:(?:on\s)?(?:the|that)\s(?:very\s)?same\s(?:day|afternoon|evening|morning)|on\sthat\s(?:very\s)?day|later\sthat\sday))|"
    r"(?P<next>(?i:(?:on\s)?the\s(?:following|next)\s(?:day|morning)|(?:one|a)\sday\slater|the\sday\safter(?!\w*\s\w)))|"
    r"(?P<more>(?i:two|three|four|five|six))\sdays\slater|"
    r"(?P<nth>(?i:on)\sthe\s(?:first|second|third|last|final|opening|closing)\s(?:of\sthese\s)?day)(?!\sof\s(?:the\s)?(?:month|year))|"
    rf"(?P<month>{'|'.join(MONTHS)})\s(?:of\s)?(?:the\ssame|that)\syear)(?![\w-])"
)
"""Days told by the date before them: "the same day", "three days later", "in May of the same year"."""
BACK = 900
"""Characters within which that date is looked for."""
_LATER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def carried(text: str) -> list[DateSpan]:
    """Return the days that a text tells by the date that stands before them."""
    found: list[DateSpan] = []
    of_text = anchor(text)
    for match in _CARRIED.finditer(text):
        front = text[max(0, match.start() - BACK) : match.start()]
        every = sorted([*find_dates(front), *find_undated(front, of_text)], key=lambda d: d.start)
        known = [d for d in every if match["month"] or (d.last is None and len(d.first) == 10)]
        if match["nth"]:
            spans = [d for d in every if d.last and len(d.first) == len(d.last or "") == 10]
            if spans and spans[-1] is every[-1]:
                found.append(
                    DateSpan(match.start(), match.end(), _nth_day(spans[-1], match["nth"]), None, None, True)
                )  # fmt: skip
            continue
        if not known:
            continue
        base = known[-1].first
        if match["month"]:
            value = f"{base[:4]}-{MONTHS.index(match['month']) + 1:02}"
        elif len(base) != 10 or known[-1].end < len(front) - BACK:
            continue
        else:
            after = 0 if match["same"] else 1 if match["next"] else _LATER[match["more"].lower()]
            value = (datetime.date.fromisoformat(base) + datetime.timedelta(after)).isoformat()
        found.append(DateSpan(match.start(), match.end(), value, None, None, True))
    return found


_NEXT_WORD = re.compile(r"\s?\w*")


def told_days(text: str, places: list[tuple[int, int]]) -> set[str]:
    """Return the days that places give together, read as one text in their order: the second
    tells what the first leaves out ("16 and 17 April 2024" – "On the second day").

    The word behind a place is read too: it tells what "hier" is.
    """
    wide = [(a, b + len(m[0]) if (m := _NEXT_WORD.match(text, b)) else b) for a, b in places]
    flat = "   ".join(re.sub(r"\s", " ", text[a:b]) for a, b in sorted(wide))
    dates = [*every_date(flat, anchor(flat), text_day(flat)), *carried(flat)]
    return {value for date in dates for value in (date.first, date.last) if value}


def _nth_day(span: DateSpan, words: str) -> str:
    """Return the day of a range that some words mean: its second, its last."""
    if re.search("last|final|closing", words):
        return span.last or span.first
    after = next((n for n, word in enumerate(("second", "third"), 1) if word in words), 0)
    return (datetime.date.fromisoformat(span.first) + datetime.timedelta(after)).isoformat()


def find_near(
    text: str, day: str | None, taken: bytearray, known: list[DateSpan]
) -> list[DateSpan]:
    """Return the days that a text tells by its own, or by the whole date before them.

    ``taken`` has 1 where a date stands already.
    """
    if day is None and not known:
        return []
    found: list[DateSpan] = []

    def take(start: int, end: int, value: str) -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(DateSpan(start, end, value, None, None, True))

    for match in _WEEKDAY.finditer(text):
        weekday = _NUMBER[match["name"].lower()]
        before = [d.first for d in known if d.end < match.start() and len(d.first) == 10]
        base = before[-1] if before else day
        if base is None:
            continue
        own = datetime.date.fromisoformat(base)
        if match["day"]:
            value = _near(own, weekday, match["day"])
            if value:
                take(match.start("name"), match.end("day"), value)
        elif (
            day
            and match["this"]
            and datetime.date.fromisoformat(day).weekday() == weekday
            and not _NAMED.match(text, match.end())
        ):
            take(match.start("name"), match.end("name"), day)
    if day is None:
        return found
    own = datetime.date.fromisoformat(day)
    for match in _TODAY.finditer(text):
        if not _EXPLAINED.match(text, match.end()):
            take(match.start(), match.end(), day)
    for match in _DAY_ALONE.finditer(text):
        value = written(day[:4], own.month, match["day"])
        if value and value <= day:
            take(match.start(), match.end(), value)
    for match in _TOMORROW.finditer(text):
        if not _EXPLAINED.match(text, match.end()):
            after = own + datetime.timedelta(days=1)
            take(match.start(), match.end(), after.isoformat())
    return found


_EXPLAINED = re.compile(
    r"\W{1,3}(?:\w+\W{1,2}){0,3}?[0-9]{1,2}(?:\.|er|º)?\s(?:de\s)?[A-Za-zÀ-ÿ]{3,}"
)
"""A date that says the same follows: "oggi, 29 novembre"."""
_NAMED = re.compile(r",?\s(?:den\s|dem\s|día\s|the\s)?[0-9]")


def _near(own: datetime.date, weekday: int, number: str) -> str | None:
    """Return the one day of a number and weekday in the months around the text's own."""
    fits = []
    for step in (-1, 0, 1):
        month = own.month + step
        year = own.year + (month > 12) - (month < 1)
        value = written(str(year), (month - 1) % 12 + 1, number)
        told = datetime.date.fromisoformat(value) if value else None
        if told and told.weekday() == weekday and abs((told - own).days) <= _FAR:
            fits.append(told.isoformat())
    return fits[0] if len(fits) == 1 else None
