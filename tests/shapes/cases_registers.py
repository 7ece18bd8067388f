"""A good case and bad ones for every shape of registers.ttl."""

from __future__ import annotations

from tests.shapes.cases_union import Case, with_second, without

ROW = """<row/r> a eucn:RegisterRow ; eucn:dataset <dataset/d> ; eucn:file "project.csv" ;
    eucn:rowKey "1" ; eucn:goneSince "2026-05-16"^^xsd:date .
<dataset/d> a eucn:RegisterDataset ; <http://purl.org/dc/terms/license> <http://example.org/l> ;
    <http://purl.org/dc/terms/title> "CORDIS"@en ."""
IDENTIFIER = """<identifier/pic-1> a eucn:Identifier ; skos:notation "1" ;
    eucn:scheme identifier-scheme:pic ."""
PART = """<participation/p> eucn:participant <organization/o> ; eucn:participationIn <project/p> ;
    eucn:order 1 ; eucn:euContribution 100.5 ; eucn:netEuContribution 0.0 ; eucn:totalCost 200.0 ;
    eucn:statedInRow <row/r> . <row/r> a eucn:RegisterRow .
<organization/o> a eucn:Organization . <project/p> a eucn:Project ."""
LICENCE = "<http://purl.org/dc/terms/license> <http://example.org/l>"
TITLE = '<http://purl.org/dc/terms/title> "CORDIS"@en'

CASES: dict[str, Case] = {
    "RegisterRow": (
        ROW,
        [
            without(ROW, "eucn:dataset <dataset/d>"),
            without(ROW, 'eucn:file "project.csv"'),
            with_second(ROW, 'eucn:rowKey "1"', '"2"'),
        ],
    ),
    "RegisterDataset": (
        ROW,
        [without(ROW, LICENCE), with_second(ROW, TITLE, '"CORDIS again"@en')],
    ),
    "Identifier": (
        IDENTIFIER,
        [
            IDENTIFIER.replace("identifier-scheme:pic", "<scheme/x>"),
            without(IDENTIFIER, 'skos:notation "1"'),
        ],
    ),
    "StatedInRow": (PART, [PART.replace("<row/r> a eucn:RegisterRow .", "")]),
    "RegisterParticipation": (
        PART,
        [
            without(PART, "eucn:participant <organization/o>"),
            PART.replace("<project/p> a eucn:Project", "<project/p> a eucn:Event"),
            with_second(PART, "eucn:statedInRow <row/r>", "<row/s>"),
        ],
    ),
    "RegisterMoney": (
        PART,
        [
            PART.replace("100.5", "-100.5"),
            PART.replace("eucn:netEuContribution 0.0", 'eucn:netEuContribution "0"'),
            with_second(PART, "eucn:totalCost 200.0", "300.0"),
        ],
    ),
    "RegisterSpan": (
        ROW,
        [
            ROW.replace('"2026-05-16"^^xsd:date', '"soon"'),
            ROW + '<row/r> eucn:newSince "2026-06-01"^^xsd:date .',
        ],
    ),
}
