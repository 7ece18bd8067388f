"""Lines of a page: a subject, and what is said of it, with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from flask_babel import gettext as _
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from graph.catalogue import Entry
from graph.catalogue.entity import Dossier, Evidence, Relation, Statement
from graph.iris import EUCN
from graph.languages import base_language
from graph.network.model.reading import Network
from server.i18n import language
from server.site import show
from server.site.data import BuildData
from server.site.doubled import doubled, said_doubled
from server.site.entity.order import (
    FAR_END,
    MONEY,
    MOST_INCOMING,
    NAMED_BY,
    SECTIONS,
    TOLD_FIRST,
)


@dataclass(slots=True)
class Part:
    """What a line says beside its subject: pairs of a label (may be empty) and a value."""

    details: list[tuple[str, Identifier]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    node: str = ""


@dataclass(slots=True)
class Line:
    """One line of a section: a subject, and what is said of it, part by part."""

    subject: Identifier | None
    parts: list[Part]
    side: str = ""

    @property
    def first_date(self) -> str:
        """Return the earliest date on the line, for its place in the order; ``9`` without one."""
        dates = [
            str(value)
            for part in self.parts
            for label, value in part.details
            if label and str(value)[:4].isdigit()
        ]
        return min(dates, default="9")


@dataclass(slots=True)
class Section:
    """A heading with its lines; ``more`` lines are not shown."""

    key: str
    title: object
    lines: list[Line]
    more: int = 0
    note: str = ""
    """What has to be known of the number of lines."""
    once: int | None = None
    """How many they are, where some are of one under several names."""

    @property
    def count(self) -> int:
        """Return how many it tells of, each once."""
        return len(self.lines) if self.once is None else self.once


def key_label(key: str) -> str:
    """Return the name of a property, given as a local name or an IRI."""
    return show.plain_name(key if key.startswith("http") else str(EUCN) + key)


def _line(relation: Relation, build: BuildData) -> Line:
    """Tell a relation from the end where the reader is."""
    far = FAR_END.get((relation.link, relation.inverse))
    subject = relation.first(far) if far else None
    part = Part([], relation.evidence, relation.node)
    line = Line(subject, [part])
    skip = {far, "participationIn", "membershipIn", "cooperatingPartner", "postAt", "actionOf"}
    skip |= {"figureOf", "outcomeOf", "amountOf", "participant", "member", "holder", "with"}
    if relation.link in ("figure", "outcome"):
        summary = relation.first("summary") or relation.first("name")
        line.subject = URIRef(relation.node)
        skip |= {"summary", "name", "about"}
        if summary is None:
            skip.add("kind")
    if (value := relation.first("value")) is not None and relation.link == "figure":
        unit, qualifier = (str(relation.first(key) or "") for key in ("unit", "qualifier"))
        part.details.append(("", Literal(show.quantity(value, unit, qualifier))))
        skip |= {"value", "unit", "qualifier"}
    order = TOLD_FIRST
    keys = [key for key in order if key in relation.statements]
    keys += [key for key in sorted(relation.statements) if key not in order]
    for key in keys:
        if key in skip or key.startswith("http") or key in MONEY:
            continue
        label = "" if key in ("role", "kind", "value", "unit", "qualifier") else key_label(key)
        if key == "locatedIn":
            # What is told here happened; it does not lie anywhere.
            label = _("Place")
        part.details += [(label, one.object) for one in relation.statements[key]]
    part.details += _amounts(relation)
    if isinstance(line.subject, URIRef):
        other = build.catalogue.entries.get(str(line.subject))
        line.side = show.side_class(other.sides) if other and other.sides else ""
    return line


def _amounts(relation: Relation) -> list[tuple[str, Identifier]]:
    """Return the money of a relation, equal amounts together."""
    held: dict[str, list[str]] = {}
    for key in MONEY:
        for one in relation.statements.get(key, ()):
            held.setdefault(show.money(str(one.object)), []).append(key_label(key))
    own = "participant" in relation.statements
    found: list[tuple[str, Identifier]] = []
    for amount, names in held.items():
        label = " / ".join(names)
        # On a line of a project's or partner's page one would take it for the whole project's.
        found.append((_("own share, %(what)s", what=label) if own else label, Literal(amount)))
    return found


def _sort_key(line: Line) -> tuple[str, str]:
    name = show.plain_name(str(line.subject)) if isinstance(line.subject, URIRef) else ""
    return (line.first_date, name.casefold())


_ROLES_FIRST = ("coordinator", "lead", "organiser", "co-organiser", "host", "signatory", "party")
"""Roles in the order in which those who have them are told; the funder comes last."""


def _roles(line: Line) -> set[str]:
    """Return the roles that a line tells, by their notations."""
    told = [str(value) for part in line.parts for _label, value in part.details]
    return {value.rpartition("/role/")[2] for value in told if "/vocabulary/role/" in value}


def _role_rank(line: Line) -> int:
    roles = _roles(line)
    ranks = [place for place, role in enumerate(_ROLES_FIRST) if role in roles]
    return min(ranks, default=len(_ROLES_FIRST) + ("funder" in roles))


def _merged(lines: list[Line], roles_first: bool = False) -> list[Line]:
    """Join the lines about one subject: a partner with three roles is told once."""
    found: dict[Identifier | str, Line] = {}
    ordered = sorted(lines, key=_sort_key)
    if roles_first:
        ordered.sort(key=_role_rank)
    for line in ordered:
        key = line.subject if line.subject is not None else line.parts[0].node
        if key in found:
            found[key].parts += line.parts
        else:
            found[key] = line
    return list(found.values())


def sections(dossier: Dossier, build: BuildData) -> list[Section]:
    """Return the relations of an entity under their headings."""
    grouped: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    for relation in dossier.relations:
        if (relation.link, relation.inverse) in SECTIONS:
            grouped[relation.link, relation.inverse].append(_line(relation, build))
    found: dict[str, Section] = {}
    for key, title in SECTIONS.items():
        if lines := grouped.get(key):
            text = str(title)
            section = found.setdefault(text, Section(key[0], text, []))
            section.lines = _merged(section.lines + lines, key == ("participation", False))
    network = build.analysis.network
    return [part for section in found.values() for part in _funders_apart(section, network)]


def _funders_apart(section: Section, network: Network) -> list[Section]:
    """Return a section, and after it those of it who only pay and do not take part."""
    if section.key != "participation":
        return [section]
    paying = [line for line in section.lines if _roles(line) == {"funder"}]
    others = [line for line in section.lines if line not in paying]
    twice = doubled(network, [str(line.subject) for line in others])
    told = Section(section.key, section.title, others, note=said_doubled(twice))
    told.once = len(others) - len(twice)
    parts = [told] if others else []
    if paying:
        parts.append(Section("funders", _("Funders"), paying))
    return parts


def statement_lines(statements: Iterable[Statement]) -> list[Line]:
    """Return statements as lines that only have a value."""
    return [Line(one.object, [Part(evidence=one.evidence)]) for one in statements]


def incoming(dossier: Dossier, build: BuildData) -> list[Section]:
    """Return who names an entity; what is not shown is counted, and found by a query."""
    entries = build.catalogue.entries
    found = []
    for key in sorted(dossier.incoming, key=lambda key: (key not in ("sessionOf", "partOf"), key)):
        known = [entries[iri] for iri in dossier.incoming[key] if iri in entries]
        if not known or key.startswith("http"):
            continue
        title = str(NAMED_BY[key]) if key in NAMED_BY else key_label(key)
        lines = [Line(URIRef(one.iri), []) for one in _earliest(known)]
        found.append(Section(key, title, lines, dossier.incoming_counts[key] - len(lines)))
    return found


def _earliest(entries: list[Entry]) -> list[Entry]:
    """Return the first of some entries by date and name, as many as are shown.

    What has no date comes first.
    """
    if len(entries) > MOST_INCOMING:
        # A date is there; a name in the reader's language is looked up for each.
        latest = nsmallest(MOST_INCOMING, (one.start or "" for one in entries))[-1]
        entries = [one for one in entries if (one.start or "") <= latest]
    told = language()
    ordered = sorted(
        entries, key=lambda one: (one.start or "", one.label(told).text.casefold(), one.iri)
    )
    return ordered[:MOST_INCOMING]


def names(entry: Entry, dossier: Dossier) -> list[Line]:
    """Return the names of an entity other than the one above the page."""
    shown = entry.label(language()).text
    lines = []
    seen: set[tuple[str, str]] = set()
    for statement in dossier.of("name", "acronym"):
        text = statement.object
        tag = base_language(text.language) if isinstance(text, Literal) else ""
        if (str(text), tag) not in seen and (str(text) != shown or len(statement.evidence) > 0):
            seen.add((str(text), tag))
            lines.append(Line(text, [Part(evidence=statement.evidence)]))
    return lines
