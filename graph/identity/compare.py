"""Comparing two parties by their names: which words both have, and what explains the others.

A name says the same as another when no word of either is left without an explanation: a legal
form, the place, a short name, another name of the same organisation, its parent. A word that
nothing explains (``Minzu``, ``Education``, ``School``) is what tells organisations apart, however
alike the rest is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from babel import Locale
from rapidfuzz import fuzz

from graph.identity.index import Index, names_of, short_words
from graph.identity.model import Party
from graph.identity.names import Name, name
from graph.identity.places import together, words_of
from graph.identity.slips import can_be_glued, first_of, heard, joined, misspelled, unglued
from graph.identity.spelling import folded, letters, pinyin
from graph.identity.words import kind, meaning

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "cs")


class Likeness(IntEnum):
    """How near two names come, the surer the higher."""

    OTHER = 0
    MISSPELLED = 1
    EXPLAINED = 2
    RUN_TOGETHER = 3
    EXACT = 4


@dataclass(frozen=True)
class Comparison:
    """Two parties compared by the pair of names that comes nearest."""

    left: Party
    right: Party
    likeness: Likeness
    mine: Name
    theirs: Name
    shared: tuple[str, ...]
    why: tuple[str, ...]
    """What explained words that only one side has: place, parent, short name, form."""
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    misspelled: tuple[tuple[str, str], ...]
    score: float
    same_town: bool | None
    same_domain: bool | None

    @property
    def forms(self) -> tuple[bool, bool]:
        """Return whether only the left, only the right has a word like foundation."""
        mine = {word for word in self.mine.order if kind(word) == "form"}
        theirs = {word for word in self.theirs.order if kind(word) == "form"}
        return bool(mine - theirs), bool(theirs - mine)

    @property
    def left_has_unit(self) -> bool:
        """Return whether what only the left has says that it is a part: school, institute,
        hospital.
        """
        return any(kind(word) == "unit" for word in self.only_left)


_INFLECTING = {
    "BG", "CY", "CZ", "EE", "FI", "GR", "HR", "HU", "LT", "LV", "PL", "RO", "RS", "SI", "SK", "UA",
}  # fmt: skip
"""Countries whose languages change the ending of a town's name in the name of an organisation."""
_ALSO = {
    "HK": "china chinese", "MO": "china chinese", "GB": "uk british britain",
    "CZ": "cr ceske ceska",
    "SK": "sr slovenskej slovak", "PL": "polskiej polish", "BG": "bulgarian", "HU": "hungarian",
    "RO": "romanian", "CH": "swiss suisse", "NL": "nederlands nederlandse dutch", "IT": "italiano",
    "FR": "francais francaise french", "DE": "deutsche deutsches german", "ES": "espanola espanol",
}  # fmt: skip
"""How else a country appears in names of its organisations."""


@lru_cache(maxsize=500)
def country_words(country: str) -> frozenset[str]:
    """Return the name of a country in the languages in which organisations write it, folded."""
    found: set[str] = set()
    for language in _LANGUAGES:
        text = Locale(language).territories.get(country, "")
        found.update(folded(word) for word in letters(text).split())
    found.update(_ALSO.get(country, "").split())
    return frozenset(found) - {"of", "and", "sar"}


@lru_cache(maxsize=200_000)
def place_words(party: Party) -> frozenset[str]:
    """Return the words of a party's town, region and country as they may stand in its name."""
    found: set[str] = set(country_words(party.country))
    for text in (*party.towns, party.region):
        found |= words_of(text)
    return frozenset(meaning(word) for word in found)


@lru_cache(maxsize=200_000)
def _meanings(party: Party) -> frozenset[str]:
    return frozenset(word for one in names_of(party) for word in one.order)


def same_domain(left: Party, right: Party) -> bool | None:
    """Return whether two parties have a web domain in common; None where one has none."""
    if not left.domains or not right.domains:
        return None
    return bool({_host(d) for d in left.domains} & {_host(d) for d in right.domains})


def _host(domain: str) -> str:
    first, _, rest = domain.partition(".")
    plain = first in ("www", "english", "en", "eng", "web", "old", "international", "portal")
    return rest if plain and "." in rest else domain


def compare(
    left: Party, right: Party, index: Index, parent: Callable[[str], Party | None]
) -> Comparison:
    """Compare two parties; ``parent`` looks up what the right one is part of."""
    town, domain = together(left, right), same_domain(left, right)
    for_left, for_right = _explanations(right), _explanations(left)
    above = [
        wording
        for one in map(parent, right.parents)
        if one
        for wording in (*(frozenset(n.order) for n in names_of(one)), *map(_single, _acronyms(one)))
    ]
    own = (_acronyms(left), _acronyms(right))
    country = country_words(right.country)
    best: Comparison | None = None
    for mine in names_of(left):
        for theirs in names_of(right):
            found = _read(mine, theirs, for_left, for_right, own, country, above, index)
            likeness, shared, why, only_left, only_right, misspelled = found
            score = similarity(mine, theirs)
            if best is None or (likeness, score, -len(why)) > (
                best.likeness,
                best.score,
                -len(best.why),
            ):
                best = Comparison(
                    left, right, likeness, mine, theirs, shared, why, only_left, only_right,
                    misspelled, score, town, domain,
                )  # fmt: skip
    assert best is not None, "a party has a name"
    return best


def similarity(mine: Name, theirs: Name) -> float:
    """Tell how alike letters are, from 0 to 1: words in any order and all run together, mean."""
    one, other = " ".join(mine.order), " ".join(theirs.order)
    if one == other:
        return 1.0
    return (fuzz.token_sort_ratio(one, other) + fuzz.ratio(mine.run, theirs.run)) / 200


