"""What is done to every answer where it is made: compression, safe headers, 304 and HEAD."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import Any

import brotli  # type: ignore[import-untyped]

from server.http import Application, Environ, Reply, StartResponse, not_modified, status_line

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


CORS = [
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "Content-Disposition, Content-Location, ETag, Last-Modified, Link, Repr-Digest, "
        "Retry-After, Warning",
    ),
]
_PREFLIGHT = [
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"),
    (
        "Access-Control-Allow-Headers",
        "Accept, Accept-Language, Authorization, Content-Type, If-Modified-Since, If-None-Match, "
        "Range, X-Requested-With",
    ),
    ("Access-Control-Max-Age", "86400"),
    ("Allow", "GET, HEAD, POST, OPTIONS"),
]
_OWN = ("/operations",)
"""What pages of other sites may not read: it is for those who run the server."""


def _shared(environ: Environ) -> Headers:
    """Return the fields that let pages of other sites read an answer: all is public here."""
    return [] if environ.get("PATH_INFO", "").rstrip("/") in _OWN else CORS


class Finishing:
    """WSGI layer around endpoint and pages.

    ``direct`` answers without a call of WSGI, or says None: then ``inner`` answers.
    """

    def __init__(self, inner: Application, direct: Callable[[Environ], Reply | None]) -> None:
        self.inner = inner
        self.direct = direct

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        caught: list[Any] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> Callable[..., None]:
            caught[:] = [status, headers]
            return lambda data: None

        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS" and "HTTP_ORIGIN" in environ:
            start_response("204 No Content", safe([*_PREFLIGHT, *_shared(environ)]))
            return []
        # What GET would say, so that both have the same fields; the length is that of the body.
        inner = environ
        if method == "HEAD":
            inner = {**environ, "REQUEST_METHOD": "GET", "eucn.head": True}
        environ.setdefault("eucn.notes", {})
        reply = self.direct(inner)
        if reply is not None:
            line, given, body = status_line(reply.status), reply.headers, reply.body
            return _finished(environ, start_response, line, given, body)
        pieces = self.inner(inner, catch)
        wrapper = environ.get("wsgi.file_wrapper")
        if isinstance(wrapper, type) and isinstance(pieces, wrapper):
            start_response(caught[0], safe([*caught[1], *_shared(environ)]))
            if method != "HEAD":
                return pieces
            if hasattr(pieces, "close"):
                pieces.close()
            return []
        try:
            body = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        return _finished(environ, start_response, caught[0], caught[1], body)


def _finished(
    environ: Environ, start_response: StartResponse, status: str, given: Headers, body: bytes
) -> list[bytes]:
    """Answer with a whole body: compressed where that is worth it, or 304 where it is known."""
    method = environ["REQUEST_METHOD"]
    fields: dict[str, str] = {}
    headers: Headers = []
    for pair in given:
        name = pair[0].lower()
        fields[name] = pair[1]
        if name != "content-length":
            headers.append(pair)
    headers, body = _compress(environ, status, headers, fields, body)
    known, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (known or since) and status.startswith("200") and method in ("GET", "HEAD"):
        modified = fields.get("last-modified", "")
        if not_modified(known, since, fields.get("etag", ""), modified):
            status = "304 Not Modified"
    headers = _safe(headers, fields)
    headers += _shared(environ)
    if status[:3] in ("204", "304"):
        start_response(status, headers)
        return []
    if body or method != "HEAD":
        # HEAD of what is yet to be made has no length.
        headers.append(("Content-Length", str(len(body))))
    start_response(status, headers)
    return [body] if method != "HEAD" else []


def safe(headers: Headers) -> Headers:
    """Header fields with those that keep a browser from doing what it should not."""
    return _safe(headers, {name.lower(): value for name, value in headers})


def _safe(headers: Headers, present: dict[str, str]) -> Headers:
    wanted = _SAFE_PAGES if "html" in present.get("content-type", "") else _SAFE
    if "frame-ancestors *" in present.get("content-security-policy", ""):
        # A page made to stand in pages of others: the older field has no way to say so.
        wanted = {name: value for name, value in wanted.items() if name != "X-Frame-Options"}
    return headers + [(n, v) for n, v in wanted.items() if n.lower() not in present]


def _compress(
    environ: Environ, status: str, headers: Headers, fields: dict[str, str], body: bytes
) -> tuple[Headers, bytes]:
    """Compress a body where that is worth it, with ``Vary`` and an entity tag of its own.

    ``fields`` are those of ``headers`` by name, and are kept so.
    """
    kind = fields.get("content-type", "")
    if "content-encoding" in fields or not kind.startswith(_COMPRESSIBLE):
        return headers, body
    vary = fields.get("vary", "")
    fields["vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    headers = [pair for pair in headers if pair[0] not in ("Vary", "vary")]
    headers.append(("Vary", fields["vary"]))
    if len(body) < _SMALLEST or not status.startswith("200"):
        return headers, body
    chosen = coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if chosen == "br":
        body = brotli.compress(body, quality=_BROTLI_QUALITY)
    elif chosen == "gzip":
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    else:
        return headers, body
    etag = fields.get("etag", "")
    if etag:
        fields["etag"] = marked = f'{etag[:-1]}-{chosen}"'
        headers = [(n, marked if n.lower() == "etag" else v) for n, v in headers]
    return [*headers, ("Content-Encoding", chosen)], body


def codings(header: str) -> str:
    """Return an Accept-Encoding that means the same, in one of five spellings."""
    best = coding(header)
    other = {"br": "gzip", "gzip": "br", "": ""}[best]
    if not best or not coding(f"{header}, {best};q=0"):
        return best
    return "br, gzip" if best == "br" else f"gzip, {other};q=0.5"


def coding(header: str) -> str:
    """Return the coding a client likes best of those offered: ``br``, ``gzip``, or none."""
    weights = {"br": 0.0, "gzip": 0.0}
    for part in header[:1000].lower().split(","):
        name, _, parameter = part.partition(";")
        text = parameter.strip().removeprefix("q=") or "1"
        name = name.strip()
        try:
            weight = float(text)
        except ValueError:
            weight = 0.0
        for offered in weights if name == "*" else (name,):
            if offered in weights:
                weights[offered] = weight
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 else ""
