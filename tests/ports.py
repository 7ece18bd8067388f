"""Three invented documents about ports, with something of nearly every class.

Behaviour is tested on them: a new document of the project, or a mended fact, breaks no test that
is not about this document or fact.
"""

from __future__ import annotations

from pathlib import Path

from tests.assembly.small import Folder

PAGE = """
Harbour at a glance
HARBOUR, the Hub of Harbours, ran from 01 January 2019 to 30 June 2021.
The project was coordinated by the Port of Ghent (Belgium).
The European Union paid 500 000 Euro under Horizon 2020, grant 1111.
The Port of Ningbo (China), the Institute of Tides (Germany) and the Lock Cluster (Italy) took part.
The work was on health: to make it easier for ports to look after crews together.
Five professionals of HARBOUR came from the EU.
A health desk was planned as a part of HARBOUR and a health school as another part.
"""
PAGE_FACTS = """\
  - {mentions: [project/harbour], quote: "HARBOUR,"}
  - {topic: health, quote: on health}
project/harbour:
  - {name: HARBOUR, quote: "HARBOUR,"}
  - {name: Hub of Harbours, quote: Hub of Harbours}
  - {startDate: 2019-01-01, quote: 01 January 2019 to 30 June 2021}
  - {endDate: 2021-06-30, quote: 01 January 2019 to 30 June 2021}
  - participation: {participant: organization/port-of-ghent, role: coordinator}
    quote: coordinated by the Port of Ghent
  - participation: {participant: organization/european-union, role: funder}
    quote: The European Union paid
  - {fundingEuro: 500000, quote: 500 000 Euro}
  - {fundedUnder: programme/horizon-2020, quote: under Horizon 2020}
  - {grantNumber: "1111", quote: grant 1111}
  - participation: {participant: organization/port-of-ningbo, role: participant}
    quote: The Port of Ningbo (China)
  - participation: {participant: organization/institute-of-tides, role: participant}
    quote: Institute of Tides (Germany)
  - participation: {participant: cluster/lock-cluster, role: participant}
    quote: Lock Cluster (Italy)
  - {topic: health, quote: on health}
  - objective: Make the care of crews a shared task
    quote: to make it easier for ports to look after crews together
  - figure:
      {id: harbour-staff, summary: EU staff of HARBOUR, value: 5, unit: count,
       about: project/harbour}
    quote: Five professionals of HARBOUR came from the EU
initiative/health-desk:
  - {name: health desk, quote: health desk}
  - {kind: hub, quote: health desk}
  - {partOf: project/harbour, quote: planned as a part of HARBOUR}
  - {status: planned, quote: planned as a part of HARBOUR}
  - {topic: health, quote: health desk}
initiative/health-school:
  - {name: health school, quote: health school}
  - partOf: project/harbour
    quote: planned as a part of HARBOUR and a health school as another part
  - status: planned
    quote: planned as a part of HARBOUR and a health school as another part
  - {topic: health, quote: health school}
programme/horizon-2020:
  - {name: Horizon 2020, quote: Horizon 2020}
  - {kind: framework-programme, quote: Horizon 2020}
  - issuedBy: organization/european-union
    quote: The European Union paid 500 000 Euro under Horizon 2020
organization/european-union:
  - {name: European Union, quote: European Union}
organization/port-of-ghent:
  - {name: Port of Ghent, quote: Port of Ghent}
  - {country: country/be, quote: Port of Ghent (Belgium)}
organization/port-of-ningbo:
  - {name: Port of Ningbo, quote: Port of Ningbo}
  - {country: country/cn, quote: Port of Ningbo (China)}
organization/institute-of-tides:
  - {name: Institute of Tides, quote: Institute of Tides}
  - {country: country/de, quote: Institute of Tides (Germany)}
cluster/lock-cluster:
  - {name: Lock Cluster, quote: Lock Cluster}
  - {country: country/it, quote: Lock Cluster (Italy)}
country/be:
  - {name: Belgium, quote: Belgium}
country/cn:
  - {name: China, quote: China}
country/de:
  - {name: Germany, quote: Germany}
country/it:
  - {name: Italy, quote: Italy}
"""

