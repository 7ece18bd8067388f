"""What a page shows in another language than its own says so, wherever it stands."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from graph.catalogue import load_catalogue
from graph.languages import HTML
from graph.store import Store
from server.site.foreign import ForeignNames
from tests.ports import HEADING

PAGES = (
    "/",
    "/projects",
    "/events",
    "/agreements",
    "/partners",
    "/clusters",
    "/search?q=harbour",
    "/find?topic=health",
    "/briefing?about=topic/health",
    "/briefing?about=organization/port-of-ghent",
    "/sources",
    "/sources/harbour-page",
    "/sources/ports-paper",
    "/conflicts",
    "/brokers",
    "/brokers/organization/port-of-ghent",
    "/gaps",
    "/network",
    "/timeline",
    "/document/ports-paper",
    "/id/project/harbour",
    "/id/agreement/ports",
    "/id/organization/port-of-ghent",
    "/id/event/tide-forum-2019",
    "/id/initiative/health-desk",
    "/graph/harbour-page",
)
TITLES = ("Harbour at a glance", "News of HARBOUR", "Paper on ports")
NAMES = (
    "Institute of Tides",
    "Lock Cluster",
    "Tide Forum",
    "Harbour Dialogue",
    "Blue Ports",
    "Cooperation agreement of the ports",
    "visit to Ningbo",
)
"""Names that the graph has in English only."""
NOT_MARKED = {"title", "script", "style", "template", "textarea", "pre", "code"}
"""Elements in which no part of the text can be marked, and those that are not read as prose."""
VOID = {"meta", "link", "br", "img", "input", "hr", "wbr", "rect", "circle", "path", "line", "use"}


class Texts(HTMLParser):
    """The texts of a page: the language that holds for each, and whether it is a quote."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str | None]] = []
        self.found: list[tuple[str | None, bool, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("lang")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content has no text."""

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        names = [name for name, _ in self._open]
        if data.strip() and not NOT_MARKED.intersection(names):
            tag = next((tag for _, tag in reversed(self._open) if tag), None)
            self.found.append((tag, "blockquote" in names, " ".join(data.split())))


@pytest.fixture(scope="module")
def foreign(store: Store) -> dict[str, ForeignNames]:
    known = load_catalogue(store)
    return {page: ForeignNames(known, page) for page in ("de", "zh")}


def texts(client: FlaskClient, address: str, code: str) -> list[tuple[str | None, bool, str]]:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={code}")
    assert answer.status_code == 200, address
    return Texts(answer.text).found


@pytest.mark.parametrize("code", ["de", "zh"])
def test_titles_headings_quotes_and_names_have_their_language(
    reader: FlaskClient, code: str
) -> None:
    seen, wrong = set(), []
    for address in PAGES:
        for tag, is_quote, text in texts(reader, address, code):
            held = [one for one in (HEADING, *TITLES, *NAMES) if one in text]
            seen.update(held + ["a quote"] * is_quote)
            if (held or is_quote) and tag != "en":
                wrong.append((address, tag, text))
    assert wrong == []
    assert seen == {HEADING, *TITLES, *NAMES, "a quote"}


def test_a_page_in_the_language_of_the_documents_marks_nothing(reader: FlaskClient) -> None:
    for address in ("/sources/ports-paper", "/id/agreement/ports", "/gaps"):
        shown = [text for tag, _, text in texts(reader, address, "en") if tag != "en"]
        assert not [text for text in shown if any(one in text for one in (*TITLES, *NAMES))]


@pytest.mark.parametrize(
    ("page", "text", "expected"),
    [
        ("de", "Tide Forum", '<span lang="en">Tide Forum</span>'),
        ("zh", "见于Tide Forum。", '见于<span lang="en">Tide Forum</span>。'),
        ("de", "Das Tide Forums & <b>", "Das Tide Forums &amp; &lt;b&gt;"),
        ("de", "Hafen Gent: 根特港", f'Hafen Gent: <span lang="{HTML["zh"]}">根特港</span>'),
        ("de", "der QUAY in China", 'der <span lang="en">QUAY</span> in China'),
    ],
)
def test_names_within_a_sentence(
    foreign: dict[str, ForeignNames], page: str, text: str, expected: str
) -> None:
    assert str(foreign[page].mark(text)) == expected
