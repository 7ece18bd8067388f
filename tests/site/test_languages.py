"""The language of a page: what decides, what the answer says, and that nothing is untranslated."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from graph.languages import HTML, LANGUAGES
from server.i18n import negotiate

SERVER = Path(__file__).resolve().parents[2] / "server"


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "expected"),
    [
        ("de", "zh", "en", "de"),
        (None, "zh", "de", "zh"),
        (None, None, "zh-Hans-CN", "zh"),
        ("fr", "xx", "de-AT", "de"),
        (None, None, None, "en"),
    ],
)
def test_address_then_cookie_then_browser(
    asked: str | None, cookie: str | None, accepted: str | None, expected: str
) -> None:
    assert negotiate(asked, cookie, accepted) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_its_language_and_links_keep_it(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/projects?lang={code}")
    assert f'<html lang="{HTML[code]}">' in answer.text
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in answer.vary}
    assert answer.headers["Content-Language"] == HTML[code]
    assert f'href="/partners?lang={code}"' in answer.text


def test_the_cookie_is_set_only_for_a_choice(app: Flask) -> None:
    client = app.test_client()
    html = {"Accept": "text/html"}
    assert "Set-Cookie" not in client.get("/projects", headers=html).headers
    assert "lang=de" in client.get("/projects?lang=de", headers=html).headers["Set-Cookie"]
    later = client.get("/projects", headers=html)
    assert '<html lang="de">' in later.text
    assert 'href="/partners"' in later.text
    assert '<html lang="zh-Hans">' in client.get("/projects?lang=zh", headers=html).text


def test_the_browser_decides_where_nothing_else_does(app: Flask) -> None:
    for header, tag in (("zh-CN,zh;q=0.9", "zh-Hans"), ("de-CH", "de"), ("fr", "en")):
        answer = app.test_client().get(
            "/projects", headers={"Accept": "text/html", "Accept-Language": header}
        )
        assert f'<html lang="{tag}">' in answer.text


def messages() -> set[str]:
    """Every text of templates and code that is shown to readers."""
    with (SERVER / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)[:2]
    keywords = {
        "_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None,
    }  # fmt: skip
    found = set()
    for _, _, text, *_ in extract_from_dir(SERVER, methods, options, keywords=keywords):
        found.add(text if isinstance(text, str) else text[0])
    return found


@pytest.mark.parametrize("code", ["de", "zh"])
def test_every_text_is_translated(code: str) -> None:
    path = SERVER / "translations" / code / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream)
    translated = {
        one.id if isinstance(one.id, str) else one.id[0]
        for one in catalogue
        if one.id and (one.string if isinstance(one.string, str) else all(one.string))
    }
    assert messages() - translated == set()
    assert [one.id for one in catalogue if one.fuzzy] == []


def test_texts_in_another_language_are_marked(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour?lang=zh").text
    assert '<span lang="en">' in page
    assert 'class="lang"' in page
