"""What organisations do together, in texts with Latin letters: projects, programmes, agreements,
dialogues and events, by the nouns that name them."""

from __future__ import annotations

import functools
import re

from graph.extraction.lexicon import (
    LATIN,
    alternatives,
    countries,
    cue,
    lists,
    months,
    ordinals,
    places,
)
from graph.extraction.model import Mention, Thing
from graph.extraction.tokens import UPPER, looks_like_acronym

_CAP = rf"(?:[{UPPER}][\w&’'+.-]*[\w+²]|[{UPPER}]|[0-9][\w-]*[{UPPER}][\w-]*|[a-z]+[{UPPER}][\w-]*)"
_QUOTED = r"[“„«\"‘'](?P<quoted>[^“”„«»\"‘’]{3,90})[”“»\"’']"
_NOT_NAMES = frozenset(
    "The This That These Those A An Our Its Their New Joint Research Pilot European Chinese German French Italian Spanish "
    "EU EU-China Sino-European Horizon H2020 International Other Several Many Such Each Both First Second Third Final "
    "Das Die Der Dieses Im Ein Eine Le La Les Il El Los Las Cette Ce Questo Este In On At For With During After Before "
    "Under And Or But Two Three Four Five FP7 Innovation Partner Partners Consortium Strategic All No "
    "Launch Lancement Start What How Why About More Further Next Last When While Since From To By "
    "China Europe Deutschland Europa Cina Chine Sino Today Contact Also As However Moreover Furthermore Erstes Zweites "
    "Cet Ces Diese Dieser Quest Questa Questi Esta Estos Zwei Drei Deux Trois Due Tre Dos Tres "
    "Dessen Deren Ihre Ihr Ihren Ihrem Seine Sein Seinem Unsere Unser Whose Their Leur Leurs Suo Sua Loro Su Sus Vom Von Zum Zur Am Bei Beim Mit Auf Für Nach Seit Dal Del Du De Une Un Una Uno En Au Aux Par Pour Y E Et Dans".split()
)


def is_project_name(word: str) -> bool:
    """Return whether a word is written like the short name of a project."""
    if word.endswith("EU") and word[:1].isupper() and word[1:2].islower():
        return False  # two words that a lost space glued together
    return looks_like_acronym(word) or (
        bool(re.fullmatch(rf"[{UPPER}][{UPPER}0-9+-]{{2,}}", word)) and looks_like_acronym(word)
    )


@functools.cache
def _project_nouns() -> str:
    return alternatives([*lists("project_nouns"), "[\\w-]+projekte?n?", "[\\w-]+-Projekte?n?"])


_TWO = rf"(?<![\w-])[{UPPER}]{{4,}}(?:\s[{UPPER}]{{4,}}){{1,2}}(?![\w-])"
"""A name in capitals of two or three words: "GRÜNE BRÜCKE"."""
_NAME = rf"{_CAP}(?:[ -]{_CAP}){{0,3}}"


@functools.cache
def _project_patterns() -> list[tuple[str, re.Pattern[str], float]]:
    noun = _project_nouns()
    called = r"(?:\s*,?\s*(?:called|named|entitled|titled|known as|namens|mit dem Titel|intitulé|denominato|chiamato|denominado|llamado)\s*,?)?"
    return [
        ("project-quoted", re.compile(rf"(?<!\w){noun}{called}\s+{_QUOTED}"), 0.92),
        ("quoted-project", re.compile(rf"{_QUOTED}\s+(?:research\s+)?{noun}(?!\w)"), 0.92),
        ("project-list", re.compile(rf"(?<!\w){noun}{called}\s+(?P<list>(?:{_TWO}|{_CAP})(?:(?:\s*,\s*|\s*/\s*|\s+(?:and|und|et|e|ed|y|sowie|as well as)\s+)(?:{_TWO}|{_CAP}))*)"), 0.93),
        ("project-adjective", re.compile(rf"(?<!\w){noun}\s+[a-zà-ÿ]+\s+(?P<name>[{UPPER}0-9][{UPPER}0-9+-]{{2,}})(?![\w])"), 0.88),
        ("name-consortium", re.compile(rf"(?<![\w-])(?P<name>[{UPPER}][{UPPER}0-9+-]{{3,}})[\s-](?:[Cc]onsortium|[Kk]onsortium)(?!\w)"), 0.85),
        ("consortium-name", re.compile(rf"(?:[Cc]onsortium|[Kk]onsortium|[Cc]onsorzio|[Cc]onsorcio)\s+(?P<name>[{UPPER}][{UPPER}0-9+-]{{3,}})(?![\w])"), 0.85),
        ("name-project", re.compile(rf"(?P<name>{_NAME})[\s-]+{noun}(?!\w)"), 0.9),
        ("launch-of", re.compile(rf"(?:[Ll]aunch of|[Ll]ancement de|[Ss]tart von|[Aa]vvio di|[Ll]anzamiento de)\s+(?P<name>{_CAP})(?=\s*(?:[–:(-]|$))"), 0.85),
    ]  # fmt: skip


