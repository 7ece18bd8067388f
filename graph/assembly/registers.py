"""The layers of registers: rows as statements, one IRI for each thing, checked as records are.

Readers of registers know nothing of each other (``graph.registers``); who is who is judged apart
(``graph.identity``). Here the judgements are applied: the IRIs of what is judged the same become
one, the others lead to it. What a register says of a thing of the documents is handed to the
derivation of the documents (the *shared* layer), which then names and dates the thing once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.expand import told
from graph.assembly.graphs import data_day, ontology_quads
from graph.assembly.layers import LICENCE, PUBLISHER, Making, checked
from graph.assembly.quads import Quads
from graph.assembly.views import beside, view_lines
from graph.errors import EucnError
from graph.identity.canonical import Identity, canonical
from graph.identity.imported import with_imported
from graph.identity.judgements import Judgement
from graph.identity.rdf import JUDGEMENTS_GRAPH
from graph.identity.rdf import quads as judgement_quads
from graph.iris import EUCN
from graph.registers.layers import RegisterLayer, register_layers
from graph.store.layers import Evidence, Kind, Layer, file_key, key
from graph.validation.check import layer_beside_shapes
from graph.validation.finding import Finding
from graph.validation.statements import Statements

JUDGEMENTS = "judgements"
SHARED = "shared"
IDENTITY = "identity"
REGISTERS = "registers"

_ID = re.compile(rb"<https://w3id\.org/eucn/id/((?:organization|project)/[a-z0-9-]+)>")
_ENTITY = re.compile(rb"^<https://w3id\.org/eucn/id/([a-z-]+/[a-z0-9-]+)> ")
_ONCE = tuple(
    f"<{term}>".encode()
    for term in (
        SKOS.prefLabel,
        SKOS.altLabel,
        RDFS.label,
        EUCN.side,
        EUCN.earliestStart,
        EUCN.latestStart,
        EUCN.earliestEnd,
        EUCN.latestEnd,
        EUCN.currentStatus,
    )
)
"""What a thing has derived once, over all that is said of it."""
_PREF, _ALT, _LABEL = _ONCE[:3]
_NAMES = {_PREF, _ALT, f"<{EUCN.acronym}>".encode(), f"<{EUCN.name}>".encode()}
_ANY_NAME = f"<{EUCN.anyName}>".encode()
_PLAIN = re.compile(rb'"(?:[^"\\]|\\.)*"')


class BadRegister(EucnError):
    """A table or declaration of a register that is broken; the text names file and line."""


@dataclass(frozen=True)
class Registers:
    """What registers bring: layers, the judgements, and what they say of the documents' things."""

    layers: list[Layer]
    shared: Layer | None = None
    checked: bool = True
    """Whether the layers have their validation report; else ``check_registers`` makes it."""

    @property
    def all(self) -> list[Layer]:
        """Return the layers and, apart from what is merged, what registers say of shared things."""
        return [*self.layers, *([self.shared] if self.shared else [])]


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
    judged = sorted([*(sources / IDENTITY).glob("*.csv"), *kept.glob("machine-*.csv")])
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
    try:
        lines = {one.name: list(one.lines()) for one in found}
    except ValueError as error:
        raise BadRegister(str(error)) from error
    known = ours | {
        name.decode() for group in lines.values() for line in group for name in _ID.findall(line)
    }
    judgements = with_imported(judged, kept)
    identity = canonical(judgements, only=known)
    lines = {name: list(_renamed(group, identity)) for name, group in lines.items()}
    shared = _subjects(lines) & ours
    names = _chosen_labels(lines)
    slices: list[bytes] = []
    for name, group in lines.items():
        lines[name] = list(_apart(group, shared, names, slices))
    for group in lines.values():
        group += list(_any_names(group, shared))
    _add_views(making.ontology, lines, shared, slices)
    for plan in plans[:-2]:
        yield making.shelf.add(plan, lines[plan.name])
    yield making.shelf.add(plans[-2], _judgement_lines(judgements, identity))
    yield making.shelf.add(plans[-1], slices)


def _any_names(lines: list[bytes], shared: set[str]) -> Iterator[bytes]:
    """Yield every name of what registers alone describe once more, without its language.

    Those of shared things are told with the documents.
    """
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        found = _ENTITY.match(line)
        if predicate not in _NAMES or found is None or found[1].decode() in shared:
            continue
        value, _, graph = rest.rpartition(b" <")
        name = _PLAIN.match(value)
        if name:
            of = beside(graph.removesuffix(b"> .\n"))
            yield b" ".join((subject, _ANY_NAME, name[0], b"<%s> .\n" % of))


def _add_views(
    ontology: Path, lines: dict[str, list[bytes]], shared: set[str], slices: list[bytes]
) -> None:
    """Add what the registers say in the terms of other vocabularies.

    That a thing of the documents takes part in a project goes to ``slices`` too: its name is told
    with the documents.
    """
    elsewhere = frozenset(f"<{iris.resource(name)}>".encode() for name in shared)
    owners = {line[line.rfind(b" <") + 2 : -4]: name for name in lines for line in lines[name]}
    made = list(view_lines(chain(*lines.values()), beside, elsewhere, ontology))
    for line in made:
        graph = line[line.rfind(b" <") + 2 : -4]
        lines[owners.get(graph) or owners[graph.removesuffix(b"/derived")]].append(line)
        if line.split(b" ", 2)[1] == _TYPE and line[: line.index(b" ")] in elsewhere:
            slices.append(line)


_TYPE = f"<{RDF.type}>".encode()


def _subjects(lines: dict[str, list[bytes]]) -> set[str]:
    found = {
        match[1] for group in lines.values() for line in group if (match := _ENTITY.match(line))
    }
    return {name.decode() for name in found}


