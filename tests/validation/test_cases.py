"""The gate on broken graphs and their good twins, by both engines of the shapes."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.languages import LANGUAGES
from graph.paths import ONTOLOGY
from graph.store.layers import Evidence
from graph.validation.check import check, layer_beside_shapes
from graph.validation.declared import declared
from graph.validation.finding import Finding
from graph.validation.messages import rules
from graph.validation.names import check_subjects
from graph.validation.shapes import Engine
from graph.validation.statements import Statements
from tests.validation.cases import ISSUE, NEW, PASSES, Case
from tests.validation.cases_importer import IMPORTER
from tests.validation.graphs import layer, quads
from tests.validation.table import FILE, written

CASES = [*ISSUE, *NEW, *IMPORTER]
WARNINGS = [case for case in CASES if case.severity == "Warning"]
ENGINES: tuple[Engine, ...] = ("shacl", "pyshacl")


def found(case: Case, good: bool, engine: Engine = "shacl") -> list[Finding]:
    """What the gate says of a case or of its good twin."""
    turtle, raw = (case.good, case.good_raw) if good else (case.bad, case.bad_raw)
    claimed = case.evidence == "claim"
    graph = layer(turtle, raw) if claimed else quads(raw)
    return check(graph, case.evidence, engine=engine)


def expected_base() -> list[Finding]:
    return check(layer(""), "claim", engine="shacl")


def test_base_is_in_order() -> None:
    assert [str(finding) for finding in expected_base()] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_broken_graph_is_told(case: Case) -> None:
    told = [f for f in found(case, False) if f.rule == case.rule]
    assert told, [f"{f.rule}: {f}" for f in found(case, False)]
    assert {f.severity for f in told} == {case.severity}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_good_twin_passes(case: Case) -> None:
    findings = found(case, True)
    assert [str(f) for f in findings if f.severity == "Violation"] == []
    assert case.rule not in {f.rule for f in findings}


def test_engines_agree() -> None:
    """On all broken graphs that shapes tell of, put together into one.

    Every case of every single shape: tests/shapes/test_two_engines.py.
    """
    shaped = [c for c in CASES if "/" in c.rule and c.evidence == "claim"]
    # For pySHACL NaN is between any two numbers, and it writes numbers its own way.
    shaped = [c for c in shaped if not c.rule.startswith("analysis/Score")]
    assert len(shaped) > 20
    graph = layer("\n".join(c.bad for c in shaped), "\n".join(c.bad_raw for c in shaped))
    one, other = (Counter(check(graph, "claim", engine=engine)) for engine in ENGINES)
    assert one == other
    assert len(one) > len(shaped)


@pytest.mark.parametrize("case", WARNINGS, ids=lambda case: case.title)
def test_a_warning_stops_nothing(case: Case) -> None:
    stopping = [f for f in found(case, False) if f.severity == "Violation"]
    assert [str(f) for f in stopping] == []


@pytest.mark.parametrize(("title", "turtle", "raw", "warning"), PASSES, ids=lambda v: str(v)[:40])
def test_what_must_not_stop(title: str, turtle: str, raw: str, warning: str | None) -> None:
    findings = check(layer(turtle, raw), "claim", engine="shacl")
    assert [str(f) for f in findings if f.severity == "Violation"] == [], title
    assert warning is None or warning in {f.rule for f in findings}


def test_half_of_the_cases_are_new_and_there_are_fifty() -> None:
    assert len(CASES) >= 50
    assert len(NEW) >= len(ISSUE)


def test_every_rule_has_a_case_and_three_languages() -> None:
    asked = {case.rule for case in CASES} | {"not-readable", "two-sides", "contribution-above-cost"}
    asked |= {"identifier-shared", "row-of-nothing", "two-countries"}
    # Asked of files beside others (tests/assembly/test_loading.py), and below.
    asked |= {"claim-in-file", "of-another-layer", "property-of-another-class"}
    assert set(rules()) - asked == set()
    for rule, entry in rules().items():
        assert entry["severity"] in ("Violation", "Warning"), rule
        for language in LANGUAGES:
            assert entry[language].strip(), (rule, language)
        gaps = [sorted({part.split("}")[0] for part in entry[k].split("{")[1:]}) for k in LANGUAGES]
        assert gaps[0] == gaps[1] == gaps[2], rule


def test_unreadable_quads_are_told() -> None:
    (finding,) = check(b"<a> <b> nonsense .", "file")
    assert (finding.rule, finding.severity) == ("not-readable", "Violation")


def test_the_report_speaks_three_languages() -> None:
    case = next(c for c in CASES if c.rule == "end-before-start")
    (finding,) = [f for f in found(case, False) if f.rule == case.rule]
    assert "ends before it starts" in finding.told("en")
    assert "Ende liegt vor dem Beginn" in finding.told("de")
    assert "结束早于开始" in finding.told("zh")
    shape = next(c for c in CASES if c.rule == "document/endDate-single")
    (finding,) = [f for f in found(shape, False) if f.rule == shape.rule]
    assert "zwei Werte" in finding.text("de")
    assert "两个值" in finding.text("zh")


def test_the_table_of_the_docs_is_current() -> None:
    """Run ``python -m tests.validation.table`` where this fails."""
    text = FILE.read_text(encoding="utf-8")
    assert written(text) == text


def test_the_rule_of_subjects_holds_for_registers_by_the_same_declaration() -> None:
    graph = quads(
        'graph:x { <event/a> a eucn:Event ; eucn:grantNumber "1" . <project/b> a eucn:Project ; '
        'eucn:grantNumber "2" . <initiative/c> a eucn:Initiative ; eucn:partnerIn <project/b> . }'
    )
    found = list(check_subjects(Statements(graph), declared()))
    assert [(one.rule, one.focus) for one in found] == [("property-of-another-class", "event/a")]


def test_what_rests_on_the_row_of_another_thing() -> None:
    """A call rests on the row of the project that names it; an organisation needs its own."""
    base = "https://w3id.org/eucn/"
    graph = f"<{base}graph/cordis-small>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    skos = "http://www.w3.org/2004/02/skos/core#"
    project, call = f"<{base}id/project/cordis-1>", f"<{base}vocabulary/call/one>"
    row, whole = f"<{base}id/row/cordis-small-project-1>", f"<{base}id/organization/pic-1>"
    lines = [
        f"{project} {kind} <{base}ontology#Project> {graph} .",
        f"{project} <{base}ontology#call> {call} {graph} .",
        f"{project} <{base}ontology#statedInRow> {row} {graph} .",
        f"{call} {kind} <{skos}Concept> {graph} .",
        f"{row} {kind} <{base}ontology#RegisterRow> <{base}graph/cordis-small/rows> .",
    ]

    def without_row(more: list[str]) -> set[str]:
        statements = Statements("".join(f"{line}\n" for line in [*lines, *more]).encode())
        found = layer_beside_shapes(statements, Evidence.ROW, ONTOLOGY)
        return {one.focus for one in found if one.rule == "no-row"}

    assert without_row([]) == set()
    other = f"<{base}vocabulary/call/two>"
    assert without_row([f"{other} {kind} <{skos}Concept> {graph} ."]) == {"vocabulary/call/two"}
    organisation = [
        f"{project} <{base}ontology#fundedBy> {whole} {graph} .",
        f"{whole} {kind} <{base}ontology#Organization> {graph} .",
    ]
    assert without_row(organisation) == {"organization/pic-1"}
