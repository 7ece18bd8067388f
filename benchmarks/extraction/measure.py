"""Measure the extraction against gold: ``python -m benchmarks.extraction.measure [--part held]``.

Precision, recall and F1 by class, relation and language, the traps apart, confidence by tenths.
A name counts as found when it is the gold's name, or one contains the other and they share
most of their words.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.extraction.gold import FOLDERS, MEASURED, Document, Row, load, of_decisions
from graph.extraction.amounts import find_amounts
from graph.extraction.extract import extract
from graph.extraction.model import Candidate, Thing

CORE = frozenset(
    [
        "coordinator",
        "partner",
        "startDate",
        "endDate",
        "date",
        "fundingEuro",
        "amount",
        "grantNumber",
        "organiser",
        "locatedIn",
        "signatory",
        "sessionOf",
        "ordinal",
    ]
)
Extractor = Callable[[str, str], list[Candidate]]


def same_name(a: str, b: str) -> bool:
    one, two = (_words(x) for x in (a, b))
    if one == two or "".join(one) == "".join(two):
        return True
    if re.search(r"[\u4e00-\u9fff]", a):
        if any(
            x.endswith(y) and re.match(r"第[一二三四五六七八九十0-9]+[次届轮]", y)
            for x, y in ((a, b), (b, a))
        ):
            return True  # "第四次会议" with what it is a session of before it
        return (a in b or b in a) and min(len(a), len(b)) * 3 >= max(len(a), len(b)) * 2
    short, long = sorted((one, two), key=len)
    if _longer(a, b) or _longer(b, a):
        return True
    return (
        bool(short)
        and set(short) <= set(long)
        and (len(short) > 1 or len(short) * 3 >= len(long) * 2)
    )


def _longer(short: str, long: str) -> bool:
    """Return whether a name is the other with what it is about or of: "Absichtserklärung" and
    "Absichtserklärung über den Austausch von Prüfdaten"."""
    rest = long[len(short) :]
    return (
        long.casefold().startswith(short.casefold())
        and (short[:1].islower() or " " not in short)
        and re.match(
            r"\s(?:of|on|for|to|in|with|between|über|zu[mr]?|für|des|der|nach|in|zwischen|von|mit|de|du|des|d[’']|sur|à|en|"
            r"pour|entre|avec|di|del|della|dell[’']|sull?[’']?|sulla|in|per|tra|con|sobre|para|a)\s?\S",
            rest,
        )
        is not None
    )


def _words(text: str) -> list[str]:
    text = re.sub(r"(?<=[Dd]ialog)s(?!\w)", "", text)
    text = _ADJECTIVE.sub(r"\1e", text)  # "Technischen Hochschule" is the "Technische Hochschule"
    return [
        w
        for w in re.findall(r"\w+", text.casefold())
        if w not in ("the", "der", "die", "das", "la", "le", "il", "el", "l", "and", "of")
    ]


_ADJECTIVE = re.compile(
    r"(?<!\w)((?:[A-ZÄÖÜ][a-zäöü]+isch|Neu|(?i:erst|zweit|dritt|viert|fünft)))(?:en|er|es|em)(?= )"
)


def same_thing(a: tuple[str, str], b: Thing) -> bool:
    return a[0] == b.cls and same_name(a[1], b.name)


def matches(row: Row, c: Candidate) -> bool:
    if not same_thing(row.subject, c.subject) or row.property != c.property:
        return False
    if isinstance(row.object, tuple):
        return isinstance(c.object, Thing) and same_thing(row.object, c.object)
    if row.property == "amount" and isinstance(row.object, str) and not row.object.isdigit():
        return any(a.value == c.object for a in find_amounts(row.object))  # "1.2 million yuan"
    return row.object == c.object


class Score:
    def __init__(self) -> None:
        self.hit = self.missed = self.wrong = 0

    @property
    def line(self) -> str:
        p = self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 0.0
        r = self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return f"P {p:.2f}  R {r:.2f}  F1 {f:.2f}  ({self.hit} hit, {self.missed} missed, {self.wrong} wrong)"


class Report:
    def __init__(self, verbose: bool = False) -> None:
        self.scores: dict[tuple[str, str], Score] = defaultdict(Score)
        self.tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        self.rules: dict[str, list[bool]] = defaultdict(list)
        self.traps = [0, 0]
        self.causes: Counter[str] = Counter()
        self.verbose = verbose

    def document(self, document: Document, candidates: list[Candidate]) -> None:
        entities = [c for c in candidates if c.property is None]
        statements = [c for c in candidates if c.property is not None]
        gold = {e for e in document.entities if e[0] != "Country"}
        # What a text names only to deny or to plan it is an entity or not, as one likes.
        spare = [t for r in document.traps for t in (r.subject, r.object) if isinstance(t, tuple)]
        entities = [
            c
            for c in entities
            if any(same_thing(e, c.subject) for e in gold)
            or not any(same_thing(e, c.subject) for e in spare)
        ]
        # Where an agreement was signed is true, and the gold leaves it out.
        statements = [
            c
            for c in statements
            if not (c.property == "locatedIn" and c.subject.cls == "Agreement")
        ]
        self._compare(
            document,
            "entities",
            [(e[0], e) for e in gold],
            [(c.subject.cls, c) for c in entities],
            lambda e, c: same_thing(e, c.subject),
        )  # type: ignore[arg-type]
        rows = document.statements
        self._compare(
            document,
            "statements",
            [(r.property or "", r) for r in rows],
            [(c.property or "", c) for c in statements],
            matches,
        )
        self._causes(document, entities, statements)
        for row in document.traps:
            self.traps[0] += 1
            if any(matches(row, c) for c in statements):
                self.traps[1] += 1
                print(f"  trap taken in {document.name}: {row}")

    def _causes(
        self, document: Document, entities: list[Candidate], statements: list[Candidate]
    ) -> None:
        """Why statements were missed or wrong, as far as a program can tell."""
        for row in document.statements:
            if any(matches(row, c) for c in statements):
                continue
            near = [c for c in statements if c.property == row.property]
            if any(same_thing(row.subject, c.subject) for c in near):
                self.causes["missed: another value or name was taken"] += 1
            elif any(row.object == c.object for c in near):
                self.causes["missed: it was said of another thing"] += 1
            elif not any(same_thing(row.subject, c.subject) for c in entities):
                self.causes["missed: the thing itself was not found"] += 1
            else:
                self.causes["missed: no rule for these words"] += 1
        for c in statements:
            if any(matches(row, c) for row in document.statements):
                continue
            same = [r for r in document.statements if r.property == c.property]
            if any(same_thing(r.subject, c.subject) for r in same):
                self.causes["wrong: another value beside the right one"] += 1
            elif same:
                self.causes["wrong: said of another thing"] += 1
            else:
                self.causes["wrong: the text says no such thing"] += 1

    def _compare(
        self, document: Document, kind: str, gold: list, found: list, same: Callable
    ) -> None:  # type: ignore[type-arg]
        used: set[int] = set()
        for group, item in gold:
            at = next(
                (i for i, (_, c) in enumerate(found) if i not in used and same(item, c)), None
            )
            if at is None:
                self._count(kind, group, document, "missed")
                if self.verbose:
                    print(f"  {document.name} missed {item}")
            else:
                used.add(at)
                self._count(kind, group, document, "hit")
        matched = {i for i, (_, c) in enumerate(found) if any(same(item, c) for _, item in gold)}
        for i, (group, c) in enumerate(found):
            right = i in matched
            self.tenths[min(9, int(c.confidence * 10))].append((c.confidence, right))
            self.rules[c.rule].append(right)
            if not right:
                self._count(kind, group, document, "wrong")
                if self.verbose:
                    what = f"{c.subject.cls}: {c.subject.name}" + (
                        f" > {c.property} > {c.object}" if c.property else ""
                    )
                    print(f"  {document.name} wrong  {what} [{c.rule} {c.confidence}]")

    def _count(self, kind: str, group: str, document: Document, outcome: str) -> None:
        keys = [(kind, "all"), (kind, group), (f"{kind} {document.language}", "all")]
        if kind == "statements" and group in CORE:
            keys += [("core", "all"), (f"core {document.language}", "all")]
        for key in keys:
            score = self.scores[key]
            setattr(score, outcome, getattr(score, outcome) + 1)

    def print(self) -> None:
        for key in sorted(self.scores):
            print(f"{key[0]:16} {key[1]:18} {self.scores[key].line}")
        print(f"traps: {self.traps[1]} of {self.traps[0]} taken")
        for cause, count in self.causes.most_common():
            print(f"  {count:3} {cause}")
        sure = [right for t in (8, 9) for _, right in self.tenths.get(t, ())]
        print(
            f"confidence 0.8 and more: {len(sure)} candidates, {sum(sure) / max(1, len(sure)):.3f} right"
        )
        for tenth, seen in sorted(self.tenths.items()):
            mean = sum(c for c, _ in seen) / len(seen)
            print(
                f"  {tenth / 10:.1f}: {len(seen):4} candidates, said {mean:.2f}, right {sum(r for _, r in seen) / len(seen):.2f}"
            )


def ours(text: str, language: str) -> list[Candidate]:
    found = extract(text, language)
    return [*found.entities, *found.statements]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["tune", "held", "all"], default="held")
    parser.add_argument(
        "--gold",
        choices=sorted(FOLDERS | MEASURED),
        default="own",
        help="by the hand that wrote the rules, by one that had not seen them before, by a third, a fourth or a fifth",
    )
    parser.add_argument(
        "--decisions", type=Path, help="a folder that was reviewed: what was accepted is the gold"
    )
    parser.add_argument(
        "--folder", type=Path, help="texts with gold in the same form that are kept elsewhere"
    )
    parser.add_argument("--verbose", action="store_true", help="every miss and every error")
    parser.add_argument("--only", default="", help="documents whose name starts so")
    chosen = parser.parse_args(arguments)
    report = Report(chosen.verbose)
    part = None if chosen.part == "all" else chosen.part
    gold = (
        of_decisions(chosen.decisions)
        if chosen.decisions
        else load(None, chosen.folder)
        if chosen.folder
        else load(part, (FOLDERS | MEASURED)[chosen.gold])
    )
    for document in gold:
        if document.name.startswith(chosen.only):
            report.document(document, ours(document.text, document.language))
    report.print()


if __name__ == "__main__":
    main(sys.argv[1:])
