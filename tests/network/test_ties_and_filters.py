from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network.measures.analysis import Analysis
from graph.network.model.filters import Filter, FilterError, apply, parse
from graph.network.model.projection import incidence, project
from graph.network.model.reading import Network
from graph.network.model.ties import Actor, Link, Setting, Topic, TwoMode, ties
from graph.network.telling.faults import said


def keys(two_mode: TwoMode) -> dict[tuple[str, str], float]:
    return {(tie.a, tie.b): tie.weight for tie in ties(two_mode)}


def test_ties_of_the_small_network(small: TwoMode) -> None:
    # Newman: a project of three gives each pair 1/2, two of two give 1.
    assert keys(small) == {
        ("c1", "e1"): 0.5,
        ("c1", "hub"): 0.5,
        ("e1", "hub"): 0.5,
        ("e2", "hub"): 1.0,
        ("c2", "hub"): 1.0,
    }
    hub = next(tie for tie in ties(small) if tie.key == "c2|hub")
    assert hub.kinds == {"event"}
    assert hub.claims == ("claim-event-1-c2", "claim-event-1-hub")


def test_ties_agree_with_the_projection(small: TwoMode) -> None:
    actors, _, matrix = incidence(small)
    network = project(matrix)
    found = {
        (actors[a], actors[b]): w
        for a, b, w in zip(network.a, network.b, network.weight, strict=True)
    }
    assert found == pytest.approx(keys(small))


def test_an_actor_twice_in_a_setting_gives_no_self_tie_and_no_larger_setting(
    small: TwoMode,
) -> None:
    twice = replace(small, links=(*small.links, Link("hub", "project-1", role="coordinator")))
    assert keys(twice) == keys(small)
    _, _, matrix = incidence(twice)
    assert set(matrix.data) == {1.0}


def test_confidence_is_that_of_the_weaker_end_of_the_strongest_setting() -> None:
    def link(actor: str, setting: str, confidence: float) -> Link:
        return Link(actor, setting, confidence=confidence)

    two_mode = TwoMode(
        {name: Actor(name, {}) for name in "ab"},
        {name: Setting(name, {}, "event") for name in "xy"},
        (link("a", "x", 0.9), link("b", "x", 0.4), link("a", "y", 0.7), link("b", "y", 0.8)),
    )
    assert [tie.confidence for tie in ties(two_mode)] == [0.7]


def dated(start: str | None, end: str | None) -> TwoMode:
    return TwoMode(
        {name: Actor(name, {}) for name in "ab"},
        {"x": Setting("x", {}, "project", start=start, end=end)},
        (Link("a", "x", start="2020-05-01"), Link("b", "x")),
    )


def test_a_tie_begins_when_both_are_there() -> None:
    [tie] = ties(dated("2019-01-01", "2021-12-31"))
    assert (tie.start, tie.end) == ("2020-05-01", "2021-12-31")


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [(2019, 2019, 1), (2020, 2020, 2), (2022, None, 0), (None, 2018, 0), (None, None, 2)],
)
def test_years(first: int | None, last: int | None, kept: int) -> None:
    chosen = Filter(year_from=first, year_to=last)
    assert len(apply(dated("2019-01-01", "2021-12-31"), chosen).links) == kept


def test_undated_things_stay_unless_they_are_to_go() -> None:
    two_mode = replace(dated(None, None), links=(Link("a", "x"), Link("b", "x")))
    assert len(apply(two_mode, Filter(year_from=1900)).links) == 2
    assert apply(two_mode, Filter(year_from=1900, undated=False)).links == ()
    assert Analysis(Network(two_mode), Filter(year_from=1900)).undated == 1


def test_what_lasts_is_there_until_a_stated_end() -> None:
    def there(end: str | None, year: int) -> bool:
        setting = Setting("x", {}, "agreement", start="2010-01-01", end=end)
        two_mode = TwoMode({"a": Actor("a", {})}, {"x": setting}, (Link("a", "x"),))
        return bool(apply(two_mode, Filter(year_from=year, year_to=year)).links)

    assert not there(None, 2009)
    assert there(None, 2030)
    assert there("2020-12-31", 2020)
    assert not there("2020-12-31", 2021)


