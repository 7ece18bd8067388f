"""Every text that a reader of the site meets, by language, with the place where it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel.messages.pofile import read_po
from rdflib import RDFS, SKOS, Graph, Literal

from graph.network.telling.wording import phrases
from graph.paths import ONTOLOGY, QUERIES, ROOT
from graph.questions import questions
from graph.reference.words import WORDS

LANGUAGES = ("en", "de", "zh")
SERVER = ROOT / "server"
DOCS = ROOT / "docs"


class Text(NamedTuple):
    """A text and where it is written."""

    language: str
    place: str
    text: str


@cache
def texts() -> tuple[Text, ...]:
    """All texts: catalogues, words of the network, labels, queries, the reference, guides."""
    return (*messages(), *words(), *labels(), *asked(), *guides())


def messages() -> Iterator[Text]:
    """The messages of templates and code."""
    for code in ("de", "zh"):
        with (SERVER / "translations" / code / "LC_MESSAGES" / "messages.po").open("rb") as stream:
            for message in read_po(stream):
                if not message.id:
                    continue
                ids = (message.id,) if isinstance(message.id, str) else message.id
                said = message.string
                for text in (said,) if isinstance(said, str) else said:
                    yield Text(code, f"messages: {ids[0][:50]}", text)
                if code == "de":
                    for text in ids:
                        yield Text("en", f"messages: {ids[0][:50]}", text)


def words() -> Iterator[Text]:
    """The words of sentences, of the reference page, and the keywords of the queries."""
    for code in LANGUAGES:
        for key, text in phrases(code).items():
            yield Text(code, f"words: {key}", text)
        for key, text in WORDS[code].items():
            yield Text(code, f"reference: {key}", text)
    for code, found in tomllib.loads((QUERIES / "keywords.toml").read_text("utf-8")).items():
        for key, text in found.items():
            yield Text(code, f"keyword: {key}", text)


def labels() -> Iterator[Text]:
    """Labels, definitions and notes of the ontology, the vocabularies and the countries."""
    spoken = (RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.definition, SKOS.note)
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        if path.parent.name == "versions":
            continue  # as they were
        graph = Graph().parse(path, format="turtle")
        for predicate in spoken:
            for subject, text in graph.subject_objects(predicate):
                if isinstance(text, Literal) and text.language in LANGUAGES:
                    yield Text(text.language, f"{path.name}: {subject}", str(text))


def asked() -> Iterator[Text]:
    """The questions of the gallery."""
    for question in questions():
        for code, text in question.comment.items():
            yield Text(code, f"queries: {question.name}", text)


def guides() -> Iterator[Text]:
    """The paragraphs of the guides, without code and addresses."""
    for path in sorted(DOCS.rglob("*.md")):
        if path.name == "language.md":  # it names what is not to be written
            continue
        code = path.parent.name if path.parent != DOCS else "en"
        prose = re.sub(r"```.*?```|^ {4}.*$", "", path.read_text("utf-8"), flags=re.S | re.M)
        prose = re.sub(r"`[^`]*`", "`x`", prose)
        prose = re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+", "]", prose)
        prose = re.sub(r" *\{#[^}]*\}", "", prose)
        for number, line in enumerate(prose.splitlines(), 1):
            if line.strip():
                yield Text(code, f"{path.relative_to(ROOT)}:{number}", line)
