"""A graph of the size that registers will bring: the built one, and invented projects beside it.

    python benchmarks/site/generate.py STORE OUTPUT [--projects 400 --partners 4000 --links 8000]

Every invented statement has a claim and a passage, as in a built store; numbers of partners per
project follow a long tail, as in funding registers. The seed is fixed.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from graph.iris import BASE, digest
from graph.store.layout import DATA, version_folder
from graph.store.versions import write_store

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
EUCN = f"{BASE}ontology#"
DOCUMENT = f"{BASE}document/synthetic-register"
GRAPH = f"{BASE}graph/synthetic-register"
DERIVED = f"{BASE}graph/derived"
TOPICS = ("health", "energy", "transport", "ict", "agriculture", "environment", "space", "water")
EU = ("de", "fr", "it", "es", "nl", "be", "se", "dk", "pl", "pt", "gr", "fi")
WORDS = ("Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbour", "Island",
         "Juniper", "Kestrel", "Lagoon", "Meadow", "North", "Orchard", "Prairie")  # fmt: skip
KINDS = ("university", "research-institute", "company", "public-body")


def iri(path: str) -> str:
    return f"<{path if path.startswith('http') else BASE + path}>"


def text(value: str, tag: str = "") -> str:
    return f'"{value}"' + (f"@{tag}" if tag else "")


def typed(value: str, kind: str) -> str:
    return f'"{value}"^^<{XSD}{kind}>'


class Writer:
    """Collects N-Quads; ``say`` adds a statement of the document with its claim and passage."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.at = 0

    def add(self, subject: str, predicate: str, value: str, graph: str) -> None:
        self.lines.append(f"{iri(subject)} <{predicate}> {value} <{graph}> .")

    def say(self, subject: str, predicate: str, value: str) -> None:
        self.add(subject, predicate, value, GRAPH)
        name = f"synthetic-register-{digest(subject, predicate, value)}"
        claim, start = f"id/claim/{name}", self.at
        self.at += 40
        passage = f"id/passage/synthetic-register-{start}-{start + 30}"
        selector = passage.replace("passage", "selector")
        for key, object_ in (
            (f"{RDF}type", iri(f"{EUCN}Claim")),
            (f"{RDF}subject", iri(subject)),
            (f"{RDF}predicate", f"<{predicate}>"),
            (f"{RDF}object", value),
            (f"{PROV}wasDerivedFrom", f"<{DOCUMENT}>"),
            (f"{EUCN}confidence", typed("0.95", "decimal")),
            (f"{EUCN}method", iri("vocabulary/method/imported")),
            (f"{EUCN}obtainedOn", typed("2026-01-31", "date")),
            (f"{OA}hasTarget", iri(passage)),
        ):
            self.add(claim, key, object_, f"{GRAPH}/claims")
        self.add(passage, f"{OA}hasSelector", iri(selector), f"{GRAPH}/claims")
        self.add(passage, f"{EUCN}section", text("Register", "en"), f"{GRAPH}/claims")
        self.add(selector, f"{OA}start", typed(str(start), "integer"), f"{GRAPH}/claims")
        self.add(selector, f"{OA}end", typed(str(start + 30), "integer"), f"{GRAPH}/claims")

    def entity(self, path: str, category: str, name: str) -> None:
        self.say(path, f"{RDF}type", iri(EUCN + category))
        self.say(path, f"{EUCN}name", text(name, "en"))
        self.add(path, f"{SKOS}prefLabel", text(name, "en"), DERIVED)
        self.add(path, f"{RDFS}label", text(name, "en"), DERIVED)


def sizes(projects: int, links: int, chance: random.Random) -> Iterator[int]:
    """Partners per project: a long tail that adds up to about ``links``."""
    raw = [chance.paretovariate(1.6) for _ in range(projects)]
    for value in raw:
        yield max(2, min(60, round(value * links / sum(raw))))


def generate(projects: int, partners: int, links: int, seed: int = 7) -> str:
    """Return the invented N-Quads."""
    chance = random.Random(seed)
    writer = Writer()
    writer.add(DOCUMENT, f"{RDF}type", iri(f"{EUCN}SourceDocument"), DERIVED)
    writer.add(DOCUMENT, f"{SKOS}prefLabel", text("Synthetic register", "en"), DERIVED)
    writer.add(DOCUMENT, f"{EUCN}sha256", text("0" * 64), DERIVED)
    for number in range(partners):
        path = f"id/organization/synthetic-{number}"
        china = number % 3 == 0
        country = "cn" if china else EU[number % len(EU)]
        ending = "Institute" if number % 2 else "University"
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {ending} {number}"
        writer.entity(path, "Partner", name)
        writer.say(path, f"{EUCN}country", iri(f"id/country/{country}"))
        writer.say(path, f"{EUCN}kind", iri(f"vocabulary/organisation-kind/{KINDS[number % 4]}"))
        writer.add(
            path, f"{EUCN}side", iri(f"vocabulary/side/{'china' if china else 'eu'}"), DERIVED
        )
    for number, size in enumerate(sizes(projects, links, chance)):
        path = f"id/project/synthetic-{number}"
        writer.entity(path, "Project", f"Project {chance.choice(WORDS)} {number}")
        year = 2014 + number % 10
        writer.say(path, f"{EUCN}startDate", typed(f"{year}-01-01", "date"))
        writer.say(path, f"{EUCN}endDate", typed(f"{year + 3}-12-31", "date"))
        writer.add(path, f"{EUCN}earliestStart", typed(f"{year}-01-01", "date"), DERIVED)
        writer.add(path, f"{EUCN}latestEnd", typed(f"{year + 3}-12-31", "date"), DERIVED)
        writer.say(path, f"{EUCN}topic", iri(f"vocabulary/topic/{TOPICS[number % len(TOPICS)]}"))
        for place, member in enumerate(chance.sample(range(partners), size)):
            role = "coordinator" if place == 0 else "participant"
            partner = f"id/organization/synthetic-{member}"
            node = f"id/participation/synthetic-{number}--synthetic-{member}--{role}"
            writer.say(path, f"{EUCN}participation", iri(node))
            writer.say(node, f"{RDF}type", iri(f"{EUCN}ProjectParticipation"))
            writer.say(node, f"{EUCN}participant", iri(partner))
            writer.say(node, f"{EUCN}participationIn", iri(path))
            writer.say(node, f"{EUCN}role", iri(f"vocabulary/role/{role}"))
            writer.add(node, f"{RDF}type", iri(f"{EUCN}Participation"), DERIVED)
            writer.add(path, f"{EUCN}partner", iri(partner), DERIVED)
            writer.add(partner, f"{EUCN}partnerIn", iri(path), DERIVED)
    return "\n".join(writer.lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--projects", type=int, default=400)
    parser.add_argument("--partners", type=int, default=4000)
    parser.add_argument("--links", type=int, default=8000)
    chosen = parser.parse_args()
    built = (version_folder(chosen.store) / DATA).read_bytes()
    made = generate(chosen.projects, chosen.partners, chosen.links).encode()
    manifest = write_store(
        chosen.output, built + made, "2026-01-31", ["document/synthetic-register"]
    )
    participations = made.count(b"ontology#participationIn> ") // 2
    print(f"{manifest.quads:,} quads, {participations:,} participations, build {manifest.build}")


if __name__ == "__main__":
    main()
