"""The reader of CORDIS: any layout of its bulk download, as projects and participations."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from graph import iris
from graph.numerals import is_whole, whole
from graph.paths import SOURCES
from graph.registers import values
from graph.registers.archive import Member, members
from graph.registers.columns import columns
from graph.registers.csv_rows import csv_rows
from graph.registers.json_rows import json_rows
from graph.registers.model import Field, Participation, Project
from graph.registers.report import Report, Severity
from graph.registers.row import Row, renamed
from graph.registers.terms import terms
from graph.registers.xml_rows import xml_rows

CHINA = re.compile(r"\b(?:china|chinese|sino)\b|中国", re.IGNORECASE)
"""What is meant by China in a title, topic or objective: whole words only."""

CHINA_INSIDE = re.compile(r"china|chinese|sino", re.IGNORECASE)
"""The same letters anywhere. Brassinosteroid, quasinormal and Indochina have them too; such a
title is signalled, so that a person can see what the whole words leave out."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one row of ``organization`` says about the organisation itself."""

    name: str
    short_name: str
    kind: str
    sme: str
    town: str
    country: str
    nuts: str
    latitude: str
    longitude: str
    domain: str
    rcn: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A participation with the organisation as its row tells it."""

    participation: Participation
    pic: str
    sighting: Sighting
    updated: str


@dataclass
class Register:
    """What was read of one download or several of the same programme."""

    projects: dict[str, Project] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)

    def participations(self) -> dict[str, list[Seen]]:
        """Return the participations by project."""
        made: dict[str, list[Seen]] = {}
        for one in self.seen:
            made.setdefault(one.participation.project, []).append(one)
        return made


class _Reading:
    """The state of reading: rows come table by table, projects from rows of several tables."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.register = Register()
        self.topics: dict[str, dict[str, str]] = {}
        self.euroscivoc: dict[str, dict[str, None]] = {}
        self.legal: dict[str, dict[str, None]] = {}
        self.sightings: dict[Sighting, Sighting] = {}
        self.keys: dict[tuple[str, str, str], int] = {}
        self.taken: dict[tuple[str, str, int], Seen] = {}

    def take(self, table: str, row: Row) -> None:
        self.report.read[f"{table} rows"] += 1
        {
            "project": self.project,
            "organization": self.organization,
            "topics": self.topic,
            "euroscivoc": self.field,
            "legalbasis": self.legal_basis,
        }[table](row)

    def project(self, row: Row) -> None:
        made = _project(row)
        if made is None:
            self.report.refused["project rows"] += 1
            return
        known = self.register.projects.get(made.id)
        if known is None:
            self.register.projects[made.id] = made
            self.report.sums_read["project ecMaxContribution"] += made.eu_contribution or Decimal(0)
        elif replace(known, file="", row=0) == replace(made, file="", row=0):
            self.report.refused["project rows"] += 1
            row.normalised("row repeated", "id", f"{made.id} stands in row {known.row} alike")
        else:
            self.report.refused["project rows"] += 1
            differing = [
                name
                for name in Project.__dataclass_fields__
                if name not in ("file", "row") and getattr(known, name) != getattr(made, name)
            ]
            row.refuse(
                "an id twice with different values",
                "id",
                f"{made.id} stands in row {known.row} too, with another {', '.join(differing)}; "
                "the first is kept",
            )

    def topic(self, row: Row) -> None:
        project, code = row.pop("projectID").strip(), row.pop("topic").strip()
        title = row.pop("title")
        row.ignore(columns().tables["topics"].ignored)
        row.done()
        if project and code:
            self.topics.setdefault(project, {})[code] = title

    def field(self, row: Row) -> None:
        project, code = row.pop("projectID").strip(), row.pop("euroSciVocCode").strip()
        path, title = row.pop("euroSciVocPath").strip(), row.pop("euroSciVocTitle").strip()
        row.ignore(columns().tables["euroscivoc"].ignored)
        row.done()
        if not re.fullmatch(r"(?:/\d+)+", code):
            row.refuse("not a code of EuroSciVoc", "euroSciVocCode", repr(code))
            self.report.refused["euroscivoc rows"] += 1
            return
        self.euroscivoc.setdefault(project, {})[code] = None
        self.register.fields.setdefault(code, Field(code, values.name(row, "title", title), path))

    def legal_basis(self, row: Row) -> None:
        project, code = row.pop("projectID").strip(), row.pop("legalBasis").strip()
        row.ignore(columns().tables["legalbasis"].ignored)
        row.done()
        if project and code:
            self.legal.setdefault(project, {})[code] = None

    def organization(self, row: Row) -> None:
        seen = self._seen(row)
        if seen is None:
            self.report.refused["organization rows"] += 1
            return
        part = seen.participation
        key = (part.project, part.organisation, part.order)
        known = self.taken.get(key)
        if known is not None:
            self.report.refused["organization rows"] += 1
            if replace(known.participation, file="", row=0) == replace(part, file="", row=0):
                row.normalised(
                    "row repeated", "organisationID", f"as in row {known.participation.row}"
                )
            else:
                row.refuse(
                    "an id twice with different values",
                    "organisationID",
                    f"project {part.project}, organisation {part.organisation}, order {part.order} "
                    f"stands in row {known.participation.row} too; the first is kept",
                )
            return
        self.taken[key] = seen
        self.register.seen.append(seen)
        for name, amount in (
            ("ecContribution", part.eu_contribution),
            ("netEcContribution", part.net_eu_contribution),
            ("totalCost", part.total_cost),
        ):
            self.report.sums_read[f"organization {name}"] += amount or Decimal(0)

    def _seen(self, row: Row) -> Seen | None:
        known = columns()
        project = row.pop("projectID").strip()
        pic = values.digits(row, "organisationID", row.pop("organisationID"))
        name = values.name(row, "name", row.pop("name"))
        if reason := corrections().get((project, pic, name)):
            row.normalised("PIC of another organisation", "organisationID", f"{pic}: {reason}")
            pic = ""
        if not project or not name:
            row.refuse(
                "no id", "projectID" if not project else "name", "empty; the row is left out"
            )
            return None
        country = _country(row, row.pop("country"))
        place = values.coordinates(row.values.get("geolocation", ""))
        if row.pop("geolocation").strip() and place is None:
            row.signal("no coordinates", "geolocation", "not a pair of degrees; left out")
        organisation = f"pic-{pic}" if pic else organisation_key(name, country)
        withheld = organisation_key(name, country) in withheld_names()
        if withheld:
            # The participation counts; who the person is, is nobody's business here.
            organisation, pic = organisation_key(name, country), ""
            row.normalised("natural person", "name", "name, town, address and PIC are not kept")
        kind = row.pop("activityType").strip()
        if kind and kind not in known.kinds:
            row.signal("unknown kind", "activityType", f"{kind!r}; left out")
            kind = ""
        sighting = Sighting(
            name,
            values.name(row, "shortName", row.pop("shortName")),
            known.kinds.get(kind, ""),
            _flag(row, "SME"),
            values.name(row, "city", row.pop("city")),
            country,
            row.pop("nutsCode").strip(),
            place[0] if place else "",
            place[1] if place else "",
            values.domain(row.pop("organizationURL")),
            row.pop("rcn").strip(),
        )
        if withheld:
            sighting = Sighting(
                "", "", sighting.kind, sighting.sme, "", country, "", "", "", "", ""
            )
        # One organisation stands in hundreds of rows: the same words are kept once.
        sighting = self.sightings.setdefault(sighting, sighting)
        number = whole(row.pop("order").strip())
        participation = Participation(
            project,
            organisation,
            self._counted(project, organisation) if number is None else number,
            _role(row, row.pop("role")),
            values.money(row, "ecContribution", row.pop("ecContribution")),
            values.money(row, "netEcContribution", row.pop("netEcContribution")),
            values.money(row, "totalCost", row.pop("totalCost")),
            _flag(row, "endOfParticipation"),
            row.file,
            row.number,
        )
        updated = row.pop("contentUpdateDate").strip()[:10]
        row.ignore(known.tables["organization"].ignored)
        row.done()
        return Seen(participation, pic, sighting, updated)

    def _counted(self, project: str, organisation: str) -> int:
        """Return number of the row of an organisation in a project, where the register has no
        order.
        """
        key = (project, organisation, "")
        self.keys[key] = self.keys.get(key, 0) + 1
        return self.keys[key]

    def finished(self) -> Register:
        """Topics, fields and legal bases go to their projects; rows without project are refused."""
        projects = self.register.projects
        for number, project in projects.items():
            topics = self.topics.get(number, {})
            projects[number] = replace(
                project,
                topics=tuple(dict.fromkeys([*project.topics, *sorted(topics)])),
                china_in_topic=project.china_in_topic
                or any(CHINA.search(title) for title in topics.values()),
                euroscivoc=tuple(sorted(self.euroscivoc.get(number, {}))),
                legal_basis=tuple(
                    dict.fromkeys([*project.legal_basis, *sorted(self.legal.get(number, {}))])
                ),
            )
        kept = []
        for seen in self.register.seen:
            part = seen.participation
            if part.project in projects:
                kept.append(seen)
            else:
                self.report.refused["organization rows"] += 1
                self.report.add(
                    Severity.REFUSED,
                    "unknown project",
                    part.file,
                    part.row,
                    "projectID",
                    f"{part.project} stands in no row of project",
                )
        self.register.seen = kept
        return self.register


