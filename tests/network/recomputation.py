"""The numbers of the network once more, from the graph and by other means.

Nothing of ``graph.network`` is used here but its role names: plain queries, sets and networkx. Slow
and simple on purpose. Rules are written anew from docs/method.md, so that a misreading of them in
one place shows as a difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import networkx as nx

EUCN = """PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
OUT_OF_IT = {"funder", "target"}
STATES = {"state", "supranational-union"}
BODIES_OF_THE_EU = {"eu-institution", "eu-agency", "supranational-union"}
KEEP_APART = {
    *("academy", "association", "network", "ministry", "government", "region", "funding-agency"),
    *("eu-institution", "state", "supranational-union"),
}
WHOLE = {"ClusterPartnership", "Initiative", "Programme", "Project"}
SHARED = {
    *("Project", "Event", "Agreement", "Dialogue", "Initiative", "Programme", "Policy"),
    *("ClusterPartnership", "Organization", "Partner", "Cooperation"),
}


@dataclass
class Numbers:
    """What was found: by actor, by pair, and over all."""

    sides: dict[str, str] = field(default_factory=dict)
    ties: dict[tuple[str, str], float] = field(default_factory=dict)
    settings: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    between: dict[str, float] = field(default_factory=dict)
    cut: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    patterns: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    betweenness: dict[str, float] = field(default_factory=dict)
    constraint: dict[str, float] = field(default_factory=dict)
    effective_size: dict[str, float] = field(default_factory=dict)
    graph: Any = None
    ways: list[tuple[str, str]] = field(default_factory=list)
    """The EU-China pairs that a path joins."""
    links: set[tuple[str, str, str]] = field(default_factory=set)
    tied: int = 0
    through: int = 0
    apart: int = 0


class Plain:
    """A store with answers as pairs of strings, IRIs cut to what follows the last slash or #."""

    def __init__(self, store: Any) -> None:
        self.store = store

    def pairs(self, pattern: str) -> set[tuple[str, str]]:
        rows = self.store.select(EUCN + f"SELECT DISTINCT ?s ?o WHERE {{ {pattern} }}")
        return {(str(row["s"]), str(row["o"])) for row in rows}

    def one(self, pattern: str) -> dict[str, set[str]]:
        held: dict[str, set[str]] = defaultdict(set)
        for s, o in self.pairs(pattern):
            held[s].add(o)
        return held


