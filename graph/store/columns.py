"""The columns of ``SELECT *``: those of the query, in the order in which it names them.

The engine sorts them by name. SPARQL leaves the order open, but a table whose columns stand as they
were written is what people and their programs expect, so the star is replaced by the variables.
"""

from __future__ import annotations

import re

import pyoxigraph

from graph.iris import BASE

_STAR = re.compile(
    # Possessive: a row of # could be parted into comments in ever so many ways.
    r"(?:[ \t\r\n]|\#[^\r\n]*+)*+(?:(?:DISTINCT|REDUCED)(?:[ \t\r\n]|\#[^\r\n]*+)*+)?+\*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"""\#[^\r\n]*|<[^<>"{}|^`\\\x00-\x20]*>
    |\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
    |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'
    |[?$](?P<name>\w+)""",
    re.VERBOSE | re.DOTALL,
)
_EMPTY = pyoxigraph.Store()


def in_order(query: str, start: int) -> str:
    """Return a query with the star of its ``SELECT *`` replaced by its variables.

    ``start`` is the position behind SELECT. The text, which must be known to hold no SERVICE
    clause, is returned as it is where it has no star, one variable, or a mistake.
    """
    star = _STAR.match(query, start)
    if star is None:
        return query
    try:
        answer = _EMPTY.query(query, base_iri=BASE)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return query
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        return query
    known = [variable.value for variable in answer.variables]
    found = [match["name"] for match in _NAMED.finditer(query, star.end()) if match["name"]]
    # A look-alike within the text costs the order, never a column.
    columns_there = set(known)
    order = [name for name in dict.fromkeys([*found, *known]) if name in columns_there]
    if order == known:
        return query
    columns = " ".join(f"?{name}" for name in order)
    return f"{query[: star.end() - 1]} {columns} {query[star.end() :]}"
