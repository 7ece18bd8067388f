"""The parts of a text: headings, labelled lines, list items, footnotes, sentences.

A segment keeps its place; its ``flat`` text has a space for every line break, so that a
position in it is a position in the document.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from graph.extraction.lexicon import labels

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Segment:
    """A stretch of the text with what it is."""

    kind: str
    """``sentence``, ``heading``, ``label`` (its value), ``item`` or ``footnote``."""
    start: int
    end: int
    flat: str
    label: str | None = None
    """What the label before it says it is (see ``labels`` of the word lists)."""
    cells: list[Any] = field(default_factory=list)
    """The cells of a row of a table (``tables``)."""
    block: int = 0
    """Segments of one paragraph or list have the same number."""


_BULLET = re.compile(r"\s*(?:[-–•*▪◦‣·→]|\(?[0-9a-z][.)])\s+")
_LABEL = re.compile(
    r"\s*(?:[-–•*▪]\s+)?(?P<label>[^\n:：|\t]{2,48}?)\s*(?:[:：]|\t+|\s\|\s)\s*(?P<value>\S.*)?$"
)
_FOOTNOTE = re.compile(r"\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3})\s+\S.*(?:https?://|www\.|, ?p\. )")
_END = re.compile(
    r"(?:[.!?][\"”’»)]*(?=\s+[\"“„‘«(\[]?[A-ZÀ-ÖØ-ÞŠŽČŁ0-9\u4e00-\u9fff])|[。！？；][”」）]?|[.!?][\"”’»)]*$)"
)
_ABBREVIATION = re.compile(
    r"(?:(?<![\w])(?:Dr|Prof|Mr|Mrs|Ms|No|no|Nr|nr|n|St|Ing|Dott|Sig|Sra?|Dra|Profa|Mme|M|vs|etc|"
    r"e|e\.g|i\.e|z\.B|d\.h|u\.a|ca|approx|Inc|Ltd|Co|Corp|Bd|Art|art|Abs|bzw|inkl|Mio|Mrd|Tsd|Coop|And|approx|Univ|p|"
    r"pp|vol|Vol|Jan|Feb|Apr|Aug|Sept|Sep|Oct|Okt|Nov|Dec|Dez|S\.A|S\.p\.A|S\.r\.l|S\.L|e\.V|[A-Z])"
    r")\.$"
)  # fmt: skip


_LEGAL_END = re.compile(
    r"(?:e\.V|Ltd|Inc|Corp|S\.A|S\.p\.A|S\.r\.l|S\.L|B\.V|N\.V|Coop|And|d\.o\.o|z o\.o|s\.r\.o|A\.S)\.$"
)
_BEGINS = re.compile(
    r"\s+(?:The|It|This|They|Its|In|On|At|With|Both|A|An|Die|Der|Das|Es|Sie|Ein|Eine|Im|Am|Mit|Auch|Zudem|Le|La|Les|Il|Elle|Ils|"
    r"Un|Une|Ce|Cette|Lo|Gli|I|Una|Nel|Dal|El|Los|Las|Se|Su|Este|Esta|No|Non|Ne)\s(?!\S{0,3}[.)])"
)


def segments(
    text: str, table_rows: dict[int, tuple[int, list[Any]]] | None = None
) -> list[Segment]:
    """Return the segments of a text in order; rows of tables as they were found before."""
    result: list[Segment] = []
    rows = table_rows or {}
    block = 0
    pending: str | None = None
    for kind, start, end, number in _blocks(text):
        block = number
        inside = [at for at in rows if start <= at < end]
        if inside:
            for at in inside:
                if rows[at][1]:
                    row = _segment("table", text, at, rows[at][0], None, block)
                    row.cells = rows[at][1]
                    result.append(row)
            continue
        line = text[start:end]
        if kind == "line":
            match = _LABEL.match(line)
            meaning = _meaning(match["label"]) if match else None
            if match and meaning and match["value"]:
                value = start + match.start("value")
                for low, high, told in _labels_within(text, value, end, meaning):
                    result.append(_segment("label", text, low, high, told, block))
                    meaning = told
                pending = None if meaning not in _LISTS else meaning
                continue
            if (alone := _meaning(line)) and len(line) < 50:
                pending = alone
                result.append(_segment("heading", text, start, end, None, block))
                continue
            bullet = _BULLET.match(line)
            begin = start + bullet.end() if bullet else start
            if line.rstrip().endswith((":", "：")) or (
                pending and _begins_another(text, start, end, match)
            ):
                pending = None
            if pending and not _is_prose(line, pending):
                result.append(_segment("label", text, begin, end, pending, block))
                pending = pending if pending in _LISTS else None
                continue
            if bullet:
                result.append(_segment("item", text, begin, end, None, block))
                continue
            if _FOOTNOTE.match(line):
                result.append(_segment("footnote", text, start, end, None, block))
                continue
            if _EVENT_LINE.match(line) and _among_events(text, start, end):
                result.append(_segment("item", text, start, end, None, block))
                continue
            if _is_heading(line):
                result.append(_segment("heading", text, start, end, None, block))
                continue
        pending = None
        result += _sentences(text, start, end, block)
    return result


_WITHIN = re.compile(
    r"(?<=[^\W_][.;])\s+(?=(?P<label>[A-ZÀ-Þ][^\n:：|.;]{2,30}):\s\S)|(?<=[0-9],)\s+(?=(?P<small>(?:end|start|until|budget|total)[a-z ]{0,20}):\s\S)"
)


def _labels_within(text: str, start: int, end: int, meaning: str) -> list[tuple[int, int, str]]:
    """Return the values of a line that has more than one label: "Lead: X. Partner in Hubei: Y. Grant: Z"."""
    found: list[tuple[int, int, str]] = []
    low = start
    for match in _WITHIN.finditer(text, start, end):
        name = match["label"] or match["small"]
        told = _meaning(name) or _meaning(_WHERE.sub("", name))
        if told is None:
            continue
        found.append((low, match.start() - (text[match.start() - 1] in ".,"), meaning))
        low, meaning = match.end() + len(name) + 1, told
    found.append((low, end, meaning))
    return found


_WHERE = re.compile(r"\s(?:in|from|on)\s.*$")
_LISTS = frozenset({"partner", "member", "signatory", "organiser", "glance"})


def _meaning(label: str) -> str | None:
    plain = re.sub(r"^[\s•*▪–#|-]+|[\s:：*#]+$", "", label).lower().replace("’", "'")
    plain = re.sub(r"\s*\([^)]*\)$", "", plain)
    bare = _OUR.sub("", plain)
    return (
        labels().get(plain)
        or labels().get(plain.rstrip(". "))
        or labels().get(bare.rstrip(". "))
        or ("partner" if _PARTNERS_WHERE.fullmatch(plain) else None)
    )


_PARTNERS_WHERE = re.compile(
    r"(?:[a-z-]+\s)?(?:project\s|consortium\s)?(?:partners?|beneficiar(?:y|ies))\s(?:in|from)\s(?:the\s)?[^\W\d][\w\s’'-]{2,24}|"
    r"(?:chinese|european|eu|other|further|international|academic|industrial|german|french|italian|spanish|dutch)\s(?:project\s|consortium\s)?(?:partners?|participants|beneficiar(?:y|ies)|members)"
)
"""A label of some of the partners: "Partners in Flanders:", "Chinese participants:"."""
_OUR = re.compile(
    r"^(?:the|our|its|die|der|das|unsere?|ihre|les?|la|l'|nos|ses|il|lo|i|gli|le nostre|i nostri|el|los|las|sus|nuestros)\s?"
)
"""An article or "our" before a label: "The consortium", "Unsere Partner"."""


def _begins_another(text: str, start: int, end: int, match: re.Match[str] | None) -> bool:
    """Return whether a line is no item of the list above it: a label that nobody knows, or a
    heading over prose.
    """
    line = text[start:end].strip()
    if match and match["value"] and re.search(r"[:：]", line) and len(match["label"].split()) > 1:
        return True
    above = text[:start].rstrip(" ")
    if _EVENT_LINE.match(line) or (above.endswith("\n\n") and line.isupper() and len(line) < 40):
        return True  # "EVENTS", or an event with its town and day
    below = re.match(r"\n([^\n]+)", text[end:])
    return (
        above.endswith("\n\n")
        and len(line.split()) < 5
        and "(" not in line
        and below is not None
        and _is_prose(below[1], "")
    )


def _is_prose(line: str, pending: str) -> bool:
    """Return whether a line below a label is a sentence of its own, not the label's value."""
    text = line.strip()
    ends = bool(re.search(r"[.!?。！？]$", text)) and not re.search(
        r"(?:Ltd|S\.A|B\.V|r\.l|p\.A)\.$", text
    )
    if CHINESE.search(text):
        return ends
    return (ends and len(text.split()) > 6) or (len(text) > 200 and ";" not in text)


