"""Replies and negotiation without a framework: what endpoint, cache and pages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from graph.iris import split

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_QVALUE = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_LONGEST_HOST = 260
"""Characters of a name of the net, and of a port."""
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


@dataclass
class Reply:
    """A whole answer: status code, header fields and body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def send(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer with it; the body is kept from HEAD, 204 and 304."""
        headers = list(self.headers)
        silent = self.status in (204, 304)
        if not silent:
            headers.append(("Content-Length", str(len(self.body))))
        start_response(status_line(self.status), headers)
        if silent or environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [self.body]


@lru_cache(maxsize=64)
def status_line(code: int) -> str:
    """``200 OK`` and its like."""
    return f"{code} {HTTPStatus(code).phrase}"


def accepted(header: str) -> list[tuple[str, float]]:
    """Media ranges of an Accept header (RFC 9110, 12.5.1) with their weights.

    Ranges that are not well formed are passed over; parameters other than ``q`` are ignored.
    """
    ranges: list[tuple[str, float]] = []
    for part in header.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if media == "*":
            media = "*/*"
        if media.count("/") != 1:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                weight = float(value) if _QVALUE.fullmatch(value.strip()) else 0.0
        ranges.append((media.lower(), weight))
    return ranges


def weight(media: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Weight of a media type, from the most specific range that covers it, and how specific.

    Specificity is 2 for the type itself, 1 for ``type/*``, 0 for ``*/*``, -1 for none.
    """
    best, specific = 0.0, -1
    family = media.split("/", 1)[0] + "/*"
    for name, q in ranges:
        level = 2 if name == media else 1 if name == family else 0 if name == "*/*" else -1
        if level > specific:
            best, specific = q, level
    return best, specific


def choose(header: str | None, offers: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """Return the offer a client likes best and the media type by which it asked for it.

    ``offers`` maps names to media types, the type usually sent first; earlier offers win ties.
    None where the client accepts none of them.
    """
    if header is None or not header.strip():
        name = next(iter(offers))
        return name, offers[name][0]
    ranges = accepted(header)
    best: tuple[float, str, str] | None = None
    for name, medias in offers.items():
        for number, media in enumerate(medias):
            q, specific = weight(media, ranges)
            # A second name of a format counts only where the client spelt it out.
            if q > 0 and (number == 0 or specific == 2) and (best is None or q > best[0]):
                best = (q, name, media)
    return None if best is None else (best[1], best[2])


def wants_html(header: str | None) -> bool:
    """Return whether a client names HTML and likes nothing else better: a browser, that is."""
    if not header or "text/html" not in header:
        return False
    ranges = accepted(header)
    q, specific = weight("text/html", ranges)
    return specific == 2 and q > 0 and all(q >= other for _, other in ranges)


def is_host(text: str) -> bool:
    """Return whether a Host header names a host (and perhaps a port)."""
    return len(text) <= _LONGEST_HOST and _is_host(text)


@lru_cache(maxsize=1024)
def _is_host(text: str) -> bool:
    """Return whether all that read a host later can: an address that is one, letters that a name
    beginning with ``xn--`` stands for, labels that are neither empty nor too long.
    """
    if _HOST.fullmatch(text) is None:
        return False
    try:
        parts = split(f"http://{text}")
        name, _ = parts.hostname or "", parts.port
        return bool(name.encode("idna").decode("idna"))
    except ValueError:
        return False


def origin(environ: Environ, fixed: str = "") -> str:
    """``scheme://host`` of a request; a Host header that is no host counts as none."""
    if fixed:
        return fixed.rstrip("/")
    host = environ.get("HTTP_HOST", "")
    if not is_host(host):
        host = f"{environ.get('SERVER_NAME', 'localhost')}:{environ.get('SERVER_PORT', '80')}"
    return f"{environ.get('wsgi.url_scheme', 'http')}://{host}"


@lru_cache(maxsize=16)
def http_date(moment: datetime) -> str:
    """Return a moment as header fields have it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def not_modified(known: str | None, since: str | None, etag: str, modified: str) -> bool:
    """Return whether a client has the present answer (RFC 9110, 13.2.2).

    ``known`` is its If-None-Match, which alone counts where it is there; ``since`` its
    If-Modified-Since; ``etag`` and ``modified`` are the fields of the answer.
    """
    if known:
        return bool(etag) and etag_matches(known, etag)
    if not since or not modified:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False


def etag_matches(header: str | None, etag: str) -> bool:
    """Return whether If-None-Match names this entity tag (weak comparison, RFC 9110, 13.1.2)."""
    if not header:
        return False
    if header.strip() == "*":
        return True
    wanted = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == wanted for tag in header.split(","))
