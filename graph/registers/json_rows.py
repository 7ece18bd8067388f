"""Objects of a JSON array, streamed: the JSON downloads of CORDIS, and ROR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ijson

from graph.registers.archive import READ_ERRORS, Member
from graph.registers.pace import EVERY
from graph.registers.report import Report, Severity


def json_objects(member: Member, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number (from 1) and object of each item of the array; what is no object is refused."""
    number = 0
    try:
        with member.open() as stream:
            report.pace.start()
            for number, item in enumerate(ijson.items(stream, "item"), start=1):
                if number % EVERY == 0:
                    report.pace.at(member.name, number, stream.tell(), member.size)
                if isinstance(item, dict):
                    yield number, item
                else:
                    report.add(Severity.REFUSED, "no object", member.name, number, "", "left out")
    except (ijson.JSONError, UnicodeDecodeError, *READ_ERRORS) as error:
        told = " ".join(str(error).split())[:200]
        report.add(
            Severity.REFUSED,
            "unreadable member",
            member.name,
            number + 1,
            "",
            f"{told or 'ends too early'}; the {number:,} items before it were read",
        )
        return
    if not number:
        report.add(Severity.REFUSED, "empty file", member.name, 0, "", "there is no array of items")


def json_rows(member: Member, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the objects as rows of text, as the CSV download would give them."""
    for number, item in json_objects(member, report):
        yield number, {str(name): _text(value) for name, value in item.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_text(part) for part in value)
    return str(value)
