"""Who is joined with a record, who is a part of one, and who is kept apart from look-alikes."""

from __future__ import annotations

import pytest

from graph.identity.index import Index
from graph.identity.model import Party
from graph.identity.rules import RULES, judge
from tests.identity.small import RECORDS, judged, pic, record, verdict


def _name(value: object) -> str:
    return getattr(value, "name", "")


APART = [
    pic("GUIZHOU UNIVERSITY", town="Guiyang"),
    pic("UNIVERSITY OF INTERNATIONAL BUSINESS AND ECONOMICS", town="BEIJING"),
    pic("NORTH UNIVERSITY OF CHINA", town="TAIYUAN"),
    pic("SHANDONG ACADEMY OF AGRICULTURAL SCIENCES", town="JINAN"),
    pic("Institute of Microbiology, Guangdong Institute of Science", town="Guangzhou"),
    pic("UNIVERSITAT LINZ", country="AT", town="Linz", domain="jku.at"),
    pic("FONDAZIONE POLITECNICO DI MILANO", country="IT", town="Milano"),
    pic("DEUTSCHE TELEKOM AG", country="DE", town="Bonn"),
    pic("AYUNTAMIENTO DE MADRID", country="ES", town="Madrid"),
    pic("STICHTING WAGENINGEN RESEARCH", country="NL", town="Wageningen", domain="wur.nl"),
    pic("NATURWISSENSCHAFTLICHES INSTITUT AN DER UNIVERSITAET TUEBINGEN", country="DE",
        town="Reutlingen"),
]  # fmt: skip


@pytest.mark.parametrize("party", APART, ids=lambda party: party.name)
def test_look_alikes_are_kept_apart(party: Party) -> None:
    found = judged(party)
    assert found.relation == "unsure", (found.right.name, found.reason)
    assert found.reason


JOINED = [
    (pic("THE UNIVERSITY OF NOTTINGHAM NINGBO", town="NINGBO"), "nottinghamningbo"),
    (pic("NINGBO UNIVERSITY", town="NINGBO"), "ningbo"),
    (pic("CHINA UNIVERSITY OF GEOSCIENCES (WUHAN)", town="Wuhan"), "cug"),
    (pic("CHINA UNIVERSITY OF GEOSCIENCES (BEIJING)", town="BEIJING"), "cugb"),
    (pic("BEIHANG UNIVERSITY", town="BEIJING"), "beihang"),
    (pic("SHAANXI NORMAL UNIVERSITY", town="XI'AN"), "shaanxi"),
    (pic("SHANXI NORMAL UNIVERSITY", town="TAIYUAN"), "shanxi"),
    (pic("Henan University", town="Zhengzhou"), "henan"),
    (pic("Naikai University", town="Tianjin City"), "nankai"),
    (pic("NANJING INSTITUTE OF GEOGRAPHY ANDLIMNOLOGY CHINESE ACADEMY OF SCIENCES",
         town="NANJING"), "niglas"),
    (pic("Institute of Semiconductors, Chinese Academy of Sciences", town="Beijing"), "semi"),
    (pic("INSTITUTE OF SEMICONDUCTORS OFCHINESE ACADEMY OF SCIENCES", town="BEIJING"), "semi"),
    (pic("ZHONGGUO KEXUEYUAN WUHAN YANTU LIXUE YANJIUSUO", town="WUHAN"), "rock"),
    (pic("北京大学"), "pku"),
    (pic("清華大學", town="Beijing"), "tsinghua"),
    (pic("Shanghai Medical College of Fudan University", town="Shanghai"), "fudanmed"),
    (pic("HONG KONG POLYTECHNIC UNIVERSITY", country="CN", town="HONG KONG"), "polyu"),
    (pic("ARISTOTELIO PANEPISTIMIO THESSALONIKIS", country="GR", town="THESSALONIKI"), "auth"),
    (pic("THE UNIVERSITY OF LEEDS", country="GB", town="LEEDS"), "leeds"),
    (pic("DEUTSCHES ZENTRUM FUR LUFT - UND RAUMFAHRT EV", country="DE", town="Koln"), "dlr"),
    (pic("Ruijin Medical College", town="Shanghai"), "fudanmed"),
]  # fmt: skip


@pytest.mark.parametrize(("party", "expected"), JOINED, ids=_name)
def test_one_organisation_is_found_however_it_is_written(party: Party, expected: str) -> None:
    assert verdict(party) == ("same", expected)


PARTS = [
    (pic("Department of Earth System Science, Tsinghua University", town="Beijing"), "tsinghua"),
    (pic("Peking University Shenzhen Graduate School", town="Shenzhen"), "pku"),
    (pic("FEED RESEARCH INSTITUTE CHINESE ACADEMY OF AGRICULTURAL SCIENCES", town="BEIJING"),
     "caas"),
    (pic("Institute of Agricultural Resources and Regional Planning CAAS", town="Beijing"),
     "caas"),
    (pic("INSTITUTE OF ELECTRICAL ENGINEERING CHINESE ACADEMY OF SCIENCES", town="BEIJING"),
     "cas"),
    (pic("Project Management Agency of German Aerospace Center", country="DE"), "dlr"),
]  # fmt: skip


@pytest.mark.parametrize(("party", "whole"), PARTS, ids=_name)
def test_a_unit_that_has_no_record_is_a_part_and_never_the_same(party: Party, whole: str) -> None:
    found = judged(party)
    assert (found.relation, found.right.id) == ("partOf", f"organization/ror-{whole}")


def test_every_rule_says_in_words_what_it_rests_on() -> None:
    for party in (*APART, *(party for party, _ in JOINED), *(party for party, _ in PARTS)):
        found = judged(party)
        assert found.rule in RULES
        assert 0 < found.score <= 1


def test_two_records_that_fit_alike_are_left_to_a_person() -> None:
    twins = [
        record("one", "Institute of Chemistry", town="Beijing"),
        record("two", "Institute of Chemistry", town="Beijing"),
    ]
    found = judge(pic("INSTITUTE OF CHEMISTRY", town="BEIJING"), Index(twins))
    assert found is not None
    assert found.relation == "unsure"
    assert "as well" in found.reason


def test_the_verdict_does_not_depend_on_the_order_of_the_records() -> None:
    backwards = Index(reversed(RECORDS))
    for party in (*APART, *(party for party, _ in JOINED), *(party for party, _ in PARTS)):
        here, there = judged(party), judge(party, backwards)
        assert there is not None
        if here.relation != "unsure":
            assert (here.relation, here.right.id) == (there.relation, there.right.id)


def test_every_rule_is_a_concept_of_the_vocabulary() -> None:
    """Pages show the rule in the language of the reader by its concept."""
    from rdflib import SKOS, Graph

    from graph.identity.documents import PROJECT_RULES
    from graph.paths import ONTOLOGY

    vocabulary = Graph().parse(ONTOLOGY / "vocabularies" / "identity-rule.ttl")
    notations = {str(notation) for notation in vocabulary.objects(None, SKOS.notation)}
    assert {*RULES, *PROJECT_RULES, "person"} <= notations
