"""Fixtures shared by all tests: what the machine has, and where the data is."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from graph.assembly.quads import Quads
from graph.store import Store, open_store

# The same examples in every run, whatever the machine, with no time that an example must keep.
# By hand: --hypothesis-profile=explore tries others each time.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("same")

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


PATIENCE = 180_000
"""Milliseconds for which the browser waits for what is to come."""

REQUIRED = {name for name in os.environ.get("EUCN_REQUIRE", "").split(",") if name}


# What takes longest is begun first, or one process would be left with it while others wait.
LONGEST = (
    *("registers", "browser", "served", "wheel", "tests/assembly", "tests/commands"),
    *("tests/site/test_pages", "tests/site/test_whole", "tests/shapes", "tests/validation"),
    *("tests/registers/test_extracts", "tests/facts/test_identities", "tests/clients"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a file into one group for ``--dist loadgroup``, the longest groups first.

    Each process would make what the tests of a file share (a store, an application) for itself.
    The build with registers is read, and its network counted, in one process alone.
    """
    needing = {item.path for item in items if "build_with_registers" in _fixtures(item)}
    groups: dict[pytest.Item, str] = {}
    for item in items:
        marked = item.get_closest_marker("xdist_group")
        group = marked.args[0] if marked else str(item.path.relative_to(ROOT))
        if marked is None:
            group = "registers" if item.path in needing else group
            item.add_marker(pytest.mark.xdist_group(group))
        groups[item] = group
    items.sort(key=lambda item: _rank(groups[item]))


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", ()))


def _rank(group: str) -> int:
    return next((at for at, name in enumerate(LONGEST) if group.startswith(name)), len(LONGEST))


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of ``LONGEST``: pytest-xdist would begin with the group of most tests."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    """Skip a marked test with its reason, or fail it where EUCN_REQUIRE names the marker."""
    for marker in ("chromium", "virtuoso", "documents", "registers", "dcat_ap"):
        if request.node.get_closest_marker(marker) and (reason := _missing(marker)):
            if marker in REQUIRED:
                pytest.fail(f"EUCN_REQUIRE names {marker}, but: {reason}")
            pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What an application keeps of a store that it cannot write beside lies in the folder of this
    process: not where another process, or an earlier run, has left its own. And who makes a file
    is waited for.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("aside")))
        patch.setattr("server.linked.keeping.PATIENCE", 600.0)
        yield


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
def record_quads() -> Quads:
    """What the records of the repository say, derived statements included; one group uses it."""
    from graph.assembly.graphs import all_quads
    from graph.records.load import load_sources

    return all_quads(load_sources())


@pytest.fixture(scope="session")
def ports_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the invented documents of ``tests/ports.py``; their texts are in ``texts``."""

    def make(path: Path) -> None:
        from graph.assembly.graphs import all_quads
        from graph.store.versions import write_store
        from tests import ports

        sources = ports.write(path.parent).load()
        names = sorted(record.document for record in sources.records)
        write_store(path, all_quads(sources).nquads(), "2026-01-31", names)

    return _once(tmp_path_factory, "ports", make)


@pytest.fixture(scope="session")
def opened_ports(ports_store: Path) -> Store:
    """``ports_store``, opened once in a process."""
    return open_store(ports_store)


@pytest.fixture(scope="session")
def opened_records(built_store: Path) -> Store:
    """``built_store``, opened once in a process, so that what is counted of it is counted once."""
    return open_store(built_store)


@pytest.fixture(scope="session")
def ports_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``eucn build`` makes of the invented documents, validated and analysed; read it only."""

    def make(path: Path) -> None:
        from graph.assembly.assemble import build
        from tests import ports

        build(path, ports.write(path.parent).records)

    return _once(tmp_path_factory, "ports-build", make)


@pytest.fixture(scope="session")
def build_with_registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make serve`` makes of the repository, the extracts of registers included."""

    def make(path: Path) -> None:
        from graph.assembly.assemble import Change, build

        build(path, change=Change(registers=True))

    return _once(tmp_path_factory, "registers", make)


@pytest.fixture(scope="session")
def opened_registers(build_with_registers: Path) -> Store:
    """``build_with_registers``, opened once in a process."""
    return open_store(build_with_registers)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, once for a process: Playwright cannot be started twice in one."""
    from playwright.sync_api import expect, sync_playwright

    # A machine with other work answers late: what is waited for comes, or the test fails.
    expect.set_options(timeout=PATIENCE)

    if reason := _missing("chromium"):
        # This fixture is made before `_needs` is asked.
        (pytest.fail if "chromium" in REQUIRED else pytest.skip)(reason)
    with sync_playwright() as started:
        running = started.chromium.launch(
            executable_path=_program("chromium", "chromium-browser"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        # The same for pages, clicks and downloads, in whatever context.
        make = running.new_context

        def patient(**options: Any) -> Any:
            context = make(**options)
            context.set_default_timeout(PATIENCE)
            return context

        running.new_context = patient  # type: ignore[method-assign]
        yield running
        running.close()
