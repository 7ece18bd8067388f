"""The tables of years and of specialisation, in one shape for pages, commands, CSV and JSON."""

from __future__ import annotations

from typing import Any

from graph.iris import ID
from graph.network.measures.resting import Resting
from graph.network.measures.specialisation import COUNTRY, Specialisation
from graph.network.measures.years import Flow, Panel
from graph.network.telling.sentences import Speaker

FLOWS = ("actors", "ties", "pairs")
YEAR_COLUMNS = (
    *("year", "projects_begun"),
    *(f"{name}{part}" for name in FLOWS for part in ("", "_entering", "_staying", "_leaving")),
    *("ties_persistence", "pairs_persistence", "groups", "groups_agreement"),
)
CELL_COLUMNS = (
    *("unit", "name", "topic", "activities", "advantage", "density", "untouched", "related"),
    *("near", "one_fewer", "rests_on"),
)


def _flow(name: str, flow: Flow) -> dict[str, Any]:
    return {
        name: flow.there,
        f"{name}_entering": flow.entering,
        f"{name}_staying": flow.staying,
        f"{name}_leaving": flow.leaving,
    }


def year_rows(found: Panel) -> list[dict[str, Any]]:
    """Return one row for each year, in the columns of ``YEAR_COLUMNS``."""
    return [
        {
            "year": one.year,
            "projects_begun": found.begun.get(one.year, 0),
            **_flow("actors", one.actors),
            **_flow("ties", one.ties),
            **_flow("pairs", one.pairs),
            "ties_persistence": _rounded(one.ties.persistence),
            "pairs_persistence": _rounded(one.pairs.persistence),
            "groups": one.groups,
            "groups_agreement": _rounded(one.agreement),
        }
        for one in found.years
    ]


def change_row(found: Panel) -> dict[str, Any] | None:
    """Return the comparison before and after a year, None where none was asked for."""
    change = found.change
    if change is None:
        return None
    return {
        "split": change.split,
        **_flow("actors", change.actors),
        **_flow("ties", change.ties),
        **_flow("pairs", change.pairs),
        "groups_agreement": _rounded(change.agreement),
    }


def said_change(found: Panel, speaker: Speaker) -> str:
    """Say what changed at the year that was asked for."""
    change = found.change
    assert change is not None
    counts = {
        f"{name}_{part}": speaker.number(getattr(flow, part))
        for name, flow in (("actors", change.actors), ("pairs", change.pairs))
        for part in ("entering", "staying", "leaving")
    }
    return speaker.scoped(speaker.say("years.change", None, year=change.split, **counts))


def said_sources(found: Panel, speaker: Speaker) -> str:
    """Say which data sets the numbers follow, and which year is incomplete; '' where neither."""
    sources = [
        speaker.say(
            "years.source",
            dataset=speaker.name(span.dataset),
            years="–".join(dict.fromkeys((str(span.first), str(span.last)))),
            date=speaker.day(span.day) if span.day else "–",
        )
        for span in found.spans
    ]
    said = [speaker.say("years.sources", sources=speaker.series(sources))] if sources else []
    if found.incomplete is not None:
        day = speaker.day(found.until)
        said.append(speaker.say("years.incomplete", year=found.incomplete, date=day))
    return speaker.joined(said)


def source_rows(found: Panel) -> list[dict[str, Any]]:
    """Return the data sets that the numbers follow, as data."""
    return [
        {"dataset": s.dataset, "first": s.first, "last": s.last, "snapshot": s.day}
        for s in found.spans
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def unit_name(found: Specialisation, unit: str, speaker: Speaker) -> str:
    """Return the name of a country or province."""
    return speaker.name(f"{ID}country/{unit}" if found.by == COUNTRY else unit)


def said_rests(rests: tuple[Resting, ...], speaker: Speaker, digits: int = 0) -> list[str]:
    """Say which organisation and which document more than a third of a number rests on."""
    return [
        speaker.say(
            f"specialisation.rests.{'document' if one.document else 'actor'}",
            some=speaker.number(one.some, digits),
            all=speaker.number(one.all, digits),
            name=speaker.name(one.iri),
        )
        for one in rests
    ]


def cell_rows(found: Specialisation, speaker: Speaker) -> list[dict[str, Any]]:
    """Return a row for each cell with activities or close to them, in ``CELL_COLUMNS``."""
    return [
        {
            "unit": cell.unit,
            "name": unit_name(found, cell.unit, speaker),
            "topic": speaker.name(cell.topic),
            "activities": cell.count,
            "advantage": _rounded(cell.advantage),
            "one_fewer": _rounded(cell.one_fewer),
            "density": round(cell.density, 6),
            "untouched": cell.untouched,
            "related": cell.related,
            "near": [speaker.name(topic) for topic in cell.reasons],
            "rests_on": said_rests(cell.rests, speaker),
        }
        for cell in found.cells.values()
        if cell.count or cell.untouched
    ]


def size_rows(found: Specialisation, speaker: Speaker) -> list[dict[str, Any]]:
    """Return the units beside their size."""
    return [
        {
            "unit": size.unit,
            "organisations": size.organisations,
            "activities": size.activities,
            "strength": round(size.strength, 9),
            "centrality": round(size.centrality, 9),
            "rests_on": said_rests(size.rests, speaker, 1),
        }
        for size in found.sizes
    ]
