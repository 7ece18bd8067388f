"""What tests of extraction share."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.extraction.matching import Known
from graph.records.load import load_sources
from tests.assembly.small import Folder
from tests.extraction.harbour import TEXT

SISTERS = """
Sister projects
Sino-EU TideMed and TC2TideMed are two projects; TCTideMed is an initiative.
The third is HARBOUR, the Hub of Harbours, of the Maritime Institute of Imagined Studies.
"""
FACTS = """
project/sino-eu-tidemed: [{name: Sino-EU TideMed, quote: Sino-EU TideMed}]
project/tc2tidemed: [{name: TC2TideMed, quote: TC2TideMed}]
initiative/tctidemed: [{name: TCTideMed, quote: TCTideMed}]
project/harbour: [{name: HARBOUR, quote: HARBOUR}]
organization/institute-of-imagined-studies:
  - {name: Maritime Institute of Imagined Studies, quote: Maritime Institute of Imagined Studies}
"""
ROWS = {
    "organization": "organisation,name,other_names\npic-1,TIDE KORKEAKOULU SR,Tide University\n",
    "project": "project,acronym\n1,TRANS-TIDE-EU-CHINA\n2,TIDE-EU-CHINA\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The text of ``harbour.py`` with an empty folder for records beside it."""
    (tmp_path / "harbour.txt").write_text(TEXT)
    (tmp_path / "sources").mkdir()
    return tmp_path


@pytest.fixture(scope="session")
def sisters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of projects whose names look alike, with a small register beside them."""
    folder = Folder(tmp_path_factory.mktemp("sisters"))
    folder.document("sister-projects", SISTERS, FACTS)
    folder.register("project/harbour: {label: {en: HARBOUR}, other: {en: [Hub of Harbours]}}")
    register = folder.records / "registers" / "cordis-horizon-europe"
    register.mkdir(parents=True)
    for name, rows in ROWS.items():
        (register / f"{name}.csv").write_text(rows, encoding="utf-8")
    return folder.records


@pytest.fixture(scope="session")
def known(sisters: Path) -> Known:
    """What is known by the records and the register of ``sisters``."""
    return Known(load_sources(sisters), sisters / "registers")
