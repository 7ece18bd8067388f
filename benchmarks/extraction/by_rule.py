"""How often each rule was right, and the confidence that calls for:
``python -m benchmarks.extraction.by_rule [--write]``.

The golds that rules were made with are counted as they are read now. They flatter: for a kind
(label, form, two rules, one; a name told of or alone) a quarter of a candidate is counted for each,
for a rule a half. ``first_seen.csv`` holds counts of texts by other hands, taken when no rule had
seen them: ``--first FOLDER --called NAME`` adds those of a folder (once, before anybody reads it).
A rule begins with what its kind says, as if that were ``PRIOR`` candidates, and its own are added.
``--write`` writes the table that the extraction reads. The fourth and fifth golds
are not read.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.extraction.gold import FOLDERS, Document, load
from benchmarks.extraction.measure import matches, ours, same_thing
from graph.extraction import calibration

FIRST = Path(__file__).parent / "first_seen.csv"
TABLE = Path(calibration.__file__).parent / "calibration.toml"
PRIOR = 10
TUNED, TUNED_KIND = 0.5, 0.25
"""What a candidate counts that rules were made with: for its rule, and for its kind."""
LOSS = 0.08
"""What a kind loses, about, where rules have not seen a text: for kinds that no fresh text has."""
FEWEST = 8
"""So many candidates a rule needs for a line of its own in the table."""
SURE, BESIDE = 0.88, 0.79
"""Who is right in less than the first must not say .8: it says the second at most."""
Counts = dict[tuple[str, str], tuple[float, float]]


def judged(document: Document) -> Iterator[tuple[str, str, float, bool]]:
    """Yield the candidates of a document: kind, rule, what they say, whether they are right."""
    gold = {e for e in document.entities if e[0] != "Country"}
    spare = [t for r in document.traps for t in (r.subject, r.object) if isinstance(t, tuple)]
    for c in ours(document.text, document.language):
        if c.property is None:
            right = any(same_thing(e, c.subject) for e in gold)
            if not right and any(same_thing(e, c.subject) for e in spare):
                continue
        elif c.property == "locatedIn" and c.subject.cls == "Agreement":
            continue
        else:
            right = any(matches(row, c) for row in document.statements)
        yield c.vouched, c.rule, c.confidence, right


def counted(documents: Iterable[Document]) -> Counts:
    """Return how many candidates of each kind and rule there are, and how many are right."""
    found: Counts = defaultdict(lambda: (0, 0))
    for document in documents:
        for kind, rule, _, right in judged(document):
            seen, good = found[kind, rule]
            found[kind, rule] = seen + 1, good + right
    return found


def first_seen() -> Counts:
    """Return the counts that were taken at first sight."""
    found: Counts = defaultdict(lambda: (0, 0))
    with FIRST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen, good = found[row["kind"], row["rule"]]
            found[row["kind"], row["rule"]] = seen + int(row["seen"]), good + int(row["right"])
    return found


def add(called: str, folder: Path) -> None:
    """Add the counts of texts that no rule has seen."""
    with FIRST.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for (kind, rule), (seen, right) in sorted(counted(load(None, folder)).items()):
            writer.writerow([called, kind, rule, int(seen), int(right)])


def of_kinds(counts: Counts) -> Counts:
    """Return the counts of each kind, whatever the rule."""
    found: Counts = defaultdict(lambda: (0, 0))
    for (kind, _), (seen, good) in counts.items():
        found[kind, "all"] = found[kind, "all"][0] + seen, found[kind, "all"][1] + good
    return found


def called_for(tuned: Counts, first: Counts) -> dict[str, dict[str, float]]:
    """Return the confidence of every kind and of the rules seen often enough."""
    whole, fresh = of_kinds(tuned), of_kinds(first)
    made: dict[str, dict[str, float]] = {}
    for kind in calibration.KINDS:
        (seen, good), (old, right) = (x.get((kind, "all"), (0, 0)) for x in (fresh, whole))
        # Two candidates more, right in .8, keep a kind of which hardly any were seen from 0 and 1.
        share = (good + TUNED_KIND * right + 1.6) / (seen + TUNED_KIND * old + 2)
        if not seen:
            share = max(0.5, share - LOSS)
        made[kind] = {"all": share}
        for rule in sorted({r for k, r in {*tuned, *first} if k == kind}):
            (n, ok), (m, fine) = (x.get((kind, rule), (0, 0)) for x in (first, tuned))
            if n + m >= FEWEST:
                made[kind][rule] = (share * PRIOR + ok + TUNED * fine) / (PRIOR + n + TUNED * m)
    return {
        kind: {rule: said(share) for rule, share in rules.items()} for kind, rules in made.items()
    }


def said(share: float) -> float:
    """Return what a candidate says whose like was right so often."""
    return round(min(calibration.MOST, min(share, BESIDE) if share < SURE else share), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=Path, help="texts that no rule has seen: add their counts")
    parser.add_argument("--called", default="", help="what to call them in the list of counts")
    parser.add_argument("--write", action="store_true", help="write the table")
    chosen = parser.parse_args()
    if chosen.first:
        add(chosen.called or chosen.first.name, chosen.first)
    tuned = counted(d for folder in FOLDERS.values() for d in load(None, folder))
    first = first_seen()
    made = called_for(tuned, first)
    print(f"{'kind':14} {'rule':24} {'golds':>11} {'first seen':>11}  calls for, says")
    for kind, rules in made.items():
        now = calibration.table().get(kind, {})
        for rule, share in rules.items():
            old, new = (of_kinds(x)[kind, rule] if rule == "all" else x[kind, rule] for x in (tuned, first))  # fmt: skip
            says = now.get(rule, now.get("all", 0))
            print(
                f"{kind:14} {rule:24} {old[1]:5.0f}/{old[0]:5.0f} {new[1]:5.0f}/{new[0]:5.0f}  {share:.2f}, {says:.2f}"
            )
    if chosen.write:
        lines = [
            "# What candidates say, by what vouches for them and by the rule that read them.",
            "# Written by python -m benchmarks.extraction.by_rule --write; change the counts, not the values.",
        ]
        for kind, rules in made.items():
            lines += [
                "",
                f"[{kind}]",
                *(f'"{rule}" = {share:.2f}' for rule, share in rules.items()),
            ]
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
