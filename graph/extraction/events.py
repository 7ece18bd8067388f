"""Events in texts with Latin letters, by their names or by a common noun."""

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
from graph.extraction.clause_words import is_verb
from graph.extraction.event_tails import topic_end
from graph.extraction.lexicon import (
    LATIN,
    alternatives,
    lists,
    months,
)
from graph.extraction.model import Mention
from graph.extraction.persons import find_untitled
from graph.extraction.projects import _PROGRAMMES
from graph.extraction.tokens import UPPER


@functools.cache
def _event_pattern(language: str = "en") -> re.Pattern[str]:
    """Return names of events in a language and in English, which events are named in everywhere."""
    tags = tuple(dict.fromkeys((language, "en"))) if language in LATIN else LATIN
    noun = alternatives(lists("event_nouns", tags), cases=True)
    modifier = alternatives(lists("event_modifiers", tags))
    genitive = "(?:e?s)?" if language == "de" else ""
    listed = rf"(?:,(?=\s{CAP}(?:,\s{CAP})?,?\s(?:and|&)\s{CAP}\s))?"
    left = rf"(?P<left>(?:(?:{CAP}|{modifier}){listed}(?:\s+(?:and|&|on|of|for|und)(?=\s+{CAP}))?[\s-]+)*?)"
    month = "|".join(m for m in months() if len(m) > 2)
    of = rf"(?:\s+(?:de|di)\s(?!(?:{month}|cell[ei]|celui|quest[oa]|dich[oa]|ell[oa])\b)[a-zà-ÿ]{{5,}}|\s+d[’'](?!(?:{month})\b)[a-zà-ÿ]{{4,}})?"
    of_the = r"(?:\s(?:de l[’']|de la |du |des |della |dell[’']|del |de los )[a-zà-ÿ]{4,}(?=\s[a-zà-ÿ]+|[,.:;]|$))"
    adjective = r"(?:\s[a-zà-ÿ-]{3,}(?:ale?|elle?|ique|ic[oa]|aire|ari[oa]|iv[ao]|ive|if|oire|ori[oa]|ienne|an[oa]|esa|ese|aise|euse|ador[oa]?|atrice|ée|ad[oa]|at[oa]|ell?o|ese?|oise|ois)[sixe]?(?![\w-]))?"
    if language not in ("fr", "it", "es"):
        adjective = of_the = ""
    right = rf"(?P<right>(?:\s+{modifier})*(?:(?<=[a-zéó]){adjective}{of_the}?)?{of}(?:\s+{CAP})*)"
    tail = rf"(?P<tail>\s+(?:to|nach|on|zum Thema|zu|zur|sur|sobre|su|sul|sulla|of the|of|à|a(?=\s+[{UPPER}])|des|du projet|del proyecto|del progetto)\s+(?:the\s+|la\s+|l[’'])?[\w&’'-]+(?:\s+(?:{SMALL}\s+)*[\w&’'-]+){{0,6}}?{TAIL_END})?"
    return re.compile(
        rf"(?:{ordinal_pattern()}\s+)?{left}(?<![\w])(?P<noun>(?i:{noun}){genitive})(?!\w)(?!\s+(?i:meeting|event|conference|workshop|seminar)(?!\w)){right}{tail}"
    )


