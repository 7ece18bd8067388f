"""The pages: start, search, lists, entities, queries, documents, briefing, documentation.

``register(app)`` is all that the application needs; every page extends ``templates/base.html``.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from graph.store import Store
from server import i18n
from server.site import (
    briefing,
    changes,
    docs,
    errors,
    find,
    frame,
    hints,
    lists,
    programmes,
    querypage,
    report,
    search,
    show,
    sources,
    standing,
    start,
)
from server.site.data import prepare

__all__ = ["register", "warm"]


def register(app: Flask) -> None:
    """Add languages, template helpers, security headers and all pages to ``app``.

    The application has given it a context: the store of the build, and the settings.
    """
    i18n.register(app)
    frame.register(app)
    for module in (
        show,
        standing,
        start,
        lists,
        search,
        sources,
        programmes,
        querypage,
        hints,
        briefing,
        docs,
        changes,
        find,
        report,
        errors,
    ):
        module.register(app)


def warm(store: Store, documents: Path | None = None) -> None:
    """Prepare the pages' data of a build, before workers are forked from this process."""
    prepare(store, documents)
