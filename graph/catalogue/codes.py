"""Identifiers as people write them: ``GRID grid.16821.3c``, with the page of who gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

_ADDRESSES = {
    "ror": "https://ror.org/{}",
    "isni": "https://isni.org/isni/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "doi": "https://doi.org/{}",
    "fundref": "https://doi.org/10.13039/{}",
    "celex": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{}",
    "grant-agreement": "https://cordis.europa.eu/project/id/{}",
}
"""Where an agency answers for each of its identifiers; GRID is closed, and a PIC has no page."""
_SHORT = re.compile(r"[(（](\w+)[)）]$")


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier: the IRI of its scheme, and its notation."""

    scheme: str
    notation: str

    @property
    def written(self) -> str:
        """Return the notation as people write it: an ISNI in groups of four."""
        if self._kind == "isni" and len(self.notation) == 16:
            return " ".join(self.notation[at : at + 4] for at in range(0, 16, 4))
        return self.notation

    @property
    def address(self) -> str:
        """Return the page of whoever gives such identifiers, "" where there is none."""
        known = _ADDRESSES.get(self._kind)
        return known.format(quote(self.notation, safe="/()")) if known else ""

    def named(self, scheme: str) -> str:
        """Return the identifier behind the name of its scheme, or its short form in brackets."""
        short = _SHORT.search(scheme)
        name = short[1] if short else scheme
        return f"{name}{' ' if name[-1:].isascii() else ''}{self.written}"

    @property
    def _kind(self) -> str:
        return self.scheme.rpartition("/")[2]