_QUOTED_EVENT = re.compile(
    r"(?:[Cc]onference|[Ww]orkshop|[Ff]orum|[Ss]eminar|(?<![a-z])[Ee]vent|[Kk]onferenz|[Vv]eranstaltung|[Tt]agung|[Ss]ymposium|[Mm]esse|[Cc]onférence|[Aa]telier|[Ss]éminaire|[Cc]olloque|"
    r"[Cc]onvegno|[Cc]onferenza|[Ss]eminario|[Cc]onferencia|[Tt]aller|[Ff]oro|[Jj]ornada|[Ww]ebinar|[Mm]eeting|[Ee]vento|[Éé]vénement|[\w-]*[Rr]eise|(?<![a-z])[Tt]our|(?<![a-z])[Mm]ission|[Mm]isión|[Mm]issione|[Gg]iornata|[Ss]ettimana|[Ss]emana|[Jj]ournée|[Ll]ehrgang|[\w-]*[Ww]oche)"
    r"[^.;“„«\"]{0,80}?[“„«\"](?P<quoted>[^“”„«»\"]{4,110})[”“»\"]"
    r"|(?:[Ss]chool|[Cc]ourse|[Ll]ecture|[Dd]ebate|[Ee]xhibition|[Rr]ound ?table|[Cc]ompetition|[Cc]ongress|[Cc]olloquium|[Hh]ackathon|[Bb]ootcamp|[Ww]eek|[Tt]raining)"
    r"\s[“„«\"](?P<beside>[^“”„«»\"]{4,110})[”“»\"]"
    r"|(?:[Dd]ialogue|[Ll]ecture|[Dd]ebate|[Pp]anel|[Tt]alk|[Tt]raining|[Cc]ourse|[Ss]ession|[Ee]xhibition|[Rr]ound ?table|[Ss]chool|[Cc]ompetition|[Cc]ongress|[Dd]iscussion|[Ss]how)"
    r"\s(?:titled|entitled|called|named|under the title)\s(?:of\s)?[“„«\"](?P<titled>[^“”„«»\"]{4,110})[”“»\"]"
)


_EARLIER = re.compile(
    r"(?<!\w)(?:[Tt]he|[Tt]heir|[Oo]ur|[Ii]ts|[Aa]n?)\s(?P<which>(?:previous|preceding|earlier|last)\s)$"
)
_EARLIER_VISIT = re.compile(
    r"(?<!\w)(?:[Tt]he|[Tt]heir|[Oo]ur|[Ii]ts|[Aa]n?)\s(?P<name>(?:previous|preceding|earlier|last)\svisit)(?=,|\s(?:in|was|had|took|to)\s)"
)
_THE = re.compile(
    r"(?i)(?<!\w)(?:the|this|der|die|das|dem|den|des|vom|zum|zur|beim|am|im|dieser?|diesem|diesen|au|aux|du|de l[’']|à l[’']|del|dell[’']|della|dello|al|all[’']|alla|nel|nell[’']|le|la|les|l[’']|ce|cette|il|lo|l[’']|questo|questa|el|este|esta)\s?$"
)


_BODIES = frozenset(
    "Council Institute Institution Centre Center College Academy Agency Authority Association Federation Foundation Society Chamber Company Group Board Bureau Office Department Network Union".split()
)
_LASTING = re.compile(
    r"(?i)(?:one|two|three|four|five|six|half|multi|[2-9])-(?:and-a-half-)?day(?:-long)?|(?:day|week)-long|annual"
)
"""What only tells how long an event is."""


_MODIFIER = re.compile(
    r"(?<!\w)(?i:an?|the|its|their|this|our|his|her)\s(?:(?:first|second|third|fourth|fifth|new|joint)\s)?([a-z]+(?:-[a-z]+)?\s)$"
)


_PLAIN = (
    r"big|large|small|great|successful|recent|next|last|new|same|whole|long|short|brief|previous|own|other|such|first|second|third|fourth|"
    r"fifth|sixth|seventh|earlier|later|entire|full|good|fine|lively|public|planned|proposed|possible|further|single|only|very|early|late|"
    r"one-day|two-day|three-day|half-day|well-attended|week-long|day-long|chinese|european|german|this|that"
)


_OF_BODY = re.compile(r"(?:Ministers|Presidents|Leaders|Heads|Mayors|Rectors)[’']\s$")
_MEETS = re.compile(r"(?i)(?<!\w)(?:h[eo]ld|had|having|holding)\s(?:an?\s)?(?:[a-z]+\s)?$")
_BODY_OF = re.compile(
    r"(?:Committee|Council|Bureau|Secretariat|Presidium|Chairman|Member)\sof\s(?:the\s)?$"
)
_PERIOD = r"(?i)weeks?|days?|woche|semaines?|settimana|semana|tage?|jours?|journées?|días?|jornadas?|giornat[ae]|visita|training"