def test_at_a_year_is_from_and_to() -> None:
    assert parse({"at": ["2019"]}) == parse({"from": ["2019"], "to": ["2019"]})


def test_a_funder_takes_no_part_even_where_states_do() -> None:
    actors = {"eu": Actor("eu", {}, "eu", kind="supranational-union"), "b": Actor("b", {}, "china")}
    links = (Link("eu", "x", role="funder"), Link("b", "x", role="participant"))
    two_mode = TwoMode(actors, {"x": Setting("x", {}, "project")}, links)
    assert set(apply(two_mode, Filter(states=True)).actors) == {"b"}


def test_parts_count_with_their_whole_and_events_with_the_larger_one() -> None:
    actors = {name: Actor(name, {}) for name in ("uni", "faculty", "other")}
    settings = {
        "fair": Setting("fair", {}, "event", start="2020-01-01", end="2020-01-31"),
        "day": Setting("day", {}, "event", frozenset({"t"}), "2020-01-02", "2020-01-02"),
    }
    links = (Link("faculty", "day"), Link("other", "fair"), Link("uni", "fair"))
    two_mode = TwoMode(actors, settings, links, wholes={"faculty": "uni"}, within={"day": "fair"})
    rolled = apply(two_mode, Filter())
    assert rolled.actors["uni"].parts == ("faculty",)
    [tie] = ties(rolled)
    assert (tie.a, tie.b, tie.settings) == ("other", "uni", ("fair",))
    assert rolled.settings["fair"].topics == {"t"}
    apart = apply(two_mode, Filter(parts="apart"))
    assert {(t.a, t.b) for t in ties(apart)} == {("other", "uni")}
    assert set(apart.settings) == {"fair", "day"}
    # One part can be taken out again, to see what hangs on it.
    assert "faculty" in apply(two_mode, Filter(), frozenset({"faculty"})).actors


def test_a_topic_takes_in_the_narrower_ones() -> None:
    two_mode = replace(
        dated(None, None),
        settings={"x": Setting("x", {}, "project", topics=frozenset({"t2"}))},
        topics={"t1": Topic("t1", {}), "t2": Topic("t2", {}, "t1"), "t3": Topic("t3", {})},
    )
    assert len(apply(two_mode, Filter(topic=frozenset({"t1"}))).links) == 2
    assert apply(two_mode, Filter(topic=frozenset({"t3"}))).links == ()
    assert two_mode.band("t2") == "t1"


def partnership() -> TwoMode:
    actors = {
        "p": Actor("p", {}, whole=True),
        "q": Actor("q", {}, whole=True),
        **{name: Actor(name, {}) for name in ("m1", "m2", "host")},
    }
    settings = {"fair": Setting("fair", {}, "event"), "p": Setting("p", {}, "membership")}
    links = (
        Link("p", "fair"),
        Link("q", "fair"),
        Link("host", "fair"),
        *(Link(name, "p") for name in ("p", "m1", "m2")),
    )
    return TwoMode(actors, settings, links, members={"p": ("m1", "m2")})


def test_partnerships_count_whole_or_are_opened() -> None:
    whole = apply(partnership(), Filter())
    assert ("host", "p") in keys(whole)
    assert ("m1", "p") in keys(whole)
    opened = apply(partnership(), Filter(actors="members"))
    assert set(opened.actors) == {"m1", "m2", "host"}
    assert keys(opened) == {("host", "m1"): 0.5, ("host", "m2"): 0.5, ("m1", "m2"): 1.5}
    assert opened.closed == 1


def test_states_are_out_unless_asked_for(small: TwoMode) -> None:
    state = Actor("c1", {}, "china", "cn", kind="state")
    with_state = replace(small, actors={**small.actors, "c1": state})
    assert "c1" not in apply(with_state, Filter()).actors
    assert "c1" in apply(with_state, Filter(states=True)).actors


def test_focus_keeps_what_is_near(small: TwoMode) -> None:
    assert set(apply(small, Filter(focus="e2")).actors) == {"e2", "hub"}
    assert set(apply(small, Filter(focus="e2", steps=2)).actors) == {"e2", "hub", "e1", "c1", "c2"}
    assert apply(small, Filter(focus="nobody")).links == ()


