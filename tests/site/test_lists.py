"""Lists: the page, the CSV and the JSON show the same, and an address repeats the list."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.catalogue import Catalogue, Concept, Entry, Filters, select_entries
from graph.catalogue.classes import list_pages
from graph.catalogue.selection import UNIVERSITY, on_topics, sort_entries
from server.site.show import period, period_text

PATHS = list(list_pages())
TABLES = [path for path, one in list_pages().items() if one.columns]


def rows(client: FlaskClient, address: str) -> list[dict[str, object]]:
    mark = "&" if "?" in address else "?"
    return json.loads(client.get(f"{address}{mark}format=json").data)["rows"]


@pytest.mark.parametrize("path", PATHS)
def test_csv_and_json_have_the_same_rows(client: FlaskClient, path: str) -> None:
    table = json.loads(client.get(f"/{path}?format=json").data)
    assert set(table) == {"built", "definition", "filter", "rows"}
    assert table["rows"]
    text = client.get(f"/{path}?format=csv").data.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["id"] for line in lines] == [row["id"] for row in table["rows"]]


@pytest.mark.parametrize("path", TABLES)
def test_the_page_shows_every_row_of_a_short_list(client: FlaskClient, path: str) -> None:
    table = rows(client, f"/{path}")
    page = client.get(f"/{path}").text
    for row in table[:100]:
        assert str(row["id"]).removeprefix("https://w3id.org/eucn") in page


def test_filters_narrow_and_combine(client: FlaskClient) -> None:
    everything = rows(client, "/partners")
    chinese = rows(client, "/partners?side=china")
    german = rows(client, "/partners?country=de")
    both = rows(client, "/partners?side=china&country=de")
    assert 0 < len(chinese) < len(everything)
    assert german
    assert both == []
    assert all(row["side"] == ["China"] for row in chinese)


@pytest.mark.parametrize(("code", "told"), [("en", "Topic"), ("de", "Thema"), ("zh", "主题")])
def test_topics_among_classes_are_named_in_the_language(code: str, told: str) -> None:
    entry = Entry("urn:t", "Topic")
    found = select_entries(Catalogue({}), [entry], Filters(), code, facets=("class",))
    assert [one.label.text for one in found.facets["class"]] == [told]


def test_values_of_one_name_say_which_vocabulary_each_is_of() -> None:
    entries = [
        Entry("urn:a", "Dialogue", kinds={"urn:dialogue/summit"}),
        Entry("urn:b", "DialogueSession", kinds={"urn:event/summit", "urn:event/visit"}),
    ]
    named = {
        "urn:dialogue": {"en": "Kinds of dialogue"},
        "urn:event": {"en": "Kinds of event"},
    }
    concepts = {
        "urn:dialogue/summit": Concept("urn:dialogue/summit", "urn:dialogue", "summit"),
        "urn:event/summit": Concept("urn:event/summit", "urn:event", "summit"),
        "urn:event/visit": Concept("urn:event/visit", "urn:event", "visit"),
    }
    for one in concepts.values():
        one.labels["en"] = one.notation
    catalogue = Catalogue({one.iri: one for one in entries}, concepts, nodes=named)
    found = select_entries(catalogue, entries, Filters(), facets=("kind",))
    assert {one.label.text for one in found.facets["kind"]} == {
        "summit (Kinds of dialogue)",
        "summit (Kinds of event)",
        "visit",
    }


def test_years_touch(client: FlaskClient) -> None:
    inside = {row["id"] for row in rows(client, "/events?from=2018&to=2018")}
    assert inside
    assert inside <= {row["id"] for row in rows(client, "/events?from=2017")}
    assert rows(client, "/events?from=1901&to=1902") == []


def test_sorting_goes_both_ways_and_puts_the_lacking_last() -> None:
    entries = [Entry("urn:a", "Event", start="2020-01-01"), Entry("urn:b", "Event"),
               Entry("urn:c", "Event", start="2018-01-01")]  # fmt: skip
    keys = {"when": lambda one: one.start or ""}
    up, _ = sort_entries(entries, keys, "when", "when")
    down, order = sort_entries(entries, keys, "-when", "when")
    assert [one.iri for one in up] == ["urn:c", "urn:a", "urn:b"]
    assert [one.iri for one in down] == ["urn:a", "urn:c", "urn:b"]
    assert order == "-when"
    assert sort_entries(entries, keys, "nonsense", "when")[1] == "when"


def test_a_facet_counts_what_choosing_it_would_give() -> None:
    entries = [
        Entry("urn:a", "Partner", sides={"urn:eu"}, countries={"urn:de"}),
        Entry("urn:b", "Partner", sides={"urn:cn"}, countries={"urn:cn-land"}),
        Entry("urn:c", "Partner", sides={"urn:cn"}, countries={"urn:cn-land"}),
    ]
    catalogue = Catalogue({one.iri: one for one in entries})
    filters = Filters(side=frozenset({"urn:eu"}))
    found = select_entries(catalogue, entries, filters, facets=("side", "country"))
    assert [one.iri for one in found.entries] == ["urn:a"]
    assert {one.value: one.count for one in found.facets["side"]} == {"urn:eu": 1, "urn:cn": 2}
    assert {one.value: one.count for one in found.facets["country"]} == {"urn:de": 1}


@pytest.mark.parametrize("address", ["cn", "China", "中国", "https://w3id.org/eucn/id/country/cn"])
def test_a_country_is_known_by_any_of_its_names(client: FlaskClient, address: str) -> None:
    by_code = client.get("/events?country=cn&format=json").get_json()["rows"]
    assert by_code
    found = client.get("/events", query_string={"country": address, "format": "json"})
    assert found.get_json()["rows"] == by_code


@pytest.mark.parametrize("place", ["Ningbo", "ningbo", "China", "cn"])
def test_a_list_is_narrowed_to_a_place_and_what_lies_in_it(client: FlaskClient, place: str) -> None:
    found = rows(client, f"/events?place={place}")
    assert "Tide Forum" in {row["name"] for row in found}
    assert len(found) < len(rows(client, "/events"))


@pytest.mark.parametrize("filter_", ["side=china", "country=cn", "side=eu", "country=Germany"])
def test_projects_are_found_by_those_who_take_part(client: FlaskClient, filter_: str) -> None:
    assert "HARBOUR" in {row["name"] for row in rows(client, f"/projects?{filter_}")}
    assert not rows(client, "/projects?country=Sweden")


def test_people_are_listed_with_role_and_organisation(client: FlaskClient) -> None:
    (anna,) = rows(client, "/people")
    assert (anna["functions"], anna["bodies"]) == (["cluster manager"], ["Lock Cluster"])


def test_a_filter_of_places_leaves_countries_to_their_own() -> None:
    entries = [
        Entry("urn:cn", "Country"),
        Entry("urn:wuhan", "Place", within={"urn:cn"}),
        Entry("urn:a", "Event", within={"urn:wuhan", "urn:cn"}),
        Entry("urn:b", "Partner", offices={"urn:wuhan"}),
    ]
    catalogue = Catalogue({one.iri: one for one in entries})
    chosen = Filters(place=frozenset({"urn:cn"}))
    found = select_entries(catalogue, entries[2:], chosen, facets=("place",))
    assert [one.iri for one in found.entries] == ["urn:a", "urn:b"]
    beside = select_entries(catalogue, entries[2:], Filters(), facets=("place", "country"))
    assert {one.value: one.count for one in beside.facets["place"]} == {"urn:wuhan": 2}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/partners?nonsense=1", "nonsense"),
        ("/events?place=Ningbbo", "Ningbo"),
        ("/partners?contry=cn", "country"),
        ("/partners?country=Chinna", "China"),
        ("/partners?topic=helth", "health"),
        ("/projects?from=soon", "soon"),
        ("/projects?sort=colour", "colour"),
        ("/projects?page=last", "last"),
        ("/search?q=HARBOUR&side=left", "left"),
    ],
)
def test_what_a_list_does_not_know_is_told_with_near_values(
    client: FlaskClient, address: str, told: str
) -> None:
    """Neither everything nor nothing: both would answer another question."""
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert told in answer.get_json()["detail"]
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert told in page.text


def test_a_list_shows_no_markup_of_an_address(client: FlaskClient) -> None:
    answer = client.get("/partners?country=<b>", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "<b>" not in answer.text
    assert client.get("/partners?format=exe").status_code == 404


def test_kinds_in_a_file_are_in_the_order_of_the_page(client: FlaskClient) -> None:
    """What something also does comes last, whatever its first letter."""
    for row in rows(client, "/partners?lang=en"):
        kinds = row["kind"]
        assert isinstance(kinds, list)
        also = [kind for kind in kinds if str(kind).startswith("also ")]
        assert not also or kinds[-1:] == also


@pytest.mark.parametrize(
    "path",
    ["topics", "sources", "sources/harbour-page", "conflicts", "gaps", "brokers", "timeline"],
)
def test_no_page_passes_over_a_filter_that_it_does_not_know(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/{path}?nonsense=1&lang=en")
    assert answer.status_code == 400
    assert "There is no filter “nonsense” here." in answer.text
    assert client.get(f"/{path}?lang=en").status_code == 200


def test_values_that_are_none_are_told_with_what_can_be_meant(client: FlaskClient) -> None:
    for path, told in (
        ("/projects?country=Chinna", "Perhaps you meant: China"),
        ("/sources/harbour-page?property=nonsense", "is not a value of the filter"),
        ("/find?side=moon", "Possible: eu, china"),
        ("/find?who=cluster", "There is no filter “who” here."),
    ):
        answer = client.get(f"{path}&lang=en")
        assert answer.status_code == 400, path
        shown = told.replace("eu, china", "European Union, China")
        assert shown in re.sub("<[^>]+>", "", answer.text), path
        as_data = client.get(f"{path}&lang=en", headers={"Accept": "application/json"})
        assert told in as_data.get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "name", "address"),
    [
        ("/partners?country=Chinna&side=eu", "China", "/partners?country=China&amp;side=eu"),
        ("/projects?topc=health", "topic", "/projects?topic=health"),
        ("/projects?sort=nam", "name", "/projects?sort=name"),
        ("/find?side=moon&as=cluster", "China", "/find?side=china&amp;as=cluster"),
        ("/find?side=+moon+&as=cluster", "China", "/find?side=china&amp;as=cluster"),
    ],
)
@pytest.mark.parametrize("code", ["en", "de", "zh"])
def test_what_can_be_meant_is_a_link_to_it(
    client: FlaskClient, path: str, name: str, address: str, code: str
) -> None:
    """By its name in the language of the page, with all else that the address says."""
    page = client.get(f"{path}&lang={code}").text
    name = {"de": "China", "zh": "中国"}.get(code, name) if name == "China" else name
    assert f'<a href="{address}&amp;lang={code}">{name}</a>' in page
    assert client.get(f"{address}&lang={code}".replace("&amp;", "&")).status_code == 200
    # And the way back, without what is not known.
    [without] = re.findall(r'class="actions"><a class="button" href="([^"]+)"', page)
    assert client.get(without.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("code", "called"),
    [("en", "Country or territory"), ("de", "Land oder Gebiet"), ("zh", "国家或地区")],
)
def test_a_refused_filter_is_called_as_the_page_calls_it(
    client: FlaskClient, code: str, called: str
) -> None:
    page = client.get(f"/partners?country=Chinna&lang={code}").text
    assert called in page.partition('<p class="lead">')[2].partition("</p>")[0]


def test_nothing_absurd_is_proposed_for_a_filter(client: FlaskClient) -> None:
    page = re.sub("<[^>]+>", "", client.get("/partners?nonsense=1&lang=en").text)
    assert "Perhaps you meant" not in page
    assert "Possible: " in page


def test_a_period_of_which_one_end_is_known_is_written_out(app: Flask) -> None:
    for code, begun, over in (
        ("en", "from 1889", "until 1889"),
        ("de", "ab 1889", "bis 1889"),
        ("zh", "1889年起", "至1889年"),
    ):
        with app.test_request_context(f"/?lang={code}"):
            assert period_text("1889/") == begun
            assert period("1889/").striptags() == begun
            assert period_text("/1889") == over
            year = "1889年" if code == "zh" else "1889"
            assert period_text("1889") == period("1889").striptags() == year


def test_organisations_are_on_a_topic_by_what_they_take_part_in_too() -> None:
    entries = [
        Entry("urn:p", "Project", topics={"urn:wind"}, partners={"urn:a", "urn:b"}),
        Entry("urn:o", "Outcome", topics={"urn:wind"}),
        Entry("urn:a", "Partner", settings={"urn:p"}),
        Entry("urn:b", "Partner", settings={"urn:p"}, topics={"urn:energy"}),
        Entry("urn:c", "Partner", settings={"urn:o"}),
    ]
    catalogue = Catalogue({one.iri: one for one in entries})
    catalogue.concepts = {
        "urn:wind": Concept("urn:wind", "urn:topics", broader="urn:energy"),
        "urn:energy": Concept("urn:energy", "urn:topics"),
    }
    chosen = Filters(topic=frozenset({"urn:energy"}))
    found = select_entries(catalogue, entries[2:], chosen, facets=("topic",))
    assert [one.iri for one in found.entries] == ["urn:a", "urn:b"]
    told = [on_topics(catalogue, one, chosen.topic) for one in entries[2:]]
    assert told == [(False, {"urn:p"}), (True, {"urn:p"}), (False, set())]


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("Technische Universität Graz", "education-establishment", True),
        ("清华大学", "education-establishment", True),
        ("High School of Tide University", "education-establishment", False),
        ("Royal Institute of Tides", "education-establishment", False),
        ("University Press Ltd", "company", False),
    ],
)
def test_a_university_is_found_by_kind_and_name(name: str, kind: str, found: bool) -> None:
    kinds = {f"https://w3id.org/eucn/vocabulary/organisation-kind/{kind}"}
    entry = Entry("urn:a", "Partner", labels={"en": name}, kinds=kinds)
    catalogue = Catalogue({entry.iri: entry})
    chosen = Filters(kind=frozenset({UNIVERSITY}))
    assert bool(select_entries(catalogue, [entry], chosen, facets=()).entries) == found


def test_money_is_with_or_without_and_unsaid_where_no_register_tells() -> None:
    entries = [
        Entry("urn:a", "Partner", euro=Decimal("10.5"), grants=2),
        Entry("urn:b", "Partner", euro=Decimal(0), grants=1),
        Entry("urn:c", "Partner"),
    ]
    catalogue = Catalogue({one.iri: one for one in entries})
    found = {}
    for value in ("with", "without"):
        chosen = Filters(money=frozenset({value}))
        found[value] = [one.iri for one in select_entries(catalogue, entries, chosen).entries]
    assert found == {"with": ["urn:a"], "without": ["urn:b"]}


def test_a_list_on_a_topic_says_how_each_organisation_comes_in(client: FlaskClient) -> None:
    table = client.get("/partners?topic=health&format=json").get_json()
    assert table["rows"]
    assert "By the topics of what they take part in" in table["definition"]
    assert all(row["onTopic"] for row in table["rows"])
    page = client.get("/partners?topic=health&lang=en").text
    assert "On the topic by" in page
    assert "By the topics of what they take part in" in page


def test_where_nobody_is_recorded_no_number_is_told(client: FlaskClient) -> None:
    """That no source names a participant is no statement that there is none."""
    table = rows(client, "/projects") + rows(client, "/events")
    told = [row["partners"] for row in table]
    assert None in told
    assert 0 not in told
    projects = rows(client, "/projects")
    assert all((row["fromChina"] is None) == (row["partners"] is None) for row in projects)


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_years_the_wrong_way_round_are_told(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/events?from=2019&to=2018&lang={language}")
    assert answer.status_code == 400
    assert "2019" in answer.text
    assert "2018" in answer.text
    said = {"en": "is later than the last", "de": "liegt nach dem letzten", "zh": "晚于结束年份"}
    assert said[language] in answer.text
    assert client.get("/events?from=2018&to=2018").status_code == 200
