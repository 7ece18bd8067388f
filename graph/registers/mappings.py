"""The tables that join registers to our vocabularies: topics, types of action, kinds of
organisation, places, NUTS.

Each line is a judgement that a person can read and mend; ``sources/registers/*.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph.registers.declaration import REGISTERS
from graph.registers.values import squeezed
from graph.seats import BODIES_OF_THE_EU

TOPICS = "topic-mapping.csv"
TOWNS = "chinese-towns.csv"
PLACES = "places.csv"
NUTS = "european-towns.csv"
ACTIONS = "types-of-action.csv"
COORDINATES = "coordinates.csv"
SPELLINGS = ("name of the place", "spelling of the register", "older name of the place")
"""Reasons for which a town is another writing of its place and not a part of it."""
ORGANISATIONS = "kinds.csv"
PROJECT = "project"
OPEN = "open"
RELATIONS = ("closeMatch", "broadMatch", "narrowMatch", "exactMatch", OPEN)


@dataclass(frozen=True, slots=True)
class TopicRule:
    """One line of the topic table: concepts whose code begins so belong to the topic.

    ``relation`` is one of ``RELATIONS``; with ``OPEN`` the code is of a part of a programme that is
    open to every subject, and there is no topic. A line of the scheme ``PROJECT`` is about the one
    project of that number, whose title names its subject where its codes name none or a wider one;
    there can be several of one project. ``confidence``
    says how sure the judgement is (0 to 1), ``source`` is the address of what it rests on.
    """

    scheme: str
    code: str
    relation: str
    topic: str
    confidence: str
    source: str
    reason: str

    @property
    def key(self) -> str:
        """Return what the line is found by."""
        own = f"-{self.topic}" if self.scheme == PROJECT else ""
        return f"{self.scheme}-{self.code}{own}"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the table of places."""

    place: str
    kind: str
    part_of: str
    en: str
    de: str
    zh: str
    named_by: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One line of the table of types of action: the names of a code, and what it is a kind of."""

    code: str
    broader: str
    en: str
    de: str
    zh: str

    def label(self, language: str) -> str:
        """Return the name with the code: both programmes have a research and innovation action."""
        name = str(getattr(self, language))
        return f"{name}（{self.code}）" if language == "zh" else f"{name} ({self.code})"


@dataclass(frozen=True, slots=True)
class KindLine:
    """One line of the table of kinds: what an organisation is that its register knows no kind for:
    an academy, a ministry. ``name`` is for people.
    """

    organisation: str
    kind: str
    name: str
    reason: str


@dataclass
class Mappings:
    """All tables."""

    topics: dict[str, list[TopicRule]] = field(default_factory=dict)
    by_project: dict[str, list[TopicRule]] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, list[str]] = field(default_factory=dict)
    """How the register, or an older use, writes a place, by place; in small letters."""
    places: dict[str, Place] = field(default_factory=dict)
    nuts: dict[tuple[str, str], str] = field(default_factory=dict)
    actions: dict[str, ActionLine] = field(default_factory=dict)
    kinds: dict[str, KindLine] = field(default_factory=dict)
    misplaced: set[tuple[str, str, str]] = field(default_factory=set)
    """Participants with latitude and longitude that lie far from the town of their row."""

    def of_title(self, project: str) -> list[TopicRule]:
        """Return the lines about one project: what its title names."""
        return self.by_project.get(project, [])

    def topic_rule(self, scheme: str, code: str) -> TopicRule | None:
        """Return the rule with the longest code that the concept's code begins with.

        Codes of trees end at a step: ``/2`` is nothing above ``/21``; a project is found by its
        whole number.
        """
        best: TopicRule | None = None
        for rule in self.topics.get(scheme, ()):
            if (best is None or len(rule.code) > len(best.code)) and _begins(
                scheme, code, rule.code
            ):
                best = rule
        return best

    def place_of(self, town: str) -> Place | None:
        """Return the place that a town of a Chinese address is."""
        slug = self.towns.get(squeezed(town))
        return self.places.get(slug) if slug else None

    def territory_of(self, country: str, town: str) -> str:
        """Return the country or territory of a seat: the register has towns of Hong Kong under
        CN.
        """
        slug = self.towns.get(squeezed(town), "") if country == "CN" else ""
        return slug.removeprefix("country/").upper() if slug.startswith("country/") else country

    def without_country(self, organisation: str) -> bool:
        """Return whether an organisation is a body of the European Union: it has no country."""
        found = self.kinds.get(organisation)
        return found is not None and found.kind in BODIES_OF_THE_EU

    def nuts_of(self, country: str, town: str) -> str:
        """Return the NUTS region that a European town is in, by what most rows of the register
        say.
        """
        return self.nuts.get((country, squeezed(town)), "")


_SURE = re.compile(r"0\.\d{1,2}|1")
_STEP = {"euroscivoc": "/", "programme-part": "."}


def _begins(scheme: str, code: str, start: str) -> bool:
    if scheme == PROJECT:
        return code == start
    if not code.startswith(start):
        return False
    step = _STEP.get(scheme)
    return step is None or len(code) == len(start) or code[len(start)] == step or start == "EURATOM"


def read_mappings(folder: Path = REGISTERS) -> Mappings:
    """Return all tables of a folder. Raises ValueError with file and line where one is broken."""
    made = Mappings()
    for number, line in _lines(folder / TOPICS, TopicRule.__slots__):
        rule = TopicRule(*line)
        place = f"{folder / TOPICS}:{number}"
        if rule.relation not in RELATIONS:
            raise ValueError(f"{place}: {rule.relation} is no mapping relation")
        if (rule.relation == OPEN) == bool(rule.topic):
            raise ValueError(f"{place}: a topic, or the relation {OPEN} without one")
        if not _SURE.fullmatch(rule.confidence):
            raise ValueError(f"{place}: {rule.confidence!r} is no confidence from 0 to 1")
        made.topics.setdefault(rule.scheme, []).append(rule)
        if rule.scheme == PROJECT:
            made.by_project.setdefault(rule.code, []).append(rule)
    for _, line in _lines(folder / PLACES, Place.__slots__):
        made.places[line[0]] = Place(*line)
    for number, line in _lines(folder / TOWNS, ("town", "place", "reason")):
        if line[1] not in made.places and not line[1].startswith("country/"):
            raise ValueError(f"{folder / TOWNS}:{number}: {line[1]} stands in no line of {PLACES}")
        made.towns[squeezed(line[0])] = line[1]
        if line[2] in SPELLINGS:
            made.spellings.setdefault(line[1], []).append(line[0])
    for _, line in _lines(folder / NUTS, ("country", "town", "nuts", "rows", "of_rows")):
        made.nuts[line[0], line[1]] = line[2]
    for _, line in _lines(
        folder / COORDINATES, ("organisation", "latitude", "longitude", "reason")
    ):
        made.misplaced.add((line[0], line[1], line[2]))
    for _, line in _lines(folder / ACTIONS, ActionLine.__slots__):
        made.actions[line[0]] = ActionLine(*line)
    for number, line in _lines(folder / ORGANISATIONS, KindLine.__slots__):
        if line[0] in made.kinds:
            raise ValueError(f"{folder / ORGANISATIONS}:{number}: {line[0]} stands there twice")
        made.kinds[line[0]] = KindLine(*line)
    return made


def _lines(path: Path, names: Iterable[str]) -> list[tuple[int, list[str]]]:
    if not path.exists():
        return []
    wanted = list(names)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if next(reader, []) != wanted:
            raise ValueError(f"{path}:1: the columns are not {', '.join(wanted)}")
        lines = list(enumerate(reader, start=2))
    for number, line in lines:
        if len(line) != len(wanted):
            raise ValueError(f"{path}:{number}: {len(line)} values for {len(wanted)} columns")
    return lines
