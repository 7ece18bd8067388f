"""A setting, a problem or a metric that nobody can read about does not exist."""

from __future__ import annotations

import re

import pytest

from server.settings import described
from tests.endpoint.running import ROOT

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SOURCES = [p.read_text(encoding="utf-8") for p in (ROOT / "server").rglob("*.py")]


@pytest.mark.parametrize("name", [name for name, _, _ in described()])
def test_settings_are_documented(name: str) -> None:
    assert f"| `{name}` |" in TEXT


def test_problems_are_documented() -> None:
    pattern = re.compile(r'(?:Problem\(\s*\d+,\s*|_refusal\(\d+, )"([a-z0-9-]+)"')
    kinds = {kind for text in SOURCES for kind in pattern.findall(text)}
    assert {"syntax", "queue", "too-large"} <= kinds
    assert {kind for kind in kinds if f"`{kind}`" not in TEXT} == set()
