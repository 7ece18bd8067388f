"""Processor time of our own part of a tiny request: ``python -m benchmarks.serving.path``.

Without a network and without other processes, so that a busy machine changes little: what the web
process does for a request whose answer it remembers and for one that it hands on, and what a worker
does for one, engine included.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.store import open_store
from server.app import create_site
from server.serving import wire
from server.serving.driving import drive
from server.serving.pool import Answer, Hand, Job, Pool
from server.serving.table import Table
from server.serving.web import Web
from server.serving.worker import Worker
from server.settings import Settings

TINY = "SELECT ?s ?p { ?s ?p <https://w3id.org/eucn/nowhere> }"
HEADERS = [("host", "127.0.0.1:8000"), ("accept", "application/sparql-results+json")]


class Fields:
    """The header fields of a request, as the HTTP server gives them."""

    def items(self) -> list[tuple[str, str]]:
        return list(HEADERS)

    def get(self, name: str) -> str | None:
        return dict(HEADERS).get(name)


class Scope:
    """A request, as the HTTP server gives it."""

    headers = Fields()
    authority = None
    client = "127.0.0.1:5555"
    path = "/sparql"
    method = "GET"
    http_version = "1.1"

    def __init__(self, number: int) -> None:
        self.query_string = f"query={quote(f'{TINY} # {number}')}"


class Protocol:
    """Takes an answer and does nothing with it."""

    def response_bytes(self, *given: object) -> None:
        pass


def message(number: int) -> dict[str, Any]:
    """A request as the web process hands it to a worker."""
    return {
        "method": "GET", "path": "/sparql", "query": Scope(number).query_string,
        "headers": HEADERS, "scheme": "http", "host": "127.0.0.1:8000", "client": "127.0.0.1",
        "body": b"", "more": {},
    }  # fmt: skip


def worker_microseconds(store: Path, count: int) -> tuple[float, Any]:
    """Microseconds of a worker for a request, and its answer to one."""
    site = create_site(Settings(store=str(store), access_log="none"), open_store(store, disk=True))
    worker = Worker(site, wire.channel(), Table(1), 0)
    first = worker._answer(message(0))
    messages = [message(number) for number in range(1, count)]
    start = time.process_time()
    for one in messages:
        worker._answer(one)
    return (time.process_time() - start) / count * 1e6, first


def web_microseconds(answered: Any, count: int) -> tuple[float, float]:
    """Microseconds of the web process for a remembered answer and for one handed on."""
    settings = Settings(access_log="none", cache=16 << 20)
    pool = Pool(settings, Table(1), wire.channel())
    pool.loop = loop = asyncio.new_event_loop()
    pool.build = "a"
    (status, headers, body, size, notes), _ = answered
    worker = Hand(wire.channel())
    pool.idle.append(worker)
    begun: list[Job] = []
    pool._begin = lambda hand, job: begun.append(job)  # type: ignore[method-assign]
    web = Web(settings, pool, "127.0.0.1:8000")
    protocol, scopes = Protocol(), [Scope(number) for number in range(count)]

    def hand_on() -> None:
        # As the loop does it: begun when the request comes, and gone on with by the answer.
        for scope in scopes:
            drive(web.__rsgi__(scope, protocol), loop)
            begun.pop().done.set_result(Answer(status, headers, body, size, notes, "a"))
            pool.idle.append(worker)
        loop.stop()

    def remember() -> None:
        drive(web.__rsgi__(scopes[count - 1], protocol), loop)
        loop.stop()

    def again() -> None:
        for _ in range(count):
            assert web.at_once(scopes[count - 1], protocol)
        loop.stop()

    def seconds(run: Callable[[], None]) -> float:
        loop.call_soon(run)
        start = time.process_time()
        loop.run_forever()
        return time.process_time() - start

    handed_on = seconds(hand_on)
    seconds(remember)
    remembered = seconds(again)
    loop.close()
    return remembered / count * 1e6, handed_on / count * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--count", type=int, default=5000)
    options = parser.parse_args()
    worker, answered = worker_microseconds(options.store, options.count)
    remembered, handed_on = web_microseconds(answered, options.count)
    print(f"web process: {remembered:.1f} us where the answer is remembered,", end=" ")
    print(f"{handed_on:.1f} us where it is handed on; worker: {worker:.1f} us")


if __name__ == "__main__":
    main()
