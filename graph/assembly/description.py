"""What the dataset says of itself, as a layer: statistics, example queries, prefixes.

Beside its statements the layer keeps the tally that its statistics come from, so that the next
build need only count what changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import RDFS, Literal

from graph import iris
from graph.assembly.layers import LICENCE, PUBLISHER, tool
from graph.assembly.quads import Quads
from graph.iris import WELL_KNOWN
from graph.paths import ONTOLOGY, QUERIES
from graph.processes import Begun
from graph.store.engines import on_disk
from graph.store.index import difference
from graph.store.layers import Evidence, Kind, Layer, Shelf, file_key, key
from graph.tally import MANY, Statements, Tally, brought_up_to_date
from graph.wellknown import AS_BEFORE, VOID_GRAPH, beside_statistics, statistics_lines

if TYPE_CHECKING:
    from graph.counting import Reading

DESCRIPTION = "description"
_TALLY = "tally.json"
_EXAMPLES = "examples"


@dataclass(frozen=True)
class Version:
    """Layers, and an index that holds them."""

    layers: Sequence[Layer]
    index: Path
    as_before: bool = False
    """Whether the analysis is the one of the build before."""


def description_plan(layers: Sequence[Layer], day: str, as_before: bool = False) -> Layer:
    """Return the layer that ``description_layer`` makes, with its key and without its statements.

    ``day`` is the day the data is of; ``as_before`` says that the analysis is of the build before.
    """
    examples = key(tool(), file_key([*QUERIES.glob("*.ttl"), ONTOLOGY / "prefixes.ttl"]))
    return Layer(
        DESCRIPTION,
        Kind.ANALYSIS,
        _key(examples, layers, as_before),
        Evidence.NONE,
        source="computed from all layers",
        date=day,
        licence=LICENCE,
        publisher=PUBLISHER,
        read={_EXAMPLES: examples},
    )


@dataclass(frozen=True)
class Read:
    """Layers that were read, to be counted when the others are there."""

    reading: Reading
    names: frozenset[str]


def counting(shelf: Shelf, layers: Sequence[Layer], before: Version | None) -> Begun[Tally] | None:
    """Count all statements, in a process beside this one, where ``description_layer`` would.

    None where it is known only then whether all has to be counted.
    """
    if before is not None and not _far(before.layers, layers):
        return None
    count = partial(_counted, shelf, _told(layers))
    return Begun(count, "describing the dataset", behind=True)


def reading(shelf: Shelf, layers: Sequence[Layer]) -> Begun[Read]:
    """Read layers, in a process beside this one, while others are made: most of the counting."""
    return Begun(partial(_read, shelf, _told(layers)), "describing the dataset", behind=True)


def description_layer(
    shelf: Shelf,
    plan: Layer,
    now: Version,
    before: Version | None = None,
    counted: Begun[Tally] | Begun[Read] | None = None,
) -> Layer:
    """Return the layer that describes all others.

    ``before`` is the last version, of which the shelf may still have all that was counted;
    ``counted`` what ``counting`` or ``reading`` returned.
    """
    last = next((one for one in before.layers if one.name == DESCRIPTION), None) if before else None
    found = counted.result() if counted else None
    tally = _rest_counted(shelf, now.layers, found) if isinstance(found, Read) else found
    if tally is None and before is not None and last is not None:
        tally = _moved(shelf, last, before, now)
    if tally is None:
        tally = _counted(shelf, _told(now.layers))
    end = b" <%s> .\n" % str(VOID_GRAPH).encode()
    lines = [line[:-3] + end for line in statistics_lines(tally)]
    quads = Quads()
    if now.as_before:
        for language, text in AS_BEFORE.items():
            comment = Literal(text, lang=language)
            quads.add(iris.ANALYSIS_GRAPH, RDFS.comment, comment, VOID_GRAPH)
    if last is not None and last.read == plan.read and shelf.data(last).is_file():
        with shelf.data(last).open("rb") as before_lines:
            lines += [line for line in before_lines if not line.endswith(end)]
    else:
        for name, graph in beside_statistics().items():
            quads.add_graph(graph, name)
    made = shelf.add(plan, [*lines, *quads.nquads().splitlines(keepends=True)])
    (shelf.data(made).parent / _TALLY).write_bytes(tally.dumps())
    return made


_FAR = 100 * MANY
"""From so many statements more or less on it is plain that more things changed than can be told."""


def _key(examples: str, layers: Sequence[Layer], as_before: bool) -> str:
    return key(examples, _stamp(layers), "as before" if as_before else "")


def _told(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers whose statements are described."""
    return [one for one in layers if one.merged and one.name != DESCRIPTION]


def _stamp(layers: Sequence[Layer]) -> str:
    """Stands for the statements that are described, and the code that counts them."""
    told = sorted(_told(layers), key=lambda one: one.name)
    return key(tool(), *(one.sha256 for one in told))


def _counted(shelf: Shelf, layers: Sequence[Layer]) -> Tally:
    """Count all statements."""
    return _read(shelf, layers).reading.counted().tally()


def _read(shelf: Shelf, layers: Sequence[Layer]) -> Read:
    """Read all statements."""
    from graph.counting import Reading  # here, because numpy takes long to load

    read = Read(Reading(), frozenset(one.name for one in layers))
    read.reading.take(_lines(shelf, layers))
    return read


def _rest_counted(shelf: Shelf, layers: Sequence[Layer], read: Read) -> Tally:
    """Read those of some layers that were not read, and count all."""
    rest = [one for one in _told(layers) if one.name not in read.names]
    read.reading.take(_lines(shelf, rest))
    return read.reading.counted().tally()


def _lines(shelf: Shelf, layers: Sequence[Layer]) -> Iterator[bytes]:
    for one in layers:
        with shelf.data(one).open("rb") as data:
            yield from data


def _far(before: Sequence[Layer], now: Sequence[Layer]) -> bool:
    """Return whether far more changed than can be counted change by change."""
    old, new = ({one.name: one.statements for one in _told(layers)} for layers in (before, now))
    return sum(abs(old.get(n, 0) - new.get(n, 0)) for n in old.keys() | new) > _FAR


def _moved(shelf: Shelf, last: Layer, before: Version, now: Version) -> Tally | None:
    """Return the tally from that of the last description; None where it is not there, or of
    another version, or where too much changed.
    """
    old = {one.name: one for one in _told(before.layers)}
    new = {one.name: one for one in _told(now.layers)}
    files = {one.sha256: shelf.data(one) for one in [*old.values(), *new.values()]}
    try:
        if last.key != _key(last.read[_EXAMPLES], before.layers, before.as_before):
            return None
        if _far(before.layers, now.layers):
            return None
        tally = Tally.loads((shelf.data(last).parent / _TALLY).read_bytes())
        changed: list[bytes] = []
        for name in sorted(old.keys() | new.keys()):
            one, other = (layers[name].sha256 if name in layers else "" for layers in (old, new))
            if one != other:
                gone, come = difference(files.get(one), files.get(other))
                changed += [*gone, *come]
        with (
            Statements(
                [files[one.sha256] for one in old.values()], on_disk(before.index).named
            ) as left,
            Statements(
                [files[one.sha256] for one in new.values()], on_disk(now.index).named
            ) as right,
        ):
            moved = brought_up_to_date(tally, left, right, changed)
    except (OSError, ValueError, KeyError):
        return None
    if moved is not None:
        moved.graphs.clear()
        for layer in _told(now.layers):
            for graph, count in layer.graphs.items():
                if not graph.startswith(WELL_KNOWN):
                    moved.graphs[f"<{graph}>".encode()] += count
    return moved
