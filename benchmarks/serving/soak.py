"""An hour of everything at once: ``python -m benchmarks.serving.soak --minutes 60``.

Readers of pages, askers of small queries, runaways, clients that read slowly or send half,
crawlers of addresses that nobody asks twice; a new build every minute, and now and then a worker,
a holder or the web process killed. Every ten seconds a line: memory as a whole and by the kind of
process, files, processes, answers by status. At the end the fifths of the run are compared, by
their medians: for a while each minute two builds stand side by side. A flat run is what is wanted.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

from benchmarks.serving import servers
from graph.store.versions import write_store

PAGES = (
    "/", "/projects", "/partners", "/brokers", "/gaps", "/network", "/timeline", "/search?q=china",
    "/sources", "/queries", "/sparql", "/events", "/topics", "/conflicts", "/data/", "/ontology",
)  # fmt: skip
SMALL = "SELECT ?s { ?s ?p <https://w3id.org/eucn/nowhere> } #"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000 #"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } #"
EVERY = 10.0


class Soak:
    """The traffic, and what came of it."""

    def __init__(self, address: str, seed: int, pace: float) -> None:
        self.pace = pace
        self.host = urlsplit(address).netloc
        self.chance = random.Random(seed)
        self.stop = threading.Event()
        self.outcomes: Counter[str] = Counter()
        self.lock = threading.Lock()

    def pause(self, least: float, most: float) -> bool:
        """Wait as a client does between two requests; returns whether the run is over."""
        return self.stop.wait(self.pace * self.chance.uniform(least, most))

    def get(self, path: str, fields: dict[str, str] | None = None) -> None:
        outcome = "none"
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request("GET", path, headers=fields or {})
            answer = connection.getresponse()
            answer.read()
            outcome = str(answer.status)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        with self.lock:
            self.outcomes[outcome] += 1

    def reader(self) -> None:
        while not self.pause(0.05, 0.5):
            self.get(self.chance.choice(PAGES), {"Accept": "text/html", "Accept-Encoding": "br"})

    def asker(self) -> None:
        while not self.pause(0.0, 0.05):
            text = ROWS if self.chance.random() < 0.05 else SMALL
            self.get(f"/sparql?query={quote(text)}{self.chance.random()}")

    def runaway(self) -> None:
        while not self.pause(0.5, 3):
            self.get(f"/sparql?query={quote(RUNAWAY)}{self.chance.random()}")

    def crawler(self) -> None:
        while not self.pause(0.02, 0.2):
            long = "x" * self.chance.choice((5, 50, 900))
            self.get(f"/id/{self.chance.random()}/{long}?{self.chance.random()}")

    def slow(self) -> None:
        host, _, port = self.host.partition(":")
        while not self.pause(0.5, 2):
            with (
                contextlib.suppress(OSError),
                socket.create_connection((host, int(port))) as client,
            ):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                raw = (
                    f"GET /sparql?query={quote(ROWS)}{self.chance.random()} HTTP/1.1\r\nHost: x\r\n"
                )
                client.sendall(raw.encode())
                if self.chance.random() < 0.5:
                    client.sendall(b"\r\n")
                    for _ in range(20):
                        if self.stop.wait(0.5):
                            break
                        client.recv(500)
                else:
                    self.stop.wait(5)

    def rebuild(self, store: Path, data: bytes, every: float) -> None:
        number = 0
        while not self.stop.wait(every):
            number += 1
            extra = f'<x:soak> <x:build> "{number}" <https://w3id.org/eucn/graph/zzz> .\n'
            write_store(store, data + extra.encode(), "2026-01-01", [])

    def killer(self, keeper: psutil.Process, every: float) -> None:
        while not self.stop.wait(every):
            with contextlib.suppress(psutil.Error, IndexError):
                family = keeper.children(recursive=True)
                # Mostly a worker; one time in ten whatever comes.
                workers = [p for p in family if p.ppid() != keeper.pid]
                chosen = self.chance.choice(family if self.chance.random() < 0.1 else workers)
                os.kill(chosen.pid, signal.SIGKILL)


KINDS = ("keeper", "web", "holder", "worker")
MEASURED = ("MB", *KINDS, "files", "processes")


def state(process: psutil.Process) -> dict[str, float]:
    """Memory (of shared pages each process has its share), files and processes of a server."""
    found = dict.fromkeys(MEASURED, 0.0)
    with contextlib.suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                size = one.memory_full_info().pss / 1e6
                found["MB"] += size
                kind = one.name().removeprefix("eucn-")
                if kind in KINDS:  # a process just forked has no name of its own yet
                    found[kind] += size
                found["files"] += one.num_fds()
                found["processes"] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rebuild", type=float, default=60, help="seconds between two builds")
    parser.add_argument("--kill", type=float, default=20, help="seconds between two kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=1, help="times as long between requests")
    options = parser.parse_args()
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        store = Path(folder) / ".store"
        data = (options.store / "data.nq").read_bytes()
        write_store(store, data, "2026-01-01", [])
        started = stack.enter_context(servers.ours(store, timeout=3.0, send_seconds=10.0))
        soak = Soak(started.address, options.seed, options.pace)
        work = [soak.reader] * 3 + [soak.asker] * 3 + [soak.runaway] * 2
        work += [soak.crawler, soak.slow, soak.slow, soak.slow]
        threads = [threading.Thread(target=one, daemon=True) for one in work]
        threads.append(
            threading.Thread(target=soak.rebuild, args=(store, data, options.rebuild), daemon=True)
        )
        threads.append(
            threading.Thread(target=soak.killer, args=(started.process, options.kill), daemon=True)
        )
        for thread in threads:
            thread.start()
        end = time.monotonic() + options.minutes * 60
        print("| second | " + " | ".join(MEASURED) + " | answers |\n|---|" + "---|" * 8)
        began = time.monotonic()
        while time.monotonic() < end:
            time.sleep(EVERY)
            now = state(started.process)
            rows.append(now)
            with soak.lock:
                outcomes = dict(sorted(soak.outcomes.items()))
            cells = " | ".join(f"{now[name]:.0f}" for name in MEASURED)
            print(f"| {time.monotonic() - began:.0f} | {cells} | {outcomes} |", flush=True)
        soak.stop.set()
        for thread in threads:
            thread.join(15)
        free = shutil.disk_usage(folder).free
    for name in MEASURED:
        fifths = [rows[len(rows) * n // 5 : len(rows) * (n + 1) // 5] for n in range(5)]
        medians = [statistics.median(row[name] for row in fifth) for fifth in fifths if fifth]
        print(f"{name}: {', '.join(f'{median:.0f}' for median in medians)} (medians of the fifths)")
    print(f"answers: {dict(sorted(soak.outcomes.items()))}; free on disk: {free >> 20} MB")


if __name__ == "__main__":
    main()