def _is_heading(line: str) -> bool:
    text = line.strip()
    return len(text) < 130 and not re.search(r"[.!?;。！？；,，:：]$", text)


def _segment(kind: str, text: str, start: int, end: int, label: str | None, block: int) -> Segment:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Segment(kind, start, end, flat(text[start:end]), label, block=block)


def flat(text: str) -> str:
    """Return the text with every white space made a plain space: positions stay."""
    return re.sub(r"\s", " ", text)


def _blocks(text: str) -> list[tuple[str, int, int, int]]:
    """Return lines, and paragraphs where wrapped lines belong together."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    result: list[tuple[str, int, int, int]] = []
    spaced = _is_spaced(text, lines)
    number, index = 0, 0
    while index < len(lines):
        start, end = lines[index]
        last = index
        while last + 1 < len(lines) and _goes_on(text, lines[last], lines[last + 1], spaced):
            last += 1
            end = lines[last][1]
        gap = text[lines[index - 1][1] : start].count("\n") if index else 2
        number += gap > 1
        result.append(("line" if last == index else "paragraph", start, end, number))
        index = last + 1
    return result


def _is_spaced(text: str, lines: list[tuple[int, int]]) -> bool:
    """Return whether every line of a text is followed by an empty one, as some PDF readers write
    it.
    """
    if len(lines) < 20:
        return False
    lengths = sorted(end - start for start, end in lines)
    gaps = [text[a[1] : b[0]].count("\n") for a, b in itertools.pairwise(lines)]
    return (
        50 < lengths[len(lengths) * 2 // 3] < 115 and sum(g > 1 for g in gaps) * 10 > len(gaps) * 6
    )


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], spaced: bool) -> bool:
    """Return whether a line is broken only because it was full."""
    first, second = text[slice(*line)].rstrip(), text[slice(*following)]
    if text[line[1] : following[0]].count("\n") > 2 or _BULLET.match(second):
        return False
    begin = second.lstrip()[:1]
    if _EVENT_LINE.match(first) and _EVENT_LINE.match(second) and not first.endswith((",", ".")):
        return False  # a list of events, a line each
    if text[line[1] : following[0]].count("\n") > 1 and not spaced:
        return False
    label = _LABEL.match(second)
    if label and _meaning(label["label"]):
        return False
    own = _LABEL.match(first)
    if own and label and _meaning(own["label"]) and re.search(r"[:：]", second[:48]):
        return False
    if own and _meaning(own["label"]) and len(first) < 70:
        return begin.islower()
    if re.search(r"[.!?:;。！？；]$", first):
        return bool(
            len(first) > 60
            and text[line[1] : following[0]].count("\n") == 1
            and first[-1] in ".;"
            and begin
            and not begin.isdigit()
            and len(second) > 40
        )
    if begin.islower() and len(first) > 25:
        return True
    if _PLACE_AND_DAY.fullmatch(second.strip()):
        return False
    return len(first) >= 62 and not _FOOTNOTE.match(second) and len(second.strip()) > 3


_EVENT_LINE = re.compile(
    r"\s*[A-ZÀ-Þ][\w’'-]*(?:\s[\w’'-]+){0,8}?(?:,|\s[–—-]|:)\s(?:[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)?,?\s)?(?:\w+day,?\s)?[0-9]{1,2}(?:st|nd|rd|th)?[\s.–-][^.;]{2,24}(?:19|20)[0-9]{2}(?!\w)"
)
"""A line that names something with a town and a day: "Final conference – Graz, 5 July 2012, hosted by X"."""


def _among_events(text: str, start: int, end: int) -> bool:
    """Return whether the line above or below one is an event with its town and day as well."""
    above = text[:start].rstrip("\n").rpartition("\n")[2]
    below = text[end:].lstrip("\n").partition("\n")[0]
    return any(_EVENT_LINE.match(line) is not None for line in (above, below))


_PLACE_AND_DAY = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+(?:[ /][A-ZÀ-Þ][\w’'-]+)?,\s(?:\w+,?\s)?[0-9][\w\s.,–-]{3,28}[0-9]{4}"
)
"""A line of its own below a title: "Ruwenau, 6-7 June 2018"."""


def _sentences(text: str, start: int, end: int, block: int) -> list[Segment]:
    body = flat(text[start:end])
    result: list[Segment] = []
    begin = 0
    for match in _END.finditer(body):
        head = body[begin : match.end()]
        if _LEGAL_END.search(head) and _BEGINS.match(body[match.end() :]):
            pass  # "... e.V. The EU": a legal form may end a sentence
        elif match[0].startswith(".") and (
            _ABBREVIATION.search(head.rstrip('"”’»)'))
            or (_LEGAL_END.search(head) and re.match(r"\s+\(", body[match.end() :]))
            or (
                re.search(r"(?<![\w.,/])[0-9]{1,2}\.$", head)
                and re.match(r"\s+[A-ZÄÖÜ]", body[match.end() :])
                and not re.search(
                    r"\b(?:in|of|to|than|by|phase|stage)\s+[0-9]{1,2}\.$", head, re.IGNORECASE
                )
            )
        ):
            continue
        result.append(_segment("sentence", text, start + begin, start + match.end(), None, block))
        begin = match.end()
    if body[begin:].strip():
        result.append(_segment("sentence", text, start + begin, end, None, block))
    return result
