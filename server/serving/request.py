"""A request: read from the HTTP server, bounded, and what is known of it before it is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from server.http import wants_html
from server.limits import ended
from server.problems import Problem
from server.serving.clients import Asker, Bodies, asker
from server.settings import Settings

HEAD_LIMIT = 64 * 1024
"""Bytes of header fields; the address may have as many (the HTTP server's own limit)."""
_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")


@dataclass(slots=True)
class Request:
    """What a client asks, read and bounded."""

    method: str
    path: str
    query: str
    fields: dict[str, str]
    headers: list[tuple[str, str]]
    who: Asker
    peer: str
    body: bytes = b""
    held: int = 0
    """Bytes of the body that are counted among those the server holds."""

    @property
    def accept(self) -> str | None:
        """Return the Accept field."""
        return self.fields.get("accept")


async def read(
    scope: Any, protocol: Any, settings: Settings, listens: str, bodies: Bodies
) -> Request:
    """Return a request, its body whole and counted in ``bodies``; raises Problem."""
    headers = scope.headers.items()
    fields: dict[str, str] = {}
    size = hosts = 0
    for name, value in headers:
        size += len(name) + len(value) + 4
        hosts += name == "host"
        if name in fields:
            value = fields[name] + ("; " if name == "cookie" else ", ") + value
        fields[name] = value
    if size > HEAD_LIMIT:
        raise Problem(431, "head", f"The header fields may have {HEAD_LIMIT} bytes.")
    # RFC 9112, 3.2 and 6.1: what could be read in two ways is not read at all.
    if hosts > 1 or (hosts == 0 and scope.http_version == "1.1"):
        raise Problem(400, "request", "A request has one Host field.")
    if fields.get("transfer-encoding", "chunked").strip().lower() != "chunked":
        raise Problem(501, "coding", "Bodies come whole or chunked.")
    if "host" not in fields and scope.authority:
        fields["host"] = scope.authority
    who = asker(scope.client, fields, settings, listens)
    path = scope.path
    if not path.startswith("/"):
        path = "/" + path
    request = Request(scope.method, path, scope.query_string, fields, headers, who, scope.client)
    if request.method not in _METHODS:
        raise Problem(405, "method", "This method is not offered here.", {"Allow": "GET, HEAD"})
    try:
        if "content-length" in fields or "transfer-encoding" in fields:
            request.body = await _body(request, protocol, settings, bodies)
    except BaseException:
        bodies.give_back(who.group, request.held)
        raise
    return request


async def _body(request: Request, protocol: Any, settings: Settings, bodies: Bodies) -> bytes:
    limit = settings.body
    # A little more is read, so that the endpoint can say in its own words what is too large.
    most = limit + 1
    length = request.fields.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise Problem(413, "too-large", f"A request may have {limit} bytes.", limit=limit)
    body = bytearray()
    try:
        async with asyncio.timeout(settings.header_seconds):
            async for piece in protocol:
                body += piece
                request.held += len(piece)
                if not bodies.take(request.who.group, len(piece)):
                    raise ended("queue", settings)
                if len(body) > most:
                    raise Problem(
                        413, "too-large", f"A request may have {limit} bytes.", limit=limit
                    )
    except TimeoutError:
        raise Problem(408, "slow", "The request did not come in time.") from None
    return bytes(body)


def has_body(headers: Any) -> bool:
    """Return whether header fields, as the HTTP server gives them, are those of a body."""
    return "content-length" in headers or "transfer-encoding" in headers


def is_page(request: Request) -> bool:
    """Return whether a request needs more than the store: what the pages are made of."""
    path = request.path.rstrip("/")
    return path != "/healthz" and (path != "/sparql" or wants_html(request.accept))


def kind_of(request: Request) -> int:
    """Return what the duration of a request is remembered by.

    A query by its text; a page by its kind and the names of its parameters, which is what decides
    how much of the graph it goes through.
    """
    if request.path.rstrip("/") == "/sparql":
        return hash((request.path, request.query, request.body))
    names = frozenset(part.partition("=")[0] for part in request.query.split("&")[:50])
    parts = request.path.split("/", 4)
    return hash((*(parts[:3] if parts[1] == "id" else parts[:2]), names))


def is_plain(fields: dict[str, str]) -> bool:
    """Return whether a request has a Host, no body and no condition: then its words decide."""
    return "host" in fields and not _CONDITIONS.intersection(fields)


_CONDITIONS = frozenset({"if-none-match", "if-modified-since", "content-length", "range",
                         "transfer-encoding"})  # fmt: skip
