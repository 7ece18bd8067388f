"""Which classes have pages, in which lists they stand and how search weighs them.

Said in the ontology (``eucn:pageOrder``, ``eucn:listedUnder``, ``eucn:searchWeight``) and in
``vocabularies/list.ttl``, so that a new class needs no line of code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph

from graph.iris import EUCN, VOCABULARY
from graph.languages import choose
from graph.paths import ONTOLOGY
from graph.terms import turtle

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ABOVE = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_LISTS = f"{VOCABULARY}list/"


@dataclass(frozen=True)
class PageClass:
    """A class whose members have pages; ``lists`` are paths, that of its own list first."""

    name: str
    order: int
    lists: tuple[str, ...] = ()
    weight: float = 0.0
    above: frozenset[str] = frozenset()
    derived: bool = False


@dataclass(frozen=True)
class ListPage:
    """A list: its address, title and lead by language, facets, columns and order."""

    path: str
    order: int
    titles: dict[str, str]
    leads: dict[str, str]
    columns: tuple[str, ...]
    facets: tuple[str, ...]
    sorted_by: str
    classes: tuple[str, ...]

    def title(self, language: str) -> str:
        """Return the title in a language."""
        return choose(self.titles, language)

    def lead(self, language: str) -> str:
        """Return what the list shows, in a language."""
        return choose(self.leads, language)


@dataclass
class _Said:
    """What Turtle says of one subject, by the end of the property."""

    values: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def first(self, name: str, otherwise: str = "") -> str:
        return next(iter(self.values.get(name, ())), otherwise)


def _read(path: Path) -> dict[str, _Said]:
    found: dict[str, _Said] = {}
    for quad in turtle(path):
        if not isinstance(quad.subject, pyoxigraph.NamedNode):
            continue
        said = found.setdefault(quad.subject.value, _Said())
        name = quad.predicate.value.removeprefix(str(EUCN)).removeprefix(_SKOS)
        value = quad.object
        if isinstance(value, pyoxigraph.Literal) and value.language:
            said.texts.setdefault(name, {})[value.language] = value.value
        elif isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal):
            said.values.setdefault(name, []).append(value.value)
    return found


@cache
def page_classes(folder: Path = ONTOLOGY) -> dict[str, PageClass]:
    """Return the classes with pages by local name, in their order."""
    terms = _read(folder / "eucn.ttl")
    made = []
    for iri, said in terms.items():
        if not iri.startswith(str(EUCN)) or not said.first("pageOrder"):
            continue
        lists = [*said.values.get("listedUnder", ()), *said.values.get("alsoListedUnder", ())]
        made.append(
            PageClass(
                iri.removeprefix(str(EUCN)),
                int(said.first("pageOrder")),
                tuple(one.removeprefix(_LISTS) for one in lists),
                float(said.first("searchWeight", "0")),
                _above(terms, iri),
                said.first("derived") == "true",
            )
        )
    return {one.name: one for one in sorted(made, key=lambda one: (one.order, one.name))}


def _above(terms: dict[str, _Said], iri: str) -> frozenset[str]:
    found: list[str] = [iri]
    for one in found:
        wider = terms[one].values.get(_ABOVE, ()) if one in terms else ()
        found += [name for name in wider if name not in found]
    return frozenset(name.removeprefix(str(EUCN)) for name in found[1:])


@cache
def ranks(folder: Path = ONTOLOGY) -> dict[str, int]:
    """Return the place of each class with pages among those that a thing may have at once.

    Narrower ones come first; of two that none is narrower, the one that a source states.
    """
    known = page_classes(folder)
    ordered = sorted(
        known.values(),
        key=lambda one: (-len(one.above & known.keys()), one.derived, one.order),
    )
    return {one.name: place for place, one in enumerate(ordered)}


@cache
def list_pages(folder: Path = ONTOLOGY) -> dict[str, ListPage]:
    """Return the lists by their path, in their order; that of topics is a tree without columns."""
    classes = page_classes(folder)
    made = []
    for iri, said in _read(folder / "vocabularies" / "list.ttl").items():
        path = iri.removeprefix(_LISTS)
        if not path:
            continue
        made.append(
            ListPage(
                path,
                int(said.first("pageOrder")),
                said.texts["prefLabel"],
                said.texts.get("definition", {}),
                tuple(said.first("columns").split()),
                tuple(said.first("facets").split()),
                said.first("sortedBy", "name"),
                tuple(one.name for one in classes.values() if path in one.lists),
            )
        )
    return {one.path: one for one in sorted(made, key=lambda one: one.order)}
