"""Reports of errors reach whom the setting names; without one they are a file."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from server.site.report import way


def test_an_address_gets_an_e_mail_with_the_text_in_it() -> None:
    found = way("mailto:graph@example.org", "Error & more", "One line\nanother")
    parts = urlsplit(found.address)
    assert (found.kind, parts.scheme, parts.path) == ("mail", "mailto", "graph@example.org")
    assert parse_qs(parts.query) == {"subject": ["Error & more"], "body": ["One line\nanother"]}


@pytest.mark.parametrize(
    ("contact", "start"),
    [
        ("https://github.com/team/graph", "https://github.com/team/graph/issues/new?title="),
        ("https://github.com/team/graph/issues", "https://github.com/team/graph/issues/new?"),
        ("https://gitlab.example.org/a/b/c", "https://gitlab.example.org/a/b/c/-/issues/new?"),
    ],
)
def test_a_repository_gets_an_issue(contact: str, start: str) -> None:
    found = way(contact, "Error", "Text")
    assert found.kind == "issue"
    assert found.address.startswith(start)


def test_any_other_page_is_led_to_and_nothing_is_said_so() -> None:
    assert way("https://example.org/contact", "Error", "Text").kind == "page"
    assert way("https://github.com/team", "Error", "Text").kind == "page"
    for nothing in ("", "javascript:alert(1)", "somebody"):
        assert way(nothing, "Error", "Text").kind == "none"


def test_without_an_address_the_page_says_so_and_offers_a_file(client: FlaskClient) -> None:
    page = client.get("/report?about=https://w3id.org/eucn/id/project/harbour").text
    assert "has no address for reports" in page
    saved = client.get("/report?about=https://w3id.org/eucn/id/project/harbour&format=txt")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "https://w3id.org/eucn/id/project/harbour" in saved.text
    assert "/report?about=" in client.get("/id/project/harbour").text
