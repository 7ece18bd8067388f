"""How sure a candidate is: as often as its like was right where no rule had seen the text.

What vouches for a candidate is its kind: a label, fixed words of Chinese, the form alone, two rules that read the same in
their own ways (a cue and a clause), one rule; for a name, whether a statement speaks of it. Each
kind is parted by how sure the rule itself was. ``calibration.toml`` says for every kind, and for
each rule that was seen often enough, how often its candidates are right where nothing speaks against
them, and by how much each of the ``circumstances`` changes the odds; ``python -m
benchmarks.extraction.by_rule`` counts anew and writes that table.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Collection
from importlib.resources import files

from graph.extraction.model import Candidate

LEAST, MOST = 0.05, 0.97
"""What a candidate says at least and at most."""
SURE, BESIDE = 0.88, 0.79
"""Whose like is right in less than the first must not say .8: it says the second at most."""
CIRCUMSTANCES = "circumstances"
"""The part of the table that changes the odds."""
DOUBTED = 0.7
"""Below it a rule doubts the statement it reads: the table makes that no surer."""
_FROM = {
    "words": 0.86,
    "label": 0.86,
    "two": 0.82,
    "one": 0.86,
    "form": 0.8,
    "told": 0.79,
    "alone": 0.79,
}
"""From here on a rule is sure of what it read."""
KINDS = tuple(f"{name}{end}" for name in _FROM for end in ("", "-unsure"))
_BY_FORM = frozenset("country-in-brackets nth-session grant-agreement address-with-name".split())
_CLAUSES = ("clause", "beside", "sum")


def witness(rule: str) -> str:
    """Return which kind of rule read something: ``label``, ``words``, ``form``, ``clause`` or ``cue``."""
    if not rule.isascii():
        return "words"  # Chinese rules read fixed words
    if rule.startswith("label"):
        return "label"
    if rule in _BY_FORM:
        return "form"
    return "clause" if rule.startswith(_CLAUSES) else "cue"


def kind(sure: float, rules: Collection[str]) -> str:
    """Return what vouches for a statement that some rules read, the surest of them so sure."""
    witnesses = {witness(rule) for rule in rules}
    for alone in ("form", "label", "words"):
        if alone in witnesses:
            return _parted(alone, sure)
    return _parted("two" if witnesses >= {"cue", "clause"} else "one", sure)


def kind_of_name(sure: float, told_of: bool) -> str:
    """Return what vouches for a name: the rule that read it, and whether something is told of it."""
    return _parted("told" if told_of else "alone", sure)


def _parted(name: str, sure: float) -> str:
    return name if round(sure, 2) >= _FROM[name] else f"{name}-unsure"


@functools.cache
def table() -> dict[str, dict[str, float]]:
    """Return how often candidates are right: by kind, then by rule; ``all`` holds for the rules not named.

    ``circumstances`` are numbers to add to the logarithm of the odds.
    """
    text = files("graph.extraction").joinpath("calibration.toml").read_text("utf-8")
    return tomllib.loads(text)


def likely(candidate: Candidate) -> float:
    """Return how often the like of a candidate was right, by kind, rule and circumstances."""
    told = table().get(candidate.vouched, {"all": DOUBTED})
    share = min(max(told.get(candidate.rule, told["all"]), 0.01), 0.99)
    odds = math.log(share / (1 - share))
    changes = table().get(CIRCUMSTANCES, {})
    odds += sum(changes.get(name, 0.0) for name in candidate.beside)
    return 1 / (1 + math.exp(-odds))


def said(share: float) -> float:
    """Return what a candidate says whose like was right so often."""
    return min(MOST, max(LEAST, min(share, BESIDE) if share < SURE else share))


def calibrated(candidate: Candidate) -> Candidate:
    """Return the candidate as sure as its like was right."""
    sure = likely(candidate)
    if candidate.property is not None and candidate.confidence < DOUBTED:
        sure = min(sure, candidate.confidence)
    return candidate.with_confidence(said(sure))
