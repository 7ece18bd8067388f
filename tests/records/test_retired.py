"""Ids that are no longer written: the list, its mistakes, and what the build makes of it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from rdflib import OWL, Literal
from rdflib.namespace import DCTERMS

from graph import iris
from graph.assembly.expand import expand
from graph.paths import SOURCES
from graph.records.load import load_sources
from graph.records.problems import RecordError


def write(folder: Path, rows: str) -> Path:
    (folder / "retired.csv").write_text("old,new,why\n" + rows, encoding="utf-8")
    return folder


def test_old_ids_stay_deprecated_with_the_one_that_replaces_them(folder: Path) -> None:
    """The segment of the old id need not be one that a class has today."""
    write(folder, "partner/port-of-ghent,organization/port-of-ghent,a role is no kind\n")
    quads = expand(load_sources(folder))
    old, new = iris.resource("partner/port-of-ghent"), iris.resource("organization/port-of-ghent")
    assert quads.values(old, OWL.deprecated) == [Literal(True)]
    assert quads.values(old, DCTERMS.isReplacedBy) == [new]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "partner/x,organization/nobody,\n",
            r"retired.csv:2: .*'organization/nobody' is not described",
        ),
        ("partner/x,partner/x,\n", r"retired.csv:2: partner/x: needs two different ids"),
        ("Partner X,organization/port-of-ghent,\n", r"retired.csv:2: .*needs two different ids"),
        ("partner/x,organization/port-of-ghent\n", r"retired.csv:2: needs 3 columns"),
        (
            "partner/x,organization/port-of-ghent,\npartner/x,organization/port-of-ningbo,\n",
            r"retired.csv:3: partner/x: stands twice here, first on line 2",
        ),
        (
            "organization/port-of-ghent,organization/port-of-ningbo,\n",
            r"retired.csv:2: .*has an entry in .*register.yaml:\d+ already",
        ),
    ],
)
def test_mistakes_in_the_list_are_told(folder: Path, rows: str, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        load_sources(write(folder, rows))
    assert re.search(message, str(caught.value)), str(caught.value)


def test_list_without_its_first_line_is_told(folder: Path) -> None:
    (folder / "retired.csv").write_text("partner/x,organization/port-of-ghent,\n")
    with pytest.raises(RecordError, match="the first line must be old,new,why"):
        load_sources(folder)


def test_id_of_a_former_segment_is_told_with_the_new_one(folder: Path) -> None:
    record = next(path for path in folder.glob("*.yaml") if path.name != "register.yaml")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("organization/port-of-ningbo", "partner/port-of-ningbo"))
    with pytest.raises(RecordError, match=r"it is written 'organization/port-of-ningbo' now"):
        load_sources(folder)


def test_every_former_id_of_a_partner_is_listed() -> None:
    """Each has the slug that it had, under the segment of its kind."""
    with (SOURCES / "retired.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["old"].startswith("partner/")]
    assert len(rows) == 80
    assert all(row["new"] == row["old"].replace("partner/", "organization/") for row in rows)
