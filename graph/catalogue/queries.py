"""The queries of the pages: files of ``queries/site/``, run with the subjects filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib.term import Identifier

from graph.questions import query
from graph.store import Store

_PLACEHOLDER = "<urn:eucn:subject>"
_BAD_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

Row = dict[str, Identifier]


def iri_ref(iri: str) -> str:
    """Return ``<iri>`` for a query; raises ValueError for characters no IRI may contain."""
    if not iri or _BAD_IN_IRI.search(iri):
        raise ValueError(f"not an IRI: {iri!r}")
    return f"<{iri}>"


def run(store: Store, name: str, subjects: Iterable[str] = ()) -> list[Row]:
    """Run a query of ``queries/site/`` over ``store``, with ``subjects`` in place of the marker.

    A query with a marker and no subjects has no rows. Raises ValueError for a bad IRI.
    """
    asked = query(f"site/{name}")
    if _PLACEHOLDER in asked:
        given = " ".join(iri_ref(iri) for iri in subjects)
        if not given:
            return []
        asked = asked.replace(_PLACEHOLDER, given)
    return store.select(asked)


def run_iris(store: Store, name: str, subject: str) -> Iterator[list[str]]:
    """Yield the rows of a query about one thing that answers IRIs only, as texts.

    Where there are thousands, to make terms of them takes longer than the query. Raises ValueError
    for a bad IRI.
    """
    asked = query(f"site/{name}").replace(_PLACEHOLDER, iri_ref(subject))
    _head, *lines = store.query_bytes(asked, "tsv").decode().splitlines()
    for line in lines:
        yield [cell[1:-1] for cell in line.split("\t")]
