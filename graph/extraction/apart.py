"""Names freed from what only says where somebody belongs: "Luxembourg's ClimateFin Alliance",
"the Leipzig-based Energy Exchange"."""

from __future__ import annotations

import re

from graph.extraction.lexicon import countries, places
from graph.extraction.model import Mention, Thing
from graph.extraction.tokens import UPPER

_OF = re.compile(rf"(?P<whose>[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+)?)[’']s\s(?=[{UPPER}])")
_SHORT = re.compile(r"[A-Z]{3,7}")
_BASED = re.compile(
    rf"(?:[{UPPER}][\w’'.]*(?:[\s-][{UPPER}][\w’'.]*)?-(?:based|owned|headquartered|born|listed)(?:\s|$))"
)


def belonging(name: str) -> int:
    """Return how many characters at the front of a name only say where its bearer belongs.

    >>> belonging("Leipzig-based Energy Exchange"), belonging("Luxembourg's ClimateFin Alliance")
    (14, 13)
    >>> belonging("King's College")
    0
    """
    if match := _BASED.match(name):
        return match.end()
    match = _OF.match(name)
    if match and (
        _SHORT.fullmatch(match["whose"])
        or countries().get(match["whose"])
        or match["whose"] in places()
    ):
        return match.end()
    return 0


def freed(found: list[Mention]) -> list[Mention]:
    """Return mentions without such fronts; what is nothing else is dropped."""
    kept: list[Mention] = []
    for mention in found:
        front = belonging(mention.thing.name)
        if front and mention.end - mention.start == len(mention.thing.name):
            rest = mention.thing.name[front:]
            if not rest:
                continue
            mention.thing, mention.start = Thing(mention.cls, rest), mention.start + front
        kept.append(mention)
    return kept
