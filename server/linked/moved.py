"""Where the IRI of a claim leads that was made when a thing of it had an older IRI.

The IRI of a claim is made from its statement. When the IRI of a thing is retired, those of its
claims change with it; they are worked out here rather than kept, as there are thousands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from rdflib import URIRef

from graph.iris import ID, digest
from graph.store import Store

_CLAIMS = f"{ID}claim/"
_MOVED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT DISTINCT ?claim ?subject ?predicate ?object WHERE {
  ?old owl:deprecated true ; dct:isReplacedBy ?new .
  { ?claim rdf:subject ?new } UNION { ?claim rdf:object ?new }
  ?claim a eucn:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
}
"""
_RETIRED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?old ?new WHERE { ?old owl:deprecated true ; dct:isReplacedBy ?new }
"""


def moved_claim(store: Store, iri: str) -> str | None:
    """Return the claim of today that an old IRI of a claim stands for, or None."""
    if not iri.startswith(_CLAIMS):
        return None
    if store.version not in _known:
        _known.clear()
        _known[store.version] = dict(_pairs(store))
    return _known[store.version].get(iri)


_known: dict[str, dict[str, str]] = {}
"""The claims of a build by their older IRIs."""


def _pairs(store: Store) -> Iterator[tuple[str, str]]:
    older: dict[str, list[str]] = {}
    for row in store.select(_RETIRED):
        older.setdefault(str(row["new"]), []).append(str(row["old"]))
    for row in store.select(_MOVED):
        claim = str(row["claim"])
        document = claim.removeprefix(_CLAIMS).rpartition("-")[0]
        subject, predicate = str(row["subject"]), str(row["predicate"])
        subjects = [subject, *older.get(subject, ())]
        objects = [row["object"], *map(URIRef, older.get(str(row["object"]), ()))]
        for one, other in product(subjects, objects):
            old = f"{_CLAIMS}{document}-{digest(one, predicate, other.n3())}"
            if old != claim:
                yield old, claim
