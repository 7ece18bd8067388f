"""RDF of others as a layer of its own: its evidence is the file, and it says so.

What the file says in our terms must fit our shapes, together with what the store has of the same
things; names, shortcuts and the rest are derived for it as for records.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat
from rdflib import PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.dates import bounds
from graph.assembly.graphs import derive, ontology_quads
from graph.assembly.layers import checked
from graph.assembly.quads import Quads, Triple
from graph.assembly.validate import evidence, ordered, told
from graph.errors import EucnError
from graph.iris import EUCN
from graph.paths import ONTOLOGY, SHAPES
from graph.store.layers import Evidence, Kind, Layer, Shelf, key
from graph.validation.check import (
    ALONE,
    OF_EVIDENCE,
    OF_ROWS,
    TOGETHER,
    layer_beside_shapes,
    together_beside_shapes,
)
from graph.validation.finding import Finding
from graph.validation.ownership import check_ownership
from graph.validation.statements import Statements

GENID = iris.BASE + ".well-known/genid/"
_BLANK = re.compile(rb"(?<!\S)_:([A-Za-z0-9]+)")
_OURS = re.compile(rb"<https?://(?:www\.)?w3id\.org/eucn(?![A-Za-z0-9-]|/\.well-known/)")
_NOT_DATA = (b"/claims", b"/rows")
_TYPE = f" <{RDF.type}> ".encode()
_PREFERRED = f"<{SKOS.prefLabel}>".encode()
_NOT_OF_FILES = ("-single", "registers/RegisterParticipation-row")
"""Shapes of one source: a file may put several together, and it is the evidence itself."""
_ONCE = {
    *(SKOS.prefLabel, RDFS.label, EUCN.side, EUCN.currentStatus),
    *(EUCN.earliestStart, EUCN.latestStart, EUCN.earliestEnd, EUCN.latestEnd),
}
"""What a thing has derived once, over all that is said of it."""


class CannotLoad(EucnError):
    """A file that cannot be loaded; the text says what to do."""


def layer_name(file: Path) -> str:
    """Return the name of the layer that a file makes: ``loaded/`` and its name in ASCII kebab."""
    slug = "-".join(re.findall(r"[a-z0-9]+", file.stem.lower()))
    return f"loaded/{slug or hashlib.sha256(file.stem.encode()).hexdigest()[:8]}"


def read_lines(file: Path, graph: str, mark: str, aside: Path) -> Iterator[bytes]:
    """Yield the N-Quads of an RDF file; what is in no graph goes into ``graph``.

    Blank nodes become IRIs with ``mark``, so that they are the same in every build. Raises
    CannotLoad for what is not RDF.
    """
    format = RdfFormat.from_extension(file.suffix.removeprefix("."))
    if format is None:
        raise CannotLoad(f"{file}: no RDF syntax is known by the suffix '{file.suffix}'.")
    try:
        pyoxigraph.NamedNode(graph)
    except ValueError as error:
        raise CannotLoad(
            f"--graph '{graph}': {error}; a graph is named by an IRI such as "
            "https://example.org/graph."
        ) from error
    plain = aside / "plain.nq"
    try:
        quads = pyoxigraph.parse(path=str(file), format=format, base_iri=iris.BASE)
        pyoxigraph.serialize(quads, str(plain), format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError, ValueError) as error:
        raise CannotLoad(f"{file}: {error}") from error
    name = f" <{graph}> .\n".encode()
    node = f"<{GENID}{mark}-".encode()
    with plain.open("rb") as stream:
        for line in stream:
            if b"_:" in line:
                line = _BLANK.sub(lambda found: node + found[1] + b">", line)
            yield line[:-3].rstrip() + name if _in_no_graph(line) else line


def _in_no_graph(line: bytes) -> bool:
    """Return whether an N-Quads line, as the engine writes it, has three terms."""
    rest = line.split(b" ", 2)[2]
    if rest.startswith(b'"'):
        end = rest.rfind(b'"')
        rest = b"x" + rest[end + 1 :]
        if rest.startswith(b"x^^"):
            rest = b"x" + rest[rest.index(b">") + 1 :]
    return rest.rstrip(b".\n").strip().count(b" ") == 0


def loaded_layer(
    shelf: Shelf,
    file: Path,
    others: list[Layer],
    graph: str | None = None,
    licence: str = "",
    day: date | None = None,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
) -> Layer:
    """Make the layer of a file, checked beside the other layers of the store.

    Raises CannotLoad for what is not RDF, or brings a graph that another layer has.
    """
    name = layer_name(file)
    slug = name.partition("/")[2]
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CannotLoad(f"{file}: {error.strerror or error}") from error
    day = day or date.today()
    into = str(iris.GRAPH) + name if graph is None else graph
    layer = Layer(
        name,
        Kind.LOADED,
        key("loaded", digest, file.name, into, day.isoformat(), licence),
        Evidence.FILE,
        source=file.name,
        date=day.isoformat(),
        licence=licence,
        kept=True,
    )
    with shelf.room() as folder:
        made = shelf.add(layer, read_lines(file, into, slug, folder))
    _apart(made, others)
    about = _about(made, file.name, digest, day, licence)
    nquads = shelf.data(made).read_bytes() if _uses_our_terms(shelf.data(made)) else b""
    quads, findings = Quads(), list[Finding]()
    if nquads:
        with _told_once():
            quads.parse(nquads)
            findings = _checked(quads, shelf, others, day, URIRef(str(iris.GRAPH) + name), shapes)
    more = about.nquads() + quads.nquads([_derived_graph(name)])
    first = shelf.data(made).rename(shelf.data(made).with_name("first.nq"))
    with first.open("rb") as stream:
        made = shelf.add(layer, chain(stream, more.splitlines(keepends=True)))
    first.unlink()
    made = replace(made, findings=[asdict(one) for one in ordered(findings)])
    shelf.note(made)
    return made


@contextmanager
def _told_once() -> Iterator[None]:
    """Keep rdflib from writing a traceback for each value that cannot be read: findings tell it."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _derived_graph(name: str) -> URIRef:
    return URIRef(f"{iris.GRAPH}{name}/derived")


