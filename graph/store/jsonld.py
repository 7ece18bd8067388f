"""JSON-LD in the shape a client names by ``profile``: compacted, expanded or flattened.

https://www.w3.org/TR/json-ld11/#iana-considerations. Without a profile the engine writes it, with
the project's prefixes. A compacted document refers to the context that is published at
``/ontology/context.jsonld``, so that a reader of JSON sees names instead of IRIs.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph

from graph.questions import prefixes
from graph.store.errors import AnswerUnwritable
from graph.store.model import Store

MEDIA = "application/ld+json"
CONTEXT = "/ontology/context.jsonld"
_NAMESPACE = "http://www.w3.org/ns/json-ld#"
PROFILES = {_NAMESPACE + name: name for name in ("compacted", "expanded", "flattened")}
_ASKED = re.compile(r'application/ld\+json\s*;\s*(?:q=[\d.]+\s*;\s*)?profile="?([^",;]{1,400})')
_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?kind (SAMPLE(?to) AS ?range) (COUNT(DISTINCT ?to) AS ?ranges) {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?kind OPTIONAL { ?term rdfs:range ?to }
} GROUP BY ?term ?kind ORDER BY ?term
"""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_made: dict[str, dict[str, Any]] = {}


def profile_of(accept: str | None) -> str | None:
    """Return the profile that an Accept header names for JSON-LD; None for none that is known."""
    for found in _ASKED.finditer(accept or ""):
        for name in found[1].split():
            if name in PROFILES:
                return name
    return None


def media_of(profile: str) -> str:
    """Return the media type of a document of a profile."""
    return f'{MEDIA};profile="{profile}"'


def context(store: Store) -> dict[str, Any]:
    """Return the published context: prefixes, and the terms of the ontology by their names."""
    if store.version not in _made:
        _made.clear()
        _made[store.version] = {"@context": _context(store)}
    return _made[store.version]


def _context(store: Store) -> dict[str, Any]:
    terms: dict[str, Any] = {"@version": 1.1, "type": "@type", **prefixes()}
    own = prefixes()["eucn"]
    for row in store.select(_TERMS):
        iri = str(row["term"])
        name = iri.removeprefix(own)
        if name == iri or not name.isalnum() or name in terms:
            continue
        kind = str(row["kind"]).rpartition("#")[2]
        target = str(row.get("range", ""))
        if kind == "ObjectProperty":
            terms[name] = {"@id": f"eucn:{name}", "@type": "@id"}
        elif kind == "DatatypeProperty" and target.startswith(_XSD) and str(row["ranges"]) == "1":
            terms[name] = {"@id": f"eucn:{name}", "@type": target.replace(_XSD, "xsd:")}
        else:
            terms[name] = f"eucn:{name}"
    return terms


def shaped(store: Store, ntriples: bytes, profile: str, address: str) -> bytes:
    """Return N-Triples as JSON-LD of a profile; ``address`` is that of this server.

    Raises AnswerUnwritable for triple terms, and for values that say they are JSON and are none.
    """
    from pyld import jsonld  # not read before somebody asks for a profile

    try:
        expanded = jsonld.from_rdf({"@default": _statements(ntriples)})
        return _in_shape(jsonld, store, expanded, profile, address)
    except (jsonld.JsonLdError, RecursionError) as error:
        says = error.args[0] if isinstance(error, jsonld.JsonLdError) else "It is nested too deep."
        raise AnswerUnwritable(f"JSON-LD cannot hold this: {says}") from error


def _in_shape(jsonld: Any, store: Store, expanded: object, profile: str, address: str) -> bytes:
    name = PROFILES[profile]
    if name == "flattened":
        expanded = jsonld.flatten(expanded)
    elif name == "compacted":
        where = address + CONTEXT

        def load(url: str, options: object) -> dict[str, Any]:
            """Return the one document there is to load; nothing is fetched."""
            return {
                "contentType": MEDIA,
                "contextUrl": None,
                "documentUrl": url,
                "document": context(store),
            }

        expanded = jsonld.compact(expanded, where, {"documentLoader": load})
    return json.dumps(expanded, ensure_ascii=False, separators=(",", ":")).encode()


def _statements(ntriples: bytes) -> list[dict[str, Any]]:
    """Return N-Triples as the library holds them.

    Its own reader takes other signs than line feeds for the end of a line, reads escaped
    backslashes wrong, and compares each statement with all before it.
    """
    found = pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return [
        {
            "subject": _node(quad.subject),
            "predicate": _node(quad.predicate),
            "object": _node(quad.object),
        }
        for quad in dict.fromkeys(found)
    ]


def _node(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | Any) -> Any:
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "IRI", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "blank node", "value": f"_:{term.value}"}
    if not isinstance(term, pyoxigraph.Literal) or term.direction is not None:
        raise AnswerUnwritable("JSON-LD cannot hold this: It is RDF 1.2.")
    value = {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return value if term.language is None else {**value, "language": term.language}
