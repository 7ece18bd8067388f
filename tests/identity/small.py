"""A small registry of our own: organisations that are easily taken for one another."""

from __future__ import annotations

from graph.identity.index import Index
from graph.identity.model import Party
from graph.identity.rules import Verdict, judge


def record(
    identifier: str,
    *names: str,
    country: str = "CN",
    town: str = "",
    short: tuple[str, ...] = (),
    domain: str = "",
    parents: tuple[str, ...] = (),
    status: str = "active",
    successor: str = "",
) -> Party:
    """A record of ROR."""
    return Party(
        f"organization/ror-{identifier}",
        names,
        country,
        short,
        (town,) if town else (),
        domains=(domain,) if domain else (),
        parents=tuple(f"organization/ror-{one}" for one in parents),
        status=status,
        successor=f"organization/ror-{successor}" if successor else "",
    )


def pic(
    *names: str,
    country: str = "CN",
    town: str = "",
    short: tuple[str, ...] = (),
    domain: str = "",
    number: str = "1",
) -> Party:
    """A participant of CORDIS."""
    return Party(
        f"organization/pic-{number}",
        names,
        country,
        short,
        (town,) if town else (),
        domains=(domain,) if domain else (),
    )


RECORDS = [
    record("cas", "Chinese Academy of Tides", "中国潮汐院", town="Beijing", short=("CAT",),
           domain="cat.cn"),
    record("caas", "Chinese Academy of Agricultural Sciences", town="Beijing", short=("CAAS",)),
    record("caasbee", "Institute of Animal Sciences", town="Beijing", parents=("caas",)),
    record("semi", "Institute of Semiconductors", "中国潮汐院半导体研究所", town="Beijing",
           parents=("cas",)),
    record("rock", "Institute of Rock and Soil Mechanics", "中国潮汐院武汉岩土力学研究所",
           town="Wuhan", parents=("cas",)),
    record("niglas", "Nanjing Institute of Geography and Limnology", town="Nanjing",
           parents=("cas",)),
    record("microbio", "Institute of Microbiology", town="Beijing", parents=("cas",)),
    record("guizhoueducation", "Guizhou Education University", town="Guiyang"),
    record("guizhouminzu", "Guizhou Minzu University", town="Guiyang"),
    record("nottinghamningbo", "University of Nottingham Ningbo China", town="Ningbo",
           parents=("nottingham",)),
    record("ningbo", "Ningbo University", town="Ningbo"),
    record("nottingham", "University of Nottingham", country="GB", town="Nottingham"),
    record("suibe", "Shanghai University of International Business and Economics",
           town="Shanghai"),
    record("ncst", "North China University of Science and Technology", town="Tangshan"),
    record("ncut", "North China University of Technology", town="Beijing"),
    record("minzu", "Minzu University of China", town="Beijing"),
    record("cug", "China University of Geosciences", "中国地质大学", town="Wuhan",
           domain="cug.edu.cn"),
    record("cugb", "China University of Geosciences (Beijing)", town="Beijing"),
    record("beihang", "Beihang University", "北京航空航天大学", town="Beijing", short=("BUAA",)),
    record("beihua", "Beihua University", town="Jilin City"),
    record("sdas", "Shandong Academy of Sciences", town="Jinan"),
    record("saas", "Shanghai Academy of Agricultural Sciences", town="Shanghai"),
    record("shanxi", "Shanxi Normal University", town="Taiyuan"),
    record("shaanxi", "Shaanxi Normal University", town="Xi'an"),
    record("henan", "Henan University", town="Kaifeng"),
    record("hunan", "Hunan University", town="Changsha"),
    record("nankai", "Nankai University", "南开大学", town="Tianjin", domain="nankai.edu.cn"),
    record("haihua", "Haihua University", "海华大学", town="Beijing"),
    record("pku", "Peking University", "北京大学", town="Beijing"),
    record("fudan", "Fudan University", town="Shanghai", domain="fudan.edu.cn"),
    record("fudanmed", "Shanghai Medical College of Fudan University", town="Shanghai",
           domain="shmc.fudan.edu.cn", parents=("fudan",)),
    record("polyu", "Hong Kong Polytechnic University", country="HK", town="Hong Kong"),
    record("auth", "Aristotle University of Thessaloniki",
           "Αριστοτέλειο Πανεπιστήμιο Θεσσαλονίκης", country="GR", town="Thessaloniki"),
    record("leeds", "University of Leeds", country="GB", town="Leeds"),
    record("linzsfu", "Sigmund Freud Universität Linz", country="AT", town="Linz",
           parents=("sfu",)),
    record("sfu", "Sigmund Freud Privatuniversität Wien", country="AT", town="Vienna"),
    record("polimi", "Politecnico di Milano", country="IT", town="Milan"),
    record("telekom", "Deutsche Telekom Stiftung", country="DE", town="Bonn"),
    record("dlr", "German Harbour Center", "Deutsches Zentrum für Hafen- und Seefahrt",
           country="DE", town="Cologne", short=("DHS",)),
    record("dlrpart", "Institute of Propulsion Technology", country="DE", town="Cologne",
           parents=("dlr",)),
    record("tu", "University of Tübingen", "Universität Tübingen", country="DE", town="Tübingen"),
    record("emt", "Empresa Municipal de Transportes de Madrid", country="ES", town="Madrid"),
    record("iim", "Wageningen Marine Research", country="NL", town="IJmuiden", domain="wur.nl"),
    record("wur", "Wageningen University & Research", country="NL", town="Wageningen",
           domain="wur.nl"),
    record("old", "Ruijin Medical College", town="Shanghai", status="withdrawn",
           successor="fudanmed"),
]  # fmt: skip

INDEX = Index(RECORDS)


def verdict(party: Party) -> tuple[str, str]:
    """Relation and record of the verdict on a participant."""
    found = judged(party)
    return (found.relation, found.right.id.removeprefix("organization/ror-"))


def judged(party: Party) -> Verdict:
    """The verdict on a participant."""
    found = judge(party, INDEX)
    assert found is not None
    return found