def find_projects(flat: str, offset: int) -> list[Mention]:
    """Projects named beside the word "project"."""
    found: list[Mention] = []
    for rule, pattern, confidence in _project_patterns():
        for match in pattern.finditer(flat):
            groups = match.groupdict()
            if groups.get("list"):
                begin = match.start("list")
                for word in re.finditer(rf"{_TWO}|{_CAP}", match["list"]):
                    if is_project_name(word[0]) or re.fullmatch(_TWO, word[0]):
                        _add(
                            found,
                            flat,
                            offset,
                            begin + word.start(),
                            begin + word.end(),
                            rule,
                            confidence,
                        )
                continue
            key = "quoted" if groups.get("quoted") else "name"
            start, end = match.span(key)
            if key == "name":
                words = list(re.finditer(r"\S+", flat[start:end]))
                kept = list(words)
                while kept and (
                    kept[0][0] in _NOT_NAMES
                    or (
                        re.fullmatch(r"(?:19|20)\d\d|[a-z].*", kept[0][0])
                        and not looks_like_acronym(kept[0][0])
                    )
                ):
                    kept.pop(0)
                if not kept:
                    continue
                name = flat[start + kept[0].start() : end]
                if "rojekt" in match[0] and not any(is_project_name(w[0]) for w in kept):
                    continue  # in German every noun has a capital
                if name in places() or name in countries() or not _nameworthy([w[0] for w in kept]):
                    continue
                start += kept[0].start()
                if len(kept) > 1 and flat[:start].endswith("EU-China "):
                    start -= len("EU-China ")
            _add(found, flat, offset, start, end, rule, confidence)
    return found


def _nameworthy(words: list[str]) -> bool:
    if any(is_project_name(word) for word in words):
        return not any(
            w in ("Commission", "Union", "Programme", "University", "Horizon") for w in words
        )
    return (
        1 <= len(words) <= 3
        and words[0][0].isupper()
        and len(words) >= 2
        and not any(
            w.lower()
            in (
                "programme",
                "research",
                "cooperation",
                "university",
                "commission",
                "union",
                "horizon",
                "europe",
                "china",
                "innovation",
                "team",
            )
            for w in words
        )
    )


def _add(
    found: list[Mention],
    flat: str,
    offset: int,
    start: int,
    end: int,
    rule: str,
    confidence: float,
    cls: str = "Project",
) -> None:
    name = re.sub(r"\s+", " ", flat[start:end]).strip(" .")
    if len(name) < 2 or any(m.start < offset + end and offset + start < m.end for m in found):
        return
    found.append(Mention(Thing(cls, name), offset + start, offset + end, rule, confidence))


