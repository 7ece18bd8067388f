"""A small document of our own with its record, to be bent in every way a curator can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.records.place import place_file

TEXT = """Harbour links

In March 2021 the Port of Ghent (Belgium) and the Port of Ningbo (China) signed an
agreement. The project HARBOUR (2021-2023) is coordinated by the Port of Ghent and received
1 200 000 Euro. It is not related to GreenPort.
"""

DRAFT = """\
document:
  id: document/harbour-links
  file: harbour.txt
  language: en
  obtained: 2026-11-21
  sections:
    - {quote: Harbour links}
entities:
  document/harbour-links:
    - {name: Harbour links, quote: Harbour links}
  organization/port-of-ghent:
    - {name: Port of Ghent, quote: Port of Ghent, line: 3}
    - {country: country/be, quote: Port of Ghent (Belgium)}
  organization/port-of-ningbo:
    - {name: Port of Ningbo, quote: Port of Ningbo}
    - {country: country/cn, quote: Port of Ningbo (China)}
  agreement/ports:
    - {name: agreement, quote: agreement}
    - action: {kind: signature, date: 2021-03}
      quote: >-
        In March 2021 the Port of Ghent (Belgium) and the Port of Ningbo (China) signed an
        agreement
    - participation: {participant: organization/port-of-ghent, role: signatory}
      quote: the Port of Ghent (Belgium) and the Port of Ningbo (China) signed an agreement
    - participation: {participant: organization/port-of-ningbo, role: signatory}
      quote: the Port of Ghent (Belgium) and the Port of Ningbo (China) signed an agreement
  project/harbour:
    - {name: HARBOUR, quote: HARBOUR}
    - {startDate: 2021, quote: HARBOUR (2021-2023)}
    - {endDate: 2023, quote: HARBOUR (2021-2023)}
    - {fundingEuro: 1200000, quote: 1 200 000 Euro}
    - participation: {participant: organization/port-of-ghent, role: coordinator}
      quote: coordinated by the Port of Ghent
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "harbour.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, texts: Path) -> Path:
    """A folder of records that is in order: one document and a register."""
    sources = tmp_path / "sources"
    sources.mkdir()
    draft = tmp_path / "draft.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    place_file(draft, sources / "harbour.yaml", texts)
    (sources / "register.yaml").write_text(
        "organization/port-of-ghent:\n  label: {en: Port of Ghent}\n  kind: company\n",
        encoding="utf-8",
    )
    return sources


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str], Path]:
    """Replace words in the record (they must be there) and return the folder."""

    def replace(old: str, new: str, file: str = "harbour.yaml") -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
