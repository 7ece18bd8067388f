"""What judgements make of a graph: the invariants at the top of ``graph.identity.canonical``."""

from __future__ import annotations

import contextlib
import random
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.identity.canonical import Contradiction, canonical, doubtful, effective, settled
from graph.identity.judgements import (
    DIFFERENT,
    PART_OF,
    SAME,
    UNSURE,
    WITHDRAWN,
    Judgement,
)

IDS = [
    "organization/acme", "organization/beta", "organization/ror-00aa00aa1",
    "organization/ror-00bb00bb2", "organization/pic-900", "organization/pic-1000",
    "organization/pic-999", "organization/cordis-0011223344556677",
]  # fmt: skip


def made(
    left: str,
    right: str,
    relation: str,
    person: str = "machine",
    score: float = 0.9,
    number: int = 0,
) -> Judgement:
    identifier = f"{person}-{left}-{right}-{relation}-{number}"
    return Judgement(identifier, left, right, relation, score, "name", "why", person, "2025-11-28")


pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] != p[1])
one_judgement = st.builds(
    lambda pair, relation, person, score: made(*pair, relation, person, score),
    pairs,
    st.sampled_from([SAME, SAME, SAME, PART_OF, DIFFERENT, UNSURE]),
    st.sampled_from(["machine", "machine", "ada"]),
    st.sampled_from([0.8, 0.9, 0.95]),
)
some = st.lists(one_judgement, max_size=14, unique_by=lambda one: one.id)


@given(some, st.randoms())
def test_order_and_direction_make_no_difference(
    judgements: list[Judgement], generator: random.Random
) -> None:
    # Of several decisions of persons on a pair the last counts: there order is meant.
    assume(len({one.pair for one in judgements if one.by_person}) ==
           sum(one.by_person for one in judgements))  # fmt: skip
    shuffled = list(judgements)
    generator.shuffle(shuffled)
    try:
        first = canonical(judgements)
    except Contradiction:
        with pytest.raises(Contradiction):
            canonical(shuffled)
        return
    assert canonical(shuffled) == first
    turned = [
        Judgement(one.id, one.right, one.left, one.relation, one.score, one.rule, one.reason,
                  one.decided_by, one.date) if one.relation == SAME else one
        for one in judgements
    ]  # fmt: skip
    assert canonical(turned) == first


@given(some)
def test_same_is_an_equivalence_and_different_beats_it(judgements: list[Judgement]) -> None:
    holding, _ = settled_or_skip(judgements)
    identity = canonical(holding)
    for one in effective(holding):
        together = identity.canonical(one.left) == identity.canonical(one.right)
        if one.relation == SAME:
            assert together
        if one.relation in (DIFFERENT, PART_OF):
            assert not together
    for old, new in identity.replaced.items():
        assert identity.canonical(new) == new
        assert old != new


def settled_or_skip(judgements: list[Judgement]) -> tuple[list[Judgement], list[Judgement]]:
    """What can hold; where persons contradict each other there is nothing to test."""
    found = None
    with contextlib.suppress(Contradiction):
        found = settled(judgements)
    assume(found is not None)
    assert found is not None
    return found


def test_persons_who_contradict_each_other_are_told() -> None:
    a, b, c = IDS[4:7]
    told = [made(a, b, SAME, "ada"), made(b, c, SAME, "ada"), made(a, c, DIFFERENT, "eve")]
    with pytest.raises(Contradiction):
        settled([*told, made(a, c, SAME)])


@given(some)
def test_what_gives_way_is_a_machines(judgements: list[Judgement]) -> None:
    holding, dropped = settled_or_skip(judgements)
    assert not any(one.by_person for one in dropped)
    assert sorted(one.id for one in [*holding, *dropped]) == sorted(one.id for one in judgements)
    canonical(holding)


@given(some)
def test_a_person_beats_a_machine_on_a_pair(judgements: list[Judgement]) -> None:
    decided = {one.pair for one in judgements if one.by_person}
    for one in effective(judgements):
        if one.pair in decided:
            assert one.by_person


@given(some)
def test_unsure_changes_nothing(judgements: list[Judgement]) -> None:
    holding, _ = settled_or_skip(judgements)
    counting = effective(holding)
    assert canonical(counting) == canonical([one for one in counting if one.relation != UNSURE])


