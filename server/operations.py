"""The page for those who run the server: what it is doing now.

``/metrics`` is answered by the web process itself (``server.serving.numbers``): it has the numbers.
``/healthz`` needs no page and is answered beside the endpoint.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import NotFound


def register(app: Flask) -> None:
    """Add ``/operations``."""
    app.add_url_rule("/operations", "operations", _operations)


def _operations() -> Response:
    """Load, queue, cache, slow queries: the state that the web process sends along."""
    state = request.environ.get("eucn.state")
    if state is None:
        raise NotFound
    if "json" in request.args:
        answer = jsonify(state)
    else:
        since = datetime.fromtimestamp(state["since"], UTC).isoformat(timespec="seconds")
        page = render_template("site/operations.html", state=state, since=since)
        answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
