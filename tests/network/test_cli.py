"""``eucn brokers``, ``eucn gaps``, ``eucn diagram``: output, files, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eucn import main
from graph.store.versions import write_store


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, nquads: bytes) -> Path:
    store = tmp_path_factory.mktemp("cli") / ".store"
    write_store(store, nquads, "2026-01-02", [])
    return store


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_brokers(path: Path) -> None:
    said = run("brokers", "--store", path)
    assert said.exit_code == 0, said.output
    assert "one is connected only through Hub: Lyon with Xi’an" in said.stdout
    table = json.loads(run("brokers", "--store", path, "--format", "json").stdout)
    assert set(table) >= {"built", "definition", "filter", "rows"}
    assert table["built"].startswith("2026-01-02")
    rows = csv.DictReader(io.StringIO(run("brokers", "--store", path, "--format", "csv").stdout))
    assert [row["name"] for row in rows] == [row["name"] for row in table["rows"]]
    assert "Nabe" in run("brokers", "--store", path, "--language", "de").stdout


def test_options_choose_the_view(path: Path) -> None:
    said = run("brokers", "--store", path, "--topic", "health", "--states", "--format", "json")
    chosen = json.loads(said.stdout)["filter"]
    assert chosen["arguments"] == {"topic": ["health"], "states": ["1"]}
    assert (
        "No actor lies between others"
        in run("brokers", "--store", path, "--to", "1990", "--undated", "0").stdout
    )


def test_gaps(path: Path) -> None:
    said = run("gaps", "--store", path, "--only", "dialogue-without-session")
    assert said.exit_code == 0
    assert "No session is recorded for: Talk." in said.stdout
    assert "No session" in run("gaps", "--store", path, "--only", "coverage").stdout
    assert run("gaps", "--store", path, "--only", "luck").exit_code == 2


@pytest.mark.parametrize("suffix", ["svg", "png", "graphml", "gexf", "csv", "json", "html"])
def test_diagrams(path: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"network.{suffix}"
    said = run("diagram", "--store", path, "-o", target)
    assert said.exit_code == 0, said.output
    assert target.stat().st_size > 300
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("brokers", "--from", "20x"), "not a year"),
        (("brokers", "--by", "luck"), "can be ordered by"),
        (("brokers", "--confidence", "2"), "number from 0 to 1"),
        (("diagram", "-o", "network.exe"), "no such format"),
        (("diagram", "-o", "/no/such/folder/network.svg"), "No such file"),
    ],
)
def test_a_wrong_call_is_told_with_exit_code_2(
    path: Path, arguments: tuple[str, ...], message: str
) -> None:
    said = run(arguments[0], "--store", path, *arguments[1:])
    assert said.exit_code == 2
    assert message in said.output
    assert "Traceback" not in said.output


@pytest.mark.parametrize("command", [("brokers",), ("gaps",), ("diagram", "-o", "x.svg")])
def test_without_a_store_the_way_on_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = run(command[0], "--store", tmp_path / "none", *command[1:])
    assert said.exit_code == 1
    assert "eucn build" in said.output


@pytest.mark.parametrize("command", ["brokers", "gaps", "diagram", "years", "specialisation"])
def test_help_has_an_example(command: str) -> None:
    said = run(command, "--help")
    assert said.exit_code == 0
    assert f"Example: eucn {command}" in said.output


def test_years_and_specialisation(path: Path) -> None:
    said = run("years", "--store", path, "--split", "2020", "--format", "json")
    table = json.loads(said.stdout)
    years = {row["year"]: row for row in table["rows"]}
    # Project ONE in 2019 (3 actors), the fair in May 2021 (2); the pact has one actor that counts.
    assert (years[2019]["actors"], years[2020]["actors"], years[2021]["actors"]) == (3, 0, 2)
    # Pairs have the sides of their day: in 2019 Leeds was on the EU side.
    assert (years[2019]["pairs"], years[2021]["pairs_entering"]) == (2, 1)
    assert table["change"]["actors_staying"] == 1
    assert run("years", "--store", path, "--split", "soon").exit_code == 2
    csv_text = run("years", "--store", path, "--format", "csv").stdout
    assert len(csv_text.splitlines()) == len(years) + 1
    said = run("specialisation", "--store", path, "--least", "1", "--format", "json")
    assert {row["unit"] for row in json.loads(said.stdout)["rows"]} == {"de"}
    said = run("specialisation", "--store", path)
    assert "has 5 activities" in said.stdout
