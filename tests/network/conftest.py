"""Networks that several tests use, and a small graph in the terms of the ontology."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pyoxigraph
import pytest
from rdflib.term import Identifier

from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import network_of
from graph.network.model.reading import Network
from graph.network.model.ties import Actor, Link, Setting, Topic, TwoMode
from graph.store import Store
from graph.store.terms import rows


def two_mode(places: dict[str, list[str]], sides: dict[str, str]) -> TwoMode:
    """Make a two-mode network of {setting: actors}; a setting's kind is its name before a dash."""
    actors = {
        name: Actor(name, {"en": name.upper()}, side, {"eu": "de", "china": "cn"}.get(side))
        for name, side in sides.items()
    }
    return TwoMode(
        actors=actors,
        settings={name: Setting(name, {"en": name.title()}, name.split("-")[0]) for name in places},
        links=tuple(
            Link(actor, name, node=f"{name}--{actor}", claims=(f"claim-{name}-{actor}",))
            for name, members in places.items()
            for actor in members
        ),
    )


@pytest.fixture
def small() -> TwoMode:
    """Return two projects that share one European hub, an event, and an actor alone."""
    sides = {"hub": "eu", "e1": "eu", "e2": "eu", "c1": "china", "c2": "china", "x": "unknown"}
    places = {
        "project-1": ["hub", "e1", "c1"],
        "project-2": ["hub", "e2"],
        "event-1": ["hub", "c2"],
        "project-3": ["x"],
    }
    return two_mode(places, sides)


TURTLE = """
@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix id: <https://w3id.org/eucn/id/> .
@prefix v: <https://w3id.org/eucn/vocabulary/> .
@prefix d: <https://w3id.org/eucn/document/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/eucn/vocabulary/topic/health> skos:notation "health" ;
    skos:inScheme <https://w3id.org/eucn/vocabulary/topic/> ;
    skos:topConceptOf <https://w3id.org/eucn/vocabulary/topic/> ;
    skos:prefLabel "health"@en , "Gesundheit"@de , "健康"@zh .
<https://w3id.org/eucn/vocabulary/topic/oncology> skos:notation "oncology" ;
    skos:broader <https://w3id.org/eucn/vocabulary/topic/health> ;
    skos:inScheme <https://w3id.org/eucn/vocabulary/topic/> ;
    skos:prefLabel "oncology"@en , "Onkologie"@de , "肿瘤学"@zh .
<https://w3id.org/eucn/vocabulary/topic/space>
    skos:inScheme <https://w3id.org/eucn/vocabulary/topic/> ; skos:prefLabel "space"@en .
<https://w3id.org/eucn/vocabulary/organisation-kind/university> skos:notation "university" .
<https://w3id.org/eucn/vocabulary/organisation-kind/state> skos:notation "state" .
<https://w3id.org/eucn/vocabulary/role/coordinator> skos:notation "coordinator" .
<https://w3id.org/eucn/vocabulary/role/participant> skos:notation "participant" .

<https://w3id.org/eucn/id/country/de> a eucn:Country ; skos:prefLabel "Germany"@en ;
    eucn:euMemberFrom "1958-01-01"^^xsd:date .
<https://w3id.org/eucn/id/country/gb> a eucn:Country ; skos:prefLabel "United Kingdom"@en ;
    eucn:euMemberFrom "1973-01-01"^^xsd:date ; eucn:euMemberUntil "2020-01-31"^^xsd:date .
<https://w3id.org/eucn/id/country/fr> a eucn:Country ; skos:prefLabel "France"@en ;
    eucn:euMemberFrom "1958-01-01"^^xsd:date .
<https://w3id.org/eucn/id/country/cn> a eucn:Country ; skos:prefLabel "China"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/china> .

<https://w3id.org/eucn/id/organization/hub> a eucn:Partner ; skos:prefLabel "Hub"@en , "Nabe"@de ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/eu> ;
    eucn:country <https://w3id.org/eucn/id/country/de> ;
    eucn:kind <https://w3id.org/eucn/vocabulary/organisation-kind/university> .
<https://w3id.org/eucn/id/organization/leeds> a eucn:Partner ; skos:prefLabel "Leeds"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/other> ;
    eucn:country <https://w3id.org/eucn/id/country/gb> .
<https://w3id.org/eucn/id/organization/wuhan> a eucn:Partner ; skos:prefLabel "Wuhan"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/china> ;
    eucn:country <https://w3id.org/eucn/id/country/cn> .
<https://w3id.org/eucn/id/organization/xian> a eucn:Partner ; skos:prefLabel "Xi’an"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/china> ;
    eucn:country <https://w3id.org/eucn/id/country/cn> .
<https://w3id.org/eucn/id/organization/china> a eucn:Partner ; skos:prefLabel "China"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/china> ;
    eucn:kind <https://w3id.org/eucn/vocabulary/organisation-kind/state> .
<https://w3id.org/eucn/id/organization/lyon> a eucn:Partner ; skos:prefLabel "Lyon"@en ;
    eucn:side <https://w3id.org/eucn/vocabulary/side/eu> ;
    eucn:country <https://w3id.org/eucn/id/country/fr> .
<https://w3id.org/eucn/id/cluster-partnership/p4> a eucn:ClusterPartnership ;
    skos:prefLabel "P4"@en ; eucn:targetCountry <https://w3id.org/eucn/id/country/cn> .

<https://w3id.org/eucn/id/project/one> a eucn:Project ; skos:prefLabel "ONE"@en ;
    eucn:topic <https://w3id.org/eucn/vocabulary/topic/oncology> ;
    eucn:earliestStart "2019-01-01"^^xsd:date ; eucn:latestEnd "2019-12-31"^^xsd:date .
<https://w3id.org/eucn/id/event/fair> a eucn:Event ; skos:prefLabel "Fair"@en ;
    eucn:topic <https://w3id.org/eucn/vocabulary/topic/health> ;
    eucn:earliestStart "2021-05-01"^^xsd:date ; eucn:latestEnd "2021-05-31"^^xsd:date .
<https://w3id.org/eucn/id/agreement/pact> a eucn:Agreement ; skos:prefLabel "Pact"@en ;
    eucn:priorityTopic <https://w3id.org/eucn/vocabulary/topic/health> ,
        <https://w3id.org/eucn/vocabulary/topic/space> ;
    eucn:action <https://w3id.org/eucn/id/agreement-action/a> .
<https://w3id.org/eucn/id/agreement-action/a> eucn:earliestStart "2010-01-01"^^xsd:date .
<https://w3id.org/eucn/id/dialogue/talk> a eucn:Dialogue ; skos:prefLabel "Talk"@en .
<https://w3id.org/eucn/id/dialogue/met> a eucn:Dialogue ; skos:prefLabel "Met"@en .
<https://w3id.org/eucn/id/dialogue-session/s1> a eucn:DialogueSession , eucn:Event ;
    eucn:sessionOf <https://w3id.org/eucn/id/dialogue/met> ;
    eucn:topic <https://w3id.org/eucn/vocabulary/topic/space> .

d:new a eucn:SourceDocument ; eucn:latestEnd "2022-06-30"^^xsd:date .
d:old a eucn:SourceDocument ; eucn:latestEnd "2019-06-30"^^xsd:date .
"""

