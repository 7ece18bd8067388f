"""Fixtures of the tests of a build."""

from __future__ import annotations

import pytest

from graph.assembly import assemble
from tests.assembly.small import counting_analysis


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyse in no time."""
    monkeypatch.setattr(assemble, "analysis_layer", counting_analysis)