def _apart(made: Layer, others: list[Layer]) -> None:
    for other in others:
        both = sorted(made.graphs.keys() & other.graphs.keys())
        if both and other.name != made.name:
            raise CannotLoad(
                f"{made.source}: the graph <{both[0]}> is one of the layer {other.name}; name "
                f"another graph in the file, or take the layer out: eucn layers remove {other.name}"
            )


def _about(layer: Layer, file: str, digest: str, day: date, licence: str) -> Quads:
    """Return the file as evidence, and the graphs that come from it."""
    quads = Quads()
    graph = URIRef(f"{iris.GRAPH}{layer.name}/about")
    node = iris.ID[f"loaded-file/{layer.name.partition('/')[2]}-{digest[:16]}"]
    quads.add(node, RDF.type, EUCN.LoadedFile, graph)
    quads.add(node, EUCN.file, Literal(file), graph)
    quads.add(node, EUCN.sha256, Literal(digest), graph)
    quads.add(node, EUCN.obtainedOn, Literal(day.isoformat(), datatype=XSD.date), graph)
    if licence:
        quads.add(node, DCTERMS.license, URIRef(licence), graph)
    for name in layer.graphs:
        quads.add(URIRef(name), RDF.type, EUCN.LoadedGraph, graph)
        quads.add(URIRef(name), PROV.wasDerivedFrom, node, graph)
    return quads


def _uses_our_terms(data: Path) -> bool:
    """Return whether a statement names something of ours; its graph may be named by us."""
    with data.open("rb") as stream:
        return any(_OURS.search(line, 0, line.rfind(b" <")) for line in stream)


