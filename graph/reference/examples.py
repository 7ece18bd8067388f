"""A query for every term, to be run as it is, and the guesses that a new user makes first."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.paths import QUERIES
from graph.questions import read_question, with_prefixes
from graph.reference.terms import ClassTerm, PropertyTerm, Reference

ROWS = 20
WHO_SAYS_SO = "who-says-so"
# Classes whose members have no name: evidence.
_NAMELESS = {"Claim", "Evidence", "Passage", "DocumentGraph", "LoadedGraph", "RegisterRow"}
_NAMELESS |= {"Identifier", "IdentityJudgement"}


@dataclass(frozen=True)
class Guess:
    """A question of a new user: the terms tried first, what answers, and the query."""

    asks: dict[str, str]
    tried: str
    answer: dict[str, str]
    query: str
    key: tuple[str, ...] = ()
    """The variables that no two rows have alike; the first one of the query where none is named."""


@functools.cache
def guesses() -> tuple[Guess, ...]:
    """Return the guesses of ``guesses.toml``."""
    path = Path(__file__).with_name("guesses.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))["guess"]
    return tuple(
        Guess(
            one["asks"],
            one["tried"],
            one["answer"],
            _guess_query(one["query"]),
            tuple(one["query"].get("key", ())),
        )
        for one in found
    )


def _guess_query(asked: dict[str, str]) -> str:
    """Return the query of a guess: its own, or one of the gallery by its name."""
    if "name" in asked:
        return read_question(QUERIES / f"{asked['name']}.ttl").complete
    return with_prefixes(asked["text"].strip())


def class_query(term: ClassTerm, lang: str = "en") -> str:
    """Return a query for the members of a class, with their names in a language."""
    variable = _variable(term.name)
    lines = [f"?{variable} a eucn:{term.name} ."]
    if term.name not in _NAMELESS:
        lines.append(_named(variable, lang))
    if term.name == "RegisterDataset":
        lines.append(f"OPTIONAL {{ ?{variable} dct:issued ?day }}")
    return _query(lines)


def property_query(term: PropertyTerm, reference: Reference, lang: str = "en") -> str:
    """Return a query for the statements of a property, with names in a language."""
    subject = _subject(term.used_on)
    value = term.name if term.name != subject else f"{term.name}Value"
    lines = [f"?{subject} eucn:{term.name} ?{value} ."]
    if not set(term.used_on) & _NAMELESS:
        lines.append(_named(subject, lang))
    linked = [one for one in term.values if one in reference.classes or one == "skos:Concept"]
    if linked and not set(linked) & _NAMELESS:
        # Things, and nodes between them, have rdfs:label; a concept has its name in SKOS alone.
        concepts = linked == ["skos:Concept"]
        lines.append(_named(value, lang, "skos:prefLabel" if concepts else "rdfs:label"))
    return _query(lines)


def evidence_query(term: PropertyTerm) -> str:
    """Return the query that leads from some statements of a derived property to their evidence."""
    text = read_question(QUERIES / f"{WHO_SAYS_SO}.ttl").query
    start = text.index("VALUES (?subject ?property ?object)")
    end = text.index("}", start) + 1
    some = (
        f"VALUES ?property {{ eucn:{term.name} }}\n"
        f"  {{ SELECT ?subject ?object WHERE {{ ?subject eucn:{term.name} ?object }} LIMIT 3 }}"
    )
    return with_prefixes((text[:start] + some + text[end:]).strip())


def _subject(used_on: Iterable[str]) -> str:
    classes = list(used_on)
    return _variable(classes[0]) if len(classes) == 1 else "thing"


def _variable(name: str) -> str:
    return name[0].lower() + name[1:]


def _named(variable: str, lang: str, name: str = "rdfs:label") -> str:
    return (
        f"OPTIONAL {{ ?{variable} {name} ?{variable}Name . "
        f'FILTER(LANG(?{variable}Name) = "{lang}") }}'
    )


def _query(lines: Iterable[str]) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    return with_prefixes(f"SELECT * WHERE {{\n{body}\n}}\nLIMIT {ROWS}")
