"""Cases for concepts.ttl."""

from __future__ import annotations

from tests.shapes.cases_union import Case

SCHEME = '<s/s> a skos:ConceptScheme ; skos:prefLabel "S"@en .'
CONCEPT = f"""{SCHEME} <c/c> a skos:Concept ; skos:inScheme <s/s> ; skos:prefLabel "C"@en , "C"@de ;
    skos:altLabel "See"@en ; skos:broader <c/b> .
<c/b> a skos:Concept ; skos:inScheme <s/s> ; skos:prefLabel "B"@en ."""

CASES: dict[str, Case] = {
    "Concept": (
        CONCEPT,
        [
            f'{SCHEME} <c/c> a skos:Concept ; skos:prefLabel "C"@en .',
            '<c/c> a skos:Concept ; skos:inScheme <s/none> ; skos:prefLabel "C"@en .',
            f"{SCHEME} <c/c> a skos:Concept ; skos:inScheme <s/s> .",
            CONCEPT.replace('"C"@en , "C"@de', '"C"@en , "D"@en'),
            CONCEPT.replace('"C"@en , "C"@de', '"C"'),
            CONCEPT.replace('"See"@en', '"C"@en'),
            CONCEPT.replace("skos:broader <c/b>", "skos:broader <c/nowhere>"),
        ],
    )
}