_PROGRAMMES = (
    r"Horizon[t]?e? ?(?:2020|Europ[ea])|Orizzonte (?:2020|Europa)|H2020|FP ?[5-9]|(?:[5-9]th|Fifth|Sixth|Seventh) (?:EU )?Framework Programme|"
    r"(?:EU )?Framework Programme [5-9]|(?:Sechste[sn]?|Siebte[sn]?|[5-9]\.) (?:EU-)?(?:Forschungs)?[Rr]ahmenprogramms?|[Ss]ixième programme-cadre|[Ss]eptième programme-cadre|[5-9]e programme-cadre|"
    r"[Ss]ettimo [Pp]rogramma [Qq]uadro|[Ss]éptimo [Pp]rograma [Mm]arco|Erasmus\+|Erasmus Mundus|COSME|LIFE\+?(?= [Pp]rogram)|Interreg(?: [A-Z][\w-]+)*|"
    r"Marie[ -]S[kc][lł]odowska[- ]Curie(?: Actions)?|Digital Europe|Creative Europe|S[Ww][Ii][Tt][Cc][Hh][- ]Asia|EU4Health|EUREKA|Eureka|Eurostars|National Key R&D Program(?:me)?s?(?: of China)?|"
    r"Asia-Link|Jean Monnet|EU Gateway \| Business Avenues|EU-China Co-?[Ff]unding Mechanism(?= programme)|Policy and Outreach Partnerships|Partnership Instrument|DIALOGUE ASIA|InvestEU"
)  # fmt: skip


@functools.cache
def _programme_patterns() -> list[tuple[str, re.Pattern[str], float]]:
    nouns = alternatives(lists("programme_nouns"))
    return [
        ("known-programme", re.compile(rf"(?<![\w-])(?P<name>{_PROGRAMMES})(?![\w])"), 0.95),
        ("programme-quoted", re.compile(rf"(?<!\w){nouns}\s+{_QUOTED}"), 0.88),
        ("quoted-programme", re.compile(rf"{_QUOTED}\s+{nouns}(?!\w)"), 0.85),
        ("programme-name", re.compile(rf"(?:programme|Programm|Förderprogramm|programma|programa|Programms)\s+(?P<name>{_CAP}(?:\s(?:{_CAP}|of|for|de|und))*(?<![a-z ]of)(?<! for)(?<! de)(?<! und))"), 0.8),
        ("name-programme", re.compile(rf"(?P<name>{_CAP}(?:\s(?:{_CAP}|of|for|and|&|\|))*\s[Pp]rogramme?)(?!\w)"), 0.72),
    ]  # fmt: skip


def find_programmes(flat: str, offset: int) -> list[Mention]:
    """Funding programmes by their known names or beside the word "programme"."""
    found: list[Mention] = []
    for rule, pattern, confidence in _programme_patterns():
        for match in pattern.finditer(flat):
            key = "quoted" if match.groupdict().get("quoted") else "name"
            start, end = match.span(key)
            words = list(re.finditer(r"\S+", flat[start:end]))
            while (
                words
                and words[0][0] in _NOT_NAMES
                and not re.match("Horizon|H2020|FP7|Erasmus", words[0][0])
                and rule == "name-programme"
            ):
                words.pop(0)
            if not words or (
                rule == "name-programme"
                and (len(words) < 2 or words[0][0] in ("Work", "Framework"))
            ):
                continue
            if rule != "known-programme" and key != "quoted":
                text = flat[start + words[0].start() : end]
                if re.search(_PROGRAMMES, text) or text in countries() or text in places():
                    continue
            _add(found, flat, offset, start + words[0].start(), end, rule, confidence, "Programme")
    return found


_TAIL_END = r"(?=\s+(?:gathered|drew|attracted|opened|closed|ended|began|returned|convened|fand|findet|ha|hanno|reunió|reunieron|celebró|tuvo|führte|tagte|hat|haben|met|brought|ont|s[’\']\w+|se|si|sind|focused|focusing|aimed|organi[sz]ed|bringing|dedicated|where|when|who|held|took|brought|together|will|would|can|by|co-organi[sz]ed|hosted|in|at|with|between|was|were|is|has|have|signed|during|to|on|for|that|which|from|and|am|im|mit|zwischen|wurde|unterzeichnet|entre|avec|à|le|lors|dans|a|ont|est|con|tra|fra|il|en|el|fue|und|statt)(?!\w)|\s*[,.;:()]|\s*$|\s*[”“»\"])"
_SESSION = (
    r"(?:plenary |annual |ordinary |joint )?(?:session|meeting|round|edition|Sitzung|Runde|Tagung|Treffen|Auflage|réunion|édition|"
    r"sessione|riunione|edizione|sesión|reunión|ronda|edición)\s+(?:of|der|des|du|de|del|della|dell[’'])\s*(?:the\s+|la\s+|l[’'])?$"
)
_SMALL = r"(?:of|for|the|and|on|de|du|des|la|le|l|d|et|di|del|della|e|y|für|der|des|und|zur|zum|&)"


