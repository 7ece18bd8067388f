"""Who counts with another, and as what."""

from __future__ import annotations

from graph.catalogue.entries import Alike
from graph.network.model.reading import Network
from graph.network.model.ties import TwoMode
from server.site.doubled import BESIDE, PART, POSSIBLY, doubled, several


def network(
    wholes: dict[str, str] | None = None,
    alike: tuple[tuple[str, str], ...] = (),
    inside: tuple[tuple[str, str], ...] = (),
) -> Network:
    """Return a network of which only parts, wholes and possible doubles are of interest."""
    return Network(
        TwoMode({}, {}, (), wholes=wholes or {}), alike=frozenset(alike), inside=frozenset(inside)
    )


def test_what_is_no_part_in_the_network_is_none_on_a_list() -> None:
    """A joint unit and an institute of an academy count for themselves on every page."""
    known = network(inside=(("unit", "academy"), ("unit", "centre"), ("institute", "academy")))
    assert doubled(known, {"unit": 1, "academy": 2, "centre": 5, "institute": 1}) == {}


def test_only_two_of_whom_it_is_recorded_may_be_the_same() -> None:
    known = network({"desk": "port"}, alike=(("desk", "office"), ("desk", "bureau")))
    counts = {"port": 4, "desk": 1, "office": 2, "bureau": 1}
    assert doubled(known, counts) == {
        "desk": Alike(PART, "port", ""),
        "office": Alike(POSSIBLY, "desk", ""),
        "bureau": Alike(POSSIBLY, "desk", ""),
    }
    # Without the desk nothing joins the others.
    assert doubled(known, {"port": 4, "office": 2, "bureau": 1}) == {}


def test_a_whole_that_may_be_its_own_part_stands_for_it() -> None:
    known = network({"desk": "port"}, alike=(("desk", "port"),))
    found = doubled(known, {"port": 1, "desk": 3})
    assert found == {"desk": Alike(PART, "port", "")}
    assert several(found, ["port"]) == 1


def test_parts_of_the_same_count_once_where_it_is_not_there() -> None:
    known = network({"law": "university", "arts": "university"})
    found = doubled(known, {"law": 1, "arts": 2})
    assert found == {"law": Alike(BESIDE, "arts", "")}
    found = doubled(known, {"law": 1, "arts": 2, "university": 1})
    assert found == {name: Alike(PART, "university", "") for name in ("law", "arts")}
