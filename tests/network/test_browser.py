"""In a real browser: labels, keys, evidence, speed, and the file to take away."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PageObject, PdfReader
from werkzeug.serving import make_server

from graph.network.drawing.files import write
from graph.network.measures.analysis import Analysis
from graph.network.model.filters import Filter
from graph.network.telling.sentences import Speaker
from graph.store import Store
from server.app import create_app
from server.network import view as views
from server.settings import Settings

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

# Boxes of everything that may not collide, in units of the drawing.
BOXES = """() => [...document.querySelectorAll("svg.network .node")].map(node => {
  const label = node.querySelector("text"), mark = node.querySelector(".mark");
  const of = e => { const b = e.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };
  return [node.dataset.id, of(mark), label ? of(label) : null];
})"""

TITLES = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?title { ?document a eucn:SourceDocument ; skos:prefLabel ?title }"""


@contextmanager
def served(store: Store) -> Iterator[str]:
    app = create_app(Settings(access_log="none"), store)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def site(opened_ports: Store) -> Iterator[str]:
    with served(opened_ports) as address:
        yield address


@pytest.fixture(scope="module")
def real(opened_records: Store) -> Iterator[str]:
    """The records themselves: pictures with as many names, and as long ones, as there are."""
    with served(opened_records) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1500, "height": 1000})
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else 0)
    yield page
    assert page.problems == []
    context.close()


def collisions(boxes: list[Any]) -> list[tuple[str, str]]:
    flat = [(name, box) for name, mark, label in boxes for box in (mark, label) if box]
    return [
        (one, two)
        for at, (one, a) in enumerate(flat)
        for two, b in flat[at + 1 :]
        if one != two
        # Boxes of text are as high as the line: what counts is more than 2 units of overlap.
        and a[0] < b[2] - 1
        and b[0] < a[2] - 1
        and a[1] < b[3] - 2.5
        and b[1] < a[3] - 2.5
    ]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_no_label_lies_on_another(page: Any, real: str, language: str) -> None:
    page.goto(f"{real}/network?lang={language}")
    boxes = page.evaluate(BOXES)
    assert len(boxes) > 50
    assert collisions(boxes) == []


def test_a_click_shows_the_evidence_and_the_keys_move(page: Any, site: str) -> None:
    page.goto(f"{site}/network")
    page.click("a.node[data-id='cluster/lock-cluster']")
    page.wait_for_selector("#details-body h3")
    expect(page.locator("#details-body")).to_contain_text("Lock Cluster")
    page.click("#details-body a[data-tie]")
    page.wait_for_selector("#details-body .source")
    expect(page.locator("#details-body")).to_contain_text("characters")
    assert page.url == f"{site}/network"
    stops = page.evaluate("document.querySelectorAll('svg.network .node[tabindex=\"0\"]').length")
    assert stops == 1
    page.focus("svg.network .node[tabindex='0']")
    before = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).not_to_have_attribute("data-id", before)
    page.keyboard.press("Enter")
    name = page.locator(":focus title").text_content()
    expect(page.locator("#details-body h3")).to_contain_text(name.partition(",")[0])


def test_a_click_on_a_tie_shows_its_evidence(page: Any, site: str) -> None:
    page.goto(f"{site}/network")
    # The middle of the tie that is drawn last, and so lies on top.
    x, y, ends = page.evaluate(
        """() => { const t = [...document.querySelectorAll('.tie.cross')].at(-1);
        const p = t.getPointAtLength(t.getTotalLength() / 2).matrixTransform(t.getScreenCTM());
        return [p.x, p.y, [t.dataset.a, t.dataset.b]]; }"""
    )
    page.mouse.click(x, y)
    page.wait_for_selector("#details-body .source")
    expect(page.locator(".node.self")).to_have_count(2)
    assert len(set(ends)) == 2


def test_the_years_slider_hides_later_ties(page: Any, site: str) -> None:
    page.goto(f"{site}/network")
    everything = page.evaluate("document.querySelectorAll('.tie:not(.off)').length")
    page.evaluate(
        "() => { const s = document.getElementById('slider'); s.value = s.min;"
        " s.dispatchEvent(new Event('input')); }"
    )
    left = page.evaluate("document.querySelectorAll('.tie:not(.off)').length")
    assert 0 < left < everything


