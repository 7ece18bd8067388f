"""The layers of registers: rows as statements, one IRI for each thing, checked as records are.

Readers of registers know nothing of each other (``graph.registers``); who is who is judged apart
(``graph.identity``). Here the judgements are applied: the IRIs of what is judged the same become
one, the others lead to it. What a register says of a thing of the documents is handed to the
derivation of the documents (the *shared* layer), which then names and dates the thing once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from rdflib import OWL, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph.assembly.expand import told
from graph.assembly.graphs import data_day
from graph.assembly.layers import LICENCE, PUBLISHER, Making, Registers
from graph.assembly.quads import Quads
from graph.assembly.register_lines import RegisterLines, write_raw
from graph.errors import EucnError
from graph.identity.canonical import Identity, canonical, doubtful
from graph.identity.imported import imported_files, with_imported
from graph.identity.judgements import Judgement
from graph.identity.rdf import JUDGEMENTS_GRAPH
from graph.identity.rdf import quads as judgement_quads
from graph.iris import EUCN
from graph.processes import processors, side_by_side
from graph.registers.layers import RegisterLayer, register_layers
from graph.store.layers import Evidence, Kind, Layer, file_key, key

JUDGEMENTS = "judgements"
SHARED = "shared"
IDENTITY = "identity"
REGISTERS = "registers"


class BadRegister(EucnError):
    """A table or declaration of a register that is broken; the text names file and line."""


def make_registers(
    making: Making,
    sources: Path,
    imported: dict[str, Path],
    kept: Path,
    extracts: bool,
) -> Registers:
    """Make the layers of the registers in ``sources/registers`` and of imported ones.

    They are made without the layers of the records, and checked apart, so that a build can do
    several of these at a time.

    ``imported`` names folders of tables by data set; they take the place of the project's own.
    ``kept`` is where the judgements on what was imported are; ``extracts`` says whether the
    project's own extracts are taken.
    Raises BadRegister, and Contradiction where judgements cannot all hold.
    """
    folder = sources / REGISTERS
    own = folder.glob("*/declaration.toml") if extracts else ()
    folders = {path.parent.name: path.parent for path in own} | imported
    if not folders:
        return Registers([])
    day = data_day(making.sources).isoformat()
    try:
        found = register_layers(day, [folders[name] for name in sorted(folders)])
    except ValueError as error:
        raise BadRegister(str(error)) from error
    judged = sorted([*(sources / IDENTITY).glob("*.csv"), *imported_files(kept)])
    ours = told(making.sources)
    inputs = sorted({path for one in found for path in one.inputs})
    stamp = key(making.terms_key, day, file_key(inputs), file_key(judged), *ours)
    names = [one.name for one in found]
    plans = [_layer(one, stamp) for one in found]
    plans += [_own(JUDGEMENTS, Kind.JUDGEMENTS, stamp, day), _own(SHARED, Kind.DERIVED, stamp, day)]
    made = [making.shelf.find(plan.name, plan.key) for plan in plans]
    there = all(one is not None for one in made)
    if not there:
        made = list(_make(making, found, plans, sources / IDENTITY, kept, set(ours)))
    layers = [one for one in made if one is not None]
    assert len(layers) == len(names) + 2
    return Registers(layers[:-1], layers[-1], checked=there)


def _layer(made: RegisterLayer, stamp: str) -> Layer:
    return Layer(
        made.name,
        Kind.REGISTER,
        key(made.name, stamp),
        Evidence.ROW,
        source=made.source,
        date=made.date,
        licence=made.licence,
        publisher=made.publisher,
    )


def _own(name: str, kind: Kind, stamp: str, day: str) -> Layer:
    return Layer(
        name,
        kind,
        key(name, stamp),
        Evidence.NONE,
        source="sources/identity/",
        date=day,
        licence=LICENCE,
        publisher=PUBLISHER,
        merged=name != SHARED,
    )


def _make(
    making: Making,
    found: list[RegisterLayer],
    plans: list[Layer],
    judged: Path,
    kept: Path,
    ours: set[str],
) -> Iterator[Layer]:
    with making.shelf.room() as room:
        known = set(ours)
        raws: list[list[Path]] = []
        try:
            for number, one in enumerate(found):
                shares = one.shares(processors())
                raws.append([room / f"{number}.raw{n}" for n in range(len(shares))])
                runs = [partial(write_raw, *each) for each in zip(shares, raws[-1], strict=True)]
                for ids in side_by_side(runs, "making the registers"):
                    known |= ids
                del shares, runs  # a whole register takes hundreds of megabytes
        except ValueError as error:
            raise BadRegister(str(error)) from error
        judgements = with_imported(judged, kept)
        identity = canonical(judgements, only=known)
        lines = RegisterLines(identity, ours, making.ontology)
        for one, parts in zip(found, raws, strict=True):
            lines.add(one.name, parts)
        targets = [room / f"{number}.nq" for number in range(len(found))]
        *files, slices = lines.write(targets, room / "shared.nq")
        for plan, some in zip(plans[:-2], files, strict=True):
            yield _shelved(making, plan, some)
        yield making.shelf.add(plans[-2], _judgement_lines(judgements, identity, known))
        yield _shelved(making, plans[-1], slices)


def _shelved(making: Making, plan: Layer, files: list[Path]) -> Layer:
    return making.shelf.add(plan, _lines(files), in_order=True)


def _lines(files: list[Path]) -> Iterator[bytes]:
    for path in files:
        with path.open("rb", buffering=1 << 20) as lines:
            yield from lines


def _judgement_lines(
    judgements: list[Judgement], identity: Identity, known: set[str]
) -> list[bytes]:
    """Return the judgements, where replaced IRIs lead, what is part of what, and what may be one.

    ``known`` are the ids that the graph has.
    """
    quads = Quads()
    for subject, predicate, value, graph in judgement_quads(judgements):
        quads.add(subject, predicate, value, graph)
    derived = URIRef(f"{JUDGEMENTS_GRAPH}/derived")
    for old, new in identity.iris().items():
        quads.add(old, OWL.deprecated, Literal("true", datatype=XSD.boolean), derived)
        quads.add(old, DCTERMS.isReplacedBy, new, derived)
    for part, whole in identity.part_iris():
        if part != whole:
            quads.add(part, EUCN.partOf, whole, derived)
    for one, other in doubtful(judgements, identity, known):
        quads.add(one, EUCN.possiblySameAs, other, derived)
        quads.add(other, EUCN.possiblySameAs, one, derived)
    return quads.nquads().splitlines(keepends=True)
