"""What a loaded file may not say of things, graphs and rows that other layers describe."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph
from rdflib import OWL
from rdflib.namespace import DCTERMS

from graph import iris
from graph.iris import EUCN
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

OWN = frozenset(
    map(
        str,
        (
            *(OWL.deprecated, DCTERMS.isReplacedBy, EUCN.documentGraph, EUCN.sha256),
            *(EUCN.length, EUCN.textNormalisation),
        ),
    )
)
"""What only the layer says that describes a thing: that it is retired, and which text it is."""


EVIDENCE = ("claim", "evidence", "passage", "selector", "row", "dataset", "loaded-file")
"""Segments of IRIs of evidence: of that of others a file says nothing."""


def check_ownership(
    statements: Statements, known: Collection[str], graphs: Collection[str]
) -> Iterator[Finding]:
    """Yield what a file says in the place of another layer.

    Args:
        known: the things that other layers describe.
        graphs: the graphs that other layers bring.
    """
    told = set()
    for subject, prop, value, graph in statements.every():
        segment = subject.removeprefix(str(iris.ID)).partition("/")[0]
        if subject in graphs or (subject in known and (prop in OWN or segment in EVIDENCE)):
            told.add((subject, prop, graph))
        # The evidence of a file is the file: a row that it does not bring is none of its own.
        foreign = isinstance(value, pyoxigraph.NamedNode) and value.value not in statements.types
        if prop == str(EUCN.statedInRow) and foreign:
            told.add((subject, prop, graph))
    for subject, prop, graph in sorted(told):
        yield finding("of-another-layer", subject, prop, graph=graph)