def _renamed(lines: Iterable[bytes], identity: Identity) -> Iterator[bytes]:
    """Yield the lines with the canonical IRI of each thing."""
    new = {
        old.encode(): f"<{iris.ID}{canonical_id}>".encode()
        for old, canonical_id in identity.replaced.items()
    }

    def one(found: re.Match[bytes]) -> bytes:
        return new.get(found[1], found[0])

    for line in lines:
        yield _ID.sub(one, line)


def _chosen_labels(lines: dict[str, list[bytes]]) -> dict[tuple[bytes, bytes], bytes]:
    """Choose the preferred label of each thing in a language: that of ROR, else the newest.

    ``lines`` has the registers with the newest first, as ``register_layers`` gives them.
    """
    chosen: dict[tuple[bytes, bytes], bytes] = {}
    for name in sorted(lines, key=lambda name: not name.endswith("/ror")):
        for line in sorted(lines[name]):
            subject, predicate, rest = line.split(b" ", 2)
            if predicate == _PREF:
                value = rest[: rest.rfind(b" <")]
                chosen.setdefault((subject, value.rpartition(b'"@')[2]), value)
    return chosen


def _apart(
    lines: Iterable[bytes],
    shared: set[str],
    chosen: dict[tuple[bytes, bytes], bytes],
    slices: list[bytes],
) -> Iterator[bytes]:
    """Yield the lines with one preferred label a language.

    ``slices`` takes what is said of shared things. What is derived once is derived with the
    documents for those, so it goes here.
    """
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        derived = line.endswith(b"/derived> .\n")
        found = _ENTITY.match(line)
        if found and found[1].decode() in shared:
            if derived and predicate in _ONCE:
                continue
            if not derived:
                slices.append(line)
        if derived and predicate in (_PREF, _LABEL):
            value = rest[: rest.rfind(b" <")]
            best = chosen.get((subject, value.rpartition(b'"@')[2]), value)
            if value != best:
                if predicate == _PREF:
                    yield line.replace(_PREF, _ALT, 1)
                continue
        if derived and predicate == _ALT:
            value = rest[: rest.rfind(b" <")]
            if chosen.get((subject, value.rpartition(b'"@')[2])) == value:
                continue
        yield line


def _judgement_lines(judgements: list[Judgement], identity: Identity) -> list[bytes]:
    """Return the judgements, where replaced IRIs lead, and what is part of what."""
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
    return quads.nquads().splitlines(keepends=True)


@dataclass(frozen=True)
class Check:
    """What is needed to check the registers, for a process of its own."""

    registers: dict[str, Path]
    """The N-Quads of each layer of a register, by its name."""
    records: list[Path]
    """The N-Quads of the layers of the records."""
    told: frozenset[str]
    """Ids of the things that records tell of."""
    ontology: Path
    shapes: Path

    @classmethod
    def of(cls, making: Making, registers: Registers, records: Iterable[Layer]) -> Check:
        """Take it from the layers of a build."""
        return cls(
            {
                one.name: making.shelf.data(one)
                for one in registers.layers
                if one.kind == Kind.REGISTER
            },
            [making.shelf.data(one) for one in records],
            frozenset(told(making.sources)),
            making.ontology,
            making.shapes,
        )


def check_registers(check: Check) -> dict[str, list[Finding]]:
    """Return the validation report of each layer of a register, by its name.

    The shapes are asked of all registers together; a fault is told with the graph it stands in.
    Several rows may be about one thing, and a register may leave a role out: unlike in a record,
    neither is a fault. What no shape can say is asked of each register by itself.
    """
    stated: set[bytes] = set()
    rows: set[bytes] = set()
    home: dict[str, tuple[str, str]] = {}
    findings: dict[str, list[Finding]] = {}
    for layer, data in check.registers.items():
        nquads = data.read_bytes()
        for line in nquads.splitlines(keepends=True):
            graph = line[line.rfind(b" <") + 2 : -4]
            triple = line[: line.rfind(b" <")] + b" .\n"
            (rows if graph.endswith(b"/rows") else stated).add(triple)
            if not graph.endswith(b"/derived"):
                about = line[1 : line.index(b">")].decode()
                home.setdefault(about, (layer, graph.decode()))
        statements = Statements(nquads)
        findings[layer] = list(layer_beside_shapes(statements, Evidence.ROW, check.ontology))
    terms = ontology_quads(check.ontology)
    own = b"".join([*stated, *_classes_of(check.records), terms.ntriples(list(terms.graphs))])
    found = checked(check.shapes, _SHAPES, own, "registers", {}, _fits_registers)
    found += checked(check.shapes, ["registers.ttl"], own + b"".join(rows), "registers", {})
    outside = {str(iris.resource(name)) for name in check.told}
    for one in found:
        about = str(iris.resource(one.focus))
        if about in home and about not in outside:
            name, graph_name = home[about]
            findings[name].append(replace(one, graph=iris.short(graph_name)))
    return findings


_SHAPES = ("document.ttl", "union.ttl", "values.ttl")
_MAY_BE_LEFT_OUT = {"Participation-role", "Participation-role-missing", "Organization-kind"}
"""What a register leaves out where it does not know: no line of a record would add it."""


def _fits_registers(shape: str) -> bool:
    """Return whether a shape that asks something of records asks it of registers too."""
    return not shape.endswith("-single") and shape.rpartition("/")[2] not in _MAY_BE_LEFT_OUT


def _classes_of(records: Iterable[Path]) -> Iterator[bytes]:
    """Of which class the things of the documents are: a register may name them."""
    term = f" <{RDF.type}> ".encode()
    for data in records:
        with data.open("rb") as stream:
            for line in stream:
                if term in line and not line.endswith(b"/claims> .\n"):
                    yield line[: line.rfind(b" <")] + b" .\n"
