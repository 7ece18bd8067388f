"""The command line as its users call it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from eucn import main
from graph.export import FORMATS
from tests import ports
from tests.assembly.small import Folder

HARBOUR = "https://w3id.org/eucn/id/project/harbour"


@pytest.fixture(scope="module")
def store(ports_build: Path) -> str:
    return str(ports_build)


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=input)


def test_query_from_standard_input_without_prefixes(store: str) -> None:
    days = "eucn:startDate ?from ; eucn:endDate ?to"
    query = f"\ufeffSELECT ?from ?to WHERE {{ <{HARBOUR}> {days} }}"
    result = run("query", "-", "--store", store, "--format", "csv", input=query)
    assert result.exit_code == 0
    assert list(csv.reader(io.StringIO(result.output))) == [
        ["from", "to"],
        ["2019-01-01", "2021-06-30"],
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"ASK {{ <{HARBOUR}> ?p ?o }}", "yes\n"),
        ("ASK { eucn:nothing ?p ?o }", "no\n"),
    ],
)
def test_yes_or_no(store: str, query: str, expected: str) -> None:
    assert run("query", "-", "--store", store, input=query).output == expected


def test_construct_is_shown_as_turtle(store: str) -> None:
    query = f"CONSTRUCT WHERE {{ <{HARBOUR}> eucn:grantNumber ?n }}"
    result = run("query", "-", "--store", store, input=query)
    graph = pyoxigraph.Store()
    graph.load(result.output.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert {str(quad.object.value) for quad in graph} == {"1111", "2222"}


def test_query_by_its_name_in_the_gallery(store: str) -> None:
    result = run("query", "projects-with-two-grant-numbers", "--store", store)
    assert result.exit_code == 0
    assert "1111" in result.output
    assert "2222" in result.output


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE { ?x ", "not valid SPARQL"),
        ("INSERT DATA { eucn:a eucn:b eucn:c }", ""),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_query_that_cannot_be_answered(store: str, query: str, message: str) -> None:
    result = run("query", "-", "--store", store, input=query)
    assert result.exit_code == 2
    assert message in result.output


def test_missing_store_says_what_to_do(tmp_path: Path) -> None:
    for command in (["conflicts"], ["query", "-"], ["brokers"], ["gaps"]):
        result = run(*command, "--store", str(tmp_path / "none"))
        assert result.exit_code == 1, command
        assert "run eucn build" in result.output.replace("`", "")


def test_conflicts_as_json(store: str) -> None:
    result = run("conflicts", "--store", store, "--format", "json")
    table = json.loads(result.output)
    assert set(table) == {"built", "definition", "filter", "rows"}
    row = next(
        row
        for row in table["rows"]
        if row["subject"] == HARBOUR and row["property"].endswith("#grantNumber")
    )
    assert {value["value"] for value in row["values"]} == {"1111", "2222"}
    assert all(
        value["claim"].startswith("https://w3id.org/eucn/id/claim/") for value in row["values"]
    )
    assert {value["document"] for value in row["values"]} == {
        "https://w3id.org/eucn/document/harbour-page",
        "https://w3id.org/eucn/document/harbour-news",
    }


@pytest.mark.parametrize("format", ["nq", "trig", "jsonld", "ttl"])
def test_export_holds_the_whole_dataset(store: str, format: str, tmp_path: Path) -> None:
    output = tmp_path / f"eucn.{format}"
    assert run("export", "--format", format, "-o", str(output), "--store", store).exit_code == 0
    formats = {
        "nq": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "ttl": pyoxigraph.RdfFormat.TURTLE,
    }
    original = pyoxigraph.Store()
    original.load((Path(store) / "data.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    read = pyoxigraph.Store()
    read.load(output.read_bytes(), format=formats[format])
    if format == "ttl":
        assert {quad.triple for quad in read} == {quad.triple for quad in original}
    else:
        assert set(read) == set(original)


EXPORTED = """
import sys
from eucn import main
from graph.export import FORMATS
for format in sys.argv[3:]:
    call = ["export", "--format", format, "-o", f"{sys.argv[2]}.{format}", "--store", sys.argv[1]]
    main(call, standalone_mode=False)
"""


def test_export_is_the_same_to_the_byte(store: str, tmp_path: Path) -> None:
    """In processes of their own: what hashing puts in a random order differs between them."""
    for seed in ("1", "2"):
        command = [sys.executable, "-c", EXPORTED, store, str(tmp_path / seed), *FORMATS]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, capture_output=True, env=environment)
    for format in FORMATS:
        one, other = ((tmp_path / f"{seed}.{format}").read_bytes() for seed in ("1", "2"))
        assert one == other, format


def test_export_of_tables(store: str, tmp_path: Path) -> None:
    output = tmp_path / "eucn.zip"
    assert run("export", "--format", "csv", "-o", str(output), "--store", store).exit_code == 0
    with zipfile.ZipFile(output) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("Project.csv"), "utf-8")))
    grants = {
        row["value"] for row in rows if row["id"] == HARBOUR and row["property"].endswith("Number")
    }
    assert grants == {"1111", "2222"}


def test_export_to_a_place_that_is_not_there(store: str, tmp_path: Path) -> None:
    result = run("export", "--format", "nq", "-o", str(tmp_path / "no" / "x.nq"), "--store", store)
    assert result.exit_code == 2
    assert "No such file or directory" in result.output


def test_validate_with_the_texts(tmp_path: Path) -> None:
    folder = ports.write(tmp_path)
    result = run("validate", "--sources", str(folder.records), "--documents", str(folder.texts))
    assert result.exit_code == 0, result.output
    assert ": 0 violations" in result.output


def test_validate_without_the_texts_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EUCN_DOCUMENTS", raising=False)
    folder = Folder(tmp_path)
    facts = "project/harbour: [{name: HARBOUR, quote: HARBOUR}]"
    folder.document("one", "The first\nHARBOUR is a project.\n", facts)
    result = run("validate", "--sources", str(folder.records))
    assert "the texts were not compared" in result.output


def test_every_command_has_help_with_an_example() -> None:
    for name, command in main.commands.items():
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Example:" in result.output, f"eucn {name} --help shows no example"
        assert command.help
