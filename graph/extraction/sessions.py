"""Sessions and editions that a text counts without repeating what they are of: "its fourth session"."""

from __future__ import annotations

import functools
import re

from graph.extraction.activity_words import ordinal_pattern, ordinal_value
from graph.extraction.chinese import number
from graph.extraction.model import Mention, Thing
from graph.records.inflection import nominative

_NOUN = (
    r"(?:plenary\s|annual\s|ordinary\s|regular\s|formal\s)?(?:[Ss]ession|[Mm]eeting|[Rr]ound|[Ss]itting|[Gg]athering)|(?:bilateral\s|annual\s)?[Ss]ummit(?=\sbetween)|"
    r"(?:[Aa]rbeits|[Jj]ahres|[Gg]esprächs|[Dd]ialog)?(?:[Ss]itzung|[Tt]agung|[Rr]unde)|Treffen|Zusammenkunft|"
    r"[Ss]éance|[Rr]éunion|[Rr]encontre|tour|[Ss]essione|[Rr]iunione|[Ii]ncontro|[Tt]ornata|[Ss]esión|[Rr]eunión|[Rr]onda|[Ee]ncuentro"
)
_EDITION = r"[Ee]dition|[Éé]dition|[Ee]dizione|[Ee]dición|Ausgabe|Auflage"
_NEXT = re.compile(
    r"\s+(?:of|der|des|du|de|del|della|d[’'])\s*(?:the|la|l[’']|le|il|el)?\s?(?:project|consorti|proje|proye|proget)"
)


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{ordinal_pattern()}\s+(?:(?P<session>{_NOUN})|(?P<edition>{_EDITION}))(?![\w-])"
    )


@functools.cache
def _short_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{ordinal_pattern()}\s(?P<noun>[Dd]ialogue|[Ss]ummit|Round\s?[Tt]able|[Cc]onsultations?|Forum|Working Group|Platform)(?![\w-])(?!\s(?:[A-Z]|on\s|for\s|of\s|between\s))"
    )


@functools.cache
def _alone() -> re.Pattern[str]:
    """Return "the seventh was held in May": a session that only its number names."""
    return re.compile(
        rf"(?:^|[;,.]\s|\swhile\s|\sand\s)(?:[Tt]he)\s{ordinal_pattern()}\s(?=(?:was|had been|had|took|followed)\s(?:\w+\s)?(?:held|hosted|place|taken|organised|organized|convened|in|on)(?!\w))"
    )


def _short(noun: str, series: str) -> bool:
    """Return whether a noun alone is short for the name of a dialogue: "the third Dialogue"."""
    words = series.split()
    return (
        noun.casefold() != series.casefold()
        and len(words) > 1
        and noun.split()[-1].casefold() in {w.casefold() for w in words}
    )


_OF = re.compile(r"\s+(?:of|der|des|du|de|del|della|dell[’']|d[’'])")
_SERIES = re.compile(
    r"\s+(?:of|der|des|du|de la|de l[’']|del|della|dell[’'])\s*(?:the\s|l[’'])?(?P<series>(?:[A-ZÀ-Þ][\w–-]*\s){0,5}?(?:[\w-]*"
    r"(?:Dialog|Dialogue|Diálogo|Dialogo|Round\s?[Tt]able|Roundtable|Working Group|Forum|Platform|Committee|Comitato|Commissione|Comité|Comisión|[Aa]usschuss|Kommission|Consultations?|Commission|Arbeitsgruppe|Tisch|Table ronde|"
    r"Groupe de travail|Tavolo|Gruppo di lavoro|Mesa|Grupo de trabajo|Partnership|Initiative|Council))(?:s|es)?(?!\w)"
    r"(?:\s(?:on|for|über|sui|sugli|sulle|zu|zur|zum|für|sur|pour|su|sul|sulla|sobre|per|para)\s(?:[\w’'-]+\s?){1,5}?(?=\s(?:reunió|reunieron|celebró|tuvo|se|ha|hanno|si|ont|hat|tagte|führte|kam|trat|en|à|im|am|wurde|s[’'](?:est|était)|was|is|took|brought|held|met|in|on|at|fand|ist|hat|wurde|a|s|se|si|è|has|opened|gathered|began|ended)\b|[.,;:()]|$))?)"
)
_BODY = re.compile(
    r"(?:Subcommittee|(?:Joint|Mixed|Bilateral|Standing)\s[\w&\s-]{0,60}(?:Committee|Commission)|Working Group|Task Force|(?<!Steering )(?<!Advisory )(?<!Management )(?<!Executive )(?<!Organising )(?<!Programme )Committee|Joint Commission)(?![\w-])"
)
"""Bodies of two sides that meet again and again; the committees of a project are none."""
_OF_BODY = re.compile(
    r"\s+of\s+(?:the\s+)?(?P<series>(?:[A-Z][\w&–-]*\s(?:and\s|&\s|on\s|of\s)?){0,9}?(?:Subcommittee|Committee|Commission|Working Group|Task Force)"
    r"(?:\s(?:for|on)\s[A-Z][\w&-]*(?:\s(?:and\s|&\s|of\s|for\s)?[A-Z][\w&-]*){0,5}(?:\scooperation)?)?)(?![\w-])"
)
_OF_TWO = re.compile(
    r"(?i)EU|Sino|China|Chin|UE|Dialog|Diálogo|Round|Tisch|Tavolo|Mesa|Table ronde"
)


