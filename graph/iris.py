"""The IRI patterns of the project, in one place.

Changing how an IRI is made breaks what others have cited: a renamed resource keeps its old
IRI, marked ``owl:deprecated`` (see ``replacedBy`` in ``sources/register.yaml``).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from rdflib import Namespace, URIRef

BASE = "https://w3id.org/eucn/"


class _Terms(Namespace):
    """A namespace that makes each of its few terms once."""

    def term(self, name: str) -> URIRef:
        """Return the IRI of a term."""
        return _term(self, name)


@lru_cache(maxsize=1 << 12)
def _term(namespace: str, name: str) -> URIRef:
    return URIRef(namespace + name)


EUCN = _Terms(BASE + "ontology#")
ID = Namespace(BASE + "id/")
DOCUMENT = Namespace(BASE + "document/")
GRAPH = Namespace(BASE + "graph/")
WELL_KNOWN = BASE + ".well-known/"
VOCABULARY = Namespace(BASE + "vocabulary/")

DERIVED_GRAPH = GRAPH["derived"]
ANALYSIS_GRAPH = GRAPH["analysis"]
ONTOLOGY_GRAPH = GRAPH["ontology"]
VOCABULARY_GRAPH = GRAPH["vocabularies"]

_ID = re.compile(r"[a-z][a-z-]*/[a-z0-9][a-z0-9-]*")


def is_id(text: str) -> bool:
    """Return whether ``text`` has the form ``segment/slug`` (lower-case ASCII kebab)."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=1 << 14)
def resource(identifier: str) -> URIRef:
    """Return the IRI of ``segment/slug``; documents have addresses of their own."""
    if identifier.startswith("document/"):
        return URIRef(BASE + identifier)
    return URIRef(ID + identifier)


def identifier(iri: str) -> str | None:
    """Return the ``segment/slug`` of one of our resource IRIs, or None for any other IRI."""
    for prefix in (str(ID), BASE):
        if iri.startswith(prefix) and is_id(iri[len(prefix) :]):
            return iri[len(prefix) :]
    return None


def concept(scheme: str, notation: str) -> URIRef:
    """Return the IRI of a vocabulary concept."""
    return VOCABULARY[f"{scheme}/{notation}"]


def document_graph(document: str) -> URIRef:
    """Return the named graph of a document given by its id (``document/slug``)."""
    return GRAPH[document.removeprefix("document/")]


def claims_graph(document: str) -> URIRef:
    """Return the named graph of a document's claims."""
    return GRAPH[document.removeprefix("document/") + "/claims"]


def identifier_node(scheme: str, notation: str) -> URIRef:
    """Return the IRI of an identifier: its scheme and its notation in lower-case ASCII."""
    slug = re.sub(r"[^a-z0-9]+", "-", notation.lower()).strip("-")
    return resource(f"identifier/{scheme}-{slug}")


def short(term: object) -> str:
    """Return an IRI of ours without its base, any other term as it is."""
    text = str(term)
    for prefix in (str(ID), str(EUCN), BASE):
        if text.startswith(prefix):
            return text[len(prefix) :]
    return text


def digest(*parts: str, length: int = 16) -> str:
    """Return first ``length`` hex digits of the SHA-256 over the parts, for stable claim IRIs."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


def split(address: str) -> SplitResult:
    """Return the parts of an address that anybody may have written; all of them in ``path`` where
    it has none.

    The library raises on brackets that hold no IPv6 address and on letters that NFKC takes apart
    in a host (``http://a\u2100b/``), which an IRI may have.
    """
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def resolved(base: str, reference: str) -> str:
    """Return a reference resolved against a base IRI; itself where that cannot be done."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference
