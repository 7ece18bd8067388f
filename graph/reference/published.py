"""What is published beside the ontology: its shapes, and the versions that it had before."""

from __future__ import annotations

import functools
from pathlib import Path

import pyoxigraph
from rdflib import OWL, Graph, URIRef

from graph.iris import BASE, EUCN
from graph.paths import ONTOLOGY, SHAPES

ONTOLOGY_IRI = str(EUCN).rstrip("#")
SHAPES_IRI = f"{BASE}ontology/shapes"


@functools.cache
def present_version(folder: Path = ONTOLOGY) -> str:
    """Return the number of the version that ``eucn.ttl`` is of."""
    graph = Graph().parse(folder / "eucn.ttl", format="turtle")
    iri = graph.value(URIRef(ONTOLOGY_IRI), OWL.versionIRI)
    return str(iri).removeprefix(f"{ONTOLOGY_IRI}/")


def published(name: str, folder: Path = ONTOLOGY, shapes: Path = SHAPES) -> bytes | None:
    """Return ``shapes`` or an earlier version as N-Quads in a graph of its IRI, or None."""
    if name == "shapes":
        files = sorted(shapes.glob("*.ttl"))
    else:
        files = [path for path in (folder / "versions").glob("*.ttl") if path.stem == name]
    # Names come from addresses: those of nothing must not be kept.
    return _quads(name, tuple(files)) if files else None


@functools.cache
def _quads(name: str, files: tuple[Path, ...]) -> bytes | None:
    graph = pyoxigraph.NamedNode(f"{ONTOLOGY_IRI}/{name}")
    quads = [
        pyoxigraph.Quad(*_apart(found, number), graph)
        for number, path in enumerate(files)
        for found in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    ]
    if not quads:
        return None
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)


def _apart(
    found: pyoxigraph.Quad, number: int
) -> tuple[
    pyoxigraph.NamedNode | pyoxigraph.BlankNode,
    pyoxigraph.NamedNode,
    pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal,
]:
    """Return a triple whose blank nodes are those of one file only."""

    def one(term: object) -> object:
        if isinstance(term, pyoxigraph.BlankNode):
            return pyoxigraph.BlankNode(f"f{number}{term.value}")
        return term

    return one(found.subject), found.predicate, one(found.object)  # type: ignore[return-value]
