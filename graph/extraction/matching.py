"""Who a name means: an entity of the records, a row of a register, or something new.

Equal names are the same thing; near names are only proposed, with score and reason, and names
that differ in what tells look-alikes apart (capitals inside, digits, a prefix) are not even that:
IC2PerMed is not ICPerMed, TRANS-URBAN-EU-CHINA is not URBAN-EU-CHINA.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import iris
from graph.extraction.generic import is_generic
from graph.extraction.lexicon import countries
from graph.extraction.model import Thing
from graph.paths import SOURCES
from graph.records.load import Sources
from graph.records.schema import Schema

SAME = 0.95
"""From this score on a draft takes the known id; below it the person is asked."""


@dataclass(frozen=True)
class Match:
    """A known thing that a name may mean."""

    identifier: str
    name: str
    score: float
    reason: str


def plain(name: str) -> str:
    """Return a name for comparing: case, accents, marks and legal forms apart."""
    text = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(
        r"\b(?:gmbh|ag|ltd|co|s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|e\.?v\.?|the|inc)\b\.?",
        " ",
        text,
    )
    return re.sub(r"[^\w]+", " ", text).strip()


def segment_of(schema: Schema, cls: str) -> str:
    """Return the first part of the ids of a class; organisations have one segment for all roles."""
    own = schema.classes[cls].segment if cls in schema.classes else None
    if cls == "Partner":
        own = own or schema.classes["Organization"].segment
    return own or cls.lower()


class Known:
    """The names of the records and, where they are there, of the registers."""

    def __init__(self, sources: Sources | None, registers: Path | None = None) -> None:
        self.by_name: dict[tuple[str, str], dict[str, str]] = {}
        self.described: dict[str, set[str]] = {}
        """Ids with the documents whose records describe them."""
        self.sources = sources
        if sources is not None:
            for record in [*sources.records, *sources.drafts]:
                for identifier in record.entities:
                    self.described.setdefault(identifier, set()).add(record.document)
                for s in record.statements:
                    if s.key in ("name", "acronym", "prefLabel", "altLabel"):
                        self._add(s.subject, str(s.object))
            for identifier, entry in sources.register.items():
                if entry.replaced_by is None:
                    self.described.setdefault(identifier, set())
                    for name in (
                        *entry.label.values(),
                        *(n for o in entry.other.values() for n in o),
                    ):
                        self._add(identifier, str(name))
        self.registers = registers if registers is not None else SOURCES / "registers"

    def _add(self, identifier: str, name: str) -> None:
        group = _group(identifier.partition("/")[0])
        self.by_name.setdefault((group, plain(name)), {})[identifier] = name

    def match(self, thing: Thing) -> list[Match]:
        """Return what a thing may be, the surest first; equal names of the records alone are
        certain.
        """
        if thing.cls == "Country":
            code = countries().get(thing.name)
            return (
                [Match(f"country/{code.lower()}", thing.name, 1.0, "name of a country")]
                if code
                else []
            )
        group = _class_group(thing.cls)
        wanted = plain(thing.name)
        if not wanted:
            return []
        exact = self.by_name.get((group, wanted), {})
        if exact:
            score = 1.0 if len(exact) == 1 else 0.9
            reason = "same name" if len(exact) == 1 else "same name as several"
            if is_generic(thing.cls, thing.name):
                score, reason = 0.8, "same common words, which many things are called by"
            return [Match(i, n, score, reason) for i, n in sorted(exact.items())]
        return [*self._near(group, thing.name, wanted), *self._in_registers(thing)][:5]

    def search(self, typed: str, cls: str = "") -> list[Match]:
        """Return known things by a part of a name, label, acronym or id, as it is typed.

        Those of the class come first, then equal names, beginnings, words inside.
        """
        wanted = plain(typed)
        if not wanted:
            return []
        group = _class_group(cls)
        found: dict[str, tuple[tuple[bool, float, int], Match]] = {}

        def take(identifier: str, name: str, own: bool, score: float, reason: str) -> None:
            rank = (not own, -score, len(name))
            if identifier not in found or rank < found[identifier][0]:
                found[identifier] = rank, Match(identifier, name, score, reason)

        for (other_group, other), ids in self.by_name.items():
            if score := _typed(wanted, other):
                for identifier, name in ids.items():
                    take(identifier, name, other_group == group, score, "name")
        for identifier in self.described:
            if typed.strip().lower() in identifier or wanted.replace(" ", "-") in identifier:
                own = _group(identifier.partition("/")[0]) == group
                take(identifier, identifier, own, 0.7, "id")
        if group in ("organisation", "project") and len(wanted) > 2:
            organisation = group == "organisation"
            rows = (_organisations if organisation else _projects)(self.registers)
            start = "organization/" if organisation else "project/cordis-"
            for other, entries in rows.items():
                if score := _typed(wanted, other):
                    for identifier, name, where in entries:
                        take(start + identifier, name, True, score - 0.05, where)
        return [m for _, m in sorted(found.values(), key=lambda pair: pair[0])[:12]]

    def own(self, thing: Thing, document: str) -> str | None:
        """Return the id that the record of a document itself gives to what has this name."""
        named = self.by_name.get((_class_group(thing.cls), plain(thing.name)), {})
        ids = [i for i in named if document in self.described.get(i, ())]
        return ids[0] if len(ids) == 1 else None

    def elsewhere(self, document: str) -> set[str]:
        """Return the ids that other documents describe and this one does not."""
        return {i for i, by in self.described.items() if by and document not in by}

    def told(self, thing: Thing) -> dict[str, Any]:
        """Return what a name is known as, for a line of JSON: ids with score and reason, or none.

        ``same`` is the id that a draft would take by itself; without it the thing would be new.
        """
        matches = self.match(thing)
        row: dict[str, Any] = {
            "matches": [
                {"id": m.identifier, "name": m.name, "score": m.score, "reason": m.reason}
                for m in matches
            ]
        }
        if matches and matches[0].score >= SAME:
            row["same"] = matches[0].identifier
        return row

    def _near(self, group: str, name: str, wanted: str) -> list[Match]:
        from rapidfuzz import fuzz

        found = []
        for (other_group, other), ids in self.by_name.items():
            if other_group != group or abs(len(other) - len(wanted)) > 24:
                continue
            score = fuzz.ratio(wanted, other) / 100
            if score < 0.86:
                continue
            for identifier, shown in ids.items():
                if not look_alike(name, shown):
                    found.append(
                        Match(identifier, shown, round(min(score, 0.94), 2), "similar name")
                    )
        return sorted(found, key=lambda m: -m.score)[:3]

    def _in_registers(self, thing: Thing) -> list[Match]:
        if thing.cls in ("Partner", "Cluster"):
            rows = _organisations(self.registers).get(plain(thing.name), ())
            return [
                Match(f"organization/{i}", n, 0.9, f"same name in {where}") for i, n, where in rows
            ]
        if thing.cls == "Project":
            rows = _projects(self.registers).get(plain(thing.name), ())
            return [
                Match(f"project/cordis-{i}", n, 0.9, f"same short name in {where}")
                for i, n, where in rows
            ]
        return []


def _typed(wanted: str, name: str) -> float:
    """Return how well a name fits what is typed so far; 0 where it does not."""
    if name == wanted:
        return 1.0
    if name.startswith(wanted):
        return 0.9
    return 0.8 if f" {wanted}" in f" {name}" or (not wanted.isascii() and wanted in name) else 0.0


def look_alike(one: str, other: str) -> bool:
    """Return whether two names differ in just what tells two things apart: short names, numbers."""

    def marks(name: str) -> set[str]:
        return {
            w.casefold()
            for w in re.findall(r"[\w-]+", name)
            if any(c.isdigit() for c in w) or sum(c.isupper() for c in w) >= 2
        }

    first, second = marks(one), marks(other)
    if first != second:
        return True
    return len(one.split()) == 1 or len(other.split()) == 1


def _group(segment: str) -> str:
    return "organisation" if segment in ("partner", "organization", "cluster") else segment


def _class_group(cls: str) -> str:
    if cls in ("Partner", "Cluster"):
        return "organisation"
    return {
        "ClusterPartnership": "cluster-partnership",
        "DialogueSession": "dialogue-session",
        "SourceDocument": "document",
    }.get(cls, cls.lower())


Rows = dict[str, list[tuple[str, str, str]]]


@functools.lru_cache(maxsize=4)
def _organisations(folder: Path) -> Rows:
    found: Rows = {}
    for path in sorted(folder.glob("cordis-*/organization.csv")):
        for row in _read(path):
            for name in {row.get("name", ""), *row.get("other_names", "").split("|")}:
                if name:
                    found.setdefault(plain(name), []).append(
                        (row["organisation"], name, path.parent.name)
                    )
    path = folder / "ror" / "name.csv"
    for row in _read(path) if path.exists() else ():
        identifier = "ror-" + row["ror"].rpartition("/")[2].removeprefix("ror-")
        found.setdefault(plain(row["name"]), []).append((identifier, row["name"], "ror"))
    return found


@functools.lru_cache(maxsize=4)
def _projects(folder: Path) -> Rows:
    found: Rows = {}
    for path in sorted(folder.glob("cordis-*/project.csv")):
        for row in _read(path):
            if row.get("acronym"):
                found.setdefault(plain(row["acronym"]), []).append(
                    (row["project"], row["acronym"], path.parent.name)
                )
    return found


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def slugify(text: str, words: int) -> str:
    """ASCII words of a name joined by "-", for ids; at most ``words`` of them."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    return "-".join(re.findall(r"[a-z0-9]+", folded.decode().lower())[:words])


def named_slug(name: str, words: int) -> str:
    """Return the words of a name for an id; Chinese names are written by their sound."""
    return slugify(_latin(name), words)


def _latin(name: str) -> str:
    """Return a name in Latin letters: Chinese characters by their sound."""
    if not re.search(r"[\u3400-\u9fff]", name):
        return name
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name))


def new_id(
    segment: str, name: str, taken: set[str], elsewhere: set[str], document: str, apart: str = ""
) -> str:
    """Return an id for a new entity from its name; Chinese names are written by their sound.

    ``apart`` tells which one is meant where the name does not. An id that another document
    describes is not taken: it is of another thing, since the names were not the same.
    """
    slug = named_slug(name, 10)
    if not slug or not slug[0].isalnum():
        slug = "x-" + iris.digest(segment, name, length=8)
    slug = "-".join(part for part in (slug.lstrip("-"), apart) if part)
    if f"{segment}/{slug}" in elsewhere:
        slug += "-" + document.partition("/")[2]
    identifier, number = f"{segment}/{slug}", 2
    while identifier in taken:
        identifier, number = f"{segment}/{slug}-{number}", number + 1
    return identifier
