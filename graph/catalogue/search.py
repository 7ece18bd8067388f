"""Search over every name in every language, tolerant of typing errors and of writing systems.

Names are folded (case, accents, width) and kept in an SQLite table with a trigram index, in
memory: three letters anywhere in a name are enough, and Chinese needs no word breaks. Shorter
questions scan the table. Where few names contain what was typed, the names that share most
trigrams with it are compared letter by letter (RapidFuzz), so that "Steinbies" finds Steinbeis.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from graph.catalogue.classes import list_pages, page_classes
from graph.catalogue.entries import Entry
from graph.catalogue.load import Catalogue
from graph.catalogue.question import (
    HAN,
    numbered,
    plain,
    read_sum,
    spaced,
    split_values,
)
from graph.catalogue.sums import Found, Sums
from graph.catalogue.taking_part import CALLED, SAID_OF_IT, TakingPart, taking_part
from graph.catalogue.told import COMPOUND, Told, gather, is_date, telling
from graph.catalogue.translating import Glossary, glossary, in_other_words
from graph.iris import EUCN

LONGEST = 200
"""Signs of a question that are looked at."""
ABOUT = 3.0
"""Score of something that is about the topic that was asked for."""
NAMED_TOPIC = 9.0
"""Score of a topic that was named with a class of things about it."""
SPREAD = 60
"""How many things about a topic are added to what is named like it."""
CANDIDATES = 400
"""How many names that share trigrams with the question are compared letter by letter."""
SIMILAR = 78.0
"""Least similarity (0 to 100) of a guessed name; lower values gave names nobody would mean."""
MEANT = 84.0
"""Least similarity (0 to 100) of a name that is proposed for an address that is none."""
NAMED = 3
"""Shorter questions are no names to propose anything for."""
BESIDE = 1.0
"""Score of what has the words of a question only in all that is told of it together."""
PARTLY = 0.9
"""Score of what has nearly all words of a question that nothing has all of."""
IN_OTHER_WORDS = 0.95
"""Score of a name that is all that was asked for, in another language."""
WHOLE = 0.9
"""From this score on a name in another language has nothing but what was asked for."""
WHOLE_WORDS = 7.0
"""From this score on a name has the words of a question as they were typed, side by side."""
OF_VALUE = 3.0
"""How much better a figure is that is the number asked for than what has it somewhere."""
OF_SUM = 8.0
"""Score of what has a sum of money that was asked for."""
WORDS = 12
"""How many words of a question are looked for one by one."""
LEAST_WORD = 66.0
"""Least similarity of each single word where several are misspelt."""


PART_OF_NUMBER = 6
"""Digits of a number by which a longer one is found: a year stands in many of them by chance."""


_OF_MONEY = (
    "eur euro euros 欧元 million millions millionen mio grant funding funded budget cost costs "
    "total contribution amount sum money forderung fordersumme mittel kosten gesamtkosten beitrag "
    "betrag zuschuss summe 资助 资助额 经费 预算 总费用 金额 资金"
)
_MONEY = frozenset(_OF_MONEY.split())
"""Words beside a sum that say no more than that it is one, folded."""


_MIXED = re.compile(r"(?:https ror org )?(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,}")
"""An identifier of letters and digits, as those of ROR."""
_NUMBER = re.compile(r"[a-z]{0,5}(\d{4,}[a-f\d]{0,2}x?)")
"""A number as registers give them, without its spaces: of Wikidata, ISNI, GRID, of a grant."""


def _only_within(numbers: list[str], name: str) -> bool:
    """Return whether a name is a number in which those that were asked for stand by chance."""
    found = _NUMBER.fullmatch(name.replace(" ", ""))
    if found is None:
        return _MIXED.fullmatch(name) is not None and max(map(len, numbers)) < PART_OF_NUMBER
    asked = (*numbers, "".join(numbers))
    return not any(
        found[1] == one or (len(one) >= PART_OF_NUMBER and found[1].startswith(one))
        for one in asked
    )


def _order(hit: Hit) -> tuple[float, str, str, str]:
    """Return what hits are ordered by: equal scores never by the order of the store's rows."""
    return -hit.score, hit.name, hit.language, hit.iri


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity or concept that was found.

    ``score`` is higher for better hits; ``name`` is the spelling that was found, with its
    ``language``; ``guessed`` tells that the question was taken for a typing error.
    """

    iri: str
    score: float
    name: str
    language: str
    guessed: bool = False
    partly: bool = False
    """Whether it has only most of the words that were asked for."""
    topic: str = ""
    """The IRI of the topic that was found, where this is only something about it."""
    amount: Found | None = None
    """The sum that was found, where a sum was asked for."""


def fold(text: str) -> str:
    """Return a text without case, accents, width differences and doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(s if s.isalnum() else " " for s in kept).split())


