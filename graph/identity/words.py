"""Words that names of organisations share: what they mean in any language, from ``words.csv``.

Kinds: ``stop`` (the, of, für), ``legal`` (GmbH, S.p.A.), ``form`` (foundation, association),
``filler`` (degli studi), ``unit`` (school, institute, hospital: what a part of an organisation is
called), ``word`` (university, academy). Words of one meaning count as one word; that they are
common in one language must not make a name distinctive.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from graph.identity.spelling import folded, letters

_FILE = Path(__file__).with_name("words.csv")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a common word means, and its kind."""

    meaning: str
    kind: str


@cache
def meanings() -> dict[str, Meaning]:
    """Return the table, by folded word."""
    table: dict[str, Meaning] = {}
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            word = folded(letters(row["word"]))
            table.setdefault(word, Meaning(row["means"], row["kind"]))
    return table


@lru_cache(maxsize=200_000)
def kind(word: str) -> str:
    """Return the kind of a folded word; empty for one that is not common."""
    found = meanings().get(word)
    return found.kind if found else ""


@lru_cache(maxsize=200_000)
def meaning(word: str) -> str:
    """Return what a folded word means: itself unless the table says otherwise."""
    found = meanings().get(word)
    return (found.meaning or word) if found else _stem(word)


def _stem(word: str) -> str:
    """Return a word without what English changes at its end: Geographical, Geographic, Systems."""
    if word.endswith("ical") and len(word) > 6:
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 4:
        return word[:-1]
    return word
