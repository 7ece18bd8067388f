"""One shape for every error: ``application/problem+json`` (RFC 9457), HTML for browsers."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from http import HTTPStatus

from graph.iris import BASE
from server.http import Reply, wants_html

TYPE = BASE + "docs/problems#"


class Problem(Exception):
    """An answer other than the one asked for.

    ``kind`` is a short stable name (docs/operations.md lists them), ``detail`` tells the reader
    what to do, ``more`` are further members of the document, ``headers`` further fields.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more

    def reply(self, accept: str | None) -> Reply:
        """Return the problem as JSON, or as a small page where a browser asks."""
        title = HTTPStatus(self.status).phrase
        headers = [("Cache-Control", "no-store"), ("Vary", "Accept"), *self.headers.items()]
        if wants_html(accept):
            body = _PAGE.format(status=self.status, title=title, detail=html.escape(self.detail))
            headers.append(("Content-Type", "text/html; charset=utf-8"))
        else:
            shape = {
                "type": TYPE + self.kind,
                "title": title,
                "status": self.status,
                "detail": self.detail,
                **self.more,
            }
            body = json.dumps(shape, ensure_ascii=False) + "\n"
            headers.append(("Content-Type", "application/problem+json"))
        return Reply(self.status, headers, body.encode("utf-8", "replace"))


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{status} {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p>{detail}</p>
<p><a href="/">Start page</a> · <a href="/sparql">Query page</a></p></main></body></html>
"""
