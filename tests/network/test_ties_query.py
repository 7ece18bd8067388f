"""``queries/gaps/ties.rq`` returns the ties of the network exactly, whatever the graph is like.

Made-up graphs with all that the rules of a tie speak of: parts of parts, bodies of two parents,
other names, umbrellas, states, funders, memberships, stated cooperation, events within events, two
entries of one event, initiatives that act themselves, projects that no rule on China chose.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from graph.network.measures.analysis import Analysis
from graph.network.model.reading import read
from graph.questions import query
from tests.network.conftest import MiniStore

ID = "https://w3id.org/eucn/id/"
PREFIXES = """@prefix eucn: <https://w3id.org/eucn/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/eucn/id/> .
@prefix v: <https://w3id.org/eucn/vocabulary/> .
"""
KINDS = ("university", "academy", "ministry", "state", "")
ROLES = ("participant", "coordinator", "funder", "target", "")


def graph(seed: int) -> str:
    """Return a small graph in Turtle; the same for the same seed."""
    chance = random.Random(seed)
    lines = [PREFIXES]
    for scheme, names in (("organisation-kind", KINDS), ("role", ROLES)):
        lines += [
            f'<https://w3id.org/eucn/vocabulary/{scheme}/{n}> skos:notation "{n}" .'
            for n in names
            if n
        ]

    lines += [
        f"<https://w3id.org/eucn/vocabulary/organisation-kind/{kind}> eucn:partsAct true ."
        for kind in ("academy", "ministry", "state")
    ]

    def thing(kind: str, number: int) -> str:
        return f"<{ID}{kind}/{kind[0]}{number}>"

    def concept(scheme: str, name: str) -> str:
        return f"<https://w3id.org/eucn/vocabulary/{scheme}/{name}>"

    organisations = [thing("organization", at) for at in range(9)]
    initiative, project, agreement = (thing(k, 0) for k in ("initiative", "project", "agreement"))
    for at, iri in enumerate(organisations):
        lines.append(f"{iri} a eucn:Organization , eucn:Partner .")
        if kind := chance.choice(KINDS):
            lines.append(f"{iri} eucn:kind {concept('organisation-kind', kind)} .")
        if side := chance.choice(["eu", "china", "eu", ""]):
            lines.append(f"{iri} eucn:side {concept('side', side)} .")
        # A part of one body, seldom of two; wholes have lower numbers, so that there is no circle.
        # The last is a mere name, which is a part of nothing.
        many = min(at, chance.choice([0, 0, 1, 1, 2])) if at < 8 else 0
        for whole in chance.sample(organisations[:at], many):
            how = ("subOrganizationOf", "partOf")[(seed + at) % 2]
            lines.append(f"{iri} eucn:{how} {whole} .")
    if chance.random() < 0.5:
        two = [organisations[8], organisations[chance.randrange(8)]]
        lines.append(" eucn:identicalTo ".join(chance.sample(two, 2)) + " .")
        node = thing("participation", 99)
        lines.append(f"{node} eucn:participationIn {agreement} ; eucn:participant {two[1]} .")
    events, twin = [thing("event", at) for at in range(4)], thing("event", 9)
    lines += [f"{iri} a eucn:Event ." for iri in [*events, twin]]
    lines += [f"{initiative} a eucn:Initiative .", f"{project} a eucn:Project ."]
    lines.append(f"{agreement} a eucn:Agreement .")
    if chance.random() < 0.3:
        lines.append(f"{project} eucn:selectedBy {concept('selection-rule', 'all')} .")
    for at, iri in enumerate(events[1:], 1):
        if chance.random() < 0.5:
            lines.append(f"{iri} eucn:superEvent {events[chance.randrange(at)]} .")
    if chance.random() < 0.4:
        # The derived graph has both directions. An event is never the same as one within it.
        lines.append(f"{twin} eucn:possiblySameAs {events[0]} .")
        lines.append(f"{events[0]} eucn:possiblySameAs {twin} .")
    settings = [*events, twin, initiative, project, agreement]
    for at in range(chance.randint(6, 14)):
        node = thing("participation", at)
        who = chance.choice([*organisations, *organisations, initiative])
        what = chance.choice(settings)
        if who == what:
            continue
        lines.append(f"{node} eucn:participationIn {what} ; eucn:participant {who} .")
        if role := chance.choice(ROLES):
            lines.append(f"{node} eucn:role {concept('role', role)} .")
    for at in range(chance.randint(0, 3)):
        node = thing("membership", at)
        whole, member = chance.sample(organisations, 2)
        lines.append(f"{node} eucn:membershipIn {whole} ; eucn:member {member} .")
    if chance.random() < 0.6:
        node, (one, two) = thing("cooperation", 0), chance.sample(organisations, 2)
        lines.append(
            f"{node} a eucn:Cooperation ; eucn:cooperatingPartner {one} ; eucn:with {two} ."
        )
    return "\n".join(lines)


# Another name on another side than its body; a body of unknown side between two on different sides.
TELLING = (169, 353, 494, 817)


@pytest.mark.parametrize("seeds", [range(20), range(20, 40), range(40, 60), TELLING])
def test_the_query_returns_the_ties(seeds: Iterable[int]) -> None:
    for seed in seeds:
        store = MiniStore(graph(seed))
        ties = Analysis(read(store), runs=0).ties
        found = {(tie.a, tie.b, iri) for tie in ties for iri in tie.settings}
        rows = store.select(query("gaps/ties"))
        asked = {(str(row["one"]), str(row["two"]), str(row["setting"])) for row in rows}
        assert asked == found, seed
