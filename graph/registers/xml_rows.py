"""The XML download of CORDIS: one file per project, told as rows of the CSV download's tables."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from graph.registers.archive import READ_ERRORS, Member
from graph.registers.report import Report, Severity

_CALLS = {"relatedMasterCall": "masterCall", "relatedSubCall": "subCall"}
_CONTAINERS = frozenset({"relations", "identifiers", "address"})


def xml_rows(member: Member, report: Report) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Table, number within the table and values, by the names of the XML elements.

    defusedxml refuses entities and external references: a register has none.
    """
    try:
        with member.open() as stream:
            root = parse(stream).getroot()
        assert root is not None  # parse raises where there is no element
    except (ParseError, DefusedXmlException, *READ_ERRORS) as error:
        report.add(Severity.REFUSED, "unreadable member", member.name, 0, "", str(error))
        return
    _without_namespace(root)
    projects = [root] if root.tag == "project" else root.findall("project")
    if not projects:
        report.add(
            Severity.REFUSED, "no project", member.name, 0, "", f"<{root.tag}> holds no <project>"
        )
    for project in projects:
        yield from _project(project)


def _without_namespace(root: Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _leaves(element: Element) -> dict[str, str]:
    return {
        child.tag: (child.text or "").strip()
        for child in element
        if isinstance(child.tag, str) and child.tag not in _CONTAINERS
    }


def _project(project: Element) -> Iterator[tuple[str, int, dict[str, str]]]:
    number = _text(project, "id")
    row = _leaves(project)
    row["grantDoi"] = _text(project, "identifiers/grantDoi")
    programmes = project.findall("relations/associations/programme")
    row["frameworkProgramme"] = next(
        filter(None, (_text(p, "frameworkProgramme") for p in programmes)), ""
    )
    for kind, column in (("relatedLegalBasis", "legalBasis"), ("relatedTopic", "topics")):
        codes = [_text(p, "code") for p in programmes if p.get("type") == kind]
        row[column] = ";".join(dict.fromkeys(filter(None, codes)))
    for call in project.findall("relations/associations/call"):
        name = _CALLS.get(call.get("type", ""))
        if name:
            row[name] = _text(call, "identifier") or _text(call, "title")
    for category in project.findall("relations/categories/category"):
        if category.get("classification") == "projectFundingSchemeCategory":
            row["fundingScheme"] = _text(category, "code")
    yield "project", 1, row
    for order, p in enumerate((p for p in programmes if p.get("type") == "relatedTopic"), start=1):
        yield (
            "topics",
            order,
            {
                "projectID": number,
                "topic": _text(p, "code"),
                "title": _text(p, "title"),
            },
        )
    fields = project.findall("relations/categories/category[@classification='euroSciVoc']")
    for order, category in enumerate(fields, start=1):
        yield (
            "euroscivoc",
            order,
            {
                "projectID": number,
                "euroSciVocCode": _text(category, "code"),
                "euroSciVocPath": _text(category, "displayCode"),
                "euroSciVocTitle": _text(category, "title"),
            },
        )
    organisations = project.findall("relations/associations/organization")
    for order, organisation in enumerate(organisations, start=1):
        yield "organization", order, {"projectID": number, **_organisation(organisation)}


def _organisation(element: Element) -> dict[str, str]:
    row = _leaves(element)
    row["organisationID"] = row.pop("id", "")
    row["name"] = row.pop("legalName", "")
    attributes = dict(element.attrib)
    row["role"] = attributes.pop("type", "")
    row["SME"] = attributes.pop("sme", "")
    row["endOfParticipation"] = attributes.pop("terminated", "")
    row.update(attributes)
    for child in element.findall("address/*"):
        row[child.tag] = (child.text or "").strip()
    row["organizationURL"] = row.pop("url", "")
    row["nutsCode"] = next(
        ((code.text or "").strip() for code in element.iterfind(".//region/nutsCode")), ""
    )
    row["activityType"] = next(
        (
            _text(category, "code")
            for category in element.iterfind("relations/categories/category")
            if category.get("classification") == "organizationActivityType"
        ),
        "",
    )
    return row
