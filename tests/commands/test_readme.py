"""What the README shows is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.paths import ROOT
from graph.questions import read_question

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"\*\*([^*]+)\*\*\n\n```\n\$ eucn query ([\w-]+)\n(.*?)```", README, re.DOTALL)


def test_five_questions_are_shown() -> None:
    assert len(SHOWN) == 5


def test_answers_are_those_the_command_prints(
    build_with_registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for question, name, answer in SHOWN:
        asked = read_question(ROOT / "queries" / f"{name}.ttl").comment["en"]
        assert question == asked
        result = CliRunner().invoke(main, ["query", name, "--store", str(build_with_registers)])
        assert result.output == answer, name


def test_every_command_is_in_the_readme() -> None:
    for name in main.commands:
        assert f"`eucn {name}" in README, name