def _checked(
    quads: Quads, shelf: Shelf, others: list[Layer], day: date, graph: URIRef, shapes: Path
) -> list[Finding]:
    """Return what the shapes say of a file's statements beside the others; what follows from them.

    The latter goes into a graph of its own, unless the file brings what is derived itself. Where
    a value cannot be read nothing is derived.
    """
    stated = list(quads.graphs)
    subjects = {str(s) for triples in quads.graphs.values() for s, _, _ in triples}
    marked = sorted(g for g, kind in quads.pairs(RDF.type) if kind == EUCN.DocumentGraph)
    found = [f for name in marked for f in evidence(quads, name)]

    def check(files: tuple[str, ...], ntriples: bytes) -> list[Finding]:
        return checked(shapes, files, ntriples, graph, {}, _fits_files, about=subjects)

    own = Statements(quads.nquads(stated))
    beside = Beside.of(_background(shelf, others), subjects)
    found += _ill_typed(quads, graph)
    found += layer_beside_shapes(own, Evidence.FILE)
    found += check_ownership(own, beside.known, {g for one in others for g in one.graphs})
    found += check(ALONE, quads.ntriples(stated))
    found += check(OF_EVIDENCE, quads.ntriples([URIRef(f"{name}/claims") for name in marked]))
    if any(finding.severity == "Violation" for finding in found):
        return found
    for name, triples in ontology_quads().graphs.items():
        for triple in triples:
            quads.add(*triple, name)
    derived = URIRef(f"{graph}/derived")
    if iris.DERIVED_GRAPH not in stated:
        derive(quads, day)
        follows = quads.graphs.pop(iris.DERIVED_GRAPH, set())
        quads.graphs[derived] = set(beside.new(t for t in follows if str(t[0]) in subjects))
    terms = [iris.ONTOLOGY_GRAPH, iris.VOCABULARY_GRAPH]
    every = Statements(quads.nquads({*stated, *terms, derived}) + b"".join(beside.lines))
    about = {iris.short(subject) for subject in subjects}
    found += [finding for finding in together_beside_shapes(every) if finding.focus in about]
    ntriples = b"\n".join(line for lines in every.lines.values() for line in lines)
    return found + check((*TOGETHER, *OF_ROWS), ntriples)


@dataclass(frozen=True)
class Beside:
    """What the other layers of a store say, for the check of a file."""

    lines: list[bytes]
    known: frozenset[str]
    """The things of the file that other layers describe."""
    said: frozenset[tuple[str, str]]
    """Which properties these have there."""
    names: frozenset[bytes]
    """Subject and text of the names they have."""

    @classmethod
    def of(cls, lines: Iterator[bytes], subjects: set[str]) -> Beside:
        """Take it from the N-Quads of the other layers."""
        kept: list[bytes] = []
        said: set[tuple[str, str]] = set()
        names: set[bytes] = set()
        for line in lines:
            kept.append(line)
            subject, prop, rest = line.split(b" ", 2)
            if (name := subject[1:-1].decode()) in subjects:
                said.add((name, prop[1:-1].decode()))
                if prop == _PREFERRED:
                    names.add(subject + rest[: rest.rfind(b" <")])
        return cls(
            kept,
            frozenset(s for s, p in said if p == str(RDF.type)),
            frozenset(said),
            frozenset(names),
        )

    def new(self, follows: Iterable[Triple]) -> Iterator[Triple]:
        """Yield what follows from the file and is not worked out for the same thing already.

        A thing has one earliest day, one preferred name in a language: those of the layers that
        were there stay, a name of the file is one more.
        """
        for subject, prop, value in follows:
            if prop not in _ONCE or (str(subject), str(prop)) not in self.said:
                yield subject, prop, value
            elif prop == SKOS.prefLabel:
                name = f"<{subject}>{value.n3()}".encode()
                if name not in self.names:
                    yield subject, SKOS.altLabel, value


def _fits_files(shape: str) -> bool:
    """Return whether a shape is asked of a file, given its IRI."""
    return not shape.endswith(_NOT_OF_FILES)


def _ill_typed(quads: Quads, graph: URIRef) -> Iterator[Finding]:
    """Literals that their datatype does not have, such as a year of letters."""
    for name in list(quads.graphs):
        for subject, predicate, value in sorted(quads.graphs[name]):
            if isinstance(value, Literal) and _wrong(value):
                message = f"'{value}' is not a value of the type {value.datatype}; correct it"
                yield told("Violation", subject, predicate, str(value), [message], graph, {})


def _wrong(value: Literal) -> bool:
    """Return whether a datatype does not have a text; rdflib does not look at years and months."""
    if value.datatype in (XSD.gYear, XSD.gYearMonth, XSD.date):
        try:
            bounds(str(value))
        except ValueError:
            return True
        return False
    return value.datatype is not None and bool(Literal(value, datatype=value.datatype).ill_typed)


def _background(shelf: Shelf, others: list[Layer]) -> Iterator[bytes]:
    """Yield the N-Quads of the other layers; of claims and rows only that they are there."""
    for layer in others:
        if not layer.merged or layer.kind in (Kind.ANALYSIS, Kind.VOCABULARIES):
            continue
        with shelf.data(layer).open("rb") as stream:
            for line in stream:
                if not line[line.rfind(b" <") + 2 : -4].endswith(_NOT_DATA) or _TYPE in line:
                    yield line
