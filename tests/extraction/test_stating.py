"""What a person can say in a review: every key that a record may have, with the text behind it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.extraction.documents import read
from graph.extraction.finishing import finish
from graph.extraction.matching import Known
from graph.extraction.model import Candidate, Thing
from graph.extraction.review import Item, Review
from graph.extraction.sayable import sayable
from graph.extraction.stating import numbers_in
from graph.extraction.terminal import run
from graph.extraction.verify import Refused, Verifier
from graph.extraction.wording.reasons import reason
from graph.extraction.wording.speaking import Wording, sentences
from graph.extraction.wording.terms import spoken
from graph.languages import LANGUAGES, of_environment
from graph.records.load import load_sources
from graph.records.schema import Kind, load_ontology
from server.curate.suggestion import suggested, suggested_parts
from tests.extraction.harbour import SCHEMA

TEXT = (
    "Ports talk in Ghent\n\n"
    "The HARBOUR project runs for three years, with more than eleven partners. "
    "The Port of Ghent receives 2 million euros.\n"
    "On 3 May 2022 the Port of Ghent and Ningbo Port Group (宁波港集团) signed a memorandum of "
    "understanding in Ghent, at the Ghent Port Day. Vice-Minister Li Hua of the Ministry of "
    "Transport was a guest. The memorandum of understanding is a result of HARBOUR.\n"
)
Row = dict[str, Any]
WORDS = spoken(load_ontology(), SCHEMA)


def named(cls: str, name: str) -> Row:
    return {"class": cls, "name": name}


PORT = named("Partner", "Port of Ghent")
PROJECT = named("Project", "HARBOUR")
MEMORANDUM = named("Agreement", "memorandum of understanding")
DAY = named("Event", "Ghent Port Day")
LI = named("Person", "Li Hua")
GROUP = named("Partner", "Ningbo Port Group")
GUEST = "Vice-Minister Li Hua of the Ministry of Transport was a guest"
SIGNED = (
    "On 3 May 2022 the Port of Ghent and Ningbo Port Group (宁波港集团) signed a memorandum of "
    "understanding in Ghent"
)

SAID: list[tuple[Row, str, Any, str, str]] = [
    (PORT, "kind", "public-body", "Port of Ghent", "kind: public-body"),
    (DAY, "kind", "ceremony", "Ghent Port Day", "kind: ceremony"),
    (MEMORANDUM, "kind", "letter-of-intent", "memorandum", "kind: letter-of-intent"),
    (GROUP, "name", "宁波港集团", "Ningbo Port Group (宁波港集团)", 'name: {zh: "宁波港集团"}'),
    (PROJECT, "acronym", "HARBOUR", "HARBOUR", 'acronym: "HARBOUR"'),
    (PROJECT, "durationYears", "3", "runs for three years", "durationYears: 3"),
    (MEMORANDUM, "signedAt", DAY, "at the Ghent Port Day", "signedAt: event/ghent-port-day"),
    (MEMORANDUM, "resultOf", PROJECT, "a result of HARBOUR", "resultOf: project/harbour"),
    (PROJECT, "topic", "transport", "HARBOUR", "topic: transport"),
    (
        PROJECT,
        "objective",
        "Help two ports learn from each other",
        "HARBOUR",
        'objective: "Help two',
    ),
]
PARTS: list[tuple[Row, str, Row, str, str]] = [
    (
        PROJECT,
        "figure",
        {
            "value": "11",
            "unit": "organisation",
            "qualifier": "more-than",
            "summary": "Partners of the work",
        },
        "with more than eleven partners",
        "value: 11, unit: organisation, qualifier: more-than",
    ),
    (
        MEMORANDUM,
        "action",
        {"kind": "signature", "date": "2022-05-03", "locatedIn": named("Place", "Ghent")},
        SIGNED,
        'action: {kind: signature, date: "2022-05-03", locatedIn: place/ghent}',
    ),
    (
        LI,
        "post",
        {"at": named("Partner", "Ministry of Transport"), "role": "deputy-minister"},
        GUEST,
        "post: {holder: person/li-hua, role: deputy-minister}",
    ),
    (
        DAY,
        "participation",
        {"participant": LI, "role": "guest"},
        GUEST,
        "participation: {participant: person/li-hua, role: guest}",
    ),
    (
        PROJECT,
        "participation",
        {"participant": PORT, "role": "beneficiary", "fundingEuro": "2000000"},
        "The Port of Ghent receives 2 million euros",
        "role: beneficiary, fundingEuro: 2000000}",
    ),
    (
        PORT,
        "cooperation",
        {"with": GROUP, "kind": "business"},
        SIGNED,
        "cooperation: {with: organization/ningbo-port-group, kind: business}",
    ),
]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    (tmp_path / "ports.txt").write_text(TEXT)
    (tmp_path / "sources").mkdir()
    return Review.open(read(tmp_path / "ports.txt"), SCHEMA, Known(None, tmp_path), tmp_path)


def test_all_of_it_is_written_and_read_as_a_record(review: Review) -> None:
    for subject, key, value, quote, _ in SAID:
        row = {"subject": subject, "property": key, "object": value, "quote": quote}
        review.decide("missed", row=row)
    for subject, key, parts, quote, _ in PARTS:
        row = {"subject": subject, "property": key, "parts": parts, "quote": quote}
        review.decide("missed", row=row)
    path, problems = finish(review, review.folder / "sources", review.folder, keep=False)
    assert problems == []
    assert review.left_out == []
    text = path.read_text("utf-8")
    for *_, line in [*SAID, *PARTS]:
        assert line in text
    (record,) = load_sources(review.folder / "sources").records
    assert {"kind", "post", "signedAt", "resultOf", "durationYears"} <= {
        s.key for s in record.statements
    }
    # The kind that was said stands alone: what the name tells does not contradict it.
    kinds = [s for s in record.statements if s.key == "kind" and s.subject.startswith("agreement/")]
    assert len(kinds) == 1


def test_what_was_said_in_parts_is_there_again(review: Review) -> None:
    subject, key, parts, quote, _ = PARTS[0]
    row = {"subject": subject, "property": key, "parts": parts, "quote": quote}
    review.decide("missed", row=row)
    again = Review.open(review.document, SCHEMA, review.known, review.folder)
    (item,) = [i for i in again.items.values() if i.missed]
    assert item.candidate.as_json()["parts"] == parts
    again.decide("change", item.key, {"parts": parts | {"qualifier": "about"}})
    (changed,) = [i for i in again.items.values() if i.missed]
    assert dict(changed.candidate.parts)["qualifier"] == "about"


@pytest.mark.parametrize(
    ("subject", "key", "value", "reason"),
    [
        (PORT, "kind", "harbour", "is no word of the vocabulary organisation-kind"),
        (PROJECT, "durationYears", "4", "does not give the number 4"),
        (PROJECT, "objective", " ".join(["word"] * 16), "has 16 words"),
        (
            PROJECT,
            "objective",
            "The project runs for three years, with more",
            "are the words of the text",
        ),
        (MEMORANDUM, "signedAt", named("Event", "Bremen Port Day"), "does not name"),
        (PROJECT, "acronym", "HRB", "does not stand in the passage"),
        (PROJECT, "signedAt", DAY, "has no signedAt"),
        (
            PROJECT,
            "figure",
            {"value": "12", "unit": "organisation", "summary": "Partners"},
            "does not give the number 12",
        ),
        (PROJECT, "figure", {"value": "11", "unit": "organisation"}, "summary is missing"),
        (PROJECT, "figure", {"value": "11", "summary": "x"}, "unit is missing"),
        (
            PROJECT,
            "figure",
            {"value": "11", "unit": "organisation", "summary": "x", "colour": "red"},
            "has no part 'colour'",
        ),
        (
            PROJECT,
            "participation",
            {"participant": named("Place", "Ghent"), "role": "guest"},
            "a Place is no participant",
        ),
        (PROJECT, "participation", {"participant": PORT, "role": "king"}, "is no word"),
        (
            PROJECT,
            "participation",
            {"participant": PORT, "role": "guest", "startDate": "2022-05-04"},
            "does not give the date",
        ),
    ],
)
def test_what_the_text_does_not_bear_is_refused(
    review: Review, subject: Row, key: str, value: Any, reason: str
) -> None:
    quote = "The HARBOUR project runs for three years, with more than eleven partners"
    row = {"subject": subject, "property": key, "quote": quote}
    node = isinstance(value, dict) and "class" not in value
    with pytest.raises(Refused, match=reason):
        review.decide("missed", row=row | {"parts" if node else "object": value})
    assert not review.path.exists()


def test_a_program_cannot_judge(review: Review) -> None:
    """Kinds, own words and mappings are a person's: proposals with them stay refused."""
    verifier = Verifier(TEXT, SCHEMA)
    for key, value in (("kind", "company"), ("objective", "Help ports"), ("post", "x")):
        row = {"subject": PORT, "property": key, "object": value, "quote": "Port of Ghent"}
        with pytest.raises(Refused, match="no property"):
            verifier.check(row)


