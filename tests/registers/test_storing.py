"""Where an import goes: a store elsewhere gets the same IRIs as one here, the registers stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.identity.imported import FOLDER
from graph.identity.judgements import Judgement, judgement_id, write_machine
from graph.importing import storing
from graph.importing.keeping import write_tables
from graph.importing.storing import Tables, store_tables
from graph.registers.importing import import_cordis
from graph.registers.report import Report
from graph.store.layers import Evidence, Kind, Layer
from tests.assembly.small import Folder
from tests.registers import small

ADDRESS = "http://127.0.0.1:1/query"


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """The small download, with two participants that are judged the same."""
    (made,) = import_cordis([small.zipped(tmp_path / "download.zip")], Report(), rules=("all",))
    folder = tmp_path / "new" / made.declaration.dataset
    write_tables(folder, made)
    left, right = "organization/pic-999000003", "organization/pic-999000001"
    same = Judgement(
        judgement_id(left, right), left, right, "same", 0.99, "name", "read", date="2026-11-28"
    )
    write_machine(tmp_path / "new" / FOLDER / "machine-import.csv", [same])
    return Tables([folder], tmp_path / "new")


def test_a_store_elsewhere_gets_judged_and_checked_lines(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Folder(tmp_path)
    records.document(
        "one", "The first\nHARBOUR", "project/harbour:\n  - {name: HARBOUR, quote: HARBOUR}"
    )
    sent: dict[str, Any] = {}

    def load_file(file: Path, store: str, *_: object, **how: Any) -> str:
        sent.update(how, store=store, lines=file.read_text(encoding="utf-8").splitlines())
        return "sent"

    monkeypatch.setattr(storing, "load_file", load_file)
    monkeypatch.setattr(storing, "load_sources", records.load)
    monkeypatch.setattr(storing, "SOURCES", tmp_path / "nothing")
    where = {"graph_store": "http://127.0.0.1:1/store"}
    assert store_tables(ADDRESS, tables, lambda step: None, **where) == "sent"
    assert sent["store"] == ADDRESS
    assert sent["graph_store"] == where["graph_store"]
    assert sent["beside"]
    old, new = "<https://w3id.org/eucn/id/organization/pic-999000003>", "pic-999000001>"
    replaced = [line for line in sent["lines"] if line.startswith(old)]
    assert len(replaced) == 2
    assert all("deprecated>" in line or new in line for line in replaced)
    assert any("#participant> <" in line and new in line for line in sent["lines"])
    graphs = {line.rsplit(" <", 1)[1] for line in sent["lines"]}
    assert "https://w3id.org/eucn/graph/judgements> ." in graphs


@pytest.mark.parametrize(
    ("names", "there"),
    [
        (["register/cordis-h2020", "register/cordis-horizon-europe"], True),
        (["register/cordis-horizon-europe"], False),
        (["document/harbour"], False),
    ],
)
def test_registers_that_a_store_was_built_with_stay(
    names: list[str], there: bool, tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one that was imported the tables are kept beside the store."""
    layers = [Layer(name, Kind.REGISTER, "k", Evidence.ROW) for name in names]
    monkeypatch.setattr(storing, "current", lambda store: (store, None))
    monkeypatch.setattr(storing, "layers_of", lambda manifest: layers)
    imported = {"cordis-horizon-europe": tables.folders[0]}
    monkeypatch.setattr(storing, "imported_tables", lambda store: imported)
    assert storing._has_extracts(tmp_path) is there
