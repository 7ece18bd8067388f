"""Linked data: every IRI of the graph answers, in the syntax a client asks for.

``register`` adds resources, the ontology, dumps and the descriptions of the dataset.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from graph.store import Store
from server.linked import catalogue, dumps, found, resources

__all__ = ["register", "warm"]

MOST_TO_WARM = 500_000
"""Statements up to which the dumps are made at the start; of a larger graph, when asked for."""


def register(app: Flask) -> None:
    """Add all of it to the application."""
    for part in (resources, dumps, catalogue, found):
        part.register(app)


def warm(store: Store, documents: Path | None = None) -> None:
    """Make the dumps of a build before workers are forked from this process."""
    if len(store.dump().splitlines()) <= MOST_TO_WARM:
        dumps.dumps(store)
