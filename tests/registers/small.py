"""Downloads of our own, small enough to read: made up, in the layouts of the real ones."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

PROJECT = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;"
    "ecSignatureDate;frameworkProgramme;masterCall;subCall;fundingScheme;objective;"
    "contentUpdateDate;rcn;grantDoi;keywords"
)
PROJECTS = [
    '"900000001";"PANDA";"SIGNED";"Bamboo; for all";"2022-01-01";"2024-12-31";"1000000.50";'
    '"900000.25";"HORIZON.2.6";"HORIZON-CL6-2021-01";"2021-12-01";"HORIZON";"HORIZON-CL6-2021";'
    '"HORIZON-CL6-2021";"HORIZON-RIA";"Nothing of note";"2025-01-01 10:00:00";"1";'
    '"10.3030/900000001";""',
    '"900000002";"SILK";"CLOSED";"Trade of China";"2022-02-01";"2023-01-31";"0";"100";'
    '"HORIZON.1.1";"ERC-2021-STG";"";"HORIZON";"ERC-2021-STG";"ERC-2021-STG";"HORIZON-ERC";"";'
    '"2025-01-01 10:00:00";"2";"";""',
    '"900000003";"BRASS";"SIGNED";"Brassinosteroid";"2022-02-01";"2023-01-31";"0";"100";'
    '"HORIZON.1.1";"ERC-2021-STG";"";"HORIZON";"ERC-2021-STG";"ERC-2021-STG";"HORIZON-ERC";'
    '"A comparison with China";"2025-01-01 10:00:00";"3";"";""',
]
ORGANIZATION = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;nutsCode;geolocation;organizationURL;contentUpdateDate;rcn;order;role;"
    "ecContribution;netEcContribution;totalCost;endOfParticipation"
)
ORGANIZATIONS = [
    '"900000001";"PANDA";"999000001";"X1";"UNIVERSITAET BEISPIEL";"UB";"false";"HES";"Weg 1";'
    '"1";"Bonn";"DE";"DEA22";"50.733991,7.099814";"http://www.uni-beispiel.de/en";"2025-01-01";'
    '"11";"1";"coordinator";"900000.25";"900000.25";"900000.25";"false"',
    '"900000001";"PANDA";"999000002";"";"北京示例大学";"";"false";"HES";"";"";"BEIJING";"CN";"CN";'
    '"";"";"2025-01-01";"12";"2";"associatedPartner";"";"0";"0";"false"',
    '"900000002";"SILK";"999000003";"";"PANEPISTIMIO PARADEIGMA";"";"false";"HES";"";"";"Athina";'
    '"EL";"EL303";"";"";"2025-01-01";"13";"1";"coordinator";"100";"100";"100";"false"',
    '"900000003";"BRASS";"999000003";"";"PANEPISTIMIO PARADEIGMA";"";"false";"HES";"";"";"Athina";'
    '"EL";"EL303";"";"";"2025-01-01";"13";"1";"coordinator";"100";"100";"100";"false"',
]


def text(header: str, rows: list[str]) -> str:
    """A CSV file as the bulk download writes it."""
    quoted = ";".join(f'"{name}"' for name in header.split(";"))
    return "\n".join([quoted, *rows]) + "\n"


def files() -> dict[str, bytes]:
    """The small download, file by file."""
    return {
        "project.csv": text(PROJECT, PROJECTS).encode(),
        "organization.csv": text(ORGANIZATION, ORGANIZATIONS).encode(),
        "euroSciVoc.csv": (
            b'"projectID";"euroSciVocCode";"euroSciVocPath";"euroSciVocTitle"\n'
            b'"900000001";"/27/83";"/agricultural sciences/forestry";"forestry"\n'
        ),
        "topics.csv": (
            b'"projectID";"topic";"title"\n'
            b'"900000001";"HORIZON-CL6-2021-01";"EU-China cooperation on bamboo"\n'
        ),
        "legalBasis.csv": (
            b'"projectID";"legalBasis";"title";"uniqueProgrammePart"\n'
            b'"900000001";"HORIZON.2.6";"Food";"true"\n'
        ),
    }


def zipped(path: Path, content: dict[str, bytes] | None = None) -> Path:
    """The small download, or other content, as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (content or files()).items():
            archive.writestr(name, data)
    return path


