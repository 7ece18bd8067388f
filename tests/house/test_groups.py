"""Tests that share a costly fixture run in one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("house")
def test_a_group_is_known_to_who_distributes(request: pytest.FixtureRequest) -> None:
    """A pytest that pytest-xdist does not know loses groups without a word, and minutes with it."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("tests are not distributed by group")
    assert request.node.nodeid.endswith("@house")