@dataclass(frozen=True)
class Explanations:
    """Words that one side explains where they stand only in the name of the other side."""

    words: dict[str, str]
    """The reason by word."""
    heard: tuple[tuple[str, str], ...]
    """Sounds of names and towns that change their endings: these are looked through."""


@lru_cache(maxsize=100_000)
def _explanations(other: Party) -> Explanations:
    found: dict[str, str] = {}
    for word in place_words(other):
        found[word] = "place"
        if other.country in _INFLECTING and len(word) > 4:
            found["+" + word] = "place"
    for text in other.names:
        if sound := pinyin(text):
            found["~" + sound] = "other name"
    for word in short_words(other):
        found.setdefault(word, "short name")
    for word in _meanings(other):
        # Words that many share say nothing when they stand in another name: Municipal Transport
        # does not explain the Municipality.
        if kind(word) == "":
            found.setdefault(word, "other name")
    heard = tuple((key, reason) for key, reason in found.items() if key[:1] in ("~", "+"))
    return Explanations(found, heard)


@lru_cache(maxsize=200_000)
def _acronyms(party: Party) -> frozenset[str]:
    """Return the short names a party's source gives it, as they may be repeated in its name."""
    found = {name(text, party.country).run for text in party.short_names if len(text) < 13}
    return frozenset(word for word in found if len(word) > 1)


_Read = tuple[
    Likeness,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
    tuple[tuple[str, str], ...],
]


def _read(
    mine: Name,
    theirs: Name,
    for_left: Explanations,
    for_right: Explanations,
    own: tuple[frozenset[str], frozenset[str]],
    country: frozenset[str],
    above: list[frozenset[str]],
    index: Index,
) -> _Read:
    if mine.order == theirs.order:
        return Likeness.EXACT, mine.words, (), (), (), ()
    # Sound against letters only: characters that sound alike (Shanxi, Shaanxi) are not the same.
    pairs = (
        (mine.run, theirs.run),
        (mine.run, pinyin(theirs.text)),
        (pinyin(mine.text), theirs.run),
    )
    if any(len(one) > 7 and one == other for one, other in pairs):
        return Likeness.RUN_TOGETHER, theirs.words, (), (), (), ()
    rest = list(theirs.order)
    shared, left = [], []
    for word, spelled in zip(mine.order, mine.words, strict=True):
        if word in rest:
            rest.remove(word)
            shared.append(spelled)
        else:
            left.append((word, spelled))
    glued: list[str] = []
    if any(can_be_glued(spelled, index) for _, spelled in left):
        known = {*for_left.words, *(word for whole in above for word in whole)}
        left, rest, glued = unglued(left, rest, known, index)
    left, rest, apart = joined(left, rest)
    shared += glued + apart
    left, rest, slipped = misspelled(left, rest, index)
    why: list[str] = []
    in_left = _of_parent(first_of(left), above, country)
    in_right = _of_parent(rest, above, country)
    if in_left or in_right:
        why.append("parent")
        left = [pair for pair in left if pair[0] not in in_left]
        rest = [word for word in rest if word not in in_right]
    # An acronym beside the name adds nothing; alone it is the name.
    repeated = set(shared) | {meaning(word) for word in shared} if len(shared) > 1 else set()
    only_left = [
        spelled
        for word, spelled in left
        if not _explained(word, spelled, for_left, own[0] if repeated else (), repeated, why)
    ]
    placed_left = "place" in why
    why_right: list[str] = []
    only_right = [
        word
        for word in rest
        if not _explained(word, word, for_right, own[1] if repeated else (), repeated, why_right)
    ]
    if placed_left and "place" in why_right:
        # A place in each name, and not the same: China Academy, Beijing Academy.
        mine_there = [spelled for word, spelled in left if for_left.words.get(word) == "place"]
        theirs_there = [word for word in rest if for_right.words.get(word) == "place"]
        if not {*mine_there, *theirs_there} <= country:
            only_left += mine_there
            only_right += theirs_there
    why += why_right
    reasons = tuple(dict.fromkeys(why))
    told = [word for word in shared if kind(word) in ("", "word", "unit")]
    if only_left or only_right or len(told) + len(slipped) == 0:
        likeness = Likeness.OTHER
    elif slipped:
        likeness = Likeness.MISSPELLED
    else:
        likeness = Likeness.EXPLAINED
    return (
        likeness,
        tuple(shared),
        reasons,
        tuple(only_left),
        tuple(only_right),
        tuple(slipped),
    )


def _explained(
    word: str,
    spelled: str,
    because: Explanations,
    acronyms: Iterable[str],
    repeated: set[str],
    why: list[str],
) -> bool:
    if kind(spelled) in ("stop", "legal", "form", "filler"):
        why.append("form")
        return True
    if word in repeated:
        return True
    reason = because.words.get(word) or because.words.get(spelled)
    if reason is None and len(spelled) > 4:
        reason = heard(spelled, because.heard)
    if reason is None and (word in acronyms or spelled in acronyms):
        reason = "short name"
    if reason is None:
        return False
    why.append(reason)
    return True


_HEADS = {"academy", "ministry", "university", "council"}


def _of_parent(
    words: list[str], above: list[frozenset[str]], country: frozenset[str]
) -> frozenset[str]:
    """Return the words of a parent's name among words that only one side has.

    A parent is named whole but for its country, or by what it is (academy of sciences); any other
    single word of its name explains nothing.
    """
    there = set(words)
    for whole in above:
        if whole - country and whole - country <= there:
            return whole
        some = there & whole
        if some & _HEADS and len(some) > 1:
            return frozenset(some)
    return frozenset()


def _single(word: str) -> frozenset[str]:
    return frozenset((word,))
