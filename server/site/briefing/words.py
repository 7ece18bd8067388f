"""Texts of a briefing in the language of the request."""

from __future__ import annotations

from flask_babel import gettext


def _(text: str, **values: object) -> str:
    """Return a text in the language of the request."""
    return str(gettext(text, **values))
