"""What a page of an entity tells, in which order and under which headings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from graph.store.formats import GRAPHS

GLANCE = (
    "kind",
    "function",
    "status",
    "ordinal",
    "sessionOf",
    "superEvent",
    "heldUnder",
    "partOfProject",
    "date",
    "startDate",
    "endDate",
    "durationYears",
    "frequency",
    "locatedIn",
    "country",
    "officeIn",
    "actsFor",
    "targetCountry",
    "grantNumber",
    "fundingEuro",
    "euContribution",
    "totalCost",
    "fundedUnder",
    "fundedBy",
    "issuedBy",
    "publisher",
    "workPackageLead",
    "deliverableNumber",
    "version",
    "language",
    "subOrganizationOf",
    "administeredBy",
    "partOf",
    "basedOn",
    "establishedBy",
    "establishes",
    "twinnedWith",
    "overseenBy",
    "reaffirmedAt",
    "generation",
    "audience",
    "value",
    "unit",
    "qualifier",
    "year",
    "period",
    "about",
    "footnote",
    "figureOf",
    "outcomeOf",
    "involves",
    "webAddress",
    "contactEmail",
    "topic",
    "priorityTopic",
)
"""Properties of the box "At a glance", in the order in which they are told."""

WORDS = ["mainObjective", "objective", "activity", "theme", "opportunity", "context", "shortfall"]
"""Properties told in the graph's own words, each value a line."""

OTHERS = ["related", "mentions", "cites", "sourceTerm"]
"""Links that are told last."""

UNTOLD = {"name", "acronym", "summary", "participation", "membership", "post", "action"}
UNTOLD |= {"possiblySameAs", "cooperation", "figure", "outcome", "amount", *GLANCE, *WORDS, *OTHERS}
INTERNAL = ("http://www.w3.org/", "https://schema.org/", "http://purl.org/")

SECTIONS: dict[tuple[str, bool], object] = {
    ("action", False): _l("Steps"),
    ("participation", False): _l("Who takes part"),
    ("participant", True): _l("Takes part in"),
    ("membership", False): _l("Members"),
    ("member", True): _l("Member of"),
    ("cooperation", False): _l("Cooperates with"),
    ("with", True): _l("Cooperates with"),
    ("post", False): _l("People"),
    ("holder", True): _l("Functions"),
    ("outcome", False): _l("Outcomes"),
    ("amount", False): _l("Amounts of money"),
    ("figure", False): _l("Figures"),
}
"""Relations in the order in which they are told, with the heading of each."""

NAMED_BY: dict[str, object] = {
    "sessionOf": _l("Sessions"),
    "partOf": _l("Has part"),
    "superEvent": _l("Events within it"),
    "heldUnder": _l("Held in its frame"),
    "partOfProject": _l("Its events"),
    "fundedUnder": _l("Funded under it"),
    "fundedBy": _l("Funded by it"),
    "locatedIn": _l("Located there"),
    "country": _l("Belongs to it or is seated there"),
    "officeIn": _l("Offices there"),
    "targetCountry": _l("Directed at it"),
    "subOrganizationOf": _l("Its parts"),
    "mentions": _l("Mentioned by"),
    "basedOn": _l("Built on it"),
    "establishes": _l("Set up by"),
    "establishedBy": _l("Set up by it"),
    "issuedBy": _l("Issued by it"),
    "publisher": _l("Published by it"),
    "visited": _l("Visited by"),
    "callFor": _l("Calls for it"),
    "contributesTo": _l("Helped by"),
    "reportedBy": _l("Reported by it"),
    "about": _l("Figures about it"),
    "involves": _l("Involved in"),
}
"""Headings for the other end of a relation, so that they read right from there."""

TOLD_FIRST = [
    "role",
    "kind",
    "qualifier",
    "value",
    "currency",
    "unit",
    "year",
    "period",
    "date",
    "actor",
    "startDate",
    "endDate",
    "locatedIn",
]

FAR_END = {
    ("participation", False): "participant",
    ("participant", True): "participationIn",
    ("membership", False): "member",
    ("member", True): "membershipIn",
    ("cooperation", False): "with",
    ("with", True): "cooperatingPartner",
    ("post", False): "holder",
    ("holder", True): "postAt",
}

MONEY = ("euContribution", "netEuContribution", "totalCost")
"""Amounts that a participation and a whole project can have."""

MOST_INCOMING = 40
"""Entities named under one heading of "Named by"; the rest is counted, and a query offered."""
FORMATS = [(f.title, f.suffix) for f in GRAPHS.values() if f.shown]
"""Data formats offered on a page: name and suffix of the address."""

MOST_GAPS = 5
"""Gaps about an entity that its page tells; the page of gaps has all of them."""
MOST_PARTS = 8
"""Parts by a judgement that are named at the head of a page."""
MOST_TIES = 25
"""Strongest ties shown; the network page has all of them."""
BY_THE_WAY = (
    *("call", "callTopic", "fundingScheme", "identifier", "selectedBy"),
    *("sourceTerm", "sectorAsPrinted", "registeredCountry", "registeredKind"),
)
"""Properties told below what an entry does and with whom, for those who look things up."""
