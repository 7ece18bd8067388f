"""Measures taken over from the analysis before, where the network they are counted on is the same.

Most changes of records (a date, a name, an amount) leave open who took part in what. A measure
that follows from this alone is the same then: same numbers in, same code, same numbers out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any, TypeVar

T = TypeVar("T")

Results = Mapping[str, tuple[str, Any]]
"""Results of measures by name, each with the digest of what it was counted on."""

_COUNTED_ON: dict[str, tuple[str, ...]] = {}


def counted_on(*inputs: str) -> Callable[[Callable[[Any], T]], cached_property[T]]:
    """Make a property of an analysis that follows from some of its ``inputs`` and nothing else.

    It is taken from ``before`` where these are the same.
    """

    def made(count: Callable[[Any], T]) -> cached_property[T]:
        name = count.__name__
        _COUNTED_ON[name] = inputs

        @wraps(count)
        def found(analysis: Any) -> T:
            digest, result = analysis.before.get(name, ("", None))
            if digest and digest == _digest(analysis, name):
                taken: T = result
                return taken
            return count(analysis)

        return cached_property(found)

    return made


def results(analysis: Any) -> Results:
    """Return what was counted on an analysis and can be taken over by another."""
    there = [name for name in _COUNTED_ON if name in analysis.__dict__]
    return {name: (_digest(analysis, name), analysis.__dict__[name]) for name in there}


def counted_all(analysis: Any) -> Results:
    """Count all measures that can be taken over, and return them."""
    for name in _COUNTED_ON:
        getattr(analysis, name)
    return results(analysis)


def _digest(analysis: Any, name: str) -> str:
    digest = hashlib.sha256()
    for one in _COUNTED_ON[name]:
        digest.update(f"{one} {analysis.inputs[one]} ".encode())
    return digest.hexdigest()


def digest_of(*parts: Any) -> str:
    """Return a digest of texts, lists of texts and scipy matrices."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str | list):
            digest.update(repr(part).encode())
        else:
            digest.update(repr(part.shape).encode())
            for array in (part.indptr, part.indices, part.data):
                digest.update(array.tobytes())
    return digest.hexdigest()
