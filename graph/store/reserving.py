"""The place of a store: whether a build can write there, and that only one does at a time.

A build takes many seconds, so a place that will not do is told before it and not after.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from graph.errors import CALL_WRONG, EucnError

VERSIONS_SUFFIX = "-versions"
TEMPORARY = "building-"
"""How the folders begin that a build has not finished, or no longer needs."""
_LOCK = ".lock"


class StoreProblem(EucnError):
    """The store's place cannot be used; the text says what to do."""

    exit_code = CALL_WRONG


def versions_folder(store: Path) -> Path:
    """Return where the versions of a store live: ``.store-versions`` beside ``.store``."""
    return store.with_name(store.name + VERSIONS_SUFFIX)


@contextlib.contextmanager
def reserved(store: Path) -> Iterator[Path]:
    """Hold the place of a store for one build; yields the folder of its versions.

    Removes what interrupted builds left there, and at the end the folders it made that stayed
    empty. Raises StoreProblem where ``store`` exists and is no link, where the disk refuses, or
    where another build is running.
    """
    if store.name in ("", ".."):
        raise StoreProblem(f"'{store}' cannot be used as a store; give a free path, such as .store")
    versions = versions_folder(store)
    made: list[Path] = []
    with contextlib.ExitStack() as held:
        held.callback(_remove_empty, made)
        with refused(store):
            if store.exists() and not store.is_symlink():
                raise StoreProblem(
                    f"{store} exists but was not made by eucn; move it or give another path"
                )
            made += [folder for folder in (versions, *versions.parents) if not folder.exists()]
            versions.mkdir(parents=True, exist_ok=True)
            if not os.access(store.parent, os.W_OK | os.X_OK):
                raise PermissionError(
                    errno.EACCES, os.strerror(errno.EACCES), str(store.absolute().parent)
                )
            held.enter_context(_lock(versions))
            held.callback(_remove_empty, made)
            sweep(store)
        yield versions


@contextlib.contextmanager
def refused(store: Path) -> Iterator[None]:
    """Say which store it is about where the disk refuses: raises StoreProblem for OSError."""
    try:
        yield
    except OSError as error:
        about = f" ({error.filename})" if error.filename else ""
        raise StoreProblem(
            f"cannot write the store {store}: {error.strerror or error}{about}"
        ) from error


def sweep(store: Path) -> None:
    """Remove what interrupted builds left beside a store; for who holds its place."""
    for path in versions_folder(store).glob(TEMPORARY + "*"):
        shutil.rmtree(path, ignore_errors=True)
    for link in store.parent.iterdir():
        name, _, process = link.name.rpartition(".")
        if name == store.name and process.isdigit() and link.is_symlink():
            link.unlink(missing_ok=True)


@contextlib.contextmanager
def _lock(versions: Path) -> Iterator[None]:
    path = versions / _LOCK
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A build that failed may have removed the file between our opening and locking it.
            ours = os.path.samestat(os.fstat(handle.fileno()), path.stat())
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:
            raise StoreProblem(f"another build is writing to {versions}; wait for it")
        yield


def _remove_empty(made: list[Path]) -> None:
    """Remove the folders, innermost first, as far as nothing but the lock is in them."""
    with contextlib.suppress(OSError):
        if made and [path.name for path in made[0].iterdir()] == [_LOCK]:
            (made[0] / _LOCK).unlink()
        for folder in made:
            folder.rmdir()
