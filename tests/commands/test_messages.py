"""What a command says when it cannot do what it was asked: one message, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eucn import main
from graph.paths import ROOT
from graph.store.versions import write_store

ONE = '<https://example.org/ä> <https://example.org/b> "中" <https://example.org/g> .\n'.encode()
ALL = "SELECT * WHERE { ?s ?p ?o }"


@pytest.fixture
def store(tmp_path: Path) -> str:
    write_store(tmp_path / "store", ONE, "2026-01-01", [])
    return str(tmp_path / "store")


def run(*arguments: str, input: str | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, input=input)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def outside(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace("eucn", f"{sys.executable} -m eucn", 1)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        input=ALL,
    )


@pytest.mark.parametrize(
    "command", ["conflicts", "brokers", "gaps", "export --format nq -o x", "diagram -o x.svg"]
)
def test_a_remote_store_that_is_not_there(command: str) -> None:
    result = run(*command.split(), "--store", "http://127.0.0.1:1/sparql")
    assert result.exit_code == 1
    assert result.output.startswith("http://127.0.0.1:1/sparql cannot be reached")


def test_only_http_addresses_are_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.nq").write_bytes(ONE)
    monkeypatch.chdir(tmp_path)
    for command in (["query", "-"], ["load", "a.nq"]):
        result = run(*command, "--store", "ftp://x/y", input=ALL)
        assert result.exit_code == 1
        assert "begins with http:// or https://" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.nq"]


@pytest.mark.parametrize("text", [ALL, f"{ALL} # {'x' * 300}"])
def test_a_query_given_as_argument(store: str, text: str) -> None:
    result = run("query", text, "--store", store)
    assert result.exit_code == 2
    assert "eucn query -" in result.output


def test_standard_output_on_a_full_disk(store: str) -> None:
    for command in ("query -", "query - --format csv", "export --format nq -o -", "--help"):
        where = "" if command == "--help" else f" --store {store}"
        done = outside(f"eucn {command}{where} > /dev/full")
        assert done.returncode == 2, done.stderr
        assert done.stderr == "standard output: No space left on device\n"


def test_an_encoding_that_has_not_the_characters(store: str) -> None:
    done = outside(f"eucn gaps --language zh --store {store}", PYTHONIOENCODING="latin-1")
    assert done.returncode == 2
    assert "PYTHONIOENCODING=utf-8" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_read_enough(store: str) -> None:
    assert outside(f"eucn export --format nq -o - --store {store} | true").stderr in (
        "",
        f"wrote -: {len(ONE)} bytes\n",
    )


def test_a_dash_is_standard_output(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export", "--format", "nq", "-o", "-", "--store", store).stdout.encode() == ONE
    assert "<svg" in run("diagram", "-o", "-", "--store", store).stdout
    said = run("diagram", "-o", "-", "--format", "graphml", "--store", store).stdout
    assert "<graphml" in said
    assert not (tmp_path / "-").exists()


def test_output_that_cannot_be_written_is_named_as_it_was_given(store: str, tmp_path: Path) -> None:
    place = tmp_path / "no" / "x.svg"
    for command in (["export", "--format", "nq"], ["diagram"]):
        result = run(*command, "-o", str(place), "--store", store)
        assert result.exit_code == 2
        assert result.output.splitlines()[-1] == f"{place}: No such file or directory"


@pytest.mark.parametrize("graph", ["not an iri", "", "rel"])
def test_a_graph_is_named_by_an_iri(graph: str, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text('<x:s> <x:p> "o" .\n')
    store = str(tmp_path / "s")
    result = run("load", str(tmp_path / "a.nt"), "--store", store, "--graph", graph)
    assert result.exit_code == 1
    assert "a graph is named by an IRI" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.nt"]


def test_a_terminal_without_a_width(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    said = run("query", "-", "--store", store, input=ALL).output
    assert "中" in said
    assert "1 row" in said
