"""The page of eucn curate: this machine only, with its token; every act is saved."""

from __future__ import annotations

import ast
import inspect
import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from graph.extraction import keeping, review, stating, terminal, verify, vocabulary
from graph.extraction.document import Document
from graph.extraction.documents import read
from graph.extraction.matching import Known
from graph.extraction.model import CLASSES, Thing
from graph.extraction.wording.reasons import reason
from graph.extraction.wording.terms import called, keys, labels, vocabularies
from graph.extraction.wording.words import words
from graph.languages import LANGUAGES
from graph.records.schema import load_ontology, load_schema
from server.curate.app import MOST_MARKED, Desk, create_app
from server.curate.queue import Queue

TEXT = "The HARBOUR project is coordinated by the Port of Ghent. It began in March 2021.\n"
HOST = {"base_url": "http://127.0.0.1:8000"}
WRITE = {"X-Curate": "1"}
DOORS = ["decide", "check", "suggest", "offers", "known", "finish", "word"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 cut")
    sources = tmp_path / "sources"
    sources.mkdir()
    return Desk(Queue(tmp_path, None), load_schema(), Known(None, tmp_path), sources, keep=True)


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    client = create_app(desk).test_client()
    assert client.get(f"/?token={desk.token}", **HOST).status_code == 302
    return client


def test_only_this_machine_with_the_token(desk: Desk) -> None:
    stranger = create_app(desk).test_client()
    assert stranger.get("/", **HOST).status_code == 403
    assert stranger.get("/?token=wrong", **HOST).status_code == 403
    assert stranger.get(f"/?token={desk.token}", base_url="http://evil.example").status_code == 403
    far = stranger.get(f"/?token={desk.token}", environ_base={"REMOTE_ADDR": "192.0.2.1"}, **HOST)
    assert far.status_code == 403


@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_object_is_refused(client: FlaskClient, door: str) -> None:
    for body in (1, [1], "x", True, {"row": 1}, {"row": [1]}, {"row": {"keys": 7}}):
        answer = client.post(f"/api/0/{door}", json=body, headers=WRITE, **HOST)
        assert answer.status_code == 400, body


@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_written_down_is_refused(client: FlaskClient, door: str) -> None:
    bodies = [
        b"[" * 100_000,
        b'{"row":' * 20_000,
        b'{"action": "missed", "row": {"note": "\\ud800"}}',
        b'{"word": "\\udfff", "typed": "\\udfff", "quote": "\\udfff"}',
        b'{"action": "accept-all", "row": {"keys": [[1], {}]}}',
    ]
    for body in bodies:
        fields = {**WRITE, "Content-Type": "application/json"}
        answer = client.post(f"/api/0/{door}", data=body, headers=fields, **HOST)
        assert answer.status_code == 400, body[:60]


@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣", "-1", "9" * 9])
def test_numbers_of_no_document(client: FlaskClient, number: str) -> None:
    for path in (f"/document/{number}", f"/api/{number}"):
        assert client.get(path, **HOST).status_code == 404


def test_a_token_of_other_letters_is_a_wrong_one(desk: Desk) -> None:
    assert create_app(desk).test_client().get("/?token=%C3%A9", **HOST).status_code == 403


def test_no_form_of_another_site_can_write(client: FlaskClient) -> None:
    assert client.post("/api/0/decide", json={"action": "undo"}, **HOST).status_code == 403


def test_the_queue_tells_twins_and_broken_files(client: FlaskClient) -> None:
    page = client.get("/", **HOST).get_data(as_text=True)
    assert "Same text as a.txt" in page
    assert "breaks off" in page
    assert "script-src 'self'" in client.get("/", **HOST).headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_three_languages(client: FlaskClient, language: str) -> None:
    page = client.get(f"/document/0?lang={language}", **HOST).get_data(as_text=True)
    assert words(language)["finish"] in page
    assert all(words(language).values())


def test_decide_check_undo_finish(client: FlaskClient, desk: Desk) -> None:
    state = client.get("/api/0", **HOST).get_json()
    assert state["text"] == TEXT
    item = next(i for i in state["items"] if i.get("property") == "startDate")
    wrong = client.post(
        "/api/0/check",
        json={"key": item["key"], "row": {"object": "2021-03-09"}},
        headers=WRITE,
        **HOST,
    )
    assert wrong.status_code == 422
    assert "more exact than the text" in wrong.get_json()["error"]
    for each in state["items"]:
        answer = client.post(
            "/api/0/decide", json={"action": "accept", "key": each["key"]}, headers=WRITE, **HOST
        )
        assert answer.status_code == 200
    assert answer.get_json()["counts"]["open"] == 0
    undone = client.post("/api/0/decide", json={"action": "undo"}, headers=WRITE, **HOST).get_json()
    assert undone["counts"]["open"] == 1
    done = client.post("/api/0/finish", json={}, headers=WRITE, **HOST).get_json()
    assert done == {"file": "a.yaml", "problems": [], "refused": [], "left_out": []}
    assert (desk.sources / "a.yaml").exists()


def test_a_missing_word_is_proposed_with_three_labels(client: FlaskClient, tmp_path: Path) -> None:
    row = {"scheme": "event-kind", "word": "hackathon", "en": "hackathon", "de": "Hackathon"}
    lacking = client.post("/api/0/word", json=row, headers=WRITE, **HOST)
    assert lacking.get_json()["error"] == "a label is missing: zh"
    done = client.post("/api/0/word", json=row | {"zh": "黑客松"}, headers=WRITE, **HOST)
    assert done.status_code == 200
    graph = Graph().parse(tmp_path / "vocabulary-proposals.ttl")
    assert len(set(graph.subjects())) == 1
    known = client.post("/api/0/word", json=row | {"word": "workshop"}, headers=WRITE, **HOST)
    assert "already" in known.get_json()["error"]


def test_every_reason_is_told_in_three_languages() -> None:
    """What the verifier may say has a line in reasons.toml: found in the source, not by hand."""
    missing = []
    for module in (keeping, review, stating, terminal, verify, vocabulary):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if not (
                isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused"
            ) or not isinstance(node.args[0], ast.Constant | ast.JoinedStr):
                continue
            told = node.args[0]
            text = (
                told.value
                if isinstance(told, ast.Constant)
                else "".join(
                    part.value if isinstance(part, ast.Constant) else "subject"
                    for part in told.values
                )
            )
            missing += [text for lang in ("de", "zh") if reason(str(text), lang) == text]
    assert not missing
    assert reason("the text does not name 'Ghent'", "de") == "der Text nennt „Ghent“ nicht"
    assert reason("no such words", "zh") == "no such words"


def test_names_follow_their_statement_and_statements_their_name(client: FlaskClient) -> None:
    items = client.get("/api/0", **HOST).get_json()["items"]
    statement = next(i for i in items if i.get("property") == "coordinator")

    def decide(**body: object) -> list[dict[str, object]]:
        answer = client.post("/api/0/decide", json=body, headers=WRITE, **HOST)
        assert answer.status_code == 200, answer.get_json()
        return list(answer.get_json()["items"])

    after = {i["key"]: i for i in decide(action="accept", key=statement["key"])}
    names = [i for i in items if "property" not in i]
    assert len(names) == 2
    assert all(
        after[i["key"]]["decision"] == "accept" and after[i["key"]]["implied"] for i in names
    )
    assert not any(i["decision"] for i in decide(action="undo"))
    port = next(i for i in names if i["subject"]["class"] == "Partner")
    rejected = {i["key"]: i for i in decide(action="reject", key=port["key"])}
    assert rejected[statement["key"]]["decision"] == "reject"
    decide(action="undo")
    everything = [i["key"] for i in items]
    assert all(
        i["decision"] == "accept" for i in decide(action="accept-all", row={"keys": everything})
    )


def test_a_corrected_name_is_corrected_in_what_is_said_of_it(client: FlaskClient) -> None:
    items = client.get("/api/0", **HOST).get_json()["items"]
    port = next(i for i in items if "property" not in i and i["subject"]["name"] == "Port of Ghent")
    row = {"subject": {"class": "Cluster", "name": "Port of Ghent"}}
    answer = client.post(
        "/api/0/decide",
        json={"action": "change", "key": port["key"], "row": row},
        headers=WRITE,
        **HOST,
    ).get_json()
    (told,) = [i for i in answer["items"] if i.get("property") == "coordinator"]
    assert told["object"] == row["subject"]


@pytest.mark.parametrize(
    ("key", "quote", "value"),
    [
        ("startDate", "It began in March 2021", {"value": "2021-03"}),
        ("fundingEuro", "with 2,5 Mio. Euro", {"value": "2500000"}),
        ("coordinator", "by the Port of Ghent", {"value": "Port of Ghent", "class": "Partner"}),
        ("country", "a port in Belgium", {"value": "Belgium", "class": "Country"}),
        ("grantNumber", "grant agreement 869345", {"value": "869345"}),
        ("grantNumber", "its number is 2019YFE0123456", {"value": "2019YFE0123456"}),
    ],
)
def test_marked_words_propose_a_value(
    client: FlaskClient, key: str, quote: str, value: dict[str, str]
) -> None:
    subject = {"class": "Partner" if key == "country" else "Project", "name": "HARBOUR"}
    body = {"property": key, "quote": quote, "subject": subject}
    assert client.post("/api/0/suggest", json=body, headers=WRITE, **HOST).get_json() == value


def test_classes_and_properties_are_called_as_the_ontology_calls_them(desk: Desk) -> None:
    ontology = load_ontology()
    names = keys(desk.schema)
    told = labels(ontology, names)
    assert told["de"]["coordinator"] == "Koordinator"
    assert told["zh"]["Project"] == "项目"
    assert set(told["en"]) >= {*names, *CLASSES}
    assert [n for n in names if told["zh"][n] == n or told["de"][n] == n] == []
    for language in LANGUAGES:
        listed = vocabularies(ontology, desk.schema)[language]
        assert {s: len(rows) for s, rows in listed.items()} == {
            s: len(words) for s, words in desk.schema.concepts.items()
        }
        assert set(called(ontology, desk.schema)[language]) >= set(desk.schema.concepts)


def test_what_can_be_said_is_told_with_parts_and_words(client: FlaskClient) -> None:
    told = client.get("/api/said", **HOST).get_json()

    def parts(cls: str, key: str) -> dict[str, dict[str, object]]:
        field = next(f for n in told["classes"][cls] if (f := told["fields"][n])["key"] == key)
        return {told["fields"][n]["key"]: told["fields"][n] for n in field["parts"]}

    assert parts("Agreement", "action")["locatedIn"]["classes"] == ["Place", "Country"]
    assert parts("Person", "post")["role"]["scheme"] == "person-role"
    assert parts("Project", "figure")["qualifier"]["scheme"] == "qualifier"
    assert "minister" in [name for name, _ in told["words"]["person-role"]]


def test_marked_words_fill_the_parts_of_a_mapping(client: FlaskClient) -> None:
    body = {
        "property": "participation",
        "subject": {"class": "Project", "name": "HARBOUR"},
        "quote": "coordinated by the Port of Ghent",
    }
    answer = client.post("/api/0/suggest", json=body, headers=WRITE, **HOST).get_json()
    assert answer["parts"] == {"participant": {"class": "Partner", "name": "Port of Ghent"}}


def test_a_proposed_word_can_be_said_and_waits_for_the_vocabulary(
    client: FlaskClient, desk: Desk
) -> None:
    labels = {"en": "lock keeper", "de": "Schleusenwärter", "zh": "船闸管理方"}
    row = {"scheme": "organisation-kind", "word": "lock-keeper"} | labels
    assert client.post("/api/0/word", json=row, headers=WRITE, **HOST).status_code == 200
    assert ["lock-keeper", "lock-keeper (proposed)"] in client.get("/api/said", **HOST).get_json()[
        "words"
    ]["organisation-kind"]
    fact = {
        "subject": {"class": "Partner", "name": "Port of Ghent"},
        "property": "kind",
        "object": "lock-keeper",
        "quote": "Port of Ghent",
    }
    body = {"action": "missed", "row": fact}
    assert client.post("/api/0/decide", json=body, headers=WRITE, **HOST).status_code == 200
    done = client.post("/api/0/finish", json={}, headers=WRITE, **HOST).get_json()
    assert done["left_out"] == ["Port of Ghent: kind lock-keeper"]
    assert done["problems"] == []


def test_a_document_that_comes_later_is_listed_and_numbers_stay(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    before = [entry.path.name for entry in desk.queue.entries]
    (tmp_path / "0-late.html").write_text(f"<html><body><p>{TEXT} It is late.</p></body></html>")
    page = client.get("/", **HOST).get_data(as_text=True)
    assert "0-late.html" in page
    assert [entry.path.name for entry in desk.queue.entries] == [*before, "0-late.html"]
    # The text that is written beside it, when it is opened, is no document of its own.
    assert client.get(f"/api/{len(before)}", **HOST).status_code == 200
    client.get("/", **HOST)
    assert len(desk.queue.entries) == len(before) + 1
    # A broken one that is whole now can be opened.
    (tmp_path / "broken.pdf").unlink()
    assert client.get("/", **HOST).status_code == 200


def offers(client: FlaskClient, words: str, **more: object) -> list[dict[str, object]]:
    start = TEXT.index(words)
    body = {"start": start, "end": start + len(words), **more}
    answer = client.post("/api/0/offers", json=body, headers=WRITE, **HOST)
    assert answer.status_code == 200, answer.get_json()
    return list(answer.get_json()["offers"])


def test_marked_words_and_typing_lead_to_statements(client: FlaskClient) -> None:
    marked = [one["rows"][0] for one in offers(client, "Port of Ghent", marked=True)]  # type: ignore[index]
    assert {"class": "Partner", "name": "Port of Ghent"} in [
        row.get("object", row["subject"]) for row in marked
    ]
    typed = offers(client, "Port of Ghent", typed="country fra")
    assert typed[0]["ask"] == ["why"]
    assert typed[0]["rows"][0]["object"] == {"class": "Country", "name": "France"}  # type: ignore[index]
    for bad in ({"start": 5, "end": 2}, {"start": "0", "end": 3}, {}, {"start": 0, "end": 10**9}):
        assert client.post("/api/0/offers", json=bad, headers=WRITE, **HOST).status_code == 400


def test_of_a_long_mark_the_beginning_is_looked_at(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    text = "\n".join(f"The HARBOUR project began in March {year}." for year in range(2000, 2200))
    (tmp_path / "long.txt").write_text(text)
    client.get("/", **HOST)
    number = len(desk.queue.entries) - 1
    body = {"start": 0, "end": len(text), "marked": True}
    answer = client.post(f"/api/{number}/offers", json=body, headers=WRITE, **HOST).get_json()
    assert answer["offers"]
    assert answer["place"][1] < MOST_MARKED + 40 < len(text)


def test_several_statements_are_one_decision(client: FlaskClient) -> None:
    subject = {"class": "Project", "name": "HARBOUR"}
    rows = [
        {"subject": subject, "property": "topic", "object": word, "quote": "HARBOUR project"}
        for word in ("ports", "no-such-topic")
    ]

    def decide(action: str, row: object) -> dict[str, object]:
        body = {"action": action, "row": row}
        answer = client.post("/api/0/decide", json=body, headers=WRITE, **HOST)
        return dict(answer.get_json()) | {"status": answer.status_code}

    words = sorted(load_schema().concepts["topic"])[:2]
    assert decide("missed", {"rows": rows})["status"] == 422
    before = len(client.get("/api/0", **HOST).get_json()["items"])
    good = [row | {"object": word} for row, word in zip(rows, words, strict=True)]
    assert len(decide("missed", {"rows": good})["items"]) == before + 2  # type: ignore[arg-type]
    assert len(decide("undo", None)["items"]) == before  # type: ignore[arg-type]


def test_what_an_amount_is_is_told_before_it_is_accepted(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "c.txt").write_text("The HARBOUR project has a grant of 5 million yuan.\n")
    client.get("/", **HOST)
    number = len(desk.queue.entries) - 1
    items = client.get(f"/api/{number}", **HOST).get_json()["items"]
    (sum_,) = [item for item in items if item.get("property") == "amount"]
    assert sum_["amountKind"] == "grant"


def test_reading_many_new_files_holds_nobody_up(
    client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()
    client.get("/api/0", **HOST)

    def slow(path: Path) -> Document:
        reading.set()
        assert go_on.wait(120)
        return read(path)

    monkeypatch.setattr("server.curate.queue.read", slow)
    (desk.queue.folder / "c.txt").write_text("ANCHOR began in 2022.\n")
    looking = threading.Thread(target=desk.queue.look)
    looking.start()
    assert reading.wait(120)
    told: list[int] = []
    asking = threading.Thread(
        target=lambda: told.append(client.get("/api/0", **HOST).status_code), daemon=True
    )
    asking.start()
    asking.join(120)
    go_on.set()
    looking.join(120)
    assert told == [200]
    assert desk.queue.entries[-1].name == "c"


ALIKE = (
    "The HARBOUR project is coordinated by the Port of Ghent. HARBOUR is also called the project "
    "ESTUARY. The project ESTUARY began in March 2021.\n"
)


def test_two_things_of_a_text_are_joined_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ALIKE)
    opened = review.Review.open(
        read(tmp_path / "a.txt"), load_schema(), Known(None, tmp_path), tmp_path
    )
    other, into = Thing("Project", "ESTUARY"), Thing("Project", "HARBOUR")
    assert {other, into} <= set(opened.things())
    assert opened.alike(other, "harb") == [into]
    opened.decide("merge", row={**other.as_json(), "into": into.as_json()})
    again = review.Review.open(opened.document, opened.schema, opened.known, tmp_path)
    for one in (opened, again):
        assert other not in one.things()
        said = [i.candidate for i in one.items.values() if i.candidate.property == "startDate"]
        assert [(c.subject, c.object) for c in said] == [(into, "2021-03")]
        assert said[0].also  # where HARBOUR is named
    opened.decide("undo")
    assert other in opened.things()
    # A name that is changed to that of another thing of the text means that thing.
    name = next(
        i
        for i in opened.items.values()
        if i.candidate.subject == other and i.candidate.property is None
    )
    opened.decide("change", name.key, {"subject": into.as_json()})
    assert other not in opened.things()
    with pytest.raises(verify.Refused, match="that the text names"):
        opened.decide("merge", row={**into.as_json(), "into": {"class": "Project", "name": "NONE"}})


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_refusal_names_its_row_in_the_language_of_the_page(
    client: FlaskClient, desk: Desk, language: str
) -> None:
    state = client.get("/api/0", **HOST).get_json()
    for each in state["items"]:
        client.post(
            "/api/0/decide", json={"action": "accept", "key": each["key"]}, headers=WRITE, **HOST
        )
    client.post("/api/0/finish", json={}, headers=WRITE, **HOST)
    record = (desk.sources / "a.yaml").read_text()
    number = next(n for n, line in enumerate(record.splitlines(), 1) if "startDate" in line)
    problems = [
        f"sources/a.yaml:{number}: project/harbour startDate: "
        "March of the date 2021-03 is not named at 3-9",
        "sources/a.yaml:0: violation: organization/port-of-ghent: no name of country/be is "
        "found at 3-9; add a second place with 'also:'",
        "sources/other.yaml:3: violation: x",
    ]
    desk.builder._last = {"code": 1, "built": True, "problems": problems}
    told = client.get(f"/api/0/build?lang={language}", **HOST).get_json()["refused"]
    rows = {item["key"]: item for item in state["items"]}
    assert rows[told[0]["key"]]["property"] == "startDate"
    assert rows[told[1]["key"]]["subject"]["name"] == "Port of Ghent"
    assert told[2] == {"key": "", "words": problems[2]}
    for one in told[:2]:
        assert "also:" not in one["words"]
        assert "is not named at" not in one["words"]
    assert len({one["words"] for one in told}) == 3


def test_what_the_check_refuses_is_told_before_the_record_is_written(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        "The HARBOUR project began in March 2021. The HARBOUR project began in May 2022.\n"
    )
    desk.reviews.clear()
    desk.queue = Queue(tmp_path, None)
    state = client.get("/api/0", **HOST).get_json()

    def decided(action: str, key: str) -> list[dict[str, str]]:
        said = {"action": action, "key": key}
        client.post("/api/0/decide", json=said, headers=WRITE, **HOST)
        return list(client.get("/api/0/refused", **HOST).get_json()["refused"])

    starts = [i["key"] for i in state["items"] if i.get("property") == "startDate"]
    assert len(starts) == 2
    assert decided("accept", starts[0]) == []
    (told,) = decided("accept", starts[1])
    assert told["key"] in starts
    assert "2021-03 and 2022-05" in told["words"]
    assert decided("reject", starts[1]) == []
    assert list(desk.sources.iterdir()) == []
