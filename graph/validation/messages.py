"""The sentences of the checks: ``messages.toml``, each in three languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from graph.languages import LANGUAGES
from graph.validation.finding import Finding, shown

FILE = Path(__file__).parent / "messages.toml"


@cache
def rules() -> dict[str, dict[str, str]]:
    """Return every rule by its name: severity and the sentence in each language."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def finding(
    rule: str,
    focus: object,
    path: object = "",
    value: object = "",
    *,
    graph: object = "",
    severity: str | None = None,
    **details: object,
) -> Finding:
    """Return a finding by the name of its rule; ``details`` fill the gaps of the sentence."""
    entry = rules()[rule]
    texts = {language: entry[language].format(**details) for language in LANGUAGES}
    return Finding(
        severity or entry["severity"],
        shown(focus),
        shown(path),
        shown(value),
        texts["en"],
        shown(graph),
        rule=rule,
        texts=texts,
    )
