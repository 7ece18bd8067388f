"""The endpoint: from a request to an answer, in front of the Flask application.

It is a WSGI layer of its own, so that a small query does not pay for a web framework; what is for
people (the query page, HTML) falls through to Flask.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from graph.store import (
    QueryRefused,
    QuerySyntaxError,
    Result,
    Store,
    StoreError,
    StoreTimeout,
)
from graph.store.errors import GraphUnknown
from graph.store.formats import Format, named, offered
from graph.store.guard import check, form_of
from server.http import (
    Application,
    Environ,
    Reply,
    StartResponse,
    choose,
    etag_matches,
    origin,
    status_line,
    wants_html,
)
from server.problems import Problem
from server.serving.front import safe
from server.serving.shared import Counters
from server.serving.watch import Exceeded, Watch
from server.settings import Settings
from server.sparql import description
from server.sparql.protocol import METHODS, Request, read

PATH = "/sparql"
RETRY = "2"
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions whose value changes between calls: their answers have no entity tag."""
_CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Truncated"),
]
_PREFLIGHT = [
    ("Allow", ", ".join(METHODS)),
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match, Authorization"),
    ("Access-Control-Max-Age", "86400"),
    ("Accept-Post", "application/sparql-query, application/x-www-form-urlencoded"),
]
_WITH_CHARSET = ("text/",)