_ONE_OF = re.compile(
    r"(?i)(?<!\w)(?:an?|eine?[mnr]?|une?|un[ao]?|another|whose|its|their|ihre[mnr]?|sa|son|leur|su|sus|il suo|la sua)\s(?:[a-zà-ÿ-]+\s){0,2}$"
)


_ATTRIBUTE = re.compile(
    r"(?<!\w)(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Ee]ine?[mnrs]?)\s(?:vom|von|durch)\s[^.;,]{3,80}\s[a-zäöüß]+(?:te|ene)[nrsm]?\s$"
)
"""Before a noun: "der vom Institut X organisierte Workshop"."""
_IN_THE = re.compile(r"(?i)(?<!\w)(?:nel|al|au|en|en el)\s$")
_DONE_BY = re.compile(
    r"\s[a-zà-ÿ]+(?:ed|led|run|t[oa]|ss[oa]|ée?|t|te|ad[oa]|id[oa])\s(?:jointly\s|conjointement\s)?(?:by|par|por|da|dal|dalla|dall[’']Z?|dallo)(?:\s|$)"
)
"""Who held it: no part of a name."""
_CLAUSE_IN_TAIL = re.compile(
    r"\s(?:concludes?|concluded|ends|closes|opens|kicks|starts?|started|begins|launched|brings|draws|attracts|visits|returns|gathered|drew|attracted|opened|closed|ended|began|returned|convened|welcomed|fand|fanden|findet|wurde|wird|ist|war|hat|hatte|statt|tagte|took|takes|was|were|is|has|had|a eu|s[’']est|était|si è|ha|se celebró|tuvo|fue)(?:\s|$)"
)


"""A verb: what follows the noun is no part of its name."""


