"""Measure how soon ``/network`` is usable in Chromium with 250 and with 1,300 actors.

    python benchmarks/network/page.py ZIP [--runs 5]

The actors are those of the EU-China part of the CORDIS register: all of them, and those of so
many projects that 250 are passed. Usable: the page is complete, its script has run, and a click
on an actor has filled the panel (told apart). The server is the application itself, on loopback.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from cordis import load
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from graph.network.measures.analysis import Analysis
from graph.network.model.filters import Filter, with_links
from graph.network.model.reading import Network
from graph.store import open_store
from server.app import create_app
from server.network import choices
from server.network import view as views
from server.settings import Settings


def part(network: Network, actors: int) -> Network:
    """Return the first projects (by id) that have so many actors together."""
    two_mode = network.two_mode
    chosen: set[str] = set()
    seen: set[str] = set()
    by_project: dict[str, set[str]] = {}
    for link in two_mode.links:
        by_project.setdefault(link.setting, set()).add(link.actor)
    for project, members in sorted(by_project.items()):
        if len(seen) >= actors:
            break
        chosen.add(project)
        seen |= members
    links = tuple(link for link in two_mode.links if link.setting in chosen)
    return Network(with_links(two_mode, links), as_of=network.as_of, built=network.built)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("zip", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--store", default=".store")
    chosen = parser.parse_args()
    app = create_app(Settings(access_log="none"), open_store(chosen.store))
    whole = load(chosen.zip, china_only=True)
    current: dict[str, Analysis] = {}

    def analysis_of(wanted: Filter) -> Analysis:
        kept = current["analysis"]
        return kept if wanted == Filter() else Analysis(kept.network, wanted)

    views.analysis_of = analysis_of
    choices.analysis_of = analysis_of
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for network in (part(whole, 250), whole):
            for ties in ("cross", "all"):
                address = f"http://127.0.0.1:{server.server_port}/network?view=all&ties={ties}"
                measure(browser, address, network, current, chosen.runs)
        browser.close()
    server.shutdown()


def measure(
    browser: Any, address: str, network: Network, current: dict[str, Analysis], runs: int
) -> None:
    complete, panel = [], []
    first = 0.0
    for run in range(runs + 1):
        if not run:
            current["analysis"] = Analysis(network)
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        page.goto(address)
        timing = "performance.getEntriesByType('navigation')[0].domComplete / 1000"
        seconds = float(page.evaluate(timing))
        start = time.perf_counter()
        page.evaluate(
            "document.querySelector('svg.network .node').dispatchEvent("
            "new MouseEvent('click', {bubbles: true, cancelable: true}))"
        )
        page.wait_for_selector("#details-body h3")
        if run:
            complete.append(seconds)
            panel.append(time.perf_counter() - start)
        else:
            first = seconds
        drawn = page.evaluate("document.querySelectorAll('svg.network .tie').length")
        page.close()
    actors = len(current["analysis"].actors)
    print(
        f"{actors:5} actors, {drawn:5} ties drawn: complete {statistics.median(complete):.2f} s "
        f"({min(complete):.2f} to {max(complete):.2f}; first time {first:.2f}), "
        f"panel {statistics.median(panel):.2f} s"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
