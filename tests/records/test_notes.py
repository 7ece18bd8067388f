"""The note of a node stands at all that the node brings: who opens one claim sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.assembly.expand import CLASS_CONFIDENCE, CLASS_NOTE, statements_of
from tests.assembly.small import Folder

TEXT = """
Harbour
HARBOUR was set up in 2013 with the Port of Ghent, and has 5 professionals.
"""
FACTS = {
    "figure": (
        "{id: staff, summary: Staff of HARBOUR, value: 5, unit: count, about: project/harbour}",
        {"figure", "figureOf", "summary", "value", "unit", "about"},
    ),
    "participation": (
        "{participant: organization/port-of-ghent, role: participant}",
        {"participation", "participationIn", "participant", "role"},
    ),
}


@pytest.mark.parametrize("key", FACTS)
def test_a_note_is_on_all_claims_of_its_node(tmp_path: Path, key: str) -> None:
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


def test_a_class_has_no_note_of_another_statement(tmp_path: Path) -> None:
    """It rests on the kind as the text tells it, else on the surest fact and says so."""
    folder = Folder(tmp_path)
    folder.document(
        "harbour",
        TEXT,
        "project/harbour:\n"
        "  - theme: Ports\n    quote: HARBOUR was set up\n    confidence: 0.6\n"
        "    note: The text says it in passing.\n"
        "  - {name: HARBOUR, quote: HARBOUR}\n"
        "organization/port-of-ghent:\n"
        "  - name: Port of Ghent\n    quote: Port of Ghent\n    note: One of several spellings.\n"
        "  - {kind: company, quote: the Port of Ghent}\n",
    )
    (record,) = (sources := folder.load()).records
    types = {
        one.subject: one.evidence
        for one in statements_of(sources, record)
        if one.key == "type" and one.subject in record.entities
    }
    kind = next(one.evidence for one in record.statements if one.key == "kind")
    port = types["organization/port-of-ghent"]
    assert (port.at, port.note, port.confidence) == (kind.at, CLASS_NOTE, CLASS_CONFIDENCE)
    project = types["project/harbour"]
    assert (project.note, project.confidence) == (CLASS_NOTE, CLASS_CONFIDENCE)
