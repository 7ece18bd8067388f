"""The application: pages and linked data in Flask, the endpoint and the cache in front of it."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from flask import Flask, Response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from graph.store import Store, open_store
from server.problems import Problem
from server.serving import operations
from server.serving.stack import Base, stack
from server.settings import Settings

PARTS = ("server.linked", "server.site", "server.network")


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
) -> Flask:
    """The application over one build: pages, endpoint and cache.

    ``store`` is opened from the settings where it is not given. Raises StoreMissing, StoreError.
    """
    settings = settings or Settings()
    graph = store if store is not None else open_store(settings.store, disk=settings.disk)
    base = Base.of(settings, graph)
    app = create_pages(base)
    app.wsgi_app = stack(base, app.wsgi_app)  # type: ignore[method-assign]
    return app


def create_pages(base: Base) -> Flask:
    """The pages alone; ``server.serving.stack`` puts endpoint and cache in front of them."""
    app = Flask("server")
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = base.settings.body
    app.extensions["eucn.store"] = lambda: base.store
    app.extensions["eucn.documents"] = base.settings.documents
    app.extensions["eucn.settings"] = base.settings
    app.extensions["eucn.counters"] = base.counters
    app.extensions["eucn.places"] = base.places
    app.extensions["eucn.watch"] = base.watch
    operations.register(app)
    for part in import_parts():
        part.register(app)
    if not _answers(app, "/sparql"):
        app.add_url_rule("/sparql", "sparql", lambda: render_template("sparql_plain.html"))
    app.register_error_handler(Exception, _failed)
    return app


def import_parts() -> list[Any]:
    """The parts of the server that add pages of their own."""
    return [
        importlib.import_module(name)
        for name in PARTS
        if importlib.util.find_spec(name) is not None
    ]


def warm(app: Flask, base: Base) -> None:
    """Compute once what every worker would compute for itself: called before the fork.

    A part that cannot be warmed is slower at its first request, and says why there.
    """
    for part in import_parts():
        if hasattr(part, "warm"):
            with app.app_context():
                try:
                    part.warm(base.store, base.settings.documents)
                except Exception:
                    app.logger.exception("%s could not be warmed", part.__name__)


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
