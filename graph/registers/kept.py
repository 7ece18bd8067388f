"""Where imported tables are: beside the store, so that every build finds them."""

from __future__ import annotations

from pathlib import Path


def kept_folder(store: str) -> Path:
    """Return where the tables of imports into a store are kept: ``.store-registers``."""
    path = Path("elsewhere" if "://" in store else store)
    return path.with_name(path.name + "-registers")
