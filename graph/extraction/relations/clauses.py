"""Clauses of a sentence: main, coordinate and relative ones, participles, what brackets hold.

A clause knows what it hangs on: the name a relative clause or a participle belongs to, and the
subject that a coordinate clause leaves out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.extraction.relations.items import NAMES, Item

DONE = frozenset({"verb", "be"})


@dataclass(eq=False)
class Clause:
    """The items of one clause with what it hangs on."""

    items: list[Item] = field(default_factory=list)
    parent: Clause | None = None
    antecedent: Item | None = None
    subject: Item | None = None
    """What a coordinate clause takes over as its subject."""
    apposed: bool = False
    """Whether it is a noun beside a name: ", member of the partnership W,"."""

    @property
    def names(self) -> list[Item]:
        """Return what is named in it, in order."""
        return [i for i in self.items if i.kind in NAMES]

    @property
    def has_verb(self) -> bool:
        """Return whether something is said in it already."""
        return any(i.kind in DONE for i in self.items)

    def span(self) -> tuple[int, int]:
        """Return where it stands."""
        return self.items[0].start, self.items[-1].end

    def own_subject(self) -> Item | None:
        """Return the first name that no preposition governs, else what it hangs on."""
        for at, item in enumerate(self.items):
            if item.kind in NAMES and not governor(self.items, at):
                return item
        return self.antecedent or self.subject


def governor(row: list[Item], at: int) -> frozenset[str]:
    """Return the senses of the preposition before an item, looked for over articles and adjectives."""
    words = 0
    for item in reversed(row[:at]):
        if item.kind == "prep":
            return item.senses
        if item.kind in ("word", "count", "country") and words < 4:
            words += 1
            continue
        if item.kind == "noun" and words < 4 and row[at].kind != "org":
            words += 1
            continue
        break
    return frozenset()


def _ahead(row: list[Item], at: int) -> list[Item]:
    """Return what follows up to the next comma, stop, link or relative pronoun."""
    found: list[Item] = []
    depth = 0
    for item in row[at:]:
        depth += (item.kind == "open") - (item.kind == "close")
        if depth > 0:
            continue
        if item.kind in ("comma", "stop", "and", "relative"):
            break
        found.append(item)
    return found


def clauses(row: list[Item]) -> list[Clause]:
    """Return the clauses of a sentence's items in order of their beginning."""
    current = Clause()
    found = [current]
    brackets: list[Clause] = []

    def begin(clause: Clause) -> Clause:
        found.append(clause)
        return clause

    for at, item in enumerate(row):
        before = row[at - 1] if at else None
        if item.kind == "open":
            brackets.append(current)
            current = begin(Clause(parent=current, antecedent=_last_name(current)))
        elif item.kind == "close":
            if brackets:
                current = brackets.pop()
        elif item.kind == "stop" or (item.kind == "colon" and _says(row, at)):
            base = _base(current)
            current = begin(
                Clause(subject=base.own_subject() if item.value.strip() != "." else None)
            )
        elif item.kind == "relative" and not _article(row, at):
            again = before is not None and before.kind == "and" and current.parent is not None
            held = current.antecedent if again else _last_name(current)
            parent = current.parent if again else current
            current = begin(Clause(parent=parent, antecedent=held))
            current.items.append(item)
        elif item.kind == "comma":
            if (
                current.parent is not None
                and (current.has_verb or current.apposed)
                and not brackets
            ):
                current = current.parent
            current.items.append(item)
            if _apposed(row, at):
                current = begin(
                    Clause(parent=current, antecedent=_last_name(current), apposed=True)
                )
        elif item.kind == "and" and current.has_verb:
            ahead = _ahead(row, at + 1)
            if any(i.kind in DONE for i in ahead) and not (
                at + 1 < len(row) and row[at + 1].kind == "relative"
            ):
                named = next((i for i in ahead if i.kind in NAMES or i.kind in DONE), None)
                omitted = named is None or named.kind in DONE
                subject = current.own_subject() if omitted else None
                current = begin(
                    Clause(parent=current.parent, antecedent=current.antecedent, subject=subject)
                )
            current.items.append(item)
        elif item.kind == "verb" and before is not None and _reduced(row, at):
            held = _last_name(current)
            current = begin(Clause(parent=current, antecedent=held))
            current.items.append(item)
        else:
            current.items.append(item)
    return [c for c in found if c.items]


def _article(row: list[Item], at: int) -> bool:
    """Return whether "das" before a German name is its article: then the verb comes second."""
    if not _GERMAN.fullmatch(row[at].value):
        return False
    ahead = _ahead(row, at + 1)
    if not ahead or ahead[0].kind not in NAMES:
        return False
    done = [n for n, i in enumerate(ahead) if i.kind in DONE]
    return bool(done) and done[0] == 1 and len(ahead) > 2


_GERMAN = re.compile("die|der|das|den|dem")


def _says(row: list[Item], at: int) -> bool:
    """Return whether a colon is followed by a clause of its own, not by a list or a name."""
    following = row[at + 1 :]
    ends = next((i for i, item in enumerate(following) if item.kind == "stop"), len(following))
    return any(i.kind in DONE for i in following[:ends]) and any(i.kind in DONE for i in row[:at])


def _apposed(row: list[Item], at: int) -> bool:
    """Return whether a comma begins an apposition that tells a role: "X, coordinator of P, ..."."""
    if at == 0 or row[at - 1].kind not in ("org", "close"):
        return False
    for item in row[at + 1 : at + 6]:
        if item.kind == "role":
            return True
        if item.kind not in ("word", "country"):
            return False
    return False


def _base(clause: Clause) -> Clause:
    while clause.parent is not None:
        clause = clause.parent
    return clause


def _last_name(clause: Clause) -> Item | None:
    here: Clause | None = clause
    while here is not None:
        if here.names:
            return here.names[-1]
        if here.antecedent is not None:
            return here.antecedent
        here = here.parent
    return None


def _reduced(row: list[Item], at: int) -> bool:
    """Return whether a verb is a participle beside a name: "the project, coordinated by X, ..."."""
    before = row[at - 1]
    follows = _ahead(row, at + 1)[:3]
    by = any(i.kind == "prep" and i.senses & {"by"} for i in follows[:2])
    if before.kind == "comma":
        return (
            at > 1
            and row[at - 2].kind in NAMES | {"close"}
            and (by or any(i.kind == "prep" for i in follows[:1]))
        )
    return before.kind in NAMES and by
