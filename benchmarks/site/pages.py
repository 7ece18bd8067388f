"""Server time of every kind of page, without the cache of answers.

    python benchmarks/site/pages.py STORE [--repeat 5] [--limit 100]

The application runs in this process; a time is from the request to the whole answer. CPU is what
the process itself spent, which stays the same where other programs share the machine. The first
round is not counted (it reads templates and catalogues); of the others the median is shown, and
the slowest. With ``--limit`` the exit code is 1 when the CPU time of a page is above so many
milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from graph.store import open_store
from server.app import create_app
from server.settings import Settings
from server.site import warm

PAGES = (
    "/", "/search?q=university", "/search?q=Steinbies", "/search?topic=health", "/projects",
    "/partners", "/partners?side=china&sort=-settings", "/clusters", "/agreements", "/dialogues",
    "/events", "/topics", "/places", "/people", "/documents", "/sources", "/conflicts", "/sparql",
    "/queries", "/briefing", "/briefing?about=topic/health", "/briefing?about=country/de",
    "/about", "/docs", "/docs/user-guide", "/changes", "/ontology", "/id/project/senet",
    "/id/cluster/venetian-cluster", "/id/organization/china", "/id/country/cn",
    "/vocabulary/topic/health", "/document/discussion-paper-china",
    "/sources/discussion-paper-china", "/nothing-here",
)  # fmt: skip
LARGE = ("/id/project/synthetic-0", "/id/organization/synthetic-3", "/sources/synthetic-register")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--limit", type=float)
    chosen = parser.parse_args()
    began = time.perf_counter()
    store = open_store(chosen.store)
    print(f"store opened in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    warm(store)
    print(f"pages prepared in {time.perf_counter() - began:.1f} s")
    settings = Settings(store=str(chosen.store), access_log="none", cache=0)
    client = create_app(settings, store).test_client()
    worst = 0.0
    large = LARGE if "synthetic" in client.get("/sources?format=json").text else ()
    print(f"{'median':>9} {'slowest':>9} {'CPU':>9} {'kB':>7}  page")
    for path in (*PAGES, *large):
        times, spent = [], []
        for _ in range(chosen.repeat + 1):
            start, busy = time.perf_counter(), time.process_time()
            answer = client.get(path, headers={"Accept": "text/html"})
            times.append((time.perf_counter() - start) * 1000)
            spent.append((time.process_time() - busy) * 1000)
        assert answer.status_code == (404 if path == "/nothing-here" else 200), path
        median = statistics.median(times[1:])
        size = len(answer.data) / 1000
        cpu = statistics.median(spent[1:])
        worst = max(worst, cpu)
        print(f"{median:7.1f}ms {max(times[1:]):7.1f}ms {cpu:7.1f}ms {size:7.1f}  {path}")
    print(f"dearest page: {worst:.0f} ms of CPU")
    return int(chosen.limit is not None and worst > chosen.limit)


if __name__ == "__main__":
    sys.exit(main())
