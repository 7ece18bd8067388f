"""Which language a text is in: lingua, offline, among the languages of the records."""

from __future__ import annotations

import functools
import re
from typing import Any

CODES = ("en", "de", "fr", "it", "es", "zh", "pt", "ro")


@functools.cache
def _detector() -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in CODES]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def language_of(text: str) -> str:
    """Return the language of a text as a tag of the records; ``und`` where it cannot be told."""
    sample = text[:6000]
    letters = re.findall(r"[^\W\d_]", sample)
    if not letters:
        return "und"
    if sum("\u4e00" <= c <= "\u9fff" for c in letters) * 4 > len(letters):
        return "zh"
    found = _detector().detect_language_of(sample)
    return found.iso_code_639_1.name.lower() if found is not None else "und"
