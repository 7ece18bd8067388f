"""How sure a candidate is: as often as its like was right where no rule had seen the text.

What vouches for a candidate is its kind: a label, fixed words of Chinese, the form alone, two rules that read the same in
their own ways (a cue and a clause), one rule; for a name, whether a statement speaks of it. Each
kind is parted by how sure the rule itself was. ``calibration.toml`` says for every kind, and for
each rule that was seen often enough, what its candidates say; ``python -m
benchmarks.extraction.by_rule`` counts anew and writes that table.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Collection
from importlib.resources import files

from graph.extraction.model import Candidate

LEAST, MOST = 0.05, 0.97
"""What a candidate says at least and at most."""
DOUBTED = 0.7
"""Below it a rule doubts the statement it reads: the table makes that no surer."""
_SURE = {
    "words": 0.86,
    "label": 0.86,
    "two": 0.82,
    "one": 0.86,
    "form": 0.8,
    "told": 0.79,
    "alone": 0.79,
}
"""From here on a rule is sure of what it read."""
KINDS = tuple(f"{name}{end}" for name in _SURE for end in ("", "-unsure"))
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
    return name if round(sure, 2) >= _SURE[name] else f"{name}-unsure"


@functools.cache
def table() -> dict[str, dict[str, float]]:
    """Return what candidates say: by kind, then by rule; ``all`` holds for the rules not named."""
    text = files("graph.extraction").joinpath("calibration.toml").read_text("utf-8")
    return tomllib.loads(text)


def calibrated(candidate: Candidate) -> Candidate:
    """Return the candidate as sure as its like was right."""
    told = table().get(candidate.vouched, {"all": DOUBTED})
    sure = told.get(candidate.rule, told["all"])
    if candidate.property is not None and candidate.confidence < DOUBTED:
        sure = min(sure, candidate.confidence)
    return candidate.with_confidence(min(MOST, max(LEAST, sure)))
