"""Which characters a record may hold, and numbers in plain digits.

A record is read by people, in editors and on pages: a character that nobody sees, or that
turns the direction of the text around it, hides what a fact says.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = 9
"""A position, a line or a length has no more digits than this."""

# White space that YAML allows in a text; it is made one space where the text is used.
_SPACES = frozenset("\t\n\r\x85\u2028\u2029")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def whole_number(text: str | None) -> int | None:
    """Return a number of plain digits (0 to 9, nine at most), or None."""
    return int(text) if text and re.fullmatch(rf"[0-9]{{1,{DIGITS}}}", text) else None


def forbidden(text: str) -> str | None:
    """Return the first character no text may hold, as ``U+202E (RIGHT-TO-LEFT OVERRIDE)``."""
    if text.isprintable():
        return None
    for character in text:
        if _is_forbidden(character):
            name = unicodedata.name(character, "")
            return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    return None


def _is_forbidden(character: str) -> bool:
    if character.isprintable() or character in _SPACES:
        return False
    kind = unicodedata.category(character)
    return (
        kind in ("Cc", "Cs") or character in _TURNS or ord(character) & 0xFFFE == 0xFFFE
    )  # U+FFFE, U+FFFF and their like in the other planes are no characters


def visible(text: str) -> str:
    r"""Return a text for a message: what would break the line or not be seen is escaped
    (``\n``).
    """
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in _UNSEEN
        else character
        for character in text
    )
