"""The reader of ROR, and what is taken of it."""

from __future__ import annotations

import json
from pathlib import Path

from graph.registers.report import Report, Severity
from graph.registers.ror import read_ror
from graph.registers.ror_extract import choose, make_ror_extract
from tests.registers.small import ror_record, zipped


def read(tmp_path: Path, *records: object) -> tuple[list[str], Report]:
    path = zipped(tmp_path / "ror.zip", {"v2-ror-data.json": json.dumps(records).encode()})
    report = Report()
    return [record.id for record in read_ror(path, report)], report


def test_a_record(tmp_path: Path) -> None:
    path = zipped(tmp_path / "ror.zip", {"ror.json": json.dumps([ror_record()]).encode()})
    report = Report()
    (record,) = read_ror(path, report)
    assert report.sound
    assert [(name.language, name.text) for name in record.names] == [
        ("en", "Example University"),
        ("zh", "北京示例大学"),
    ]
    assert (record.town, record.country, record.subdivision) == ("Beijing", "CN", "BJ")
    assert dict(record.external) == {"isni": "0000000000000001", "wikidata": "Q1"}
    assert [(r.kind, r.other) for r in record.relations] == [("parent", "000000b02")]


def test_bad_records_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    ids, report = read(
        tmp_path,
        ror_record(),
        ror_record(id="https://example.org/1"),
        ror_record(id="https://ror.org/000000c03", names=[]),
        ror_record(id="https://ror.org/000000d04", names="Example"),
        ror_record(id="https://ror.org/000000e05", colour="red"),
        ror_record(),
    )
    assert ids == ["000000a01", "000000e05"]
    assert report.read["records"] == 6
    assert report.refused["records"] == 4
    assert {kind for severity, kind in report.counts if severity is Severity.REFUSED} == {
        "no id",
        "no name",
        "not schema 2",
        "unknown column",
        "an id twice",
    }


def test_numbers_that_are_none(tmp_path: Path) -> None:
    """The library raises on what is no number, and on one that it cannot round."""
    place = {"geonames_id": 1, "geonames_details": {"name": "Beijing", "country_code": "CN"}}

    def at(number: int, latitude: object) -> dict[str, object]:
        details = {**place["geonames_details"], "lat": latitude, "lng": 1.5}  # type: ignore[dict-item]
        identifier = f"https://ror.org/0000000{number:02d}"
        return ror_record(id=identifier, locations=[{**place, "geonames_details": details}])

    odd = ["x", "NaN", "Infinity", 1e30, "1e999999", "²", [], 91]
    ids, report = read(tmp_path, *(at(n, latitude) for n, latitude in enumerate(odd)), at(50, 40.1))
    assert ids == ["000000050"]
    assert report.refused["records"] == len(odd)
    years = ["²²²²", "19990", "-5", 1999.5, "x", [], "9" * 5000]
    records = [
        ror_record(id=f"https://ror.org/0000000{n:02d}", established=year)
        for n, year in enumerate(years)
    ]
    path = zipped(tmp_path / "years.zip", {"ror.json": json.dumps(records).encode()})
    assert [record.established for record in read_ror(path, Report())] == [""] * len(years)


def test_parents_and_successors_come_along(tmp_path: Path) -> None:
    child = ror_record()
    parent = ror_record(
        id="https://ror.org/000000b02",
        relationships=[
            {"type": "child", "label": "", "id": "https://ror.org/000000a01"},
            {"type": "child", "label": "", "id": "https://ror.org/000000c03"},
        ],
        names=[{"lang": None, "types": ["ror_display"], "value": "Ministry"}],
    )
    other = ror_record(
        id="https://ror.org/000000c03",
        names=[{"lang": None, "types": ["ror_display"], "value": "Sister"}],
    )
    path = zipped(tmp_path / "ror.zip", {"ror.json": json.dumps([child, parent, other]).encode()})
    report = Report()
    records = {record.id: record for record in read_ror(path, report)}
    # By a name in any language, with the country.
    chosen = choose(records, set(), {("北京示例大学", "CN")})
    assert [record.id for record in chosen] == ["000000a01", "000000b02"]
    assert choose(records, set(), {("北京示例大学", "DE")}) == []
    assert [record.id for record in choose(records, {"000000c03"}, set())] == [
        "000000b02",
        "000000c03",
    ]
    extract = make_ror_extract(chosen, report)
    assert [(line.ror, line.relation, line.other) for line in extract.relations] == [
        ("000000a01", "parent", "000000b02"),
        ("000000b02", "child", "000000a01"),
    ]
