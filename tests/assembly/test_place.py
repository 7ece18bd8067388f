"""Where a build writes: told at once where it cannot, repaired where it is damaged."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import RDF

from eucn import main
from graph import iris
from graph.assembly.assemble import prepare
from graph.assembly.quads import Quads
from graph.iris import EUCN
from graph.store import open_store
from graph.store.reserving import StoreProblem, reserved, versions_folder
from graph.store.versions import write_store
from tests.assembly.small import Folder

pytestmark = pytest.mark.usefixtures("quick")

ONE = b'<https://example.org/a> <https://example.org/b> "1" <https://example.org/g> .\n'
RECORD = """\
document:
  id: document/curation
  obtained: 2026-11-21
  language: en
entities:
  document/curation:
    - {name: Curation, why: A name.}
  project/bridge:
    - {name: Bridge, why: A name.}
    - {startDate: 2021-02-01, why: A day.}
    - {endDate: 2022-01-01, why: A day.}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "curation.yaml").write_text(RECORD)
    return folder


def build(sources: Path, store: Path | str) -> Result:
    return CliRunner().invoke(main, ["build", "--sources", str(sources), "--store", str(store)])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_graph_that_violates_a_shape_is_not_written(sources: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    store = place / "store"
    assert build(sources, store).exit_code == 0
    before, link = tree(place), store.readlink()
    (sources / "curation.yaml").write_text(RECORD.replace("2022-01-01", "2020-01-01"))
    result = build(sources, store)
    assert result.exit_code == 1
    assert "curation.yaml:11: violation: project/bridge" in result.output
    assert "nothing was written" in result.output
    assert tree(place) == before
    assert store.readlink() == link


def test_a_first_build_that_fails_leaves_nothing(sources: Path, tmp_path: Path) -> None:
    (sources / "curation.yaml").write_text(RECORD.replace("2022-01-01", "2020-01-01"))
    assert build(sources, tmp_path / "new" / "store").exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sources"]


def damage_data(store: Path) -> None:
    (store / "data.nq").unlink()


def cut_data(store: Path) -> None:
    (store / "data.nq").write_bytes(ONE[:40])


def damage_manifest(store: Path) -> None:
    (store / "manifest.json").write_text("{")


def other_manifest(store: Path) -> None:
    text = (store / "manifest.json").read_text()
    (store / "manifest.json").write_text(text.replace("2026-01-01", "2020-01-01"))


def damage_index(store: Path) -> None:
    (store / "index" / "CURRENT").unlink()


@pytest.mark.parametrize(
    "damage", [damage_data, cut_data, damage_manifest, other_manifest, damage_index]
)
def test_a_build_repairs_a_damaged_store(tmp_path: Path, damage: object) -> None:
    store = tmp_path / "store"
    made = write_store(store, ONE, "2026-01-01", ["document/a"])
    assert callable(damage)
    damage(store)
    assert write_store(store, ONE, "2026-01-01", ["document/a"]) == made
    assert (store / "data.nq").read_bytes() == ONE
    for disk in (False, True):
        found = open_store(store, disk=disk)
        assert found.version == made.build
        assert found.built.date().isoformat() == "2026-01-01"
        assert found.ask('ASK { ?s ?p "1" }')
    assert {path.name for path in versions_folder(store).iterdir()} == {made.build, ".lock"}


@pytest.mark.parametrize("place", ["", ".", "/", "..", "/proc/none/store"])
def test_a_place_that_no_store_can_have_is_told(sources: Path, place: str) -> None:
    result = build(sources, place)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert isinstance(result.exception, SystemExit)


def test_a_bad_place_is_told_before_the_records_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    nothing = tmp_path / "no-sources"
    assert "was not made by eucn" in build(nothing, tmp_path / "file").output
    assert "Not a directory" in build(nothing, tmp_path / "file" / "store").output
    with reserved(tmp_path / "store"):
        result = build(nothing, tmp_path / "store")
    assert result.exit_code == 2
    assert "another build is writing" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_killed_builds_left_is_removed_at_the_start(tmp_path: Path, sources: Path) -> None:
    store = tmp_path / "store"
    write_store(store, ONE, "2026-01-01", [])
    litter = versions_folder(store) / "building-x"
    litter.mkdir()
    (tmp_path / "store.123").symlink_to("nowhere")
    (tmp_path / "store.bak").symlink_to("mine")
    (tmp_path / "store.124").write_text("mine")
    (sources / "curation.yaml").write_text("{")
    assert build(sources, store).exit_code == 1
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"sources", "store", "store-versions", "store.bak", "store.124"}
    assert not litter.exists()


def test_a_register_alone_makes_the_curation_known(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    text, facts = (
        "The first\nHARBOUR is a project.\n",
        "project/harbour: [{name: HARBOUR, quote: HARBOUR}]",
    )
    folder.document("one", text, facts)
    folder.register("place/ghent: {label: {en: Ghent}}\n")
    found = [str(finding) for finding in prepare(folder.records).report.findings]
    assert not [finding for finding in found if "document/curation" in finding]


def test_only_a_documents_own_contradictions_are_set_aside() -> None:
    """Documents ``a`` and ``a-b``: what one says against itself stays in the other."""
    from rdflib import PROV, Literal

    from graph.assembly.validate import consistent

    quads = Quads()
    thing, value = iris.resource("project/x"), Literal("1")
    for name in ("a", "a-b"):
        quads.add(thing, EUCN.grantNumber, value, iris.document_graph(f"document/{name}"))
    claim = iris.ID["claim/a-b-0"]
    for predicate, term in (
        (RDF.subject, thing),
        (RDF.predicate, EUCN.grantNumber),
        (RDF.object, value),
        (PROV.wasDerivedFrom, iris.resource("document/a-b")),
        (EUCN.contradictedInDocument, Literal(True)),
    ):
        quads.add(claim, predicate, term, iris.claims_graph("document/a-b"))
    assert len(consistent(quads, iris.document_graph("document/a"))) == 1
    assert len(consistent(quads, iris.document_graph("document/a-b"))) == 0


def test_a_coordinator_of_nothing_is_no_conflict() -> None:
    """Whatever the records leave out, the shapes tell it and not an error."""
    from graph.assembly.conflicts import conflicts

    quads = Quads()
    claim, link = iris.ID["claim/a-0"], iris.resource("participation/x")
    graph = iris.claims_graph("document/a")
    quads.add(claim, RDF.subject, link, graph)
    quads.add(claim, RDF.predicate, EUCN.role, graph)
    quads.add(claim, RDF.object, iris.concept("role", "coordinator"), graph)
    assert conflicts(quads) == []
    quads.add(link, EUCN.participationIn, iris.resource("project/x"), graph)
    assert conflicts(quads) == []


def test_the_disk_that_refuses_is_told_with_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import graph.store.versions

    def full(data: Path, folder: Path, beside: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(graph.store.versions, "write_index", full)
    with pytest.raises(StoreProblem, match=r"cannot write the store .*: No space left on device"):
        write_store(tmp_path / "store", ONE, "2026-01-01", [])
    assert not list(tmp_path.iterdir())


def test_a_killed_validation_is_told(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import graph.assembly.validate
    import graph.processes

    monkeypatch.setattr(graph.processes.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(
        graph.assembly.validate, "_run", lambda *job: os.kill(os.getpid(), signal.SIGKILL)
    )
    result = CliRunner().invoke(main, ["validate", "--sources", str(sources)])
    assert result.exit_code == 2
    assert "the validation was killed" in result.output
