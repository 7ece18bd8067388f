"""How exact a number is: the words beside it say "about", "more than", "at least"."""

from __future__ import annotations

import re

_WORDS = {
    "at-least": ("at least|no fewer than|mindestens|wenigstens|au moins|almeno|al menos", "至少|不少于"),
    "more-than": ("more than|over|upwards of|mehr als|über|plus de|oltre|più di|más de", "超过|多于"),
    "at-most": ("at most|up to|no more than|höchstens|maximal|bis zu|au plus|jusqu’à|fino a|hasta", "至多|不超过|最多"),
    "less-than": ("less than|fewer than|nearly|almost|weniger als|knapp|fast|moins de|meno di|quasi|menos de|casi", "不足|近"),
    "about": ("about|around|roughly|approximately|some|circa|ca\\.|rund|etwa|ungefähr|environ|unos|unas|alrededor de", "约|大约"),
}  # fmt: skip
_MONEY = r"(?:(?:EUR|€|US\$|USD|RMB|CNY|¥)\s?)?"
_BEFORE = {
    kind: re.compile(rf"(?i)(?:(?<![^\W\d_])(?:{latin})\s|(?:{chinese})){_MONEY}$")
    for kind, (latin, chinese) in _WORDS.items()
}


def qualifier_before(text: str, start: int) -> tuple[str, int]:
    """Return the qualifier that the words before a number are, and where they begin; an empty one
    for a number alone.

    >>> qualifier_before("more than 120 visitors", 10), qualifier_before("the 120 visitors", 4)
    (('more-than', 0), ('', 4))
    """
    low = max(0, start - 30)
    for kind, words in _BEFORE.items():
        if (match := words.search(text[low:start])) is not None:
            return kind, low + match.start()
    return "", start
