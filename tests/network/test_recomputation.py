"""Every number of the five documents equals a recomputation; no gap is contradicted."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import brokers
from graph.network.measures.functions import functions
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.measures.gaps import gaps
from graph.network.measures.gould_fernandez import RoleExpectation, undirected
from graph.network.model.filters import Filter
from graph.network.model.projection import from_edges
from graph.network.model.reading import Network, read
from graph.questions import query
from graph.store import Store
from tests.network.recomputation import Numbers, between_of, joint, numbers


@pytest.fixture(scope="module")
def built(opened_records: Store) -> Store:
    return opened_records


@pytest.fixture(scope="module")
def network(built: Store) -> Network:
    return read(built, "2026-01-02")


@pytest.fixture(scope="module")
def analysis(network: Network) -> Analysis:
    return Analysis(network, runs=19)


@pytest.fixture(scope="module")
def again(built: Store) -> Numbers:
    return numbers(built)


def test_actors_sides_and_ties(analysis: Analysis, again: Numbers) -> None:
    linked = {link.actor for link in analysis.view.links}
    assert linked == set(again.sides)
    sides = {iri: actor.side for iri, actor in analysis.view.actors.items() if iri in linked}
    assert sides == again.sides
    assert {(tie.a, tie.b): tie.weight for tie in analysis.ties} == pytest.approx(again.ties)
    assert {(tie.a, tie.b): set(tie.settings) for tie in analysis.ties} == again.settings


def test_the_query_of_the_ties_returns_the_ties(built: Store, analysis: Analysis) -> None:
    rows = built.select(query("gaps/ties"))
    asked = {(str(row["one"]), str(row["two"]), str(row["setting"])) for row in rows}
    assert asked == {(tie.a, tie.b, iri) for tie in analysis.ties for iri in tie.settings}


def test_pairs_and_places(analysis: Analysis, again: Numbers) -> None:
    pairs = analysis.pairs
    assert (pairs.tied, pairs.through, pairs.apart) == (again.tied, again.through, again.apart)
    for row in brokers(analysis):
        assert row.scores["between"] == pytest.approx(again.between.get(row.iri, 0.0), abs=1e-9)
        cut = {(pair.eu, pair.china) for pair in row.pairs if pair.how == "cut"}
        assert cut == again.cut.get(row.iri, set())
        assert len(cut) == row.pairs_cut
        own = sum(row.iri in pair for pair in again.cut.get(row.iri, ()))
        assert own == 0


def test_patterns_and_classic_scores(analysis: Analysis, again: Numbers) -> None:
    n = len(analysis.actors)
    for row in brokers(analysis):
        patterns = {(p[0], p[1], p[2]): count for p, count in row.patterns.items()}
        assert patterns == again.patterns.get(row.iri, {})
        if row.iri not in again.betweenness:
            continue
        # Actors that only offer something are in our view and not in the other graph.
        m = len(again.betweenness)
        expected = again.betweenness[row.iri] * (m - 1) * (m - 2) / ((n - 1) * (n - 2))
        assert row.scores["betweenness"] == pytest.approx(expected, abs=1e-9)
        for name, found in (
            ("constraint", again.constraint),
            ("effective_size", again.effective_size),
        ):
            value = row.scores[name]
            if value is None:
                assert math.isnan(found[row.iri])
            else:
                assert value == pytest.approx(found[row.iri], abs=1e-9)


def test_every_other_number_of_a_row(built: Store, analysis: Analysis, again: Numbers) -> None:
    """Counts of ties, of activities and of who is near, with sets and networkx."""
    tied: Any = nx.Graph()
    tied.add_nodes_from(analysis.actors)
    tied.add_weighted_edges_from((a, b, weight) for (a, b), weight in again.ties.items())
    deeds: Any = nx.Graph()
    deeds.add_nodes_from(analysis.actors)
    deeds.add_edges_from((who, ("setting", it)) for who, it, kind in again.links if kind == "deed")
    two_modes = nx.bipartite.betweenness_centrality(deeds, analysis.actors)
    activities = Counter(who for who, _ in {(who, setting) for who, setting, _ in again.links})
    cross = {tuple(sorted(pair)) for pair in joint(built).pairs}
    core = nx.core_number(tied)
    through = [way for way in again.ways if not again.graph.has_edge(*way)]
    for row in brokers(analysis):
        iri, scores = row.iri, row.scores
        assert scores["degree"] == tied.degree(iri)
        assert scores["strength"] == pytest.approx(tied.degree(iri, weight="weight"))
        assert scores["core"] == core[iri]
        assert scores["activities"] == activities[iri]
        own = [tuple(sorted((iri, other))) for other in tied[iri]]
        across = [pair for pair in own if pair in cross]
        assert scores["cross_ties"] == len(across)
        weight = sum(again.ties[pair] for pair in across)
        share = weight / tied.degree(iri, weight="weight") if own else 0.0
        assert scores["cross_share"] == pytest.approx(share)
        for steps, suffix in ((1, ""), (2, "_2")):
            near = set(nx.single_source_shortest_path_length(tied, iri, steps)) - {iri}
            for side in ("eu", "china"):
                count = sum(again.sides.get(one) == side for one in near)
                assert scores[f"reach_{side}{suffix}"] == count
        others = sum(iri not in way for way in through)
        possible = again.between.get(iri, 0.0) / others if others else 0.0
        assert scores["bridging"] == pytest.approx(possible)
        assert row.pairs_through == others
        assert scores["two_mode_betweenness"] == pytest.approx(two_modes[iri])
        assert scores["pairs_lost"] == len(again.cut.get(iri, ()))


def test_identities_undone_one_at_a_time(built: Store, analysis: Analysis, again: Numbers) -> None:
    parts = sorted(part for actor in analysis.view.actors.values() for part in actor.parts)
    assert parts
    trials = [again.between]
    for part in parts:
        trial = numbers(built, brute=False, apart=frozenset({part}))
        trials.append(between_of(trial.graph, trial.ways))
    for row in brokers(analysis):
        values = [trial.get(row.iri, 0.0) for trial in trials]
        assert row.scores["between_low"] == pytest.approx(min(values), abs=1e-9)
        assert row.scores["between_high"] == pytest.approx(max(values), abs=1e-9)


def test_every_function_says_how_exclusive_it_is(analysis: Analysis) -> None:
    for kinds in functions(analysis).values():
        for one in kinds:
            assert 0.0 <= one.exclusivity <= 1.0
            assert bool(one.others) or one.exclusivity == 1.0


def test_expected_roles_against_simulation() -> None:
    """Mean and standard deviation over random networks of the same density, ties independent."""
    groups = ["eu"] * 5 + ["china"] * 4 + ["other"] * 3
    chance = random.Random(7)
    edges = [(a, b) for a in range(12) for b in range(a + 1, 12)]
    observed = from_edges(12, edges[: len(edges) // 3])
    expectation = RoleExpectation.of(observed, groups)
    density = observed.size / len(edges)
    samples: dict[str, list[int]] = {}
    for _ in range(3000):
        drawn = from_edges(12, [edge for edge in edges if chance.random() < density])
        for role, count in undirected(drawn, groups).roles(0).items():
            samples.setdefault(role, []).append(count)
    for role, counts in samples.items():
        assert np.mean(counts) == pytest.approx(expectation.expected["eu", role], rel=0.06)
        assert np.std(counts) == pytest.approx(expectation.deviation["eu", role], rel=0.06)


# ---- Gaps: nothing said to be missing is in the graph --------------------------------------------


@pytest.fixture(scope="module")
def found(built: Store, analysis: Analysis) -> list[Gap]:
    return gaps(built, analysis)


def test_there_are_as_many_gaps_as_one_can_read(found: list[Gap]) -> None:
    assert 12 <= sum(gap.group != COVERAGE for gap in found) <= 25


def test_the_query_of_a_gap_returns_it_and_no_other(built: Store, found: list[Gap]) -> None:
    for gap in found:
        rows = built.select(gap.text())
        assert rows, gap.kind
        for name, values in gap.values.items():
            assert {str(row[name]) for row in rows} == set(values), (gap.kind, name)


def test_every_gap_says_what_it_rests_on(found: list[Gap]) -> None:
    for gap in found:
        assert gap.documents or gap.group == COVERAGE, gap.kind
        assert gap.claims or gap.kind == "country-unnamed", gap.kind


ASK = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX side: <https://w3id.org/eucn/vocabulary/side/>
"""


