"""The store: the same sources give the same bytes, and no failure leaves half of one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from eucn import main
from graph.paths import ROOT
from graph.store.reserving import reserved
from graph.store.versions import StoreProblem, versions_folder, write_store
from tests import ports

ONE = b'<https://example.org/a> <https://example.org/b> "1" <https://example.org/g> .\n'
TWO = b'<https://example.org/a> <https://example.org/b> "2" <https://example.org/g> .\n'


def test_same_sources_same_bytes(tmp_path: Path) -> None:
    """Also in another process, where Python orders sets differently."""
    records = ports.write(tmp_path).records
    code = (
        "import hashlib, sys; from pathlib import Path; "
        "from graph.assembly.graphs import all_quads; "
        "from graph.records.load import load_sources; "
        "sources = load_sources(Path(sys.argv[1])); "
        "print(hashlib.sha256(all_quads(sources).nquads()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(records)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_swap_keeps_the_old_version_for_those_who_read_it(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = write_store(store, ONE, "2026-01-01", ["document/a"])
    old = store.resolve()
    second = write_store(store, TWO, "2026-01-02", ["document/a"])
    assert json.loads((store / "manifest.json").read_text())["build"] == second.build
    assert first.build != second.build
    assert (old / "data.nq").read_bytes() == ONE


def test_rebuilding_the_same_writes_nothing_new(tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_store(store, ONE, "2026-01-01", [])
    before = (store / "manifest.json").stat().st_mtime_ns
    write_store(store, ONE, "2026-01-01", [])
    assert (store / "manifest.json").stat().st_mtime_ns == before


def test_old_versions_are_forgotten(tmp_path: Path) -> None:
    store = tmp_path / "store"
    for number in range(8):
        write_store(store, ONE.replace(b'"1"', f'"{number}"'.encode()), "2026-01-01", [])
    folders = [path for path in versions_folder(store).iterdir() if path.is_dir()]
    assert len(folders) == 4  # the current one and three before it


def test_a_place_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.txt").write_text("miau")
    with pytest.raises(StoreProblem, match="was not made by eucn"):
        write_store(folder, ONE, "2026-01-01", [])
    assert (folder / "cat.txt").read_text() == "miau"


def test_two_builds_at_once_are_told_apart(tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_store(store, ONE, "2026-01-01", [])
    with reserved(store), pytest.raises(StoreProblem, match="another build"):
        write_store(store, TWO, "2026-01-01", [])
    assert (store / "data.nq").read_bytes() == ONE


def test_invalid_records_leave_the_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    write_store(store, ONE, "2026-01-01", [])
    broken = ports.write(tmp_path).records
    register = broken / "register.yaml"
    register.write_text(register.read_text() + "\norganization/x: {lable: {en: X}}\n")
    result = CliRunner().invoke(main, ["build", "--sources", str(broken), "--store", str(store)])
    assert result.exit_code == 1
    assert "unknown key; did you mean 'label'?" in result.output
    assert (store / "data.nq").read_bytes() == ONE


def test_killed_builds_leave_the_old_store_and_no_litter(tmp_path: Path, built_store: Path) -> None:
    """kill -9 at many moments of writing; the next build sweeps up."""
    store = tmp_path / "store"
    write_store(store, ONE, "2026-01-01", [])
    data = tmp_path / "data.nq"
    shutil.copy(built_store / "data.nq", data)
    code = (
        "import sys; from pathlib import Path; from graph.store.versions import write_store; "
        "data = Path(sys.argv[2]).read_bytes(); print('go', flush=True); "
        "write_store(Path(sys.argv[1]), data, '2026-01-01', [])"
    )
    for delay in (0.0, 0.02, 0.05, 0.1, 0.2):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(store), str(data)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        current = (store / "data.nq").read_bytes()
        assert current in (ONE, data.read_bytes())
        assert (store / "manifest.json").exists()
        if current != ONE:
            break
    write_store(store, TWO, "2026-01-01", [])
    assert not list(versions_folder(store).glob("building-*"))
    assert {path.name for path in tmp_path.iterdir()} == {"store", "store-versions", "data.nq"}
