"""Words that a vocabulary lacks: proposed on the page, with labels, as Turtle for a review.

A proposal changes nothing: it is written beside the texts, in the form in which the vocabularies
are kept, and a person copies it into ``ontology/vocabularies/`` (docs/ontology.md).
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.extraction.verify import Refused
from graph.iris import VOCABULARY, concept
from graph.languages import LANGUAGES
from graph.records.schema import Schema
from graph.records.values import one_line

FILE = "vocabulary-proposals.ttl"


def propose(schema: Schema, folder: Path, scheme: str, name: str, labels: dict[str, str]) -> str:
    """Return the Turtle of a proposed concept, appended to the file of proposals.

    Raises Refused where the vocabulary is unknown, has the word, or a label is missing.
    """
    known = schema.concepts.get(scheme)
    if known is None:
        raise Refused(f"no vocabulary '{scheme[:40]}'")
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise Refused("the word must be lower-case letters joined by '-'")
    if name in known:
        raise Refused(f"'{name}' is in {scheme} already")
    told = {tag: one_line(labels.get(tag, "")) for tag in LANGUAGES}
    missing = [tag for tag, label in told.items() if not label]
    if missing:
        raise Refused(f"a label is missing: {', '.join(missing)}")
    said = ", ".join(f'"{_escaped(label)}"@{tag}' for tag, label in told.items())
    iri, whole = concept(scheme, name), concept(scheme, "")
    text = (
        f"<{iri}> a skos:Concept ;\n    skos:inScheme <{whole}> ;\n    skos:topConceptOf <{whole}> ;\n"
        f'    skos:notation "{name}" ;\n    skos:prefLabel {said} .\n'
    )
    path = folder / FILE
    start = "" if path.exists() else "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"{start}\n{text}")
    return text


def proposed(folder: Path) -> dict[str, frozenset[str]]:
    """Return the words that wait in a folder's file of proposals, by vocabulary."""
    path = folder / FILE
    if not path.exists():
        return {}
    found: dict[str, set[str]] = {}
    for scheme, name in re.findall(rf"(?m)^<{VOCABULARY}([a-z-]+)/([a-z0-9-]+)> a ", path.read_text("utf-8")):  # fmt: skip
        found.setdefault(scheme, set()).add(name)
    return {scheme: frozenset(names) for scheme, names in found.items()}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
