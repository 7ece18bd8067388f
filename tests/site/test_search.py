"""Search over names in any language, with typing errors, and quick."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from graph.catalogue import Catalogue, Entry, Name, SearchIndex
from graph.catalogue.search import fold
from graph.iris import ID


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
    assert fold("  CLARA – Rhône-Alpes ") == "clara rhone alpes"
    assert fold("Straße") == "strasse"
    assert fold("ＡＢＣ") == "abc"


def test_any_spelling_in_any_language_is_found() -> None:
    search = index(beijing=[("Beijing", "en"), ("Pechino", "it"), ("北京", "zh"), ("Peking", "de")])
    for question in ("beijing", "PECHINO", "peki", "北京"):
        assert found(search, question) == ["beijing"], question


def test_chinese_needs_no_spaces() -> None:
    search = index(sjtu=[("上海交通大学医学院", "zh")], other=[("同济大学", "zh")])
    assert found(search, "交通大学") == ["sjtu"]
    assert found(search, "交通") == ["sjtu"]
    assert set(found(search, "大学")) == {"sjtu", "other"}


@pytest.mark.parametrize("question", ["Steinbies", "Stienbeis", "Steinbei", "steinbeiss"])
def test_typing_errors_are_forgiven(question: str) -> None:
    search = index(steinbeis=[("Steinbeis 2i GmbH", "en")], other=[("Stena Line", "en")])
    assert found(search, question)[:1] == ["steinbeis"]


def test_a_guess_is_marked_and_nonsense_finds_nothing() -> None:
    search = index(steinbeis=[("Steinbeis 2i GmbH", "en")])
    assert search.find("Steinbies")[0].guessed
    assert not search.find("Steinbeis")[0].guessed
    assert search.find("qqqqqq zzz") == []
    assert search.find("  ") == []
    assert search.find('"*^ OR (') == []


def test_every_word_must_occur_and_whole_names_come_first() -> None:
    search = index(
        whole=[("CLARA", "en")], longer=[("CLARA training", "en")], inside=[("Eclaration", "en")]
    )
    assert found(search, "clara") == ["whole", "longer", "inside"]
    assert found(search, "training clara") == ["longer"]


def test_pechino_finds_beijing_in_the_graph(client: FlaskClient) -> None:
    rows = json.loads(client.get("/search?q=Pechino&format=json").data)["rows"]
    assert rows[0]["id"] == f"{ID}place/beijing"
    page = client.get("/search?q=Pechino").text
    assert "Beijing" in page
    assert "Pechino" in page


def test_facets_narrow_and_count(client: FlaskClient) -> None:
    everything = json.loads(client.get("/search?q=china&format=json").data)["rows"]
    projects = json.loads(client.get("/search?q=china&class=Partner&format=json").data)
    assert 0 < len(projects["rows"]) < len(everything)
    assert {row["class"] for row in projects["rows"]} == {"Partner"}
    assert projects["filter"] == {"q": "china", "class": "Partner"}


def test_a_short_word_is_a_whole_word() -> None:
    """AI is in neither air nor Spain."""
    search = index(
        ai=[("AI", "en")], air=[("air quality", "en")], spain=[("Spain", "en")],
        policy=[("Policy on AI", "en")],
    )  # fmt: skip
    assert found(search, "AI") == ["ai", "policy"]


def test_several_words_may_be_misspelt() -> None:
    search = index(
        venetian=[("Venetian Cluster", "en")],
        sjtu=[("Shanghai Jiao Tong University", "en")],
        other=[("Cluster of Vienna", "en")],
    )
    assert found(search, "venetain clustr")[:1] == ["venetian"]
    assert found(search, "shangai jiaotong univercity")[:1] == ["sjtu"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("AI", "artificial-intelligence"),
        ("SJTU", "shanghai-jiao-tong-university"),
        ("北京", "beijing"),
        ("上海交通大学", "shanghai-jiao-tong-university"),
        ("第七框架计划", "fp7"),
        ("dual-use", "european-union"),
        ("think tank", "senet"),
        ("win-win", "eu-china-cluster-cooperation-initiative"),
        ("advocacy", "eu-chamber-of-commerce-in-china"),
        ("harmonisation", "5g-drive"),
        ("intelligent packaging", "adpack2"),
        ("fragmented", "senet"),
        ("diplomatic", "european-union"),
    ],
)
def test_what_people_type_is_found_first(client: FlaskClient, question: str, first: str) -> None:
    """Short forms, Chinese names, and the words of the sources for what is told in ours."""
    rows = client.get("/search", query_string={"q": question, "format": "json"}).get_json()["rows"]
    assert rows[0]["id"].rsplit("/", 1)[-1] == first


def test_a_topic_brings_what_is_about_it(client: FlaskClient) -> None:
    """IC2PerMed is on personalised medicine, which its name does not say to a reader."""
    answer = client.get("/search?q=personalised+medicine&format=json").get_json()["rows"]
    slugs = [row["id"].rsplit("/", 1)[-1] for row in answer]
    assert slugs[0] == "personalised-medicine"
    assert "ic2permed" in slugs
    figures = [place for place, row in enumerate(answer) if row["class"] in ("Figure", "Outcome")]
    assert not figures or min(figures) > slugs.index("sino-eu-permed")
