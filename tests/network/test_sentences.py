"""What sentences on brokers and gaps say must follow from the numbers, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import URIRef
from rdflib.term import Identifier

from graph.languages import LANGUAGES
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import broker
from graph.network.measures.counted import counted
from graph.network.measures.functions import without_coordinator
from graph.network.measures.gap import Gap
from graph.network.measures.gaps_in_network import Island
from graph.network.measures.gaps_in_records import counterparts
from graph.network.measures.namesakes import one_but_for_form
from graph.network.model.filters import Filter
from graph.network.model.reading import Country, Network
from graph.network.model.ties import Actor, Link, Setting, Topic, TwoMode
from graph.network.telling.sentences import Speaker
from tests.network.conftest import two_mode

EU, CHINA = ("e1", "e2", "e3"), ("c1", "c2", "c3", "c4", "c5")


@pytest.fixture
def network(small: TwoMode) -> Network:
    return Network(small, documents={"d/dated": "2019-05-01"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_pairs_are_told_as_the_actors_that_make_them(network: Network, language: str) -> None:
    hub = broker(Analysis(network), "hub")
    assert hub is not None
    speaker = Speaker(network, language)
    few = replace(hub, cut_eu=EU, cut_china=CHINA, pairs_cut=15, pairs_through=1234)
    said = speaker.broker(few)
    assert all(number in said for number in ("3", "5", "15", speaker.number(1234)))
    assert speaker.say("broker.groups") in said
    # Few from China, many from the EU: the few are named; a mixture claims no product.
    turned = speaker.broker(replace(few, cut_eu=CHINA, cut_china=EU))
    mixed = speaker.broker(replace(few, pairs_cut=9, cut_off=("e2", "c1"), pairs_own=4))
    assert len({said, turned, mixed}) == 3
    # That own pairs are left out is said where there are any.
    assert speaker.say("broker.own") in mixed
    assert speaker.say("broker.own") not in said + turned
    if language == "en":
        assert "3 actors from the EU (E1, E2 and e3) reach 5 actors from China only" in said
        assert "3 actors from China (E1, E2 and e3) reach 5 actors from the EU only" in turned
        assert "would connect 2 actors (C1 and E2) with the rest of the network. 9 of the" in mixed


def test_projects_that_state_no_coordinator_are_counted_whatever_a_filter_hides() -> None:
    people = {
        "e": Actor("e", {"en": "E"}, "eu", "de"),
        "f": Actor("f", {"en": "F"}, "eu", "fr"),
        "c": Actor("c", {"en": "C"}, "china", "cn"),
    }
    things = {name: Setting(name, {"en": name}, "project") for name in ("p1", "p2", "p3")}
    links = [Link("f", "p1", role="coordinator"), Link("f", "p2")]
    links += [Link(who, name) for name in ("p1", "p2") for who in ("e", "c")]
    network = Network(TwoMode(people, things, (*links, Link("e", "p3")), {}))
    assert without_coordinator(Analysis(network)) == (1, 2)
    assert without_coordinator(Analysis(network, Filter(country=frozenset({"de", "cn"})))) == (1, 2)


def islands(*sizes: int, alone: bool = False) -> Gap:
    made = tuple(
        Island(tuple(f"a{n}-{at}" for at in range(size)), (), 1, 1, (f"d{n}",), alone)
        for n, size in enumerate(sizes)
    )
    more = {"topic": "t", "islands": made, "count": len(made)}
    return Gap("islands-of-topic", ("t",), 1.0, "gaps/islands-of-a-topic", more=more)


def test_one_network_and_crumbs_are_not_told_as_equal_groups(network: Network) -> None:
    speaker = Speaker(network, "en")
    said = speaker.gap(islands(406, 4, 4, 3, 2))
    assert said.startswith("On t, one group of 406 actors and 4 small ones of 2 to 4 work")
    assert "one group of 40 actors and a small one of 2 work" in speaker.gap(islands(40, 2))
    assert "3 groups of actors" in speaker.gap(islands(9, 8, 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_island_of_one_side_says_that_the_other_is_not_named(
    network: Network, language: str
) -> None:
    speaker = Speaker(network, language)
    gap = islands(9, 8)
    one, two = gap.more["islands"]  # type: ignore[misc]
    more = {**gap.more, "islands": (replace(one, china=0), replace(two, eu=0))}
    said = speaker.gap(replace(gap, more=more))
    for side, actors in (("china", one.actors), ("eu", two.actors)):
        named = speaker.say("gap.island", len(actors), first=speaker.name(actors[0]))
        assert speaker.say(f"gap.island.no-{side}", None, island=named) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_islands_always_say_that_sources_may_part_them(network: Network, language: str) -> None:
    speaker = Speaker(network, language)
    assert speaker.say("gap.islands-recorded") in speaker.gap(islands(40, 2))
    assert speaker.say("gap.islands-apart") in speaker.gap(islands(40, 2, alone=True))


def test_what_a_source_says_is_lacking_names_the_source_and_its_date(network: Network) -> None:
    def said(document: str) -> str:
        more = {"thing": "quay", "said": "Fewer join than before.", "document": document}
        return Speaker(network).gap(Gap("stated-shortfall", ("quay",), 1.0, "q", more=more))

    assert said("d/dated") == (
        "“dated” (May 2019) says in connection with quay, in our words: “Fewer join than before”."
    )
    assert "The source is undated" in said("d/undated")


class Rows:
    """A store that answers each query with the same rows."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.rows = [{name: URIRef(iri) for name, iri in row.items()} for row in rows]

    def select(self, text: str) -> list[dict[str, Identifier]]:
        return list(self.rows)


