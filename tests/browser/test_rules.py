"""Every page in the browser: axe finds nothing, nothing leaves the site, nothing overflows.

Pictures of the main pages in three languages, light and dark, are kept in ``EUCN_SCREENSHOTS``
(a folder) where that is set, for people to look at.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from graph.catalogue.classes import list_pages
from tests.browser.conftest import Watched

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

AXE = pytest.importorskip("axe_playwright_python")
SCRIPT = (Path(AXE.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = [
    "/", "/search?q=china", "/projects", "/partners?side=china", "/topics", "/places", "/sources",
    "/sources/harbour-news", "/conflicts", "/briefing", "/briefing?about=topic/health", "/sparql",
    "/sparql?query=SELECT ?s ?o { ?s eucn:partner ?o } LIMIT 20", "/queries", "/about", "/docs",
    "/docs/user-guide", "/docs/sparql-cookbook", "/changes", "/report", "/nothing-here",
    "/id/project/harbour", "/id/cluster/lock-cluster", "/id/place/ningbo",
    "/vocabulary/topic/health", "/ontology", "/data/", "/find", "/find?as=cluster&topic=health",
    "/briefing?about=project/harbour", "/briefing?about=country/cn", "/brokers",
    "/gaps", "/network", "/timeline", "/network/matrix", "/network/years", "/network/overview",
    "/network/specialisation", "/brokers/cluster/lock-cluster", "/programmes", "/dataset",
    "/docs/method", "/partners?country=Chinna", "/find?place=Nowhereham", "/search?q=xqzzyw",
    "/sources/harbour-news?property=topic",
]  # fmt: skip
SHOWN = ["/", "/id/project/harbour", "/id/cluster/lock-cluster", "/sparql", "/partners",
         "/sources", "/briefing?about=topic/health", "/network"]  # fmt: skip
FOLDER = os.environ.get("EUCN_SCREENSHOTS")


# Rules about things together, however many there are: of alike ones each. What the others ask of
# one, like color-contrast, which takes axe the longest by far, alike ones share.
WHOLE = ["accesskeys", "aria-valid-attr-value", "duplicate-id-aria", "heading-order", "label",
         "landmark-unique", "list", "region", "skip-link"]  # fmt: skip
RUN = """options => axe.run(document, {...options, resultTypes: ['violations']})
  .then(found => found.violations)"""
ALIKE = """most => {
  const name = one => `${one.tagName}.${one.getAttribute('class')}`;
  const shape = one => `${name(one)}(${[...one.children].map(name)})`;
  const thin = parent => {
    const seen = {};
    for (const one of [...parent.children]) {
      seen[shape(one)] = (seen[shape(one)] || 0) + 1;
      if (seen[shape(one)] > most) one.remove(); else thin(one);
    }
  };
  thin(document.body);
}"""


def axe(page: Any, **options: Any) -> list[str]:
    """What axe finds; evaluated by the debugger, so that the page's policy need not allow it.

    What passed is not described.
    """
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN, options)
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def violations(page: Any) -> list[str]:
    """What axe finds by all of its rules."""
    return axe(page, runOnly={"type": "tag", "values": TAGS})


def shorten(page: Any) -> None:
    """Leave the first three children of each shape that an element has: long lists are short."""
    page.evaluate(ALIKE, 3)


@pytest.fixture(scope="module")
def reader(browser: Any, address: str) -> Iterator[Watched]:
    """One window for many pages: to open one takes as long as to look at a page."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    yield Watched(context.new_page(), address)
    context.close()


@pytest.fixture
def watched(reader: Watched) -> Watched:
    """The window as it was at first."""
    reader.page.emulate_media(color_scheme="light")
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    reader.outside.clear()
    reader.errors.clear()
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_leaves(watched: Watched, path: str) -> None:
    """Wide and light, then 400 pixels wide and dark; 640 is what 200 % leaves of 1280 pixels."""
    page = watched.open(path)
    if path == "/sparql":
        page.locator("#editor .cm-content").wait_for()
    does_not_scroll_sideways(page)
    assert axe(page, runOnly={"type": "rule", "values": WHOLE}) == []
    shorten(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 400, "height": 900})
    assert violations(page) == []
    assert watched.clean()


WINDOWS = ((400, 900), (640, 450), (1366, 768), (1440, 900), (1920, 1080), (1280, 900))


def does_not_scroll_sideways(page: Any) -> None:
    """Everything fits into the windows that people have; the last is as wide as the one before."""
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, f"scrolls sideways at {width} pixels"