@pytest.mark.parametrize(
    "path", ["/network", "/network?topic=health&lang=de", "/network/embed", "/network/overview"]
)
def test_the_picture_prints_on_one_sheet(
    page: Any, real: str, opened_records: Store, path: str
) -> None:
    """Picture, legend, caption with date and sources, and address; what was opened comes after."""

    def sheets() -> list[PageObject]:
        return list(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)

    page.goto(real + path)
    width, height = page.evaluate(
        "(({width, height}) => [width, height])"
        "(document.querySelector('svg.network, svg.overview').viewBox.baseVal)"
    )
    # The diagram of both sides is drawn again for paper, taller than wide.
    upright = height > width or "overview" in path
    (sheet,) = sheets()
    # A4, with its longer side across where the picture is wider than tall.
    shorter, longer = 595, 842
    size = (round(sheet.mediabox.width), round(sheet.mediabox.height))
    assert size == ((shorter, longer) if upright else (longer, shorter))
    text = " ".join(sheet.extract_text().split())
    drawn = page.locator("svg.network .node text, svg.overview text").all_text_contents()
    assert [name for name in drawn if len(name) > 4 and name in text]
    documents = opened_records.select(TITLES)
    assert [row for row in documents if str(row["title"]) in text]
    told = ["2026", "CC BY 4.0"]
    told += ["Gestrichelt: undatiert", "Gewählt: Gesundheit"] if "lang=de" in path else []
    told += [] if "embed" in path else [real + path.partition("?")[0] + "?"]
    assert [words for words in told if words not in text] == []
    if (listed := page.locator("#counted-with > summary")).count():
        listed.click()
        assert len(sheets()) == 2


@pytest.mark.parametrize("path", ["/projects", "/partners", "/events", "/conflicts", "/gaps"])
def test_the_longest_names_that_there_are_fit_a_narrow_window(
    page: Any, real: str, path: str
) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(real + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"


def test_without_a_script_every_actor_and_tie_is_a_link(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/network?ties=cross")
    page.click("#ties tbody tr:first-child td:last-child a")
    expect(page.locator(".source").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("actors", [250, 1300])
def test_no_label_lies_on_another_in_large_networks(
    page: Any,
    site: str,
    monkeypatch: pytest.MonkeyPatch,
    actors: int,
    generated_network: Any,
) -> None:
    network = generated_network(actors, round(actors / 2.2), 4)
    kept = Analysis(network)

    def analysis_of(chosen: Filter) -> Analysis:
        return kept if chosen == Filter() else Analysis(network, chosen)

    monkeypatch.setattr(views, "analysis_of", analysis_of)
    monkeypatch.setattr("server.network.choices.analysis_of", analysis_of)
    page.goto(f"{site}/network?view=all&ties=cross")
    # With the ties between the sides alone, who has none of them is not drawn.
    joined = zip(kept.ties, kept.cross, strict=True)
    assert len(page.evaluate(BOXES)) == len({e for t, c in joined if c for e in (t.a, t.b)})
    assert collisions(page.evaluate(BOXES)) == []


def test_the_file_to_take_away_works_offline_and_runs_nothing_from_the_data(
    browser: Any, tmp_path: Path, generated_network: Any
) -> None:
    network = generated_network(12, 8, 2)
    hostile = "<img src=x onerror=window.hit=1>\"'</script><script>window.hit=1</script> href="
    actors = {
        iri: replace(actor, labels={"en": hostile + str(at)})
        for at, (iri, actor) in enumerate(network.two_mode.actors.items())
    }
    network = replace(network, two_mode=replace(network.two_mode, actors=actors))
    path = tmp_path / "network.html"
    path.write_bytes(write(Analysis(network), Speaker(network), "html"))
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("#network canvas")
    page.select_option("#choice", index=1)
    expect(page.locator("#details h2")).to_contain_text(hostile)
    page.mouse.move(300, 300)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []
    context.close()


BROKEN = """selector => [...document.querySelectorAll(selector)].flatMap(part => {
  part.style.hyphens = "manual";  // as in a browser without a dictionary of the language
  const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = [];
  for (let text; (text = walk.nextNode());)
    for (const word of text.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.push(word[0]);
    }
  return found;
})"""


@pytest.mark.parametrize(
    ("path", "selector"),
    [("/network?view=all", ".legend li"), ("/id/project/harbour", ".glance dt")],
)
def test_long_words_are_whole_where_columns_are_narrow(
    page: Any, site: str, path: str, selector: str
) -> None:
    for width in (1366, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang=de")
        expect(page.locator(selector).first).to_be_visible()
        assert page.evaluate(BROKEN, selector) == []