def find_events(flat: str, offset: int, language: str = "en") -> list[Mention]:
    """Events by name, and events that only a common noun names."""
    found: list[Mention] = []
    for match in _EARLIER_VISIT.finditer(flat):
        add_name(found, flat, offset, *match.span("name"), "one-event", 0.55, "Event")
        if found and found[-1].start == offset + match.start("name"):
            found[-1].generic = True
    if not speaks_of("event", flat):
        return found
    for match in _QUOTED_EVENT.finditer(flat):
        if re.match(
            r"\s*(?:project|Projekt|projet|progetto|proyecto|programme)", flat[match.end() :]
        ):
            continue
        group = next(g for g in ("quoted", "beside", "titled") if match[g])
        if language == "en" and match[group][0].islower():
            continue  # "a workshop where people “talk to each other”"
        if re.fullmatch(_PROGRAMMES, match[group]):
            continue  # a seminar on "Horizon 2020" is not called so
        add_name(found, flat, offset, *match.span(group), "quoted-event", 0.9, "Event")
        head = re.match(r"\w+", match[0])
        if head and found and found[-1].start == offset + match.start(group):
            # "a seminar in Oslo titled “...”": the noun is that event as well
            low = offset + match.start()
            found.append(Mention(found[-1].thing, low, low + head.end(), "quoted-event", 0.88))
    for match in _event_pattern(language).finditer(flat):
        words = stripped(match)
        noun = match["noun"]
        if (
            words
            and noun[0].islower()
            and all(_LASTING.fullmatch(w[0]) for w in words)
            and _THE.search(flat[: match.start("left") + words[0].start()])
        ):
            words = []  # "the two-day event": the one that was named
            back = True
        else:
            back = False
            while len(words) > 1 and _LASTING.fullmatch(words[0][0]) and words[1][0][0].isupper():
                words.pop(0)  # "the three-day Port Forum" is the Port Forum
        if language == "de" and noun[0].islower():
            continue  # "empfangen" is no "Empfang"
        caps = [w for w in words if w[0][0].isupper()]
        if noun.lower() == "day" and not (noun == "Day" and caps):
            continue  # any day; a "Logistics Day" is an event
        if re.fullmatch(r"(?i)corso|cours|curso", noun) and _IN_THE.search(
            flat[: match.start("noun")]
        ):
            continue  # "nel corso dell'incontro"
        ordinal = ordinal_value(match["ordinal"])
        german = bool(re.search(r"[A-ZÄÖÜ]", noun[0])) and not re.match(
            r"(?:Conference|Workshop|Forum|Seminar|Symposium|Mission|Meeting|Week|Fair|Expo|Summer|Exhibition|Days|Congress|Tour|Webinar|Kick)",
            noun,
        )
        earlier = _EARLIER.search(flat[: match.start("noun")]) if not words else None
        if earlier and not match["right"].strip() and not match["tail"] and (
            noun[0].islower() and not re.fullmatch(_PERIOD, noun)
        ):  # fmt: skip
            # "the previous visit": another one than the visit that the text is about
            low = earlier.start("which")
            add_name(found, flat, offset, low, match.end("noun"), "one-event", 0.55, "Event")
            if found and found[-1].start == offset + low:
                found[-1].generic = True
            continue
        beside = noun.islower() and find_untitled(match["right"].lstrip(), 0)
        if beside and beside[0].start == 0:
            continue  # "at the end of the trip Marek Wolny said"
        longer = match.end("right")
        if language in ("fr", "it", "es") and (noun[0].isupper() or ordinal is not None):
            longer = topic_end(flat, longer)
        right_caps = bool(match["right"].strip()) or longer > match.end("right")
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
            and (back or _THE.search(flat[: match.start("noun")]))
        )
        if journey and re.fullmatch(
            r"(?i)weeks?|days?|woche|semaine|settimana|semana|tage|jours|días", noun
        ):
            continue
        if re.fullmatch(
            r"(?i)weeks?|days?|woche|semaine|settimana|semana|tage|jours|días", noun
        ) and re.match(r"\s+(?:of|from|vom|du|dal|del)\s+[0-9]", flat[match.end("noun") :]):
            continue  # "in the week of 11 to 15 November"
        if (
            noun[0].isupper()
            and match["right"].split()[-1:]
            and match["right"].split()[-1] in _BODIES
        ):
            continue  # the "Irish Training Council" is no training
        if noun.lower() == "visit" and not (words or journey):
            continue  # a visit that nothing tells apart
        counted = ordinal is not None and len(noun) > 3 and not re.fullmatch(_PERIOD, noun)
        attribute = language == "de" and _ATTRIBUTE.search(flat[: match.start("noun")])
        single = (
            counted
            or (attribute is not None and attribute is not False and not words)
            or (
                not words
                and not match["tail"]
                and not right_caps
                and len(noun) > 4
                and _ONE_OF.search(flat[: match.start("noun")]) is not None
            )
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
        if longer > end:
            end, tail, named = longer, None, True
        if tail and _CLAUSE_IN_TAIL.search(tail):
            tail = None
        if tail and (done := _DONE_BY.search(tail)):
            tail = tail[: done.start()]  # "a mission to Foshan promoted by X"
        if tail and language == "de":
            while (last := tail.rpartition(" ")[2]) and last.islower() and is_verb(last, "de"):
                tail = tail[: -len(last)].rstrip()  # "einen Workshop zu Flüssen veranstaltet"
        if (
            tail
            and not re.search(r"\s(?:19|20)\d\d|\s\d", tail)
            and not re.match(
                r"\s+(?:a|on|to|of)\s+(?:the\s+)?(?:\d|January|February|March|April|May|June|July|August|September|October|November|December|Monday|be\b|bring|discuss|support|explore)",
                tail,
            )
        ):
            end = match.start("tail") + len(tail)
        modifier = (
            _MODIFIER.search(flat[:start])
            if not words and noun[0].islower() and noun[0].isascii()
            else None
        )
        if modifier and not re.fullmatch(_PLAIN, modifier[1].strip()):
            start = modifier.start(1)
        if any(m.rule == "quoted-event" and 0 <= m.start - offset - end < 3 for m in found):
            continue  # "the conference “Clean Coasts”" is one event
        if (
            _OF_BODY.search(flat[:start])
            or _BODY_OF.search(flat[:start])
            or re.match(
                r"(?:of|de)\s(?:the\s)?(?:People|China|EU\b|European Union).*\sto\s",
                flat[match.end("noun") :].lstrip(),
            )
        ):
            continue  # "the National Committee of the ... Conference", "the Mission of China to the EU"
        before = flat[max(0, start - 12) : start].lower()
        if (
            noun.islower()
            and _MEETS.search(flat[: match.start("noun")])
            and re.match(r"\s(?:with|mit|avec|con)\s", flat[match.end("noun") :])
        ):
            continue  # "held a meeting with its president": who was spoken to
        if named and ordinal is None and before.endswith(" by "):
            continue  # "implemented by World Expo Asia": a company
        if re.search(
            r"(?:research|call|call for|call of|no|any|every|each|als|as an?|sous forme de|come|en forma de)\s$",
            before,
        ):
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
        add_name(
            found, flat, offset, start, end, rule, 0.84 if named and not journey else 0.55, "Event"
        )
        if found and found[-1].start == offset + start:
            found[-1].generic, found[-1].ordinal = generic, ordinal
    return found


_SESSION_OF = re.compile(
    rf"(?:The |At the |In the )?{ordinal_pattern()}\s(?:\w+\s)?(?i:meeting|session|round)\sof",
    re.IGNORECASE,
)
_HEAD_VERB = re.compile(
    r"\s(?:(?:was|is|were|to|be|has|been|successfully|officially|jointly|will)\s)*(?:held|kick(?:s|ed)?[ -]off|takes? place|took place|opens?|opened|concludes?|"
    r"concluded|starts?|started|begins?|began|launched|ends?|ended|closes?|closed|convenes?|convened|organi[sz]ed|hosted|draws?|drew|attracts?|attracted|brings?|"
    r"brought|gathers?|discuss(?:es|ed)?|promotes?|celebrates?|highlights?|marks?|returns?|focus(?:es|ed)?)(?!\w).*",
    re.IGNORECASE,
)
_HEAD_TAIL = re.compile(
    rf"(?:\s*[,(|–-]\s*(?:[^,()|]*[0-9][^,()|]*|[{UPPER}][\w’'-]+)\)?|\s(?:in|at)\s[{UPPER}][\w’'-]+(?:,\s[{UPPER}][\w’'-]+)?|\s*[.!])$"
)


def find_headed(flat: str, offset: int, language: str) -> list[Mention]:
    """Return the event that a heading is the name of: "Seminar on Rural Schools under the Twin Plan".

    What a verb of the heading says, and a place or day at its end, is no part of the name.
    """
    if not speaks_of("event", flat) or len(flat) > 170 or _QUOTED_EVENT.search(flat):
        return []
    if re.search(r"[.!?]$", flat.strip()) or _SESSION_OF.match(flat):
        return []
    name = re.split(r":\s", _HEAD_VERB.sub("", flat.strip()))[0]
    while (cut := _HEAD_TAIL.sub("", name)) != name and len(cut) > 12:
        name = cut
    noun = _headed(language).match(name)
    if noun is None or len(name.split()) < 4 or len(name.split()) > 18:
        return []
    if any(is_verb(w, language) for w in name.split()[1:] if w.islower()):
        return []
    start = flat.index(name)
    found: list[Mention] = []
    add_name(found, flat, offset, start, start + len(name), "heading-event", 0.84, "Event")
    return found


@functools.cache
def _headed(language: str) -> re.Pattern[str]:
    """Return the beginning of a heading that names an event: up to four words, the noun, what about."""
    tags = tuple(dict.fromkeys((language, "en"))) if language in LATIN else LATIN
    noun = alternatives(lists("event_nouns", tags), cases=True)
    return re.compile(
        rf"(?:[\w’'–-]+\s){{0,4}}?(?i:{noun})(?:\s(?:and|&)\s[{UPPER}][\w-]+)?\s(?:on|of|for|about|under|über|zu|zur|zum|sur|pour|sobre|su|sul|sulla|sui|per)\s"
    )
