"""The layers a version is made of: those of records and registers, or those of the last version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from graph.assembly.graphs import data_day
from graph.assembly.layers import Making, derived_layer, record_layers, terms_layer
from graph.assembly.register_checks import Check, check_registers
from graph.assembly.registers import Registers, make_registers
from graph.assembly.validate import ordered
from graph.processes import Begun
from graph.records.load import load_sources
from graph.registers.kept import kept_folder
from graph.store.layers import Kind, Layer, Shelf, layers_of
from graph.store.reserving import StoreProblem
from graph.store.versions import current
from graph.validation.finding import Finding

Reports = dict[str, list[Finding]]
"""Validation reports by name of a layer."""


@dataclass(frozen=True)
class Beginning:
    """What a build reads: folders of records, ontology and shapes, and tables of registers."""

    sources: Path
    ontology: Path
    shapes: Path
    imported: dict[str, Path]
    """Folders of imported tables by data set."""
    kept: Path
    """Where the judgements on what was imported are."""


@dataclass(frozen=True)
class Made:
    """Layers, the day that the data is of (ISO 8601), and the ids of the documents."""

    layers: list[Layer]
    day: str
    documents: list[str]
    reports: Begun[Reports] | None = None
    """Reports that are still being made."""

    def reported(self, shelf: Shelf, layers: Sequence[Layer]) -> list[Layer]:
        """Return the layers with the reports that were still being made."""
        if self.reports is None:
            return list(layers)
        reports = self.reports.result()
        result = []
        for layer in layers:
            if layer.name in reports:
                found = [asdict(one) for one in ordered(reports[layer.name])]
                layer = replace(layer, findings=found)
                shelf.note(layer)
            result.append(layer)
        return result


def imported_tables(store: Path) -> dict[str, Path]:
    """Return the folders of imported tables beside a store, by data set."""
    found = kept_folder(str(store)).glob("*/declaration.toml")
    return {path.parent.name: path.parent for path in found if path.parent.name[0] != "."}


def gathered(
    shelf: Shelf,
    begin: Beginning,
    extracts: bool,
    running: ExitStack,
    progress: Callable[[str], None],
) -> Made:
    """Return the layers of records and registers; ``extracts`` is whether the project's are taken.

    What runs beside this is ended with ``running``.
    """
    progress("reading the records")
    sources = load_sources(begin.sources, begin.ontology)
    making = Making(sources, shelf, begin.ontology, begin.shapes)
    shelf.prepare()

    def registers() -> Registers:
        return make_registers(making, begin.sources, begin.imported, begin.kept, extracts)

    beside = running.enter_context(Begun(registers, "making the registers"))
    progress("making and validating the layers")
    terms = terms_layer(making)
    records = record_layers(making)
    progress("making the registers")
    made = beside.result()
    reports = None
    if not made.checked:
        check = partial(check_registers, Check.of(making, made.layers, records))
        reports = running.enter_context(Begun(check, "validating the registers", fresh=True))
    progress("deriving what follows")
    derived = derived_layer(making, terms, records, made.shared)
    documents = sorted(record.document for record in sources.records if record.file)
    layers = [terms, *records, *made.all, derived]
    return Made(layers, data_day(sources).isoformat(), documents, reports)


def as_they_were(store: Path) -> Made:
    """Return the layers of the version before; of none where there is no store yet."""
    before = current(store)
    if before is None:
        return Made([], datetime.now(UTC).date().isoformat(), [])
    manifest = before[1]
    layers = [one for one in layers_of(manifest) if one.kind != Kind.ANALYSIS and not one.kept]
    if manifest.quads and not manifest.layers:
        raise StoreProblem(
            f"the store {store} does not say which layers it is made of; make it anew: "
            f"eucn build --store {store}"
        )
    return Made(layers, manifest.built, manifest.documents)
