"""Where the places that documents name lie."""

from __future__ import annotations

from graph.questions import with_prefixes
from graph.store import Store

WIDER = "province", "municipality", "region"
"""Kinds that a place of China is of, or is in a place of."""
NO_PLACE = {"special-economic-zones", "high-tech-zones", "science-and-technology-industrial-parks"}
"""Kinds of zones all over the country, which have no place of their own."""


def test_every_place_of_documents_in_china_is_in_a_province(opened_records: Store) -> None:
    """Without registers too: whoever asks for a province misses nothing told with its town."""
    kinds = " ".join(f"<https://w3id.org/eucn/vocabulary/place-kind/{kind}>" for kind in WIDER)
    rows = opened_records.select(
        with_prefixes(f"""SELECT DISTINCT ?place (BOUND(?one) AS ?known) {{
            ?place a eucn:Place ; eucn:locatedIn <https://w3id.org/eucn/id/country/cn> .
            OPTIONAL {{ VALUES ?kind {{ {kinds} }}
                {{ ?place eucn:locatedIn ?one . ?one eucn:kind ?kind }} UNION
                {{ ?place eucn:kind ?kind BIND(?place AS ?one) }} }} }}""")
    )
    known = {str(r["place"]).rpartition("/")[2]: str(r["known"]) == "true" for r in rows}
    assert known["chengdu"]
    assert known["beijing"]
    assert {place for place, found in known.items() if not found} <= NO_PLACE


def test_what_is_told_with_a_town_is_in_its_province(opened_records: Store) -> None:
    rows = opened_records.select(
        with_prefixes("""SELECT ?thing ?province {
            ?thing eucn:locatedIn ?town . ?town a eucn:Place ; eucn:locatedIn ?province .
            ?province a eucn:Place FILTER NOT EXISTS { ?thing eucn:locatedIn ?province } }""")
    )
    assert rows == []
    events = opened_records.select(
        with_prefixes("""SELECT DISTINCT ?event { ?event a eucn:Event ;
            eucn:locatedIn <https://w3id.org/eucn/id/place/sichuan> }""")
    )
    assert len(events) >= 4
