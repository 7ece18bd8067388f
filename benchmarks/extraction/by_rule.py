"""How often each rule was right, and the confidence that calls for:
``python -m benchmarks.extraction.by_rule [--write]``.

The golds that rules were made with are counted as they are read now. They flatter: a quarter of a
candidate is counted for each. ``first_seen.csv`` holds counts of texts by other hands, taken when no
rule had seen them, which count whole: ``--first FOLDER --called NAME`` adds those of a folder (once,
before anybody reads it). From the counts of kind, rule and circumstances a logistic regression tells
how often the like of a candidate is right: a rule begins with what its kind says, and a circumstance with
no change (``RULE``, ``CIRCUMSTANCE``: how strongly they are held there). ``--write`` writes the
table that the extraction reads. The fifth gold is not read; the fourth is one of the texts at first sight.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.extraction.gold import FOLDERS, Document, load
from benchmarks.extraction.measure import matches, ours, same_thing
from graph.extraction import calibration, circumstances
from graph.extraction.model import Candidate

FIRST = Path(__file__).parent / "first_seen.csv"
TABLE = Path(calibration.__file__).parent / "calibration.toml"
TUNED = 0.25
"""What a candidate counts that rules were made with."""
KIND, RULE, CIRCUMSTANCE = 0.5, 3.0, 2.0
"""How strongly each is held at what is thought before a count."""
BEFORE = 2.0
"""The logarithm of the odds of a kind, before a count (right in .88)."""
FEWEST = 8
"""So many candidates a rule needs for a line of its own in the table."""
Key = tuple[str, str, tuple[str, ...]]
Counts = dict[Key, tuple[float, float]]
"""Candidates seen and right, by kind, rule and circumstances."""


def judged(document: Document) -> Iterator[tuple[Candidate, bool]]:
    """Yield the candidates of a document, and whether they are right."""
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
        yield c, right


def counted(documents: Iterable[Document]) -> Counts:
    """Return how many candidates of each kind there are, and how many are right."""
    found: Counts = defaultdict(lambda: (0, 0))
    for document in documents:
        for c, right in judged(document):
            seen, good = found[c.vouched, c.rule, c.beside]
            found[c.vouched, c.rule, c.beside] = seen + 1, good + right
    return found


def first_seen() -> Counts:
    """Return the counts that were taken at first sight."""
    found: Counts = defaultdict(lambda: (0, 0))
    with FIRST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["kind"], row["rule"], tuple(row["beside"].split())
            seen, good = found[key]
            found[key] = seen + int(row["seen"]), good + int(row["right"])
    return found


def add(called: str, folder: Path) -> None:
    """Add the counts of texts that no rule has seen."""
    with FIRST.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for (kind, rule, beside), (seen, right) in sorted(counted(load(None, folder)).items()):
            writer.writerow([called, kind, rule, " ".join(beside), int(seen), int(right)])


def by_rule(counts: Counts) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the counts of each rule of each kind, and of all its rules."""
    found: dict[tuple[str, str], tuple[float, float]] = defaultdict(lambda: (0, 0))
    for (kind, rule, _), (seen, good) in counts.items():
        for key in ((kind, rule), (kind, "all")):
            found[key] = found[key][0] + seen, found[key][1] + good
    return found


def called_for(tuned: Counts, first: Counts) -> dict[str, dict[str, float]]:
    """Return how often the rules of every kind are right, and what circumstances change."""
    many: Counter[tuple[str, str]] = Counter()
    for (kind, rule, _), (seen, _) in (*tuned.items(), *first.items()):
        many[kind, rule] += int(seen)
    rules = sorted(key for key, seen in many.items() if seen >= FEWEST)
    columns: dict[object, int] = {
        name: at for at, name in enumerate((*calibration.KINDS, *rules, *circumstances.KINDS))
    }
    kinds = len(calibration.KINDS)
    cells = [
        (key, weight * seen, weight * good)
        for counts, weight in ((tuned, TUNED), (first, 1.0))
        for key, (seen, good) in sorted(counts.items())
    ]
    places = [
        (row, columns[name])
        for row, ((kind, rule, beside), _, _) in enumerate(cells)
        for name in (kind, (kind, rule), *beside)
        if name in columns
    ]
    said_of = csr_matrix(
        (np.ones(len(places)), tuple(zip(*places, strict=True)) if places else ([], [])),
        shape=(len(cells), len(columns)),
    )
    seen, good = (np.array([cell[at] for cell in cells], float) for at in (1, 2))
    held = np.array(
        [KIND] * kinds + [RULE] * len(rules) + [CIRCUMSTANCE] * (len(columns) - kinds - len(rules))
    )
    start = np.array([BEFORE] * kinds + [0.0] * (len(columns) - kinds))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = said_of @ weights
        apart = weights - start
        value = np.sum(seen * np.logaddexp(0, odds) - good * odds) + (held * apart**2).sum() / 2
        return value, said_of.T @ (seen / (1 + np.exp(-odds)) - good) + held * apart

    weights = minimize(loss, start, jac=True, method="L-BFGS-B").x
    made: dict[str, dict[str, float]] = {
        kind: {"all": _share(weights[columns[kind]])} for kind in calibration.KINDS
    }
    for kind, rule in rules:
        made[kind][rule] = _share(weights[columns[kind]] + weights[columns[kind, rule]])
    made[calibration.CIRCUMSTANCES] = {
        name: round(float(weights[columns[name]]), 2) for name in circumstances.KINDS
    }
    return made


def _share(odds: float) -> float:
    return round(float(min(max(1 / (1 + np.exp(-odds)), 0.01), 0.99)), 3)


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
    old, new = by_rule(tuned), by_rule(first)
    print(f"{'kind':14} {'rule':24} {'golds':>11} {'first seen':>11}  calls for, says")
    for kind, rules in made.items():
        now = calibration.table().get(kind, {})
        for rule, share in rules.items():
            (m, fine), (n, ok) = old[kind, rule], new[kind, rule]
            says = now.get(rule, now.get("all", 0))
            print(
                f"{kind:14} {rule:24} {fine:5.0f}/{m:5.0f} {ok:5.0f}/{n:5.0f}  {share:5.2f}, {says:.2f}"
            )
    if chosen.write:
        lines = [
            "# How often candidates are right, by what vouches for them and by the rule that read them, where no",
            "# circumstance changes it; then what circumstances add to the logarithm of the odds.",
            "# Written by python -m benchmarks.extraction.by_rule --write; change the counts, not the values.",
        ]
        for kind, rules in made.items():
            lines += ["", f"[{kind}]", *(f'"{rule}" = {share}' for rule, share in rules.items())]
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
