"""The documents' organisations and projects: which participant, record or project they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph import iris
from graph.identity.compare import Likeness, compare
from graph.identity.index import Index, names_of
from graph.identity.judgements import PART_OF, SAME, UNSURE
from graph.identity.model import Party
from graph.identity.names import name
from graph.identity.rules import Verdict, judge
from graph.records.load import Sources


@dataclass(frozen=True)
class RegisterProject:
    """A project of CORDIS as far as identity needs it."""

    number: str
    acronym: str
    title: str
    participants: tuple[str, ...]
    """Ids of its participants, ``organization/...``."""


@dataclass(frozen=True)
class ProjectVerdict:
    """What was decided about a project of the documents and one of CORDIS."""

    left: str
    right: str
    relation: str
    score: float
    rule: str
    reason: str


PROJECT_RULES = {
    "grant-number": "the same number of the grant agreement and the same acronym",
    "acronym-and-partners": "the same acronym and partners in common",
    "acronym": "the only project between the EU and China that has this acronym",
    "project-and-name": "a name of one in the consortium of a project that both are in",
}


def projects(
    sources: Sources,
    parties: Iterable[Party],
    register: Iterable[RegisterProject],
    participants: Mapping[str, Party],
) -> list[ProjectVerdict]:
    """Return which project of CORDIS a project of the documents is.

    ``parties`` are the documents' organisations, ``participants`` those of CORDIS by id.
    """
    ours = {party.id: party for party in parties}
    by_number = {one.number: one for one in register}
    by_acronym: dict[str, list[RegisterProject]] = defaultdict(list)
    for one in by_number.values():
        by_acronym[name(one.acronym).run].append(one)
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    called: dict[str, set[str]] = defaultdict(set)
    for record in sources.records:
        for statement in record.statements:
            if not statement.subject.startswith("project/"):
                continue
            if statement.key == "grantNumber":
                numbers[statement.subject].setdefault(str(statement.object), record.document)
            elif statement.key in ("name", "acronym"):
                called[statement.subject].add(str(statement.object))
    for identifier, entry in sources.register.items():
        if identifier.startswith("project/"):
            called[identifier].update(entry.label.values())
            called[identifier].update(text for some in entry.other.values() for text in some)
    partners = _partners(sources)
    found = []
    for identifier in sorted(called):
        runs = {name(text).run for text in called[identifier]}
        named = [one for run in sorted(runs) for one in by_acronym.get(run, ())]
        given = numbers.get(identifier, {})
        same = [by_number[number] for number in sorted(given) if number in by_number]
        if len(same) == 1:
            found.append(_by_number(identifier, same[0], given, runs))
        elif len(named) == 1:
            there = [ours[one] for one in sorted(partners[identifier]) if one in ours]
            common = _in_common(there, named[0], participants)
            found.append(_by_acronym(identifier, named[0], common))
    return found


def _by_number(
    identifier: str, project: RegisterProject, given: dict[str, str], runs: set[str]
) -> ProjectVerdict:
    right = f"project/cordis-{project.number}"
    others = [f"{number} in {document}" for number, document in sorted(given.items())
              if number != project.number]  # fmt: skip
    said = f"{given[project.number]} gives the number {project.number}"
    if others:
        said += f"; other documents say {', '.join(others)}, which is none of its projects here"
    if name(project.acronym).run in runs:
        return ProjectVerdict(identifier, right, SAME, 1.0, "grant-number", said)
    said += f", but the register calls it {project.acronym}"
    return ProjectVerdict(identifier, right, UNSURE, 0.7, "near", said)


def _by_acronym(identifier: str, project: RegisterProject, common: list[str]) -> ProjectVerdict:
    right = f"project/cordis-{project.number}"
    said = f"the register has one project called {project.acronym}, {project.number}"
    if len(common) > 1:
        said += f"; partners in common: {', '.join(common[:3])}"
        return ProjectVerdict(identifier, right, SAME, 0.97, "acronym-and-partners", said)
    if common:
        said += f"; one partner in common: {common[0]}"
        return ProjectVerdict(identifier, right, SAME, 0.92, "acronym-and-partners", said)
    if len(project.acronym) > 3:
        return ProjectVerdict(identifier, right, SAME, 0.9, "acronym", said)
    return ProjectVerdict(
        identifier, right, UNSURE, 0.75, "near", said + "; no partner in common is known"
    )


def _partners(sources: Sources) -> dict[str, set[str]]:
    """Return the organisations that take part in each project of the documents."""
    who: dict[str, str] = {}
    where: dict[str, str] = {}
    for record in sources.records:
        for statement in record.statements:
            target = iris.identifier(str(statement.object))
            if target and statement.key == "participant":
                who[statement.subject] = target
            elif target and statement.key == "participationIn":
                where[statement.subject] = target
    found: dict[str, set[str]] = defaultdict(set)
    for participation, project in where.items():
        if participation in who:
            found[project].add(who[participation])
    return found


def _in_common(
    ours: list[Party], project: RegisterProject, participants: Mapping[str, Party]
) -> list[str]:
    """Return the names of those organisations that are in the consortium of a project of CORDIS."""
    index = Index([participants[one] for one in project.participants if one in participants])
    return [party.name for party in ours if _in_consortium(party, index) is not None]


def _in_consortium(party: Party, index: Index) -> tuple[Party, float] | None:
    """Return the participant of a project that an organisation of the documents is, by its name
    alone.

    In a consortium of some dozens a name that comes near is enough, where among thousands it
    would not be.
    """
    best: tuple[float, Party] | None = None
    for other in index.parties.values():
        left = replace(party, country=other.country) if not party.country else party
        if left.country != other.country:
            continue
        found = compare(left, other, index, index.parties.get)
        score = 1.0 if found.likeness >= Likeness.EXPLAINED else found.score
        if not (found.likeness > Likeness.OTHER or score >= 0.9):
            continue
        if best is None or score > best[0]:
            best = (score, other)
    return (best[1], best[0]) if best else None


def organisations(
    sources: Sources,
    parties: list[Party],
    ror: Index,
    register: Iterable[RegisterProject],
    participants: Mapping[str, Party],
    same_projects: Mapping[str, str],
) -> list[Verdict]:
    """Judge the documents' organisations: in the consortium first, then in all of ROR."""
    by_id = {f"project/cordis-{one.number}": one for one in register}
    partners = _partners(sources)
    consortium: dict[str, list[Index]] = defaultdict(list)
    for project, cordis in sorted(same_projects.items()):
        index = Index(
            [participants[one] for one in by_id[cordis].participants if one in participants]
        )
        for partner in partners.get(project, ()):
            consortium[partner].append(index)
    everybody = Index(participants.values())
    found: dict[tuple[str, str], Verdict] = {}
    for party in parties:
        for verdict in _verdicts(party, consortium[party.id], everybody, ror):
            found.setdefault((verdict.left.id, verdict.right.id), verdict)
    return [found[key] for key in sorted(found)]


