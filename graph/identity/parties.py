"""Parties from where they come: the extracts of registers, full imports, the documents' records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rdflib import Literal

from graph import iris
from graph.identity.documents import RegisterProject
from graph.identity.model import Party, iso_country
from graph.records.load import Sources, load_sources
from graph.registers.declaration import REGISTERS, declarations
from graph.registers.extract import read_extract
from graph.registers.extract_tables import OrganisationLine, parted
from graph.registers.model import RorRecord
from graph.registers.ror_extract import read_ror_extract

_ORGANISATIONS = ("organization", "partner", "cluster")


def participant(one: OrganisationLine) -> Party | None:
    """Return a participant of CORDIS; None where the register has no name for it."""
    others = parted(one.other_names)
    names = tuple(name for name in dict.fromkeys([one.name, *others]) if name)
    if not names:
        return None
    return Party(
        f"organization/{one.organisation}",
        names,
        iso_country(one.country),
        (one.short_name,) if one.short_name else (),
        (one.town,) if one.town else (),
        latitude=_number(one.latitude),
        longitude=_number(one.longitude),
        domains=(one.domain,) if one.domain else (),
    )


def merged(parties: Iterable[Party]) -> list[Party]:
    """Parties with one id (of two framework programmes) as one that has what both have."""
    found: dict[str, Party] = {}
    for one in parties:
        before = found.get(one.id)
        found[one.id] = one if before is None else _both(before, one)
    return list(found.values())


def _both(a: Party, b: Party) -> Party:
    return Party(
        a.id,
        tuple(dict.fromkeys(a.names + b.names)),
        a.country or b.country,
        tuple(dict.fromkeys(a.short_names + b.short_names)),
        tuple(dict.fromkeys(a.towns + b.towns)),
        a.region or b.region,
        a.latitude if a.latitude is not None else b.latitude,
        a.longitude if a.longitude is not None else b.longitude,
        tuple(dict.fromkeys(a.domains + b.domains)),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def extract_participants() -> list[Party]:
    """Return the participants in the extracts of CORDIS that travel with the project."""
    lines = (
        line
        for dataset in declarations()
        if dataset != "ror"
        for line in read_extract(REGISTERS / dataset).organisations
    )
    return merged(party for line in lines if (party := participant(line)))


def extract_projects() -> list[RegisterProject]:
    """Return the projects in the extracts of CORDIS with the ids of their participants."""
    found = []
    for dataset in declarations():
        if dataset == "ror":
            continue
        extract = read_extract(REGISTERS / dataset)
        partners: dict[str, list[str]] = defaultdict(list)
        for line in extract.participations:
            partners[line.project].append(f"organization/{line.organisation}")
        found += [
            RegisterProject(line.project, line.acronym, line.title, tuple(partners[line.project]))
            for line in extract.projects
        ]
    return found


def ror_party(record: RorRecord) -> Party:
    """Return a record of ROR as its reader gives it."""
    full = [name.text for name in record.names if "ror_display" in name.kinds]
    full += [name.text for name in record.names if "acronym" not in name.kinds]
    short = [name.text for name in record.names if "acronym" in name.kinds]
    relations = [(relation.kind, relation.other) for relation in record.relations]
    return _ror_party(
        record.id, full or short, short, record.country, record.town, record.subdivision_name,
        record.latitude, record.longitude, (record.website, *record.domains), record.status,
        relations,
    )  # fmt: skip


def _ror_party(
    identifier: str,
    full: list[str],
    short: list[str],
    country: str,
    town: str,
    region: str,
    latitude: str,
    longitude: str,
    addresses: Iterable[str],
    status: str,
    relations: list[tuple[str, str]],
) -> Party:
    names = tuple(dict.fromkeys(full))
    return Party(
        f"organization/ror-{identifier}",
        names,
        country,
        tuple(text for text in dict.fromkeys(short) if text not in names),
        (town,) if town else (),
        region,
        _number(latitude),
        _number(longitude),
        tuple(dict.fromkeys(host for address in addresses if (host := _host(address)))),
        tuple(f"organization/ror-{other}" for kind, other in relations if kind == "parent"),
        status,
        next((f"organization/ror-{other}" for kind, other in relations if kind == "successor"), ""),
    )


def _host(address: str) -> str:
    host = address.rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
    return host.removeprefix("www.")


def extract_ror() -> list[Party]:
    """Return the records of ROR in the extract that travels with the project."""
    return ror_in(REGISTERS / "ror")


def ror_in(folder: Path) -> list[Party]:
    """Return the records of ROR in a folder of tables."""
    tables = read_ror_extract(folder)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in tables.names:
        names[line.ror].append((line.kinds, line.name))
    relations: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for relation in tables.relations:
        relations[relation.ror].append((relation.relation, relation.other))
    found = []
    for record in tables.records:
        full = [name for kinds, name in names[record.ror] if "ror_display" in kinds]
        full += [name for kinds, name in names[record.ror] if "acronym" not in kinds]
        short = [name for kinds, name in names[record.ror] if "acronym" in kinds]
        addresses = (record.website, *parted(record.domains))
        found.append(
            _ror_party(
                record.ror,
                full or short,
                short,
                record.country,
                record.town,
                record.subdivision_name,
                record.latitude,
                record.longitude,
                addresses,
                record.status,
                relations[record.ror],
            )
        )
    return found


def document_parties(sources: Sources) -> list[Party]:
    """Return the organisations of the documents: their names in the register and in the records."""
    names: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, str] = {}
    wholes: dict[str, list[str]] = defaultdict(list)
    replaced = {entry.identifier for entry in sources.register.values() if entry.replaced_by}
    for identifier, entry in sources.register.items():
        names[identifier] += entry.label.values()
        for others in entry.other.values():
            names[identifier] += others
    for record in sources.records:
        for statement in record.statements:
            if statement.key == "name" and isinstance(statement.object, Literal):
                names[statement.subject].append(str(statement.object))
            elif statement.key == "acronym":
                short[statement.subject].append(str(statement.object))
            elif statement.key == "country":
                code = str(statement.object).rpartition("/")[2].upper()
                countries.setdefault(statement.subject, code)
            elif statement.key in ("subOrganizationOf", "partOf"):
                whole = iris.identifier(str(statement.object))
                if whole:
                    wholes[statement.subject].append(whole)
    found = []
    for identifier in sorted(names):
        if identifier.split("/")[0] not in _ORGANISATIONS or identifier in replaced:
            continue
        every = tuple(dict.fromkeys(names[identifier]))
        full = tuple(name for name in every if not _is_acronym(name)) or every
        acronyms = tuple(dict.fromkeys([*short[identifier], *(n for n in every if n not in full)]))
        found.append(
            Party(
                identifier,
                full,
                iso_country(countries.get(identifier, "")),
                acronyms,
                parents=tuple(dict.fromkeys(wholes[identifier])),
            )
        )
    return found


def _is_acronym(text: str) -> bool:
    return " " not in text and len(text) < 9 and text.upper() == text


def known_parties() -> dict[str, Party]:
    """Return all parties of the extracts and documents by id, for showing them to a person."""
    every = [*extract_participants(), *extract_ror(), *document_parties(load_sources())]
    return {party.id: party for party in every}
