"""The query page as a plain form, the gallery, and the programs that it offers."""

from __future__ import annotations

import html
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from server.site.snippets import snippets

PROJECTS = "SELECT ?project WHERE { ?project a eucn:Project } ORDER BY ?project"


def test_the_form_answers_without_scripts(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": PROJECTS}).text
    assert "<table>" in page
    assert 'href="/id/project/harbour"' in page
    assert 'name="query"' in page


def test_errors_are_told_with_their_place(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT ?a WHERE {\n ?a b }"})
    assert answer.status_code == 400
    assert "Line 2" in answer.text or "Line 3" in answer.text


def test_what_writes_or_leaves_is_refused(client: FlaskClient) -> None:
    query = "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }"
    assert client.get("/sparql", query_string={"query": query}).status_code == 403


def test_a_query_that_was_ended_gets_the_page_that_says_so(client: FlaskClient) -> None:
    """The web process asks for the page once more, with the reason: the query is not run again."""
    answer = client.get(
        "/sparql",
        query_string={"query": PROJECTS},
        environ_overrides={"eucn.ended": "time"},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 503
    assert "time limit" in answer.text
    assert "eucn:Project" in answer.text


def test_html_in_an_answer_stays_text(client: FlaskClient) -> None:
    query = 'SELECT ("</script><script>alert(1)</script>" AS ?x) {}'
    page = client.get("/sparql", query_string={"query": query}).text
    assert "<script>alert" not in page


def test_the_language_can_be_chosen_on_the_query_page(client: FlaskClient) -> None:
    answer = client.get("/sparql?lang=de")
    assert answer.status_code == 200
    assert "Beispiele" in answer.text


def test_every_example_runs_on_the_page(client: FlaskClient) -> None:
    from graph.questions import questions

    found = questions()
    assert found
    for one in found:
        answer = client.get("/sparql", query_string={"example": one.name})
        assert answer.status_code == 200, one.name
        assert "query-error" not in answer.text, one.name


def test_vocabulary_names_and_code_for_the_editor(client: FlaskClient) -> None:
    vocabulary = client.get("/queries/vocabulary.json").json
    assert vocabulary["prefixes"]["eucn"] == "https://w3id.org/eucn/ontology#"
    assert "eucn:Project" in {term["name"] for term in vocabulary["terms"]}
    iri = "https://w3id.org/eucn/id/project/harbour"
    names = client.post("/queries/names", json=[iri, "urn:none", 7]).json
    assert names == {iri: "HARBOUR"}
    assert set(client.post("/queries/code", json={"query": PROJECTS}).json) == {
        "Python", "R", "curl",
    }  # fmt: skip
    assert client.post("/queries/names", data="x").json == {}


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/sparql"
    server.shutdown()


AWKWARD = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT ?project ("it's \\"quoted\\"" AS ?text) WHERE { ?project a eucn:Project }
ORDER BY ?project LIMIT 2"""


@pytest.mark.parametrize(
    ("form", "query", "expected"),
    [
        ("SELECT", AWKWARD, '"quoted"'),
        (
            "SELECT",
            "SELECT ?s { ?s a <https://w3id.org/eucn/ontology#Project> }",
            "project/harbour",
        ),
        ("ASK", "ASK { ?s ?p ?o }", "true"),
        ("CONSTRUCT", "CONSTRUCT { <urn:a> <urn:b> ?o } { BIND(1 AS ?o) }", "urn:b"),
    ],
)
def test_programs_run_as_pasted(address: str, form: str, query: str, expected: str) -> None:
    code = snippets(address, query, form)
    python = subprocess.run(
        [sys.executable, "-c", code["Python"]], capture_output=True, text=True, timeout=600
    )
    assert python.returncode == 0, python.stderr
    assert expected.lower() in python.stdout.lower()
    shell = subprocess.run(["sh", "-c", code["curl"]], capture_output=True, text=True, timeout=600)
    assert shell.returncode == 0, shell.stderr
    text = shell.stdout.replace('""', '"')
    assert expected.lower() in text.lower()


def test_r_programs_hold_the_query_whatever_is_in_it() -> None:
    code = snippets("http://127.0.0.1:1/sparql", 'SELECT (")-" AS ?x) {}', "SELECT")["R"]
    assert 'r"--(' in code


def test_what_is_missing_is_told_by_examples(client: FlaskClient) -> None:
    """The parser lists every sign that a term may begin with, 25 of them and ranges of Unicode."""
    page = client.get("/sparql", query_string={"query": "SELECT * { ?a <urn:x> }", "lang": "de"})
    told = page.text.partition('id="query-error-text">')[2].partition("</span>")[0]
    assert html.unescape(told) == 'Erwartet wird: ?variable, <IRI>, prefix:name, "text", 1, true'
