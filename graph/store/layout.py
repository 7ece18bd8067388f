"""The store on disk, as a reader sees it: a link to the folder of the current version.

``.store`` is a symbolic link to ``.store-versions/<build>/`` (``graph.store.versions`` makes
both), so a reader sees the old build or the new one and never a mixture. A version holds
``data.nq`` (its layers one after another, each sorted), ``manifest.json`` and ``index/``,
Oxigraph's files for serving from disk.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.store.errors import StoreError, StoreMissing

DATA = "data.nq"
MANIFEST = "manifest.json"
INDEX = "index"
DEFAULT = ".store"


@dataclass(frozen=True)
class Manifest:
    """What a version says of itself; ``built`` is the day the data is of (ISO 8601)."""

    build: str
    built: str
    quads: int
    sha256: str
    documents: list[str] = field(default_factory=list)
    layers: list[dict[str, Any]] = field(default_factory=list)
    """What the version is made of, as ``graph.store.layers.layers_of`` reads it."""
    as_before: list[str] = field(default_factory=list)
    """Names of layers that are those of the build before, until they have been made again."""

    @property
    def moment(self) -> datetime:
        """``built`` as a date and time that knows its zone."""
        moment = datetime.fromisoformat(self.built)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def default_path() -> str:
    """Return where the store is when nobody says: EUCN_STORE, else ``./.store``."""
    return os.environ.get("EUCN_STORE") or DEFAULT


def version_folder(store: Path) -> Path:
    """Return the folder the link points to now; raises StoreMissing where there is none."""
    try:
        folder = store.resolve(strict=True)
    except OSError:
        folder = store
    if not (folder / DATA).is_file():
        raise StoreMissing(f"There is no store at {store}: run `eucn build` first.")
    return folder


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a version folder; raises StoreError where it is missing or broken."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**{k: found[k] for k in Manifest.__dataclass_fields__ if k in found})
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"The manifest of the store in {folder} cannot be read ({error}): run `eucn build`."
        ) from error


def interim(folder: Path) -> bool:
    """Return whether a version stood in for the one with an analysis of its own."""
    try:
        return bool(read_manifest(folder).as_before)
    except StoreError:
        return False
