"""Docstrings of the code follow one convention (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from graph.paths import ROOT

NOT_A_VERB = re.compile(r"(?:The|A|An|All|Every|Whether|What|Which|How|Where)\b")
SINGLE = re.compile(r"(?<![`\w])`[^`\n]+`(?!`)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """The files of the program."""
    return [ROOT / "eucn.py", *(p for d in ("graph", "server") for p in (ROOT / d).rglob("*.py"))]


class Documented(NamedTuple):
    """A docstring, where it begins, and whether what it describes is said to return something."""

    place: str
    text: str
    returns: bool


@cache
def documented() -> tuple[Documented, ...]:
    """Every docstring of the program; help of commands is for the terminal."""
    return tuple(one for path in sources() for one in _of(path))


def _of(path: Path) -> Iterator[Documented]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Module | ast.ClassDef | Function):
            continue
        text = ast.get_docstring(node)
        is_function = isinstance(node, Function)
        marks = [ast.unparse(one) for one in node.decorator_list] if is_function else []
        if not text or any("command" in mark or "click" in mark for mark in marks):
            continue
        returns = (
            is_function
            and node.returns is not None
            and ast.unparse(node.returns) != "None"
            and not any("contextmanager" in mark for mark in marks)
        )
        line = getattr(node, "lineno", 1)
        yield Documented(f"{path.relative_to(ROOT)}:{line}", text, returns)


def test_code_in_a_docstring_has_two_backticks() -> None:
    wrong = [
        f"{one.place}: {one.text.splitlines()[0]}"
        for one in documented()
        if SINGLE.search(one.text)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_function_that_returns_something_begins_with_a_verb() -> None:
    wrong = [
        f"{one.place}: {one.text.splitlines()[0]}"
        for one in documented()
        if one.returns and NOT_A_VERB.match(one.text)
    ]
    assert not wrong, "\n".join(wrong)
