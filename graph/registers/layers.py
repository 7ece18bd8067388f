"""The layers that the registers bring to a build: what each says of itself, and its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.registers.declaration import DECLARATION, REGISTERS, Declaration, read_declaration
from graph.registers.extract import read_extract
from graph.registers.extract_tables import OrganisationLine, read_table
from graph.registers.mapping_quads import DATASET, LICENCE, mapping_quads
from graph.registers.mappings import Mappings, read_mappings
from graph.registers.quads import cordis_quads
from graph.registers.ror_extract import read_ror_extract
from graph.registers.ror_quads import ror_quads
from graph.registers.terms import Terms, terms


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

    Raises ValueError with file and line where a table or a declaration is broken.
    """
    tables = tuple(sorted(REGISTERS.glob("*.csv")))
    mappings, known = read_mappings(), terms()
    made = [
        RegisterLayer(
            f"register/{DATASET}",
            tables,
            "sources/registers/",
            "",
            LICENCE,
            "EU-China cooperation graph",
            partial(mapping_quads, mappings, known),
        )
    ]
    found = [
        (folder, read_declaration(folder))
        for folder in folders or sorted(path.parent for path in REGISTERS.glob(f"*/{DECLARATION}"))
        if (folder / "organization.csv").exists()
    ]
    newest_first = sorted(found, key=lambda pair: pair[1].snapshot, reverse=True)
    labelled: dict[str, str] = {}
    for folder, declared in newest_first:
        lines = _lines(folder, declared, mappings, known, day, dict(labelled))
        inputs = (*tables, *sorted(folder.iterdir()))
        if declared.dataset.startswith("cordis-"):
            for line in read_table(folder / "organization.csv", OrganisationLine):
                labelled.setdefault(line.organisation, line.name)
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
    folder: Path,
    declared: Declaration,
    mappings: Mappings,
    known: Terms,
    day: str,
    labelled: dict[str, str],
) -> Callable[[], Iterator[bytes]]:
    def make() -> Iterator[bytes]:
        if declared.dataset == "ror":
            return ror_quads(declared, read_ror_extract(folder), mappings, known, day)
        return cordis_quads(declared, read_extract(folder), mappings, known, day, labelled)

    return make
