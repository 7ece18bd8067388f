"""Time a build after one change, beside a million statements that did not change.

    PYTHONPATH=. .venv/bin/python benchmarks/graph/rebuild.py [STATEMENTS]

In a temporary folder: the project's records and registers, and a layer of so many statements of
others (1,000,000 by default) that was loaded. Prints seconds and peak memory of the first build and
of the next ones: nothing changed; one amount of a record changed (no query of the network reads
it); one date changed (ties have a date, so the network is analysed anew). Also seconds until the
store has the change, which is before the network is analysed.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graph.paths import ROOT, SOURCES


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sources = place / "sources"
        shutil.copytree(SOURCES, sources)
        call = ["--store", f"{folder}/store"]
        build = ["build", *call, "--sources", str(sources)]
        timed("first build, documents and registers", build)
        others = place / "others.nq"
        with others.open("w", encoding="utf-8") as out:
            for number in range(wanted):
                thing = f"<https://example.org/thing/{number // 4}>"
                said = f"<https://example.org/property/{number % 4}>"
                value = f"<https://example.org/{number % 9973}>"
                out.write(f"{thing} {said} {value} <https://example.org/graph> .\n")
        timed(f"eucn load of {wanted:,} statements", ["load", str(others), *call])
        timed("nothing changed", build)
        for what, name, old, new in CHANGES:
            record = sources / name
            text = record.read_text(encoding="utf-8")
            assert text.count(old) >= 1, old
            record.write_text(text.replace(old, new, 1), encoding="utf-8")
            timed(what, build)


CHANGES = (
    (
        "an amount of one record changed",
        *("senet-evi.yaml", "- fundingEuro: 917000", "- fundingEuro: 917001"),
    ),
    ("a date of one record changed", "senet-launch.yaml", "- date: 2018-07", "- date: 2018-06"),
)
"""What is changed: words for it, the record, its text before and after."""


def timed(what: str, call: list[str]) -> None:
    """Run a command of the project and print what it took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy_before = used.ru_utime + used.ru_stime
    # Where Python may not keep compiled modules, each start compiles a hundred of them anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "eucn", *call],
        cwd=ROOT,
        env={**kept, "EUCN_REGISTERS": "1"},
        stdout=subprocess.DEVNULL,
    )
    store = Path(call[call.index("--store") + 1])
    before, there = _version(store), 0.0
    while running.poll() is None:
        time.sleep(0.01)
        if not there and _version(store) != before:
            there = time.perf_counter() - start
    took = time.perf_counter() - start
    assert running.returncode == 0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy, peak = used.ru_utime + used.ru_stime - busy_before, used.ru_maxrss / 2**20
    seen = f", there after {there:.2f} s" if there else ""
    print(
        f"{took:7.2f} s  {what}{seen}; {busy:.1f} s of processors, peak so far {peak:.2f} GB",
        flush=True,
    )


def _version(store: Path) -> str:
    return str(store.readlink()) if store.is_symlink() else ""


if __name__ == "__main__":
    main()
