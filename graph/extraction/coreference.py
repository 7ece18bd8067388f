"""Short forms of organisations: "the Xi'an Institute" and "the Cluster" of a text that has named one such."""

from __future__ import annotations

import re
from collections import defaultdict

from graph.extraction.lexicon import lists
from graph.extraction.model import Mention, Thing
from graph.extraction.sentence import ORGANISATIONS, Sentence
from graph.extraction.tokens import UPPER

_THE = r"(?:the|this|das|die|der|dem|den|des|dieses|le|la|l[’']|cet|cette|il|lo|dell[’']|dall[’']|all[’']|el|del|al|dal)"
_COMMON = frozenset(
    "institute university academy company cluster agency centre center chamber ministry association foundation college "
    "bureau laboratory museum society alliance federation Institut Universität Akademie Hochschule Firma Agentur Kammer "
    "Verband Verein Stiftung Ministerium institut université académie agence chambre fédération école laboratoire "
    "istituto università accademia azienda agenzia camera fondazione parco politecnico instituto universidad academia "
    "empresa agencia cámara fundación casa oficina pôle clúster".split()
)


_CLUSTERS = frozenset({"pôle", "clúster", "cluster", "grappe"})


def resolve(sentences: list[Sentence]) -> None:
    """Let short forms name what they are short for, where only one thing of the text fits."""
    long: dict[Thing, int] = {}
    for s in sentences:
        for m in s.of(*ORGANISATIONS):
            long.setdefault(m.thing, m.start)
    _prefixes(sentences, long)
    heads: dict[str, set[Thing]] = defaultdict(set)
    names = {m.thing for s in sentences for m in s.of(*ORGANISATIONS)}
    for thing in names:
        words = re.findall(r"[\w-]+", thing.name)
        if len(words) > 1:
            for word in {words[0], words[-1], *words} & {w for w in words if _is_head(w)}:
                heads[word.lower()].add(thing)
    by_end: dict[str, list[tuple[str, Thing]]] = defaultdict(list)
    for thing in names:  # of German compounds: "das Institut" is the "Recyclinginstitut"
        for small in {w.lower() for w in thing.name.split()}:
            by_end[small[-5:]].append((small, thing))
    _companies(sentences)
    for s in sentences:
        if s.language == "zh" or s.segment.label:
            continue
        for match in re.finditer(
            rf"(?i)(?<!\w)(?:{_THE})\s?(?:même\s|stess[oa]\s|mism[oa]\s|same\s)?(?P<head>[^\W\d_]+)(?![\w-])",
            s.flat,
        ):
            word = match["head"]
            things = heads.get(word.lower(), set())
            if word.lower() in _CLUSTERS:
                before = {
                    t for t in names if t.cls == "Cluster" and long[t] < s.start + match.start()
                }
                things = things or (before if len(before) == 1 else set())
            if not things and s.language == "de" and len(word) > 4:
                small = word.lower()
                things = {t for w, t in by_end.get(small[-5:], ()) if w.endswith(small)}
            start, end = s.start + match.start("head"), s.start + match.end("head")
            if len(things) > 1:  # those named before this place
                things = {t for t in things if long.get(t, end) < start}
            if (
                len(things) != 1
                or re.match(
                    rf"\s(?:[{UPPER}]|of\b|for\b|de\b|des\b|der\b|du\b|di\b|del|für\b|d[’'])",
                    s.flat[match.end() :],
                )
                or any(
                    m.start < end and start < m.end and m.thing.name != word
                    for m in s.mentions
                    if m.cls != "Place"
                )
            ):
                continue
            thing = next(iter(things))
            if long.get(thing, end) >= start:
                continue  # named only later
            s.mentions = [m for m in s.mentions if not (m.start < end and start < m.end)]
            s.mentions.append(Mention(thing, start, end, "short-form", 0.85))
            s.mentions.sort(key=lambda m: (m.start, m.end))


_THIS_COMPANY = re.compile(
    r"(?i)(?<!\w)(?:this|the latter|the same|diese[srmn]?|dasselbe|dieselbe|cette|cet|ce|cette même|ce même|quest[ao]|lo stesso|la stessa|esta|este|esa|la misma|el mismo)\s"
    r"(?:même\s|stess[oa]\s|misma?o?\s)?(?P<noun>company|firm|enterprise|organisation|body|institution|Unternehmen|Firma|Einrichtung|Betrieb|société|entreprise|organisme|"
    r"établissement|società|azienda|impresa|ente|empresa|compañía|entidad|organismo)(?!\w)"
)


def _companies(sentences: list[Sentence]) -> None:
    """ "This company", "esta empresa": the organisation named last."""
    last: Mention | None = None
    for s in sentences:
        for match in _THIS_COMPANY.finditer(s.flat):
            start, end = s.start + match.start("noun"), s.start + match.end("noun")
            before = [m for m in s.of(*ORGANISATIONS) if m.end <= start]
            chosen = before[-1] if before else last
            if chosen is not None and not any(m.start < end and start < m.end for m in s.mentions):
                s.mentions.append(Mention(chosen.thing, start, end, "short-form", 0.85))
                s.mentions.sort(key=lambda m: (m.start, m.end))
        if orgs := s.of(*ORGANISATIONS):
            last = orgs[-1]


_ARTICLE = re.compile(rf"(?i)(?<!\w){_THE}\s?$")


def _shortens(short: list[str], long: list[str]) -> bool:
    """Return whether a name leaves out words of a longer one: its end, or what is in its middle."""
    if len(short) >= len(long):
        return False
    if long[: len(short)] == short:
        return True
    left = iter(long)
    return (
        len(short) > 2
        and long[0] == short[0]
        and long[-1] == short[-1]
        and all(w in left for w in short)
    )


_ANY_CASE = frozenset(w.lower() for w in _COMMON)
_CAPITAL = frozenset(w for w in lists("heads") + lists("cluster_heads") if " " not in w)


def _is_head(word: str) -> bool:
    return word.lower() in _ANY_CASE or word in _CAPITAL


def _prefixes(sentences: list[Sentence], long: dict[Thing, int]) -> None:
    """ "The Danube School" is the "Danube School of Architecture"."""
    by_first: dict[str, list[tuple[Thing, int, list[str]]]] = {}
    for thing, start in long.items():
        parts = thing.name.split()
        by_first.setdefault(parts[0], []).append((thing, start, parts))
        if thing.name.isupper():  # "MEDISCAN SRL" is "Mediscan" in running text
            small = [w.capitalize() for w in parts]
            by_first.setdefault(small[0], []).append((thing, start, small))
    for s in sentences:
        for m in s.of(*ORGANISATIONS):
            words = m.thing.name.split()
            if len(words) < 2 and not _ARTICLE.search(s.text(m.start - 8, m.start)):
                continue
            fits = {
                thing
                for thing, start, parts in by_first.get(words[0], ())
                if thing != m.thing and start < m.start and _shortens(words, parts)
            }
            if len(fits) == 1:
                m.thing = next(iter(fits))
