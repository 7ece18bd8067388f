"""granian (HTTP in Rust) in an event loop of ours, and how its requests come into it.

granian hands each request to a thread of its own, which tells the loop by way of a socket. Here
that thread looks first whether the answer is remembered, and then wakes nobody else; and it writes
to the socket only where the loop sleeps, as one at work looks for requests by itself. Both put
themselves in the place of one function of granian's (``_new_cbscheduler``).
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import selectors
import socket
import traceback
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from granian._granian import CallbackScheduler, SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import embed

from server.serving.driving import drive
from server.serving.request import HEAD_LIMIT
from server.settings import Settings

_BACKLOG = 1024


class Answering(Protocol):
    """What answers requests: a coroutine, and before it a function that may have the answer."""

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer a request (RSGI 1.5)."""

    def at_once(self, scope: Any, protocol: Any) -> bool:
        """Answer it, or return False; called in another thread than the loop's."""

    def simple(self, scope: Any) -> bool:
        """Return whether answering it waits for workers alone, and so needs no task."""


class Listening(embed.Server):
    """granian in this event loop, on a socket that is listening already."""

    def __init__(self, target: Any, listener: socket.socket, settings: Settings) -> None:
        super().__init__(
            target,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            log_enabled=False,
            backpressure=settings.connections,
            backlog=_BACKLOG,
            http1_settings=HTTP1Settings(
                header_read_timeout=int(settings.header_seconds * 1000),
                max_buffer_size=4 * HEAD_LIMIT,
            ),
        )
        self._listener = listener
        if hasattr(target, "at_once"):
            vars(embed)["_new_cbscheduler"] = partial(_scheduler, target)

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder
        self._ssp: Any = None
        self._shd: Any = holder(self._listener.fileno(), False, _BACKLOG)
        self._sfd = self._shd.get_fd()


class Awake(selectors.DefaultSelector):
    """A selector of an event loop that is handed requests by another thread.

    ``hand_over`` is called there; ``take`` here, with each, before the loop does what else came.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handed: deque[Any] = deque()
        self._sleeps = False
        self.take: Callable[[Any], None] = self._handed.append
        self.wake: Callable[[], object] = lambda: None

    def hand_over(self, request: Any) -> None:
        """Hand a request over, and wake the loop if it sleeps."""
        # In this order, as ``select`` says that it sleeps before it looks: one of both sees it.
        self._handed.append(request)
        if self._sleeps:
            self._sleeps = False
            self.wake()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for files and requests; the latter are taken here."""
        self._sleeps = True
        found = super().select(0 if self._handed else timeout)
        self._sleeps = False
        handed = len(self._handed)
        for _ in range(handed):
            self.take(self._handed.popleft())
        # A request that was taken may have closed what was found readable (the connection of a
        # worker that has gone), and the loop would end at a file that it cannot look up.
        return (
            [one for one in found if self.get_map().get(one[0].fd) is one[0]] if handed else found
        )


def new_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop that can be handed requests."""
    return asyncio.SelectorEventLoop(Awake())


_ring = ctypes.PyDLL(None).eventfd_write
"""Called without letting another thread run meanwhile: the loop that wakes would wait for us."""
_ring.argtypes = (ctypes.c_int, ctypes.c_uint64)


def _scheduler(
    answering: Answering, loop: asyncio.AbstractEventLoop, callback: Any, **_: Any
) -> Any:
    """Return what granian calls with each request."""
    selector = getattr(loop, "_selector", None)

    def begin(watcher: Any) -> None:
        try:
            coroutine = callback(watcher)
            if answering.simple(watcher.scope):
                drive(coroutine, loop)
            else:
                watcher.taskref(loop.create_task(coroutine))
        except Exception as error:
            traceback.print_exception(error)

    def schedule(watcher: Any) -> None:
        # The caller is no Python, and would go on with an error that nobody has taken.
        try:
            if answering.at_once(watcher.scope, watcher.proto):
                watcher.done()
                return
        except Exception as error:
            traceback.print_exception(error)
        if isinstance(selector, Awake):
            selector.hand_over(watcher)
        else:
            loop.call_soon_threadsafe(begin, watcher)

    if isinstance(selector, Awake):
        selector.take = begin
        bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        loop.add_reader(bell, os.eventfd_read, bell)
        selector.wake = partial(_ring, bell, 1)

    class Scheduler(CallbackScheduler):
        def __init__(self, *given: Any) -> None:
            super().__init__()
            self._schedule_fn = schedule

    enter, leave = asyncio.tasks._enter_task, asyncio.tasks._leave_task
    return Scheduler(loop, callback, None, partial(enter, loop), partial(leave, loop))
