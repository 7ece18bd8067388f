"""Judgements where they are: in ``sources/identity/`` and, for imported layers, in a store."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from graph import iris
from graph.identity.imported import with_imported
from graph.identity.judgements import MACHINE, PART_OF, Judgement
from graph.identity.rdf import JUDGEMENTS_GRAPH
from graph.registers.kept import kept_folder
from graph.store import StoreMissing, open_store

_QUERY = f"""
SELECT ?node ?left ?right ?relation ?score ?rule ?reason ?method ?date WHERE {{
  GRAPH <{JUDGEMENTS_GRAPH}> {{
    ?node a <{iris.EUCN.IdentityJudgement}> ;
      <{iris.EUCN.left}> ?left ; <{iris.EUCN.right}> ?right ; <{iris.EUCN.relation}> ?relation ;
      <{iris.EUCN.score}> ?score ; <{iris.EUCN.rule}> ?rule ; <{iris.EUCN.reason}> ?reason ;
      <{iris.EUCN.method}> ?method ; <{iris.EUCN.date}> ?date .
  }}
}}
"""


def all_judgements(folder: Path, store: str) -> list[Judgement]:
    """Return the judgements of the folder and of imports, and further ones of the store.

    A decision that a person made since the store was built counts at once.
    """
    here = with_imported(folder, kept_folder(store))
    pairs = {one.pair for one in here}
    return [*here, *(one for one in in_store(store) if one.pair not in pairs)]


def in_store(store: str) -> list[Judgement]:
    """Return the judgements in a store; none where there is no store."""
    try:
        graph = open_store(store, disk=True)
    except StoreMissing:
        return []
    text = graph.query_bytes(_QUERY, "csv").decode()
    found = []
    for row in csv.DictReader(io.StringIO(text)):
        relation = row["relation"].rpartition("/")[2]
        found.append(
            Judgement(
                row["node"].rpartition("/")[2],
                iris.identifier(row["left"]) or row["left"],
                iris.identifier(row["right"]) or row["right"],
                PART_OF if relation == "part-of" else relation,
                float(row["score"]),
                row["rule"].rpartition("/")[2],
                row["reason"],
                "person" if row["method"].endswith("/curated") else MACHINE,
                row["date"],
            )
        )
    return sorted(found, key=lambda one: one.id)
