"""What registers say of things, with the row that each statement stands in.

A register has its evidence by row (``eucn:statedInRow``), not by claim: what a data set states of
a thing stands in the rows of that data set that describe the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import RDF, Literal
from rdflib.term import Identifier

from graph.catalogue.queries import run
from graph.iris import EUCN, GRAPH, ID
from graph.languages import base_language, choose
from graph.store import Store

ROW = f"{ID}row/"
DATASET = f"{ID}dataset/"
NOT_SHOWN = {str(RDF.type), str(EUCN.statedInRow), str(EUCN.order)}
"""What a register states that no reader asks for."""


@dataclass(slots=True)
class Dataset:
    """A data set of a register: a snapshot (ISO date), whose it is and under which licence."""

    iri: str
    titles: dict[str, str] = field(default_factory=dict)
    snapshot: str = ""
    licence: str = ""
    publisher: str = ""
    source: str = ""
    selections: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Return the end of its IRI, which its graphs are named by."""
        return self.iri.removeprefix(DATASET)

    def title(self, language: str) -> str:
        """Return what it is called in a language."""
        return choose(self.titles, language, self.slug)

    def selection(self, language: str) -> str:
        """Return how its projects were selected, in a language; '' where nothing says so."""
        return choose(self.selections, language, "")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row: its data set, file, key within the file, and the official page about what it says."""

    iri: str
    dataset: Dataset
    file: str
    key: str
    page: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    """Of ``newSince``, ``changedSince`` and ``goneSince``, those that are known."""

    @property
    def project(self) -> str:
        """Return the number of the project that a row of CORDIS is about, else an empty text."""
        return self.key.partition("-")[0] if self.dataset.slug.startswith("cordis-") else ""


@dataclass(frozen=True, slots=True)
class RowStatement:
    """A statement of a register with the rows that it stands in."""

    subject: str
    predicate: str
    object: Identifier
    rows: tuple[RegisterRow, ...]


def datasets(store: Store) -> dict[str, Dataset]:
    """Return the data sets of registers that a build has, by IRI."""
    found: dict[str, Dataset] = {}
    for row in run(store, "datasets"):
        one = found.setdefault(str(row["dataset"]), Dataset(str(row["dataset"])))
        value = row["value"]
        match str(row["key"]).rpartition("/")[2]:
            case "title" if isinstance(value, Literal):
                one.titles[base_language(value.language)] = str(value)
            case "description" if isinstance(value, Literal):
                one.selections[base_language(value.language)] = str(value)
            case "issued":
                one.snapshot = str(value)
            case "license":
                one.licence = str(value)
            case "publisher":
                one.publisher = str(value)
            case "source":
                one.source = str(value)
    return found


def read_rows(store: Store, subjects: Iterable[str]) -> dict[str, list[RegisterRow]]:
    """Return the rows that describe some subjects, by subject, each in the order of its IRI."""
    found = run(store, "rows", subjects)
    known = datasets(store) if found else {}
    rows: dict[str, dict[str, RegisterRow]] = defaultdict(dict)
    for one in found:
        row, dataset = str(one["row"]), str(one["dataset"])
        rows[str(one["subject"])][row] = RegisterRow(
            row,
            known.get(dataset) or Dataset(dataset),
            str(one["file"]),
            str(one["key"]),
            str(one.get("page", "")),
        )
    return {subject: [rows[subject][iri] for iri in sorted(rows[subject])] for subject in rows}


def read_row_statements(store: Store, subjects: Iterable[str]) -> list[RowStatement]:
    """Return what registers state of some subjects; nothing where no row describes them."""
    rows = read_rows(store, sorted(set(subjects)))
    if not rows:
        return []
    found = []
    for one in run(store, "row-statements", sorted(rows)):
        subject, predicate = str(one["subject"]), str(one["predicate"])
        if predicate in NOT_SHOWN:
            continue
        graph = str(one["graph"])
        own = tuple(row for row in rows[subject] if f"{GRAPH}{row.dataset.slug}" == graph)
        if own:
            found.append(RowStatement(subject, predicate, one["object"], own))
    return found


def read_row(store: Store, iri: str) -> tuple[RegisterRow, list[str]] | None:
    """Return a row and the things that it describes; None for an unknown IRI.

    Raises ValueError when ``iri`` is no IRI.
    """
    values: dict[str, str] = {}
    described = []
    for one in run(store, "row", [iri]):
        if "thing" in one:
            described.append(str(one["thing"]))
        else:
            values[str(one["key"]).removeprefix(str(EUCN))] = str(one["value"])
    if "dataset" not in values:
        return None
    dataset = datasets(store).get(values["dataset"]) or Dataset(values["dataset"])
    names = ("newSince", "changedSince", "goneSince")
    row = RegisterRow(
        iri,
        dataset,
        values.get("file", ""),
        values.get("rowKey", ""),
        values.get("officialPage", ""),
        tuple((name, values[name]) for name in names if name in values),
    )
    return row, sorted(described)
