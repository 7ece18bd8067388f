"""Slips in names: words that ran together or were taken apart, misspelled, with other endings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from graph.identity.index import Index
from graph.identity.words import kind, meaning

Pairs = list[tuple[str, str]]
"""Words of a name that the other lacks: what each means, and how it is spelled."""


def first_of(pairs: Pairs) -> list[str]:
    """Return what the words mean."""
    return [word for word, _ in pairs]


def can_be_glued(word: str, index: Index) -> bool:
    """Return whether a word may be two that ran together: then it is one that nobody has."""
    return len(word) > 6 and not index.known(word)


def unglued(
    left: Pairs, rest: list[str], explained: set[str], index: Index
) -> tuple[Pairs, list[str], list[str]]:
    """Return words that ran together (``ANDLIMNOLOGY``) taken apart where the other side has the
    parts.
    """
    kept, glued = [], []
    rest = list(rest)
    for word, spelled in left:
        cuts = range(2, len(spelled) - 1) if can_be_glued(spelled, index) else ()
        halves = next(
            (
                (spelled[:cut], spelled[cut:])
                for cut in cuts
                if _halves(spelled[:cut], spelled[cut:], rest, explained)
            ),
            None,
        )
        if halves is None:
            kept.append((word, spelled))
            continue
        for half in halves:
            if meaning(half) in rest:
                rest.remove(meaning(half))
                glued.append(half)
            elif kind(half) not in ("stop", "legal"):
                kept.append((meaning(half), half))
    return kept, rest, glued


def joined(left: Pairs, rest: list[str]) -> tuple[Pairs, list[str], list[str]]:
    """Return two words of the left that the other side writes as one."""
    for (one, spelled), (other, ending) in pairwise(left):
        both = spelled + ending
        if both in rest:
            kept = [pair for pair in left if pair not in ((one, spelled), (other, ending))]
            return kept, [word for word in rest if word != both], [both]
    return left, rest, []


def _halves(first: str, second: str, rest: list[str], explained: set[str]) -> bool:
    known = [meaning(half) in rest or meaning(half) in explained for half in (first, second)]
    common = [kind(half) in ("stop", "legal", "form") for half in (first, second)]
    return any(known) and all(k or c for k, c in zip(known, common, strict=True))


def misspelled(
    left: Pairs, rest: list[str], index: Index
) -> tuple[Pairs, list[str], list[tuple[str, str]]]:
    """Return words of the left that nobody has in a name and that are a slip away from a word
    opposite.

    A word that some organisation has in its name is no slip: Henan is not Hunan, Beihua not
    Beihang.
    """
    left, rest, pairs = list(left), list(rest), []
    for one in list(left):
        spelled = one[1]
        if index.known(spelled) or len(spelled) < 5:
            continue
        allowed = 1 if len(spelled) < 8 else 2
        for other in rest:
            if (
                len(other) > 3
                and DamerauLevenshtein.distance(spelled, other, score_cutoff=allowed) <= allowed
            ):
                left.remove(one)
                rest.remove(other)
                pairs.append((spelled, other))
                break
    return left, rest, pairs


def heard(word: str, because: Iterable[tuple[str, str]]) -> str | None:
    """Return what explains a word by its sound or ending: Shanxi in the pinyin of a name,
    Krakowie.

    ``because`` has sounds after a ``~``, words that change their endings after a ``+``.
    """
    start = word[:4]
    for key, reason in because:
        if key[0] == "~" and word in key:
            return "other name"
        if key[1:5] == start and key[0] == "+" and _inflected(word, key[1:]):
            return reason
    return None


def _inflected(word: str, other: str) -> bool:
    """Return whether two words differ in their endings only."""
    size = max(4, max(len(word), len(other)) - 4)
    return word[:size] == other[:size] and abs(len(word) - len(other)) < 4
