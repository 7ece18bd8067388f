"""Finding what a party could be, among thousands, without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from graph.identity.model import Party, pool
from graph.identity.names import Name, name, parts, without_brackets
from graph.identity.spelling import pinyin
from graph.identity.words import kind

RARE = 4
"""A word that at most so many organisations of a country have in their names tells them apart."""
_CANDIDATES = 16
_SPELLINGS = 4
_BUCKET = 250


class Index:
    """Parties by exact name, letters run together, web domain and rare words."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.parties: dict[str, Party] = {}
        self._order: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        self._run: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._domain: dict[str, list[str]] = defaultdict(list)
        self._word: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._short: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._vocabulary: Counter[str] = Counter()
        self._wholes: set[str] = set()
        for party in parties:
            self._add(party)
        self._words_of_pool: dict[str, list[str]] = defaultdict(list)
        for place, word in self._word:
            self._words_of_pool[place].append(word)

    def _add(self, party: Party) -> None:
        self.parties[party.id] = party
        self._wholes.update(party.parents)
        place = pool(party.country)
        words: set[str] = set()
        orders: set[tuple[str, ...]] = set()
        runs: set[str] = set()
        for one in names_of(party):
            orders.add(one.order)
            runs.add(one.run)
            words.update(one.words)
            if sound := pinyin(one.text):
                runs.add(sound)
        for order in orders:
            self._order[place, order].append(party.id)
        for run in runs:
            self._run[place, run].append(party.id)
        for word in words:
            self._word[place, word].append(party.id)
        self._vocabulary.update(words)
        for domain in party.domains:
            self._domain[domain].append(party.id)
        for short in short_words(party):
            self._short[place, short].append(party.id)

    def has_parts(self, identifier: str) -> bool:
        """Return whether any party says that it is a part of this one."""
        return identifier in self._wholes

    def known(self, word: str) -> bool:
        """Return whether any organisation anywhere has this word in its name."""
        return word in self._vocabulary

    def frequency(self, country: str, word: str) -> int:
        """Return how many organisations of a country have a word in their names."""
        return len(self._word.get((pool(country), word), ()))

    def distinctive(self, country: str, words: Iterable[str]) -> bool:
        """Return whether one of the words is rare enough to tell organisations of a country
        apart.
        """
        return any(
            len(word) > 2 and kind(word) in ("",) and self.frequency(country, word) <= RARE
            for word in words
        )

    def with_short_name(self, country: str, short: str) -> list[Party]:
        """Return the parties of a country that have a short name, or a web domain with this
        label.
        """
        found = self._short.get((pool(country), short), ())
        return [self.parties[identifier] for identifier in found]

    def exactly_anywhere(self, party: Party) -> list[Party]:
        """Return the parties of any country with exactly one of the names of a party, by id."""
        orders = {one.order for one in names_of(party)}
        found = {
            identifier
            for (_, order), some in self._order.items()
            if order in orders
            for identifier in some
        }
        return [self.parties[identifier] for identifier in sorted(found)]

    def with_exact_name(self, party: Party) -> set[str]:
        """Return the ids of those that have exactly one of the names of a party."""
        place = pool(party.country)
        return {
            identifier
            for one in names_of(party)
            for identifier in self._order.get((place, one.order), ())
        }

    def candidates(self, party: Party) -> list[Party]:
        """Return what a party could be: the likeliest few dozen, in a fixed order."""
        place = pool(party.country)
        weight: dict[str, float] = defaultdict(float)
        for one in names_of(party):
            for identifier in self._order.get((place, one.order), ()):
                weight[identifier] += 100
            for run in {one.run, pinyin(one.text)} - {""}:
                for identifier in self._run.get((place, run), ()):
                    weight[identifier] += 100
            for word in set(one.words):
                self._weigh(weight, place, word)
        for order in _pieces(party):
            for identifier in self._order.get((place, order), ()):
                weight[identifier] += 10
        for domain in party.domains:
            for identifier in self._domain.get(domain, ()):
                if pool(self.parties[identifier].country) == place:
                    weight[identifier] += 20
        for short in short_words(party):
            for identifier in self._short.get((place, short), ()):
                weight[identifier] += 2
        best = sorted(weight, key=lambda identifier: (-weight[identifier], identifier))
        return [self.parties[identifier] for identifier in best[:_CANDIDATES]]

    def nearest(self, party: Party) -> Party | None:
        """Return the party of the same part of the world that sounds most alike, however far it
        is.
        """
        place = pool(party.country)
        own = next((pinyin(one.text) or one.run for one in names_of(party)), "")
        runs = [run for there, run in self._run if there == place]
        found = process.extractOne(own, runs, scorer=fuzz.ratio)
        return self.parties[self._run[place, found[0]][0]] if found else None

    def _weigh(self, weight: dict[str, float], place: str, word: str) -> None:
        found = self._word.get((place, word))
        if found is None:
            for near in self._spelled_like(place, word):
                self._weigh(weight, place, near)
        elif len(found) <= _BUCKET or kind(word) == "":
            for identifier in found:
                weight[identifier] += 1 / len(found) ** 0.5

    @lru_cache(maxsize=50_000)  # noqa: B019 - an index lives as long as the process that asks it
    def _spelled_like(self, place: str, word: str) -> tuple[str, ...]:
        """Known words near a word that no organisation of the country has."""
        if len(word) < 5:
            return ()
        found = process.extract(
            word, self._words_of_pool[place], scorer=fuzz.ratio, limit=_SPELLINGS, score_cutoff=80
        )
        return tuple(near for near, _, _ in found)


def _pieces(party: Party) -> set[tuple[str, ...]]:
    """Return the beginnings, ends and parts of a party's names: what it may be a part of."""
    found = {segment.order for segment in segments_of(party)}
    for one in names_of(party):
        for size in range(2, len(one.order)):
            found.add(one.order[:size])
            found.add(one.order[-size:])
    return found


@lru_cache(maxsize=200_000)
def names_of(party: Party) -> tuple[Name, ...]:
    """Return the names of a party, whole and without what stands in brackets."""
    found: dict[tuple[str, ...], Name] = {}
    for text in party.names:
        for form in (text, without_brackets(text)):
            one = name(form, party.country)
            if one.order:
                found.setdefault((*one.order, one.run), one)
    return tuple(found.values())


@lru_cache(maxsize=200_000)
def segments_of(party: Party) -> tuple[Name, ...]:
    """Return the parts of a party's names between commas, dashes and brackets."""
    found = {
        segment.run: segment
        for text in party.names
        for part in parts(text)
        if (segment := name(part, party.country)).order
    }
    return tuple(found.values())


@lru_cache(maxsize=200_000)
def short_words(party: Party) -> frozenset[str]:
    """Short names and the labels of web domains, folded: words that stand for the party."""
    found = {name(text, party.country).run for text in party.short_names if len(text) < 16}
    for domain in party.domains:
        labels = domain.split(".")[:-1]
        found |= {part for label in labels for part in (label, *label.split("-"))}
    return frozenset(word for word in found if len(word) > 1) - _LABELS


_LABELS = {
    "www", "english", "en", "eng", "web", "edu", "ac", "co", "com", "org", "gov", "uni", "univ",
    "int", "net", "portal", "info", "cas", "old", "international",
}  # fmt: skip
