"""Extraction against the records of the five documents: ``python -m benchmarks.extraction.records``.

A record holds more than rules can find (objectives, topics, contexts in our own words) and names
things by what several documents call them; here only names, and the statements that the rules
look for, are compared. Needs the texts (EUCN_DOCUMENTS).
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from benchmarks.extraction.measure import Score, ours, same_name
from graph.extraction.model import Candidate, Thing
from graph.paths import ROOT, SOURCES
from graph.records.load import Sources, load_sources
from graph.records.model import Record

DOCUMENTS = Path(os.environ.get("EUCN_DOCUMENTS", ROOT.parent / "shared" / "sources"))
ROLES = {"coordinator": "coordinator", "participant": "partner", "organiser": "organiser", "co-organiser": "organiser", "signatory": "signatory"}  # fmt: skip
PLAIN = frozenset(
    {
        "startDate",
        "endDate",
        "date",
        "fundingEuro",
        "grantNumber",
        "fundedUnder",
        "locatedIn",
        "sessionOf",
        "ordinal",
        "country",
    }
)
CLASSES = {"organization": "Partner", "partner": "Partner", "cluster": "Cluster", "project": "Project", "programme": "Programme", "agreement": "Agreement", "dialogue": "Dialogue", "dialogue-session": "DialogueSession", "event": "Event", "person": "Person", "place": "Place", "cluster-partnership": "ClusterPartnership"}  # fmt: skip


def names_of(sources: Sources) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for record in sources.records:
        for s in record.statements:
            if s.key in ("name", "acronym", "prefLabel", "altLabel"):
                names.setdefault(s.subject, set()).add(str(s.object))
    return names


def gold_of(record: Record) -> tuple[set[str], set[tuple[str, str, str]]]:
    """Ids that the document names, and (subject, property, id or value)."""
    entities = {
        s.subject
        for s in record.statements
        if s.key == "name" and s.subject.partition("/")[0] in CLASSES
    }
    by_node: dict[str, dict[str, str]] = {}
    for s in record.statements:
        by_node.setdefault(s.subject, {})[s.key] = str(s.object).rpartition("/id/")[2]
    rows = set()
    for s in record.statements:
        value = str(s.object).rpartition("/id/")[2]
        segment = s.subject.partition("/")[0]
        if s.key == "participation":
            node = by_node.get(value, {})
            role = ROLES.get(node.get("role", "").rpartition("/")[2])
            if role and segment in CLASSES:
                if role == "partner" and segment != "project":
                    continue
                rows.add((s.subject, role, node.get("participant", "")))
        elif s.key in PLAIN and segment in CLASSES:
            rows.add((s.subject, s.key, value))
    return entities, rows


def main() -> None:
    sources = load_sources(SOURCES)
    names = names_of(sources)
    total: dict[str, Score] = {}
    misses: Counter[str] = Counter()
    for record in sources.records:
        if record.file is None or not (DOCUMENTS / record.file).exists():
            continue
        text = (DOCUMENTS / record.file).read_bytes().decode()
        candidates = ours(text, record.language)
        entities, rows = gold_of(record)

        def is_(thing: Thing, identifier: str) -> bool:
            return any(same_name(thing.name, name) for name in names.get(identifier, ())) or (
                thing.cls == "Country"
                and identifier.startswith("country/")
                and any(thing.name == n for n in names.get(identifier, ()))
            )

        def says(c: Candidate, row: tuple[str, str, str]) -> bool:
            if c.property != row[1] or not is_(c.subject, row[0]):
                return False
            return is_(c.object, row[2]) if isinstance(c.object, Thing) else c.object == row[2]

        things = [c.subject for c in candidates if c.property is None]
        _count(
            total.setdefault("entities", Score()),
            [any(is_(t, e) for t in things) for e in entities],
            [any(is_(t, e) for e in names) for t in things],
        )
        made = [
            c
            for c in candidates
            if c.property in PLAIN | set(ROLES.values()) and c.property != "country"
        ]
        wanted = [r for r in rows if r[1] != "country"]
        found = [any(says(c, r) for c in made) for r in wanted]
        _count(
            total.setdefault("statements", Score()),
            found,
            [any(says(c, r) for r in rows) for c in made],
        )
        misses.update(r[1] for r, hit in zip(wanted, found, strict=True) if not hit)
        print(
            f"{record.document}: {sum(found)} of {len(wanted)} statements, {len(things)} entities"
        )
    for name, score in total.items():
        print(f"{name:12} {score.line}")
    print("missed most:", misses.most_common(8))


def _count(score: Score, recalled: list[bool], precise: list[bool]) -> None:
    score.hit += sum(recalled)
    score.missed += recalled.count(False)
    score.wrong += precise.count(False)


if __name__ == "__main__":
    sys.exit(main())
