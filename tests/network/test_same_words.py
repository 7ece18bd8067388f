"""One phrase means the same wherever it is told: brokers, gaps, offers, what may be the same."""

from __future__ import annotations

from dataclasses import replace

from graph.network.measures.analysis import Analysis
from graph.network.measures.functions import CONVENER_IN_CHINA, SUPPORT_BODY, functions
from graph.network.measures.gap import Gap
from graph.network.model.reading import Network, Offer, read
from graph.network.model.ties import TwoMode
from graph.network.telling.sentences import Speaker
from graph.questions import query
from tests.network.conftest import MiniStore, two_mode


def convened(*places: str) -> TwoMode:
    """Return what one actor of the EU side convenes in China alone."""
    made = two_mode({name: ["guide"] for name in places}, {"guide": "eu"})
    settings = {iri: replace(one, aimed=True) for iri, one in made.settings.items()}
    links = tuple(replace(link, role="organiser") for link in made.links)
    return replace(made, settings=settings, links=links)


def test_a_convener_has_no_counterpart_only_where_the_gaps_say_so() -> None:
    made = convened("event-visit", "event-mission", "event-fair", "initiative-call")
    network = Network(
        made,
        things=made.settings,
        answered=frozenset({"event-visit", "event-fair"}),
    )
    done = {one.kind: one.settings for one in functions(Analysis(network))["guide"]}
    assert done == {CONVENER_IN_CHINA: ("event-mission",)}


TURTLE = """@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix e: <https://w3id.org/eucn/id/event/> .
@prefix id: <https://w3id.org/eucn/id/organization/> .
@prefix n: <https://w3id.org/eucn/id/participation/> .
@prefix v: <https://w3id.org/eucn/vocabulary/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
<https://w3id.org/eucn/vocabulary/role/organiser>
    <http://www.w3.org/2004/02/skos/core#notation> "organiser" .
id:guide a eucn:Partner , eucn:Organization ; eucn:side <https://w3id.org/eucn/vocabulary/side/eu> .
id:host a eucn:Partner , eucn:Organization ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/china> .
n:host eucn:participationIn e:opening ; eucn:participant id:host . e:opening a eucn:Event .
e:mission eucn:visited e:opening .
e:fair eucn:kind <https://w3id.org/eucn/vocabulary/event-kind/trade-fair> .
"""
NAMES = ("mission", "fair", "tour")


def test_brokers_and_gaps_leave_out_the_same() -> None:
    """A mission to what names a guest, and a fair: on the one page as on the other."""
    text = TURTLE + "".join(
        f"e:{name} a eucn:Event ; eucn:targetCountry <https://w3id.org/eucn/id/country/cn> .\n"
        f"n:{name} eucn:participationIn e:{name} ; eucn:participant id:guide ;"
        f" eucn:role <https://w3id.org/eucn/vocabulary/role/organiser> .\n"
        f"<urn:{name}> rdf:subject e:{name} ; rdf:predicate rdf:type ; rdf:object eucn:Event ;"
        f" prov:wasDerivedFrom <https://w3id.org/eucn/document/d> .\n"
        for name in NAMES
    )
    store = MiniStore(text)
    gaps = {str(row["activity"]) for row in store.select(query("gaps/unnamed-counterparts"))}
    done = functions(Analysis(read(store), runs=0))["https://w3id.org/eucn/id/organization/guide"]
    told = {iri for one in done if one.kind == CONVENER_IN_CHINA for iri in one.settings}
    assert told == gaps == {"https://w3id.org/eucn/id/event/tour"}


def test_who_serves_is_told_wherever_it_sits_and_with_what(small: TwoMode) -> None:
    offers = {name: Offer(places=frozenset({"place"}), serves=True) for name in ("hub", "c1")}
    network = Network(small, things=small.settings, offers=offers, labels={"place": {"en": "Port"}})
    done = functions(Analysis(network))
    kinds = {name: [one.kind for one in done[name]] for name in offers}
    # An office in China is nothing to tell of who is from there; what it offers is.
    assert kinds["c1"] == [SUPPORT_BODY]
    assert set(kinds["hub"]) >= {"contact-point", SUPPORT_BODY}
    said = Speaker(network).function(done["c1"][0])
    assert said == "supporter in one case (services for cooperation with China)"


def test_what_may_be_another_says_so_and_whom_that_names(small: TwoMode) -> None:
    """An activity of which nobody from China is named may be one of which somebody is."""
    ended = {**small.settings, "event-1": replace(small.settings["event-1"], end="2020-12-31")}
    made = replace(small, settings=ended)
    network = Network(
        made, things=ended, as_of="2026-01-01", alike=frozenset({("event-1", "project-2")})
    )
    told = {
        "en": "project-2 may be the same as event-1 (until 31 December 2020), for which"
        " participants from China are named",
        "de": "project-2 ist möglicherweise dasselbe wie event-1 (bis 31. Dezember 2020); dafür"
        " sind Beteiligte aus China genannt",
        "zh": "project-2与event-1（至2020年12月31日）可能是同一个，后者列明了中方参与方",
    }
    for language, words in told.items():
        [said] = Speaker(network, language).possibly("project-2", china=True)
        assert said.startswith(words)
    gap = Gap("unnamed-counterpart", ("hub", "project-2"), 1.0, "gaps/unnamed-counterparts")
    [said] = Speaker(network).alike_of(gap)
    assert said.startswith("project-2 may be the same as event-1 (until 31 December 2020): ")
    assert Speaker(network).doubles(gap) == said
    # What the sentence says already is not said again.
    named = replace(gap, more={"alike": (("project-2", ("event-1",)),)})
    assert Speaker(network).alike_of(named) == []
