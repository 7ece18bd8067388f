"""Specialisation against EconGeo's formulas, worked out in fractions; and hidden cells."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.resting import Resting
from graph.network.measures.specialisation import (
    Specialisation,
    comparative_advantage,
    density,
    relatedness,
    specialisation,
)
from graph.network.model.reading import Network
from graph.network.model.ties import Actor, Link, Setting, Topic, TwoMode
from graph.network.telling.sentences import Speaker
from graph.network.telling.year_tables import cell_rows


def test_comparative_advantage_is_the_location_quotient() -> None:
    """EconGeo, location.quotient: (x_rc / x_r) / (x_c / x); Balassa (1965)."""
    counts = [[8, 2, 0], [4, 4, 2], [0, 6, 4]]
    rows, total = [sum(row) for row in counts], sum(map(sum, counts))
    columns = [sum(row[c] for row in counts) for c in range(3)]
    expected = [
        [Fraction(x, rows[r]) / Fraction(columns[c], total) for c, x in enumerate(row)]
        for r, row in enumerate(counts)
    ]
    assert expected[0][0] == 2
    assert expected[2][2] == 2
    found = comparative_advantage(np.array(counts, dtype=np.float64))
    assert found == pytest.approx(np.array([[float(x) for x in row] for row in expected]))
    assert not comparative_advantage(np.zeros((2, 2))).any()


def test_relatedness_is_the_probability_index() -> None:
    """EconGeo, relatedness(method = "prob"), after Steijn (2017).

    c_ij / ((s_i/t * s_j/(t - s_i) + s_j/t * s_i/(t - s_j)) * t/2), s the sums of the
    co-occurrences without the diagonal, t their total.
    """
    special = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 0, 1]], dtype=np.float64)
    # Topics 0 and 1 come up together twice, 0-2, 1-2 and 1-3 once: s = 3, 4, 2, 1; t = 10.
    s, t = [Fraction(3), Fraction(4), Fraction(2), Fraction(1)], Fraction(10)
    together = {(0, 1): 2, (0, 2): 1, (1, 2): 1, (1, 3): 1}
    found = relatedness(special)
    for (i, j), count in together.items():
        chance = (s[i] / t) * (s[j] / (t - s[i])) + (s[j] / t) * (s[i] / (t - s[j]))
        expected = count / (chance * t / 2)
        assert found[i, j] == found[j, i] == pytest.approx(float(expected))
    assert found[0, 1] == pytest.approx(14 / 13)
    assert found[0, 3] == found[2, 3] == 0.0
    assert not np.diag(found).any()


def test_density_is_the_share_of_what_is_related() -> None:
    """EconGeo, relatedness.density: the related topics that a unit has over all related, in %."""
    special = np.array([[1, 0, 1, 0]], dtype=np.float64)
    related = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]], dtype=np.float64)
    assert density(special, related).tolist() == [[50.0, 100.0, 50.0, 0.0]]


def network(places: dict[str, tuple[list[str], str]]) -> Network:
    """Make a network of {project: (countries, topic)}, each with one actor from China."""
    actors = {"c": Actor("c", {"en": "C"}, "china", "cn", province="p/beijing")}
    links, settings = [], {}
    for name, (countries, topic) in places.items():
        settings[name] = Setting(name, {"en": name}, "project", frozenset({topic}))
        links.append(Link("c", name, node=f"{name}-c"))
        for country in countries:
            actors[country] = Actor(country, {"en": country}, "eu", country)
            links.append(Link(country, name, node=f"{name}-{country}"))
    topics = {topic: Topic(topic, {"en": topic}) for _, topic in places.values()}
    made = TwoMode(actors, settings, tuple(links), topics)
    return Network(made, provinces={"c": "p/beijing"})


def again(places: dict[str, tuple[list[str], str]], least: int) -> dict[tuple[str, str], Fraction]:
    """Count the advantages once more, from the projects, in fractions.

    What is hidden stays among the activities that the shares are of.
    """
    units = {c for countries, _ in places.values() for c in countries}
    of = {u: [t for cs, t in places.values() if u in cs] for u in units}
    shown = {u: ts for u, ts in of.items() if len(ts) >= least}
    every = [t for ts in shown.values() for t in ts]
    topics = {t for t in every if every.count(t) >= least}
    total = sum(map(len, shown.values()))
    return {
        (u, t): Fraction(ts.count(t), len(ts))
        / Fraction(sum(x.count(t) for x in shown.values()), total)
        for u, ts in shown.items()
        for t in topics
        if ts and ts.count(t) >= least
    }


def told(found: Specialisation) -> dict[tuple[str, str], float]:
    return {k: c.advantage for k, c in found.cells.items() if c.advantage is not None}


def test_what_too_few_activities_stand_behind_is_hidden() -> None:
    places = {
        f"p{at}": (countries, topic)
        for at, (countries, topic) in enumerate(
            [(["de", "fr"], "t1")] * 4 + [(["de"], "t2")] * 3 + [(["fr"], "t2")] + [(["it"], "t1")]
        )
    }
    found = specialisation(Analysis(network(places)), "country", 3)
    assert found.units == ("de", "fr")
    assert found.hidden == 1
    assert told(found) == pytest.approx({k: float(v) for k, v in again(places, 3).items()})
    cell = found.cells["fr", "t2"]
    assert (cell.count, cell.advantage) == (1, None)
    by_province = specialisation(Analysis(network(places)), "province", 3)
    assert by_province.units == ("p/beijing",)
    assert {size.unit: size.centrality for size in by_province.sizes} == {"p/beijing": 1.0}


def test_a_cell_that_one_activity_fewer_would_unshade_is_told() -> None:
    """Taken away for real, one participation of the country, and counted once more."""
    places = {
        f"p{at}": (countries, topic)
        for at, (countries, topic) in enumerate(
            [(["de", "fr"], "t1")] * 20
            + [(["de"], "t2")] * 19
            + [(["fr"], "t2")] * 18
            + [(["de", "fr"], "t3")] * 3
        )
    }
    found = specialisation(Analysis(network(places)), "country", 3)
    marked = set()
    for (unit, topic), cell in found.cells.items():
        at = next((n for n, (c, t) in places.items() if unit in c and t == topic), None)
        if cell.advantage is None or at is None:
            continue
        left = {**places, at: ([c for c in places[at][0] if c != unit], topic)}
        again_there = again(left, 3).get((unit, topic))
        expected = None if again_there is None else pytest.approx(float(again_there))
        assert cell.one_fewer == expected, (unit, topic)
        if cell.above and (again_there is None or round(float(again_there), 2) <= 1):
            marked.add((unit, topic))
    assert marked == {key for key, cell in found.cells.items() if cell.hangs_on_one}
    # Not by a fixed number: a cell with 20 activities hangs on one, as does one with 3.
    assert {found.cells[key].count for key in marked} >= {3, 20}


def test_the_example_of_an_advantage_can_be_worked_out() -> None:
    places = {f"p{at}": (["de", "fr"] if at % 2 else ["de"], f"t{at % 3}") for at in range(12)}
    found = specialisation(Analysis(network(places)), "country", 1)
    assert found.all_counted == 18
    for (unit, topic), cell in found.cells.items():
        own = Fraction(cell.count, found.size(unit))
        assert cell.advantage == pytest.approx(
            float(own / Fraction(found.counted[topic], found.all_counted))
        )


def test_what_more_than_a_third_rests_on_is_told() -> None:
    """One organisation, or what one document alone tells of; a register and a second source not."""
    places = {f"p{at}": (["de", "fr"] if at < 6 else ["fr"], "t1") for at in range(9)}
    made = network({**places, **{f"q{at}": (["de"], "t2") for at in range(9)}})
    told_by = {"p0": "d1", "p1": "d1", "p2": "d1", "p3": "d2", "p4": "d1", "p5": "d1"}
    links = [
        replace(
            link,
            # Each project has another organisation of Germany, but those of q0 to q3.
            actor=f"de-{'q' if link.setting in {'q0', 'q1', 'q2', 'q3'} else link.setting}"
            if link.actor == "de"
            else link.actor,
            documents=frozenset(
                {told_by.get(link.setting, "register"), *(["d2"] if link.setting == "p4" else [])}
            ),
            rows=("row",) if link.setting not in told_by or link.setting == "p5" else (),
        )
        for link in made.two_mode.links
    ]
    actors = dict(made.two_mode.actors)
    for link in links:
        if link.actor.startswith("de"):
            actors[link.actor] = Actor(link.actor, {"en": link.actor}, "eu", "de")
    two_mode = replace(made.two_mode, actors=actors, links=tuple(links))
    analysis = Analysis(replace(made, two_mode=two_mode))
    found = specialisation(analysis, "country", 3)
    assert found.cells["de", "t1"].rests == (Resting("d1", 3.0, 6.0, True),)
    assert found.cells["de", "t2"].rests == (Resting("de-q", 4.0, 9.0),)
    # Three of nine are a third, not more.
    assert found.cells["fr", "t1"].rests == (Resting("fr", 9.0, 9.0),)
    germany, france = (next(s for s in found.sizes if s.unit == unit) for unit in ("de", "fr"))
    assert germany.rests == ()
    assert france.rests == (Resting("fr", france.strength, france.strength),)
    speaker = Speaker(analysis.network)
    rows = {(row["unit"], row["topic"]): row for row in cell_rows(found, speaker)}
    assert rows["de", "t1"]["rests_on"] == ["3 of 6 known only from “d1”"]
    assert rows["de", "t2"]["rests_on"] == ["4 of 9 with de-q"]
