"""What the parts of the application share: the store of the build, and the settings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from graph.store import Store
from server.settings import Settings

_KEY = "eucn"


@dataclass(frozen=True)
class Context:
    """One build and how it is served; a new build is served by a new application."""

    settings: Settings
    store: Store


def give(app: Flask, context: Context) -> None:
    """Let the parts of an application find their context."""
    app.extensions[_KEY] = context


def context() -> Context:
    """Return the context of the application that answers the present request."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, Context)
    return found
