"""What stands for two, what brackets say, boards, partnerships: readings of whole short texts."""

from __future__ import annotations

import pytest

from graph.extraction.extract import extract
from graph.extraction.generic import is_generic
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


def test_a_surname_means_the_person_whom_the_text_names_in_full() -> None:
    told = extract(
        "Dr Ingrid Solvang is director of the Brackwater Institute. Professor Chen Yulan of Wuxi "
        "Lake University came to Kiel. Solvang and Chen signed a letter of intent on 3 May 2021.\n",
        "en",
    ).statements
    parties = {c.object.name for c in told if c.property == "signatory"}
    assert parties == {"Brackwater Institute", "Wuxi Lake University"}


def test_who_signs_for_a_body_may_stand_behind_it() -> None:
    told = extract(
        "A letter of intent was signed for the Port of Kiel by its director, Jonas Mark, and "
        "for the Wuxi Commission by its deputy director, Luo Min.\n",
        "en",
    ).statements
    parties = {c.object.name for c in told if c.property == "signatory"}
    assert parties == {"Port of Kiel", "Wuxi Commission"}


def test_and_does_not_join_two_bodies_whose_second_has_a_legal_form() -> None:
    found = extract("The University of Padua and Filatura Bossi S.p.A. met.\n", "en")
    assert {c.subject.name for c in found.entities} >= {
        "University of Padua",
        "Filatura Bossi S.p.A.",
    }


def test_a_day_with_a_name_is_an_event_and_any_other_day_is_none() -> None:
    found = extract(
        "The Kiel-Wuxi Logistics Day took place in May 2021. On the last day of it ...\n", "en"
    )
    assert [c.subject.name for c in found.entities if c.subject.cls == "Event"] == [
        "Kiel-Wuxi Logistics Day"
    ]


def test_countries_that_partners_come_from_are_no_ones_in_particular() -> None:
    told = extract(
        "TIDE is a project with partners from Italy, China and Greece, including Marelab GmbH.\n",
        "en",
    ).statements
    assert not [c for c in told if c.property == "country"]


