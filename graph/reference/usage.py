"""How much of the data is of each class and has each property, for the reference page.

The build counts this once, as the partitions of its VoID description: a page that counted all
statements itself would be slow on a large store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Literal

from graph.iris import EUCN
from graph.languages import DEFAULT, choose
from graph.reference.terms import NOT_WIDENED, Reference
from graph.store import Store

MOST = 8
"""Classes named with a property; the others have it less often."""
DOCUMENTS = "documents"
"""The name of the documents among the sources; the others are IRIs of data sets."""
_SIGNS = {"en": ",", "de": ".", "zh": ","}

# EXISTS for each: counting all statements takes long on a large store.
_USED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?term WHERE {
  { ?term a owl:Class FILTER EXISTS { ?member a ?term } }
  UNION { ?term a owl:ObjectProperty FILTER EXISTS { ?subject ?term ?value } }
  UNION { ?term a owl:DatatypeProperty FILTER EXISTS { ?subject ?term ?value } }
}
"""
_COUNTED = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?property ?number WHERE {
  {
    <https://w3id.org/eucn/dataset> void:classPartition ?part .
    ?part void:class ?class ; void:entities ?number .
  } UNION {
    <https://w3id.org/eucn/dataset> void:propertyPartition ?part .
    ?part void:property ?property ; void:distinctSubjects ?number .
  } UNION {
    <https://w3id.org/eucn/dataset> void:classPartition ?of .
    ?of void:class ?class ; void:propertyPartition ?part .
    ?part void:property ?property ; void:distinctSubjects ?number .
  }
}
"""


# What is stated, and what is worked out from it in the graph beside it. Whether there is any, and
# not how much: counting would keep the first reader of the page waiting for seconds.
_BY_SOURCE = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?source ?property WHERE {
  {
    ?document eucn:documentGraph ?graph .
    BIND("documents" AS ?source)
  } UNION {
    ?document eucn:documentGraph ?of .
    BIND(IRI(CONCAT(STR(?of), "/claims")) AS ?graph)
    BIND("documents" AS ?source)
  } UNION {
    BIND(<https://w3id.org/eucn/graph/derived> AS ?graph)
    BIND("documents" AS ?source)
  } UNION {
    ?source a eucn:RegisterDataset .
    VALUES ?end { "" "/derived" "/rows" }
    BIND(STRAFTER(STR(?source), "/dataset/") AS ?name)
    BIND(IRI(CONCAT("https://w3id.org/eucn/graph/", ?name, ?end)) AS ?graph)
  }
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty }
  ?property a ?kind .
  FILTER EXISTS { GRAPH ?graph { ?subject ?property ?value } }
}
"""
_TITLES = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?source ?title WHERE { ?source a eucn:RegisterDataset ; dct:title ?title }
"""

_GAPS = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?kind WHERE { ?gap a eucn:Gap ; eucn:kind/skos:broader* ?kind }
"""


@dataclass(frozen=True)
class Usage:
    """Members by class, subjects by property, and members of a class that have a property.

    Names are local names. ``used`` has every term that occurs at all; a store that does not count
    itself has nothing else.
    """

    used: frozenset[str] = frozenset()
    members: Mapping[str, int] = field(default_factory=dict)
    subjects: Mapping[str, int] = field(default_factory=dict)
    having: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By property, from which sources it comes."""
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Titles of the registers among the sources, by language."""
    gaps: frozenset[str] = frozenset()
    """IRIs of the kinds of gap that the build found any of."""

    def lacks(self, scheme: str, concept: str) -> bool:
        """Return whether a concept is a kind of gap that this build found none of."""
        return bool(self.members) and scheme == "gap-kind" and concept not in self.gaps

    def come_from(self, name: str, language: str, documents: str) -> list[str]:
        """Return the sources of a property: registers by their titles, then the documents.

        ``documents`` is what the documents are called together.
        """
        found = self.sources.get(name, frozenset())
        titles = [choose(self.titles.get(one, {}), language, one) for one in found - {DOCUMENTS}]
        return [*sorted(titles), *([documents] if DOCUMENTS in found else [])]

    def of(self, name: str, reference: Reference) -> list[tuple[str, int, int]]:
        """Return in which classes members have a property: class, how many have it, of how many.

        Classes with ids of their own, the one with the most such members first, and those above
        them only where they have more.
        """
        found = [
            (kind, count, self.members.get(kind, count))
            for (kind, key), count in self.having.items()
            if key == name and kind in reference.classes and kind not in NOT_WIDENED - {"Claim"}
        ]
        found.sort(key=lambda one: (-one[1], -len(reference.above(one[0])), one[0]))
        told: list[tuple[str, int, int]] = []
        for kind, count, members in found:
            same = [one for one in told if kind in reference.above(one[0]) and one[1] == count]
            if not same:
                told.append((kind, count, members))
        return told[:MOST]


def usage(store: Store) -> Usage:
    """Return how the terms are used in the build of a store."""
    members: dict[str, int] = {}
    subjects: dict[str, int] = {}
    having: dict[tuple[str, str], int] = {}
    for row in store.select(_COUNTED):
        kind, key = (_local(row.get(name)) for name in ("class", "property"))
        number = int(str(row["number"]))
        if row.get("property") is None:
            members[kind] = number
        elif row.get("class") is None:
            subjects[key] = number
        elif kind and key:
            having[kind, key] = number
    members.pop("", None)
    subjects.pop("", None)
    if members:
        used = frozenset(members) | frozenset(subjects)
        gaps = frozenset(str(row["kind"]) for row in store.select(_GAPS))
        return Usage(used, members, subjects, having, *_sources(store), gaps)
    return Usage(frozenset(_local(row["term"]) for row in store.select(_USED)))


def _sources(store: Store) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, str]]]:
    """Return the sources of each property, and the titles of registers."""
    sources: dict[str, set[str]] = {}
    for row in store.select(_BY_SOURCE):
        sources.setdefault(_local(row["property"]), set()).add(str(row["source"]))
    titles: dict[str, dict[str, str]] = {}
    for row in store.select(_TITLES):
        title = row["title"]
        if isinstance(title, Literal) and title.language:
            titles.setdefault(str(row["source"]), {})[title.language] = str(title)
    return {name: frozenset(found) for name, found in sources.items()}, titles


def _local(term: object) -> str:
    text = "" if term is None else str(term)
    return text.removeprefix(str(EUCN)) if text.startswith(str(EUCN)) else ""


def counted(number: int, language: str = DEFAULT) -> str:
    """Return a number with the signs of a language."""
    return f"{number:,}".replace(",", _SIGNS[language])
