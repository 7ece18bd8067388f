"""The layers that the registers bring to a build: what each says of itself, and its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    """One layer before it is written: ``lines`` makes its N-Quads, in no order."""

    name: str
    inputs: tuple[Path, ...]
    """The files it follows from, beside the code and the ontology."""
    source: str
    date: str
    licence: str
    publisher: str
    lines: Callable[[], Iterator[bytes]]


def register_layers(day: str, folders: list[Path] | None = None) -> list[RegisterLayer]:
    """Return the layers of the registers: the extracts of the project, or of the folders given.

    ``day`` is the day that "today" means for the side of an organisation. Where two extracts have
    one organisation (by PIC), the one with the newer snapshot labels it.

    Tables are read when their lines are made: most builds take layers as they were. Raises
    ValueError with file and line where a declaration is broken, as ``lines`` does for a table.
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
            lambda: mapping_quads(read_mappings(), terms()),
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
        lines = _lines(folder, declared, day, tuple(newer))
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
                lines,
            )
        )
    return made


def _lines(
    folder: Path, declared: Declaration, day: str, newer: tuple[Path, ...]
) -> Callable[[], Iterator[bytes]]:
    def make() -> Iterator[bytes]:
        mappings, known = read_mappings(), terms()
        if declared.dataset == "ror":
            return ror_quads(declared, read_ror_extract(folder), mappings, known, day)
        labelled: dict[str, str] = {}
        for other in newer:
            for line in read_table(other / "organization.csv", OrganisationLine):
                labelled.setdefault(line.organisation, line.name)
        return cordis_quads(declared, read_extract(folder), mappings, known, day, labelled)

    return make
