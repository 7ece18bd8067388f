"""The words of sentences, tables and diagram: ``words/en.toml``, ``de.toml``, ``zh.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.languages import LANGUAGES

_FOLDER = Path(__file__).parent / "words"


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Return the phrases of a language by key. Raises ValueError for one without words."""
    if language not in LANGUAGES:
        raise ValueError(f"no words for {language!r}; there are {', '.join(LANGUAGES)}")
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
