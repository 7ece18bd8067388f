"""Broken graphs of importers, from cases_importer.toml, each put where it would turn up."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.validation.cases import Case
from tests.validation.graphs import claim, triples

FILE = Path(__file__).with_suffix(".toml")

# Another project and an organisation, to say something of.
MORE = """<project/boat> a eucn:Project ; eucn:name "Boat"@en .
<organization/x> a eucn:Organization ; eucn:name "X"@en ;
    eucn:kind organisation-kind:university .
"""
ACRONYM = '<project/ship> eucn:acronym "SHP" .'
REGISTER = """graph:cordis-x {{ <project/cordis-1> a eucn:Project ; eucn:name "X"@en ;
    eucn:statedInRow <row/cordis-x-1> .
<organization/pic-999999999> a eucn:Organization ; eucn:name "O"@en ;
    eucn:statedInRow <row/cordis-x-1> .
<participation/cordis-1-1> a eucn:ProjectParticipation ; eucn:participationIn <project/cordis-1> ;
    eucn:participant <organization/pic-999999999> ; eucn:role role:participant ;
    eucn:statedInRow <row/cordis-x-1> . {stated} }}
graph:derived {{ <project/cordis-1> skos:prefLabel "X"@en .
    <organization/pic-999999999> skos:prefLabel "O"@en . }}
graph:cordis-x\\/rows {{ <row/cordis-x-1> a eucn:RegisterRow ; eucn:dataset <dataset/cordis-x> ;
    eucn:file "project.csv" ; eucn:rowKey "1" .
    <dataset/cordis-x> a eucn:RegisterDataset ; dct:title "X"@en ;
    dct:license <https://creativecommons.org/publicdomain/zero/1.0/> . {rows} }}"""
ANALYSIS = """graph:analysis {{ <dataset/network-analysis> a qb:DataSet .
<observation/o> a qb:Observation ; qb:dataSet <dataset/network-analysis> ;
    metric:actor <cluster/ghent> .
<gap/g> a eucn:Gap ; eucn:kind gap-kind:{kind} ; eucn:concerns <cluster/ghent> ;
    rdfs:comment "x"@en , "y"@de , "z"@zh ; rdfs:label "a"@en , "b"@de , "c"@zh .
{stated} }}"""


def _case(entry: dict[str, str]) -> Case:
    where = entry.get("where", "document")
    told = entry["title"], entry["rule"]
    bad, good = entry.get("bad", ""), entry.get("good", "")
    severity = entry.get("severity", "Violation")
    if where == "register":
        rows = entry.get("rows", ""), entry.get("good_rows", "")
        raws = [REGISTER.format(stated=s, rows=r) for s, r in zip((bad, good), rows, strict=True)]
        return Case(*told, bad_raw=raws[0], good_raw=raws[1], severity=severity, evidence="row")
    if where == "analysis":
        raws = [ANALYSIS.format(stated=text, kind=KIND) for text in (bad, good)]
        return Case(*told, MORE, MORE, *raws, severity=severity)
    if where == "claims":
        raws = [f"ships:claims {{ {t.replace('<the-claim>', THE_CLAIM)} }}" for t in (bad, good)]
        return Case(*told, ACRONYM, ACRONYM, *raws, severity=severity)
    return Case(*told, MORE + bad, MORE + good, severity=severity)


THE_CLAIM = str(claim(triples(ACRONYM)[0])[0].subject)
KIND = "islands"
IMPORTER = [_case(entry) for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]]
