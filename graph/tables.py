"""Tables as a person or a program wants them: on the terminal, CSV, JSON.

The JSON of every table is ``{"built", "definition", "filter", "rows"}``, on pages and in
commands alike.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

Row = Mapping[str, Any]


@dataclass
class Table:
    """Rows with the date of the data, what they mean and how they were chosen.

    ``columns`` names the keys of the rows that a person sees; JSON holds the rows whole.
    """

    built: str
    definition: str
    rows: Sequence[Row]
    columns: Sequence[str]
    filter: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> str:
        """Return the table as JSON text, keys in a fixed order."""
        data = {
            "built": self.built,
            "definition": self.definition,
            "filter": dict(self.filter),
            "rows": [dict(row) for row in self.rows],
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def csv(self) -> str:
        """Return the columns as CSV (RFC 4180), a header row first; lists joined by ``; ``."""
        return csv_text([self.columns, *([row.get(c) for c in self.columns] for row in self.rows)])

    def text(self, width: int | None = None) -> str:
        """Return the columns as a table for the terminal, the definition below it."""
        if not self.rows:
            return f"Nothing to show. {self.definition}\n"
        table = RichTable(show_lines=any("\n" in cell(v) for r in self.rows for v in r.values()))
        for column in self.columns:
            table.add_column(column, overflow="fold")
        for row in self.rows:
            table.add_row(*(cell(row.get(column)).replace("[", r"\[") for column in self.columns))
        stream = io.StringIO()
        console = Console(file=stream, width=width, highlight=False)
        console.print(table)
        count = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        console.print(f"{count}. {self.definition} Data of {self.built}.", markup=False)
        return stream.getvalue()

    def render(self, format: str) -> str:
        """Return the table as ``table``, ``csv`` or ``json``."""
        match format:
            case "json":
                return self.json()
            case "csv":
                return self.csv()
        return self.text()


# The wide ones are what some East Asian keyboards write, and spreadsheets there read alike.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Of telephone numbers only those with nothing but spaces: +1-202-555 is a sum to a spreadsheet.
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|\+\d[\d ]{5,19}")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, with an apostrophe if it looks like one.

    Numbers stay as they are, and so do telephone numbers in the international form.
    """
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV (RFC 4180) without live formulas; whatever people open is written here."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell(value)) for value in row])
    return stream.getvalue()


def cell(value: Any) -> str:
    """Return one value as text: lists joined, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell(part)}" for key, part in value.items())
    return str(value)
