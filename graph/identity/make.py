"""A machine's judgements: all rules over participants, records of ROR and documents.

``python -m graph.identity`` writes those of the extracts into ``sources/identity/``; an import
of whole registers calls ``judge_register`` for what it brings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from graph.identity import documents
from graph.identity.canonical import effective, settled
from graph.identity.index import Index
from graph.identity.judgements import PART_OF, SAME, UNSURE, Judgement, judgement_id
from graph.identity.model import Party
from graph.identity.participants import among_participants, by_rules, of_unknown_country
from graph.identity.rules import Verdict, judge
from graph.processes import side_by_side
from graph.records.load import Sources

ASKED = 0.8
"""From this likeness on an undecided pair is worth a person's time, and is kept."""
CHINESE = ("CN", "HK", "MO")
"""Where every participant is decided or in review, however far the nearest record is."""

Progress = Callable[[str], None]


def judgement(verdict: Verdict) -> Judgement:
    """Return a verdict as it is kept."""
    left, right = verdict.left.id, verdict.right.id
    return Judgement(
        judgement_id(left, right),
        left,
        right,
        verdict.relation,
        verdict.score,
        verdict.rule,
        verdict.reason,
    )


def judge_register(
    participants: Iterable[Party],
    ror: Index,
    persons: Iterable[Judgement] = (),
    progress: Progress = lambda step: None,
) -> list[Judgement]:
    """Judge participants: against ROR, then among themselves. Sorted by left and right.

    ``persons`` are a person's judgements: none of the machine's will contradict them.
    """
    everybody = list(participants)
    progress(f"identity: names of {len(everybody):,} participants")
    # Before the processes part, so that each name is taken apart once.
    index = Index(everybody)
    progress(f"identity: {len(everybody):,} participants against records of ROR")
    # Each is judged by itself, so a whole register is judged on all processors.
    size = max(len(everybody) // 2 + 1, _FEW)
    runs = [
        partial(_judged, everybody[start : start + size], ror, index)
        for start in range(0, len(everybody), size)
    ]
    made = _Judged()
    for some in side_by_side(runs, "judging who is who"):
        made.add(some)
    progress("identity: participants among themselves")
    among = among_participants(index, made.decided, made.beside)
    return _consistent([*made.found, *map(judgement, among)], persons)


_FEW = 1000
"""Participants that are not worth a process of their own."""


@dataclass
class _Judged:
    """What was judged of some participants, each by itself."""

    found: list[Judgement] = field(default_factory=list)
    """Against records of ROR, as far as worth keeping."""
    decided: dict[str, str] = field(default_factory=dict)
    """Which record a participant is."""
    beside: list[Verdict] = field(default_factory=list)
    """Of those without a record: which other participant they are, or are a part of."""

    def add(self, other: _Judged) -> None:
        """Take what was judged of others."""
        self.found += other.found
        self.decided |= other.decided
        self.beside += other.beside


def _judged(participants: list[Party], ror: Index, everybody: Index) -> _Judged:
    """Judge participants against records of ROR; those without one among ``everybody``."""
    made = _Judged()
    for party in participants:
        if party.country:
            verdict = judge(party, ror) or _far(party, ror)
        else:
            verdict = of_unknown_country(party, ror)
        if verdict is not None:
            if verdict.relation == SAME:
                made.decided[party.id] = verdict.right.id
            if _worth_keeping(verdict):
                made.found.append(judgement(verdict))
        if verdict is None or verdict.relation not in (SAME, PART_OF):
            other = by_rules(party, everybody)
            if other is not None:
                made.beside.append(other)
    return made


def judge_documents(
    sources: Sources,
    parties: list[Party],
    ror: Index,
    register: Iterable[documents.RegisterProject],
    participants: dict[str, Party],
    persons: Iterable[Judgement] = (),
) -> tuple[list[Judgement], list[Judgement]]:
    """Judge the documents' projects and their organisations."""
    known = list(register)
    about = documents.projects(sources, parties, known, participants)
    projects = [
        Judgement(judgement_id(one.left, one.right), one.left, one.right, one.relation, one.score,
                  one.rule, one.reason)
        for one in about
    ]  # fmt: skip
    same = {one.left: one.right for one in effective([*projects, *persons]) if one.relation == SAME}
    verdicts = documents.organisations(sources, parties, ror, known, participants, same)
    return projects, [judgement(verdict) for verdict in verdicts]


def _far(party: Party, ror: Index) -> Verdict | None:
    """Find for a Chinese participant with nothing alike at all the record that sounds nearest."""
    other = ror.nearest(party) if party.country in CHINESE else None
    if other is None:
        return None
    reason = (
        f"“{other.name}” sounds nearest: no record has a word or a web domain in common with it"
    )
    return Verdict(party, other, UNSURE, 0.1, "none", reason)


def _worth_keeping(verdict: Verdict) -> bool:
    if verdict.relation != UNSURE:
        return True
    return verdict.score >= ASKED or verdict.left.country in CHINESE


def _consistent(found: list[Judgement], persons: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements, those that had to give way to others turned into unsure."""
    by_id = {one.id: one for one in found}
    _, dropped = settled([*by_id.values(), *persons])
    for one in dropped:
        reason = f"{one.reason}; it cannot hold beside surer judgements"
        by_id[one.id] = replace(one, relation=UNSURE, reason=reason)
    return sorted(by_id.values(), key=lambda one: (one.left, one.right))


def consistent(groups: dict[str, list[Judgement]], persons: Iterable[Judgement]) -> dict[
    str, list[Judgement]
]:  # fmt: skip
    """Make judgements of several files consistent with one another."""
    where = {one.id: file for file, some in groups.items() for one in some}
    every = [one for some in groups.values() for one in some]
    found: dict[str, list[Judgement]] = defaultdict(list)
    for one in _consistent(every, persons):
        found[where[one.id]].append(one)
    return dict(found)


def kind_of(one: Judgement) -> str:
    """Return what a judgement is about: ``pic-ror``, ``pic-pic``, ``document`` or ``project``."""
    if one.left.startswith("project/"):
        return "project"
    register = ("organization/pic-", "organization/cordis-")
    if not one.left.startswith((*register, "organization/ror-")):
        return "document"
    return "pic-pic" if one.right.startswith(register) else "pic-ror"


__all__ = ["PART_OF", "consistent", "judge_documents", "judge_register", "judgement", "kind_of"]