@functools.cache
def _ordinal() -> str:
    word = "|".join(sorted(map(re.escape, ordinals()), key=len, reverse=True))
    return rf"(?P<ordinal>(?<![\w.,])[0-9]{{1,2}}(?:\s?(?:st|nd|rd|th|ème|e|er|º|ª|°|\.))|(?<!\w)[IVX]{{1,5}}(?=\s)|(?<!\w)(?i:{word})(?!\w))"


def ordinal_value(text: str | None) -> int | None:
    """Return the number of "5th", "4.", "third", "V"; None for anything else."""
    if not text:
        return None
    if match := re.match(r"[0-9]+", text):
        return int(match[0])
    if re.fullmatch(r"[IVX]+", text):
        values = {"I": 1, "V": 5, "X": 10}
        total = 0
        for this, following in zip(text, [*text[1:], ""], strict=True):
            value = values[this]
            total += -value if following and values[following] > value else value
        return total
    return ordinals().get(text.lower())


@functools.cache
def _agreement_pattern() -> re.Pattern[str]:
    noun = alternatives(lists("agreement_nouns"))
    more = r"(?:Strategic (?:2020 )?Agenda for Cooperation|Joint Communiqué|Action Plan|Roadmap for [\w&-]+ [\w&-]+ [Cc]ooperation|Co-?[Ff]unding Mechanism|Charter|Pact)"
    left = rf"(?P<left>(?:{_CAP}(?:\s+(?:and|&|on)\s+(?={_CAP}))?\s+)*?)"
    tail = rf"(?P<tail>\s+(?:on|over|about|über|zur|zum|im Bereich|sur|relatif à|su|sul|sulla|sull[’']|sobre|para la|for|in the field of)\s*(?:the\s+|la\s+|le\s+|l[’']|die\s+|der\s+)?[\w’'&-]+(?:\s+(?:{_SMALL}\s+)*[\w’'&-]+){{0,7}}?{_TAIL_END})?"
    return re.compile(
        rf"(?<![\w-]){left}(?P<noun>(?i:{noun})|{more})(?![\w-])(?:\s+\([A-Z][\w&]+\))?{tail}"
    )


def find_agreements(flat: str, offset: int) -> list[Mention]:
    """Agreements, memoranda, declarations."""
    found: list[Mention] = []
    skip = re.compile(rf"(?<!\w)(?:{'|'.join(lists('agreement_not'))})(?!\w)", re.IGNORECASE)
    for match in _agreement_pattern().finditer(flat):
        start, end = match.start("noun"), match.end("noun")
        words = list(re.finditer(r"\S+", match["left"]))
        while (
            words
            and words[0][0] in _NOT_NAMES
            and words[0][0]
            not in (
                "EU-China",
                "Joint",
                "Strategic",
                "Sino-European",
                "EU",
                "International",
                "Research",
                "China",
            )
        ):
            words.pop(0)
        if words:
            start = match.start("left") + words[0].start()
        before = flat[max(0, start - 14) : start].lower()
        whole = flat[start:end]
        if (
            skip.search(whole)
            or re.search(r"(?:grant|consortium|subvention|sovvenzione|subvención)\s*$", before)
            or re.match(
                r"\s*(?:de subvention|di sovvenzione|de subvención|n[°ºo.]|No\b)", flat[end:]
            )
        ):
            continue
        tail = match["tail"]
        if tail and re.match(
            r"\s+on\s+(?:the\s+)?(?:[0-9]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
            tail,
        ):
            tail = None
        if tail and not re.search(r"(?:next|for (?:the|two|three|five)|19|20)\b", tail[:12]):
            end = match.end("tail")
        named = bool(words) or (
            flat[match.start("noun")].isupper()
            and not re.match(
                r"(?:Accord|Convention|Abkommen|Vereinbarung|Vertrag|Agreement|Acuerdo|Convenio|Accordo|Absichtserklärung|Erklärung|[A-ZÄ][a-zäöü]+(?:abkommen|vereinbarung|vertrag|erklärung))s?$",
                match["noun"],
            )
        )
        if (
            not named
            and re.fullmatch(
                r"(?i:the\s+)?(?i:agreement|accord|abkommen|vereinbarung|vertrag|accordo|acuerdo|convenio|convention|convenzione|treaty|erklärung|memorandum|mémorandum)s?",
                flat[match.start("noun") : match.end("noun")],
            )
            and not (tail and end == match.end("tail"))
            and not (_ANY_OF.search(flat[:start]) and _AGREED.search(flat))
        ):
            continue
        _add(found, flat, offset, start, end, "agreement-noun", 0.86 if named else 0.6, "Agreement")
        if found and found[-1].start == offset + start:
            found[-1].generic = not named
    return found


