"""Clients in JavaScript: Comunica over the endpoint and over linked data, YASGUI in a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.endpoint.running import Running

LANTERN = "https://w3id.org/eucn/id/project/lantern"
LABELS = f"SELECT ?l {{ <{LANTERN}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}"
Ask = Callable[[list[Any], str], list[str]]


def test_comunica_asks_the_endpoint(endpoint: str, comunica: Ask) -> None:
    told = {"type": "sparql", "value": endpoint}
    for source in (told, endpoint):
        found = comunica([source], LABELS)
        assert len(found) == 3, source
    named = comunica([told], "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert len(named) >= 4


@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig", "jsonld", "rdf", "nt"])
def test_comunica_reads_a_resource(server: Running, comunica: Ask, suffix: str) -> None:
    """The default graph of each syntax, N-Quads and TriG too, says what is said of the thing."""
    source = f"http://127.0.0.1:{server.port}/id/project/lantern.{suffix}"
    assert len(comunica([source], LABELS)) == 3


@pytest.fixture
def elsewhere(packages: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a page of another site that has YASGUI."""
    for name in ("yasgui.min.js", "yasgui.min.css"):
        found = packages / "@zazuko" / "yasgui" / "build" / name
        (tmp_path / name).write_bytes(found.read_bytes())
    (tmp_path / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css">'
        '<div id="yasgui"></div>'
        '<script src="yasgui.min.js"></script>'
    )
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    serving = functools.partial(quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serving) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{files.server_port}/index.html"
        files.shutdown()


@pytest.mark.chromium
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_asks_from_another_site(
    endpoint: str, elsewhere: str, browser: Any, method: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(elsewhere)
        assert wrong == []
        page.evaluate(
            """([endpoint, query, method]) => {
              window.yasgui = new Yasgui(document.getElementById("yasgui"), {
                requestConfig: { endpoint, method, headers: () => ({ "X-Requested-With": "y" }) },
                copyEndpointOnNewTab: false, persistenceId: null,
              });
              const tab = window.yasgui.getTab();
              tab.setQuery(query);
              return tab.getYasqe().query().then(() => true);
            }""",
            [endpoint, LABELS, method],
        )
        shown = page.locator(".yasr_results")
        expect(shown).to_contain_text("灯笼")
        expect(shown).to_contain_text("Laterne")
    finally:
        context.close()
