"""The layers of an import, put into a store here or elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from graph.assembly.assemble import Change, build
from graph.assembly.registers import register_layer
from graph.registers.layers import RegisterLayer, register_layers
from graph.store.errors import StoreMissing
from graph.store.fill import load_file
from graph.store.layers import Layer, Shelf
from graph.store.opening import is_address

Progress = Callable[[str], None]


def check_store(store: str) -> None:
    """Say before anything is read that there is no store. Raises StoreMissing."""
    if not is_address(store) and not Path(store).exists():
        raise StoreMissing(f"There is no store at {store}: run `eucn build` first.")


def store_tables(store: str, folders: list[Path], progress: Progress, **where: Any) -> str:
    """Put the tables of some folders into a store; says what was done.

    Here each becomes a layer that later builds keep; elsewhere their graphs are written.
    Raises InvalidGraph where the shapes of registers refuse one, StoreProblem, StoreError.
    """
    day = date.today().isoformat()
    # The mapping tables come with the project, not with a download.
    layers = register_layers(day, folders)[1:]
    if is_address(store):
        return _elsewhere(store, layers, progress, **where)
    done = []
    for register in layers:
        progress(f"making the layer {register.name}")
        made = build(
            Path(store),
            progress=progress,
            change=Change(add=partial(_add, register, day), records=False),
        )
        layer = next(one for one in made.layers if one.name == register.name)
        done.append(
            f"{store}: layer {layer.name}, {layer.statements:,} statements; "
            f"build {made.manifest.build}"
        )
    return "\n".join(done)


def _add(register: RegisterLayer, day: str, shelf: Shelf, others: list[Layer]) -> Layer:
    return register_layer(shelf, register, day, kept=True)


def _elsewhere(store: str, layers: list[RegisterLayer], progress: Progress, **where: Any) -> str:
    with tempfile.TemporaryDirectory() as aside:
        file = Path(aside) / "registers.nq"
        with file.open("wb", buffering=1 << 20) as out:
            for register in layers:
                progress(f"making {register.name}")
                out.writelines(register.lines())
        return load_file(file, store, None, progress, beside=True, **where)
