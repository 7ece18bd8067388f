"""The outermost layer: cache, compression, safe headers, counters and the access log.

Answers are kept per worker and for one build: a new build means new workers. Only what the
application marks as public, and no answer that sets a cookie, is kept.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import brotli  # type: ignore[import-untyped]

from server.http import Application, Environ, StartResponse, etag_matches
from server.serving.shared import Counters, bucket

Headers = list[tuple[str, str]]

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}
_SAFE_PAGES = {
    **_SAFE,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What only documents need that a browser shows."""
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/sparql-results",
    "application/ld+json",
    "application/n-",
    "application/trig",
    "application/rdf+xml",
    "application/problem+json",
    "application/javascript",
    "application/xml",
    "image/svg",
)
_SMALLEST = 600
_BROTLI_QUALITY = 4
_GZIP_LEVEL = 5
_LARGEST_SHARE = 8


@dataclass(frozen=True)
class Kept:
    """A remembered answer."""

    status: str
    headers: Headers
    body: bytes
    etag: str


class Memory:
    """Answers by request, the least recently used forgotten first, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._vary: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def find(self, address: tuple[str, ...], environ: Environ) -> Kept | None:
        """The answer to a request, if it is remembered."""
        vary = self._vary.get(address)
        if vary is None:
            return None
        key = (*address, *[environ.get(name, "") for name in vary])
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, address: tuple[str, ...], environ: Environ, vary: str, kept: Kept) -> None:
        """Remember an answer whose ``Vary`` field is ``vary``."""
        size = len(kept.body) + 1000
        if vary.strip() == "*" or size > self.limit // _LARGEST_SHARE:
            return
        fields = {f.strip().upper().replace("-", "_") for f in vary.split(",") if f.strip()}
        names = tuple(sorted({f"HTTP_{name}" for name in fields} | {"HTTP_ACCEPT_ENCODING"}))
        if self._vary.setdefault(address, names) != names:
            names = tuple(sorted({*names, *self._vary[address]}))
            self._vary[address] = names
        if len(self._vary) > 100_000:
            self._vary.clear()
            self._vary[address] = names
        key = (*address, *[environ.get(name, "") for name in names])
        old = self._kept.pop(key, None)
        self.size += size - (len(old.body) + 1000 if old else 0)
        self._kept[key] = kept
        while self.size > self.limit:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.body) + 1000


class Front:
    """WSGI layer around everything else."""

    def __init__(
        self,
        inner: Application,
        counters: Counters,
        cache: int,
        version: Callable[[], str],
        log: AccessLog | None = None,
    ) -> None:
        self.inner = inner
        self.counters = counters
        self.memory = Memory(cache) if cache else None
        self.version = version
        self.log = log

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        start = time.perf_counter()
        environ["eucn.count"] = lambda status, size: self._count(environ, status, size, start)
        method = environ["REQUEST_METHOD"]
        address: tuple[str, ...] | None = None
        kept: Kept | None = None
        if self.memory is not None and method in ("GET", "HEAD") and "HTTP_RANGE" not in environ:
            address = (
                self.version(),
                environ.get("HTTP_HOST", ""),
                environ.get("PATH_INFO", ""),
                environ.get("QUERY_STRING", ""),
            )
            kept = self.memory.find(address, environ)
            self.counters.add("eucn_cache", "hit" if kept is not None else "miss")
        if kept is None:
            answer = self._ask(environ, address)
            if not isinstance(answer, Kept):
                return self._pass_on(answer, environ, start_response, start)
            kept = answer
        status, body = kept.status, kept.body
        if (
            kept.etag
            and status.startswith("200")
            and etag_matches(environ.get("HTTP_IF_NONE_MATCH"), kept.etag)
        ):
            status, body = "304 Not Modified", b""
        headers = kept.headers
        if status[:3] not in ("204", "304"):
            headers = [*headers, ("Content-Length", str(len(body)))]
        if method == "HEAD":
            body = b""
        start_response(status, headers)
        self._count(environ, status, len(body), start)
        return [body] if body else []

    def _ask(
        self, environ: Environ, address: tuple[str, ...] | None
    ) -> Kept | tuple[str, Headers, Iterable[bytes]]:
        """The application's answer: finished, or as it came where it is a file."""
        caught: list[Any] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> Callable[..., None]:
            caught[:] = [status, headers]
            return lambda data: None

        method = environ["REQUEST_METHOD"]
        if method == "HEAD" and address is not None:
            # What GET would say, so that both are remembered as one.
            environ = {**environ, "REQUEST_METHOD": "GET"}
        pieces = self.inner(environ, catch)
        wrapper = environ.get("wsgi.file_wrapper")
        if wrapper is not None and isinstance(wrapper, type) and isinstance(pieces, wrapper):
            return caught[0], safe(caught[1]), pieces
        try:
            body = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        status = caught[0]
        fields = {name.lower(): value for name, value in caught[1]}
        headers = [(n, v) for n, v in caught[1] if n.lower() != "content-length"]
        headers, body = _compress(environ, status, headers, fields, body)
        kept = Kept(status, safe(headers), body, _field(headers, "etag"))
        if (
            self.memory is not None
            and address is not None
            and status.startswith("200")
            and "set-cookie" not in fields
            and "public" in fields.get("cache-control", "")
        ):
            self.memory.keep(address, environ, _field(headers, "vary"), kept)
        return kept

    def _pass_on(
        self,
        answer: tuple[str, Headers, Iterable[bytes]],
        environ: Environ,
        start_response: StartResponse,
        start: float,
    ) -> Iterable[bytes]:
        status, headers, pieces = answer
        size = _field(headers, "content-length")
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            if hasattr(pieces, "close"):
                pieces.close()
            pieces = []
        self._count(environ, status, int(size or 0), start)
        return pieces

    def _count(self, environ: Environ, status: str, size: int, start: float) -> None:
        seconds = time.perf_counter() - start
        add = self.counters.add
        add("eucn_requests", status[0] + "xx" if status[0] in "2345" else "5xx")
        add("eucn_seconds_bucket", bucket(seconds))
        add("eucn_seconds_sum", "total", seconds)
        add("eucn_bytes", "sent", size)
        if self.log is not None:
            self.log.write(environ, int(status[:3]), size, seconds)


