"""The layers of an import, put into a store here or elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from graph.assembly.assemble import Change, build
from graph.registers.layers import RegisterLayer, register_layers
from graph.store.errors import StoreMissing
from graph.store.fill import load_file
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
    if is_address(store):
        # The mapping tables come with the project, not with a download.
        layers = register_layers(date.today().isoformat(), folders)[1:]
        return _elsewhere(store, layers, progress, **where)
    imports = {folder.name: folder for folder in folders}
    made = build(Path(store), progress=progress, change=Change(imports=imports))
    return "\n".join(
        f"{store}: layer {layer.name}, {layer.statements:,} statements; build {made.manifest.build}"
        for layer in made.layers
        if layer.name.partition("/")[2] in imports
    )


def _elsewhere(store: str, layers: list[RegisterLayer], progress: Progress, **where: Any) -> str:
    with tempfile.TemporaryDirectory() as aside:
        file = Path(aside) / "registers.nq"
        with file.open("wb", buffering=1 << 20) as out:
            for register in layers:
                progress(f"making {register.name}")
                out.writelines(register.lines())
        return load_file(file, store, None, progress, beside=True, **where)
