"""Count the searches of ``searches.csv`` that have a right thing among their first three finds.

Sixty questions, twenty in each language, as people type them: names, figures, topics, places, dates
and sums. They were written before the search was asked; ``right`` names what answers, by the ends
of IRIs, or by a beginning where any of a kind does::

    .venv/bin/python -m benchmarks.facts.searches [--store .store] [--list searches] [--misses]
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from graph.catalogue import SearchIndex, load_catalogue
from graph.iris import BASE
from graph.store import open_store

HERE = Path(__file__).parent
FIRST = 3


def ending(iri: str) -> str:
    """Return the segment and the slug of an IRI."""
    return "/".join(iri.removeprefix(BASE).split("/")[-2:])


def is_right(iri: str, right: list[str]) -> bool:
    """Return whether a find is one of those that answer."""
    end = ending(iri)
    return any(end == one or (one[-1] in "/-" and end.startswith(one)) for one in right)


def main() -> None:
    """Print how many searches find a right thing, by language and kind."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", default=".store")
    options.add_argument("--list", default="searches", help="a file of this folder, without .csv")
    options.add_argument("--misses", action="store_true")
    given = options.parse_args()
    index = SearchIndex(load_catalogue(open_store(given.store)))
    with (HERE / f"{given.list}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    good: Counter[str] = Counter()
    misses = []
    for row in rows:
        hits = index.find(row["question"])[:FIRST]
        if any(is_right(hit.iri, row["right"].split()) for hit in hits):
            good.update([row["language"], row["kind"]])
        else:
            misses.append((row["question"], [ending(hit.iri) for hit in hits]))
    print(
        f"{len(rows) - len(misses)} of {len(rows)} searches find the right thing in the first three"
    )
    for column in ("language", "kind"):
        whole = Counter(row[column] for row in rows)
        print("  " + ", ".join(f"{key} {good[key]} of {count}" for key, count in whole.items()))
    for question, found in misses if given.misses else ():
        print(f"  {question}: {', '.join(found) or 'nothing'}")


if __name__ == "__main__":
    main()
