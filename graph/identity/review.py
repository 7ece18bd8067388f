"""Walking through the doubtful on the terminal: one pair at a time, each answer kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.identity.canonical import Contradiction, canonical, effective
from graph.identity.judgements import (
    DIFFERENT,
    PART_OF,
    SAME,
    UNSURE,
    WITHDRAWN,
    Judgement,
    add_person,
    person_judgement,
)
from graph.identity.make import ASKED
from graph.identity.model import Party

ANSWERS = {"s": SAME, "p": PART_OF, "d": DIFFERENT, "u": UNSURE}
Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass
class Walk:
    """What a walk through the doubtful did."""

    decided: int = 0
    passed: int = 0
    left: int = 0


def doubtful(judgements: Iterable[Judgement], everything: bool = False) -> list[Judgement]:
    """Return the machine's undecided pairs, the likeliest first; those a person judged are done."""
    return sorted(
        (
            one
            for one in effective(judgements)
            if one.relation == UNSURE and not one.by_person and (everything or one.score >= ASKED)
        ),
        key=lambda one: (-one.score, one.id),
    )


def walk(
    judgements: list[Judgement],
    parties: Mapping[str, Party],
    folder: Path,
    person: str,
    ask: Ask,
    say: Say,
    everything: bool = False,
) -> Walk:
    """Ask about each doubtful pair; every answer goes to the person's file before the next."""
    pairs = doubtful(judgements, everything)
    done = Walk(left=len(pairs))
    known = list(judgements)
    for number, one in enumerate(pairs, start=1):
        say(f"\n{number} of {len(pairs)}, likeness {one.score:.2f}: {one.reason}")
        for identifier in (one.left, one.right):
            say(f"  {told(identifier, parties)}")
        answer = _answer(ask)
        if answer == "q":
            break
        if answer == "":
            done.passed += 1
            continue
        reason = ask("why (one line): ").strip() or "decided by reading both"
        decision = person_judgement(
            one.left, one.right, ANSWERS[answer], reason, person, _earlier(known, one)
        )
        try:
            canonical([*known, decision])
        except Contradiction as problem:
            say(f"{problem}\nnothing was kept; take the other one back first, or decide otherwise")
            done.passed += 1
            continue
        add_person(decision, folder)
        known.append(decision)
        done.decided += 1
        done.left -= 1
    return done


def _answer(ask: Ask) -> str:
    while True:
        answer = ask("[s]ame, [p]art of, [d]ifferent, [u]nsure, Enter to pass, [q]uit: ")
        answer = answer.strip().lower()[:1]
        if answer in (*ANSWERS, "", "q"):
            return answer


def _earlier(judgements: Iterable[Judgement], one: Judgement) -> int:
    return sum(other.by_person and other.pair == one.pair for other in judgements)


def told(identifier: str, parties: Mapping[str, Party]) -> str:
    """Return a party on one line: names, place, web domain."""
    party = parties.get(identifier)
    if party is None:
        return identifier
    parts = ["; ".join(party.names[:4])]
    if party.short_names:
        parts.append(", ".join(party.short_names[:2]))
    parts.append(", ".join([*party.towns[:2], party.country]))
    parts += party.domains[:1]
    parts += [f"part of {', '.join(_names(party.parents, parties))}"] if party.parents else []
    return f"{identifier}: " + " | ".join(parts)


def _names(identifiers: Iterable[str], parties: Mapping[str, Party]) -> list[str]:
    return [parties[one].name if one in parties else one for one in identifiers]


def undo(judgements: list[Judgement], identifier: str, person: str, folder: Path) -> Judgement:
    """Take one judgement back; what is written is returned.

    A person's is withdrawn, so that the machine's holds again; a machine's becomes unsure by a
    person's word, so that no new run brings it back. Raises KeyError for an id that is not there.
    """
    one = next((some for some in judgements if some.id == identifier), None)
    if one is None:
        raise KeyError(identifier)
    relation = WITHDRAWN if one.by_person else UNSURE
    reason = f"takes back {one.id}: {one.relation}, {one.reason}"
    decision = person_judgement(
        one.left, one.right, relation, reason, person, _earlier(judgements, one)
    )
    add_person(decision, folder)
    return decision