@dataclass
class Endpoint:
    """WSGI layer that answers ``/sparql`` and hands every other path to ``inner``."""

    inner: Application
    store: Callable[[], Store]
    settings: Settings
    watch: Watch
    counters: Counters

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        if environ.get("PATH_INFO") not in (PATH, PATH + "/"):
            return self.inner(environ, start_response)
        accept = environ.get("HTTP_ACCEPT")
        try:
            reply = self._answer(environ, accept)
        except Problem as problem:
            reply = problem.reply(accept)
        if reply is None:
            return self.inner(environ, start_response)
        reply.headers += _CORS
        return reply.send(environ, start_response)

    def _answer(self, environ: Environ, accept: str | None) -> Reply | None:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return Reply(204, list(_PREFLIGHT))
        if _for_page(environ, accept):
            return None
        request = read(environ, self.settings.body)
        if request is None:
            return self._description(environ, accept)
        try:
            return self._query(environ, request, accept)
        except QuerySyntaxError as error:
            place = {"line": error.line, "column": error.column} if error.line else {}
            raise Problem(400, "syntax", error.message, None, **place) from None
        except GraphUnknown as error:
            raise Problem(400, "graph", str(error)) from None
        except QueryRefused as error:
            raise Problem(403, "refused", str(error)) from None
        except (Exceeded, StoreTimeout) as error:
            raise self._ended(error) from None
        except StoreError:
            raise Problem(
                500, "store", "The store could not answer this query; the log says why."
            ) from None

    def _query(self, environ: Environ, request: Request, accept: str | None) -> Reply:
        form = form_of(request.query)
        if form is None:
            # Not a query; the check, in the watched thread, says what is wrong with it.
            form = self.watch.run(
                lambda: check(request.query),
                environ.get("REMOTE_ADDR", ""),
                lambda error: self._last_words(environ, error),
            ).form
        chosen, media = self._format(form, request, accept)
        store = self.store()
        headers = [("Vary", "Accept"), ("Content-Type", _content_type(media))]
        if _CHANGING.search(request.query):
            headers.append(("Cache-Control", "no-store"))
        else:
            etag = _etag(store.version, request, media)
            headers += [("ETag", etag), ("Cache-Control", "public, no-cache")]
            if etag_matches(environ.get("HTTP_IF_NONE_MATCH"), etag):
                return Reply(304, headers)
        self.counters.add("eucn_queries", form)
        result: Result = self.watch.run(
            lambda: store.answer(
                request.query,
                chosen.name,
                request.default_graphs,
                request.named_graphs,
                self.settings.result,
                self.settings.timeout,
            ),
            environ.get("REMOTE_ADDR", ""),
            lambda error: self._last_words(environ, error),
        )
        if result.truncated:
            self.counters.add("eucn_truncated", "result")
            headers.append(("X-Truncated", f"after {self.settings.result} bytes"))
        return Reply(200, headers, result.body)

    @staticmethod
    def _format(form: str, request: Request, accept: str | None) -> tuple[Format, str]:
        table = offered(form)
        if request.format is not None:
            found = named(form, request.format)
            if found is not None:
                return found, found.media
            names = ", ".join(table)
            raise Problem(
                406,
                "format",
                f"There is no format {request.format[:40]!r} for {form}; there are {names}.",
                formats=list(table),
            )
        chosen = _negotiated(accept, form)
        if chosen is None:
            medias = [f.media for f in table.values()]
            raise Problem(
                406, "accept", f"{form} is answered as {', '.join(medias)}.", formats=medias
            )
        return table[chosen[0]], chosen[1]

    def _description(self, environ: Environ, accept: str | None) -> Reply:
        """The service description (SPARQL 1.1 Service Description, 2)."""
        offers = {n: (f.media, *f.accepted) for n, f in offered("CONSTRUCT").items()}
        chosen = choose(accept, offers)
        if chosen is None:
            medias = [f.media for f in offered("CONSTRUCT").values()]
            raise Problem(
                406, "accept", f"The description comes as {', '.join(medias)}.", formats=medias
            )
        store = self.store()
        address = origin(environ, self.settings.origin) + PATH
        body = description.describe(store, address, chosen[0])
        etag = f'"{store.version}-{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = [
            ("Vary", "Accept, Host"),
            ("Content-Type", _content_type(chosen[1])),
            ("ETag", etag),
            ("Cache-Control", "public, no-cache"),
        ]
        if etag_matches(environ.get("HTTP_IF_NONE_MATCH"), etag):
            return Reply(304, headers)
        return Reply(200, headers, body)

    def _last_words(self, environ: Environ, error: Exception) -> bytes:
        """The answer, as HTTP, of a worker that is about to leave with its query."""
        reply = self._ended(error).reply(environ.get("HTTP_ACCEPT"))
        headers = safe([*reply.headers, *_CORS, ("Connection", "close")])
        headers.append(("Content-Length", str(len(reply.body))))
        status = status_line(reply.status)
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if "eucn.count" in environ:
            environ["eucn.count"](status, len(reply.body))
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        return head if environ["REQUEST_METHOD"] == "HEAD" else head + reply.body

    def _ended(self, error: Exception) -> Problem:
        reason = error.reason if isinstance(error, Exceeded) else "time"
        self.counters.add("eucn_ended", reason)
        seconds, memory = self.settings.timeout, self.settings.memory
        says = {
            "time": f"The query passed the time limit of {seconds:g} seconds.",
            "memory": f"The query passed the memory limit of {memory >> 20} MB.",
            "busy": "All places for long queries are taken; try again in a moment.",
        }[reason]
        limit = {"time": seconds, "memory": memory, "busy": self.settings.workers - 1}[reason]
        return Problem(503, reason, says, {"Retry-After": RETRY}, limit=limit)


def _for_page(environ: Environ, accept: str | None) -> bool:
    """Whether the query page answers: a browser that names no format.

    The page has parameters of its own (``lang``, ``example``), so this is decided before the
    protocol is read.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not wants_html(accept):
        return False
    return not any(parse_qs(environ.get("QUERY_STRING", "")).get("format", []))


@lru_cache(maxsize=500)
def _negotiated(accept: str | None, form: str) -> tuple[str, str] | None:
    """Format and media type by Accept; clients send the same few headers again and again."""
    return choose(accept, {n: (f.media, *f.accepted) for n, f in offered(form).items()})


def _content_type(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith(_WITH_CHARSET) else media


def _etag(version: str, request: Request, media: str) -> str:
    parts = "\x1f".join(
        (media, request.query, *request.default_graphs, "\x1e", *request.named_graphs)
    )
    return f'"{version}-{hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]}"'