def as_json() -> dict[str, bytes]:
    """The small download in the JSON layout."""
    made = {}
    for name, data in files().items():
        lines = data.decode().splitlines()
        import csv

        rows = list(csv.DictReader(lines, delimiter=";"))
        made[name.replace(".csv", ".json")] = json.dumps(rows, ensure_ascii=False).encode()
    return made


def as_xml() -> dict[str, bytes]:
    """The first project of the small download in the XML layout."""
    return {
        "project-rcn-1_en.xml": """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://cordis.europa.eu">
  <language>en</language><rcn>1</rcn><id>900000001</id><acronym>PANDA</acronym>
  <title>Bamboo; for all</title><objective>Nothing of note</objective><status>SIGNED</status>
  <startDate>2022-01-01</startDate><endDate>2024-12-31</endDate>
  <totalCost>1000000.50</totalCost><ecMaxContribution>900000.25</ecMaxContribution>
  <ecSignatureDate>2021-12-01</ecSignatureDate>
  <contentUpdateDate>2025-01-01 10:00:00</contentUpdateDate>
  <identifiers><grantDoi>10.3030/900000001</grantDoi></identifiers>
  <relations>
    <associations>
      <organization type="coordinator" order="1" ecContribution="900000.25"
          netEcContribution="900000.25" totalCost="900000.25" sme="false" terminated="false">
        <rcn>11</rcn><id>999000001</id><vatNumber>X1</vatNumber>
        <legalName>UNIVERSITAET BEISPIEL</legalName><shortName>UB</shortName>
        <address><street>Weg 1</street><city>Bonn</city><country>DE</country>
          <geolocation>50.733991,7.099814</geolocation><url>http://www.uni-beispiel.de/en</url>
        </address>
        <relations>
          <regions><region type="relatedNutsCode"><nutsCode>DEA22</nutsCode></region></regions>
          <categories><category classification="organizationActivityType"><code>HES</code>
          </category></categories>
        </relations>
      </organization>
      <organization type="associatedPartner" order="2" netEcContribution="0" totalCost="0"
          sme="false" terminated="false">
        <rcn>12</rcn><id>999000002</id><legalName>北京示例大学</legalName>
        <address><city>BEIJING</city><country>CN</country></address>
        <relations>
          <regions><region type="relatedNutsCode"><nutsCode>CN</nutsCode></region></regions>
          <categories><category classification="organizationActivityType"><code>HES</code>
          </category></categories>
        </relations>
      </organization>
      <programme type="relatedLegalBasis"><code>HORIZON.2.6</code>
        <frameworkProgramme>HORIZON</frameworkProgramme></programme>
      <programme type="relatedTopic"><code>HORIZON-CL6-2021-01</code>
        <title>EU-China cooperation on bamboo</title></programme>
      <call type="relatedMasterCall"><identifier>HORIZON-CL6-2021</identifier></call>
    </associations>
    <categories>
      <category classification="euroSciVoc"><code>/27/83</code><title>forestry</title>
        <displayCode>/agricultural sciences/forestry</displayCode></category>
      <category classification="projectFundingSchemeCategory"><code>HORIZON-RIA</code></category>
    </categories>
  </relations>
</project>
""".encode()
    }


def ror_record(**changes: Any) -> dict[str, Any]:
    """A record of ROR in schema 2."""
    record: dict[str, Any] = {
        "admin": {"last_modified": {"date": "2026-01-01", "schema_version": "2.1"}},
        "domains": ["example.edu.cn"],
        "established": 1911,
        "external_ids": [
            {"type": "isni", "preferred": None, "all": ["0000 0000 0000 0001"]},
            {"type": "wikidata", "preferred": "Q1", "all": ["Q1"]},
        ],
        "id": "https://ror.org/000000a01",
        "links": [{"type": "website", "value": "https://www.example.edu.cn"}],
        "locations": [
            {
                "geonames_id": 1816670,
                "geonames_details": {
                    "country_code": "CN",
                    "country_subdivision_code": "BJ",
                    "country_subdivision_name": "Beijing",
                    "lat": 39.9075,
                    "lng": 116.39723,
                    "name": "Beijing",
                },
            }
        ],
        "names": [
            {"lang": "en", "types": ["label", "ror_display"], "value": "Example University"},
            {"lang": "zh", "types": ["label"], "value": "北京示例大学"},
        ],
        "relationships": [
            {"type": "parent", "label": "Ministry", "id": "https://ror.org/000000b02"}
        ],
        "status": "active",
        "types": ["education"],
    }
    return {**record, **changes}
