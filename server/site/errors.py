"""Errors for people: a page in the frame of the site; a 404 suggests near names, a filter that is
not known what may have been meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote, urlencode

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from rapidfuzz import fuzz, process
from werkzeug.exceptions import HTTPException

from graph.catalogue.selection import FACETS
from graph.iris import ID
from server.http import wants_html
from server.problems import Problem
from server.site import show
from server.site.asked import Unknown, not_a_value
from server.site.data import data
from server.site.lists import FACET_TITLES

SUGGESTED = 6
LIKE = 80.0
"""Least likeness (0 to 100) of an address that is proposed in place of one that is none."""


def near(path: str) -> list[str]:
    """Return IRIs of entities that a path was probably meant for; none where nothing is like it.

    An address of the graph is compared with the addresses of its class, else the last part of the
    path with names.
    """
    parts = [part for part in unquote(path).split("/") if part]
    last = parts[-1] if parts else ""
    if len(parts) >= 3 and parts[0] == "id":
        start = f"{ID}{parts[1]}/"
        slugs = {
            iri.removeprefix(start): iri
            for iri in data().catalogue.entries
            if iri.startswith(start)
        }
        found = process.extract(
            last, list(slugs), scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=LIKE
        )
        if found:
            return [slugs[slug] for slug, _score, _at in found]
    words = last.replace("-", " ").replace("_", " ")
    return [hit.iri for hit in data().index.near(words, SUGGESTED)]


def near_pages(path: str) -> list[str]:
    """Return addresses of the site's own pages that are like a path: ``/projects`` for
    ``/project``.
    """
    rules = current_app.url_map.iter_rules()
    known = sorted({one.rule for one in rules if not one.arguments and one.rule.count("/") == 1})
    found = process.extract(path.rstrip("/").casefold(), known, scorer=fuzz.ratio, limit=2)
    return [page for page, score, _at in found if score >= LIKE and page != "/"]


@dataclass(frozen=True, slots=True)
class Way:
    """What may have been meant instead of what an address says: its name and its address."""

    label: str
    address: str


def ways_out(problem: Unknown) -> list[Way]:
    """Return what an unknown filter or value may have meant, each by its name and as the address
    of the same page with that.
    """
    found: dict[str, Way] = {}
    for one in problem.near:
        label, pairs = one, list(request.args.items(multi=True))
        if problem.value and problem.argument in FACETS:
            meant = min(data().values.find(problem.argument, one), default="")
            label = show.plain_name(meant) if meant else one
        if problem.value:
            changed = [
                (key, one if _refused(problem, key, value) else value) for key, value in pairs
            ]
        else:
            changed = [(one if key == problem.argument else key, value) for key, value in pairs]
        found.setdefault(label, Way(label, f"{request.path}?{urlencode(changed)}"))
    return list(found.values())


def _refused(problem: Unknown, key: str, value: str) -> bool:
    """Return whether a part of an address is what is not known, spaces around it aside."""
    same = not problem.value or value.strip() == problem.value.strip()
    return key == problem.argument and same


def _sentence(problem: Unknown) -> str:
    """Return what is not known, the filter by what the page calls it, not by its code."""
    if not problem.value or problem.argument not in FACET_TITLES:
        return problem.sentence
    return str(not_a_value(str(FACET_TITLES[problem.argument]), problem.value))


def without(problem: Unknown) -> str:
    """Return the address of the same page without the filter that is not known."""
    kept = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if not _refused(problem, key, value)
    ]
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def failed(error: HTTPException) -> Response:
    """Answer an error as a page to a browser, as ``application/problem+json`` to others."""
    code = error.code or 500
    if not wants_html(request.headers.get("Accept")):
        kind = "not-found" if code == 404 else f"http-{code}"
        reply = Problem(code, kind, error.description or "").reply(None)
        return Response(reply.body, reply.status, reply.headers)
    return _page(code, "" if code in (404, 500) else error.description or "")


def _page(code: int, text: str, problem: Unknown | None = None) -> Response:
    titles = {
        400: _("The request could not be read"),
        404: _("Page not found"),
        405: _("This address does not support that request"),
        406: _("This format is not available"),
        410: _("This entry has been removed"),
        500: _("Something went wrong here"),
        503: _("The server is busy"),
    }
    pages = near_pages(request.path) if code == 404 else []
    found = near(request.path) if code == 404 and not pages else []
    title = titles.get(code, HTTPStatus(code).phrase)
    if problem:
        title, text = _("Unknown filter or value"), _sentence(problem)
    page = render_template(
        "site/error.html",
        code=code,
        title=title,
        text=text,
        near=found,
        pages=pages,
        problem=problem,
        ways=ways_out(problem) if problem else [],
        without=without(problem) if problem else "",
    )
    return make_response(page, code)


def told(problem: Problem) -> Response:
    """Answer a problem that a part of the server raised: as a page to a browser."""
    if not wants_html(request.headers.get("Accept")):
        reply = problem.reply(request.headers.get("Accept"))
        return Response(reply.body, reply.status, reply.headers)
    unknown = problem if isinstance(problem, Unknown) else None
    answer = _page(problem.status, "" if problem.status == 404 else problem.detail, unknown)
    for name, value in problem.headers.items():
        answer.headers[name] = value
    return answer


def register(app: Flask) -> None:
    """Answer the common errors of ``app`` as pages."""
    app.register_error_handler(Problem, told)
    for code in (400, 404, 405, 406, 410):
        app.register_error_handler(code, failed)
