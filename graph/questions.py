"""The queries of ``queries/``: one file each, in the convention of the SIB SPARQL examples.

A file is Turtle with one ``sh:SPARQLExecutable``: the query in ``sh:select``, ``sh:ask`` or
``sh:construct``, the question in ``rdfs:comment``, ``schema:keywords``; prefixes come from
``ontology/prefixes.ttl`` and need not be repeated.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace

from graph.errors import EucnError
from graph.files import Unchanged
from graph.paths import ONTOLOGY, QUERIES
from graph.terms import read_turtle

SCHEMA = Namespace("https://schema.org/")
SPEX = Namespace("https://purl.expasy.org/sparql-examples/ontology#")
FORMS = {
    "select": SH.select,
    "ask": SH.ask,
    "construct": SH.construct,
    "describe": SPEX.describe,  # SHACL has no term for it; the SIB convention does
}


_DECLARED = re.compile(r"^[^\S\r\n]*prefix\s+([\w-]*):", re.IGNORECASE | re.MULTILINE)
"""Within a line only: a pattern that may run over lines is tried anew at each of them."""


class QuestionError(EucnError):
    """A query file that does not follow the convention; the text names file and fault."""


@dataclass(frozen=True)
class Question:
    """One query with what it asks, in the languages it is written in."""

    name: str
    form: str
    query: str
    comment: dict[str, str]
    keywords: tuple[str, ...]
    path: Path

    @property
    def complete(self) -> str:
        """Return the query with the prefix lines it needs, ready to send anywhere."""
        return with_prefixes(self.query)


@functools.cache
def keywords(language: str, folder: Path = QUERIES) -> Mapping[str, str]:
    """Return the keywords of the queries in another language, by the English word."""
    text = (folder / "keywords.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return found.get(language, {})


@functools.cache
def prefixes(folder: Path = ONTOLOGY) -> dict[str, str]:
    """Return the project's prefixes, as declared in ``prefixes.ttl``."""
    graph = Graph(bind_namespaces="none")
    read_turtle(graph, folder / "prefixes.ttl")
    return {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(None, SH.declare)
    }


def with_prefixes(query: str) -> str:
    """Return a query preceded by those of the project's prefixes that it uses and lacks."""
    query = query.removeprefix("\ufeff")
    declared = set(_DECLARED.findall(query))
    lines = [
        f"PREFIX {name}: <{namespace}>"
        for name, namespace in prefixes().items()
        if name not in declared and re.search(rf"(?<![\w:<]){re.escape(name)}:", query)
    ]
    return "\n".join([*lines, query.strip()]) + "\n"


@functools.cache
def query(name: str, folder: Path = QUERIES) -> str:
    """Return the query of a file by its name below ``queries/`` (``network/actors``), with the
    prefix lines it needs.
    """
    return with_prefixes((folder / f"{name}.rq").read_text(encoding="utf-8"))


def read_question(path: Path) -> Question:
    """Read one query file, once in a process while it is as it was. Raises QuestionError naming
    what is wrong.
    """
    try:
        return _read(Unchanged.of(path))
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}") from error


@functools.lru_cache(maxsize=1024)
def _read(file: Unchanged) -> Question:
    path = file.path
    graph = Graph(bind_namespaces="none")
    try:
        read_turtle(graph, path)
    except Exception as error:
        raise QuestionError(f"{path}: not valid Turtle: {error}") from error
    nodes = list(graph.subjects(RDF.type, SH.SPARQLExecutable))
    if len(nodes) != 1:
        raise QuestionError(f"{path}: contains {len(nodes)} sh:SPARQLExecutable; one per file")
    node = nodes[0]
    found = [(form, graph.value(node, term)) for form, term in FORMS.items()]
    queries = [(form, str(text)) for form, text in found if text is not None]
    if len(queries) != 1:
        raise QuestionError(f"{path}: needs one of sh:select, sh:ask, sh:construct, sh:describe")
    comments = {
        str(text.language or "en"): str(text)
        for text in graph.objects(node, RDFS.comment)
        if isinstance(text, Literal)
    }
    if not comments:
        raise QuestionError(f"{path}: says nothing in rdfs:comment; ask the question there")
    form, query = queries[0]
    keywords = sorted(str(word) for word in graph.objects(node, SCHEMA.keywords))
    return Question(path.stem, form, query.strip() + "\n", comments, tuple(keywords), path)


def question_named(name: str, folder: Path = QUERIES) -> Question | None:
    """Return the query of a folder that has this name; the others are not read."""
    path = next((path for path in folder.glob("*.ttl") if path.stem == name), None)
    return None if path is None else read_question(path)


def questions(folder: Path = QUERIES) -> list[Question]:
    """Return all queries of a folder (not of its subfolders), sorted by name."""
    return [read_question(path) for path in sorted(folder.glob("*.ttl"))]
