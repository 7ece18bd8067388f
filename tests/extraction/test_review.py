"""The review: decisions that outlive everything, the page's lock, the record at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.extraction.gold import of_decisions
from graph.extraction.documents import read
from graph.extraction.finishing import finish, problems_of
from graph.extraction.matching import Known
from graph.extraction.model import Found
from graph.extraction.refusals import refusals
from graph.extraction.review import Review
from graph.extraction.terminal import run
from graph.extraction.verify import Refused
from graph.extraction.wording.speaking import Wording
from graph.records.load import load_sources
from graph.records.schema import load_ontology
from tests.extraction.harbour import SCHEMA, TEXT, opened


def item(review: Review, key: str) -> str:
    return next(i.key for i in review.items.values() if i.candidate.property == key)


def test_decisions_are_there_again(folder: Path) -> None:
    review = opened(folder)
    review.decide("accept", item(review, "coordinator"))
    review.decide("change", item(review, "startDate"), {"object": "2021"})
    review.decide("reject", item(review, "fundingEuro"))
    review.decide(
        "missed", row={"subject": {"class": "Place", "name": "Ningbo"}, "quote": "Ningbo"}
    )
    again = opened(folder)
    assert again.counts() == review.counts()
    # Two statements and one name that was missed, and the two names in the statements with them.
    assert again.counts()["accepted"] == 5
    assert "2021" in [c.object for c in again.accepted()]
    again.decide("undo")
    again.decide("undo")
    assert opened(folder).counts()["rejected"] == 0


def test_a_line_that_was_cut_off_harms_nothing(folder: Path) -> None:
    review = opened(folder)
    review.decide("accept", item(review, "coordinator"))
    with review.path.open("ab") as stream:
        stream.write(b'{"action": "reject", "key"')
    again = opened(folder)
    assert again.counts()["accepted"] == 3  # the statement and the two names in it
    again.decide("accept", item(again, "startDate"))
    assert opened(folder).counts()["accepted"] == 4


def test_what_the_text_does_not_say_is_not_kept(folder: Path) -> None:
    review = opened(folder)
    with pytest.raises(Refused, match="more exact"):
        review.decide("change", item(review, "startDate"), {"object": "2021-03-09"})
    with pytest.raises(Refused, match="does not stand"):
        review.decide(
            "missed", row={"subject": {"class": "Place", "name": "Ningbo"}, "quote": "Bremen"}
        )
    assert not review.path.exists()


def test_killed_in_the_middle(folder: Path) -> None:
    """kill -9 right after a decision: it is there."""
    code = (
        "import os,sys;from pathlib import Path;sys.path.insert(0,'.');"
        "from tests.extraction.test_review import opened,item;"
        f"r=opened(Path({str(folder)!r}));r.decide('accept',item(r,'coordinator'));os.kill(os.getpid(),9)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert opened(folder).counts()["accepted"] == 3


def test_the_record_is_read_by_the_reader_of_records(folder: Path) -> None:
    review = opened(folder)
    for one in list(review.items.values()):
        review.decide("accept", one.key)
    path, problems = finish(review, folder / "sources", folder, keep=True)
    assert problems == []
    (record,) = [r for r in load_sources(folder / "sources").records if r.file]
    keys = {s.key for s in record.statements}
    assert {"name", "participation", "startDate", "grantNumber"} & keys >= {
        "name",
        "participation",
        "startDate",
    }
    assert "quote: " in path.read_text()


def test_on_the_terminal(folder: Path) -> None:
    review = opened(folder)
    answers = iter(["a", "r", "u", "c", "HARBOUR project", "x", "s", "q"])
    told: list[str] = []
    assert run(review, lambda _: next(answers), told.append) is False
    actions = [json.loads(line)["action"] for line in review.path.read_text().splitlines()]
    assert actions[:3] == ["accept", "reject", "undo"]


def test_look_alikes_stay_apart() -> None:
    from graph.extraction.matching import look_alike

    assert look_alike("TC2TideMed", "TCTideMed")
    assert look_alike("Sino-EU TideMed", "TC2TideMed")
    assert look_alike("TIDE-EU-CHINA", "TRANS-TIDE-EU-CHINA")
    assert look_alike("Harbour Programme 7", "Harbour Programme 6")
    assert not look_alike("Ningbo Lan Hai University", "Lan Hai University Ningbo")


def test_known_names(sisters: Path) -> None:
    from graph.extraction.model import Thing
    from graph.extraction.writing import known_names

    known = known_names(sisters)
    assert known.match(Thing("Project", "HARBOUR"))[0].identifier == "project/harbour"
    assert known.match(Thing("Project", "TC2TideMed"))[0].identifier == "project/tc2tidemed"
    assert not any(m.score >= 0.95 for m in known.match(Thing("Project", "TCTideMed")))
    assert known.match(Thing("Country", "Belgien"))[0].identifier == "country/be"


def test_decisions_outlive_the_rules_that_found_what_they_are_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer program whose rules find nothing: what was accepted is there, and is the gold."""
    review = opened(folder)
    review.decide("accept", item(review, "coordinator"))
    review.decide("accept-all", row={"keys": [item(review, "startDate")]})
    review.decide("reject", item(review, "fundingEuro"))
    monkeypatch.setattr("graph.extraction.review.extract", lambda *_: Found())
    again = opened(folder)
    assert {c.property for c in again.accepted()} == {"coordinator", "startDate"}
    assert again.counts()["rejected"] == 1
    (gold,) = of_decisions(folder)
    assert {row.property for row in gold.statements} == {"coordinator", "startDate"}


