"""The servers that are compared, each started on a port of its own with the same data."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
_OURS = (
    "import json, sys; from server.serve import serve; sys.exit(serve(**json.loads(sys.argv[1])))"
)
_NOTHING = """
import asyncio, sys
sys.path.insert(0, {root!r})
from server.serve import bind
from server.serving.listening import Listening
from server.settings import Settings

BODY = b'{{"head":{{}},"boolean":true}}'

async def nothing(scope, protocol):
    protocol.response_bytes(200, [("content-type", "application/json")], BODY)

async def main():
    await Listening(nothing, bind("127.0.0.1", {port}), Settings(store="none")).serve()

asyncio.run(main())
"""
_RDFLIB = """
import sys
import rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse({data!r}, format="nquads")
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="error")
"""


@dataclass
class Started:
    """A running server: where it answers, how long it took to, and its processes."""

    name: str
    address: str
    seconds: float
    process: psutil.Process

    def memory(self) -> int:
        """Bytes held by all its processes, shared pages counted once (PSS)."""
        family = [self.process, *self.process.children(recursive=True)]
        total = 0
        for process in family:
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
        return total


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(
    name: str, command: list[str], address: str, probe: str, seconds: float
) -> Iterator[Started]:
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(probe, timeout=60) as answer:
                answer.read()
                break
            if process.poll() is not None or time.monotonic() - start > seconds:
                raise RuntimeError(
                    f"{name} did not start: {' '.join(command[:3])} ... "
                    "(the dependency group 'benchmarks' brings the other servers)"
                )
            time.sleep(0.01)
        yield Started(name, address, time.monotonic() - start, psutil.Process(process.pid))
    finally:
        family = []
        with contextlib.suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        for child in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        process.wait()


def ours(store: Path, **settings: object) -> contextlib.AbstractContextManager[Started]:
    """This server, without its access log (the others write none either)."""
    import json

    port = free_port()
    options = {"port": port, "store": str(store), "access_log": "none", **settings}
    address = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-c", _OURS, json.dumps(options)]
    return running("this server", command, address, f"{address}?query=ASK%7B%7D", 120)


def nothing() -> contextlib.AbstractContextManager[Started]:
    """An application that does nothing, on the same HTTP server."""
    port = free_port()
    script = _NOTHING.format(root=str(ROOT), port=port)
    address = f"http://127.0.0.1:{port}/"
    return running("do-nothing", [sys.executable, "-c", script], address, address, 60)


@contextlib.contextmanager
def oxigraph(data: Path, location: Path | None = None) -> Iterator[Started]:
    """The native server, its default graph the union of all; in memory, or on disk at a place."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    serve = ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    address = f"{base}/query"
    if location is not None:
        start = time.monotonic()
        place = ["--location", str(location)]
        subprocess.run([program, "load", *place, "--file", str(data)], check=True)
        subprocess.run([program, "optimize", *place], check=True)
        command = [program, "serve-read-only", *place, *serve]
        with running("oxigraph serve", command, address, base + "/", 60) as started:
            started.seconds = time.monotonic() - start
            yield started
        return
    command = [program, "serve", *serve]
    with running("oxigraph serve", command, address, base + "/", 60) as started:
        start = time.monotonic()
        request = urllib.request.Request(
            f"{base}/store", data=data.read_bytes(), method="POST",
            headers={"Content-Type": "application/n-quads"},
        )  # fmt: skip
        urllib.request.urlopen(request, timeout=600).read()
        started.seconds += time.monotonic() - start
        yield started


def rdflib_endpoint(data: Path) -> contextlib.AbstractContextManager[Started]:
    """rdflib-endpoint over an rdflib dataset in memory."""
    port = free_port()
    script = _RDFLIB.format(data=str(data), port=port)
    address = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-c", script]
    probe = f"{address}?query=ASK%7B%7D"
    return running("rdflib-endpoint", command, address, probe, 900)


def wrk() -> str | None:
    """The load generator, where it is installed (Debian: wrk)."""
    return shutil.which("wrk")


def rate(address: str, seconds: int, clients: int = 8, accept: str = "*/*") -> tuple[float, int]:
    """Requests a second and failures, by wrk."""
    program = wrk()
    assert program is not None
    output = subprocess.run(
        [program, "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s",
         "-H", f"Accept: {accept}", address],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found is not None, output
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    count = int(failed[1]) if failed else 0
    return float(found[1]), count + sum(map(int, errors.groups())) if errors else count
