"""What two things of a register have in common, so that one of them need be checked.

A register says of a hundred thousand participations the same with other values, and no rule tells
them apart: it reads of which class a value is, whether a text is one, which of two days is the
earlier, and not which day that is. That is the *form* of a thing. Where a check finds nothing
about a thing, it finds nothing about another of its form.

What a value is generalised to, and of which properties, stands below; all else is part of a form
as it is. Whatever is out of the ordinary has no form, and is checked itself: a property that is
not below, a value that is not as expected, an IRI that has another shape, a thing that documents
tell of. So does a property that a shape asks something of which a form does not tell
(``_TOLD``). The rules that compare things with each other are asked apart
(``register_checks``).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import pyoxigraph
from rdflib import RDF, RDFS, SH, SKOS, XSD

from graph.iris import EUCN
from graph.validation.identity import identifier_fault
from graph.validation.names import NEAR
from graph.validation.texts import fault_of

Said = list[tuple[bytes, bytes]]
"""Property of each line, and what follows it but for the newline."""
Form = frozenset[int]

_EURIO, _SCHEMA = "http://data.europa.eu/s66#", "https://schema.org/"
_EXACT = {
    *(RDF.type, EUCN.side, EUCN.kind, EUCN.status, EUCN.currentStatus, EUCN.role, EUCN.scheme),
    *(EUCN.dataset, EUCN.file, EUCN.fundedUnder, EUCN.sme, EUCN.endedEarly, EUCN.notStated),
    *(EUCN.selectedBy, _EURIO + "roleLabel"),
}
"""Few values: they are part of a form as they are."""
_TEXTS = {
    *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, RDFS.label),
    *(EUCN.name, EUCN.acronym),
    *(EUCN.anyName, EUCN.grantNumber, EUCN.rowKey, EUCN.town, EUCN.webDomain, EUCN.webAddress),
    *(_SCHEMA + "name", _SCHEMA + "alternateName"),
    *(_EURIO + name for name in ("legalName", "title", "identifier", "shortName")),
}
"""Of a text: whether a rule finds fault with it, its datatype or language, and which others of the
thing are the same."""
_DATES = {
    *(EUCN.startDate, EUCN.endDate, EUCN.signatureDate, EUCN.earliestStart, EUCN.latestStart),
    *(EUCN.earliestEnd, EUCN.latestEnd, EUCN.newSince, EUCN.changedSince, EUCN.goneSince),
    *(_SCHEMA + "startDate", _SCHEMA + "endDate", _EURIO + "startDate", _EURIO + "endDate"),
}
"""Of a day: its place among the days of the thing."""
_MONEY = {EUCN.euContribution, EUCN.netEuContribution, EUCN.totalCost}
"""Of an amount: whether it is nothing, and its place among the amounts of the thing."""
_NUMBERS = {EUCN.latitude: (-90, 90), EUCN.longitude: (-180, 180), EUCN.order: (1, 10**6)}
"""Of a number: that it is between these."""
_LINKS = {
    *(EUCN.participant, EUCN.participationIn, EUCN.participation, EUCN.projectParticipation),
    *(EUCN.projectParticipant, EUCN.partner, EUCN.partnerIn, EUCN.coordinator, EUCN.coordinates),
    *(EUCN.statedInRow, EUCN.identifier, EUCN.country, EUCN.locatedIn, EUCN.registeredCountry),
    EUCN.registeredKind,
    *(EUCN.topic, EUCN.callTopic, EUCN.call, EUCN.programmePart, EUCN.fieldOfScience),
    *(EUCN.fundingScheme, EUCN.mappedBy),
    *(_EURIO + name for name in ("hasInvolvedParty", "isRoleOf", "isInvolvedIn", "hasRole")),
}
"""Of a link: what kind of IRI it is, of which classes the thing is, and whether it is the first."""
_PAGES = {EUCN.officialPage, EUCN.nutsRegion, _SCHEMA + "sameAs"}
"""Of an address outside: that it is one."""

_SUBJECT = re.compile(
    rb"<https://w3id\.org/eucn/id/(participation|row|organization|project|identifier)"
    rb"/[a-z0-9][a-z0-9-]*>"
)
_GRAPH = rb" (<https://w3id\.org/eucn/graph/[a-z0-9/-]+>) \."
_LINK = re.compile(
    rb"(<https://w3id\.org/eucn/(id/[a-z-]+|vocabulary/[a-z-]+)/[a-z0-9][a-z0-9-]*>)" + _GRAPH
)
_PAGE = re.compile(rb"(<https?://[A-Za-z0-9][A-Za-z0-9._~/?=&:+-]*>)" + _GRAPH)
_TEXT = re.compile(
    rb'"([^"\\\x00-\x1f\x7f]*)"((?:@[A-Za-z0-9-]+|\^\^<http://www\.w3\.org/[A-Za-z0-9/#]+>)?)'
    + _GRAPH
)
_DAY = re.compile(rb"((?:19|20)\d\d-\d\d-\d\d)")
_YEAR = re.compile(rb"(?:1\d|20)\d\d")
_AMOUNT = re.compile(rb"(?:0|[1-9]\d{0,11})(?:\.\d{0,2}[1-9])?")
_NUMBER = re.compile(rb"-?\d{1,6}(?:\.\d+)?")
_DATE_TYPE, _YEAR_TYPE = (f"^^<{XSD[name]}>".encode() for name in ("date", "gYear"))
_DECIMAL, _INTEGER = (f"^^<{XSD[name]}>".encode() for name in ("decimal", "integer"))

_TOLD: dict[str, set[str]] = {
    "text": {"datatype", "pattern", "minLength", "uniqueLang", "disjoint", "minCount", "maxCount"},
    "date": {"datatype", "lessThan", "lessThanOrEquals", "minCount", "maxCount"},
    "money": {"datatype", "minInclusive", "minCount", "maxCount"},
    "number": {"datatype", "minInclusive", "maxInclusive", "minCount", "maxCount"},
    "link": {"nodeKind", "class", "pattern", "minCount", "maxCount"},
    "page": {"nodeKind", "minCount", "maxCount"},
    "exact": {
        *("datatype", "nodeKind", "class", "pattern", "minCount", "maxCount", "in", "hasValue"),
    },
}
"""What a shape may ask of a value, given what a form tells of it."""
_COMPARED = {"disjoint", "lessThan", "lessThanOrEquals"}
"""What is asked of two properties; a form tells it of those that are generalised alike."""
_SHARE, _IN = f"<{EUCN.euContribution}>".encode(), f"<{EUCN.participationIn}>".encode()
_SCHEME, _NOTATION = f"<{EUCN.scheme}>".encode(), f"<{SKOS.notation}>".encode()
_ORDER, _TYPE = f"<{EUCN.order}>".encode(), f"<{RDF.type}>".encode()
_BOUNDS = {f"<{name}>".encode(): bounds for name, bounds in _NUMBERS.items()}
_OURS = b"w3id.org/eucn"
_ASIDE = {"path", "severity", "message", "targetClass", "targetSubjectsOf", "or", "inversePath"}
_ASIDE |= {"alternativePath"}


def is_odd(text: bytes) -> bool:
    """Return whether N-Quads have what rules read wherever it stands: then nothing has a form."""
    return _DEPRECATED in text or any(mark in text for mark in NEAR)


_DEPRECATED = b"owl#deprecated>"


class Forms:
    """Tells the forms of things.

    ``kinds`` are the classes of things by IRI, ``told`` the things that documents tell of,
    ``witnesses`` by property the things that are a value of it, ``wholes`` by project the lines on
    its money; ``terms`` are the ontology and the vocabularies as N-Triples.
    """

    def __init__(
        self,
        shapes: Iterable[Path],
        terms: bytes,
        kinds: Mapping[bytes, tuple[bytes, ...]],
        told: Mapping[bytes, object],
        witnesses: Mapping[bytes, Mapping[bytes, bytes]],
        wholes: Mapping[bytes, list[bytes]],
    ) -> None:
        self._kinds, self._told = kinds, told
        self._named = list(witnesses.items())
        self._of_terms = _classes(terms)
        self._least = {project: _least_contribution(lines) for project, lines in wholes.items()}
        self._numbers: dict[object, int] = {}
        hows: dict[str, Callable[..., bool]] = {
            "text": self._text,
            "date": self._date,
            "money": self._money,
            "number": self._number,
            "link": self._link,
            "page": self._page,
        }
        asked, self._patterns = _asked(shapes)
        generalised = _generalised(asked)
        self._how = {f"<{name}>".encode(): hows.get(how) for name, how in generalised.items()}

    def of(self, subject: bytes, said: Said) -> Form | None:
        """Return the form of a thing, given all lines about it; None where it has none."""
        match = _SUBJECT.fullmatch(subject)
        if match is None or subject in self._told:
            return None
        thing = _Thing(subject)
        number, found = self._numbers.setdefault, thing.found
        found.add(number(match[1], len(self._numbers)))
        for predicate, rest in said:
            try:
                how = self._how[predicate]
            except KeyError:
                return None
            if how is None:
                found.add(number((predicate, rest), len(self._numbers)))
                if predicate == _SCHEME:
                    thing.schemes.add(rest.rpartition(b"> <")[0].rpartition(b"/")[2].decode())
            elif not how(thing, predicate, rest):
                return None
        if not self._compared(thing) or not _identifies(thing):
            return None
        for predicate, values in self._named:
            if subject in values:
                found.add(number((b"named", predicate), len(self._numbers)))
        return frozenset(found)

    def _add(self, thing: _Thing, *token: object) -> bool:
        thing.found.add(self._numbers.setdefault(token, len(self._numbers)))
        return True

    def _text(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _TEXT.fullmatch(rest)
        if match is None:
            return False
        text, end, graph = match.groups()
        plain, name = text.decode(), predicate[1:-1].decode()
        if fault_of(name, plain, end[1:].decode() if end[:1] == b"@" else None):
            return False
        same = thing.texts.setdefault((text, end), len(thing.texts))
        fits = tuple(one.search(plain) is not None for one in self._patterns.get(predicate, ()))
        if predicate == _NOTATION:
            thing.notations.add(plain)
        return self._add(thing, predicate, end, graph, same, not text, fits)

    def _date(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _TEXT.fullmatch(rest)
        if match is None:
            return False
        text, end, graph = match.groups()
        if end == _YEAR_TYPE and _YEAR.fullmatch(text):
            thing.years += 1
            return self._add(thing, predicate, end, graph, text < b"1900")
        if end != _DATE_TYPE or not _DAY.fullmatch(text):
            return False
        try:
            date.fromisoformat(text.decode())
        except ValueError:
            return False
        thing.days.append((text, predicate, graph))
        return True

    def _money(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _TEXT.fullmatch(rest)
        if match is None or match[2] != _DECIMAL or not _AMOUNT.fullmatch(match[1]):
            return False
        thing.amounts.append((float(match[1]), match[1], predicate, match[3]))
        return True

    def _number(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _TEXT.fullmatch(rest)
        if match is None or not _NUMBER.fullmatch(match[1]):
            return False
        text, end, graph = match.groups()
        if end != (_INTEGER if predicate == _ORDER else _DECIMAL):
            return False
        if predicate == _ORDER and b"." in text:
            return False
        low, high = _BOUNDS[predicate]
        if not low <= float(text) <= high:
            return False
        return self._add(thing, predicate, end, graph, thing.is_first(predicate, text))

    def _link(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _LINK.fullmatch(rest)
        if match is None:
            return False
        value, segment, graph = match.groups()
        if value == thing.subject:
            return False
        kinds: object = self._kinds.get(value) or self._of_terms.get(value)
        if value in self._told:
            kinds = value
        elif predicate == _IN:
            thing.wholes.append(value)
        first = thing.is_first(predicate, value)
        return self._add(thing, predicate, segment, graph, kinds, first)

    def _page(self, thing: _Thing, predicate: bytes, rest: bytes) -> bool:
        match = _PAGE.fullmatch(rest)
        if match is None or _OURS in match[1]:
            return False
        value, graph = match.groups()
        first = thing.is_first(predicate, value)
        return self._add(thing, predicate, graph, self._kinds.get(value), first)

    def _compared(self, thing: _Thing) -> bool:
        """Add the order of days and amounts; return whether the thing fits into what it is in."""
        if thing.days:
            if thing.years or thing.wholes:
                return False
            places = {day: n for n, day in enumerate(sorted({one[0] for one in thing.days}))}
            for day, predicate, graph in thing.days:
                self._add(thing, predicate, graph, places[day])
        if thing.years > 1:
            return False
        if thing.amounts:
            texts = {number: text for number, text, _, _ in thing.amounts}
            places_of = {number: n for n, number in enumerate(sorted(texts))}
            for number, text, predicate, graph in thing.amounts:
                if texts[number] != text:
                    return False
                self._add(thing, predicate, graph, number == 0, places_of[number])
            if thing.wholes:
                shares = [one[0] for one in thing.amounts if one[2] == _SHARE]
                least = min(self._least.get(one, math.inf) for one in thing.wholes)
                return max(shares, default=0) <= least
        return True


class _Thing:
    """What was read of a thing so far."""

    __slots__ = (
        *("subject", "found", "texts", "days", "years", "amounts", "wholes", "firsts"),
        *("schemes", "notations"),
    )

    def __init__(self, subject: bytes) -> None:
        self.subject = subject
        self.found: set[int] = set()
        self.texts: dict[tuple[bytes, bytes], int] = {}
        self.days: list[tuple[bytes, bytes, bytes]] = []
        self.years = 0
        self.amounts: list[tuple[float, bytes, bytes, bytes]] = []
        self.wholes: list[bytes] = []
        self.schemes: set[str] = set()
        self.notations: set[str] = set()
        self.firsts: dict[bytes, bytes] = {}

    def is_first(self, predicate: bytes, value: bytes) -> bool:
        """Return whether no other value of the property was read before."""
        return self.firsts.setdefault(predicate, value) == value


def _identifies(thing: _Thing) -> bool:
    """Return whether notation and IRI of an identifier are of its scheme."""
    if len(thing.schemes) > 1 or len(thing.notations) > 1:
        return False
    subject = thing.subject[1:-1].decode()
    return not any(
        identifier_fault(subject, scheme, notation)
        for scheme in thing.schemes
        for notation in thing.notations
    )


def _classes(terms: bytes) -> dict[bytes, tuple[bytes, ...]]:
    """Return the classes of each term, given N-Triples."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for line in terms.split(b"\n"):
        subject, _, rest = line.partition(b" ")
        if rest.startswith(_TYPE):
            found[subject].append(rest[len(_TYPE) + 1 : -2])
    return {term: tuple(sorted(classes)) for term, classes in found.items()}