_About = dict[str, list[tuple[str, float, str]]]
"""What is about each topic, with a weight and its class."""
_Words = dict[str, frozenset[str]]
_State = tuple[
    bytes, Told, _About, _About, dict[str, str], Sums, _Words, _Words, Glossary, TakingPart
]
"""What an index is made of: the base of names, what is told of things, what is about topics and in
places, words for kinds of organisation in English, sums of money, topics and places by their names,
words for classes, words of names in other languages, and who takes part in what.
"""


class SearchIndex:
    """An index of the names of a catalogue. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index every entity and every concept of the scheme of topics."""
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE names USING fts5(folded, iri UNINDEXED, name UNINDEXED, "
            "language UNINDEXED, weight UNINDEXED, tokenize='trigram')"
        )
        rows = _rows(catalogue)
        self._base.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", rows)
        # Two signs are too few for the trigrams, and a word in Chinese.
        self._base.execute("CREATE TABLE chinese (folded, iri, name, language, weight)")
        chinese = [row for row in rows if HAN.search(row[0])]
        self._base.executemany("INSERT INTO chinese VALUES (?, ?, ?, ?, ?)", chinese)
        # Until then the last trigrams are beside the base, and are not handed over with it.
        self._base.commit()
        self._told_of = gather(catalogue, fold)
        self._about = _about(catalogue)
        self._english = _english(catalogue)
        self._sums = catalogue.sums
        self._within = _within(catalogue)
        self._named_so = _named_so(catalogue, self._within)
        self._classes = _classes(catalogue)
        self._glossary = glossary(catalogue, fold)
        self._taking_part = taking_part(catalogue)

    def __getstate__(self) -> _State:
        """Return what another process can take over."""
        with self._lock:
            base = self._base.serialize()
            known = self._named_so, self._classes, self._glossary, self._taking_part
            about = self._about, self._within
            return base, self._told_of, *about, self._english, self._sums, *known

    def __setstate__(self, state: _State) -> None:
        """Take over what another process made."""
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        base, self._told_of, self._about, self._within, self._english, self._sums = state[:6]
        self._named_so, self._classes, self._glossary, self._taking_part = state[6:]
        # The words for numbers are read once: not while the first reader waits.
        numbered("")
        self._base.deserialize(base)

    def __len__(self) -> int:
        """Return how many names are indexed."""
        return int(self._base.execute("SELECT count(*) FROM names").fetchone()[0])

    def find(self, question: str, limit: int = 500) -> list[Hit]:
        """Return what is named like ``question``, best first, each thing once.

        Every word of the question must occur in the name, or, where nothing is named so, in all
        that is told of a thing; where nothing has all words, hits that have most are ``partly``.
        An empty question finds nothing.
        """
        question = question[:LONGEST]
        folded = fold(plain(question))[:LONGEST]
        if not folded:
            return []
        best = self._named(folded, question)
        for hit in self._on_topics(folded, best):
            best.setdefault(hit.iri, hit)
        found = (self._of_value, self._of_sum, self._of_class)
        for hit in [hit for one in found for hit in one(question)]:
            best[hit.iri] = max(hit, best.get(hit.iri, hit), key=lambda one: one.score)
        dated = is_date(folded.split())
        told = {} if best and not dated else {hit.iri: hit for hit in self._told(folded.split())}
        best = told | best
        if best:
            return sorted(best.values(), key=_order)[:limit]
        return sorted(self._not_as_asked(question, folded), key=_order)[:limit]

    def _named(self, folded: str, typed: str) -> dict[str, Hit]:
        """Return what has all words of a question in a name."""
        best: dict[str, Hit] = {}
        # Most names of universities are in English: "Universität Peking" is Peking University.
        for asked in dict.fromkeys((folded, self._in_english(folded))):
            for row in _whole_words_first(asked, self._containing(asked)):
                hit = _rate(asked, row, typed)
                if hit.iri not in best or _order(hit) < _order(best[hit.iri]):
                    best[hit.iri] = hit
        return best

    def _not_as_asked(self, question: str, folded: str) -> list[Hit]:
        """Return what was probably asked for, where nothing has all words as they were typed: read
        otherwise, written wrongly, or with a word too many.
        """
        words = self._words(question)
        read = " ".join(words)
        similar = {hit.iri: hit for hit in self._in_other_words(folded.split())}
        # A whole name in another language is nearer than what has all its words somewhere.
        whole = [hit for hit in similar.values() if hit.score >= WHOLE]
        if read != folded:
            best = self._named(fold(read), question)
            for hit in self._on_topics(fold(read), best):
                best.setdefault(hit.iri, hit)
            told = {} if best or whole else {hit.iri: hit for hit in self._told(words)}
            if best := best or told:
                return list(best.values())
        if not whole and (linked := self._linked(words)):
            return linked
        # A number that is nearly the one asked for is another one.
        if all(word.isdigit() or word in _MONEY for word in folded.split()):
            return []
        for hit in self._similar(folded) if len(folded) >= 4 else []:
            if hit.iri not in similar or hit.score > similar[hit.iri].score:
                similar[hit.iri] = hit
        # Words that stand somewhere are better than names that only look a little like them.
        if all(hit.score * 100 < MEANT for hit in similar.values()):
            least = 2 if similar else 1
            return self._most(words, least) or list(similar.values())
        return list(similar.values())

    def _words(self, question: str) -> list[str]:
        """Return the words of a question, with its numbers in digits and a text without spaces in
        the pieces that are known.
        """
        found: list[str] = []
        for word in fold(numbered(spaced(question)))[:LONGEST].split():
            if not HAN.fullmatch(word):
                known = len(word) < COMPOUND or self._having(word)
                found += [word] if known else self._told_of.parts(word) or [word]
                continue
            pieces, left = self._told_of.pieces(word)
            found += pieces
            if len(left) > 1 or not pieces:
                found.append(left)
        return found

    def _of_value(self, question: str) -> list[Hit]:
        """Return the figures that are a number of the question, and have its other words."""
        values, rest = split_values(numbered(spaced(question)))
        if not values:
            return []
        words = [word for word in self._words(rest) if word not in _MONEY]
        if found := self._told([*values, *words]):
            return [replace(hit, score=hit.score + OF_VALUE) for hit in found]
        return []

    def _of_class(self, question: str) -> list[Hit]:
        """Return what is of a class and about a topic, in a place or of somebody, where both are
        named: "health projects", "events in Lyon", "projects of the University of Lyon".
        """
        folded = fold(question)
        if not any(word in folded for word in self._classes):
            return []
        words = telling(self._words(question))
        meant = {word: self._classes.get(word) or self._classes.get(word[:-1]) for word in words}
        classes = frozenset(name for names in meant.values() for name in names or ())
        kept = [word for word in words if not meant[word] and word not in SAID_OF_IT]
        rest = " ".join(kept)
        if classes and not rest:
            return [
                Hit(iri, NAMED_TOPIC + 1 + weight, question, "", topic=str(EUCN) + name)
                for name in sorted(classes)
                for iri, weight, _category in self._taking_part.get(str(EUCN) + name, ())
            ]
        hits: list[Hit] = []
        for named in sorted(self._named_so.get(rest) or self._somebody(rest)) if classes else []:
            there = self._about.get(named) or self._within.get(named) or []
            held = {one[0]: one for one in (*there, *self._taking_part.get(named, ()))}
            hits.append(Hit(named, NAMED_TOPIC, rest, ""))
            hits += [
                Hit(iri, ABOUT + 1 + weight, rest, "", topic=named)
                for iri, weight, category in held.values()
                if category in classes
            ]
        return hits if len(hits) > 1 else []

    def _somebody(self, name: str) -> list[str]:
        """Return who is meant by a name in a question for what they take part in, or who in it:
        the one that is named best.
        """
        named = sorted(self._named(name, name).values(), key=_order) if name else []
        whole = [hit.iri for hit in named if hit.score >= WHOLE_WORDS]
        return [iri for iri in whole if iri in self._taking_part][:1]

    def _of_sum(self, question: str) -> list[Hit]:
        """Return what has a sum that the question names, and the other words in its name."""
        asked = read_sum(question)
        if asked is None:
            return []
        found = self._sums.between(asked.least, asked.most)
        found.sort(key=lambda one: (abs(one.amount - asked.value), one.thing, one.within))
        words = [word for word in fold(asked.rest).split() if word not in _MONEY]
        # Of several with that sum, those that have the other words in their names.
        named = [self._named(word, word).keys() for word in telling(words)]
        counted = [sum(one.thing in held or one.within in held for held in named) for one in found]
        most = max(counted, default=0)
        found = [one for one, count in zip(found, counted, strict=True) if count == most]
        hits: dict[str, Hit] = {}
        for one in found:
            # Nearer sums before others; one's own before what is got in something.
            far = float(abs(one.amount - asked.value) / (asked.most - asked.least))
            score = OF_SUM - far / 2 - 0.1 * bool(one.within)
            for iri, less in ((one.thing, 0.0), (one.within, 0.05)):
                if iri and iri not in hits:
                    hits[iri] = Hit(iri, score - less, "", "", amount=one)
        return list(hits.values())

    def _in_english(self, folded: str) -> str:
        """Return a question of several words with those for kinds of organisation in English."""
        words = folded.split()
        if len(words) < 2:
            return folded
        return " ".join(self._english.get(word, word) for word in words)

    def _on_topics(self, folded: str, best: dict[str, Hit]) -> list[Hit]:
        """Return what is about a topic of that very name, which is asked for as often as a name."""
        found: list[Hit] = []
        for topic in [hit for hit in best.values() if hit.iri in self._about]:
            if fold(topic.name) == folded:
                found += [
                    Hit(iri, ABOUT + weight, topic.name, topic.language, topic=topic.iri)
                    for iri, weight, _category in self._about[topic.iri][:SPREAD]
                ]
        return found

    def near(self, question: str, limit: int = 5) -> list[Hit]:
        """Return what was probably meant by ``question``, for a page that was not found.

        Every word stands whole in the name, or the name is very much like it: a list of names
        that only share some letters helps nobody.
        """
        folded = fold(question)
        if len(folded) < NAMED:
            return []
        words = set(folded.split())
        return [
            hit
            for hit in self.find(question)
            if (hit.score * 100 >= MEANT if hit.guessed else words <= set(fold(hit.name).split()))
        ][:limit]

    def _select(
        self, where: str, arguments: list[str], limit: int, table: str = "names"
    ) -> list[tuple[str, ...]]:
        columns = "folded, iri, name, language, weight"
        query = f"SELECT {columns} FROM {table} WHERE {where} LIMIT {limit}"
        with self._lock:
            return self._base.execute(query, arguments).fetchall()

    def _containing(self, folded: str) -> list[tuple[str, ...]]:
        words = folded.split()
        long = [word for word in words if len(word) >= 3]
        short = [word for word in words if len(word) < 3]
        conditions = ["names MATCH ?"] if long else []
        arguments = [" AND ".join(f'"{word}"' for word in long)] if long else []
        for word in short:
            conditions.append("instr(folded, ?) > 0")
            arguments.append(word)
        table = "chinese" if not long and any(map(HAN.search, short)) else "names"
        rows = self._select(" AND ".join(conditions), arguments, 5000, table)
        numbers = [word for word in words if word.isdigit()]
        return [row for row in rows if not _only_within(numbers, row[0])] if numbers else rows

    def _told(self, words: list[str]) -> list[Hit]:
        """Return what has every word of the question somewhere: its names, where and when it is,
        what it is about, what is told of it, and who has which role in it.
        """
        best: dict[str, float] = {}
        for asked in (words, telling(words)):
            for iri, weight in [] if best or not asked else self._told_of.with_all(asked):
                best[iri] = max(weight, best.get(iri, weight))
        return [Hit(iri, BESIDE + weight, "", "") for iri, weight in best.items()]

    def _linked(self, words: list[str]) -> list[Hit]:
        """Return what has all words together with those that take part in it."""
        wanted = telling(words)[:WORDS]
        having = [self._having(word) for word in wanted]
        if len(having) < 2 or not all(having):
            return []
        linked = self._told_of.linked
        hits = []
        for iri in set().union(*having) & linked.keys():
            own = sum(iri in held for held in having)
            if all(iri in held or not linked[iri].isdisjoint(held) for held in having):
                hits.append(Hit(iri, BESIDE - 1 + own / len(having), "", ""))
        return hits

    def _most(self, asked: list[str], least: int) -> list[Hit]:
        """Return what has most words of the question, rare ones before common ones.

        Fewer are enough, but ``least``, where the others stand nowhere.
        """
        words = telling(asked)[:WORDS]
        having = {word: self._having(word) for word in words}
        known = {word: iris for word, iris in having.items() if iris}
        if len(known) < least or len(words) < 2:
            return []
        shares = {word: 1 / math.log2(2 + len(iris)) for word, iris in known.items()}
        counted = Counter(iri for iris in known.values() for iri in iris)
        # Where nothing has most of them, what has the rarest ones is nearest.
        enough = min(len(words) // 2 + 1, len(known), max(counted.values()))
        whole = sum(shares.values())
        hits = []
        for iri, count in counted.items():
            if count >= enough:
                share = sum(shares[word] for word, iris in known.items() if iri in iris) / whole
                hits.append(Hit(iri, PARTLY * share, "", "", partly=True))
        return sorted(hits, key=_order)[:SPREAD]

    def _having(self, word: str) -> set[str]:
        """Return what has a word in a name or in what is told of it."""
        names = self._containing(word)
        if word.isascii():
            names = [row for row in names if f" {word}" in f" {row[0]}"]
        return {row[1] for row in names} | self._told_of.with_word(word)

    def _in_other_words(self, words: list[str]) -> list[Hit]:
        """Return what has the words of a question in another language in its name."""
        groups = in_other_words(words[:WORDS], self._glossary)
        if not groups or not any(len(word) >= 3 for group in groups for word in group):
            return []
        wanted = [
            " OR ".join(f'"{word}"' for word in sorted(group) if len(word) >= 3) for group in groups
        ]
        asked = " AND ".join(f"({one})" for one in wanted if one)
        best: dict[str, Hit] = {}
        for folded, iri, name, language, _weight in self._select("names MATCH ?", [asked], 5000):
            text = f" {folded} "
            held = [[word for word in group if f" {word} " in text] for group in groups]
            if all(held):
                covered = sum(len(max(one, key=len).split()) for one in held)
                score = IN_OTHER_WORDS * min(1.0, covered / len(telling(folded.split())))
                if iri not in best or score > best[iri].score:
                    best[iri] = Hit(iri, score, name, language, guessed=True)
        return sorted(best.values(), key=_order)[:SPREAD]

    def _similar(self, folded: str, least: float = SIMILAR) -> list[Hit]:
        squeezed = folded.replace(" ", "  ")
        numbers = {word for word in folded.split() if word.isdigit()}
        parts = {squeezed[i : i + 3] for i in range(len(squeezed) - 2)}
        wanted = " OR ".join(f'"{part}"' for part in sorted(parts) if part.strip() == part)
        if not wanted:
            return []
        rows = self._select("names MATCH ? ORDER BY rank", [wanted], CANDIDATES)
        hits: dict[str, Hit] = {}
        for row in rows:
            if not numbers <= set(row[0].split()):
                continue
            value = _likeness(folded, row[0])
            if value >= least and (row[1] not in hits or value / 100 > hits[row[1]].score):
                hits[row[1]] = Hit(row[1], value / 100, row[2], row[3], guessed=True)
        return sorted(hits.values(), key=lambda hit: (-hit.score, hit.name))


def _whole_words_first(question: str, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out names that have a short word of the question only inside a longer one.

    "AI" is no part of "air" or "Spain" to anybody; a script without spaces has no whole words.
    """
    short = [word for word in question.split() if len(word) < 3 and word.isascii()]
    if not short:
        return rows
    return [row for row in rows if set(short) <= set(row[0].split())]


def _likeness(question: str, name: str) -> float:
    """Return how alike two folded texts are (0 to 100): as wholes, or word by word."""
    whole = fuzz.ratio(question, name)
    if " " in question:
        return float(max(whole, fuzz.token_sort_ratio(question, name), _each_word(question, name)))
    words = [word for word in name.split() if abs(len(word) - len(question)) <= 3]
    return float(max([whole, *(fuzz.ratio(question, word) - 3 for word in words)]))


def _each_word(question: str, name: str) -> float:
    """Return how well each word of the question is found among the words of a name.

    A name may have more words; every word of the question must be in it, misspelt or not.
    """
    words = name.split()
    best = [
        max((fuzz.ratio(asked, word) for word in words), default=0.0) for asked in question.split()
    ]
    return sum(best) / len(best) - 2 if best and min(best) >= LEAST_WORD else 0.0


def _rate(question: str, row: tuple[str, ...], typed: str) -> Hit:
    folded, iri, name, language, weight = row
    words = folded.split()
    if folded == question:
        # "@HEALTH" is called so too, but not by who asks for "health".
        score = 10.0 if name.casefold() == typed.casefold().strip() else 9.0
    elif folded.startswith(question):
        score = 8.0
    elif question in words or f" {question} " in f" {folded} ":
        score = 7.0
    elif any(word.startswith(question.split()[0]) for word in words):
        score = 6.0
    else:
        score = 4.0
    length = len(question) / max(len(folded), 1)
    return Hit(iri, score + length + float(weight), name, language)


_TOLD = ("Project", "ClusterPartnership", "Cluster", "Event", "DialogueSession", "Agreement",
         "Dialogue", "Initiative", "Programme", "Policy", "Partner")  # fmt: skip
"""Classes of which a topic is worth listing, the first first."""


def _named_so(catalogue: Catalogue, within: _About) -> _Words:
    """Return the topics, and the places where something is, by each of their names."""
    found: dict[str, set[str]] = {}
    for concept in catalogue.concepts_of("topic"):
        for text in (*concept.labels.values(), *(name.text for name in concept.others)):
            found.setdefault(fold(text), set()).add(concept.iri)
    for iri in within:
        if entry := catalogue.entries.get(iri):
            for text in (*entry.labels.values(), *(name.text for name in entry.names)):
                found.setdefault(fold(text), set()).add(iri)
    return {name: frozenset(iris) for name, iris in found.items()}


def _within(catalogue: Catalogue) -> _About:
    """Return by place what is in it, the best of each class: what documents tell of first."""
    found: dict[str, dict[str, list[tuple[str, float, str]]]] = {}
    for entry in catalogue.of_class(*_TOLD, "Organization", "Person"):
        weight = 0.3 * bool(entry.documents) - 0.03 * (entry.category not in _TOLD)
        for place in entry.within | entry.countries:
            held = found.setdefault(place, {}).setdefault(entry.category, [])
            held.append((entry.iri, weight, entry.category))
    return {
        place: [
            one
            for held in by_class.values()
            for one in sorted(held, key=lambda one: (-one[1], one[0]))
        ]
        for place, by_class in found.items()
    }


def _classes(catalogue: Catalogue) -> _Words:
    """Return the classes that a word means: their own names, and those of the lists they are in."""
    found: dict[str, set[str]] = {}
    for name, one in page_classes().items():
        term = catalogue.terms.get(str(EUCN) + name)
        called = set(term.labels.values()) if term else set()
        for path in one.lists:
            if listed := list_pages().get(path):
                called |= set(listed.titles.values())
        for text in (*called, *CALLED.get(name, ())):
            if " " not in (word := fold(text)):
                found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _about(catalogue: Catalogue) -> _About:
    """Return by topic what is about it or a narrower one, with a weight; the best first."""
    direct: dict[str, set[str]] = {}
    for entry in catalogue.of_class(*_TOLD):
        for topic in entry.topics:
            direct.setdefault(topic, set()).add(entry.iri)
    found: _About = {}
    for concept in catalogue.concepts_of("topic"):
        narrower = catalogue.with_narrower(concept.iri)
        members = {iri for one in narrower for iri in direct.get(one, ())}
        rated = [
            (
                iri,
                0.5 * (iri in direct.get(concept.iri, ())) - 0.03 * _TOLD.index(category),
                category,
            )
            for iri in members
            if (category := catalogue.entries[iri].category) in _TOLD
        ]
        found[concept.iri] = sorted(rated, key=lambda one: (-one[1], one[0]))
    return found


def _english(catalogue: Catalogue) -> dict[str, str]:
    """Return the words of other languages for kinds of organisation, with the English ones."""
    found: dict[str, str] = {}
    for concept in catalogue.concepts_of("organisation-kind"):
        english = fold(concept.labels.get("en", ""))
        others = [*concept.labels.values(), *(name.text for name in concept.others)]
        for text in others:
            word = fold(text)
            if " " not in word and " " not in english and word != english:
                found.setdefault(word, english)
    return found


def _with_frames(catalogue: Catalogue, entry: Entry) -> set[str]:
    """Return how people call what has no name of its own: by whose it is, before what it is."""
    found: set[str] = set()
    for iri in entry.frames:
        frame = catalogue.entries.get(iri)
        if frame is None or entry.category not in ("Event", "DialogueSession"):
            continue
        names = {*frame.labels.values(), *(name.text for name in frame.names)}
        for own in {*entry.labels.values(), *(name.text for name in entry.names)}:
            found |= {f"{name} {own}" for name in names if fold(name) not in fold(own)}
    return found


def _rows(catalogue: Catalogue) -> list[tuple[str, str, str, str, float]]:
    rows = []
    classes = page_classes()
    for entry in catalogue.entries.values():
        if entry.hidden:
            continue
        weight = classes[entry.category].weight
        texts = {(text, language, 0.4) for language, text in entry.labels.items()}
        texts |= {(name.text, name.language, 0.2) for name in entry.names}
        texts |= {(number, "", 0.0) for number in entry.identifiers}
        # A project is also asked for by its type of action: "MSCA-RISE".
        actions = (catalogue.concepts.get(iri) for iri in entry.actions)
        texts |= {(one.notation, "", -0.5) for one in actions if one}
        if entry.category in ("Figure", "Outcome") or not texts:
            texts |= {(text, language, 0.0) for language, text in entry.summaries.items()}
        texts |= {(term, "", -1.0) for term in entry.terms}
        texts |= {(text, "", -2.0) for text in _with_frames(catalogue, entry)}
        seen: set[str] = set()
        for text, language, more in sorted(texts, key=lambda one: -one[2]):
            if (folded := fold(text)) and folded not in seen:
                seen.add(folded)
                rows.append((folded, entry.iri, text, language, weight + more))
    for concept in catalogue.concepts_of("topic"):
        for language, text in concept.labels.items():
            rows.append((fold(text), concept.iri, text, language, 0.1))
        for name in concept.others:
            rows.append((fold(name.text), concept.iri, name.text, name.language, 0.0))
    return rows
