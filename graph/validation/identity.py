"""Identities and identifiers: what is said to be one thing, and old things in use."""

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

_PAGE = re.compile(
    r"https?://(www\.wikidata\.org/wiki/|[a-z-]+\.(m\.)?wikipedia\.org/|dbpedia\.org/page/)"
)
"""Addresses of pages about a thing, which stand for the page and not for the thing."""


def check_identity(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """owl:sameAs within the graph, of a page, and one outside thing for two of ours."""
    owners: dict[str, set[str]] = defaultdict(set)
    for subject, other in statements.links(str(OWL.sameAs)):
        if subject == other:
            continue  # told as a thing in relation to itself
        if _PAGE.match(other):
            yield finding("same-as-page", subject, "owl:sameAs", other)
        elif other.startswith(iris.BASE):
            yield finding("same-as-inside", subject, "owl:sameAs", other)
        else:
            owners[other].add(subject)
    for other, ours in sorted(owners.items()):
        if len(ours) > 1:
            first, *rest = sorted(ours)
            told = ", ".join(map(iris.short, rest))
            yield finding("same-as-shared", first, "owl:sameAs", other, others=told)

    yield from _of_two_classes(statements, declared)


def _of_two_classes(statements: Statements, declared: Declared) -> Iterator[Finding]:
    """Yield what is said to be one thing and is of two classes that exclude each other."""
    said = [
        (subject, subject, prop, other)
        for prop in (str(EUCN.identicalTo), str(EUCN.possiblySameAs), str(DCTERMS.isReplacedBy))
        for subject, other in statements.links(prop)
    ]
    ends = dict(statements.links(str(EUCN.right)))
    same = dict(statements.links(str(EUCN.relation)))
    said += [
        (node, subject, str(EUCN.right), ends[node])
        for node, subject in statements.links(str(EUCN.left))
        if node in ends and same.get(node, "").endswith("/same")
    ]
    for focus, subject, prop, other in said:
        one, two = (
            set().union(*(declared.above.get(c, {c}) for c in statements.types.get(thing, ())))
            for thing in (subject, other)
        )
        if any(frozenset((a, b)) in declared.disjoint for a in one for b in two):
            yield finding("one-of-two-classes", focus, prop, other)


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
    "rcn": r"\d{1,7}",
    "rcn-organisation": r"\d{1,7}",
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
        scheme = schemes.get(node, "")
        rule = identifier_fault(node, scheme, getattr(value, "value", ""))
        if rule:
            details = {"scheme": scheme} if rule == "identifier-form" else {}
            yield finding(rule, node, "skos:notation", value, graph=graph, **details)
    owners: dict[str, set[str]] = defaultdict(set)
    for thing, node in statements.links(str(EUCN.identifier)):
        owners[node].add(thing)
    for node, things in sorted(owners.items()):
        if len(things) > 1:
            first, *rest = sorted(things)
            told = ", ".join(map(iris.short, rest[:3]))
            yield finding("identifier-shared", first, "identifier", node, others=told)


def identifier_fault(node: str, scheme: str, notation: str) -> str:
    """Return the rule that a notation breaks, or the IRI of its node; empty if none."""
    form, check = FORMS.get(scheme), CHECKS.get(scheme)
    if (form and not re.fullmatch(form, notation, re.ASCII)) or (check and not check(notation)):
        return "identifier-form"
    ours = scheme and node.startswith(_NODE)
    return "identifier-iri" if ours and node != str(iris.identifier_node(scheme, notation)) else ""


def _isni(digits: str) -> bool:
    """Return the check character of ISO 27729 (ISO 7064, mod 11-2)."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return digits[-1] == ("X" if rest == 10 else str(rest))


_ROR = "0123456789abcdefghjkmnpqrstvwxyz"


def _ror(notation: str) -> bool:
    """Return the two check digits of ROR (ISO 7064, mod 97-10, over base 32 without i, l, o, u)."""
    name = notation.rpartition("/")[2]
    number = 0
    for sign in name[1:7]:
        number = number * 32 + _ROR.index(sign)
    return int(name[7:]) == 98 - number * 100 % 97


CHECKS = {"isni": _isni, "ror": _ror}
_NODE = str(iris.ID) + "identifier/"
