"""Records that a person can read: quotes that stay, names at a place, inferences, drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records.load import load_sources
from graph.records.place import place_file

TEXT = "HARBOUR began in March 2021. It is coordinated by the Port of Ghent.\n"
RECORD = """\
document:
  id: document/harbour-links
  file: harbour.txt
  language: en
  obtained: 2026-11-21{more}
entities:
  document/harbour-links:
    - {{name: HARBOUR began, quote: HARBOUR began}}
  project/harbour:
    - {{name: HARBOUR, quote: HARBOUR}}
    - startDate: 2021-03
      quote: began in March 2021
    - participation: {{participant: {org}, role: coordinator}}
      quote: coordinated by the Port of Ghent
  {org}:
    - {{name: Port of Ghent, quote: Port of Ghent}}
    - country: country/be
      why: Ghent lies in Belgium
    - kind: company
      why: It runs the port as a company
"""


@pytest.fixture
def placed(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    from graph.extraction.matching import segment_of
    from graph.records.schema import load_schema

    organisation = segment_of(load_schema(), "Partner") + "/port-of-ghent"
    (tmp_path / "harbour.txt").write_text(TEXT)
    path = tmp_path / "sources" / "harbour.yaml"
    path.parent.mkdir()
    path.write_text(RECORD.format(more=request.param, org=organisation))
    place_file(path, path, tmp_path)
    return path


@pytest.mark.parametrize("placed", ["\n  quotes: keep"], indirect=True)
def test_quotes_stay_where_they_may(placed: Path) -> None:
    text = placed.read_text()
    assert "at: 8-27" in text
    assert "quote: began in March 2021" in text
    place_file(placed, placed, placed.parent.parent)
    assert placed.read_text() == text
    (record,) = (r for r in load_sources(placed.parent).records if r.file)
    assert {s.evidence.quote for s in record.statements} >= {"began in March 2021"}


@pytest.mark.parametrize("placed", [""], indirect=True)
def test_names_and_numbers_stay_elsewhere(placed: Path) -> None:
    text = placed.read_text()
    assert "at: 8-27  # March 2021" in text
    assert "# Port of Ghent" in text
    assert "coordinated by" not in text


@pytest.mark.parametrize("placed", [""], indirect=True)
def test_an_inference_in_the_record_is_the_curations(placed: Path) -> None:
    sources = load_sources(placed.parent)
    curation = next(r for r in sources.records if r.document == "document/curation")
    assert {s.key for s in curation.statements} == {"country", "kind"}
    record = next(r for r in sources.records if r.file)
    assert all(s.evidence.at is not None for s in record.statements)


@pytest.mark.parametrize("placed", ["\n  draft: true"], indirect=True)
def test_a_draft_is_validated_and_stays_out(placed: Path) -> None:
    other = placed.with_name("other.yaml")
    other.write_text(
        placed.read_text().replace("harbour-links", "other").replace("  draft: true\n", "")
    )
    sources = load_sources(placed.parent)
    assert [r.document for r in sources.drafts] == ["document/harbour-links"]
    assert "document/harbour-links" not in [r.document for r in sources.records]
