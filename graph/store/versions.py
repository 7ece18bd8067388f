"""Writing a build: a new version folder beside the old one, then one rename.

The store is a link to a version folder. A build that fails or is killed leaves the link,
and so the old store, as it was; what it left behind is removed by the next build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from graph.files import write_whole
from graph.store.engines import on_disk, write_index
from graph.store.errors import StoreError
from graph.store.layout import DATA, INDEX, MANIFEST, Manifest, read_manifest
from graph.store.reserving import TEMPORARY, StoreProblem, refused, reserved, versions_folder

__all__ = ["KEEP", "Manifest", "StoreProblem", "swap_in", "versions_folder", "write_store"]
KEEP = 3
"""Old versions kept beside the current one, so that a running server can finish with them."""


def write_store(store: Path, nquads: bytes, built: str, documents: list[str]) -> Manifest:
    """Write a version folder for some N-Quads and point ``store`` at it.

    Raises StoreProblem, as `graph.store.reserving.reserved` does and where the disk refuses.
    """
    with reserved(store):
        return swap_in(store, nquads, built, documents)


def swap_in(store: Path, nquads: bytes, built: str, documents: list[str]) -> Manifest:
    """What `write_store` does, for who holds the place already.

    The build id is the first 16 hex digits of the SHA-256 over the N-Quads: equal sources give
    equal builds, and a version that is there whole is not written twice.
    """
    digest = hashlib.sha256(nquads).hexdigest()
    manifest = Manifest(digest[:16], built, nquads.count(b"\n"), digest, documents)
    versions = versions_folder(store)
    target = versions / manifest.build
    with refused(store):
        if not _whole(target, digest):
            _write_version(versions, target, nquads, manifest)
        elif not _says(target, manifest):
            write_whole(target / MANIFEST, _text(manifest))
        _point(store, target)
        _forget(versions, target)
    return manifest


def _whole(target: Path, digest: str) -> bool:
    """Whether a version holds these N-Quads undamaged, and an index that opens."""
    try:
        with (target / DATA).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
                return False
        on_disk(target / INDEX)
    except (OSError, ValueError):
        return False
    return True


def _says(target: Path, manifest: Manifest) -> bool:
    with contextlib.suppress(StoreError):
        return read_manifest(target) == manifest
    return False


def _text(manifest: Manifest) -> bytes:
    return (json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n").encode()


def _write_version(versions: Path, target: Path, nquads: bytes, manifest: Manifest) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=versions))
    try:
        new = temporary / "new"
        new.mkdir()
        (new / DATA).write_bytes(nquads)
        write_index(nquads, new / INDEX)
        (new / MANIFEST).write_bytes(_text(manifest))
        # A power cut after the rename must not find files that the disk has not got yet.
        for path in (*new.rglob("*"), new):
            _sync(path)
        if target.exists():
            target.rename(temporary / "damaged")
        new.rename(target)
        _sync(versions)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(store: Path, target: Path) -> None:
    link = store.with_name(f"{store.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(target, store.parent))
    link.replace(store)
    _sync(store.parent)


def _forget(versions: Path, current: Path) -> None:
    others = [path for path in versions.iterdir() if path.is_dir() and path != current]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(path, ignore_errors=True)
