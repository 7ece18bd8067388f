"""What names of events go on with in Romance languages: "Settimana Italia-Cina della Scienza e della Tecnologia"."""

from __future__ import annotations

import re

from graph.extraction.lexicon import months, places
from graph.extraction.tokens import UPPER

_CAP = rf"[{UPPER}][\w’'-]+"
_OF = r"(?:de la|de l[’']|del|della|dell[’']|dello|dei|delle|des|du|de|di|d[’']|para la|sobre|sur la|sur le|sur|sulla|sul|per la)\s?"
_MORE = rf"(?:\s{_CAP}|\s(?:e|y|et)\s(?:{_OF})?{_CAP}|,\s(?:{_OF}){_CAP})"
_TOPIC = re.compile(
    rf"(?:\s(?:e|y|et)\s{_CAP}(?:\s{_CAP})*)?\s(?P<of>{_OF})(?P<first>{_CAP}){_MORE}*"
)


def topic_end(flat: str, end: int) -> int:
    """Return where the name of an event ends whose noun and capitals end at a place.

    What follows is of or about something written with capitals; a town is where it was held.
    """
    match = _TOPIC.match(flat, end)
    if match is None or match["first"] in places() or match["first"].lower() in months():
        return end
    return match.end()
