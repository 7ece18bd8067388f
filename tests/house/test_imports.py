"""What may know what: no circle between packages, nothing of the server below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parents[2]


def modules() -> dict[str, Path]:
    """Every module of the project by its name."""
    found = {}
    for top in ("graph", "server"):
        for path in (ROOT / top).rglob("*.py"):
            if "node_modules" in path.parts:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def imports(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """What a file imports anywhere, functions included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(one for one in ast.walk(tree) if isinstance(one, ast.Import | ast.ImportFrom))


def imported(path: Path) -> Iterator[str]:
    """The modules of the project that a file imports anywhere."""
    for node in imports(path):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else node.module for name in inner]
        else:
            continue
        yield from (name for name in names if name in MODULES)


def package(module: str) -> str:
    """The package a module is in: two levels deep, a module of the top level by itself."""
    return ".".join(module.split(".")[:2])


def edges(level: int | None) -> nx.DiGraph:
    """Imports between modules (``level`` None) or between packages."""
    graph = nx.DiGraph()
    for name, path in MODULES.items():
        for other in imported(path):
            a, b = (name, other) if level is None else (package(name), package(other))
            # A package's own face gathers its modules; that is no circle.
            if a != b and not (a.startswith(b + ".") or b.startswith(a + ".")):
                graph.add_edge(a, b)
    return graph


@pytest.mark.parametrize("level", [None, 2], ids=["files", "packages"])
def test_no_circle(level: int | None) -> None:
    circles = [sorted(part) for part in nx.strongly_connected_components(edges(level))]
    assert [part for part in circles if len(part) > 1] == []


def test_graph_knows_neither_the_server_nor_flask() -> None:
    for name, path in MODULES.items():
        if not name.startswith("graph"):
            continue
        roots = {
            (node.module or "").split(".")[0]
            for node in imports(path)
            if isinstance(node, ast.ImportFrom)
        } | {
            alias.name.split(".")[0]
            for node in imports(path)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert not roots & {"server", "flask"}, name


def test_addresses_are_taken_apart_in_one_place() -> None:
    """The library raises on addresses that anybody can write; ``graph.iris`` does not."""
    raising = {"urlsplit", "urlparse", "urljoin"}
    for name, path in MODULES.items():
        for node in imports(path):
            if isinstance(node, ast.ImportFrom) and name != "graph.iris":
                assert not raising & {alias.name for alias in node.names}, name
