"""A document by its address: http(s) only, no other, and not more than a document's size."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import PurePosixPath

from graph.extraction.document import MAX_BYTES, Document, DocumentError, NoDocument, Say
from graph.extraction.formats import from_bytes
from graph.iris import split

TIMEOUT = 30.0
_KINDS = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}


class _StayWeb(urllib.request.HTTPRedirectHandler):
    """Follow a page that has moved, but only to another web address."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if split(newurl).scheme not in ("http", "https"):
            raise DocumentError(f"{req.full_url}: leads to {newurl}, which is no web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, say: Say = lambda step: None) -> Document:
    """Return the document at an http or https address. Raises DocumentError."""
    parts = split(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoDocument(f"{address}: only http and https addresses are read")
    say(f"loading {address}")
    opener = urllib.request.build_opener(_StayWeb)
    try:
        with opener.open(address, timeout=TIMEOUT) as answer:
            data = answer.read(MAX_BYTES + 1)
            kind = answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        raise DocumentError(f"{address}: the server answers {error.code} {error.reason}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise DocumentError(f"{address}: cannot be loaded: {reason}") from None
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{address}: has more than {MAX_BYTES / 1e6:,.0f} MB")
    path = PurePosixPath(parts.path)
    document = from_bytes(
        data, path.name or parts.hostname, _KINDS.get(kind, path.suffix.lower()), say
    )
    document.source = address
    return document
