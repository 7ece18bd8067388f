"""Events that a text opens in one place and closes in another: the first day and the last."""

from __future__ import annotations

from dataclasses import replace

from graph.extraction.model import Candidate, Thing

OPENS, CLOSES = "event-opens", "event-closes"
"""Rules of ``verbs``: what a verb of beginning or ending says of an event, until both are known."""


def spans(statements: list[Candidate]) -> list[Candidate]:
    """Return the statements with first and last days where a text tells both, else without the halves."""
    opened: dict[Thing, Candidate] = {}
    closed: dict[Thing, Candidate] = {}
    for c in statements:
        if c.rule == OPENS:
            opened.setdefault(c.subject, c)
        elif c.rule == CLOSES:
            closed[c.subject] = c
    whole = {t for t in opened if t in closed and str(opened[t].object) < str(closed[t].object)}
    ends = {(t, x.object) for t in whole for x in (opened[t], closed[t])}
    kept = [
        c
        for c in statements
        if c.rule not in (OPENS, CLOSES)
        and not (c.property == "date" and (c.subject, c.object) in ends)
    ]
    for thing in whole:
        if not any(c.subject == thing and c.property == "startDate" for c in kept):
            kept += [replace(opened[thing]), replace(closed[thing])]
    return kept
