"""The layers that the registers bring to a build: what each says of itself, and its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from graph.registers.declaration import DECLARATION, REGISTERS, Declaration, read_declaration
from graph.registers.extract import read_extract
from graph.registers.extract_tables import OrganisationLine, read_table
from graph.registers.mapping_quads import DATASET, LICENCE, mapping_quads
from graph.registers.mappings import read_mappings
from graph.registers.quads import cordis_quads
from graph.registers.ror_extract import read_ror_extract
from graph.registers.ror_quads import ror_quads
from graph.registers.terms import terms


@dataclass(frozen=True)
class RegisterLayer:
    """One layer before it is written."""

    name: str
    inputs: tuple[Path, ...]
    """The files it follows from, beside the code and the ontology."""
    source: str
    date: str
    licence: str
    publisher: str
    shares: Callable[[int], list[Iterator[bytes]]]
    """Makes its N-Quads, in no order, in at most so many shares, which can be made side by side."""

    def lines(self) -> Iterator[bytes]:
        """Yield all its N-Quads."""
        return chain.from_iterable(self.shares(1))


def register_layers(day: str, folders: list[Path] | None = None) -> list[RegisterLayer]:
    """Return the layers of the registers: the extracts of the project, or of the folders given.

    ``day`` is the day that "today" means for the side of an organisation. Where two extracts have
    one organisation (by PIC), the one with the newer snapshot labels it.

    Tables are read when shares are asked for: most builds take layers as they were. Raises
    ValueError with file and line where a declaration is broken, as ``shares`` does for a table.
    """
    tables = tuple(sorted(REGISTERS.glob("*.csv")))
    made = [
        RegisterLayer(
            f"register/{DATASET}",
            tables,
            "sources/registers/",
            "",
            LICENCE,
            "EU-China cooperation graph",
            lambda _: [mapping_quads(read_mappings(), terms())],
        )
    ]
    found = [
        (folder, read_declaration(folder))
        for folder in folders or sorted(path.parent for path in REGISTERS.glob(f"*/{DECLARATION}"))
        if (folder / "organization.csv").exists()
    ]
    newest_first = sorted(found, key=lambda pair: pair[1].snapshot, reverse=True)
    newer: list[Path] = []
    for folder, declared in newest_first:
        shares = _shares(folder, declared, day, tuple(newer))
        inputs = (*tables, *sorted(folder.iterdir()))
        if declared.dataset.startswith("cordis-"):
            newer.append(folder)
        made.append(
            RegisterLayer(
                f"register/{declared.dataset}",
                inputs,
                f"sources/registers/{declared.dataset}/",
                declared.snapshot,
                declared.licence,
                declared.publisher,
                shares,
            )
        )
    return made


_FEW = 1 << 20
"""Bytes of tables up to which all lines are one share."""


def _shares(
    folder: Path, declared: Declaration, day: str, newer: tuple[Path, ...]
) -> Callable[[int], list[Iterator[bytes]]]:
    def make(count: int) -> list[Iterator[bytes]]:
        mappings, known = read_mappings(), terms()
        if declared.dataset == "ror":
            return [ror_quads(declared, read_ror_extract(folder), mappings, known, day)]
        labelled: dict[str, str] = {}
        for other in newer:
            for line in read_table(other / "organization.csv", OrganisationLine):
                labelled.setdefault(line.organisation, line.name)
        extract = read_extract(folder)
        few = sum(path.stat().st_size for path in folder.iterdir()) < _FEW
        of = 1 if few else count
        return [
            cordis_quads(declared, extract, mappings, known, day, labelled, (number, of))
            for number in range(of)
        ]

    return make
