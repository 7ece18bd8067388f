"""A name taken apart: words in order, words by meaning, letters run together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.identity.spelling import folded, letters
from graph.identity.words import kind, meaning

_PARTS = re.compile(r"[,;/|*•]|\s[-–—]+\s|[()\[\]（）]")
_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")


@dataclass(frozen=True, slots=True)
class Name:
    """One name, ready to be compared.

    ``order``: meanings of the words in order, without articles and prepositions and without the
    legal form at the end. ``words``: the same words as they are spelled (folded). ``legal``: the
    legal forms taken off. ``run``: all letters run together.
    """

    text: str
    order: tuple[str, ...]
    words: tuple[str, ...]
    legal: tuple[str, ...]
    run: str

    def __len__(self) -> int:
        return len(self.order)


@lru_cache(maxsize=400_000)
def name(text: str, country: str = "") -> Name:
    """Take a name apart; ``country`` says which habits of spelling apply."""
    plain = letters(text).split()
    words = [folded(word, country) for word in _joined(plain)]
    legal: list[str] = []
    while len(words) > 1 and kind(words[-1]) == "legal":
        legal.insert(0, words.pop())
    kept = [word for word in words if kind(word) not in ("stop", "filler")] or words
    return Name(
        text,
        tuple(meaning(word) for word in kept),
        tuple(kept),
        tuple(legal),
        "".join(words),
    )


def _joined(words: list[str]) -> list[str]:
    """Join single letters in a row, which are one abbreviation: ``v v i``, ``s r o``."""
    joined: list[str] = []
    single = False
    for word in words:
        if single and len(word) == 1 and word.isalpha():
            joined[-1] += word
        else:
            joined.append(word)
        single = len(word) == 1 and word.isalpha()
    return joined


@lru_cache(maxsize=100_000)
def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a name between commas, dashes and brackets; one part is the whole."""
    return tuple(part.strip() for part in _PARTS.split(text) if part and part.strip())


@lru_cache(maxsize=100_000)
def without_brackets(text: str) -> str:
    """Return a name without what stands in brackets."""
    return " ".join(_BRACKETS.sub(" ", text).split())
