"""The SHACL engine of a build: the package ``shacl``, hundreds of times faster than pySHACL.

``eucn validate`` asks pySHACL, which judges; a test holds that both say the same on every case of
every shape. SPARQL constraints are left out of the shapes: this engine finds nothing in some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shacl
from rdflib import SH, Graph, URIRef

from graph.processes import no_more_forks

_IRI = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class ShapeResult:
    """One ``sh:ValidationResult``; ``path`` is empty where it is not a single property."""

    severity: str
    """Violation, Warning or Info."""
    focus: str
    path: str
    value: str
    shape: str
    """The IRI of the shape."""
    messages: tuple[str, ...]


@lru_cache(maxsize=8)
def _compiled(
    files: tuple[Path, ...], stamps: tuple[int, ...], asked: Callable[[str], bool] | None
) -> shacl.Shapes:
    if asked is None:
        return shacl.Shapes.from_text("\n".join(path.read_text(encoding="utf-8") for path in files))
    shapes = Graph()
    for path in files:
        shapes.parse(path, format="turtle")
    for shape in {one for one in shapes.subjects(SH.path) if isinstance(one, URIRef)}:
        if not asked(shape):
            shapes.remove((shape, None, None))
    return shacl.Shapes.from_text(shapes.serialize(format="nt"), "ntriples")


def results(
    files: Sequence[Path],
    data: bytes,
    syntax: str = "ntriples",
    asked: Callable[[str], bool] | None = None,
) -> Iterator[ShapeResult]:
    """Yield what the shapes in some Turtle files find in N-Triples, or in N-Quads taken as one
    graph (``syntax`` "nquads").

    ``asked``, a function of a module, says of the IRI of a property shape whether it is one of
    them: what nobody asks is not worked out.
    """
    no_more_forks()
    paths = tuple(files)
    shapes = _compiled(paths, tuple(path.stat().st_mtime_ns for path in paths), asked)
    report = shapes.validate_text(data.decode(), format=syntax, allow_warnings=True)
    for result in report.results:
        iri = _IRI.fullmatch(result.path or "")
        yield ShapeResult(
            result.severity,
            _plain(result.focus_node),
            iri[1] if iri else "",
            result.value_plain or "",
            _plain(result.source_shape or ""),
            tuple(result.messages),
        )


def _plain(term: str) -> str:
    iri = _IRI.fullmatch(term)
    return iri[1] if iri else term
