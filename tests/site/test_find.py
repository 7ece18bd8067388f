"""The journey "find": who can help, who has done it, with whom; each with its source."""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.site.find import KINDS, PARTS, SIDES, Found, _calls_in_order, in_order, query

HEALTH = "https://w3id.org/eucn/vocabulary/topic/health"
GERMANY = "https://w3id.org/eucn/id/country/de"


def section(page: str, key: str) -> str:
    return page.partition(f'id="h-{key}"')[2].partition("</section>")[0]


@pytest.mark.parametrize("own", SIDES)
@pytest.mark.parametrize("kind", ["", *KINDS])
def test_every_part_is_a_query_that_runs(client: FlaskClient, own: str, kind: str) -> None:
    for name in PARTS:
        text = query(name, own, kind, HEALTH, [GERMANY])
        answer = client.post(
            "/sparql",
            data=text,
            content_type="application/sparql-query",
            headers={"Accept": "text/csv"},
        )
        assert answer.status_code in (200, 404), (name, answer.text)
        assert "{" in text
        assert "{topic" not in text
        assert "{near" not in text


def test_unknown_choices_are_refused(client: FlaskClient) -> None:
    for address in (
        "/find?topic=helth",
        "/find?side=moon",
        "/find?as=cat",
        "/find?colour=red",
        "/find?place=Nowhereham",
    ):
        assert client.get(address).status_code == 400, address


@pytest.mark.parametrize("code", ["en", "de", "zh"])
def test_a_place_that_is_not_known_leaves_the_form(client: FlaskClient, code: str) -> None:
    """With the other choices, and with what may have been meant."""
    page = client.get(f"/find?as=cluster&topic=health&place=Germny&lang={code}").text
    assert '<option value="cluster" selected>' in page
    assert '<option value="health" selected>' in page
    [told] = re.findall(r'<div class="notice warn" role="alert">(.*?)</div>', page)
    assert "Germny" in told
    assert "place=" in told.partition('<a href="/find?')[2]
    assert "<section" not in page.partition("<main")[2].partition("</main>")[0]
    data = client.get("/find?place=Germny", headers={"Accept": "application/json"})
    assert data.get_json()["near"]


@pytest.mark.parametrize("code", ["en", "de", "zh"])
def test_the_form_and_an_empty_answer(client: FlaskClient, code: str) -> None:
    page = client.get(f"/find?lang={code}")
    assert page.status_code == 200
    assert "<section" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("place", ["Germany", "Deutschland", "de"])
def test_what_is_in_the_place_comes_first_and_is_marked(client: FlaskClient, place: str) -> None:
    page = client.get("/find", query_string={"side": "china", "place": place, "lang": "en"}).text
    told = section(page, "partners")
    first = told.partition('<li class="fact">')[2].partition("</li>")[0]
    assert "Institute of Tides" in first
    assert '<span class="chip">Germany</span>' in first
    assert told.count('<span class="chip">') == 1
    assert "In Germany or working with it, and therefore first: 1." in told
    assert "place=" not in section(page, "calls")
    assert "in Germany" not in section(page, "calls")


def test_partners_in_the_place_and_of_the_own_kind_come_first(app: Flask) -> None:
    near, others = "urn:near", ["urn:b", "urn:a"]
    one = Found("urn:x", notes={"with": {near, *others}, "does": {"b", "a"}}, near_with={near})
    with app.test_request_context("/find"):
        assert in_order(one, "with", "") == [near, "urn:a", "urn:b"]
        assert in_order(one, "does", "") == ["a", "b"]
        cluster = "https://w3id.org/eucn/id/cluster/lock-cluster"
        mixed = Found("urn:x", notes={"with": {"urn:a", cluster}})
        assert in_order(mixed, "with", "cluster") == [cluster, "urn:a"]


INVENTED = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix t: <https://w3id.org/eucn/vocabulary/topic/> .
@prefix side: <https://w3id.org/eucn/vocabulary/side/> .
@prefix : <https://example.org/> .
t:oncology skos:broader t:health .
:horizon a eucn:Programme ; dct:source :register .
:register a eucn:RegisterDataset .
:heart a eucn:Project ; eucn:topic t:oncology ; eucn:fundedUnder :horizon ;
    eucn:earliestStart "2026-09-01"^^xsd:date .
:reactor a eucn:Project ; eucn:topic t:energy ; eucn:fundedUnder :horizon ;
    eucn:earliestStart "2022-09-01"^^xsd:date .