NEWS = """
News of HARBOUR
January 2019. HARBOUR is ongoing; its grant agreement is No 2222.
The health desk has been going on since then.
The Port of Ghent and Ningbo Ocean University (China) met in Ningbo, China.
They were at the Tide Forum in May 2019.
The forum was organised by the Lock Cluster and was on health.
Anna Lock is manager of the Lock Cluster.
"""
NEWS_FACTS = """\
  - {date: 2019-01, quote: January 2019}
  - {mentions: [project/harbour], quote: HARBOUR is ongoing}
project/harbour:
  - {name: HARBOUR, quote: HARBOUR is ongoing}
  - {status: ongoing, quote: HARBOUR is ongoing}
  - {grantNumber: "2222", quote: grant agreement is No 2222}
organization/port-of-ghent:
  - {name: Port of Ghent, quote: Port of Ghent}
organization/ningbo-ocean-university:
  - {name: Ningbo Ocean University, quote: Ningbo Ocean University}
  - {country: country/cn, quote: Ningbo Ocean University (China)}
initiative/health-desk:
  - {name: health desk, quote: health desk}
  - {status: ongoing, quote: health desk has been going on}
event/tide-forum-2019:
  - {name: Tide Forum, quote: Tide Forum}
  - {kind: conference, quote: Tide Forum}
  - {date: 2019-05, quote: in May 2019}
  - {locatedIn: place/ningbo, quote: "in Ningbo, China"}
  - {topic: health, quote: was on health}
  - participation: {participant: organization/port-of-ghent, role: participant}
    quote: The Port of Ghent and Ningbo Ocean University (China) met
  - participation: {participant: organization/ningbo-ocean-university, role: participant}
    quote: The Port of Ghent and Ningbo Ocean University (China) met
  - participation: {participant: cluster/lock-cluster, role: organiser}
    quote: organised by the Lock Cluster
cluster/lock-cluster:
  - {name: Lock Cluster, quote: organised by the Lock Cluster}
  - post: {holder: person/anna-lock, role: cluster-manager}
    quote: Anna Lock is manager of the Lock Cluster
person/anna-lock:
  - {name: Anna Lock, quote: Anna Lock}
place/ningbo:
  - {name: Ningbo, quote: "in Ningbo, China"}
  - {country: country/cn, quote: "in Ningbo, China"}
country/cn:
  - {name: China, quote: "in Ningbo, China"}
"""

