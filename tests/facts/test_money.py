"""Whose money a sum is: the own share of who gets it, apart from what whole projects have."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import iris
from graph.paths import QUERIES, SOURCES
from graph.questions import questions
from graph.store import Store
from server.app import create_app
from server.settings import Settings

TONGJI = "organization/ror-03rc6as71"


@pytest.fixture(scope="module")
def served(build_with_registers: Path, opened_registers: Store) -> Flask:
    settings = Settings(store=str(build_with_registers), documents=None, access_log="none", cache=0)
    return create_app(settings, opened_registers)


@pytest.fixture
def registered(served: Flask) -> FlaskClient:
    """A reader of their own for each test: the language that one chose is kept for them."""
    client = served.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_own_share_comes_first(registered: FlaskClient, language: str) -> None:
    page = registered.get(f"/briefing?about={TONGJI}&lang={language}").text
    numbers = re.search(r'<dl class="numbers">(.*?)</dl>', page, re.DOTALL)
    assert numbers
    assert re.search(r"161[,.]290", numbers[1])
    assert not re.search(r"28[,.]544", numbers[1])
    assert re.search(r"28[,.]544[,.]\d{3}", page)


def test_only_brokers_that_concern_an_organisation(registered: FlaskClient) -> None:
    page = registered.get(f"/briefing?about={TONGJI}&lang=en").text
    part = re.search(r'id="b-brokers">.*?</section>', page, re.DOTALL)
    assert part is None or "Tongji University" in part[0]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_registers_are_among_the_sources(registered: FlaskClient, language: str) -> None:
    page = registered.get(f"/sources?lang={language}").text
    for slug in ("cordis-h2020", "cordis-horizon-europe", "ror"):
        assert f'id="dataset-{slug}"' in page
    start = registered.get(f"/?lang={language}").text
    rows = re.search(r"([\d.,]+)\D{0,4}(?:rows of registers|Zeilen|条登记)", start)
    told = re.findall(r"<p><b>([\d.,]+)</b>", page.split('id="documents"')[0])
    # The project's own tables are told apart on the start page, and with the others there.
    own = re.search(r"([\d.,]+) (?:rows of the project|Zeilen eigener)|）([\d.,]+)行", start)
    assert rows
    assert own
    counts = [int(re.sub(r"\D", "", one)) for one in (rows[1], own[1] or own[2])]
    assert sum(int(re.sub(r"\D", "", one)) for one in told) == sum(counts)


def test_the_table_of_sources_has_the_registers_and_what_they_state(
    registered: FlaskClient,
) -> None:
    rows = {row["id"]: row for row in registered.get("/sources?format=json").json["rows"]}
    europe = rows["https://w3id.org/eucn/id/dataset/cordis-horizon-europe"]
    assert europe["type"] == "register"
    assert europe["date"]
    assert europe["rows"]
    states = {
        (one["class"], one["property"].rpartition("#")[2]): (one["things"], one["of"])
        for one in europe["states"]
    }
    # A grant has a first and a last day; the number of projects is that of the extract.
    assert len({states["Project", name] for name in ("startDate", "endDate")}) == 1
    assert all(0 < some <= every for some, every in states.values())
    page = registered.get("/sources?lang=en").text
    assert "Which properties it states" in page
    # Of Horizon 2020 there are only projects with a participant in China: said in each language.
    for language, said in (
        ("zh", "不含其他项目"),
        ("de", "keine anderen"),
        ("en", "has no others"),
    ):
        assert said in registered.get(f"/sources?lang={language}").text
        assert said in registered.get(f"/network/years?lang={language}").text


def test_lists_and_search_know_registers_and_their_identifiers(registered: FlaskClient) -> None:
    """145 projects of Horizon Europe in the extract (sources/registers); a PIC of a university."""
    rows = registered.get("/projects?document=cordis-horizon-europe&format=json").json["rows"]
    assert len(rows) == 145
    found = registered.get("/search?q=998501123&format=json").json["rows"]
    assert [row["name"] for row in found] == ["Shanghai Jiao Tong University"]


def test_amounts_on_a_page_have_their_currency(registered: FlaskClient) -> None:
    """SENET in CORDIS: 917,337.50 EUR, of which 276,437.50 for Steinbeis 2i, gross as net."""
    page = registered.get("/id/project/senet?lang=en").text
    text = re.sub(r"<[^>]+>", "", page)
    assert "917,337.50 EUR" in text
    assert "own share, EU contribution / net EU contribution / total cost: 276,437.50 EUR" in text
    assert "917.337,50 EUR" in registered.get("/id/project/senet?lang=de").text


def test_who_has_done_it_before_is_told_by_registers_too(registered: FlaskClient) -> None:
    """Tsinghua University is in IDIH and IC2PerMed by CORDIS alone; no document names it."""
    page = registered.get("/find?as=university&side=china&topic=personalised-medicine&lang=en").text
    peers = page.partition('id="h-peers"')[2].partition("</section>")[0]
    assert "Tsinghua University" in peers
    assert "/id/dataset/cordis-h2020" in peers


def test_no_value_is_preferred_beside_what_a_register_bears_out(registered: FlaskClient) -> None:
    rows = registered.get("/conflicts?format=json").json["rows"]
    for row in rows:
        if any(value["settled"] for value in row["values"]):
            assert all(v["settled"] for v in row["values"] if v["rank"] == "preferred"), row


def test_an_inference_that_a_register_does_not_bear_out_is_told_as_one(
    registered: FlaskClient,
) -> None:
    """Sino-EU PerMed: four years from January 2020 by inference, June 2024 in CORDIS."""
    rows = registered.get("/conflicts?format=json").json["rows"]
    by_what = {(one["subject"], one["property"].rpartition("#")[2]): one for one in rows}
    row = by_what["https://w3id.org/eucn/id/project/sino-eu-permed", "endDate"]
    assert row["kind"] == "inferred-register"
    assert "inference" in row["why"]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_projects_are_counted_by_programme(registered: FlaskClient, language: str) -> None:
    """The extracts (sources/registers): 377 projects with a participant in mainland China."""
    rows = registered.get(f"/programmes?format=json&lang={language}").json["rows"]
    value = {
        (row["table"], row["programme"].rpartition("/")[2], row["key"]): row["value"]
        for row in rows
    }
    assert value["money", "horizon-2020", "projects"] == 275
    assert value["money", "horizon-europe", "projects"] == 102
    for programme, projects in (("horizon-2020", 281), ("horizon-europe", 145)):
        for table in ("sizes", "actions"):
            counts = [n for (t, p, _), n in value.items() if (t, p) == (table, programme)]
            assert sum(counts) == projects
        none = value["sizes", programme, "0"]
        assert projects - none == value["money", programme, "projects"]
    page = registered.get(f"/programmes?lang={language}").text
    assert re.search(r"5[.,]169[.,]509", page)
    assert "format=csv" in page


def test_lists_have_the_money_of_registers(registered: FlaskClient) -> None:
    never = registered.get("/partners?side=china&money=without&format=json").json["rows"]
    assert never
    assert {row["euContribution"] for row in never} == {0.0}
    tongji = registered.get("/partners?name=Tongji&format=json").json["rows"]
    assert 161290.0 in {row["euContribution"] for row in tongji}
    senet = registered.get("/projects?name=SENET&format=json").json["rows"][0]
    assert senet["euContribution"]
    assert senet["fromChina"] >= 4
    assert {"China", "Germany"} <= set(senet["countries"])
    energy = registered.get("/partners?side=china&topic=energy&format=json").json
    assert len(energy["rows"]) > 50
    assert "CATALYSE" in {name for row in energy["rows"] for name in row["onTopic"]}


def test_the_sum_of_a_programme_counts_each_project_once(opened_registers: Store) -> None:
    """Documents give SENET a second grant number: its money is that of one project."""
    [question] = [one for one in questions(QUERIES) if one.name == "register-projects-by-programme"]
    told = {
        iris.identifier(str(row["programme"])): (
            int(str(row["projects"])),
            Decimal(str(row["total"])),
        )
        for row in opened_registers.select(question.complete)
    }
    for programme, folder in (("horizon-2020", "h2020"), ("horizon-europe", "horizon-europe")):
        path = SOURCES / "registers" / f"cordis-{folder}" / "project.csv"
        with path.open(encoding="utf-8", newline="") as file:
            amounts = [Decimal(row["eu_contribution"] or "0") for row in csv.DictReader(file)]
        assert told[f"programme/{programme}"] == (len(amounts), sum(amounts, Decimal(0)))


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("36559186", ["project/cordis-101005077"]),
        ("3655.9万欧元", ["project/cordis-101005077"]),
        ("594.029,50 EUR", ["organization/pic-873183234", "project/cordis-101171779"]),
    ],
)
def test_a_sum_of_a_register_leads_to_who_has_it(
    registered: FlaskClient, question: str, ends: list[str]
) -> None:
    """CORDIS: CARE has 36,559,186.09 euro, a hospital 594,029.50 in BREAKFREE-Sy."""
    rows = registered.get("/search", query_string={"q": question, "format": "json"}).json["rows"]
    assert [row["id"].removeprefix(iris.ID) for row in rows] == ends
    assert {row["match"] for row in rows} == {"exact"}