# What the longest of the registers are like, for every kind of column.
LONG = {
    "en": ["Information and communication technology", "Bosnia and Herzegovina", "terminated"],
    "de": [
        "Informations- und Kommunikationstechnologie",
        "Vereinigtes Königreich",
        "abgeschlossen",
    ],
    "zh": ["信息通信技术、农业与食品、能源与环境", "波斯尼亚和黑塞哥维那", "日期和状态均未说明"],
}
FILL = """words => {
  for (const table of document.querySelectorAll('table.listing')) {
    const row = table.tBodies[0].rows[0].cloneNode(true);
    for (const [at, cell] of [...row.cells].entries()) {
      const number = cell.classList.contains('num');
      if (number) cell.textContent = cell.matches('.c-euContribution') ? '136,000,000' : '1,067';
      else cell.textContent = at === 0 ? 'Forschungsinstitut für Automobilwirtschaft '
        + 'Kommunikationstechnologieentwicklungsgesellschaft' : words[at % words.length];
    }
    table.tBodies[0].append(row);
  }
}"""
WIDER = """() => [...document.querySelectorAll('.scroll:has(.listing)')]
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.scrollWidth} > ${one.clientWidth}`)"""


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_the_tables_of_lists_fit_their_frame(visit: Callable[..., Any], lang: str) -> None:
    """With long words too, in the windows of desks and, as cards, of a phone."""
    watched = visit()
    lists = [path for path, one in list_pages().items() if one.columns]
    for path in [*lists, "partners?topic=health", "programmes"]:
        page = watched.open(f"/{path}{'&' if '?' in path else '?'}lang={lang}")
        page.evaluate(FILL, LONG[lang])
        for width in (400, 1366, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER) == [], f"/{path} at {width} pixels"


LEAST_TEXT = 8.8
"""Pixels of the smallest words of a drawing; of a phone nothing smaller is read."""
SMALL = """least => [...document.querySelectorAll('main svg')].flatMap(drawn =>
  [...drawn.querySelectorAll('text')].filter(one => one.checkVisibility())
    .filter(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a < least)
    .slice(0, 1).map(one => `${drawn.getAttribute('class')}: ${one.textContent}`))"""


@pytest.mark.parametrize(
    "path",
    [
        *("/id/cluster/lock-cluster", "/id/project/harbour", "/network", "/network/overview"),
        *("/network/years", "/timeline", "/ontology", "/"),
    ],
)
def test_words_of_drawings_can_be_read(watched: Watched, path: str) -> None:
    """A drawing that is wider than a phone scrolls within its frame instead of shrinking."""
    page = watched.open(path)
    for width in (400, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SMALL, LEAST_TEXT) == [], f"at {width} pixels"


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_three_languages_light_and_dark(
    visit: Callable[..., Any], lang: str, tmp_path: Path
) -> None:
    folder = Path(FOLDER) if FOLDER else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    watched = visit()
    for path in SHOWN:
        page = watched.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        name = path.strip("/").replace("/", "-").split("?")[0] or "start"
        expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-Hans"}.get(lang, lang))
        pictures = set()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            picture = page.screenshot(path=folder / f"{name}-{lang}-{scheme}.png")
            assert len(picture) > 20_000
            pictures.add(picture)
        assert len(pictures) == 2
    assert watched.clean()


@pytest.mark.parametrize("path", ["/briefing?about=topic/health", "/id/project/harbour"])
def test_pages_print(visit: Callable[..., Any], path: str) -> None:
    watched = visit()
    page = watched.open(path)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(page.pdf()) > 10_000
    assert watched.clean()


def test_a_printed_briefing_has_its_address_and_page_numbers(visit: Callable[..., Any]) -> None:
    page = visit().open("/briefing?about=topic/health")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    for number, sheet in enumerate(sheets, 1):
        text = sheet.extract_text()
        assert "https://w3id.org/eucn/vocabulary/topic/health" in text
        assert f"{number} / {len(sheets)}" in text


def test_an_open_source_card_has_no_faults(visit: Callable[..., Any]) -> None:
    watched = visit(reduced_motion="reduce")
    page = watched.open("/id/project/harbour")
    page.locator("button.marker").first.click()
    assert violations(page) == []


def test_the_first_page_weighs_little(visit: Callable[..., Any]) -> None:
    watched = visit()
    sizes: list[int] = []
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    watched.open("/")
    assert 0 < sum(sizes) < 150_000
