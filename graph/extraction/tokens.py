"""Words of a segment with their places, for reading names."""

from __future__ import annotations

import re
from dataclasses import dataclass

UPPER = "A-ZÀ-ÖØ-ÞŠŽČĆĐŁŚŹŻŐŰĞİŞŘĚŇŤĎŮĀĒĪŪ"

LEGAL = (
    r"Co\.?,?\s?Ltd\.?|Co\.(?=,|\s(?:and|in|of|will|has|is|was|which)\s|$)|AS(?=[\s,.;)])|ASA|GesmbH|Ltda\.?|Sàrl|d\.d\.|EEIG|Sociedad Cooperativa|CO\.?,?\s?LTD\.?|GmbH(?:\s&\sCo\.?\sKG)?|gGmbH|mbH|AG|SE|KG|Ltd\.?|LTD|Limited|Inc\.?|LLC|LLP|"
    r"PLC|plc|S\.\s?A\.(?:S\.)?|SAS|SARL|S\.\s?[rR]\.\s?[lL]\.?|[Ss][Rr][Ll]|S\.\s?[pP]\.\s?A\.?|SpA|S\.\s?L\.(?:U\.)?|SL|SA|"
    r"B\.\s?V\.|BV|N\.\s?V\.|NV|AB|A/S|ApS|Oyj?|e\.\s?V\.|Lda\.?|s\.r\.o\.|a\.s\.|d\.o\.o\.|Kft\.?|[Ss]p\. ?z o\.o\.|S\. Coop\.(?: And\.| Mad\.)?|KGaA|e\. ?G\.|eG|S\.[Nn]\.[Cc]\.|Zrt\.?|UAB|SIA|EOOD|OOD|Pty|S\.A\.U\.|ASBL|asbl|VZW|vzw|ivzw|OÜ|Corp\.?|SCCL|SPRL|Sprl|BVBA|CVBA|SCRL|Sarl|EURL|SCOP|GbR|OHG|ehf\.?|Scarl|S\.c\.a\.r\.l\.|ScpA"
)
_NTH = re.compile(r"[0-9]+(?:st|nd|rd|th|er|e|ème|º|ª)")
_TOKEN = re.compile(
    rf"(?P<legal>(?<![\w.])(?:{LEGAL})(?![\w]))"
    r"|(?P<elision>(?<![\w])(?:[ldLDnsjcNSJC]|[Dd]ell|[Dd]all|[Aa]ll|[Nn]ell|[Ss]ull|[Qq]u|[Uu]n)['’](?=\w))"
    r"|(?P<word>Ca['’](?=\s[A-Z])|St\.(?=\s[A-Z])|[^\W_]+(?:(?:-(?!(?:led|headed|coordinated)(?![\w-]))|[.&+/·²]|['’](?!s(?![\w])))[^\W_]+|[-](?=\s(?:und|and|et|e|y)\s))*[²+]?)"
    r"|(?P<mark>[^\s])"
)


@dataclass(frozen=True)
class Token:
    """A word or a mark with its place in the document."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def capital(self) -> bool:
        """Return whether it starts with a capital letter, or is a name like ``5G-DRIVE``."""
        return self.kind in ("word", "legal") and (
            self.text[0].isupper()
            or (
                self.text[0].isdigit()
                and any(c.isalpha() for c in self.text)
                and not _NTH.fullmatch(self.text)
            )
            or (self.text[:1].islower() and sum(c.isupper() for c in self.text) >= 1)
        )

    @property
    def word(self) -> bool:
        """Return whether it is a word, not a mark."""
        return self.kind in ("word", "legal")


def tokens(flat: str, offset: int = 0) -> list[Token]:
    """Return the tokens of a flat text that starts at ``offset`` of the document."""
    return [
        Token(m[0], offset + m.start(), offset + m.end(), m.lastgroup or "mark")
        for m in _TOKEN.finditer(flat)
    ]


_COMMON = frozenset(
    "EU US UN UK AI IT ICT SME SMEs R&I R&D S&T STI GDP PhD CEO DNA RNA VR PDF HTML FAQ "
    "KMU PME PYME TV QR PR CO2 AG SE SA EUR USD RMB CNY NGO B2B C2C C2B ICD".split()
)


def looks_like_acronym(word: str) -> bool:
    """Return whether a word is written as projects write their short names: SENET, IC2PerMed,
    5G-DRIVE.
    """
    capitals = sum(c.isupper() for c in word)
    return (
        len(word) >= 3
        and word not in _COMMON
        and capitals >= 2
        and not re.fullmatch(r"[IVXLC]+", word)
        and not re.fullmatch(r"[0-9]{2,4}[A-Z]{1,4}[0-9]{3,}[A-Z0-9]*", word)  # number of a grant
        and not re.fullmatch(r"(?:EU|UE|Sino|China|FP|H)-?[A-Z0-9][a-z]*-?\d*", word)
    )