def end(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def links_of(
    store: Any, apart: frozenset[str] = frozenset()
) -> tuple[set[tuple[str, str, str]], dict[str, set[str]]]:
    """Return (actor, setting, kind) of everything that counts as taking part, and the classes.

    ``apart`` are parts that count for themselves.
    """
    found, classes = sided_links(store, apart)
    return {(who, setting, kind) for who, setting, kind, _ in found}, classes


def sided_links(
    store: Any, apart: frozenset[str] = frozenset()
) -> tuple[set[tuple[str, str, str, str]], dict[str, set[str]]]:
    """Return the same with the side on the day, where the graph has it on the node, else ''."""
    plain = Plain(store)
    classes = {iri: {end(one) for one in found} for iri, found in plain.one("?s a ?o").items()}
    kinds = plain.one("?s eucn:kind/skos:notation ?o")
    role = plain.one("?s eucn:role/skos:notation ?o")
    day = {node: end(next(iter(found))) for node, found in plain.one("?s eucn:side ?o").items()}
    taking: set[tuple[str, str, str, str]] = set()
    everyone: set[str] = set()
    where = plain.one("?s eucn:participationIn ?o")
    for node, who in plain.pairs("?s eucn:participant ?o"):
        everyone.add(who)
        for setting in where.get(node, ()):
            if not role.get(node, set()) & OUT_OF_IT:
                taking.add((who, setting, "deed", day.get(node, "")))
    inside = plain.one("?s eucn:membershipIn ?o")
    for node, who in plain.pairs("?s eucn:member ?o"):
        everyone.add(who)
        for setting in inside.get(node, ()):
            taking |= {(one, setting, "membership", "") for one in (who, setting)}
    for node, who in plain.pairs("?s eucn:cooperatingPartner|eucn:with ?o"):
        everyone.add(who)
        taking.add((who, node, "deed", ""))
    # Who takes part in something that itself acts elsewhere is tied to it.
    for _, setting, kind, _ in tuple(taking):
        kinds_of = classes.get(setting, set())
        acts = setting in everyone and not kinds_of & {"Organization", "Partner"}
        if kind == "deed" and acts and kinds_of & WHOLE:
            taking.add((setting, setting, "deed", ""))
    above = plain.one(
        "?s eucn:subOrganizationOf|eucn:partOf ?o . ?s a eucn:Organization . ?o a eucn:Organization"
    )
    larger = plain.one("?s eucn:superEvent ?o")
    # What may be one event is not two.
    for one, two in plain.pairs("?s eucn:possiblySameAs ?o . ?s a eucn:Event . ?o a eucn:Event"):
        larger.setdefault(max(one, two), set()).add(min(one, two))
    active = everyone | {setting for _, setting, kind, _ in taking if kind == "membership"}
    peopled = set(plain.one("?o eucn:participationIn ?s"))

    def top(iri: str, up: dict[str, set[str]], able: Any) -> str:
        found, ahead = set(), list(up.get(iri, ()))
        while ahead:
            one = ahead.pop()
            if one not in found and one != iri:
                found.add(one)
                ahead += up.get(one, ())
        found = {one for one in found if able(one)}
        tops = {one for one in found if not {o for o in up.get(one, ()) if able(o)}}
        return min(tops or found, default=iri)

    stated = plain.one("?s eucn:side ?o . ?s a eucn:Organization")

    def may_hold(who: str) -> Any:
        """Return which bodies a part may count as: none on another side."""
        own = stated.get(who, set())

        def able(iri: str) -> bool:
            held = stated.get(iri, set())
            beside = not own or not held or bool(own & held)
            return iri in active and beside and not kinds.get(iri, set()) & KEEP_APART

        return able

    # A body of several others is a part of none of them.
    lone = {iri: wholes for iri, wholes in above.items() if len(wholes) == 1}

    rolled = set()
    for who, setting, kind, side in taking:
        if kinds.get(who, set()) & STATES or not classes.get(setting, set()) & SHARED:
            continue
        whole = who if who in apart else top(who, lone, may_hold(who))
        widest = top(setting, larger, peopled.__contains__)
        rolled.add((whole, widest, kind, side))
    return rolled, classes


def sides_of(store: Any, actors: set[str], classes: dict[str, set[str]]) -> dict[str, str]:
    """Return the side of each actor: stated, of its kind, of its members, or of its programme."""
    plain = Plain(store)
    stated = plain.one("?s eucn:side ?o")
    kinds = plain.one("?s eucn:kind/skos:notation ?o")
    members = plain.one("?n eucn:membershipIn ?s ; eucn:member ?o")
    # Who takes part in an initiative is inside it as a member is.
    taking = plain.one(
        "?n eucn:participationIn ?s ; eucn:participant ?o . ?s a eucn:Initiative "
        "MINUS { ?n eucn:role <https://w3id.org/eucn/vocabulary/role/funder> }"
    )
    programme = plain.one(
        "{ ?s eucn:partOf|eucn:fundedUnder ?p } UNION { ?s a eucn:Programme . BIND(?s AS ?p) } "
        "?p a eucn:Programme ; "
        "eucn:partOf*/(eucn:issuedBy|eucn:administeredBy)/eucn:side ?o"
    )

    def own(iri: str) -> str:
        found = {end(one) for one in stated.get(iri, ())} - {"unknown"}
        return "unknown" if not found else found.pop() if len(found) == 1 else "other"

    sides = {}
    for iri in actors:
        side = own(iri)
        if kinds.get(iri, set()) & BODIES_OF_THE_EU:
            side = "eu" if side in ("eu", "unknown") else side
        if side == "unknown" and not classes.get(iri, set()) & {"Organization", "Partner"}:
            inside = {own(one) for one in {*members.get(iri, ()), *taking.get(iri, ())}}
            runs = {end(one) for one in programme.get(iri, ())}
            if len(inside) == 1 and inside != {"unknown"}:
                side = inside.pop()
            elif "eu" in runs and "china" not in runs:
                side = "eu"
        sides[iri] = side
    return sides


def numbers(store: Any, brute: bool = True, apart: frozenset[str] = frozenset()) -> Numbers:
    """Work everything out. Without ``brute`` what walks paths is left out: see ``graph``."""
    links, classes = links_of(store, apart)
    made = Numbers()
    made.sides = sides_of(store, {who for who, *_ in links}, classes)
    in_setting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for who, setting, kind in links:
        in_setting[setting, kind].add(who)
    whole: dict[str, set[str]] = defaultdict(set)
    for who, setting, _ in links:
        whole[setting].add(who)
    for setting, inside in whole.items():
        for pair in combinations(sorted(inside), 2):
            made.ties[pair] = made.ties.get(pair, 0.0) + 1.0 / (len(inside) - 1)
            made.settings.setdefault(pair, set()).add(setting)
    graph: Any = nx.Graph()
    graph.add_nodes_from(made.sides)
    for (_, kind), inside in in_setting.items():
        if kind == "deed":
            graph.add_nodes_from(inside)
            for one, two in combinations(sorted(inside), 2):
                weight = 1.0 / (len(inside) - 1)
                before = graph.get_edge_data(one, two, {"weight": 0.0})["weight"]
                graph.add_edge(one, two, weight=before + weight)
    eu = sorted(iri for iri, side in made.sides.items() if side == "eu")
    china = sorted(iri for iri, side in made.sides.items() if side == "china")
    island = {iri: at for at, found in enumerate(nx.connected_components(graph)) for iri in found}
    ways = [(a, b) for a in eu for b in china if island[a] == island[b]]
    made.tied = sum(graph.has_edge(a, b) for a, b in ways)
    made.through = len(ways) - made.tied
    made.apart = len(eu) * len(china) - len(ways)
    made.graph, made.ways = graph, ways
    made.links = links
    if brute:
        _brute(made, graph, ways)
    return made


def patterns_of(made: Numbers, broker: str) -> dict[tuple[str, ...], int]:
    """Return the open pairs of contacts of one actor, by side."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for one, two in combinations(made.graph[broker], 2):
        ends = sorted((made.sides[one], made.sides[two]))
        if not made.graph.has_edge(one, two) and "unknown" not in ends:
            found[ends[0], made.sides[broker], ends[1]] += 1
    return dict(found)


def between_of(graph: Any, ways: list[tuple[str, str]]) -> dict[str, float]:
    """Return the share of the shortest paths of some pairs through each actor, path by path."""
    by_paths: dict[str, float] = dict.fromkeys(graph, 0.0)
    for a, b in ways:
        paths = list(nx.all_shortest_paths(graph, a, b))
        for path in paths:
            for via in path[1:-1]:
                by_paths[via] += 1.0 / len(paths)
    return by_paths


def _brute(made: Numbers, graph: Any, ways: list[tuple[str, str]]) -> None:
    made.between = between_of(graph, ways)
    for iri in graph:
        rest = graph.copy()
        rest.remove_node(iri)
        lost = {(a, b) for a, b in ways if iri not in (a, b) and not nx.has_path(rest, a, b)}
        if lost:
            made.cut[iri] = lost
    for broker in graph:
        made.patterns[broker] = patterns_of(made, broker)
    made.betweenness = nx.betweenness_centrality(graph)
    made.constraint = nx.constraint(graph, weight="weight")
    made.effective_size = nx.effective_size(graph)


@dataclass
class Joint:
    """The activities of both sides: by country, province and topic ('' where there is none)."""

    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    provinces: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    topics: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    both: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """Of an EU and a Chinese actor, on the sides of the day."""
    country: dict[str, str] = field(default_factory=dict)
    province: dict[str, str] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    above: dict[str, set[str]] = field(default_factory=dict)
    """Each topic with all that are wider."""

    def wide(self, topic: str) -> set[str]:
        """Return the topics above one."""
        return self.above.get(topic, set()) - {topic}


def joint(store: Any) -> Joint:
    """Sort the activities of both sides, from plain queries."""
    made, plain = Joint(), Plain(store)
    links, classes = sided_links(store)
    made.sides = sides = sides_of(store, {who for who, *_ in links}, classes)
    on: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, setting, _, side in links:
        on[setting][side or sides[who]].add(who)
    made.both = {setting for setting, of in on.items() if of["eu"] and of["china"]}
    made.pairs = {
        (eu, china) for one in made.both for eu in on[one]["eu"] for china in on[one]["china"]
    }
    kinds = plain.one("?s eucn:kind/skos:notation ?o")
    seat = plain.one(
        "{ ?s eucn:country ?o } UNION { ?s eucn:locatedIn/eucn:country ?o } "
        "UNION { ?s eucn:locatedIn ?o . ?o a eucn:Country }"
    )
    for who in sides:
        found = {end(one) for one in seat.get(who, ())}
        if len(found) == 1 and not kinds.get(who, set()) & BODIES_OF_THE_EU:
            made.country[who] = found.pop()
    wider = plain.one("?s eucn:partOf|eucn:locatedIn ?o")
    place_kinds = plain.one("?s eucn:kind ?o . FILTER(CONTAINS(STR(?o), '/place-kind/'))")
    chinese = set(
        plain.one(
            "?s eucn:country|eucn:partOf|eucn:locatedIn ?o . FILTER(STRENDS(STR(?o), 'country/cn'))"
        )
    )
    regions = {
        iri
        for iri, of in place_kinds.items()
        if {end(one) for one in of} & {"province", "region", "municipality"} and iri in chinese
    }
    places = plain.one("?s eucn:locatedIn ?o . ?s a eucn:Organization")
    for who in sides:
        ahead, seen = list(places.get(who, ())), set()
        while ahead:
            if (place := ahead.pop()) not in seen:
                seen.add(place)
                ahead += wider.get(place, ())
        if seen & regions:
            made.province[who] = min(seen & regions)
    for one in made.both:
        for side, into, of in (
            ("eu", made.countries, made.country),
            ("other", made.countries, made.country),
            ("china", made.provinces, made.province),
        ):
            for who in on[one][side]:
                into[of.get(who, "")].add(one)
    broader = plain.one("?s skos:broader ?o . FILTER(CONTAINS(STR(?s), '/topic/'))")
    inner = plain.one("?o eucn:superEvent+ ?s")
    about = plain.one("?s eucn:topic|eucn:priorityTopic ?o")
    for topic in set(broader).union(*about.values()):
        wide, ahead = {topic}, [topic]
        while ahead:
            new = broader.get(ahead.pop(), set()) - wide
            wide |= new
            ahead += new
        made.above[topic] = wide
    for one in made.both:
        told = set().union(*(about.get(iri, set()) for iri in {one, *inner.get(one, ())}))
        for topic in set().union(*(made.above[topic] for topic in told)) or {""}:
            made.topics[topic].add(one)
    return made
