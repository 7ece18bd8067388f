"""What pages need of a build, kept beside its version: made once, read by who serves it later.

Versions of which all is the same that pages can tell have one file: what is loaded without a term
or a thing of ours is on no page.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.iris import BASE
from graph.store.layers import Kind, key, layers_of
from graph.store.layout import DATA
from graph.store.local import LocalStore
from server.site.apart import Texts, kept_apart, making

PACKED = "{}.packed"
"""A file in the folder of a version, by the name of the part of it that is kept there."""
_ASIDE = ("description",)
"""Layers that say what the data set is made of, in numbers."""
_WAIT = 60.0
"""Seconds to wait for another process that makes the same."""


def packed(graph: LocalStore, parts: Mapping[str, Callable[[], Any]]) -> list[Any] | None:
    """Return the parts of what pages need of a build, as they were kept, or else what functions
    make of it, side by side; None where one failed. Raises OSError.
    """
    folder = graph.folder
    about = _about(graph, folder) if folder else ""
    texts: Texts = {}
    with _alone(folder):
        found = [_kept(folder, name, about, texts) for name in parts] if folder else []
        if found and None not in found:
            return found
        with contextlib.ExitStack() as begun:
            results = [
                begun.enter_context(
                    making(make, folder / PACKED.format(name) if folder else None, about)
                )
                for name, make in parts.items()
            ]
            found = [result(texts) for result in results]
    return None if None in found else found


def _kept(folder: Path, name: str, about: str, texts: Texts) -> Any:
    """Return a part that was kept with a version, or with another of which it is the same."""
    own = folder / PACKED.format(name)
    for path in (own, *sorted(folder.parent.glob(f"*/{own.name}"))):
        if (found := kept_apart(path, about, texts)) is not None:
            if path != own:
                with contextlib.suppress(OSError):
                    own.unlink(missing_ok=True)
                    own.hardlink_to(path)
            return found
    return None


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
def _alone(folder: Path | None) -> Iterator[None]:
    """Wait while another process makes the same: two would take as long as one after another."""
    if folder is None or not os.access(folder, os.W_OK):
        yield
        return
    with (folder / ".packed.lock").open("w") as lock:
        end = time.monotonic() + _WAIT
        while time.monotonic() < end:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.05)
        yield
