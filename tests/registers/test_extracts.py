"""The extracts that travel with the project: as declared, and as the downloads make them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from graph.paths import SOURCES
from graph.registers.cordis import read_cordis
from graph.registers.declaration import REGISTERS, declarations
from graph.registers.extract import make_extract, read_extract, write_extract
from graph.registers.extract_tables import joined, parted
from graph.registers.report import Report
from graph.registers.selection import select

HORIZON = "cordis-horizon-europe"
H2020 = "cordis-h2020"
CORDIS = {HORIZON: "cordis-HORIZONprojects-csv.zip", H2020: "cordis-h2020projects-china-csv.zip"}


@pytest.mark.parametrize("dataset", CORDIS)
def test_how_projects_were_selected_is_declared_as_it_was(dataset: str) -> None:
    """Readme and declaration: of Horizon 2020 no project is there by title or topic alone."""
    declared = declarations()[dataset]
    assert set(declared.selection) == {"en", "de", "zh"}
    alone = [
        one
        for one in read_extract(REGISTERS / dataset).projects
        if "partner" not in one.selected_by
    ]
    assert ("or with China in their title" in declared.selection["en"]) == bool(alone)
    assert ("the file at hand has no others" in declared.selection["en"]) == (not alone)
    assert "of Horizon 2020 only those with a participant" in (
        SOURCES.parent / "README.md"
    ).read_text("utf-8")


@pytest.mark.parametrize("dataset", CORDIS)
def test_counts_are_as_declared(dataset: str) -> None:
    extract = read_extract(REGISTERS / dataset)
    assert extract.counts() == declarations()[dataset].extract


@pytest.mark.parametrize("dataset", CORDIS)
def test_every_line_has_its_ends(dataset: str) -> None:
    extract = read_extract(REGISTERS / dataset)
    projects = {line.project for line in extract.projects}
    organisations = {line.organisation for line in extract.organisations}
    assert {line.project for line in extract.participations} <= projects
    assert {line.organisation for line in extract.participations} == organisations
    rows = {line.key for line in extract.participations}
    assert {line.row for line in extract.organisations} <= rows
    assert all(line.selected_by for line in extract.projects)


def test_known_figures() -> None:
    """The figures of the task: counted in the downloads by others, before this was written."""
    horizon, h2020 = read_extract(REGISTERS / HORIZON), read_extract(REGISTERS / H2020)
    assert len(h2020.projects) == 281
    assert len(h2020.participations) == 5481
    assert sum(Decimal(line.eu_contribution or 0) for line in h2020.participations) == Decimal(
        "1200320186.91"
    )
    country = {line.organisation: line.country for line in horizon.organisations}
    chinese = {
        line.project for line in horizon.participations if country[line.organisation] == "CN"
    }
    rows = [line for line in horizon.participations if line.project in chinese]
    assert len(chinese) == 107
    assert len(rows) == 1832
    assert sum(Decimal(line.eu_contribution or 0) for line in rows) == Decimal("306039466.70")
    assert sum(country[o] == "CN" for o in {line.organisation for line in rows}) == 176


def test_nothing_personal_and_no_free_text() -> None:
    for path in REGISTERS.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            for line in csv.reader(stream):
                for cell in line:
                    assert len(cell) <= 700, (path, cell)
                    assert not re.search(r"[\w.]+@[\w-]+\.\w", cell), (path, cell)
    headers = " ".join(
        path.read_text(encoding="utf-8").split("\n", 1)[0] for path in REGISTERS.rglob("*.csv")
    )
    for word in ("vat", "street", "post", "contact", "objective", "keywords", "phone"):
        assert word not in headers


def test_tables_are_sorted_and_lists_survive() -> None:
    for path in REGISTERS.glob("*/*.csv"):
        assert path.read_bytes().endswith(b"\n")
    assert parted(joined(["a|b", "c\\d", "e"])) == ["a|b", "c\\d", "e"]
    assert parted(joined([])) == []


@pytest.mark.registers
@pytest.mark.parametrize("dataset", CORDIS)
def test_the_download_makes_the_extract_again(
    dataset: str, registers: Path, tmp_path: Path
) -> None:
    report = Report()
    register = read_cordis([registers / "cordis" / CORDIS[dataset]], report)
    assert report.sound
    write_extract(tmp_path, make_extract(register, select(register), report))
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (SOURCES / "registers" / dataset / path.name).read_bytes()
    # Every row is accounted for.
    for what in ("project rows", "organization rows"):
        assert report.read[what] == (
            report.kept[what] + report.left_out[what] + report.refused[what]
        )
    if dataset == HORIZON:
        assert report.read["project rows"] == 18_940
        assert report.read["organization rows"] == 118_425
        rules = select(register).values()
        assert sum("partner" in rule for rule in rules) == 115  # 107 with CN, 8 with HK or MO only
        # 33 titles have the letters china, chinese or sino; three of them have them only inside
        # Brassinosteroid, quasinormal and Indochina.
        assert sum("partner" not in rule and "title" in rule for rule in rules) == 30
