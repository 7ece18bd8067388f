from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.languages import LANGUAGES
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import ORDERS, brokers, main_pattern
from graph.network.measures.gap import Gap
from graph.network.measures.gaps import gaps
from graph.network.model.filters import Filter
from graph.network.model.reading import Answering, Network, read
from graph.network.model.ties import Actor, TwoMode, ties
from graph.network.telling.rows import notes
from graph.network.telling.sentences import Speaker
from graph.network.telling.wording import phrases
from tests.network.conftest import MiniStore, quads, two_mode

ID = "https://w3id.org/eucn/id/"
TOPIC = "https://w3id.org/eucn/vocabulary/topic/"


@pytest.fixture(scope="module")
def network(store: Answering) -> Network:
    return read(store, "2022-07-01")


def short(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def test_reading(network: Network) -> None:
    actors = {short(iri): actor for iri, actor in network.two_mode.actors.items()}
    assert set(actors) == {"hub", "leeds", "wuhan", "xian", "china", "lyon", "p4"}
    assert (actors["hub"].side, actors["hub"].country, actors["hub"].kind) == (
        "eu",
        "de",
        "university",
    )
    assert actors["hub"].name("de") == "Nabe"
    assert actors["hub"].name("zh") == "Hub"
    settings = {short(iri): setting for iri, setting in network.two_mode.settings.items()}
    assert settings["pact"].start == "2010-01-01"
    assert settings["one"].topics == {f"{TOPIC}oncology"}
    assert settings["lyon-leeds"].kind == "cooperation"
    assert network.as_of == "2022-06-30"
    assert network.two_mode.band(f"{TOPIC}oncology") == f"{TOPIC}health"


def test_projects_that_no_rule_on_china_chose_are_no_part_of_it() -> None:
    """``--select all`` brings thousands of them, with whoever is in nothing else."""
    rule = "https://w3id.org/eucn/vocabulary/selection-rule/all"
    rest = f"""
    <{ID}project/rest> a eucn:Project ; eucn:selectedBy <{rule}> .
    <{ID}participation/one> eucn:participationIn <{ID}project/rest> ;
        eucn:participant <{ID}organization/hub> .
    <{ID}participation/two> eucn:participationIn <{ID}project/rest> ;
        eucn:participant <{ID}organization/new> .
    <{ID}organization/new> a eucn:Organization, eucn:Partner .
    """
    with_them = read(MiniStore(quads() + rest), "2022-07-01").two_mode
    without = read(MiniStore(quads()), "2022-07-01").two_mode
    assert with_them.links == without.links
    assert with_them.actors == without.actors
    assert with_them.settings == without.settings


def test_a_partnership_has_the_side_of_its_members(network: Network) -> None:
    p4 = network.two_mode.actors[f"{ID}cluster-partnership/p4"]
    assert (p4.whole, p4.side, p4.kind) == (True, "eu", "partnership")


def test_ties_carry_claims_documents_and_confidence(network: Network) -> None:
    found = {(short(t.a), short(t.b)): t for t in ties(network.two_mode)}
    tie = found[("hub", "wuhan")]
    assert tie.weight == 0.5
    assert [short(claim) for claim in tie.claims] == ["one-hub", "one-wuhan"]
    assert {short(document) for document in tie.documents} == {"old"}
    assert tie.confidence == 0.7
    assert [short(c) for c in found[("p4", "lyon")].claims] == ["p4-lyon"]


def test_the_side_is_that_of_the_day(network: Network) -> None:
    leeds = f"{ID}organization/leeds"
    assert network.side_on(leeds, "2020-01-31") == "eu"
    assert network.side_on(leeds, "2020-02-01") == "other"
    assert network.side_on(leeds, None) == "other"
    assert network.side_on(f"{ID}organization/wuhan", "1990-01-01") == "china"
    analysis = Analysis(network)
    cross = {
        (short(tie.a), short(tie.b))
        for tie, across in zip(analysis.ties, analysis.cross, strict=True)
        if across
    }
    # Leeds was in the EU in 2019, when project ONE ran.
    assert cross == {("hub", "wuhan"), ("leeds", "wuhan"), ("hub", "xian")}


def test_a_stated_side_does_not_change_with_the_day(network: Network) -> None:
    leeds = f"{ID}organization/leeds"
    actors = {**network.two_mode.actors}
    actors[leeds] = replace(actors[leeds], stated=True)
    fixed = replace(network, two_mode=replace(network.two_mode, actors=actors))
    assert fixed.side_on(leeds, "2019-01-01") == "other"


def test_brokers(network: Network) -> None:
    rows = brokers(Analysis(network))
    # On the EU side: hub, Lyon, P4; on the Chinese side: Wuhan, Xi'an. P4 has a member only, which
    # connects nobody. Without a tie but with a way: Lyon and Wuhan (Leeds), Lyon and Xi'an (Leeds,
    # hub).
    assert [short(row.iri) for row in rows[:2]] == ["leeds", "hub"]
    analysis = Analysis(network)
    assert (analysis.pairs.tied, analysis.pairs.through, analysis.pairs.apart) == (2, 2, 2)
    assert rows[0].scores["between"] == 2.0
    assert rows[0].scores["bridging"] == pytest.approx(1.0, abs=1e-12)
    hub = rows[1]
    assert (hub.scores["between"], hub.scores["bridging"]) == (1.0, 0.5)
    assert (hub.pairs_cut, hub.pairs_through) == (1, 2)
    assert {(short(p.eu), short(p.china), p.how) for p in hub.pairs} == {("lyon", "xian", "cut")}
    assert hub.patterns == {("china", "eu", "china"): 1, ("china", "eu", "other"): 1}
    assert hub.roles["liaison"].observed == 1
    assert main_pattern(hub) is not None
    assert {short(claim) for claim in hub.claims} == {"one-hub", "fair-hub"}
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))


