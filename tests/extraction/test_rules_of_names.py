"""What stands for two, what brackets say, boards, partnerships: readings of whole short texts."""

from __future__ import annotations

import pytest

from graph.extraction.extract import extract
from graph.extraction.model import Candidate, Thing

Told = tuple[str, str, str]
TEXTS: list[tuple[str, str, list[Told]]] = [
    (
        "en",
        "Marelab University and Ningbo Coast University know each other well. The two universities "
        "signed a cooperation agreement in Kiel on 4 May 2021.",
        [
            ("cooperation agreement", "signatory", "Marelab University"),
            ("cooperation agreement", "signatory", "Ningbo Coast University"),
        ],
    ),
    (
        "de",
        "Die Hochschule Elbmarsch und die Universität Jiaxing kennen sich gut. Beide Hochschulen "
        "unterzeichneten am 4. Mai 2021 in Kiel eine Kooperationsvereinbarung.",
        [("Kooperationsvereinbarung", "signatory", "Universität Jiaxing")],
    ),
    (
        "fr",
        "L’Université de Valmont et l’Institut de Jinan se connaissent. Les deux "
        "établissements ont "
        "signé le 4 mai 2021 un accord-cadre.",
        [("accord-cadre", "signatory", "Institut de Jinan")],
    ),
    (
        "en",
        "The EU-China Dialogue on Peat met again. The fifth meeting (Shenzhen, November 2017) had "
        "asked for a pilot.",
        [("fifth meeting", "date", "2017-11"), ("fifth meeting", "locatedIn", "Shenzhen")],
    ),
    (
        "en",
        "It rests on a cooperation agreement between the Port of Ghent and Ningbo Port Group.",
        [("cooperation agreement", "signatory", "Port of Ghent")],
    ),
    (
        "de",
        "Zwischen der Landwirtschaftskammer Mittelrhein und dem Weinbauverband "
        "Ningxia besteht eine "
        "Kooperationsvereinbarung.",
        [("Kooperationsvereinbarung", "signatory", "Weinbauverband Ningxia")],
    ),
    (
        "de",
        "Gemischter Ausschuss EU-China für Torfforschung\nProtokoll der 4. "
        "Sitzung, 19. und 20. Juni 2017",
        [("4. Sitzung", "ordinal", "4"), ("4. Sitzung", "startDate", "2017-06-19")],
    ),
    (
        "de",
        "Das Projekt GRÜNE BRÜCKE wird vom Zentrum für Hafenkunde Emden koordiniert.",
        [("GRÜNE BRÜCKE", "coordinator", "Zentrum für Hafenkunde Emden")],
    ),
    (
        "en",
        "With a total cost of €6.3 million and an EU contribution of €5 million, "
        "the project GREENQUAY is large.",
        [("GREENQUAY", "totalCost", "6300000"), ("GREENQUAY", "fundingEuro", "5000000")],
    ),
    (
        "zh",
        "“水网”项目由瑞典湖滨大学牵头。江淮理工大学与湖滨大学是老朋友。两校共同参与“水网”项目。",
        [("水网", "partner", "江淮理工大学")],
    ),
    (
        "zh",
        "2019年10月23日，中欧海洋对话第五次会议在浙江宁波举行，由国家海洋合作中心主办，宁波港口研究院承办。",
        [
            ("第五次会议", "organiser", "宁波港口研究院"),
            ("第五次会议", "locatedIn", "宁波"),
        ],
    ),
    (
        "zh",
        "里昂材料集群是欧洲集群伙伴关系BIOMAT-GO的成员，该伙伴关系还包括德国莱比锡医疗集群。",
        [("BIOMAT-GO", "member", "里昂材料集群"), ("BIOMAT-GO", "member", "莱比锡医疗集群")],
    ),
    (
        "zh",
        "2019年5月，中欧科技合作联合委员会第十四次会议在布鲁塞尔举行。",
        [("第十四次会议", "sessionOf", "中欧科技合作联合委员会")],
    ),
    (
        "zh",
        "项目名称：SMARTGRAIN\n欧盟资助金额：315万欧元\n总预算：380万欧元",
        [("SMARTGRAIN", "fundingEuro", "3150000"), ("SMARTGRAIN", "totalCost", "3800000")],
    ),
]


def said(c: Candidate, told: Told) -> bool:
    name = c.object.name if isinstance(c.object, Thing) else str(c.object)
    return told[0] in c.subject.name and c.property == told[1] and told[2] in name


@pytest.mark.parametrize(("language", "text", "wanted"), TEXTS)
def test_short_texts(language: str, text: str, wanted: list[Told]) -> None:
    found = extract(text + "\n", language).statements
    assert [told for told in wanted if not any(said(c, told) for c in found)] == []


NOT_SAID = [
    # Two of many that are named as examples are no pair.
    (
        "en",
        "Ashford University and Hefei Cell Institute met. Six partners came, among them Fraunheim "
        "Centre and Anhui Cells Ltd. The summer school was organised by the two partners.",
        ("summer school", "organiser", "Anhui Cells Ltd"),
    ),
    # What is offered is no fact.
    (
        "en",
        "The EU-China Dialogue on Peat met in Kiel. The Chinese side offered to host the seventh "
        "meeting in Xiamen.",
        ("seventh meeting", "locatedIn", "Xiamen"),
    ),
    # The Union pays for projects; it leads none.
    (
        "de",
        "Die Universität Fahrburg koordiniert das von der EU mit 3,2 Mio. Euro geförderte "
        "Verbundprojekt WASSERWEG.",
        ("WASSERWEG", "coordinator", "EU"),
    ),
    # Who travels along is no partner of a project that the text names later.
    (
        "de",
        "Die Delegationsreise führt im Mai 2018 nach Shenzhen. Mit dabei sind die Werftgruppe "
        "Sievers GmbH und die Universität Flensmar. Das Projekt UFERLICHT begann 2017.",
        ("UFERLICHT", "partner", "Universität Flensmar"),
    ),
]


@pytest.mark.parametrize(("language", "text", "told"), NOT_SAID)
def test_what_is_not_said(language: str, text: str, told: Told) -> None:
    assert not any(said(c, told) for c in extract(text + "\n", language).statements)


def test_a_surname_is_the_person_named_before() -> None:
    text = (
        "Margaret Oyelaran signed for the university. “We hope for more,” said "
        "Professor Oyelaran.\n"
    )
    people = {c.subject.name for c in extract(text, "en").entities if c.subject.cls == "Person"}
    assert people == {"Margaret Oyelaran"}


def test_a_name_of_which_nothing_is_told_has_one_witness() -> None:
    found = extract(
        "The Port of Ghent is old. HARBOUR is a project led by Ningbo Port Group.\n", "en"
    )
    sure = {c.subject.name: c.confidence for c in found.entities}
    assert sure["Port of Ghent"] < 0.8 <= sure["Ningbo Port Group"]
