"""Everything that is counted on one view of the network, computed when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from graph.network.measures import centrality, null_model, robustness
from graph.network.measures.backbone import backbone
from graph.network.measures.communities import SEEDS, Communities, communities
from graph.network.measures.gould_fernandez import Brokerage, RoleExpectation, undirected
from graph.network.measures.pairs import Pairs, joined
from graph.network.measures.reusing import Results, counted_on, digest_of
from graph.network.measures.stability import between_when_undone
from graph.network.measures.structural_holes import constraint, effective_size
from graph.network.model.filters import Filter, apply
from graph.network.model.projection import FloatArray, IntArray, Projection, incidence, project
from graph.network.model.reading import Network
from graph.network.model.ties import (
    CHINA,
    EU,
    UNKNOWN,
    Link,
    Tie,
    TwoMode,
    columns,
    from_columns,
    ties,
)

RUNS = 199
MEMBERSHIP = "membership"
# With more actors the permutation test takes minutes: it is run only when asked for.
TESTED = 600
SEEDED = 5000
FEWER_SEEDS = 10
MADE_AGAIN = "cross_border_ties"


@dataclass(frozen=True)
class Analysis:
    """One view: a network and a filter. Arrays have one entry for each of ``actors``.

    ``runs`` is the number of shuffled networks; None: ``RUNS``, and 0 with more than ``TESTED``
    actors. ``given`` is the view itself, where it is another than the filter gives (a trial).
    ``before`` are measures of another analysis, taken over where they are counted on the same.
    ``against`` is the analysis of everything recorded, where it has been made already.
    """

    network: Network
    chosen: Filter = field(default_factory=Filter)
    runs: int | None = None
    given: TwoMode | None = None
    before: Results = field(default_factory=dict, repr=False, compare=False)
    against: Analysis | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept of it: the ties by field, and not the part of them made again."""
        made = {MADE_AGAIN, "inputs", "whole"}
        state = {name: value for name, value in self.__dict__.items() if name not in made}
        state["before"], state["against"] = {}, None
        if "ties" in state:
            state["ties"] = columns(state["ties"])
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over what was kept."""
        if "ties" in state:
            state["ties"] = from_columns(state["ties"])
        self.__dict__.update(state)

    @cached_property
    def view(self) -> TwoMode:
        """Return the part of the network that the filter lets through."""
        return self.given or apply(self.network.two_mode, self.chosen)

    @cached_property
    def whole(self) -> Analysis:
        """Return the analysis of everything recorded, counted in the same form: itself where
        nothing is chosen. What is said not to be recorded is decided there, never in a view.
        """
        if self.given is not None or not self.chosen.selects:
            return self
        return self.against or Analysis(self.network, self.chosen.form(), 0)

    @cached_property
    def joint(self) -> frozenset[str]:
        """Return the settings of the view in which actors of both sides take part, whoever of
        them a filter hides.
        """
        return self.whole.across & frozenset(self.view.settings)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Return the ties with their kinds, dates and claims."""
        return ties(self.view)

    @cached_property
    def _incidence(self) -> tuple[list[str], list[str], Any]:
        return incidence(self.view)

    @property
    def actors(self) -> list[str]:
        """Return the actors in the order of all arrays."""
        return self._incidence[0]

    @cached_property
    def at(self) -> dict[str, int]:
        """Return the place of each actor in the arrays."""
        return {iri: place for place, iri in enumerate(self.actors)}

    @property
    def matrix(self) -> Any:
        """Return the incidence of actors and settings (scipy CSR)."""
        return self._incidence[2]

    @cached_property
    def projection(self) -> Projection:
        """Return the weighted one-mode network."""
        return project(self.matrix, self.chosen.weighting)

    def backbone(self, method: str) -> Any:
        """Return for each of ``ties`` whether it is in the backbone (``backbone.METHODS``)."""
        # Ties and projection have the same pairs in the same order: both are sorted by actor.
        return backbone(method, self.matrix, self.projection)

    @cached_property
    def deeds(self) -> Any:
        """Return the incidence without memberships: what actors did or said to do together.

        A member of an association is not thereby connected with its partners, so brokerage is
        counted on these; on memberships only where nothing else is asked for.
        """
        settings = self.view.settings
        kept = [at for at, iri in enumerate(self._incidence[1]) if settings[iri].kind != MEMBERSHIP]
        return self.matrix[:, kept] if kept else self.matrix

    @cached_property
    def acting(self) -> Projection:
        """Return the weighted one-mode network of ``deeds``: brokerage is counted on it."""
        return project(self.deeds, self.chosen.weighting)

    @cached_property
    def inputs(self) -> Mapping[str, str]:
        """Return digests of what measures are counted on: the links but for memberships, all
        links, and the sides, each in the order of the actors.
        """
        weighting = self.chosen.weighting
        return {
            "deeds": digest_of(self.deeds, weighting),
            "links": digest_of(self.matrix, weighting),
            "sides": digest_of(self.sides),
        }

    @cached_property
    def sides(self) -> list[str]:
        """Return the side of each actor."""
        return [self.view.actors[iri].side for iri in self.actors]

    @cached_property
    def eu(self) -> list[bool]:
        """Return who is on the European Union's side."""
        return [side == EU for side in self.sides]

    @cached_property
    def china(self) -> list[bool]:
        """Return who is on China's side."""
        return [side == CHINA for side in self.sides]

    @cached_property
    def pairs(self) -> Pairs:
        """Return how the pairs (European, Chinese) are joined: by a tie, through others, not.

        Who only offers something takes part in nothing that could join it, and is in no pair.
        """
        linked = {link.actor for link in self.view.links}
        eu, china = (
            [on and iri in linked for on, iri in zip(side, self.actors, strict=True)]
            for side in (self.eu, self.china)
        )
        return joined(self.acting, eu, china)

    def between_of(self, matrix: Any) -> FloatArray:
        """Return the sum, over EU-China pairs, of the share of shortest paths by each actor."""
        eu, china = (np.asarray(side, dtype=np.float64) for side in (self.eu, self.china))
        return centrality.between_in_settings(matrix, eu, china)

    @counted_on("deeds", "sides")
    def between(self) -> FloatArray:
        """Return the sum, over EU-China pairs, of the share of shortest paths by each actor."""
        return self.between_of(self.deeds)

    @cached_property
    def bridging(self) -> FloatArray:
        """Return the share of the EU-China connections through others that run through each actor.

        Over the pairs that have a path and no tie, without those of the actor itself (0 to 1).
        """
        possible = self.pairs.through - self.pairs.through_of
        return np.divide(
            self.between, possible, out=np.zeros_like(self.between), where=possible > 0
        )

    @counted_on("deeds")
    def betweenness(self) -> FloatArray:
        """Return the normalised betweenness (0 to 1)."""
        return centrality.normalise(centrality.betweenness(self.acting))

    @counted_on("deeds")
    def two_mode_betweenness(self) -> FloatArray:
        """Return the betweenness with paths through the settings, normalised for two modes."""
        return centrality.two_mode_betweenness(self.deeds)

    @counted_on("deeds")
    def constraint(self) -> FloatArray:
        """Return Burt's constraint, NaN for actors without ties."""
        return constraint(self.acting)

    @counted_on("deeds")
    def effective_size(self) -> FloatArray:
        """Return the effective size (Borgatti), NaN for actors without ties."""
        return effective_size(self.acting)

    @counted_on("deeds", "sides")
    def brokerage(self) -> Brokerage:
        """Return the open pairs by side; contacts whose side is unknown enter none."""
        return undirected(self.acting, self.sides, ignore=frozenset({UNKNOWN}))

    @cached_property
    def country_brokerage(self) -> Brokerage:
        """Return the open pairs by country; contacts without one enter none."""
        groups = [self.view.actors[iri].country or "" for iri in self.actors]
        return undirected(self.acting, groups, ignore=frozenset({""}))

    @counted_on("deeds", "sides")
    def splits(self) -> dict[int, robustness.Split]:
        """Return what falls apart without each articulation point."""
        found = robustness.splits(self.acting, self.eu, self.china)
        return {split.actor: split for split in found}

    @cached_property
    def bridges(self) -> list[tuple[int, int]]:
        """Return the ties that alone hold their component together."""
        return robustness.bridges(self.projection) if self.projection.size else []

    @counted_on("deeds", "sides")
    def only_contacts(self) -> dict[int, robustness.Couples]:
        """Return the EU-China pairs without a tie for whom an actor is the one shared contact."""
        return robustness.pairs_without_other_contact(self.acting, self.eu, self.china)

    @counted_on("links")
    def components(self) -> IntArray:
        """Return the component of each actor, the largest 0."""
        return robustness.components(self.projection)

    @counted_on("links")
    def cores(self) -> IntArray:
        """Return the core number of each actor."""
        return centrality.core_numbers(self.projection)

    @counted_on("links")
    def communities(self) -> Communities:
        """Return the communities, from 50 seeds (10 above ``TESTED`` actors, one above 5,000)."""
        seeds = SEEDS if len(self.actors) <= TESTED else FEWER_SEEDS
        return communities(self.projection, seeds if len(self.actors) <= SEEDED else 1)

    @cached_property
    def comparison(self) -> null_model.Comparison:
        """Return the pairs between beside those of networks shuffled as a whole."""
        if not (any(self.eu) and any(self.china)):
            return null_model.unvarying(self.between, self.shuffled)
        return null_model.permutation_test(self.deeds, self.between_of, self.shuffled)

    @cached_property
    def island_comparison(self) -> null_model.Comparison:
        """Return the pairs between beside those of networks shuffled within each island only."""
        islands = null_model.islands(self.deeds)
        there = {islands[row] for row in np.flatnonzero(np.diff(self.deeds.indptr)).tolist()}
        if len(there) < 2 or not (any(self.eu) and any(self.china)):
            # Of one island, or without a pair, there is no other chance than as a whole.
            return self.comparison
        return null_model.permutation_test(
            self.deeds, self.between_of, self.shuffled, within=islands
        )

    @cached_property
    def undone(self) -> tuple[FloatArray, FloatArray]:
        """Return the lowest and highest pairs between when each identity is undone, one at a
        time; large views do not try.
        """
        if len(self.actors) > TESTED and not self.runs:
            return self.between, self.between
        return between_when_undone(self)[:2]

    @cached_property
    def role_expectation(self) -> RoleExpectation:
        """Return what Gould-Fernandez roles a random network of this density would give."""
        return RoleExpectation.of(self.acting, self.sides, frozenset({UNKNOWN}))

    @property
    def shuffled(self) -> int:
        """Return how many shuffled networks the scores are compared with; 0: not tested."""
        if self.runs is not None:
            return self.runs
        return RUNS if len(self.actors) <= TESTED else 0

    @cached_property
    def degree(self) -> IntArray:
        """Return the number of ties of each actor."""
        return self.projection.degree()

    @cached_property
    def acting_degree(self) -> IntArray:
        """Return the number of ties of each actor that are more than a shared membership."""
        return self.acting.degree()

    @counted_on("links", "sides")
    def near(self) -> tuple[IntArray, IntArray]:
        """Return how many European and how many Chinese actors each is tied to."""
        return self.reach(1)

    @counted_on("links", "sides")
    def near_2(self) -> tuple[IntArray, IntArray]:
        """Return how many European and how many Chinese actors are within two ties."""
        return self.reach(2)

    @cached_property
    def strength(self) -> FloatArray:
        """Return the sum of the weights of each actor's ties."""
        return np.asarray(self.projection.adjacency().sum(axis=1)).ravel()

    @cached_property
    def activities(self) -> FloatArray:
        """Return the number of settings of each actor."""
        return np.asarray(self.matrix.sum(axis=1)).ravel()

    def reach(self, steps: int) -> tuple[IntArray, IntArray]:
        """Return how many European and how many Chinese actors are within so many ties."""
        eu, china = robustness.reach(self.projection, (self.eu, self.china), steps)
        return eu, china

    @cached_property
    def cross_border_ties(self) -> tuple[Tie, ...]:
        """Return the ties between the EU and China, without making the others."""
        china = frozenset(
            iri for iri, side in zip(self.actors, self.sides, strict=True) if side == CHINA
        )
        return tuple(tie for tie in ties(self.view, china) if self._crosses(tie))

    @cached_property
    def crossing(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Return who was on the EU and on the Chinese side of each setting, on its days."""
        found: dict[str, tuple[set[str], set[str]]] = {}
        for link in self.view.links:
            day = link.start or self.view.settings[link.setting].start
            side = link.side or self.network.side_on(link.actor, day)
            if side in (EU, CHINA):
                sides = found.setdefault(link.setting, (set(), set()))
                sides[side == CHINA].add(link.actor)
        return {iri: (frozenset(eu), frozenset(china)) for iri, (eu, china) in found.items()}

    def _crosses(self, tie: Tie) -> bool:
        for setting in tie.settings:
            eu, china = self.crossing.get(setting, (frozenset(), frozenset()))
            if (tie.a in eu and tie.b in china) or (tie.b in eu and tie.a in china):
                return True
        return False

    @cached_property
    def across(self) -> frozenset[str]:
        """Return the settings in which actors of both sides take part."""
        return frozenset(iri for iri, (eu, china) in self.crossing.items() if eu and china)

    @cached_property
    def cross(self) -> list[bool]:
        """Return for each of ``ties`` whether it joins the EU and China, on the sides of its
        day.
        """
        return [self._crosses(tie) for tie in self.ties]

    @cached_property
    def cross_share(self) -> FloatArray:
        """Return the share of each actor's ties (by weight) that joins the EU and China."""
        every, across = np.zeros(len(self.actors)), np.zeros(len(self.actors))
        for tie, is_cross in zip(self.ties, self.cross, strict=True):
            for end in (self.at[tie.a], self.at[tie.b]):
                every[end] += tie.weight
                across[end] += tie.weight * is_cross
        return np.divide(across, every, out=np.zeros_like(every), where=every > 0)

    @cached_property
    def cross_ties(self) -> IntArray:
        """Return the number of ties of each actor that join the EU and China."""
        counts = np.zeros(len(self.actors), dtype=np.int64)
        for tie, is_cross in zip(self.ties, self.cross, strict=True):
            counts[self.at[tie.a]] += is_cross
            counts[self.at[tie.b]] += is_cross
        return counts

    @cached_property
    def bands(self) -> list[str]:
        """Return for each actor the widest topic that most of its settings are about, or ''."""
        weights: list[dict[str, float]] = [{} for _ in self.actors]
        for link in self.view.linked():
            topics = {self.view.band(t) for t in self.view.settings[link.setting].topics}
            # What joins the sides decides; anything else only where nothing does.
            share = 1.0 if link.setting in self.across else 1e-6
            for topic in topics:
                held = weights[self.at[link.actor]]
                held[topic] = held.get(topic, 0.0) + share / len(topics)
        for iri, offer in self.network.offers.items():
            if iri in self.at and not weights[self.at[iri]]:
                weights[self.at[iri]] = {self.view.band(t): 1.0 for t in offer.topics}
        return [
            min(held, key=lambda topic: (-held[topic], topic)) if held else "" for held in weights
        ]

    @cached_property
    def undated(self) -> int:
        """Return how many settings of the view nobody dates, where years were asked for."""
        if self.chosen.year_from is None and self.chosen.year_to is None:
            return 0
        asked = self.view
        if not self.chosen.undated:
            asked = apply(self.network.two_mode, replace(self.chosen, undated=True))
        return sum(setting.undated for setting in asked.settings.values())

    @cached_property
    def shared_links(self) -> tuple[Link, ...]:
        """Return the links to settings that have more than one actor: those that make ties."""
        size: dict[str, set[str]] = {}
        for link in self.view.links:
            size.setdefault(link.setting, set()).add(link.actor)
        return tuple(link for link in self.view.links if len(size[link.setting]) > 1)

    @cached_property
    def claims(self) -> dict[str, set[str]]:
        """Return for each actor the claims that say what it shares with others."""
        held: dict[str, set[str]] = {}
        for link in self.shared_links:
            held.setdefault(link.actor, set()).update(link.claims)
        return held

    @cached_property
    def rows(self) -> dict[str, set[str]]:
        """Return for each actor the rows of registers that say what it shares with others."""
        held: dict[str, set[str]] = {}
        for link in self.shared_links:
            if link.rows:
                held.setdefault(link.actor, set()).update(link.rows)
        return held

    @cached_property
    def documents(self) -> dict[str, set[str]]:
        """Return for each actor the documents and registers that say what it takes part in or
        offers.
        """
        held: dict[str, set[str]] = {}
        for link in self.view.links:
            held.setdefault(link.actor, set()).update(link.documents)
        for iri, offer in self.network.offers.items():
            held.setdefault(iri, set()).update(offer.documents)
        return held
