"""Layers: made anew where their input changed, kept where they were loaded, never half there."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eucn import main
from graph.assembly import assemble
from graph.assembly.assemble import Built, build
from graph.assembly.keeping import load_here, remove_layer
from graph.iris import EUCN
from graph.store import open_store
from graph.store.index import difference
from graph.store.layers import Evidence, Kind, Layer, Shelf, key, layers_of
from graph.store.layout import read_manifest
from graph.store.reserving import versions_folder
from tests.assembly.small import Folder, counting_analysis

pytestmark = pytest.mark.usefixtures("quick")

NOTE = '<https://example.org/a> <https://example.org/note> "kept" .\n'
TURTLE = """\
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/eucn/id/project/quay> a eucn:Project ;
    eucn:name "QUAY"@en ; eucn:startDate "2020"^^xsd:gYear .
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small documents with the store of them; copy it."""
    root = tmp_path_factory.mktemp("begun")
    made = Folder(root)
    made.document(
        "one",
        """
        The first
        HARBOUR began in 2021.
        """,
        """
        project/harbour:
          - {name: HARBOUR, quote: HARBOUR}
          - {startDate: 2021, quote: HARBOUR began in 2021}
        """,
    )
    made.document(
        "two",
        """
        The second
        LOCK began in 2022.
        """,
        """
        project/lock:
          - {name: LOCK, quote: LOCK}
          - {startDate: 2022, quote: LOCK began in 2022}
        """,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assemble, "analysis_layer", counting_analysis)
        build(root / "store", made.records)
    return root


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Folder:
    """A copy of the two documents, with their store."""
    shutil.copytree(begun, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Folder(tmp_path)


def made(folder: Folder, tmp_path: Path) -> Built:
    return build(tmp_path / "store", folder.records)


def layers(tmp_path: Path) -> dict[str, Layer]:
    return {one.name: one for one in layers_of(read_manifest((tmp_path / "store").resolve()))}


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_version_says_what_it_is_made_of(folder: Folder, tmp_path: Path) -> None:
    found = layers(tmp_path)
    assert set(found) == {
        *("vocabularies", "document/one", "document/two", "derived", "analysis"),
        "description",
    }
    assert found["document/one"].kind == Kind.DOCUMENT
    assert found["document/one"].date == "2026-01-31"
    assert set(found["document/one"].graphs) == {
        "https://w3id.org/eucn/graph/one",
        "https://w3id.org/eucn/graph/one/claims",
    }
    data = (tmp_path / "store" / "data.nq").read_bytes()
    assert sum(one.statements for one in found.values()) == data.count(b"\n")


def test_only_what_changed_is_made_anew(folder: Folder, tmp_path: Path) -> None:
    before = layers(tmp_path)
    record = folder.records / "two.yaml"
    record.write_text(record.read_text() + "# checked\n")
    made(folder, tmp_path)
    after = layers(tmp_path)
    assert before["document/one"] == after["document/one"]
    assert before["document/two"].key != after["document/two"].key
    # Nothing is said differently, so nothing follows differently.
    assert before["derived"].key == after["derived"].key


def test_what_nothing_of_the_network_reads_leaves_the_analysis(
    folder: Folder, tmp_path: Path
) -> None:
    """An amount, also where it makes sources disagree; a date is read."""

    def analysed(amount: int, year: int) -> str:
        folder.document(
            "three",
            f"""
            The third
            HARBOUR began in {year}. It has {amount} euros.
            """,
            f"""
            project/harbour:
              - {{name: HARBOUR, quote: HARBOUR}}
              - {{startDate: {year}, quote: HARBOUR began in {year}}}
              - {{fundingEuro: {amount}, quote: {amount} euros}}
            """,
        )
        made(folder, tmp_path)
        return layers(tmp_path)["analysis"].key

    folder.document(
        "four",
        """
        The fourth
        HARBOUR has 917003 euros.
        """,
        """
        project/harbour:
          - {name: HARBOUR, quote: HARBOUR}
          - {fundingEuro: 917003, quote: 917003 euros}
        """,
    )
    first = analysed(917003, 2021)
    assert not open_store(tmp_path / "store").ask(f"ASK {{ ?one a <{EUCN.Conflict}> }}")
    assert analysed(917001, 2021) == first
    assert open_store(tmp_path / "store").ask(f"ASK {{ ?one a <{EUCN.Conflict}> }}")
    assert analysed(917001, 2020) != first


def test_loaded_statements_outlive_a_build(folder: Folder, tmp_path: Path) -> None:
    path = file(tmp_path, "notes.nt", NOTE)
    result = command("load", path, "--store", tmp_path / "store", "--licence", "https://a.org/l")
    assert result.exit_code == 0, result.output
    assert "layer loaded/notes" in result.output
    folder.register("project/lock: {label: {en: Lock}}\n")
    made(folder, tmp_path)
    store = open_store(tmp_path / "store")
    assert store.ask('ASK { GRAPH <https://w3id.org/eucn/graph/loaded/notes> { ?s ?p "kept" } }')
    evidence = store.select(
        "SELECT ?file ?licence { ?g <http://www.w3.org/ns/prov#wasDerivedFrom> ?node . "
        f"?node a <{EUCN.LoadedFile}> ; <{EUCN.file}> ?file ; "
        "<http://purl.org/dc/terms/license> ?licence }"
    )
    assert [tuple(map(str, row.values())) for row in evidence] == [("notes.nt", "https://a.org/l")]
    assert layers(tmp_path)["loaded/notes"].licence == "https://a.org/l"


def test_a_layer_that_was_loaded_can_be_taken_out(folder: Folder, tmp_path: Path) -> None:
    before = read_manifest((tmp_path / "store").resolve()).build
    analysed = layers(tmp_path)["analysis"]
    load_here(file(tmp_path, "notes.nt", NOTE), tmp_path / "store")
    # Nothing of it is read by the analysis of the network, which stays.
    still = layers(tmp_path)["analysis"]
    assert still == replace(analysed, read=still.read)
    assert still.read.keys() == analysed.read.keys() | {layers(tmp_path)["loaded/notes"].sha256}
    result = command("layers", "--store", tmp_path / "store", "remove", "loaded/notes")
    assert result.exit_code == 0, result.output
    assert read_manifest((tmp_path / "store").resolve()).build == before
    again = command("layers", "--store", tmp_path / "store", "remove", "loaded/notes")
    assert again.exit_code == 2
    assert "no layer 'loaded/notes'; those that can be taken out: none" in again.output
    own = command("layers", "--store", tmp_path / "store", "remove", "document/one")
    assert own.exit_code == 2
    assert "is made at every build" in own.output


def test_the_list_of_layers(folder: Folder, tmp_path: Path) -> None:
    result = command("layers", "--store", tmp_path / "store", "--format", "json")
    rows = {row["name"]: row for row in json.loads(result.output)["rows"]}
    assert rows["document/one"]["licence"] == "CC BY 4.0"
    assert rows["document/one"]["evidence"] == Evidence.CLAIM
    assert rows["derived"]["kept"] is False
    none = command("layers", "--store", tmp_path / "nothing")
    assert none.exit_code == 1
    assert "run `eucn build`" in none.output


def test_what_is_loaded_in_our_terms_gets_its_names(folder: Folder, tmp_path: Path) -> None:
    load_here(file(tmp_path, "quay.ttl", TURTLE), tmp_path / "store")
    store = open_store(tmp_path / "store")
    labels = store.select(
        "SELECT ?g { GRAPH ?g { <https://w3id.org/eucn/id/project/quay> "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "QUAY"@en } }'
    )
    assert [str(row["g"]) for row in labels] == ["https://w3id.org/eucn/graph/loaded/quay/derived"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TURTLE.replace('"2020"', '"soon"'), "'soon' is not a value of the type"),
        (TURTLE.replace('eucn:name "QUAY"@en ;', ""), "It has no label"),
        (TURTLE.replace('"2020"^^xsd:gYear', '"x"'), "must be a year, a month or a day"),
    ],
    ids=["value", "label", "type"],
)
def test_what_breaks_our_shapes_is_not_loaded(
    folder: Folder, tmp_path: Path, text: str, message: str
) -> None:
    before = read_manifest((tmp_path / "store").resolve())
    result = command("load", file(tmp_path, "quay.ttl", text), "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert message in result.output
    assert read_manifest((tmp_path / "store").resolve()) == before
    assert not list(versions_folder(tmp_path / "store").glob("building-*"))


def test_a_graph_belongs_to_one_layer(folder: Folder, tmp_path: Path) -> None:
    path = file(tmp_path, "notes.nt", NOTE)
    graph = "https://w3id.org/eucn/graph/one"
    result = command("load", path, "--graph", graph, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "is one of the layer document/one" in result.output


def test_a_store_of_loaded_files_alone(tmp_path: Path) -> None:
    """And a build on it keeps them."""
    load_here(file(tmp_path, "notes.nt", NOTE), tmp_path / "store")
    load_here(file(tmp_path, "other.nt", NOTE.replace("kept", "too")), tmp_path / "store")
    assert {"loaded/notes", "loaded/other"} <= set(layers(tmp_path))
    remove_layer(str(tmp_path / "store"), "loaded/other")
    assert "loaded/other" not in layers(tmp_path)


def test_layers_of_forgotten_versions_are_removed(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.versions.KEEP", 1)
    for year in range(2023, 2026):
        record = folder.records / "two.yaml"
        record.write_text(record.read_text() + f"# {year}\n")
        path = file(tmp_path, "notes.nt", NOTE.replace("kept", str(year)))
        load_here(path, tmp_path / "store")
    versions = versions_folder(tmp_path / "store")
    named = set()
    for version in versions.iterdir():
        if (version / "manifest.json").is_file():
            named |= {layer.folder for layer in layers_of(read_manifest(version))}
    assert {path.name for path in (versions / "layers").iterdir()} == named
    assert sum(name.startswith("loaded-notes") for name in named) == 2


def test_an_unfinished_layer_is_never_found(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    layer = Layer("loaded/x", Kind.LOADED, key("x"), Evidence.FILE)
    shelf.add(layer, [b"<a:a> <a:b> <a:c> <a:g> .\n"])
    assert Shelf(tmp_path).find("loaded/x", key("x")) is None
    shelf.keep()
    found = Shelf(tmp_path).find("loaded/x", key("x"))
    assert found is not None
    assert found.graphs == {"a:g": 1}
    (tmp_path / "layers" / found.folder / "data.nq").unlink()
    assert Shelf(tmp_path).find("loaded/x", key("x")) is None


def test_lines_are_sorted_each_once_also_in_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.lines.RUN", 3)
    lines = [b"<a:%d> <a:b> <a:c> <a:g> .\n" % (n * 7 % 10) for n in range(25)]
    shelf = Shelf(tmp_path)
    layer = shelf.add(Layer("x", Kind.LOADED, key("x"), Evidence.FILE), lines)
    assert shelf.data(layer).read_bytes() == b"".join(sorted(set(lines)))
    assert layer.statements == 10


def test_difference_of_sorted_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"a\nb\nd\n")
    other.write_bytes(b"b\nc\nd\ne\n")
    assert difference(one, other) == ([b"a\n"], [b"c\n", b"e\n"])
    assert difference(None, other) == ([], [b"b\n", b"c\n", b"d\n", b"e\n"])
    assert difference(one, None) == ([b"a\n", b"b\n", b"d\n"], [])
