"""The endpoint behind four WSGI servers: ``python -m benchmarks.serving.wsgi``.

The same application, store and number of processes; what differs is who takes the requests. Each
is asked tiny queries and answers of 10,000 rows, then tiny queries again while queries without an
end run and while clients hold half a request.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import shlex
import socket
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.serving import servers
from benchmarks.serving.kills import RUNAWAY, busy
from benchmarks.serving.run import TINY

ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000"
WORKERS = 3
SLOW = 40
_COMMANDS = {
    "gunicorn, sync": "gunicorn -w {workers} --preload -b {bind} 'benchmarks.serving.wsgi:make()'",
    "gunicorn, gthread": "gunicorn -w {workers} -k gthread --threads 4 --preload -b {bind} "
    "'benchmarks.serving.wsgi:make()'",
    "waitress": "waitress --listen={bind} --threads=12 --call benchmarks.serving.wsgi:make",
    "granian": "granian --interface wsgi --workers {workers} --blocking-threads 4 --host {host} "
    "--port {port} --no-ws --factory benchmarks.serving.wsgi:make",
}


def make() -> object:
    """The application for a server that is not ours; a query runs in a thread beside its clock."""
    from server.app import create_app
    from server.settings import Settings

    return create_app(
        Settings(store=os.environ["EUCN_STORE"], cache=0, access_log="none", timeout=5.0)
    )


def started(name: str, store: Path) -> contextlib.AbstractContextManager[servers.Started]:
    """A server on a free port."""
    if name == "this server":
        return servers.ours(store, workers=WORKERS, cache=0, timeout=5.0)
    port = servers.free_port()
    text = _COMMANDS[name].format(
        workers=WORKERS, bind=f"127.0.0.1:{port}", host="127.0.0.1", port=port
    )
    os.environ["EUCN_STORE"] = str(store)
    address = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-m", *shlex.split(text)]
    return servers.running(name, command, address, f"{address}?query=ASK%7B%7D", 60)


def ask(address: str, query: str, seconds: float = 20) -> tuple[int, float]:
    """Status (0 where there was no answer in time) and seconds."""
    parts = urlsplit(address)
    start = time.perf_counter()
    connection = http.client.HTTPConnection(parts.netloc, timeout=seconds)
    try:
        connection.request("GET", f"{parts.path}?query={quote(query)}")
        status = connection.getresponse().status
    except OSError:
        status = 0
    finally:
        connection.close()
    return status, time.perf_counter() - start


@contextlib.contextmanager
def runaways(address: str, count: int, outcomes: list[int]) -> Iterator[None]:
    """Queries without an end, each sent again as soon as it was ended."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            outcomes.append(ask(address, RUNAWAY)[0])

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    yield
    stop.set()
    for thread in threads:
        thread.join()


@contextlib.contextmanager
def half_requests(address: str, count: int) -> Iterator[None]:
    """Clients that sent the half of a request and say no more."""
    parts = urlsplit(address)
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            client = stack.enter_context(
                socket.create_connection((str(parts.hostname), parts.port or 80))
            )
            client.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n")
        time.sleep(1)
        yield


def answered(address: str, seconds: float = 8) -> str:
    """How tiny queries fare, one after another: answered, and the median time of an answer."""
    times: list[float] = []
    asked = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, spent = ask(address, f"{TINY} # {asked}", 10)
        asked += 1
        if status == 200:
            times.append(spent)
    middle = f"{statistics.median(times) * 1000:.1f} ms" if times else "none"
    return f"{len(times)} of {asked}, {middle}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    store = options.store.absolute()
    print(
        "| server | tiny a second | 10,000 rows a second | MB | tiny beside 3 runaways "
        f"| the runaways | processors busy after them | tiny beside {SLOW} half requests |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name in ("this server", *_COMMANDS):
        with started(name, store) as server:
            time.sleep(20)
            address = server.address
            accept = "application/sparql-results+json"
            tiny = servers.rate(f"{address}?query={quote(TINY)}", options.seconds, 8, accept)
            rows = servers.rate(f"{address}?query={quote(ROWS)}", options.seconds, 8, accept)
            memory = server.memory() / 1e6
            with half_requests(address, SLOW):
                slow = answered(address)
            outcomes: list[int] = []
            with runaways(address, WORKERS, outcomes):
                beside = answered(address)
            after = busy(server)
            ended = {status: outcomes.count(status) for status in sorted(set(outcomes))}
            says = ", ".join(f"{n} times {s or 'no answer'}" for s, n in ended.items())
        failed = f" ({tiny[1]} failed)" if tiny[1] else ""
        print(
            f"| {name} | {tiny[0]:,.0f}{failed} | {rows[0]:,.0f} | {memory:,.0f} "
            f"| {beside} | {says} | {after:.1f} | {slow} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
