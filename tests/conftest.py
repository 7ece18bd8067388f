"""Fixtures shared by all tests: what the machine has, and where the data is."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Commands under test build from documents alone, which is quicker; what needs registers says so.
os.environ.setdefault("EUCN_REGISTERS", "0")

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = Path(os.environ.get("EUCN_DOCUMENTS", ROOT.parent / "shared" / "sources"))
DATA = Path(os.environ.get("EUCN_DATA", ROOT.parent / "shared" / "data"))


def _program(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _missing(marker: str) -> str | None:
    """Why a test with this marker cannot run here, or None when it can."""
    match marker:
        case "chromium":
            return None if _program("chromium", "chromium-browser") else "chromium not installed"
        case "virtuoso":
            return None if _program("virtuoso-t") else "virtuoso-t not installed"
        case "documents":
            return None if any(DOCUMENTS.glob("*.txt")) else f"no documents in {DOCUMENTS}"
        case "registers":
            return None if (DATA / "cordis").is_dir() else f"no registers in {DATA}"
        case "dcat_ap":
            return None if (DATA / "dcat-ap").is_dir() else f"no shapes of DCAT-AP in {DATA}"
    raise ValueError(marker)


REQUIRED = {name for name in os.environ.get("EUCN_REQUIRE", "").split(",") if name}


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    """Skip a marked test with its reason, or fail it where EUCN_REQUIRE names the marker."""
    for marker in ("chromium", "virtuoso", "documents", "registers", "dcat_ap"):
        if request.node.get_closest_marker(marker) and (reason := _missing(marker)):
            if marker in REQUIRED:
                pytest.fail(f"EUCN_REQUIRE names {marker}, but: {reason}")
            pytest.skip(reason)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with the source documents (use with the marker ``documents``)."""
    return DOCUMENTS


@pytest.fixture(scope="session")
def registers() -> Path:
    """The folder with the registers (use with the marker ``registers``)."""
    return DATA


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a store that the first worker who asks makes, and that all of a run share."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"shared-{name}"
    shared.mkdir(exist_ok=True)
    store, done = shared / ".store", shared / "done"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(store)
            done.touch()
    return store


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the records of the repository, without network analysis; read it only."""

    def make(path: Path) -> None:
        from graph.assembly.graphs import all_quads, data_day
        from graph.records.load import load_sources
        from graph.store.versions import write_store

        sources = load_sources()
        names = sorted(record.document for record in sources.records)
        write_store(path, all_quads(sources).nquads(), data_day(sources).isoformat(), names)

    return _once(tmp_path_factory, "records", make)


@pytest.fixture(scope="session")
def whole_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``eucn build`` makes of the repository, validated and analysed; read it only."""

    def make(path: Path) -> None:
        from graph.assembly.assemble import build

        build(path)

    return _once(tmp_path_factory, "build", make)


@pytest.fixture(scope="session")
def build_with_registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make serve`` makes of the repository, the extracts of registers included."""

    def make(path: Path) -> None:
        from graph.assembly.assemble import Change, build

        build(path, change=Change(registers=True))

    return _once(tmp_path_factory, "registers", make)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, once for a process: Playwright cannot be started twice in one."""
    from playwright.sync_api import expect, sync_playwright

    # A machine with other work answers late: what is waited for comes, or the test fails.
    expect.set_options(timeout=30_000)

    if reason := _missing("chromium"):
        # This fixture is made before `_needs` is asked.
        (pytest.fail if "chromium" in REQUIRED else pytest.skip)(reason)
    with sync_playwright() as started:
        running = started.chromium.launch(
            executable_path=_program("chromium", "chromium-browser"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield running
        running.close()
