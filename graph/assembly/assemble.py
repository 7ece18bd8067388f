"""The whole build: layers made, merged and checked, then swapped in when all of it is valid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.assembly.analysis import ANALYSIS, analysis_layer
from graph.assembly.description import DESCRIPTION, description_layer
from graph.assembly.graphs import all_quads, data_day
from graph.assembly.layers import (
    Making,
    derived_layer,
    findings_of,
    record_layers,
    terms_layer,
)
from graph.assembly.quads import Quads
from graph.assembly.registers import make_registers
from graph.assembly.validate import Report, ordered, validate
from graph.errors import EucnError
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.records.load import Sources, load_sources
from graph.registers.kept import kept_folder
from graph.store.layers import Kind, Layer, Shelf, layers_of
from graph.store.layout import Manifest
from graph.store.reserving import StoreProblem, refused, reserved
from graph.store.versions import Draft, Part, current
from graph.validation.finding import Finding

Progress = Callable[[str], None]


class InvalidGraph(EucnError):
    """The graph violates the shapes; ``findings`` say where. Nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        broken = [str(one) for one in findings if one.severity == "Violation"]
        rest = len(findings) - len(broken)
        super().__init__("\n".join([*broken, f"and {rest} warnings" * bool(rest)]).strip())


@dataclass
class Prepared:
    """The graph of some records in memory, and what validation says of it."""

    sources: Sources
    quads: Quads
    report: Report


@dataclass
class Built:
    """What a build made: its layers, and what validation says of them."""

    manifest: Manifest
    layers: list[Layer]
    findings: list[Finding]

    @property
    def documents(self) -> list[str]:
        """Return ids of the documents, sorted; the curation is none."""
        return self.manifest.documents


class LayersOverlap(EucnError):
    """Two layers bring the same graph; the text says which and what to do."""


@dataclass
class Change:
    """What a build is to do beside making the layers of the records anew."""

    add: Callable[[Shelf, list[Layer]], Layer] | None = None
    """Makes one more layer beside the others, which later builds keep; one of its name goes."""
    remove: str = ""
    """The name of a kept layer to leave out."""
    imports: dict[str, Path] = field(default_factory=dict)
    """Folders of tables by data set of a register, in place of those kept beside the store."""
    registers: bool = False
    """Whether the extracts of registers that the project carries are taken in."""
    records: bool = True
    """Whether the records are read; else the layers of the last build stay as they are."""


def prepare(
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Progress = lambda step: None,
) -> Prepared:
    """Read, expand, derive and validate with pySHACL, which judges.

    Raises RecordError for problems in the records.
    """
    progress("reading the records")
    sources = load_sources(folder, ontology)
    progress("making the graph")
    quads = all_quads(sources, ontology)
    progress("validating")
    return Prepared(sources, quads, validate(quads, sources, shapes))


def build(
    store: Path,
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Progress = lambda step: None,
    change: Change | None = None,
) -> Built:
    """Build the store at ``store`` of all layers that there are; only what changed is made anew.

    Raises StoreProblem at once where the place cannot be written, RecordError or InvalidGraph
    before anything is written; the store that was there stays in every such case.
    """
    change = change or Change()
    with reserved(store) as versions:
        shelf = Shelf(versions)
        try:
            with refused(store):
                if change.records:
                    imported = {**imported_tables(store), **change.imports}
                    kept = kept_folder(str(store))
                    made = _records(
                        shelf, folder, ontology, shapes, imported, kept, change.registers, progress
                    )
                else:
                    made = _as_they_were(store)
                layers = _kept(store, made, change)
                if change.add is not None:
                    added = change.add(shelf, layers)
                    layers = [*(one for one in layers if one.name != added.name), added]
            _apart(layers)
            findings = ordered(finding for layer in layers for finding in findings_of(layer))
            if any(finding.severity == "Violation" for finding in findings):
                raise InvalidGraph(findings)
            made = replace(made, layers=layers)
            return _write(store, shelf, made, findings, progress)
        finally:
            shelf.close()


def imported_tables(store: Path) -> dict[str, Path]:
    """Return the folders of imported tables beside a store, by data set."""
    found = kept_folder(str(store)).glob("*/declaration.toml")
    return {path.parent.name: path.parent for path in found if path.parent.name[0] != "."}


@dataclass(frozen=True)
class _Made:
    """Layers, the day that the data is of (ISO 8601), and the ids of the documents."""

    layers: list[Layer]
    day: str
    documents: list[str]


def _records(
    shelf: Shelf,
    folder: Path,
    ontology: Path,
    shapes: Path,
    imported: dict[str, Path],
    kept: Path,
    extracts: bool,
    progress: Progress,
) -> _Made:
    progress("reading the records")
    sources = load_sources(folder, ontology)
    making = Making(sources, shelf, ontology, shapes)
    progress("making and validating the layers")
    terms = terms_layer(making)
    records = record_layers(making)
    progress("making and validating the registers")
    registers = make_registers(making, folder, records, imported, kept, extracts)
    progress("deriving what follows")
    derived = derived_layer(making, terms, records, registers.shared)
    documents = sorted(record.document for record in sources.records if record.file)
    layers = [terms, *records, *registers.all, derived]
    return _Made(layers, data_day(sources).isoformat(), documents)


def _as_they_were(store: Path) -> _Made:
    """Return the layers of the version before; of none where there is no store yet."""
    before = current(store)
    if before is None:
        return _Made([], datetime.now(UTC).date().isoformat(), [])
    manifest = before[1]
    layers = [one for one in layers_of(manifest) if one.kind != Kind.ANALYSIS and not one.kept]
    if manifest.quads and not manifest.layers:
        raise StoreProblem(
            f"the store {store} does not say which layers it is made of; make it anew: "
            f"eucn build --store {store}"
        )
    return _Made(layers, manifest.built, manifest.documents)


def _kept(store: Path, made: _Made, change: Change) -> list[Layer]:
    """Return what was made and the layers that stay from build to build, by name; kept ones win."""
    before = current(store)
    kept = [layer for layer in (layers_of(before[1]) if before else []) if layer.kept]
    layers = {layer.name: layer for layer in [*made.layers, *kept] if layer.name != change.remove}
    return [layers[name] for name in sorted(layers)]


def _apart(layers: Sequence[Layer]) -> None:
    owners: dict[str, Layer] = {}
    for layer in layers:
        for name in layer.graphs if layer.merged else ():
            other = owners.setdefault(name, layer)
            if other is not layer:
                kept = layer if layer.kept else other
                raise LayersOverlap(
                    f"the graph <{name}> is brought by the layers {other.name} and {layer.name}; "
                    f"take one out: eucn layers remove {kept.name}"
                )


def _write(
    store: Path, shelf: Shelf, made: _Made, findings: list[Finding], progress: Progress
) -> Built:
    layers = sorted(made.layers, key=lambda layer: layer.name)
    parts = [Part(shelf.data(layer), layer) for layer in layers]
    with Draft(store) as draft:
        progress("writing the index")
        draft.write(parts, later=[ANALYSIS, DESCRIPTION])
        progress("analysing the network")
        with refused(store):
            before = current(store)
            last = layers_of(before[1]) if before else []
            analysis = analysis_layer(shelf, draft.index, made.day, layers, last)
        draft.add(Part(shelf.data(analysis), analysis))
        with refused(store):
            described = description_layer(shelf, [*layers, analysis], made.day)
        draft.add(Part(shelf.data(described), described))
        progress("writing the store")
        manifest = draft.swap_in(made.day, made.documents, shelf)
    return Built(manifest, [*layers, analysis, described], findings)