def test_two_projects_that_are_counterparts_are_one_question(network: Network) -> None:
    """The counterpart is named, so the sentence says that; only participants are not."""
    told = {"claim": "c/1", "document": "d/dated"}
    rows = Rows(
        {"activity": "p/drive", "twin": "p/major", **told},
        {"activity": "p/major", "twin": "p/drive", **told},
        {"activity": "e/week", "actor": "hub", "within": "p/senet", **told},
        {"activity": "e/week", "actor": "hub", "within": "p/idih", **told},
    )
    week, pair = counterparts(rows, Analysis(network))
    if week.things[0] != "hub":
        week, pair = pair, week
    assert pair.things == ("p/drive", "p/major")
    speaker = Speaker(network)
    assert speaker.gap(pair) == (
        "drive and major: no participant from China is named. "
        "major is recorded as the counterpart of drive."
    )
    assert speaker.gap(week).endswith(
        "For idih and senet, of which week is part, partners from China are named."
    )


def test_of_what_a_source_calls_fewer_the_registers_numbers_are_told(network: Network) -> None:
    """By year, years without any too; of what is no matter of numbers nothing is counted."""
    health = Topic("topic/health", {"en": "health"})
    vaccines = Topic("topic/vaccines", {"en": "vaccines"}, health.iri)
    policy = Topic("topic/policy-and-trade", {"en": "policy"})
    settings = {
        name: Setting(name, {"en": name}, "project", frozenset({topic}), start=f"{year}-01-01")
        for name, topic, year in (
            ("p1", vaccines.iri, 2015),
            ("p2", health.iri, 2017),
            ("p3", policy.iri, 2016),
        )
    }
    settings["told"] = Setting(
        "told", {"en": "Told"}, "project", frozenset({health.iri, policy.iri}), start="2019-01-01"
    )
    actors = {"c": Actor("c", {"en": "C"}, "china", "cn"), "e": Actor("e", {"en": "E"}, "eu", "de")}
    links = [
        Link(who, name, node=f"{name}-{who}", rows=("row",) if name != "told" else ())
        for name in settings
        for who in actors
    ]
    topics = {topic.iri: topic for topic in (health, vaccines, policy)}
    made = replace(
        network, two_mode=TwoMode(actors, settings, tuple(links), topics), things=settings
    )
    analysis = Analysis(made)
    found = counted(Rows({"project": "p1"}), analysis, "told", "Fewer partners join", "en")
    assert found is not None
    assert found.topics == (health.iri,)
    assert found.years == ((2015, 1), (2016, 0), (2017, 1))
    assert found.within == (health.iri, vaccines.iri)
    rows = Rows({"project": "p1"})
    assert counted(rows, analysis, "told", "Research is fragmented", "en") is None
    assert counted(rows, analysis, "p3", "Fewer partners join", "en") is None
    more = {"thing": "told", "said": "Fewer join", "document": "d/dated", "counted": found}
    gap = Gap("stated-shortfall", ("told",), 1.0, "q", more=more)
    said = Speaker(made).gap(gap)
    assert (
        "projects on health in any programme, by the year in which the project began: "
        "2015: 1; 2016: 0; 2017: 1." in said
    )
    assert said.endswith("Years before 2015 are not in them.")
    for language in LANGUAGES:
        assert "2015" in Speaker(made, language).closes(gap)
    # A source that speaks of programmes: only what these pay for, here the first project.
    paid = counted(Rows({"project": "p1"}), analysis, "told", "Fewer join EU programmes", "en")
    assert paid is not None
    assert paid.years == ((2015, 1), (2016, 0), (2017, 0))
    said = Speaker(made).gap(replace(gap, more={**more, "counted": paid}))
    assert "Projects on health under other calls are not counted." in said
    assert "2015: 1; 2016: 0; 2017: 0" in said