_AGREED = re.compile(
    rf"{cue('signed').pattern}|(?<!\w)(?:dates from|datiert|date d[eu]|renewed|entered into force|in Kraft|verlängert|renouvelé\w*|rinnovat\w|renovad\w|between|zwischen)(?!\w)",
    re.IGNORECASE,
)
_ANY_OF = re.compile(
    r"(?i)(?<!\w)(?:an?|the|this|eine?n?|die|das|den|une?|l[’']|la|le|un[ao]?|il|el)\s?(?:[a-zà-ÿ-]+\s)?$"
)


@functools.cache
def _noun_anywhere(kind: str) -> re.Pattern[str]:
    """Return whether a noun of a kind stands in a text at all: the long patterns are slow."""
    first = re.compile(
        r"^(?:\(\?:\[\\w-\]\+\)\?|\[\\w-\]\+)"
    )  # the front of a compound needs no look
    nouns = [first.sub("", noun) for noun in lists(f"{kind}_nouns")]
    return re.compile(alternatives(nouns), re.IGNORECASE)


@functools.cache
def _series_pattern(kind: str) -> re.Pattern[str]:
    noun = alternatives(lists(f"{kind}_nouns"))
    left = rf"(?P<left>(?:{_CAP}(?:\s+(?:and|&|on|of|for|und|zu|der|für)\s+(?={_CAP}))?[\s-]+)*?)"
    right = rf"(?P<right>(?:\s+(?:{_SMALL}\s+|[dl][’'])*{_CAP})*(?:\s+(?:on|sur|sobre|über|sui|su|sull[’']|zu|zur|sulla|de la|de l[’']|d[’'])\s*(?!seine|ihre|its\b|their\b)(?:the\s+|la\s+|l[’'])?[\w&’'-]+(?:\s+(?:{_SMALL}\s+)*[\w&’'-]+){{0,4}}?{_TAIL_END})?)"
    return re.compile(rf"(?:{_ordinal()}\s+)?{left}(?<![\w])(?P<noun>(?i:{noun}))(?![\w-]){right}")


_TWO_SIDES = re.compile(
    rf"(?<![\w-])(?:(?:EU|UE|Europe|Sino|China|Chinese|Chinesisch|Deutsch|Franco|Italo|Hispano)[-–](?:China|Chine|Cina|European|Europe|EU|UE|German|French|Italian|Spanish|Chinesische[rsn]?|Europäische[rsn]?|Deutsche[rsn]?|Chinois|Cinese|Chino))"
    rf"[\s-](?:{_CAP}[\s-]){{0,4}}?(?:Round ?[Tt]able|Working Group|Task Force|Consultations?|Expert Group|Steering Group|Talks|Panel|Gesprächskreis|Arbeitsgruppe|Arbeitskreis|Runder? Tisch)"
    rf"(?:\s(?:on|for|zu|zur|zum|für|über)\s(?:the\s)?[\w’'-]+(?:\s(?:and\s|of\s|in\s|im\s|und\s|der\s)?[{UPPER}][\w’'-]+){{0,4}})?"
    r"|(?<!\w)(?:[Tt]able ronde|[Gg]roupe de travail|[Tt]avolo|[Gg]ruppo di lavoro|[Mm]esa|[Gg]rupo de trabajo|[Cc]omité|[Cc]omitato)\s(?:UE|Union européenne)[-–](?:Chine|Cina|China)"
    rf"(?:\s(?:sur|su|sul|sulla|sobre|pour|per|para)\s(?:l[’']|la\s|le\s|les\s|il\s|el\s)?[\w’'-]+(?:\s(?:et\s|e\s|y\s|de\s|des\s|di\s)?[\w’'-]+){{0,3}}?{_TAIL_END})?"
)


