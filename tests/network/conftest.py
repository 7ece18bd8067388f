"""Networks that several tests use."""

from __future__ import annotations

import pytest
from hypothesis import settings

from graph.network.ties import Actor, Link, Setting, TwoMode

settings.register_profile("network", deadline=None, max_examples=60)
settings.load_profile("network")


def two_mode(places: dict[str, list[str]], sides: dict[str, str]) -> TwoMode:
    """Make a two-mode network of {setting: actors}; a setting's kind is its name before a dash."""
    actors = {
        name: Actor(name, {"en": name.upper()}, side, {"eu": "de", "china": "cn"}.get(side))
        for name, side in sides.items()
    }
    return TwoMode(
        actors=actors,
        settings={name: Setting(name, {"en": name.title()}, name.split("-")[0]) for name in places},
        links=tuple(
            Link(actor, name, node=f"{name}--{actor}", claims=(f"claim-{name}-{actor}",))
            for name, members in places.items()
            for actor in members
        ),
    )


@pytest.fixture
def small() -> TwoMode:
    """Return two projects that share one European hub, an event, and an actor alone."""
    sides = {"hub": "eu", "e1": "eu", "e2": "eu", "c1": "china", "c2": "china", "x": "unknown"}
    places = {
        "project-1": ["hub", "e1", "c1"],
        "project-2": ["hub", "e2"],
        "event-1": ["hub", "c2"],
        "project-3": ["x"],
    }
    return two_mode(places, sides)