def test_names_that_look_alike_are_told_to_count_apart() -> None:
    long = "Institute of Far Away Studies"
    made = two_mode(
        {"project-1": ["a", "b", "c"], "project-2": ["d", "e"]},
        {"a": "eu", "b": "eu", "c": "china", "d": "eu", "e": "china"},
    )
    names = {"a": long, "b": "INSTITUTES OF FAR AWAYSTUDIES", "d": "Lab One", "e": "LABONE"}
    actors = {
        iri: replace(actor, labels={"en": names.get(iri, iri)})
        for iri, actor in made.actors.items()
    }
    links = tuple(
        replace(link, rows=("row",)) if link.actor == "b" else link for link in made.links
    )
    network = Network(replace(made, actors=actors, links=links), alike=frozenset({("c", "d")}))
    assert network.namesakes == {"a": ("b",), "b": ("a",), "d": ("e",), "e": ("d",)}
    speaker = Speaker(network)
    assert speaker.alike(["a", "nobody"]) == [
        f"Of the same or nearly the same name as {long}, and counted apart: "
        "INSTITUTES OF FAR AWAYSTUDIES (DE)."
    ]
    assert speaker.alike(["c"]) == [
        "c may be the same as Lab One: this is not decided, and they count apart."
    ]
    row = broker(Analysis(network), "a")
    assert row is not None
    assert speaker.alike(["a"])[0] in speaker.broker(row)


def test_contacts_whose_names_differ_in_form_or_country_alone_may_be_one() -> None:
    names = {
        "a": "HARBOUR RESEARCH LIMITED",
        "b": "Harbour Research Ltd",
        "c": "QUAYWORKS FRANCE",
        "d": "QUAYWORKS GBR",
        "e": "Harbour Studies Ltd",
        "f": "France",
    }
    actors = {iri: Actor(iri, {"en": label}, "eu", "fr") for iri, label in names.items()}
    france = Country("country/fr", {"en": "France", "de": "Frankreich"})
    network = Network(TwoMode(actors, {}, (), {}), countries={"fr": france})
    groups = one_but_for_form(network, sorted(names))
    assert groups == (("a", "b"), ("c", "d"))
    more = {"a": "e", "b": "f", "contacts": tuple(names), "topics": ("t",), "alike": groups[1:]}
    gap = Gap("missing-tie", ("e", "f"), 1.0, "q", more=more)
    for language in LANGUAGES:
        speaker = Speaker(network, language)
        named = speaker.list_of(["QUAYWORKS FRANCE", "QUAYWORKS GBR"])
        assert speaker.gap(gap).endswith(speaker.say("gap.missing-alike", names=named))


def test_what_is_quoted_has_its_language(network: Network) -> None:
    more = {"thing": "harbour", "said": "Fewer join.", "document": "d/dated", "language": "en"}
    gap = Gap("stated-shortfall", ("harbour",), 1.0, "q", more=more)
    for language in LANGUAGES:
        speaker = Speaker(network, language)
        text, of = speaker.quoted(gap)
        assert (text, of) == ("Fewer join", "en")
        assert text in speaker.gap(gap)
    assert Speaker(network).quoted(Gap("not-materialised", ("x",), 1.0, "q")) == ("", "")
