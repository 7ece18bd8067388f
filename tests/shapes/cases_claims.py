"""A good case and bad ones for every shape of claims.ttl."""

from __future__ import annotations

from tests.shapes.cases_union import Case, with_second, without

CLAIM = """<claim/c> a eucn:Claim ; rdf:subject <project/harbour> ; rdf:predicate eucn:grantNumber ;
    rdf:object "1111" ; eucn:confidence 0.95 ; prov:wasDerivedFrom doc:harbour-news ;
    eucn:method method:read ; eucn:rank rank:preferred ; eucn:obtainedOn "2026-01-31"^^xsd:date ;
    eucn:note "Unsure"@en ; eucn:reason "Why"@en ; eucn:contradictedInDocument true ;
    eucn:citedSource <cited-work/x> ; eucn:subjectNamedAt <passage/p> ; oa:hasTarget <passage/p> .
<passage/p> a eucn:Passage ."""
PASSAGE = f"""<passage/p> a eucn:Passage ; oa:hasSource doc:harbour-news ;
    oa:hasSelector <selector/s> ; eucn:sha256 "{"0a" * 32}" ; eucn:section "At a glance"@en ;
    eucn:length 28 ; eucn:tableRow false ."""
EVIDENCE = "<evidence/e> a eucn:Evidence ; eucn:confidence 0.95 ; oa:hasTarget <passage/p> ."
SELECTOR = "<selector/s> a oa:TextPositionSelector ; oa:start 10 ; oa:end 38 ."

PLACE = "oa:hasTarget <passage/p>"

CASES: dict[str, Case] = {
    "Claim": (CLAIM, [CLAIM.replace("<claim/c>", "[]")]),
    "ClaimSubject": (
        CLAIM,
        [without(CLAIM, "rdf:subject <project/harbour>"), CLAIM.replace("<project/harbour>", "[]")],
    ),
    "ClaimPredicate": (CLAIM, [without(CLAIM, "rdf:predicate eucn:grantNumber")]),
    "ClaimObject": (
        CLAIM,
        [
            without(CLAIM, 'rdf:object "1111"'),
            with_second(CLAIM, 'rdf:object "1111"', '"2222"'),
        ],
    ),
    "ClaimConfidence": (
        CLAIM,
        [
            CLAIM.replace("0.95", "1.5"),
            CLAIM.replace("0.95", "-0.1"),
            CLAIM.replace("0.95", '"0.95"'),
            without(CLAIM, "eucn:confidence 0.95"),
        ],
    ),
    "ClaimWasDerivedFrom": (
        CLAIM,
        [
            without(CLAIM, "prov:wasDerivedFrom doc:harbour-news"),
            CLAIM.replace("doc:harbour-news", "<project/harbour>"),
        ],
    ),
    "ClaimMethod": (
        CLAIM,
        [
            without(CLAIM, "eucn:method method:read"),
            CLAIM.replace("method:read", "method:guessed"),
        ],
    ),
    "ClaimRank": (CLAIM, [with_second(CLAIM, "rank:preferred", "rank:normal")]),
    "ClaimObtainedOn": (CLAIM, [CLAIM.replace('"2026-01-31"^^xsd:date', '"2026"^^xsd:gYear')]),
    "ClaimNote": (CLAIM, [CLAIM.replace('"Unsure"@en', '"Unsure"')]),
    "ClaimReason": (CLAIM, [CLAIM.replace('"Why"@en', '""@en')]),
    "ClaimContradictedInDocument": (
        CLAIM,
        [CLAIM.replace("eucn:contradictedInDocument true", 'eucn:contradictedInDocument "yes"')],
    ),
    "ClaimCitedSource": (CLAIM, [CLAIM.replace("<cited-work/x>", "<organization/x>")]),
    "ClaimSubjectNamedAt": (
        CLAIM,
        [CLAIM.replace("eucn:subjectNamedAt <passage/p>", "eucn:subjectNamedAt <passage/q>")],
    ),
    "ClaimHasTarget": (CLAIM, [CLAIM.replace(PLACE, "oa:hasTarget <passage/q>")]),
    "ClaimEvidence": (
        without(CLAIM, PLACE),
        [without(without(CLAIM, PLACE), 'eucn:reason "Why"@en')],
    ),
    "ClaimEvidenceNode": (
        CLAIM + "<claim/c> eucn:evidence <evidence/e> ." + EVIDENCE,
        [CLAIM + "<claim/c> eucn:evidence <evidence/e> ."],
    ),
    "EvidenceConfidence": (
        EVIDENCE,
        [EVIDENCE.replace("0.95", "1.5"), without(EVIDENCE, "eucn:confidence 0.95")],
    ),
    "EvidenceSupport": (EVIDENCE, [without(EVIDENCE, PLACE)]),
    "PassageHasSource": (
        PASSAGE,
        [
            without(PASSAGE, "oa:hasSource doc:harbour-news"),
            PASSAGE.replace("doc:harbour-news", "<project/harbour>"),
        ],
    ),
    "PassageHasSelector": (
        PASSAGE + SELECTOR,
        [without(PASSAGE + SELECTOR, "oa:hasSelector <selector/s>"), PASSAGE],
    ),
    "PassageSha256": (
        PASSAGE,
        [PASSAGE.replace('"' + "0a" * 32 + '"', '"' + "0A" * 32 + '"')],
    ),
    "PassageSection": (
        PASSAGE,
        [
            with_second(PASSAGE, 'eucn:section "At a glance"@en', '"Partners"@en'),
            PASSAGE.replace('"At a glance"', '""'),
        ],
    ),
    "PassagePage": (
        PASSAGE + " <passage/p> eucn:page 3 .",
        [PASSAGE + " <passage/p> eucn:page 3 , 4 .", PASSAGE + " <passage/p> eucn:page 0 ."],
    ),
    "PassageHasLength": (
        PASSAGE,
        [
            without(PASSAGE, "eucn:length 28"),
            PASSAGE.replace("eucn:length 28", "eucn:length 0"),
        ],
    ),
    "PassageTableRow": (PASSAGE, [PASSAGE.replace("eucn:tableRow false", 'eucn:tableRow "no"')]),
    "PassageLength": (
        "<passage/p> a eucn:Passage ; eucn:length 300 . "
        "<passage/q> a eucn:Passage ; eucn:length 301 ; eucn:tableRow true .",
        [
            "<passage/p> a eucn:Passage ; eucn:length 301 .",
            "<passage/p> a eucn:Passage ; eucn:length 301 ; eucn:tableRow false .",
        ],
    ),
    "SelectorStart": (
        SELECTOR,
        [without(SELECTOR, "oa:start 10"), SELECTOR.replace("oa:start 10", "oa:start -1")],
    ),
    "SelectorEnd": (SELECTOR, [without(SELECTOR, "oa:end 38")]),
    "SelectorStartOrder": (
        SELECTOR,
        [
            SELECTOR.replace("oa:end 38", "oa:end 10"),
            SELECTOR.replace("oa:end 38", "oa:end 9"),
        ],
    ),
}
