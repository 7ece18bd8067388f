"""Gallery, lists and entity pages over a whole register: server time of each, the slowest first.

    python -m benchmarks.registers.pages STORE [--repeat 3] [--limits 500,300]

``STORE`` has a whole register (``benchmarks.registers.whole``), or is the address of a SPARQL
store. Nothing is cached: the application runs in this process, and a time is from the request to
the whole answer. Beside the seconds by the clock stands the processor time of this process, which
stays the same where other programs share the machine (an engine elsewhere has its own). Of some
runs the median is told. Entity pages are those with the most links of each class, and some drawn
with a fixed seed. Exit code 1 where something is over its limit by processor time: that of
queries, that of pages, in milliseconds.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from graph.catalogue.classes import list_pages
from graph.questions import questions
from graph.store import Store, open_store
from server.app import create_app
from server.settings import Settings
from server.site import warm
from server.site.data import data_of

SEED = 20261128
LARGEST, DRAWN = 3, 3
"""Entities of each class that are looked at."""

Timed = tuple[float, float, str]
"""Milliseconds by the clock and of the processor, and what took them."""


def timed(what: str, run: Callable[[], object], repeat: int) -> Timed:
    wall, cpu = [], []
    for _ in range(repeat + 1):
        began, busy = time.perf_counter(), time.process_time()
        run()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return statistics.median(wall[1:]), statistics.median(cpu[1:]), what


def gallery(store: Store, repeat: int) -> Iterator[Timed]:
    for question in questions():
        text = question.complete
        yield timed(question.name, partial(store.query_bytes, text, "json"), repeat)


def list_addresses() -> Iterator[str]:
    for path, one in list_pages().items():
        yield f"/{path}"
        for column in one.columns:
            yield f"/{path}?sort=-{column}"
    yield from (
        "/partners?page=20",
        "/partners?country=cn",
        "/partners?country=cn&sort=-settings",
        "/partners?side=china&page=2",
        "/partners?place=Beijing",
        "/partners?name=university",
        "/projects?topic=health&sort=-when",
        "/projects?from=2023&to=2024&page=3",
        "/search?q=university",
        "/search?q=tsinghua",
        "/search?q=北京",
        "/search?q=Steinbies",
        "/search?topic=health",
    )


def entity_addresses(store: Store) -> Iterator[str]:
    """The entities of each class that most is said of, and some drawn."""
    draw = random.Random(SEED)
    known = data_of(store).catalogue
    for one in list_pages().values():
        entries = [entry for entry in known.of_class(*one.classes) if not entry.hidden]
        entries.sort(key=lambda e: (-len(e.settings | e.partners) - e.uses - e.evidence, e.iri))
        some = entries[:LARGEST] + draw.sample(entries, min(DRAWN, len(entries)))
        for entry in dict.fromkeys(entry.iri for entry in some):
            yield entry.removeprefix("https://w3id.org/eucn")
    for country in ("cn", "de", "fr", "hk"):
        yield f"/id/country/{country}"
    yield "/id/programme/horizon-europe"


def tell(title: str, found: list[Timed], limit: float, shown: int) -> int:
    found.sort(key=lambda one: -one[1])
    over = [one for one in found if one[1] > limit]
    wall = [one[0] for one in found]
    print(
        f"\n{title}: {len(found)}, median {statistics.median(wall):.0f} ms by the clock, "
        f"{len(over)} over {limit:.0f} ms of the processor"
    )
    for clock, cpu, what in found[: max(shown, len(over))]:
        print(f"{clock:9.1f} ms {cpu:9.1f} ms  {what}")
    return len(over)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limits", default="500,300")
    parser.add_argument("--shown", type=int, default=12)
    parser.add_argument(
        "--disk", action="store_true", help="read the index on disk, as --disk does"
    )
    parser.add_argument("--only", default="gallery,lists,entities")
    options = parser.parse_args()
    queries, pages = map(float, options.limits.split(","))
    address = options.store if "://" in options.store else Path(options.store)
    began = time.perf_counter()
    store = open_store(address, disk=options.disk)
    print(f"opened in {time.perf_counter() - began:.1f} s", flush=True)
    over, only = 0, options.only.split(",")
    if "gallery" in only:
        over += tell("gallery", list(gallery(store, options.repeat)), queries, options.shown)
    if {"lists", "entities"} & set(only):
        began = time.perf_counter()
        warm(store)
        print(f"\npages prepared in {time.perf_counter() - began:.1f} s", flush=True)
        settings = Settings(store=str(options.store), access_log="none", cache=0)
        client = create_app(settings, store).test_client()
        # As a server does: what is remembered of a build is not gone through at each collection.
        gc.collect()
        gc.freeze()

        def page(path: str) -> None:
            answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
            assert answer.status_code == 200, (path, answer.status_code)

        for what, paths in (("lists", list_addresses()), ("entities", entity_addresses(store))):
            if what in only:
                found = [
                    timed(path, lambda path=path: page(path), options.repeat) for path in paths
                ]
                over += tell(what, found, pages, options.shown)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nmost memory: {memory:,.0f} MB")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
