"""Organisations in texts with Latin letters: by what they are called, their form, their brackets.

A name is a run of capitalised words with a head ("University", "Ministerium", "S.r.l."), and
grows over the small words that names have inside ("Ministry of Science and Technology").
"""

from __future__ import annotations

import functools
import re

from graph.extraction.clause_words import is_verb
from graph.extraction.lexicon import countries, lists, months, places
from graph.extraction.model import Mention, Thing
from graph.extraction.organisation_words import DETERMINERS, FIELDS, SMALL, STARTS
from graph.extraction.persons import given_names
from graph.extraction.tokens import Token


@functools.cache
def _heads() -> frozenset[str]:
    return frozenset(
        w for w in [*lists("heads"), *lists("cluster_heads"), *lists("heads_any")] if " " not in w
    )


@functools.cache
def _endings() -> re.Pattern[str]:
    return re.compile(
        rf".*[a-zäöü-](?:{'|'.join(lists('head_endings'))})(?:s|es|e|en|um)?$", re.IGNORECASE
    )


@functools.cache
def _heads_of() -> frozenset[str]:
    return frozenset(w for w in lists("heads_of") if " " not in w)


@functools.cache
def _adjective() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{a})" for a in lists("adjectives")) or "(?!)")


@functools.cache
def _clusters() -> frozenset[str]:
    return frozenset(lists("cluster_heads"))


_COMPOUND = re.compile(
    r".*(?:-(?:Universität|Institut|Zentrum|Stiftung|Gesellschaft|Hochschule|Cluster|Akademie|Agentur|University|Institute|Centre|Center)|"
    r"universität|tech-universität|cluster)$"
)
_MINISTRIES = frozenset(
    {
        "ministère",
        "ministero",
        "ministerio",
        "municipalità",
        "municipalité",
        "mairie",
        "ayuntamiento",
    }
)
"""Heads that Romance languages write in small letters: "le ministère chinois de l'Écologie"."""
_ROMANCE = _MINISTRIES | frozenset(
    lists("heads", ("fr", "it", "es")) + lists("heads_of", ("fr", "it", "es"))
)
_GERMANIC = frozenset(lists("heads", ("en", "de")) + lists("heads_of", ("en", "de")))
_LAND = re.compile(r"(?:Chinese|European|Chinesische[nrs]?|Europäische[nrs]?)$")


_FORMS = frozenset(
    "lavorano collaborano organizzano partecipano coordinano operano firmano siglano cooperano studiano sviluppano "
    "trabajan colaboran organizan participan firman coordinan cooperan estudian desarrollan "
    "travaillent collaborent organisent participent signent coopèrent lavorava collabora organiza coordina".split()
)
"""Verbs that end as adjectives do."""


def _genitive(token: Token) -> bool:
    """Return whether a word is a head in the German genitive: "des Instituts Nordhafen"."""
    bare = re.sub(r"e?s$", "", token.text)
    return token.word and bare != token.text and bare in _heads() and "onsorti" not in bare


def is_head(token: Token) -> bool:
    """Return whether a word makes the name around it an organisation's."""
    if token.text in _MINISTRIES:
        return True
    if not token.word or not token.text[0].isupper():
        return False
    return (
        token.text in _heads()
        or (len(token.text) > 7 and bool(_endings().match(token.text)))
        or bool(_COMPOUND.match(token.text))
    )


def find_organisations(toks: list[Token], language: str = "en") -> list[Mention]:
    """Return the organisations named in the tokens of one segment, in order, without overlaps."""
    found: list[Mention] = []
    used = -1
    for index, token in enumerate(toks):
        if index <= used:
            continue
        span: tuple[int, int] | None = None
        rule, confidence = "name-with-head", 0.86
        if token.kind == "legal" and index and toks[index - 1].word:
            first = _leftwards(toks, index, used)
            if first < index:
                span, rule, confidence = (first, index), "legal-form", 0.93
                if found and _goes_on(toks, found[-1], first):
                    begin = found.pop().start
                    span = (next(i for i, t in enumerate(toks) if t.start == begin), index)
        elif is_head(token) or (
            language == "de" and index and toks[index - 1].text == "des" and _genitive(token)
        ):
            first = _leftwards(toks, index, used)
            last = _rightwards(toks, index, language)
            if last + 1 < len(toks) and toks[last + 1].kind == "legal":
                last += 1
            if (
                first < index
                or last > index
                or (
                    (_COMPOUND.match(token.text) or _endings().match(token.text))
                    and len(token.text) > 11
                )
            ):
                span = (first, last)
        elif token.text in _heads_of() and index + 2 < len(toks):
            last = _rightwards(toks, index, language)
            if last > index + 1:
                span, rule, confidence = (index, last), "head-of-place", 0.8
        if span is None:
            continue
        mention = make(toks, *span, rule, confidence)
        if mention is not None:
            used = next(i for i in range(len(toks) - 1, -1, -1) if toks[i].start < mention.end)
            used = max(used, span[1])
            found.append(mention)
    return found


