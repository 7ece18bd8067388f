"""Writing a version of a store: a new folder beside the old one, then one rename.

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
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.files import write_whole
from graph.store.engines import on_disk
from graph.store.errors import StoreError
from graph.store.index import difference, update_index, write_index
from graph.store.layers import LAYERS, Layer, Shelf, layers_of
from graph.store.layout import DATA, INDEX, MANIFEST, Manifest, interim, read_manifest
from graph.store.reserving import TEMPORARY, StoreProblem, refused, reserved, versions_folder

__all__ = [
    "KEEP",
    "Draft",
    "Manifest",
    "StoreProblem",
    "current",
    "keep_current",
    "versions_folder",
    "write_store",
]
KEEP = 3
"""Old versions kept beside the current one, so that a running server can finish with them."""
_SHARE = 4
"""An index is brought up to date where at most one line in so many is new; else made anew."""
_CHUNK = 1 << 22


@dataclass(frozen=True)
class Part:
    """A file of sorted N-Quads that goes into a version, and the layer it is, if it is one."""

    data: Path
    layer: Layer | None = None


def write_store(store: Path, nquads: bytes, built: str, documents: list[str]) -> Manifest:
    """Write a version for some N-Quads, which belong to no layer, and point ``store`` at it.

    Raises StoreProblem, as ``graph.store.reserving.reserved`` does and where the disk refuses.
    """
    with reserved(store), Draft(store) as draft:
        draft.write_bytes(nquads)
        return draft.swap_in(built, documents)


def current(store: Path) -> tuple[Path, Manifest] | None:
    """Folder and manifest of the version that ``store`` points to; None where none can be read."""
    try:
        folder = store.resolve(strict=True)
        return folder, read_manifest(folder)
    except (OSError, StoreError):
        return None


class Draft:
    """A version while it is written, for whoever holds the store's place.

    A context manager: what was not swapped in is removed at its end. Its methods raise
    StoreProblem where the disk refuses.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._versions = versions_folder(store)
        self._parts: list[Part] = []
        self._begun: list[Path] = []
        self._aside: list[Layer] = []
        self._old = current(store)
        found = layers_of(self._old[1]) if self._old else []
        self._before = {layer.name: layer for layer in found if layer.merged}

    def __enter__(self) -> Draft:
        with refused(self._store):
            self._folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=self._versions))
            self._new = self._folder / "new"
            self._new.mkdir()
            self._data = _Joined(self._new / DATA)
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was not swapped in."""
        self._data.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def begin(self, parts: Sequence[Part]) -> None:
        """Begin to write what will stand first, while other layers are still being made."""
        with refused(self._store):
            self._begun = [part.data for part in parts if part.layer is None or part.layer.merged]
            for data in self._begun:
                self._data.add(data)
            self._data.settle()

    def write_bytes(self, nquads: bytes) -> None:
        """Take N-Quads that belong to no layer, and make the index."""
        with refused(self._store):
            path = self._folder / "part.nq"
            path.write_bytes(nquads)
            self.write([Part(path)])

    def write(self, parts: Sequence[Part], later: Sequence[str] = (), beside: bool = False) -> None:
        """Make the index of some layers, from the last version's where it is much the same.

        ``later`` names layers that ``add`` will bring: until then the index may still have them as
        they were. ``beside`` says that other work runs meanwhile.
        """
        with refused(self._store):
            self._aside = [p.layer for p in parts if p.layer is not None and not p.layer.merged]
            self._parts = [part for part in parts if part.layer is None or part.layer.merged]
            files = [part.data for part in self._parts]
            if files[: len(self._begun)] != self._begun:
                self._data.close()
                self._data, self._begun = _Joined(self._new / DATA), []
            for data in files[len(self._begun) :]:
                self._data.add(data)
            changes = self._changes(later)
            if changes is None or self._old is None:
                self._before = {}
                self._data.wait()
                write_index(self._new / DATA, self.index, beside)
            else:
                update_index(self._old[0] / INDEX, self.index, *changes)
                there = {*later, *(part.layer.name for part in self._parts if part.layer)}
                self._before = {n: one for n, one in self._before.items() if n in there}

    def add(self, part: Part) -> None:
        """Take one more layer, after the others and after the index was made."""
        with refused(self._store):
            self._parts.append(part)
            self._data.add(part.data)
            before = self._before.get(_layer(part).name)
            if before is not None and before.sha256 == _layer(part).sha256:
                return
            aside = self._folder / "index"
            self.index.rename(aside)
            update_index(aside, self.index, *difference(self._kept(before), part.data))
            shutil.rmtree(aside)

    def _kept(self, layer: Layer | None) -> Path | None:
        return self._versions / LAYERS / layer.folder / DATA if layer else None

    @property
    def index(self) -> Path:
        """Return the folder of the index that was made."""
        return self._new / INDEX

    def swap_in(
        self,
        built: str,
        documents: list[str],
        shelf: Shelf | None = None,
        as_before: Sequence[str] = (),
    ) -> Manifest:
        """Write the rest of the version and point the store at it.

        The build id is the first 16 hex digits of the SHA-256 over the N-Quads: equal sources
        give equal builds, and a version that is there whole is not written twice. ``shelf``
        keeps the layers first, so that a version never names one that is not there.
        """
        with refused(self._store):
            digest = self._data.finish()
            layers = [part.layer for part in self._parts if part.layer is not None]
            lines = sum(layer.statements for layer in layers)
            if len(layers) < len(self._parts):
                lines = (self._new / DATA).read_bytes().count(b"\n")
            layers += self._aside
            entries = [_entry(one) for one in layers]
            manifest = Manifest(
                digest[:16], built, lines, digest, documents, entries, list(as_before)
            )
            target = self._versions / manifest.build
            if shelf is not None:
                shelf.keep()
            if not _whole(target, digest):
                self._move(target, manifest)
            elif not _says(target, manifest):
                write_whole(target / MANIFEST, _text(manifest))
            _point(self._store, target)
            _forget(self._versions, target, shelf)
        return manifest

    def _move(self, target: Path, manifest: Manifest) -> None:
        (self._new / MANIFEST).write_bytes(_text(manifest))
        # A power cut after the rename must not find files that the disk has not got yet.
        for path in (*self._new.rglob("*"), self._new):
            if path.name != DATA:
                _sync(path)
        if target.exists():
            target.rename(self._folder / "damaged")
        self._new.rename(target)
        _sync(self._versions)

    def _changes(self, later: Sequence[str]) -> tuple[list[bytes], list[bytes]] | None:
        """Return what went and came since the last version; None where it is better not to ask."""
        if self._old is None:
            return None
        old = self._before
        new = {part.layer.name: part for part in self._parts if part.layer is not None}
        known = all((path := self._kept(one)) and path.is_file() for one in old.values())
        if not old or not known or len(new) != len(self._parts):
            return None
        if not _opens(self._old[0] / INDEX):
            return None
        changed = [
            name
            for name in sorted(old.keys() | new.keys())
            if name not in later
            and not (name in old and name in new and old[name].sha256 == _layer(new[name]).sha256)
        ]
        come = sum(_layer(new[name]).statements for name in changed if name in new)
        if come * _SHARE > self._old[1].quads:
            return None
        went: list[bytes] = []
        came: list[bytes] = []
        for name in changed:
            part = new.get(name)
            a, b = difference(self._kept(old.get(name)), part.data if part else None)
            went += a
            came += b
        return went, came


def _layer(part: Part) -> Layer:
    assert part.layer is not None
    return part.layer


def _entry(layer: Layer) -> dict[str, object]:
    """Return a layer as the manifest names it; its report stays with it."""
    return {**asdict(layer), "findings": []}


class _Joined:
    """A file that is joined of others and digested, one after another, while its owner goes on."""

    def __init__(self, path: Path) -> None:
        self._out = path.open("wb", buffering=0)
        self._digest = hashlib.sha256()
        self._pool = ThreadPoolExecutor(1)
        self._under_way: list[Future[None]] = []

    def add(self, data: Path) -> None:
        """Have a file written behind the others."""
        self._under_way.append(self._pool.submit(self._append, data))

    def settle(self) -> None:
        """Have the disk take what was added so far, so that less is left for the end."""
        self._under_way.append(self._pool.submit(os.fdatasync, self._out.fileno()))

    def wait(self) -> None:
        """Wait for all that was added. Raises OSError where the disk refused."""
        for one in self._under_way:
            one.result()
        self._under_way.clear()

    def finish(self) -> str:
        """Return the SHA-256 (hex) of the file, which is on the disk then. Raises OSError."""
        self.wait()
        self._pool.submit(os.fsync, self._out.fileno()).result()
        self.close()
        return self._digest.hexdigest()

    def close(self) -> None:
        """End what is under way, and close the file."""
        self._pool.shutdown(cancel_futures=True)
        self._out.close()

    def _append(self, data: Path) -> None:
        with data.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                self._digest.update(chunk)
                view = memoryview(chunk)
                while view:
                    view = view[self._out.write(view) :]


def keep_current(
    store: Path, built: str, documents: list[str], layers: Sequence[Layer], shelf: Shelf
) -> Manifest | None:
    """Stay with the current version, where it is made of statements of these very layers.

    None where it is not, or is damaged. For whoever holds the store's place; raises StoreProblem.
    """
    found = current(store)
    if found is None:
        return None
    target, before = found
    merged = [one for one in layers if one.merged]
    if [(one.name, one.sha256) for one in layers_of(before) if one.merged] != [
        (one.name, one.sha256) for one in merged
    ]:
        return None
    with refused(store):
        if target.parent != versions_folder(store).resolve() or not _whole(target, before.sha256):
            return None
        entries = [_entry(one) for one in [*merged, *(one for one in layers if not one.merged)]]
        manifest = Manifest(before.build, built, before.quads, before.sha256, documents, entries)
        shelf.keep()
        if manifest != before:
            write_whole(target / MANIFEST, _text(manifest))
        _forget(versions_folder(store), target, shelf)
    return manifest


def _whole(target: Path, digest: str) -> bool:
    """Return whether a version holds these N-Quads undamaged, and an index that opens."""
    try:
        with (target / DATA).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
                return False
    except OSError:
        return False
    return _opens(target / INDEX)


def _opens(index: Path) -> bool:
    try:
        on_disk(index)
    except (OSError, ValueError):
        return False
    return True


def _says(target: Path, manifest: Manifest) -> bool:
    with contextlib.suppress(StoreError):
        return read_manifest(target) == manifest
    return False


def _text(manifest: Manifest) -> bytes:
    return (json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n").encode()


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


def _forget(versions: Path, target: Path, shelf: Shelf | None) -> None:
    """Remove versions older than the last few, and the layers that none of those left names."""
    folders = [path for path in versions.iterdir() if path.is_dir() and path.name != LAYERS]
    others = [path for path in folders if path != target and not path.name.startswith(TEMPORARY)]
    others.sort(key=lambda path: path.stat().st_mtime)
    # One that stood in for a version is wanted only while a server may still read it.
    builds = [path for path in others if not interim(path)]
    stay = [*builds[-KEEP:], *others[-1:]]
    for path in others:
        if path not in stay:
            shutil.rmtree(path, ignore_errors=True)
    if shelf is None:
        return
    wanted: set[str] = set()
    for path in (*stay, target):
        with contextlib.suppress(StoreError):
            wanted |= {layer.folder for layer in layers_of(read_manifest(path))}
    shelf.sweep(wanted)
