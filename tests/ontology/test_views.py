"""Terms of other vocabularies answer, and say nothing that contradicts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.assembly.views import ROLE_LABELS, beside, view_lines, views
from graph.iris import EUCN
from graph.questions import prefixes
from graph.store import Store

ID = "https://w3id.org/eucn/id/"
DATASET = b"https://w3id.org/eucn/graph/cordis-h2020"


def test_the_table_names_real_terms_and_prefixes() -> None:
    assert len(views()) > 20
    known = set(prefixes().values())
    for view in views():
        for term in (view.of, view.source, view.target):
            assert any(term.startswith(namespace) for namespace in known), term


@pytest.fixture(scope="module")
def store(opened_records: Store) -> Store:
    return opened_records


def test_every_namespace_in_use_has_a_prefix(store: Store) -> None:
    """Of properties, classes and datatypes: what a query needs to be written."""
    known = tuple(prefixes().values())
    for asked in ("?s ?term ?o", "?s a ?term", "?s ?p ?o BIND(DATATYPE(?o) AS ?term)"):
        rows = store.select(f"SELECT DISTINCT ?term {{ {asked} }}")
        terms = {str(row["term"]) for row in rows if "term" in row}
        assert {term for term in terms if not term.startswith(known)} == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "?x a eurio:Project ; eurio:title ?y",
        "?x eurio:hasInvolvedParty ?role . ?role eurio:isRoleOf ?o . ?o schema:name ?y",
        "?x eurio:roleLabel ?y",
        "?x a eurio:Project ; eurio:startDate ?y",
        "?x a org:Membership ; org:member ?y ; org:organization ?z",
        "?x org:memberOf ?y",
        "?x a org:Organization ; schema:name ?y",
        "?x a schema:Event ; schema:name ?y ; schema:startDate ?z",
        "?x a schema:Event ; schema:organizer ?y",
        "?x schema:superEvent ?y",
    ],
)
def test_who_knows_other_vocabularies_gets_rows(store: Store, pattern: str) -> None:
    lines = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items())
    assert store.select(f"{lines}\nSELECT * {{ {pattern} }} LIMIT 1"), pattern


def test_every_row_of_the_table_answers_or_has_no_data(store: Store) -> None:
    """With one exception each: a property that nothing in the documents has yet."""
    silent = []
    for view in views():
        ours = f"?x <{view.source}> ?y"
        if not store.select(f"SELECT ?x {{ ?x a <{view.of}> . {ours} }} LIMIT 1"):
            silent.append(view)
            continue
        rows = store.select(f"SELECT ?x {{ ?x a <{view.of}> ; <{view.target}> ?y }} LIMIT 1")
        if not rows:
            silent.append(view)
    # Grant numbers and days of an end: the documents disagree, or state a month.
    assert {(v.of.rpartition("/")[2], v.how) for v in silent} <= {
        ("ontology#Project", "one"),
        ("ontology#Project", "day"),
        # Legal names are those of CORDIS.
        ("s66#Organisation", "legal"),
    }


def test_what_eurio_allows_once_is_told_once_or_not_at_all(
    store: Store, opened_ports: Store
) -> None:
    """Of a project with two grant agreement numbers both stay, and EURIO gets neither."""
    for term in ("title", "identifier", "startDate", "endDate", "legalName"):
        rows = store.select(
            "SELECT ?s (COUNT(DISTINCT ?v) AS ?n) { ?s "
            f"<http://data.europa.eu/s66#{term}> ?v }} GROUP BY ?s"
        )
        assert all(str(row["n"]) == "1" for row in rows), term
    harbour = f"<{ID}project/harbour>"
    asked = "SELECT ?n {{ {0} <{1}> ?n }}"
    assert len(opened_ports.select(asked.format(harbour, EUCN.grantNumber))) == 2
    assert not opened_ports.select(asked.format(harbour, "http://data.europa.eu/s66#identifier"))


def _line(subject: str, predicate: str, value: str, graph: bytes = DATASET) -> bytes:
    return f"<{ID}{subject}> <{predicate}> {value} <{graph.decode()}> .\n".encode()


def test_registers_get_theirs_in_the_graph_of_what_they_derive() -> None:
    eucn = "https://w3id.org/eucn/ontology#"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = [
        _line("project/cordis-1", kind, f"<{eucn}Project>"),
        _line("project/cordis-1", eucn + "grantNumber", '"1"'),
        _line("project/shared", kind, f"<{eucn}Project>"),
        _line("project/shared", eucn + "grantNumber", '"2"'),
        _line("participation/a", kind, f"<{eucn}ProjectParticipation>"),
        _line(
            "participation/a",
            eucn + "role",
            "<https://w3id.org/eucn/vocabulary/role/international-partner>",
        ),
        _line("participation/a", eucn + "projectParticipant", f"<{ID}organization/pic-1>"),
    ]
    elsewhere = frozenset([f"<{ID}project/shared>".encode()])
    made = {line.decode() for line in view_lines(lines, beside, elsewhere)}
    assert all(line.endswith(f"<{DATASET.decode()}/derived> .\n") for line in made)
    said = {tuple(line.split(" ")[:3:2]) for line in made}
    assert (f"<{ID}project/cordis-1>", '"1"') in said
    assert (f"<{ID}project/shared>", '"2"') not in said
    assert any('"international partner"' in line for line in made)
    assert any("s66#Organisation>" in line for line in made)


@pytest.mark.registers
def test_words_for_roles_are_those_of_eurio(registers: Path) -> None:
    text = (registers / "eurio" / "EURIO.ttl").read_text(encoding="utf-8")
    for label in ROLE_LABELS.values():
        assert f'"{label}"' in text