class AccessLog:
    """A line of JSON a request."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    @classmethod
    def open(cls, where: str) -> AccessLog | None:
        """The log at ``where``: ``-`` for standard output, ``none`` for no log, else a file."""
        if where in ("", "none"):
            return None
        if where == "-":
            return cls(os.fdopen(1, "wb", buffering=0, closefd=False))
        return cls(Path(where).open("ab", buffering=0))

    def write(self, environ: Environ, status: int, size: int, seconds: float) -> None:
        """Note a request. Addresses of clients are noted, what they ask in a POST is not."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": environ.get("REMOTE_ADDR", ""),
            "method": environ["REQUEST_METHOD"],
            "path": environ.get("PATH_INFO", "")[:500],
            "query": environ.get("QUERY_STRING", "")[:1000],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 2),
            "agent": environ.get("HTTP_USER_AGENT", "")[:200],
        }
        try:
            # One write a line, so that lines of several workers do not mix.
            self.stream.write((json.dumps(line) + "\n").encode("ascii"))
        except OSError:
            # A full disk or a closed terminal must not cost the reader the answer.
            self.stream = Path(os.devnull).open("wb", buffering=0)  # noqa: SIM115


def _field(headers: Headers, name: str) -> str:
    return next((value for field, value in headers if field.lower() == name), "")


def safe(headers: Headers) -> Headers:
    """Header fields with those that keep a browser from doing what it should not."""
    present = {name.lower(): value for name, value in headers}
    wanted = _SAFE_PAGES if "html" in present.get("content-type", "") else _SAFE
    return [*headers, *((n, v) for n, v in wanted.items() if n.lower() not in present)]


def _compress(
    environ: Environ, status: str, headers: Headers, fields: dict[str, str], body: bytes
) -> tuple[Headers, bytes]:
    """Compress a body where that is worth it, with ``Vary`` and an entity tag of its own."""
    kind = fields.get("content-type", "")
    if "content-encoding" in fields or not kind.startswith(_COMPRESSIBLE):
        return headers, body
    vary = ", ".join(filter(None, [fields.get("vary", ""), "Accept-Encoding"]))
    headers = [*((n, v) for n, v in headers if n.lower() != "vary"), ("Vary", vary)]
    if len(body) < _SMALLEST or not status.startswith("200"):
        return headers, body
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if coding == "br":
        body = brotli.compress(body, quality=_BROTLI_QUALITY)
    elif coding == "gzip":
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    else:
        return headers, body
    etag = fields.get("etag", "")
    if etag:
        marked = f'{etag[:-1]}-{coding}"'
        headers = [(n, marked if n.lower() == "etag" else v) for n, v in headers]
    return [*headers, ("Content-Encoding", coding)], body


def _coding(header: str) -> str:
    weights = {"br": 0.0, "gzip": 0.0}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        text = parameter.strip().removeprefix("q=") or "1"
        name = name.strip()
        try:
            weight = float(text)
        except ValueError:
            weight = 0.0
        for coding in weights if name == "*" else (name,):
            if coding in weights:
                weights[coding] = weight
    best = max(weights, key=lambda coding: weights[coding])
    return best if weights[best] > 0 else ""