def read_cordis(paths: list[Path], report: Report, progress: Progress | None = None) -> Register:
    """Read downloads of one programme. What cannot be read is in the report; nothing is raised."""
    reading = _Reading(report)
    there: set[str] = set()
    for path in paths:
        if progress:
            progress(f"reading {path.name}")
        for table, row in _rows(path, report, there):
            reading.take(table, row)
    # What a file lacks that nobody could open is not known, and its fault is told already.
    opened = there or not report.counts[Severity.REFUSED, "unreadable zip"]
    for table in ("project", "organization") if opened else ():
        if table not in there:
            report.add(
                Severity.REFUSED,
                "missing file",
                ", ".join(path.name for path in paths),
                0,
                table,
                f"the download has no file of that name; it must have {table}.csv, .json or .xml",
            )
    return reading.finished()


def _rows(path: Path, report: Report, there: set[str]) -> Iterator[tuple[str, Row]]:
    """Yield rows with their table; ``there`` takes the tables that there is a file of."""
    for member in members(path, report):
        if member.suffix == "xml":
            for table, number, data in xml_rows(member, report):
                there.add(table)
                yield (
                    table,
                    Row(
                        renamed(data, columns().tables[table].aliases), member.name, number, report
                    ),
                )
        elif member.suffix in ("csv", "json"):
            kind = _table_of(member)
            if kind is None:
                ignored = any(word in member.stem for word in columns().ignored_files)
                if not ignored:
                    report.add(
                        Severity.SIGNALLED, "unknown file", member.name, 0, "", "nobody reads it"
                    )
                continue
            there.add(kind)
            rows = csv_rows if member.suffix == "csv" else json_rows
            yield from _table_rows(kind, member, rows, report)
        elif not any(word in member.stem for word in columns().ignored_files):
            report.add(Severity.SIGNALLED, "unknown file", member.name, 0, "", "nobody reads it")


