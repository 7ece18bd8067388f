"""Rings of parts, and records that say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records.load import load_sources
from graph.records.problems import RecordError


def problems(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as found:
        load_sources(folder)
    return [str(problem) for problem in found.value.problems]


def test_parts_of_each_other(folder: Path) -> None:
    record = (folder / "harbour.yaml").read_text(encoding="utf-8")
    added = record
    for other, here in (("ningbo", "ghent"), ("ghent", "ningbo")):
        block = f"  organization/port-of-{here}:\n"
        fact = f"    - {{partOf: organization/port-of-{other}, why: for this test}}\n"
        added = added.replace(block, block + fact)
    (folder / "harbour.yaml").write_text(added, encoding="utf-8")
    ring = "organization/port-of-ghent -> organization/port-of-ningbo -> organization/port-of-ghent"
    found = [p for p in problems(folder) if "is circular" in p]
    assert len(found) == 1
    assert ring in found[0]


def test_part_of_itself(folder: Path) -> None:
    record = (folder / "harbour.yaml").read_text(encoding="utf-8")
    block = "  organization/port-of-ghent:\n"
    fact = "    - {partOf: organization/port-of-ghent, why: for this test}\n"
    (folder / "harbour.yaml").write_text(record.replace(block, block + fact), encoding="utf-8")
    assert any("port-of-ghent -> organization/port-of-ghent" in p for p in problems(folder))


@pytest.mark.parametrize("empty", ["", " {}", " []", " ''"])
def test_no_entities(folder: Path, empty: str) -> None:
    record = (folder / "harbour.yaml").read_text(encoding="utf-8")
    head = record[: record.index("entities:")]
    (folder / "harbour.yaml").write_text(f"{head}entities:{empty}\n", encoding="utf-8")
    assert any("entities: is empty" in p for p in problems(folder))