def find_dialogues(flat: str, offset: int) -> list[Mention]:
    """Dialogues and their sessions ("the 5th EU-China ... Dialogue")."""
    found: list[Mention] = []
    for match in _TWO_SIDES.finditer(flat):
        _add(found, flat, offset, match.start(), match.end(), "dialogue-noun", 0.86, "Dialogue")
    if not _noun_anywhere("dialogue").search(flat):
        return found
    for match in _series_pattern("dialogue").finditer(flat):
        words = _stripped(match)
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
            nth := re.search(rf"{_ordinal()}\s+{_SESSION}", flat[:start], re.I)
        ):
            ordinal, begin = ordinal_value(nth["ordinal"]), nth.start("ordinal")
        if ordinal is not None:
            whole = begin
            _add(found, flat, offset, whole, end, "ordinal-dialogue", 0.92, "DialogueSession")
            if found and found[-1].start == offset + whole:
                found[-1].ordinal, found[-1].series = ordinal, series
        else:
            _add(found, flat, offset, start, end, "dialogue-noun", 0.84, "Dialogue")
    return found


def _stripped(match: re.Match[str]) -> list[re.Match[str]]:
    words = list(re.finditer(r"[^\s]+", match["left"]))
    keep = (
        "EU-China",
        "Sino-European",
        "EU",
        "European",
        "International",
        "Joint",
        "China",
        "Strategic",
        "German",
        "Innovation",
        "Chinese",
        "Research",
        "Final",
        "French",
        "Europe",
        "First",
        "Second",
        "Third",
    )
    while words and (
        (words[0][0].strip("-,") in _NOT_NAMES and words[0][0].strip("-,") not in keep)
        or words[0][0] in ("and", "of", "on", "for")
    ):
        words.pop(0)
    return words


@functools.cache
def _event_pattern(language: str = "en") -> re.Pattern[str]:
    """Return names of events in a language and in English, which events are named in everywhere."""
    tags = tuple(dict.fromkeys((language, "en"))) if language in LATIN else LATIN
    noun = alternatives(lists("event_nouns", tags))
    modifier = alternatives(lists("event_modifiers", tags))
    left = (
        rf"(?P<left>(?:(?:{_CAP}|{modifier})(?:\s+(?:and|&|on|of|for|und)\s+(?={_CAP}))?[\s-]+)*?)"
    )
    month = "|".join(m for m in months() if len(m) > 2)
    of = rf"(?:\s+(?:de|di)\s(?!(?:{month})\b)[a-zà-ÿ]{{5,}}|\s+d[’'](?!(?:{month})\b)[a-zà-ÿ]{{4,}})?"
    of_the = r"(?:\s(?:de l[’']|de la |du |des |della |dell[’']|del |de los )[a-zà-ÿ]{4,}(?=\s[a-zà-ÿ]+|[,.:;]|$))"
    adjective = r"(?:\s[a-zà-ÿ-]{3,}(?:ale?|elle?|ique|ic[oa]|aire|ari[oa]|iv[ao]|ive|if|oire|ori[oa]|ienne|an[oa]|esa|ese|aise|euse|ador[oa]?|atrice|ée|ad[oa]|at[oa]|ell?o)(?!\w))?"
    right = rf"(?P<right>(?:\s+{modifier})*(?:(?<=[a-zéó]){adjective}{of_the}?)?{of}(?:\s+{_CAP})*)"
    tail = rf"(?P<tail>\s+(?:to|nach|on|zum Thema|zu|zur|sur|sobre|su|sul|sulla|of the|of|à|a(?=\s+[{UPPER}])|des|du projet|del proyecto|del progetto)\s+(?:the\s+|la\s+|l[’'])?[\w&’'-]+(?:\s+(?:{_SMALL}\s+)*[\w&’'-]+){{0,6}}?{_TAIL_END})?"
    return re.compile(
        rf"(?:{_ordinal()}\s+)?{left}(?<![\w])(?P<noun>(?i:{noun}))(?!\w)(?!\s+(?i:meeting|event|conference|workshop|seminar)(?!\w)){right}{tail}"
    )