def test_orders(network: Network) -> None:
    analysis = Analysis(network)
    for by in ORDERS:
        values = [row.scores[by] or 0.0 for row in brokers(analysis, by)]
        assert values == sorted(values, reverse=True)
    with pytest.raises(ValueError, match="not by luck"):
        brokers(analysis, "luck")


def without_nan(row: object) -> None:
    for value in vars(row).get("scores", {}).values():
        assert value is None or not math.isnan(value)


@pytest.mark.parametrize(
    "two_mode",
    [
        TwoMode({}, {}, ()),
        TwoMode({"a": Actor("a", {})}, {}, ()),
        TwoMode({"a": Actor("a", {}, "eu"), "b": Actor("b", {}, "china")}, {}, ()),
    ],
    ids=["empty", "one", "two apart"],
)
def test_networks_without_ties_give_no_nan_and_no_gap(
    two_mode: TwoMode, empty_store: Answering
) -> None:
    network = Network(two_mode)
    analysis = Analysis(network)
    # What nobody shares anything with is not in the view at all.
    assert brokers(analysis) == []
    found = gaps(empty_store, analysis)
    assert found == []
    assert analysis.communities.stability == 1.0


def test_an_actor_without_ties_has_no_constraint(small: TwoMode) -> None:
    network = Network(small)
    row = next(row for row in brokers(Analysis(network)) if row.iri == "x")
    assert row.scores["constraint"] is None
    assert row.scores["effective_size"] is None
    assert (
        Speaker(network).broker(row)
        == "X has no activity in common with another actor in this view."
    )
    for other in brokers(Analysis(network)):
        without_nan(other)


def by_kind(found: list[Gap]) -> dict[str, list[Gap]]:
    kinds: dict[str, list[Gap]] = {}
    for gap in found:
        kinds.setdefault(gap.kind, []).append(gap)
    return kinds


