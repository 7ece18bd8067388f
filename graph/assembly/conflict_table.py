"""The conflicts report, read from a store: the same rows for page, command and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Literal, URIRef

from graph import iris
from graph.assembly.comparing import Agreement, agreement
from graph.assembly.conflicts import RULE
from graph.languages import DEFAULT, base_language, choose
from graph.questions import query, with_prefixes
from graph.store import Store, patient
from graph.tables import Table

DEFINITION = (
    "Different values where a thing is expected to have one, as several documents (or one "
    "document in two places) give them, or a document and a register; and statements about two "
    "things or two days that do not go together, of which each may be true (kind says which). "
    f"Ranking: {RULE}. A value that a register bears out is marked settled. Nothing is deleted."
)
KIND = "values"
"""The kind of a conflict of values between or within documents."""
REGISTER = "register"
"""The kind of a conflict of a document with a register; other kinds are in ``tensions.rq``."""
INFERRED = "inferred-register"
"""The kind of a conflict of a curator's inference, which no document states, with a register."""
MONEY = ("euContribution", "netEuContribution", "fundingEuro", "totalCost")
"""Properties whose values are in euro by their definition."""
WHY = {
    KIND: {
        "en": "Different values where one is expected.",
        "de": "Verschiedene Werte, wo einer zu erwarten ist.",
        "zh": "应只有一个值，来源却给出不同的值。",
    },
    REGISTER: {
        "en": "A document and a register differ.",
        "de": "Ein Dokument und ein Register weichen voneinander ab.",
        "zh": "文件与登记库不一致。",
    },
    INFERRED: {
        "en": "An inference of a curator and a register differ.",
        "de": "Eine redaktionell erschlossene Angabe und ein Register weichen voneinander ab.",
        "zh": "整理者推断与登记库不一致。",
    },
    "after-the-end": {
        "en": "Held within a project that had ended by the dates of another statement.",
        "de": "Im Rahmen eines Projekts, das laut einer anderen Angabe schon beendet war.",
        "zh": "在项目框架内举行，但按另一陈述该项目当时已结束。",
    },
    "told-before": {
        "en": "Told as past by a document that is dated earlier.",
        "de": "Als vergangen geschildert in einem Dokument mit früherem Datum.",
        "zh": "被一份日期更早的文件叙述为已发生。",
    },
    "told-after": {
        "en": "Told as ongoing by a document that is dated after a stated end.",
        "de": "Als laufend geschildert in einem Dokument, das nach einem angegebenen Ende datiert.",
        "zh": "被一份日期晚于所载结束日期的文件叙述为仍在进行。",
    },
    "other-date": {
        "en": "One step of an agreement with two dates.",
        "de": "Ein Schritt eines Abkommens mit zwei Daten.",
        "zh": "协议的同一进展有两个日期。",
    },
    "other-signatory": {
        "en": "Signatories in the document, and one more that a curator reads from its source.",
        "de": "Unterzeichner laut Dokument und einer mehr laut Redaktion aus dessen Quelle.",
        "zh": "文件所列的签署方，以及整理者据其来源得出的另一签署方。",
    },
    "other-topic": {
        "en": "Possibly one event, told under two topics.",
        "de": "Möglicherweise eine Veranstaltung, unter zwei Themen geschildert.",
        "zh": "可能为同一活动，却在两个主题下叙述。",
    },
}
"""Why the statements of a kind do not go together, by language."""


CURATION = str(iris.resource("document/curation"))
DOCUMENTS = CURATION.removesuffix("curation")

OF_DOCUMENT = {
    "en": "{property} of the document",
    "de": "{property} des Dokuments",
    "zh": "文件的{property}",
}
OF_ANOTHER = {
    "en": "{property} of “{thing}”",
    "de": "{property} von „{thing}“",
    "zh": "“{thing}”的{property}",
}
"""What a value is of, where it is not of the thing that a row is about."""

IN_REGISTER = {"en": "register", "de": "Register", "zh": "登记库"}


def conflict_table(store: Store, language: str = "en") -> Table:
    """Return every conflict of the graph: ``subject, property, values`` with document and claim
    each, ``kind`` and ``why``, and in ``registers`` what a register says of the same, with the
    row. A value that a register bears out is ``settled``.

    Labels are in ``language`` where there is one, else English, else any.
    """
    store = patient(store)
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    key: tuple[str, ...]
    for found in store.select(query("reports/conflicts")):
        key = str(found["subject"]), str(found["property"])
        row = rows.setdefault(key, _row(store, found, KIND, language))
        rank = str(found["rank"]).rpartition("/")[2]
        row["values"].append(_value(store, found, rank, language))
    _beside_registers(store, rows, language)
    for found in store.select(query("reports/tensions")):
        kind = str(getattr(found["kind"], "value", found["kind"]))
        key = str(found["subject"]), "~", kind
        row = rows.setdefault(key, _row(store, found, kind, language))
        value = _value(store, found, "", language)
        value["told"] = f"{_what(store, row, value, language)} {value['label']}"
        row["values"].append(value)
    for row in rows.values():
        row["values"].sort(key=lambda one: (-one["confidence"], one["document"], one["value"]))
        row["stated"] = "\n".join(
            [
                *(f"{v['told']} ({', '.join(filter(None, _remarks(v)))})" for v in row["values"]),
                *(f"{v['label']} ({IN_REGISTER.get(language)})" for v in row["registers"]),
            ]
        )
    ordered = [rows[key] for key in sorted(rows)]
    columns = ("subjectLabel", "propertyLabel", "stated")
    return Table(store.built.date().isoformat(), DEFINITION, ordered, columns)


