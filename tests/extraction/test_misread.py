"""What is written like a name and is none, or is longer than the name."""

from __future__ import annotations

import pytest

from graph.extraction.extract import extract
from graph.extraction.model import Found
from graph.records.inflection import nominative


def names(found: Found, cls: str) -> set[str]:
    return {c.subject.name for c in found.entities if c.subject.cls == cls}


NO_NAMES = """
en|Event|week|In the second week of May the partners of the TIDE project met in Ghent.
en|Partner|Steering Committee|The Steering Committee of the TIDE project met in Ghent.
de|Project|03WB2417A|Das Ministerium fördert das Projekt WATT unter dem Förderkennzeichen 03WB2417A.
it|Event|tappa a Chengdu|I delegati hanno fatto tappa a Chengdu il 4 maggio 2020.
en|Dialogue|Fifteenth joint committee|Fifteenth joint committee meets in Ghent
de|Place|Präsenz|Die Tagung des Projekts WATT fand in Präsenz statt.
"""
NAMES = """
en|Partner|Torun Fire School|Poland's Torun Fire School coordinates the TIDE project.
en|Partner|Montana Engineering GmbH|TIDE was led by Graz-based Montana Engineering GmbH.
de|Dialogue|EU-China-Dialog über See|Sie gehen auf den EU-China-Dialog über See zurück.
de|Partner|Generalkonsulat der Schweiz|Ein Vertreter des Generalkonsulats der Schweiz kam.
de|Partner|Statistisches Bundesamt|Nach Angaben des Statistischen Bundesamts stieg der Handel.
"""


@pytest.mark.parametrize("line", NO_NAMES.split("\n")[1:-1])
def test_what_is_no_name_is_not_offered(line: str) -> None:
    language, cls, name, text = line.split("|")
    assert name not in names(extract(text + "\n", language), cls)


@pytest.mark.parametrize("line", NAMES.split("\n")[1:-1])
def test_a_name_is_cut_to_the_name(line: str) -> None:
    language, cls, name, text = line.split("|")
    found = extract(text + "\n", language)
    assert name in names(found, cls)
    at = [text[c.start : c.end] for c in found.entities if c.subject.name == name]
    assert language == "de" or at == [name]


def test_brackets_that_spell_out_a_project_name_no_organisation() -> None:
    text = (
        "The SOILNET project (Scientific Observation Laboratory for Innovative Networks) "
        "began in May 2021.\n"
    )
    assert not names(extract(text, "en"), "Partner")


def test_a_meeting_that_is_only_planned_is_not_told_as_one() -> None:
    text = (
        "The fourth EU-China Dialogue on Ports met in Ghent on 4 May 2022. "
        "The fifth EU-China Dialogue on Ports might be held in Ningbo.\n"
    )
    found = extract(text, "en")
    assert {c.object for c in found.statements if c.property == "ordinal"} == {"4"}
    assert len(names(found, "DialogueSession")) == 1
    assert {c.object for c in found.set_aside if c.property == "ordinal"} == {"5"}


def test_another_agreement_is_not_the_one_named_before() -> None:
    text = (
        "The Port of Ghent and Ningbo Port University signed a letter of intent on tides. "
        "A second text, between the Port of Emden and Xiamen Bay University, was signed too.\n"
    )
    signers = {
        getattr(c.object, "name", "")
        for c in extract(text, "en").statements
        if c.property == "signatory" and "tides" in c.subject.name
    }
    assert signers == {"Port of Ghent", "Ningbo Port University"}


def test_a_partnership_of_clusters_is_no_project_too() -> None:
    text = (
        "The Danish Wood Cluster belongs to the European Strategic Cluster Partnership TIMBERWAY. "
        "TIMBERWAY is coordinated by Holzcluster Kärnten and receives 380,000 euros under COSME.\n"
    )
    found = extract(text, "en")
    assert not names(found, "Project")
    told = {
        (c.property, getattr(c.object, "name", c.object))
        for c in found.statements
        if c.subject.name == "TIMBERWAY"
    }
    assert ("member", "Holzcluster Kärnten") in told
    assert ("fundedUnder", "COSME") in told


def test_a_session_of_the_dialogue_is_one_of_the_dialogue_named_before() -> None:
    text = (
        "Der Deutsch-Chinesische Dialog über Meeresschutz begann 2015 in Kiel. "
        "Auf der vierten Sitzung des Dialogs am 14. Juni 2018 sprachen beide Seiten über Algen.\n"
    )
    series = [c.object for c in extract(text, "de").statements if c.property == "sessionOf"]
    assert [getattr(x, "name", x) for x in series] == [
        "Deutsch-Chinesischer Dialog über Meeresschutz"
    ]


def test_the_genitive_of_a_german_office_is_told_by_its_first_case() -> None:
    assert nominative("Statistischen Bundesamts") == "Statistisches Bundesamt"
    assert nominative("Mitteldeutschen Technologiestiftung") == "Mitteldeutsche Technologiestiftung"


@pytest.mark.parametrize(
    ("text", "name", "land"),
    [
        ("该项目由意大利维罗瓦大学牵头，江南大学参与。", "维罗瓦大学", "意大利"),
        ("该项目由丹麦技术大学牵头，江南大学参与。", "丹麦技术大学", "丹麦"),
        ("代表团在科希采参观了塔特拉数控公司。", "塔特拉数控公司", None),
        ("桂江大学与海滨自由大学签署合作备忘录。", "海滨自由大学", None),
        ("华东电力设计院与北海能源公司签署合作备忘录。", "华东电力设计院", None),
    ],
)
def test_a_chinese_name_begins_behind_country_and_verb(
    text: str, name: str, land: str | None
) -> None:
    found = extract(text + "\n", "zh")
    assert name in names(found, "Partner")
    at = [text[c.start : c.end] for c in found.entities if c.subject.name == name]
    assert at == [name]
    lands = [
        getattr(c.object, "name", "")
        for c in found.statements
        if c.subject.name == name and c.property == "country"
    ]
    assert lands == ([land] if land else [])


def test_what_is_signed_at_a_chinese_meeting_has_its_day() -> None:
    text = (
        "2022年6月15日，中欧水资源对话第五次会议在长沙举行。\n"
        "会议期间，江南水利研究院与北岸大学签署《水质监测合作协议》。\n"
    )
    days = {
        c.object
        for c in extract(text, "zh").statements
        if c.subject.cls == "Agreement" and c.property == "date"
    }
    assert days == {"2022-06-15"}
