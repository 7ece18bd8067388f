"""What a filter can be set to, by whatever people call it: code, name in any language, IRI.

``cn``, ``China``, ``中国`` and the IRI are one country. What is none of the values is not passed
over: the caller gets near ones, to tell instead of showing a list that answers another question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from graph.catalogue.entries import Concept, Entry
from graph.catalogue.load import Catalogue
from graph.catalogue.rows import DATASET
from graph.catalogue.search import fold
from graph.catalogue.selection import FACETS, MONEY
from graph.iris import DOCUMENT, EUCN, ID, VOCABULARY
from graph.languages import LANGUAGES

NEAR = 5
"""How many near values are told."""
LIKE = 60.0
"""Least likeness (0 to 100) of a near value."""


class Values:
    """The values of each filter of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._known: dict[str, dict[str, set[str]]] = {}
        self._told: dict[str, dict[str, str]] = {}
        for facet in FACETS:
            known: dict[str, set[str]] = defaultdict(set)
            told: dict[str, str] = {}
            for value, texts in _values(catalogue, facet):
                for text in texts:
                    if key := fold(text):
                        known[key].add(value)
                        # Nobody knows a country by its two letters.
                        named = facet in ("country", "place")
                        told.setdefault(key, text if named else short(facet, value))
                known[value].add(value)
            self._known[facet], self._told[facet] = dict(known), told

    def find(self, facet: str, text: str) -> frozenset[str]:
        """Return the values meant by a text, none where it is unknown."""
        known = self._known[facet]
        return frozenset(known.get(text) or known.get(fold(text)) or ())

    def near(self, facet: str, text: str) -> list[str]:
        """Return short forms of the values most like a text, the best first."""
        told, asked = self._told[facet], fold(text)
        # A code of two letters is part of nearly everything.
        long = [key for key in told if len(key) >= min(len(asked), 4)]
        found = process.extract(asked, long, scorer=fuzz.WRatio, limit=4 * NEAR, score_cutoff=LIKE)
        return list(dict.fromkeys(told[key] for key, _, _ in found))[:NEAR]


def short(facet: str, value: str) -> str:
    """Return a value as it stands in an address: without the common part of its IRI."""
    bare = value.removeprefix(PREFIX.get(facet, ""))
    if facet == "place":
        # A country is a place as well, under an address of its own.
        return bare.removeprefix(PREFIX["country"])
    return bare.removeprefix(DATASET) if facet == "document" else bare


PREFIX = {
    "kind": str(VOCABULARY),
    "country": f"{ID}country/",
    "place": f"{ID}place/",
    "side": f"{VOCABULARY}side/",
    "status": f"{VOCABULARY}status/",
    "topic": f"{VOCABULARY}topic/",
    "document": str(DOCUMENT),
}


def _values(catalogue: Catalogue, facet: str) -> Iterator[tuple[str, list[str]]]:
    match facet:
        case "class":
            for name in sorted({entry.category for entry in catalogue.entries.values()}):
                term = catalogue.terms.get(str(EUCN) + name)
                yield name, [name, *(term.labels.values() if term else ())]
        case "country":
            for entry in catalogue.of_class("Country"):
                yield entry.iri, [short(facet, entry.iri), *_names(entry)]
        case "place":
            for entry in catalogue.of_class("Place", "Country"):
                yield entry.iri, [*_names(entry), short(facet, entry.iri)]
        case "money":
            for value, labels in MONEY.items():
                yield value, [value, *labels.values()]
        case "document":
            for entry in catalogue.of_class("SourceDocument"):
                yield entry.iri, [short(facet, entry.iri), *_names(entry)]
            # Registers are sources too.
            for iri in sorted({one for entry in catalogue.entries.values() for one in entry.rows}):
                names = [catalogue.label(iri, code).text for code in LANGUAGES]
                yield iri, [short(facet, iri), *names]
        case _:
            for concept in catalogue.concepts.values():
                if _in_scheme(concept, facet):
                    others = [name.text for name in concept.others]
                    texts = [short(facet, concept.iri), concept.notation]
                    yield concept.iri, [*texts, *concept.labels.values(), *others]


def _in_scheme(concept: Concept, facet: str) -> bool:
    scheme = concept.scheme.removeprefix(str(VOCABULARY)).rstrip("/")
    return scheme.endswith("-kind") if facet == "kind" else scheme == facet


def _names(entry: Entry) -> list[str]:
    return [*entry.labels.values(), *(name.text for name in entry.names)]
