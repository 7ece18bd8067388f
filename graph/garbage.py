"""How often Python looks for garbage that counting references does not find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 100_000
"""New objects from which on it looks; by default 700, made for programs that run for ever."""


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Look for garbage rarely meanwhile.

    Making some hundred thousand statements leaves none, and to look through them again and again
    took a quarter of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(RARELY, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
