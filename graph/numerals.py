"""Whole numbers that somebody else wrote, read so that no text makes the reader fail.

``str.isdigit`` says yes to raised and circled digits, which ``int`` refuses, and ``int`` refuses
texts of more than some thousands of digits.
"""

from __future__ import annotations

import re

DIGITS = 9
"""Digits of a position, a length, an order; nothing here is counted beyond."""


def whole(text: str, digits: int = DIGITS) -> int | None:
    """Return the number of a text of plain digits (0 to 9), None for any other text."""
    return int(text) if is_whole(text, digits) else None


def is_whole(text: str, digits: int = DIGITS) -> bool:
    """Return whether a text has plain digits only, at least one and not too many."""
    return text.isascii() and text.isdigit() and len(text) <= digits


def whole_signed(text: str, digits: int = DIGITS) -> int | None:
    """Return the number of plain digits that may have a sign, None for any other text."""
    return int(text) if re.fullmatch(rf"[+-]?[0-9]{{1,{digits}}}", text) else None
