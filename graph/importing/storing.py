"""The layers of an import, put into a store here or elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.assembly.assemble import Change, InvalidGraph, build
from graph.assembly.gathering import imported_tables
from graph.assembly.layers import Making, record_layers
from graph.assembly.register_checks import Check, check_registers
from graph.assembly.registers import JUDGEMENTS, make_registers
from graph.assembly.validate import ordered
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.processes import processors
from graph.records.load import load_sources
from graph.registers.declaration import declarations
from graph.registers.mapping_quads import DATASET as MAPPINGS
from graph.store.errors import StoreMissing
from graph.store.fill import load_file
from graph.store.layers import Layer, Shelf, layers_of
from graph.store.opening import is_address
from graph.store.versions import current

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tables:
    """What is imported: the folders of the tables, and of the judgements on who is in them."""

    folders: list[Path]
    judged: Path

    @property
    def by_dataset(self) -> dict[str, Path]:
        """Return the folders by data set."""
        return {folder.name: folder for folder in self.folders}


def check_store(store: str) -> None:
    """Say before anything is read that there is no store. Raises StoreMissing."""
    if not is_address(store) and not Path(store).exists():
        raise StoreMissing(f"There is no store at {store}: run `eucn build` first.")


def store_tables(store: str, tables: Tables, progress: Progress, **where: Any) -> str:
    """Put the tables of some folders into a store; says what was done.

    Here each becomes a layer that later builds keep, beside the registers that the store has;
    elsewhere their graphs are written. Raises InvalidGraph where the shapes of registers refuse
    one, StoreProblem, StoreError.
    """
    if is_address(store):
        return _elsewhere(store, tables, progress, **where)
    imports = tables.by_dataset
    change = Change(imports=imports, judged=tables.judged, registers=_has_extracts(Path(store)))
    made = build(Path(store), progress=progress, change=change)
    return "\n".join(
        f"{store}: layer {layer.name}, {layer.statements:,} statements; build {made.manifest.build}"
        for layer in made.layers
        if layer.name.partition("/")[2] in imports
    )


def _has_extracts(store: Path) -> bool:
    """Return whether a store was built with the registers that the project carries."""
    before = current(store)
    there = {layer.name for layer in layers_of(before[1])} if before else set()
    imported = imported_tables(store)
    return any(
        f"register/{dataset}" in there and dataset not in imported for dataset in declarations()
    )


def _elsewhere(store: str, tables: Tables, progress: Progress, **where: Any) -> str:
    """Make the layers as a build does, with the IRIs of who is who, and write their graphs."""
    with tempfile.TemporaryDirectory() as aside:
        with closing(Shelf(Path(aside))) as shelf:
            progress("making the registers")
            making = Making(load_sources(), shelf, ONTOLOGY, SHAPES)
            made = make_registers(making, SOURCES, tables.by_dataset, tables.judged, extracts=True)
            wanted = [layer for layer in made.layers if _is_of(layer, tables)]
            progress("validating the registers")
            check = Check.of(making, made.layers, record_layers(making))
            findings = check_registers(check, processes=processors())
            found = ordered(one for report in findings.values() for one in report)
            if any(one.severity == "Violation" for one in found):
                raise InvalidGraph(found)
            file = Path(aside) / "registers.nq"
            with file.open("wb", buffering=1 << 20) as out:
                for layer in wanted:
                    with shelf.data(layer).open("rb", buffering=1 << 20) as lines:
                        out.writelines(lines)
        return load_file(file, store, None, progress, beside=True, **where)


def _is_of(layer: Layer, tables: Tables) -> bool:
    """Return whether a layer is imported, or is what all registers lean on."""
    dataset = layer.name.partition("/")[2]
    return layer.name == JUDGEMENTS or dataset in {MAPPINGS, *tables.by_dataset}
