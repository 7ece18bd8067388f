"""Addresses, parameters, header fields and bodies that no one would write: never a 500.

Made by a small grammar from numbers, so that every run asks the same; ``EUCN_FUZZ`` is how many,
``EUCN_FUZZ_FIRST`` the first number. What a library raises on is what the pieces are made of:
numerals of other scripts and without an end, addresses that cannot be taken apart, dates beyond the
calendar, half characters, brackets, regular expressions, syntax of full text search and templates.
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from graph.store import StoreError, open_store
from server.http import is_host
from server.serving.worker import environment

COUNT = int(os.environ.get("EUCN_FUZZ", "400"))
FIRST = int(os.environ.get("EUCN_FUZZ_FIRST", "0"))
BLOCK = 100

TEXTS = [
    *(
        "",
        "0",
        "-1",
        "1",
        "²",
        "٣",
        "１",
        "9" * 20,
        "9" * 5000,
        "1e5",
        "1e999",
        "nan",
        "inf",
        "1_0",
    ),
    *("http://[x/", "//[x", "http://a℀b/", "http://a:99999/", "javascript:alert(1)", "urn:x"),
    *("https://w3id.org/eucn/id/", "project/lantern", "\x00", "\x85", "\u2028", "\ufeff", "\uffff"),
    *("\U0010ffff", "e\u0301", "İ", "ﬃ", "中国", "😀", "%", "%s", "{0}", "{{7*7}}", "'", '"', "\\"),
    *("\\uD800", "<b>", "&", "#", "?", "/", "..", "../../etc/passwd", "a" * 70, "a." * 40),
    *("x" * 1900, "(", "[", "*", "(a+)+$", "AND", "a NEAR/2 b", '"a', "-", "2020", "0000"),
    *("2020-02-30", "en", "de", "zh", "xx", "csv", "xlsx", "svg", "png", "pdf", "eu", "cn", "name"),
]
NAMES = [
    *("q", "lang", "page", "format", "sort", "name", "class", "kind", "country", "side", "status"),
    *("topic", "document", "from", "to", "at", "tie", "focus", "steps", "confidence", "undated"),
    *("province", "roles", "year", "split", "cross", "query", "claim", "iri", "id", "row", "view"),
    *("example", "property", "build", "by", "all", "about", "part", "default-graph-uri", "results"),
]
FIELDS: dict[str, list[str]] = {
    "accept": ["", "text/html", "a/b;c=\"", "text/turtle;q=²", "text/html;q=1e999", ",,,", "/*",
               "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\""],
    "accept-language": ["", "de;q=²", "de;q=nan", "de;q=1e999", "x" * 9000, ";q=1", "de_DE"],
    "accept-encoding": ["", "br;q=nan", "gzip;q=²", "identity;q=0, *;q=0"],
    "cookie": ["lang=xx", "lang=\"", "lang=\"\\400\"", "=", "lang=\x80"],
    "if-none-match": ["*", "\"", "W/", "\x80"],
    "if-modified-since": ["x", "Sat, 28 Nov 99999 19:00:00 GMT", "Sat, 28 Nov 9999 23:59:59 -2359",
                          "Sat, 28 Nov " + "9" * 5000 + " 19:00:00 GMT"],
    "if-range": ["x", "Sat, 28 Nov 99999 19:00:00 GMT"],
    "range": ["bytes=9-1", "bytes=" + "9" * 5000 + "-", "bytes=²-", "bytes=-", "bytes=0-1,2-3"],
    "content-type": ["", "application/json", "multipart/form-data; boundary=x", "\x80",
                     "application/x-www-form-urlencoded; charset*=x''%", "text/plain; charset=\""],
    "authorization": ["Basic ====", "Digest a=\"", "Basic \x80"],
}  # fmt: skip
HOSTS = ["127.0.0.1:8000", "127.0.0.1:8000", "a..b", "a" * 70 + ".x", "[:::::]", "a:99999", "xn--"]
BODIES = [
    *(b"", b"x", b"{}", b"[" * 100_000, b'{"a":' * 20_000, b"9" * 5000, b'{"query": "\\ud800"}'),
    *(
        b"\xff\xfe",
        b"query=%ff",
        b"query=ASK{}",
        b"a=b&" * 100,
        b"--x\r\nContent-Disposition\r\n\r\n",
    ),
]


def written(chance: random.Random) -> str:
    """A text as an address has it, sometimes with escapes that are none."""
    text = chance.choice(TEXTS) + (chance.choice(TEXTS) if chance.random() < 0.15 else "")
    escaped = quote(text.encode("utf-8", "surrogatepass"), safe="")
    return escaped + chance.choice(["", "", "", "", "%", "%zz", "%ff", "%ed%a0%80"])


def made(number: int, rules: list[str]) -> dict[str, Any]:
    """A request, as the web process hands it to a worker."""
    chance = random.Random(number)
    text = chance.choice(rules)
    path = re.sub(r"<[^<>]+>", lambda match: chance.choice(TEXTS), text)
    path += chance.choice(["", "", "", "", "/", "//", ".ttl", ".x", "\x00"])
    pairs = (
        f"{chance.choice(NAMES)}={written(chance)}" for _ in range(chance.choice([0, 1, 2, 5]))
    )
    method = chance.choice(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT"])
    host = chance.choice(HOSTS)
    chosen = chance.sample(sorted(FIELDS), chance.choice([0, 1, 2, 4]))
    return {
        "method": method,
        "path": path,
        "query": "&".join(pairs),
        "headers": [(name, chance.choice(FIELDS[name])) for name in chosen],
        "scheme": "http",
        "host": host if is_host(host) else HOSTS[0],
        "client": "127.0.0.1",
        "body": chance.choice(BODIES) if method in ("POST", "PUT") else b"",
        "more": {},
    }


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, BLOCK))
def test_nothing_anybody_asks_is_a_fault(app: Flask, first: int) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/data")]
    for number in range(first, first + BLOCK):
        request = made(number, rules)
        heard: list[Any] = []

        def start(
            status: str, fields: list[tuple[str, str]], info: Any = None, heard: Any = heard
        ) -> Any:
            heard[:] = [status, fields]
            return lambda data: None

        environ = environment(request) | {
            "wsgi.errors": io.StringIO(),
            "eucn.allow": lambda s: None,
        }
        environ.pop("wsgi.file_wrapper")
        for _ in app.wsgi_app(environ, start):
            pass
        assert heard[0][:3] not in ("500", "501", "502"), (number, request["path"], sys.exc_info())
        for _, value in heard[1]:
            assert not re.search(r"[\r\n\x00]", value), (number, value)
            value.encode("latin-1")


@pytest.mark.parametrize("text", ["a..b", "a" * 70 + ".x", "[:::::]", "a:99999", "xn--", "xn--a.b"])
def test_hosts_that_no_library_reads_are_none(text: str) -> None:
    """Links, redirects and forms take the address of a request apart, and raised on these."""
    assert not is_host(text)


@pytest.mark.parametrize("address", ["http://[x/", "http://a℀b/", "http://127.0.0.1:99999/"])
def test_an_address_of_no_store_is_told_in_a_line(address: str) -> None:
    with pytest.raises(StoreError, match=re.escape(address)):
        open_store(address).ask("ASK {}")


@pytest.mark.parametrize(
    "text", ["localhost", "[::1]:80", "graph.example:8000", "a.b.", "xn--mnchen-3ya.de"]
)
def test_hosts(text: str) -> None:
    assert is_host(text)
