"""The pages of the network: ``/network`` with all below it, ``/brokers``, ``/gaps``, ``/timeline``.

``register(app)`` adds them; they extend the site's frame and go through ``graph.network``, as the
commands do.
"""

from __future__ import annotations

from flask import Flask

from server.network import (
    brokers,
    diagram,
    evidence,
    gaps,
    overview,
    specialisation,
    timeline,
    years,
)

__all__ = ["register"]


def register(app: Flask) -> None:
    """Add the pages and their template helpers to ``app``."""
    for module in (diagram, overview, evidence, brokers, gaps, timeline, years, specialisation):
        module.register(app)