:hospital a eucn:Partner ; eucn:side side:china ; eucn:topic t:health .
:lyon a eucn:Partner ; eucn:side side:eu ; eucn:topic t:health .
:h1 eucn:participant :hospital ; eucn:participationIn :heart ; eucn:statedInRow :r1 .
:h2 eucn:participant :hospital ; eucn:participationIn :reactor ; eucn:statedInRow :r1 .
:l1 eucn:participant :lyon ; eucn:participationIn :heart ; eucn:statedInRow :r1 .
:l2 eucn:participant :lyon ; eucn:participationIn :reactor ; eucn:statedInRow :r1 .
:r1 eucn:dataset :register .
"""


def invented(
    part: str, topic: str, own: str = "eu", kind: str = "", more: str = ""
) -> list[dict[str, str]]:
    """Return the rows of a part over a small register without documents, and ``more`` Turtle."""
    store = pyoxigraph.Store()
    store.load((INVENTED + more).encode(), pyoxigraph.RdfFormat.TURTLE)
    found = store.query(query(part, own, kind, topic))
    names = [one.value for one in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


@pytest.mark.parametrize("topic", ["", HEALTH])
def test_a_programme_of_a_register_is_told_with_its_latest_project(topic: str) -> None:
    (row,) = invented("calls", topic)
    assert row["thing"] == "https://example.org/horizon"
    assert row["latest"] == "2026-09-01"
    assert row["document"] == "https://example.org/register"


@pytest.mark.parametrize("part", ["partners", "peers"])
def test_activities_under_a_topic_are_on_it(part: str) -> None:
    """Also those of an organisation that is itself on the topic."""
    assert {row["what"] for row in invented(part, HEALTH)} == {"https://example.org/heart"}
    assert len({row["what"] for row in invented(part, "")}) == 2


def test_what_runs_comes_first_and_a_part_with_its_whole() -> None:
    found = [
        Found("ended", {"ends": {"2020-12-31"}}),
        Found("part", {"whole": {"old"}}),
        Found("old", {"latest": {"2022-11-11"}}),
        Found("silent"),
        Found("new", {"latest": {"2026-09-01"}}),
        Found("runs", {"ends": {"2027-12-31"}}),
    ]
    order = [one.iri for one in _calls_in_order(found, "2026-11-21")]
    assert order == ["runs", "new", "silent", "old", "part", "ended"]


STATED = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix kind: <https://w3id.org/eucn/vocabulary/organisation-kind/> .
:museum a eucn:Partner ; eucn:side side:china .
:together eucn:cooperatingPartner :lyon ; eucn:with :museum ; eucn:topic t:health .
:claim rdf:subject :together ; rdf:predicate eucn:with ; prov:wasDerivedFrom :paper .
:person a eucn:Partner ; eucn:side side:china ; eucn:kind kind:natural-person .
:p1 eucn:participant :person ; eucn:participationIn :heart ; eucn:statedInRow :r1 .
"""


@pytest.mark.parametrize("part", ["partners", "peers"])
@pytest.mark.parametrize("topic", ["", HEALTH])
def test_stated_cooperation_counts_and_no_natural_person(part: str, topic: str) -> None:
    rows = invented(part, topic, more=STATED)
    told = {row["thing" if part == "partners" else "with"] for row in rows}
    assert told == {"https://example.org/hospital", "https://example.org/museum"}
    (row,) = [row for row in rows if row["what"] == "https://example.org/together"]
    assert row["document"] == "https://example.org/paper"


def test_stated_cooperation_is_told_to_either_side() -> None:
    rows = invented("partners", "", own="china", more=STATED)
    assert ("https://example.org/lyon", "https://example.org/together") in {
        (row["thing"], row["what"]) for row in rows
    }


OFFERED = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix programme: <https://w3id.org/eucn/vocabulary/programme-kind/> .
@prefix initiative: <https://w3id.org/eucn/vocabulary/initiative-kind/> .
:missions a eucn:Programme ; eucn:kind programme:business-support-programme ;
    eucn:targetCountry <https://w3id.org/eucn/id/country/cn> ; eucn:topic t:health .
:tour eucn:kind initiative:call ; eucn:topic t:health ;
    eucn:targetCountry <https://w3id.org/eucn/id/country/cn> .
:regions a eucn:Programme .
:lyon a eucn:Organization ; eucn:fundedUnder :regions .
:c1 rdf:subject :missions ; rdf:predicate rdf:type ; prov:wasDerivedFrom :paper .
:c2 rdf:subject :regions ; rdf:predicate rdf:type ; prov:wasDerivedFrom :paper .
:c3 rdf:subject :tour ; rdf:predicate rdf:type ; prov:wasDerivedFrom :paper .
"""


@pytest.mark.parametrize(
    ("own", "kind", "offered"),
    [
        ("eu", "company", {"horizon", "missions", "tour"}),
        ("eu", "university", {"horizon", "tour"}),
        ("china", "company", {"horizon"}),
    ],
)
@pytest.mark.parametrize("topic", ["", HEALTH])
def test_programmes_are_those_for_who_asks(
    own: str, kind: str, offered: set[str], topic: str
) -> None:
    rows = invented("calls", topic, own, kind, OFFERED)
    assert {row["thing"].rpartition("/")[2] for row in rows} == offered


@pytest.mark.parametrize(
    ("code", "asked", "said"),
    [
        ("en", "as=cluster&side=eu", "I am a cluster from the EU."),
        ("de", "as=cluster&side=eu", "Ich bin ein Cluster aus der EU."),
        ("zh", "as=company&side=china", "我是来自中国的企业。"),
        ("de", "side=china&topic=health", "aus China und arbeite zum Thema Gesundheit."),
    ],
)
def test_what_was_asked_is_one_sentence(
    client: FlaskClient, code: str, asked: str, said: str
) -> None:
    page = client.get(f"/find?{asked}&lang={code}").text
    assert said in page.partition('class="print-only"')[2]
