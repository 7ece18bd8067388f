"""What every page shares: the store, the navigation, addresses, cached data, headers."""

from __future__ import annotations

import functools
import hashlib
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from flask_babel import gettext as _

from graph.catalogue.classes import list_pages
from graph.iris import BASE
from graph.store import Store
from graph.wellknown import AS_BEFORE
from server.context import context
from server.i18n import href, language

STATIC = Path(__file__).parent.parent / "static"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
"""Nothing is fetched from another site, and no script or style stands inside a page."""


def store() -> Store:
    """Return the store of the present build."""
    return context().store


def built() -> datetime | None:
    """Return when the graph being shown was built, None when the store does not say."""
    return getattr(store(), "built", None)


def version() -> str:
    """Return the id of the build being shown."""
    return str(getattr(store(), "version", ""))


def analysis_note() -> str:
    """Return what a reader has to know while the analysis is that of the build before."""
    manifest = getattr(store(), "manifest", None)
    return AS_BEFORE[language()] if manifest is not None and manifest.as_before else ""


def browse_links() -> list[tuple[str, str]]:
    """Return the lists of the graph: address and name in the language of the page."""
    return [(f"/{path}", one.title(language())) for path, one in list_pages().items()]


def main_links() -> list[tuple[str, str]]:
    """Return the other pages named in the main navigation."""
    return [
        ("/find", _("Find help")),
        ("/network", _("Network")),
        ("/brokers", _("Brokers")),
        ("/gaps", _("Gaps")),
        ("/timeline", _("Timeline")),
        ("/sources", _("Sources")),
        ("/sparql", _("Query")),
        ("/briefing", _("Briefing")),
        ("/docs", _("Help")),
    ]


def footer_links() -> list[tuple[str, str]]:
    """Return the pages named at the foot of every page."""
    return [
        ("/about", _("About")),
        ("/about#accessibility", _("Accessibility")),
        ("/about#privacy", _("Privacy")),
        ("/conflicts", _("Conflicting statements")),
        ("/queries", _("Example queries")),
        ("/data/", _("Data")),
        ("/ontology", _("Ontology")),
        ("/docs", _("Documentation")),
    ]


@functools.cache
def _digest(path: Path, modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static(name: str) -> str:
    """Return the address of a static file, with a mark that changes when the file does."""
    path = STATIC / name
    mark = _digest(path, path.stat().st_mtime) if path.exists() else "0"
    return f"/static/{name}?v={mark}"


def local(iri: str) -> str:
    """Return the address at which this server shows one of the graph's IRIs.

    An IRI of another site is returned as it is.
    """
    if iri.startswith(BASE):
        return href("/" + iri[len(BASE) :])
    return iri


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.path.startswith("/static/") and "v" in request.args:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if response.status_code == 200:
            # Read here, not by the server's file wrapper, so that it is compressed and kept.
            response.direct_passthrough = False
            response.make_sequence()
    return response


def register(app: Flask) -> None:
    """Add the helpers of the templates and the headers to ``app``."""
    app.jinja_env.globals.update(
        browse_links=browse_links,
        main_links=main_links,
        footer_links=footer_links,
        analysis_note=analysis_note,
        graph_built=built,
        graph_version=version,
        local=local,
        static=static,
        language=language,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.after_request(_secure)
    # Browsers ask for this address whatever a page says.
    app.add_url_rule("/favicon.ico", "favicon", lambda: send_from_directory(STATIC, "mark.svg"))
