"""Names and what they are known as: with score and reason, look-alikes apart."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from eucn import main
from graph.extraction.matching import Known
from graph.extraction.model import Thing
from graph.paths import SOURCES
from graph.records.load import load_sources


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(load_sources(SOURCES))


def test_look_alikes_of_the_project_stay_apart(known: Known) -> None:
    ids = {
        name: {m.identifier for m in known.match(Thing(cls, name))}
        for cls, name in (
            ("Project", "Sino-EU PerMed"),
            ("Project", "IC2PerMed"),
            ("Initiative", "ICPerMed"),
        )
    }
    assert all(len(found) == 1 for found in ids.values()), ids
    assert len(set.union(*ids.values())) == 3
    assert not known.match(Thing("Project", "SENETA"))
    one = known.match(Thing("Project", "TRANS-URBAN-EU-CHINA"))
    other = known.match(Thing("Project", "URBAN-EU-CHINA"))
    assert not {m.identifier for m in one} & {m.identifier for m in other}


def test_a_participant_of_cordis_is_proposed_and_not_taken(known: Known) -> None:
    (best, *_) = known.match(Thing("Partner", "AALTO KORKEAKOULUSAATIO SR"))
    assert best.identifier.startswith("organization/pic-")
    assert best.score < 0.95
    assert "cordis" in best.reason


def test_a_line_of_json_says_what_a_name_is_known_as(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.txt"
    path.write_text("The SENET project is coordinated by the Institute of Imagined Studies.\n")
    done = CliRunner().invoke(main, ["extract", str(path), "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    senet = next(r for r in rows if "property" not in r and r["subject"]["name"] == "SENET")
    assert senet["same"] == "project/senet"
    assert senet["matches"][0]["score"] == 1.0
    assert senet["matches"][0]["reason"] == "same name"
    new = next(r for r in rows if "property" not in r and "Imagined" in r["subject"]["name"])
    assert new["matches"] == []
    assert "same" not in new
