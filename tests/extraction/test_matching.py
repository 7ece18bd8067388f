"""Names and what they are known as: with score and reason, look-alikes apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.extraction.documents import read
from graph.extraction.finishing import finish
from graph.extraction.generic import is_generic
from graph.extraction.matching import Known
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.records.load import load_sources
from graph.records.schema import load_schema


def test_look_alikes_stay_apart(known: Known) -> None:
    ids = {
        name: {m.identifier for m in known.match(Thing(cls, name))}
        for cls, name in (
            ("Project", "Sino-EU TideMed"),
            ("Project", "TC2TideMed"),
            ("Initiative", "TCTideMed"),
        )
    }
    assert all(len(found) == 1 for found in ids.values()), ids
    assert len(set.union(*ids.values())) == 3
    assert not known.match(Thing("Project", "HARBOURS"))
    one = known.match(Thing("Project", "TRANS-TIDE-EU-CHINA"))
    other = known.match(Thing("Project", "TIDE-EU-CHINA"))
    assert [m.identifier for m in one] == ["project/cordis-1"]
    assert [m.identifier for m in other] == ["project/cordis-2"]


def test_a_participant_of_cordis_is_proposed_and_not_taken(known: Known) -> None:
    (best, *_) = known.match(Thing("Partner", "TIDE KORKEAKOULU SR"))
    assert best.identifier == "organization/pic-1"
    assert best.score < 0.95
    assert "cordis" in best.reason


def test_a_line_of_json_says_what_a_name_is_known_as(
    sisters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.paths.SOURCES", sisters)
    path = tmp_path / "a.txt"
    path.write_text("The HARBOUR project is coordinated by the Institute of Unwritten Poems.\n")
    done = CliRunner().invoke(main, ["extract", str(path), "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    old = next(r for r in rows if "property" not in r and r["subject"]["name"] == "HARBOUR")
    assert old["same"] == "project/harbour"
    assert old["matches"][0]["score"] == 1.0
    assert old["matches"][0]["reason"] == "same name"
    new = next(r for r in rows if "property" not in r and "Unwritten" in r["subject"]["name"])
    assert new["matches"] == []
    assert "same" not in new


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        ("Event", "The kick-off meeting"),
        ("Event", "annual meeting"),
        ("Event", "Workshop in Shanghai 2022"),
        ("Event", "Delegationsreise"),
        ("Event", "Clusterreise nach China"),
        ("Event", "réunion de lancement"),
        ("Event", "riunione di avvio"),
        ("Event", "reunión de lanzamiento"),
        ("Event", "启动会"),
        ("DialogueSession", "第三次会议"),
        ("Agreement", "a Memorandum of Understanding"),
        ("Agreement", "Absichtserklärung"),
        ("Agreement", "lettre d’intention"),
        ("Agreement", "protocollo d'intesa"),
        ("Agreement", "memorando de entendimiento"),
        ("Agreement", "谅解备忘录"),
    ],
)
def test_common_words_are_no_name(cls: str, name: str) -> None:
    assert is_generic(cls, name)


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        ("Event", "Harbour Summit"),
        ("Event", "HARBOUR kick-off meeting"),
        ("Event", "Hannover Messe"),
        ("Dialogue", "High-Level Harbour Dialogue"),
        ("Agreement", "Memorandum of Understanding on Green Shipping"),
        ("Project", "FORUM"),
    ],
)
def test_a_name_is_a_name(cls: str, name: str) -> None:
    assert not is_generic(cls, name)


def test_two_kick_offs_and_two_memoranda_stay_apart(tmp_path: Path) -> None:
    """One document after the other, each reviewed: no thing of one is a thing of the other."""
    texts = {
        "one": "On 8 March 2023 the kick-off meeting was hosted by the Port of Ghent. "
        "The Port of Ghent and Ningbo Port Group signed a Memorandum of Understanding "
        "on 9 March 2023.\n",
        "two": "On 2 May 2024 the kick-off meeting was hosted by the University of Celle. "
        "The University of Celle and Hefei Lake University signed a Memorandum of Understanding.\n",
    }
    schema = load_schema()
    sources = tmp_path / "sources"
    sources.mkdir()
    for again in range(2):  # a second review of either gives the same ids
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text)
            first = not any(sources.iterdir())
            known = Known(None if first else load_sources(sources), tmp_path)
            review = Review.open(read(tmp_path / f"{name}.txt"), schema, known, tmp_path)
            for item in [*review.items.values()] if not again else ():
                review.decide("accept", item.key)
            _, problems = finish(review, sources, tmp_path, keep=False)
            assert problems == []
    ids = {
        i: by
        for i, by in Known(load_sources(sources)).described.items()
        if i.startswith(("event/", "agreement/"))
    }
    assert len(ids) == 4, ids
    assert all(len(by) == 1 for by in ids.values())
    assert "event/kick-off-meeting" not in ids
    assert any("port-of-ghent" in i for i in ids)
    assert any("2024-05-02" in i or "university-of-celle" in i for i in ids)
