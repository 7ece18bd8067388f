"""The timeline of an entity: what it took part in, not when it was founded."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from graph.catalogue import Catalogue, Entry
from graph.catalogue.entity import Dossier
from server.site.axis import axis
from server.site.diagrams import MOST_AROUND, ego, timeline

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


def test_years_without_anything_are_left_out_with_a_mark() -> None:
    """The agreement on science: signed in December 1998, renewed in 2014, reaffirmed in 2018."""
    years = axis([(1998.9, 1999.0), (2014.9, 2015.0), (2018.5, 2018.6)], 8, 632)
    assert years.gaps == ((1999, 2014),)
    (at,) = years.breaks
    assert years.x(1999) < at < years.x(2014)
    # One year is as wide as any other, and the gap no wider than one.
    assert years.x(2015) - years.x(2014) == pytest.approx(years.x(2014) - years.x(1999))
    assert years.x(1998) == 8
    assert years.x(2019) == pytest.approx(632)
    assert not any(1999 < year < 2014 for year, _x in years.marks())


def test_an_axis_without_long_gaps_is_even() -> None:
    years = axis([(2019.0, 2021.5), (2020.0, 2024.0)], 0, 500)
    assert years.breaks == ()
    assert years.x(2020) - years.x(2019) == pytest.approx(100)


def test_neighbours_are_drawn_in_proportion_to_their_sides() -> None:
    """Also where those of other sides come first; no label of theirs is right of its dot."""
    counts = {"other": 20, "china": 20, "eu": 60}
    around = {
        f"urn:{side}-{at}": Entry(
            f"urn:{side}-{at}", "Partner", sides={f"https://w3id.org/eucn/vocabulary/side/{side}"}
        )
        for side, count in counts.items()
        for at in range(count)
    }
    catalogue = SimpleNamespace(entries=around)
    drawn = ego(catalogue, Entry("urn:x", "Partner"), list(around), "en")  # type: ignore[arg-type]
    assert drawn is not None
    found = Counter(dot.side for dot in drawn.dots)
    assert found.total() == MOST_AROUND
    assert found["eu"] > 2 * found["china"] >= 2 * found["other"] - 2
    assert all(dot.anchor == "end" for dot in drawn.dots if dot.side == "other")
    assert drawn.left_out == 100 - MOST_AROUND


def test_of_many_projects_of_a_programme_the_latest_are_drawn() -> None:
    catalogue = Catalogue()
    programme = Entry("urn:programme", "Programme")
    years = range(1980, 2020)
    projects = [Entry(f"urn:{year}", "Project", start=f"{year}-01-01") for year in years]
    for entry in (programme, *projects):
        catalogue.entries[entry.iri] = entry
    dossier = Dossier(programme.iri, incoming={"fundedUnder": {one.iri for one in projects}})
    drawn = timeline(catalogue, programme, dossier)
    assert drawn is not None
    assert [bar.iri for bar in drawn.bars] == [f"urn:{year}" for year in range(1996, 2020)]
