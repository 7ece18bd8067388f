""" "The two universities", "beide Seiten", "les deux établissements": the two named together last.

Such words name nobody; they stand for two organisations that a sentence before named as its only
two, or joined by "and". The rules of clauses read them as those two.
"""

from __future__ import annotations

import itertools
import re

from graph.extraction.model import Mention
from graph.extraction.relations.items import UNION
from graph.extraction.relations.subjects import distinct
from graph.extraction.sentence import ORGANISATIONS, Sentence

FAR = 1200
"""Characters after which "the two" may be two others."""
_NOUNS = (
    "universities institutions institutes partners organisations organizations companies clusters academies ports cities "
    "funders foundations agencies centres centers ministries chambers schools colleges laboratories bodies associations firms "
    "groups networks hospitals museums sides parties "
    "universitäten hochschulen einrichtungen institute partner unternehmen cluster häfen förderer akademien zentren kammern "
    "ministerien verbände vereine städte firmen organisationen seiten parteien häuser museen kliniken "
    "universités établissements instituts partenaires organismes institutions entreprises pôles villes académies centres "
    "sociétés fondations parties associations ports chambres "
    "università istituti enti atenei partner istituzioni aziende organizzazioni porti città centri accademie fondazioni parti "
    "associazioni imprese camere "
    "universidades instituciones institutos entidades socios empresas clústeres organismos puertos ciudades centros academias "
    "fundaciones partes asociaciones cámaras"
)
_THE_TWO = re.compile(
    r"(?<!\w)(?:the\stwo|both|(?:die|den|der)\sbeiden|beide[rn]?|les\sdeux|des\sdeux|i\sdue|le\sdue|due|dei\sdue|delle\sdue|entrambi\s(?:i|gli)|entrambe\sle|"
    r"los\sdos|las\sdos|ambos|ambas)\s(?:[a-zà-ÿß-]+\s)?(?:"
    + "|".join(dict.fromkeys(_NOUNS.split()))
    + r")(?!\w)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?<!\w)(?:(?:the\stwo|both)(?=\s(?:have|are|were|had|work|worked|take|took|will|also|signed|joined)\b)|(?<=[Tt]ogether\s)they|(?<=[Tt]ogether,\s)they|"
    r"(?:(?:Gemeinsam|Zusammen)\s(?:[a-zäöüß]+\s){1,3}?)(?P<they>sie)|beide(?=\s(?:sind|haben|waren|arbeiten|beteiligen|unterzeichneten|nehmen)\b)|"
    r"[Ii]nsieme(?=\s(?:partecipano|collaborano|lavorano|hanno|sono)\b)|(?:entrambi|entrambe)(?=\s(?:sono|hanno|partecipano)\b)|"
    r"(?<=[Ee]nsemble,\s)(?:ils|elles)|(?:tous|toutes)\sdeux|(?:ambos|ambas)(?=\s(?:son|participan|colaboran|firmaron|han)\b)|[Jj]unt[oa]s(?=\s(?:participan|colaboran|trabajan|han)\b))",
)
"""The two without a noun: "the two have worked", "Gemeinsam beteiligt sind sie", "Insieme partecipano"."""
_JOINED = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?,?\s(?:and|und|sowie|et|e|ed|y)\s(?:the\s|die\s|das\s|der\s|dem\s|den\s|la\s|le\s|l[’']|il\s|lo\s|el\s|les\s|los\s|[a-zà-ÿ]+\s){0,2}"
)


_SOME_OF = re.compile(
    r"(?i)(?:among (?:them|others|which|whom)|including|such as|darunter|unter anderem|dont|notamment|parmi lesquels|tra cui|fra cui|entre ellos|entre ellas|incluid[oa]s)[\s,:](?:[\w-]+\s){0,2}$"
)
"""Two of many that are named as examples are no pair."""


def speaks_of_two(passage: str) -> bool:
    """Return whether a passage speaks of two that are named elsewhere."""
    return bool(_THE_TWO.search(passage) or _ALONE.search(passage))


class Pairs:
    """Which two organisations a text named together last, and where it speaks of them."""

    def __init__(self) -> None:
        self.two: list[Mention] = []
        self.alone: tuple[Mention, int] | None = None
        """The only one that the sentence before named, with its paragraph."""

    def read(self, s: Sentence) -> None:
        """Put the two into a sentence that speaks of them; then look for a newer pair in it."""
        named = [m for m in distinct(s.of(*ORGANISATIONS)) if not UNION.search(m.thing.name)]
        for match in (*_THE_TWO.finditer(s.flat), *_ALONE.finditer(s.flat)):
            before = [m for m in named if m.end <= s.start + match.start()]
            two = before if len(before) == 2 else self.two
            if len(two) == 2 and s.start - two[1].end < FAR:
                group = "they" if match.groupdict().get("they") else 0
                low, high = s.start + match.start(group), s.start + match.end(group)
                if not any(m.start < high and low < m.end for m in s.mentions):
                    s.pairs.append(
                        [Mention(m.thing, low, high, "the-two", m.confidence * 0.9) for m in two]
                    )
        if len(named) == 2 and _SOME_OF.search(s.text(s.start, named[0].start)):
            return
        joined = [
            [one, other]
            for one, other in itertools.pairwise(named)
            if _JOINED.fullmatch(s.text(one.end, other.start))
        ]
        alone, self.alone = self.alone, None
        if len(named) == 1:
            self.alone = named[0], s.segment.block
            if (
                alone
                and alone[1] == s.segment.block
                and alone[0].thing != named[0].thing
                and not self.two
            ):
                self.two = [alone[0], named[0]]  # one in each of two sentences of a paragraph
        if len(named) == 2:
            self.two = named
        elif len(joined) == 1 and len(named) < 4:
            self.two = joined[0]
        elif len(named) > 2:
            self.two = []
