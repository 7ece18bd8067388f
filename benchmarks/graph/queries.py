"""How long each competency question takes: median over several runs, slowest first.

    python benchmarks/graph/queries.py [--store PATH] [--runs N] [--limit MS]

The graph is loaded into memory as the server does it; a run is the query sent as text and the
whole answer read. Exit code 1 when a query's median is over the limit (50 ms, the project's
own bound).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from graph.questions import Question, questions
from graph.store import Store, open_store


def milliseconds(store: Store, question: Question, runs: int) -> float:
    """Median time of one query in milliseconds; a first run warms up and is not counted."""
    text = question.complete
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        store.query_bytes(text, "json")
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--store", type=Path, default=None)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--limit", type=float, default=50.0, metavar="MS")
    options = parser.parse_args()
    store = open_store(options.store)
    measured = [(milliseconds(store, question, options.runs), question) for question in questions()]
    measured.sort(key=lambda pair: (-pair[0], pair[1].name))
    for taken, question in measured:
        print(f"{taken:9.2f} ms  {question.name}")
    slowest, question = measured[0]
    median = statistics.median(taken for taken, _ in measured)
    print(f"\n{len(measured)} queries, median {median:.2f} ms")
    print(f"slowest {slowest:.2f} ms ({question.name})")
    over = [question.name for taken, question in measured if taken > options.limit]
    if over:
        print(f"over {options.limit:g} ms: {', '.join(over)}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