def contradiction(built: Store, pattern: str) -> list[dict[str, object]]:
    return [dict(row) for row in built.select(ASK + "SELECT * WHERE { " + pattern + " } LIMIT 3")]


def test_no_gap_is_contradicted_by_the_graph(built: Store, found: list[Gap]) -> None:
    """Each kind against a query of its own, written apart from the one that found it."""
    chinese = (
        "?n eucn:participationIn {where} ; eucn:participant/eucn:side side:china ; eucn:role ?r"
    )
    chinese += " . FILTER(?r NOT IN (<https://w3id.org/eucn/vocabulary/role/funder>))"
    for gap in found:
        if gap.kind == "unnamed-counterpart":
            for activity in gap.values["activity"]:
                where = f"<{activity}>"
                assert not contradiction(built, chinese.format(where=where)), activity
                part = f"?part eucn:superEvent+ {where} . " + chinese.format(where="?part")
                assert not contradiction(built, part), activity
        elif gap.kind == "agreement-without-activity":
            [thing] = gap.things
            later = (
                f"?x eucn:fundedUnder|eucn:basedOn|eucn:heldUnder|eucn:establishedBy <{thing}> "
                "MINUS { ?x eucn:status <https://w3id.org/eucn/vocabulary/status/planned> }"
            )
            assert not contradiction(built, later), thing
        elif gap.kind == "unserved-priority":
            topic = gap.things[0]
            about = (
                f"?x a ?c ; eucn:topic <{topic}> . FILTER(?c IN (eucn:Project, eucn:Agreement, "
                "eucn:ClusterPartnership)) MINUS { ?x eucn:priorityTopic ?any }"
            )
            assert not contradiction(built, about), topic
        elif gap.kind == "announced-activity":
            for thing in gap.things:
                newer = (
                    f"?c rdf:subject <{thing}> ; prov:wasDerivedFrom/eucn:latestEnd ?written . "
                    f"<{thing}> eucn:earliestStart ?start . FILTER(?written >= ?start)"
                )
                assert not contradiction(built, newer), thing
        elif gap.kind == "dialogue-without-session":
            for thing in gap.things:
                assert not contradiction(built, f"?s eucn:sessionOf <{thing}>")
        elif gap.kind == "partnership-without-event":
            for thing in gap.things:
                event = f"?n eucn:participant <{thing}> ; eucn:participationIn ?e . ?e a eucn:Event"
                assert not contradiction(built, event + " ; eucn:date ?day")
        elif gap.kind == "country-without-tie":
            for country in gap.things:
                tie = (
                    f"?eu eucn:country <{country}> . ?a eucn:participant ?eu ; "
                    "eucn:participationIn ?what . ?b eucn:participationIn ?what ; "
                    "eucn:participant/eucn:side side:china"
                )
                assert not contradiction(built, tie), country


def test_no_tie_crosses_two_islands(found: list[Gap], analysis: Analysis) -> None:
    pairs = {(tie.a, tie.b) for tie in analysis.ties}
    for gap in (gap for gap in found if gap.kind == "islands-of-topic"):
        island = dict(zip(gap.values["actor"], gap.values["island"], strict=True))
        assert len(set(island.values())) > 1
        for a, b in pairs:
            if a in island and b in island:
                assert island[a] == island[b], (a, b)


def test_what_ended_has_no_sequel(built: Store, found: list[Gap]) -> None:
    # A project may hold an event after its end: nothing here may say that it is over.
    for gap in (gap for gap in found if gap.kind == "ended-activity"):
        assert not contradiction(built, f"?e eucn:partOfProject <{gap.things[0]}>")


def test_partnerships_of_clusters_are_of_the_eu_and_parts_can_be_told_apart(
    network: Network, analysis: Analysis
) -> None:
    actors = network.two_mode.actors
    for iri, actor in actors.items():
        if "/cluster-partnership/" in iri:
            assert actor.side == "eu", iri
    apart = Analysis(network, Filter(parts="apart"), runs=0)
    assert len(apart.actors) > len(analysis.actors)
