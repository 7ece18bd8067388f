"""The application: pages and linked data in Flask, the endpoint and the cache in front of it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

from flask import Flask, Response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from graph.store import Store, open_store
from server.problems import Problem
from server.serving import operations
from server.serving.front import AccessLog, Front
from server.serving.shared import Counters, LongQueries
from server.serving.watch import Limits, Watch
from server.settings import Settings
from server.sparql.endpoint import Endpoint


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
    counters: Counters | None = None,
    places: LongQueries | None = None,
) -> Flask:
    """The application over one build.

    ``store`` is opened from the settings where it is not given; ``counters`` and ``places`` are
    shared by the workers of a server. Raises StoreMissing, StoreError.
    """
    settings = settings or Settings()
    graph = store if store is not None else open_store(settings.store, disk=settings.disk)
    counters = counters or Counters(1)
    places = places or LongQueries(settings.workers - 1)
    watch = Watch(Limits(settings.timeout, settings.memory, settings.grace), places)
    app = Flask("server")
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = settings.body
    app.extensions["eucn.store"] = lambda: graph
    app.extensions["eucn.documents"] = settings.documents
    app.extensions["eucn.settings"] = settings
    app.extensions["eucn.watch"] = watch
    app.extensions["eucn.counters"] = counters
    app.extensions["eucn.places"] = places
    operations.register(app)
    _register("server.linked", app)
    _register("server.site", app)
    _register("server.network", app)
    if "sparql" not in app.view_functions and not _answers(app, "/sparql"):
        app.add_url_rule("/sparql", "sparql", lambda: render_template("sparql_plain.html"))
    app.register_error_handler(Exception, _failed)
    endpoint = Endpoint(app.wsgi_app, lambda: graph, settings, watch, counters)
    front = Front(
        endpoint, counters, settings.cache, _version(graph), AccessLog.open(settings.access_log)
    )
    app.wsgi_app = front  # type: ignore[method-assign]
    return app


def _version(graph: Store) -> Callable[[], str]:
    return lambda: graph.version


def _register(module: str, app: Flask) -> None:
    """Let a part of the server add its pages, where that part is installed."""
    if importlib.util.find_spec(module) is None:
        return
    part = importlib.import_module(module)
    if hasattr(part, "register"):
        part.register(app)
    elif hasattr(part, "blueprint"):
        app.register_blueprint(part.blueprint)


def _answers(app: Flask, path: str) -> bool:
    return any(rule.rule == path for rule in app.url_map.iter_rules())


def _failed(error: Exception) -> BaseResponse:
    """Every error in one shape; what went wrong inside is for the log only."""
    accept = request.headers.get("Accept")
    if isinstance(error, HTTPException):
        if error.response is not None:
            return redirect(error.response.headers["Location"], error.code or 308)
        code = error.code or 500
        problem = Problem(code, f"http-{code}", error.description or "")
    elif isinstance(error, Problem):
        problem = error
    else:
        from flask import current_app

        current_app.logger.exception("The request failed")
        problem = Problem(500, "failed", "Something went wrong here; the log says what.")
    reply = problem.reply(accept)
    return Response(reply.body, reply.status, reply.headers)