def _least_contribution(lines: Iterable[bytes]) -> float:
    """Return the least amount of more than nothing that a project gets by any graph."""
    least = math.inf
    for line in lines:
        _, predicate, rest = line.split(b" ", 2)
        if predicate == _SHARE:
            match = _TEXT.fullmatch(rest.rstrip())
            if match is None or not _AMOUNT.fullmatch(match[1]):
                return 0.0  # whatever is in it is checked itself
            least = min(least, float(match[1]) or math.inf)
    return least


_Asked = dict[str, list[tuple[str, str]]]
"""By property what shapes ask of its values, and the number or the other property they compare."""


def _asked(shapes: Iterable[Path]) -> tuple[_Asked, dict[bytes, list[re.Pattern[str]]]]:
    """Read some files of shapes; the patterns come compiled, too."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in shapes:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            name = quad.predicate.value
            said[_key(quad.subject, path)].append((name, _key(quad.object, path)))

    def walk(node: str) -> list[tuple[str, str]]:
        """Return all that is said of a node and of the blank nodes below it."""
        found = list(said.get(node, ()))
        return found + [more for _, value in found if value[:2] == "_:" for more in walk(value)]

    asked: _Asked = defaultdict(list)
    patterns: dict[bytes, list[re.Pattern[str]]] = defaultdict(list)
    for shape in list(said):
        way = dict(said[shape]).get(str(SH.path))
        if way is None:
            continue
        read = {value for _, value in walk(way) if _is_property(value)} or {way}
        for name, value in walk(shape):
            component = name.removeprefix(str(SH))
            if component == name or component in _ASIDE:
                continue
            for prop in read:
                asked[prop].append((component, value))
                if component == "pattern":
                    patterns[f"<{prop}>".encode()].append(re.compile(value))
    return asked, patterns


def _key(term: object, path: Path) -> str:
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{path.name}-{term.value}"
    return str(getattr(term, "value", term))


def _is_property(value: str) -> bool:
    return value[:2] != "_:" and not value.startswith((str(SH), str(RDF)))


def _generalised(asked: _Asked) -> dict[str, str]:
    """Return how values are generalised by property, but where a shape asks for more."""
    hows: dict[str, Collection[object]] = {
        "exact": _EXACT,
        "text": _TEXTS,
        "date": _DATES,
        "money": _MONEY,
        "number": _NUMBERS.keys(),
        "link": _LINKS,
        "page": _PAGES,
    }
    known = {str(name): how for how, names in hows.items() for name in names}
    return {
        name: how
        for name, how in known.items()
        if all(_is_told(known, name, *one) for one in asked.get(name, ()))
    }


def _is_told(known: Mapping[str, str], name: str, component: str, value: str) -> bool:
    """Return whether a form tells what a shape asks of the values of a property."""
    how = known[name]
    if component not in _TOLD[how]:
        return False
    if component in _COMPARED:
        return known.get(value) == how
    if component.endswith("Count"):
        return int(value) <= 1
    if component == "minLength":
        return int(value) <= 1
    if component == "pattern" and how == "link":
        return value.endswith("/")  # the kind of IRI tells it
    if component.endswith("Inclusive"):
        low, high = next((b for one, b in _NUMBERS.items() if str(one) == name), (0, math.inf))
        return float(value) <= low if component.startswith("min") else float(value) >= high
    return True