LINKS = [
    # node, what, kind of link, who, document, confidence
    ("one-hub", "project/one", "participation", "organization/hub", "old", 0.95),
    ("one-leeds", "project/one", "participation", "organization/leeds", "old", 0.95),
    ("one-wuhan", "project/one", "participation", "organization/wuhan", "old", 0.7),
    ("fair-hub", "event/fair", "participation", "organization/hub", "new", 0.95),
    ("fair-xian", "event/fair", "participation", "organization/xian", "new", 0.95),
    ("pact-china", "agreement/pact", "participation", "organization/china", "new", 0.95),
    ("pact-hub", "agreement/pact", "participation", "organization/hub", "new", 0.95),
    ("p4-lyon", "cluster-partnership/p4", "membership", "organization/lyon", "old", 0.95),
]


def quads() -> str:
    """Return the fixture with a claim for each link and for each thing a gap query asks about."""
    text = TURTLE
    prefix = "https://w3id.org/eucn/id/"

    def claim(name: str, subject: str, predicate: str, value: str, doc: str, sure: float) -> str:
        return (
            f"<{prefix}claim/{name}> rdf:subject <{subject}> ; rdf:predicate {predicate} ; "
            f"rdf:object <{value}> ; prov:wasDerivedFrom d:{doc} ; "
            f'eucn:confidence "{sure}"^^xsd:decimal .\n'
        )

    for name, what, form, who, document, sure in LINKS:
        node = f"{prefix}{form}/{name}"
        into, end = {
            "participation": ("eucn:participationIn", "eucn:participant"),
            "membership": ("eucn:membershipIn", "eucn:member"),
        }[form]
        role = "https://w3id.org/eucn/vocabulary/role/participant"
        text += f"<{node}> {into} <{prefix}{what}> ; {end} <{prefix}{who}> ; eucn:role <{role}> .\n"
        text += claim(name, node, end, prefix + who, document, sure)
    node = f"{prefix}cooperation/lyon-leeds"
    text += (
        f"<{node}> a eucn:Cooperation ; eucn:cooperatingPartner <{prefix}organization/lyon> ; "
        f"eucn:with <{prefix}organization/leeds> .\n"
    )
    text += claim("coop", node, "eucn:with", f"{prefix}organization/leeds", "new", 0.9)
    for topic in ("health", "space"):
        iri = f"https://w3id.org/eucn/vocabulary/topic/{topic}"
        text += claim(
            f"prio-{topic}", f"{prefix}agreement/pact", "eucn:priorityTopic", iri, "new", 0.9
        )
    for thing, cls in (
        ("dialogue/talk", "Dialogue"),
        ("dialogue/met", "Dialogue"),
        ("agreement/pact", "Agreement"),
    ):
        iri = f"https://w3id.org/eucn/ontology#{cls}"
        text += claim(f"type-{thing[-4:]}", prefix + thing, "rdf:type", iri, "new", 0.9)
    text += claim(
        "target",
        f"{prefix}cluster-partnership/p4",
        "eucn:targetCountry",
        f"{prefix}country/cn",
        "old",
        0.9,
    )
    text += claim(
        "lyon-fr", f"{prefix}organization/lyon", "eucn:country", f"{prefix}country/fr", "old", 0.9
    )
    return text


