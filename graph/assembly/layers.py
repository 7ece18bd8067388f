"""The layers that records and vocabularies bring, made anew where their input changed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import RDF, URIRef

from graph import iris
from graph.assembly import engine
from graph.assembly.conflict_nodes import BESIDE
from graph.assembly.conflicts import single_valued
from graph.assembly.expand import expand, record_quads, told
from graph.assembly.graphs import data_day, derive, ontology_quads, terms_files
from graph.assembly.quads import Quads
from graph.assembly.validate import (
    Origins,
    consistent,
    origins_of,
    placed,
)
from graph.assembly.validate import told as finding
from graph.iris import EUCN
from graph.records.load import REGISTER_FILE, Sources
from graph.records.model import Origin, Record, Statement
from graph.records.reader import CURATION
from graph.store.layers import Evidence, Kind, Layer, Shelf, file_key, key
from graph.validation.check import TOGETHER, layer_beside_shapes, together_beside_shapes
from graph.validation.finding import Finding
from graph.validation.statements import Statements

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PUBLISHER = "EU-China cooperation graph"
TERMS = "vocabularies"
DERIVED = "derived"


@functools.cache
def tool() -> str:
    """Return a digest of the code that makes layers: what another version of it made is made
    again.
    """
    package = Path(__file__).resolve().parent.parent
    return file_key(
        path for path in package.rglob("*.py") if "data" not in path.relative_to(package).parts
    )


def checked(
    shapes: Path,
    files: Iterable[str],
    data: bytes,
    graph: str,
    origins: Origins,
    applies: Callable[[str], bool] = lambda shape: True,
    about: Container[str] | None = None,
    syntax: str = "ntriples",
    asked: Callable[[str], bool] | None = None,
) -> list[Finding]:
    """Return what files of shapes find.

    ``applies`` says of a shape's IRI whether it is asked, ``about`` of which things it is told;
    ``syntax`` and ``asked`` are those of ``engine.results``.
    """
    paths = [shapes / file for file in files]
    return [
        finding(
            result.severity,
            URIRef(result.focus),
            URIRef(result.path) if result.path else None,
            result.value,
            sorted(result.messages),
            graph,
            origins,
        )
        for result in engine.results(paths, data, syntax, asked)
        if applies(result.shape) and (about is None or result.focus in about)
    ]


Check = Callable[[], list[Finding]]


@dataclass
class Making:
    """What the layers of one build are made from."""

    sources: Sources
    shelf: Shelf
    ontology: Path
    shapes: Path
    unchecked: dict[str, Check] = field(default_factory=dict)
    """What makes the validation report of each layer that was made anew, by its name."""

    def checks(self) -> Callable[[], dict[str, list[Finding]]]:
        """Return what makes the reports that nobody has asked for so far, by name of the layer."""
        asked, self.unchecked = self.unchecked, {}
        return lambda: {name: check() for name, check in asked.items()}

    @functools.cached_property
    def terms_key(self) -> str:
        """Stands for the code, the ontology, the vocabularies and the shapes."""
        tables = self.ontology.glob("*.tsv")
        files = [*terms_files(self.ontology), *self.shapes.glob("*.ttl"), *tables]
        return key(tool(), file_key(files))

    @functools.cached_property
    def origins(self) -> Origins:
        """Return where in the records a statement was written."""
        return origins_of(self.sources)

    def check(
        self,
        files: Iterable[str],
        ntriples: bytes,
        graph: str,
        applies: Callable[[str], bool] = lambda shape: True,
    ) -> list[Finding]:
        """Return what some files of shapes find, with the lines of the records.

        ``applies`` says of the IRI of a shape whether it is asked.
        """
        return checked(self.shapes, files, ntriples, graph, self.origins, applies)

    def take(self, layer: Layer, make: Callable[[], tuple[bytes, Check]]) -> Layer:
        """Return the layer from the shelf, or made anew; then it is to be checked."""
        found = self.shelf.find(layer.name, layer.key)
        if found is not None:
            return found
        nquads, check = make()
        self.unchecked[layer.name] = check
        return self.shelf.add(layer, nquads.splitlines(keepends=True))


@dataclass(frozen=True)
class Registers:
    """What registers bring: layers, the judgements, and what they say of the documents' things.

    Here, and not with what makes them, so that a build that only finds them need not load that.
    """

    layers: list[Layer]
    shared: Layer | None = None
    checked: bool = True
    """Whether the layers have their validation report; else
    ``register_checks.check_registers`` makes it."""

    @property
    def all(self) -> list[Layer]:
        """Return the layers and, apart from what is merged, what registers say of shared things."""
        return [*self.layers, *([self.shared] if self.shared else [])]


def findings_of(layer: Layer) -> list[Finding]:
    """Return the validation report of a layer."""
    return [_finding(entry) for entry in layer.findings]


def _finding(entry: dict[str, Any]) -> Finding:
    origin = entry["origin"]
    return Finding(**{**entry, "origin": Origin(**origin) if origin else None})


def terms_layer(making: Making) -> Layer:
    """Return the ontology and the vocabularies."""
    layer = Layer(
        TERMS,
        Kind.VOCABULARIES,
        key("terms", making.terms_key),
        Evidence.NONE,
        source="ontology/",
        date=data_day(making.sources).isoformat(),
        licence=LICENCE,
        publisher=PUBLISHER,
    )
    return making.take(layer, lambda: (ontology_quads(making.ontology).nquads(), list))


def record_layers(making: Making) -> list[Layer]:
    """Return a layer for each record: the graph of its document and the graph of its claims."""
    return [_record_layer(making, record) for record in making.sources.records]


def _record_layer(making: Making, record: Record) -> Layer:
    curated = record.document == CURATION
    parts: list[str | bytes] = [making.terms_key, record.document]
    if record.path.is_file():
        parts.append(record.path.read_bytes())
    if curated:
        register = record.path.with_name(REGISTER_FILE)
        parts += [register.read_bytes()] if register.is_file() else []
        parts += told(making.sources)
    layer = Layer(
        "curation" if curated else record.document,
        Kind.CURATION if curated else Kind.DOCUMENT,
        key(*parts),
        Evidence.CLAIM,
        source=f"sources/{record.path.name}",
        date=record.obtained,
        licence=LICENCE,
        publisher=PUBLISHER,
    )

    def make() -> tuple[bytes, Check]:
        quads = record_quads(making.sources, record)
        return quads.nquads(), lambda: check(quads)

    def check(quads: Quads) -> list[Finding]:
        name = iris.document_graph(record.document)
        claims = URIRef(name + "/claims")
        findings = making.check(["claims.ttl"], quads.ntriples([claims]), "claims")
        own = consistent(quads, name).serialize(format="nt", encoding="utf-8")
        findings += making.check(["document.ttl"], own, name)
        found = layer_beside_shapes(Statements(quads.nquads()), Evidence.CLAIM, making.ontology)
        return [*findings, *placed(found, making.origins)]

    return making.take(layer, make)


def derived_layer(
    making: Making, terms: Layer, records: Iterable[Layer], shared: Layer | None = None
) -> Layer:
    """Return what follows from the records together, and what the shapes say of it.

    ``shared`` has what registers say of things that the records tell of too.
    """
    layers = [*records, *([shared] if shared else [])]
    layer = Layer(
        DERIVED,
        Kind.DERIVED,
        key(making.terms_key, terms.sha256, *(one.sha256 for one in layers)),
        Evidence.NONE,
        source="computed from the records",
        date=data_day(making.sources).isoformat(),
        licence=LICENCE,
        publisher=PUBLISHER,
    )

    def make() -> tuple[bytes, Check]:
        words = making.shelf.data(terms).read_bytes()
        quads = expand(making.sources, _in_conflicts(words), places=False)
        quads.parse(words)
        if shared is not None:
            before = set(quads.graphs)
            quads.parse(making.shelf.data(shared).read_bytes())
            quads.registers = set(quads.graphs) - before
        derive(quads, data_day(making.sources))
        return quads.nquads([iris.DERIVED_GRAPH]), lambda: check(quads)

    def check(quads: Quads) -> list[Finding]:
        background = [iris.ONTOLOGY_GRAPH, iris.VOCABULARY_GRAPH]
        every = quads.ntriples([*background, *sorted(quads.documents), iris.DERIVED_GRAPH])
        claims = [name for name in quads.graphs if name.endswith("/claims")]
        every += _kinds(quads.ntriples(claims))
        findings = making.check(TOGETHER, every, "all documents")
        found = together_beside_shapes(Statements(quads.nquads()), making.ontology)
        return [*findings, *placed(found, making.origins)]

    return making.take(layer, make)


def _kinds(ntriples: bytes) -> bytes:
    """Of some triples those that name a class: what is derived of claims needs theirs."""
    kind = f" <{RDF.type}> ".encode()
    return b"".join(line for line in ntriples.splitlines(keepends=True) if kind in line)


def _in_conflicts(terms: bytes) -> Callable[[Statement], bool]:
    """Return which statements can contradict others: only their claims are asked for here."""
    mark = f" <{EUCN.functionalInDocument}> ".encode()
    quads = Quads()
    quads.parse(b"".join(line for line in terms.splitlines(keepends=True) if mark in line))
    single = {*single_valued(quads), *BESIDE, EUCN.role}
    return lambda statement: statement.predicate in single
