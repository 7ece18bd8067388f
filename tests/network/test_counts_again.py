"""Overview and specialisation of the real graphs, every cell, from plain queries and fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.overview import overview
from graph.network.measures.specialisation import COUNTRY, PROVINCE, specialisation
from graph.store import Store
from tests.network.recomputation import EUCN, Joint, end, joint

pytestmark = pytest.mark.xdist_group("registers")

OPENED = {"documents": "opened_records", "registers": "opened_registers"}
COUNTED = {"documents": "records_analysis", "registers": "registers_analysis"}
LEAST = {"documents": 2, "registers": 5}
"""Activities behind a number, so that each graph has some that are shown and some that are not."""


@pytest.fixture(scope="module", params=["documents", "registers"])
def source(request: pytest.FixtureRequest) -> tuple[Store, str]:
    store: Store = request.getfixturevalue(OPENED[request.param])
    return store, request.param


@pytest.fixture(scope="module")
def analysis(source: tuple[Store, str], request: pytest.FixtureRequest) -> Analysis:
    found: Analysis = request.getfixturevalue(COUNTED[source[1]])
    return found


@pytest.fixture(scope="module")
def again(source: tuple[Store, str]) -> Joint:
    return joint(source[0])


def sizes(held: dict[str, set[str]]) -> dict[str, int]:
    return {key: len(of) for key, of in held.items()}


def test_every_number_of_the_overview(analysis: Analysis, again: Joint) -> None:
    found = overview(analysis, 10_000)
    widest = {key: of for key, of in again.topics.items() if again.above.get(key, set()) <= {key}}
    assert found.total == len(again.both)
    assert dict(found.countries.activities) == sizes(again.countries)
    assert dict(found.provinces.activities) == sizes(again.provinces)
    assert dict(found.topics.activities) == sizes(widest)
    for bands, ones, twos in (
        (found.left, again.countries, widest),
        (found.right, widest, again.provinces),
    ):
        assert bands == {
            (one, two): len(ones[one] & twos[two])
            for one in ones
            for two in twos
            if ones[one] & twos[two]
        }


def advantages(
    held: dict[str, set[str]], again: Joint, least: int
) -> tuple[dict[tuple[str, str], Fraction], dict[str, set[str]], list[str]]:
    """Return the location quotient of each cell, the units shown and the topics shown."""
    shown = {unit: of for unit, of in held.items() if unit and len(of) >= least}
    added = {
        topic: sum(len(of & about) for of in shown.values())
        for topic, about in again.topics.items()
        if topic
    }
    topics = [topic for topic, count in added.items() if count >= least]
    every = sum(map(len, shown.values()))
    return (
        {
            (unit, topic): Fraction(len(of & again.topics[topic]), len(of))
            / Fraction(added[topic], every)
            for unit, of in shown.items()
            for topic in topics
        },
        shown,
        topics,
    )


def econgeo(special: dict[str, set[str]], topics: list[str], again: Joint) -> set[frozenset[str]]:
    """Return the pairs of topics above 1 in EconGeo's relatedness(method = "prob")."""
    together = {
        frozenset((one, two)): sum({one, two} <= of for of in special.values())
        for one in topics
        for two in topics
        if one < two and one not in again.wide(two) and two not in again.wide(one)
    }
    size = {t: sum(n for pair, n in together.items() if t in pair) for t in topics}
    total = Fraction(sum(size.values()))
    found = set()
    for pair, count in together.items():
        one, two = (size[topic] for topic in pair)
        if not count or total in (one, two):
            continue
        chance = one / total * (two / (total - one)) + two / total * (one / (total - two))
        if count / (chance * total / 2) > 1:
            found.add(pair)
    return found


@pytest.mark.parametrize("by", [COUNTRY, PROVINCE])
def test_every_cell_of_specialisation(
    source: tuple[Store, str], analysis: Analysis, again: Joint, by: str
) -> None:
    least = LEAST[source[1]]
    found = specialisation(analysis, by, least)
    members = set(found.units)
    held: dict[str, set[str]] = again.countries if by == COUNTRY else again.provinces
    if by == COUNTRY:
        # Countries that are on the EU side today.
        rows = source[0].select(
            EUCN + "SELECT DISTINCT ?c WHERE { ?c eucn:euMemberFrom ?any "
            "MINUS { ?c eucn:euMemberUntil ?left } }"
        )
        held = {code: held[code] for row in rows if (code := end(str(row["c"]))) in held}
    expected, shown, topics = advantages(held, again, least)
    assert members == set(shown)
    assert set(found.topics) == set(topics)
    above: dict[str, set[str]] = {unit: set() for unit in shown}
    for (unit, topic), value in expected.items():
        cell = found.cells[unit, topic]
        assert cell.count == len(shown[unit] & again.topics[topic])
        if cell.count < least:
            assert cell.advantage is None
            continue
        assert cell.advantage == pytest.approx(float(value)), (unit, topic)
        if round(float(value), 2) > 1:
            above[unit].add(topic)
    related = econgeo(above, topics, again)
    for (unit, topic), cell in found.cells.items():
        near = {other for pair in related if topic in pair for other in pair - {topic}}
        assert cell.related == len(near), topic
        assert set(cell.reasons) == near & above[unit]
        share = Fraction(100 * len(near & above[unit]), len(near)) if near else 0
        assert cell.density == pytest.approx(float(share))


def test_countries_beside_their_size(analysis: Analysis, again: Joint) -> None:
    """The share of a country in the EU-China ties of its side over that in its organisations."""
    weights = {(tie.a, tie.b): tie.weight for tie in analysis.ties}
    where = {who: code for who, code in again.country.items() if again.sides[who] == "eu"}
    held: dict[str, float] = dict.fromkeys(where.values(), 0.0)
    for one, two in {(min(pair), max(pair)) for pair in again.pairs}:
        for who in (one, two):
            if who in where:
                held[where[who]] += weights[one, two]
    every = sum(held.values())
    sizes = specialisation(analysis, COUNTRY, 1).sizes
    organisations = sum(size.organisations for size in sizes)
    for size in sizes:
        # Who only offers something is counted too, and has no tie.
        assert size.organisations >= sum(code == size.unit for code in where.values())
        weight = held.get(size.unit, 0.0)
        assert size.strength == pytest.approx(weight), size.unit
        expected = (weight / every) / (size.organisations / organisations)
        assert size.centrality == pytest.approx(expected), size.unit
