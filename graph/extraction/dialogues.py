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
    noun = alternatives(lists(f"{kind}_nouns"), cases=True)
    left = rf"(?P<left>(?:{CAP}(?:\s+(?:and|&|on|of|for|und|zu|der|für)(?=\s+{CAP}))?[\s-]+)*?)"
    right = rf"(?P<right>(?:\s+(?:{SMALL}\s+|[dl][’'])*{CAP})*(?:\s+(?:on|für|sur|sobre|über|sui|su|sull[’']|zu|zur|sulla|de la|de l[’']|d[’'])\s*(?!seine|ihre|its\b|their\b|(?:the\s)?[0-9])(?:the\s+|la\s+|l[’'])?[\w&’'-]+(?:\s+(?:{SMALL}\s+)*[\w&’'-]+){{0,4}}?{TAIL_END})?)"
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


_COMMITTEE = re.compile(
    rf"{ordinal_pattern()}\s+(?P<series>(?:(?:{CAP}|and|&|on|of|for)[\s-]){{0,9}}?(?:Committee|Commission|Working Group|Task Force|Consultations?|Roundtable|Round Table))(?![\w-])"
    rf"(?P<on>\s(?:on|for)\s{CAP}(?:\s(?:and|of|&)?\s?{CAP}){{0,4}})?"
)
_BODIES = re.compile(r"Committee|Commission|Working Group|Task Force|Consultation|Round ?[Tt]able")
_TWO_SIDED = re.compile(
    r"(?<!\w)(?:Joint|EU|Sino|China|Mixed|High[- ]Level|Bilateral|Steering)(?!\w)"
)


_TITLED = re.compile(
    r"(?:titled|entitled|called|named|intitulée?|dal titolo|titulad[oa]|mit dem Titel)\s[“„«\"][^“”„«»\"]*$"
)
"""Inside the title of one event: "a debate titled “EU-China dialogue: ..."."""


_PARTICLE = re.compile(r"\s(?:zurück|hervor|statt|teil|fort|vor|an|ab|aus|ein)$")
"""The second part of a German verb, behind a name."""


def _committees(flat: str, offset: int) -> list[Mention]:
    """Return the sessions of joint committees: "the 3rd Joint Committee on Fisheries" met."""
    found: list[Mention] = []
    if not _BODIES.search(flat):
        return found
    for match in _COMMITTEE.finditer(flat):
        ordinal = ordinal_value(match["ordinal"])
        if ordinal is None or not _TWO_SIDED.search(match["series"]):
            continue
        low, high = match.start("ordinal"), match.end()
        add_name(found, flat, offset, low, high, "ordinal-dialogue", 0.9, "DialogueSession")
        if found and found[-1].start == offset + low:
            found[-1].ordinal = ordinal
            found[-1].series = re.sub(r"\s+", " ", flat[match.start("series") : high])
    return found


def find_dialogues(flat: str, offset: int) -> list[Mention]:
    """Dialogues and their sessions ("the 5th EU-China ... Dialogue")."""
    found = _committees(flat, offset)
    for match in _TWO_SIDES.finditer(flat):
        add_name(found, flat, offset, match.start(), match.end(), "dialogue-noun", 0.86, "Dialogue")
    if not speaks_of("dialogue", flat):
        return found
    for match in _series_pattern("dialogue").finditer(flat):
        if _TITLED.search(flat[: match.start("noun")]):
            continue
        words = stripped(match)
        ordinal = ordinal_value(match["ordinal"])
        begin = match.start("ordinal") if ordinal is not None else -1
        if (
            ordinal is None
            and words
            and (told := ordinal_value(words[0][0].lower()) or ordinal_value(words[0][0]))
            and words[0][0][0].isalpha()
            and (len(words) > 1 or words[0][0].isupper())
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
        if particle := _PARTICLE.search(flat, start, end):
            end = particle.start()  # "geht auf den Dialog über Meeresenergie zurück"
        series = re.sub(r"\s+", " ", flat[start:end]).strip()
        series = re.sub(r"^(?:Round|Meeting|Session|Edition|Sitting)\sof\s(?:the\s)?", "", series)
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
