"""Linked data: every IRI of the graph answers, in the syntax a client asks for.

``register`` adds resources, the ontology, dumps and the descriptions of the dataset.
"""

from __future__ import annotations

from flask import Flask

from server.linked import catalogue, dumps, found, resources

__all__ = ["register"]


def register(app: Flask) -> None:
    """Add all of it to the application."""
    for part in (resources, dumps, catalogue, found):
        part.register(app)
