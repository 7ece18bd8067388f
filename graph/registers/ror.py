"""The reader of the Research Organization Registry: JSON of schema 2.x, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.numerals import is_whole
from graph.registers import values
from graph.registers.archive import Member, members
from graph.registers.cordis import known_countries
from graph.registers.json_rows import json_objects
from graph.registers.model import RorName, RorRecord, RorRelation
from graph.registers.report import Report, Severity
from graph.registers.row import Row

_ID = re.compile(r"https://ror\.org/(0[a-z0-9]{6}\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
STATUSES = frozenset({"active", "inactive", "withdrawn"})
RELATIONS = frozenset({"parent", "child", "related", "successor", "predecessor"})
_KNOWN = frozenset(
    {
        "admin",
        "domains",
        "established",
        "external_ids",
        "id",
        "links",
        "locations",
        "names",
        "relationships",
        "status",
        "types",
    }
)


def read_ror(path: Path, report: Report) -> Iterator[RorRecord]:
    """Yield the records of a download, one at a time; what cannot be read is in the report."""
    seen: dict[str, int] = {}
    found = False
    for member in members(path, report):
        if member.suffix != "json" or "schema_v1" in member.stem:
            # The official zip has the same records as CSV, and once had them in schema 1 too.
            if member.suffix not in ("csv", "json", "txt", "md"):
                report.add(
                    Severity.SIGNALLED, "unknown file", member.name, 0, "", "nobody reads it"
                )
            continue
        found = True
        yield from _member(member, seen, report)
    if not found:
        report.add(
            Severity.REFUSED, "missing file", path.name, 0, "", "there is no JSON file of records"
        )


def _member(member: Member, seen: dict[str, int], report: Report) -> Iterator[RorRecord]:
    for number, item in json_objects(member, report):
        report.read["records"] += 1
        row = Row({}, member.name, number, report)
        record = _record(item, row)
        if record is None:
            report.refused["records"] += 1
        elif record.id in seen:
            report.refused["records"] += 1
            row.refuse(
                "an id twice", "id", f"{record.id} stands in record {seen[record.id]} too; left out"
            )
        else:
            seen[record.id] = number
            yield record


def _record(item: dict[str, Any], row: Row) -> RorRecord | None:
    for name in item.keys() - _KNOWN:
        row.refuse("unknown column", name, "nobody reads this field")
    found = _ID.fullmatch(str(item.get("id", "")))
    if not found:
        row.refuse("no id", "id", f"{item.get('id')!r} is no id of ROR; the record is left out")
        return None
    try:
        names = tuple(_names(item["names"], row))
        if not names:
            row.refuse("no name", "names", f"{found[1]} has none; the record is left out")
            return None
        place = _place(item.get("locations") or [], row)
        admin = (item.get("admin") or {}).get("last_modified") or {}
        status = str(item.get("status", ""))
        if status not in STATUSES:
            row.signal("unknown status", "status", f"{status!r}")
        return RorRecord(
            found[1],
            status,
            tuple(str(kind) for kind in item.get("types") or ()),
            _year(item.get("established"), row),
            names,
            tuple(filter(None, (values.domain(str(d)) for d in item.get("domains") or ()))),
            next(
                (str(k["value"]) for k in item.get("links") or () if k.get("type") == "website"), ""
            ),
            *place,
            tuple(sorted(_external(item.get("external_ids") or []))),
            tuple(_relations(item.get("relationships") or [], row)),
            str(admin.get("date", "")),
            row.file,
            row.number,
        )
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        row.refuse(
            "not schema 2",
            found[1],
            f"{type(error).__name__}: {error}; the record is not in the shape of schema 2.x",
        )
        return None


def _year(value: object, row: Row) -> str:
    text = "" if value is None else str(value)
    if not text or is_whole(text, 4):
        return text.lstrip("0")
    row.signal("not a year", "established", f"{text[:40]!r}; left out")
    return ""


def _degrees(value: object, most: int) -> str:
    """Return latitude or longitude to five digits, about a metre. Raises ValueError."""
    if value is None:
        return ""
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > most:
        raise ValueError(f"{str(value)[:40]!r} is no place on earth")
    return values.plain_number(number, 5)


def _names(items: list[dict[str, Any]], row: Row) -> Iterator[RorName]:
    for item in items:
        language = item.get("lang") or ""
        if language and not _LANGUAGE.fullmatch(language):
            row.signal("unknown language", "lang", f"{language!r}; left out")
            language = ""
        text = values.name(row, "names", str(item["value"]))
        if text:
            yield RorName(text, language, tuple(sorted(str(kind) for kind in item["types"])))


def _place(items: list[dict[str, Any]], row: Row) -> tuple[str, str, str, str, str, str, str]:
    """Town, geonames id, country, subdivision and its name, latitude, longitude of the first."""
    if not items:
        return "", "", "", "", "", "", ""
    details = items[0].get("geonames_details") or {}
    country = str(details.get("country_code") or "")
    if country and country not in known_countries():
        row.signal("unknown country", "country_code", f"{country!r}; left out")
        country = ""
    return (
        values.name(row, "name", str(details.get("name") or "")),
        str(items[0].get("geonames_id") or ""),
        country,
        str(details.get("country_subdivision_code") or ""),
        str(details.get("country_subdivision_name") or ""),
        _degrees(details.get("lat"), 90),
        _degrees(details.get("lng"), 180),
    )


def _external(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for item in items:
        kind = str(item["type"]).lower()
        preferred = item.get("preferred") or next(iter(item.get("all") or ()), None)
        if preferred:
            yield kind, str(preferred).replace(" ", "") if kind == "isni" else str(preferred)


def _relations(items: list[dict[str, Any]], row: Row) -> Iterator[RorRelation]:
    for item in items:
        kind, other = str(item["type"]).lower(), _ID.fullmatch(str(item["id"]))
        if kind not in RELATIONS:
            row.signal("unknown relationship", "relationships", f"{kind!r}; left out")
        elif not other:
            row.signal("no id", "relationships", f"{item['id']!r}; left out")
        else:
            yield RorRelation(kind, other[1])
