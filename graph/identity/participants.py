"""Participants of CORDIS among themselves: two PICs of one organisation, rows without a PIC.

Two participants that are one record of ROR are joined by that; here are only those that ROR does
not join. The name must be the same, and something beside it must agree: companies share names.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.identity.compare import Likeness, compare, same_domain
from graph.identity.index import Index, names_of
from graph.identity.judgements import PART_OF, SAME, UNSURE
from graph.identity.model import Party
from graph.identity.names import name
from graph.identity.parts import part_of
from graph.identity.places import together
from graph.identity.rules import RULES, Judge, Verdict


def among_participants(
    index: Index, decided: dict[str, str], beside: Iterable[Verdict] = ()
) -> list[Verdict]:
    """Judge participants among themselves.

    ``decided`` says which record of ROR each was judged to be; ``beside`` are what the rules say
    of those without one (``by_rules``).
    """
    found: dict[frozenset[str], Verdict] = {}
    for party in index.parties.values():
        for verdict in _by_exact_name(party, index, decided):
            found[frozenset((party.id, verdict.right.id))] = verdict
    for verdict in beside:
        found.setdefault(frozenset((verdict.left.id, verdict.right.id)), verdict)
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


def of_unknown_country(party: Party, index: Index) -> Verdict | None:
    """Return the record of a participant of which the register gives no country.

    There is one with the name, of any country, in the same town.
    """
    here = [one for one in index.exactly_anywhere(party) if together(party, one)]
    alive = [one for one in here if one.status != "withdrawn"]
    if len(alive) != 1:
        return None
    reason = f"{RULES['name-and-place']}; the register gives no country"
    return Verdict(party, alive[0], SAME, 0.97, "name-and-place", reason)


_SURE = ("run-together", "name-explained", "misspelled")


def by_rules(party: Party, index: Index) -> Verdict | None:
    """Return the one participant that the rules for records of ROR find, if the town agrees too.

    For a participant that is no record of ROR and no part of one. Who has exactly the name of
    another is judged by that alone.
    """
    if index.with_exact_name(party) - {party.id}:
        return None
    candidates = [one for one in index.candidates(party) if one.id != party.id]
    if not _worth_judging(party, candidates, index):
        return None
    verdict = Judge(party, index, candidates).verdict()
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


def _worth_judging(party: Party, candidates: list[Party], index: Index) -> bool:
    """Return whether the rules can say anything that counts here.

    That is cheaper than asking them, which compares a party with all that have a word of its name:
    without a part only one in the same town counts, and one of those must come near.
    """
    if part_of(party, candidates, index) is not None:
        return True
    shorts = {name(text, party.country).run for text in party.short_names}
    return any(
        together(party, other)
        and (
            same_domain(party, other)
            or any(one.run in shorts for one in names_of(other))
            or compare(party, other, index, index.parties.get).likeness > Likeness.OTHER
        )
        for other in candidates
    )
