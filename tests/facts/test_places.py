"""Where the places that documents name lie."""

from __future__ import annotations

from graph.identity.judgements import SAME, read_judgements
from graph.identity.parties import extract_participants, extract_ror
from graph.identity.places import kilometres, town
from graph.questions import with_prefixes
from graph.registers.mappings import read_mappings
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
    # In Chengdu; the mission that one of them was within went further, so it has no town of theirs.
    assert {str(row["event"]).rpartition("/")[2] for row in events} == {
        "eu-china-cluster-matchmaking-event-2014-10",
        "eu-china-cluster-cooperation-seminar-2014-10",
        "tianfu-software-park-visit-2014-10",
    }


def test_coordinates_far_from_the_town_of_their_row_are_left_out() -> None:
    """Shanghai Jiao Tong University lay in Fuzhou: a row may have a slip of the register."""
    records = {record.id: record for record in extract_ror()}
    same = {
        one.left: records[one.right]
        for one in read_judgements()
        if one.relation == SAME and one.right in records
    }
    left_out = {f"organization/{who}" for who, _, _ in read_mappings().misplaced}
    far = {
        party.id
        for party in extract_participants()
        if (record := same.get(party.id)) is not None
        and (kilometres(party, record) or 0) > 100
        and {town(one) for one in party.towns} & {town(one) for one in record.towns}
    }
    assert "organization/pic-903594674" in left_out
    assert far <= left_out