@pytest.mark.parametrize(
    "cls",
    [
        "Project",
        "Partner",
        "Cluster",
        "Event",
        "DialogueSession",
        "Agreement",
        "Dialogue",
        "Person",
    ],
)
def test_every_key_of_a_record_can_be_said(cls: str) -> None:
    """What the ontology allows on a class is offered, but for what has files of its own."""
    ancestors = SCHEMA.classes[cls].ancestors
    keys = {p.key for p in SCHEMA.properties.values() if not p.used_on or p.used_on & ancestors}
    apart = {"identicalTo", "side", "mentions"}
    if SCHEMA.scheme_for(SCHEMA.properties["kind"], cls) is None:
        apart.add("kind")  # a project and a person have no kinds
    offered = sayable(SCHEMA, cls)
    assert keys - apart <= set(offered)
    for key, field in offered.items():
        if key in SCHEMA.properties and SCHEMA.properties[key].kind is Kind.NODE:
            assert field.parts


def test_numbers_in_words_and_digits() -> None:
    assert {11, 2500, 3, 2_000_000} <= {
        int(n) for n in numbers_in("eleven of 2,500 in three years for 2 million euros")
    }


def test_on_the_terminal_alone(review: Review) -> None:
    """By keys: a kind, a mapping in parts, a list of what can be answered, a new word."""
    typed = iter(
        [
            "+",
            "with more than eleven partners",
            "Project",
            "HARBOUR",
            "figure",
            "11",
            "organisation",
            "more-than",
            "Partners of the work",
            "",
            "",
            "+",
            "at the Ghent Port Day",
            "Agreement",
            "memorandum of understanding",
            "?",
            "signedAt",
            "Ghent Port Day",
            "Event",
            "w",
            "event-kind",
            "regatta",
            "regatta",
            "Regatta",
            "帆船赛",
            "+",
            "Ghent Port Day",
            "Event",
            "Ghent Port Day",
            "kind",
            "?",
            "regatta",
            "f",
        ]
    )
    said: list[str] = []
    assert run(review, lambda question: next(typed), said.append) is True
    told = {c.property: c for c in review.accepted() if c.property}
    assert dict(told["figure"].parts)["value"] == "11"
    assert told["signedAt"].object is not None
    assert told["kind"].object == "regatta"
    assert any("durationYears" in line or "signatory" in line for line in said)
    assert not [line for line in said if "not kept" in line]


