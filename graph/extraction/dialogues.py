"""Dialogues and their sessions in texts with Latin letters."""

from __future__ import annotations

import functools
import re

from graph.extraction.activity_words import (
    CAP,
    SMALL,
    TAIL_END,
    add_name,
    ordinal_pattern,
    ordinal_value,
    speaks_of,
    stripped,
)
from graph.extraction.lexicon import (
    alternatives,
    lists,
)
from graph.extraction.model import Mention
from graph.extraction.tokens import UPPER

_SESSION = (
    r"(?:plenary |annual |ordinary |joint )?(?:session|meeting|round|edition|Sitzung|Runde|Tagung|Treffen|Auflage|réunion|édition|"
    r"sessione|riunione|edizione|sesión|reunión|ronda|edición)\s+(?:of|der|des|du|de|del|della|dell[’'])\s*(?:the\s+|la\s+|l[’'])?$"
)


@functools.cache
def _series_pattern(kind: str) -> re.Pattern[str]:
    noun = alternatives(lists(f"{kind}_nouns"))
    left = rf"(?P<left>(?:{CAP}(?:\s+(?:and|&|on|of|for|und|zu|der|für)\s+(?={CAP}))?[\s-]+)*?)"
    right = rf"(?P<right>(?:\s+(?:{SMALL}\s+|[dl][’'])*{CAP})*(?:\s+(?:on|sur|sobre|über|sui|su|sull[’']|zu|zur|sulla|de la|de l[’']|d[’'])\s*(?!seine|ihre|its\b|their\b)(?:the\s+|la\s+|l[’'])?[\w&’'-]+(?:\s+(?:{SMALL}\s+)*[\w&’'-]+){{0,4}}?{TAIL_END})?)"
    return re.compile(
        rf"(?:{ordinal_pattern()}\s+)?{left}(?<![\w])(?P<noun>(?i:{noun}))(?![\w-]){right}"
    )


_TWO_SIDES = re.compile(
    rf"(?<![\w-])(?:(?:EU|UE|Europe|Sino|China|Chinese|Chinesisch|Deutsch|Franco|Italo|Hispano)[-–](?:Danish|Dutch|Finnish|Swedish|Belgian|Austrian|Irish|Polish|Portuguese|Greek|Czech|Hungarian|British|Swiss|Norwegian|China|Chine|Cina|European|Europe|EU|UE|German|French|Italian|Spanish|Chinesische[rsn]?|Europäische[rsn]?|Deutsche[rsn]?|Chinois|Cinese|Chino))"
    rf"[\s-](?:{CAP}[\s-]){{0,4}}?(?:Round ?[Tt]able|Working Group|Task Force|Consultations?|Expert Group|Steering Group|Talks|Panel|Gesprächskreis|Arbeitsgruppe|Arbeitskreis|Runder? Tisch)"
    rf"(?:\s(?:on|for|zu|zur|zum|für|über)\s(?:the\s)?[\w’'-]+(?:\s(?:and\s|of\s|in\s|im\s|und\s|der\s)?[{UPPER}][\w’'-]+){{0,4}})?"
    r"|(?<!\w)(?:[Tt]able ronde|[Gg]roupe de travail|[Tt]avolo|[Gg]ruppo di lavoro|[Mm]esa|[Gg]rupo de trabajo|[Cc]omité|[Cc]omitato)\s(?:UE|Union européenne)[-–](?:Chine|Cina|China)"
    rf"(?:\s(?:sur|su|sul|sulla|sobre|pour|per|para)\s(?:l[’']|la\s|le\s|les\s|il\s|el\s)?[\w’'-]+(?:\s(?:et\s|e\s|y\s|de\s|des\s|di\s)?[\w’'-]+){{0,3}}?{TAIL_END})?"
)


def find_dialogues(flat: str, offset: int) -> list[Mention]:
    """Dialogues and their sessions ("the 5th EU-China ... Dialogue")."""
    found: list[Mention] = []
    for match in _TWO_SIDES.finditer(flat):
        add_name(found, flat, offset, match.start(), match.end(), "dialogue-noun", 0.86, "Dialogue")
    if not speaks_of("dialogue", flat):
        return found
    for match in _series_pattern("dialogue").finditer(flat):
        words = stripped(match)
        ordinal = ordinal_value(match["ordinal"])
        begin = match.start("ordinal") if ordinal is not None else -1
        if (
            ordinal is None
            and words
            and (told := ordinal_value(words[0][0].lower()))
            and words[0][0][0].isalpha()
            and len(words) > 1
        ):
            ordinal, begin = told, match.start("left") + words[0].start()
            words = words[1:]
        noun_capital = match["noun"][0].isupper()
        right = (
            match["right"] if not re.match(r"\s+(?:In|On|At|The|De|Le)\b", match["right"]) else ""
        )
        right_caps = bool(re.search(rf"[{UPPER}]", right))
        german = re.search(r"[Dd]ialogs?$|[Gg]ipfel", match["noun"]) and not match[
            "noun"
        ].lower().startswith("dialogue")
        named = (
            bool(words)
            or right_caps
            or (german and len(match["noun"]) > 8 and "-" in match["noun"])
        )
        if not named or not (noun_capital or ordinal or words):
            continue
        if not words and not ordinal and not noun_capital:
            continue
        if (
            re.match(r"\s*(?:between|among|entre|zwischen)", flat[match.end("noun") :])
            and not words
        ):
            continue
        start = match.start("left") + words[0].start() if words else match.start("noun")
        end = match.end("right") if right else match.end("noun")
        # Only a right side that belongs to the name is kept: the rest is a place or a date.
        right_text = flat[match.end("noun") : end]
        if re.match(r"\s+(?:in|en|à|a|im)\s", right_text):
            end = match.end("noun")
        series = re.sub(r"\s+", " ", flat[start:end]).strip()
        if ordinal is None and (
            nth := re.search(rf"{ordinal_pattern()}\s+{_SESSION}", flat[:start], re.I)
        ):
            ordinal, begin = ordinal_value(nth["ordinal"]), nth.start("ordinal")
        if ordinal is not None:
            whole = begin
            add_name(found, flat, offset, whole, end, "ordinal-dialogue", 0.92, "DialogueSession")
            if found and found[-1].start == offset + whole:
                found[-1].ordinal, found[-1].series = ordinal, series
        else:
            add_name(found, flat, offset, start, end, "dialogue-noun", 0.84, "Dialogue")
    return found