_CHINESE = re.compile(
    r"第([一二三四五六七八九十两0-9]{1,3})[次届轮](?:对话|会议|会晤|磋商|例会)(?![\u4e00-\u9fff]*[》”])"
)


def find_counted(flat: str, offset: int, series: str | None) -> list[Mention]:
    """Return the sessions of a dialogue, where the text knows one, and the editions of events."""
    found: list[Mention] = []
    for match in _CHINESE.finditer(flat) if series else ():
        made = Mention(
            Thing("DialogueSession", match[0]),
            offset + match.start(),
            offset + match.end(),
            "counted-session",
            0.84,
        )
        made.ordinal, made.series, made.generic = number(match[1]), series, True
        found.append(made)
    for match in _short_pattern().finditer(flat) if series else ():
        ordinal = ordinal_value(match["ordinal"])
        if ordinal is None or not _short(match["noun"], series or ""):
            continue
        made = Mention(
            Thing("DialogueSession", match[0]), offset + match.start(), offset + match.end(),
            "counted-session", 0.84,
        )  # fmt: skip
        made.ordinal, made.series, made.generic = ordinal, series, True
        found.append(made)
    for match in _alone().finditer(flat) if series else ():
        ordinal = ordinal_value(match["ordinal"])
        if ordinal is None or not match["ordinal"].isalpha():
            continue
        made = Mention(
            Thing("DialogueSession", match["ordinal"]), offset + match.start("ordinal"), offset + match.end("ordinal"),
            "counted-session", 0.8,
        )  # fmt: skip
        made.ordinal, made.series, made.generic = ordinal, series, True
        found.append(made)
    for match in _pattern().finditer(flat):
        ordinal = ordinal_value(match["ordinal"])
        # "The second edition" of a dialogue is a session, unless the words say of what it is one.
        session = match["session"] is not None or (
            series is not None and not _OF.match(flat, match.end())
        )
        named = _SERIES.match(flat, match.end()) if session else None
        if named and series and _short(named["series"], series):
            named = None  # "the first session of the Dialogue": of the one that was named
        body = _OF_BODY.match(flat, match.end()) if session else None
        if body and _BODY.search(body["series"]):
            named = body
        if named and ordinal is not None and (
            named is body or _OF_TWO.search(named["series"])
        ):  # fmt: skip
            low, high = match.start("ordinal"), named.end("series")
            whole = re.sub(r"\s+", " ", flat[low:high]).strip()
            made = Mention(
                Thing("DialogueSession", nominative(whole)),
                offset + low,
                offset + low + len(flat[low:high].rstrip()),
                "ordinal-dialogue",
                0.88,
            )
            made.ordinal, made.series = ordinal, re.sub(r"\s+", " ", named["series"]).strip()
            made.series = nominative(made.series)
            found.append(made)
            continue
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
