"""What changed since the build before this one."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

from flask import Flask, render_template

from graph.catalogue.changes import Changes, changes, previous_version
from graph.store.layout import version_folder
from server.context import context
from server.site.frame import store

MOST_SHOWN = 200
"""Subjects named on the page; the count says how many there are."""


@functools.lru_cache(maxsize=4)
def _compared(before: Path, after: Path) -> Changes:
    return changes(before, after)


def since_last() -> Changes | None:
    """Return what changed since the build before the present one, None where that is unknown."""
    settings = context().settings
    place = str(getattr(settings, "store", ""))
    if not place or place.startswith(("http://", "https://")):
        return None
    try:
        folder = version_folder(Path(place)).resolve().with_name(store().version)
        before = previous_version(folder)
        return _compared(before, folder) if before else None
    except OSError:
        return None


def page() -> str:
    """Answer ``/changes``."""
    found = since_last()
    came = Counter(subject for _, subject in found.came) if found else Counter[str]()
    went = Counter(subject for _, subject in found.went) if found else Counter[str]()
    return render_template(
        "site/changes.html",
        found=found,
        came=came.most_common(MOST_SHOWN),
        went=went.most_common(MOST_SHOWN),
    )


def register(app: Flask) -> None:
    """Add the page of changes to ``app``."""
    app.add_url_rule("/changes", "changes", page)
