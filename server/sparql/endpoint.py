"""The endpoint: from a request to an answer, in front of the Flask application.

It stands beside the framework, so that a small query does not pay for it; what is for people (the
query page, HTML) falls through to Flask.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote

from graph.sheets import TooLarge
from graph.store import (
    AnswerTooLong,
    AnswerUnwritable,
    QueryRefused,
    QuerySyntaxError,
    Result,
    Store,
    StoreError,
    StoreTimeout,
)
from graph.store.errors import GraphUnknown
from graph.store.formats import (
    GRAPHS,
    RESULTS,
    SHEETS,
    Format,
    content_type,
    first_named,
    offered,
)
from graph.store.guard import Checked, check
from graph.store.jsonld import media_of, profile_of, shaped
from server.http import (
    Environ,
    Reply,
    choose,
    etag_matches,
    http_date,
    origin,
    wants_html,
)
from server.limits import ended
from server.problems import Problem
from server.settings import Settings
from server.sparql import description
from server.sparql.protocol import DIRECT, FORM, METHODS, Request, formats_of, read

PATH = "/sparql"
_PATHS = (PATH, PATH + "/")
HEALTH = "/healthz"
_LOG = logging.getLogger(__name__)
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions whose value changes between calls: their answers have no entity tag."""
_MOST_WARNINGS = 10
_LONGEST_KEPT = 1000
"""Characters of an Accept field whose meaning is remembered; browsers send 200."""
_ASKED_FOR_ROWS = {name: (f.media, *f.accepted) for name, f in RESULTS.items()}


@dataclass
class Endpoint:
    """Answers ``/sparql``, and whether the store can be asked at all."""

    store: Store
    settings: Settings

    def reply(self, environ: Environ) -> Reply | None:
        """Return the answer to a request; None for one that the pages answer."""
        path = environ.get("PATH_INFO")
        if path == HEALTH:
            return self._health()
        if path not in _PATHS:
            return None
        accept = environ.get("HTTP_ACCEPT")
        try:
            return self._answer(environ, accept)
        except Problem as problem:
            return problem.reply(accept)

    def _health(self) -> Reply:
        """Return whether this worker can answer a query over its store; needs no page made."""
        alive = self.store.ask("ASK { ?s ?p ?o }")
        says = {"build": self.store.version, "status": "ok" if alive else "empty"}
        fields = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        return Reply(200 if alive else 503, fields, json.dumps(says).encode() + b"\n")

    def _answer(self, environ: Environ, accept: str | None) -> Reply | None:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return Reply(204, [("Allow", ", ".join(METHODS)), ("Accept-Post", f"{DIRECT}, {FORM}")])
        if _for_page(environ, accept):
            return None
        request = read(environ, self.settings.body)
        if request is None:
            return self._description(environ, accept)
        try:
            return self._query(environ, request, accept)
        except TooLarge as error:
            raise Problem(403, "result", str(error)) from None
        except (
            AnswerTooLong,
            AnswerUnwritable,
            QuerySyntaxError,
            QueryRefused,
            StoreError,
        ) as error:
            if isinstance(error, AnswerTooLong):
                environ["eucn.notes"]["eucn_truncated"] = "result"
            raise told(error, self.settings, request.query) from None

    def _query(self, environ: Environ, request: Request, accept: str | None) -> Reply:
        checked = check(request.query)
        chosen, media = self._format(checked.form, request, accept)
        profile = profile_of(accept) if chosen.name == "jsonld" else None
        if profile is not None:
            media = media_of(profile)
        vary = "Accept, Host" if profile else "Accept"
        headers = [("Vary", vary), ("Content-Type", content_type(media))]
        if _CHANGING.search(request.query):
            headers.append(("Cache-Control", "no-store"))
        else:
            etag = _etag(self.store.version, request, f"{chosen.name} {media}")
            headers += [
                ("ETag", etag),
                ("Last-Modified", http_date(self.store.since)),
                ("Cache-Control", "public, no-cache"),
            ]
            known = environ.get("HTTP_IF_NONE_MATCH", "")
            # Who names the tag has seen the answer; who says * may be asking for an error.
            if known.strip() != "*" and etag_matches(known, etag):
                return Reply(304, headers)
        notes = environ.setdefault("eucn.notes", {})
        notes["eucn_queries"] = checked.form
        result: Result = self.store.answer(
            request.query,
            "nt" if profile else chosen.name,
            request.default_graphs,
            request.named_graphs,
            self.settings.result,
            self.settings.timeout,
        )
        headers += self._warnings(checked, request)
        if chosen.name in SHEETS:
            name = f'attachment; filename="query.{chosen.suffix}"'
            headers.append(("Content-Disposition", name))
        if profile is None:
            return Reply(200, headers, result.body)
        address = origin(environ, self.settings.origin)
        return Reply(200, headers, shaped(self.store, result.body, profile, address))

    def _warnings(self, checked: Checked, request: Request) -> list[tuple[str, str]]:
        """Return a field for each graph of the dataset that is not here and so counts as empty."""
        unknown = checked.unknown(request.default_graphs, request.named_graphs, self.store.graphs())
        return [
            ("Warning", f'299 - "There is no graph {_ascii(name)} here; it counts as empty."')
            for name in unknown[:_MOST_WARNINGS]
        ]

    @staticmethod
    def _format(form: str, request: Request, accept: str | None) -> tuple[Format, str]:
        table = offered(form)
        if found := first_named(form, request.formats):
            return found, found.media
        # Long fields are not remembered: what is kept is counted, and few clients send such.
        short = accept is None or len(accept) <= _LONGEST_KEPT
        chosen = (_negotiated if short else _negotiated.__wrapped__)(accept, form)
        if chosen is None and table is GRAPHS and choose(accept, _ASKED_FOR_ROWS):
            # Clients that ask for rows whatever the form of the query is read RDF all the same.
            chosen = next(iter(GRAPHS)), next(iter(GRAPHS.values())).media
        if chosen is None:
            medias = [f.media for f in table.values()]
            raise Problem(
                406, "accept", f"{form} is answered as {', '.join(medias)}.", formats=medias
            )
        return table[chosen[0]], chosen[1]

    def _description(self, environ: Environ, accept: str | None) -> Reply:
        """Return the service description (SPARQL 1.1 Service Description, 2)."""
        offers = {n: (f.media, *f.accepted) for n, f in offered("CONSTRUCT").items()}
        chosen = choose(accept, offers)
        if chosen is None:
            medias = [f.media for f in offered("CONSTRUCT").values()]
            raise Problem(
                406, "accept", f"The description comes as {', '.join(medias)}.", formats=medias
            )
        address = origin(environ, self.settings.origin) + PATH
        body = description.describe(self.store, address, chosen[0])
        etag = f'"{self.store.version}-{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = [
            ("Vary", "Accept, Host"),
            ("Content-Type", content_type(chosen[1])),
            ("ETag", etag),
            ("Last-Modified", http_date(self.store.since)),
            ("Cache-Control", "public, no-cache"),
        ]
        if etag_matches(environ.get("HTTP_IF_NONE_MATCH"), etag):
            return Reply(304, headers)
        return Reply(200, headers, body)


