"""What the dataset says of itself, as a layer: statistics, example queries, prefixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.assembly.layers import LICENCE, PUBLISHER, tool
from graph.assembly.quads import Quads
from graph.paths import ONTOLOGY, QUERIES
from graph.store.layers import Evidence, Kind, Layer, Shelf, file_key, key
from graph.wellknown import described

DESCRIPTION = "description"


def description_layer(shelf: Shelf, layers: Sequence[Layer], day: str) -> Layer:
    """Return the layer that describes all others; ``day`` is the day the data is of."""
    told = [one for one in layers if one.merged]
    files = file_key([*QUERIES.glob("*.ttl"), ONTOLOGY / "prefixes.ttl"])
    layer = Layer(
        DESCRIPTION,
        Kind.ANALYSIS,
        key(tool(), files, *(one.sha256 for one in told)),
        Evidence.NONE,
        source="computed from all layers",
        date=day,
        licence=LICENCE,
        publisher=PUBLISHER,
    )
    found = shelf.find(layer.name, layer.key)
    if found is not None:
        return found

    def lines() -> Iterator[bytes]:
        for one in told:
            with shelf.data(one).open("rb") as data:
                yield from data

    quads = Quads()
    for name, graph in described(lines()).items():
        quads.add_graph(graph, name)
    return shelf.add(layer, quads.nquads().splitlines(keepends=True))
