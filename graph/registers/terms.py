"""What the quads of registers need to know of the ontology, read once.

Superclasses, the shortcuts of roles with their inverses, and on which side a country is on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph

from graph.iris import EUCN, VOCABULARY
from graph.paths import ONTOLOGY
from graph.standing import side_on

_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_INVERSE = "http://www.w3.org/2002/07/owl#inverseOf"


@dataclass
class Country:
    """A country of ``ontology/countries.ttl``."""

    iri: str
    member_from: str = ""
    member_until: str = ""
    side: str = ""

    def side_on(self, day: str) -> str:
        """Return the side (IRI) on a day."""
        stated = self.side.rpartition("/")[2]
        return str(VOCABULARY[f"side/{side_on(day, self.member_from, self.member_until, stated)}"])


@dataclass
class Terms:
    """The parts of the ontology that are needed here."""

    parents: dict[str, set[str]] = field(default_factory=dict)
    inverses: dict[str, set[str]] = field(default_factory=dict)
    shortcuts: dict[str, list[str]] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)

    def superclasses(self, name: str) -> list[str]:
        """Return all classes above a class, those of other vocabularies too, sorted."""
        found: set[str] = set()
        todo = [name]
        while todo:
            above = self.parents.get(todo.pop(), set()) - found
            found |= above
            todo += above
        return sorted(found)

    def side(self, country: str, day: str) -> str:
        """Return the side of a country (ISO 3166-1 alpha-2) on a day; unknown without a country."""
        known = self.countries.get(country)
        return known.side_on(day) if known else str(VOCABULARY["side/unknown"])


def _parsed(path: Path) -> Iterator[tuple[str, str, str]]:
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, pyoxigraph.NamedNode) and isinstance(
            value, pyoxigraph.NamedNode | pyoxigraph.Literal
        ):
            yield subject.value, quad.predicate.value, value.value


@cache
def terms(folder: Path = ONTOLOGY) -> Terms:
    """Return the terms of the ontology in a folder."""
    made = Terms()
    for name in ("eucn.ttl", "alignments.ttl"):
        for subject, predicate, value in _parsed(folder / name):
            if predicate == _SUBCLASS:
                made.parents.setdefault(subject, set()).add(value)
            elif predicate == _INVERSE:
                made.inverses.setdefault(subject, set()).add(value)
                made.inverses.setdefault(value, set()).add(subject)
    for subject, predicate, value in _parsed(folder / "vocabularies" / "role.ttl"):
        if predicate == str(EUCN.shortcut):
            made.shortcuts.setdefault(subject.rpartition("/")[2], []).append(value)
    found: dict[str, Country] = {}
    codes: dict[str, str] = {}
    eu_codes: dict[str, str] = {}
    for subject, predicate, value in _parsed(folder / "countries.ttl"):
        country = found.setdefault(subject, Country(subject))
        if predicate == str(EUCN.isoAlpha2):
            codes[value] = subject
        elif predicate == str(EUCN.euCode):
            eu_codes[value] = subject
        elif predicate == str(EUCN.euMemberFrom):
            country.member_from = value
        elif predicate == str(EUCN.euMemberUntil):
            country.member_until = value
        elif predicate == str(EUCN.side):
            country.side = value
    # Kosovo has no ISO code; EU registers write XK. EL and UK have one, and are written otherwise.
    coded = set(codes.values())
    codes |= {code: subject for code, subject in eu_codes.items() if subject not in coded}
    made.countries = {code: found[subject] for code, subject in codes.items()}
    return made
