"""Shapes of requests that hold a server up, four at once: ``python -m benchmarks.serving.shapes``.

For each shape: how long until the last of the four was answered or ended, with which status, and
how small queries fared beside them. What is asked for: within 1.2 x limit + 0.5 s, and 1 s at the
99th percentile.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.serving import servers

AT_ONCE = 4
QUERY = "application/sparql-query"


def _many(text: str, count: int) -> str:
    return " ".join(text.replace("%", str(n)) for n in range(count))


QUERIES = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "BIND, 40,000": "ASK { " + _many("BIND(% AS ?v%)", 40_000) + " }",
    "BIND, 1,900": "ASK { " + _many("BIND(% AS ?v%)", 1_900) + " }",
    "SELECT expressions": "SELECT " + _many("(1 AS ?v%)", 1_900) + " {}",
    "patterns, no two alike": "ASK { " + _many("?s% ?p% ?o% .", 8_000) + " }",
    "patterns, all alike": "ASK { " + "?s ?p ?o . " * 20_000 + " }",
    "constant patterns": "ASK { " + _many("<a> <b> % .", 20_000) + " }",
    "filters": "ASK { ?s ?p ?o " + _many("FILTER(?s != %)", 20_000) + " }",
    "UNION": "ASK { {}" + " UNION {}" * 1_900 + " }",
    "UNION of patterns": "ASK { {?s ?p 1}" + _many(" UNION {?s ?p %}", 1_900) + " }",
    "OPTIONAL": "ASK { " + _many("OPTIONAL { ?s <p> ?o% }", 1_900) + " }",
    "subqueries": "ASK { " + "{ SELECT ?s { ?s ?p ?o } } " * 900 + " }",
    "VALUES, many": "ASK { " + _many("VALUES ?x% {1}", 1_900) + " }",
    "VALUES, long": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {'1 ' * 900} }}" for n in range(5))
    + " }",
    "additions": "ASK { FILTER(1" + "+1" * 200_000 + " > 0) }",
    "negations": "ASK { FILTER(" + "!" * 500_000 + "1) }",
    "disjunction": "ASK { FILTER(1=1" + "||1=1" * 100_000 + ") }",
    "functions within functions": "ASK { FILTER(" + "abs(" * 450 + "1" + ")" * 450 + ") }",
    "the word service": "ASK { " + "?service ?p ?o . " * 20_000 + " }",
    "the word from": "SELECT " + _many("(1 AS ?from%)", 1_900) + " FROM <x:y> {}",
    "newlines": "ASK {" + "\n" * 900_000 + "}",
    "prefixes": _many("PREFIX p%: <x:%>", 20_000) + " ASK {}",
    "path of paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:n>)* ?b . ?c (!<x:m>)* ?d }",
    "long path": "ASK { ?s <p>" + "/<p>" * 20_000 + " ?o }",
    "alternatives": "ASK { ?s <p>" + "|<p>" * 20_000 + " ?o }",
    "blank nodes within each other": "ASK { ?s ?p " + "[<p> " * 490 + "1" + "]" * 490 + " }",
    "list": "ASK { ?s ?p (" + "1 " * 20_000 + ") }",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), "(.*a){12}.*b$") }',
    "text that doubles": "SELECT (STRLEN(?v34) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(34))
    + " }",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "groups of a product": "SELECT ?a (GROUP_CONCAT(STR(?f)) AS ?t) { ?a ?b ?c . ?d ?e ?f } "
    "GROUP BY ?a",
    "distinct product": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }",
    "construct": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "describe everything": "DESCRIBE * { ?s ?p ?o }",
    # Twenty more, found by looking for what is quadratic or holds the lock.
    "star of many columns": "SELECT * { " + _many("?a% <p> ?b% .", 7_000) + " }",
    "star behind number signs": "SELECT " + "#" * 500_000 + "\n ?x {}",
    "star behind comments": "SELECT " + "#\n" * 250_000 + " ?x {}",
    "strings without an end": "SELECT * { " + '\"\"\" x ' * 60_000 + " foo:a }",
    "unknown prefix at the end": "SELECT * { " + "?s <p> 'a' . " * 60_000 + " ?s foo:a ?o }",
    "many FROM": "SELECT * " + _many("FROM <x:%>", 20_000) + " { ?s ?p ?o }",
    "FROM NAMED and prefixes": "PREFIX a: <x:> SELECT * " + _many("FROM NAMED a:b%", 20_000)
    + " { GRAPH ?g { ?s ?p ?o } }",
    "many graphs": "ASK { " + _many("GRAPH <x:%> { ?s ?p ?o }", 1_900) + " }",
    "any graph, often": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } "
    "GRAPH ?i { ?j ?k ?l } }",
    "MINUS": "ASK { ?s ?p ?o " + _many("MINUS { ?s <p%> ?o }", 1_900) + " }",
    "NOT EXISTS over two steps": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c "
    "FILTER NOT EXISTS { ?c ?d ?e . ?e ?f ?a . ?g ?h ?e } }",
    "EXISTS within EXISTS": "ASK { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * 240 + "}" * 241,
    "LANGMATCHES and REPLACE": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    'FILTER(REPLACE(STR(?c), "(a|aa)+$", "b") = REPLACE(STR(?f), "(b|bb)+$", "a")) }',
    "hashes of a product": "SELECT (MAX(SHA512(CONCAT(STR(?c), STR(?f)))) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f }",
    "IN": "ASK { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(90_000))) + ")) }",
    "CONCAT of many": "SELECT (CONCAT(" + ", ".join("'a'" for _ in range(150_000)) + ") AS ?x) {}",
    "IRIs to resolve": "BASE <http://a/> ASK { VALUES ?x { " + "<../../../b/./c> " * 50_000 + "} }",
    "escapes": "ASK { <x:a> <x:b> '" + "\\u0041" * 150_000 + "' }",
    "groups by everything": "SELECT ?a ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } "
    "GROUP BY ?a ?c ?f",
    "ORDER BY a function": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY STRLEN(CONCAT(?c, ?f)) "
    "LIMIT 1",
    "number signs behind BASE": "BASE " + "#" * 900_000 + "\nASK {}",
    "dots before FROM": "SELECT " + "a." * 400_000 + " FROM <x:y> {}",
    "quotes before FROM": "SELECT '" + "\\'" * 400_000 + " FROM <x:y> {}",
    "the inverse of anything": "SELECT (COUNT(*) AS ?n) { ?a (^!<x:n>)* ?b . ?b (!(^<x:m>))+ ?c }",
}  # fmt: skip
PAGES = {
    "formats without number": (
        "POST", "/sparql", "query=ASK%7B%7D&format=" + "," * 900_000,
        "application/x-www-form-urlencoded",
    ),
    "a workbook of a product": (
        "POST", "/sparql?format=xlsx", "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 400000", QUERY,
    ),
    "JSON-LD of a product": (
        "POST", "/sparql?format=jsonld", "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
        QUERY,
    ),
    "query page": ("GET", "/sparql?query=" + quote(QUERIES["product"]), "", ""),
    "code of a query": (
        "POST", "/queries/code", json.dumps({"query": QUERIES["the word service"]}),
        "application/json",
    ),
    "unknown topics": ("GET", "/partners?" + "&".join(f"topic=x{n}" for n in range(5_000)), "", ""),
    "picture": ("GET", "/network.png?size=4000", "", ""),
}  # fmt: skip


def ask(
    address: str, method: str, path: str, body: str, media: str, limit: float
) -> tuple[int, float]:
    """Status (0: none in time) and seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=limit)
    fields = {"Content-Type": media} if media else {"Accept": "text/html"}
    try:
        connection.request(method, path, body.encode() or None, fields)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        connection.close()
    return status, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--limit", type=float, default=3.0)
    parser.add_argument("--only", default="", help="shapes whose name has this in it")
    options = parser.parse_args()
    allowed = 1.2 * options.limit + 0.5
    shapes = {name: ("POST", "/sparql", text, QUERY) for name, text in QUERIES.items()} | PAGES
    all_small: list[float] = []
    failed = 0
    with servers.ours(options.store.absolute(), timeout=options.limit) as started:
        time.sleep(8)
        print("| shape | status | last after, s | small queries, p99, ms |\n|---|---|---|---|")
        for name, shape in shapes.items():
            if options.only not in name:
                continue
            small: list[float] = []
            stop = threading.Event()

            def beside(stop: threading.Event = stop, small: list[float] = small) -> None:
                number = 0
                while not stop.is_set():
                    number += 1
                    path = f"/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D%23{time.monotonic_ns()}"
                    status, seconds = ask(started.address, "GET", path, "", QUERY, 30)
                    small.append(seconds if status == 200 else 30.0)

            watching = threading.Thread(target=beside)
            watching.start()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                calls = [
                    pool.submit(ask, started.address, *shape, 4 * allowed) for _ in range(AT_ONCE)
                ]
                found = [call.result() for call in calls]
            stop.set()
            watching.join()
            last = max(seconds for _, seconds in found)
            statuses = " ".join(sorted({str(status) for status, _ in found}))
            slowest = statistics.quantiles(small, n=100)[-1] if len(small) > 2 else max(small)
            all_small += small
            late = last > allowed
            failed += late
            mark = " **late**" if late else ""
            print(f"| {name} | {statuses} | {last:.2f}{mark} | {slowest * 1000:.0f} |", flush=True)
        memory = started.memory() / 1e6
    print(f"\nallowed: {allowed:.1f} s; late: {failed}; memory after all: {memory:.0f} MB")
    print(
        f"small queries: {len(all_small)}, p99 {statistics.quantiles(all_small, n=100)[-1]:.3f} s"
    )


if __name__ == "__main__":
    main()