LABEL = {"name": "Memorandum of Ghent and Ningbo on ports", "why": "the text gives it no name"}


def test_a_thing_without_a_name_gets_a_label_with_its_reason(
    review: Review, tmp_path: Path
) -> None:
    place = {"subject": MEMORANDUM, "property": "label", "quote": SIGNED}
    review.decide("missed", row=place | {"parts": LABEL})
    review.decide("missed", row=place | {"property": "signatory", "object": PORT})
    record = review.draft().yaml("harbour", "harbour.txt")
    assert f'- name: "{LABEL["name"]}"\n      why: "{LABEL["why"]}"' in record
    assert 'name: "memorandum of understanding"' not in record
    path, problems = finish(review, tmp_path / "sources", tmp_path, keep=False)
    assert (path.exists(), problems) == (True, [])
    for subject, parts, told in (
        (DAY, LABEL, "the text has a name for it"),
        (MEMORANDUM, {"name": "Ports"}, "why is missing"),
        (MEMORANDUM, LABEL | {"name": "word " * 16}, "has 16 words"),
    ):
        with pytest.raises(Refused, match=told):
            review.decide("missed", row=place | {"subject": subject, "parts": parts})


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_terminal_speaks_the_language_of_the_person(review: Review, language: str) -> None:
    """Questions, terms and reasons; what is typed may be what a thing is called there."""
    ontology = load_ontology()
    wording = Wording.of(ontology, SCHEMA, language)
    kind = SCHEMA.scheme_for(SCHEMA.properties["kind"], "Agreement") or ""
    typed = iter(
        [
            "+", "", SIGNED, wording.term("Agreement"), "memorandum of understanding", "?",
            wording.term("signatory"), "Port of Ghent", wording.term("Partner"),
            "+", "", SIGNED, "Agreement", "memorandum of understanding", "kind",
            wording.word(kind, "letter-of-intent"),
            "+", "", SIGNED, "Agreement", "memorandum of understanding", "date", "2022-05-04",
            "f",
        ]
    )  # fmt: skip
    said: list[str] = []

    def ask(question: str) -> str:
        said.append(question)
        return next(typed)

    assert run(review, ask, said.append, wording)
    told = {c.property: c.object for c in review.accepted() if c.property}
    assert told["kind"] == "letter-of-intent"
    assert told["signatory"] == Thing("Partner", "Port of Ghent")
    (refused,) = [line for line in said if wording("not_kept", "") in line]
    assert reason("the passage does not give the date 2022-05-04", language) in refused
    assert not [
        line
        for line in said
        if re.search(r"\b(?:class of|accept|words of the text|confidence|may be empty)\b", line)
    ]


