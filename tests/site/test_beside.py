"""Documents and registers side by side: on the page of a project, which is invented here.

Those of the records: tests/facts/test_beside.py.
"""

from __future__ import annotations

import pytest
from rdflib import XSD, Literal, URIRef

from graph.catalogue.beside import Aspect, Beside, Verdict, beside
from graph.catalogue.entity import Dossier, Evidence, Relation, Statement
from graph.catalogue.rows import Dataset, RegisterRow
from graph.iris import EUCN, VOCABULARY

PAPER, OTHER = "urn:document/paper", "urn:document/other"
ROW = RegisterRow("urn:row", Dataset("urn:register"), "project.csv", "1")
COORDINATOR = URIRef(f"{VOCABULARY}role/coordinator")
PARTICIPANT = URIRef(f"{VOCABULARY}role/participant")


def said(key: str, value: Literal | URIRef, *documents: str, row: bool = False) -> Statement:
    evidence = [Evidence(f"urn:claim/{one}", one) for one in documents]
    evidence += [Evidence(ROW.iri, "urn:register", row=ROW)] * row
    return Statement("urn:project", str(EUCN[key]), value, evidence)


def part(who: str, role: URIRef | None, *documents: str, row: bool = False) -> Relation:
    node = f"urn:node/{who}/{role}/{row}"
    relation = Relation(node, "participation", False)
    relation.statements["participant"] = [said("participant", URIRef(who), *documents, row=row)]
    if role is not None:
        relation.statements["role"] = [said("role", role, *documents, row=row)]
    return relation


def date(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


@pytest.fixture(scope="module")
def both() -> Beside:
    dossier = Dossier("urn:project")
    for statement in (
        said("grantNumber", Literal("1"), PAPER),
        said("grantNumber", Literal("2"), OTHER, row=True),
        said("startDate", date("2019-01-01"), PAPER, row=True),
        said("endDate", date("2021-06-30"), PAPER),
        said("endDate", date("2021-12-31"), row=True),
        said("fundingEuro", Literal(917000), PAPER),
        said("euContribution", Literal("917337.5", datatype=XSD.decimal), row=True),
        said("totalCost", Literal("1240150", datatype=XSD.decimal), row=True),
        said("fundedUnder", URIRef("urn:programme"), PAPER),
    ):
        dossier.statements.setdefault(statement.key, []).append(statement)
    dossier.relations = [
        part("urn:unit", COORDINATOR, PAPER),
        part("urn:whole", COORDINATOR, row=True),
        part("urn:both", PARTICIPANT, PAPER),
        part("urn:both", PARTICIPANT, row=True),
        part("urn:left", None, row=True),
        part("urn:union", URIRef(f"{VOCABULARY}role/funder"), PAPER),
    ]
    return beside(dossier, {"urn:unit": ["urn:whole"]})


def aspect(both: Beside, key: str) -> Aspect:
    return next(one for one in both.aspects if one.key == key)


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("grantNumber", Verdict.SETTLED),
        ("startDate", Verdict.AGREE),
        ("endDate", Verdict.DIFFER),
        ("euContribution", Verdict.ROUNDED),
        ("totalCost", Verdict.REGISTERS),
        ("fundedUnder", Verdict.DOCUMENTS),
        ("coordinator", Verdict.PRECISE),
    ],
)
def test_verdicts(both: Beside, key: str, verdict: Verdict) -> None:
    assert aspect(both, key).verdict == verdict


def test_what_a_register_bears_out_is_marked_and_nothing_is_left_out(both: Beside) -> None:
    numbers = aspect(both, "grantNumber")
    assert {str(one.value): one.borne_out for one in numbers.documents} == {"1": False, "2": True}
    assert [str(one.value) for one in numbers.registers] == ["2"]


def test_the_consortium_is_told_by_both_without_who_only_pays(both: Beside) -> None:
    told = {
        one.organisation: (bool(one.documents), bool(one.registers), one.within)
        for one in both.members
    }
    assert told == {
        "urn:unit": (True, True, "urn:whole"),
        "urn:both": (True, True, ""),
        "urn:left": (False, True, ""),
    }
    assert both.members[0].organisation == "urn:unit"


def test_one_source_alone_is_not_compared() -> None:
    dossier = Dossier("urn:project", {"startDate": [said("startDate", date("2019-01-01"), PAPER)]})
    assert not beside(dossier, {})