def _table_rows(
    table: str,
    member: Member,
    rows: Callable[[Member, Report], Iterator[tuple[int, dict[str, str]]]],
    report: Report,
) -> Iterator[tuple[str, Row]]:
    declared = columns().tables[table]
    usable: bool | None = None
    before = _rows_refused(report)
    for number, data in rows(member, report):
        if usable is None:
            usable = declared.check(data, member.name, report)
        if not usable:
            return
        yield table, Row(renamed(data, declared.aliases), member.name, number, report)
    if refused := _rows_refused(report) - before:
        report.read[f"{table} rows"] += refused
        report.refused[f"{table} rows"] += refused


def _rows_refused(report: Report) -> int:
    """Return how many rows could not even be split into their values."""
    kinds = ("wrong number of columns", "unreadable row")
    return sum(report.counts[Severity.REFUSED, kind] for kind in kinds)


def _table_of(member: Member) -> str | None:
    stem = member.stem
    if any(word in stem for word in columns().ignored_files):
        return None
    for words, table in (
        (("organization", "organisation"), "organization"),
        (("euroscivoc",), "euroscivoc"),
        (("topic",), "topics"),
        (("legalbas",), "legalbasis"),
        (("deliverable", "publication", "summar"), None),
        (("project",), "project"),
    ):
        if any(word in stem for word in words):
            return table
    return None


