"""Writing a build: a new version folder beside the old one, then one rename.

The store is a link to a version folder. A build that fails or is killed leaves the link,
and so the old store, as it was; what it left behind is removed by the next build.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.store.engines import write_index
from graph.store.layout import DATA, INDEX, MANIFEST

VERSIONS_SUFFIX = "-versions"
_TEMPORARY = "building-"
KEEP = 3
"""Old versions kept beside the current one, so that a running server can finish with them."""


class StoreProblem(Exception):
    """The store's place cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a version folder holds; ``manifest.json`` in it."""

    build: str
    """First 16 hex digits of ``sha256``: equal sources give equal builds."""
    built: str
    """The day the data is of (YYYY-MM-DD), not the clock: builds are reproducible."""
    quads: int
    sha256: str
    documents: list[str]


def versions_folder(store: Path) -> Path:
    """Where the versions of a store live: ``.store-versions`` beside ``.store``."""
    return store.with_name(store.name + VERSIONS_SUFFIX)


def write_store(store: Path, nquads: bytes, built: str, documents: list[str]) -> Manifest:
    """Write a version folder for some N-Quads and point ``store`` at it.

    The same N-Quads give the same version, which is not written twice. Raises StoreProblem
    where ``store`` exists and is no link, where another build is running, or where the disk
    refuses.
    """
    if store.exists() and not store.is_symlink():
        raise StoreProblem(f"{store} is there and is no store of ours; move it or name another")
    digest = hashlib.sha256(nquads).hexdigest()
    manifest = Manifest(digest[:16], built, nquads.count(b"\n"), digest, documents)
    versions = versions_folder(store)
    try:
        versions.mkdir(parents=True, exist_ok=True)
        with _lock(versions):
            _sweep(versions)
            target = versions / manifest.build
            if not ((target / MANIFEST).exists() and (target / INDEX / "CURRENT").exists()):
                _write_version(versions, target, nquads, manifest)
            _point(store, target)
            _forget(versions, target)
    except OSError as error:
        raise StoreProblem(f"cannot write {error.filename or store}: {error.strerror}") from error
    return manifest


def sweep(store: Path) -> None:
    """Remove what interrupted builds left beside a store; nothing while a build is running."""
    versions = versions_folder(store)
    if versions.is_dir():
        with contextlib.suppress(StoreProblem, OSError), _lock(versions):
            _sweep(versions)
            for link in store.parent.glob(f"{store.name}.*"):
                if link.is_symlink() and link.suffix[1:].isdigit():
                    link.unlink(missing_ok=True)


@contextlib.contextmanager
def _lock(versions: Path) -> Iterator[None]:
    with (versions / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreProblem(f"another build is writing to {versions}; wait for it") from None
        yield


def _sweep(versions: Path) -> None:
    """Remove what an interrupted build left."""
    for path in versions.glob(_TEMPORARY + "*"):
        shutil.rmtree(path, ignore_errors=True)


def _write_version(versions: Path, target: Path, nquads: bytes, manifest: Manifest) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=versions))
    try:
        (temporary / DATA).write_bytes(nquads)
        write_index(nquads, temporary / INDEX)
        text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"
        (temporary / MANIFEST).write_text(text, encoding="utf-8")
        temporary.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        temporary.replace(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _point(store: Path, target: Path) -> None:
    link = store.with_name(f"{store.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(target, store.parent))
    link.replace(store)


def _forget(versions: Path, current: Path) -> None:
    others = [path for path in versions.iterdir() if path.is_dir() and path != current]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(path, ignore_errors=True)
