"""The registers as they were downloaded, read for the sample and the measurements.

The folder is that of EUCN_DATA, ``../shared/data`` by default.
"""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("EUCN_DATA", Path(__file__).parents[3] / "shared" / "data"))
HORIZON_EUROPE = DATA / "cordis" / "cordis-HORIZONprojects-csv.zip"
HORIZON_2020 = DATA / "cordis" / "cordis-h2020projects-china-csv.zip"
ROR = DATA / "ror" / "ror-subset.zip"


@dataclass
class Participant:
    """What the rows of one PIC say."""

    pic: str
    _names: Counter[str] = field(default_factory=Counter)
    _countries: Counter[str] = field(default_factory=Counter)
    _kinds: Counter[str] = field(default_factory=Counter)
    _towns: set[str] = field(default_factory=set)
    _addresses: set[str] = field(default_factory=set)
    _short: set[str] = field(default_factory=set)
    latitude: float | None = None
    longitude: float | None = None

    @property
    def names(self) -> list[str]:
        """The names, the most frequent first."""
        return [name for name, _ in self._names.most_common()]

    @property
    def country(self) -> str:
        """The most frequent country."""
        return self._countries.most_common(1)[0][0]

    @property
    def kind(self) -> str:
        """The most frequent kind of activity."""
        return self._kinds.most_common(1)[0][0]

    @property
    def towns(self) -> list[str]:
        """The towns, in order of the alphabet."""
        return sorted(self._towns - {""})

    @property
    def addresses(self) -> list[str]:
        """The web addresses, in order of the alphabet."""
        return sorted(self._addresses - {""})

    @property
    def short_names(self) -> list[str]:
        """The short names, in order of the alphabet."""
        return sorted(self._short - {""})

    def add(self, row: dict[str, str]) -> None:
        """Take in one row."""
        self._names[row["name"]] += 1
        self._countries[row["country"]] += 1
        self._kinds[row["activityType"]] += 1
        self._towns.add(row["city"])
        self._addresses.add(row["organizationURL"])
        self._short.add(row["shortName"])
        north, _, east = row["geolocation"].strip("()").partition(",")
        if north and east and self.latitude is None:
            self.latitude, self.longitude = float(north), float(east)


def rows(path: Path, name: str = "organization.csv") -> Iterator[dict[str, str]]:
    """The rows of a table in a zip of CORDIS."""
    with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        yield from csv.DictReader(text, delimiter=";")


def chinese_projects() -> set[str]:
    """The projects of Horizon Europe with an organisation of country CN."""
    return {row["projectID"] for row in rows(HORIZON_EUROPE) if row["country"] == "CN"}


def participants() -> dict[str, Participant]:
    """All PICs of the EU-China part of both framework programmes."""
    wanted = chinese_projects()
    found: dict[str, Participant] = {}
    both = [row for row in rows(HORIZON_EUROPE) if row["projectID"] in wanted]
    for row in [*both, *rows(HORIZON_2020)]:
        pic = row["organisationID"]
        if pic:
            found.setdefault(pic, Participant(pic)).add(row)
    return found


def ror_records() -> list[dict[str, Any]]:
    """The records of ROR."""
    with zipfile.ZipFile(ROR) as archive, archive.open("ror-subset.json") as stream:
        records: list[dict[str, Any]] = json.load(stream)
    return records


def gold() -> list[dict[str, str]]:
    """The gold standard."""
    with (Path(__file__).parent / "gold.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