_QUOTED_EVENT = re.compile(
    r"(?:[Cc]onference|[Ww]orkshop|[Ff]orum|[Ss]eminar|[Ee]vent|[Kk]onferenz|[Vv]eranstaltung|[Tt]agung|[Ss]ymposium|[Mm]esse|[Cc]onférence|[Aa]telier|[Ss]éminaire|[Cc]olloque|"
    r"[Cc]onvegno|[Cc]onferenza|[Ss]eminario|[Cc]onferencia|[Tt]aller|[Ff]oro|[Jj]ornada|[Ww]ebinar|[Mm]eeting|[Ee]vento|[Éé]vénement)"
    r"[^.;“„«\"]{0,80}?[“„«\"](?P<quoted>[^“”„«»\"]{4,110})[”“»\"]"
)


_THE = re.compile(
    r"(?i)(?<!\w)(?:the|this|der|die|das|dem|den|des|vom|zum|zur|beim|am|im|dieser?|diesem|diesen|au|aux|du|de l[’']|à l[’']|del|dell[’']|della|dello|al|all[’']|alla|nel|nell[’']|le|la|les|l[’']|ce|cette|il|lo|l[’']|questo|questa|el|este|esta)\s?$"
)


_MODIFIER = re.compile(
    r"(?<!\w)(?:an?|the|its|their|this|our|his|her)\s(?:(?:first|second|third|fourth|fifth|new|joint)\s)?([a-z]+(?:-[a-z]+)?\s)$"
)
_PLAIN = (
    r"big|large|small|great|successful|recent|next|last|new|same|whole|long|short|brief|previous|own|other|such|first|second|third|fourth|"
    r"fifth|sixth|seventh|earlier|later|entire|full|good|fine|lively|public|planned|proposed|possible|further|single|only|very|early|late|"
    r"one-day|two-day|three-day|half-day|well-attended|week-long|day-long|chinese|european|german|this|that"
)
_PERIOD = r"(?i)weeks?|days?|woche|semaines?|settimana|semana|tage?|jours?|journées?|días?|jornadas?|giornat[ae]|visita|training"
_ONE_OF = re.compile(
    r"(?i)(?<!\w)(?:an?|eine?[mnr]?|une?|un[ao]?|another|whose|its|their|ihre[mnr]?|sa|son|leur|su|sus|il suo|la sua)\s(?:[a-zà-ÿ-]+\s){0,2}$"
)


_CLAUSE_IN_TAIL = re.compile(
    r"\s(?:gathered|drew|attracted|opened|closed|ended|began|returned|convened|welcomed|fand|fanden|findet|wurde|wird|ist|war|hat|hatte|statt|tagte|took|takes|was|were|is|has|had|a eu|s[’']est|était|si è|ha|se celebró|tuvo|fue)(?:\s|$)"
)
"""A verb: what follows the noun is no part of its name."""