def _project(row: Row) -> Project | None:
    number = row.pop("id").strip()
    if not is_whole(number):
        row.refuse("no id", "id", f"{number!r} is no grant agreement number; the row is left out")
        return None
    title = values.name(row, "title", row.pop("title"))
    start, end = values.span(
        row,
        values.date(row, "startDate", row.pop("startDate")),
        values.date(row, "endDate", row.pop("endDate")),
    )
    topics = _codes(row.pop("topics"))
    named = bool(CHINA.search(title))
    if not named and CHINA_INSIDE.search(title):
        row.signal("China only inside another word", "title", f"{number} {title}")
    made = Project(
        number,
        values.name(row, "acronym", row.pop("acronym")),
        title,
        row.pop("status").strip().upper(),
        start,
        end,
        values.money(row, "totalCost", row.pop("totalCost")),
        values.money(row, "ecMaxContribution", row.pop("ecMaxContribution")),
        values.date(row, "ecSignatureDate", row.pop("ecSignatureDate")),
        row.pop("frameworkProgramme").strip(),
        _codes(row.pop("legalBasis")),
        topics,
        _call(row),
        row.pop("fundingScheme").strip(),
        row.pop("rcn").strip(),
        row.pop("grantDoi").strip(),
        row.pop("contentUpdateDate").strip()[:10],
        (),
        named,
        any(CHINA.search(topic.replace("-", " ")) for topic in topics),
        bool(CHINA.search(row.pop("objective"))),
        row.file,
        row.number,
    )
    row.ignore(columns().tables["project"].ignored)
    row.done()
    return made


def _call(row: Row) -> str:
    master, sub = row.pop("masterCall").strip(), row.pop("subCall").strip()
    return master or sub


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _flag(row: Row, field: str) -> str:
    text = row.pop(field).strip().lower()
    if text in ("", "true", "false"):
        return text
    if text in ("yes", "y", "1", "no", "n", "0"):
        return "true" if text in ("yes", "y", "1") else "false"
    row.signal("not yes or no", field, f"{text!r}; left out")
    return ""


def _role(row: Row, text: str) -> str:
    role = columns().roles.get(text.strip().replace(" ", "").lower(), "")
    if text.strip() and not role:
        row.signal("unknown role", "role", f"{text!r}; the row is kept without a role")
    return role


def _country(row: Row, text: str) -> str:
    code = text.strip().upper()
    code = columns().countries.get(code, code)
    if code and code not in known_countries():
        row.signal("unknown country", "country", f"{code!r}; left out")
        return ""
    return code


@cache
def corrections() -> dict[tuple[str, str, str], str]:
    """Return rows whose PIC is another organisation's, with the reason: data, not code."""
    with (SOURCES / "registers" / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (line["project"], line["organisation"], line["name"]): line["reason"]
            for line in csv.DictReader(stream)
        }


@cache
def withheld_names() -> frozenset[str]:
    """Return ids of organisations that are a natural person: by the digest, never by the name."""
    with (SOURCES / "registers" / "withheld.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(line["organisation"] for line in csv.DictReader(stream))


@cache
def known_countries() -> frozenset[str]:
    """Return the codes of ``ontology/countries.ttl``: ISO 3166-1, and XK, which has no ISO code."""
    return frozenset(terms().countries)


@lru_cache(maxsize=100_000)
def organisation_key(name: str, country: str) -> str:
    """Return the id of an organisation without PIC, from the raw values that do not change."""
    return "cordis-" + iris.digest(values.squeezed(name), country)
