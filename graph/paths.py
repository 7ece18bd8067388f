"""Where the project's data folders are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "data"
"""Where a wheel carries the folders, so that none of them lies beside other people's packages."""

ROOT = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parent
ONTOLOGY = ROOT / "ontology"
SHAPES = ONTOLOGY / "shapes"
QUERIES = ROOT / "queries"
SOURCES = ROOT / "sources"
DOCS = ROOT / "docs"
