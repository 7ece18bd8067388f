"""Parts: what the name of a unit says that it belongs to, where the unit has no record itself.

A school of a university or an institute of an academy is a part of it, never the same; a company
with the name of a university is neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.identity.index import Index, names_of, segments_of
from graph.identity.model import Party
from graph.identity.names import Name
from graph.identity.spelling import letters
from graph.identity.words import kind

_WHOLES = {
    "university", "academy", "ministry", "polytechnic", "commission", "corporation", "council",
    "technical",
}  # fmt: skip
_MODIFIERS = {
    "north", "south", "east", "west", "central", "northern", "southern", "eastern", "western",
    "northeast", "northwest", "southeast", "southwest", "new", "upper", "lower", "tropical",
    "federal", "inner", "outer", "free", "open", "second",
}  # fmt: skip
_AT = {"an", "bij"}
"""An institute *an der* university stands beside it."""


@dataclass(frozen=True)
class Whole:
    """What a party is a part of, by which rule and in which words."""

    party: Party
    rule: str
    how: str


def part_of(party: Party, others: Iterable[Party], index: Index) -> Whole | None:
    """Find what the name of a party says that it is a part of; the longest such name decides."""
    best: tuple[int, str] | None = None
    found: Whole | None = None
    for other in others:
        for name in names_of(other):
            order = (-len(name), other.id)
            if best is not None and order >= best:
                continue
            how = _inside(party, name)
            if how and can_have_parts(other, index):
                best, found = order, Whole(other, "part-by-name", how)
    return found or _by_short_name(party, index)


def can_have_parts(whole: Party, index: Index) -> bool:
    """Say whether an organisation is of a kind that has institutes, schools or bureaus."""
    return index.has_parts(whole.id) or any(_WHOLES & set(name.order) for name in names_of(whole))


def _by_short_name(party: Party, index: Index) -> Whole | None:
    """Find the academy whose short name the name of a unit ends with: CAAS."""
    for mine in names_of(party):
        short = mine.words[-1]
        if len(short) < 3 or kind(short) or not _is_unit(mine.words[:-1]):
            continue
        wholes = [
            other
            for other in index.with_short_name(party.country, short)
            if index.has_parts(other.id)
            and any("academy" in name.order for name in names_of(other))
            and short in {letters(text).replace(" ", "") for text in other.short_names}
        ]
        if len(wholes) == 1:
            how = "a unit by its name, which ends with the short name of"
            return Whole(wholes[0], "part-by-short-name", how)
    return None


def _inside(party: Party, whole: Name) -> str:
    """Say how the party's name says that it is a part of something named ``whole``."""
    if len(whole) < 2 or all(kind(word) in ("unit", "form") for word in whole.words):
        return ""
    own = segments_of(party)
    if any(part.order == whole.order for part in own):
        others = [part for part in own if part.order != whole.order]
        if _is_unit([word for part in others for word in (*part.words, *part.legal)]):
            return "a unit by its name, of which one part is"
    if not (_proper(whole) or len(whole) > 2):
        return ""
    for mine in names_of(party):
        where = _contained(whole, mine)
        if where == "end" and _is_unit(mine.words[: -len(whole)]):
            before = letters(mine.text).split()[: -len(letters(whole.text).split())][-2:]
            if mine.words[-len(whole) - 1] not in _MODIFIERS and not _AT & set(before):
                return "a unit by its name, which ends with"
        if where == "start" and _is_unit(mine.words[len(whole) :]) and not _goes_on(whole, mine):
            return "a unit by its name, which begins with"
    return ""


def _contained(inner: Name, outer: Name) -> str:
    """Say where a name stands inside a longer one: ``start``, ``end``, or empty for nowhere."""
    size = len(inner.order)
    if size >= len(outer.order):
        return ""
    if outer.order[:size] == inner.order:
        return "start"
    return "end" if outer.order[-size:] == inner.order else ""


def _goes_on(whole: Name, mine: Name) -> bool:
    """Say whether the words after the contained name belong to it: University of X of Y."""
    plain = letters(mine.text).split()
    size = len(letters(whole.text).split())
    return len(plain) > size and kind(plain[size]) == "stop"


def _is_unit(words: Iterable[str]) -> bool:
    """Say whether words name a part of an organisation: a school or institute, and no company."""
    kinds = [kind(word) for word in words]
    return "unit" in kinds and kinds[-1] != "legal"


def _proper(name: Name) -> bool:
    """Say whether a name has more than words that many share."""
    return any(kind(word) == "" for word in name.words)
