"""What a forked process owes its parent, and how much memory a process holds."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from pathlib import Path

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGCHLD)
_PAGE = os.sysconf("SC_PAGE_SIZE")


def called(name: str) -> None:
    """Let this process be listed under a name (``ps``, ``top``): fifteen letters at most."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")


def plain_signals() -> None:
    """Forget what the parent did on signals."""
    signal.set_wakeup_fd(-1)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def give_back() -> None:
    """Give memory that was freed back to the system, where the allocator can (glibc)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def anonymous_memory(process: int | str = "self") -> int:
    """Return bytes of memory a process holds that belong to no file; pages shared by a fork count.

    Raises OSError where the process is gone.
    """
    fields = Path(f"/proc/{process}/statm").read_bytes().split()
    return (int(fields[1]) - int(fields[2])) * _PAGE


def private_memory() -> int:
    """Return bytes of memory that this process shares with no other; slow to find."""
    try:
        found = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(found.split("Private_Dirty:")[1].split()[0]) * 1024
