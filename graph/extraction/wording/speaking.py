"""How the terminal speaks: its sentences, terms and words of the vocabularies in one language."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph

from graph.extraction.scene import Called
from graph.extraction.standing import Words
from graph.extraction.wording.reasons import reason
from graph.extraction.wording.terms import called, keys, labels, spoken, vocabularies
from graph.extraction.wording.words import words
from graph.languages import DEFAULT
from graph.records.schema import Schema


@functools.cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return every sentence of the terminal by its key and language."""
    text = (Path(__file__).parent / "terminal.toml").read_text("utf-8")
    return tomllib.loads(text)


def called_in(
    language: str,
    terms: Mapping[str, str],
    listed: Mapping[str, list[list[str]]],
    every: Words,
) -> Called:
    """Return what is called how, and how inferences are told, in a language."""
    told = words(language)
    why = (told["why_country"], told["why_nation"], told["why_seat"], told["why_label"])
    return Called(terms, listed, every, language, *why)


@dataclass
class Wording:
    """The words of one language; terms without a label stay as records write them."""

    language: str = DEFAULT
    terms: Mapping[str, str] = field(default_factory=dict)
    """What classes, keys and vocabularies are called."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the words of each vocabulary are called."""
    called: Called | None = None
    """The same for what is offered."""

    @classmethod
    def of(cls, ontology: Graph, schema: Schema, language: str) -> Wording:
        """Return the words that the ontology and the tables have in a language."""
        listed = vocabularies(ontology, schema)[language]
        terms = labels(ontology, keys(schema))[language]
        return cls(
            language,
            terms | called(ontology, schema)[language],
            {scheme: dict(rows) for scheme, rows in listed.items()},
            called_in(language, terms, listed, spoken(ontology, schema)),
        )

    def __call__(self, key: str, *values: object) -> str:
        """Return a sentence with what varies put in."""
        return sentences()[key][self.language].format(*values)

    def term(self, name: str) -> str:
        """Return what a class, a key or a vocabulary is called."""
        return self.terms.get(name, name)

    def word(self, scheme: str, name: str) -> str:
        """Return what a word of a vocabulary is called."""
        return self.words.get(scheme, {}).get(name, name)

    def reason(self, error: Exception) -> str:
        """Return why something is not kept."""
        return reason(str(error), self.language, self.terms)
