"""Count the facts of a list that are found by asking: a name, then a relation, then a value.

Each line is a fact read from a document (its number and line), told with the words that people
use. It counts where a search for the subject gives the thing among its first three finds, and the
thing has the relation (a property of ours, or one step further through a node) to a value of that
name, number or date. A sentence of ours that tells the same does not count. ``asked-again.csv``
was written later, from the texts alone; it marks core facts: who, what, when, where and with whose
money for a thing of the main classes::

    .venv/bin/python -m benchmarks.facts.measure [--store .store] [--list asked-again] [--misses]
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from graph.catalogue import Catalogue, SearchIndex, load_catalogue
from graph.catalogue.search import fold
from graph.iris import EUCN
from graph.store import Store, open_store

HERE = Path(__file__).parent
FIRST = 3
"""Among how many finds the subject must be."""
NODES = {
    "post": "^eucn:holder/eucn:postAt",
    # What a number is about has it, whatever it is stated of.
    "figure/value": "^eucn:about/eucn:value",
    "figure/about": "^eucn:about/eucn:about",
}
"""Relations that people name by one word and that the graph keeps on a node."""


def values(store: Store, thing: str, relation: str) -> list[str]:
    """Return what a thing has in a relation: IRIs and literals as texts."""
    steps = "/".join(f"eucn:{step}" for step in relation.split("/"))
    path = NODES.get(relation, steps)
    query = f"PREFIX eucn: <{EUCN}> SELECT DISTINCT ?v WHERE {{ <{thing}> {path} ?v }}"
    return [str(row["v"]) for row in store.select(query)]


def called(known: Catalogue, value: str) -> set[str]:
    """Return everything that a value is called, folded."""
    texts = {value}
    if entry := known.entries.get(value):
        texts |= {*entry.labels.values(), *(name.text for name in entry.names)}
    elif concept := known.concepts.get(value):
        texts |= {*concept.labels.values(), *(name.text for name in concept.others)}
    elif term := known.terms.get(value):
        texts |= set(term.labels.values())
    return {fold(text) for text in texts}


def found(store: Store, known: Catalogue, index: SearchIndex, row: dict[str, str]) -> bool:
    """Return whether a fact is found by asking for it."""
    wanted = fold(row["value"])
    for hit in index.find(row["subject"])[:FIRST]:
        for value in values(store, hit.iri, row["relation"]):
            if any(wanted == name or f" {wanted} " in f" {name} " for name in called(known, value)):
                return True
    return False


def main() -> None:
    """Print the share of facts found, and with ``--misses`` those that are not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", default=".store")
    options.add_argument("--list", default="asked", help="a file of this folder, without .csv")
    options.add_argument("--misses", action="store_true")
    given = options.parse_args()
    store = open_store(given.store)
    known = load_catalogue(store)
    index = SearchIndex(known)
    with (HERE / f"{given.list}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    misses = [row for row in rows if not found(store, known, index, row)]
    print(f"{len(rows) - len(misses)} of {len(rows)} facts found by asking")
    if core := [row for row in rows if row.get("core") == "yes"]:
        lost = [row for row in core if row in misses]
        print(f"{len(core) - len(lost)} of {len(core)} core facts among them")
    for row in misses if given.misses else ():
        print("  not found:", ", ".join(row.values()))


if __name__ == "__main__":
    main()
