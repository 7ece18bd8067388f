"""The four journeys, end to end, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

DOCUMENT = re.compile("Harbour at a glance|News of HARBOUR|Paper on ports")


def test_inspect(visit: Callable[..., Any]) -> None:
    """Search a name, read the entity, see brokers and gaps, read which document says so."""
    watched = visit()
    page = watched.open("/")
    # The field proposes names while one types: with its script it is a combobox.
    field = page.get_by_role("combobox", name="Search names")
    field.fill("Lock Clus")
    field.press("Enter")
    page.get_by_role("link", name="Lock Cluster", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^\\s*Lock Cluster"))
    expect(page.get_by_role("heading", name="Ties")).to_be_visible()

    marker = page.locator("button.marker").first
    marker.click()
    card = page.locator(".evidence:popover-open")
    expect(card).to_be_visible()
    expect(card).to_contain_text(DOCUMENT)
    expect(card).to_contain_text(re.compile(r"characters \d+ to \d+"))
    page.keyboard.press("Escape")
    expect(page.locator(".evidence:popover-open")).to_have_count(0)

    # From a tie to a claim, and from the claim to its document.
    ties = page.get_by_role("region", name="Table")
    ties.locator("button.marker").first.click()
    page.locator(".evidence:popover-open").get_by_role("link").first.click()
    expect(page.get_by_text("Property", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=DOCUMENT).first).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Brokers").click()
    expect(page.get_by_role("link", name="Lock Cluster").first).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Gaps").click()
    expect(page).to_have_title(re.compile("gap", re.IGNORECASE))
    assert watched.clean()


def test_explore(visit: Callable[..., Any]) -> None:
    """Choose an example, change it, read the table, download CSV, copy a link, see the code."""
    watched = visit(accept_downloads=True)
    page = watched.open("/sparql")
    page.locator("#editor .cm-content").wait_for()
    page.locator('#examples a[data-example="projects-with-two-grant-numbers"]').click()
    page.locator("#result-body table").wait_for()

    query = (
        "SELECT ?activity (COUNT(?partner) AS ?partners) WHERE {\n"
        "  ?part eucn:participationIn ?activity ; eucn:participant ?partner\n} GROUP BY ?activity"
    )
    editor = page.locator("#editor .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result-body th")).to_have_text(["activity", "partners"])
    harbour = page.locator('#result-body a[href="/id/project/harbour"]')
    expect(harbour).to_have_text("HARBOUR")
    expect(editor).to_contain_text("PREFIX eucn:")

    by_partners = page.get_by_role("button", name="partners")
    by_partners.click()
    by_partners.click()
    expect(page.locator("#result-body th", has=by_partners)).to_have_attribute(
        "aria-sort", "descending"
    )
    cells = page.locator("#result-body td.num").all_inner_texts()
    assert [int(cell) for cell in cells] == sorted(map(int, cells), reverse=True)

    page.get_by_role("button", name="Chart").click()
    expect(page.locator("#result-body svg rect")).to_have_count(len(cells))

    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = download.value.path().read_text()
    assert text.startswith("activity,partners")
    expect(page).to_have_url(re.compile("query="))

    page.get_by_text("Use it from Python, R or curl").click()
    page.locator("#code-python", has_text="COUNT(?partner)").wait_for()

    # The address holds the query: another visitor sees the same.
    other = visit()
    shared = other.open(page.url.removeprefix(other.address))
    shared.locator("#result-body table").wait_for()
    expect(shared.locator("#result-body tbody tr")).to_have_count(len(cells))
    assert watched.clean()
    assert other.clean()


def test_errors_are_marked_where_they_are(visit: Callable[..., Any]) -> None:
    watched = visit()
    page = watched.open("/sparql")
    editor = page.locator("#editor .cm-content")
    editor.wait_for()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?a WHERE {\n  ?a eucn:name }")
    page.keyboard.press("Control+Enter")
    page.locator("#query-error").wait_for()
    expect(page.locator("#query-error")).to_contain_text("Line")
    page.locator("#editor .cm-lint-marker-error").wait_for()
    assert watched.clean()


def test_the_editor_proposes_and_lets_go_of_tab(visit: Callable[..., Any]) -> None:
    watched = visit()
    page = watched.open("/sparql")
    editor = page.locator("#editor .cm-content")
    editor.wait_for()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?s a eucn:Proj", delay=15)
    # A list that is there already says so while it asks for what has been typed since.
    ready = "#editor .cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li"
    proposals = page.locator(ready)
    proposals.first.wait_for()
    expect(proposals.filter(has_text="eucn:Project").first).to_be_visible()
    page.wait_for_timeout(200)  # the editor takes no Enter for a list that has only just opened
    page.keyboard.press("Enter")
    expect(editor).to_contain_text("PREFIX eucn:")
    page.keyboard.type(" . ?s ?p Lock", delay=15)
    proposals.filter(has_text="Lock Cluster").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.id === 'editor'")
    assert watched.clean()


@pytest.mark.parametrize(
    ("look", "at_most"), [(0, 1000), (20, 12)], ids=["all", "longest-on-a-slow-machine"]
)
def test_every_example_is_sparql_to_the_editor(
    visit: Callable[..., Any], look: int, at_most: int
) -> None:
    """The editor's grammar never marks a query of the gallery, but does mark a wrong one.

    To the editor of a slow machine, each look at the clock costs some milliseconds: it parses in
    slices of time, and is never done with a query in one.
    """
    watched = visit()
    page = watched.open("/sparql")
    page.locator("#editor .cm-content").wait_for()
    wrong = page.evaluate(
        """async ([look, most]) => {
          const clock = Date.now;
          let lost = 0;
          Date.now = () => clock() + (lost += look);
          const bundle = document.getElementById('query-page').dataset.bundle;
          const { createEditor } = await import(bundle);
          const nothing = { label: '', syntax: 'x', onChange() {}, onRun() {},
            terms: () => ({ prefixes: {}, terms: [] }), entities: async () => [] };
          const mark = async (made, milliseconds) => {
            for (const end = clock() + milliseconds; clock() < end;) {
              made.clear();
              await new Promise((done) => setTimeout(done, 10));
              if (made.view.dom.querySelector('.cm-lintRange')) return true;
            }
            return false;
          };
          const wrong = [];
          const text = (item) => item.querySelector('template').content.textContent;
          const items = [...document.querySelectorAll('#examples li')];
          items.sort((a, b) => text(b).length - text(a).length);
          for (const item of items.slice(0, most)) {
            const host = document.createElement('div');
            document.body.append(host);
            const query = text(item);
            const made = createEditor(host, { doc: query, ...nothing });
            if (await mark(made, 60)) wrong.push('marked: ' + item.innerText);
            made.replace('} ' + query);
            if (!await mark(made, 600000)) wrong.push('not marked: ' + item.innerText);
            host.remove();
          }
          return wrong;
        }""",
        [look, at_most],
    )
    assert wrong == []


def test_queries_stay_in_tabs_of_the_browser(visit: Callable[..., Any]) -> None:
    watched = visit()
    page = watched.open("/sparql")
    page.locator("#editor .cm-content").wait_for()
    page.get_by_role("button", name="New tab").click()
    page.locator("#editor .cm-content").click()
    page.keyboard.insert_text("# my own question\nASK {}")
    # A tab is called by its first comment once its text is kept.
    expect(page.locator(".query-tab", has_text="my own question")).to_be_visible()
    page.reload()
    page.locator("#editor .cm-content").wait_for()
    expect(page.locator("#editor .cm-content")).to_contain_text("my own question")
    expect(page.locator(".query-tab")).to_have_count(2)
    assert watched.clean()


def test_reuse(visit: Callable[..., Any]) -> None:
    """Take an entity as data, read the descriptions, download the whole."""
    watched = visit(accept_downloads=True)
    page = watched.open("/id/project/harbour")
    href = page.get_by_role("link", name="Turtle").get_attribute("href")
    turtle = page.request.get(watched.address + href)
    assert "HARBOUR" in turtle.text()
    assert "text/turtle" in turtle.headers["content-type"]
    page.get_by_role("contentinfo").get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("link", name="eucn.ttl", exact=True)).to_be_visible()
    described = page.request.get(f"{watched.address}/.well-known/void")
    assert described.ok
    assert watched.clean()


def test_curate(visit: Callable[..., Any]) -> None:
    """From the guide to the sources, a document's claims, and the report of an error."""
    watched = visit()
    page = watched.open("/")
    page.get_by_role("link", name="Add documents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Curator")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sources").click()
    page.locator(".source-card a").first.click()
    page.get_by_role("region", name="Claims").get_by_role("link", name="Claim").first.click()
    page.get_by_role("link", name="Report an error").click()
    expect(page.locator("#report-text")).to_have_value(
        re.compile(re.escape("https://w3id.org/eucn/id/claim/"))
    )
    assert watched.clean()


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_brief(visit: Callable[..., Any], lang: str) -> None:
    """From the letters typed on the start page to an entity, its evidence and its briefing."""
    watched = visit(width=400)
    page = watched.open(f"/?lang={lang}")
    field = page.locator(".find-large input[type=search]")
    field.press_sequentially("harbo")
    page.get_by_role("option").filter(has_text="HARBOUR").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("HARBOUR"))
    page.locator("button.marker").first.click()
    expect(page.locator(".evidence:popover-open a").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator('main a[href*="/briefing?about="]').first.click()
    expect(page.locator(".briefing .numbers")).to_be_visible()
    expect(page.locator("button[data-print]")).to_be_visible()
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        href = page.locator(f'main a[href*="format={kind}"]').get_attribute("href")
        answer = page.request.get(watched.address + href)
        assert answer.ok
        assert answer.body().startswith(start)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.clean()


def test_years_are_charted_and_a_missing_prefix_is_told(
    visit: Callable[..., Any],
) -> None:
    watched = visit()
    page = watched.open("/sparql?lang=de")
    editor = page.locator("#editor .cm-content")

    def ask(query: str) -> None:
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(query)
        page.keyboard.press("Control+Enter")

    ask("SELECT ?y (COUNT(*) AS ?n) { ?p eucn:startDate ?d BIND(YEAR(?d) AS ?y) } GROUP BY ?y")
    page.locator('button[data-view="chart"]').click()
    expect(page.locator("#result-body figure rect")).not_to_have_count(0)
    expect(page.locator("#result-body figure text").first).to_have_text(re.compile(r"^20\d\d$"))
    ask("SELECT * { ?s a foo:Project }")
    expect(page.locator("#query-error")).to_contain_text("Dieses Präfix ist nicht deklariert: foo:")
    assert watched.clean()


def arrived(page: Any, address: str) -> None:
    """Wait for a page whose address has these words: its scripts too, which listen to choices."""
    expect(page).to_have_url(re.compile(address))
    page.wait_for_load_state()


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_find(visit: Callable[..., Any], lang: str) -> None:
    """Say who one is and where; then the answer follows each choice, and is an address."""
    watched = visit(width=400)
    page = watched.open(f"/find?lang={lang}")
    page.locator("#find-side").select_option("china")
    page.locator(".find-form button.primary").click()
    arrived(page, "side=china")
    page.locator("#find-topic").select_option("health")
    arrived(page, "topic=health")
    page.locator("#find-place").fill("Germany")
    page.locator("#find-place").press("Enter")
    first = page.locator("section", has=page.locator("#h-partners")).locator("li.fact").first
    expect(first.locator(".chip")).to_be_visible()
    expect(first.locator(".what a")).to_have_text("Institute of Tides")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("button[data-print]")).to_be_visible()
    other = visit()
    shared = other.open(page.url.removeprefix(other.address))
    expect(shared.locator("#find-place")).to_have_value("Germany")
    expect(shared.locator("li.fact .chip").first).to_be_visible()
    shared.locator('main a[href*="/sparql"]').nth(3).click()
    expect(shared.locator("#result-body table")).to_be_visible()
    assert watched.clean()
    assert other.clean()


def test_without_scripts_one_can_search_filter_and_ask(visit: Callable[..., Any]) -> None:
    watched = visit(java_script_enabled=False)
    page = watched.page
    page.goto(f"{watched.address}/partners")
    page.get_by_label("China", exact=True).first.check()
    page.get_by_role("button", name="Apply").click()
    arrived(page, "side=china")
    page.goto(f"{watched.address}/sparql")
    page.locator("textarea").fill("SELECT ?s { ?s a eucn:Project }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result-body tbody tr").nth(1)).to_be_visible()
    page.get_by_role("link", name="HARBOUR", exact=True).click()
    page.locator("button.marker").first.click()
    expect(page.locator(".evidence:popover-open")).to_be_visible()
    assert watched.outside == []


def test_keyboard_alone(visit: Callable[..., Any]) -> None:
    watched = visit()
    page = watched.open("/partners")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page = watched.open("/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Projects")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert watched.clean()
