"""Shapes of text that hold a parser, a planner or an expression up: told, not suffered."""

from __future__ import annotations

import contextlib
import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from graph.questions import with_prefixes
from graph.store import QueryRefused, QuerySyntaxError, Store, StoreError, StoreTimeout
from graph.store.guard import MAX_ASSIGNMENTS, MAX_GROUPS, MAX_LENGTH, check
from graph.store.within import within
from graph.tables import csv_text, harmless
from server.limits import INSTEAD, ended
from server.settings import Settings
from server.site.hints import _APART
from tests.endpoint.running import ROOT, gone, until

TOO_MUCH = {
    "length": "ASK {} #" + "a" * MAX_LENGTH,
    "groups": "ASK { {}" + " UNION {}" * MAX_GROUPS + " }",
    "assignments": "ASK { " + "BIND(1 AS ?x) " * (MAX_ASSIGNMENTS + 1) + "}",
    "brackets": "ASK " + "{" * 501,
}


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_each_limit_has_a_name_and_is_told(query: str) -> None:
    with pytest.raises(QueryRefused, match="more than"):
        check(query)


def growth(small: str, large: str) -> float:
    """How much more processor time a text costs that is ten times as long."""
    times = []
    for text in (small, large):
        start = time.process_time()
        with_prefixes(text)
        times.append(max(time.process_time() - start, 1e-4))
    return times[1] / times[0]


@pytest.mark.parametrize("unit", ["\n", " \n", "prefix\n", "prefix ", "eucn", "eucn\n", ":", "\t"])
def test_prefixes_are_found_in_time_that_grows_with_the_text(unit: str) -> None:
    """Quadratic, this factor is a hundred each time; a busy machine disturbs some of them."""
    small, large = ("ASK {" + unit * length + "}" for length in (3_000, 30_000))
    assert any(growth(small, large) < 50 for _ in range(20))


UNENDING = {
    "number signs behind BASE": "BASE " + "#" * 30_000 + "\nASK {}",
    "number signs behind PREFIX": "PREFIX a: " + "#\n" * 30_000 + " ASK {}",
    "dots before FROM": "SELECT " + "a." * 30_000 + " FROM <x:y> {}",
    "quotes before FROM": "SELECT '" + "\\'" * 30_000 + " FROM <x:y> {}",
    "quotes before an unknown prefix": "ASK { a:b '" + "\\'" * 30_000,
}


@pytest.mark.parametrize("text", UNENDING.values(), ids=UNENDING.keys())
def test_a_query_is_checked_in_time_that_grows_with_it(text: str) -> None:
    """The first took twice as long with each sign, the others a hundred times for ten times."""
    with contextlib.suppress(QuerySyntaxError):
        within(lambda: check(text), seconds=300)


def test_hints_are_found_in_time_that_grows_with_the_query() -> None:
    within(lambda: _APART.sub(" ", '"' + '\\"' * 50_000), seconds=300)
    within(lambda: _APART.sub(" ", '"""' + ' "' * 50_000), seconds=300)


def test_within_ends_with_the_one_that_waits() -> None:
    """A worker of the server that was ended left behind what it had begun."""
    code = (
        "import os, time; from graph.store.within import within; "
        "within(lambda: (print(os.getpid(), flush=True), time.sleep(60)))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as waits:
        assert waits.stdout is not None
        child = psutil.Process(int(waits.stdout.readline()))
        waits.kill()
        assert until(lambda: gone(child))


def test_a_function_that_is_unknown_is_the_fault_of_the_query(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="no function <x:f>"):
        store.ask("ASK { FILTER(<x:f>(1)) }")


def test_a_query_with_exists_that_took_too_long_is_told_what_to_do() -> None:
    def says(asked: str) -> str:
        return ended("time", Settings(timeout=7), asked=asked).detail

    plain = "The request exceeded the time limit of 7 seconds."
    assert says("SELECT * { ?exists ?p ?o }") == plain
    assert says("SELECT * { ?s ?p ?o filter not exists { ?o ?p ?x } }") == f"{plain} {INSTEAD}"


def test_within_gives_what_the_work_gives() -> None:
    assert within(lambda: [1, "a"]) == [1, "a"]
    with pytest.raises(QuerySyntaxError) as found:
        within(lambda: check("nonsense"))
    assert found.value.message


def test_within_ends_what_takes_too_long_or_too_much() -> None:
    with pytest.raises(StoreTimeout, match=r"time limit of 0\.3 seconds"):
        within(lambda: time.sleep(60), seconds=0.3)

    def hoard() -> int:
        held = bytearray()
        while True:
            held += b"x" * (1 << 20)
            time.sleep(0.001)

    with pytest.raises(StoreError, match="memory limit of 50 MB"):
        within(hoard, seconds=600, memory=50 << 20)


def test_within_has_room_for_what_recurses(store: Store) -> None:
    """15,000 additions ended the command with a fault of the stack, and no message."""
    query = "ASK { FILTER(1" + "+1" * 3000 + ">0) }"
    assert within(lambda: store.ask(query), seconds=600) is True


def test_the_command_keeps_the_same_limits(store_path: Path, tmp_path: Path) -> None:
    import eucn

    asked = tmp_path / "long.rq"
    asked.write_text("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    arguments = ["query", str(asked), "--store", str(store_path), "--timeout", "0.5"]
    done = CliRunner().invoke(eucn.main, arguments)
    assert done.exit_code == 1
    assert "time limit of 0.5 seconds" in done.output


LIVE = ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(1)"]
LIVE += ["-2-3-4-5", "+1-202-555-0123", "＝1+1", "＋1", "－1", "＠SUM(A1)"]


@pytest.mark.parametrize("text", LIVE)
def test_no_csv_has_live_formulas(text: str, store: Store) -> None:
    assert harmless(text) == "'" + text
    assert next(csv.reader(io.StringIO(csv_text([[text]]), newline="")))[0] == "'" + text
    quoted = text.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")
    body = store.query_bytes(f'SELECT ("{quoted}" AS ?x) ("b" AS ?y) {{}}', "csv")
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert rows == [["x", "y"], ["'" + text, "b"]]


@pytest.mark.parametrize("text", ["-1", "+1.5", "-1e5", "-.5", "a=b", "", "+32 2 299 11 11"])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert harmless(text) == text


def test_a_long_text_is_no_error(store: Store) -> None:
    doubled = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(16))
    query = f"SELECT ?v16 (1 AS ?x) {{ BIND('=abc' AS ?v0) {doubled} }}"
    for format in ("csv", "csv-semicolon", "csv-bom"):
        assert len(store.query_bytes(query, format)) > 1 << 18


def test_results_without_formulas_are_not_touched(store: Store) -> None:
    body = store.query_bytes('SELECT * { VALUES (?a ?b) { (-1 "a,b") (2.5 "") } }', "csv")
    assert body == b'a,b\r\n-1,"a,b"\r\n2.5,\r\n'
