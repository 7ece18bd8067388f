"""What documents and registers say of one project, side by side, property by property.

Nothing is decided here for good: both stay, each with its source. Where several values of the
documents contradict each other and a register has one of them, that one is borne out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rdflib import URIRef
from rdflib.term import Identifier

from graph.assembly.comparing import Agreement, agreement
from graph.catalogue.entity import Dossier, Evidence, Relation, Statement
from graph.iris import VOCABULARY


class Verdict(StrEnum):
    """How documents and registers stand to each other about one property."""

    AGREE = "agree"
    PRECISE = "precise"
    ROUNDED = "rounded"
    SETTLED = "settled"
    """The documents contradict each other; the register has one of their values."""
    DIFFER = "differ"
    DOCUMENTS = "documents"
    """The register does not say."""
    REGISTERS = "registers"
    """The documents do not say."""
    BESIDE = "beside"
    """Both may hold: names, or a status of another day."""


@dataclass(slots=True)
class Told:
    """A value with who says it; ``borne_out`` where a register says the same."""

    value: Identifier
    evidence: list[Evidence]
    borne_out: bool = False


@dataclass(slots=True)
class Aspect:
    """One property, and what each kind of source says of it."""

    key: str
    documents: list[Told] = field(default_factory=list)
    registers: list[Told] = field(default_factory=list)
    verdict: Verdict = Verdict.BESIDE


@dataclass(slots=True)
class Member:
    """One organisation in the consortium: its roles by the documents, and by the register.

    ``within`` is the organisation that the register names where the documents name a part of it.
    """

    organisation: str
    documents: list[Told] = field(default_factory=list)
    registers: list[Told] = field(default_factory=list)
    money: list[Told] = field(default_factory=list)
    within: str = ""


@dataclass(slots=True)
class Beside:
    """What is said of one project by documents and by registers."""

    aspects: list[Aspect] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.aspects)


_ONE_VALUE = {
    "grantNumber": ("grantNumber",),
    "startDate": ("startDate",),
    "endDate": ("endDate",),
    "euContribution": ("euContribution", "fundingEuro"),
    "totalCost": ("totalCost",),
    "fundedUnder": ("fundedUnder",),
}
"""Properties of which only one value can hold; the money is called by two names."""
_BESIDE = {"name": ("name", "acronym"), "status": ("status",)}
_ROLE = f"{VOCABULARY}role/"
_COORDINATOR = URIRef(f"{_ROLE}coordinator")
_NOT_OF_THE_CONSORTIUM = {URIRef(f"{_ROLE}{name}") for name in ("funder", "contact")}
"""Roles that a register of grants does not list."""


def beside(dossier: Dossier, parents: Mapping[str, Iterable[str]]) -> Beside:
    """Return both sides of a project; nothing where one of them does not know it.

    ``parents`` says of which organisations another one is part.
    """
    statements = [one for several in dossier.statements.values() for one in several]
    if not (_any(statements, rows=True) and _any(statements, rows=False)):
        return Beside()
    found = Beside()
    for keys, compared in ((_BESIDE, False), (_ONE_VALUE, True)):
        for key, names in keys.items():
            aspect = _aspect(key, dossier.of(*names))
            if compared:
                _judge(aspect)
            found.aspects.append(aspect)
    relations = [one for one in dossier.relations if (one.link, one.inverse) == _CONSORTIUM]
    found.aspects.append(_coordinator(relations, parents))
    found.members = _members(relations, parents)
    return found


_CONSORTIUM = ("participation", False)


def _any(statements: Iterable[Statement], rows: bool) -> bool:
    return any(
        bool(one.row) == rows and not one.document.endswith("/curation")
        for statement in statements
        for one in statement.evidence
    )


def _aspect(key: str, statements: Iterable[Statement]) -> Aspect:
    aspect = Aspect(key)
    for statement in statements:
        _tell(aspect, statement.object, statement.evidence)
    return aspect


def _tell(aspect: Aspect, value: Identifier, evidence: Iterable[Evidence]) -> None:
    for side, rows in ((aspect.documents, False), (aspect.registers, True)):
        own = [one for one in evidence if bool(one.row) == rows]
        if not own:
            continue
        known = next((told for told in side if str(told.value) == str(value)), None)
        if known is None:
            side.append(Told(value, own))
        else:
            known.evidence += own


def _judge(aspect: Aspect) -> None:
    if not aspect.registers:
        aspect.verdict = Verdict.DOCUMENTS if aspect.documents else Verdict.BESIDE
        return
    if not aspect.documents:
        aspect.verdict = Verdict.REGISTERS
        return
    ways = []
    for told in aspect.documents:
        best = _best(told, aspect.registers)
        told.borne_out = best != Agreement.DIFFERENT
        ways.append(best)
    if Agreement.DIFFERENT not in ways:
        aspect.verdict = Verdict.AGREE
        for way, verdict in (
            (Agreement.PRECISE, Verdict.PRECISE),
            (Agreement.ROUNDED, Verdict.ROUNDED),
        ):
            if way in ways:
                aspect.verdict = verdict
        return
    settled = any(told.borne_out for told in aspect.documents)
    aspect.verdict = Verdict.SETTLED if settled else Verdict.DIFFER


def _best(told: Told, registers: Iterable[Told]) -> Agreement:
    ways = [agreement(told.value, one.value) for one in registers]
    return min(ways, key=list(Agreement).index)


def _coordinator(relations: Iterable[Relation], parents: Mapping[str, Iterable[str]]) -> Aspect:
    aspect = Aspect("coordinator")
    for relation in relations:
        who = relation.first("participant")
        for role in relation.statements.get("role", []):
            if role.object == _COORDINATOR and who is not None:
                _tell(aspect, who, role.evidence)
    _judge(aspect)
    stated = {str(one.value) for one in aspect.registers}
    for told in aspect.documents:
        # Whoever names the unit that coordinates says more than who names the whole.
        if not told.borne_out and stated & set(parents.get(str(told.value), ())):
            told.borne_out = True
    if aspect.verdict == Verdict.DIFFER and any(told.borne_out for told in aspect.documents):
        everyone = all(told.borne_out for told in aspect.documents)
        aspect.verdict = Verdict.PRECISE if everyone else Verdict.SETTLED
    return aspect


def _members(relations: Iterable[Relation], parents: Mapping[str, Iterable[str]]) -> list[Member]:
    members: dict[str, Member] = {}
    for relation in relations:
        who = str(relation.first("participant") or "")
        roles = relation.statements.get("role", [])
        if not who or any(role.object in _NOT_OF_THE_CONSORTIUM for role in roles):
            continue
        member = members.setdefault(who, Member(who))
        by_row = any(one.row for one in relation.evidence)
        side = member.registers if by_row else member.documents
        said = roles or relation.statements.get("participant", [])
        # A register may list an organisation without saying in which role.
        side += [Told(one.object if roles else URIRef(""), one.evidence) for one in said]
        if by_row:
            member.money += [
                Told(one.object, one.evidence)
                for one in relation.statements.get("euContribution", [])
            ]
    for member in list(members.values()):
        for whole in parents.get(member.organisation, ()):
            other = members.get(whole)
            if other and other.registers and not other.documents and not member.registers:
                member.within, member.registers, member.money = whole, other.registers, other.money
                del members[whole]
                break
    return sorted(
        members.values(),
        key=lambda one: (
            not any(told.value == _COORDINATOR for told in one.registers + one.documents),
            not (one.documents and one.registers),
            not one.documents,
            one.organisation,
        ),
    )
