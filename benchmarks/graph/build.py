"""Time the build and its steps on the project's own records.

    .venv/bin/python benchmarks/graph/build.py [RUNS]

Prints, for each step, the median over the runs (5 by default) in seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from graph.assembly.graphs import all_quads
from graph.assembly.validate import validate
from graph.paths import ROOT
from graph.records.load import load_sources
from graph.store.versions import write_store


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    times: dict[str, list[float]] = defaultdict(list)

    def lap(step: str, since: float) -> float:
        now = time.perf_counter()
        times[step].append(now - since)
        return now

    quads = None
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            start = now = time.perf_counter()
            sources = load_sources()
            now = lap("read the records", now)
            quads = all_quads(sources)
            now = lap("make the graph", now)
            report = validate(quads, sources)
            now = lap("validate (pySHACL)", now)
            write_store(Path(folder) / "store", quads.nquads(), "2026-01-01", [])
            lap("write the store", now)
            lap("in all, in one process", start)
            assert report.conforms
        with tempfile.TemporaryDirectory() as folder:
            now = time.perf_counter()
            command = [sys.executable, "-m", "eucn", "build", "--store", f"{folder}/store"]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            lap("eucn build, whole command", now)
    assert quads is not None
    print(f"{len(quads):,} statements, {runs} runs, medians in seconds")
    for step, values in times.items():
        print(f"{statistics.median(values):7.2f}  {step}  ({min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
