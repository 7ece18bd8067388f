"""Reading what supports a fact: its place, second places, confidence, notes."""

from __future__ import annotations

from graph.records.collector import Collector
from graph.records.header import CURATION
from graph.records.model import Evidence, Record
from graph.records.text import Span
from graph.records.values import decimal_number
from graph.records.yaml_nodes import Value

PASSAGE_LIMIT = 300
INFERRED = "0.9"
"""How sure an inference of a curator is where nothing is said: never as sure as what was read."""


def read_evidence(
    collector: Collector, record: Record, fact: Value, options: dict[str, Value]
) -> Evidence:
    """Return the evidence of one fact from what stands beside its property."""
    table = collector.flag(options.get("table"), "table")
    at = _span(collector, record, options.get("at"), "at", table)
    why = collector.words(options.get("why"), "why")
    if record.document == CURATION:
        if "why" not in options or "at" in options:
            collector.problem(fact, "why", "curation says why in own words, and has no 'at:'")
    else:
        if "at" not in options and "why" in options:
            pass  # an inference of a curator; load_sources puts it among the curation's
        elif "at" not in options:
            message = "is missing; every fact gives its place (START-END)"
            collector.problem(fact, "at", message)
        if "why" in options and "at" in options:
            message = (
                "stands beside 'at:'; what the document says has 'at:', what you infer has 'why:'"
            )
            collector.problem(fact, "why", message)
    also = [
        span
        for element in collector.some(options.get("also"), "also")
        if (span := _span(collector, record, element, "also", True)) is not None
    ]
    return Evidence(
        at,
        tuple(sorted(also)),
        _confidence(collector, options.get("confidence"), inferred=at is None and bool(why)),
        collector.words(options.get("note"), "note"),
        _cites(collector, options.get("cites")),
        collector.flag(options.get("contradicts"), "contradicts"),
        why,
        table,
        collector.words(options.get("quote"), "quote"),
    )


def _cites(collector: Collector, value: Value | None) -> tuple[str, ...]:
    cites = []
    for element in collector.some(value, "cites"):
        cited = element.text or ""
        if cited.startswith("cited-work/"):
            cites.append(cited)
        else:
            collector.problem(
                element, "cites", f"'{cited}' is not the id of a cited work (cited-work/...)"
            )
    return tuple(cites)


def _span(
    collector: Collector, record: Record, value: Value | None, key: str, long: bool
) -> Span | None:
    if value is None:
        return None
    span = Span.parse(value.text or "")
    if span is None:
        message = "must be START-END, whole numbers, start before end"
        collector.problem(value, key, message)
        return None
    if not long and span.end - span.start > PASSAGE_LIMIT:
        collector.problem(
            value,
            key,
            f"is {span.end - span.start} characters long; at most {PASSAGE_LIMIT}: name the "
            "shortest stretch (a table row may be longer: add 'table: true')",
        )
    if record.characters is not None and span.end > record.characters:
        message = f"ends after the end of the document ({record.characters} characters)"
        collector.problem(value, key, message)
    if span not in record.passages:
        message = f"{span} has no SHA-256 under 'passages:'; run eucn place"
        collector.problem(value, key, message)
    return span


def _confidence(collector: Collector, value: Value | None, inferred: bool) -> str:
    if value is None:
        return INFERRED if inferred else Evidence.confidence
    number = decimal_number(value.text or "")
    if number is None or not 0 <= number <= 1:
        collector.problem(value, "confidence", "must be a number from 0 to 1")
        return Evidence.confidence
    return format(abs(number).normalize(), "f")