def _beside_registers(
    store: Store, rows: dict[tuple[str, ...], dict[str, Any]], language: str
) -> None:
    """Add what registers state to the conflicts, and the conflicts of documents with them."""
    beside: dict[tuple[str, str], list[Any]] = {}
    for found in store.select(query("reports/beside-registers")):
        beside.setdefault((str(found["subject"]), str(found["property"])), []).append(found)
    for key, several in beside.items():
        borne_out = {
            str(one["claim"])
            for one in several
            if agreement(one["value"], one["stated"]) != Agreement.DIFFERENT
            or one.get("within") is not None
        }
        row = rows.get(key)
        if row is None:
            if borne_out:
                continue
            row = rows[key] = _row(store, several[0], REGISTER, language)
            claims = {str(one["claim"]): one for one in several}
            row["values"] = [_value(store, one, "", language) for one in claims.values()]
            if all(one["document"] == CURATION for one in row["values"]):
                row |= {"kind": INFERRED, "why": WHY[INFERRED].get(language, WHY[INFERRED]["en"])}
        for value in row["values"]:
            value["settled"] = value["claim"] in borne_out
        for one in several:
            stated = {
                "value": str(one["stated"]),
                "label": _told(store, one["stated"], str(one["property"]), language),
                "row": str(one["row"]),
            }
            if stated not in row["registers"]:
                row["registers"].append(stated)


def _row(store: Store, found: Any, kind: str, language: str) -> dict[str, Any]:
    told = WHY.get(kind, {})
    name = _label(store, found["property"], language)
    return {
        "subject": str(found["subject"]),
        "subjectLabel": _label(store, found["subject"], language),
        "property": str(found["property"]),
        "propertyLabel": name if kind in (KIND, REGISTER) else told.get(language, name),
        "kind": kind,
        "why": told.get(language, told.get("en", "")),
        "values": [],
        "registers": [],
    }


def _value(store: Store, found: Any, rank: str, language: str) -> dict[str, Any]:
    label = _told(store, found["value"], str(found["property"]), language)
    return {
        "value": str(found["value"]),
        "label": label,
        "told": label,
        "about": str(found.get("about") or found["subject"]),
        "property": str(found["property"]),
        "document": str(found["document"]),
        "documentLabel": _label(store, found["document"], language),
        "claim": str(found["claim"]),
        "confidence": float(str(found["confidence"])),
        "rank": rank,
        "settled": False,
    }


def of_what(row: Mapping[str, Any], value: Mapping[str, Any], language: str) -> str:
    """Return the pattern in which a property is named: of the document that tells, of another
    thing, or of the thing that the row is about, which needs no word.

    The date of a document beside an event would be read as that of the event.
    """
    if value["about"] == row["subject"]:
        return "{property}"
    told = OF_DOCUMENT if value["about"].startswith(DOCUMENTS) else OF_ANOTHER
    return told.get(language, told["en"])


def _what(store: Store, row: dict[str, Any], value: dict[str, Any], language: str) -> str:
    return of_what(row, value, language).format(
        property=_label(store, URIRef(value["property"]), language),
        thing=_label(store, URIRef(value["about"]), language),
    )


def _told(store: Store, value: object, property_: str, language: str) -> str:
    """Return the name of a value, or what it is, money with its currency."""
    label = _label(store, value, language)
    return f"{label} EUR" if property_.rpartition("#")[2] in MONEY else label


def _remarks(value: Any) -> tuple[str, str, str]:
    return value["documentLabel"], f"{value['confidence']:g}", value["rank"]


_LABELS = """
SELECT ?label WHERE {{ <{iri}> rdfs:label|skos:prefLabel ?label }}
"""


def _label(store: Store, term: object, language: str) -> str:
    if isinstance(term, Literal) or not isinstance(term, URIRef):
        return str(term)
    labels = {
        base_language(label.language) or DEFAULT: str(label)
        for row in store.select(with_prefixes(_LABELS.format(iri=term)))
        if isinstance(label := row["label"], Literal)
    }
    return choose(labels, language, iris.identifier(str(term)) or str(term))
