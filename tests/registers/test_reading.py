"""The readers: every layout says the same, and nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from graph.registers.columns import columns
from graph.registers.cordis import Register, Seen, read_cordis
from graph.registers.model import Project
from graph.registers.organisations import organisations
from graph.registers.report import Report, Severity
from graph.registers.selection import select
from tests.registers import small


def read(*paths: Path) -> tuple[Register, Report]:
    report = Report()
    return read_cordis(list(paths), report), report


def kinds(report: Report, *severities: Severity) -> set[str]:
    return {kind for severity, kind in report.counts if not severities or severity in severities}


def without_place(project: Project) -> Project:
    return replace(project, file="", row=0)


def facts(seen: Seen) -> tuple[object, ...]:
    return replace(seen.participation, file="", row=0), seen.pic, seen.sighting, seen.updated


def test_csv_is_read_whole(tmp_path: Path) -> None:
    register, report = read(small.zipped(tmp_path / "download.zip"))
    assert report.sound
    assert list(register.projects) == ["900000001", "900000002", "900000003"]
    panda = register.projects["900000001"]
    assert panda.title == "Bamboo; for all"
    assert panda.eu_contribution == Decimal("900000.25")
    assert panda.euroscivoc == ("/27/83",)
    assert panda.china_in_topic
    assert not panda.china_in_title
    german, chinese, greek, _ = register.seen
    assert german.sighting.domain == "uni-beispiel.de"
    assert (german.sighting.latitude, german.sighting.longitude) == ("50.73399", "7.09981")
    assert chinese.sighting.name == "北京示例大学"
    assert chinese.participation.role == "associated-partner"
    assert chinese.participation.eu_contribution is None
    assert greek.sighting.country == "GR"
    # 900000.25 + 100 + 100, added by hand
    assert report.sums_read["organization ecContribution"] == Decimal("900200.25")
    assert report.read == {
        "project rows": 3,
        "organization rows": 4,
        "euroscivoc rows": 1,
        "topics rows": 1,
        "legalbasis rows": 1,
    }


def test_json_says_the_same(tmp_path: Path) -> None:
    one, _ = read(small.zipped(tmp_path / "csv.zip"))
    other, report = read(small.zipped(tmp_path / "json.zip", small.as_json()))
    assert report.sound
    assert list(map(without_place, one.projects.values())) == list(
        map(without_place, other.projects.values())
    )
    assert list(map(facts, one.seen)) == list(map(facts, other.seen))


def test_xml_says_the_same(tmp_path: Path) -> None:
    one, _ = read(small.zipped(tmp_path / "csv.zip"))
    other, report = read(small.zipped(tmp_path / "xml.zip", small.as_xml()))
    assert report.sound, report.lines()
    assert without_place(one.projects["900000001"]) == without_place(other.projects["900000001"])
    # The XML file has no day of the row itself.
    assert [facts(seen)[:3] for seen in one.seen[:2]] == [facts(s)[:3] for s in other.seen]


def test_older_columns_and_decimal_commas(tmp_path: Path) -> None:
    old = {
        "cordis-fp7projects.csv": (
            "\ufeffrcn;reference;acronym;status;programme;topics;frameworkProgramme;title;"
            "startDate;endDate;projectUrl;objective;totalCost;ecMaxContribution;call;"
            "fundingScheme;coordinator;coordinatorCountry;participants;participantCountries;"
            "subjects\n"
            "1;200001;OLD;ONG;FP7-HEALTH;HEALTH-2007-1;FP7;Old project;2008-01-01;2010-12-31;;;"
            '"1234567,89";1.234.567,80;FP7-HEALTH-2007-A;CP;A;DE;B;CN;LIF\n'
        ).encode(),
        "cordis-fp7organizations.csv": (
            "\ufeffprojectRcn;projectReference;projectAcronym;role;id;name;shortName;"
            "activityType;endOfParticipation;ecContribution;country;street;city;postCode;"
            "organizationUrl;vatNumber;contactForm;contactType;contactTitle;contactFirstNames;"
            "contactLastNames;contactFunction;contactTelephoneNumber;contactFaxNumber\n"
            "1;200001;OLD;coordinator;999000001;UNIVERSITY;U;HES;false;1000,5;UK;;Leeds;;;;;;Dr;"
            "Ann;Other;;;\n"
        ).encode(),
    }
    register, report = read(small.zipped(tmp_path / "old.zip", old))
    project = register.projects["200001"]
    assert project.total_cost == Decimal("1234567.89")
    assert project.eu_contribution == Decimal("1234567.80")
    (seen,) = register.seen
    assert seen.participation.eu_contribution == Decimal("1000.5")
    assert seen.sighting.country == "GB"
    assert report.sound
    assert {"byte-order mark", "decimal comma"} <= kinds(report, Severity.NORMALISED)
    # The person to contact is in the file and in nothing that was read.
    assert "Other" not in repr(register)


def test_columns_in_another_order(tmp_path: Path) -> None:
    content = small.files()
    lines = content["organization.csv"].decode().splitlines()
    turned = [";".join(reversed(line.split(";"))) for line in lines]
    content["organization.csv"] = "\n".join(turned).encode()
    one, _ = read(small.zipped(tmp_path / "one.zip"))
    other, report = read(small.zipped(tmp_path / "other.zip", content))
    assert report.sound
    assert list(map(facts, one.seen)) == list(map(facts, other.seen))


def test_a_field_of_400_kilobytes(tmp_path: Path) -> None:
    content = small.files()
    content["project.csv"] = content["project.csv"].replace(b"Nothing of note", b"x" * 400_000)
    register, report = read(small.zipped(tmp_path / "long.zip", content))
    assert report.sound
    assert len(register.projects) == 3


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "file", "row"),
    [
        (
            "organization.csv",
            '"900000.25";"900000.25";"900000.25"',
            '"-5";"900000.25";"900000.25"',
            "negative amount",
            "organization.csv",
            2,
        ),
        ("project.csv", '"2024-12-31"', '"2021-12-31"', "end before start", "project.csv", 2),
        ("project.csv", "Bamboo", "<b>Bamboo</b>", "HTML in a name", "project.csv", 2),
        ("project.csv", '"2022-01-01"', '"2022-13-01"', "not a date", "project.csv", 2),
        ("project.csv", '"1000000.50"', '"a lot"', "not an amount", "project.csv", 2),
        (
            "organization.csv",
            '"900000003";"BRASS"',
            '"900000009";"BRASS"',
            "unknown project",
            "organization.csv",
            5,
        ),
        (
            "organization.csv",
            '"postCode"',
            '"faxOfTheDirector"',
            "unknown column",
            "organization.csv",
            2,
        ),
        ("organization.csv", ';"country"', ';"land"', "missing column", "organization.csv", 1),
        (
            "organization.csv",
            '"1";"Bonn"',
            '"1";"Bonn";"Bad Godesberg"',
            "wrong number of columns",
            "organization.csv",
            2,
        ),
    ],
)
def test_bad_values_are_told_with_file_and_row(
    tmp_path: Path, name: str, old: str, new: str, kind: str, file: str, row: int
) -> None:
    content = small.files()
    assert old in content[name].decode()
    content[name] = content[name].decode().replace(old, new, 1).encode()
    register, report = read(small.zipped(tmp_path / "bad.zip", content))
    assert not report.sound
    found = [
        finding
        for (severity, of), findings in report.findings.items()
        if of == kind and severity in (Severity.REFUSED, Severity.MENDED)
        for finding in findings
    ]
    assert (file, row) in [(finding.file, finding.row) for finding in found]
    # The rest goes on.
    assert len(register.projects) == 3
    assert len(register.seen) >= 3


def test_markers_of_a_merge_before_the_header(tmp_path: Path) -> None:
    content = small.files()
    content["project.csv"] = b"<<<<<<< HEAD\n" + content["project.csv"]
    register, report = read(small.zipped(tmp_path / "merge.zip", content))
    assert len(register.projects) == 3
    assert kinds(report, Severity.MENDED) == {"merge-conflict marker"}
    assert not report.sound


def test_another_delimiter(tmp_path: Path) -> None:
    content = small.files()
    content["topics.csv"] = content["topics.csv"].replace(b'";"', b'","')
    register, report = read(small.zipped(tmp_path / "comma.zip", content))
    assert register.projects["900000001"].china_in_topic
    assert kinds(report, Severity.MENDED) == {"wrong delimiter"}


def test_lines_in_another_encoding(tmp_path: Path) -> None:
    content = small.files()
    content["project.csv"] = content["project.csv"].replace(
        b"Trade of", "Zölle in".encode("cp1252")
    )
    register, report = read(small.zipped(tmp_path / "mixed.zip", content))
    assert register.projects["900000002"].title == "Zölle in China"
    assert kinds(report, Severity.MENDED) == {"mixed encodings"}


def test_an_id_twice(tmp_path: Path) -> None:
    content = small.files()
    alike, other = small.PROJECTS[0], small.PROJECTS[1].replace("Trade of China", "Silk of China")
    content["project.csv"] += f"{alike}\n{other}\n".encode()
    register, report = read(small.zipped(tmp_path / "twice.zip", content))
    assert register.projects["900000002"].title == "Trade of China"
    assert kinds(report, Severity.REFUSED) == {"an id twice with different values"}
    assert "another title" in "\n".join(report.lines())
    assert "row repeated" in kinds(report, Severity.NORMALISED)
    assert report.refused["project rows"] == 2


def test_a_truncated_zip_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = small.zipped(tmp_path / "whole.zip")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-200])
    register, report = read(cut, whole)
    assert kinds(report, Severity.REFUSED) == {"unreadable zip"}
    assert len(register.projects) == 3


def test_a_member_with_damage_inside(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w") as archive:  # stored, so that the bytes can be found
        for name, data in small.files().items():
            archive.writestr(name, data)
    path.write_bytes(path.read_bytes().replace(b"PANEPISTIMIO", b"PANEPISTIMIX", 1))
    _, report = read(path)
    assert "unreadable member" in kinds(report, Severity.REFUSED)


def test_a_missing_file(tmp_path: Path) -> None:
    content = small.files()
    del content["organization.csv"]
    register, report = read(small.zipped(tmp_path / "half.zip", content))
    assert "missing file" in kinds(report, Severity.REFUSED)
    assert len(register.projects) == 3


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE p [<!ENTITY a "aaaa">]><project><id>&a;</id></project>'
    _, report = read(small.zipped(tmp_path / "bomb.zip", {"project.xml": bomb}))
    assert "unreadable member" in kinds(report, Severity.REFUSED)


def test_json_that_ends_too_early(tmp_path: Path) -> None:
    content = small.as_json()
    content["organization.json"] = content["organization.json"][:-300]
    register, report = read(small.zipped(tmp_path / "short.zip", content))
    assert "unreadable member" in kinds(report, Severity.REFUSED)
    assert 0 < len(register.seen) < 4


def test_an_organisation_is_told_by_its_newest_row(tmp_path: Path) -> None:
    content = small.files()
    newer = (
        small.ORGANIZATIONS[3]
        .replace("2025-01-01", "2025-06-01")
        .replace("PANEPISTIMIO PARADEIGMA", "EXAMPLE UNIVERSITY OF ATHENS")
    )
    content["organization.csv"] = small.text(
        small.ORGANIZATION, [*small.ORGANIZATIONS[:3], newer]
    ).encode()
    register, report = read(small.zipped(tmp_path / "newer.zip", content))
    made = organisations(register.seen, report)["pic-999000003"]
    assert made.name == "EXAMPLE UNIVERSITY OF ATHENS"
    assert made.other_names == "PANEPISTIMIO PARADEIGMA"
    assert made.row == "900000003-999000003-1"
    assert "one id, more than one name" in kinds(report, Severity.SIGNALLED)


def test_selection_tells_the_rules(tmp_path: Path) -> None:
    register, report = read(small.zipped(tmp_path / "download.zip"))
    assert select(register) == {
        "900000001": ("partner", "topic"),
        "900000002": ("title",),
    }
    assert list(select(register, ("objective",))) == ["900000003"]
    assert list(select(register, ("all",))) == ["900000001", "900000002", "900000003"]
    assert list(select(register, ("partner",), frozenset({"GR"}))) == [
        "900000001",
        "900000002",
        "900000003",
    ]
    # The letters of "sino" in a word are no China; the report shows what was left out.
    assert "China only inside another word" in kinds(report, Severity.SIGNALLED)


def test_a_natural_person_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.registers import cordis

    key = cordis.organisation_key("UNIVERSITAET BEISPIEL", "DE")
    monkeypatch.setattr(cordis, "withheld_names", lambda: frozenset({key}))
    register, report = read(small.zipped(tmp_path / "download.zip"))
    assert register.seen[0].participation.organisation == key
    assert "BEISPIEL" not in repr(register) + "\n".join(report.lines())
    assert "999000001" not in repr(register)
    assert report.sums_read["organization ecContribution"] == Decimal("900200.25")


def test_an_international_partner_has_a_role_of_its_own() -> None:
    roles = columns().roles
    assert roles["internationalpartner"] == "international-partner"
    assert roles["associatedpartner"] == "associated-partner"
