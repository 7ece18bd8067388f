"""How soon the first page is there, and how soon a new build is: ``eucn serve`` from outside.

    python benchmarks/site/start.py STORE [--repeat 3] [--new-build]

Starts the server on a free port, notes when it says that queries are answered and when it says
"Serving", and asks for pages at once. The times of pages are from asking to the whole answer; the
first is asked in the moment "Serving" is read. With ``--new-build`` a small file is loaded into a
copy of the store while the server runs (the copy takes as much room as the store), and the time
counts from the swap until the server answers from the new build and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

PAGES = ("/", "/projects", "/id/project/senet", "/brokers", "/find", "/briefing?about=topic/health")
LOADED = (
    "<https://example.org/a> <https://example.org/b> <https://example.org/c{number}> "
    "<https://example.org/graph> .\n"
)
WAIT = 600.0
"""Seconds after which a server that says nothing is given up."""


class Server:
    """A server that was started, and the lines that it says with their times."""

    def __init__(self, store: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.began = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "eucn",
            "serve",
            "--store",
            str(store),
            "--port",
            str(port),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        self.lines: queue.Queue[tuple[float, str]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put((time.perf_counter(), line))

    def says(self, words: str) -> float:
        """Return when the server said something, waiting for it."""
        ends = time.perf_counter() + WAIT
        while True:
            when, line = self.lines.get(timeout=max(0.1, ends - time.perf_counter()))
            if words in line:
                return when

    def get(self, path: str) -> float:
        """Return the seconds that a page takes."""
        began = time.perf_counter()
        request = urllib.request.Request(self.address + path, headers={"Accept": "text/html"})
        with urllib.request.urlopen(request, timeout=WAIT) as answer:
            answer.read()
        return time.perf_counter() - began

    def build(self) -> str:
        """Return which build the server answers from, by its health."""
        with urllib.request.urlopen(f"{self.address}/healthz", timeout=WAIT) as answer:
            return str(json.loads(answer.read())["build"])

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def start(store: Path) -> None:
    """Print the times of one start."""
    server = Server(store)
    try:
        answered = server.says("Queries are answered") - server.began
        serving = server.says("Serving build") - server.began
        pages = " ".join(f"{path} {server.get(path):.2f}" for path in PAGES)
        print(f"queries {answered:.1f} s, serving {serving:.1f} s after the start; pages: {pages}")
    finally:
        server.stop()


def new_build(store: Path) -> None:
    """Print how long a new build takes from the swap to the first answer from it."""
    with tempfile.TemporaryDirectory(dir=store.absolute().parent) as folder:
        copy = Path(folder) / store.name
        for name in (store.name, f"{store.name}-versions"):
            subprocess.run(["cp", "-a", str(store.absolute().parent / name), folder], check=True)
        extra = Path(folder) / "extra.nq"
        extra.write_text(LOADED.format(number=os.getpid()), encoding="utf-8")
        server = Server(copy)
        try:
            server.says("Serving build")
            before = server.build()
            link = copy.readlink()
            load = subprocess.Popen(
                [sys.executable, "-m", "eucn", "load", str(extra), "--store", str(copy)],
                stdout=subprocess.DEVNULL,
            )
            while copy.readlink() == link:
                if load.poll() not in (None, 0):
                    raise SystemExit("the file could not be loaded")
                time.sleep(0.02)
            swapped = time.perf_counter()
            while server.build() == before:
                time.sleep(0.05)
            there = time.perf_counter() - swapped
            said = server.says("Serving build") - swapped
            print(f"new build: answered from {there:.1f} s after the swap, said after {said:.1f} s")
            load.wait()
        finally:
            server.stop()
            shutil.rmtree(copy, ignore_errors=True)


def main() -> None:
    """Measure what is asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("store", type=Path)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--new-build", action="store_true")
    given = options.parse_args()
    for _ in range(given.repeat):
        start(given.store)
    if given.new_build:
        new_build(given.store)


if __name__ == "__main__":
    main()
