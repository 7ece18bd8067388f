from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import ORDERS, brokers, main_pattern
from graph.network.measures.gaps import Gap, gaps
from graph.network.model.filters import Filter
from graph.network.model.reading import Answering, Network, read
from graph.network.model.ties import Actor, TwoMode, ties
from graph.network.telling.rows import notes
from graph.network.telling.sentences import Speaker
from graph.network.telling.wording import LANGUAGES, phrases

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
    # On the EU side: hub, Lyon, P4; on the Chinese side: Wuhan, Xi'an. Leeds joins Lyon and P4 to
    # both: 4 of the 6 pairs. Of the 4 pairs without the hub, the 2 with Xi'an need it.
    assert [short(row.iri) for row in rows[:2]] == ["leeds", "hub"]
    assert rows[0].scores["bridging"] == pytest.approx(4 / 6, abs=1e-12)
    hub = rows[1]
    assert hub.scores["bridging"] == 0.5
    assert hub.pairs_cut == 2
    assert {(short(p.eu), short(p.china), p.how) for p in hub.pairs} == {
        ("lyon", "xian", "cut"),
        ("p4", "xian", "cut"),
    }
    assert hub.patterns == {("china", "eu", "china"): 1, ("china", "eu", "other"): 1}
    assert hub.roles["liaison"] == 1
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
    assert names["agreement-without-project"] == [["pact"]]
    # France has Lyon, which shares nothing with China; Britain has left; Germany has the hub.
    assert names["country-without-tie"] == [["fr"]]
    assert [short(c) for c in found["country-without-tie"][0].claims] == ["lyon-fr"]
    assert "one-sided-topic" not in names
    # ONE ended in 2019 and the fair in May 2021, both before the newest document.
    assert names["lapsed-tie"] == [["hub", "wuhan"], ["leeds", "wuhan"], ["hub", "xian"]]
    years = found["lapsed-tie"][0].score
    assert years == pytest.approx(2.5, abs=0.01)
    assert "unbridged-group" not in names


def test_groups_that_no_tie_joins(small: TwoMode, empty_store: Answering) -> None:
    apart = replace(small, links=tuple(link for link in small.links if link.actor != "hub"))
    more = replace(apart, links=(*apart.links, *(replace(x, actor="x") for x in apart.links[2:3])))
    found = by_kind(gaps(empty_store, Analysis(Network(more))))
    [gap] = found["unbridged-group"]
    assert gap.things in {("c2", "x"), ("c1", "e1")} or len(gap.things) == 2


def test_likely_ties_name_contacts_and_topics(small: TwoMode, empty_store: Answering) -> None:
    topic = frozenset({"t"})
    settings = {iri: replace(s, topics=topic) for iri, s in small.settings.items()}
    network = Network(replace(small, settings=settings))
    found = by_kind(gaps(empty_store, Analysis(network)))["missing-tie"]
    pairs = {(gap.more["a"], gap.more["b"], gap.more["contacts"]) for gap in found}
    # All through the hub: those without a tie of their own.
    assert pairs == {("e1", "c2", ("hub",)), ("e2", "c1", ("hub",)), ("e2", "c2", ("hub",))}
    # Adamic-Adar: the hub has 4 ties, one shared topic: 1/log(4).
    assert found[0].score == pytest.approx(1 / math.log(4), abs=1e-12)


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
    assert (
        Speaker(network, "en")
        .broker(hub)
        .startswith(
            "Hub lies on 50% of the shortest connections between actors from the EU and from "
            "China. Without it, 2 EU-China pairs in this network would no longer be "
            "connected."
        )
    )
    assert Speaker(network, "de").broker(hub).startswith("Nabe liegt auf 50\u00a0% der kürzesten")
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
    nothing = Analysis(network, Filter(year_from=2100))
    assert brokers(nothing) == []


def test_large_views_are_not_shuffled_unless_asked_for(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.network.measures.analysis.TESTED", 3)
    analysis, speaker = Analysis(network), Speaker(network)
    row = brokers(analysis)[0]
    assert (row.scores["p"], row.scores["expected"], row.verdict) == (None, None, "")
    assert "shuffled" not in speaker.broker(row)
    assert any("permutation test" in note for note in notes(analysis, speaker))
    asked = brokers(Analysis(network, runs=19))[0]
    assert asked.scores["p"] is not None
    assert asked.runs == 19
