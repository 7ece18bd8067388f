"""The register CORDIS (Horizon Europe) as N-Quads, for size."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

B = "https://w3id.org/eucn/bench/"
GRAPH = f"<{B}graph>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"


def text(value: str) -> str:
    """A string literal."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(plain, escaped)
    return f'"{value}"'


def typed(value: str, datatype: str) -> str:
    return f'"{value}"^^<{XSD}{datatype}>'


def rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(name) as raw:
        stream = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        yield from csv.DictReader(stream, delimiter=";")


def lines(path: Path) -> Iterator[str]:
    """N-Quads lines: projects, organisations, participations, and topics as text."""

    def quad(subject: str, predicate: str, value: str) -> str:
        return f"<{B}{subject}> <{B}{predicate}> {value} {GRAPH} .\n"

    with zipfile.ZipFile(path) as archive:
        for row in rows(archive, "project.csv"):
            s = f"project/{row['id']}"
            yield f"<{B}{s}> {TYPE} <{B}Project> {GRAPH} .\n"
            yield quad(s, "acronym", text(row["acronym"]))
            yield quad(s, "title", text(row["title"]))
            for key, name in (("startDate", "start"), ("endDate", "end")):
                if len(row[key]) == 10:
                    yield quad(s, name, typed(row[key], "date"))
        for row in rows(archive, "topics.csv"):
            yield quad(f"project/{row['projectID']}", "topic", text(row["topic"]))
        for number, row in enumerate(rows(archive, "organization.csv")):
            s, o = f"participation/{number}", f"organisation/{row['organisationID']}"
            yield quad(f"project/{row['projectID']}", "participation", f"<{B}{s}>")
            yield quad(s, "participant", f"<{B}{o}>")
            yield quad(s, "role", f"<{B}role/{row['role']}>")
            if row["ecContribution"]:
                yield quad(s, "contribution", typed(row["ecContribution"], "decimal"))
            yield f"<{B}{o}> {TYPE} <{B}Organisation> {GRAPH} .\n"
            yield quad(o, "name", text(row["name"]))
            if row["country"]:
                yield quad(o, "country", text(row["country"]))


def write(archive: Path, graph: Path, out: Path) -> int:
    """The built graph and the register in one sorted file; returns the number of statements."""
    known = set(graph.read_text(encoding="utf-8").splitlines(keepends=True))
    known.update(lines(archive))
    out.write_text("".join(sorted(known)), encoding="utf-8")
    return len(known)
