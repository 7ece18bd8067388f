"""Who counts with another, and as what."""

from __future__ import annotations

from graph.catalogue.entries import Alike
from graph.network.model.reading import Network
from graph.network.model.ties import Link, TwoMode
from server.site.doubled import BESIDE, PART, POSSIBLY, doubled, several


def network(
    wholes: dict[str, str] | None = None,
    alike: tuple[tuple[str, str], ...] = (),
    inside: tuple[tuple[str, str], ...] = (),
    links: tuple[Link, ...] = (),
) -> Network:
    """Return a network of which only parts, wholes and possible doubles are of interest."""
    return Network(
        TwoMode({}, {}, links, wholes=wholes or {}),
        alike=frozenset(alike),
        inside=frozenset(inside),
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
    busy = (Link("arts", "fair"), Link("arts", "course"), Link("law", "fair"))
    known = network({"law": "university", "arts": "university"}, links=busy)
    found = doubled(known, {"law": 1, "arts": 2})
    assert found == {"law": Alike(BESIDE, "arts", "")}
    found = doubled(known, {"law": 1, "arts": 2, "university": 1})
    assert found == {name: Alike(PART, "university", "") for name in ("law", "arts")}


def test_the_name_that_a_register_lists_stands_for_the_other_on_every_page() -> None:
    """However active the other is, and however often it is named on the page."""
    documents = tuple(Link("centre", f"fair-{number}") for number in range(4))
    register = (Link("company", "fair-1", rows=("row",)),)
    known = network(alike=(("centre", "company"),), links=documents + register)
    for named in (["centre", "company"], {"centre": 4, "company": 1}):
        assert doubled(known, named) == {"centre": Alike(POSSIBLY, "company", "")}
    # Where no register lists either, the more active one.
    known = network(alike=(("bureau", "centre"),), links=(*documents, Link("bureau", "fair-1")))
    assert doubled(known, ["bureau", "centre"]) == {"bureau": Alike(POSSIBLY, "centre", "")}
