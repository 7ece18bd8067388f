"""What the page writes is checked as a build checks it; what a build refuses stops nobody else."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.curate import building
from server.curate.building import Builder

RECORD = "document:\n  id: document/a\nentities:\n  place/ghent:\n    - name: Ghent\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.yaml"
    path.write_text(RECORD)
    return path


def answers(monkeypatch: pytest.MonkeyPatch, *told: tuple[int, str]) -> list[list[str]]:
    """Let the program answer so, one after the other, and return how it was called."""
    calls: list[list[str]] = []
    left = list(told)

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command[3:])
        code, output = left.pop(0)
        return subprocess.CompletedProcess(command, code, output)

    monkeypatch.setattr(building.subprocess, "run", run)
    monkeypatch.setattr(building.time, "sleep", lambda seconds: None)
    return calls


def ended(builder: Builder) -> dict[str, Any]:
    thread = builder._thread
    if thread is not None:
        thread.join(300)
    return builder.state()


def test_a_refused_record_is_a_draft_again_with_the_reason(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = f"{record}:5: violation: place/ghent: It has no label.\nnothing was written\n"
    answers(monkeypatch, (1, said))
    builder = Builder(record.parent, str(record.parent / "none"))
    builder.ask(record, build=True)
    state = ended(builder)
    assert (state["code"], state["built"]) == (1, True)
    assert state["problems"] == [said.splitlines()[0]]
    assert "\n  draft: true\nentities:\n" in record.read_text()


def test_warnings_and_faults_of_others_leave_a_record_written(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, (1, f"{record}:5: warning: no kind\nother.yaml:3: violation: x\n"))
    builder = Builder(record.parent, str(record.parent / "none"))
    builder.ask(record, build=True)
    state = ended(builder)
    assert state["code"] == 1
    assert "other.yaml:3: violation: x" in state["problems"]
    assert record.read_text() == RECORD


def test_a_build_that_somebody_else_began_is_waited_for(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = answers(
        monkeypatch, (1, "another build is writing to x; wait for it\n"), (0, "built\n")
    )
    builder = Builder(record.parent, str(record.parent / "none"))
    builder.ask(record, build=True)
    assert ended(builder)["code"] == 0
    assert [call[0] for call in calls] == ["build", "build"]


def test_what_is_only_written_is_checked(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answers(monkeypatch, (0, "0 violations\n"))
    builder = Builder(record.parent, str(record.parent / "none"))
    builder.ask(record, build=False)
    assert ended(builder) == {
        "running": False, "seconds": 0, "live": False, "code": 0, "built": False, "problems": []
    }  # fmt: skip
    assert calls == [["validate", "--sources", str(record.parent)]]


def test_a_store_without_registers_is_built_without(
    record: Path, monkeypatch: pytest.MonkeyPatch, built_store: Path
) -> None:
    calls = answers(monkeypatch, (0, "built\n"))
    builder = Builder(record.parent, str(built_store))
    builder.ask(record, build=True)
    ended(builder)
    assert calls[0][-1] == "--no-registers"


def test_a_second_press_does_not_say_that_the_refused_was_built(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder(record.parent, str(record.parent / "none"))
    refused = f"{record}:5: violation: x\n"

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if not calls:
            calls.append(command[3])
            builder.ask(record, build=True)  # pressed again meanwhile
            return subprocess.CompletedProcess(command, 1, refused)
        return subprocess.CompletedProcess(command, 0, "built\n")

    calls: list[str] = []
    monkeypatch.setattr(building.subprocess, "run", run)
    builder.ask(record, build=True)
    state = ended(builder)
    assert (state["code"], state["problems"]) == (1, [refused.strip()])


def test_facts_are_told_to_be_there_while_the_network_is_still_computed(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = record.parent / "store"
    for version in ("one", "two"):
        (record.parent / version).mkdir()
    store.symlink_to("one")
    seen: list[bool] = []
    builder = Builder(record.parent, str(store))

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        seen.append(builder.state()["live"])
        store.unlink()
        store.symlink_to("two")
        seen.append(builder.state()["live"])
        return subprocess.CompletedProcess(command, 0, "built\n")

    monkeypatch.setattr(building.subprocess, "run", run)
    builder.ask(record, build=True)
    assert ended(builder)["code"] == 0
    assert seen == [False, True]
    assert not builder.state()["live"]
