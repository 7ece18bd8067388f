"""The layers that registers bring, checked by the shapes of registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from rdflib import URIRef

from graph import iris
from graph.assembly.engine import results
from graph.assembly.graphs import terms_files
from graph.assembly.layers import tool
from graph.assembly.validate import ordered, told
from graph.paths import ONTOLOGY, SHAPES
from graph.registers.layers import RegisterLayer
from graph.store.layers import Evidence, Kind, Layer, Shelf, file_key, key
from graph.terms import turtle
from graph.validation.finding import Finding

_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


def register_layer(
    shelf: Shelf,
    register: RegisterLayer,
    day: str,
    *,
    kept: bool = False,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
) -> Layer:
    """Return the layer of a register, from the shelf or made anew, with what the shapes say of it.

    ``day`` is the day that the sides of today are of. ``kept`` is for imports: later builds take
    the layer over, in place of the one that the project's own extract would make.
    """
    shape = shapes / "registers.ttl"
    layer = Layer(
        register.name,
        Kind.REGISTER,
        key(
            "register",
            tool(),
            file_key([*terms_files(ontology), shape]),
            file_key(register.inputs),
            day,
            "kept" if kept else "",
        ),
        Evidence.ROW,
        source=register.source,
        date=register.date,
        licence=register.licence,
        publisher=register.publisher,
        kept=kept,
    )
    found = shelf.find(layer.name, layer.key)
    if found is not None:
        return found
    made = shelf.add(layer, register.lines())
    findings = _checked(shelf.data(made), register.name, shape, ontology)
    made = replace(made, findings=[asdict(finding) for finding in ordered(findings)])
    shelf.note(made)
    return made


def _checked(data: Path, name: str, shape: Path, ontology: Path) -> list[Finding]:
    ntriples = b"".join([*_triples(data), *_background(ontology)])
    return [
        told(
            result.severity,
            URIRef(result.focus),
            URIRef(result.path) if result.path else None,
            result.value,
            sorted(result.messages),
            f"{iris.GRAPH}{name.partition('/')[2]}",
            {},
        )
        for result in results([shape], ntriples)
    ]


_ASKED = frozenset(
    f"<{name}>".encode()
    for name in (
        *(
            f"{iris.EUCN}{term}"
            for term in (
                "dataset",
                "file",
                "rowKey",
                "scheme",
                "statedInRow",
                "order",
                "participant",
                "participationIn",
                "euContribution",
                "netEuContribution",
                "totalCost",
                "goneSince",
            )
        ),
        _TYPE,
        "http://purl.org/dc/terms/license",
        "http://purl.org/dc/terms/title",
        "http://www.w3.org/2004/02/skos/core#notation",
    )
)
"""What the shapes ask for: the rest of millions of statements need not be read by the engine."""


def _triples(data: Path) -> Iterator[bytes]:
    with data.open("rb", buffering=1 << 20) as stream:
        for line in stream:
            if line.split(b" ", 2)[1] in _ASKED:
                yield line[: line.rfind(b" <")] + b" .\n"


def _background(ontology: Path) -> Iterator[bytes]:
    """Subclasses and concepts: all that the shapes read of the ontology."""
    for path in terms_files(ontology):
        for quad in turtle(path):
            predicate = quad.predicate.value
            concept = predicate == _TYPE and str(quad.object) == f"<{_CONCEPT}>"
            if predicate in (_SUBCLASS, _IN_SCHEME) or concept:
                yield f"{quad.subject} {quad.predicate} {quad.object} .\n".encode()