def _goes_on(toks: list[Token], before: Mention, first: int) -> bool:
    """Return whether a legal form ends the name before "and": "Institut für A und B e. V."."""
    about = re.search(r"\s(?:für|for|per|pour|para)\s(?P<what>.+)$", before.thing.name)
    return (
        first > 1
        and toks[first - 1].text in ("und", "and", "et", "e", "y")
        and toks[first - 2].end == before.end
        and about is not None
        and about["what"] not in places()
        and about["what"] not in countries()
        and not any(is_head(t) for t in toks[first:])
    )


def _leftwards(toks: list[Token], index: int, used: int) -> int:
    """Return the first token of a name whose head stands at ``index``."""
    first = index
    while first - 1 > used:
        before = toks[first - 1]
        if toks[first].start - before.end > 2:
            break
        if before.text in ("'", "’") and first - 2 > used and toks[first - 2].capital and (
            toks[first - 2].text.endswith("s") and before.start == toks[first - 2].end
        ):  # fmt: skip
            first -= 2  # "Exporters' Union"
            continue
        if before.text == "s" and first - 3 > used and toks[first - 3].capital:
            first -= 3  # "People's Hospital"
            continue
        if (
            toks[index].kind == "legal"
            and before.text in _OF_PLACE
            and first - 2 > used
            and toks[first - 2].capital
            and toks[first].capital
        ):
            first -= 2  # "Aceites del Duero S.L."
            continue
        if (
            before.kind == "elision"
            or before.text in DETERMINERS
            or before.text.lower() in months()
        ):
            break
        if before.text == "Project" and toks[first].text == "Management":
            first -= 1
            continue
        if before.capital and before.text not in _STARTS_HARD:
            first -= 1
            continue
        joined = before.text in ("and", "&", "und", "-", "–") and first - 2 > used
        if before.text in ("-", "–") and first - 2 > used and toks[first - 2].text in _SIDES:
            first -= 2  # "Europe – Asia Center"
            continue
        if (
            joined
            and toks[first - 2].capital
            and (
                before.text == "&"
                or (toks[first - 2].text in FIELDS and toks[first].text in FIELDS)
                or toks[first - 2].text.endswith("-")
            )
        ):
            first -= 2
            continue
        if joined and first == index - 1 and (start := _double(toks, first - 2, used)):
            first = start
            continue
        break
    while (
        first < index
        and (toks[first].text in STARTS or toks[first].text in DETERMINERS)
        and toks[first].text not in _LANDS
    ):
        first += 1
    return first


def _double(toks: list[Token], at: int, used: int) -> int | None:
    """Return where "the Ningxia Grape and Wine Academy" begins, read from "Grape" on.

    Two organisations would have an article each, or the first a head of its own.
    """
    first = at
    while first - 1 > used and toks[first - 1].capital and toks[first].capital:
        first -= 1
    while first < at and toks[first].text in DETERMINERS:
        first += 1
    names = toks[first : at + 1]
    article = first > 0 and toks[first - 1].text in _ARTICLES
    plain = not any(is_head(t) or t.kind == "legal" or t.text in STARTS for t in names)
    return first if article and plain and len(names) > 1 else None


_ARTICLES = frozenset("the The die Die das Das der Der".split())
_SIDES = frozenset("Europe EU UE China Asia Sino European Chinese Euro".split())
_OF_PLACE = frozenset("de del di du della dell of von van do da dos das".split())
_LANDS = frozenset("Chinese European German French Italian Spanish".split())
_STARTS_HARD = frozenset(
    "Firma Unternehmen Hersteller Konzern Mittelständler Project Projects Partners Coordinator Programme Commissioner Minister President Professor Director Rector Mayor Vice-Minister Ambassador Secretary-General Bundesminister Präsident Rektor Ministro Ministra Ministre".split()
)


