"""Why a fact is not kept, in the language of the page: the verifier speaks English."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path


@functools.cache
def _table() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    text = (Path(__file__).parent / "reasons.toml").read_text("utf-8")
    found = []
    for row in tomllib.loads(text)["reason"]:
        parts = [re.escape(part) for part in re.split(r"\{[0-9]\}", row["en"])]
        found.append((re.compile("(.+?)".join(parts)), row))
    return found


def reason(text: str, language: str) -> str:
    """Return a reason in a language; one that the table lacks stays English."""
    for pattern, row in _table():
        if (match := pattern.fullmatch(text)) is not None and language in row:
            return row[language].format(*match.groups())
    return text
