"""What is offered for a sentence: made of what stands there, and all of it can be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.extraction.documents import read
from graph.extraction.kinds import kind_of_sum
from graph.extraction.matching import Known
from graph.extraction.model import Thing
from graph.extraction.offered import Offer
from graph.extraction.offering import offers
from graph.extraction.review import Review
from graph.extraction.scene import Called, Place
from graph.extraction.standing import stem, town_in, words_in
from graph.extraction.verify import Refused
from graph.extraction.wording.terms import keys, labels, spoken, vocabularies
from graph.paths import SOURCES
from graph.records.schema import load_ontology, schema_from
from tests.extraction.harbour import SCHEMA

ONTOLOGY = load_ontology()
CALLED = Called(
    labels(ONTOLOGY, keys(SCHEMA))["en"],
    vocabularies(ONTOLOGY, schema_from(ONTOLOGY))["en"],
    spoken(ONTOLOGY, SCHEMA),
    because="{0} is in {1}",
    seated="Its seat is in {0}",
)


def review_of(folder: Path, text: str) -> Review:
    (folder / "text.txt").write_text(text)
    return Review.open(read(folder / "text.txt"), SCHEMA, Known(None, folder), folder)


def at(review: Review, words: str, marked: bool = False, **more: object) -> list[Offer]:
    start = review.document.text.index(words)
    spot = (start, start + len(words))
    place = Place(*review.around(*spot), marked=spot if marked else None, **more)  # type: ignore[arg-type]
    return offers(review, place, CALLED)


def said(found: list[Offer]) -> list[tuple[str, str, str]]:
    told = []
    for offer in found:
        for row in offer.rows:
            value = row.get("object") or row.get("parts") or ""
            name = value.get("name", "") if isinstance(value, dict) else str(value)
            told.append((row["subject"]["name"], row.get("property", ""), name))
    return told


def test_every_offer_can_be_said_and_none_is_said_already(tmp_path: Path) -> None:
    review = review_of(
        tmp_path,
        "The HARBOUR project is coordinated by the Port of Ghent (Belgium). It began in March 2021 "
        "and runs for 48 months.\nThe consortium met in Ningbo, and Dr Ann Quay, director of the "
        "Port of Ghent, opened the kick-off workshop on 3 May 2021.\n",
    )
    there = {item.candidate.key() for item in review.items.values()}
    for start, end in review.sentences:
        for offer in offers(review, Place(start, end), CALLED):
            for row in offer.rows if not offer.ask else ():
                assert review.checked(row).key() not in there
    assert ("HARBOUR", "durationYears", "4") in said(at(review, "48 months"))
    assert ("Ann Quay", "post", "") in said(at(review, "Ann Quay"))


def test_a_list_of_marked_names_is_offered_at_once(tmp_path: Path) -> None:
    review = review_of(
        tmp_path,
        "HARBOUR started in 2021.\nSix firms sit in the consortium: Quay Ghent, tug operator "
        "Ningbo Tugs and the Baltic Berths.\n",
    )
    names = "Quay Ghent, tug operator Ningbo Tugs and the Baltic Berths"
    found = at(review, names, marked=True, last=Thing("Project", "HARBOUR"))
    whole = [one for one in found if len(one.rows) > 2 and one.rows[0]["property"] == "partner"]
    assert [row["object"]["name"] for row in whole[0].rows][-1] == "Baltic Berths"


def test_what_was_spoken_of_last_comes_first(tmp_path: Path) -> None:
    review = review_of(
        tmp_path, "HARBOUR started in 2021. ANCHOR started in 2022.\nMore at www.quay.example.\n"
    )
    for name in ("HARBOUR", "ANCHOR"):
        found = at(review, "More at", last=Thing("Project", name))
        assert said(found)[0] == (name, "webAddress", "www.quay.example")


def test_german_compounds_are_events_and_dates_stay_in_their_sentence(tmp_path: Path) -> None:
    review = review_of(
        tmp_path,
        "Das Projekt HAFEN begann 2020.\nDie Auftaktveranstaltung hatte am 4. November 2020 "
        "stattgefunden. Es kostet 2,6 Mio. Euro und läuft.\n",
    )
    sentences = [review.document.text[a:b] for a, b in review.sentences]
    assert len(sentences) == 3
    found = said(at(review, "Auftaktveranstaltung"))
    assert ("Auftaktveranstaltung", "partOfProject", "HAFEN") in found
    label = next(
        o for o in at(review, "Auftaktveranstaltung") if o.ask == ("parts.name", "parts.why")
    )
    assert label.given["parts.name"] == "Auftaktveranstaltung (HAFEN)"


def test_a_town_in_a_name_offers_its_country_with_the_reason(tmp_path: Path) -> None:
    review = review_of(tmp_path, "The HARBOUR project unites the University of Galway.\n")
    review.known.registers = SOURCES / "registers"
    (offer,) = [o for o in at(review, "Galway") if o.rows[0].get("property") == "country"]
    assert offer.rows[0]["why"] == "Galway is in Ireland"
    review.decide("missed", row=offer.rows[0])
    record = review.draft().yaml("text", "text.txt", draft=False)
    assert "- country: country/ie\n      why: " in record
    assert town_in("Kaiser & Lund", SOURCES / "registers") is None
    assert town_in("Bar Association", SOURCES / "registers") in (None, ("Bar", "ME"))


def test_typing_finds_a_name_that_nobody_knows(tmp_path: Path) -> None:
    review = review_of(tmp_path, "A delegation of Quay People toured the HARBOUR project.\n")
    found = at(review, "delegation", typed="delegation")
    assert ("delegation", "", "") in said(found)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("battery", "research on batteries"),
        ("Batterie", "Forschung an Batterien"),
        ("waste water", "wastewater treatment"),
        ("Abwasser", "Projekt zur Abwasserreinigung"),
        ("smart city", "two smart cities"),
    ],
)
def test_words_of_vocabularies_are_found_inflected(label: str, text: str) -> None:
    assert words_in([["the-word", label], ["other", "health"]], text) == ["the-word"]


def test_near_words_are_not_taken_for_inflected_ones() -> None:
    assert words_in([["art", "art"], ["care", "care"]], "an article on careers") == []
    assert stem("cities") == stem("city")


@pytest.mark.parametrize(
    ("key", "words", "kind"),
    [
        ("totalCost", "2 million euros", "total-cost"),
        ("amount", "an EU contribution of 2 million euros", "eu-contribution"),
        ("amount", "ein Zuschuss von 2 Mio. Euro", "grant"),
        ("amount", "eigene Mittel: Eigenanteil 2 Mio. Euro", "own-contribution"),
        ("amount", "2 million euros", "budget"),
    ],
)
def test_an_amount_is_what_its_words_say(key: str, words: str, kind: str) -> None:
    assert kind_of_sum(key, words) == kind


def test_marked_words_with_commas_are_one_name_too(tmp_path: Path) -> None:
    name = "Task Force on Food, Water and Health"
    review = review_of(tmp_path, f"HARBOUR advised the {name} in 2021.\n")
    assert (name, "", "") in said(at(review, name, marked=True))


def test_the_project_is_meant_where_there_is_one_only(tmp_path: Path) -> None:
    text = "HARBOUR started in 2021.\nThe kick-off workshop of the project took place in Ghent.\n"
    found = said(at(review_of(tmp_path, text), "kick-off"))
    assert ("partOfProject", "HARBOUR") in [one[1:] for one in found]
    two = (
        "HARBOUR started in 2021. ANCHOR started in 2022.\nThe kick-off workshop of the project.\n"
    )
    assert "partOfProject" not in [
        key for _, key, _ in said(at(review_of(tmp_path, two), "kick-off"))
    ]


@pytest.mark.parametrize("number", ["101073482", "19H21004", "2019YFE0123456"])
def test_numbers_of_grants_are_offered(tmp_path: Path, number: str) -> None:
    review = review_of(
        tmp_path, f"HARBOUR started in 2021.\nIts paper bears {number} at its head.\n"
    )
    assert ("HARBOUR", "grantNumber", number) in said(at(review, "Its paper"))


def test_a_country_that_is_named_elsewhere_needs_a_reason(tmp_path: Path) -> None:
    """What was named anywhere in a text could be said of every organisation in it."""
    review = review_of(
        tmp_path,
        "The Forum on Tides met in Germany.\n"
        + 40 * "It rained. "
        + "\nThe Alder Institute spoke.\n",
    )
    start = review.document.text.index("The Alder")
    row = {
        "subject": {"class": "Partner", "name": "Alder Institute"},
        "property": "country",
        "object": {"class": "Country", "name": "Germany"},
        "start": start,
        "end": start + 26,
    }
    with pytest.raises(Refused, match="does not stand in the passage"):
        review.checked(row)
    assert review.checked(row | {"why": "Its seat is in Kiel."}).why
    typed = at(review, "Alder", typed="country Ger")
    told = ("Alder Institute", "country", "Germany")
    assert [offer.ask for offer in typed if told in said([offer])] == [("why",)]


def test_what_is_likely_false_does_not_come_first(tmp_path: Path) -> None:
    """A dateline is no start of a project; a length is that of the project, not of what pays."""
    review = review_of(
        tmp_path,
        "Ghent, 22 February 2023 – Researchers met to launch HARBOUR, a four-year project under "
        "Horizon Europe. It is led by the Port of Ghent, said Dr Ann Quay, its director.\n",
    )
    found = said(at(review, "Researchers"))
    assert found[0] == ("HARBOUR", "durationYears", "4")
    assert not [row for row in found if row[2].startswith("2023-02")]


def test_a_part_of_a_name_that_stands_there_is_no_other_name(tmp_path: Path) -> None:
    review = review_of(
        tmp_path, "Dr Ann Quay, director of the Port of Ghent, signed the charter.\n"
    )
    assert not {"Quay", "Quay, director"} & {
        row[0] for row in said(at(review, "Quay", typed="quay"))
    }


SESSION = "third session of the EU-China Dialogue on Harbours"
PAGE = (
    "Researchers from five countries met last week to launch HARBOUR (Quays and Berths for Calm "
    "Estuaries), a four-year project under Horizon Europe on the Loess Plateau.\n"
    "HARBOUR started on 1 January 2023 and will run until 31 December 2026.\n"
    "Its partners are the University of Tidewick (Italy), Berthline SL (Spain), the Estonian "
    "Institute of Tides and the Academy of Quays in Xi'an.\n"
    "The kick-off meeting, hosted by Berthline SL, was attended by 85 participants.\n"
    "Dr Ann Quay, Vice-President of the University of Tidewick, spoke about mud.\n"
    "Professor Li Weiming, the project's coordinator, thanked the crews.\n"
    "Berthline SL and the Academy of Quays signed a Memorandum of Understanding on Dredging.\n"
    "It was signed in Ghent by Rector Piet Dam and Dr Quay, and is valid for five years.\n"
    "The third session of the EU-China Dialogue on Harbours took place in Chengdu on 9 November "
    "2022.\n"
    "The session was chaired by State Secretary Ruth Vane and by Ms Gao Yun of the Ministry of "
    "Ports.\n"
    "A summer school for pilots will be organised by the University of Tidewick in Parma.\n"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Review:
    review = review_of(tmp_path_factory.mktemp("page"), PAGE)
    review.known.registers = SOURCES / "registers"
    return review


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("Researchers", {"figure", "partner", "startDate"}),
        ("HARBOUR started", {"startDate", "endDate"}),
        ("Its partners", {"subOrganizationOf", "kind"}),
        ("The kick-off", {"participation", "figure"}),
        ("It was signed", {"kind", "partner"}),
        ("The third session", {"startDate", "endDate", "date", "partOfProject"}),
        ("Dr Ann Quay", {"topic", "partner"}),
    ],
)
def test_what_a_sentence_does_not_say_is_not_offered(
    page: Review, words: str, never: set[str]
) -> None:
    assert not never & {key for _, key, _ in said(at(page, words))}


def test_a_value_is_offered_of_one_thing(page: Review) -> None:
    lengths = [row for row in said(at(page, "It was signed")) if row[1] == "durationYears"]
    assert lengths == [("Memorandum of Understanding on Dredging", "durationYears", "5")]
    names = [row for row in said(at(page, "Researchers")) if row[1] == "name"]
    assert names == [("HARBOUR", "name", "Quays and Berths for Calm Estuaries")]
    seats = [row for row in said(at(page, "Its partners")) if row[1] == "locatedIn"]
    assert seats in ([], [("Academy of Quays", "locatedIn", "Xi'an")])
    where = [row[0] for row in said(at(page, "A summer school")) if row[1] == "locatedIn"]
    assert "University of Tidewick" not in where


def parts_of(found: list[Offer], key: str) -> list[dict[str, object]]:
    rows = [row for offer in found for row in offer.rows if row.get("property") == key]
    return [row["parts"] for row in rows]


def test_roles_of_persons_follow_their_words(page: Review) -> None:
    (post,) = parts_of(at(page, "Dr Ann Quay"), "post")
    assert post["role"] == "vice-president"
    (post,) = parts_of(at(page, "Professor Li"), "post")
    assert (post["role"], post["at"]) == (
        "project-coordinator",
        {"class": "Project", "name": "HARBOUR"},
    )
    chairs = parts_of(at(page, "The session was"), "participation")
    assert [(one["role"], one["participant"]["name"]) for one in chairs][:2] == [  # type: ignore[index]
        ("chair", "Ruth Vane"),
        ("chair", "Gao Yun"),
    ]
    signed = parts_of(at(page, "It was signed"), "participation")
    assert {(one["role"], one["participant"]["name"]) for one in signed} == {  # type: ignore[index]
        ("signatory", "Piet Dam"),
        ("signatory", "Ann Quay"),  # a title and a surname mean whom the text named in full
    }


def test_an_office_without_a_body_can_be_said_and_written(tmp_path: Path) -> None:
    review = review_of(tmp_path, PAGE)
    (office,) = [o for o in at(review, "It was signed") if o.rows[0].get("property") == "function"]
    review.decide("missed", row=office.rows[0])
    (chairs,) = [o for o in at(review, "The session was") if len(o.rows) > 1]
    review.decide("missed", row={"rows": chairs.rows})
    record = review.draft().yaml("text", "text.txt", draft=False)
    assert "- function: rector" in record
    assert record.count("role: chair") == 2


@pytest.mark.parametrize(
    ("words", "typed", "first"),
    [
        ("It was signed", "sign", ("Memorandum of Understanding on Dredging", "participation")),
        ("Dr Ann Quay", "quay", ("Ann Quay", "post")),
        ("Researchers", "name", ("HARBOUR", "name")),
        ("The session was", "chair", (SESSION, "participation")),
    ],
)
def test_what_is_typed_finds_what_fits_best(
    page: Review, words: str, typed: str, first: tuple[str, str]
) -> None:
    found = at(page, words, typed=typed)
    row = found[0].rows[0]
    assert (row["subject"]["name"], row.get("property")) == first
    verbs = {"signed", "chaired", "hosted"}
    assert not {name.split()[0] for name, key, _ in said(found) if not key} & verbs


def test_typing_keeps_the_order_of_what_is_offered(page: Review) -> None:
    for words in ("It was signed", "A summer school", "Its partners"):
        plain = [o.rows for o in at(page, words)]
        for rows in plain:
            typed = [o.rows for o in at(page, words, typed=rows[0]["subject"]["name"].split()[-1])]
            kept = [one for one in typed if one in plain]
            assert typed[0] == kept[0]
            assert kept == [one for one in plain if one in kept]


def test_about_and_more_than_are_kept(tmp_path: Path) -> None:
    review = review_of(
        tmp_path,
        "The HARBOUR project has a total budget of about 6.4 million euros.\n"
        "The kick-off workshop in Ghent was attended by more than 120 visitors.\n",
    )
    keys = ("totalCost", "amount", "attendance")
    for item in [i for i in review.items.values() if i.candidate.property in keys]:
        review.decide("accept", item.key)
    record = review.draft().yaml("text", "text.txt", draft=False)
    assert (
        "currency: EUR, qualifier: about" in record or "currency: eur, qualifier: about" in record
    )
    assert "unit: person, qualifier: more-than" in record


def test_a_legal_form_may_end_a_sentence(tmp_path: Path) -> None:
    review = review_of(
        tmp_path,
        "Partner sind die Kai GmbH und die Ningbo Tugs Co., Ltd. Assoziierter Partner von HAFEN "
        "ist die Stadt Kiel. Die Ningbo Tugs Co. Ltd. (China) zahlt.\n",
    )
    sentences = [review.document.text[a:b] for a, b in review.sentences]
    assert [one.split()[0] for one in sentences] == ["Partner", "Assoziierter", "Die"]


def test_what_a_project_builds_on_was_not_established_by_it(tmp_path: Path) -> None:
    front = "The HARBOUR project is coordinated by the Port of Ghent. The project "
    built = review_of(
        tmp_path, front + "builds on the EU-China Ports Dialogue, which was set up in 2019.\n"
    )
    offered = {key for _, key, _ in said(at(built, "builds on"))}
    assert not offered & {"establishes", "establishedBy"}
    (tmp_path / "other").mkdir()
    made = review_of(
        tmp_path / "other", front + "established the EU-China Ports Dialogue in 2019.\n"
    )
    assert "establishes" in {key for _, key, _ in said(at(made, "established"))}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (
            "The EU-China Ports Dialogue was set up in 2019. The fourth session of the dialogue "
            "was held in Ningbo on 2 May 2023. The next session is planned for 2025 in Rome.\n",
            "The next session",
        ),
        (
            "Der Deutsch-Chinesische Hafendialog besteht seit 2017. Seine sechste Sitzung fand am "
            "23. Mai 2023 in Qingdao statt. Die siebte Sitzung soll 2024 in Essen stattfinden.\n",
            "Die siebte Sitzung",
        ),
    ],
)
def test_the_town_of_the_next_session_is_not_that_of_the_last(
    tmp_path: Path, text: str, there: str
) -> None:
    told = said(at(review_of(tmp_path, text), there))
    assert "locatedIn" not in {key for _, key, _ in told}
