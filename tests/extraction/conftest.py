"""What tests of extraction share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction.harbour import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The text of ``harbour.py`` with an empty folder for records beside it."""
    (tmp_path / "harbour.txt").write_text(TEXT)
    (tmp_path / "sources").mkdir()
    return tmp_path
