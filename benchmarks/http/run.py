"""One run of the comparison: ``python -m benchmarks.http.run``; see ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.http import data, servers
from graph.build.write import write_store

PREFIX = f"PREFIX b: <{data.B}> "
TINY = "SELECT ?s ?p { ?s ?p <https://w3id.org/eucn/nowhere> }"
ROWS = PREFIX + "SELECT ?p ?o { ?p b:participant ?o } LIMIT 10000"
_QUERIES = """
join: Chinese participants
  SELECT ?acronym ?name { ?o b:country 'CN' ; b:name ?name . ?p b:participant ?o .
    ?project b:participation ?p ; b:acronym ?acronym }
join: who coordinates them
  SELECT DISTINCT ?lead { ?o b:country 'CN' . ?p b:participant ?o .
    ?project b:participation ?p , ?q . ?q b:role <ROLE/coordinator> ; b:participant ?lead }
join: pairs of two countries
  SELECT (COUNT(*) AS ?n) { ?o b:country 'CN' . ?p b:participant ?o .
    ?project b:participation ?p , ?q . ?q b:participant ?other . ?other b:country 'DE' }
aggregate: by country
  SELECT ?c (COUNT(*) AS ?n) { ?p b:participant ?o . ?o b:country ?c }
    GROUP BY ?c ORDER BY DESC(?n)
aggregate: money by year
  SELECT ?y (SUM(?m) AS ?sum) { ?project b:start ?d ; b:participation ?p .
    ?p b:contribution ?m BIND(YEAR(?d) AS ?y) } GROUP BY ?y ORDER BY ?y
aggregate: largest projects
  SELECT ?project (COUNT(?p) AS ?n) { ?project b:participation ?p }
    GROUP BY ?project ORDER BY DESC(?n) LIMIT 10
path: partners of partners
  SELECT (COUNT(DISTINCT ?z) AS ?n) { ?o b:country 'MO' .
    ?o (^b:participant/^b:participation/b:participation/b:participant)+ ?z }
path: sequence
  SELECT (COUNT(*) AS ?n) { ?project b:participation/b:participant/b:country 'CN' }
filter: text
  SELECT ?t { ?x b:title ?t FILTER(CONTAINS(LCASE(?t), 'china')) }
order: newest
  SELECT ?x ?d { ?x b:start ?d } ORDER BY DESC(?d) ?x LIMIT 20
"""
QUERIES = {
    name: PREFIX + " ".join(text.replace("ROLE", data.B + "role").split())
    for name, text in re.findall(r"^(\w+: .*)\n((?:  .*\n)+)", _QUERIES, re.MULTILINE)
}


def ask(address: str, query: str, limit: float = 120) -> tuple[float, int]:
    """Seconds and bytes of an answer; no two requests are the same."""
    body = urlencode({"query": f"{query} # {time.monotonic_ns()}"}).encode()
    request = urllib.request.Request(address, body, {"Accept": "application/sparql-results+json"})
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=limit) as answer:
        size = len(answer.read())
    return time.perf_counter() - start, size


def timed(address: str, runs: int) -> dict[str, float | None]:
    """Median seconds of each query; None where it took too long."""
    result: dict[str, float | None] = {}
    for name, query in QUERIES.items():
        try:
            ask(address, query)
            result[name] = statistics.median(ask(address, query)[0] for _ in range(runs))
        except (TimeoutError, urllib.error.URLError):
            result[name] = None
    return result


def endure(started: servers.Started, seconds: int) -> dict[str, float]:
    """64 clients: errors, rate, and memory before and after."""
    address = f"{started.address}?query={quote(TINY)}"
    servers.rate(address, 5, clients=64)
    before = started.memory()
    rate, failed = servers.rate(address, seconds, clients=64)
    after = started.memory()
    return {
        "per second": rate,
        "failed": failed,
        "MB before": before / 1e6,
        "MB after": after / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--archive", type=Path, required=True, help="CORDIS, projects, CSV in a zip"
    )
    parser.add_argument("--store", type=Path, default=Path(".store"), help="the built store")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement of a rate")
    parser.add_argument(
        "--endure", type=int, default=0, help="seconds with 64 clients (300: five minutes)"
    )
    parser.add_argument("--without-rdflib", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options, found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2))


def measure(folder: Path, options: argparse.Namespace, found: dict[str, object]) -> None:
    file = folder / "all.nq"
    count = data.write(options.archive, options.store / "data.nq", file)
    print(f"{count:,} statements; load average {os.getloadavg()[0]:.1f}\n", flush=True)
    big = folder / ".store"
    write_store(big, file.read_bytes(), "2026-01-01", [])
    tiny, rows = quote(TINY), quote(ROWS)
    small = []
    for _ in range(3):
        with servers.ours(options.store.absolute(), workers=3) as started:
            small.append(started.seconds)
    found["start, five documents"] = statistics.median(small)
    accept = "application/sparql-results+json"
    table: dict[str, dict[str, float | None]] = {}
    with servers.ours(big, workers=3, cache=0) as started:
        found["start, with the register"] = started.seconds
        time.sleep(15)
        table["this server"] = timed(started.address, options.runs)
        found["tiny"] = servers.rate(f"{started.address}?query={tiny}", options.seconds, 8, accept)
        found["10,000 rows"] = servers.rate(
            f"{started.address}?query={rows}", options.seconds, 8, accept
        )
        found["memory, MB"] = started.memory() / 1e6
        if options.endure:
            found["endure"] = endure(started, options.endure)
    with servers.ours(big, workers=3) as started:
        time.sleep(15)
        found["tiny, repeated"] = servers.rate(
            f"{started.address}?query={tiny}", options.seconds, 8, accept
        )
    with servers.nothing(3) as started:
        found["do nothing"] = servers.rate(started.address, options.seconds)
    with servers.oxigraph(file) as started:
        table["oxigraph serve"] = timed(started.address, options.runs)
        found["oxigraph: tiny"] = servers.rate(
            f"{started.address}?query={tiny}", options.seconds, 8, accept
        )
        found["oxigraph: 10,000 rows"] = servers.rate(
            f"{started.address}?query={rows}", options.seconds, 8, accept
        )
    if not options.without_rdflib:
        with servers.rdflib_endpoint(file) as started:
            table["rdflib-endpoint"] = timed(started.address, 1)
            found["rdflib-endpoint: tiny"] = servers.rate(
                f"{started.address}?query={tiny}", options.seconds, 8, accept
            )
            found["rdflib-endpoint: 10,000 rows"] = servers.rate(
                f"{started.address}?query={rows}", options.seconds, 8, accept
            )
    found["queries"] = table
    report(found, table)


def report(found: dict[str, object], table: dict[str, dict[str, float | None]]) -> None:
    names = list(table)
    print("| query, median ms | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    for query in QUERIES:
        cells = [
            f"{v * 1000:.1f}" if (v := table[n][query]) is not None else "over 120 s" for n in names
        ]
        print(f"| {query} | " + " | ".join(cells) + " |")
    print("\n| what | measured |\n|---|---|")
    for name, value in found.items():
        if name == "queries":
            continue
        if isinstance(value, tuple):
            shown = f"{value[0]:,.0f} a second, {value[1]} failed"
        elif isinstance(value, dict):
            shown = ", ".join(f"{k} {v:,.0f}" for k, v in value.items())
        else:
            shown = f"{value:,.2f}"
        print(f"| {name} | {shown} |")


if __name__ == "__main__":
    main()
