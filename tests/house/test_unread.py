"""Nothing stands in the code that nothing reads."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("graph", "server", "tests", "benchmarks")
_WORD = re.compile(r"[A-Za-z_]\w*")
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")


def texts() -> dict[Path, str]:
    """Return what may read a constant, by its path."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    paths += [*(ROOT / "server").rglob("*.html"), ROOT / "eucn.py", ROOT / "hatch_build.py"]
    return {p: p.read_text(encoding="utf-8") for p in paths if "node_modules" not in p.parts}


def constants(text: str) -> list[str]:
    """Return the constants that a module declares."""
    found = []
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found += [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in found if _CONSTANT.fullmatch(name)]


def test_every_constant_is_read_somewhere() -> None:
    """A constant that stands once in all of the code is read by nobody."""
    every = texts()
    times = Counter(word for text in every.values() for word in _WORD.findall(text))
    unread = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in sorted(every.items())
        if path.suffix == ".py"
        for name in constants(text)
        if times[name] == 1
    ]
    assert not unread
