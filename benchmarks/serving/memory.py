"""Memory with a register, beside the native server's: ``python -m benchmarks.serving.memory``.

Before anybody has asked, and once many have asked for much: the engine writes to what it reads, so
that a forked process comes to have pages of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from benchmarks.serving import data, servers
from graph.store.versions import write_store

SCANS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRLEN(STR(?o)) > 100) }",
)


def ask(address: str, number: int) -> None:
    query = f"{SCANS[number % len(SCANS)]} # {number}"
    address = f"{address}?query={quote(query)}"
    with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(address) as answer:
        answer.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True, help="CORDIS, CSV in a zip")
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--wait", type=float, default=60, help="seconds until the graph is read")
    parser.add_argument("--scans", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.nq"
        count = data.write(options.archive, options.store / "data.nq", file)
        store = Path(folder) / ".store"
        write_store(store, file.read_bytes(), "2026-01-01", [])
        print(
            f"{count:,} statements\n\n| server | at first, MB | after {options.scans} scans, MB |"
        )
        print("|---|---|---|")
        for name, server in (
            ("this server", servers.ours(store, cache=0, timeout=120.0)),
            ("oxigraph serve", servers.oxigraph(file)),
        ):
            with server as started:
                time.sleep(options.wait)
                before = started.memory() / 1e6
                with ThreadPoolExecutor(4) as pool:
                    list(pool.map(ask, [started.address] * options.scans, range(options.scans)))
                time.sleep(2)
                print(f"| {name} | {before:.0f} | {started.memory() / 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
