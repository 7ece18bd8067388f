"""When a document and a register say the same, and when they do not."""

from __future__ import annotations

import pytest
from rdflib import XSD, Literal, URIRef

from graph.assembly.comparing import Agreement, agreement, plain


def date(text: str) -> Literal:
    kind = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)]
    return Literal(text, datatype=kind)


@pytest.mark.parametrize(
    ("told", "stated", "expected"),
    [
        (date("2019-01-01"), date("2019-01-01"), Agreement.SAME),
        (date("2020-01"), date("2020-01-01"), Agreement.PRECISE),
        (date("2020"), date("2020-12-31"), Agreement.PRECISE),
        (date("2021-06-30"), date("2021-12-31"), Agreement.DIFFERENT),
        (date("2023-12"), date("2024-06-30"), Agreement.DIFFERENT),
        (Literal(917000), Literal("917337.5", datatype=XSD.decimal), Agreement.ROUNDED),
        (Literal(2000000), Literal("1999250", datatype=XSD.decimal), Agreement.ROUNDED),
        (Literal(2000000), Literal("2338650", datatype=XSD.decimal), Agreement.ROUNDED),
        (Literal(2100000), Literal("1999250", datatype=XSD.decimal), Agreement.DIFFERENT),
        (Literal(917337), Literal("917000", datatype=XSD.decimal), Agreement.DIFFERENT),
        (Literal("330000"), Literal("331780"), Agreement.DIFFERENT),
        (Literal("2222"), Literal("1111"), Agreement.DIFFERENT),
        (Literal("HARBOUR-LockQuay"), Literal("Harbour LockQuay", lang="en"), Agreement.SAME),
        (Literal(1), Literal("NaN", datatype=XSD.double), Agreement.DIFFERENT),
        (Literal("INF", datatype=XSD.double), Literal(1), Agreement.DIFFERENT),
        (Literal("1e-400", datatype=XSD.double), Literal(10**40), Agreement.DIFFERENT),
        (URIRef("urn:a"), URIRef("urn:b"), Agreement.DIFFERENT),
        (URIRef("urn:a"), URIRef("urn:a"), Agreement.SAME),
    ],
)
def test_agreement(told: Literal, stated: Literal, expected: Agreement) -> None:
    assert agreement(told, stated) == expected


def test_spelling_does_not_make_another_name() -> None:
    assert plain("Widening inter‐port policy") == plain("WIDENING INTER-PORT POLICY")
