"""Broken graphs, each with a good twin: what the gate stops, warns of, and lets pass.

Each case adds a few triples to the document of ``graphs.BASE``; ``raw`` is TriG that is added as it
is, where a graph other than the document's or a statement without a claim matters.
The table in docs/gate.md is written from here: ``python -m tests.validation.table``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """What is broken, the graph, its good twin, and the rule that tells."""

    title: str
    rule: str
    bad: str = ""
    good: str = ""
    bad_raw: str = ""
    good_raw: str = ""
    severity: str = "Violation"
    evidence: str = "claim"


FIGURE = """<figure/f> a eucn:Figure ; eucn:figureOf <project/ship> ; eucn:summary "A count"@en ;
    eucn:value {} ; eucn:unit unit:{} ; eucn:year "2019"^^xsd:gYear ."""
SHIP = "<project/ship> eucn:{} ."
END = """<agreement-action/ports-end> a eucn:AgreementAction ; eucn:actionOf <agreement/ports> ;
    eucn:kind agreement-action-kind:{} ; eucn:date "{}"^^xsd:gYear ."""
PERSON = """<person/li> a eucn:Person ; eucn:name "Li"@en .
<post/ghent--li> a eucn:Post ; eucn:postAt <cluster/ghent> ; eucn:holder <person/li> ;
    eucn:role person-role:cluster-manager ."""
SECOND = """<participation/ship--{0}> a eucn:ProjectParticipation ;
    eucn:participationIn <project/ship> ; eucn:participant <{1}> ; eucn:role role:{2} ."""
PLACES = """<place/a> a eucn:Place ; eucn:name "A"@en ; eucn:kind place-kind:city .
<place/b> a eucn:Place ; eucn:name "B"@en ; eucn:kind place-kind:city .
<place/c> a eucn:Place ; eucn:name "C"@en ; eucn:kind place-kind:city ."""
COOPERATION = """<cooperation/c> a eucn:Cooperation ; eucn:cooperatingPartner <cluster/ghent> ;
    eucn:with <cluster/{}> ; eucn:kind cooperation-kind:research ."""
# Concepts that a layer of others brings, in a scheme of their own.
CONCEPT = """graph:loaded {{ <https://x.example/s> a skos:ConceptScheme ; skos:prefLabel "S"@en .
    <https://x.example/a> a skos:Concept ; skos:prefLabel "A"@en ; {0} .
    <https://x.example/b> a skos:Concept ; skos:prefLabel "B"@en ;
        skos:inScheme <https://x.example/s> {1} . }}"""
IN = "skos:inScheme <https://x.example/s>"
ROW_1 = """<row/cordis-x-1> a eucn:RegisterRow ; eucn:dataset <dataset/cordis-x> ;
    eucn:file "project.csv" ; eucn:rowKey "1" .
    <dataset/cordis-x> a eucn:RegisterDataset ; dct:title "X"@en ;
    dct:license <https://creativecommons.org/publicdomain/zero/1.0/>"""
ROW = """graph:cordis-x {{ <project/cordis-1> a eucn:Project ; eucn:name "X"@en ; eucn:acronym "X"
    {0} }}
graph:derived {{ <project/cordis-1> skos:prefLabel "X"@en }}
graph:cordis-x\\/rows {{ {1} }}"""

ISSUE: list[Case] = [
    Case(
        "A circle of partOf",
        "circle",
        PLACES + "<place/a> eucn:partOf <place/b> . <place/b> eucn:partOf <place/c> . "
        "<place/c> eucn:partOf <place/a> .",
        PLACES + "<place/a> eucn:partOf <place/b> , <place/c> . <place/b> eucn:partOf <place/c> .",
    ),
    Case(
        "A circle of skos:broader",
        "circle",
        bad_raw=CONCEPT.format(
            IN + " ; skos:broader <https://x.example/b>", "; skos:broader <https://x.example/a>"
        ),
        good_raw=CONCEPT.format(IN + " ; skos:broader <https://x.example/b>", ""),
        evidence="file",
    ),
    Case(
        "A circle of owl:sameAs",
        "circle",
        "<cluster/ghent> owl:sameAs <cluster/tianjin> . <cluster/tianjin> owl:sameAs "
        "<cluster/ghent> .",
        "<cluster/ghent> owl:sameAs <https://ror.org/00cv9y106> .",
    ),
    Case(
        "A part of itself",
        "itself",
        PLACES + "<place/a> eucn:partOf <place/a> .",
        PLACES + "<place/a> eucn:partOf <place/b> .",
    ),
    Case(
        "Dates reversed, no bounds derived",
        "end-before-start",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:startDate "2020-05"^^xsd:gYearMonth ; eucn:endDate "2019"^^xsd:gYear .',
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:startDate "2020-05"^^xsd:gYearMonth ; eucn:endDate "2020"^^xsd:gYear .',
    ),
    Case(
        "An agreement that ends before it is signed",
        "step-before-signature",
        END.format("end", "2017"),
        END.format("end", "2018"),
    ),
    Case(
        "A step of an agreement without a date",
        "action-without-date",
        "<agreement-action/x> a eucn:AgreementAction ; eucn:actionOf <agreement/ports> ; "
        "eucn:kind agreement-action-kind:renewal .",
        "<agreement-action/x> a eucn:AgreementAction ; eucn:actionOf <agreement/ports> ; "
        'eucn:kind agreement-action-kind:renewal ; eucn:date "2020"^^xsd:gYear .',
        severity="Warning",
    ),
    Case(
        "A negative amount of a programme",
        "amount-negative",
        '<programme/p> a eucn:Programme ; eucn:name "P"@en ; eucn:kind '
        "programme-kind:framework-programme ; eucn:fundingEuro -5.0 .",
        '<programme/p> a eucn:Programme ; eucn:name "P"@en ; eucn:kind '
        "programme-kind:framework-programme ; eucn:fundingEuro 5.0 .",
    ),
    Case(
        "Fewer persons than none",
        "count-negative",
        FIGURE.format("-3.0", "person"),
        FIGURE.format("3.0", "person"),
    ),
    Case(
        "More than 100 percent",
        "percent-above-100",
        FIGURE.format("153.0", "percent"),
        FIGURE.format("-5.3", "percent"),
        severity="Warning",
    ),
    Case(
        "A year of five digits",
        "year-out-of-range",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:date "20199"^^xsd:gYear .',
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:date "2019"^^xsd:gYear .',
    ),
    Case(
        "A language that does not exist",
        "language-unknown",
        SHIP.format('name "Schiff"@dx'),
        SHIP.format('name "Schiff"@de-AT'),
    ),
    Case(
        "A concept without a scheme",
        "concepts/Concept-inScheme",
        bad_raw=CONCEPT.format('skos:altLabel "AA"@en', ""),
        good_raw=CONCEPT.format(IN, ""),
        evidence="file",
    ),
    Case(
        "A concept with two preferred labels",
        "concepts/Concept-prefLabel-uniqueLang",
        bad_raw=CONCEPT.format(IN + ' ; skos:prefLabel "AA"@en', ""),
        good_raw=CONCEPT.format(IN + ' ; skos:prefLabel "AA"@de', ""),
        evidence="file",
    ),
    Case(
        "A property misspelled",
        "unknown-property",
        SHIP.format('acronymn "SHP"'),
        SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A property of SKOS misspelled, in loaded RDF",
        "unknown-property",
        bad_raw='graph:loaded { <https://x.example/a> skos:prefLable "A"@en . }',
        good_raw='graph:loaded { <https://x.example/a> skos:prefLabel "A"@en . }',
        evidence="file",
    ),
    Case(
        "A class misspelled",
        "unknown-class",
        '<project/boat> a eucn:Projekt , eucn:Project ; eucn:name "B"@en .',
        '<project/boat> a eucn:Project ; eucn:name "B"@en .',
    ),
    Case(
        "A property on a class it is not for",
        "subjects/grantNumber",
        '<event/launch> eucn:grantNumber "1111" .',
        SHIP.format('grantNumber "1111"'),
    ),
    Case(
        "Two classes that exclude each other",
        "disjoint-classes",
        "<project/ship> a eucn:Event .",
        "<project/ship> a eucn:Entity .",
    ),
    Case(
        "A thing without a class",
        "untyped",
        '<project/boat> eucn:name "Boat"@en .',
        '<project/boat> a eucn:Project ; eucn:name "Boat"@en .',
    ),
    Case("An empty name", "text-empty", SHIP.format('name " "@en'), SHIP.format('name "S"@en')),
    Case(
        "An IRI that says another class",
        "segment-contradicts-class",
        '<event/boat> a eucn:Project ; eucn:name "Boat"@en .',
        '<dialogue-session/boat> a eucn:DialogueSession , eucn:Event ; eucn:name "Boat"@en ; '
        'eucn:sessionOf <dialogue/ports> ; eucn:date "2019"^^xsd:gYear ; '
        "eucn:kind event-kind:conference .",
    ),
    Case(
        "A person as coordinator",
        "person-as-coordinator",
        PERSON + SECOND.format("li", "person/li", "coordinator"),
        PERSON + SECOND.format("li", "person/li", "contact"),
        severity="Warning",
    ),
    Case(
        "A role of another class",
        "role-of-another-class",
        SECOND.format("tianjin", "cluster/tianjin", "signatory"),
        SECOND.format("tianjin", "cluster/tianjin", "participant"),
        severity="Warning",
    ),
    Case(
        "The same participation twice",
        "participation-twice",
        SECOND.format("again", "cluster/ghent", "coordinator"),
        SECOND.format("again", "cluster/ghent", "contact"),
        severity="Warning",
    ),
    Case(
        "Something deprecated in use",
        "deprecated-used",
        bad=SECOND.format("old", "cluster/old", "participant")
        + '<cluster/old> a eucn:Cluster ; eucn:name "Old"@en ; eucn:country <country/be> ; '
        "eucn:kind organisation-kind:cluster-organisation .",
        bad_raw="graph:derived { <cluster/old> owl:deprecated true ; "
        "dct:isReplacedBy <cluster/ghent> . }",
        good=SECOND.format("new", "cluster/tianjin", "participant"),
        good_raw="graph:derived { <cluster/old> owl:deprecated true ; "
        "dct:isReplacedBy <cluster/ghent> . }",
        severity="Warning",
    ),
    Case(
        "A text where an identity link is due",
        "link-is-text",
        '<cluster/ghent> owl:sameAs "https://ror.org/00cv9y106" .',
        "<cluster/ghent> owl:sameAs <https://ror.org/00cv9y106> .",
    ),
    Case(
        "A statement without a claim",
        "no-claim",
        bad_raw='graph:ships { <project/ship> eucn:acronym "SHP" . }',
        good='<project/ship> eucn:acronym "SHP" .',
    ),
    Case(
        "A claim whose statement is not in the graph",
        "claim-of-nothing",
        bad_raw="ships:claims { <claim/x> a eucn:Claim ; rdf:subject <project/ship> ; "
        'rdf:predicate eucn:acronym ; rdf:object "SHP" ; prov:wasDerivedFrom doc:ships ; '
        "eucn:method method:read ; eucn:confidence 0.9 ; oa:hasTarget <passage/ships-10-38> . }",
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A claim that names another document",
        "claim-of-another-document",
        bad_raw="ships:claims { <claim/x> a eucn:Claim ; rdf:subject <project/ship> ; "
        'rdf:predicate eucn:acronym ; rdf:object "SHP" ; prov:wasDerivedFrom doc:boats ; '
        "eucn:method method:read ; eucn:confidence 0.9 ; oa:hasTarget <passage/ships-10-38> . } "
        'graph:ships { <project/ship> eucn:acronym "SHP" . }',
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A claim without its class",
        "claim-without-class",
        bad_raw="ships:claims { <claim/x> rdf:subject <project/ship> ; "
        'rdf:predicate eucn:acronym ; rdf:object "SHP" ; prov:wasDerivedFrom doc:ships . }',
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A place after the end of the text",
        "place-outside",
        bad_raw="graph:derived { doc:ships eucn:length 20 . }",
        good_raw="graph:derived { doc:ships eucn:length 38 . }",
    ),
    Case(
        "A selector without start and end",
        "place-missing",
        bad_raw="ships:claims { <passage/p> a eucn:Passage ; oa:hasSource doc:ships ; "
        f'eucn:sha256 "{"0a" * 32}" ; eucn:length 5 ; oa:hasSelector <selector/none> . }}',
        good_raw="ships:claims { <passage/p> a eucn:Passage ; oa:hasSource doc:ships ; "
        f'eucn:sha256 "{"0a" * 32}" ; eucn:length 5 ; oa:hasSelector <selector/s> . '
        "<selector/s> a oa:TextPositionSelector ; oa:start 1 ; oa:end 6 . }",
    ),
]

NEW: list[Case] = [
    Case(
        "A circle over two properties: an event is part of its own part",
        "circle",
        '<event/a> a eucn:Event ; eucn:name "A"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:date "2019"^^xsd:gYear ; eucn:superEvent <event/launch> . '
        "<event/launch> eucn:partOf <event/a> .",
        '<event/a> a eucn:Event ; eucn:name "A"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:date "2019"^^xsd:gYear ; eucn:superEvent <event/launch> .',
    ),
    Case(
        "Two things that replace each other",
        "circle",
        bad_raw="graph:derived { <cluster/ghent> dct:isReplacedBy <cluster/tianjin> . "
        "<cluster/tianjin> dct:isReplacedBy <cluster/ghent> . }",
        good_raw="graph:derived { <cluster/old> dct:isReplacedBy <cluster/tianjin> . }",
    ),
    Case(
        "A project based on itself",
        "itself",
        SHIP.format("basedOn <project/ship>"),
        SHIP.format("basedOn <agreement/ports>"),
    ),
    Case(
        "A participation of a project in itself",
        "node-to-itself",
        SECOND.format("self", "project/ship", "participant"),
        SECOND.format("self", "cluster/tianjin", "participant"),
    ),
    Case(
        "A cooperation with itself",
        "node-to-itself",
        COOPERATION.format("ghent"),
        COOPERATION.format("tianjin"),
    ),
    Case(
        "A concept related to the one above it",
        "related-and-broader",
        bad_raw="graph:loaded { topic:health skos:related topic:personalised-medicine . }",
        good_raw="graph:loaded { <https://x.example/a> skos:related <https://x.example/b> . }",
        evidence="file",
    ),
    Case(
        "A source that changes our ontology",
        "own-term-redefined",
        bad_raw="graph:loaded { eucn:Project rdfs:subClassOf eucn:Event . }",
        good_raw="graph:loaded { <https://x.example/P> rdfs:subClassOf eucn:Project . }",
        evidence="file",
    ),
    Case(
        "An IRI with a segment that no class has",
        "unknown-segment",
        '<projekt/boat> a eucn:Project ; eucn:name "Boat"@en .',
        '<project/boat> a eucn:Project ; eucn:name "Boat"@en .',
    ),
    Case(
        "A class given as a text",
        "class-no-iri",
        '<project/boat> a eucn:Project , "Project" ; eucn:name "Boat"@en .',
        '<project/boat> a eucn:Project ; eucn:name "Boat"@en .',
    ),
    Case(
        "A property of a foreign vocabulary in a document",
        "unknown-property",
        '<project/ship> dct:title "Ship"@en .',
        SHIP.format('summary "Ship"@en'),
    ),
    Case(
        "A statement in no named graph",
        "no-graph",
        bad_raw='<project/ship> eucn:acronym "SHP" .',
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A blank node",
        "blank-node",
        bad_raw="graph:ships { <project/ship> eucn:partOf [] . }",
        good=SHIP.format("related <event/launch>"),
    ),
    Case(
        "A shortcut stated by hand",
        "derived-stated",
        SHIP.format("coordinator <cluster/ghent>"),
        SECOND.format("x", "cluster/tianjin", "participant"),
    ),
    Case(
        "A day that no calendar has",
        "document/startDate",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:startDate "2019-02-30"^^xsd:date .',
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:startDate "2019-02-28"^^xsd:date .',
    ),
    Case(
        "A year as a number",
        "document/date",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        "eucn:date 2019 .",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:date "2019"^^xsd:gYear .',
    ),
    Case(
        "Two ends of a project in one document",
        "document/endDate-single",
        SHIP.format('endDate "2022"^^xsd:gYear'),
        SHIP.format('startDate "2019-01"^^xsd:gYearMonth'),
    ),
    Case(
        "A renewal before the signature",
        "step-before-signature",
        END.format("renewal", "2016"),
        END.format("renewal", "2019"),
        severity="Warning",
    ),
    Case(
        "A participation that begins after the project ended",
        "participation-outside",
        '<participation/ship--ghent> eucn:startDate "2023"^^xsd:gYear .',
        '<participation/ship--ghent> eucn:startDate "2020"^^xsd:gYear .',
        severity="Warning",
    ),
    Case(
        "Half a person",
        "count-in-parts",
        FIGURE.format("12.5", "student"),
        FIGURE.format("12.0", "student"),
        severity="Warning",
    ),
    Case(
        "A figure without its number",
        "union/Figure-value",
        '<figure/f> a eucn:Figure ; eucn:figureOf <project/ship> ; eucn:summary "A count"@en ; '
        "eucn:unit unit:person .",
        FIGURE.format("3.0", "person"),
    ),
    Case(
        "A number written as a text",
        "document/value",
        FIGURE.format('"3"', "person"),
        FIGURE.format("3.0", "person"),
    ),
    Case(
        "A name in the wrong encoding",
        "text-with-odd-signs",
        SHIP.format('name "Universit\ufffdt"@de'),
        SHIP.format('name "Universität"@de'),
    ),
    Case(
        "A name with a mark of direction hidden in it",
        "text-with-odd-signs",
        SHIP.format('name "SHIP\u202e"@en'),
        SHIP.format('name "SHIP II"@en'),
    ),
    Case(
        "A name with HTML in it",
        "label-with-markup",
        SHIP.format('name "<b>SHIP</b>"@en'),
        SHIP.format('name "SHIP < BOAT"@en'),
    ),
    Case(
        "A name with blanks around it",
        "label-with-blanks",
        SHIP.format('name " SHIP"@en'),
        SHIP.format('name "SHIP I"@en'),
        severity="Warning",
    ),
    Case(
        "A name without a language",
        "document/name",
        SHIP.format('name "SHIP I"'),
        SHIP.format('name "SHIP I"@en'),
    ),
    Case(
        "A country given as a text",
        "link-is-text",
        '<cluster/ghent> eucn:country "Belgium" .',
        "<cluster/ghent> eucn:country <country/be> .",
    ),
    Case(
        "A country that is a city",
        "values/country",
        PLACES + "<cluster/ghent> eucn:country <place/a> .",
        PLACES + "<cluster/ghent> eucn:locatedIn <place/a> .",
    ),
    Case(
        "A participant that is not described",
        "values/participant",
        SECOND.format("x", "cluster/nowhere", "participant"),
        SECOND.format("x", "cluster/tianjin", "participant"),
    ),
    Case(
        "A concept of another vocabulary as topic",
        "document/topic",
        SHIP.format("topic role:coordinator"),
        SHIP.format("topic topic:health"),
    ),
    Case(
        "A topic that no vocabulary has",
        "values/topic",
        SHIP.format("topic topic:alchemy"),
        SHIP.format("topic topic:health"),
    ),
    Case(
        "A participation in two things",
        "union/Participation-participationIn",
        "<participation/ship--ghent> eucn:participationIn <project/boat> . "
        '<project/boat> a eucn:Project ; eucn:name "Boat"@en .',
        '<project/boat> a eucn:Project ; eucn:name "Boat"@en .',
    ),
    Case(
        "A participation without a participant",
        "union/Participation-participant",
        "<participation/x> a eucn:ProjectParticipation ; eucn:participationIn <project/ship> ; "
        "eucn:role role:participant .",
        SECOND.format("x", "cluster/tianjin", "participant"),
    ),
    Case(
        "A project participation in an event",
        "union/ProjectParticipation-participationIn",
        "<participation/x> a eucn:ProjectParticipation ; eucn:participationIn <event/launch> ; "
        "eucn:participant <cluster/ghent> ; eucn:role role:participant .",
        "<participation/x> a eucn:EventParticipation ; eucn:participationIn <event/launch> ; "
        "eucn:participant <cluster/ghent> ; eucn:role role:participant .",
    ),
    Case(
        "A session of an event",
        "values/sessionOf",
        '<dialogue-session/x> a eucn:DialogueSession ; eucn:name "X"@en ; '
        'eucn:sessionOf <event/launch> ; eucn:date "2019"^^xsd:gYear ; '
        "eucn:kind event-kind:conference .",
        '<dialogue-session/x> a eucn:DialogueSession ; eucn:name "X"@en ; '
        'eucn:sessionOf <dialogue/ports> ; eucn:date "2019"^^xsd:gYear ; '
        "eucn:kind event-kind:conference .",
    ),
    Case(
        "The same outside thing for two of ours",
        "same-as-shared",
        "<cluster/ghent> owl:sameAs <https://ror.org/00cv9y106> . "
        "<cluster/tianjin> owl:sameAs <https://ror.org/00cv9y106> .",
        "<cluster/ghent> owl:sameAs <https://ror.org/00cv9y106> .",
        severity="Warning",
    ),
    Case(
        "owl:sameAs between two of ours",
        "same-as-inside",
        "<cluster/ghent> owl:sameAs <cluster/tianjin> .",
        "<cluster/ghent> owl:sameAs <https://ror.org/00cv9y106> .",
    ),
    Case(
        "A replacement that is not described",
        "replaced-by-nothing",
        bad_raw="graph:derived { <cluster/old> owl:deprecated true ; "
        "dct:isReplacedBy <cluster/nowhere> . }",
        good_raw="graph:derived { <cluster/old> owl:deprecated true ; "
        "dct:isReplacedBy <cluster/ghent> . }",
    ),
    Case(
        "Deprecated without a replacement",
        "deprecated-without-new",
        bad_raw="graph:derived { <cluster/old> owl:deprecated true . }",
        good_raw="graph:derived { <cluster/old> owl:deprecated true ; "
        "dct:isReplacedBy <cluster/ghent> . }",
        severity="Warning",
    ),
    Case(
        "A confidence above 1",
        "claims/ClaimConfidence",
        bad_raw="ships:claims { <claim/x> a eucn:Claim ; eucn:confidence 1.5 . }",
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A claim with two objects",
        "claims/ClaimObject",
        bad_raw='ships:claims { <claim/x> a eucn:Claim ; rdf:object "a" , "b" . }',
        good=SHIP.format('acronym "SHP"'),
    ),
    Case(
        "A passage of another document",
        "passage-of-another-document",
        bad_raw="ships:claims { <passage/p> a eucn:Passage ; oa:hasSource doc:boats . }",
        good_raw="ships:claims { <passage/ships-10-38> oa:hasSource doc:ships . }",
    ),
    Case(
        "A length that does not fit the place",
        "place-length",
        bad_raw="ships:claims { <passage/p> a eucn:Passage ; oa:hasSource doc:ships ; "
        "eucn:length 7 ; oa:hasSelector <selector/s> . "
        "<selector/s> a oa:TextPositionSelector ; oa:start 1 ; oa:end 6 . }",
        good_raw="ships:claims { <passage/ships-10-38> eucn:length 28 . }",
    ),
    Case(
        "Claims of a document that has no graph",
        "claims-without-graph",
        bad_raw="graph:boats\\/claims { <claim/x> a eucn:Claim . }",
        good_raw="ships:claims { <passage/ships-10-38> eucn:length 28 . }",
    ),
    Case(
        "A thing of a register without its row",
        "no-row",
        bad_raw=ROW.format("", ROW_1),
        good_raw=ROW.format("; eucn:statedInRow <row/cordis-x-1>", ROW_1),
        evidence="row",
    ),
    Case(
        "A row that is not described",
        "row-not-described",
        bad_raw=ROW.format("; eucn:statedInRow <row/cordis-x-2>", ROW_1),
        good_raw=ROW.format("; eucn:statedInRow <row/cordis-x-1>", ROW_1),
        evidence="row",
    ),
    Case(
        "A label that is preferred and alternative",
        "union/Named-altLabel",
        bad_raw='graph:derived { <project/ship> skos:altLabel "SHIP"@en . }',
        good_raw='graph:derived { <project/ship> skos:altLabel "S.H.I.P."@en . }',
    ),
    Case(
        "A thing with two preferred labels",
        "union/Named-prefLabel-uniqueLang",
        bad_raw='graph:derived { <project/ship> skos:prefLabel "S.H.I.P."@en . }',
        good_raw='graph:derived { <project/ship> skos:prefLabel "S.H.I.P."@de . }',
    ),
    Case(
        "A number of a session below 1",
        "union/DialogueSession-ordinal",
        "<dialogue-session/ports-2019> eucn:ordinal 0 .",
        "<dialogue-session/ports-2019> eucn:ordinal 1 .",
    ),
    Case(
        "Sixteen words of our own",
        "document/objective",
        SHIP.format(f'objective "{" ".join("w" * 16)}"@en'),
        SHIP.format(f'objective "{" ".join("w" * 15)}"@en'),
    ),
    Case(
        "An address with a blank in it",
        "document/webAddress",
        SHIP.format('webAddress "https://a b"^^xsd:anyURI'),
        SHIP.format('webAddress "https://a.example/"^^xsd:anyURI'),
    ),
    Case(
        "An identifier that cannot be of its scheme",
        "identifier-form",
        bad_raw="graph:derived { <identifier/pic-12> a eucn:Identifier ; eucn:scheme "
        '<https://w3id.org/eucn/vocabulary/identifier-scheme/pic> ; skos:notation "12" . }',
        good_raw="graph:derived { <identifier/pic-999999999> a eucn:Identifier ; eucn:scheme "
        '<https://w3id.org/eucn/vocabulary/identifier-scheme/pic> ; skos:notation "999999999" . }',
    ),
    Case(
        "An ISNI with a wrong check character",
        "identifier-form",
        bad_raw="graph:derived { <identifier/isni-0000000121032684> a eucn:Identifier ; "
        "eucn:scheme <https://w3id.org/eucn/vocabulary/identifier-scheme/isni> ; "
        'skos:notation "0000000121032684" . }',
        good_raw="graph:derived { <identifier/isni-0000000121032683> a eucn:Identifier ; "
        "eucn:scheme <https://w3id.org/eucn/vocabulary/identifier-scheme/isni> ; "
        'skos:notation "0000000121032683" . }',
    ),
]

PASSES: list[tuple[str, str, str, str | None]] = [
    # What must not stop: title, Turtle, TriG, the warning that tells of it.
    ("An amount of 0", "<project/ship> eucn:fundingEuro 0.0 .", "", None),
    (
        "A partner on two sides, because documents disagree",
        "",
        "graph:derived { <cluster/ghent> eucn:side side:eu , side:china . }",
        "two-sides",
    ),
    (
        "An organisation in two countries, because documents disagree",
        "<cluster/ghent> eucn:country <country/de> , <country/cn> .",
        "",
        "two-countries",
    ),
    (
        "A project and its coordinator told differently by two documents",
        SECOND.format("tianjin", "cluster/tianjin", "coordinator"),
        "graph:derived { <project/ship> eucn:coordinator <cluster/ghent> , <cluster/tianjin> . }",
        "union/Project-coordinator",
    ),
    ("Percent below 0: a decline", FIGURE.format("-5.3", "percent"), "", None),
    (
        "A start and an end in the same year, one said more precisely",
        '<event/fair> a eucn:Event ; eucn:name "Fair"@en ; eucn:kind event-kind:trade-fair ; '
        'eucn:startDate "2020-05-04"^^xsd:date ; eucn:endDate "2020"^^xsd:gYear .',
        "",
        None,
    ),
    ("A tag with a script and a region", SHIP.format('name "船"@zh-Hans-CN'), "", None),
    (
        "Names with signs of markup and of other scripts",
        SHIP.format('name "R&D < D&I «Ж»"@en'),
        "",
        None,
    ),
    ("An end of an agreement in the year of its signature", END.format("end", "2018"), "", None),
    (
        "A person with a post, who is a contact",
        PERSON + SECOND.format("li", "person/li", "contact"),
        "",
        None,
    ),
]
