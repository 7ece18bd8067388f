"""Answers that are remembered for the present build; everything kept is counted, keys as well."""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from sys import getsizeof
from typing import Any

Key = tuple[str, ...]
Raw = tuple[Any, ...]
"""A request as it came: path, query, and each header field as a pair."""
MOST_KNOWN = 500
MOST_WORDS = 4096
"""Requests that are known letter by letter, and characters of one: two megabytes at most."""
_ENTRY = 600
"""Bytes that an entry costs beside what it holds: dictionaries, tuples, objects."""
_LARGEST_SHARE = 8
LONGEST_ADDRESS = 8192
"""Characters of an address whose answer may be kept: longer ones are not asked twice."""


class Body:
    """A body: bytes, or a file that is closed when nobody refers to it any more."""

    __slots__ = ("data", "descriptor", "size")

    def __init__(self, data: bytes, size: int, descriptor: int = -1) -> None:
        self.data = data
        self.size = size
        self.descriptor = descriptor

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)


class Kept:
    """A finished answer, in the form in which it is sent: an answer may be sent often."""

    __slots__ = ("body", "status", "until", "whole")

    def __init__(
        self, status: int, headers: list[tuple[str, str]], body: Body, until: float = 0.0
    ) -> None:
        self.status = status
        plain = [(name.lower(), value) for name, value in headers]
        self.whole = [one for one in plain if one[0] != "content-length"]
        self.whole.append(("content-length", str(body.size)))
        self.body = body
        self.until = until

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return the header fields without the length: of an answer without a body."""
        return self.whole[:-1]

    def field(self, name: str) -> str:
        """Return a header field; empty where there is none."""
        return next((value for known, value in self.whole if known == name), "")


@lru_cache(maxsize=64)
def _names(vary: str) -> tuple[str, ...]:
    """Return the header fields that a ``Vary`` names, in order."""
    return tuple(sorted({name.strip().lower() for name in vary.split(",") if name.strip()}))


def _size(key: Key) -> int:
    return sum(map(getsizeof, key))


class Again:
    """Requests that came before, letter by letter, and where their answers are remembered.

    What is asked often is asked by the same programs in the same words; for these nothing need be
    read. Only keys are held, and not many: an answer that is forgotten is forgotten here as well.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[Raw, tuple[Key, str]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def find(self, raw: Raw) -> tuple[Key, str] | None:
        """Return the key of the answer to a request, and the client that a proxy named in it."""
        return self._known.get(raw)

    def note(self, raw: Raw, key: Key, client: str) -> None:
        """Note a request whose answer is remembered under a key."""
        address, query, *fields = raw
        size = len(address) + len(query) + sum(len(n) + len(v) for n, v in fields)
        if size <= MOST_WORDS:
            self._known[raw] = (key, client)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()


class Memory:
    """Answers by request, the least recently used forgotten first, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._vary: OrderedDict[Key, tuple[str, ...]] = OrderedDict()
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Forget everything: there is a new build."""
        self._vary.clear()
        self._kept.clear()
        self.size = 0

    def find(self, address: Key, fields: Mapping[str, str], now: float) -> Kept | None:
        """Return the answer to a request with these header fields, if it is remembered."""
        vary = self._vary.get(address)
        if vary is None:
            return None
        self._vary.move_to_end(address)
        return self.at(self.key(address, fields), now)

    def key(self, address: Key, fields: Mapping[str, str]) -> Key:
        """Return under what the answer to a request is remembered, if it is."""
        return (*address, *[fields.get(name, "") for name in self._vary.get(address, ())])

    def at(self, key: Key, now: float) -> Kept | None:
        """Return what is remembered under a key."""
        found = self._kept.get(key)
        if found is None:
            return None
        if found[0].until and found[0].until < now:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found[0]

    def again(self, key: Key, now: float) -> Kept | None:
        """Return what is remembered under a key and is whole in memory; changes nothing but the
        order, so that another thread may ask.
        """
        found = self._kept.get(key)
        if found is None or found[0].body.descriptor >= 0 or 0 < found[0].until < now:
            return None
        with contextlib.suppress(KeyError):  # dropped in this moment
            self._kept.move_to_end(key)
        return found[0]

    def keep(self, address: Key, fields: Mapping[str, str], kept: Kept) -> None:
        """Remember an answer, under what its ``Vary`` names as well."""
        vary = kept.field("vary")
        letters = sum(map(len, chain.from_iterable(kept.whole)))
        size = kept.body.size + letters + 120 * len(kept.whole) + _ENTRY
        if vary.strip() == "*" or sum(map(len, address)) > LONGEST_ADDRESS:
            return
        if size > self.limit // _LARGEST_SHARE:
            return  # before its address is noted, which would never be forgotten for it
        names = _names(vary)
        known = self._vary.get(address)
        if known is None:
            self._vary[address] = names
            self.size += _size(address) + _ENTRY
        elif known != names:
            names = tuple(sorted({*names, *known}))
            self._vary[address] = names
        key = (*address, *[fields.get(name, "") for name in names])
        size += _size(key)
        if size > self.limit // _LARGEST_SHARE:
            return
        if key in self._kept:
            self._drop(key)
        self._kept[key] = (kept, size)
        self.size += size
        while self.size > self.limit and (self._kept or self._vary):
            if self._kept:
                self._drop(next(iter(self._kept)))
            if self._vary and (len(self._vary) > 2 * len(self._kept) + 100 or not self._kept):
                gone, _ = self._vary.popitem(last=False)
                self.size -= _size(gone) + _ENTRY

    def _drop(self, key: Key) -> None:
        _, size = self._kept.pop(key)
        self.size -= size
