"""Rows of a CSV file of a register, whatever happened to it on its way."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import IO

from graph.registers.archive import READ_ERRORS, Member
from graph.registers.pace import EVERY
from graph.registers.report import Report, Severity

LARGEST_FIELD = 16 << 20
"""Characters a field may have. CORDIS has fields of 400,000; a quote that is never closed makes
one of the rest of the file, and has to end somewhere."""

_MARKER = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")
_DELIMITERS = (";", ",", "\t", "|")


def csv_rows(member: Member, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line and values of each row, by the name of the column.

    The delimiter is that of the header. Lines that are not UTF-8 are read as Windows-1252, which
    is what older downloads were made on, and reported. A row with more or fewer values than the
    header has columns is refused: nobody can say which value is which.
    """
    csv.field_size_limit(LARGEST_FIELD)
    with member.open() as stream:
        lines = _lines(stream, member.name, report)
        started = _header(lines, member.name, report)
        if started is None:
            return
        first, header, delimiter = started
        report.pace.start()
        body = _body(lines, first, header, delimiter, member.name, report)
        for rows, row in enumerate(body, start=1):
            if rows % EVERY == 0:
                report.pace.at(member.name, rows, stream.tell(), member.size)
            yield row


class _Numbered:
    """Counts the lines that were taken, so that a row can be told where it starts."""

    def __init__(self, lines: Iterator[str], taken: int) -> None:
        self.lines = lines
        self.taken = taken

    def __iter__(self) -> _Numbered:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.taken += 1
        return line


def _lines(stream: IO[bytes], file: str, report: Report) -> Iterator[str]:
    number = 0
    try:
        for number, raw in enumerate(stream, start=1):
            if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
                raw = raw[3:]
                report.add(
                    Severity.NORMALISED, "byte-order mark", file, 1, "", "the mark is taken off"
                )
            try:
                yield raw.decode()
            except UnicodeDecodeError:
                report.add(
                    Severity.MENDED,
                    "mixed encodings",
                    file,
                    number,
                    "",
                    "the line is not UTF-8; read as Windows-1252",
                )
                yield raw.decode("cp1252", "replace")
    except READ_ERRORS as error:
        report.add(
            Severity.REFUSED,
            "unreadable member",
            file,
            number + 1,
            "",
            f"{error or 'ends too early'}; the rows before it were read",
        )


def _header(lines: Iterator[str], file: str, report: Report) -> tuple[int, list[str], str] | None:
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        if _MARKER.fullmatch(text):
            _marker(file, number, text, report)
            continue
        delimiter = max(_DELIMITERS, key=text.count)
        if not text.count(delimiter):
            report.add(
                Severity.REFUSED, "no header", file, number, "", "the header has a single column"
            )
            return None
        if delimiter != ";":
            report.add(
                Severity.MENDED,
                "wrong delimiter",
                file,
                number,
                "",
                f"columns are parted by {delimiter!r}, not ';'; read that way",
            )
        header = [name.strip() for name in next(csv.reader([text], delimiter=delimiter))]
        return number, header, delimiter
    report.add(Severity.REFUSED, "empty file", file, 0, "", "there is no header")
    return None


def _marker(file: str, number: int, text: str, report: Report) -> None:
    report.add(
        Severity.MENDED,
        "merge-conflict marker",
        file,
        number,
        "",
        f"{text[:20]!r} is left out; the file may hold two versions of rows",
    )


def _body(
    lines: Iterator[str], first: int, header: list[str], delimiter: str, file: str, report: Report
) -> Iterator[tuple[int, dict[str, str]]]:
    numbered = _Numbered(lines, first)
    width = len(header)
    reader = csv.reader(numbered, delimiter=delimiter)
    while True:
        number = numbered.taken + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report.add(
                Severity.REFUSED,
                "unreadable row",
                file,
                number,
                "",
                f"{error}; a quote may be missing; reading goes on after it",
            )
            reader = csv.reader(numbered, delimiter=delimiter)
            continue
        if len(values) == width:
            if values != header:
                yield number, dict(zip(header, values, strict=True))
            else:
                report.add(
                    Severity.MENDED, "header repeated", file, number, "", "the row is left out"
                )
        elif not values:
            continue
        elif len(values) == 1 and _MARKER.fullmatch(values[0].strip()):
            _marker(file, number, values[0].strip(), report)
        elif len(values) > width and not any(values[width:]):
            yield number, dict(zip(header, values[:width], strict=True))
        else:
            report.add(
                Severity.REFUSED,
                "wrong number of columns",
                file,
                number,
                "",
                f"{len(values)} values for {width} columns; the row is left out",
            )