@given(some, st.data())
def test_taking_one_back_leaves_what_there_would_be_without_it(
    judgements: list[Judgement], data: st.DataObject
) -> None:
    machine, _ = settled_or_skip([one for one in judgements if not one.by_person])
    assume(machine and len({one.pair for one in machine}) == len(machine))
    one = data.draw(st.sampled_from(machine))
    without = [other for other in machine if other != one]
    undone = [*machine, made(one.left, one.right, UNSURE, "ada")]
    assert canonical(undone) == canonical(without)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["organization/pic-900", "organization/ror-00aa00aa1", "organization/acme"],
         "organization/acme"),
        (["organization/pic-900", "organization/ror-00aa00aa1"], "organization/ror-00aa00aa1"),
        (["organization/pic-1000", "organization/pic-999"], "organization/pic-999"),
        (["organization/cordis-0011223344556677", "organization/pic-1000"],
         "organization/pic-1000"),
        (["project/cordis-900001", "project/harbour"], "project/harbour"),
    ],
)  # fmt: skip
def test_the_canonical_id(members: list[str], expected: str) -> None:
    chain = [made(a, b, SAME) for a, b in pairwise(members)]
    identity = canonical(chain)
    assert {identity.canonical(one) for one in members} == {expected}


def test_a_contradiction_names_every_judgement_of_the_chain() -> None:
    a, b, c = IDS[4:7]
    judgements = [made(a, b, SAME), made(b, c, SAME), made(a, c, DIFFERENT, "ada")]
    with pytest.raises(Contradiction) as problem:
        canonical(judgements)
    assert {one.id for one in problem.value.judgements} == {one.id for one in judgements}
    assert all(one.id in str(problem.value) for one in judgements)
    assert "eucn links undo" in str(problem.value)


def test_a_person_who_says_different_wins_over_the_machine_on_the_pair() -> None:
    a, b = IDS[4:6]
    assert canonical([made(a, b, SAME), made(a, b, DIFFERENT, "ada")]).replaced == {}


def test_the_last_of_a_persons_decisions_counts_and_withdrawing_gives_the_machine_back() -> None:
    a, b = IDS[4:6]
    first = [made(a, b, SAME), made(a, b, DIFFERENT, "ada", number=1)]
    assert not canonical(first).replaced
    again = [*first, made(a, b, SAME, "ada", number=2)]
    assert canonical(again).replaced == {b: a} or canonical(again).replaced == {a: b}
    withdrawn = [*first, made(a, b, WITHDRAWN, "ada", number=3)]
    assert canonical(withdrawn) == canonical(first[:1])


def test_parts_are_told_by_canonical_ids_and_never_in_a_circle() -> None:
    part, whole, record = (
        "organization/pic-999",
        "organization/pic-900",
        "organization/ror-00aa00aa1",
    )
    identity = canonical([made(whole, record, SAME), made(part, whole, PART_OF)])
    assert identity.parts == ((part, record),)
    with pytest.raises(Contradiction, match="circle"):
        canonical([made(part, whole, PART_OF), made(whole, part, PART_OF)])


def test_what_is_not_in_the_graph_never_stands_for_a_thing() -> None:
    a, b, record = "organization/pic-900", "organization/pic-999", "organization/ror-00aa00aa1"
    judgements = [made(a, record, SAME), made(b, record, SAME)]
    # Two that are the same as a record that is not there are one nevertheless; none becomes it.
    assert canonical(judgements, only=[a, b]).replaced == {max(a, b): min(a, b)}
    assert canonical(judgements, only=[a]).replaced == {}
    part = "organization/pic-901"
    judgements.append(made(part, record, PART_OF))
    assert canonical(judgements, only=[a, b, part]).parts == ((part, min(a, b)),)
    assert canonical(judgements, only=[part]).parts == ()
    assert canonical(judgements, only=[a, b, record]).canonical(a) == record


def test_what_a_person_is_unsure_of_may_be_one() -> None:
    """A machine's doubt is none, nor is a pair of which one is not there, or that is one by now."""
    acme, beta, pic, other = IDS[0], IDS[1], IDS[4], IDS[5]
    judgements = [
        made(acme, pic, UNSURE, "ada"),
        made(beta, pic, UNSURE),
        made(other, pic, SAME),
        made(acme, IDS[2], UNSURE, "ada"),
    ]
    known = {acme, beta, pic, other}
    identity = canonical(judgements, only=known)
    found = doubtful(judgements, identity, known)
    assert [tuple(str(iri).partition("/id/")[2] for iri in pair) for pair in found] == [
        (acme, identity.canonical(pic))
    ]
    withdrawn = [*judgements, made(acme, pic, WITHDRAWN, "ada", number=1)]
    assert doubtful(withdrawn, identity, known) == []
