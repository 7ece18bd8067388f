"""Work that a person did is not written over: by extract, by the review, by another record."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.extraction.finishing import finish
from graph.extraction.matching import Known
from graph.extraction.review import Review
from graph.extraction.verify import Refused
from graph.records.load import load_sources
from tests.extraction.harbour import opened


def reviewed(folder: Path, *properties: str) -> Review:
    review = opened(folder)
    for item in list(review.items.values()):
        if item.candidate.property in properties:
            review.decide("accept", item.key)
    return review


def extracted(folder: Path) -> tuple[int, str]:
    target = str(folder / "sources" / "harbour.yaml")
    done = CliRunner().invoke(main, ["extract", str(folder / "harbour.txt"), "-o", target])
    return done.exit_code, done.output


def test_what_was_written_by_hand_stays(folder: Path) -> None:
    review = reviewed(folder, "coordinator", "startDate")
    path, problems = finish(review, folder / "sources", folder, keep=False)
    assert problems == []
    text = path.read_text()
    place = "place/ghent:\n    - name: Ghent\n      why: the port is there  # mine\n"
    text = text.replace("entities:\n", "entities:\n  " + place)
    text = text.replace(
        "  project/harbour:\n", "  project/harbour:\n    - acronym: HBR\n      why: x\n"
    )
    start = next(i for i in text.splitlines() if "startDate" in i)
    text = text.replace(start, start.replace("2021-03", "2021"))
    path.write_text(text)
    review.decide(
        "accept",
        next(
            i.key
            for i in review.items.values()
            if i.candidate.property == "fundingEuro" or i.candidate.property == "totalCost"
        ),
    )
    _, problems = finish(review, folder / "sources", folder, keep=False)
    assert problems == []
    again = path.read_text()
    assert place in again
    assert "acronym: HBR" in again
    assert again.count("startDate") == 1
    assert 'startDate: "2021"' in again
    assert "2000000" in again
    # What is taken back in the review goes; what was written by hand stays once more.
    review.decide("undo")
    finish(review, folder / "sources", folder, keep=False)
    assert "2000000" not in path.read_text()
    assert place in path.read_text()


@pytest.mark.parametrize(
    "there",
    [
        "document: {id: document/harbour}\n",
        "document:\n  id: document/harbour\nentities:\n  place/x:\n    - name: X\n",
    ],
)
def test_a_record_of_another_hand_is_left_as_it_is(folder: Path, there: str) -> None:
    path = folder / "sources" / "harbour.yaml"
    path.write_text(there)
    with pytest.raises(Refused, match=r"harbour\.yaml"):
        finish(reviewed(folder, "coordinator"), folder / "sources", folder, keep=False)
    assert path.read_text() == there


def test_extract_writes_over_nothing_that_was_worked_on(folder: Path) -> None:
    assert extracted(folder)[0] == 0
    assert extracted(folder)[0] == 0  # a draft that nobody touched
    path = folder / "sources" / "harbour.yaml"
    draft = path.read_text()
    path.write_text(draft + "# mine\n")
    code, told = extracted(folder)
    assert code == 1
    assert "harbour.yaml was changed since it was written" in told
    path.write_text(draft)
    review = reviewed(folder, "coordinator")
    code, told = extracted(folder)
    assert code == 1
    assert "has decisions in" in told
    finish(review, folder / "sources", folder, keep=False)
    record = path.read_text()
    code, told = extracted(folder)
    assert code == 1
    assert "is a record already" in told
    assert "-o" in told
    assert path.read_text() == record


def test_a_draft_is_in_nobodys_way(folder: Path) -> None:
    sources = folder / "sources"
    path, problems = finish(reviewed(folder, "startDate"), sources, folder, keep=False)
    assert problems == []
    start = next(i for i in path.read_text().splitlines() if "startDate" in i)
    second = path.read_text().replace(
        start, f"{start.replace('2021-03', '2022')}\n      why: x\n{start}"
    )
    draft = second.replace("entities:", "  draft: true\nentities:").replace(
        "document/harbour", "document/draft"
    )
    (sources / "draft.yaml").write_text(draft + "  # and what is no fact\n")
    found = load_sources(sources)
    assert [r.document for r in found.drafts] == ["document/draft"]
    assert [r.document for r in found.records if r.file] == ["document/harbour"]
    assert any("startDate" in str(p) for p in found.unready), found.unready


def test_a_host_is_written_and_what_is_not_is_told(folder: Path) -> None:
    text = "The Port of Ghent hosted the Harbour Days Forum in Ghent. HARBOUR is a project.\n"
    (folder / "harbour.txt").write_text(text)
    review = opened(folder)
    row = {
        "subject": {"class": "Event", "name": "Harbour Days Forum"},
        "property": "host",
        "object": {"class": "Partner", "name": "Port of Ghent"},
        "quote": "The Port of Ghent hosted the Harbour Days Forum",
    }
    for quote, cls in (("Harbour Days Forum", "Event"), ("Port of Ghent", "Partner")):
        named = {"subject": {"class": cls, "name": quote}, "quote": quote}
        review.decide("missed", row=named)
    review.decide("missed", row=row)
    path, problems = finish(review, folder / "sources", folder, keep=False)
    assert problems == []
    assert "role: host}" in path.read_text()
    assert review.left_out == []


def test_a_sentence_does_not_end_at_a_legal_form(folder: Path) -> None:
    text = (
        "The HARBOUR project includes the Port of Ghent, Lagunari Sensori S.r.l. (Italy), "
        "Hefei Qingshui Co., Ltd. and Ningbo Port Group. It began in March 2021.\n"
    )
    (folder / "harbour.txt").write_text(text)
    review = opened(folder)
    first = next(i for i in review.items.values() if i.candidate.start < 10)
    keys = review.sentence(first)
    ends = [review.items[k].candidate.end for k in keys]
    assert max(ends) > text.index("Ningbo")
    assert max(ends) < text.index("It began")


def test_the_name_of_a_ministry_goes_on_behind_the_apostrophe() -> None:
    from graph.extraction.extract import extract

    for mark in "'’":
        name = f"Ministry of Science and Technology of the People{mark}s Republic of China"
        found = extract(f"The Chinese partners are funded by the {name}.\n", "en").candidates
        names = {c.subject.name for c in found if c.property is None}
        assert not any(n.endswith("People") for n in names), names
        assert name in names


def test_known_things_are_found_while_one_types(known: Known) -> None:
    for typed, identifier in (("harbour", "project/harbour"), ("tc2tide", "project/tc2tidemed")):
        assert identifier in [m.identifier for m in known.search(typed, "Project")]
    assert known.search("project/har", "Project")[0].identifier == "project/harbour"
    name = "Maritime Institute of Imagined Studies"
    for typed in (name, name[:-4], "imagined"):
        found = [match.identifier for match in known.search(typed, "Partner")]
        assert "organization/institute-of-imagined-studies" in found
    assert "organization/pic-1" in [m.identifier for m in known.search("tide kork", "Partner")]


def test_a_name_that_the_page_takes_is_taken_by_the_record(folder: Path) -> None:
    """The nominative stands nowhere in the text: page and record know it all the same."""
    text = "Das Bayerische Ministerium für Häfen fördert HARBOUR. HARBOUR ist ein Projekt.\n"
    (folder / "harbour.txt").write_text(text)
    review = opened(folder)
    name = "Bayerisches Ministerium für Häfen"
    thing = {"class": "Partner", "name": name}
    review.decide("missed", row={"subject": thing, "quote": "Das Bayerische Ministerium für Häfen"})
    path, problems = finish(review, folder / "sources", folder, keep=False)
    assert problems == []
    assert f'name: "{name}"' in path.read_text()
    place = text.index("Bayerische")
    missed = {"subject": thing, "quote": text[place : place + len(name) - 1]}
    review.decide("undo")
    review.decide("missed", row=missed)
    finish(review, folder / "sources", folder, keep=False)
    assert "kind: ministry" in path.read_text()


def test_text_and_record_in_one_folder(folder: Path) -> None:
    """What is remembered of a record is no record, also where texts lie beside the records."""
    for _ in range(2):
        _, problems = finish(reviewed(folder, "coordinator"), folder, folder, keep=False)
        assert problems == []
    assert (folder / "harbour.written").exists()
