"""Search over names in any language, with typing errors, and quick."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from graph.catalogue import Catalogue, Concept, Entry, Name, SearchIndex
from graph.catalogue.search import fold
from graph.iris import ID, VOCABULARY


def index(**names: list[tuple[str, str]]) -> SearchIndex:
    """An index of invented entities: slug to (text, language)."""
    entries = {}
    for slug, texts in names.items():
        iri = f"{ID}organization/{slug}"
        entries[iri] = Entry(iri, "Partner", names=[Name(*text) for text in texts])
    return SearchIndex(Catalogue(entries))


def found(search: SearchIndex, question: str) -> list[str]:
    return [hit.iri.rsplit("/", 1)[-1] for hit in search.find(question)]


def test_fold_drops_case_accents_width_and_punctuation() -> None:
    assert fold("  QUAY – Rhône-Alpes ") == "quay rhone alpes"
    assert fold("Straße") == "strasse"
    assert fold("ＡＢＣ") == "abc"


def test_any_spelling_in_any_language_is_found() -> None:
    search = index(beijing=[("Beijing", "en"), ("Pekino", "eo"), ("北京", "zh"), ("Peking", "de")])
    for question in ("beijing", "PEKINO", "peki", "北京"):
        assert found(search, question) == ["beijing"], question


def test_chinese_needs_no_spaces() -> None:
    search = index(nou=[("宁波海洋大学医学院", "zh")], other=[("同济大学", "zh")])
    assert found(search, "海洋大学") == ["nou"]
    assert found(search, "海洋") == ["nou"]
    assert set(found(search, "大学")) == {"nou", "other"}


@pytest.mark.parametrize("question", ["Sandbakn", "Sandbnak", "Sandban", "sandbankk"])
def test_typing_errors_are_forgiven(question: str) -> None:
    search = index(sandbank=[("Sandbank 2i GmbH", "en")], other=[("Stena Line", "en")])
    assert found(search, question)[:1] == ["sandbank"]


def test_a_guess_is_marked_and_nonsense_finds_nothing() -> None:
    search = index(sandbank=[("Sandbank 2i GmbH", "en")])
    assert search.find("Sandbakn")[0].guessed
    assert not search.find("Sandbank")[0].guessed
    assert search.find("qqqqqq zzz") == []
    assert search.find("  ") == []
    assert search.find('"*^ OR (') == []


def test_every_word_must_occur_and_whole_names_come_first() -> None:
    search = index(
        whole=[("QUAY", "en")], longer=[("QUAY training", "en")], inside=[("Aquayard", "en")]
    )
    assert found(search, "quay") == ["whole", "longer", "inside"]
    assert found(search, "training quay") == ["longer"]


def test_facets_narrow_and_count(client: FlaskClient) -> None:
    everything = json.loads(client.get("/search?q=ningbo&format=json").data)["rows"]
    projects = json.loads(client.get("/search?q=ningbo&class=Partner&format=json").data)
    assert 0 < len(projects["rows"]) < len(everything)
    assert {row["class"] for row in projects["rows"]} == {"Partner"}
    assert projects["filter"] == {"q": "ningbo", "class": "Partner"}


def test_a_short_word_is_a_whole_word() -> None:
    """AI is in neither air nor Spain."""
    search = index(
        ai=[("AI", "en")], air=[("air quality", "en")], spain=[("Spain", "en")],
        policy=[("Policy on AI", "en")],
    )  # fmt: skip
    assert found(search, "AI") == ["ai", "policy"]


def test_several_words_may_be_misspelt() -> None:
    search = index(
        lagoon=[("Lagoonian Cluster", "en")],
        nou=[("Ningbo Ocean University", "en")],
        other=[("Cluster of Vienna", "en")],
    )
    assert found(search, "lagoonain clustr")[:1] == ["lagoon"]
    assert found(search, "ningbbo oceam univercity")[:1] == ["nou"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Tide Ningbo", "Tide Forum"),  # name and place
        ("forum 2019 Gesundheit", "Tide Forum"),  # name, year and topic in another language
        ("crews", "HARBOUR"),  # told of it in our own words
        ("grant 1111", "HARBOUR"),
    ],
)
def test_words_may_stand_in_all_that_is_told_of_a_thing(
    client: FlaskClient, question: str, name: str
) -> None:
    answer = client.get("/search", query_string={"q": question, "format": "json"}).get_json()
    assert name in [row["name"] for row in answer["rows"]]


def test_a_number_that_is_nearly_another_is_not_guessed() -> None:
    iri = f"{ID}project/harbour"
    search = SearchIndex(Catalogue({iri: Entry(iri, "Project", identifiers={"825904"})}))
    assert found(search, "825904") == ["harbour"]
    assert found(search, "823904") == []


@pytest.mark.parametrize(("code", "told"), [("en", "Topic"), ("de", "Thema"), ("zh", "主题")])
def test_proposals_are_in_the_language_of_the_page(
    client: FlaskClient, code: str, told: str
) -> None:
    rows = client.get(f"/search/suggest?q=health&lang={code}").get_json()
    assert told in [row["detail"] for row in rows]
    assert (code == "en") == ("Topic" in [row["detail"] for row in rows])


def test_a_number_stands_in_a_longer_one_by_chance() -> None:
    entries = {}
    within = ("Q197543", "0000 0001 1975 0004", "grid.41975.3", "https://ror.org/00xq1975k")
    by_chance = [(f"chance-{at}", number) for at, number in enumerate(within)]
    for slug, number in (("a", "987561975"), ("b", "1975"), ("c", "197512345"), *by_chance):
        entry = Entry(f"https://w3id.org/eucn/id/organization/{slug}", "Organization")
        entry.identifiers = {number}
        entries[entry.iri] = entry
    index = SearchIndex(Catalogue(entries))
    assert [hit.iri[-1] for hit in index.find("1975")] == ["b"]
    assert [hit.iri[-1] for hit in index.find("197512")] == ["c"]
    for at, number in enumerate(within):
        assert [hit.iri[-1] for hit in index.find(number)] == [str(at)]
    # A sum that nothing has is not nearly another number.
    assert index.find("197.512,50") == []


def cooperating() -> SearchIndex:
    """A project with its coordinator, who takes part in another, and who pays for a cluster."""
    named = {
        "project/harbour": ("Project", "HARBOUR"),
        "project/lagoon": ("Project", "LAGOON"),
        "organization/tide": ("Partner", "Tide Centre"),
        "organization/fund": ("Partner", "Sea Fund"),
        "cluster/quay": ("Cluster", "QUAY"),
    }
    entries = {
        f"{ID}{slug}": Entry(f"{ID}{slug}", category, labels={"en": name})
        for slug, (category, name) in named.items()
    }
    role = f"{VOCABULARY}role/"
    called = {
        "coordinator": ("coordinator", "Koordinator", "协调方"),
        "funder": ("funder", "Fördermittelgeber", "资助方"),
        "participant": ("participant", "Teilnehmer", "一般参与方"),
    }
    concepts = {
        f"{role}{key}": Concept(
            f"{role}{key}", role, labels=dict(zip(("en", "de", "zh"), names, strict=True))
        )
        for key, names in called.items()
    }
    roles = [
        (f"{ID}project/harbour", f"{role}coordinator", f"{ID}organization/tide"),
        (f"{ID}project/lagoon", f"{role}participant", f"{ID}organization/tide"),
        (f"{ID}cluster/quay", f"{role}funder", f"{ID}organization/fund"),
    ]
    return SearchIndex(Catalogue(entries, concepts, roles=roles))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("coordinator HARBOUR", ["harbour", "tide"]),
        ("Koordinator HARBOUR", ["harbour", "tide"]),
        ("协调方 HARBOUR", ["harbour", "tide"]),
        ("who coordinates HARBOUR", ["harbour", "tide"]),
        ("funder QUAY", ["quay", "fund"]),
        ("Teilnehmer LAGOON", ["lagoon", "tide"]),
    ],
)
def test_a_role_and_a_name_find_it_and_who_has_the_role(question: str, names: list[str]) -> None:
    search = cooperating()
    assert found(search, question) == names
    assert not any(hit.partly or hit.guessed for hit in search.find(question))


def test_a_role_in_one_thing_is_none_in_another() -> None:
    """Tide coordinates HARBOUR; nobody is told to coordinate LAGOON."""
    assert not [hit for hit in cooperating().find("coordinator LAGOON") if not hit.partly]


def test_where_nothing_has_all_words_most_are_enough_and_said_so(client: FlaskClient) -> None:
    search = index(ocean=[("Ningbo Ocean University", "en")], other=[("Ningbo Port", "en")])
    hits = search.find("Ningbo Ocean dentistry")
    assert [hit.iri.rsplit("/", 1)[-1] for hit in hits] == ["ocean"]
    assert hits[0].partly
    assert not search.find("Ningbo Ocean")[0].partly
    assert not search.find("dentistry of horses")
    page = client.get("/search", query_string={"q": "Tide Forum dentistry"}).get_data(as_text=True)
    assert "No entry has all these words" in page
    assert "Tide Forum" in page
    assert client.get("/search/suggest", query_string={"q": "Tide Forum dentistry"}).json == []


@pytest.mark.parametrize(
    "question", ["53 percent", "53 per cent", "53 Prozent", "百分之53", "53 %"]
)
def test_a_share_is_found_however_it_is_written(question: str) -> None:
    search = index(share=[("53 % of imports", "en")], other=[("Percent Ltd", "en")])
    assert found(search, question) == ["share"]


def test_where_nothing_is_found_there_is_nothing_to_filter(client: FlaskClient) -> None:
    assert 'class="filters"' not in client.get("/search?q=xqzzyw").text
    assert 'class="filters"' in client.get("/search?q=harbour").text
    # A filter that leaves nothing can be taken back.
    assert 'class="filters"' in client.get("/search?q=harbour&from=2090").text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("9" * 5000 + " million", id="millions"),
        pytest.param("1" * 20000, id="digits"),
        pytest.param("1 " * 5000 + "Mio", id="numbers"),
    ],
)
def test_an_endless_number_is_a_question_like_others(question: str) -> None:
    assert found(index(quay=[("Quay", "en")]), question) == []
