"""Statements in the terms of other vocabularies, so that whoever knows those terms gets rows.

``ontology/views.tsv`` says which: a small set, because each costs a statement for each thing. The
same function makes them for documents and for registers, from N-Quads lines.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Namespace, URIRef

from graph import iris
from graph.assembly.quads import Quads
from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.questions import prefixes

EURIO = Namespace("http://data.europa.eu/s66#")
ROLE_LABELS = {
    "coordinator": "coordinator",
    "participant": "participant",
    "beneficiary": "participant",
    "associated-partner": "partner",
    "international-partner": "international partner",
    "third-party": "third party",
}
"""Our roles in the words that ``eurio:roleLabel`` allows; other roles have none there."""

_TYPE = f"<{RDF.type}>".encode()
ROLE_OF = f"<{EUCN.projectParticipant}>".encode()
"""The link from a participation to who takes part."""
_ORGANISATION = f"<{EURIO.Organisation}>".encode()
_DAY = re.compile(rb'"\d{4}-\d\d-\d\d"\^\^<http://www.w3.org/2001/XMLSchema#date>')
_LITERAL = re.compile(rb'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^<[^>]*>)?')
_BODY = re.compile(rb"<https://w3id\.org/eucn/id/(organization|cluster|cluster-partnership)/")
_INSIDE = re.compile(rb"https://w3id\.org/eucn/vocabulary/role/([a-z-]+)")


@dataclass(frozen=True)
class View:
    """Members of a class that have one of our properties also have one of another vocabulary."""

    of: str
    source: str
    target: str
    how: str


@functools.cache
def views(folder: Path = ONTOLOGY) -> tuple[View, ...]:
    """Return the table of a folder, in full IRIs."""
    known = prefixes(folder)

    def full(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return known[prefix] + local

    with (folder / "views.tsv").open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return tuple(
            View(full(row["of"]), full(row["from"]), full(row["to"]), row["how"])
            for row in csv.DictReader(lines, delimiter="\t")
        )


def derive_views(quads: Quads, folder: Path = ONTOLOGY) -> None:
    """Add to ``graph/derived`` what the table says of all there is, but of claims.

    What registers say of things of the documents counts for names and dates; their links to other
    things are made with the registers, whose things are not described here.
    """
    ours = {*quads.documents, iris.DERIVED_GRAPH, iris.ONTOLOGY_GRAPH, iris.VOCABULARY_GRAPH}
    names = [name for name in quads.graphs if not name.endswith(("/claims", "/rows"))]
    read = _read(folder)
    lines = quads.lines_of((name for name in names if name in ours), read)
    beyond = quads.lines_of((name for name in names if name not in ours), read)
    lines += [line for line in beyond if _told_of_the_thing(line)]
    graph = str(iris.DERIVED_GRAPH).encode()
    quads.parse(b"".join(view_lines(lines, lambda _: graph, folder=folder)))


def _told_of_the_thing(line: bytes) -> bool:
    """Return whether a line has a class or a literal, and no link to another thing."""
    _, predicate, value = line.split(b" ", 2)
    return predicate == _TYPE or value.startswith(b'"')


def beside(graph: bytes) -> bytes:
    """Return the graph of what is derived from a graph of a register."""
    return graph.removesuffix(b"/derived") + b"/derived"


def view_lines(
    lines: Iterable[bytes],
    graph_for: Callable[[bytes], bytes],
    elsewhere: frozenset[bytes] = frozenset(),
    folder: Path = ONTOLOGY,
) -> Iterator[bytes]:
    """Yield N-Quads lines.

    ``graph_for`` gives the graph of a line from that of the statement it follows from.
    ``elsewhere`` has subjects whose names and dates are told by another layer; only links to
    other things are made for these.
    """
    wanted = read_by_views(folder)
    said: dict[bytes, Said] = {}
    partners: dict[bytes, bytes] = {}
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in wanted:
            value, graph = rest.rstrip()[:-3].rsplit(b" <", 1)
            keep(said.setdefault(subject, {}), predicate, value, graph)
            if predicate == ROLE_OF:
                partners.setdefault(value, graph)
    for thing in {**said, **partners}:
        found = said.get(thing, {})
        yield from views_of(
            thing, found, graph_for, partners.get(thing), thing in elsewhere, folder
        )


Said = dict[bytes, dict[bytes, bytes]]
"""What is said of one thing: the values of a property, each with the graph it stands in."""
_LEGAL = re.compile(rb"/graph/cordis-[a-z0-9-]+$")
"""The graphs of registers that have participants by their legal names."""


def keep(said: Said, predicate: bytes, value: bytes, graph: bytes) -> None:
    """Note a value with its graph: the first that has it, a register of legal names before all."""
    values = said.setdefault(predicate, {})
    if value not in values or (_LEGAL.search(graph) and not _LEGAL.search(values[value])):
        values[value] = graph


@functools.cache
def _read(folder: Path) -> frozenset[URIRef]:
    return frozenset({RDF.type, *(URIRef(view.source) for view in views(folder))})


@functools.cache
def read_by_views(folder: Path = ONTOLOGY) -> frozenset[bytes]:
    """Return the properties that views are made of, as N-Quads write them."""
    return frozenset(f"<{name}>".encode() for name in _read(folder))


def views_of(
    thing: bytes,
    said: Said,
    graph_for: Callable[[bytes], bytes],
    partner: bytes | None,
    elsewhere: bool,
    folder: Path = ONTOLOGY,
) -> Iterator[bytes]:
    """Yield the lines of one thing.

    ``partner`` is the graph of a participation that it has in a project, None where it has none.
    """
    kinds = set(said.get(_TYPE, ()))
    if partner is not None:
        kinds.add(_ORGANISATION)
        yield b"%s %s %s <%s> .\n" % (thing, _TYPE, _ORGANISATION, graph_for(partner))
    for of, source, target, how in _encoded(folder):
        if of not in kinds or source not in said:
            continue
        for value, graph in _seen(how, said[source]):
            if not (elsewhere and value.startswith(b'"')):
                yield b"%s %s %s <%s> .\n" % (thing, target, value, graph_for(graph))


@functools.cache
def _encoded(folder: Path) -> tuple[tuple[bytes, bytes, bytes, str], ...]:
    return tuple(
        (
            f"<{view.of}>".encode(),
            f"<{view.source}>".encode(),
            f"<{view.target}>".encode(),
            view.how,
        )
        for view in views(folder)
    )


def _seen(how: str, values: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the values that a view has, with the graph each follows from.

    Where EURIO allows one value and sources differ, there is none: it would be a contradiction.
    """
    if how == "same":
        yield from values.items()
    elif how == "one":
        if len(values) == 1:
            yield from values.items()
    elif how == "day":
        days = [(value, graph) for value, graph in values.items() if _DAY.fullmatch(value)]
        if len(days) == 1:
            yield days[0]
    elif how == "role":
        for value, graph in values.items():
            name = _INSIDE.fullmatch(value.strip(b"<>"))
            label = ROLE_LABELS.get(name[1].decode()) if name else None
            if label:
                yield f'"{label}"'.encode(), graph
    elif how == "body":
        yield from ((value, graph) for value, graph in values.items() if _BODY.match(value))
    elif how == "legal":
        legal = {value: graph for value, graph in values.items() if _LEGAL.search(graph)}
        if legal:
            yield max(_plain(legal), key=lambda one: (len(one[1]), one[1]))[1:]
    elif how == "longest":
        yield max(_plain(values), key=lambda one: (one[0], len(one[1]), one[1]))[1:]
    else:
        raise ValueError(f"views.tsv: {how!r} is no way to see a value")


def _plain(values: dict[bytes, bytes]) -> Iterator[tuple[bool, bytes, bytes]]:
    """Yield whether a name is English, the name without its language, and its graph."""
    for value, graph in values.items():
        match = _LITERAL.fullmatch(value)
        if match:
            yield (match[2] or b"") == b"en", match[1], graph
