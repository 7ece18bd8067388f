"""Terms that any query can make, in every format: an answer, or a word that says why not."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from graph.store.formats import GRAPHS, RESULTS
from graph.store.jsonld import PROFILES

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPED = {
    "date": ("99999-01-01", "-0001-01-01", "0000-01-01", "2020-02-30", "x", "", "2020-01-01+14:00"),
    "gYear": ("99999", "0", "x"),
    "dateTime": ("99999-01-01T00:00:00", "2020-01-01T25:00:00"),
    "decimal": ("1" * 400, "0." + "0" * 300 + "1", "x", "-0"),
    "integer": ("9" * 5000, "x", "٣", "+1"),
    "double": ("1e400", "INF", "NaN", "x"),
    "boolean": ("1", "maybe"),
    "anyURI": ("http://[x/", "javascript:alert(1)"),
}
LITERALS = [
    *(f'"{text}"^^<{XSD}{kind}>' for kind, texts in TYPED.items() for text in texts),
    *(f'"{text}"' for text in ("\\u0001", "\\u0000", "\\uFFFE", "a\\u000Bb", "=1+1", "a\\\\nb")),
    '"a\\u0085\\u2028b"',
    '"x"@abcdefgh-abcdefgh',
    '"x"@ar--rtl',
    f'"{{"^^<{RDF}JSON>',
    f'"{"[" * 400}"^^<{RDF}JSON>',
    f'"<a"^^<{RDF}XMLLiteral>',
]
IRIS = [
    *("<http://[::1]/>", "<http://a℀b/>", "<http://a:99999/>", "<x:>"),
    *("<http://a/ü>", "<javascript:alert(1)>", f"<{RDF}li>", f"<{RDF}_1>", "<http://a/1a>"),
]
TRIPLE = "<<( <x:a> <x:b> 1 )>>"
SHAPES = [
    f"{{ <x:a> <{RDF}rest> <x:a> ; <{RDF}first> 1 }}",
    f"{{ <x:s> <x:p> _:a . _:a <{RDF}first> 1 ; <{RDF}rest> _:a }}",
    f"{{ <{RDF}nil> <{RDF}first> 1 ; <{RDF}rest> <{RDF}nil> }}",
    f"{{ <x:s> <x:p> {'(' * 400}1{')' * 400} }}",
    f"{{ <x:s> <x:p> {TRIPLE} }}",
]
PROFILED = [f'application/ld+json;profile="{name}"' for name in PROFILES]


def ask(client: FlaskClient, query: str, format: str = "", accept: str = "") -> tuple[int, bytes]:
    asked = {"query": query, **({"format": format} if format else {})}
    fields = {"Accept": accept} if accept else {}
    answer = client.get("/sparql?" + urlencode(asked), headers=fields)
    if answer.status_code == 406:
        assert "cannot hold" in answer.get_json(force=True)["detail"]
    return answer.status_code, answer.data


@pytest.mark.parametrize("format", [*RESULTS, "text/html"])
def test_rows(client: FlaskClient, format: str) -> None:
    rows = " ".join([*LITERALS, *IRIS])
    query = f"SELECT ?x {{ {{ VALUES ?x {{ {rows} }} }} UNION {{ BIND({TRIPLE} AS ?x) }} }}"
    accept = format if "/" in format else ""
    assert ask(client, query, "" if accept else format, accept)[0] == 200


@pytest.mark.parametrize("format", GRAPHS)
def test_graphs(client: FlaskClient, format: str) -> None:
    for term in [*LITERALS, *IRIS]:
        assert ask(client, f"CONSTRUCT {{ <x:s> <x:p> {term} }} {{}}", format)[0] == 200, term
    for term in IRIS:
        status, _ = ask(client, f"CONSTRUCT {{ {term} {term} {term} }} {{}}", format)
        assert status == (406 if format == "rdfxml" and "li>" in term else 200), term
    for shape in SHAPES:
        status, _ = ask(client, f"CONSTRUCT {shape} {{}}", format)
        assert status == (406 if format == "jsonld" and TRIPLE in shape else 200), shape


@pytest.mark.parametrize("accept", PROFILED)
def test_shapes_of_json_ld(client: FlaskClient, accept: str) -> None:
    for term in [*LITERALS, *IRIS]:
        status, _ = ask(client, f"CONSTRUCT {{ <x:s> <x:p> {term} }} {{}}", accept=accept)
        assert status == (406 if "JSON>" in term or "--rtl" in term else 200), term
    for shape in SHAPES:
        status, _ = ask(client, f"CONSTRUCT {shape} {{}}", accept=accept)
        assert status in (200, 406), shape


def test_texts_of_json_ld_are_those_of_the_graph(client: FlaskClient) -> None:
    """An escaped backslash before an n is no line feed, and U+0085 ends no statement."""
    query = 'CONSTRUCT { <x:s> <x:p> "a\\\\nb\\u0085c" } {}'
    _, body = ask(client, query, accept=PROFILED[1])
    assert json.loads(body) == [{"@id": "x:s", "x:p": [{"@value": "a\\nb\x85c"}]}]
