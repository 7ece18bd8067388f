"""What people type is found among the records."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from graph.iris import ID


def test_pechino_finds_beijing_in_the_graph(client: FlaskClient) -> None:
    rows = json.loads(client.get("/search?q=Pechino&format=json").data)["rows"]
    assert rows[0]["id"] == f"{ID}place/beijing"
    page = client.get("/search?q=Pechino").text
    assert "Beijing" in page
    assert "Pechino" in page


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


def test_words_of_other_languages_for_a_kind_are_tried_in_english(client: FlaskClient) -> None:
    """The register of names has few German names of Chinese bodies."""
    page = client.get("/search?q=Universität+Shanghai+Jiao+Tong&lang=de&format=json").json["rows"]
    assert page[0]["id"].endswith("/organization/shanghai-jiao-tong-university")
    for question, found in (
        ("Chinesische Akademie der Wissenschaften", "organization/chinese-academy-of-sciences"),
        ("欧洲联盟", "organization/european-union"),
        ("air cleaning", "event/clean-connect-china-workshop-2017-03"),
        ("defence", "organization/european-union"),
    ):
        rows = client.get(f"/search?q={question}&format=json").json["rows"]
        assert any(row["id"].endswith(f"/{found}") for row in rows[:3]), question


def test_a_figure_is_found_with_what_it_is_of(client: FlaskClient) -> None:
    page = client.get("/search?q=Clusters+on+the+trip&lang=en").text
    assert re.search(
        r"<h3>AdPack² second Fact Finding Mission to China: <a [^>]*>Clusters on", page
    )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        # Numbers with what they count, however written (004, sections 2 and 3).
        ("28名医生", "clara-clinical-research-training-2018-doctors"),
        ("280个集群", "eccp-clusters-targeting-china"),
        ("280", "eccp-clusters-targeting-china"),
        ("长沙 36", "hbtown-buildings"),
        ("36 Gebäude", "hbtown-buildings"),
        ("over 500", "eu-gateway-mission-3-meetings"),
        ("über 160 Techniker", "venetian-cluster-technicians"),
        # What a source states, by a word for it (000 and 004).
        ("obstacles", "senet"),
        ("Hemmnisse", "senet"),
        ("合作障碍", "senet"),
        ("caution", "european-union"),
        # Names that nobody translated, and those that their bearers have in Chinese.
        ("江苏省国际技术转移中心", "jiangsu-international-technology-transfer-center"),
        ("法国国家癌症研究所", "french-national-cancer-institute"),
        ("中国生物技术发展中心", "china-national-center-for-biotechnology-development"),
        ("德国航天中心", "german-aerospace-center"),
        ("联合指导委员会", "joint-steering-committee"),
        ("大足", "dazu"),
        ("龙门", "longmen"),
        # Topics by words for them.
        ("可持续城镇化", "urbanisation"),
        ("nachhaltige Stadtentwicklung", "urbanisation"),
        # A sum that a document rounds.
        ("91.7万欧元", "senet"),
    ],
)
def test_numbers_statements_and_names_are_found_in_three_languages(
    client: FlaskClient, question: str, first: str
) -> None:
    rows = client.get("/search", query_string={"q": question, "format": "json"}).get_json()["rows"]
    assert rows[0]["id"].rsplit("/", 1)[-1] == first


def test_a_figure_is_proposed_with_its_number_as_exact_as_the_source_has_it(
    client: FlaskClient,
) -> None:
    (first, *_others) = client.get("/search/suggest?q=over+500+meetings&lang=en").get_json()
    assert first["found"] == "more than 500 events"
    assert "mehr als 500 Veranstaltungen" in client.get("/search?q=500+meetings&lang=de").text
