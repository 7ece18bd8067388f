"""Tables for spreadsheets: CSV with a byte-order mark, with semicolons, and workbooks.

Excel takes CSV without the mark for the system's own code page, and in much of Europe parts columns
at semicolons. No cell is a formula: texts of a workbook are written as texts, those of CSV as
``graph.tables`` writes them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.errors import CALL_WRONG, EucnError
from graph.tables import cell, csv_text

MARK = b"\xef\xbb\xbf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
LONGEST = 32_767
"""Rows below the head, and characters of a cell, of a workbook."""
_NUMBERS = ("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger")
_XSD = "http://www.w3.org/2001/XMLSchema#"
csv.field_size_limit(1 << 30)
"""The library's own limit of 131,072 characters is an error for a text that is merely long."""
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


class TooLarge(EucnError):
    """A table that a workbook cannot hold."""

    exit_code = CALL_WRONG


def marked(text: bytes, separator: str = ",") -> bytes:
    """Return CSV with the mark, its columns parted by ``separator``."""
    if separator == ",":
        return MARK + text
    rows = csv.reader(io.StringIO(text.decode(), newline=""))
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return MARK + out.getvalue().encode()


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV with the mark."""
    return marked(csv_text([columns, *rows]).encode())


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook of sheets: name, columns, rows. Raises TooLarge.

    Numbers are numbers, anything else is text. Equal sheets give equal bytes.
    """
    import xlsxwriter  # takes a while to read, and few ask

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    head = book.add_format({"bold": True})
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, head)
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise TooLarge(f"A workbook has {MOST_ROWS} rows at most; take CSV.")
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, place, value)
                elif text := cell(value):
                    if len(text) > LONGEST:
                        raise TooLarge(f"A cell has {LONGEST} characters at most; take CSV.")
                    sheet.write_string(number, place, text)
    book.close()
    return out.getvalue()


def of_results(results: bytes) -> bytes:
    """Return SPARQL JSON results as a workbook of one sheet."""
    found = json.loads(results)
    if "boolean" in found:
        return workbook([("result", ["result"], [[found["boolean"]]])])
    columns = found["head"]["vars"]
    rows = ([_value(row.get(name)) for name in columns] for row in found["results"]["bindings"])
    return workbook([("result", columns, rows)])


def _value(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    kind = term.get("datatype", "").removeprefix(_XSD)
    if kind in _NUMBERS:
        try:
            number = float(term["value"])
        except ValueError:
            return term["value"]
        # Beyond 15 digits a spreadsheet changes what it shows; INF and NaN it has not.
        plain = len(term["value"].strip("+-0").replace(".", "")) <= 15 and abs(number) < 1e300
        if plain:
            return int(number) if number.is_integer() and "." not in term["value"] else number
    return term["value"]
