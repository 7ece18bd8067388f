"""One run of the comparison: ``python -m benchmarks.serving.run``; see the README beside it."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from benchmarks.serving import data, servers
from graph.store.versions import write_store

PREFIX = f"PREFIX b: <{data.B}> "
LONG = 30.0
"""Seconds after which a query is not asked again."""
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


def ask(address: str, query: str, limit: float = 120) -> float:
    """Seconds until the whole answer is here; no two requests are the same."""
    parts = urlsplit(address)
    target = f"{parts.path}?" + urlencode({"query": f"{query} # {time.monotonic_ns()}"})
    start = time.perf_counter()
    connection = http.client.HTTPConnection(parts.netloc, timeout=limit)
    try:
        connection.request("GET", target, headers={"Accept": "application/sparql-results+json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"{address} answered {answer.status}")
    finally:
        connection.close()
    return time.perf_counter() - start


def timed(
    addresses: dict[str, str], seconds: float, warm: int = 9
) -> dict[str, dict[str, float | None]]:
    """Median seconds of each query on each server, asked in turn: A B A B.

    A query is asked for ``seconds`` on each server, five times at least, after ``warm`` rounds
    that are not counted (fewer where a round takes long). None where there was no answer.
    """
    result: dict[str, dict[str, float | None]] = {name: {} for name in addresses}
    for query, text in QUERIES.items():
        times: dict[str, list[float]] = {name: [] for name in addresses}
        round = 0
        end = float("inf")
        while round < 5 + warm or time.monotonic() < end:
            for name, address in addresses.items():
                try:
                    times[name].append(ask(address, text))
                except OSError:
                    times[name].append(float("inf"))
            round += 1
            slowest = max(found[-1] for found in times.values())
            if slowest > LONG:
                break
            if round == warm or (round < warm and slowest * warm > seconds):
                warm = round
                end = time.monotonic() + seconds * len(addresses)
                times = {name: [] for name in addresses}
        for name, found in times.items():
            middle = statistics.median(found)
            result[name][query] = None if middle == float("inf") else middle
    return result


def rates(addresses: dict[str, str], seconds: int, rounds: int = 3) -> dict[str, float]:
    """Median requests a second of each address, measured in turn; any failure is an error."""
    accept = "application/sparql-results+json"
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            rate, failed = servers.rate(address, seconds, 8, accept)
            if failed:
                print(f"{name}: {failed} requests failed", flush=True)
            found[name].append(rate)
    return {name: statistics.median(values) for name, values in found.items()}


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
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument(
        "--endure", type=int, default=0, help="seconds with 64 clients (300: five minutes)"
    )
    parser.add_argument("--disk", action="store_true", help="both engines read from disk")
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
    starts = []
    for _ in range(3):
        with servers.ours(options.store.absolute(), workers=3, disk=options.disk) as started:
            starts.append(started.seconds)
    found["seconds to the first answer, five documents"] = statistics.median(starts)
    tiny, rows = quote(TINY), quote(ROWS)
    with contextlib.ExitStack() as running:
        plain = running.enter_context(servers.ours(big, workers=3, cache=0, disk=options.disk))
        found["seconds to the first answer, with the register"] = plain.seconds
        cached = running.enter_context(servers.ours(big, workers=3, disk=options.disk))
        nothing = running.enter_context(servers.nothing())
        location = folder / "native" if options.disk else None
        native = running.enter_context(servers.oxigraph(file, location))
        time.sleep(30)
        compared = {"this server": plain.address, "oxigraph serve": native.address}
        table = timed(compared, options.seconds)
        each = {
            "this server, nothing cached": plain.address,
            "oxigraph serve": native.address,
        }
        found["tiny queries a second"] = rates(
            {
                **{name: f"{address}?query={tiny}" for name, address in each.items()},
                "this server, repeated": f"{cached.address}?query={tiny}",
                "do-nothing application, same server": nothing.address,
            },
            options.seconds,
        )
        found["answers of 10,000 rows a second"] = rates(
            {name: f"{address}?query={rows}" for name, address in each.items()}, options.seconds
        )
        found["memory, MB"] = {
            "this server": plain.memory() / 1e6,
            "oxigraph serve": native.memory() / 1e6,
        }
        if options.endure:
            found["64 clients"] = endure(plain, options.endure)
    if not options.without_rdflib:
        with servers.rdflib_endpoint(file) as started:
            table |= timed({"rdflib-endpoint": started.address}, 1, warm=1)
            found["rdflib-endpoint a second"] = {
                "tiny": rates({"": f"{started.address}?query={tiny}"}, options.seconds, 1)[""],
                "10,000 rows": rates({"": f"{started.address}?query={rows}"}, options.seconds, 1)[
                    ""
                ],
            }
    report(found, table)
    found["queries"] = table


def report(found: dict[str, object], table: dict[str, dict[str, float | None]]) -> None:
    names = list(table)
    heads = [*names, *(f"this / {name}" for name in names[1:])]
    print("| query, median ms | " + " | ".join(heads) + " |\n|---|" + "---|" * len(heads))
    for query in QUERIES:
        values = [table[name][query] for name in names]
        cells = ["no answer" if v is None else f"{v * 1000:.2f}" for v in values]
        first = values[0] or float("nan")
        cells += ["" if v is None else f"{first / v:.2g}" for v in values[1:]]
        print(f"| {query} | " + " | ".join(cells) + " |")
    print("\n| what | measured |\n|---|---|")
    for name, value in found.items():
        if isinstance(value, dict):
            shown = ", ".join(f"{k} {v:,.1f}" for k, v in value.items())
        else:
            shown = f"{value:,.2f}"
        print(f"| {name} | {shown} |")


if __name__ == "__main__":
    main()
