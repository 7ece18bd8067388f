"""A running server and Debian's chromium, watched for requests elsewhere and for broken rules."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from server.app import create_app
from server.settings import Settings

playwright = pytest.importorskip("playwright.sync_api")


@contextmanager
def _serving(store: Path, documents: Path | None) -> Iterator[str]:
    settings = Settings(store=str(store), documents=documents, access_log="none")
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # The first page makes what all of them need: on a busy machine no browser waits so long.
    urllib.request.urlopen(f"http://127.0.0.1:{server.port}/").close()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture(scope="session")
def address(ports_store: Path) -> Iterator[str]:
    """Where a server answers from the invented documents (tests/ports.py), with their passages."""
    with _serving(ports_store, ports_store.parent / "texts") as served:
        yield served


class Watched:
    """A page that notes requests to other sites, errors of scripts and breaches of the policy."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self._waiting = 0
        host = urlsplit(address).netloc
        page.on("request", lambda one: self._request(one.url, host))
        page.on("requestfinished", lambda one: self._answered())
        page.on("requestfailed", lambda one: self._answered())
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _request(self, url: str, host: str) -> None:
        self._waiting += 1
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.outside.append(url)

    def _answered(self) -> None:
        self._waiting -= 1

    def _console(self, message: Any) -> None:
        # Chromium reports every breach of the Content-Security-Policy as an error.
        if message.type == "error" and "status of 40" not in message.text:
            self.errors.append(message.text)

    def open(self, path: str) -> Any:
        """Go to a page and wait until its scripts are done: they ask for nothing any more."""
        self.page.goto(self.address + path)
        still = 0
        while still < 2:
            self.page.wait_for_timeout(50)
            still = 0 if self._waiting > 0 else still + 1
        return self.page

    def clean(self) -> bool:
        """Whether nothing went elsewhere or wrong; says what did."""
        assert self.outside == []
        assert self.errors == []
        return True


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Watched]]:
    """Make a new visitor: ``visit(width=400, color_scheme="dark", java_script_enabled=False)``."""
    contexts = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        contexts.append(context)
        return Watched(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()
