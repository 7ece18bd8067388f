"""A real server in processes of its own, for tests of what only processes show."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import json, sys; from server.serve import serve; sys.exit(serve(**json.loads(sys.argv[1])))"
)

PATIENCE = 120.0
"""Seconds for which a client waits for an answer: on a busy machine it is late."""

SMALL = "ASK { ?s ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


class Running:
    """A started server: ask it, look at its processes, stop it."""

    early: Mapping[str, bytes] = {}
    """Answers of its first workers, where somebody asked them."""

    def __init__(self, store: Path, settled: bool = True, **settings: Any) -> None:
        options = {"port": 0, "store": str(store), "access_log": "none", **settings}
        # A file, not a pipe: nobody empties a pipe, and a full one would hold the server up.
        self.output = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(options)],
            cwd=ROOT,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        found = None
        while found is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.printed)
            assert self.process.poll() is None, self.printed
            time.sleep(0.02)
        self.port = int(found[1])
        self.expected = options.get("workers", 1)
        if settled:
            assert until(self.settled)

    @property
    def printed(self) -> str:
        """What the server has written so far."""
        return os.pread(self.output.fileno(), 1 << 20, 0).decode("utf-8", "replace")

    def get(
        self, path: str, headers: dict[str, str] | None = None, timeout: float = PATIENCE
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, header fields and body of a GET."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def settled(self) -> bool:
        """Whether the holder of the start has made room for the one that has the pages, and the
        workers of that one are there; it stays so while nobody ends one of them.
        """
        if not self._complete():
            return False
        # A page waits for workers that have the pages.
        self.get(f"/search?q=x{time.monotonic_ns()}", {"Accept": "text/html"})
        return self._complete()

    def _complete(self) -> bool:
        """Whether there are one holder, and as many workers as there should be."""
        children = psutil.Process(self.process.pid).children()
        return (
            "Serving build" in self.printed
            and sorted(child.name() for child in children) == ["eucn-holder", "eucn-web"]
            and len(self.workers) == self.expected
            and self.gauge("eucn_workers") == self.expected
        )

    def gauge(self, name: str) -> float:
        """A number of ``/metrics``, which the web process answers by itself."""
        text = self.get("/metrics")[2].decode()
        return float(text.split(f"\n{name} ")[1].split()[0])

    def begun(self) -> bool:
        """Whether a worker is at a request by now; waits for it."""
        return until(lambda: self.gauge("eucn_running") > 0)

    def ask(self, query: str, timeout: float = PATIENCE) -> tuple[int, dict[str, str], bytes]:
        """Answer to a query, never from the cache."""
        asked = f"{quote(query)}%23{time.monotonic_ns()}"
        if len(asked) < 60_000:
            return self.get(f"/sparql?query={asked}", timeout=timeout)
        return self.post(query, timeout=timeout)

    def post(
        self,
        query: str | bytes,
        headers: dict[str, str] | None = None,
        timeout: float = PATIENCE,
        path: str = "/sparql",
    ) -> tuple[int, dict[str, str], bytes]:
        """Answer to a query that is sent as it is (or to any other body, with its media type)."""
        body = query.encode() if isinstance(query, str) else query
        fields = {"Content-Type": "application/sparql-query", **(headers or {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request("POST", path, body, fields)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    @property
    def web(self) -> psutil.Process:
        """The process that speaks HTTP: the one that listens."""
        children = psutil.Process(self.process.pid).children()
        listening = [
            child
            for child in children
            if any(c.status == psutil.CONN_LISTEN for c in child.net_connections("inet"))
        ]
        return listening[0]

    @property
    def holder(self) -> psutil.Process:
        """The newest process that holds a store and has forked workers."""
        children = psutil.Process(self.process.pid).children()
        there = [child for child in children if child.children()]
        return max(there, key=psutil.Process.create_time)

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return [worker for worker in self.holder.children() if not gone(worker)]

    @property
    def family(self) -> list[psutil.Process]:
        """All processes of the server."""
        keeper = psutil.Process(self.process.pid)
        return [keeper, *keeper.children(recursive=True)]

    def stop(self) -> None:
        """End it, whatever state it is in."""
        family = [psutil.Process(self.process.pid)] if self.process.poll() is None else []
        for process in list(family):
            family += process.children(recursive=True)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        with contextlib.suppress(ChildProcessError):
            self.process.wait(5)
        self.output.close()


@contextlib.contextmanager
def running(store: Path, **settings: Any) -> Iterator[Running]:
    """A server for the length of a block."""
    server = Running(store, **settings)
    try:
        yield server
    except BaseException:
        # Shown with the test that failed: what befell the server is not seen from outside.
        print(server.printed)
        raise
    finally:
        server.stop()


def until(condition: Any, seconds: float = 300.0) -> bool:
    """Whether a condition comes true in time; errors count as not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, HTTPException, psutil.Error, IndexError, ValueError):
            if condition():
                return True
        time.sleep(0.05)
    return False


def gone(process: psutil.Process) -> bool:
    """Whether a process runs no more; who should take note of its end may not have done so yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def kill(process: psutil.Process) -> None:
    """``kill -9``."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
