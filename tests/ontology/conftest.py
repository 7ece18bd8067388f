"""The ontology, parsed once."""

from __future__ import annotations

import pytest
from rdflib import Graph

from graph.paths import ONTOLOGY


def _parse(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(ONTOLOGY / name, format="turtle")
    return graph


@pytest.fixture(scope="session")
def terms() -> Graph:
    """eucn.ttl alone."""
    return _parse("eucn.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    """alignments.ttl alone."""
    return _parse("alignments.ttl")


@pytest.fixture(scope="session")
def vocabularies() -> dict[str, Graph]:
    """Each vocabulary by the name of its file."""
    return {
        path.stem: Graph().parse(path, format="turtle")
        for path in sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
    }


@pytest.fixture(scope="session")
def countries() -> Graph:
    """countries.ttl alone."""
    return _parse("countries.ttl")
