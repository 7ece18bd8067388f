"""Positions of one organisation: paired by source, and told as a disagreement when far apart."""

from __future__ import annotations

from rdflib import XSD, Literal

from graph.catalogue.entity import Dossier, Evidence, Statement
from graph.iris import EUCN
from server.site.positions import FAR, apart, positions


def said(key: str, value: str, source: str) -> Statement:
    number = Literal(value, datatype=XSD.decimal)
    return Statement("urn:o", str(EUCN[key]), number, [Evidence(f"{source}/row", source)])


def test_two_cities_are_no_one_place() -> None:
    dossier = Dossier("urn:o")
    dossier.statements["latitude"] = [
        said("latitude", "31.2", "urn:a"),
        said("latitude", "34.3", "urn:b"),
    ]
    dossier.statements["longitude"] = [
        said("longitude", "121.5", "urn:a"),
        said("longitude", "109.0", "urn:b"),
    ]
    found = positions(dossier)
    assert set(found) == {(31.2, 121.5), (34.3, 109.0)}
    assert 1100 < apart(found) < 1300
    assert apart({(31.2, 121.5): [], (31.3, 121.5): []}) < FAR


def test_what_one_source_gives_twice_is_not_paired() -> None:
    dossier = Dossier("urn:o")
    dossier.statements["latitude"] = [
        said("latitude", "31.2", "urn:a"),
        said("latitude", "34.3", "urn:a"),
    ]
    dossier.statements["longitude"] = [said("longitude", "121.5", "urn:a")]
    assert positions(dossier) == {}


def test_points_stay_pairs_in_one_source() -> None:
    dossier = Dossier("urn:o")
    dossier.statements["latitude"] = [
        said("latitude", "31.2", "urn:a"),
        said("latitude", "34.3", "urn:a"),
    ]
    dossier.statements["position"] = [
        said("position", "POINT(121.5 31.2)", "urn:a"),
        said("position", "POINT(109.0 34.3)", "urn:a"),
    ]
    assert set(positions(dossier)) == {(31.2, 121.5), (34.3, 109.0)}
