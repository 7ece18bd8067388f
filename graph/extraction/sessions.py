"""Sessions and editions that a text counts without repeating what they are of: "its fourth session"."""

from __future__ import annotations

import functools
import re

from graph.extraction.activities import _ordinal, ordinal_value
from graph.extraction.inflection import nominative
from graph.extraction.model import Mention, Thing

_NOUN = (
    r"(?:plenary\s|annual\s|ordinary\s|regular\s|formal\s)?(?:[Ss]ession|[Mm]eeting|[Rr]ound|[Ss]itting|[Gg]athering)|"
    r"(?:[Aa]rbeits|[Jj]ahres|[Gg]esprächs|[Dd]ialog)?(?:[Ss]itzung|[Tt]agung|[Rr]unde)|Treffen|Zusammenkunft|"
    r"[Ss]éance|[Rr]éunion|[Rr]encontre|[Ss]essione|[Rr]iunione|[Ii]ncontro|[Tt]ornata|[Ss]esión|[Rr]eunión|[Rr]onda|[Ee]ncuentro"
)
_EDITION = r"[Ee]dition|[Éé]dition|[Ee]dizione|[Ee]dición|Ausgabe|Auflage"
_NEXT = re.compile(
    r"\s+(?:of|der|des|du|de|del|della|d[’'])\s*(?:the|la|l[’']|le|il|el)?\s?(?:project|consorti|proje|proye|proget)"
)


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{_ordinal()}\s+(?:(?P<session>{_NOUN})|(?P<edition>{_EDITION}))(?![\w-])")


_ROUND = re.compile(
    r"(?<!\w)(?P<noun>[Ss]ession|[Rr]ound|[Mm]eeting)\s+(?P<ordinal>two|three|four|five|six|seven|eight|nine|ten|[IVX]+|[0-9]{1,2})(?![\w,.-])"
)


def find_counted(flat: str, offset: int, series: str | None) -> list[Mention]:
    """Return the sessions of a dialogue, where the text knows one, and the editions of events."""
    found: list[Mention] = []
    for match in _pattern().finditer(flat):
        ordinal = ordinal_value(match["ordinal"])
        session = match["session"] is not None
        if ordinal is None or (session and series is None) or _NEXT.match(flat, match.end()):
            continue
        start, end = match.start("ordinal"), match.end()
        name = nominative(re.sub(r"\s+", " ", flat[start:end]))
        cls = "DialogueSession" if session else "Event"
        made = Mention(Thing(cls, name), offset + start, offset + end, "counted-session", 0.84)
        made.ordinal = ordinal
        made.generic = True
        made.series = series if session else None
        found.append(made)
    return found
