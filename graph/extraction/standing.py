"""What stands in a stretch of a text that a statement can be made of: names, dates, sums, words."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.extraction.amounts import find_amounts, find_counts
from graph.extraction.kinds import kind_of
from graph.extraction.lexicon import cities, countries, months, places
from graph.extraction.model import CLASSES, Thing
from graph.extraction.persons import pinyin_first
from graph.extraction.review import Review
from graph.extraction.tokens import UPPER
from graph.records.inflection import name_pattern
from graph.records.values import one_line

Words = Mapping[str, Sequence[Sequence[str]]]
"""Of each vocabulary its words with a label, a word as often as it has labels."""
MOST_TOKENS = 5
GRANT_NUMBER = re.compile(
    r"(?<![\w.,])(?:[0-9]{6,9}|[0-9]{2,4}[A-Z]{1,4}[0-9][0-9A-Z]{3,}|[A-Z]{2,}[A-Z0-9/-]*[0-9]{3,}[A-Z0-9/-]*)(?![\w])"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/]")
_ORDINAL = re.compile(r"(?<!\w)([0-9]{1,2})(?:st|nd|rd|th|\.)(?!\w)|第([0-9]{1,2})[次届轮]")
_SMALL = r"(?:of|for|and|the|on|de|du|des|la|le|del|della|di|et|für|und|der|zur|zum|&)"
_RUN = re.compile(
    rf"(?<![\w-])[{UPPER}][\w’'&.-]*(?:\s(?:{_SMALL}\s){{0,2}}[{UPPER}0-9][\w’'&.-]*)+(?<![.,])"
)
_IN_LIST = re.compile(
    r"(?:[,;:]\s|(?<!\w)(?:and|und|sowie|by|with|mit|von|et|y|e|of|at)\s)"
    r"(?:(?:the|der|die|das|dem|den|le|la|il|el)\s)?(?:[\w-]+\s){0,2}$",
)
_COMPOUND = re.compile(
    r"(?<=[a-zäöüß-])(?:(?P<event>veranstaltung|konferenz|treffen|tagung|sitzung|workshop|seminar|besuch|reise|messe|forum|feier|zeremonie|gipfel|kongress)|(?:erklärung|vereinbarung|abkommen|vertrag|memorandum|protokoll))(?:en|s|es)?$"
)
_COMMON = re.compile(
    r"(?<![\w-])(?:(?P<event>(?:(?:kick-off|opening|closing|final|mid-term|annual|concluding) (?:meeting|conference|workshop|ceremony|event|seminar|symposium)|(?:summer|winter) school))"
    r"|(?P<german>(?<=Zum\s)Auftakt|(?<=Zur\s)(?:Einweihung|Eröffnung)|Festakt)"
    r"|memorandum of understanding|letter of intent|cooperation agreement|joint declaration)(?![\w-])"
)
_WHERE = re.compile(r"(?<!\w)(?:in|at|near|from|nach|bei|aus|zu)\s$")
_ARTICLE = re.compile(
    r"^(?:(?:the|a|an|der|die|das|den|dem|des|ein|eine|le|la|les|il|lo|el|los|also|as well as|and|und|sowie)\s)+",
    re.IGNORECASE,
)
_LONG = re.compile(r"[(（]([^()（）]{8,150})[)）]|[“„\"]([^“”„\"]{8,150})[”“\"]")
"""What may be the whole name of what stands before it: "TIDES (Trade in Deep Estuaries)"."""
_TITLED = r"(?<!\w)(?:Dr|Prof|Mr|Mrs|Ms|Herrn?|Frau|Professor(?:in)?|Rector|Minister(?:in)?|President|Director)\.?\s(?:Dr\.\s)?"
_BEFORE_PLACE = re.compile(
    r"(?i)(?<!\w)(?:in|on|near|along|across|around|over|through|throughout|from|auf|im|am|an|aus|nahe|bei|vor|rund um)\s(?:the |der |dem |den |die |das )?$"
)
_ARTICLE_BEFORE = re.compile(
    r"(?i)(?<!\w)(?:a|an|the|its|their|this|another|one|ein|eine[mnrs]?|der|die|das|dem|den|des|ihr|seine?[mnrs]?|un|une|le|la|el|il|una)\s(?:[^\W\d_]+\s)?$"
)
_JOINED = re.compile(r"\s(?:and|und|et|y|e|&)\s")
_OF = re.compile(r"\s(?:of|for|für|de|di|d’|on|über|zu|zur)\s")
_BETWEEN = re.compile(
    r"\s*(?:[,;、，；]|(?<=\s)(?:and|und|sowie|et|e|y|as well as)(?=\s)|和|及|与)\s*"
)


_LENGTH = re.compile(
    r"(?i)[\s-]?(?:calendar |Kalender)?(?:(?P<month>months?|monate?n?|monatig\w*|mois|mesi|meses|个月)|years?|jahre?n?|jährig\w*|ans?\b|années|anni|años|年)(?![a-zäöü])"
)


@dataclass(frozen=True)
class Value:
    """What a statement can be about, or can say, and where it stands in the text."""

    kind: str
    """``thing``, ``name`` (words that nobody has called a thing yet), ``date``, ``sum``,
    ``count``, ``years``, ``ordinal``, ``number`` (of a grant), ``address``, ``short`` (an
    acronym), ``long`` (the whole of a short name) or ``word`` (of a vocabulary)."""
    start: int
    end: int
    thing: Thing | None = None
    text: str = ""
    more: str = ""
    """The end of a range of dates, the currency of a sum, the vocabulary of a word."""


class Standing:
    """Finds what stands in stretches of the text of one review."""

    def __init__(self, review: Review, spoken: Words) -> None:
        self.review = review
        self.spoken = spoken
        self.flat = re.sub(r"\s", " ", review.document.text)
        self._dates = review.dates

    @functools.cached_property
    def things(self) -> dict[Thing, list[str]]:
        """Return everything that the review knows and nobody rejected, with its names."""
        found: dict[Thing, list[str]] = {}
        for item in self.review.items.values():
            if item.decision == "reject":
                continue
            c = item.candidate
            for thing in c.things():
                found.setdefault(thing, [thing.name])
            if c.property in ("acronym", "name") and isinstance(c.object, str):
                found[c.subject].append(c.object)
        return found

    def values(self, start: int, end: int, names: bool = False) -> list[Value]:
        """Return what stands between two places, in order; ``names``: every run of capitals."""
        flat = self.flat[start:end]
        found = self._named(start, end)
        for date in self._dates:
            if start <= date.start and date.end <= end:
                found.append(Value("date", date.start, date.end, None, date.first, date.last or ""))
        for sum_ in find_amounts(flat):
            at = start + sum_.start, start + sum_.end
            found.append(Value("sum", *at, None, sum_.value, sum_.currency))
        for low, high, count in find_counts(flat):
            if unit := _LENGTH.match(flat, high):
                years = count / 12 if unit["month"] else count
                at = start + low, start + unit.end()
                found.append(Value("years", *at, None, f"{years:g}"))
        for match in GRANT_NUMBER.finditer(flat):
            found.append(
                Value("number", start + match.start(), start + match.end(), None, match[0])
            )
        for match in ADDRESS.finditer(flat):
            found.append(
                Value("address", start + match.start(), start + match.end(), None, match[0])
            )
        for match in _ORDINAL.finditer(flat):
            at = start + match.start(), start + match.end()
            found.append(Value("ordinal", *at, None, match[1] or match[2]))
        taken = [
            v for v in found if v.kind in ("thing", "date", "sum", "number", "address", "years")
        ]
        for low, high, count in find_counts(flat):
            clash = any(v.start < start + high and start + low < v.end for v in taken)
            if not clash and not 1900 <= count <= 2100 and count > 1:
                found.append(Value("count", start + low, start + high, None, str(count)))
        for match in re.finditer(r"[(（][“\"„]?([\w&+-]{2,20})[”\"“]?[)）]", flat):
            at = start + match.start(1), start + match.end(1)
            if match[1][:1].isupper() and sum(c.isupper() for c in match[1]) > 1:
                found.append(Value("short", *at, None, match[1]))
        for match in _LONG.finditer(flat):
            whole = match[1] or match[2]
            if len(whole.split()) > 2 and whole[0].isupper() and not re.search(r"[.;!?]", whole):
                low = start + match.start() + 1
                found.append(Value("long", low, low + len(whole), None, one_line(whole)))
        if names:
            found += self.new_names(start, end, taken)
        return sorted(found, key=lambda v: (v.start, v.end))

    def _named(self, start: int, end: int) -> list[Value]:
        spots: list[Value] = []
        for thing, called in self.things.items():
            for name in dict.fromkeys(called):
                for match in _pattern(name).finditer(self.flat, start, end):
                    spots.append(Value("thing", match.start(), match.end(), thing))
        for thing, surname in self._surnames.items():
            for match in re.finditer(
                rf"{_TITLED}({re.escape(surname)})(?![\w-])", self.flat[start:end]
            ):
                at = start + match.start(1), start + match.end(1)
                if not any(v.start <= at[0] and at[1] <= v.end for v in spots):
                    spots.append(Value("thing", *at, thing))
        for name, code in countries().items():
            if code and name in self.flat[start:end]:
                for match in _pattern(name).finditer(self.flat, start, end):
                    spots.append(Value("thing", match.start(), match.end(), Thing("Country", name)))
        for name in (*places(), *cities()):
            if name in self.flat[start:end]:
                for match in _pattern(name).finditer(self.flat, start, end):
                    before = self.flat[max(0, match.start() - 8) : match.start()]
                    if name not in places() and not _WHERE.search(before):
                        continue  # many names of towns are words as well
                    spots.append(Value("thing", match.start(), match.end(), Thing("Place", name)))
        spots += [v for v in self._compounds(start, end) if not any(o.start < v.end and v.start < o.end for o in spots)]  # fmt: skip
        longest = [
            v
            for v in spots
            if not any(
                o.start <= v.start and v.end <= o.end and o.end - o.start > v.end - v.start
                for o in spots
            )
        ]
        return list({(v.thing, v.start): v for v in longest}.values())

    @functools.cached_property
    def _surnames(self) -> dict[Thing, str]:
        """Return what a title stands before where a person has been named in full already."""
        found: dict[Thing, str] = {}
        for thing in self.things:
            if thing.cls == "Person" and len(words := thing.name.split()) > 1:
                found[thing] = words[0] if pinyin_first(thing.name) else words[-1]
        names = list(found.values())
        return {thing: name for thing, name in found.items() if names.count(name) == 1}

    def last(self, name: str, start: int, end: int) -> int:
        """Return where a name stands last between two places, inflected or not; -1 for nowhere."""
        return max((m.start() for m in _pattern(name).finditer(self.flat, start, end)), default=-1)

    def new_names(self, start: int, end: int, taken: Iterable[Value] = ()) -> list[Value]:
        """Return runs of capitals in a list or behind a preposition that nobody has called a
        thing yet.
        """
        found = []
        for match in _RUN.finditer(self.flat, start, end):
            low, high = match.span()
            before = self.flat[max(start, low - 30) : low]
            if (
                not _IN_LIST.search(before)
                or _BEFORE_PLACE.search(before)
                or any(v.start < high and low < v.end for v in taken if not _town(v, low, high))
                or any(word.lower() in months() for word in match[0].split())
            ):
                continue
            joined = _JOINED.search(match[0])
            if joined and not _OF.search(match[0][: joined.start()]):
                found.append(
                    Value("name", low, low + joined.start(), None, match[0][: joined.start()])
                )
                low += joined.end()
            found.append(Value("name", low, high, None, self.flat[low:high]))
        return found

    def _compounds(self, start: int, end: int) -> list[Value]:
        """Return common words that name an event or an agreement, in English and German."""
        found = []
        for match in _COMMON.finditer(self.flat, start, end):
            cls = "Event" if match["event"] or match["german"] else "Agreement"
            if not any(match[0] in t.name for t in self.things if t.cls == cls):
                found.append(Value("thing", *match.span(), Thing(cls, match[0])))
        for match in re.finditer(r"(?<![\w-])[A-ZÄÖÜ][\w-]+", self.flat[start:end]):
            if kind := _COMPOUND.search(match[0]):
                cls = "Event" if kind["event"] else "Agreement"
                name = re.sub(r"(?<=[^s])s$", "", match[0])
                at = start + match.start(), start + match.end()
                found.append(Value("thing", *at, Thing(cls, name)))
        return found

    def typed(self, start: int, end: int, words: str) -> list[Value]:
        """Return the name that begins with what is typed: its words, and the capitals behind them."""
        begun = r"\s+".join(map(re.escape, words.split()))
        match = re.compile(rf"(?i)(?<![^\W_]){begun}[\w’'&+-]*").search(self.flat, start, end)
        if match is None or len(words) < 2:
            return []
        whole = re.compile(rf"(?:\s(?:{_SMALL}\s){{0,2}}[{UPPER}][\w’'&.-]*)*(?<![.,])")
        behind = whole.match(self.flat, match.end(), end) if match[0][:1].isupper() else None
        high = behind.end() if behind else match.end()
        before = self.flat[max(0, match.start() - 30) : match.start()]
        if match[0][:1].islower() and (
            not _ARTICLE_BEFORE.search(before) or re.search(r"(?:ed|ly|lich)$", match[0])
        ):
            return []  # "signed" and "chaired" name nothing; "a delegation" does
        name = self.flat[match.start() : high]
        joined = _JOINED.search(name)
        if joined and not _OF.search(name[: joined.start()]):
            high = match.start() + joined.start()
        return [Value("name", match.start(), high, None, self.flat[match.start() : high])]

    def cut(self, start: int, end: int, taken: Iterable[Value]) -> list[Value]:
        """Return the names that marked words are, beside what is known in them: pieces of a list."""
        free = [start]
        for value in sorted((v for v in taken if v.thing), key=lambda v: v.start):
            free += [value.start, value.end]
        free.append(end)
        found = []
        for low, high in zip(free[::2], free[1::2], strict=True):
            at = low
            for match in [*_BETWEEN.finditer(self.flat, low, high), None]:
                stop = match.start() if match else high
                piece = self.flat[at:stop]
                bare = _ARTICLE.sub("", piece.strip()).strip(" .:")
                if len(bare) > 1 and any(c.isupper() or c > "\u3400" for c in bare):
                    spot = self.flat.index(bare, at)
                    found.append(Value("name", spot, spot + len(bare), None, one_line(bare)))
                at = match.end() if match else high
        return [v for v in found if len(v.text.split()) <= 12]

    def words(
        self, scheme: str, start: int, end: int, without: Sequence[tuple[int, int]] = ()
    ) -> list[Value]:
        """Return the words of a vocabulary that a stretch names, the longest label first; not
        those that stand ``without``.
        """
        text = self.flat[start:end]
        for low, high in without:
            low, high = max(0, low - start), max(0, high - start)
            text = text[:low] + " " * (min(high, len(text)) - low) + text[high:]
        named = words_in(self.spoken.get(scheme, ()), text)
        return [Value("word", start, end, None, name, scheme) for name in named]


def _town(value: Value, low: int, high: int) -> bool:
    """Return whether a value is a town inside a longer name: "Ningbo Tugs"."""
    inside = low <= value.start and value.end <= high and value.end - value.start < high - low
    return inside and value.thing is not None and value.thing.cls in ("Place", "Country")


def classes_of(name: str, before: str) -> list[str]:
    """Return what a new name is likely to name, the likeliest first."""
    order = ["Partner", "Project", "Event", "Agreement", "Person", "Place", "Programme", "Cluster"]
    order += ["Dialogue", "Initiative"]

    def first(cls: str) -> None:
        order.remove(cls)
        order.insert(0, cls)

    for cls in ("Dialogue", "Agreement", "Event"):
        if kind_of(cls, name) and not kind_of("Partner", name):
            first(cls)
    if re.fullmatch(r"[A-Z0-9][A-Z0-9+²-]*[A-Z0-9]\w*", name):
        first("Project")
    if re.search(r"(?i)programm|计划$", name):
        first("Programme")
    if re.search(r"(?i)cluster|集群", name + before[-30:]):
        first("Cluster")
    if name in places() or name in cities() or re.search(r"\b(?:in|at|bei|nach|to)\s$", before):
        first("Place")
    if re.search(r"(?:Prof\.?|Professor(?:in)?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Herr|Frau)\s$", before):
        first("Person")
    return [cls for cls in order if cls in CLASSES]


@functools.lru_cache(4096)
def _pattern(name: str) -> re.Pattern[str]:
    letter = r"[0-9A-Za-z_\u00c0-\u024f\u0370-\u052f]"
    before = rf"(?<!{letter})" if re.match(letter, name[:1]) else ""
    after = rf"(?!{letter})" if re.match(letter, name[-1:]) else ""
    return re.compile(before + name_pattern(name) + after)


def words_in(rows: Iterable[Sequence[str]], text: str) -> list[str]:
    """Return the words of a vocabulary that a text names by a label, the longest label first.

    Spaces and hyphens tell nothing apart ("waste water" is "wastewater"), nor do endings
    ("batteries", "Batterien"); the beginning of a German compound comes last.
    """
    tokens = re.findall(r"[^\W_]+", text.casefold())
    whole = _windows(tokens)
    stems = _windows([stem(token) for token in tokens])
    compounds = {token for token in map(stem, tokens) if len(token) > 9}
    best: dict[str, int] = {}
    for name, label in rows:
        parts = re.findall(r"[^\W_]+", label.casefold())
        plain, bare = "".join(parts), "".join(map(stem, parts))
        han = re.search(r"[\u3400-\u9fff]", plain) is not None
        if len(plain) < 2:
            continue
        if plain in whole or (han and plain in text):
            rank = 200 + len(plain)
        elif not han and len(bare) > 3 and bare in stems:
            rank = 100 + len(plain)
        elif not han and len(bare) > 5 and any(c.startswith(bare) for c in compounds):
            rank = len(plain)
        else:
            continue
        best[name] = max(rank, best.get(name, 0))
    return sorted(best, key=lambda name: (-best[name], name))


def _windows(tokens: Sequence[str]) -> set[str]:
    return {
        "".join(tokens[at : at + length])
        for at in range(len(tokens))
        for length in range(1, MOST_TOKENS + 1)
    }


_END = re.compile(r"(?<=[^\W\d_]{4})(?:ern|en|er|es|em|ie|e|n|s|y)$")


@functools.lru_cache(8192)
def stem(token: str) -> str:
    """Return a word without its ending of number and case, in English and German.

    >>> stem("batteries"), stem("battery"), stem("städten"), stem("cities")
    ('batter', 'batter', 'stadt', 'city')
    """
    folded = unicodedata.normalize("NFKD", token.replace("ß", "ss"))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    bare = _END.sub("", re.sub(r"(?<=[a-z]{2})ies$", "y", bare))
    return re.sub(r"(?<=[a-z]{5})i$", "", bare)


@functools.lru_cache(4)
def towns(folder: Path) -> dict[str, str]:
    """Return names of towns in lower case to the code of their country, where it is one only."""
    found: dict[str, set[str]] = {}
    path = folder / "european-towns.csv"
    for row in _rows(path):
        found.setdefault(row["town"], set()).add(row["country"])
    for row in _rows(folder / "places.csv"):
        for name in (row["place"], row["en"], row["de"], row["zh"]):
            found.setdefault(name.casefold(), set()).add("CN")
    for row in _rows(folder / "chinese-towns.csv"):
        found.setdefault(row["town"], set()).add("CN")
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1 and len(name) > 1}


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def town_in(name: str, folder: Path) -> tuple[str, str] | None:
    """Return the town that a name holds with the code of its country, or None."""
    known = towns(folder)
    # Behind "&" stands a person's name as often as a town's.
    words = re.findall(r"[\w’'-]+", name.partition("&")[0])
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            town = " ".join(words[at : at + length])
            if town[:1].isupper() and (code := known.get(town.casefold())):
                return town, code
    if re.search(r"[\u3400-\u9fff]", name):
        for length in (4, 3, 2):
            if code := known.get(name[:length]):
                return name[:length], code
    return None