MORE: list[tuple[str, list[Told], list[Told]]] = [
    (
        "TIDE, led by the Institute of Tides and financed by the EU with 2 million euros, ends.",
        [("TIDE", "fundedBy", "EU")],
        [("TIDE", "fundedBy", "Institute of Tides")],
    ),
    (
        "Hosted by the Port of Kiel, the session drew about 80 officials; the eighth session had "
        "been held online in December 2020.",
        [("ninth session", "organiser", "Port of Kiel"), ("ninth session", "attendance", "80")],
        [("eighth session", "organiser", "Port of Kiel"), ("eighth session", "attendance", "80")],
    ),
    (
        "Programme\n- 13 May 2019, Ruwenau: Sino-European Peat Forum, "
        "organised by the Port of Kiel\n",
        [("Sino-European Peat Forum", "locatedIn", "Ruwenau")],
        [],
    ),
    (
        "Signed\n- On 25 November 2021, by video link: a cooperation agreement between Marelab "
        "GmbH and Wuxi Lake University.\n",
        [("cooperation agreement", "date", "2021-11-25")],
        [],
    ),
    (
        "On 2 May 2021 came a research agreement worth 2.5 million euros between Marelab GmbH and "
        "Wuxi Lake University.",
        [("research agreement", "signatory", "Marelab GmbH")],
        [],
    ),
    (
        "TIDE had as members Wuxi Lake University and Ningbo Coast College (both China), and "
        "Marelab GmbH (Germany).",
        [("TIDE", "partner", "Ningbo Coast College"), ("Ningbo Coast College", "country", "China")],
        [],
    ),
    (
        'The Institute of Tides organised the autumn school "Reading the Mud" in Kiel in May 2019.',
        [("Reading the Mud", "organiser", "Institute of Tides")],
        [],
    ),
    (
        "Whether there will be a mission to Wuxi in May 2022 depends on funds. A paper between the "
        "Port of Kiel and Marelab GmbH exists as a draft; its signing was put off.",
        [],
        [("mission to Wuxi", "date", "2022-05")],
    ),
    (
        "The supply contract between Marelab GmbH and the Port of Kiel dates from 3 May 2019.",
        [("supply contract", "signatory", "Port of Kiel")],
        [],
    ),
    (
        "TIDE Newsletter\nIn March 2017 the members met in Kiel for their kick-off meeting.\n\n"
        "Second summer school. It took place in Lanzhou in July 2016.",
        [("Second summer school", "date", "2016-07"), ("kick-off meeting", "date", "2017-03")],
        [("kick-off meeting", "date", "2016-07")],
    ),
    (
        "The study visit (2-6 September 2019) was held in Kiel. The previous visit, in June 2017, "
        "had led the guests to Wuxi.",
        [("previous visit", "date", "2017-06")],
        [("study visit", "date", "2017-06")],
    ),
    (
        "On 5 May 2019 the mayors signed a framework agreement. Under it, the City of Kiel and the "
        "Wuxi Municipal Government will share data.",
        [("framework agreement", "signatory", "City of Kiel")],
        [],
    ),
    (
        "TIDE is coordinated by Brackwater University, with the Institute of Mud and Marelab GmbH "
        "on board. Wuxi Academy, Ruwe College and the Finnish start-up Neurolook Oy participate.",
        [("TIDE", "partner", "Marelab GmbH"), ("TIDE", "partner", "Wuxi Academy")],
        [],
    ),
    (
        "Minutes\nTwelfth meeting of the Sino-European Steering Committee on Oceans\n"
        "Ruwenau, 6-7 June 2018\n\nThe Committee met.",
        [("Twelfth meeting", "locatedIn", "Ruwenau"), ("Twelfth meeting", "ordinal", "12")],
        [],
    ),
    (
        "TIDE is a project. Its EU grant of 3.9 million euros does not cover the Chinese partner.",
        [("TIDE", "fundingEuro", "3900000")],
        [],
    ),
    (
        "On Tuesday 6 June 2023 Brackwater University and Marelab GmbH signed a letter of intent.",
        [("letter of intent", "signatory", "Brackwater University")],
        [("letter of intent", "signatory", "Tuesday 6 June")],
    ),
    (
        "Delft Institute is a partner in the EU-funded project TIDE.",
        [("TIDE", "partner", "Delft Institute")],
        [("EU-funded", "partner", "Delft Institute")],
    ),
    (
        "Partners of TIDE are Delft Institute (coordinator, Spain), Ruwe Laboratory (Italy).",
        [],
        [("TIDE", "coordinator", "Ruwe Laboratory")],
    ),
    (
        "TIDE is led by the Centre for Mud; the Chinese consortium is led by Wuxi Academy.",
        [("TIDE", "coordinator", "Centre for Mud")],
        [("TIDE", "coordinator", "Wuxi Academy")],
    ),
    (
        "A workshop was held in Kiel. TIDE officially ended in May 2020.",
        [("TIDE", "endDate", "2020-05")],
        [("workshop", "date", "2020-05")],
    ),
    (
        "Ning Guohua, president of Ruwe Clinic, and Jukka Aalto, rector of Tavast University, "
        "spoke. Guests listened. The two presidents signed a letter of intent on 3 May 2018.",
        [("letter of intent", "signatory", "Ruwe Clinic")],
        [],
    ),
    (
        "TIDE is headed by Ruwe Clinic; Tavast University and Wuxi Academy take part.",
        [("TIDE", "coordinator", "Ruwe Clinic"), ("TIDE", "partner", "Tavast University")],
        [("TIDE", "partner", "Ruwe Clinic")],
    ),
    (
        "TIDE is joined by nine organisations, among them the Salt Institute (Xining), the "
        "Spanish membrane maker Hidrofiltra S.A., the Fondation Polytech and Zabuye Ltd.",
        [("TIDE", "partner", "Hidrofiltra S.A."), ("TIDE", "partner", "Fondation Polytech")],
        [],
    ),
    (
        "TIDE has a budget of 6.2 million euros, of which the EU contributes 4.8 million euros.",
        [("TIDE", "totalCost", "6200000"), ("TIDE", "fundingEuro", "4800000")],
        [("TIDE", "fundingEuro", "6200000")],
    ),
    (
        "Led by Lindholm University, the project TIDE received 5.4 million euros from the EU.",
        [("TIDE", "fundingEuro", "5400000")],
        [("TIDE", "fundedBy", "Lindholm University")],
    ),
    (
        "The Ruwe Clinic (RUC) and Jilin Optics University (JOU) are old. A five-year agreement "
        "was signed on 3 May 2020 by RUC director Hanna Weiss and JOU president Fan Zhigang.",
        [("five-year agreement", "signatory", "Jilin Optics University")],
        [],
    ),
]
TIDE = "TIDE is a project. The ninth session of the EU-China Dialogue on Peat was held in Kiel.\n\n"


