"""CORDIS projects as a two-mode network: enough for measuring, no import into the graph.

Reads the official bulk download (``project.csv``, ``organization.csv``, ``euroSciVoc.csv`` in a
zip;
UTF-8, ``;``, everything quoted). Associated partners without EU money count: the Chinese side is
mostly there as such.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from graph.network.model.reading import Network
from graph.network.model.ties import Actor, Link, Setting, Topic, TwoMode

ID = "https://w3id.org/eucn/id/organization/"
EU = frozenset(
    (
        *("at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu"),
        *("ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk"),
    )
)
SPELLED = {"el": "gr", "uk": "gb"}
SIDES = {"cn": "china", "hk": "hong-kong", "mo": "macao", "tw": "taiwan", "": "unknown"}


def rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(name) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        yield from csv.DictReader(text, delimiter=";")


def load(path: Path, china_only: bool = False) -> Network:
    """Read the register; ``china_only`` keeps the projects with an organisation of country CN."""
    with zipfile.ZipFile(path) as archive:
        members = list(rows(archive, "organization.csv"))
        if china_only:
            chosen = {row["projectID"] for row in members if row["country"] == "CN"}
            members = [row for row in members if row["projectID"] in chosen]
        used = {row["projectID"] for row in members}
        topics: dict[str, set[str]] = {}
        for row in rows(archive, "euroSciVoc.csv"):
            if row["projectID"] in used:
                wide = "/".join(row["euroSciVocPath"].split("/")[1:3])
                topics.setdefault(row["projectID"], set()).add(wide)
        settings = {
            row["id"]: Setting(
                row["id"],
                {"en": row["acronym"] or row["id"]},
                "project",
                frozenset(topics.get(row["id"], ())),
                row["startDate"] or None,
                row["endDate"] or None,
            )
            for row in rows(archive, "project.csv")
            if row["id"] in used
        }
    actors: dict[str, Actor] = {}
    for row in members:
        country = row["country"].lower()
        country = SPELLED.get(country, country)
        side = "eu" if country in EU else SIDES.get(country, "other")
        actors[ID + row["organisationID"]] = Actor(
            ID + row["organisationID"],
            {"en": row["name"]},
            side,
            country or None,
            row["activityType"],
        )
    links = tuple(
        Link(ID + row["organisationID"], row["projectID"], row["role"], claims=(f"row-{at}",))
        for at, row in enumerate(members)
        if row["projectID"] in settings
    )
    names = {topic for found in topics.values() for topic in found}
    named = {name: Topic(name, {"en": name.rsplit("/", 1)[-1]}) for name in names}
    return Network(TwoMode(actors, settings, links, named), as_of="2025-11-16", built="2025-11-16")
