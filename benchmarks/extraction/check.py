"""Check the gold by itself: ``python -m benchmarks.extraction.check [--gold NAME]``.

Nothing is extracted. Each name stands in its text, each class and property is known, a property is
used where the ontology or the earlier gold uses it, a value has the form of its property, the two
ends of a statement are entities, no trap is also a fact, and the quote of ``quotes.tsv`` stands at
its place.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, RDFS, Graph

from benchmarks.extraction.gold import FOLDERS, MEASURED, Document, Row, load
from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.terms import read_turtle

NOT_IN_THE_TEXT = frozenset(["Country"])
"""The text says "Danish" or "DK"; the gold gives the country's name."""
FORM = {
    **dict.fromkeys(["date", "startDate", "endDate"], r"\d{4}(-\d{2}(-\d{2})?)?"),
    **dict.fromkeys(["fundingEuro", "totalCost", "ordinal", "attendance"], r"\d+"),
    "grantNumber": r"[\w/-]+",
}


class Terms:
    """Classes and properties of the ontology, and those that only the gold has (attendance)."""

    def __init__(self, others: list[Document]) -> None:
        graph = Graph()
        read_turtle(graph, ONTOLOGY / "eucn.ttl")
        self.above = {
            str(c).removeprefix(EUCN): {
                str(a).removeprefix(EUCN) for a in graph.transitive_objects(c, RDFS.subClassOf)
            }
            for c in graph.subjects(RDF.type, None)
            if str(c).startswith(EUCN)
        }
        self.used_on = {
            str(p).removeprefix(EUCN): {
                str(c).removeprefix(EUCN) for c in graph.objects(p, EUCN.usedOn)
            }
            for p in graph.subjects(RDFS.isDefinedBy, None)
            if str(p).startswith(EUCN)
        }
        self.used = {(r.subject[0], r.property) for d in others for r in d.statements}

    def allow(self, row: Row) -> bool:
        if (row.subject[0], row.property) in self.used:
            return True
        places = self.used_on.get(row.property or "")
        return places is not None and (
            not places or bool(places & self.above.get(row.subject[0], set()))
        )


def problems(document: Document, terms: Terms) -> Iterator[str]:
    text = _folded(document.text)
    named = {row.subject for row in document.rows if not row.property}
    for row in [*document.rows, *document.traps]:
        for thing in (row.subject, row.object):
            if not isinstance(thing, tuple):
                continue
            cls, name = thing
            if cls not in terms.above:
                yield f"no such class: {cls}"
            if cls not in NOT_IN_THE_TEXT and _folded(name) not in text:
                yield f"not in the text: {name}"
            if row in document.rows and cls not in NOT_IN_THE_TEXT and thing not in named:
                yield f"not listed as an entity: {cls}: {name}"
        if row.property and not terms.allow(row):
            yield f"{row.property} is not used on {row.subject[0]}"
        if isinstance(row.object, str) and not re.fullmatch(
            FORM.get(row.property or "", ".+"), row.object
        ):
            yield f"not a value of {row.property}: {row.object}"
    for row in document.traps:
        if row in document.rows:
            yield f"a fact and a trap: {row}"
    for row, count in Counter(document.rows).items():
        if count > 1:
            yield f"{count} times: {row}"


def misquoted(folder: Path, documents: list[Document]) -> Iterator[str]:
    """Values whose quote does not stand at its place, or that have none."""
    texts = {d.name: d.text for d in documents}
    lines = (folder / "quotes.tsv").read_text("utf-8").splitlines()[1:]
    quoted = set()
    for name, statement, at, quote in (line.split("\t") for line in lines):
        quoted.add((name, statement))
        if not texts[name].startswith(quote, int(at)):
            yield f"{name}: not at {at}: {quote}"
    for d in documents:
        for row in d.statements:
            told = f"{': '.join(row.subject)} > {row.property} = {row.object}"
            if isinstance(row.object, str) and (d.name, told) not in quoted:
                yield f"{d.name}: no quote for {told}"


def _folded(text: str) -> str:
    """Without the endings of German adjectives: names are given in the nominative."""
    return re.sub(r"(?<=sch)(e|en|er|es|em)\b", "e", text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", choices=sorted(FOLDERS | MEASURED), default="fourth")
    folder = (FOLDERS | MEASURED)[parser.parse_args(arguments).gold]
    documents = load(folder=folder)
    terms = Terms([d for other in FOLDERS.values() for d in load(folder=other)])
    found = [f"{d.name}: {problem}" for d in documents for problem in problems(d, terms)]
    if (folder / "quotes.tsv").exists():
        found += misquoted(folder, documents)
    print(*found, sep="\n")
    lines = sum(len(d.rows) + len(d.traps) for d in documents)
    traps = sum(len(d.traps) for d in documents)
    print(
        f"{len(documents)} documents, {lines} lines, {traps} of them traps, {len(found)} problems"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