@pytest.mark.parametrize(("text", "said", "unsaid"), MORE)
def test_what_press_offices_write(text: str, said: list[Told], unsaid: list[Told]) -> None:
    opening = TIDE if "TIDE" in text or "ninth" in str(said) else ""
    told = [
        (
            c.subject.name,
            str(c.property),
            c.object if isinstance(c.object, str) else str(c.object and c.object.name),
        )
        for c in extract(opening + text, "en").statements
    ]

    def found(one: Told) -> bool:
        return any(one[0] in a and one[1:] == (b, c) for a, b, c in told)

    assert [one for one in said if not found(one)] == []
    assert [one for one in unsaid if found(one)] == []


TABLE = """TIDE
Mud in harbours

Grant agreement ID: 875123
Funded under: Horizon 2020
Start date: 1 November 2019

No. | Organisation | Short name | Country | Role
1 | Brackwater University | BRU | SE | Coordinator
2 | Ningbo Mud Co., Ltd. | NMC | CN | Partner, own funds
"""


def test_a_table_of_partners_tells_who_takes_part_in_the_project_above_it() -> None:
    found = extract(TABLE, "en")
    told = {
        (c.subject.name, c.property, c.object.name)
        for c in found.statements
        if isinstance(c.object, Thing)
    }
    assert told >= {
        ("TIDE", "coordinator", "Brackwater University"),
        ("TIDE", "partner", "Ningbo Mud Co., Ltd."),
        ("Ningbo Mud Co., Ltd.", "country", "China"),
    }
    assert {c.subject.name for c in found.entities if c.subject.cls == "Project"} == {"TIDE"}


def test_a_word_in_capitals_that_heads_the_news_is_no_project() -> None:
    text = "MOBILITÉS. Le projet TIDE rassemble dix partenaires, parmi lesquels Marelab GmbH.\n"
    found = extract(text, "fr")
    assert {c.subject.name for c in found.entities if c.subject.cls == "Project"} == {"TIDE"}


def test_each_project_of_a_list_has_a_lead_of_its_own() -> None:
    text = (
        "The board has picked two projects.\n\n1. TIDEWAY – mud and how to move it\n"
        "Lead: Ruwe University. Grant: EUR 740,000\n\n"
        "2. REEDWAY – reeds and roofs\nLead: Wuxi Reed Academy. Grant: EUR 695,000\n"
    )
    leads = [c for c in extract(text, "en").statements if c.property == "coordinator"]
    told = {(c.subject.name, c.object.name) for c in leads}
    assert told == {("TIDEWAY", "Ruwe University"), ("REEDWAY", "Wuxi Reed Academy")}


def test_what_pays_for_a_project_is_not_its_name() -> None:
    text = "It stems from TIDEWAY, an EU-funded project which runs from May 2017 to October 2020.\n"
    found = extract(text, "en")
    assert {c.subject.name for c in found.entities if c.subject.cls == "Project"} == {"TIDEWAY"}


def test_numbers_of_grants_and_second_parts_of_verbs_are_no_names() -> None:
    found = extract(
        "Das Ministerium fördert das Vorhaben unter dem Förderkennzeichen 03WB2417A mit 2 Mio. "
        "Euro. Die zweite Phase geht auf den Deutsch-Chinesischen Dialog über Gezeiten zurück, "
        "dessen vierte Sitzung am 19. Oktober 2023 in Qingdao stattfand.\n",
        "de",
    )
    names = {c.subject.name for c in found.candidates if c.property is None}
    assert "03WB2417A" not in names
    assert not [name for name in names if name.endswith("zurück")]
    assert any("Dialog über Gezeiten" in name for name in names)
    assert is_generic("Event", "Sommerschule")