def test_every_sentence_of_the_terminal_is_there_in_three_languages() -> None:
    for key, told in sentences().items():
        assert set(told) == set(LANGUAGES), key
        assert {len(re.findall(r"\{\d\}", text)) for text in told.values()} == {
            told["en"].count("{")
        }, key


def test_the_language_of_the_locale() -> None:
    assert of_environment({"LANG": "de_AT.UTF-8"}) == "de"
    assert of_environment({"LC_ALL": "zh_CN.UTF-8", "LANG": "de_DE"}) == "zh"
    assert of_environment({"LANG": "C.UTF-8"}) == of_environment({}) == "en"


LOCKS = (
    "Tide talks\n\nThe TIDE project will run for 48 months. "
    "It is led by the Harbour Institute (HI). Wen Fang, director of HI, opened the meeting. "
    "The institute treats waste water.\n"
    "Some words of the day between them, of guests and of the weather, that name nobody.\n"
    "Rao Lin, its vice president, spoke about sand.\n"
)
TIDE = named("Project", "TIDE")
INSTITUTE = named("Partner", "Harbour Institute")


@pytest.fixture
def tide(tmp_path: Path) -> Review:
    (tmp_path / "tide.txt").write_text(LOCKS)
    (tmp_path / "sources").mkdir()
    return Review.open(read(tmp_path / "tide.txt"), SCHEMA, Known(None, tmp_path), tmp_path)


def test_what_the_page_takes_is_written(tide: Review) -> None:
    """A length in months is years at both doors, and a body that the passage calls "its" has a
    second place: what a person was told that the text says is no problem of the record."""
    length = {"subject": TIDE, "property": "durationYears", "quote": "run for 48 months"}
    with pytest.raises(Refused, match="does not give the number 48"):
        tide.checked(length | {"object": "48"})
    tide.decide("missed", row=length | {"object": "4"})
    post = {
        "subject": named("Person", "Rao Lin"),
        "property": "post",
        "parts": {"at": INSTITUTE, "role": "vice-president"},
        "quote": "Rao Lin, its vice president",
    }
    tide.decide("missed", row=post)
    path, problems = finish(tide, tide.folder / "sources", tide.folder, keep=False)
    assert problems == []
    assert "durationYears: 4" in path.read_text("utf-8")
    assert "post: {holder: person/rao-lin, role: vice-president}" in path.read_text("utf-8")


def test_a_vocabulary_has_no_first_word_that_is_taken_unasked(tide: Review) -> None:
    row = {"subject": TIDE, "property": "topic", "object": "", "quote": "treats waste water"}
    with pytest.raises(Refused, match="choose a word of the vocabulary"):
        tide.checked(row)


@pytest.mark.parametrize(
    ("subject", "key", "quote", "value"),
    [
        (TIDE, "topic", "treats waste water", "wastewater"),
        (TIDE, "topic", "words of the day", ""),
        (TIDE, "durationYears", "will run for 48 months", "4"),
        (TIDE, "durationYears", "will run for three years", "3"),
        (TIDE, "durationYears", "une durée de 18 mois", "1.5"),
        (TIDE, "durationYears", "为期36个月", "3"),
    ],
)
def test_marked_words_propose_a_value(
    tide: Review, subject: Row, key: str, quote: str, value: str
) -> None:
    row = {"subject": subject, "property": key}
    assert suggested(tide, row, quote, WORDS)[0] == value


def test_marked_words_propose_the_role_and_the_body_of_a_post(tide: Review) -> None:
    acronym = {"subject": INSTITUTE, "property": "acronym", "object": "HI", "quote": "(HI)"}
    tide.decide("missed", row=acronym)
    row = {"subject": named("Person", "Wen Fang"), "property": "post"}
    parts = suggested_parts(tide, row, "Wen Fang, director of HI", WORDS)
    assert (parts["role"], parts["at"]) == ("director", INSTITUTE)


def test_of_several_names_the_one_not_said_yet_is_proposed(tide: Review) -> None:
    guild, port = named("Partner", "Sand Guild of the North"), named("Partner", "Dune Port")
    words = "the Sand Guild of the North and the Dune Port take part"
    for thing in (guild, port):
        tide.items[thing["name"]] = Item(
            thing["name"], Candidate(as_thing(thing), 0, 4, 0.9, "test")
        )
    row = {"subject": TIDE, "property": "partner"}
    assert suggested(tide, row, words, WORDS)[0] == guild["name"]
    said = Candidate(as_thing(TIDE), 0, 4, 0.9, "test", "partner", as_thing(guild))
    tide.items["said"] = Item("said", said)
    assert suggested(tide, row, words, WORDS)[0] == port["name"]


def as_thing(row: Row) -> Thing:
    return Thing(row["class"], row["name"])
