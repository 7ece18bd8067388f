"""The numbers of the graph with registers equal a recomputation; samples where paths are walked."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import brokers
from graph.network.measures.centrality import betweenness_between
from graph.network.measures.counted import Counted
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.measures.gaps import gaps
from graph.network.model.projection import project
from graph.questions import query
from graph.store import Store
from tests.network.recomputation import Numbers, numbers, patterns_of

SAMPLE = 8


@pytest.fixture(scope="module")
def built(opened_registers: Store) -> Store:
    return opened_registers


@pytest.fixture(scope="module")
def analysis(registers_analysis: Analysis) -> Analysis:
    return registers_analysis


@pytest.fixture(scope="module")
def again(built: Store) -> Numbers:
    return numbers(built, brute=False)


@pytest.fixture(scope="module")
def sample(analysis: Analysis, again: Numbers) -> list[str]:
    """The best connected, and some that a fixed seed draws, on either side."""
    there = [iri for iri in analysis.actors if iri in again.graph]
    drawn = np.random.default_rng(12).choice(there, SAMPLE - 5, replace=False).tolist()
    return sorted({*drawn, *sorted(there, key=lambda iri: -again.graph.degree(iri))[:5]})


def test_actors_sides_ties_and_pairs(analysis: Analysis, again: Numbers) -> None:
    linked = {link.actor for link in analysis.view.links}
    assert linked == set(again.sides)
    assert {iri: analysis.view.actors[iri].side for iri in linked} == again.sides
    assert {(tie.a, tie.b): set(tie.settings) for tie in analysis.ties} == again.settings
    assert {(tie.a, tie.b): tie.weight for tie in analysis.ties} == pytest.approx(again.ties)
    pairs = analysis.pairs
    assert (pairs.tied, pairs.through, pairs.apart) == (again.tied, again.through, again.apart)


def test_the_query_of_the_ties_returns_the_ties(built: Store, analysis: Analysis) -> None:
    rows = built.select(query("gaps/ties"))
    asked = {(str(row["one"]), str(row["two"]), str(row["setting"])) for row in rows}
    assert asked == {(tie.a, tie.b, iri) for tie in analysis.ties for iri in tie.settings}


def test_places_between(analysis: Analysis, again: Numbers) -> None:
    """The paths from some actors of China to all of the EU side."""
    eu = [iri for iri, side in again.sides.items() if side == "eu"]
    china = sorted(iri for iri, side in again.sides.items() if side == "china")[::150]
    subset = nx.betweenness_centrality_subset(again.graph, china, eu, normalized=False)
    ours = betweenness_between(
        project(analysis.deeds, "count"),
        [analysis.at[iri] for iri in china],
        [analysis.at[iri] for iri in eu],
    )
    expected = np.array([2.0 * subset.get(iri, 0.0) for iri in analysis.actors])
    assert ours == pytest.approx(expected, abs=1e-6)


def test_scores_of_a_sample(analysis: Analysis, again: Numbers, sample: list[str]) -> None:
    # The work of networkx grows with the square of the contacts.
    few = [iri for iri in sample if again.graph.degree(iri) < 60]
    assert few
    size = nx.effective_size(again.graph, nodes=few)
    hole = nx.constraint(again.graph, nodes=few, weight="weight")
    for iri in sample:
        at = analysis.at[iri]
        patterns = {(p[0], p[1], p[2]): n for p, n in analysis.brokerage.patterns(at).items()}
        assert patterns == patterns_of(again, iri)
        if iri not in size:
            continue
        for found, expected in (
            (analysis.effective_size[at], size[iri]),
            (analysis.constraint[at], hole[iri]),
        ):
            if math.isnan(expected):
                assert math.isnan(found)
            else:
                assert found == pytest.approx(expected, abs=1e-9)


def test_what_falls_apart(analysis: Analysis, again: Numbers) -> None:
    cut = {analysis.at[iri] for iri in nx.articulation_points(again.graph)}
    assert set(analysis.splits) == cut


def test_every_broker_and_gap_says_what_it_rests_on(built: Store, analysis: Analysis) -> None:
    for broker in brokers(analysis):
        if broker.brokers:
            assert broker.claims or broker.rows, broker.iri
    found: list[Gap] = gaps(built, analysis)
    for gap in found:
        assert gap.documents or gap.group == COVERAGE, gap.kind
        assert gap.claims or gap.rows or gap.kind == "country-unnamed", gap.kind


def test_what_registers_count_by_year_is_what_the_query_counts(
    built: Store, analysis: Analysis
) -> None:
    told = [gap.more["counted"] for gap in gaps(built, analysis) if gap.more.get("counted")]
    assert told
    for found in told:
        assert isinstance(found, Counted)
        asked = {
            int(str(r["year"])): int(str(r["participations"])) for r in built.select(found.text())
        }
        assert asked == {year: some for year, some in found.years if some}


def test_no_gap_of_the_registers_is_contradicted(built: Store, analysis: Analysis) -> None:
    """Missing ties share nothing; of what ended no pair shares anything later."""
    ties = {frozenset((tie.a, tie.b)) for tie in analysis.ties}
    places: dict[str, set[str]] = {}
    for link in analysis.view.links:
        places.setdefault(link.actor, set()).add(link.setting)
    for gap in gaps(built, analysis):
        if gap.kind == "missing-tie":
            assert frozenset(gap.things[:2]) not in ties
            assert not places[gap.things[0]] & places[gap.things[1]]
        elif gap.kind == "ended-activity" and "dataset" in gap.more:
            for thing in gap.things:
                end = analysis.view.settings[thing].end or ""
                eu, china = analysis.crossing[thing]
                for one in eu:
                    for two in china:
                        for other in places[one] & places[two] - {thing}:
                            shared = analysis.view.settings[other]
                            over = shared.end or shared.start or ""
                            assert shared.kind in ("project", "event"), (thing, other)
                            assert over <= end, (thing, other)
