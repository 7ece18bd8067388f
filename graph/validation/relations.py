"""Participations, sides and seats: what is said twice, or of the wrong kind of thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph import iris
from graph.iris import EUCN
from graph.validation.declared import Declared
from graph.validation.finding import Finding
from graph.validation.messages import finding
from graph.validation.statements import Statements

ROLE = str(iris.VOCABULARY) + "role/"
PERSON = str(EUCN.Person)


def check_participations(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield who takes part in what: persons as coordinators, roles of other nodes, doubles."""
    roles: dict[str, set[str]] = defaultdict(set)
    for node, role in statements.links(str(EUCN.role)):
        roles[node].add(role)
    participants = dict(statements.links(str(EUCN.participant)))
    things = dict(statements.links(str(EUCN.participationIn)))
    for node in sorted(participants):
        who = participants[node]
        if ROLE + "coordinator" in roles[node] and PERSON in statements.types.get(who, ()):
            yield finding("person-as-coordinator", node, "participant", who)
    for node in sorted(roles):
        classes = statements.types.get(node, set())
        above = set().union(*(declared.above.get(c, {c}) for c in classes))
        for role in sorted(roles[node]):
            expected = declared.used_on.get(role)
            if expected and above and not above & expected:
                names = ", ".join(sorted(map(iris.short, expected)))
                yield finding("role-of-another-class", node, "role", role, expected=names)
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for node, thing in things.items():
        if node in participants:
            begun = [str(v) for v in statements.values(node, str(EUCN.startDate))]
            key = (thing, participants[node], *sorted(roles[node]), *sorted(begun))
            same[key].append(node)
    for key, nodes in sorted(same.items()):
        if len(nodes) > 1:
            first, *others = sorted(nodes)
            told = ", ".join(map(iris.short, others[:3]))
            yield finding("participation-twice", first, "participant", key[1], others=told)


def check_sides(statements: Statements) -> Iterator[Finding]:
    """Partners on two sides, because documents disagree about their seat."""
    sides: dict[str, set[str]] = defaultdict(set)
    for subject, side in statements.links(str(EUCN.side)):
        sides[subject].add(side)
    for subject, found in sorted(sides.items()):
        if len(found) > 1:
            told = ", ".join(sorted(side.rpartition("/")[2] for side in found))
            yield finding("two-sides", subject, "side", sides=told)


def check_countries(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Organisations in two countries: who counts them by country would count them twice."""
    countries: dict[str, set[str]] = defaultdict(set)
    for subject, country in statements.links(str(EUCN.country)):
        countries[subject].add(country)
    for subject, found in sorted(countries.items()):
        if len(found) > 1 and _is_organisation(subject, statements, declared):
            told = ", ".join(sorted(country.rpartition("/")[2] for country in found))
            yield finding("two-countries", subject, "country", countries=told)


def _is_organisation(thing: str, statements: Statements, declared: Declared) -> bool:
    classes = statements.types.get(thing, ())
    return any(str(EUCN.Organization) in declared.above.get(one, {one}) for one in classes)