def test_gaps(store: Answering, network: Network) -> None:
    found = by_kind(gaps(store, Analysis(network)))
    names = {kind: [[short(x) for x in gap.things] for gap in of] for kind, of in found.items()}
    # Health is served by the fair and by oncology below it; a dialogue's meeting does not serve.
    assert names["unserved-priority"] == [["space", "pact"]]
    assert [short(c) for c in found["unserved-priority"][0].claims] == ["prio-space"]
    assert names["partnership-without-event"] == [["p4"]]
    assert names["dialogue-without-session"] == [["talk"]]
    # France has Lyon, which shares nothing with China; Britain has left; Germany has the hub.
    assert names["country-without-tie"] == [["fr"]]
    assert [short(c) for c in found["country-without-tie"][0].claims] == ["lyon-fr"]
    # The pact is of the hub and China, who share nothing else later.
    assert names["agreement-without-activity"] == [["pact"]]
    # ONE ended in 2019; only the old document of June 2019 tells of Wuhan, so nobody knows more.
    assert "ended-activity" not in names
    assert "missing-tie" not in names


def test_what_ended_is_told_as_of_the_newest_source_of_both_sides(
    store: Answering, network: Network
) -> None:
    told = tuple(
        replace(link, documents=link.documents | {"https://w3id.org/eucn/document/new"})
        for link in network.two_mode.links
    )
    newer = replace(network, two_mode=replace(network.two_mode, links=told))
    [gap] = by_kind(gaps(store, Analysis(newer)))["ended-activity"]
    assert [short(thing) for thing in gap.things] == ["one", "hub", "leeds", "wuhan"]
    # Leeds was of the EU side in 2019, so two pairs ended; one is enough to say it.
    assert (gap.more["end"], gap.more["as_of"], gap.score) == ("2019-12-31", "2022-06-30", 2.0)
    assert Speaker(newer).gap(gap).startswith("ONE ended on 31 December 2019. Up to 30 June 2022")


def test_a_filter_holds_for_every_gap(store: Answering, network: Network) -> None:
    about = Analysis(network, Filter(topic=frozenset({f"{TOPIC}space"})))
    assert [gap.kind for gap in gaps(store, about)] == [
        "agreement-without-activity",
        "unserved-priority",
    ]
    old = Filter(document=frozenset({"https://w3id.org/eucn/document/old"}))
    assert {gap.kind for gap in gaps(store, Analysis(network, old))} == {
        "partnership-without-event"
    }
    german = Filter(country=frozenset({"de"}))
    for gap in gaps(store, Analysis(network, german)):
        assert f"{ID}organization/hub" in gap.things


def islands_of(small: TwoMode) -> TwoMode:
    settings = {iri: replace(s, topics=frozenset({"t"})) for iri, s in small.settings.items()}
    links = tuple(
        replace(link, actor=link.actor if link.setting != "event-1" else f"{link.actor}2")
        for link in small.links
    )
    more = {name: replace(small.actors[name[:-1]], iri=name) for name in ("hub2", "c22")}
    return replace(small, settings=settings, links=links, actors={**small.actors, **more})


def test_islands_of_a_topic(small: TwoMode, empty_store: Answering) -> None:
    [gap] = by_kind(gaps(empty_store, Analysis(Network(islands_of(small)))))["islands-of-topic"]
    assert gap.score == 2.0
    # Project 1 (hub, e1, c1) and the event of two others; project 2 names nobody from China.
    assert gap.things == ("t", "hub", "c22")


def test_a_missing_tie_needs_two_independent_reasons(
    small: TwoMode, empty_store: Answering
) -> None:
    topic = frozenset({"t"})
    places = {
        "project-1": ["e", "x"],
        "project-2": ["e", "y"],
        "event-1": ["x", "c"],
        "event-2": ["y", "c"],
        "project-3": ["e", "other"],
        "project-4": ["c", "third"],
    }
    sides = {"e": "eu", "c": "china", **dict.fromkeys(("x", "y", "other", "third"), "eu")}
    made = two_mode(places, sides)
    settings = {iri: replace(s, topics=topic) for iri, s in made.settings.items()}
    both = Network(replace(made, settings=settings))
    found = by_kind(gaps(empty_store, Analysis(both)))["missing-tie"]
    assert [(gap.more["a"], gap.more["b"], gap.more["contacts"]) for gap in found] == [
        ("e", "c", ("x", "y"))
    ]
    # Adamic-Adar: x and y have two ties each, one shared topic: 2/log(2).
    assert found[0].score == pytest.approx(2 / math.log(2), abs=1e-12)
    # Without a topic in other activities one reason is left, and that is none.
    without = {
        iri: replace(s, topics=frozenset()) for iri, s in settings.items() if iri[-1] in "34"
    }
    one = Network(replace(made, settings={**settings, **without}))
    assert "missing-tie" not in by_kind(gaps(empty_store, Analysis(one)))