class MiniStore:
    """The smallest thing that answers like a store."""

    def __init__(self, turtle: str) -> None:
        self.engine = pyoxigraph.Store()
        self.engine.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)

    def select(self, query: str) -> list[dict[str, Identifier]]:
        answer = self.engine.query(query, use_default_graph_as_union=True)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        body = answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return rows(json.loads(body or b"{}"))


@pytest.fixture(scope="session")
def store() -> MiniStore:
    """Return the small graph."""
    return MiniStore(quads())


@pytest.fixture(scope="session")
def empty_store() -> MiniStore:
    """Return a store with nothing in it."""
    return MiniStore("")


def generated(actors: int, settings: int, seed: int = 1) -> Network:
    """Make a network of European, Chinese and other actors in three topics."""
    chance = np.random.default_rng(seed)
    sides = chance.choice(["eu", "china", "other", "unknown"], actors, p=[0.5, 0.35, 0.1, 0.05])
    kinds = chance.choice(["university", "company", "museum", "ministry", ""], actors)
    names = ["Institute of Advanced Studies and Long Names", "宁波海洋大学", "Lab", "Technopôle"]
    people = {
        f"https://w3id.org/eucn/id/organization/a{at}": Actor(
            f"https://w3id.org/eucn/id/organization/a{at}",
            {"en": f"{names[at % 4]} {at}"},
            str(sides[at]),
            None,
            str(kinds[at]),
        )
        for at in range(actors)
    }
    topics = {f"t{at}": Topic(f"t{at}", {"en": f"topic number {at}"}) for at in range(3)}
    shared = {
        f"s{at}": Setting(f"s{at}", {"en": f"Setting {at}"}, "project", frozenset({f"t{at % 3}"}))
        for at in range(settings)
    }
    links = tuple(
        Link(actor, setting)
        for setting in shared
        for actor in sorted(chance.choice(sorted(people), size=min(actors, 5), replace=False))
    )
    return Network(TwoMode(people, shared, links, topics), built="2026-01-02")


@pytest.fixture(scope="session")
def generated_network() -> Callable[[int, int, int], Network]:
    """Return what makes a network of (actors, settings, seed)."""
    return generated


@pytest.fixture(scope="session")
def nquads() -> bytes:
    """Return the small graph as the N-Quads of one document."""
    found = pyoxigraph.parse(quads().encode(), format=pyoxigraph.RdfFormat.TURTLE)
    name = pyoxigraph.NamedNode("https://w3id.org/eucn/graph/new")
    placed = (pyoxigraph.Quad(q.subject, q.predicate, q.object, name) for q in found)
    return pyoxigraph.serialize(placed, format=pyoxigraph.RdfFormat.N_QUADS) or b""


@pytest.fixture(scope="session")
def records_analysis(opened_records: Store) -> Analysis:
    """The network of the documents' records, counted once in a process."""
    return Analysis(network_of(opened_records), runs=0)


@pytest.fixture(scope="session")
def registers_analysis(opened_registers: Store) -> Analysis:
    """The network of documents and registers, counted once in a process."""
    return Analysis(network_of(opened_registers), runs=0)
