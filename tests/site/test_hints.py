"""A term that the ontology does not have is told, with near ones; the query runs all the same."""

from __future__ import annotations

from flask.testing import FlaskClient


def hints(client: FlaskClient, query: str) -> list[str]:
    answer = client.post("/queries/hints?lang=en", json={"query": query})
    assert answer.status_code == 200
    found = answer.get_json()
    assert isinstance(found, list)
    return found


def test_a_misspelt_property_is_told_with_the_right_one(client: FlaskClient) -> None:
    (hint,) = hints(client, "SELECT * { ?e eucn:organizer ?who ; eucn:topic ?t }")
    assert hint.startswith("eucn:organizer is not in the ontology.")
    assert "eucn:organiser" in hint


def test_what_is_known_or_no_term_gives_no_hint(client: FlaskClient) -> None:
    assert hints(client, "SELECT * { ?p a eucn:Project ; eucn:notStated ?x }") == []
    assert hints(client, 'SELECT * { ?p ?q "eucn:nothing" } # eucn:nowhere') == []
    assert client.post("/queries/hints", data="x").get_json() == []


def test_an_unknown_thing_is_told(client: FlaskClient) -> None:
    base = "https://w3id.org/eucn/id/"
    assert hints(client, f"SELECT * {{ <{base}project/harbuor> ?p ?o }}") == [
        "project/harbuor is not in the graph."
    ]
    assert hints(client, f"SELECT * {{ <{base}project/harbour> ?p ?o }}") == []


def test_the_page_tells_without_scripts(client: FlaskClient) -> None:
    page = client.get(
        "/sparql",
        query_string={"query": "SELECT * { ?e eucn:organizer ?who }", "lang": "de"},
        headers={"Accept": "text/html"},
    )
    assert page.status_code == 200
    assert "eucn:organiser" in page.text