def told(error: Exception, settings: Settings, query: str = "") -> Problem:
    """Return what a fault of a query's is told as: the same status and kind at every door."""
    if isinstance(error, QuerySyntaxError):
        place = {"line": error.line, "column": error.column} if error.line else {}
        return Problem(400, "syntax", error.message, None, **place)
    if isinstance(error, GraphUnknown):
        return Problem(400, "graph", str(error))
    if isinstance(error, QueryRefused):
        return Problem(403, "refused", str(error))
    if isinstance(error, AnswerUnwritable):
        return unwritable(error)
    if isinstance(error, StoreTimeout):
        return ended("time", settings, asked=query)
    if isinstance(error, AnswerTooLong):
        return Problem(403, "result", str(error), limit=error.limit)
    _LOG.error("A query failed: %s", error)
    return Problem(500, "store", "The store could not answer this query; the log says why.")


def unwritable(error: AnswerUnwritable) -> Problem:
    """Return what an answer is told as that a format cannot hold; N-Triples can hold any."""
    medias = [f.media for f in GRAPHS.values()]
    return Problem(406, "accept", f"{error} Ask for another format.", formats=medias)


def _for_page(environ: Environ, accept: str | None) -> bool:
    """Return whether the query page answers: a browser that names no format there is.

    The page has parameters of its own (``lang``, ``example``), so this is decided before the
    protocol is read.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not wants_html(accept):
        return False
    given = formats_of(parse_qsl(environ.get("QUERY_STRING", "")))
    return not any(first_named(form, given) for form in ("SELECT", "CONSTRUCT"))


def _ascii(iri: str) -> str:
    """Return an IRI as a header field can hold it."""
    return quote(iri[:200], safe=":/?#[]@!$&'()*+,;=%-._~")


@lru_cache(maxsize=500)
def _negotiated(accept: str | None, form: str) -> tuple[str, str] | None:
    """Return format and media type by Accept; clients send the same few headers again and again."""
    return choose(accept, {n: (f.media, *f.accepted) for n, f in offered(form).items()})


def _etag(version: str, request: Request, media: str) -> str:
    parts = "\x1f".join(
        (media, request.query, *request.default_graphs, "\x1e", *request.named_graphs)
    )
    return f'"{version}-{hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]}"'