def find_events(flat: str, offset: int, language: str = "en") -> list[Mention]:
    """Events by name, and events that only a common noun names."""
    found: list[Mention] = []
    if not _noun_anywhere("event").search(flat):
        return found
    for match in _QUOTED_EVENT.finditer(flat):
        _add(found, flat, offset, *match.span("quoted"), "quoted-event", 0.9, "Event")
    for match in _event_pattern(language).finditer(flat):
        words = _stripped(match)
        noun = match["noun"]
        caps = [w for w in words if w[0][0].isupper()]
        ordinal = ordinal_value(match["ordinal"])
        german = bool(re.search(r"[A-ZÄÖÜ]", noun[0])) and not re.match(
            r"(?:Conference|Workshop|Forum|Seminar|Symposium|Mission|Meeting|Week|Fair|Expo|Summer|Exhibition|Days|Congress|Tour|Webinar|Kick)",
            noun,
        )
        right_caps = bool(match["right"].strip())
        named = (
            bool(caps and noun[0].isupper())
            or (right_caps and noun[0].isupper() and len(match["right"].strip()) > 2)
            or (noun[0].isupper() and bool(match["tail"]) and not german)
            or (
                bool(caps)
                and noun.lower()
                in (
                    "workshop",
                    "conference",
                    "forum",
                    "fair",
                    "expo",
                    "week",
                    "congress",
                    "symposium",
                )
            )
        )
        journey = (
            not words
            and not match["tail"]
            and not right_caps
            and _THE.search(flat[: match.start("noun")])
        )
        if journey and re.fullmatch(
            r"(?i)weeks?|days?|woche|semaine|settimana|semana|tage|jours|días", noun
        ):
            continue
        if re.fullmatch(
            r"(?i)weeks?|days?|woche|semaine|settimana|semana|tage|jours|días", noun
        ) and re.match(r"\s+(?:of|from|vom|du|dal|del)\s+[0-9]", flat[match.end("noun") :]):
            continue  # "in the week of 11 to 15 November"
        counted = ordinal is not None and len(noun) > 3 and not re.fullmatch(_PERIOD, noun)
        single = counted or (
            not words
            and not match["tail"]
            and not right_caps
            and len(noun) > 4
            and _ONE_OF.search(flat[: match.start("noun")]) is not None
        )
        if (
            not journey
            and not single
            and re.fullmatch(
                r"(?i:days|event|events|week|tour|ceremony|training|visit|visite|visita|woche|semaine|settimana|semana|reise|treffen|messe|corso|curso|formation|meeting|reunión|riunione|réunion|mission|missione|misión|encuentro|incontro|giornata|journée|foire|salon|feria|fiera|evento|veranstaltung|schulung|convention|mostra|exposición)",
                noun,
            )
            and not words
            and not match["tail"]
            and not right_caps
        ):
            continue
        start = match.start("left") + words[0].start() if words else match.start("noun")
        end = match.end("right")
        tail = match["tail"]
        if tail and _CLAUSE_IN_TAIL.search(tail):
            tail = None
        if (
            tail
            and not re.search(r"\s(?:19|20)\d\d|\s\d", tail)
            and not re.match(
                r"\s+(?:a|on|to|of)\s+(?:the\s+)?(?:\d|January|February|March|April|May|June|July|August|September|October|November|December|Monday|be\b|bring|discuss|support|explore)",
                tail,
            )
        ):
            end = match.end("tail")
        modifier = (
            _MODIFIER.search(flat[:start])
            if not words and noun[0].islower() and noun[0].isascii()
            else None
        )
        if modifier and not re.fullmatch(_PLAIN, modifier[1].strip()):
            start = modifier.start(1)
        if any(m.rule == "quoted-event" and 0 <= m.start - offset - end < 3 for m in found):
            continue  # "the conference “Clean Coasts”" is one event
        before = flat[max(0, start - 12) : start].lower()
        if re.search(r"(?:research|call|call for|call of|no|any|every|each)\s$", before):
            continue
        if ordinal is not None and (named or counted):
            start = match.start("ordinal")
        generic = not named or bool(journey)
        if (
            generic
            and not words
            and not tail
            and not right_caps
            and not german
            and not journey
            and not single
            and " " not in noun
        ):
            continue
        rule = (
            "counted-event"
            if counted and not named
            else "the-event"
            if journey
            else "one-event"
            if single
            else "event-noun"
        )
        _add(
            found, flat, offset, start, end, rule, 0.84 if named and not journey else 0.55, "Event"
        )
        if found and found[-1].start == offset + start:
            found[-1].generic, found[-1].ordinal = generic, ordinal
    return found
