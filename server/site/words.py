"""Texts that scripts show, in the language of the page; scripts hold no words of their own."""

from __future__ import annotations

from flask_babel import gettext as _


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
        "empty": _("The query is right, and nothing answers it."),
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
        "truncated": _("The answer was cut; narrow the query or use LIMIT."),
        "copied": _("Copied"),
        "syntax": _("This is no SPARQL."),
        "network": _("The server did not answer."),
        "lineColumn": _("Line {line}, column {column}"),
        "editor": _("Query editor"),
        "more": _("{n} more are not drawn."),
        "sort": _("Sort by {name}"),
    }
