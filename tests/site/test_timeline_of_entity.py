"""The timeline of an entity: what it took part in, not when it was founded."""

from __future__ import annotations

from graph.catalogue import Catalogue, Entry
from graph.catalogue.entity import Dossier
from server.site.diagrams import timeline

ORGANISATION = "urn:organisation"


def test_the_founding_of_an_organisation_is_not_on_the_axis() -> None:
    catalogue = Catalogue()
    founded = Entry(ORGANISATION, "Partner", start="1907-01-01", settings={"urn:a", "urn:b"})
    for entry in (
        founded,
        Entry("urn:a", "Project", start="2015-04-01", end="2019-03-31"),
        Entry("urn:b", "Project", start="2023-03-01", end="2027-02-28"),
    ):
        catalogue.entries[entry.iri] = entry
    drawn = timeline(catalogue, founded, Dossier(ORGANISATION))
    assert drawn is not None
    assert [bar.iri for bar in drawn.bars] == ["urn:a", "urn:b"]
    assert drawn.years[0][0] == 2015
