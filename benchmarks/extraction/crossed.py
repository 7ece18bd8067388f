"""Confidence by kind of witness, each document judged by all others:
``python -m benchmarks.extraction.crossed [--gold fresh --part held]``.

A candidate's kind is what vouches for it (a label, the form, two rules, one; for a name, whether
a statement speaks of it). How often a kind is right is counted in all documents but one, and told
of that one: the table by tenths then shows whether such numbers hold for a text that was not
counted. The golds that rules were made with make every kind look better than it is; a part that
no rule was made with does not. The fourth gold is not read.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from benchmarks.extraction.by_rule import judged
from benchmarks.extraction.gold import FOLDERS, Document, load

Seen = tuple[str, float, bool]


def seen(document: Document) -> list[Seen]:
    """The candidates of a document: kind, what they say, whether they are right."""
    return [(c.vouched, c.confidence, right) for c, right in judged(document)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", choices=sorted(FOLDERS), default="")
    parser.add_argument("--part", choices=["tune", "held"], default=None)
    chosen = parser.parse_args()
    folders = [FOLDERS[chosen.gold]] if chosen.gold else list(FOLDERS.values())
    rows = [seen(d) for folder in folders for d in load(chosen.part, folder)]
    whole: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        for name, said, right in row:
            whole[name].append((said, right))
    print(f"{len(rows)} documents")
    for name, all_ in sorted(whole.items()):
        print(
            f"{name:38} {len(all_):5}  said {mean(s for s, _ in all_):.2f}  right {mean(r for _, r in all_):.2f}"
        )
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        own: dict[str, list[bool]] = defaultdict(list)
        for name, _, right in row:
            own[name].append(right)
        for name, _, right in row:
            others = len(whole[name]) - len(own[name])
            share = (sum(r for _, r in whole[name]) - sum(own[name]) + 1) / (others + 2)
            tenths[min(9, int(share * 10))].append((share, right))
    print("by the other documents:")
    for tenth, all_ in sorted(tenths.items()):
        print(
            f"  {tenth / 10:.1f}: {len(all_):5} candidates, said {mean(s for s, _ in all_):.3f}, right {mean(r for _, r in all_):.3f}"
        )


def mean(values: object) -> float:
    told = [float(v) for v in values]  # type: ignore[attr-defined]
    return sum(told) / max(1, len(told))


if __name__ == "__main__":
    main()
