"""What a filtered view says is true of everything recorded, or names what is chosen.

An invented corpus has ties and later activities that each filter hides; no sentence under any
filter may say that these are not recorded.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from rdflib.term import Identifier

from graph.languages import LANGUAGES
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import broker, brokers
from graph.network.measures.functions import CONVENER_IN_CHINA, functions
from graph.network.measures.gap import Gap
from graph.network.measures.gaps import gaps
from graph.network.measures.gaps_in_network import Island
from graph.network.model.filters import Filter
from graph.network.model.reading import Network
from graph.network.model.ties import Topic, TwoMode
from graph.network.telling.rows import notes
from graph.network.telling.sentences import Speaker
from tests.network.conftest import two_mode

FILTERS = {
    "topic": Filter(topic=frozenset({"wind"})),
    "years": Filter(year_from=2018, year_to=2021),
    "one year": Filter(year_from=2012, year_to=2012),
    "country": Filter(country=frozenset({"de", "cn"})),
    "one country": Filter(country=frozenset({"de"})),
    "kind of tie": Filter(tie=frozenset({"project"})),
    "document": Filter(document=frozenset({"d/one"})),
    "confidence": Filter(confidence=0.9),
    "dated": Filter(undated=False),
    "topic and years": Filter(topic=frozenset({"wind"}), year_from=2010, year_to=2023),
}


class Nothing:
    """A store in which no query finds anything."""

    def select(self, query: str) -> list[dict[str, Identifier]]:
        """Return no rows."""
        return []


def dated(made: TwoMode, about: dict[str, tuple[str, str, str]]) -> Network:
    """Give settings a topic, a start and an end, and links the document that tells of them."""
    settings = {
        iri: replace(
            held, topics=frozenset({about[iri][0]}), start=about[iri][1], end=about[iri][2]
        )
        if iri in about
        else held
        for iri, held in made.settings.items()
    }
    links = tuple(
        replace(
            link,
            documents=frozenset({"d/two" if link.setting.endswith("-hidden") else "d/one"}),
            confidence=0.5 if link.setting.endswith("-hidden") else 0.95,
        )
        for link in made.links
    )
    topics = {name: Topic(name, {"en": name.title()}, None) for name in ("wind", "water")}
    held = replace(made, settings=settings, links=links, topics=topics)
    return Network(held, documents={"d/one": "2023-06-01", "d/two": "2023-06-01"}, things=settings)


SIDES = {
    **dict.fromkeys(("a", "b", "near", "other", "alone"), "eu"),
    **dict.fromkeys(("c", "d", "third"), "china"),
}
PLACES = {
    # a and c have the same contacts, and each something else on wind.
    "project-1": ["a", "near"],
    "project-2": ["c", "near"],
    "project-3": ["a", "other"],
    "project-4": ["c", "other"],
    "project-5": ["a", "alone"],
    "project-6": ["c", "third"],
    # b and d ended something on wind, and went on with another topic later.
    "project-7": ["b", "d"],
    "event-8-hidden": ["b", "d"],
    # They are joined with the others in something else, too.
    "event-9-hidden": ["a", "b"],
}
TIED = {"event-10-hidden": ["a", "c"]}
WHEN = {
    **{f"project-{n}": ("wind", "2010-01-01", "2023-12-31") for n in range(1, 7)},
    "project-7": ("wind", "2010-01-01", "2019-12-31"),
    "event-8-hidden": ("water", "2022-01-01", "2022-01-02"),
    "event-9-hidden": ("water", "2022-01-01", "2022-01-02"),
    "event-10-hidden": ("water", "2005-01-01", "2005-01-02"),
}


def found_in(network: Network, chosen: Filter) -> list[Gap]:
    return gaps(Nothing(), Analysis(network, chosen, runs=0))


def kinds(found: list[Gap]) -> set[str]:
    return {gap.kind for gap in found}


@pytest.mark.parametrize("name", FILTERS)
def test_no_gap_says_that_what_a_filter_hides_is_not_recorded(name: str) -> None:
    network = dated(two_mode(PLACES | TIED, SIDES), WHEN)
    assert not found_in(network, Filter())
    assert not found_in(network, FILTERS[name])


def test_without_what_is_hidden_the_same_filter_finds_them_and_is_named() -> None:
    places = {iri: who for iri, who in PLACES.items() if not iri.endswith("hidden")}
    network = dated(two_mode(places, SIDES), WHEN)
    about = {"missing-tie", "ended-activity", "islands-of-sources"}
    assert kinds(found_in(network, Filter())) & about >= {"missing-tie", "ended-activity"}
    chosen = FILTERS["topic"]
    found = {gap.kind: gap for gap in found_in(network, chosen)}
    for language in LANGUAGES:
        speaker = Speaker(network, language, chosen)
        pair, ended = found["missing-tie"], found["ended-activity"]
        assert speaker.gap(pair) == speaker.scoped(Speaker(network, language).gap(pair))
        assert "Wind" in speaker.gap(pair).split("A")[0]
        # What holds for everything recorded names nothing.
        assert speaker.gap(ended) == Speaker(network, language).gap(ended)


def test_a_gap_counted_among_what_is_chosen_says_what_that_is() -> None:
    speaker = Speaker(
        dated(two_mode(PLACES, SIDES), WHEN), "en", Filter(year_from=2019, year_to=2019, tie=EVENTS)
    )
    assert speaker.scoped("It is so.") == "Among what is chosen here (event; in 2019): It is so."
    assert speaker.scoped("And so.", again=True) == "Among what is chosen here: And so."
    assert Speaker(speaker.network, "en").scoped("It is so.") == "It is so."
    # How is counted chooses nothing.
    apart = Speaker(speaker.network, "en", Filter(parts="apart", steps=2))
    assert apart.scoped("It is so.") == "It is so."


EVENTS = frozenset({"event"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILTERS)
def test_what_is_said_of_a_broker_in_a_view_names_what_is_chosen(name: str, language: str) -> None:
    network = dated(two_mode(PLACES | TIED, SIDES), WHEN)
    chosen = FILTERS[name]
    analysis = Analysis(network, chosen, runs=0)
    speaker, plain = Speaker(network, language, chosen), Speaker(network, language)
    start, again = speaker.scoped("|")[:-1], speaker.scoped("|", again=True)[:-1]
    assert start
    assert again
    for row in brokers(analysis):
        said = speaker.broker(row)
        assert said.startswith(start)
        # Without the beginnings it is what the view alone would say.
        assert said.replace(start, "").replace(again, "") == plain.broker(row)
        assert speaker.broker_in_short(row).startswith(start)
    counted = [note for note in notes(analysis, speaker) if note not in notes(analysis, plain)]
    assert all(note.startswith(start) for note in counted)
    assert bool(analysis.pairs.tied + analysis.pairs.through + analysis.pairs.apart) == bool(
        counted
    )


def test_who_else_has_a_role_is_asked_of_everything_recorded() -> None:
    made = two_mode({"event-1": ["a", "c"], "event-2": ["b", "d"]}, SIDES)
    links = tuple(
        replace(link, role="organiser" if link.actor in "ab" else "participant")
        for link in made.links
    )
    about = {"event-1": ("wind", "2012-01-01", "2012-01-02")}
    about["event-2"] = ("wind", "2020-01-01", "2020-01-02")
    network = dated(replace(made, links=links), about)
    [one] = functions(Analysis(network, Filter(year_to=2012)))["a"]
    assert (one.activity, one.exclusivity, one.others) == (1, 0.0, ("b",))
    # A country chosen hides who came from China; that nobody is named would be false.
    german = functions(Analysis(network, Filter(country=frozenset({"de"}))))
    assert {one.kind for held in german.values() for one in held} == {"convener"}
    assert CONVENER_IN_CHINA not in {one.kind for held in german.values() for one in held}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_else_has_a_role_is_said_of_each_role(language: str) -> None:
    made = two_mode({"event-1": ["a", "c"], "event-2": ["a", "b", "d"]}, SIDES)
    role = {"event-1": "host", "event-2": "organiser"}
    links = tuple(
        replace(link, role=role[link.setting] if link.actor in "ab" else "participant")
        for link in made.links
    )
    about = dict.fromkeys(role, ("wind", "2012-01-01", "2012-01-02"))
    network = dated(replace(made, links=links), about)
    analysis = Analysis(network)
    found = broker(analysis, "a")
    assert found is not None
    assert {one.kind: one.others for one in found.functions} == {"convener": ("b",), "host": ()}
    speaker = Speaker(network, language)
    said = speaker.broker(found)
    named = speaker.say("function-kind.host")
    assert speaker.say("broker.exclusive-as.all", role=named) in said
    other, host = speaker.say("function-kind.convener"), speaker.name("b")
    assert speaker.say("broker.exclusive-as.none", role=other, others=host) in said
    # Of one role it need not be named.
    alone = speaker.broker(replace(found, functions=found.functions[:1]))
    assert speaker.say("broker.exclusive.none", others=host) in alone


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_chosen_no_absence_contradicts_what_is_recorded(seed: int) -> None:
    rng = random.Random(seed)
    sides = {f"e{n}": "eu" for n in range(9)} | {f"c{n}": "china" for n in range(7)}
    places, when = {}, {}
    for n in range(46):
        name = f"project-{n}" + ("-hidden" if rng.random() < 0.3 else "")
        places[name] = rng.sample(sorted(sides), rng.choice((2, 2, 3)))
        year = rng.randrange(2008, 2021)
        when[name] = (
            rng.choice(("wind", "water")),
            f"{year}-01-01",
            f"{year + rng.randrange(4)}-12-31",
        )
    network = dated(two_mode(places, sides), when)
    shared = {actor: {name for name, who in places.items() if actor in who} for actor in sides}
    told: list[Gap] = []
    for chosen in (Filter(), *FILTERS.values()):
        found = found_in(network, chosen)
        told += found
        for gap in found:
            _check(gap, places, when, shared, sides)
    assert kinds(told) >= {"missing-tie", "ended-activity"}


def _check(
    gap: Gap,
    places: dict[str, list[str]],
    when: dict[str, tuple[str, str, str]],
    shared: dict[str, set[str]],
    sides: dict[str, str],
) -> None:
    if gap.kind == "missing-tie":
        one, two = gap.things
        assert not shared[one] & shared[two]
    if gap.kind == "ended-activity":
        thing = str(gap.more["thing"])
        for one in places[thing]:
            for two in places[thing]:
                if sides[one] != sides[two]:
                    later = (name for name in shared[one] & shared[two] if name != thing)
                    assert all(when[name][2] <= when[thing][2] for name in later)
    for island in gap.more.get("islands", ()):  # type: ignore[attr-defined]
        assert isinstance(island, Island)
        outside = {who for name in island.settings for who in places[name]}
        reached = set(outside)
        while more := {w for a in reached for name in shared[a] for w in places[name]} - reached:
            reached |= more
        others = [one for one in gap.more["islands"] if one is not island]  # type: ignore[attr-defined]
        assert not reached & {actor for one in others for actor in one.actors}
