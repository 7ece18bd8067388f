"""Overview, yearly panel and evidence by rows, counted once more by plain queries and sets."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from graph.network.drawing.export import tie_rows
from graph.network.drawing.look import Look, entry_years, shades
from graph.network.drawing.overview import NARROW, overview_svg
from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import network_of
from graph.network.measures.matrix import matrix
from graph.network.measures.overview import REST, overview
from graph.network.measures.specialisation import COUNTRY, PROVINCE, specialisation
from graph.network.measures.years import panel
from graph.network.model.filters import Filter, parse
from graph.network.telling.sentences import Speaker
from graph.store import Store
from tests.network.recomputation import EUCN

pytestmark = pytest.mark.xdist_group("registers")

ID = "https://w3id.org/eucn/id/"


@pytest.fixture(scope="module", params=["records", "registers"])
def built(request: pytest.FixtureRequest) -> Store:
    store: Store = request.getfixturevalue(f"opened_{request.param}")
    return store


@pytest.fixture(scope="module")
def analysis(built: Store, request: pytest.FixtureRequest) -> Analysis:
    of_records = built is request.getfixturevalue("opened_records")
    name = "records_analysis" if of_records else "registers_analysis"
    found: Analysis = request.getfixturevalue(name)
    return found


def tail(iri: object) -> str:
    return str(iri).rsplit("/", 1)[-1]


def taking_part(built: Store) -> dict[str, dict[str, set[str]]]:
    """Return {project: {side on the day: actors}} of the participations that registers state."""
    rows = built.select(
        EUCN + "SELECT DISTINCT ?n ?what ?who ?side ?role WHERE { ?n eucn:statedInRow ?row ; "
        "eucn:participationIn ?what ; eucn:participant ?who ; eucn:side ?side "
        ". ?what a eucn:Project OPTIONAL { ?n eucn:role/skos:notation ?role } }"
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if str(row.get("role", "")) not in ("funder", "target"):
            found[str(row["what"])][tail(row["side"])].add(str(row["who"]))
    return found


def test_the_overview_counts_each_activity_once(analysis: Analysis) -> None:
    found = overview(analysis, 10_000)
    across = {
        iri
        for iri, (eu, china) in analysis.crossing.items()
        if eu and china and iri in analysis.view.settings
    }
    assert found.total == len(across)
    for column in (found.countries, found.topics, found.provinces):
        assert all(0 < count <= found.total for count in column.activities.values())
        assert not column.rest
    # Every band again, by walking over the links.
    left: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in analysis.view.links:
        if link.setting not in across:
            continue
        actor, setting = analysis.view.actors[link.actor], analysis.view.settings[link.setting]
        day = link.start or setting.start
        side = link.side or analysis.network.side_on(link.actor, day)
        if side in ("eu", "other"):
            for topic in {analysis.view.band(t) for t in setting.topics} or {""}:
                left[actor.country or "", topic].add(link.setting)
    assert found.left == {pair: len(held) for pair, held in left.items()}
    short = overview(analysis, 5)
    assert len(short.countries.keys) <= 6
    if short.countries.rest:
        assert REST in short.countries.keys
    speaker = Speaker(analysis.network, "de")
    svg = overview_svg(short, speaker, lambda *keys: "/x?" + "&".join(keys), NARROW)
    assert svg.count("<title>") >= len(short.left) + len(short.right)


def test_overview_specialisation_and_matrix_show_the_same_numbers(analysis: Analysis) -> None:
    """A reader puts them beside each other: one rule of counting for all three."""
    whole, table = overview(analysis, 10_000), matrix(analysis)
    for by, column, bands in (
        (COUNTRY, whole.countries, whole.left),
        (PROVINCE, whole.provinces, {(unit, t): n for (t, unit), n in whole.right.items()}),
    ):
        found = specialisation(analysis, by, 1)
        assert found.units
        assert {s.unit: s.activities for s in found.sizes if s.activities}.items() <= (
            column.activities.items()
        )
        wide = [topic for topic in found.topics if topic in whole.topics.keys]
        assert wide
        for unit in found.units:
            for topic in wide:
                assert found.cells[unit, topic].count == bands.get((unit, topic), 0)
                if by == COUNTRY:
                    assert table.cells.get((topic, unit), 0) == bands.get((unit, topic), 0)


def test_activities_of_a_country_are_those_that_the_register_has(built: Store) -> None:
    there = taking_part(built)
    if not there:
        pytest.skip("no register in this store")
    of = built.select(
        EUCN + "SELECT ?who ?c WHERE { ?who eucn:country ?c . ?n eucn:participant ?who }"
    )
    country = {str(row["who"]): tail(row["c"]) for row in of}
    datasets = {
        str(row["d"])
        for row in built.select(EUCN + "SELECT DISTINCT ?d WHERE { ?d a eucn:RegisterDataset }")
    }
    only = Analysis(network_of(built), Filter(document=frozenset(datasets), parts="apart"), 0)
    both = {what for what, sides in there.items() if sides["eu"] and sides["china"]}
    found = overview(only, 10_000)
    assert found.total == len(both)
    counts: dict[str, set[str]] = defaultdict(set)
    for what in both:
        for who in there[what]["eu"] | there[what]["other"]:
            counts[country.get(who, "")].add(what)
    assert dict(found.countries.activities) == {c: len(held) for c, held in counts.items()}


def test_ties_of_registers_say_in_which_rows_they_stand(built: Store, analysis: Analysis) -> None:
    there = taking_part(built)
    if not there:
        assert not any(tie.rows for tie in analysis.ties)
        return
    speaker = Speaker(analysis.network, "en")
    rolled = analysis.network.two_mode.wholes
    expected = {
        tuple(sorted((rolled.get(a, a), rolled.get(b, b))))
        for sides in there.values()
        for a, b in product(set().union(*sides.values()), repeat=2)
        if rolled.get(a, a) != rolled.get(b, b)
    }
    with_rows = {(tie.a, tie.b): tie for tie in analysis.ties if tie.rows}
    states = {
        iri for iri, actor in analysis.network.two_mode.actors.items() if actor.kind == "state"
    }
    assert {pair for pair in expected if not set(pair) & states} <= set(with_rows)
    assert all(tie.rows or tie.claims for tie in analysis.ties)
    said = speaker.rows(next(iter(with_rows.values())).rows)
    assert all(
        "CORDIS" in one and "snapshot of" in one and "organization.csv, project" in one
        for one in said
    )
    row = tie_rows(analysis, speaker, Look("cross"))[0]
    assert {"rows", "registers", "claims"} <= set(row)


def test_the_panel_counted_again_year_by_year(analysis: Analysis) -> None:
    """Sets of pairs for each year, from the links and their spans; no arrays."""
    found = panel(analysis, 2019)
    assert found.announced
    spans: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    horizon = max(one.year for one in found.years)
    for link in analysis.view.links:
        setting = analysis.view.settings[link.setting]
        over = setting.end or (setting.start if setting.kind in ("project", "event") else None)
        start, end = link.start or setting.start, link.end or over
        # What was only announced is in no year.
        if (start or end) and setting.status not in ("planned", "announced"):
            first = int((start or end or "")[:4])
            spans[link.setting].append((link.actor, first, int(end[:4]) if end else horizon))
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in analysis.view.links:
        day = link.start or analysis.view.settings[link.setting].start
        side = link.side or analysis.network.side_on(link.actor, day)
        sides[link.actor, link.setting].add(side)

    def pairs(first: int, last: int, across: bool = False) -> set[frozenset[str]]:
        made = set()
        for iri, held in spans.items():
            there = sorted({a for a, start, end in held if start <= last and end >= first})
            made |= {
                frozenset((a, b))
                for a in there
                for b in there
                if a != b and (not across or ("eu" in sides[a, iri] and "china" in sides[b, iri]))
            }
        return made

    before: set[frozenset[str]] = set()
    crossed: set[frozenset[str]] = set()
    for year in found.years:
        now, across = pairs(year.year, year.year), pairs(year.year, year.year, across=True)
        flow = (len(now), len(now - before), len(now & before), len(before - now))
        assert (
            *(year.ties.there, year.ties.entering),
            *(year.ties.staying, year.ties.leaving),
        ) == flow, year.year
        there = {one for pair in now for one in pair}
        assert year.actors.there == len(there)
        assert year.pairs.there == len(across)
        assert year.pairs.staying == len(across & crossed)
        kept = len(crossed & across) / len(crossed) if crossed else None
        assert year.pairs.persistence == (None if kept is None else pytest.approx(kept))
        before, crossed = now, across
    first = found.years[0].year
    assert found.change is not None
    old, new = pairs(first, 2018), pairs(2019, horizon)
    assert found.change.ties.staying == len(old & new)
    earlier, later = (pairs(*years, across=True) for years in ((first, 2018), (2019, horizon)))
    assert found.change.pairs.entering == len(later - earlier)


def test_groups_that_are_told_by_colour_hold_every_actor_once(analysis: Analysis) -> None:
    speaker = Speaker(analysis.network, "en")
    assert shades(analysis, speaker, "side") is None
    for attribute in ("kind", "community", "year"):
        found = shades(analysis, speaker, attribute)
        assert found is not None
        assert len(found.of) + found.rest == len(analysis.actors)
        assert set(found.of.values()) == set(range(len(found.names)))
    years = entry_years(analysis)
    assert years
    assert set(years) <= set(analysis.actors)


def test_a_backbone_has_ties_of_the_view_only(analysis: Analysis) -> None:
    for method in ("sdsm", "disparity"):
        kept = analysis.backbone(method)
        assert len(kept) == len(analysis.ties)
        assert 0 <= sum(kept) < len(analysis.ties)


def test_provinces_hold_what_their_cities_do(built: Store, analysis: Analysis) -> None:
    provinces = {actor.province for actor in analysis.view.actors.values()} - {""}
    assert f"{ID}place/beijing" in provinces
    found = specialisation(analysis, PROVINCE, 1)
    assert set(found.units) <= provinces
    chosen = parse({"province": ["beijing"]}, analysis.network.values())
    only = Analysis(analysis.network, chosen, 0)
    china = [a for a in only.view.actors.values() if a.side == "china"]
    assert china
    assert {actor.province for actor in china} == {f"{ID}place/beijing"}
