"""Our own words about what sources tell, in the languages of the pages.

Records tell aims, activities, figures and the like in short English sentences of ours, and that is
what the graph has. ``sources/own-words.csv`` has the same in German and Chinese: it is our sentence
in either language, so a page shows the reader's and nothing is lost that a source said.
"""

from __future__ import annotations

import csv
from functools import cache

from graph.paths import SOURCES

PATH = SOURCES / "own-words.csv"


@cache
def own_words() -> dict[str, dict[str, str]]:
    """Return each sentence of ours in the other languages, by its English text."""
    if not PATH.is_file():
        return {}
    with PATH.open(encoding="utf-8", newline="") as stream:
        return {row.pop("en"): row for row in csv.DictReader(stream)}


def translated(text: str, language: str) -> str | None:
    """Return a sentence of ours in a language, None where it is not one or has no such text."""
    return own_words().get(text, {}).get(language) or None
