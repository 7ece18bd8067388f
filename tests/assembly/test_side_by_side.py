"""Validation runs in several processes: what becomes of them when one is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from graph.identity.canonical import Contradiction
from graph.paths import ROOT
from graph.processes import Begun, ProcessKilled, side_by_side

two = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor runs one by one")


def test_results_come_in_the_order_of_the_runs() -> None:
    assert side_by_side([lambda n=n: n * n for n in range(9)], "x") == [n * n for n in range(9)]
    assert side_by_side([], "x") == []


def test_what_a_run_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side([lambda: 1 / 0, lambda: 1.0], "x")


@two
def test_a_killed_run_is_told_at_once(tmp_path: Path) -> None:
    """And not when the other runs have ended."""

    def slow() -> None:
        time.sleep(600)
        (tmp_path / "ended").touch()

    with pytest.raises(ProcessKilled, match="the validation was killed, possibly for lack of mem"):
        side_by_side([lambda: os.kill(os.getpid(), signal.SIGKILL), slow], "the validation")
    assert not (tmp_path / "ended").exists()


CODE = """
import os, signal, time
from graph.processes import side_by_side
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
def run():
    print(os.getpid(), flush=True)
    time.sleep(900)
try:
    side_by_side([run, run], "x")
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@two
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_ends_the_parent_ends_the_runs_in_silence(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)]
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=600)  # ends when no run holds the pipes any more
    assert err == ""
    assert out == ("interrupted\n" if number == signal.SIGINT else "")


def _length(text: str) -> int:
    return len(text)


def _with_an_error_of_its_own() -> int:
    raise Contradiction("two answers", [])


@pytest.mark.parametrize("fresh", [False, True], ids=["forked", "fresh"])
def test_what_was_begun_has_its_result_when_it_is_asked_for(fresh: bool) -> None:
    with Begun(partial(_length, "twelve words"), "counting", fresh=fresh) as counting:
        assert counting.result() == 12


@pytest.mark.parametrize("fresh", [False, True], ids=["forked", "fresh"])
def test_an_error_of_any_kind_comes_whole(fresh: bool) -> None:
    """An error whose arguments are not its text, as ``Contradiction`` is."""
    with (
        Begun(_with_an_error_of_its_own, "judging", fresh=fresh) as judging,
        pytest.raises(Contradiction, match=r"two answers\ntake one back with: eucn links undo"),
    ):
        judging.result()


@two
@pytest.mark.parametrize("fresh", [False, True], ids=["forked", "fresh"])
def test_what_was_begun_and_is_not_wanted_ends(fresh: bool) -> None:
    with Begun(partial(time.sleep, 600), "nothing", fresh=fresh) as begun:
        process = begun.process
    assert process is not None
    assert process.pid is not None
    assert not psutil.pid_exists(process.pid)


SCRIPT = """
import time
from functools import partial
from graph.processes import Begun
print("once", flush=True)
with Begun(partial(max, 3, 4), "counting", fresh=True) as counting:
    print(counting.result(), flush=True)
"""


@two
def test_a_fresh_process_does_not_run_the_script_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "once\n4\n"
