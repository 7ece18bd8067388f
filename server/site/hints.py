"""What in a query cannot find anything: terms that the ontology does not have, with near ones.

An empty answer to a misspelt property looks like an answer. The query runs all the same; the
hint stands beside what came of it.
"""

from __future__ import annotations

import re

from flask import Flask, Response, jsonify
from flask_babel import gettext as _
from rapidfuzz import fuzz, process

from graph.iris import EUCN, ID
from server.i18n import punctuation
from server.reading import body
from server.site.data import catalogue

MOST = 5
"""Hints given for one query."""
LONGEST = 100_000
"""Characters of a query that are looked at."""
LIKE = 70.0
"""Least likeness (0 to 100) of a near term."""

_APART = re.compile(
    # A string without an end is taken to the end of its line: each quote in it would be sought an
    # end for through all the rest.
    r'"""(?:.|\n)*?(?:"""|\Z)|"(?:[^"\\\n]|\\.)*+"?|<[^<>\s]*>|#[^\n]*'
)
_TERM = re.compile(r"(?<![\w:])eucn:([A-Za-z][\w-]*)")
_THING = re.compile(rf"<({re.escape(str(ID))}[^<>\s]+)>")


def hints(query: str) -> list[str]:
    """Return what in a query is neither in the ontology nor in the graph, in plain words."""
    query = query[:LONGEST]
    known = catalogue()
    terms = {iri.removeprefix(str(EUCN)) for iri in known.terms if iri.startswith(str(EUCN))}
    bare = _APART.sub(" ", query)
    told = []
    for name in dict.fromkeys(_TERM.findall(bare)):
        if name in terms:
            continue
        text = _("%(term)s is not in the ontology.", term=f"eucn:{name}")
        near = process.extract(name, sorted(terms), scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
        if near:
            listed = punctuation().comma.join(f"eucn:{one}" for one, _score, _at in near)
            text += punctuation().space + _("Perhaps you meant: %(values)s", values=listed)
        told.append(text)
    kept = "\n".join(line.partition(" #")[0] for line in query.splitlines())
    for iri in dict.fromkeys(_THING.findall(kept)):
        if iri not in known.entries and iri not in known.nodes:
            short = iri.removeprefix(str(ID))
            if short.split("/", 1)[0] in _SEGMENTS:
                told.append(_("%(thing)s is not in the graph.", thing=short))
    return told[:MOST]


_SEGMENTS = (
    "project", "organization", "cluster", "cluster-partnership", "agreement", "dialogue",
    "dialogue-session", "event", "programme", "policy", "initiative", "person", "place", "country",
)  # fmt: skip
"""Kinds of ids of which every one in the graph has a page; others may be there without one."""


def answer() -> Response:
    """Answer POST ``/queries/hints`` with JSON ``{"query": …}``: hints as a list of texts."""
    asked = body()
    query = str(asked.get("query", "")) if isinstance(asked, dict) else ""
    return jsonify(hints(query))


def register(app: Flask) -> None:
    """Add the address of hints to ``app``."""
    app.add_url_rule("/queries/hints", "query_hints", answer, methods=["POST"])
