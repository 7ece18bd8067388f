"""How wide a text is, without a font at hand: an upper estimate, so that labels never collide.

Widths are those of DejaVu Sans (the widest of the fonts that a system falls back to), in
thousandths of the font size, rounded up.
"""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!’‘ ", 330),
    **dict.fromkeys('frt()[]{}-/\\"“”·', 440),
    **dict.fromkeys("mwMW%@&—", 1000),
    **dict.fromkeys("sczxkvyJ", 600),
    **dict.fromkeys("…", 1000),
}
_LOWER, _UPPER = 645, 790
_WIDE = ("W", "F")


def width(text: str, size: float) -> float:
    """Return the width of a text in a font of ``size`` (same unit), too much if anything."""
    return sum(map(_advance, text)) * size / 1000.0


def _advance(character: str) -> int:
    if unicodedata.east_asian_width(character) in _WIDE:
        return 1000
    if unicodedata.combining(character):
        return 0
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    return _UPPER if character.isupper() else _LOWER


def shorten(text: str, size: float, room: float) -> str:
    """Cut a text to fit the room, with an ellipsis; at a word where that loses little."""
    if width(text, size) <= room:
        return text
    cut = len(text)
    while cut and width(text[:cut].rstrip() + "…", size) > room:
        cut -= 1
    kept = text[:cut].rstrip()
    at_word = kept.rfind(" ")
    if at_word > 0.7 * len(kept):
        kept = kept[:at_word].rstrip(" ,–-(")
    return kept + "…"


def wrap(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines that fit the room; Chinese may break anywhere."""
    wide = any(unicodedata.east_asian_width(c) in _WIDE for c in text)
    parts = list(text) if wide else text.split(" ")
    space = "" if wide else " "
    lines: list[str] = []
    for part in parts:
        if lines and width(lines[-1] + space + part, size) <= room:
            lines[-1] += space + part
        else:
            lines.append(part)
    return [shorten(line, size, room) for line in lines]
