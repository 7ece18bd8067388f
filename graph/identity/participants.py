"""Participants of CORDIS among themselves: two PICs of one organisation, rows without a PIC.

Two participants that are one record of ROR are joined by that; here are only those that ROR does
not join. The name must be the same, and something beside it must agree: companies share names.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from graph.identity.index import Index, names_of
from graph.identity.judgements import PART_OF, SAME, UNSURE
from graph.identity.model import Party
from graph.identity.places import together
from graph.identity.rules import RULES, Judge, Verdict


def among_participants(
    parties: Iterable[Party], decided: dict[str, str], parts: Container[str] = ()
) -> list[Verdict]:
    """Judge participants among themselves.

    ``decided`` says which record of ROR each was judged to be; ``parts`` are those of which ROR
    has the whole.
    """
    everybody = list(parties)
    index = Index(everybody)
    found: dict[frozenset[str], Verdict] = {}
    joined: set[str] = set()
    for party in everybody:
        for verdict in _by_exact_name(party, index, decided):
            found.setdefault(frozenset((party.id, verdict.right.id)), verdict)
            joined.update((party.id, verdict.right.id))
        if party.id in decided or party.id in parts or party.id in joined:
            continue
        other = _by_rules(party, index, decided)
        if other is not None:
            found.setdefault(frozenset((party.id, other.right.id)), other)
    return sorted(found.values(), key=lambda one: (one.left.id, one.right.id))


def _by_exact_name(party: Party, index: Index, decided: dict[str, str]) -> list[Verdict]:
    """Return those of the same name, each pair once, from the lower id."""
    found = []
    for other_id in sorted(index.with_exact_name(party)):
        other = index.parties[other_id]
        one_ror, other_ror = decided.get(party.id), decided.get(other.id)
        if other.id <= party.id or (one_ror and other_ror):
            continue
        found.append(_same_name(party, other, index))
    return found


def _same_name(left: Party, right: Party, index: Index) -> Verdict:
    if left.country != right.country and "" not in (left.country, right.country):
        return Verdict(left, right, UNSURE, 0.7, "near", "the same name, countries differ")
    forms = {one.legal for one in names_of(left) if one.legal}
    other_forms = {one.legal for one in names_of(right) if one.legal}
    if forms and other_forms and not forms & other_forms:
        return Verdict(left, right, UNSURE, 0.7, "near", "the same name, legal forms differ")
    town = together(left, right)
    if town:
        return Verdict(left, right, SAME, 0.98, "name-and-place", RULES["name-and-place"])
    if set(left.domains) & set(right.domains):
        return Verdict(left, right, SAME, 0.98, "name-and-web", RULES["name-and-web"])
    words = [word for one in names_of(left) for word in one.words]
    telling = index.distinctive(left.country, words) and not (forms or other_forms)
    if town is None or telling:
        return Verdict(left, right, SAME, 0.93, "name", "the same name in one country")
    there = f"towns differ: {' / '.join(left.towns)}, {' / '.join(right.towns)}"
    return Verdict(left, right, UNSURE, 0.75, "near", f"the same name; {there}")


_SURE = ("run-together", "name-explained", "misspelled")


def _by_rules(party: Party, index: Index, decided: dict[str, str]) -> Verdict | None:
    """Return the one participant that the rules for records of ROR find, if the town agrees too."""
    verdict = Judge(party, index).verdict()
    if verdict is None:
        return None
    if verdict.relation == PART_OF:
        return verdict
    agree = together(party, verdict.right)
    if verdict.relation == SAME and verdict.rule in _SURE and agree:
        return verdict
    if verdict.relation in (SAME, UNSURE) and verdict.score >= 0.93 and agree:
        return Verdict(party, verdict.right, UNSURE, 0.8, "near", verdict.reason)
    return None