def _verdicts(party: Party, consortia: list[Index], everybody: Index, ror: Index) -> list[Verdict]:
    found = []
    for index in consortia:
        here = _in_consortium(party, index)
        if here is not None:
            other, score = here
            reason = f"in the consortium of the same project as “{other.name}”"
            sure = round(0.9 + 0.08 * score, 2)
            found.append(Verdict(party, other, SAME, sure, "project-and-name", reason))
    record = _anywhere(party, ror)
    if record is not None:
        found.append(record)
    # Whoever is a record of ROR, or a part of one, is joined with its participants by that.
    if not any(one.relation in (SAME, PART_OF) for one in found):
        elsewhere = _anywhere(party, everybody)
        if elsewhere is not None:
            found.append(elsewhere)
    return found


def _anywhere(party: Party, index: Index) -> Verdict | None:
    """Return the verdict of the rules; without a country only a telling name decides."""
    if party.country:
        verdict = judge(party, index)
        if verdict is None or (verdict.relation == UNSURE and verdict.score < 0.85):
            return None
        return verdict
    exact = index.exactly_anywhere(party)
    alive = [one for one in exact if one.status != "withdrawn"]
    if not alive:
        return None
    words = [word for one in names_of(party) for word in one.words]
    if len(alive) == 1 and index.distinctive(alive[0].country, words):
        reason = "the same name; the documents do not say the country"
        return Verdict(party, alive[0], SAME, 0.9, "name", reason)
    reason = "the same name, but the documents do not say the country"
    return Verdict(party, alive[0], UNSURE, 0.75, "near", reason)
