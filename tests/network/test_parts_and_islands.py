"""Parts with several parents, islands that sources do not join, and what ended."""

from __future__ import annotations

from dataclasses import replace

from graph.network.measures.analysis import Analysis
from graph.network.measures.gaps import gaps
from graph.network.measures.gaps_in_network import _few_of_each, ended
from graph.network.model.reading import Answering, Network, _wholes
from graph.network.model.ties import Actor, Link, TwoMode
from graph.network.telling.sentences import Speaker
from tests.network.conftest import two_mode
from tests.network.test_reading_and_tables import by_kind, islands_of


def test_a_body_of_several_others_is_a_part_of_none() -> None:
    used = {"school", "one", "two", "unit", "faculty", "lab", "other-name"}
    actors = {iri: Actor(iri, {}, "eu", None, "university") for iri in used}
    pairs = [("school", "one"), ("school", "two"), ("unit", "school"), ("lab", "faculty")]
    found = _wholes([*pairs, ("faculty", "one")], [("other-name", "one")], used, actors)
    # What is part of the school alone counts with it, and no further.
    assert found == {"unit": "school", "lab": "one", "faculty": "one", "other-name": "one"}
    # Two names of one body are one parent.
    twice = _wholes([("lab", "one"), ("lab", "other-name")], [("other-name", "one")], used, actors)
    assert twice == {"lab": "one", "other-name": "one"}


def test_islands_of_which_no_source_tells_of_two_are_coverage(
    small: TwoMode, empty_store: Answering
) -> None:
    made = islands_of(small)

    def told(link: Link) -> Link:
        name = "two" if link.setting == "event-1" else "one"
        return replace(link, documents=frozenset({f"https://w3id.org/eucn/document/{name}"}))

    network = Network(replace(made, links=tuple(told(link) for link in made.links)))
    [gap] = by_kind(gaps(empty_store, Analysis(network)))["islands-of-sources"]
    assert gap.group == "coverage"
    said = Speaker(network).gap(gap)
    assert "known only from one" in said
    assert "known only from two" in said
    assert said.endswith("only because the sources do not meet.")


def test_no_actor_fills_the_list_of_missing_ties() -> None:
    found = [(10.0 - at, 1, 2 + at, [], frozenset[str]()) for at in range(6)]
    found += [(1.0, 9, 2, [], frozenset[str]())]
    kept = _few_of_each(found)
    assert [entry[1:3] for entry in kept] == [(1, 2), (1, 3), (1, 4), (9, 2)]


def test_what_ended_tells_what_its_members_did_later_with_others() -> None:
    places = {"project-1": ["e", "c"], "project-2": ["e", "d"], "project-3": ["f", "d"]}
    made = two_mode(places, {"e": "eu", "f": "eu", "c": "china", "d": "china"})
    days = {"project-1": "2020-12-31", "project-2": "2023-12-31", "project-3": "2023-12-31"}
    settings = {iri: replace(s, end=days[iri]) for iri, s in made.settings.items()}
    new = "https://w3id.org/eucn/document/new"
    links = tuple(replace(link, documents=frozenset({new})) for link in made.links)
    network = Network(replace(made, settings=settings, links=links), documents={new: "2022-06-30"})
    [gap] = [gap for gap in ended(Analysis(network)) if gap.things[0] == "project-1"]
    assert gap.more["later"] == (("e", ("project-2",)),)
    said = Speaker(network).gap(gap)
    assert "With others of the other side, later activities are recorded of: E (project-2)." in said
