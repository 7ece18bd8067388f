"""The wheel, installed as an application into an environment of its own, away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.paths import ROOT, SOURCES
from graph.records.load import load_sources
from tests import ports

pytestmark = pytest.mark.xdist_group("wheel")

QUESTION = "projects-with-two-grant-numbers"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made without an index from what the environment of the tests has."""
    folder = tmp_path_factory.mktemp("wheel")
    asked = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", str(folder)]
    _done([sys.executable, "-m", "pip", *asked, str(ROOT)], ROOT)
    (made,) = folder.glob("eucn-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what it depends on is lent by that of the tests."""
    place = tmp_path_factory.mktemp("application") / "environment"
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    _done([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], place)
    # Files .pth are not read in a folder named by one: the editable installation stays unseen.
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(place)}))
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


@pytest.fixture(scope="module")
def built(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which ``eucn build`` of the installed application made a store.

    Of invented documents: a build of many records is no other for being installed, but takes
    longer; that records and extracts are carried and found is tested below.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    records = str(ports.write(folder).records)
    said = _eucn(installed, folder, "build", "--no-registers", "--sources", records)
    assert said.startswith("built .store: ")
    return folder


def _environment() -> dict[str, str]:
    """The settings of this process without those that lead back to the checkout."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EUCN_", "PYTHON", "VIRTUAL_ENV", "COV_"))
    }


def _done(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


def _eucn(installed: Path, folder: Path, *arguments: str) -> str:
    return _done([str(installed / "bin" / "eucn"), *arguments], folder)


def test_wheel_puts_nothing_beside_other_packages_but_its_own(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"eucn.py", "graph", "server"}
    register = "sources/registers/cordis-horizon-europe/participation.csv"
    for carried in ("ontology/eucn.ttl", "docs/user-guide.md", f"queries/{QUESTION}.ttl", register):
        assert f"graph/data/{carried}" in names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests")]


def test_code_and_data_are_those_of_the_wheel(installed: Path, built: Path) -> None:
    asked = "import graph.paths, server.app; print(graph.paths.SOURCES, server.app.__file__)"
    for path in _done([str(installed / "bin" / "python"), "-c", asked], built).split():
        assert Path(path).is_relative_to(installed)


READ = """
from graph.paths import SOURCES
from graph.records.load import load_sources
from graph.registers.declaration import REGISTERS, declarations
from graph.registers.extract import read_extract
for name in ("cordis-h2020", "cordis-horizon-europe"):
    assert read_extract(REGISTERS / name).counts() == declarations()[name].extract
print(REGISTERS, *(record.document for record in load_sources(SOURCES).records))
"""


def test_records_and_extracts_of_registers_are_there_whole(installed: Path, tmp_path: Path) -> None:
    said = _done([str(installed / "bin" / "python"), "-c", READ], tmp_path).split()
    assert Path(said[0]).is_relative_to(installed)
    assert said[1:] == [record.document for record in load_sources(SOURCES).records]


def test_a_question_of_the_gallery_is_answered(installed: Path, built: Path) -> None:
    answer = _eucn(installed, built, "query", QUESTION, "--format", "csv")
    assert answer.splitlines()[0] == "project,number,document"
    assert len(answer.splitlines()) > 1


def test_commands_read_the_store(installed: Path, built: Path) -> None:
    assert "document/" in _eucn(installed, built, "layers", "--format", "csv")
    assert len(_eucn(installed, built, "conflicts", "--format", "csv").splitlines()) > 1


@pytest.fixture(scope="module")
def address(installed: Path, built: Path) -> Iterator[str]:
    """Where ``eucn serve`` of the installed application answers."""
    command = [str(installed / "bin" / "eucn"), "serve", "--port", "0"]
    told = built / "serve.log"
    log = told.open("wb")
    with subprocess.Popen(
        [*command, "--workers", "2", "--access-log", "none"],
        cwd=built, env=_environment(), stdout=log, stderr=log,
    ) as server:  # fmt: skip
        try:
            # It says where it serves once it answers there.
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", told.read_text())):
                assert server.poll() is None, told.read_text()
                time.sleep(0.1)
            yield found[0]
        finally:
            server.terminate()
            server.wait(300)
            log.close()


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("/", "<title>"),
        ("/projects", "/id/project/"),
        ("/docs/user-guide", "<h1"),
        ("/ontology", "ontology#"),
        ("/queries", QUESTION),
        ("/network", "<svg"),
        ("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", "true"),
    ],
)
def test_pages_and_endpoint_answer(address: str, path: str, holds: str) -> None:
    accept = "application/sparql-results+json" if "query=" in path else "text/html"
    asked = urllib.request.Request(address + path, headers={"Accept": accept})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
        assert holds in answer.read().decode()