words = st.frozensets(st.text("abcdefgh-", min_size=1, max_size=5), max_size=3)


@given(
    st.builds(
        Filter,
        side=words,
        country=words,
        tie=st.frozensets(st.sampled_from(["project", "event"])),
        topic=words.map(
            lambda w: frozenset(f"https://w3id.org/eucn/vocabulary/topic/{x}" for x in w)
        ),
        year_from=st.none() | st.integers(1000, 1999),
        year_to=st.none() | st.integers(2000, 2999),
        confidence=st.sampled_from([0.0, 0.5, 0.85]),
        actors=st.sampled_from(["whole", "members"]),
        states=st.booleans(),
        weighting=st.sampled_from(["newman", "count"]),
        focus=st.sampled_from(["", "https://w3id.org/eucn/id/organization/x"]),
        steps=st.integers(1, 3),
    )
)
def test_a_link_reproduces_the_filter(chosen: Filter) -> None:
    arguments: dict[str, list[str]] = {}
    for name, value in chosen.arguments():
        arguments.setdefault(name, []).append(value)
    assert parse(arguments) == chosen


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"from": ["20x"]}, "from=20x is not a year from 1000 to 2999."),
        ({"confidence": ["nan"]}, "confidence=nan is not a number from 0 to 1."),
        (
            {"tie": ["marriage"]},
            "tie=marriage is not one of agreement, cooperation, dialogue, event, "
            "initiative, membership, project.",
        ),
        ({"actors": ["all"]}, "actors=all is not one of whole, members."),
        (
            {"from": ["2020"], "to": ["2010"]},
            "The first year is later than the last: 2020 to 2010.",
        ),
    ],
)
def test_values_that_cannot_be_are_told(arguments: dict[str, list[str]], message: str) -> None:
    with pytest.raises(FilterError) as told:
        parse(arguments)
    assert said(told.value, "en") == [message]


TOPICS = frozenset({"health", "health-policy", *(f"topic-{number}" for number in range(40))})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"side": ["moon"]}, "side=moon is not one of china, eu."),
        (
            {"topic": ["helth"]},
            "There is no topic “helth” in this network. Did you mean health, health-policy?",
        ),
        ({"topic": ["x"]}, "There is no topic “x” in this network."),
        (
            {"focus": ["organization/none"]},
            "focus=organization/none is not one of organization/one.",
        ),
    ],
)
def test_values_that_nothing_has_are_told(arguments: dict[str, list[str]], message: str) -> None:
    known = {
        "side": frozenset({"eu", "china"}),
        "topic": TOPICS,
        "focus": frozenset({"organization/one"}),
        "country": frozenset({"de"}),
    }
    with pytest.raises(FilterError) as told:
        parse(arguments, known)
    assert said(told.value, "en") == [message]
    health = "https://w3id.org/eucn/vocabulary/topic/health"
    for topic in ("health", health, " health "):
        chosen = parse({"topic": [topic], "country": ["DE"], "side": ["eu", ""]}, known)
        assert (chosen.topic, chosen.country) == ({health}, {"de"})


def test_nothing_left_is_an_empty_network(small: TwoMode) -> None:
    nothing = apply(small, Filter(side=frozenset({"nowhere"})))
    assert ties(nothing) == ()
    _, _, matrix = incidence(nothing)
    network = project(matrix)
    assert network.n == 0
    assert network.weight.dtype == np.float64


@given(
    st.dictionaries(
        st.sampled_from("pqrst"), st.sets(st.sampled_from("abcdef")), min_size=1, max_size=5
    ),
    st.frozensets(st.sampled_from("abcdef")),
)
def test_ties_with_one_end_in_a_set(places: dict[str, set[str]], chosen: frozenset[str]) -> None:
    two_mode = TwoMode(
        {name: Actor(name, {}) for name in "abcdef"},
        {name: Setting(name, {}, "project") for name in places},
        tuple(Link(actor, name) for name, members in places.items() for actor in members),
    )
    expected = [tie for tie in ties(two_mode) if (tie.a in chosen) != (tie.b in chosen)]
    assert list(ties(two_mode, chosen)) == expected
