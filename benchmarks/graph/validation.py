"""Time the gate: the documents, and register statements multiplied to a given number.

    PYTHONPATH=. .venv/bin/python benchmarks/graph/validation.py [STATEMENTS]

Prints seconds for the documents (all layers of records, with pySHACL and with the fast engine) and
for a register of so many statements (1,000,000 by default): the project's extract of Horizon 2020,
repeated under other ids. Rows and what is derived count as statements.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Iterator

from graph.assembly.expand import record_quads
from graph.paths import ONTOLOGY
from graph.records.load import load_sources
from graph.registers.layers import register_layers
from graph.store.layers import Evidence
from graph.validation.check import check_layer, layer_beside_shapes
from graph.validation.statements import Statements

_ID = re.compile(rb"(/id/(?:project|participation|row|identifier)/[a-z0-9-]+)>")
_KEY = re.compile(rb'(ontology#rowKey> "[^"]*)')


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    sources = load_sources()
    layers = [Statements(record_quads(sources, record).nquads()) for record in sources.records]
    count = sum(one.nquads.count(b"\n") for one in layers)
    for engine in ("pyshacl", "shacl"):
        start = time.perf_counter()
        found = [f for one in layers for f in check_layer(one, Evidence.CLAIM, engine=engine)]
        told(f"documents, {engine}", count, start, len(found))
    lines = [
        line
        for layer in register_layers("2026-11-28")
        if layer.name.endswith("h2020")
        for line in sorted(set(layer.lines()))
    ]
    start = time.perf_counter()
    statements = Statements(b"".join(repeated(lines, wanted)))
    wanted = statements.nquads.count(b"\n")
    told("register: read", wanted, start, 0)
    start = time.perf_counter()
    found = list(layer_beside_shapes(statements, Evidence.ROW, ONTOLOGY))
    told("register: beside the shapes", wanted, start, len(found))
    start = time.perf_counter()
    found = list(check_layer(statements, Evidence.ROW, engine="shacl"))
    told("register: all of one layer", wanted, start, len(found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.1f} GB")


def repeated(lines: list[bytes], wanted: int) -> Iterator[bytes]:
    """Yield the lines in whole turns, under other ids and keys, until there are enough."""
    yielded, turn = 0, 0
    while yielded < wanted:
        for line in lines:
            if turn and line.startswith(b"<https://w3id.org/eucn/vocabulary/"):
                continue
            if turn:
                line = _KEY.sub(rb"\1-t%d" % turn, _ID.sub(rb"\1-t%d>" % turn, line))
            yield line
            yielded += 1
        turn += 1


def told(what: str, count: int, start: float, findings: int) -> None:
    seconds = time.perf_counter() - start
    print(f"{what}: {count:,} statements, {seconds:.1f} s, {findings} findings", flush=True)


if __name__ == "__main__":
    main()
