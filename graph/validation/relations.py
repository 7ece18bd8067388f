"""Participations, identities, identifiers: what is said twice, of the wrong or an old thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph
from rdflib import OWL, SKOS
from rdflib.namespace import DCTERMS

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


def check_identity(statements: Statements) -> Iterator[Finding]:
    """owl:sameAs within the graph, and one outside thing for two of ours."""
    owners: dict[str, set[str]] = defaultdict(set)
    for subject, other in statements.links(str(OWL.sameAs)):
        if subject == other:
            continue  # told as a thing in relation to itself
        if other.startswith((str(iris.ID), str(iris.DOCUMENT))):
            yield finding("same-as-inside", subject, "owl:sameAs", other)
        else:
            owners[other].add(subject)
    for other, ours in sorted(owners.items()):
        if len(ours) > 1:
            first, *rest = sorted(ours)
            told = ", ".join(map(iris.short, rest))
            yield finding("same-as-shared", first, "owl:sameAs", other, others=told)


def check_deprecated(statements: Statements) -> Iterator[Finding]:
    """Deprecated things that are still used, and replacements that are none."""
    old = {subject for subject, value, _ in statements.pairs(str(OWL.deprecated)) if _true(value)}
    replaced: dict[str, set[str]] = defaultdict(set)
    for subject, new in statements.links(str(DCTERMS.isReplacedBy)):
        replaced[subject].add(new)
    for subject in sorted(old):
        if subject.startswith(str(iris.ID)) and not replaced[subject]:
            yield finding("deprecated-without-new", subject, "owl:deprecated")
    for subject, news in sorted(replaced.items()):
        for new in sorted(news):
            if new.startswith(str(iris.ID)) and not _described(statements, new):
                yield finding("replaced-by-nothing", subject, "dct:isReplacedBy", new)
    about = {str(OWL.deprecated), str(DCTERMS.isReplacedBy), str(EUCN.identicalTo)}
    about |= {"http://www.w3.org/1999/02/22-rdf-syntax-ns#object", str(DCTERMS.replaces)}
    for term in sorted(old):
        node = pyoxigraph.NamedNode(term)
        for quad in statements.store.quads_for_pattern(None, None, node, None):
            if quad.predicate.value not in about:
                graph = getattr(quad.graph_name, "value", "")
                yield finding("deprecated-used", quad.subject, quad.predicate, node, graph=graph)


def _true(term: object) -> bool:
    return isinstance(term, pyoxigraph.Literal) and term.value in ("true", "1")


def _described(statements: Statements, iri: str) -> bool:
    node = pyoxigraph.NamedNode(iri)
    return any(True for _ in statements.store.quads_for_pattern(node, None, None, None))


FORMS: dict[str, str] = {
    "pic": r"\d{9}",
    "rcn": r"\d{4,7}",
    "ror": r"(https://ror\.org/)?0[a-hj-km-np-tv-z0-9]{6}\d\d",
    "doi": r"10\.\d{4,9}/\S+",
    "celex": r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}\S*",
    "wikidata": r"Q[1-9]\d*",
    "isni": r"\d{15}[\dX]",
    "grid": r"grid\.\d+\.[0-9a-f]+",
}
"""What a notation of a scheme of identifiers looks like; ISNI without blanks."""


def check_identifiers(statements: Statements) -> Iterator[Finding]:
    """Identifiers that cannot be of their scheme, and one identifier for two things."""
    schemes = {node: s.rpartition("/")[2] for node, s in statements.links(str(EUCN.scheme))}
    for node, value, graph in statements.pairs(str(SKOS.notation)):
        form = FORMS.get(schemes.get(node, ""))
        text = getattr(value, "value", "")
        if form and not re.fullmatch(form, text):
            scheme = schemes[node]
            yield finding(
                "identifier-form", node, "skos:notation", value, graph=graph, scheme=scheme
            )
        elif schemes.get(node) == "isni" and not _isni(text):
            yield finding(
                "identifier-form", node, "skos:notation", value, graph=graph, scheme="isni"
            )
    owners: dict[str, set[str]] = defaultdict(set)
    for thing, node in statements.links(str(EUCN.identifier)):
        owners[node].add(thing)
    for node, things in sorted(owners.items()):
        if len(things) > 1:
            first, *rest = sorted(things)
            told = ", ".join(map(iris.short, rest[:3]))
            yield finding("identifier-shared", first, "identifier", node, others=told)


def _isni(digits: str) -> bool:
    """Return the check character of ISO 27729 (ISO 7064, mod 11-2)."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return digits[-1] == ("X" if rest == 10 else str(rest))
