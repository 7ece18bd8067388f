"""Chinese names in traditional characters, written in simplified ones."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Return a Chinese text in simplified characters; what is written so already stays as it is."""
    return str(_converter().convert(text))
