"""What ``eucn load`` and ``eucn layers`` do: layers that stay from build to build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.assembly.assemble import Change, build
from graph.assembly.loading import loaded_layer
from graph.errors import CALL_WRONG, EucnError
from graph.store.errors import StoreMissing
from graph.store.layers import Layer, Shelf, layers_of
from graph.store.layout import read_manifest, version_folder
from graph.store.opening import is_address
from graph.tables import Table

Progress = Callable[[str], None]

DEFINITION = (
    "What the graph is made of: for each layer its kind, the number of its statements, the day it "
    "is of, the digest of what it was made from, and its licence."
)


LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "http://data.europa.eu/eli/dec/2011/833/oj": "Decision 2011/833/EU",
}
"""Short names of licences, for tables."""


class LayerError(EucnError):
    """A layer that is not there or cannot be taken out; the text says what to do."""

    exit_code = CALL_WRONG


def load_here(
    file: Path,
    store: Path,
    graph: str | None = None,
    licence: str = "",
    progress: Progress = lambda step: None,
) -> str:
    """Make a file a layer of the store at a path; says what was done.

    Raises CannotLoad, StoreProblem, and InvalidGraph where the file breaks our shapes.
    """

    def add(shelf: Shelf, others: list[Layer]) -> Layer:
        progress(f"reading {file}")
        return loaded_layer(shelf, file, others, graph, licence)

    made = build(store, progress=progress, change=Change(add=add, records=False))
    layer = next(one for one in made.layers if one.source == file.name and one.kept)
    return (
        f"{store}: layer {layer.name}, {layer.statements:,} statements; build {made.manifest.build}"
    )


def remove_layer(store: str, name: str, progress: Progress = lambda step: None) -> str:
    """Take a kept layer out of a store; says what was done. Raises LayerError."""
    known = _layers(store)
    found = next((layer for layer in known if layer.name == name), None)
    if found is None:
        names = ", ".join(layer.name for layer in known if layer.kept) or "none"
        raise LayerError(f"no layer '{name}'; those that can be taken out: {names}")
    if not found.kept:
        raise LayerError(
            f"the layer {name} ({found.source}) is made at every build and cannot be taken out"
        )
    made = build(Path(store), progress=progress, change=Change(remove=name, records=False))
    return f"{store}: layer {name} taken out; build {made.manifest.build}"


def layer_table(store: str) -> Table:
    """Return the layers of the store at a path, as ``eucn layers`` and the page of sources show
    them.
    """
    rows = [
        {
            "name": layer.name,
            "kind": layer.kind,
            "statements": layer.statements,
            "date": layer.date,
            "digest": layer.key[:12],
            "licence": LICENCES.get(layer.licence, layer.licence) or "not stated",
            "publisher": layer.publisher or "not stated",
            "evidence": layer.evidence,
            "source": layer.source,
            "kept": layer.kept,
            "warnings": len(layer.findings),
        }
        for layer in _layers(store)
    ]
    manifest = read_manifest(version_folder(Path(store)))
    columns = ("name", "kind", "statements", "date", "digest", "licence")
    return Table(manifest.moment.date().isoformat(), DEFINITION, rows, columns)


def _layers(store: str) -> list[Layer]:
    if is_address(store):
        raise LayerError(f"{store}: the layers of a store elsewhere are not known; name a path")
    path = Path(store)
    if not path.exists():
        raise StoreMissing(f"There is no store at {store}: run `eucn build` first.")
    return layers_of(read_manifest(version_folder(path)))
