"""Reading a request by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).

Section numbers in this module are those of that document.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterable
from dataclasses import dataclass

from server.http import Environ
from server.problems import Problem

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MAX_PARAMETERS = 2000
FORMATS = ("format", "output", "results")
"""Parameters that name a format: clients send all three, each as often as it has names for it."""


@dataclass(frozen=True)
class Request:
    """What a request asks: the query, its dataset, and the formats that its parameters name."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def read(environ: Environ, limit: int) -> Request | None:
    """Return the query of a request; None for a GET that names no query at all.

    Raises Problem: 400 for a request that breaks the protocol, 403 for an update, 405, 413, 415.
    """
    method = environ["REQUEST_METHOD"]
    if method not in METHODS:
        raise Problem(
            405,
            "method",
            f"{method} is not offered here; use GET or POST.",
            {"Allow": ", ".join(METHODS)},
        )
    parameters = _pairs(environ.get("QUERY_STRING", "").encode("latin-1"), "The query string")
    direct: str | None = None
    if method == "POST":
        media = _media(environ)
        body = _body(environ, limit)
        if media == DIRECT:  # 2.1.3
            direct = _text(body, "The query")
        elif media == FORM:  # 2.1.2
            parameters += _pairs(body, "The form")
        elif media == UPDATE:
            raise Problem(403, "update", "This endpoint is read-only; updates are not accepted.")
        else:
            raise Problem(
                415,
                "media-type",
                f"Send the query as {DIRECT}, or in a form as {FORM}.",
                {"Accept-Post": f"{DIRECT}, {FORM}"},
            )
    if any(name == "update" for name, _ in parameters):
        raise Problem(403, "update", "This endpoint is read-only; updates are not accepted.")
    queries = [value for name, value in parameters if name == "query"]
    if direct is not None:
        queries.append(direct)
    if not queries and method != "POST" and not parameters:
        return None
    if len(queries) != 1:  # 2.1.1 and 2.1.2: exactly one
        found = "no" if not queries else f"{len(queries)}"
        raise Problem(400, "one-query", f"The request has {found} queries; it needs just one.")
    if len(queries[0]) > limit:
        raise Problem(413, "too-large", f"A query may have {limit} characters.", limit=limit)
    return Request(
        queries[0],
        # An empty name is that of a form's field nobody has filled in.
        tuple(value for name, value in parameters if name == "default-graph-uri" and value),
        tuple(value for name, value in parameters if name == "named-graph-uri" and value),
        formats_of(parameters),
    )


def formats_of(parameters: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the formats that parameters name, ``format`` before what other servers call it."""
    given = [*parameters]
    return tuple(value for wanted in FORMATS for name, value in given if name == wanted and value)


def _media(environ: Environ) -> str:
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("identity", ""):
        raise Problem(415, "encoding", "Send the request without Content-Encoding.")
    media, *parameters = environ.get("CONTENT_TYPE", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(415, "charset", "Send the request in UTF-8.")
    return str(media).strip().lower()


def _body(environ: Environ, limit: int) -> bytes:
    too_large = Problem(413, "too-large", f"A request may have {limit} bytes.", limit=limit)
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not length.isdecimal():
        raise Problem(400, "length", "The Content-Length is not a number.")
    if length and int(length) > limit:
        raise too_large
    stream = environ["wsgi.input"]
    body: bytes = stream.read(int(length) if length else limit + 1)
    if len(body) > limit:
        raise too_large
    return body


def _pairs(raw: bytes, what: str) -> list[tuple[str, str]]:
    """Decoded parameters; a broken escape or wrong UTF-8 is an error, not a guess."""
    if not raw:
        return []
    if _BROKEN_ESCAPE.search(raw):
        raise Problem(
            400, "escape", f"{what} contains a % that is not followed by two hexadecimal digits."
        )
    pieces = raw.split(b"&")
    if len(pieces) > _MAX_PARAMETERS:
        raise Problem(400, "parameters", f"{what} has more than {_MAX_PARAMETERS} parameters.")
    pairs = []
    for piece in pieces:
        if piece:
            name, _, value = piece.partition(b"=")
            pairs.append((_decoded(name, what), _decoded(value, what)))
    return pairs


def _decoded(raw: bytes, what: str) -> str:
    raw = raw.replace(b"+", b" ")
    if b"%" in raw:
        # The escapes of quoted-printable are the same but for their sign, and are undone in C; the
        # caller has seen that each has its two digits.
        raw = a2b_qp(raw.replace(b"=", b"=3D").replace(b"%", b"="))
    return _text(raw, what)


def _text(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "utf-8", f"{what} is not UTF-8 (byte {error.start + 1}).") from None