def test_an_inflected_name_is_the_same_thing_and_its_evidence_holds(tmp_path: Path) -> None:
    text = (
        "Das Projekt UFERLICHT wird von der Zentralen Wasserakademie Celle koordiniert.\n"
        "Die Zentrale Wasserakademie Celle veranstaltete am 3. Mai 2021 in Celle einen Workshop "
        "zum Uferschutz.\n"
    )
    (tmp_path / "harbour.txt").write_text(text)
    (tmp_path / "sources").mkdir()
    review = opened(tmp_path)
    for each in list(review.items):
        if not review.items[each].decision:
            review.decide("accept", each)
    path, problems = finish(review, tmp_path / "sources", tmp_path, keep=False)
    assert problems == []
    assert path.read_text("utf-8").count("\n  organization/") == 1


def test_a_whole_sentence_on_the_terminal(folder: Path) -> None:
    review = opened(folder)
    typed = iter(["e", "q"])
    run(review, lambda question: next(typed), lambda line: None)
    accepted = [c for c in review.accepted() if c.property]
    assert {c.property for c in accepted} == {"coordinator", "country"}
    assert all(c.end <= TEXT.index(". It") + 1 for c in accepted)


def test_offers_are_taken_by_number_on_the_terminal(folder: Path, tmp_path: Path) -> None:
    """What the sentence says is numbered, what is typed narrows it, and a name joins two."""
    (tmp_path / "quay.txt").write_text(
        "The HARBOUR project started in March 2021 and runs for 36 months. The project ESTUARY "
        "began in May 2022.\n"
    )
    review = Review.open(read(tmp_path / "quay.txt"), SCHEMA, Known(None, tmp_path), tmp_path)
    wording = Wording.of(load_ontology(), SCHEMA, "en")
    told: list[str] = []
    typed = iter(["+", "duration", "1", "s", "s", "m", "harb", "1", "q"])
    run(review, lambda question: next(typed), told.append, wording)
    assert any("1  HARBOUR (Project): duration in years = 3" in line for line in told)
    lengths = [c.object for c in review.accepted() if c.property == "durationYears"]
    assert lengths == ["3"]
    assert [t.name for t in review.things() if t.cls == "Project"] == ["HARBOUR"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "The kick-off meeting of HARBOUR took place in Rotterdam from 16 to 19 April 2024. On "
            "the second day, the Port of Ghent and Ningbo Port Group signed a memorandum of "
            "understanding.\n",
            "2024-04-17",
        ),
        (
            "The EU-China Ports Forum was held in Ghent on 3 May 2019. Three days later, the Port "
            "of Ghent and Ningbo Port Group signed a memorandum of understanding.\n",
            "2019-05-06",
        ),
        (
            "Gand, le 24 novembre 2016 – Le Port de Gand et Ningbo Port Group ont signé hier à "
            "Gand un protocole d'accord.\n",
            "2016-11-23",
        ),
        (
            "Bremen, 24. November 2016 – Die Hafen Bremen GmbH und die Ningbo Port Group "
            "unterzeichneten heute eine Absichtserklärung.\n",
            "2016-11-24",
        ),
        (
            "Der Deutsch-Chinesische Hafendialog besteht seit 2017. Seine siebzehnte Sitzung fand "
            "am 23. Mai 2023 in Qingdao statt.\n",
            "17",
        ),
        (
            "El Diálogo UE-China sobre puertos existe desde 2017. La sexta sesión del diálogo se "
            "celebró en Valencia el 2 de junio de 2023.\n",
            "6",
        ),
    ],
)
def test_what_is_offered_is_borne_by_the_check_of_records(
    tmp_path: Path, text: str, value: str
) -> None:
    """Also a day that another passage tells, and an ordinal in words."""
    (tmp_path / "harbour.txt").write_text(text)
    (tmp_path / "sources").mkdir()
    review = opened(tmp_path)
    assert value in [i.candidate.object for i in review.items.values()]
    review.decide("accept-all", row={"keys": list(review.items)})
    assert finish(review, tmp_path / "sources", tmp_path, keep=True)[1] == []


def test_a_day_that_no_place_tells_is_refused(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text(
        "The kick-off meeting of HARBOUR took place in Rotterdam from 16 to 19 April 2024. On the "
        "second day, the Port of Ghent and Ningbo Port Group signed a memorandum of "
        "understanding.\n"
    )
    (tmp_path / "sources").mkdir()
    review = opened(tmp_path)
    review.decide("accept-all", row={"keys": list(review.items)})
    path, _ = finish(review, tmp_path / "sources", tmp_path, keep=True)
    path.write_text(path.read_text().replace("2024-04-17", "2024-04-18"))
    problems = problems_of(path, tmp_path / "sources", tmp_path)
    assert any("the date 2024-04-18 is not named" in problem for problem in problems)


def test_a_refusal_is_about_the_very_row(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text(
        "The HARBOUR project began in March 2021. The HARBOUR project began in May 2022.\n"
    )
    (tmp_path / "sources").mkdir()
    review = opened(tmp_path)
    review.decide("accept-all", row={"keys": list(review.items)})
    path, problems = finish(review, tmp_path / "sources", tmp_path, keep=True)
    (told,) = refusals(review, path, problems, "en")
    assert review.items[told.key].candidate.property == "startDate"
    assert "2021-03 and 2022-05" in told.words
