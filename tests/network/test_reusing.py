"""Measures are taken over from the analysis before where, and only where, nothing is changed."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.reusing import Results, results
from graph.network.model.reading import Network

MEASURES = (
    *("between", "betweenness", "two_mode_betweenness", "constraint", "effective_size"),
    *("brokerage", "splits", "only_contacts", "components", "cores", "communities"),
    *("near", "near_2"),
)


@pytest.fixture(scope="module")
def network(generated_network: Callable[[int, int, int], Network]) -> Network:
    """A network of forty actors."""
    return generated_network(40, 25, 3)


@pytest.fixture(scope="module")
def before(network: Network) -> Results:
    """Its measures."""
    analysis = Analysis(network)
    for name in MEASURES:
        getattr(analysis, name)
    return results(analysis)


def as_bytes(value: Any) -> bytes:
    """A measure to the last bit."""
    return pickle.dumps(value)


def taken(analysis: Analysis, before: Results) -> set[str]:
    """Which measures are the very ones of before; the others are to be what is counted anew."""
    fresh = Analysis(analysis.network)
    for name in MEASURES:
        assert as_bytes(getattr(analysis, name)) == as_bytes(getattr(fresh, name))
    return {name for name in MEASURES if getattr(analysis, name) is before[name][1]}


def test_every_measure_that_can_be_taken_over_is_asked_for_here(before: Results) -> None:
    assert set(before) == set(MEASURES)


def test_other_days_and_names_leave_all_measures(network: Network, before: Results) -> None:
    whole = network.two_mode
    settings = {iri: replace(one, start="2020-01-01") for iri, one in whole.settings.items()}
    actors = {iri: replace(one, labels={"en": "another"}) for iri, one in whole.actors.items()}
    other = replace(network, two_mode=replace(whole, settings=settings, actors=actors))
    assert taken(Analysis(other, before=before), before) == set(MEASURES)


def test_a_link_less_leaves_none(network: Network, before: Results) -> None:
    other = replace(network, two_mode=replace(network.two_mode, links=network.two_mode.links[1:]))
    assert not taken(Analysis(other, before=before), before)


def test_another_side_leaves_what_does_not_ask_for_sides(network: Network, before: Results) -> None:
    whole = network.two_mode
    first = whole.links[0].actor
    side = "china" if whole.actors[first].side != "china" else "eu"
    actors = {**whole.actors, first: replace(whole.actors[first], side=side)}
    other = replace(network, two_mode=replace(whole, actors=actors))
    assert taken(Analysis(other, before=before), before) == {
        *("betweenness", "two_mode_betweenness", "constraint", "effective_size"),
        *("components", "cores", "communities"),
    }


def test_a_membership_leaves_what_is_counted_on_deeds(network: Network, before: Results) -> None:
    """What one is a member of joins nobody: only measures of all links are counted anew."""
    whole = network.two_mode
    one = whole.links[0]
    club = replace(whole.settings[one.setting], iri="s-club", kind="membership")
    settings = {**whole.settings, "s-club": club}
    other = next(link.actor for link in whole.links if link.actor != one.actor)
    members = tuple(replace(one, actor=actor, setting="s-club") for actor in (one.actor, other))
    more = replace(whole, settings=settings, links=(*whole.links, *members))
    left = taken(Analysis(replace(network, two_mode=more), before=before), before)
    assert left == set(MEASURES) - {"components", "cores", "communities", "near", "near_2"}
