"""The application: endpoint, pages and linked data over one build, as one WSGI application."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from flask import Flask, Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from graph.sheets import TooLarge
from graph.store import AnswerUnwritable, Store, open_store
from server.context import Context, context, give
from server.finishing import Finishing
from server.http import Application, Environ, StartResponse
from server.limits import ended
from server.problems import Problem
from server.settings import Settings
from server.sparql.endpoint import Endpoint, unwritable

WARMED = ("/", "/sparql", "/sparql?lang=de", "/sparql?lang=zh", "/queries", "/projects", "/network")
MOST_PARAMETERS = 60
"""Parameters of a page's address; the longest form has a dozen fields, some with several values."""
LONGEST_PARAMETER = 2000
"""Characters of one of them; names and IRIs are shorter."""


class Site:
    """Everything that is served over one build.

    The pages are made when the first one is asked for (or by ``warm``): their modules take longer
    to read than the graph, and a server that has just started can answer queries meanwhile.
    """

    def __init__(self, given: Context) -> None:
        self.context = given
        self._made: Flask | None = None
        self._lock = threading.Lock()
        self._whole = whole(given, self._page)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        return self._whole(environ, start_response)

    def warm(self) -> None:
        """Make the pages, and compute once what every process would compute for itself.

        A part that cannot be warmed is slower at its first request, and says why there.
        """
        from server import site

        pages = self._pages()
        with pages.app_context():
            try:
                site.warm(self.context.store, self.context.settings.documents)
            except Exception:
                pages.logger.exception("the pages could not be warmed")
        # Templates and what pages keep for themselves; a process forked later has them.
        client = pages.test_client()
        for path in WARMED:
            client.get(path, headers={"Accept": "text/html"})

    def _page(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        return self._pages()(environ, start_response)

    def _pages(self) -> Flask:
        with self._lock:
            if self._made is None:
                self._made = create_pages(self.context)
            return self._made


def create_site(settings: Settings, store: Store) -> Site:
    """Return what a worker answers with."""
    return Site(Context(settings, store))


def create_app(settings: Settings | None = None, store: Store | None = None) -> Flask:
    """Return the same as a Flask application, in one process and so without limits of time and
    memory.

    ``store`` is opened from the settings where it is not given. Raises StoreMissing, StoreError.
    """
    settings = settings or Settings()
    graph = store if store is not None else open_store(settings.store, disk=settings.disk)
    given = Context(settings, graph)
    app = create_pages(given)
    app.wsgi_app = whole(given, app.wsgi_app)  # type: ignore[method-assign,assignment]
    return app


def whole(given: Context, pages: Application) -> Application:
    """Endpoint and finishing around the pages."""
    return Finishing(pages, Endpoint(given.store, given.settings).reply)


def create_pages(given: Context) -> Flask:
    """Return the pages alone."""
    from server import linked, network, operations, site

    app = Flask("server")
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = given.settings.body
    give(app, given)
    operations.register(app)
    for part in (linked, site, network):
        part.register(app)
    app.before_request(_limit_parameters)
    app.before_request(_tell_what_ended)
    app.register_error_handler(Exception, _failed)
    return app


def _limit_parameters() -> None:
    """No page has a use for so many, and an unknown value may cost a look at all known ones."""
    if request.query_string.count(b"&") >= MOST_PARAMETERS:
        says = f"An address may have {MOST_PARAMETERS} parameters."
        raise Problem(400, "parameters", says, limit=MOST_PARAMETERS)
    longest = max(map(len, request.query_string.split(b"&")), default=0)
    if longest > LONGEST_PARAMETER and request.path.rstrip("/") != "/sparql":
        says = f"A parameter of a page may have {LONGEST_PARAMETER} characters."
        raise Problem(400, "parameters", says, limit=LONGEST_PARAMETER)


def _tell_what_ended() -> None:
    """Where a page was asked for that had to be ended: an error page that says so.

    The query page tells it itself, beside the query.
    """
    reason = request.environ.get("eucn.ended")
    if reason and request.path.rstrip("/") != "/sparql":
        raise ended(reason, context().settings)


def _failed(error: Exception) -> BaseResponse:
    """Return every error in one shape; what went wrong inside is for the log only."""
    accept = request.headers.get("Accept")
    if isinstance(error, MemoryError):
        raise error  # the worker tells it as its limit
    if isinstance(error, HTTPException):
        if error.response is not None:
            return redirect(error.response.headers["Location"], error.code or 308)
        code = error.code or 500
        problem = Problem(code, f"http-{code}", error.description or "")
    elif isinstance(error, Problem):
        problem = error
    elif isinstance(error, TooLarge):
        problem = Problem(403, "result", str(error))
    elif isinstance(error, AnswerUnwritable):
        problem = unwritable(error)
    else:
        current_app.logger.exception("The request failed")
        problem = Problem(500, "failed", "Something went wrong here; the log says what.")
    reply = problem.reply(accept)
    return Response(reply.body, reply.status, reply.headers)
