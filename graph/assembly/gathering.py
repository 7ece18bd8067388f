"""The layers a version is made of: those of records and registers, or those of the last version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from graph.assembly.graphs import data_day
from graph.assembly.layers import (
    Making,
    Registers,
    derived_layer,
    record_layers,
    terms_layer,
)
from graph.assembly.validate import ordered
from graph.processes import Begun, processors
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


@dataclass
class Made:
    """Layers, the day that the data is of (ISO 8601), and the ids of the documents."""

    layers: list[Layer]
    day: str
    documents: list[str]
    soon: list[Begun[Reports]] = field(default_factory=list)
    """Reports of records and of what is derived, which take about a second."""
    late: list[Begun[Reports]] = field(default_factory=list)
    """Reports of registers."""

    @property
    def unchecked(self) -> bool:
        """Return whether there are reports that are still being made."""
        return bool(self.soon or self.late)

    def check(self, shelf: Shelf, all_of_them: bool = False) -> None:
        """Wait for the reports that are made soon, or for all, and note them in the layers."""
        waited = [*self.soon, *(self.late if all_of_them else [])]
        self.soon, self.late = [], [] if all_of_them else self.late
        reports = {name: found for one in waited for name, found in one.result().items()}
        for place, layer in enumerate(self.layers):
            if layer.name in reports:
                found = [asdict(one) for one in ordered(reports[layer.name])]
                self.layers[place] = replace(layer, findings=found)
                shelf.note(self.layers[place])


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
    ahead: Callable[[list[Layer]], None],
) -> Made:
    """Return the layers of records and registers; ``extracts`` is whether the project's are taken.

    What runs beside this is ended with ``running``. ``ahead`` is given the layers that are there
    before those that follow from them, where there is something new.
    """
    progress("reading the records")
    sources = load_sources(begin.sources, begin.ontology)
    making = Making(sources, shelf, begin.ontology, begin.shapes)
    shelf.prepare()

    def registers() -> Registers:
        # Here, because what knows of registers and identity takes long to load: beside the records.
        from graph.assembly.registers import make_registers

        return make_registers(making, begin.sources, begin.imported, begin.kept, extracts)

    beside = running.enter_context(Begun(registers, "making the registers"))
    progress("making the layers of the records")
    terms = terms_layer(making)
    records = record_layers(making)
    soon = [running.enter_context(_checking(making))] if making.unchecked else []
    progress("making the registers")
    made = beside.result()
    late = []
    if not made.checked:
        from graph.assembly.register_checks import Check, check_registers

        # One processor writes the index meanwhile.
        check = partial(
            check_registers,
            Check.of(making, made.layers, records),
            processes=max(1, processors() - 1),
        )
        what = "validating the registers"
        late = [running.enter_context(Begun(check, what, fresh=True, behind=True))]
    if soon or late:
        ahead([terms, *records, *made.layers])
    progress("deriving what follows")
    derived = derived_layer(making, terms, records, made.shared)
    if making.unchecked:
        soon.append(running.enter_context(_checking(making)))
    documents = sorted(record.document for record in sources.records if record.file)
    layers = [terms, *records, *made.all, derived]
    return Made(layers, data_day(sources).isoformat(), documents, soon, late)


def _checking(making: Making) -> Begun[Reports]:
    """Validate what was made, in a process beside this one, which has it in memory already."""
    return Begun(making.checks(), "validating the layers", threads=True)


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
