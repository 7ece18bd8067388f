"""A good case and bad ones for every group of shapes of union.ttl.

Each bad case is Turtle without prefixes; relative IRIs stand below https://w3id.org/eucn/id/.
"""

from __future__ import annotations

Case = tuple[str, list[str]]


def kinds(cls: str, good: str, others: str) -> Case:
    """Cases of a class that needs a kind of one vocabulary: right, none, of another one."""
    return (
        f"<x/x> a eucn:{cls} ; eucn:kind {good} .",
        [f"<x/x> a eucn:{cls} .", f"<x/x> a eucn:{cls} ; eucn:kind {others} ."],
    )


PARTICIPATION = """<participation/p> a eucn:Participation ; eucn:participationIn <project/harbour> ;
    eucn:participant <organization/evi> ; eucn:role role:participant ; eucn:fundingEuro 1000.0 ."""
MEMBERSHIP = """<membership/m> a eucn:Membership ; eucn:membershipIn <cluster-partnership/blue> ;
    eucn:member <cluster/quay> ; eucn:role role:member ."""
POST = """<post/p> a eucn:Post ; eucn:postAt <cluster/quay> ; eucn:holder <person/x> ;
    eucn:role person-role:cluster-manager ."""
ACTION = """<agreement-action/a> a eucn:AgreementAction ; eucn:actionOf <agreement/x> ;
    eucn:kind agreement-action-kind:signature ."""
COOPERATION = """<cooperation/c> a eucn:Cooperation ; eucn:cooperatingPartner <cluster/quay> ;
    eucn:with <organization/port> ; eucn:kind cooperation-kind:research ."""
JUDGEMENT = """<judgement/j> a eucn:IdentityJudgement ; eucn:left <organization/a> ;
    eucn:right <organization/b> ; eucn:relation <relation/same> ."""
BOUNDS = """<event/e> eucn:earliestStart "{}"^^xsd:date ; eucn:latestStart "{}"^^xsd:date ;
    eucn:earliestEnd "{}"^^xsd:date ; eucn:latestEnd "{}"^^xsd:date ."""


def without(turtle: str, part: str) -> str:
    """The Turtle without one predicate and object, which must stand in it."""
    assert part in turtle, part
    return turtle.replace(part, "eucn:related <x/x>")


def with_second(turtle: str, part: str, second: str) -> str:
    """The Turtle with a second object of a predicate."""
    assert part in turtle, part
    return turtle.replace(part, f"{part} , {second}")


def participation_in(cls: str, good: str, bad: str) -> Case:
    """Cases of a subclass of Participation: in a thing of its class, and of another."""
    shared = f"<participation/p> a eucn:{cls} ; eucn:participationIn <x/x> . <x/x> a eucn:"
    return f"{shared}{good} .", [f"{shared}{bad} ."]


FORMS = """<organization/x> eucn:contactEmail "info@x.example" ; eucn:latitude 31.2 ;
    eucn:longitude 121.5 ; eucn:position "POINT(121.5 31.2)"^^geo:wktLiteral .
<participation/p> eucn:order 1 ; eucn:identifier <identifier/pic-1> .
<identifier/pic-1> a eucn:Identifier ."""

RDF_VALUE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>"
SOURCE = "<http://purl.org/dc/terms/source>"
CONFLICT = """<conflict/x> a eucn:Conflict ; eucn:concerns <project/x> ;
    eucn:concernsProperty eucn:endDate ;
    eucn:rankingRule <https://w3id.org/eucn/vocabulary/ranking-rule/register> ;
    eucn:alternative <conflicting-value/a> , <conflicting-value/b> .
<conflicting-value/a> a eucn:ConflictingValue . <conflicting-value/b> a eucn:ConflictingValue ."""
VALUE = f"""<conflicting-value/a> a eucn:ConflictingValue ; {RDF_VALUE} "2021" ;
    {SOURCE} <document/x> ; eucn:rank <https://w3id.org/eucn/vocabulary/rank/normal> ."""

