"""Years of a tie: breaks are told, and a tie without one has the span it always had."""

from __future__ import annotations

import pytest

from graph.network.measures.analysis import Analysis
from graph.network.measures.breaks import Span, joined, spans_of
from graph.network.model.reading import Network
from graph.network.model.ties import Actor, Link, Setting, TwoMode


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        # A full year without anything parts them; the next year does not.
        (
            [("2022-05-01", "2025-04-30"), ("2015-01-01", "2018-12-31")],
            (("2015-01-01", "2018-12-31"), ("2022-05-01", "2025-04-30")),
        ),
        (
            [("2015-01-01", "2018-01-31"), ("2019-12-01", "2020-04-30")],
            (("2015-01-01", "2020-04-30"),),
        ),
        # One within another does not shorten it, and what has no end goes on.
        (
            [("2010-01-01", "2020-12-31"), ("2012-01-01", "2013-12-31"), ("2022-01-01", None)],
            (("2010-01-01", "2020-12-31"), ("2022-01-01", None)),
        ),
        ([("2010-01-01", None), ("2015-01-01", "2016-12-31")], (("2010-01-01", None),)),
        ([(None, "2016-12-31"), (None, None)], (("2016-12-31", "2016-12-31"),)),
        ([(None, None)], ()),
    ],
)
def test_spans_are_joined_unless_a_year_lies_between(
    spans: list[Span], expected: tuple[Span, ...]
) -> None:
    assert joined(spans) == expected


def test_two_projects_years_apart_are_two_spans() -> None:
    actors = {iri: Actor(iri, {"en": iri}, side) for iri, side in (("c", "china"), ("e", "eu"))}
    actors["f"] = Actor("f", {"en": "f"}, "eu")
    settings = {
        "p1": Setting("p1", {}, "project", start="2015-01-01", end="2018-12-31"),
        "p2": Setting("p2", {}, "project", start="2021-01-01", end="2025-12-31"),
        "p3": Setting("p3", {}, "project", start="2017-01-01", end="2019-12-31"),
    }
    links = [Link(who, name) for name in ("p1", "p2") for who in ("c", "e")]
    # Who joins later shares what is left.
    links += [Link("f", "p2", start="2022-06-01"), Link("c", "p3"), Link("f", "p3")]
    analysis = Analysis(Network(TwoMode(actors, settings, tuple(links), {})))
    found = spans_of(analysis, analysis.ties)
    assert found == {
        "c|e": (("2015-01-01", "2018-12-31"), ("2021-01-01", "2025-12-31")),
        "c|f": (("2017-01-01", "2019-12-31"), ("2022-06-01", "2025-12-31")),
        "e|f": (("2022-06-01", "2025-12-31"),),
    }
    for tie in analysis.ties:
        spans = found[tie.key]
        assert (spans[0][0], spans[-1][1]) == (tie.start, tie.end)
