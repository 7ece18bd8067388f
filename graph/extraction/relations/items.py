"""A sentence as a row of items: names, dates, sums, verbs by what they say, prepositions, commas.

The verbs, nouns of roles and prepositions are data (``words/clauses``), one table a language; what
is made of them is the same for all. A list of organisations is one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.extraction import amounts as money
from graph.extraction import nations
from graph.extraction.amounts import Amount
from graph.extraction.clause_words import lexicon
from graph.extraction.dates import DateSpan
from graph.extraction.lexicon import LATIN, countries
from graph.extraction.model import Mention, Thing
from graph.extraction.sentence import Sentence

_KINDS = {
    "Partner": "org", "Cluster": "org", "Project": "project", "Event": "event",
    "DialogueSession": "event", "Dialogue": "dialogue", "Agreement": "agreement",
    "ClusterPartnership": "whole", "Programme": "programme", "Person": "person", "Place": "place",
}  # fmt: skip
NAMES = frozenset({*_KINDS.values(), "noun"})
"""Kinds of items that can be the subject or object of a verb."""


@dataclass(eq=False)
class Item:
    """One piece of a sentence with its place in the document."""

    kind: str
    """One of ``NAMES``, ``date``, ``amount``, ``count``, ``country``, ``verb``, ``role``, ``be``,
    ``prep``, ``relative``, ``and``, ``it``, ``comma``, ``colon``, ``stop``, ``open``, ``close`` or ``word``."""
    start: int
    end: int
    senses: frozenset[str] = frozenset()
    mentions: list[Mention] = field(default_factory=list)
    date: DateSpan | None = None
    amount: Amount | None = None
    value: str = ""
    sure: float = 1.0
    at: int = 0
    """Which item of its sentence it is."""

    @property
    def thing(self) -> Thing:
        """Return what is named first."""
        return self.mentions[0].thing


_MARKS = re.compile(
    r"(?P<comma>,)|(?P<open>[(\[])|(?P<close>[)\]])|(?P<colon>:)|(?P<stop>[;“”«»„\"]|\s[–—-]\s)|(?P<word>[^\W_](?:[\w.&-]*[\w&])?)"
)
_AND_ALONE = re.compile(r"(?:and|und|et|e|ed|y|sowie|as well as|nonché|&)$", re.IGNORECASE)


def items(s: Sentence) -> list[Item]:
    """Return the items of a sentence in order; what stands in brackets is left in its place."""
    found = [*_named(s), *_measured(s)]
    taken = bytearray(len(s.flat) + 1)
    for item in found:
        taken[item.start - s.start : item.end - s.start] = b"\1" * (item.end - item.start)
    language = s.language if s.language in LATIN else "en"
    whole, senses = lexicon(language)
    position = 0
    while match := whole.search(s.flat, position):
        position = max(match.end(), match.start() + 1)
        if any(taken[match.start() : match.end()]):
            position = match.start() + 1
            while position < len(s.flat) and re.match(r"[\w’']", s.flat[position - 1]):
                position += 1
            continue
        best: dict[str, set[str]] = {}
        end = 0
        for kind, sense, pattern in senses:
            if told := pattern.match(s.flat, match.start()):
                if told.end() > end:
                    best, end = {}, told.end()
                if told.end() == end:
                    best.setdefault(kind, set()).add(sense)
        if end < len(s.flat) - 1 and s.flat[end] == "-" and s.flat[end + 1].isalpha():
            best = {k: v for k, v in best.items() if k not in ("verb", "role")}  # "start-up"
        if not best or end <= match.start() or any(taken[match.start() : end]):
            continue
        position = end
        for kind in ("verb", "role", "prep", "relative", "and", "be", "it", "word", "noun"):
            if kind in best:
                low, high = s.start + match.start(), s.start + end
                found.append(
                    Item(kind, low, high, frozenset(best[kind]), value=s.flat[match.start() : end])
                )
                if kind == "verb" and "role" in best:
                    found[-1].senses |= {f"role-{x}" for x in best["role"]}
                break
        taken[match.start() : end] = b"\1" * (end - match.start())
    for match in _MARKS.finditer(s.flat):
        if not taken[match.start()]:
            kind = match.lastgroup or "word"
            found.append(Item(kind, s.start + match.start(), s.start + match.end(), value=match[0]))
    row = _grouped(sorted(found, key=lambda i: (i.start, i.end)))
    for at, item in enumerate(row):
        item.at = at
    return row


UNION = re.compile(
    r"(?<![\w-])(?:European Union|European Commission|Europäischen? Union|Europäischen? Kommission|Union européenne|"
    r"Commission européenne|Unione [Ee]uropea|Commissione [Ee]uropea|Unión Europea|Comisión Europea|EU(?=\s)(?!\s(?:project|contribution|funding|grant|budget|Member|member|delegation|side))|UE(?=[\s,.]))(?!\w)"
)


def _named(s: Sentence) -> list[Item]:
    found: list[Item] = []
    for m in sorted(s.mentions, key=lambda m: (m.start, -m.end)):
        kind = _KINDS.get(m.cls)
        if kind and not (found and m.start < found[-1].end):
            found.append(Item(kind, m.start, m.end, mentions=[m], sure=m.confidence**0.3))
    for two in s.pairs:
        if not any(i.start < two[0].end and two[0].start < i.end for i in found):
            found.append(Item("org", two[0].start, two[0].end, mentions=list(two), sure=0.95))
    for match in UNION.finditer(s.flat):
        low, high = s.start + match.start(), s.start + match.end()
        if not any(i.start < high and low < i.end for i in found):
            name = Mention(Thing("Partner", match[0]), low, high, "the-union", 0.9)
            found.append(Item("org", low, high, mentions=[name], sure=0.97))
    return found


_UNIT = re.compile(
    r"[\s\u00a0]*(?:%|km|€|EUR|years?|Jahre?n?|ans|anni|años|months?|Monate?n?|mois|mesi|meses|hours?|days?|Tage?n?)"
)


def _measured(s: Sentence) -> list[Item]:
    found = [
        Item("date", d.start, d.end, date=d)
        for d in s.dates
        if not any(m.start <= d.start < m.end for m in s.mentions)
    ]
    found += [
        Item("amount", a.start, a.end, amount=a)
        for a in s.amounts
        if not any(i.start < a.end and a.start < i.end for i in found)
    ]
    for start, end, value in money.find_counts(s.flat):
        low, high = s.start + start, s.start + end
        over = [i for i in found if i.start < high and low < i.end]
        inside = any(m.start <= low < m.end for m in s.mentions)
        if not over and not inside and 3 <= value <= 100_000 and not _UNIT.match(s.flat, end):
            found.append(Item("count", low, high, value=str(value)))
    return found


_FREE = re.compile(
    r"[a-zà-ÿß’'-]+|Firma|Hersteller|Unternehmen|Konzern|Mittelständler|Universität|Institut|Start-up|PME|KMU"
)


_GERMAN_ARTICLES = frozenset("die der das den dem".split())


def _grouped(row: list[Item]) -> list[Item]:
    """Return the row with every list of organisations as one item."""
    found: list[Item] = []
    at = 0
    while at < len(row):
        item = row[at]
        if item.kind != "org":
            found.append(item)
            at += 1
            continue
        whole = Item("org", item.start, item.end, mentions=list(item.mentions), sure=item.sure)
        after = at + 1
        while (step := _next_of_list(row, after)) is not None:
            whole.mentions += row[step].mentions
            whole.end, whole.sure = row[step].end, min(whole.sure, row[step].sure)
            after = step + 1
        found.append(whole)
        at = after
    return found


def _next_of_list(row: list[Item], at: int) -> int | None:
    """Return where the next organisation of a list stands, if what is between only lists."""
    depth = words = 0
    joined = False
    while at < len(row):
        item = row[at]
        if item.kind == "open":
            depth += 1
        elif item.kind == "close":
            depth -= 1
        elif depth:
            if item.kind in ("verb", "org", "project"):
                return None
        elif item.kind == "org":
            return at if joined else None
        elif item.kind == "comma" or (item.kind == "and" and _AND_ALONE.match(item.value)):
            joined = True
            words = 0
        elif item.kind == "stop" and item.value == ";":
            if _says(row[at + 1 :]):
                return None  # "it is headed by X; Y and Z take part": a clause of its own
            joined = True
        elif item.kind == "relative" and joined and item.value in _GERMAN_ARTICLES:
            words += 1
        elif item.kind == "word" and words < 5 and (joined or words < 1):
            nation = item.value in nations.nations() or item.value in countries()
            if not (_FREE.fullmatch(item.value) or nation):
                return None
            words += 1
        elif item.kind == "prep" and not joined and _part_of(row, at):
            at += 1  # "the School of Law at VUB, and X": what it belongs to
        elif (item.kind == "prep" and joined and at + 1 < len(row) and (
            row[at + 1].value in countries() or _AND_ALONE.match(item.value)
        )) or (item.kind == "place" and joined):  # fmt: skip
            pass
        else:
            return None
        at += 1
    return None


def _says(ahead: list[Item]) -> bool:
    """Return whether what follows says something before the next semicolon."""
    ends = next((n for n, i in enumerate(ahead) if i.kind == "stop"), len(ahead))
    return any(i.kind in ("verb", "be") for i in ahead[:ends])


def _part_of(row: list[Item], at: int) -> bool:
    """Return whether a preposition only says what a body in a list belongs to: " at VUB, and "."""
    ahead = row[at + 1 : at + 3]
    return (
        len(ahead) == 2
        and (
            (
                row[at].value.lower() in ("at", "of", "an der")
                and (ahead[0].kind == "org" or ahead[0].value[:1].isupper())
            )
            or (
                row[at].value.lower() in ("from", "in")
                and (ahead[0].kind == "place" or ahead[0].value in countries())
            )
        )
        and (ahead[1].kind == "comma" or _AND_ALONE.match(ahead[1].value) is not None)
        and not any(i.kind in ("verb", "be") for i in ahead)
    )
