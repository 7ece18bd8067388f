"""Why a fact is not kept, in the language of the page: the verifier speaks English."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path


@functools.cache
def _table() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    text = (Path(__file__).parent / "reasons.toml").read_text("utf-8")
    found = []
    for row in tomllib.loads(text)["reason"]:
        parts = [re.escape(part) for part in re.split(r"\{[0-9]\}", row["en"])]
        found.append((re.compile("(.+?)".join(parts)), row))
    return found


def reason(text: str, language: str, called: Mapping[str, str] | None = None) -> str:
    """Return a reason in a language; one that the table lacks stays English.

    ``called`` says what classes and properties that the reason names are called there.
    """
    for pattern, row in _table():
        if (match := pattern.fullmatch(text)) is not None and language in row:
            return str(row[language]).format(*((called or {}).get(g, g) for g in match.groups()))
    return text