def _rightwards(toks: list[Token], index: int, language: str) -> int:
    """Return the last token of a name whose head stands at ``index``."""
    last = index
    romance = toks[index].text in _ROMANCE and (
        language in ("fr", "it", "es") or toks[index].text not in _GERMANIC
    )
    inside = False  # within an of-phrase
    while last + 1 < len(toks):
        token = toks[last + 1]
        if token.start - toks[last].end > 2 or (toks[last].kind == "legal" and last > index):
            break
        if (
            romance
            and token.text.isdigit()
            and len(token.text) < 3
            and toks[last].capital
            and toks[index].text.startswith("Univ")
        ):
            last += 1
            continue
        if token.capital:
            if (
                not romance
                and token.text in given_names()
                and last + 2 < len(toks)
                and toks[last + 2].capital
                and not is_head(toks[last + 2])
            ):
                break  # "of the Commission Ana Gil": who speaks for it
            if is_head(token) and inside and toks[last].text in ("and", "und", "et", "y", "e"):
                break
            if token.text.lower() in months() or (
                token.kind == "legal" and token.text in ("SE", "AG", "SA")
            ):
                break
            last += 1
            continue
        if (
            romance
            and token.word
            and token.text.islower()
            and _adjective().fullmatch(token.text)
            and len(token.text) > 3
            and token.text not in _FORMS
            and not is_verb(token.text, language)
        ):
            last += 1
            continue
        if (
            romance
            and last == index
            and token.word
            and token.text.islower()
            and len(token.text) > 3
            and last + 3 < len(toks)
            and (
                toks[last + 2].text
                in ("de", "du", "des", "d", "di", "del", "della", "dei", "degli", "delle")
                or toks[last + 2].kind == "elision"
            )
            and not is_verb(token.text, language)
            and token.text not in SMALL["rest"]
        ):
            last += 1  # "Laboratoire breton des énergies marines"
            continue
        if (
            romance
            and inside
            and token.word
            and token.text.islower()
            and len(token.text) > 3
            and toks[last].text.islower()
            and last + 3 < len(toks)
            and toks[last + 2].text in _OF_PLACE
            and toks[last + 3].capital
        ):
            last += 1  # "Institut des régions froides de Xining"
            continue
        if token.text == "&" and last + 2 < len(toks) and toks[last + 2].capital:
            last += 2
            continue
        step = _phrase(toks, last, romance, inside)
        if step:
            last, inside = step, True
            continue
        break
    while last > index and (toks[last].text in SMALL["rest"] or toks[last].kind == "elision"):
        last -= 1
    return last


def _phrase(toks: list[Token], last: int, romance: bool, inside: bool) -> int | None:
    """Return the end of "of the People's Republic", "für Bildung", "de la recherche" behind
    ``last``.
    """
    at = last + 1
    text = toks[at].text
    if text == "für" and (end := _hyphens(toks, at + 1)) is not None:
        return end
    if (
        toks[last].text == "Castilla"
        and text == "y"
        and toks[at + 1 :][:1]
        and toks[at + 1].capital
    ):
        return at + 1
    if text in ("and", "und", "et", "y", "e", "ed", "&", ","):
        return _and_phrase(toks, last, romance, inside)
    if text not in SMALL["en"] | SMALL["rest"] and toks[at].kind != "elision":
        return None
    if text in ("in", "on") or (text in ("das", "dos", "do") and not romance):
        return None
    if text == "en" and not romance:
        return None
    if (
        text in ("der", "den", "dem", "des")
        and not inside
        and toks[last].text[-1:].islower() is False
    ):
        return None
    at += 1
    while (
        at < len(toks)
        and (toks[at].text in SMALL["rest"] | {"the"} or toks[at].kind == "elision")
        and toks[at].text not in ("and", "und", "et", "e", "y")
    ):
        at += 1
        if at - last > 4:
            return None
    if at >= len(toks):
        return None
    token = toks[at]
    if text in _PURPOSE and token.text.isupper() and len(token.text) > 3:
        return None  # "from the European Union for HEATHERLINK"
    if token.capital and token.text.lower() not in months():
        own = toks[at + 1 : at + 4]
        if len(own) == 3 and own[1].text == "s" and own[0].text in "'’" and own[2].capital:
            return at + 3  # "of the People's Republic"
        return at
    purpose = text in ("pour", "per", "para") and at - last > 2
    if (
        romance
        and token.word
        and token.text.islower()
        and (len(token.text) > 3 or purpose or toks[at - 1].text in ("la", "l", "l'", "l’"))
        and text not in ("en", "per", "para", "pour", "el", "la", "le", "les")
    ):
        return at
    if (
        text in ("für", "of", "for")
        and token.text.islower()
        and at + 1 < len(toks)
        and toks[at + 1].capital
        and text == "für"
    ):
        return at + 1
    return None


def _hyphens(toks: list[Token], at: int) -> int | None:
    """Return the end of "Gießerei-, Composite- und Verarbeitungstechnik"."""
    begin = at
    while (
        at + 2 < len(toks)
        and toks[at].capital
        and toks[at + 1].text == "-"
        and toks[at + 2].text == ","
    ):
        at += 3
    if (
        at > begin
        and at + 2 < len(toks)
        and toks[at].text.endswith("-")
        and toks[at + 1].text in ("und", "and")
    ):
        return at + 2 if toks[at + 2].capital else None
    return None


