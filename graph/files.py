"""Writing a file whole or not at all, wherever a person points a command to; tables of data."""

from __future__ import annotations

import csv
import errno
import io
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SPECIAL = (Path("/dev"), Path("/proc"))


@dataclass(frozen=True)
class Unchanged:
    """A file as it is now: what was made of it is good for an equal one."""

    path: Path
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Unchanged:
        """Return the file as it is. Raises OSError."""
        found = path.stat()
        return cls(path, found.st_size, found.st_mtime_ns)


def write_out(path: Path, data: bytes) -> None:
    """Write to a file, or to standard output where the path is ``-``. Raises OSError."""
    if str(path) != "-":
        write_whole(path, data)
        return
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what stood there stays where it cannot be written.

    A link stays and its target is written; a file that is there keeps its mode, a new one gets
    what the umask leaves. A device or a pipe is written to, never replaced. Raises OSError with
    the path as it was given, IsADirectoryError for a folder.
    """
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        # /dev/stdout may lead to a regular file that the shell holds open: replacing that file
        # would take it away from whoever writes after us.
        special = any(folder in path.absolute().parents for folder in _SPECIAL)
        if mode is not None and (special or not stat.S_ISREG(mode)):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as stream:
                stream.write(data)
        else:
            _replace(path.resolve(), data, mode)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def data_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as the CSV of a data file: programs read it, so values stay
    as they are, and what people open is written by ``graph.tables``.
    """
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def _mode(path: Path) -> int | None:
    """Type and rights of what the path leads to; None where there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    # Beside the target, because a rename is whole only within one file system.
    temporary = target.with_name(f".eucn-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            if mode is not None:
                os.fchmod(handle, stat.S_IMODE(mode))
            stream.write(data)
            stream.flush()
            os.fsync(handle)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
