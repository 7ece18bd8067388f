"""Ten thousand runaways, and what is left of them: ``python -m benchmarks.serving.kills``."""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import psutil

from benchmarks.serving import servers

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def state(process: psutil.Process) -> dict[str, float]:
    """Of all processes together."""
    family = [process, *process.children(recursive=True)]
    return {
        "MB": sum(p.memory_full_info().pss for p in family) / 1e6,
        "files": sum(p.num_fds() for p in family[:2]),
        "processes": len(family),
        "temporary files": len(list(Path(tempfile.gettempdir()).glob("*"))),
    }


def busy(server: servers.Started, seconds: float = 4) -> float:
    """Processors that a server keeps busy while nobody asks anything."""

    def spent() -> float:
        family = [server.process, *server.process.children(recursive=True)]
        return sum(sum(p.cpu_times()[:2]) for p in family)

    time.sleep(2)
    before = spent()
    time.sleep(seconds)
    return max(0.0, spent() - before) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path(".store"))
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    outcomes: dict[str, int] = {}
    left = options.count
    lock = threading.Lock()
    with servers.ours(
        options.store.absolute(), workers=4, timeout=0.1, grace=10, cache=0
    ) as started:
        address = f"{started.address}?query={quote(RUNAWAY)}"

        def ask() -> None:
            nonlocal left
            while True:
                with lock:
                    if left == 0:
                        return
                    left -= 1
                try:
                    with urllib.request.urlopen(address, timeout=60) as answer:
                        outcome = str(answer.status)
                except urllib.error.HTTPError as error:
                    outcome = str(error.code)
                except OSError as error:
                    outcome = type(error).__name__
                with lock:
                    outcomes[outcome] = outcomes.get(outcome, 0) + 1

        # The first holder makes room for one that has the pages.
        time.sleep(20)
        for _ in range(50):
            urllib.request.urlopen(f"{started.address}?query=ASK%7B%7D").read()
        before = state(started.process)
        start = time.monotonic()
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - start
        time.sleep(2)
        after = state(started.process)
        idle = busy(started)
    print(f"{options.count:,} queries ended in {seconds:.0f} s: {outcomes}")
    print(f"processors busy with nobody asking: {idle:.2f}")
    for name in before:
        print(f"{name}: {before[name]:.0f} before, {after[name]:.0f} after")


if __name__ == "__main__":
    main()
