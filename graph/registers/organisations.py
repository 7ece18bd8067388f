"""One organisation of all the rows of a register that tell of it."""

from __future__ import annotations

from collections.abc import Callable

from graph.registers.cordis import Seen, Sighting
from graph.registers.extract_tables import OrganisationLine, joined
from graph.registers.report import Report, Severity


def organisations(seen: list[Seen], report: Report) -> dict[str, OrganisationLine]:
    """Return one organisation per id: the newest row decides, other names are kept beside it."""
    by_id: dict[str, list[Seen]] = {}
    for one in seen:
        by_id.setdefault(one.participation.organisation, []).append(one)
    return {key: _organisation(key, rows, report) for key, rows in sorted(by_id.items())}


def _organisation(key: str, rows: list[Seen], report: Report) -> OrganisationLine:
    # Newest first; among rows of one day the order of the key, so that any order of rows in the
    # file gives the same.
    rows = sorted(rows, key=lambda one: one.participation.key)
    rows.sort(key=lambda one: one.updated, reverse=True)
    newest = rows[0]
    first = newest.sighting
    names = list(dict.fromkeys(one.sighting.name for one in rows))
    countries = list(dict.fromkeys(filter(None, (one.sighting.country for one in rows))))
    for what, found in (("name", names), ("country", countries)):
        if len(found) > 1:
            report.add(
                Severity.SIGNALLED,
                f"one id, more than one {what}",
                newest.participation.file,
                newest.participation.row,
                key,
                " / ".join(found),
            )

    def newest_of(of: Callable[[Sighting], str]) -> str:
        return next(filter(None, (of(one.sighting) for one in rows)), "")

    placed = next((one.sighting for one in rows if one.sighting.latitude), first)
    return OrganisationLine(
        key,
        first.name,
        joined(sorted(names[1:])),
        newest_of(lambda s: s.short_name),
        newest_of(lambda s: s.kind),
        newest_of(lambda s: s.sme),
        newest_of(lambda s: s.town),
        newest_of(lambda s: s.country),
        newest_of(lambda s: s.nuts),
        placed.latitude,
        placed.longitude,
        newest_of(lambda s: s.domain),
        newest_of(lambda s: s.rcn),
        newest.participation.key,
    )
