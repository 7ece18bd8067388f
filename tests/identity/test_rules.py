"""Who is joined with a record, who is a part of one, and who is kept apart from look-alikes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.identity.index import Index
from graph.identity.model import Party, iso_country
from graph.identity.participants import of_unknown_country
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
    (pic("NANJING INSTITUTE OF GEOGRAPHY ANDLIMNOLOGY CHINESE ACADEMY OF TIDES",
         town="NANJING"), "niglas"),
    (pic("Institute of Semiconductors, Chinese Academy of Tides", town="Beijing"), "semi"),
    (pic("INSTITUTE OF SEMICONDUCTORS OFCHINESE ACADEMY OF TIDES", town="BEIJING"), "semi"),
    (pic("ZHONGGUO CHAOXIYUAN WUHAN YANTU LIXUE YANJIUSUO", town="WUHAN"), "rock"),
    (pic("北京大学"), "pku"),
    (pic("海華大學", town="Beijing"), "haihua"),
    (pic("Shanghai Medical College of Fudan University", town="Shanghai"), "fudanmed"),
    (pic("HONG KONG POLYTECHNIC UNIVERSITY", country="CN", town="HONG KONG"), "polyu"),
    (pic("ARISTOTELIO PANEPISTIMIO THESSALONIKIS", country="GR", town="THESSALONIKI"), "auth"),
    (pic("THE UNIVERSITY OF LEEDS", country="GB", town="LEEDS"), "leeds"),
    (pic("DEUTSCHES ZENTRUM FUR HAFEN - UND SEEFAHRT EV", country="DE", town="Koln"), "dlr"),
    (pic("Ruijin Medical College", town="Shanghai"), "fudanmed"),
]  # fmt: skip


@pytest.mark.parametrize(("party", "expected"), JOINED, ids=_name)
def test_one_organisation_is_found_however_it_is_written(party: Party, expected: str) -> None:
    assert verdict(party) == ("same", expected)


# Names that are easily taken for one another: where the registry has both, each is its own.
LOOK_ALIKES = [
    (("Guizhou University", "Guiyang"), ("Guizhou Education University", "Guiyang")),
    (("University of Nottingham Ningbo China", "Ningbo"), ("Ningbo University", "Ningbo")),
    (
        ("University of International Business and Economics", "Beijing"),
        ("Shanghai University of International Business and Economics", "Shanghai"),
    ),
    (
        ("North University of China", "Taiyuan"),
        ("North China University of Science and Technology", "Tangshan"),
    ),
    (
        ("China University of Geosciences", "Beijing"),
        ("China University of Geosciences (Wuhan)", "Wuhan"),
    ),
    (("Beihang University", "Beijing"), ("Beihua University", "Jilin City")),
    (
        ("Shandong Academy of Sciences", "Jinan"),
        ("Shandong Academy of Agricultural Sciences", "Jinan"),
    ),
]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES, ids=lambda named: named[0])
@pytest.mark.parametrize("written", [str, str.upper], ids=["plain", "capitals"])
def test_each_of_two_look_alikes_is_itself(
    one: tuple[str, str], other: tuple[str, str], written: Callable[[str], str]
) -> None:
    both = {name: record(str(n), name, town=town) for n, (name, town) in enumerate((one, other))}
    everybody = Index(both.values())
    for name, town in (one, other):
        found = judge(pic(written(name), town=written(town)), everybody)
        assert found is not None
        assert (found.relation, found.right) == ("same", both[name])
    # Where the registry lacks one of them, the other is not taken for it.
    for (name, _), (lacking, there) in ((one, other), (other, one)):
        found = judge(pic(written(lacking), town=written(there)), Index([both[name]]))
        assert found is None or found.relation in ("unsure", "partOf"), name


def test_nottingham_is_three() -> None:
    abroad = record("uk", "University of Nottingham", country="GB", town="Nottingham")
    ningbo = record("n", "University of Nottingham Ningbo China", town="Ningbo", parents=("uk",))
    local = record("l", "Ningbo University", town="Ningbo")
    everybody = Index([abroad, ningbo, local])
    for party, wanted in (
        (pic("THE UNIVERSITY OF NOTTINGHAM", country="GB", town="Nottingham"), abroad),
        (pic("The University of Nottingham Ningbo China", town="Ningbo"), ningbo),
        (pic("NINGBO UNIVERSITY", town="Ningbo"), local),
    ):
        found = judge(party, everybody)
        assert found is not None
        assert (found.relation, found.right) == ("same", wanted)


SPELLINGS = [
    (pic("Naikai University", town="Tianjin"), "Nankai University", "CN", "Tianjin"),
    (pic("INSTITUTE OF HYDROBIOLOGYCHINESE ACADEMY OF TIDES", town="WUHAN"),
     "Institute of Hydrobiology", "CN", "Wuhan"),
    (pic("ETHNIKO KENTRO EREVNAS", country="GR", town="ATHINA"),
     "Εθνικό Κέντρο Έρευνας", "GR", "Athens"),
    (pic("Αριστοτέλειο Πανεπιστήμιο Θεσσαλονίκης", country="GR", town="Θεσσαλονίκη"),
     "Aristoteleio Panepistimio Thessalonikis", "GR", "Thessaloniki"),
    (pic("Институт по физика", country="BG", town="Sofia"), "Institut po fizika", "BG", "Sofia"),
    (pic("中国农业大学", town="Beijing"), "Zhongguo Nongye Daxue", "CN", "Beijing"),
    (pic("HONG KONG BAPTIST UNIVERSITY", country="CN", town="KOWLOON"),
     "Hong Kong Baptist University", "HK", "Hong Kong"),
]  # fmt: skip


@pytest.mark.parametrize(("party", "name", "country", "town"), SPELLINGS, ids=_name)
def test_a_name_is_known_in_other_spellings_and_scripts(
    party: Party, name: str, country: str, town: str
) -> None:
    academy = record("cas", "Chinese Academy of Tides", town="Beijing")
    wanted = record("it", name, country=country, town=town, parents=("cas",))
    found = judge(party, Index([academy, wanted, *RECORDS[4:10]]))
    assert found is not None
    assert (found.relation, found.right) == ("same", wanted), found.reason


@pytest.mark.parametrize(("code", "iso"), [("EL", "GR"), ("UK", "GB"), ("CN", "CN")])
def test_codes_of_cordis_are_those_of_iso(code: str, iso: str) -> None:
    assert iso_country(code) == iso


PARTS = [
    (pic("Department of Earth System Science, Haihua University", town="Beijing"), "haihua"),
    (pic("Peking University Shenzhen Graduate School", town="Shenzhen"), "pku"),
    (pic("FEED RESEARCH INSTITUTE CHINESE ACADEMY OF AGRICULTURAL SCIENCES", town="BEIJING"),
     "caas"),
    (pic("Institute of Agricultural Resources and Regional Planning CAAS", town="Beijing"),
     "caas"),
    (pic("INSTITUTE OF ELECTRICAL ENGINEERING CHINESE ACADEMY OF TIDES", town="BEIJING"),
     "cas"),
    (pic("Project Management Agency of German Harbour Center", country="DE"), "dlr"),
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


def test_a_participant_without_a_country_is_the_record_of_its_name_and_town() -> None:
    """Fourteen rows of Horizon 2020 give no country; the name alone would not do."""
    there = record("1", "Council of Research", country="IT", town="Roma")
    elsewhere = record("2", "Council of Research", country="ES", town="Madrid")
    index = Index([there, elsewhere])
    found = of_unknown_country(pic("COUNCIL OF RESEARCH", country="", town="ROMA"), index)
    assert found is not None
    assert (found.right.id, found.relation) == (there.id, "same")
    assert of_unknown_country(pic("Council of Research", country="", town="Oslo"), index) is None
