"""The dataset in RDF 1.2: each claim a reifier of the statement it makes.

https://www.w3.org/TR/rdf12-turtle/: ``claim rdf:reifies <<( subject predicate object )>>`` says
what ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` of a claim say in RDF 1.1.
"""

from __future__ import annotations

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from graph.store.terms import pretty

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PARTS = (RDF + "subject", RDF + "predicate", RDF + "object")


def turtle(nquads: bytes) -> bytes:
    """RDF 1.2 Turtle of the merge of all graphs."""
    parts: dict[NamedNode, dict[str, object]] = {}
    triples: set[Triple] = set()
    for quad in pyoxigraph.parse(nquads, format=RdfFormat.N_QUADS):
        name = quad.predicate.value
        if name in _PARTS and isinstance(quad.subject, NamedNode):
            parts.setdefault(quad.subject, {})[name] = quad.object
        else:
            triples.add(quad.triple)
    reifies = NamedNode(RDF + "reifies")
    for claim, made in parts.items():
        subject, predicate, value = (made.get(part) for part in _PARTS)
        if (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            triples.add(Triple(claim, reifies, Triple(subject, predicate, value)))
    return pretty(sorted(triples, key=str), "turtle")