def _and_phrase(toks: list[Token], last: int, romance: bool, inside: bool) -> int | None:
    """Return the end of "... and Technology", ", Naturschutz und nukleare Sicherheit"."""
    items: list[int] = []
    ends: list[int] = []
    at = last + 1
    if not inside:
        return None
    closed = False
    while at < len(toks) and not closed:
        if toks[at].text in ("and", "und", "et", "y", "e", "ed", "&"):
            closed = True
        elif toks[at].text != ",":
            return None
        at += 1
        while (
            at < len(toks)
            and (toks[at].text in SMALL["rest"] | {"the"} or toks[at].kind == "elision")
            and toks[at].text not in ("and", "und")
        ):
            at += 1
        if at >= len(toks) or not toks[at].word or is_head(toks[at]):
            return None
        if not toks[at].capital:
            if not romance and not (
                at + 1 < len(toks)
                and (
                    toks[at + 1].text in FIELDS | {"Sicherheit", "Landesentwicklung"}
                    or (toks[at + 1].text.title() in FIELDS and toks[at].text.title() in FIELDS)
                )
            ):
                return None
            if not romance:
                at += 1
        items.append(at)
        ends.append(at)
        at += 1
        while at < len(toks) and toks[at].capital and not is_head(toks[at]):
            ends[-1] = at
            at += 1
        if not romance and closed and at < len(toks) and at > items[-1] and is_head(toks[at]):
            return None  # "the Board for Growth and the Science Department": two of them
    if not closed:
        return None
    known = [i for i in items if toks[i].text.title() in FIELDS or toks[i].text in ("Sicherheit",)]
    lower = [i for i in items if toks[i].text.islower()]
    prior = toks[last].text
    if romance and lower and len(lower) == len(items) and prior.islower():
        return ends[-1]
    if (
        romance
        and len(items) > 1
        and all(toks[i].text[-2:] in ("as", "os", "es") for i in items)
        and prior[-1:] == "s"
    ):
        return ends[-1]
    if (
        known
        and (prior in FIELDS or prior.endswith(("-", "s")) or len(known) * 2 >= len(items))
        and prior not in places()
        and prior not in countries()
    ):
        return ends[-1]
    return None


_PLURAL = re.compile(
    r"(?:Labs|Laboratories|Universities|Institutes|Institutions|Centres|Centers|Partners|Companies|Enterprises|Clusters|Schools|Colleges|Organisations|Organizations)$"
)
_KINDS_OF = frozenset(
    "European Chinese German French Italian Spanish EU Research Technology Higher Education Industrial Academic Leading Four Three Two Five Six Several Many Partner Member National International Joint".split()
)
_PURPOSE = frozenset("for für pour per para".split())


_ON_CAMPUS = frozenset(
    "auf am im deren dessen ihrem seinem neuen den dem des un nuovo nuevo nouveau sul nel el del le al au du the new its sur".split()
)


def make(toks: list[Token], first: int, last: int, rule: str, confidence: float) -> Mention | None:
    """Return a mention from tokens ``first`` to ``last``; None where the words are no name."""
    while first < last and (toks[first].text in DETERMINERS or toks[first].kind == "mark"):
        first += 1
    if last - first > 1 and toks[first + 1].text in (
        "des",
        "der",
        "von",
        "of",
        "de",
        "du",
        "del",
        "della",
        "di",
    ):
        if toks[first].text in ("Konsortium", "Consortium", "Consorzio", "Consorcio"):
            return None  # "Konsortium von X": the partners of a project
        delegation = toks[first].text in ("Delegation", "Délégation", "Delegazione", "Delegación")
        if delegation and not any(
            t.text in ("EU", "UE", "Union", "Unione", "Unión", "Commission", "Europäischen")
            for t in toks[first : last + 1]
        ):
            first += 2
    if toks[first].text == "Campus" and first and toks[first - 1].text.lower() in _ON_CAMPUS:
        return None  # where something is, not who
    text = _between(toks, first, last)
    if _PLURAL.search(text) and all(
        t.text in _KINDS_OF for t in toks[first:last]
    ):  # "European Research Labs"
        return None
    if len(text) < 3 or text in places() or text in countries():
        return None
    if toks[last].text in ("Delegation", "Delegación") and "EU" not in text and "Union" not in text:
        return None  # people who travel together
    cls = "Partner"
    inner = [t.text for t in toks[first : last + 1]]
    if any(w in _clusters() or w.lower().endswith("cluster") for w in inner) and not any(
        w in ("Partnership", "Platform", "Mission", "Event", "Seminar", "Matchmaking", "Meeting")
        for w in inner
    ):
        cls = "Cluster"
    return Mention(Thing(cls, text), toks[first].start, toks[last].end, rule, confidence)


def _between(toks: list[Token], first: int, last: int) -> str:
    parts = [toks[first].text]
    for before, token in zip(toks[first:last], toks[first + 1 : last + 1], strict=True):
        parts.append(" " * bool(token.start - before.end) + token.text)
    return "".join(parts)
