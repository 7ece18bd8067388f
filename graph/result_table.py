"""SPARQL answers as a person reads them on a terminal."""

from __future__ import annotations

import io
import json

from rich.console import Console
from rich.table import Table

from graph.iris import short
from graph.store import Store
from graph.store.errors import QuerySyntaxError

_NARROWEST = 40


def query_table(store: Store, query: str, width: int | None = None) -> str:
    """Return the answer to a query: a table for SELECT, yes or no for ASK, Turtle for the others.

    IRIs of the project are shown without their base.
    """
    try:
        answer = json.loads(store.query_bytes(query, "json"))
    except QuerySyntaxError:
        raise
    except ValueError:
        return store.query_bytes(query, "turtle").decode()
    if "boolean" in answer:
        return "yes\n" if answer["boolean"] else "no\n"
    columns = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(row.get(column)).replace("[", r"\[") for column in columns))
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False)
    # COLUMNS=0 is no terminal of that width; the table would be nothing at all.
    console.width = max(console.width, _NARROWEST)
    console.print(table)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    return stream.getvalue()


def _shown(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    return short(term["value"]) if term["type"] == "uri" else term["value"]
