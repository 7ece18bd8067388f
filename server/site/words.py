"""Texts that scripts show, in the language of the page; scripts hold no words of their own."""

from __future__ import annotations

from flask_babel import gettext as _

from server.i18n import punctuation


def words() -> dict[str, str]:
    """Return the texts of the query page's scripts by key."""
    return {
        "query": _("Query"),
        "newTab": _("New tab"),
        "closeTab": _("Close this tab"),
        "tabs": _("Queries of this browser"),
        "running": _("Running …"),
        "rows": _("%(shown)s rows", shown="{n}"),
        "row": _("1 row"),
        "of": _("{n} of {all} rows"),
        "time": _("{n} ms"),
        "yes": _("Yes"),
        "no": _("No"),
        "empty": _("The query is valid but returned no results."),
        "filter": _("Filter rows"),
        "previous": _("Previous"),
        "next": _("Next"),
        "page": _("Page {n} of {all}"),
        "table": _("Table"),
        "chart": _("Chart"),
        "diagram": _("Diagram"),
        "timeline": _("Timeline"),
        "views": _("Views"),
        "results": _("Results"),
        "truncated": _("The answer is too long; narrow the query or use LIMIT."),
        "copied": _("Copied"),
        "syntax": _("This is not valid SPARQL."),
        "network": _("The server did not answer."),
        "colon": punctuation().colon,
        "expected": _("Expected: %(list)s", list="{list}"),
        "prefix": _("This prefix is not declared: %(name)s", name="{name}"),
        "unexpected": _("This is not expected here."),
        "lineColumn": _("Line {line}, column {column}"),
        "editor": _("Query editor"),
        "more": _("{n} more not drawn."),
        "sort": _("Sort by {name}"),
    }
