"""Every page: answers in three languages, strict about scripts, and its links lead somewhere."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store
from graph.wellknown import AS_BEFORE
from server.site.data import data_of

PAGES = [
    "/", "/search?q=harbour", "/projects", "/partners", "/clusters", "/agreements", "/dialogues",
    "/events", "/topics", "/places", "/people", "/documents", "/sources", "/sources/harbour-page",
    "/conflicts", "/briefing", "/briefing?about=topic/health", "/sparql", "/queries", "/about",
    "/docs", "/docs/user-guide", "/changes", "/report", "/id/project/harbour", "/id/place/ningbo",
    "/id/cluster/lock-cluster", "/vocabulary/topic/health", "/document/harbour-news", "/ontology",
    "/data/", "/programmes",
]  # fmt: skip


class Page(HTMLParser):
    """The parts of a page that these tests look at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.headings: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(f"{tag} {found}")
        if tag == "style":
            self.inline.append("style element")
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag in ("img", "script", "iframe", "source") and found.get("src"):
            self.loaded.append(str(found["src"]))
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(str(found["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        self._script = found if tag == "script" else None

    def handle_data(self, data: str) -> None:
        data_only = ("application/json", "application/ld+json")
        if self._script is not None and data.strip() and self._script.get("type") not in data_only:
            self.inline.append(f"script {data[:60]}")


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_made(client: FlaskClient, path: str, lang: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = Page(answer.text)
    assert page.inline == []
    assert all(source.startswith("/static/") for source in page.loaded)
    assert len(page.ids) == len(set(page.ids))
    assert page.headings.count("h1") == 1
    for above, below in zip(page.headings, page.headings[1:], strict=False):
        assert int(below[1]) - int(above[1]) <= 1, (above, below)
    assert "<title>" in answer.text
    assert not re.search(r"[{][{%]|%\(\w+\)s|None\b.*None\b.*None\b", answer.text)


def test_no_link_leads_nowhere(app: Flask) -> None:
    """Follow every link of the site's own pages, the graph's IRIs for the first hundred and fifty.

    Of pages that take parameters, two for each set of at most two: filters lead to filters
    and their sets multiply.
    """
    client = app.test_client()
    html = {"Accept": "text/html"}
    waiting, seen, broken = deque(PAGES), set(PAGES), []
    entities = 0
    alike: Counter[tuple[str, ...]] = Counter()
    ids: dict[str, set[str]] = {}
    fragments: set[tuple[str, str, str]] = set()
    while waiting:
        path = waiting.popleft()
        answer = client.get(path, headers=html)
        if answer.status_code in (301, 302, 303, 308):
            continue
        if answer.status_code != 200:
            broken.append((path, answer.status_code))
            continue
        if answer.mimetype != "text/html":
            continue
        page = Page(answer.text)
        ids[path] = set(page.ids)
        for link in page.links:
            target, fragment = urldefrag(link)
            if fragment and (not target or target == path):
                fragments.add((path, path, fragment))
            elif fragment and target.startswith(("/about", "/docs")):
                fragments.add((path, target, fragment))
            parts = urlsplit(target)
            if parts.scheme or not target.startswith("/") or target in seen:
                continue
            if parts.path.startswith(
                ("/id/", "/document/", "/vocabulary/", "/graph/", "/brokers/")
            ):
                entities += 1
                if entities > 150:
                    continue
            # Lists repeat themselves in every order; briefings of every entity.
            if parts.query and re.search(r"(sort|page|format|claim|lang|query|about|focus)=",
                                         parts.query):  # fmt: skip
                continue
            seen.add(target)
            kind = (parts.path, *sorted({name for name, _ in parse_qsl(parts.query)}))
            alike[kind] += 1
            if alike[kind] <= 2 and len(kind) <= 3:
                waiting.append(target)
    assert broken == []
    for page_path, target, fragment in fragments:
        if target in ids:
            assert fragment in ids[target], (page_path, target, fragment)


def test_errors_are_pages_for_people_and_json_for_programs(client: FlaskClient) -> None:
    assert "<h1" in client.get("/nothing/here").text
    plain = client.get("/nothing/here", headers={"Accept": "application/json"})
    assert plain.status_code == 404
    assert plain.mimetype == "application/problem+json"
    assert plain.json["status"] == 404
    assert client.post("/projects").status_code == 405


def test_static_files_are_kept_only_under_their_mark(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/site\.css\?v=\w+)"', client.get("/").text)
    assert address
    answer = client.get(address[1], headers={"Accept-Encoding": "br"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" not in client.get("/static/site.css").headers.get("Cache-Control", "")


def test_start_page_counts_documents_not_the_curation(client: FlaskClient) -> None:
    """Three documents were read; what the curator inferred is none."""
    assert "from 3 documents" in client.get("/?lang=en").get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_pages_say_while_the_analysis_is_that_of_the_build_before(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    note = AS_BEFORE[language]
    assert note not in client.get(f"/about?lang={language}").text
    manifest = replace(store.manifest, as_before=["analysis"])  # type: ignore[attr-defined]
    monkeypatch.setattr(store, "manifest", manifest)
    assert note in client.get(f"/about?lang={language}").text


def test_another_name_of_a_result_is_set_apart_from_what_it_is(
    client: FlaskClient, store: Store
) -> None:
    shown = [
        (entry, name.text)
        for entry in data_of(store).catalogue.of_class("Partner", "Cluster")
        for name in entry.names
        if entry.kinds and name.text not in entry.labels.values()
    ]
    assert shown
    pages = [client.get("/search", query_string={"q": name, "lang": "en"}) for _, name in shown]
    told = [line for page in pages for line in page.text.splitlines() if "matched as" in line]
    assert told
    assert all(re.search(r"</span> · <span class=\"soft\">matched as", line) for line in told)
