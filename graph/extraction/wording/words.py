"""The words of the page in English, German and Chinese."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path


@functools.cache
def words(language: str) -> dict[str, str]:
    """Return every word of the page in a language."""
    text = (Path(__file__).parent / "words.toml").read_text("utf-8")
    return {key: told[language] for key, told in tomllib.loads(text).items()}
