"""Running the coroutine of a request without a task, where it waits for a worker alone.

A task takes a turn of the loop to begin and another to go on when what it waits for has come; most
requests wait once, for the answer of a worker, and go on with it in the turn that brought it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_going: set[asyncio.Task[None]] = set()


class Outcome(Generic[T]):
    """What is waited for by a coroutine that ``drive`` runs: a future with one waiter.

    A result goes to it at once; an error in the next turn, as whoever tells it may be in the midst
    of keeping order.
    """

    __slots__ = ("_done", "_error", "_loop", "_result", "_waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._done = False
        self._result: T | None = None
        self._error: Exception | None = None
        self._waiter: Callable[[], None] | None = None

    def done(self) -> bool:
        """Return whether it has come."""
        return self._done

    def set_result(self, result: T) -> None:
        """Tell the result."""
        self._done, self._result = True, result
        if self._waiter is not None:
            self._waiter()

    def set_exception(self, error: Exception) -> None:
        """Tell why there is none."""
        self._done, self._error = True, error
        if self._waiter is not None:
            self._loop.call_soon(self._waiter)

    def then(self, waiter: Callable[[], None]) -> None:
        """Let a function be called when it has come, which it has not yet."""
        self._waiter = waiter

    def __await__(self) -> Generator[Outcome[T], None, T]:
        """Wait for it."""
        if not self._done:
            yield self
        if self._error is not None:
            raise self._error
        result: T = self._result  # type: ignore[assignment]
        return result


def outcome(loop: asyncio.AbstractEventLoop) -> Outcome[Any] | asyncio.Future[Any]:
    """Return what the coroutine that runs now can wait for."""
    return Outcome(loop) if asyncio.current_task(loop) is None else loop.create_future()


def drive(begun: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    """Run a coroutine as far as it goes, and on from there when what it waits for has come.

    Where that is no outcome, it goes on in a task.
    """
    try:
        waits = begun.send(None)
    except StopIteration:
        return
    except Exception as error:
        # As of a task: whoever told the outcome goes on.
        told = {"message": "A request ended with an error", "exception": error}
        loop.call_exception_handler(told)
        return
    if type(waits) is Outcome:
        waits.then(partial(drive, begun, loop))
        return
    task = loop.create_task(_on(begun, waits))
    _going.add(task)
    task.add_done_callback(_going.discard)


async def _on(begun: Coroutine[Any, Any, None], waits: Any) -> None:
    await _passed_on(begun, waits)


@coroutine
def _passed_on(begun: Coroutine[Any, Any, None], waits: Any) -> Generator[Any, Any, None]:
    while True:
        try:
            told = yield waits
        except BaseException as error:
            step: Callable[[], Any] = partial(begun.throw, error)
        else:
            step = partial(begun.send, told)
        try:
            waits = step()
        except StopIteration:
            return