def test_members_are_not_connected_to_the_partner_of_their_association(small: TwoMode) -> None:
    places = {"membership-1": ["acea", "m1", "m2"], "agreement-1": ["acea", "caam"]}
    sides = {"acea": "eu", "m1": "eu", "m2": "eu", "caam": "china"}
    rows = brokers(Analysis(Network(two_mode(places, sides))))
    assert all(row.scores["between"] == 0 and not row.pairs for row in rows)
    assert Analysis(Network(two_mode(places, sides))).pairs.through == 0
    # The membership is still a tie, to be seen in the picture.
    assert len(Analysis(Network(two_mode(places, sides))).ties) == 4


def test_sentences_in_three_languages(store: Answering, network: Network) -> None:
    analysis = Analysis(network)
    for language in LANGUAGES:
        speaker = Speaker(network, language)
        for gap in gaps(store, analysis):
            text = speaker.gap(gap)
            assert "{" not in text
            assert "should" not in text
        for row in brokers(analysis):
            assert "{" not in speaker.broker(row)
    hub = brokers(analysis)[1]
    english = Speaker(network, "en").broker(hub)
    assert english.startswith(
        "Of the 2 EU-China pairs connected only through others, one is connected only through Hub: "
        "Lyon with Xi’an."
    )
    # Percentages, patterns and shuffles are for the table.
    assert "%" not in english
    assert "[" not in english
    assert Speaker(network, "de").broker(hub).startswith("Von 2 EU-China-Paaren")
    single = next(row for row in brokers(analysis) if row.iri.endswith("/p4"))
    assert "只有一条联系" in Speaker(network, "zh").broker(single)
    with pytest.raises(ValueError, match="no words for 'fr'"):
        Speaker(network, "fr")


def test_every_phrase_is_in_every_language() -> None:
    def stems(language: str) -> set[str]:
        return {key.removesuffix(".one").removesuffix(".many") for key in phrases(language)}

    assert stems("en") == stems("de") == stems("zh")
    for language in LANGUAGES:
        for key, phrase in phrases(language).items():
            if key.endswith(".one"):
                assert key.removesuffix(".one") + ".many" in phrases(language)
            used = {p.split("}")[0] for p in phrase.split("{")[1:]} - {"n"}
            english = phrases("en").get(key)
            if english:
                expected = {p.split("}")[0] for p in english.split("{")[1:]} - {"n"}
                assert used == expected, (language, key)


def test_filters_hold_for_tables(network: Network) -> None:
    only_new = Analysis(network, Filter(document=frozenset({"https://w3id.org/eucn/document/new"})))
    assert {short(row.iri) for row in brokers(only_new)} == {"hub", "xian", "lyon", "leeds"}
    nothing = Analysis(network, Filter(year_from=2100, undated=False))
    # The pact has no stated end, but its one actor shares it with nobody who counts.
    assert {short(row.iri) for row in brokers(nothing)} == {"hub"}


def test_large_views_are_not_shuffled_unless_asked_for(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.network.measures.analysis.TESTED", 3)
    analysis, speaker = Analysis(network), Speaker(network)
    row = brokers(analysis)[0]
    assert (row.scores["p"], row.scores["expected"], row.verdict) == (None, None, "")
    assert "shuffled" not in speaker.broker(row)
    assert "between_low" in row.scores
    assert any("permutation test" in note for note in notes(analysis, speaker))
    asked = brokers(Analysis(network, runs=19))[0]
    assert asked.scores["p"] is not None
    assert asked.runs == 19
