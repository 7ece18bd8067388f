"""What is made in a process that ends comes over as it is, and each text once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.catalogue import Catalogue, Entry, SearchIndex
from graph.store.local import LocalStore
from graph.store.versions import write_store
from server.site.apart import kept_apart, made_apart
from server.site.packing import _is_ours, packed


@dataclass(frozen=True, slots=True)
class Made:
    """Something that holds texts."""

    texts: tuple[str, ...]
    process: int


def test_it_is_made_elsewhere_and_equal_texts_become_one() -> None:
    def make() -> Made:
        return Made(tuple("".join(["long ", "text"]) for _ in range(3)), os.getpid())

    texts = make().texts
    assert texts[0] is not texts[1]
    found = made_apart(make)
    assert found is not None
    assert found.texts == texts
    assert found.texts[0] is found.texts[1] is found.texts[2]
    assert found.process != os.getpid()


def test_what_fails_there_is_none_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise LookupError("nothing there")

    assert made_apart(fail) is None
    assert made_apart(lambda: lambda: None) is None  # what cannot be handed over
    assert "nothing there" in capfd.readouterr().err


def test_a_search_index_comes_over() -> None:
    entry = Entry("https://w3id.org/eucn/id/organization/a", "Organization")
    entry.labels["en"] = "Academy of Words"
    entry.documents["https://w3id.org/eucn/id/document/harbour-page"] = 1
    entry.told.add("A seminar on sluices")
    found = made_apart(lambda: SearchIndex(Catalogue({entry.iri: entry})))
    assert found is not None
    assert [hit.iri for hit in found.find("academy")] == [entry.iri]
    assert [hit.name for hit in found.find("academy")] == ["Academy of Words"]
    assert [hit.iri for hit in found.find("sluices words")] == [entry.iri]  # what is told of it


def test_what_was_made_is_kept_for_whoever_makes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "made"
    assert made_apart(lambda: Made(("kept",), 1), path, "of this") == Made(("kept",), 1)
    assert [one.name for one in tmp_path.iterdir()] == ["made"]
    assert kept_apart(path, "of this") == Made(("kept",), 1)
    assert kept_apart(path, "of that") is None
    assert kept_apart(tmp_path / "none", "of this") is None
    path.chmod(0o666)
    assert kept_apart(path, "of this") is None  # anybody can have written it
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-9])
    assert kept_apart(path, "of this") is None


def test_where_nothing_can_be_kept_it_is_made(tmp_path: Path) -> None:
    made = made_apart(lambda: Made(("kept",), 1), tmp_path / "no" / "folder", "of this")
    assert made == Made(("kept",), 1)


def test_a_version_is_made_ready_once(tmp_path: Path) -> None:
    quad = b"<x:a> <x:b> <x:c> <x:g> .\n"
    store = tmp_path / ".store"
    write_store(store, quad, "2026-01-02", [])
    asked: list[int] = []

    def make() -> str:
        asked.append(1)  # in the other process
        return str(os.getpid())

    def both() -> list[str] | None:
        return packed(LocalStore.open(store), {"one": make, "other": make})

    first = both()
    assert first is not None
    assert len({*first, str(os.getpid())}) == 3
    assert both() == first
    write_store(store, quad.replace(b"x:c", b"x:d"), "2026-01-02", [])
    assert both() != first
    assert not asked


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("<x:a> <x:b> <x:c> <https://w3id.org/eucn/graph/loaded/x> .", False),
        ("<https://w3id.org/eucn/id/a> <x:b> <x:c> <https://w3id.org/eucn/graph/loaded/x/about> .",
         False),
        ("<x:a> <x:b> <https://w3id.org/eucn/id/a/b> <x:g> .", True),
    ],
)  # fmt: skip
def test_what_pages_can_tell_of_what_is_loaded(tmp_path: Path, line: str, ours: bool) -> None:
    data = tmp_path / "data.nq"
    data.write_text(line + "\n")
    assert _is_ours(data, "loaded/x") is ours
