"""What is made of a build, kept for as long as somebody may ask for that build."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

BUILDS = 2
"""Builds kept at a time: the present one and the one it replaced, for requests under way."""


class PerBuild(Generic[T]):
    """Things made once for each build, or for each of some keys of a build; the last ones stay.

    Safe to use from several threads; two that ask at once may both make a thing, and both get the
    first one made.
    """

    def __init__(self, most: int = BUILDS) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made now where there is nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            found = self._kept.setdefault(key, made)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
