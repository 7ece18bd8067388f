"""A build of what changed is the build made from nothing, to the byte; what is seen meanwhile."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from rdflib import SKOS

from graph.assembly import assemble
from graph.assembly.assemble import Built, build
from graph.assembly.keeping import load_here
from graph.iris import ID
from graph.paths import ROOT
from graph.store import open_store
from graph.store.layers import Layer, Shelf
from graph.store.layout import read_manifest
from graph.store.reserving import versions_folder
from graph.wellknown import AS_BEFORE, VOID_GRAPH
from tests.assembly.small import Folder, counting_analysis

EVERYTHING = (
    "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?s ?p STR(?o) ?o ?g"
)
BEGAN = 'ASK { ?s <https://w3id.org/eucn/ontology#startDate> ?y FILTER(STR(?y) = "2020") }'
HARBOUR = """
Harbour links
HARBOUR of ports began in 2019 and had 500 Euro.
It perhaps began in 2020 with 600 Euro.
"""
LOCK = """
Lock links
The project HARBOUR began in 2021. LOCK was a seminar in 2022 in Ghent.
"""
ONE = (
    """
    project/harbour:
      - {name: HARBOUR, quote: HARBOUR of ports}
      - {startDate: 2019, quote: began in 2019}
      - {fundingEuro: 500, quote: 500 Euro}
    """,
    """
    project/harbour:
      - {name: HARBOUR, quote: HARBOUR of ports}
      - {startDate: 2019, quote: began in 2019}
      - {fundingEuro: 600, quote: 600 Euro}
    """,
    """
    project/harbour:
      - {name: HARBOUR, quote: HARBOUR of ports}
      - {startDate: 2020, quote: began in 2020}
    """,
)
OTHER = (
    """
    project/harbour:
      - {name: HARBOUR, quote: HARBOUR}
      - {startDate: 2021, quote: began in 2021}
    """,
    """
    event/lock:
      - {name: LOCK, quote: LOCK}
      - {date: 2022, quote: seminar in 2022}
    project/harbour:
      - {name: HARBOUR, quote: HARBOUR}
    """,
)
State = tuple[int, int]
"""Which of the variants of each record there is; one behind the last is none."""


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> list[list[Path]]:
    """Records of two documents, in several variants each."""
    made = []
    for slug, text, several in (("one", HARBOUR, ONE), ("other", LOCK, OTHER)):
        made.append([])
        for facts in several:
            folder = Folder(tmp_path_factory.mktemp(slug))
            folder.document(slug, text, facts)
            made[-1].append(folder.records / f"{slug}.yaml")
    return made


def write(records: Path, variants: list[list[Path]], state: State) -> None:
    records.mkdir(exist_ok=True)
    (records / "register.yaml").write_text("place/ghent: {label: {en: Ghent}}\n")
    for several, number in zip(variants, state, strict=True):
        place = records / several[0].name
        place.unlink(missing_ok=True)
        if number < len(several):
            shutil.copy(several[number], place)


def made(folder: Path, variants: list[list[Path]], state: State, store: str = "store") -> Built:
    write(folder / "records", variants, state)
    return build(folder / store, folder / "records")


NOTES = f"""
<{ID}project/harbour> <{SKOS.prefLabel}> "HARBOUR"@en .
<https://a.example/a> <https://a.example/b> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, variants: list[list[Path]]) -> Path:
    """A folder with records, and a store of them and of a loaded file; copy it."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "notes.nt").write_text(NOTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "analysis_layer", counting_analysis)
        made(folder, variants, (0, 0))
        load_here(folder / "notes.nt", folder / "store")
    return folder


def copied(begun: Path, folder: Path) -> Path:
    """Return a copy of what was begun."""
    shutil.copytree(begun, folder, symlinks=True, dirs_exist_ok=True)
    return folder


states = st.tuples(st.integers(0, len(ONE) - 1), st.integers(0, len(OTHER)))


# One walk in every run: both records change, then one changes and the other goes. By hand, others.
WALK = [(2, 1), (1, len(OTHER))]
exploring = settings.get_current_profile_name() == "explore"


@settings(
    max_examples=10,
    phases=list(Phase) if exploring else [Phase.explicit],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.usefixtures("quick")
@example(WALK)
@given(st.lists(states, min_size=1, max_size=2))
def test_a_build_of_what_changed_is_the_one_made_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    variants: list[list[Path]],
    begun: Path,
    steps: Sequence[State],
) -> None:
    """Beside a layer that was loaded, with a statement that follows from a record too."""
    folder = copied(begun, tmp_path_factory.mktemp("steps") / "copy")
    for state in steps:
        made(folder, variants, state)
    made(folder, variants, steps[-1], "fresh")
    load_here(folder / "notes.nt", folder / "fresh")
    one, other = folder / "store", folder / "fresh"
    assert (one / "data.nq").read_bytes() == (other / "data.nq").read_bytes()
    assert read_manifest(one.resolve()) == read_manifest(other.resolve())
    answers = {
        open_store(store, disk=True).query_bytes(EVERYTHING, "tsv") for store in (one, other)
    }
    assert len(answers) == 1
    shutil.rmtree(folder)


@pytest.mark.usefixtures("quick")
def test_what_changed_is_there_before_the_analysis_and_says_so(
    tmp_path: Path, variants: list[list[Path]], begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(begun, tmp_path)
    seen = []

    def looking(shelf: Shelf, plan: Layer, index: Path, last: Layer | None) -> Layer:
        store = open_store(tmp_path / "store")
        seen.append(read_manifest((tmp_path / "store").resolve()).as_before)
        assert store.ask(BEGAN)
        assert said(store) == set(AS_BEFORE.values())
        return counting_analysis(shelf, plan, index)

    monkeypatch.setattr(assemble, "analysis_layer", looking)
    after = made(tmp_path, variants, (2, 0))
    assert seen == [["analysis"]]
    assert after.manifest.as_before == []
    assert said(open_store(tmp_path / "store")) == set()


def said(store: object) -> set[str]:
    found = store.select(  # type: ignore[attr-defined]
        f"SELECT ?note {{ GRAPH <{VOID_GRAPH}> {{ <https://w3id.org/eucn/graph/analysis> "
        "<http://www.w3.org/2000/01/rdf-schema#comment> ?note } }"
    )
    return {str(row["note"]) for row in found}


KILLED = """
import os, signal, sys
from pathlib import Path
from graph.assembly import assemble
def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
assemble.analysis_layer = die
folder = Path(sys.argv[1])
assemble.build(folder / "store", folder / "records")
"""


def test_a_build_killed_in_its_analysis_leaves_what_changed_and_the_next_ends_it(
    tmp_path: Path, variants: list[list[Path]]
) -> None:
    """Here with the analysis itself."""
    made(tmp_path, variants, (0, 0))
    write(tmp_path / "records", variants, (2, 1))
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    left = read_manifest((tmp_path / "store").resolve())
    assert left.as_before == ["analysis"]
    assert open_store(tmp_path / "store").version == left.build
    ended, fresh = made(tmp_path, variants, (2, 1)), made(tmp_path, variants, (2, 1), "fresh")
    assert ended.manifest == fresh.manifest
    assert (tmp_path / "store/data.nq").read_bytes() == (tmp_path / "fresh/data.nq").read_bytes()
    assert not list(versions_folder(tmp_path / "store").glob("building-*"))


@pytest.mark.usefixtures("quick")
def test_a_build_of_the_same_writes_nothing(
    tmp_path: Path, variants: list[list[Path]], begun: Path
) -> None:
    before = read_manifest((copied(begun, tmp_path) / "store").resolve())
    version = (tmp_path / "store").resolve()
    marks = {path: path.stat().st_mtime_ns for path in [version, *version.iterdir()]}
    link = (tmp_path / "store").lstat().st_mtime_ns
    assert made(tmp_path, variants, (0, 0)).manifest == before
    assert marks == {path: path.stat().st_mtime_ns for path in [version, *version.iterdir()]}
    assert (tmp_path / "store").lstat().st_mtime_ns == link


@pytest.mark.usefixtures("quick")
def test_a_build_of_the_same_mends_what_is_damaged(
    tmp_path: Path, variants: list[list[Path]], begun: Path
) -> None:
    before = read_manifest((copied(begun, tmp_path) / "store").resolve())
    data = tmp_path / "store" / "data.nq"
    whole = data.read_bytes()
    data.write_bytes(whole.replace(b"HARBOUR", b"HARBORS", 1))
    assert made(tmp_path, variants, (0, 0)).manifest == before
    assert data.read_bytes() == whole
