"""Measure how soon ``/network`` is usable in Chromium with 250, 1,300 and 3,500 actors.

    python benchmarks/network/page.py [--store .store] [--runs 3] [--sizes 250 1300 3500]

The actors are those of a store with registers: of the first activities, by their ids, that have so
many together. Usable: the page is complete and its script has run; how long it takes from a click
on an actor to its panel is told beside it. The server is the application itself, on loopback. What
a page costs the processors is told as well, because it is nearly the same on a crowded machine: of
the server (this process) and of the main thread of the page, up to and with the panel.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import network_of
from graph.network.model.filters import Filter, with_links
from graph.network.model.reading import Network
from graph.store import open_store
from server.app import create_app
from server.settings import Settings

COMPLETE = "performance.getEntriesByType('navigation')[0].domComplete / 1000"
SIZE = "performance.getEntriesByType('navigation')[0].decodedBodySize"
DRAWN = """[...document.querySelectorAll("svg.network .tie:not(.on)")].reduce(
    (sum, tie) => sum + (tie.dataset.ends ? tie.dataset.ends.split(" ").length / 2 : 1), 0)"""
CLICK = """document.querySelector('svg.network .node').dispatchEvent(
    new MouseEvent('click', {bubbles: true, cancelable: true}))"""


def part(network: Network, actors: int) -> Network:
    """Return the first activities (by id) that have so many actors together, or all."""
    by_setting: dict[str, list[str]] = {}
    for link in network.two_mode.links:
        by_setting.setdefault(link.setting, []).append(link.actor)
    chosen: set[str] = set()
    seen: set[str] = set()
    for setting, inside in sorted(by_setting.items()):
        if len(seen) >= actors:
            break
        chosen.add(setting)
        seen.update(inside)
    links = tuple(link for link in network.two_mode.links if link.setting in chosen)
    return replace(network, two_mode=with_links(network.two_mode, links), offers={})


@contextmanager
def serving(store: str, current: dict[str, Analysis]) -> Iterator[str]:
    """Serve a store with the network that ``current`` holds; yield the address."""

    def analysis_of(wanted: Filter) -> Analysis:
        kept = current["analysis"]
        return kept if wanted == Filter() else Analysis(kept.network, wanted)

    app = create_app(Settings(access_log="none"), open_store(store, disk=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with (
        patch("server.network.view.analysis_of", analysis_of),
        patch("server.network.choices.analysis_of", analysis_of),
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def main_thread(session: Any) -> float:
    """Return the seconds that the main thread of a page has worked since it was asked to count."""
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))


def measure(browser: Any, address: str, actors: int, runs: int) -> None:
    """Open a page once and then ``runs`` times, and print a line."""
    complete, panel, drawn = [], [], 0
    server, thread, size = [], [], 0.0
    for _ in range(runs + 1):
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        before = time.process_time()
        page.goto(address)
        complete.append(float(page.evaluate(COMPLETE)))
        start = time.perf_counter()
        page.evaluate(CLICK)
        page.wait_for_selector("#details-body h3")
        panel.append(time.perf_counter() - start)
        server.append(time.process_time() - before)
        thread.append(main_thread(session))
        drawn = page.evaluate(DRAWN)
        size = float(page.evaluate(SIZE))
        page.close()
    first, *others = complete
    print(
        f"{actors:5,} actors, {drawn:5,} ties drawn: complete {statistics.median(others):.2f} s "
        f"({min(others):.2f} to {max(others):.2f}; first time {first:.2f}), "
        f"panel {statistics.median(panel[1:]):.2f} s; {size / 1e6:.1f} MB; processors: server "
        f"{statistics.median(server[1:]):.2f} s, page {statistics.median(thread[1:]):.2f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--store", default=".store")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 1300, 3500])
    chosen = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    whole = network_of(open_store(chosen.store, disk=True))
    current: dict[str, Analysis] = {}
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(chosen.store, current) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size in chosen.sizes:
            network = part(whole, size)
            for ties in ("cross", "all"):
                # Made anew: the first page after a change of data counts for itself.
                current["analysis"] = Analysis(network)
                actors = len(current["analysis"].actors)
                measure(browser, f"{address}/network?view=all&ties={ties}", actors, chosen.runs)
        browser.close()


if __name__ == "__main__":
    main()
