"""Values that a file of others may bring: the gate tells of them, and never fails itself."""

from __future__ import annotations

import pytest
from rdflib import XSD

from graph.iris import EUCN, GRAPH, ID
from graph.paths import ONTOLOGY
from graph.store.layers import Evidence
from graph.validation.check import layer_beside_shapes, together_beside_shapes
from graph.validation.declared import declared
from graph.validation.statements import Statements

ODD = (
    *("", " ", "x", "²", "+-5", "٣", "９" * 9, "9" * 5000, "-" + "9" * 5000, "1e999999", "1e-9"),
    *(
        "NaN",
        "sNaN",
        "-NaN",
        "INF",
        "Infinity",
        "-INF",
        "1_000",
        "0x10",
        "2020-13-45",
        "2020-02-30",
    ),
    *("9" * 5000 + "-01-01", "-0001-01-01", "٢٠٢٠-٠١-٠١", "2020-01-01T99:99:99Z", "2020-02-30"),
    *("http://[x/", "http://a℀b/", "\\u0000", "\\uFFFF", "\\u0085", "(", "[a-"),
)
KINDS = (XSD.string, XSD.decimal, XSD.integer, XSD.double, XSD.date, XSD.gYear, XSD.boolean)


@pytest.mark.parametrize("evidence", list(Evidence))
def test_no_value_is_too_much_for_the_checks(evidence: Evidence) -> None:
    properties = [*sorted(declared().properties), "http://www.w3.org/ns/oa#start",
                  "http://www.w3.org/ns/oa#end"]  # fmt: skip
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    graph = f"{GRAPH}odd"
    lines = []
    for number, text in enumerate(ODD):
        subject = f"<{ID}amount/odd-{number}>"
        lines.append(f"{subject} {kind} <{EUCN.Amount}> <{graph}> .\n")
        for place, name in enumerate(properties):
            type_ = KINDS[(number + place) % len(KINDS)]
            lines.append(f'{subject} <{name}> "{text}"^^<{type_}> <{graph}> .\n')
        for name in ("totalCost", "euContribution", "value", "durationYears", "signatureDate"):
            lines.append(f'{subject} <{EUCN[name]}> "{text}"^^<{XSD.decimal}> <{graph}> .\n')
    statements = Statements("".join(lines).encode())
    assert list(layer_beside_shapes(statements, evidence, ONTOLOGY))
    list(together_beside_shapes(statements, ONTOLOGY))  # may find nothing, and must not fail
