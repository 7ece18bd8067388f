"""What the commands of the network write: tables, CSV, JSON, Turtle and pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graph.files import write_out
from graph.network.drawing.export import csv_of
from graph.network.drawing.files import FORMATS, write
from graph.network.drawing.look import ALL_TIES, Look
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import brokers
from graph.network.measures.cache import network_of, view_of
from graph.network.measures.gap import GROUPS, KINDS, by_group
from graph.network.measures.gaps import gaps
from graph.network.measures.specialisation import specialisation
from graph.network.measures.years import panel
from graph.network.model.filters import parse
from graph.network.telling.results_rdf import broker_graph, gap_graph
from graph.network.telling.rows import (
    BROKER_COLUMNS,
    GAP_COLUMNS,
    broker_row,
    flat_broker,
    flat_gap,
    gap_row,
    gap_table,
    notes,
    table,
)
from graph.network.telling.sentences import Speaker
from graph.network.telling.year_tables import (
    CELL_COLUMNS,
    YEAR_COLUMNS,
    cell_rows,
    change_row,
    said_change,
    said_sources,
    size_rows,
    source_rows,
    year_rows,
)
from graph.store import Store


def view(store: Store, given: Mapping[str, Iterable[str]], runs: int | None = None) -> Analysis:
    """Return the view that the options of a command ask for. Raises FilterError."""
    return view_of(store, parse(given, network_of(store).values()), runs)


def brokers_text(
    analysis: Analysis, language: str, format: str, by: str = "activity", everyone: bool = False
) -> str:
    """Return the brokers as a table, CSV, JSON or Turtle; without ``everyone`` only who brokers."""
    speaker = Speaker(analysis.network, language, analysis.chosen)
    found = [broker for broker in brokers(analysis, by) if everyone or broker.brokers]
    if format == "ttl":
        return str(broker_graph(analysis, found, speaker).serialize(format="turtle"))
    rows = [broker_row(broker, speaker) for broker in found]
    if format == "json":
        return _json(table(analysis, speaker, "definition.broker", rows))
    if format == "csv":
        return csv_of([flat_broker(row) for row in rows], BROKER_COLUMNS).decode()
    lines = [f"{row['rank']:>3}. {row['name']}\n     {row['sentence']}" for row in rows]
    empty = speaker.say("empty.brokers")
    return _framed(analysis, speaker, lines or [empty], speaker.say("definition.broker"))


def gaps_text(
    store: Store, analysis: Analysis, language: str, format: str, kinds: Iterable[str] = ()
) -> str:
    """Return the gaps (of some kinds) as a table, CSV, JSON or Turtle.

    Raises ValueError for a kind that there is not.
    """
    wanted = set(kinds)
    unknown = wanted - set(KINDS) - set(GROUPS)
    if unknown:
        raise ValueError(
            f"{', '.join(sorted(unknown))}: not a kind or group; there are "
            f"{', '.join((*GROUPS, *KINDS))}"
        )
    speaker = Speaker(analysis.network, language, analysis.chosen)
    found = [g for g in gaps(store, analysis) if not wanted or {g.kind, g.group} & wanted]
    if format == "ttl":
        return str(gap_graph(analysis, found, speaker).serialize(format="turtle"))
    rows = [gap_row(gap, speaker) for gap in found]
    if format == "json":
        return _json(gap_table(analysis, speaker, rows))
    if format == "csv":
        return csv_of([flat_gap(row) for row in rows], GAP_COLUMNS).decode()
    lines: list[str] = []
    for group, kinds_of in by_group(found).items():
        lines += ["", speaker.say(f"gap-group.{group}"), ""]
        for gap in (gap for of in kinds_of.values() for gap in of):
            said = [speaker.gap(gap), speaker.basis_of(gap), speaker.closes(gap)]
            lines.append(f"  - {said[0]}")
            said.insert(1, speaker.doubles(gap))
            lines += [f"    {more}" for more in (*said[1:], *speaker.cautions(gap)) if more]
    empty = speaker.say("empty.gaps")
    return _framed(analysis, speaker, lines or [empty], speaker.say("definition.gap"))


def years_text(analysis: Analysis, language: str, format: str, split: int | None = None) -> str:
    """Return the yearly panel as a table, CSV or JSON."""
    speaker = Speaker(analysis.network, language, analysis.chosen)
    found = panel(analysis, split)
    rows = year_rows(found)
    if format == "csv":
        return csv_of(rows, YEAR_COLUMNS).decode()
    if format == "json":
        made = table(analysis, speaker, "definition.years", rows)
        more = {"incomplete": found.incomplete, "sources": source_rows(found)}
        return _json(
            {
                **made,
                "undated": found.undated,
                "announced": found.announced,
                **more,
                "change": change_row(found),
            }
        )
    lines = ["\t".join(YEAR_COLUMNS)]
    lines += ["\t".join(_plain(row[name]) for name in YEAR_COLUMNS) for row in rows]
    if said := said_sources(found, speaker):
        lines += ["", said]
    if found.change is not None:
        lines += ["", said_change(found, speaker)]
    return _framed(analysis, speaker, lines, speaker.say("definition.years"))


def specialisation_text(
    analysis: Analysis, language: str, format: str, by: str = "country", least: int = 5
) -> str:
    """Return the specialisation of countries or provinces as a table, CSV or JSON."""
    speaker = Speaker(analysis.network, language, analysis.chosen)
    found = specialisation(analysis, by, least)
    rows = cell_rows(found, speaker)
    if format == "csv":
        return csv_of(rows, CELL_COLUMNS).decode()
    if format == "json":
        made = table(analysis, speaker, "definition.specialisation", rows)
        return _json(
            {**made, "least": least, "hidden": found.hidden, "sizes": size_rows(found, speaker)}
        )
    lines = ["\t".join(CELL_COLUMNS)]
    lines += ["\t".join(_plain(row[name]) for name in CELL_COLUMNS) for row in rows]
    empty = speaker.say("empty.specialisation", least=speaker.number(least))
    lines = lines if rows else [empty]
    return _framed(analysis, speaker, lines, speaker.say("definition.specialisation"))


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _framed(analysis: Analysis, speaker: Speaker, lines: list[str], definition: str) -> str:
    head = speaker.say(
        "table.head",
        built=speaker.built(),
        actors=speaker.number(len(analysis.actors)),
        ties=speaker.number(len(analysis.ties)),
        filter=analysis.chosen.query() or speaker.say("table.no-filter"),
    )
    return "\n".join([head, "", *lines, "", definition, *notes(analysis, speaker)]) + "\n"


def diagram(
    analysis: Analysis,
    language: str,
    target: Path,
    look: Look = ALL_TIES,
    format: str | None = None,
) -> int:
    """Write the diagram to a file, whole or not at all; return the number of actors.

    Without ``format`` the suffix of the file decides; standard output, ``-``, is SVG. Raises
    ValueError for a format that is none of ``FORMATS``, OSError.
    """
    chosen = format or ("svg" if str(target) == "-" else target.suffix.lower().removeprefix("."))
    if chosen not in FORMATS:
        raise ValueError(f"{format or target}: no such format; there are {', '.join(FORMATS)}")
    speaker = Speaker(analysis.network, language, analysis.chosen)
    write_out(target, write(analysis, speaker, chosen, look))
    return len(analysis.actors)
