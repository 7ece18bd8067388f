"""The note of a node goes to what it is about, not to everything that the node brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assembly.small import Folder

TEXT = """
Harbour
HARBOUR was set up in 2013 with the Port of Ghent, and has 5 professionals.
"""
FACTS = {
    "figure": (
        "{id: staff, summary: Staff of HARBOUR, value: 5, unit: count, about: project/harbour}",
        {"summary", "value", "unit"},
    ),
    "participation": (
        "{participant: organization/port-of-ghent, role: participant}",
        {"participant", "role"},
    ),
}


@pytest.mark.parametrize("key", FACTS)
def test_a_note_stays_with_what_it_is_about(tmp_path: Path, key: str) -> None:
    written, noted = FACTS[key]
    folder = Folder(tmp_path)
    folder.document(
        "harbour",
        TEXT,
        "project/harbour:\n"
        "  - {name: HARBOUR, quote: HARBOUR}\n"
        f"  - {key}: {written}\n"
        "    quote: with the Port of Ghent, and has 5 professionals\n"
        "    note: The text gives no year.\n"
        "organization/port-of-ghent:\n  - {name: Port of Ghent, quote: Port of Ghent}\n",
    )
    (record,) = folder.load().records
    assert {one.key for one in record.statements if one.evidence.note} == noted
