"""The index on disk is the same however it is written: in one go or bit by bit."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, RdfFormat

from graph.store import index

LINES = [
    b'<urn:s:%d> <urn:p> "a text with <urn:x> \\"and\\"  more"@en <urn:g:%d> .\n' % (n // 3, n % 2)
    for n in range(500)
] + [b"<urn:s:%d> <urn:q> <urn:s:%d> <urn:g:0> .\n" % (n, n + 1) for n in range(300)]


def held(folder: Path) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.Store.read_only(str(folder)))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.nq"
    path.write_bytes(b"".join(sorted(LINES)))
    return path


def expected(data: Path) -> set[pyoxigraph.Quad]:
    quads = set(pyoxigraph.parse(data.read_bytes(), format=RdfFormat.N_QUADS))
    merged = {pyoxigraph.Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads}
    return quads | merged


def test_stretches_hold_what_the_whole_holds(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_MERGED_AT_ONCE", 5000)
    monkeypatch.setattr(index, "_CHUNK", 1000)
    for beside in (False, True):
        index.write_index(data, tmp_path / f"index-{beside}", beside)
        assert held(tmp_path / f"index-{beside}") == expected(data)


@pytest.mark.parametrize("size", [1, 90, 5000, 1 << 20])
def test_stretches_are_whole_lines_one_after_the_other(
    data: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_STRETCHES", 20)
    whole = data.read_bytes()
    stretches = list(index._stretches(data, size))
    assert len(stretches) <= 21  # what is left over after 20 is one more
    assert b"".join(whole[begin:end] for begin, end in stretches) == whole
    assert all(whole[begin:end].endswith(b"\n") for begin, end in stretches)
    if size == 5000:
        assert len(stretches) > 5


def test_a_process_of_its_own_writes_the_same_and_tells_what_is_wrong(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LARGE", 0)
    index.write_index(data, tmp_path / "index")
    assert held(tmp_path / "index") == expected(data)
    data.write_bytes(b"<urn:a> <urn:b> .\n")
    with pytest.raises(SyntaxError):
        index.write_index(data, tmp_path / "other")