CASES: dict[str, Case] = {
    "Named": (
        '<project/harbour> a eucn:Project ; skos:prefLabel "HARBOUR"@en , "HARBOUR"@de ; '
        'skos:altLabel "Hub of Harbours"@en .',
        [
            "<project/harbour> a eucn:Project .",
            "<cluster/quay> a eucn:Cluster .",
            '<project/harbour> a eucn:Project ; skos:prefLabel "HARBOUR"@en , "Harbour"@en .',
            '<project/harbour> a eucn:Project ; skos:prefLabel "HARBOUR" .',
            '<place/x> a eucn:Place ; skos:prefLabel "Xi\'an"@en ; skos:altLabel "Xi\'an"@en .',
        ],
    ),
    "Dated": (
        BOUNDS.format("2018-01-01", "2018-12-31", "2018-07-01", "2018-07-31"),
        [
            BOUNDS.format("2019-01-01", "2019-12-31", "2018-01-01", "2018-12-31"),
            BOUNDS.format("2018-12-31", "2018-01-01", "2019-01-01", "2019-12-31"),
            BOUNDS.format("2018-01-01", "2018-12-31", "2019-12-31", "2019-01-01"),
            '<event/e> eucn:earliestStart "2018-01-01"^^xsd:date , "2019-01-01"^^xsd:date .',
            '<event/e> eucn:earliestStart "2018"^^xsd:gYear .',
            '<event/e> eucn:latestStart "2018"^^xsd:gYear .',
            '<event/e> eucn:latestEnd "2018-02-30"^^xsd:string ; eucn:earliestEnd "2018" .',
        ],
    ),
    "Agreed": (
        '<project/harbour> eucn:startDate "2019-01-01"^^xsd:date ; eucn:grantNumber "1111" ; '
        "eucn:fundingEuro 500.0 .",
        [
            '<project/harbour> eucn:startDate "2019"^^xsd:gYear , "2019-01"^^xsd:gYearMonth .',
            '<project/harbour> eucn:endDate "2021"^^xsd:gYear , "2020"^^xsd:gYear .',
            '<event/x> eucn:date "2018-11"^^xsd:gYearMonth , "2018-12"^^xsd:gYearMonth .',
            '<project/harbour> eucn:grantNumber "2222" , "1111" .',
            "<project/harbour> eucn:fundingEuro 500.0 , 600.0 .",
            "<project/harbour> eucn:durationYears 2.5 , 4.0 .",
            "<cluster-partnership/green-ports> eucn:generation 1 , 2 .",
            "<dialogue-session/x> eucn:ordinal 3 , 14 .",
            "<dialogue-session/x> eucn:sessionOf <dialogue/a> , <dialogue/b> .",
            "<figure/x> eucn:value 42.0 , 500.0 .",
            "<figure/x> eucn:unit unit:percent , unit:company .",
            '<figure/x> eucn:year "2017"^^xsd:gYear , "2018"^^xsd:gYear .',
            "<dialogue/x> eucn:frequency frequency:annual , <x/y> .",
        ],
    ),
    "Project": (
        "<project/harbour> a eucn:Project ; eucn:coordinator <organization/a> ; "
        "eucn:fundingEuro 1.0 ; eucn:durationYears 4.0 . "
        "<participation/p> eucn:participationIn <project/harbour> .",
        [
            "<project/harbour> a eucn:Project .",
            "<project/harbour> a eucn:Project ; eucn:coordinator <organization/a> , <person/b> .",
            "<project/harbour> a eucn:Project ; eucn:fundingEuro -1.0 .",
            "<project/harbour> a eucn:Project ; eucn:durationYears -1.0 .",
        ],
    ),
    "Organization": kinds("Organization", "organisation-kind:museum", "event-kind:visit"),
    "Partner": (
        "<organization/x> a eucn:Partner ; eucn:side side:eu .",
        [
            "<cluster/x> a eucn:Cluster ; eucn:side status:planned .",
        ],
    ),
    "Cluster": (
        "<cluster/x> a eucn:Cluster ; eucn:country <country/fr> .",
        ["<cluster/x> a eucn:Cluster ."],
    ),
    "Agreement": (
        "<x/x> a eucn:Agreement ; eucn:kind agreement-kind:convention . "
        "<participation/p> eucn:participationIn <x/x> . <agreement-action/a> eucn:actionOf <x/x> .",
        [
            *kinds("Agreement", "agreement-kind:agenda", "policy-kind:agenda")[1],
            "<x/x> a eucn:Agreement ; eucn:kind agreement-kind:convention ; "
            'eucn:startDate "1998-12"^^xsd:gYearMonth .',
        ],
    ),
    "IntergovernmentalAgreement": (
        "<x/x> a eucn:IntergovernmentalAgreement ; "
        "eucn:kind agreement-kind:intergovernmental-agreement .",
        ["<x/x> a eucn:IntergovernmentalAgreement ; eucn:kind agreement-kind:convention ."],
    ),
    "Zone": (
        "<x/x> a eucn:Zone , eucn:Place ; eucn:kind place-kind:economic-zone .",
        ["<x/x> a eucn:Zone , eucn:Place ; eucn:kind place-kind:city ."],
    ),
    "Dialogue": (
        "<x/x> a eucn:Dialogue ; eucn:kind dialogue-kind:summit . "
        "<participation/p> eucn:participationIn <x/x> .",
        kinds("Dialogue", "dialogue-kind:summit", "event-kind:summit")[1],
    ),
    "Event": kinds("Event", "event-kind:workshop", "dialogue-kind:summit"),
    "EventDate": (
        '<event/x> a eucn:Event ; eucn:date "2018-07"^^xsd:gYearMonth .',
        ["<event/x> a eucn:Event .", "<dialogue-session/x> a eucn:DialogueSession ."],
    ),
    "DialogueSession": (
        "<x/x> a eucn:DialogueSession ; eucn:sessionOf <dialogue/energy> ; eucn:ordinal 14 .",
        [
            "<x/x> a eucn:DialogueSession .",
            "<x/x> a eucn:DialogueSession ; eucn:sessionOf <dialogue/energy> ; eucn:ordinal 0 .",
        ],
    ),
    "ClusterPartnership": (
        "<x/x> a eucn:ClusterPartnership ; eucn:generation 2 ; eucn:targetCountry <country/cn> .",
        [
            "<x/x> a eucn:ClusterPartnership ; eucn:generation 0 .",
            "<x/x> a eucn:ClusterPartnership ; eucn:generation 2 .",
        ],
    ),
    "Programme": kinds("Programme", "programme-kind:work-programme", "policy-kind:reform"),
    "Policy": kinds("Policy", "policy-kind:reform", "initiative-kind:hub"),
    "Initiative": kinds("Initiative", "initiative-kind:hub", "organisation-kind:network"),
    "Place": kinds("Place", "place-kind:city", "organisation-kind:region"),
    "Person": (
        "<person/x> a eucn:Person . <post/p> eucn:holder <person/x> .",
        ["<person/x> a eucn:Person ."],
    ),
    "Country": (
        '<country/gb> a eucn:Country ; eucn:isoAlpha2 "GB" ; eucn:isoAlpha3 "GBR" ; '
        'eucn:euMemberFrom "1973-01-01"^^xsd:date ; eucn:euMemberUntil "2020-01-31"^^xsd:date .',
        [
            '<country/gb> a eucn:Country ; eucn:isoAlpha2 "gb" .',
            '<country/gb> a eucn:Country ; eucn:isoAlpha2 "GB" , "UK" .',
            '<country/gb> a eucn:Country ; eucn:isoAlpha3 "GB" .',
            '<country/gb> a eucn:Country ; eucn:euMemberFrom "1973-01-01"^^xsd:date ; '
            'eucn:euMemberUntil "1970-01-31"^^xsd:date .',
        ],
    ),
    "CitedWork": (
        "<cited-work/x> a eucn:CitedWork . <claim/c> eucn:citedSource <cited-work/x> .",
        ["<cited-work/x> a eucn:CitedWork ."],
    ),
    "SourceDocument": (
        f'doc:harbour-page a eucn:SourceDocument ; eucn:sha256 "{"0a" * 32}" .',
        [
            'doc:harbour-page a eucn:SourceDocument ; eucn:sha256 "0A" .',
            f'doc:x a eucn:SourceDocument ; eucn:sha256 "{"0a" * 32}" , "{"0b" * 32}" .',
        ],
    ),
    "Figure": (
        "<figure/x> a eucn:Figure ; eucn:value 17.5 ; eucn:unit unit:percent ; "
        'eucn:period "2017/2018" .',
        [
            "<figure/x> a eucn:Figure ; eucn:unit unit:percent .",
            "<figure/x> a eucn:Figure ; eucn:value 17.5 .",
            "<figure/x> a eucn:Figure ; eucn:value 17.5 ; eucn:unit unit:percent .",
        ],
    ),
    "Amount": (
        "<amount/x> a eucn:Amount ; eucn:value 100000000.0 ; eucn:currency currency:cny .",
        [
            "<amount/x> a eucn:Amount ; eucn:value -1.0 ; eucn:currency currency:cny .",
            "<amount/x> a eucn:Amount ; eucn:value 5.0 .",
        ],
    ),
    "FigureSubject": (
        "<figure/x> a eucn:Figure ; eucn:about <country/cn> .",
        ["<figure/x> a eucn:Figure ."],
    ),
    "Outcome": (
        '<outcome/x> a eucn:Outcome ; eucn:summary "A master was set up"@en ; '
        "eucn:outcomeOf <cluster/quay> .",
        [
            "<outcome/x> a eucn:Outcome ; eucn:outcomeOf <cluster/quay> .",
            '<outcome/x> a eucn:Outcome ; eucn:summary "A master was set up"@en .',
        ],
    ),
    "Participation": (
        PARTICIPATION,
        [
            without(PARTICIPATION, "eucn:participationIn <project/harbour>"),
            without(PARTICIPATION, "eucn:participant <organization/evi>"),
            with_second(PARTICIPATION, "eucn:participant <organization/evi>", "<organization/crg>"),
            without(PARTICIPATION, "eucn:role role:participant"),
            with_second(PARTICIPATION, "eucn:role role:participant", "role:lead"),
            PARTICIPATION.replace("role:participant", "person-role:contact-person"),
            PARTICIPATION.replace("1000.0", "-1.0"),
        ],
    ),
    "ProjectParticipation": participation_in("ProjectParticipation", "Project", "Event"),
    "EventParticipation": participation_in("EventParticipation", "DialogueSession", "Dialogue"),
    "AgreementParty": participation_in("AgreementParty", "Agreement", "Project"),
    "DialogueParticipation": participation_in("DialogueParticipation", "Dialogue", "Event"),
    "InitiativeParticipation": participation_in("InitiativeParticipation", "Policy", "Event"),
    "Membership": (
        MEMBERSHIP,
        [
            without(MEMBERSHIP, "eucn:membershipIn <cluster-partnership/blue>"),
            without(MEMBERSHIP, "eucn:member <cluster/quay>"),
            with_second(MEMBERSHIP, "eucn:member <cluster/quay>", "<cluster/lock>"),
            MEMBERSHIP.replace("role:member", "status:planned"),
        ],
    ),
    "Post": (
        POST,
        [
            without(POST, "eucn:postAt <cluster/quay>"),
            without(POST, "eucn:holder <person/x>"),
            without(POST, "eucn:role person-role:cluster-manager"),
            POST.replace("person-role:cluster-manager", "role:coordinator"),
        ],
    ),
    "AgreementAction": (
        ACTION,
        [
            without(ACTION, "eucn:actionOf <agreement/x>"),
            without(ACTION, "eucn:kind agreement-action-kind:signature"),
            ACTION.replace("agreement-action-kind:signature", "agreement-kind:agenda"),
        ],
    ),
    "Cooperation": (
        COOPERATION,
        [
            without(COOPERATION, "eucn:cooperatingPartner <cluster/quay>"),
            without(COOPERATION, "eucn:with <organization/port>"),
            with_second(COOPERATION, "eucn:with <organization/port>", "<organization/y>"),
            COOPERATION.replace("<organization/port>", "<cluster/quay>"),
            COOPERATION.replace("cooperation-kind:research", "event-kind:visit"),
        ],
    ),
    "IdentityJudgement": (
        JUDGEMENT,
        [
            JUDGEMENT.replace("<organization/b>", "<organization/a>"),
            without(JUDGEMENT, "eucn:relation <relation/same>"),
        ],
    ),
    "LoadedFile": (
        f'<loaded-file/x> a eucn:LoadedFile ; eucn:sha256 "{"0a" * 32}" .',
        ['<loaded-file/x> a eucn:LoadedFile ; eucn:sha256 "0A" .'],
    ),
    "Conflict": (
        CONFLICT,
        [
            without(CONFLICT, "eucn:concerns <project/x>"),
            with_second(CONFLICT, "eucn:concernsProperty eucn:endDate", "eucn:startDate"),
            CONFLICT.replace("<conflicting-value/a> , ", ""),
            CONFLICT.replace("<conflicting-value/b> a eucn:ConflictingValue", "<x/y> a eucn:Gap"),
            CONFLICT.replace("ranking-rule/", "rank/"),
        ],
    ),
    "ConflictingValue": (
        VALUE,
        [
            without(VALUE, f'{RDF_VALUE} "2021"'),
            with_second(VALUE, f"{SOURCE} <document/x>", "<document/y>"),
            without(VALUE, "eucn:rank <https://w3id.org/eucn/vocabulary/rank/normal>"),
        ],
    ),
    "Form": (
        FORMS,
        [
            FORMS.replace("info@x.example", "call us"),
            FORMS.replace("latitude 31.2", "latitude 121.5"),
            FORMS.replace("longitude 121.5", "longitude 181.0"),
            without(FORMS, "eucn:longitude 121.5"),
            FORMS.replace("POINT(121.5 31.2)", "POINT(31.2 121.5)"),
            FORMS.replace("eucn:order 1", "eucn:order 0"),
            FORMS.replace("a eucn:Identifier", "a eucn:Project"),
        ],
    ),
}
