"""The words of clauses (``words/clauses``): verbs, nouns of roles, prepositions, by what they say."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any

from graph.extraction.lexicon import LATIN, any_case


@functools.cache
def _tables(language: str) -> dict[str, Any]:
    return tomllib.loads(
        files("graph.extraction")
        .joinpath("words", "clauses", f"{language}.toml")
        .read_text("utf-8")
    )


_GROUPS = {"verbs": "verb", "roles": "role", "prepositions": "prep"}


@functools.cache
def lexicon(language: str) -> tuple[re.Pattern[str], list[tuple[str, str, re.Pattern[str]]]]:
    """Return one pattern of all words of a language, and what each of them is."""
    flags = 0 if language == "de" else re.IGNORECASE
    every: list[str] = []
    senses: list[tuple[str, str, re.Pattern[str]]] = []
    for group, lists in _tables(language).items():
        for sense, words in lists.items():
            kind = _GROUPS.get(
                group, sense if sense in ("relative", "and", "be", "it", "word") else "noun"
            )
            if language == "de" and kind not in ("relative", "noun"):
                words = [f"(?i:{w[0]}){w[1:]}" if w[0].isalpha() else w for w in words]
            chosen = [_word(w) for w in words]
            if flags:
                chosen = [_any_case(w) for w in chosen]
            every += chosen
            joined = "|".join(sorted(chosen, key=len, reverse=True))
            senses.append((kind, sense, re.compile(f"(?:{joined})", flags)))
    whole = "|".join(sorted(every, key=lambda w: -len(re.sub(r"\(\?[=!<].*", "", w))))
    return re.compile(rf"(?<![\w-])(?:{whole})", flags), senses


def _any_case(word: str) -> str:
    """Return a word whose first letter is a class of both cases: quicker than to ignore case."""
    return f"(?:{any_case(word[3:])}" if word.startswith("(?:") else any_case(word)


def _word(pattern: str) -> str:
    spaced = pattern.replace(" ", r"\s")
    if pattern.endswith("[’']"):
        return spaced
    ahead = re.search(r"(?:\(\?[=!](?:[^()]|\([^()]*\))*\)\??)+$", spaced)
    at = ahead.start() if ahead else len(spaced)
    return f"(?:{spaced[:at]})(?![\\w]){spaced[at:]}"


@functools.lru_cache(4096)
def is_word(word: str) -> bool:
    """Return whether a capitalised word is one of the tables of any language: "When", "Seit"."""
    small = word.lower()
    return small in _SMALL or any(
        pattern.fullmatch(small) for language in LATIN for _, _, pattern in lexicon(language)[1]
    )


_SMALL = frozenset(
    "the a an this that der die das den dem ein eine le la les un une il lo gli el los las no non not if so here there "
    "today now then once since with without auch hier heute jetzt nun dort voici ainsi ici ora qui oggi hoy ahora aquí "
    "both each all many nobody everybody nothing what how why who unser unsere our their its son sa ses notre".split()
)


@functools.lru_cache(8192)
def is_verb(word: str, language: str) -> bool:
    """Return whether a word is a form of a verb of the tables."""
    _, senses = lexicon(language if language in LATIN else "en")
    return any(kind == "verb" and pattern.fullmatch(word) for kind, _, pattern in senses)
