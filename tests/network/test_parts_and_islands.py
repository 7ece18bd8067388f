"""What an outside reader found said wrongly: parts, islands, what ended, years, the overview."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.network.drawing.overview import overview_svg
from graph.network.drawing.panel import chart, ticks
from graph.network.measures.analysis import Analysis
from graph.network.measures.functions import functions
from graph.network.measures.gaps import _whole, gaps
from graph.network.measures.gaps_in_network import _few_of_each, ended, islands
from graph.network.measures.overview import overview
from graph.network.measures.years import Span, panel
from graph.network.model.parts import wholes
from graph.network.model.reading import Answering, Network, Row, _kind, read
from graph.network.model.ties import Actor, Link, Topic, TwoMode
from graph.network.telling.sentences import Speaker
from graph.network.telling.year_tables import said_sources, year_rows
from tests.network.conftest import MiniStore, two_mode
from tests.network.test_reading_and_tables import by_kind, islands_of


def test_a_body_of_several_others_is_a_part_of_none() -> None:
    used = {"school", "one", "two", "unit", "faculty", "lab", "other-name"}
    actors = {iri: Actor(iri, {}, "eu", None, "university") for iri in used}
    pairs = [("school", "one"), ("school", "two"), ("unit", "school"), ("lab", "faculty")]
    found = wholes([*pairs, ("faculty", "one")], [("other-name", "one")], used, actors)
    # What is part of the school alone counts with it, and no further.
    assert found == {"unit": "school", "lab": "one", "faculty": "one", "other-name": "one"}
    # Two names of one body are one parent.
    twice = wholes([("lab", "one"), ("lab", "other-name")], [("other-name", "one")], used, actors)
    assert twice == {"lab": "one", "other-name": "one"}


def test_parts_of_a_body_whose_parts_act_stay_themselves() -> None:
    """An academy, a ministry: at any height, and whatever else registers call it."""
    used = {"institute", "lab", "academy", "ministry"}
    actors = {iri: Actor(iri, {}, "eu", None, "research-organisation") for iri in used}
    pairs = [("lab", "institute"), ("institute", "academy"), ("academy", "ministry")]
    assert wholes(pairs, [], used, actors) == dict.fromkeys(
        ("lab", "institute", "academy"), "ministry"
    )
    assert wholes(pairs, [], used, actors, {"academy", "ministry"}) == {"lab": "institute"}
    assert wholes(pairs, [], used, actors, {"ministry"}) == {
        "lab": "academy",
        "institute": "academy",
    }


PARTS = """@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix id: <https://w3id.org/eucn/id/organization/> .
@prefix in: <https://w3id.org/eucn/id/project/> .
@prefix kind: <https://w3id.org/eucn/vocabulary/organisation-kind/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
kind:academy eucn:partsAct true ; skos:notation "academy" .
kind:research-organisation skos:notation "research-organisation" .
id:stated eucn:subOrganizationOf id:university . id:judged eucn:partOf id:university .
id:institute eucn:subOrganizationOf id:academy . id:named eucn:partOf id:academy .
id:academy eucn:kind kind:academy , kind:research-organisation .
in:it a eucn:Project .
"""


def test_what_is_stated_and_what_is_judged_a_part_count_alike() -> None:
    names = ("stated", "judged", "university", "institute", "named", "academy")
    text = PARTS + "".join(
        f"id:{name} a eucn:Organization , eucn:Partner .\n"
        f"<https://w3id.org/eucn/id/participation/{name}> eucn:participationIn in:it ;"
        f" eucn:participant id:{name} .\n"
        for name in names
    )
    rolled = read(MiniStore(text)).two_mode.wholes
    iri = "https://w3id.org/eucn/id/organization/"
    assert rolled == {f"{iri}stated": f"{iri}university", f"{iri}judged": f"{iri}university"}


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
    assert "known only from “one”" in said
    assert "known only from “two”" in said
    assert said.endswith("only because the sources do not overlap.")


def test_a_caution_is_told_where_all_of_a_gap_is_about_its_topic(small: TwoMode) -> None:
    """One of many activities on a sensitive topic does not make the whole field sensitive."""
    made = islands_of(small)
    [topic] = {t for s in made.settings.values() for t in s.topics}
    first = sorted(iri for iri, s in made.settings.items() if s.topics)[0]
    held = {
        first: replace(made.settings[first], topics=frozenset({topic, "narrow", "elsewhere"})),
    }
    topics = {**made.topics, "narrow": Topic("narrow", {}, topic)}
    network = Network(replace(made, settings={**made.settings, **held}, topics=topics))
    [gap] = list(islands(Analysis(network)))
    assert gap.topics == {topic, "narrow", "elsewhere"}
    assert _whole(gap) == sorted({topic, "narrow"})


def test_a_body_and_its_part_are_no_two_islands(small: TwoMode) -> None:
    """A part that counts for itself may act where the body does not: they are not apart."""
    made = islands_of(small)
    assert len(list(islands(Analysis(Network(made))))) == 1
    assert not list(islands(Analysis(Network(made, inside=frozenset({("hub2", "hub")})))))


def test_an_actor_of_unknown_side_is_of_no_territory() -> None:
    made = two_mode({"project-1": ["e", "c", "u"]}, {"e": "eu", "c": "china", "u": "unknown"})
    assert overview(Analysis(Network(made))).outside == 0
    held = {**made.actors, "u": replace(made.actors["u"], side="hong-kong")}
    assert overview(Analysis(Network(replace(made, actors=held)))).outside == 1


def test_what_a_register_says_of_form_and_funding_is_not_what_a_body_is() -> None:
    assert _kind(set(), ["education-establishment", "research-funder"]) == "education-establishment"
    assert _kind(set(), ["research-funder", "public-body"]) == "public-body"
    assert _kind(set(), []) == ""


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
    assert said.endswith("of the other side are recorded for: E (project-2).")


def test_a_convener_whose_counterpart_nobody_names_is_of_a_kind_of_its_own() -> None:
    made = two_mode({"event-1": ["e", "c"], "event-2": ["e"]}, {"e": "eu", "c": "china"})
    settings = {iri: replace(one, aimed=True) for iri, one in made.settings.items()}
    links = tuple(
        replace(link, role="organiser" if link.actor == "e" else "") for link in made.links
    )
    found = functions(Analysis(Network(replace(made, settings=settings, links=links))))
    assert {one.kind: one.settings for one in found["e"]} == {
        "convener": ("event-1",),
        "convener-in-china": ("event-2",),
    }


def test_the_years_say_which_data_sets_they_follow_and_which_is_incomplete() -> None:
    made = two_mode({"project-1": ["e", "c"]}, {"e": "eu", "c": "china"})
    settings = {
        iri: replace(one, start="2021-03-01", end="2027-12-31")
        for iri, one in made.settings.items()
    }
    links = tuple(replace(link, rows=("row-1",)) for link in made.links)
    network = Network(
        replace(made, settings=settings, links=links),
        documents={"set": "2025-11-16"},
        rows={"row-1": Row("set", "organization.csv", "1")},
        as_of="2025-11-16",
    )
    found = panel(Analysis(network))
    assert (found.spans, found.incomplete) == ((Span("set", 2021, 2021, "2025-11-16"),), 2025)
    said = said_sources(found, Speaker(network))
    assert "set has projects that begin in 2021 (snapshot of 16 November 2025)" in said
    assert "2025 (marked *) is incomplete" in said
    rows = [(one.year, one.ties) for one in found.years]
    drawn = chart(rows, "Ties", ["x"] * len(rows), {2021: "set begins"}, found.incomplete)
    assert ">2025*<" in drawn
    assert ">set begins 2021<" in drawn
    assert year_rows(found)[0]["projects_begun"] == found.begun[2021] > 0


def test_what_was_only_announced_is_in_no_year_and_counted_beside() -> None:
    made = two_mode(
        {"project-1": ["e", "c"], "project-2": ["e", "c"], "event-3": ["e", "d"]},
        {"e": "eu", "c": "china", "d": "china"},
    )
    status = {"project-1": "completed", "project-2": "announced", "event-3": "planned"}
    settings = {
        iri: replace(one, start="2021-03-01", end="2021-12-31", status=status[iri])
        for iri, one in made.settings.items()
    }
    network = Network(replace(made, settings=settings))
    found = panel(Analysis(network))
    assert (found.announced, found.undated, dict(found.begun)) == (2, 0, {2021: 1})
    assert [(one.year, one.pairs.there) for one in found.years] == [(2021, 1)]


def test_the_axis_of_years_has_round_numbers() -> None:
    assert (ticks(1), ticks(4), ticks(52)) == ([0, 1], [0, 1, 2, 3, 4], [0, 20, 40])
    assert all(3 <= len(ticks(most)) <= 6 for most in range(5, 3000))


def test_a_bar_of_the_overview_is_as_high_as_its_number() -> None:
    places = {f"project-{at}": ["e", "c"] for at in range(3)} | {"project-9": ["e", "d"]}
    made = two_mode(places, {"e": "eu", "c": "china", "d": "china"})
    actors = {**made.actors, "d": replace(made.actors["d"], province="p")}
    found = overview(Analysis(Network(replace(made, actors=actors))))
    assert (found.total, dict(found.kinds), sum(found.untold.values())) == (4, {"project": 4}, 4)
    drawn = overview_svg(found, Speaker(Network(made)), lambda *_: "")
    heights = [float(h) for h in re.findall(r'class="bar china"[^>]* height="([0-9.]+)"', drawn)]
    assert sorted(heights) == [6.0, 18.0]
