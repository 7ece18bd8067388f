"""The languages of the project, and which label is shown where one is missing."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de", "zh")
"""Languages of labels, pages and messages, in the order in which a missing one is replaced."""
DEFAULT = LANGUAGES[0]
NAMES: dict[str, str] = {"en": "English", "de": "Deutsch", "zh": "中文"}
"""Each language by its own name."""
HTML: dict[str, str] = {"en": "en", "de": "de", "zh": "zh-Hans"}
"""Value of ``<html lang>`` for each language."""


def base_language(tag: str | None) -> str:
    """Return the first part of a language tag in lower case: ``zh-Hans`` gives ``zh``."""
    return (tag or "").lower().split("-")[0]


def of_environment(environment: Mapping[str, str]) -> str:
    """Return the language of the person's locale, the default where it is none of ours."""
    names = (environment.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    told = base_language(next((name for name in names if name), "").replace("_", "-"))
    return told if told in LANGUAGES else DEFAULT


def best(texts: Mapping[str, str], language: str = DEFAULT) -> str | None:
    """Return the language of the text to show, None where there is no text.

    The one asked for, else the first of ours that has one, else the first of all by its tag.
    """
    for wanted in (language, *LANGUAGES, *sorted(texts)):
        if texts.get(wanted):
            return wanted
    return None


def choose(texts: Mapping[str, str], language: str = DEFAULT, otherwise: str = "") -> str:
    """Return the text to show, ``otherwise`` where there is none."""
    found = best(texts, language)
    return otherwise if found is None else texts[found]
