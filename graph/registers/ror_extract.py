"""The extract of ROR: organisations of the other extracts, and what is above them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.paths import SOURCES
from graph.registers.declaration import REGISTERS
from graph.registers.extract_tables import (
    OrganisationLine,
    RorLine,
    RorNameLine,
    RorRelationLine,
    joined,
    parted,
    read_table,
    write_table,
)
from graph.registers.model import RorRecord
from graph.registers.report import Report
from graph.registers.values import squeezed

_UPWARDS = ("parent", "successor")


@dataclass
class RorExtract:
    """The tables of ROR."""

    records: list[RorLine] = field(default_factory=list)
    names: list[RorNameLine] = field(default_factory=list)
    relations: list[RorRelationLine] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many lines each table has."""
        return {
            "records": len(self.records),
            "names": len(self.names),
            "relations": len(self.relations),
        }


def wanted_ids(folder: Path = SOURCES / "identity") -> set[str]:
    """Return the ROR ids that a judgement of identity calls the same as an organisation, or above
    it.
    """
    found: set[str] = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                if line.get("relation") in ("same", "partOf"):
                    ends = (line.get("left") or "", line.get("right") or "")
                    found |= {end.rpartition("/ror-")[2] for end in ends if "/ror-" in end}
    return found


def wanted_names(folder: Path = REGISTERS) -> set[tuple[str, str]]:
    """Return names and countries of the organisations in the extracts of CORDIS, for comparing."""
    return {
        (squeezed(name), line.country)
        for path in sorted(folder.glob("cordis-*/organization.csv"))
        for line in read_table(path, OrganisationLine)
        for name in [line.name, *parted(line.other_names)]
    }


def choose(
    records: dict[str, RorRecord], ids: set[str], names: set[tuple[str, str]]
) -> list[RorRecord]:
    """Return the records that are judged to be wanted, bear the name of one, or stand above such.

    Parents and successors are followed to the end; children and related records are not.
    """
    todo = [
        record.id
        for record in records.values()
        if record.id in ids
        or any((squeezed(name.text), record.country) in names for name in record.names)
    ]
    chosen: set[str] = set()
    while todo:
        current = todo.pop()
        if current in chosen or current not in records:
            continue
        chosen.add(current)
        todo += [r.other for r in records[current].relations if r.kind in _UPWARDS]
    return [records[one] for one in sorted(chosen)]


def make_ror_extract(chosen: Iterable[RorRecord], report: Report) -> RorExtract:
    """Return the tables of the chosen records; relations only between records that are there."""
    records = list(chosen)
    there = {record.id for record in records}
    report.kept["records"] += len(records)
    report.left_out["records"] = (
        report.read["records"] - report.refused["records"] - report.kept["records"]
    )
    return RorExtract(
        [_line(record) for record in records],
        [line for record in records for line in _names(record)],
        [
            RorRelationLine(record.id, relation.kind, relation.other)
            for record in records
            for relation in dict.fromkeys(record.relations)
            if relation.other in there and relation.kind != "related"
        ],
    )


def _line(record: RorRecord) -> RorLine:
    external = dict(record.external)
    return RorLine(
        record.id,
        record.status,
        joined(record.kinds),
        record.established,
        record.town,
        record.geonames,
        record.country,
        record.subdivision,
        record.subdivision_name,
        record.latitude,
        record.longitude,
        joined(record.domains),
        record.website,
        external.get("wikidata", ""),
        external.get("isni", ""),
        external.get("grid", ""),
        external.get("fundref", ""),
    )


def _names(record: RorRecord) -> Iterator[RorNameLine]:
    seen: dict[tuple[str, str], set[str]] = {}
    for name in record.names:
        seen.setdefault((name.language, name.text), set()).update(name.kinds)
    for (language, text), kinds in seen.items():
        yield RorNameLine(record.id, language, joined(sorted(kinds)), text)


def write_ror_extract(folder: Path, extract: RorExtract) -> None:
    """Write the tables into the folder."""
    write_table(folder / "organization.csv", RorLine, extract.records)
    write_table(folder / "name.csv", RorNameLine, extract.names)
    write_table(folder / "relation.csv", RorRelationLine, extract.relations)


def read_ror_extract(folder: Path) -> RorExtract:
    """Return the tables. Raises ValueError with file and line."""
    return RorExtract(
        list(read_table(folder / "organization.csv", RorLine)),
        list(read_table(folder / "name.csv", RorNameLine)),
        list(read_table(folder / "relation.csv", RorRelationLine)),
    )
