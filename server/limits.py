"""What is said when a limit of the server was passed."""

from __future__ import annotations

import math
import re

from server.problems import Problem
from server.settings import Settings

RETRY = "2"
EXISTS = re.compile(r"(?<![?$\w])EXISTS\b", re.IGNORECASE)
"""A query tests a pattern for every row of another: the commonest cause of a long one."""
INSTEAD = (
    "FILTER EXISTS is tested for every row: choose the things in a SELECT DISTINCT of their own, "
    "and ask for the rest outside."
)


def ended(reason: str, settings: Settings, wait: float = 0.0, asked: str = "") -> Problem:
    """Return the problem for a request that was ended or not begun.

    ``reason`` is one of ``time``, ``memory``, ``busy``, ``queue``, ``lost``, ``gone``, ``budget``;
    ``wait`` is in how many seconds the client may come again, ``asked`` the query or what holds it.
    """
    again = {"Retry-After": str(math.ceil(wait)) if wait else RETRY}
    if reason == "time":
        limit = settings.timeout
        says = f"The request exceeded the time limit of {limit:g} seconds."
        if EXISTS.search(asked):
            says = f"{says} {INSTEAD}"
        return Problem(503, "time", says, again, limit=limit)
    if reason == "memory":
        size = settings.memory
        says = f"The request exceeded the memory limit of {size >> 20} MB."
        return Problem(503, "memory", says, again, limit=size)
    if reason == "budget":
        spent = f"You have used {settings.budget:g} seconds of work within a minute"
        says = f"{spent}; come again in {math.ceil(wait)} seconds."
        return Problem(429, "budget", says, again, limit=settings.budget)
    if reason == "queue":
        says = "Too many requests are waiting; try again in a moment."
        return Problem(503, "queue", says, again, limit=settings.queue)
    if reason == "lost":
        says = "The process that worked on this was lost, twice; the request may be the cause."
        return Problem(503, "lost", says, again)
    says = "Too many long requests are running; try again in a moment."
    return Problem(503, "busy", says, again, limit=max(1, settings.workers - 2))