PAPER = """
Paper on ports
The Port of Ghent and the Port of Ningbo signed a cooperation agreement in March 2018.
The agreement is meant to shorten the stay of ships, and for the health of crews.
The European Union is a party to it.
The second Harbour Dialogue between both ports of Belgium and China was held in Ghent in June 2018.
Blue Ports is a partnership of clusters; its member is the Lock Cluster (Italy); it aims at China.
The second call of QUAY was approved in 2018.
The Lock Cluster planned a visit to Ningbo for June 2019.
The agreement was renewed in December 2020.
The Chinese port has its seat in Ningbo, a city of the province of Zhejiang (China).
"""
PAPER_FACTS = """
agreement/ports:
  - {name: cooperation agreement, quote: cooperation agreement}
  - {kind: cooperation-agreement, quote: cooperation agreement}
  - action: {kind: signature, date: 2018-03}
    quote: signed a cooperation agreement in March 2018
  - action: {kind: renewal, date: 2020-12}
    quote: agreement was renewed in December 2020
  - participation: {participant: organization/port-of-ghent, role: signatory}
    quote: The Port of Ghent and the Port of Ningbo signed
  - participation: {participant: organization/port-of-ningbo, role: signatory}
    quote: The Port of Ghent and the Port of Ningbo signed
  - participation: {participant: organization/european-union, role: party}
    quote: The European Union is a party to it
  - {objective: Let ships leave sooner, quote: meant to shorten the stay of ships}
  - {topic: health, quote: the health of crews}
organization/port-of-ghent:
  - {name: Port of Ghent, quote: Port of Ghent}
organization/port-of-ningbo:
  - {name: Port of Ningbo, quote: Port of Ningbo}
  - {locatedIn: place/ningbo, quote: has its seat in Ningbo}
organization/european-union:
  - {name: European Union, quote: European Union}
dialogue/harbour-dialogue:
  - {name: Harbour Dialogue, quote: Harbour Dialogue}
  - participation: {participant: organization/port-of-ghent, role: party}
    quote: between both ports
  - participation: {participant: organization/port-of-ningbo, role: party}
    quote: between both ports
dialogue-session/harbour-dialogue-2:
  - {name: second Harbour Dialogue, quote: second Harbour Dialogue}
  - {sessionOf: dialogue/harbour-dialogue, quote: second Harbour Dialogue}
  - {ordinal: 2, quote: second Harbour Dialogue}
  - {date: 2018-06, quote: in June 2018}
  - {locatedIn: place/ghent, quote: in Ghent}
place/ghent:
  - {name: Ghent, quote: in Ghent}
cluster-partnership/blue-ports:
  - {name: Blue Ports, quote: Blue Ports}
  - {targetCountry: country/cn, quote: aims at China}
  - membership: {member: cluster/lock-cluster}
    quote: its member is the Lock Cluster
cluster/lock-cluster:
  - {name: Lock Cluster, quote: Lock Cluster (Italy)}
  - {country: country/it, quote: Lock Cluster (Italy)}
project/quay:
  - {name: QUAY, quote: QUAY}
  - {status: approved, quote: QUAY was approved in 2018}
event/lock-visit-2019:
  - {name: visit to Ningbo, quote: visit to Ningbo}
  - {kind: business-mission, quote: visit to Ningbo}
  - {date: 2019-06, quote: for June 2019}
  - {status: planned, quote: planned a visit to Ningbo for June 2019}
  - {locatedIn: place/ningbo, quote: to Ningbo}
  - participation: {participant: cluster/lock-cluster, role: organiser}
    quote: The Lock Cluster planned a visit
place/ningbo:
  - {name: Ningbo, quote: to Ningbo}
  - {partOf: place/zhejiang, quote: "Ningbo, a city of the province of Zhejiang"}
place/zhejiang:
  - {name: Zhejiang, quote: Zhejiang}
  - {country: country/cn, quote: Zhejiang (China)}
country/be:
  - {name: Belgium, quote: Belgium}
country/cn:
  - {name: China, quote: aims at China}
"""

HEADING = "Talks between two ports"
"""Heading of the second page of the paper."""

REGISTER = """
project/harbour: {label: {en: HARBOUR}, other: {en: [Hub of Harbours]}}
organization/port-of-ghent:
  {label: {en: Port of Ghent, de: Hafen Gent, zh: 根特港}, other: {en: [PoG]}, kind: company}
organization/port-of-ningbo: {label: {en: Port of Ningbo, zh: 宁波港}, kind: company}
organization/institute-of-tides: {label: {en: Institute of Tides}, kind: research-organisation}
organization/ningbo-ocean-university:
  {label: {en: Ningbo Ocean University, zh: 宁波海洋大学}, kind: university}
agreement/ports: {label: {en: Cooperation agreement of the ports}}
organization/european-union: {label: {en: European Union}, kind: supranational-union}
cluster/lock-cluster: {label: {en: Lock Cluster}, kind: cluster-organisation}
dialogue/harbour-dialogue: {label: {en: Harbour Dialogue}, kind: sectoral-dialogue}
place/ningbo: {label: {en: Ningbo, zh: 宁波}, other: {it: [Ningpo]}, kind: city}
place/ghent: {label: {en: Ghent, de: Gent}, kind: city}
place/zhejiang: {label: {en: Zhejiang, zh: 浙江}, kind: province}
"""


def write(root: Path) -> Folder:
    """Write the texts and the placed records under an empty folder."""
    folder = Folder(root)
    folder.document("harbour-page", PAGE, PAGE_FACTS)
    folder.document("harbour-news", NEWS, NEWS_FACTS)
    second = PAPER.lstrip("\n").index("The second Harbour Dialogue")
    pages = f"[{{start: 0, page: 7}}, {{start: {second}, page: 8}}]"
    pages += f"\n  sections: [{{start: {second}, heading: {HEADING}}}]"
    folder.document("ports-paper", PAPER, PAPER_FACTS, pages=pages)
    folder.register(REGISTER)
    return folder
