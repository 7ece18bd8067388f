"""Towns: whether two sources mean one place.

Names of towns in other languages are a table (``towns.csv``), so that a person can read and mend
it; coordinates decide where both sides have them.
"""

from __future__ import annotations

import csv
import math
from functools import cache, lru_cache
from pathlib import Path

from graph.identity.model import Party
from graph.identity.spelling import folded, letters

_FILE = Path(__file__).with_name("towns.csv")
NEAR_KM = 40.0
"""As far as a suburb or a campus outside the town is from its centre."""
FAR_KM = 120.0
"""From here on two places are certainly two; between the two limits nothing is said."""
_DROPPED = {"city", "shi", "cedex", "district", "province", "municipality"}


@cache
def _exonyms() -> dict[str, str]:
    table: dict[str, str] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            table[_plain(row["town"])] = _plain(row["english"])
    return table


def _plain(text: str) -> str:
    return " ".join(folded(word) for word in letters(text).split() if word not in _DROPPED)


@lru_cache(maxsize=100_000)
def town(text: str) -> str:
    """Return the English name of a town in plain letters; empty where there is none."""
    plain = _plain("".join(" " if one.isdigit() else one for one in text))
    return _exonyms().get(plain, plain)


@lru_cache(maxsize=100_000)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a place as they may stand in a name, in the local and the English
    form.
    """
    plain, english = letters(text), town(text)
    local = [own for own, other in _exonyms().items() if other == english]
    forms = (plain, _plain(text), english, *local)
    return frozenset(word for form in forms for word in (*form.split(), form.replace(" ", ""))) - {
        "",
        "de",
        "la",
        "of",
    }


def kilometres(a: Party, b: Party) -> float | None:
    """Return the distance of two parties; None where one has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    one, other = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    )
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def together(a: Party, b: Party) -> bool | None:
    """Return whether two parties are in one town; None where that is not known."""
    mine = {town(text) for text in (*a.towns, a.region)} - {""}
    theirs = {town(text) for text in (*b.towns, b.region)} - {""}
    for one in mine:
        for other in theirs:
            if one == other or set(one.split()) & set(other.split()) - {"san", "saint", "new"}:
                return True
    distance = kilometres(a, b)
    if distance is not None:
        return True if distance <= NEAR_KM else (False if distance > FAR_KM else None)
    return False if mine and theirs else None
