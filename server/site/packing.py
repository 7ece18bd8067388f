"""What pages need of a build, kept beside its version: made once, read by who serves it later.

Versions of which all is the same that pages can tell have one file: what is loaded without a term
or a thing of ours is on no page.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graph.iris import BASE
from graph.store.layers import Kind, key, layers_of
from graph.store.layout import DATA
from graph.store.local import LocalStore
from server.site.apart import kept_apart, made_apart

PACKED = "pages.packed"
_ASIDE = ("description",)
"""Layers that say what the data set is made of, in numbers."""
_WAIT = 60.0
"""Seconds to wait for another process that makes the same."""


def packed(graph: LocalStore, make: Callable[[], object]) -> Any:
    """Return what pages need of a build as it was kept, or else what a function makes of it; None
    where that failed. Raises OSError.
    """
    folder = graph.folder
    if folder is None:
        return made_apart(make)
    about = _about(graph, folder)
    with _alone(folder):
        for path in (folder / PACKED, *sorted(folder.parent.glob(f"*/{PACKED}"))):
            if (found := kept_apart(path, about)) is not None:
                if path.parent != folder:
                    with contextlib.suppress(OSError):
                        (folder / PACKED).unlink(missing_ok=True)
                        (folder / PACKED).hardlink_to(path)
                return found
        return made_apart(make, folder / PACKED, about)


def _about(graph: LocalStore, folder: Path) -> str:
    """Return a digest of all that pages can tell of a version."""
    layers = layers_of(graph.manifest)
    if not layers:
        return key(graph.manifest.sha256)
    told = [
        f"{one.name} {one.sha256}"
        for one in layers
        if one.merged
        and one.name not in _ASIDE
        and (
            one.kind != Kind.LOADED
            or _is_ours(folder.parent / "layers" / one.folder / DATA, one.name)
        )
    ]
    return key(graph.manifest.built, *sorted(told), *graph.manifest.as_before)


def _is_ours(data: Path, name: str) -> bool:
    """Return whether what was loaded has a term or a thing of ours, beside what is said of the file
    itself; it has where it cannot be read.
    """
    base, about = BASE.encode(), f"{BASE}graph/{name}/about> .\n".encode()
    try:
        with data.open("rb", buffering=1 << 20) as lines:
            return any(
                base in line[: line.rfind(b" <")] and not line.endswith(about) for line in lines
            )
    except OSError:
        return True


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait while another process makes the same: two would take as long as one after another."""
    if not os.access(folder, os.W_OK):
        yield
        return
    with (folder / f".{PACKED}.lock").open("w") as lock:
        end = time.monotonic() + _WAIT
        while time.monotonic() < end:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.05)
        yield
