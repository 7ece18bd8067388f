"""The quads of the mapping tables: Chinese places, and a row for each judgement."""

from __future__ import annotations

from collections.abc import Iterator

from graph.languages import LANGUAGES
from graph.registers.mappings import ACTIONS, ORGANISATIONS, PLACES, TOPICS, Mappings
from graph.registers.nquads import (
    RDF_TYPE,
    Graph,
    concept,
    iri,
    literal,
    resource,
    slug,
    tagged,
    term,
    typed,
)
from graph.registers.quads import DCT, HIDDEN_LABEL, LABEL, PREF_LABEL
from graph.registers.terms import Terms

DATASET = "register-mappings"
TITLES = {
    "en": "Tables that join registers to our vocabularies",
    "de": "Tabellen, die Register mit unseren Vokabularen verbinden",
    "zh": "登记数据与本项目词表的对应表",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def mapping_quads(mappings: Mappings, known: Terms) -> Iterator[bytes]:
    """Yield the lines of the tables, in no order."""
    stated, rows, derived = (Graph(f"{DATASET}{part}") for part in ("", "/rows", "/derived"))
    node = resource("dataset", DATASET)
    yield rows.line(node, RDF_TYPE, term("RegisterDataset"))
    for language, title in TITLES.items():
        for predicate in (PREF_LABEL, LABEL, f"<{DCT}title>"):
            yield rows.line(node, predicate, tagged(title, language))
    yield rows.line(node, f"<{DCT}license>", iri(LICENCE))
    yield from _places(mappings, known, stated, rows, derived)
    for action in mappings.actions.values():
        row = resource("row", f"types-of-action-{slug(action.code)}")
        yield from _row(rows, row, ACTIONS, action.code)
        yield rows.line(row, term("reason"), tagged(f"by its name: {action.en}", "en"))
    for own in mappings.kinds.values():
        row = resource("row", f"kinds-{own.organisation}")
        yield from _row(rows, row, ORGANISATIONS, own.organisation)
        yield rows.line(row, term("reason"), tagged(own.reason, "en"))
    for scheme in mappings.topics.values():
        for rule in scheme:
            row = resource("row", f"topic-mapping-{slug(rule.key)}")
            yield from _row(rows, row, TOPICS, rule.key)
            yield rows.line(row, term("reason"), tagged(rule.reason, "en"))
            yield rows.line(row, term("confidence"), typed(rule.confidence, "decimal"))
            yield rows.line(row, term("officialPage"), iri(rule.source))


def _row(rows: Graph, row: str, file: str, key: str) -> Iterator[bytes]:
    yield rows.line(row, RDF_TYPE, term("RegisterRow"))
    yield rows.line(row, term("dataset"), resource("dataset", DATASET))
    yield rows.line(row, term("file"), literal(file))
    yield rows.line(row, term("rowKey"), literal(key))


def _places(
    mappings: Mappings, known: Terms, stated: Graph, rows: Graph, derived: Graph
) -> Iterator[bytes]:
    classes = [f"<{above}>" for above in known.superclasses(term("Place")[1:-1])]
    for place in mappings.places.values():
        node = resource("place", place.place)
        row = resource("row", f"places-{place.place}")
        yield from _row(rows, row, PLACES, place.place)
        yield stated.line(node, term("statedInRow"), row)
        yield stated.line(node, RDF_TYPE, term("Place"))
        yield stated.line(node, term("country"), resource("country", "cn"))
        yield derived.line(node, term("locatedIn"), resource("country", "cn"))
        if place.part_of:
            yield stated.line(node, term("locatedIn"), resource("place", place.part_of))
        yield stated.line(node, term("kind"), concept("place-kind", place.kind))
        if place.kind == "municipality":
            yield derived.line(node, term("kind"), concept("place-kind", "city"))
        for above in classes:
            yield derived.line(node, RDF_TYPE, above)
        for language in LANGUAGES:
            # What the documents name has its English label from the register of names.
            if language == "en" and place.named_by == "documents":
                continue
            text = tagged(getattr(place, language), language)
            yield stated.line(node, PREF_LABEL, text)
            yield derived.line(node, LABEL, text)
        names = {place.en.casefold(), place.de.casefold()}
        for spelling in mappings.spellings.get(place.place, ()):
            if spelling not in names:
                yield derived.line(node, HIDDEN_LABEL, tagged(spelling.title(), "en"))
