"""Docstrings of the code follow one convention (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from graph.paths import ROOT

NOT_A_VERB = re.compile(r"(?:The|A|An|All|Every|Whether|What|Which|How|Where)\b")
SINGLE = re.compile(r"(?<![`\w])`[^`\n]+`(?!`)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """The files of the program."""
    return [ROOT / "eucn.py", *(p for d in ("graph", "server") for p in (ROOT / d).rglob("*.py"))]


def documented(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every docstring of a file with what it describes; help of commands is for the terminal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Module | ast.ClassDef | Function):
            continue
        text = ast.get_docstring(node)
        decorated = isinstance(node, Function) and any(
            "command" in ast.unparse(one) or "click" in ast.unparse(one)
            for one in node.decorator_list
        )
        if text and not decorated:
            yield node, text


def test_code_in_a_docstring_has_two_backticks() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {text.splitlines()[0]}"
        for path in sources()
        for _, text in documented(path)
        if SINGLE.search(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_function_that_returns_something_begins_with_a_verb() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {text.splitlines()[0]}"
        for path in sources()
        for node, text in documented(path)
        if isinstance(node, Function)
        and node.returns is not None
        and ast.unparse(node.returns) != "None"
        and not any("contextmanager" in ast.unparse(one) for one in node.decorator_list)
        and NOT_A_VERB.match(text)
    ]
    assert not wrong, "\n".join(wrong)
