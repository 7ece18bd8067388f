"""How sure a candidate is, from how often its like was right on texts that no rule had seen.

A fresh text showed what agreement tells: what the rules of cues and the rules of clauses both read
in a sentence was right in .94, what only one of them reads in .60 to .80, however sure that one is.
Fourteen later texts of other styles said the same: two witnesses below .9 were right in .74, from .9 on
in .96; a name of which nothing is told in .83, a name that a statement speaks of in .96.
Labels of fact sheets, and what is told by form alone (a country in brackets, the number of a session
or a grant), need no second witness. ``benchmarks/extraction`` prints the table by tenths.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.extraction.model import Candidate

ALONE = 0.79
"""The most that one witness alone is worth."""
TWO = 0.9
"""From here on two witnesses are right nearly always; below it they are worth no more than one."""
_BY_FORM = frozenset("country-in-brackets nth-session grant-agreement address-with-name".split())
_CLAUSES = ("clause", "beside", "sum")


def witness(rule: str) -> str:
    """Return which kind of rule read something: ``label``, ``form``, ``clause`` or ``cue``."""
    if rule.startswith("label") or not rule.isascii():
        return "label"  # Chinese rules read fixed words as labels do
    if rule in _BY_FORM:
        return "form"
    return "clause" if rule.startswith(_CLAUSES) else "cue"


def agreed(candidate: Candidate, rules: Iterable[str]) -> Candidate:
    """Return a statement as sure as the rules that read it make it together."""
    witnesses = {witness(rule) for rule in rules}
    if witnesses & {"label", "form"} or (
        witnesses >= {"cue", "clause"} and candidate.confidence >= TWO
    ):
        return candidate
    return candidate.with_confidence(min(candidate.confidence, ALONE))


def named(sure: float, told_of: bool) -> float:
    """Return how sure a name is: one of which nothing is told has a single witness."""
    return 1 - (1 - sure) * 0.5 if told_of else min(sure, ALONE)


def calibrated(candidate: Candidate) -> Candidate:
    """Return the candidate with its confidence rounded and within what rules can know.

    Labels, and names of which something is told, were right in 50 of 50 where they said .8 to .9 on
    texts that no rule had seen: they say .9 and more.
    """
    sure = min(0.97, max(0.05, candidate.confidence))
    if ALONE < sure < TWO and (candidate.property is None or witness(candidate.rule) == "label"):
        sure = TWO + (sure - ALONE) * 0.4
    return candidate.with_confidence(sure)
